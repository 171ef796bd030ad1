/*
 * Store: the one SQLite file, `sysdrill.db`, in which everything is kept. Two kinds of thing live there:
 *
 *   the log     events, the texts of the problems that they were made on, tombstones, and small state of the user's.
 *               It is never rewritten; only store_purge() removes anything.
 *   the index   summaries of sessions, entries of the catalogue, full text. All of it can be rebuilt.
 *
 * What always holds: store_append() returns STATUS_OK only when the events are on the disk (synchronous FULL); on any
 * other status none of them is there, the store goes on working, and the same call can be made again. A file that is
 * damaged, of another program or from a newer version is refused with a sentence and left as it was.
 *
 * Several programs may have one home open. Whoever writes waits for the lock for 5 s (commands) or not at all (the
 * interactive program, which gets STATUS_BUSY and tries again from a timer).
 *
 * Ownership: results that hold lists own their texts in an arena; the matching ..._release() frees them. An
 * out-parameter is usable (empty) whatever the status. Texts that are given are copied. `err` may be NULL everywhere.
 *
 * The process must ignore SIGXFSZ (main does it): its default action kills the program when a file-size limit is met.
 * Times are Unix time in ms; the store reads no clock.
 */
#ifndef SYSDRILL_STORE_STORE_H
#define SYSDRILL_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sha256.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "session/event.h"
#include "session/session.h"
#include "session/summary.h"

struct store;

struct store_options {
	const char *home;       /* of --home; NULL: SYSDRILL_HOME, $XDG_DATA_HOME/sysdrill, ~/.local/share/sysdrill */
	bool interactive;       /* never wait for a lock: STATUS_BUSY at once */
	const char *vfs;        /* for the tests; NULL: the ordinary one */
};

/* The directory that a store would be opened in, by the rule above; appended to `path`. INVALID: no HOME either. */
enum status store_home_path(const char *option, struct strbuf *path, struct error *err);

/*
 * Opens the store, making the directory (0700) and the file when they are not there. A directory or file that cannot be
 * written but read is opened for reading: see store_read_only(). Fails with IO, FOREIGN, TOO_NEW, CORRUPT, BUSY (another
 * program is changing the whole file), FULL; *out is then NULL.
 */
enum status store_open(struct store **out, const struct store_options *options, struct error *err);
/* Folds the write-ahead log into the file when no other program has it open. NULL is fine. */
void store_close(struct store *store);

const char *store_home(const struct store *store);              /* the directory, without a slash at the end */
const char *store_path(const struct store *store);              /* sysdrill.db */
/* NULL: it can be written. Else the sentence that says why not, and that reading and exporting work. */
const char *store_read_only(const struct store *store);

/* Changes whenever another program has committed something; never by our own writes. About 4 us. */
uint32_t store_data_version(struct store *store);
/*
 * For poll(): readable when somebody, this program too, has committed something since store_bell_heard(); the store's to close.
 * -1: this system cannot tell, look at the version every few ms. A bell may be missed when memory is short; look now and then.
 */
int store_bell(struct store *store);
void store_bell_heard(struct store *store);
/* To be called after the first frame: makes up for a closing that could not checkpoint. OK and idle when not alone. */
enum status store_checkpoint_if_alone(struct store *store, struct error *err);
/* Reads every page: OK, or CORRUPT with the first fault found. Seconds for a large file. */
enum status store_check(struct store *store, struct error *err);

/* 80 random bits: for a session or an origin. */
enum status store_new_id(char out[ID_SIZE], struct error *err);

/* ---- the log ---- */

/*
 * Appends all events or none, in one transaction. EXISTS: an event with one of these identities is there (another
 * program went on with this origin). BUSY, FULL, IO, NO_MEMORY, READ_ONLY, CORRUPT: nothing was written.
 */
enum status store_append(struct store *store, const struct event *events, size_t count, struct error *err);

/*
 * Adds events of `id` to `session`, those that arrived after `*rowid` (0: all of them), and moves `*rowid` on. `added`
 * (may be NULL) counts those that the session did not have yet. NOT_FOUND: `*rowid` was 0 and there is no such session.
 */
enum status store_read_session(struct store *store, const char *id, struct session *session, int64_t *rowid,
                               size_t *added, struct error *err);
