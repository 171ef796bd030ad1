/*
 * Event: one thing that happened in an interview. The log of events is the interview; everything on the screen
 * is a fold of it. Pure: no clock, no I/O.
 *
 * Identity is (session, origin, stream, oseq). `main` is the stream of what happened; every document (a phase's
 * notes, the worksheet, an answer in the debrief) is a stream of its own, with one writer, made of note.edited
 * splices only. Times are Unix time in milliseconds, as the writer's clock had it.
 *
 * Ownership: an event points to text that it does not own. event_decode() puts text into the arena that it is
 * given; session_add() copies what it keeps.
 */
#ifndef SYSDRILL_SESSION_EVENT_H
#define SYSDRILL_SESSION_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/strbuf.h"

enum event_kind {
	EVENT_UNKNOWN,          /* from a newer version: kept in files, skipped by the fold */
#define EVENT(symbol, name, payload, writers) EVENT_##symbol,
#include "session/event.def"
#undef EVENT
};

enum {
	ID_SIZE = 17,           /* 16 Crockford characters (80 random bits) and NUL: sessions and origins */
	STREAM_SIZE = 32,       /* "main", "notes.requirements", "worksheet", "reflect.1", ... with NUL */
	SPLICE_MAX = 8 * 1024,  /* bytes of text in one note.edited, as written: see change.h */
	TEXT_MAX = 64 * 1024,   /* bytes of any text in a payload */
	ROOM_LINE_MAX = 64 * 1024,      /* bytes of an event as a line, for it to go to the other members of a room */
};

/* The year 9999, and what every reader of JSON holds exactly: where times and sequence numbers end. */
#define EVENT_MS_MAX INT64_C(253402300799999)
#define EVENT_SEQ_MAX (UINT64_C(1) << 53)

#define STREAM_MAIN "main"
#define STREAM_WORKSHEET "worksheet"
#define STREAM_NOTES "notes."           /* and the phase's name: session_notes_stream() */
#define STREAM_REFLECT "reflect."       /* and the question's number, from 1 */
#define STREAM_NEXT "next."             /* things to do next time, from 1 */
#define STREAM_QUESTION_DRAFT "draft.question"   /* a question that is being typed */
#define STREAM_PROBLEM "problem"        /* of a room: the problem's text, from the interviewer to all when the interview has ended */
#define STREAM_INVITE "invite"          /* of a room: the code of the next one; never exported */
/*
 * What begins so stays with its writer until released copies of it are written: it is kept in a file of its own, is never
 * sent, and counts for itself, so that gaps tell nothing. The stream of exactly this name has events, the others are documents.
 */
#define STREAM_PRIVATE "private"

struct session_started {
	const char *problem, *title;    /* id and title at that time */
	const char *problem_sha256;     /* of the text that the record keeps; 64 hex digits */
	const char *preset;             /* its name; what it means is in `phases` (the grammar of preset.h) */
	const char *phases;
	const char *level;              /* mid, senior or staff */
	bool curveball;                 /* asked for at the start */
};
#define PAUSE_LOBBY "lobby"     /* of a room: the clock stands until the candidate is there; no pause of anybody's */
/*
 * The reason: "asked", "left", "slept", "lobby" or "lost" (a crash). What was slept or lost is told afterwards: at_ms is when somebody
 * was last known to be there (for a crash the later of last_seen and `last_event_ms`), and nothing from there to
 * session.resumed is counted.
 */
