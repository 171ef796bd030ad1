/*
 * What the files of the store share. Nobody else includes this, or sqlite3.h.
 */
#ifndef SYSDRILL_STORE_INTERNAL_H
#define SYSDRILL_STORE_INTERNAL_H

#include <sqlite3.h>

#include "store/store.h"

enum statement {
#define STATEMENT(symbol, sql) STATEMENT_##symbol,
#include "store/statements.def"
#undef STATEMENT
	STATEMENT_COUNT
};

struct claim {
	char origin[ID_SIZE];
	int fd;
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENT_COUNT];      /* prepared when first used */
	char *home, *path;
	int home_fd;            /* sysdrill.lock; -1 when it cannot be made */
	int bell_fd;            /* -1: not asked for, or the system has none */
	bool bell_asked;
	bool shared;            /* we hold it shared; false only after losing it to somebody's checkpoint */
	bool interactive;
	bool damaged;           /* a page was found damaged: nothing is written any more */
	bool alone;             /* the file is held exclusively, to be read without shared memory */
	char *read_only;        /* the sentence; NULL: writable */
	struct claim *claims;
	size_t claim_count, claim_cap;
};

/* ---- store.c: transactions, statements, failures ---- */

/* The sentence for what SQLite has just returned: `doing` completes "... while". */
enum status store_failed(struct store *store, int rc, const char *doing, struct error *err);
/* A statement, reset and ready for binding. */
enum status store_statement(struct store *store, enum statement which, sqlite3_stmt **out, struct error *err);
/* Steps a statement that returns no row, and resets it. */
enum status store_step(struct store *store, sqlite3_stmt *stmt, const char *doing, struct error *err);
enum status store_exec(struct store *store, const char *sql, const char *doing, struct error *err);

/* BEGIN IMMEDIATE, if the store can be written; READ_ONLY, CORRUPT or BUSY else. */
enum status store_begin(struct store *store, struct error *err);
/* COMMIT when `status` is OK, else ROLLBACK; returns what became of it. */
enum status store_end(struct store *store, enum status status, struct error *err);
/* A read transaction, so that several SELECTs see one state. */
enum status store_begin_read(struct store *store, struct error *err);
void store_end_read(struct store *store);

/* A column as text in an arena; "" for NULL, and when there is no memory for it: the next step says so. */
const char *store_column(sqlite3_stmt *stmt, int column, struct arena *arena);
/* A column of the only row, for as long as the row is; NO_MEMORY, or CORRUPT when it is NULL. */
enum status store_text(struct store *store, sqlite3_stmt *stmt, int column, const char **text, struct error *err);
void store_bind_text(sqlite3_stmt *stmt, int parameter, const char *text);

/* ---- lock.c: sysdrill.lock ---- */

enum { LOCK_WAIT_MS = 5000 };

enum status lock_open(struct store *store, struct error *err);
/* Shared, waiting for at most `wait_ms`. */
enum status lock_shared(struct store *store, int wait_ms, struct error *err);
/* Exclusive, waiting for at most `wait_ms`; on BUSY we hold it shared as before. */
enum status lock_exclusive(struct store *store, int wait_ms, struct error *err);
/* After lock_exclusive(). When somebody was quicker, the next store_begin() tries again; SQLite's locks guard reading. */
void lock_shared_again(struct store *store);

/* ---- bell.c ---- */

/* After a commit: wakes those who wait at store_bell(). */
void bell_ring(const struct store *store);

/* ---- home.c: the directory ---- */

/* Makes the directory and those above it. */
enum status home_make(const char *home, struct error *err);
/* The name of a network file system by its statfs() type; NULL: not one that we know. */
const char *home_network_name(unsigned long type);
enum status home_refuse_network(const char *home, struct error *err);
/* When the file was last changed and how long it is; false: not there. */
bool home_file_size(const char *path, int64_t *bytes);

/* ---- private.c ---- */

/* Of the file; `session` NULL: of the folder. */
void private_path(const struct store *store, const char *session, const char *origin, struct strbuf *path);
/* The whole file, on the disk under that name or not at all. */
bool private_put_file(const struct store *store, const char *path, const char *text, size_t len);

/* Takes away the files of a session that was purged: what was private, and the keys of its room. */
void private_purge(struct store *store, const char *session);

/* ---- private_copy.c ---- */

/* Puts what is private into a copy of the store that nobody else knows yet. */
enum status private_copy_into(const struct store *store, const char *path, struct error *err);
/* When the store is such a copy: makes the files that are not there. What fails is tried again when it is opened next. */
void private_take_back(struct store *store);

/* ---- summary.c ---- */

/* Counts what was appended to a session, so that its summary is known to be old. Inside a transaction. */
enum status summary_grew(struct store *store, const char *session, size_t events, struct error *err);
/* The same, counted from the log; after a purge or for a rebuild. */
enum status summary_forget(struct store *store, const char *session, struct error *err);

/* ---- search.c ---- */

/* Replaces one document. Inside a transaction. */
enum status search_put(struct store *store, const struct store_document *document, struct error *err);

/* ---- backup.c ---- */

/* VACUUM INTO a new file beside `path`, with what is `private` or without, synced, then renamed to it; never over something. */
enum status backup_write(struct store *store, const char *path, bool private, struct error *err);

#endif