/* The same, event by event, in the fold's order when `after_rowid` is 0; a status other than OK from `each` ends it. */
typedef enum status store_each_event(void *context, int64_t rowid, const struct event *event);
enum status store_read_events(struct store *store, const char *id, int64_t after_rowid, store_each_event *each,
                              void *context, struct error *err);
/* A session's id from its beginning (any case). NOT_FOUND, or INVALID when several begin so. */
enum status store_find_session(struct store *store, const char *prefix, char out[ID_SIZE], struct error *err);

struct store_import_report { size_t added, known; };
/*
 * Adds what others wrote: set union, all or nothing. INVALID when an event that is there already says something else, or
 * when its session was purged here.
 */
enum status store_import(struct store *store, const struct event *events, size_t count,
                         struct store_import_report *report, struct error *err);

/*
 * Events of private streams, in a file of their own that only the user can read (private/SESSION-ORIGIN.jsonl): appended and on
 * the disk, all or none. Reading skips a last line that a crash cut short. CORRUPT: all other lines were read, `err` says which
 * was not.
 */
enum status store_append_private(struct store *store, const struct event *events, size_t count, struct error *err);
enum status store_read_private(struct store *store, const char *session, const char *origin, struct session *into,
                               struct error *err);
/* Of all origins that have a file here: whoever has the files and no seat (a backup on another machine) reads what they noted. */
void store_read_all_private(struct store *store, const char *session, struct session *into);

/* The text of a problem, stored once under its SHA-256 (64 hex digits and NUL). */
enum status store_put_problem(struct store *store, const char *text, size_t len, char sha256[SHA256_HEX_SIZE],
                              struct error *err);
/* Appended to `out`. NOT_FOUND, or CORRUPT when the text is no longer what the sum says. */
enum status store_get_problem(struct store *store, const char *sha256, struct strbuf *out, struct error *err);

/* ---- who writes ---- */

/*
 * The id under which this machine writes to the session, made when there is none: one for each seat (seat.h; "" alone). It is
 * held (flock on origins/ID.lock) until store_release_origin() or store_close(). TAKEN: another program holds it, the session
 * can be watched only.
 */
enum status store_claim_origin(struct store *store, const char *session, const char *seat, char origin[ID_SIZE],
                               struct error *err);
/* The id of that seat, if this machine has one for it. NOT_FOUND else. Holds nothing. */
enum status store_find_origin(struct store *store, const char *session, const char *seat, char origin[ID_SIZE],
                              struct error *err);
/*
 * This machine takes that seat under an id that was made elsewhere: in a room's lobby. An id that had another seat leaves that;
 * one that had this seat stays one of this machine's, but without a seat to go on with.
 */
enum status store_adopt_origin(struct store *store, const char *session, const char *seat, const char *origin,
                               struct error *err);
void store_release_origin(struct store *store, const char *origin);

/* That the interview was on at this time: bounds what a crash leaves unknown. Not an event; written every 15 s. */
enum status store_touch_session(struct store *store, const char *session, const char *origin, int64_t at_ms,
                                struct error *err);

/* ---- the index: sessions ---- */

struct store_sessions {
	struct arena arena;
	struct session_summary *items;
	int64_t *seen_ms;               /* of each: see store_touch_session(); 0: never */
	size_t count;
};

struct store_session_query {
	const char *problem;            /* NULL: of any */
	bool unfinished;                /* running or paused only */
	bool with_deleted;
	size_t offset, limit;           /* limit 0: all */
};

/*
 * Folds every session whose log has grown since its summary was written, and writes summary and full text. Call it
 * before showing a list; with nothing to do it takes microseconds. Does nothing in a store that can only be read.
 */
enum status store_refresh(struct store *store, struct error *err);
/* What store_refresh() does, for a session that is folded already: cheaper when the shell has it. */
enum status store_put_summary(struct store *store, const struct session *session, struct error *err);
/* Newest first. */
enum status store_list_sessions(struct store *store, const struct store_session_query *query,
                                struct store_sessions *out, struct error *err);
enum status store_count_sessions(struct store *store, const struct store_session_query *query, size_t *count,
                                 struct error *err);
void store_sessions_release(struct store_sessions *sessions);

/* How a problem goes. Deleted sessions do not count. */
struct store_progress {
	const char *problem;
	int times;                      /* interviews that have ended */
	int last_score;                 /* per cent, of the newest of them that has one; -1: none */
	int64_t last_ms;                /* when the newest of them began; 0: none */
	const char *unfinished;         /* id of the newest that is running or paused; "" when there is none */
};

