/*
 * Bridge's parts: what bridge.c, which moves events, and bridge_door.c share, and nobody else. The door: whoever knocks, what
 * is said in the lobby, who is let in, and the key to the room for those who are.
 */
#ifndef SYSDRILL_PEER_BRIDGE_PARTS_H
#define SYSDRILL_PEER_BRIDGE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "peer/bridge.h"
#include "peer/frame.h"
#include "peer/keys.h"
#include "peer/lobby.h"
#include "peer/medium.h"
#include "peer/sync.h"
#include "session/member_name.h"
#include "session/seat.h"
#include "store/store.h"

enum { MEDIA = 2 };

struct bridge {
	const struct bridge_order *order;
	bool host, joins;               /* by the order; else it comes back to a room that it was in */
	struct store *store;
	struct keys keys;
	struct sync *sync;              /* NULL until one is a member */
	struct medium *media[MEDIA];
	size_t media_count;
	unsigned generation;            /* of all media together, when we last greeted */
	uint32_t data_version;
	int64_t rowid, now_ms;
	int64_t steady_ms;              /* the same moment by a clock that nobody sets */
	bool loaded, failed;
	int64_t ends_ms;                /* when it ends at the latest, by the steady clock; 0: the main program runs */
	size_t removals;                /* in the log; each asks for another key */
	size_t removals_read;           /* of them, since it was last begun to read: meanwhile none is forgotten */
	int64_t key_again_ms;           /* when one that could not be made is tried again */
	char trouble[256];              /* of this side; "" none */
	char contact[320];              /* as it was last written */
	/* What came and is not committed yet. */
	struct arena arena;
	struct event *batch;
	size_t batch_count, batch_cap;
	/* The door. */
	char name[MEMBER_NAME_MAX + 1];
	enum seat seat;
	unsigned char met[SYNC_KEY_SIZE];       /* the key of the interviewer who was heard first */
	bool met_host, let_in, told_in;
	bool behind;                    /* the others have another key */
	int64_t said_ms, second_ms;
	int lobby_budget;
};

/* bridge.c */

/* Into the store, for the main program. False: it could not be written, and is to be said again. */
bool bridge_put_state(struct bridge *bridge, const char *value, const char *kind, const char *name);
bool bridge_is_up(const struct bridge *bridge);         /* any medium */
void bridge_send(struct bridge *bridge, enum frame_type type, const struct strbuf *message, bool is_event);
/* One is a member, and has keys that tell of which session: its log is read. */
void bridge_start_sync(struct bridge *bridge);

/* bridge_door.c */

/* Every now and then: that the room is here, or that one wants to be let in, or lacks its key. */
void door_speak(struct bridge *bridge);
/* False: so many messages came in this second that it is a flood, and the rest is not looked at. */
bool door_has_time(struct bridge *bridge);
void door_hear(struct bridge *bridge, const struct strbuf *text);
/* The room's newest key, to a member who ever named a box; and to all of those. */
void door_send_ticket(struct bridge *bridge, const char *origin);
void door_send_tickets(struct bridge *bridge);
/* To the main program of somebody who joins: that one is in, as soon as the log has what it needs to open it; what failed. */
void door_tell_in(struct bridge *bridge);
void door_tell_failed(struct bridge *bridge, const char *why);
/* Into `keys`: as whom this machine was in the room that meets at its topic, whatever became of the keys. False: never. */
bool door_find_place(struct store *store, struct keys *keys);

#endif
