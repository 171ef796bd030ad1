/*
 * Keys: what a member of a room keeps so that it can come back after its program or machine was gone: who it is, where the room
 * meets, the keys. A file of its own for each session and origin (rooms/SESSION-ORIGIN.keys, readable by the user alone); the
 * room's code itself is not kept. Secrets are wiped in keys_release().
 */
#ifndef SYSDRILL_PEER_KEYS_H
#define SYSDRILL_PEER_KEYS_H

#include "base/status.h"
#include "peer/frame.h"
#include "peer/lobby.h"

enum { EPOCHS_MAX = 16 };

struct keys {
	char session[ID_SIZE], self[ID_SIZE], host[ID_SIZE];
	char topic[TOPIC_SIZE];
	unsigned char lobby[FRAME_KEY_SIZE];
	unsigned char sign[SYNC_KEY_SIZE], sign_secret[SYNC_SECRET_SIZE];
	unsigned char box[BOX_KEY_SIZE], box_secret[BOX_SECRET_SIZE];
	unsigned char host_sign[SYNC_KEY_SIZE];
	unsigned char room[EPOCHS_MAX][FRAME_KEY_SIZE];
	uint8_t epoch_count;            /* room[epoch_count - 1] is the one that is sealed with; 0: not let in yet */
	char broker[512];               /* where the room meets; "" only on this machine */
};

/* New pairs for signing and for being sent secrets. */
void keys_make(struct keys *keys);
/* A new room key: the next epoch. False: there were EPOCHS_MAX already. */
bool keys_next_epoch(struct keys *keys);
enum status keys_save(const struct keys *keys, const char *home, struct error *err);
/* NOT_FOUND: this machine never was in that room under that origin. CORRUPT: the file is not what was saved for them. */
enum status keys_load(struct keys *keys, const char *home, const char *session, const char *origin, struct error *err);
/* The room that meets at `topic`, if this machine was let into it before. NOT_FOUND else. */
enum status keys_find(struct keys *keys, const char *home, const char *topic);
/* The file of keys that were saved and never let in. */
void keys_forget(const struct keys *keys, const char *home);
void keys_release(struct keys *keys);

#endif