struct store_progress_list {
	struct arena arena;
	struct store_progress *items;   /* in the order of the problems' ids */
	size_t count;
};
enum status store_progress(struct store *store, struct store_progress_list *out, struct error *err);
/* Only of the problems that store_first_entries() gives. */
enum status store_first_progress(struct store *store, size_t limit, struct store_progress_list *out, struct error *err);
void store_progress_release(struct store_progress_list *list);

/* ---- the index: what content there is ---- */

/* One file of content as it was when last read. Texts are never NULL. */
struct store_entry {
	const char *path;
	int64_t mtime_ns, size;
	const char *kind;               /* "problem", "concept", "plan", ... */
	const char *id, *title, *difficulty;
	const char *tracks, *patterns;  /* separated by ", " */
	int rank;
	const char *summary;
	const char *broken;             /* why it cannot be used, with its line; "" when it can */
};

struct store_entries {
	struct arena arena;
	struct store_entry *items;      /* in the order of the paths */
	size_t count;
};
/* The first problems as the library lists them (usable ones first, by rank and title), at most `limit`. */
enum status store_first_entries(struct store *store, size_t limit, struct store_entries *out, struct error *err);
enum status store_count_entries(struct store *store, const char *kind, size_t *count, struct error *err);
enum status store_list_entries(struct store *store, struct store_entries *out, struct error *err);
void store_entries_release(struct store_entries *entries);
/* Writes the entries that are new or changed and forgets the paths that are gone, in one transaction. */
enum status store_put_entries(struct store *store, const struct store_entry *changed, size_t changed_count,
                              const char *const *gone, size_t gone_count, struct error *err);

/* ---- the index: full text ---- */

struct store_document { const char *kind, *id, *title, *body; };
/* Replaces the documents of the same kind and id; an empty title and body removes one. Kind "session" is our own. */
enum status store_put_documents(struct store *store, const struct store_document *documents, size_t count,
                                struct error *err);

#define STORE_MATCH_BEGIN '\x01'        /* around what matched, in a snippet */
#define STORE_MATCH_END '\x02'

struct store_hit {
	const char *kind, *id, *title;
	const char *snippet;
};

struct store_hits {
	struct arena arena;
	struct store_hit *items;        /* best first */
	size_t count;
};
/* All words of `query` must occur, the last one as a beginning; nothing in it is syntax. `kind` NULL: every kind. */
enum status store_search(struct store *store, const char *query, const char *kind, size_t limit, struct store_hits *out,
                         struct error *err);
void store_hits_release(struct store_hits *hits);

/* Empties the index and folds everything again. Entries of the catalogue come back when the content is next scanned. */
enum status store_rebuild_index(struct store *store, struct error *err);

/* ---- small things of the user's: plan ticks, "the first screen was seen" ---- */

/* Appended to `value`. NOT_FOUND: never put. */
enum status store_get_state(struct store *store, const char *key, struct strbuf *value, struct error *err);
/* A value of NULL forgets the key. */
enum status store_put_state(struct store *store, const char *key, const char *value, struct error *err);
typedef void store_each_state(void *context, const char *key, const char *value);
/* In the order of the keys, those that begin with `prefix`. */
enum status store_list_state(struct store *store, const char *prefix, store_each_state *each, void *context,
                             struct error *err);

/* ---- the whole file ---- */

struct store_purge_report {
	struct arena arena;
	size_t sessions, events;
	const char **backups;           /* files that still hold some of it */
	size_t backup_count;
};
/*
 * Really removes the sessions: events, texts of problems that no other session needs, index. What is left is a
 * tombstone, so that an import does not bring them back. BUSY while another program has the store open. With `ids` NULL:
 * every session that is deleted. `now_ms` dates the tombstones.
 */
enum status store_purge(struct store *store, const char *const *ids, size_t count, int64_t now_ms,
                        struct store_purge_report *report, struct error *err);
void store_purge_report_release(struct store_purge_report *report);

/* A copy of the whole store in one file, complete when it appears. EXISTS: nothing is ever overwritten. */
enum status store_backup(struct store *store, const char *path, int64_t now_ms, struct error *err);

#endif
