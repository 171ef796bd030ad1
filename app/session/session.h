/*
 * Session: the fold of one interview's log. Pure: time comes from events and from `now_ms` arguments.
 *
 * What always holds: the state depends only on the set of events, not on the order in which they arrive, and any
 * prefix of a log is a valid session. Documents fold by themselves, up to the first gap in their stream; an event that
 * arrives late makes the small rest be folded again. Times are never negative, whatever the clocks did.
 *
 * A session owns copies of everything it was given. Pointers that it hands out stay valid until the next session_add().
 */
#ifndef SYSDRILL_SESSION_SESSION_H
#define SYSDRILL_SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "problem/problem.h"
#include "session/event.h"
#include "session/preset.h"
#include "session/seat.h"

enum session_stage {
	STAGE_EMPTY,            /* nothing has happened: no session.started yet */
	STAGE_RUNNING,
	STAGE_PAUSED,
	STAGE_DEBRIEF,          /* the interview has ended; the debrief can always be gone on with */
	STAGE_DELETED,
};

/* One line of the conversation. `text` as it was said; `ref` is the id of the fact, probe or curveball, or "". */
enum turn_kind { TURN_QUESTION, TURN_FACT, TURN_ANSWER, TURN_HINT, TURN_HINT_OFFER, TURN_PROBE, TURN_CURVEBALL };

struct turn {
	enum turn_kind kind;
	size_t phase;           /* in which it was said */
	int64_t at_ms;
	const char *ref, *text, *decided_by;
	int weight;             /* of a fact */
};

struct phase_state {
	int64_t spent_ms;       /* without the stretch that is running now: see session_phase_spent_ms() */
	int64_t first_entered_ms;       /* Unix time; 0: never */
	int64_t entered_after_ms;       /* of the interview's own time, pauses not counted, at the first entry */
	int entries;            /* how often it was entered; every one beyond the first is a return */
};

struct pause {
	int64_t from_ms, to_ms; /* to_ms 0: it still lasts */
	const char *reason;
	size_t phase;
};

struct ticked { const char *id; bool on; };

struct score {
	int value;              /* 1 to 4; 0: not given */
	const char *evidence;   /* never NULL */
	int64_t at_ms;
};

/* Somebody in a room. Scores are their own, of themselves or of the candidate. */
struct member {
	const char *origin, *name, *key;        /* never NULL */
	enum seat seat;
	bool removed;
	bool was_candidate;             /* or is */
	bool submitted;                 /* all scores are given */
	struct score scores[CRITERION_COUNT];   /* until they are released, only those that were given on this machine */
	bool released;
	int64_t admitted_ms;
};

enum { MEMBERS_MAX = 32, DEBRIEF_MS = 15 * 60 * 1000 };

/* What an interviewer noted: in private, or released for all. */
struct mark {
	enum mark_category category;
	const char *origin, *text;
	int64_t made_ms;
	size_t phase;
	bool held;                      /* stays private when the others are released */
	bool released;
};

/*
 * One writer's text. Who goes on with a document that another origin began writes all of it first, as splices of its
 * own stream; of several origins' documents under one name the one that was written last is the document.
 */
struct document {
	char stream[STREAM_SIZE];
	char origin[ID_SIZE];
	struct strbuf text;
	uint64_t applied;       /* the last oseq that was applied */
	uint64_t lamport;       /* the highest of what was applied */
	int64_t changed_ms;
};

struct stream_log;              /* session_log.c: the events of one (stream, origin) */

struct session {
	char id[ID_SIZE];
	enum session_stage stage;
	bool deleted;

	const char *problem_id, *title, *problem_sha256;        /* never NULL */
	struct preset preset;
	enum level level;
	bool curveball_wanted;
	int64_t started_ms, ended_ms;   /* started_ms: of a room when its clock first ran; ended_ms 0: not yet */
	const char *end_reason;         /* "" until then */

	size_t phase;                   /* the phase that is on */
	struct phase_state phases[PHASES_MAX];
	int64_t running_since_ms;       /* 0: the clock stands */
	int64_t last_event_ms;          /* of any event, documents too */
	int64_t last_progress_ms;       /* of anything the candidate did, for "stuck" */
	int64_t hint_offered_ms;        /* the last offer; 0: none */

	struct turn *turns;
	size_t turn_count, turn_cap;
	struct pause *pauses;
	size_t pause_count, pause_cap;
	struct ticked *facts, *probes;  /* those that came up, each once */
	size_t fact_count, fact_cap, probe_count, probe_cap;
	struct ticked *items;           /* checklist */
	size_t item_count, item_cap;
	struct ticked *points;          /* key points in the debrief */
	size_t point_count, point_cap;
	struct score scores[CRITERION_COUNT];
	int hints_taken[SECTION_COUNT];
	int fact_weight;                /* of the facts that were revealed */
	int returns;                    /* to a phase that had been left */

