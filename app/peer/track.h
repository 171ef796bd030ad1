/*
 * Track: what is known of one stream of one member: how many of its events are in the log, the hash of each over all before it
 * in that stream, and of one's own streams the lines and what of them is to be sent. Pure; sync.c decides what is sent when.
 *
 * `tracks` owns everything. A pointer to a track is valid until the next tracks_make().
 */
#ifndef SYSDRILL_PEER_TRACK_H
#define SYSDRILL_PEER_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session/event.h"

enum {
	TRACKS_MAX = 512,       /* streams of all members together */
	TRACKS_EACH = 64,       /* and of one member: nobody can use them up for the others */
	TRACK_HASH_SIZE = 32,
};

struct track_hash { unsigned char bytes[TRACK_HASH_SIZE]; };

/* Events 1 to `count` are in the log. */
struct track {
	char origin[ID_SIZE], stream[STREAM_SIZE];
	struct track_hash *hashes;      /* of each event, over all before it */
	size_t count, cap;
	/* Of one's own only. */
	char **lines;                   /* as they are signed */
	int64_t *sent_ms;               /* when each was last sent; 0: never */
	size_t lines_cap, sent_cap;
	size_t next;                    /* index of the next one to be sent */
	size_t until;                   /* send up to here; the last one asks for a HAVE when `batch` */
	bool batch;
};

struct tracks {
	struct track *items;
	size_t count, cap;
};

void tracks_release(struct tracks *tracks);
struct track *tracks_find(const struct tracks *tracks, const char *origin, const char *stream);         /* NULL: none such */
/* The one there is, or a new one; NULL: there are TRACKS_MAX. */
struct track *tracks_make(struct tracks *tracks, const char *origin, const char *stream);
/* Whether a stream more of this origin may begin. */
bool tracks_have_room(const struct tracks *tracks, const char *origin);
/* How many events of a stream are in the log; 0 of one that is not known. */
size_t tracks_logged(const struct tracks *tracks, const char *origin, const char *stream);

/* The hash over all before the event at `index`, which is at most `count`. Of a stream that has not begun `track` is NULL. */
const struct track_hash *track_before(const struct track *track, size_t index);
bool track_hash_equal(const struct track_hash *a, const struct track_hash *b);
void track_chain(const struct track_hash *before, const char *line, size_t len, struct track_hash *out);
/* The next event is in the log. One's `own` is kept, to be sent. */
void track_add(struct track *track, const char *line, size_t len, bool own);

#endif
