/*
 * Sitting: an interview that is open: its session, its problem, the origin under which this program writes, and the
 * queue of events that are not on the disk yet. The one place where an interview is started, opened and left; the
 * drawn program and the line-by-line one both use it.
 *
 * What always holds: an event is committed before it is applied, and in the order in which it was queued. When
 * committing fails the queue is kept, and sitting_commit() can be called again.
 */
#ifndef SYSDRILL_SHELL_SITTING_H
#define SYSDRILL_SHELL_SITTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/strbuf.h"
#include "catalog/catalog.h"
#include "problem/problem.h"
#include "session/session.h"
#include "store/store.h"

enum { TOUCH_MS = 15 * 1000, SLEEP_GAP_MS = 5 * 1000 };

struct queued;

struct sitting {
	struct store *store;            /* borrowed */
	struct session *session;        /* NULL: none is open */
	struct problem *problem;        /* as the record keeps it; NULL when its text cannot be had */
	char origin[ID_SIZE];           /* "" while watching */
	enum seat seat;                 /* solo, or the role in a room */
	bool both;                      /* interviewer and candidate at this terminal; `seat` is who has the keyboard */
	bool watching;
	int64_t rowid;                  /* up to where the log was read */
	int64_t touched_ms;
	struct queued *queue;
	size_t queue_count, queue_cap;
};

void sitting_init(struct sitting *sitting, struct store *store);

/* Starts a new interview and enters its first phase. Nothing is open afterwards unless STATUS_OK. */
enum status sitting_start(struct sitting *sitting, const struct catalog_entry *entry, const struct preset *preset,
                          enum level level, bool curveball, int64_t now_ms, struct error *err);
/*
 * The same as the interviewer of a room of which `name` is the interviewer's; the clock stands until it is let run. `here`: the
 * candidate sits at this terminal, too.
 */
enum status sitting_host(struct sitting *sitting, const struct catalog_entry *entry, const struct preset *preset,
                         enum level level, bool curveball, const char *name, bool here, int64_t now_ms, struct error *err);
/*
 * Opens a session from the log. One that a crash or a power cut left running is stopped at the moment it was last seen
 * on. STATUS_OK with `watching` when another program writes it, or this machine has no seat in that room. Of a room it takes
 * `seat`; for NULL the candidate's if this machine has it and it is free, else the interviewer's, the panel's, an observer's.
 * With both at one terminal it takes both, and the interviewer has the keyboard. STATUS_OK with a text in `err`: that should be said.
 */
enum status sitting_open(struct sitting *sitting, const char *id, const char *seat, int64_t now_ms, struct error *err);

enum { SEATS_HERE_MAX = 8 };
struct seat_here {
	const char *seat;               /* as sitting_open() takes it */
	char origin[ID_SIZE];
	bool taken;                     /* by a program that runs */
};
/*
 * The seats that this machine has in a room; returns how many, 0 for an interview alone. `together`: two of them are at one
 * terminal, and are opened together. Call it with nothing open.
 */
size_t sitting_seats(struct store *store, const char *id, struct seat_here out[SEATS_HERE_MAX], bool *together);
/*
 * Opens an interview to look at it again. One that came as a file, was no room and has ended is somebody else's: this machine
 * becomes its reviewer, under `name`, with scores and marks of its own.
 */
enum status sitting_review(struct sitting *sitting, const char *id, const char *name, int64_t now_ms, struct error *err);
/*
 * Takes a seat in a room that is in the store; "candidate", or for the others of one machine "observer.2" and so on. TAKEN:
 * another program has that seat. Admission is the interviewer's: see session_seat().
 */
enum status sitting_join(struct sitting *sitting, const char *id, const char *seat, struct error *err);
/*
 * Both at one terminal: gives the keyboard to the other seat. What the one noted in private is not in the session of the other.
 * The session and the problem are others afterwards. Unless STATUS_OK nothing has changed: all that is queued must be written first.
 */
enum status sitting_change_seat(struct sitting *sitting, struct error *err);
/*
 * What a room brings without anybody asking for it: one's own scores and marks are released when both sides have submitted theirs;
 * the problem's text goes to members elsewhere when the interview has ended, and is taken from there. Queues events.
 */
void sitting_settle(struct sitting *sitting, int64_t now_ms);
/* A copy of the problem's text that was found elsewhere: taken when it is the one that the interview is made on and this seat may see it. */
void sitting_offer_problem(struct sitting *sitting, const char *text, size_t len);
/* Whether this seat may stop the clock. */
bool sitting_keeps_clock(const struct sitting *sitting);
/*
 * Writes the whole interview, with what is queued, into a file of its own outside the store (rescue.h), and appends its path
 * to `path`. OK: the queue is empty, and the file is the only place that has what was in it. Else nothing has changed.
 */
enum status sitting_rescue(struct sitting *sitting, int64_t now_ms, struct strbuf *path, struct error *err);
/* Stops the clock if it runs, commits, writes the summary, and closes. What cannot be committed is lost: rescue it before. */
void sitting_leave(struct sitting *sitting, const char *reason, int64_t now_ms);

/* Copies kind and payload. In a room, what this seat may not write (seat.h) is dropped. */
void sitting_queue(struct sitting *sitting, const struct event *event, const char *stream, int64_t at_ms);
/*
 * Commits and applies what is queued. On failure all of it stays queued, and `err` says why and what happens next; only an
 * event that can never be written (a text beyond TEXT_MAX) is dropped, so that it does not stand in the way of the others:
 * INVALID, and the others are on the disk.
 */
enum status sitting_commit(struct sitting *sitting, struct error *err);
bool sitting_has_queue(const struct sitting *sitting);

/* What other programs wrote since; *added (may be NULL) counts. */
enum status sitting_sync(struct sitting *sitting, size_t *added, struct error *err);
/* The interview was on at this time; written every TOUCH_MS while the clock runs. */
void sitting_touch(struct sitting *sitting, int64_t now_ms);
/* The machine slept from `from_ms` to `to_ms`: that time was no interview. */
void sitting_slept(struct sitting *sitting, int64_t from_ms, int64_t to_ms);

#endif
