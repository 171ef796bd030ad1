/*
 * Sync: how the members of a room get each other's events, whatever the wire loses, doubles, reorders or cuts. Pure: messages
 * in, messages and events out; time comes as `now_ms`; nothing is sent, received or stored here.
 *
 * Each member tells what it HAS: for every (origin, stream) up to which oseq it has all events. An author who hears that
 * somebody lacks events of theirs sends them again, at most SYNC_BATCH at a time; the last one of a batch asks for the next
 * HAVE, so that a long absence is made up at the speed of the wire. Delivery is what a HAVE says, not what a broker took.
 *
 * An event is accepted only if its author is a member, its signature holds, the author's seat may write it (seat.h), it is
 * the next of its stream, and it continues the chain of hashes of that stream. Another event under the same number, signed
 * by its author, freezes that author: nothing more is taken from them. What was accepted is given out once; it counts as had
 * only when sync_logged() is told that it is in the log.
 *
 * Somebody is in touch who answers: a HAVE counts as heard only if it tells of a HAVE of ours of a moment ago. Whoever keeps
 * old messages and plays them again cannot make anybody look present.
 *
 * A message is plain bytes; frame.h seals it. Times are Unix ms.
 */
#ifndef SYSDRILL_PEER_SYNC_H
#define SYSDRILL_PEER_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "session/event.h"
#include "session/seat.h"

enum {
	SYNC_BATCH = 64,                /* events sent again for one HAVE */
	SYNC_HAVE_MS = 2000,            /* how often one tells what one has, when nothing asks for it sooner */
	SYNC_SILENCE_MS = 7000,         /* somebody not heard for so long is out of touch */
	SYNC_AGAIN_MS = 400,            /* an event that was sent less long ago is still on its way */
	SYNC_MESSAGE_MAX = ROOM_LINE_MAX + 256, /* bytes: an event, and its envelope */
	SYNC_KEY_SIZE = 32, SYNC_SECRET_SIZE = 64,
};

/* What became of a message. All but the first two are somebody's fault; they are counted. */
enum sync_result {
	SYNC_EVENT,             /* an event to be put into the log */
	SYNC_DONE,              /* heard; nothing to store */
	SYNC_DOUBLE,            /* had already */
	SYNC_GAP,               /* something before it is missing: asked for */
	SYNC_BAD,               /* no message, or not as it is written */
	SYNC_STRANGER,          /* the author is no member */
	SYNC_FORGED,            /* the signature does not hold */
	SYNC_REFUSED,           /* the author's seat may not write that */
	SYNC_FORKED,            /* the author wrote two different events under one number: frozen from now on */
	SYNC_RESULTS
};

struct sync;

struct sync_options {
	const char *session, *self;     /* ids */
	const char *host;               /* the interviewer's origin; may be `self` */
	unsigned char host_key[SYNC_KEY_SIZE];
	unsigned char secret[SYNC_SECRET_SIZE];         /* Ed25519, one's own */
};

struct sync *sync_new(const struct sync_options *options);
void sync_free(struct sync *sync);              /* NULL is fine */

/*
 * Tells of an event that is in the log: one's own, which then is sent, or somebody's. At the start all of the log, in any order
 * in which each stream's oseq grows. What is private, and what is there twice, is passed over.
 */
void sync_logged(struct sync *sync, const struct event *event);

/* The log is read: what was in it is sent only to those who say that they lack it. */
void sync_loaded(struct sync *sync);

/* A message from the wire. On SYNC_EVENT `event` is filled, with its texts in `arena`. */
enum sync_result sync_receive(struct sync *sync, const void *message, size_t len, int64_t now_ms, struct event *event,
                              struct arena *arena);
/* One that came before its turn and whose turn it is now; after sync_logged(), until it says SYNC_DONE. */
enum sync_result sync_early(struct sync *sync, int64_t now_ms, struct event *event, struct arena *arena);
/* The next message to send, into `message` (overwritten); false: nothing, for now. `events` tells an event from a HAVE. */
bool sync_next(struct sync *sync, int64_t now_ms, struct strbuf *message, bool *is_event);
/* ms until sync_next() has something by itself. */
int64_t sync_wait_ms(const struct sync *sync, int64_t now_ms);
/* After connecting, and whenever a member was let in: tell what one has at once, and send what is not known to be had. */
void sync_greet(struct sync *sync);

enum seat sync_seat(const struct sync *sync, const char *origin);       /* observer: not a member, or removed */
bool sync_is_member(const struct sync *sync, const char *origin);
bool sync_is_removed(const struct sync *sync, const char *origin);      /* was a member */
/* A member's key for signatures; NULL: not a member, or one of the interviewer's own machine. */
const unsigned char *sync_key(const struct sync *sync, const char *origin);
/* Somebody of whom nothing is taken any more, because they wrote two stories under one number; NULL: nobody. */
const char *sync_frozen(const struct sync *sync);
/* When the counterpart was last heard: the interviewer, or for the interviewer the candidate (any member, without one). 0: never. */
int64_t sync_heard_ms(const struct sync *sync);
/* Own events that some member who is in touch is not known to have. */
size_t sync_undelivered(const struct sync *sync, int64_t now_ms);
/* How far the interviewer's clock is ahead of one's own, and the round trip it was measured with; false: not yet. */
bool sync_clock(const struct sync *sync, int64_t *offset_ms, int64_t *round_trip_ms);
size_t sync_count(const struct sync *sync, enum sync_result result);    /* since sync_new() */

#endif