struct session_paused   { const char *reason; };
struct session_resumed  { char unused; };
struct session_ended    { const char *reason; };        /* "done" or "abandoned" */
struct session_deleted  { char unused; };
struct phase_entered    { int64_t phase; };             /* index into the preset's; session.started enters the first */
struct note_edited      { int64_t offset, deleted; const char *text; };         /* bytes; whole characters */
struct question_asked   { const char *text; };
struct answer_given     { const char *decided_by, *text; };     /* fact, candidate, unclear; or interviewer: a person's own words */
struct fact_revealed    { const char *fact; int64_t weight; const char *text; };
struct hint_offered     { int64_t phase; };
struct hint_taken       { const char *section; int64_t step; const char *text; };       /* step: 1 to 3 */
struct probe_asked      { const char *probe, *text; };
struct curveball_thrown { const char *curveball, *text; };
struct item_ticked      { const char *item; bool ticked; };     /* of the phase's checklist */
struct point_ticked     { const char *point; bool covered; };   /* a key point, in the debrief */
struct score_given      { const char *criterion; int64_t score; const char *evidence; };        /* 1 to 4; 0 takes it back */
/* Rooms. The writer of room.opened is the interviewer who keeps the clock. */
struct room_opened      { const char *name, *prompt; };         /* the interviewer's; all that the candidate gets of the problem */
struct member_admitted  { const char *member, *name, *seat, *key; };    /* origin; seat.h; Ed25519, 64 hex digits, or "" */
struct member_removed   { const char *member; };
struct reviewer_joined  { const char *name; };          /* no room: somebody who got the file, and scores it */
struct mark_made        { const char *category, *text; int64_t made_ms, phase; };        /* seat.def; private */
struct mark_held        { const char *category, *text; int64_t made_ms; bool held; };   /* not to be released with the others; private */
struct mark_released    { const char *category, *text; int64_t made_ms, phase; };
struct scores_submitted { char unused; };               /* all of one's own; they open when both sides have */
struct score_released   { const char *criterion; int64_t score; const char *evidence; };

struct event {
	char session[ID_SIZE];
	char origin[ID_SIZE];
	char stream[STREAM_SIZE];
	uint64_t oseq;          /* from 1, without gaps, within (session, origin, stream) */
	uint64_t lamport;
	int64_t at_ms;
	enum event_kind kind;
	const char *unknown_kind, *unknown_payload;     /* only for EVENT_UNKNOWN; else NULL */
	union {
#define EVENT(symbol, name, payload, writers) struct payload payload;
#include "session/event.def"
#undef EVENT
	};
};

/* "note.edited"; for EVENT_UNKNOWN the name as it was read. Never NULL. */
const char *event_kind_name(const struct event *event);
enum event_kind event_kind_parse(const char *name);

/*
 * STATUS_INVALID: an id or stream that is empty or not terminated, a number or time out of range, a text that is too
 * long. What passes can be encoded, and comes back the same from decoding, but for bytes that are not UTF-8: each is
 * written as U+FFFD, and session_add() does the same, so that what is on the screen is what the file says.
 */
enum status event_check(const struct event *event, struct error *err);
/* A copy with its text in `arena`; text that is NULL becomes "". */
struct event *event_copy(const struct event *event, struct arena *arena);
bool event_equal(const struct event *a, const struct event *b);
/* at_ms within 1 .. EVENT_MS_MAX: what the fold calculates with. */
int64_t event_time(const struct event *event);
bool stream_valid(const char *stream);
bool stream_is_document(const char *stream);            /* else it has events: main and private */
bool stream_is_private(const char *stream);

/* The payload as a JSON object, keys in the order of the table; deterministic. */
void event_payload_encode(const struct event *event, struct strbuf *out);
/*
 * Fills `kind` and payload of `event`. STATUS_INVALID when JSON, a type, a length (64 KiB a text) or UTF-8 is wrong or a
 * field is missing; fields that are not known are ignored, so that newer writers may add some.
 */
enum status event_payload_decode(struct event *event, const char *kind, const char *json, size_t len,
                                 struct arena *arena, struct error *err);

/* One line of an exported log (JSON object, no newline): the identity, the time, the kind, the payload. */
void event_line_encode(const struct event *event, struct strbuf *out);
enum status event_line_decode(struct event *event, const char *line, size_t len, struct arena *arena, struct error *err);

/* The fold's order: (lamport, origin, stream, oseq); what is private comes after what is not. */
int event_compare(const struct event *a, const struct event *b);

/* Crockford base 32, upper case, of 80 bits from `random` (10 bytes). */
void id_format(char out[ID_SIZE], const unsigned char random[10]);
bool id_valid(const char *id);          /* 16 characters of that alphabet, upper case */

#endif