	bool room;                      /* several people write it: see seat.h */
	const char *prompt;             /* of a room; "" else */
	struct member members[MEMBERS_MAX];     /* the first of a room is the interviewer who opened it; else reviewers */
	size_t member_count;
	struct mark *marks;             /* in the order in which they were made */
	size_t mark_count, mark_cap;

	struct document **documents;    /* in the order of (stream, origin) */
	size_t document_count, document_cap;

	/* The log itself, in the fold's order; private to session_log.c except for reading. */
	struct event **events;
	size_t event_count, event_cap;
	uint64_t lamport;               /* the highest seen */
	struct arena arena;
	struct stream_log **streams;    /* private, as all that follows */
	size_t stream_count, stream_cap;
	const struct event *last_main;  /* the last that was folded into the state */
	int64_t document_progress_ms;   /* the documents' part of last_progress_ms */
};

struct session *session_new(void);
void session_free(struct session *session);             /* NULL is fine */

/*
 * Adds an event and folds it. STATUS_EXISTS: the same event is there already (harmless). STATUS_CORRUPT: another event
 * with this identity is there. STATUS_INVALID: it belongs to another session, or event_check() says no. The first event
 * decides which session this is.
 *
 * Cost: a splice for a document's next event, constant for an event of `main` that comes last in the fold's order; a late
 * event of `main` folds that stream again.
 */
enum status session_add(struct session *session, const struct event *event);

/*
 * Fills identity, order and time of an event that `origin` is about to write to `stream`; the caller sets the payload. What is
 * private takes the lamport that is, and does not move it on.
 * The same call for a second event before the first was added gives the same number: add in between. In a session
 * without events `session->id` is what the caller has put there: a new session is begun by setting it.
 */
void session_prepare(const struct session *session, struct event *event, const char *origin, const char *stream,
                     enum event_kind kind, int64_t now_ms);
/* The last oseq of (origin, stream) in the log; 0 when there is none. */
uint64_t session_last_oseq(const struct session *session, const char *origin, const char *stream);

/* Time, in ms. Never negative. Remaining counts down from the preset's total, and may be negative (overtime). */
int64_t session_spent_ms(const struct session *session, int64_t now_ms);
int64_t session_remaining_ms(const struct session *session, int64_t now_ms);
int64_t session_phase_spent_ms(const struct session *session, size_t phase, int64_t now_ms);
int64_t session_paused_ms(const struct session *session, int64_t now_ms);
/* What the clock of the whole interview showed at that moment. */
int64_t session_clock_at_ms(const struct session *session, int64_t at_ms);

/* The one that is on; before session.started a nameless one without minutes. Never NULL. */
const struct phase *session_phase(const struct session *session);
bool session_fact_revealed(const struct session *session, const char *fact);
bool session_probe_asked(const struct session *session, const char *probe);
bool session_item_ticked(const struct session *session, const char *item);
bool session_point_covered(const struct session *session, const char *point, bool *known);
int session_hints(const struct session *session, enum section section);        /* steps taken, 0 to 3 */
/* Sum of weight x (score - 1) / 3 over all criteria, in per cent; -1 while one has no score. */
int session_score_percent(const struct session *session);

/* Rooms. */
/* The seat of an origin: solo when this is no room, observer for somebody who was removed or never admitted. */
enum seat session_seat(const struct session *session, const char *origin);
const struct member *session_member(const struct session *session, const char *origin);         /* NULL: none such */
/* The index-th mark that somebody made; NULL past the end. */
const struct mark *session_mark_of(const struct session *session, const char *origin, size_t index);
const struct member *session_host(const struct session *session);       /* who opened the room: the first member; NULL: none */
const struct member *session_candidate(const struct session *session);  /* the one that counts: the last admitted; NULL */
/* Whom somebody in this seat has to do with: who interviews the candidate, all others the interviewer; NULL: not there. */
const struct member *session_counterpart(const struct session *session, enum seat seat);
/* Interviewer and candidate have submitted their scores: all that were released may be looked at. Without a room: a reviewer is there. */
bool session_scores_open(const struct session *session);
/* Of the released scores of those who interviewed, the mean in per cent; -1: there are none, or not all criteria. */
int session_peer_percent(const struct session *session);

/*
 * Documents. An absent one is empty text. In a room those of the candidate that counts, or of the one who was removed; for
 * others' see session_document_by().
 */
const struct document *session_document(const struct session *session, const char *stream);    /* may be NULL */
const struct document *session_document_by(const struct session *session, const char *stream, const char *origin);
const char *session_text(const struct session *session, const char *stream, size_t *len);
/* What `origin` goes on with: a candidate of a room with what they wrote themselves, everybody else with session_text(). */
const char *session_text_for(const struct session *session, const char *stream, const char *origin, size_t *len);
/* "notes." and the phase's name with '-' for spaces: the stream of a phase's notes. */
void session_notes_stream(const struct session *session, size_t phase, char out[STREAM_SIZE]);
/* All notes in the order of the phases, each below a heading; appended to `out`. */
void session_all_notes(const struct session *session, struct strbuf *out);

#endif
