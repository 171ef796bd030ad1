/*
 * Frame: what a broker, or anybody on the way, gets to see of a room: sealed bytes of padded length.
 *
 *     "SD1" | type | epoch | nonce (24) | XChaCha20-Poly1305 of the padded message
 *
 * The head and the topic are authenticated with it, so that a frame is worth nothing in another room. Lobby frames are sealed
 * with a key that the code gives to whoever has it; room frames with a random key that members get when they are let in, and
 * that changes (the epoch counts) when somebody is removed. Nothing here is invented: libsodium does all of it.
 *
 * Pure but for random numbers. Secrets are the caller's to wipe.
 */
#ifndef SYSDRILL_PEER_FRAME_H
#define SYSDRILL_PEER_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "peer/sync.h"
#include "session/event.h"

enum {
	FRAME_KEY_SIZE = 32,
	FRAME_BLOCK = 256,                      /* messages are padded to a multiple of it */
	FRAME_MAX = SYNC_MESSAGE_MAX + 2 * FRAME_BLOCK,         /* bytes of a whole frame */
	TOPIC_SIZE = 48,                        /* "sysdrill/1/" and 32 hex digits, with NUL */
	PRINT_SIZE = 12,                        /* a fingerprint, "7K3M-Q2XV", with NUL */
};

enum frame_type { FRAME_LOBBY = 'L', FRAME_ROOM = 'R' };

/*
 * From a room's code: where it meets, and the lobby's key, by Argon2id with the room's name as salt (MODERATE: about 0.6 s and
 * 256 MiB, so that guessing is dear). False: there was no memory for it.
 */
bool frame_derive(const char code[ID_SIZE], char topic[TOPIC_SIZE], unsigned char lobby_key[FRAME_KEY_SIZE]);

/* Appended to `out`. The message is at most SYNC_MESSAGE_MAX long. */
void frame_seal(struct strbuf *out, enum frame_type type, uint8_t epoch, const unsigned char key[FRAME_KEY_SIZE],
                const char *topic, const void *message, size_t len);
/* What a frame says of itself; false: no frame. */
bool frame_head(const void *frame, size_t len, enum frame_type *type, uint8_t *epoch);
/* The message, into `out` (overwritten); false: sealed with another key, for another topic, or changed on the way. */
bool frame_open(struct strbuf *out, const void *frame, size_t len, const unsigned char key[FRAME_KEY_SIZE], const char *topic);

/* What both sides read aloud before somebody is let in: of both public keys and the topic. */
void frame_print(char out[PRINT_SIZE], const unsigned char host_key[SYNC_KEY_SIZE], const unsigned char guest_key[SYNC_KEY_SIZE],
                 const char *topic);

#endif
