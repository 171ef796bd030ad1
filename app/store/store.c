#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>

#include "base/array.h"
#include "store/internal.h"
#include "store/schema.h"

enum {
	BUSY_WAIT_MS = 5000,            /* commands */
	READ_WAIT_MS = 200,             /* the interactive program, for reading: others recover or close for an instant */
	HEADER_SIZE = 100,              /* of an SQLite file */
};

static const char *const statement_sql[STATEMENT_COUNT] = {
#define STATEMENT(symbol, sql) [STATEMENT_##symbol] = sql,
#include "store/statements.def"
#undef STATEMENT
};

/* What SQLite's result means for us. The system's own error tells a full disk from a broken one. */
static enum status status_of(int rc, int system_error)
{
	switch (rc & 0xFF) {
	case SQLITE_OK: case SQLITE_DONE: case SQLITE_ROW:      return STATUS_OK;
	case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_PROTOCOL:     return STATUS_BUSY;
	case SQLITE_NOMEM:                                      return STATUS_NO_MEMORY;
	case SQLITE_FULL:                                       return STATUS_FULL;
	case SQLITE_READONLY: case SQLITE_PERM:                 return STATUS_READ_ONLY;
	case SQLITE_CORRUPT:                                    return STATUS_CORRUPT;
	case SQLITE_NOTADB:                                     return STATUS_FOREIGN;
	case SQLITE_CONSTRAINT:                                 return STATUS_EXISTS;
	case SQLITE_TOOBIG:                                     return STATUS_LIMIT;
	}
	if (system_error == ENOSPC || system_error == EFBIG || system_error == EDQUOT)
		return STATUS_FULL;
	return STATUS_IO;
}

/* A failed COMMIT does not tell SQLite's handle what the system said (a limit on file sizes, say); the file knows. */
static int system_error_of(struct store *store, int rc)
{
	sqlite3_file *log = NULL;
	int error = store->db ? sqlite3_system_errno(store->db) : 0;
	if (!error && store->db && rc == SQLITE_IOERR_WRITE)
		sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (log && log->pMethods)
		log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
	return error;
}

enum status store_failed(struct store *store, int rc, const char *doing, struct error *err)
{
	int system_error = system_error_of(store, rc);
	const char *detail = store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc);
	enum status status = status_of(rc, system_error);
	switch (status) {
	case STATUS_BUSY:
		return error_set(err, status, "Another sysdrill is writing to %s at the moment (while %s). Nothing is "
		                 "lost; try again in a moment.", store->path, doing);
	case STATUS_FULL:
		return error_set(err, status, "There is no room for %s: the disk is full, or a limit on file sizes was "
		                 "met (while %s). Nothing was half written; make room and try again.",
		                 store->path, doing);
	case STATUS_CORRUPT:
		store->damaged = true;
		return error_set(err, status, "%s is damaged (%s, while %s). It was left as it is: keep a copy, and go "
		                 "on with a backup, or with a new directory named by --home.",
		                 store->path, detail, doing);
	case STATUS_FOREIGN:
		return error_set(err, status, "%s is not a file of sysdrill. It was left as it is: move it away, or "
		                 "name another directory with --home.", store->path);
	case STATUS_NO_MEMORY:
		return error_set(err, status, "There was not enough memory while %s. Nothing was half written; close "
		                 "something and try again.", doing);
	case STATUS_READ_ONLY:
		return error_set(err, status, "%s can only be read (while %s). Reading and exporting work; to go on, "
		                 "make it writable or copy it to where you can write and name that with --home.",
		                 store->path, doing);
	case STATUS_OK: case STATUS_INVALID: case STATUS_NOT_FOUND: case STATUS_EXISTS: case STATUS_IO:
	case STATUS_TOO_NEW: case STATUS_LIMIT: case STATUS_USAGE: case STATUS_TAKEN:
		break;
	}
	return error_set(err, status == STATUS_OK ? STATUS_IO : status, "%s could not be used while %s: %s%s%s. "
	                 "Nothing was half written; check the disk and try again.", store->path, doing, detail,
	                 system_error ? ", " : "", system_error ? strerror(system_error) : "");
}

enum status store_statement(struct store *store, enum statement which, sqlite3_stmt **out, struct error *err)
{
	sqlite3_stmt **slot = &store->statements[which];
	*out = NULL;
	if (!*slot) {
		int rc = sqlite3_prepare_v3(store->db, statement_sql[which], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL);
		if (rc != SQLITE_OK)
			return store_failed(store, rc, "preparing to read or write", err);
	}
	*out = *slot;
	return STATUS_OK;
}

enum status store_step(struct store *store, sqlite3_stmt *stmt, const char *doing, struct error *err)
{
	int rc = sqlite3_step(stmt);
	enum status status = STATUS_OK;
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		status = store_failed(store, rc, doing, err);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return status;
}

enum status store_exec(struct store *store, const char *sql, const char *doing, struct error *err)
{
	int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? STATUS_OK : store_failed(store, rc, doing, err);
}

static enum status run(struct store *store, enum statement which, const char *doing, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, which, &stmt, err);
	return status == STATUS_OK ? store_step(store, stmt, doing, err) : status;
}

enum status store_begin(struct store *store, struct error *err)
{
	if (store->read_only)
		return error_set(err, STATUS_READ_ONLY, "%s", store->read_only);
	if (store->damaged)
		return error_set(err, STATUS_CORRUPT, "%s is damaged, so nothing more is written to it. Keep a copy, "
		                 "and go on with a backup, or with a new directory named by --home.", store->path);
	enum status status = store->shared ? STATUS_OK : lock_shared(store, store->interactive ? 0 : LOCK_WAIT_MS, err);
	if (status != STATUS_OK)
		return status;
	sqlite3_busy_timeout(store->db, store->interactive ? 0 : BUSY_WAIT_MS);
	status = run(store, STATEMENT_BEGIN, "beginning to write", err);
	sqlite3_busy_timeout(store->db, store->interactive ? READ_WAIT_MS : BUSY_WAIT_MS);
	return status;
}

enum status store_end(struct store *store, enum status status, struct error *err)
{
	if (status == STATUS_OK)
		status = run(store, STATEMENT_COMMIT, "writing", err);
	if (status == STATUS_OK)
		bell_ring(store);
	/* After some failures SQLite has rolled back by itself. */
	if (status != STATUS_OK && !sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

enum status store_begin_read(struct store *store, struct error *err)
{
	return run(store, STATEMENT_BEGIN_READ, "beginning to read", err);
}

void store_end_read(struct store *store)
{
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

const char *store_column(sqlite3_stmt *stmt, int column, struct arena *arena)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);
	return text ? arena_strdup(arena, text) : "";
}

enum status store_text(struct store *store, sqlite3_stmt *stmt, int column, const char **text, struct error *err)
{
	*text = (const char *)sqlite3_column_text(stmt, column);
	if (*text)
		return STATUS_OK;
	int rc = sqlite3_errcode(store->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
	return store_failed(store, rc, "reading a text", err);
}

void store_bind_text(sqlite3_stmt *stmt, int parameter, const char *text)
{
	sqlite3_bind_text(stmt, parameter, text ? text : "", -1, SQLITE_STATIC);
}

/* One number from a pragma. */
static enum status pragma_number(struct store *store, const char *sql, int *out, struct error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int(stmt, 0);
	enum status status = rc == SQLITE_ROW ? STATUS_OK : store_failed(store, rc, "opening it", err);
	sqlite3_finalize(stmt);
	return status;
}

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static enum status foreign(const struct store *store, struct error *err)
{
	return error_set(err, STATUS_FOREIGN, "%s is not a file of sysdrill. It was left as it is: move it away, or name "
	                 "another directory with --home.", store->path);
}

/*
 * Looks at the file before SQLite does anything with it (recovering, say), so that what is not ours stays as it is.
 * Through SQLite's own file handle: closing a second one would drop its locks. `empty`: there is nothing yet.
 */
static enum status look_at_header(struct store *store, bool *empty, bool *wal, struct error *err)
{
	unsigned char header[HEADER_SIZE];
	sqlite3_file *file = NULL;
	sqlite3_int64 size = 0;
	int64_t journal = 0;
	struct strbuf path = STRBUF_INIT;
	*empty = true;
	*wal = false;
	int rc = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (rc == SQLITE_OK)
		rc = file->pMethods->xFileSize(file, &size);
	if (rc != SQLITE_OK)
		return store_failed(store, rc, "opening it", err);
	if (size == 0)
		return STATUS_OK;
	if (size < HEADER_SIZE)
		return foreign(store, err);
	rc = file->pMethods->xRead(file, header, HEADER_SIZE, 0);
	if (rc != SQLITE_OK)
		return store_failed(store, rc, "reading its beginning", err);
	if (memcmp(header, "SQLite format 3", 16) == 0 && be32(header + 68) == SCHEMA_APPLICATION_ID) {
		*empty = false;
		*wal = header[18] == 2 && header[19] == 2;
		int version = (int)be32(header + 60);
		int known = schema_migrations[schema_migration_count - 1].version;
		if (version > known)
			return schema_migrate(store, version, schema_migrations, schema_migration_count, err);
		return STATUS_OK;
	}
	/* The power went while it was being made: SQLite empties it by the journal, then it is made again. */
	strbuf_addf(&path, "%s-journal", store->path);
	bool unfinished = home_file_size(path.text, &journal) && journal > 0 && be32(header + 68) == 0 && header[0] == 0;
	strbuf_release(&path);
	return unfinished ? STATUS_OK : foreign(store, err);
}

static enum status configure(struct store *store, struct error *err)
{
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_wal_autocheckpoint(store->db, 0);
	sqlite3_busy_timeout(store->db, BUSY_WAIT_MS);
	/* Before anything looks into the file. */
	enum status status = store->alone ? store_exec(store, "PRAGMA locking_mode = EXCLUSIVE", "opening it", err) : STATUS_OK;
	return status != STATUS_OK ? status : store_exec(store, "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY", "opening it", err);
}

static enum status switch_to_wal(struct store *store, struct error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, "PRAGMA journal_mode = WAL", -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	const char *mode = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
	bool done = mode && strcmp(mode, "wal") == 0;
	enum status status = done ? STATUS_OK : store_failed(store, rc == SQLITE_ROW ? SQLITE_IOERR : rc,
	                                                     "switching to a write-ahead log", err);
	sqlite3_finalize(stmt);
	return status;
}

static enum status connect(struct store *store, const char *name, int flags, const char *vfs, bool *wal, bool *empty,
                           struct error *err)
{
	int rc = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
	if (rc != SQLITE_OK)
		return store_failed(store, rc, "opening it", err);
	enum status status = look_at_header(store, empty, wal, err);
	return status == STATUS_OK ? configure(store, err) : status;
}

/* "file:PATH?immutable=1", for a directory where SQLite cannot put its shared memory. */
static void immutable_name(const char *path, struct strbuf *name)
{
	strbuf_adds(name, "file:");
	for (const char *p = path; *p; p++)
		if (strchr("%?#", *p))
			strbuf_addf(name, "%%%02X", (unsigned)(unsigned char)*p);
		else
			strbuf_addc(name, *p);
	strbuf_adds(name, "?immutable=1");
}

static void finalize_statements(struct store *store)
{
	for (size_t i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	memset(store->statements, 0, sizeof store->statements);
}

/* SQLite keeps a connection that still has statements, so these go first. */
static void disconnect(struct store *store)
{
	finalize_statements(store);
	sqlite3_close(store->db);
	store->db = NULL;
}

static enum status open_read_only(struct store *store, const char *vfs, int *version, struct error *err)
{
	struct strbuf name = STRBUF_INIT, log = STRBUF_INIT;
	bool wal = false, empty = false;
	int64_t pending = 0;
	enum status status = connect(store, store->path, SQLITE_OPEN_READONLY, vfs, &wal, &empty, err);
	if (status == STATUS_OK && !empty)
		status = pragma_number(store, "PRAGMA user_version", version, err);
	strbuf_addf(&log, "%s-wal", store->path);
	if (status == STATUS_IO || status == STATUS_READ_ONLY) {
		if (home_file_size(log.text, &pending) && pending > 0) {
			status = error_set(err, STATUS_READ_ONLY, "%s was not closed properly and its directory cannot "
			                   "be written, so its newest part cannot be read. Copy the whole directory to "
			                   "where you can write and name that with --home.", store->path);
			goto out;
		}
		disconnect(store);
		immutable_name(store->path, &name);
		status = connect(store, name.text, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, vfs, &wal, &empty, err);
		if (status == STATUS_OK && !empty)
			status = pragma_number(store, "PRAGMA user_version", version, err);
	}
	if (status == STATUS_OK && empty)
		status = error_set(err, STATUS_READ_ONLY, "%s is empty and cannot be written. Name a directory of your "
		                   "own with --home.", store->path);
out:
	strbuf_release(&name);
	strbuf_release(&log);
	return status;
}

static enum status open_writable(struct store *store, const char *vfs, int *version, struct error *err)
{
	bool wal = false, empty = false;
	int pages = 1;
	enum status status = connect(store, store->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs, &wal, &empty,
	                             err);
	/* Even with a header: of a store whose making was cut short, SQLite has taken it back by now. */
	if (status == STATUS_OK && !wal)
		status = pragma_number(store, "PRAGMA page_count", &pages, err);
	if (status == STATUS_OK && pages == 0)
		status = schema_create(store, schema_migrations, schema_migration_count, err);
	if (status == STATUS_OK && !wal)
		status = switch_to_wal(store, err);
	return status == STATUS_OK ? pragma_number(store, "PRAGMA user_version", version, err) : status;
}

/*
 * No room even for SQLite's shared memory: what is there can still be read, alone, with that index in the heap instead
 * (sqlite.org/wal.html#noshm).
 */
static enum status open_without_room(struct store *store, const char *vfs, int *version)
{
	bool wal = false, empty = false;
	struct strbuf text = STRBUF_INIT;
	disconnect(store);
	store->alone = true;
	enum status status = connect(store, store->path, SQLITE_OPEN_READWRITE, vfs, &wal, &empty, NULL);
	if (status == STATUS_OK)
		status = store_exec(store, "PRAGMA query_only = ON", "opening it", NULL);
	if (status == STATUS_OK)
		status = pragma_number(store, "PRAGMA user_version", version, NULL);
	if (status != STATUS_OK || empty)
		return STATUS_FULL;
	strbuf_addf(&text, "There is no room on the disk of %s, so nothing new is kept. Past interviews can be read and exported; "
	            "to go on, make room and start again.", store->home);
	store->read_only = strbuf_detach(&text, NULL);
	return STATUS_OK;
}

/* Whether the directory or the file forbids writing; then the sentence about it is kept. */
static enum status look_at_permissions(struct store *store, struct error *err)
{
	bool there = faccessat(AT_FDCWD, store->path, F_OK, AT_EACCESS) == 0;
	bool home_writable = faccessat(AT_FDCWD, store->home, W_OK | X_OK, AT_EACCESS) == 0;
	if (home_writable && (!there || faccessat(AT_FDCWD, store->path, W_OK, AT_EACCESS) == 0))
		return STATUS_OK;
	if (!there || faccessat(AT_FDCWD, store->path, R_OK, AT_EACCESS) != 0)
		return error_set(err, STATUS_IO,
		                 "%s cannot be %s: %s. Make the directory yours, or name another with --home.",
		                 store->path, there ? "read" : "made", strerror(errno));
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "%s cannot be written, so nothing new is kept. Past interviews can be read and exported; to "
	            "go on, make %s writable, or copy it to where you can write and name that with --home.",
	            home_writable ? store->path : store->home, home_writable ? "it" : "the directory");
	store->read_only = strbuf_detach(&text, NULL);
	return STATUS_OK;
}

/* SQLite would make it readable for all. Only a new file is opened here: closing one that is open elsewhere in this
 * process would drop its locks. */
static void make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

enum status store_open(struct store **out, const struct store_options *options, struct error *err)
{
	struct store *store = xcalloc(1, sizeof *store);
	struct strbuf text = STRBUF_INIT;
	int version = 0;
	*out = NULL;
	store->home_fd = store->bell_fd = -1;
	store->interactive = options->interactive;

	enum status status = store_home_path(options->home, &text, err);
	store->home = strbuf_detach(&text, NULL);
	strbuf_init(&text);
	strbuf_addf(&text, "%s/sysdrill.db", store->home);
	store->path = strbuf_detach(&text, NULL);

	if (status == STATUS_OK)
		status = home_make(store->home, err);
	if (status == STATUS_OK)
		status = home_refuse_network(store->home, err);
	if (status == STATUS_OK)
		status = look_at_permissions(store, err);
	if (status == STATUS_OK && !store->read_only)
		make_private(store->path);
	if (status == STATUS_OK)
		status = lock_open(store, err);
	if (status == STATUS_OK && store->read_only)
		status = open_read_only(store, options->vfs, &version, err);
	else if (status == STATUS_OK)
		status = open_writable(store, options->vfs, &version, err);
	if (status == STATUS_FULL && store->db)
		status = open_without_room(store, options->vfs, &version);
	if (status == STATUS_OK)
		status = schema_migrate(store, version, schema_migrations, schema_migration_count, err);
	if (status != STATUS_OK) {
		store->damaged = true;  /* so that closing touches nothing */
		store_close(store);
		return status;
	}
	private_take_back(store);
	sqlite3_busy_timeout(store->db, store->interactive ? READ_WAIT_MS : BUSY_WAIT_MS);
	*out = store;
	return STATUS_OK;
}

/* Under the exclusive lock only: the checkpoint of SQLite before 3.51.3 is not safe beside other writers. */
static enum status checkpoint(struct store *store, struct error *err)
{
	int rc = sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return rc == SQLITE_OK ? STATUS_OK : store_failed(store, rc, "folding the write-ahead log into it", err);
}

enum status store_checkpoint_if_alone(struct store *store, struct error *err)
{
	struct strbuf log = STRBUF_INIT;
	int64_t bytes = 0;
	if (store->read_only || store->damaged)
		return STATUS_OK;
	strbuf_addf(&log, "%s-wal", store->path);
	bool pending = home_file_size(log.text, &bytes) && bytes > 0;
	strbuf_release(&log);
	if (!pending || lock_exclusive(store, 0, NULL) != STATUS_OK)
		return STATUS_OK;
	enum status status = checkpoint(store, err);
	lock_shared_again(store);
	return status;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	finalize_statements(store);
	while (store->claim_count)
		store_release_origin(store, store->claims[store->claim_count - 1].origin);
	free(store->claims);
	if (store->db && !store->read_only && !store->damaged && lock_exclusive(store, 0, NULL) == STATUS_OK) {
		if (checkpoint(store, NULL) == STATUS_OK)
			sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	}
	sqlite3_close(store->db);
	if (store->home_fd >= 0)
		close(store->home_fd);
	if (store->bell_fd >= 0)
		close(store->bell_fd);
	free(store->home);
	free(store->path);
	free(store->read_only);
	free(store);
}

const char *store_home(const struct store *store)
{
	return store->home;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

const char *store_read_only(const struct store *store)
{
	return store->read_only;
}

uint32_t store_data_version(struct store *store)
{
	sqlite3_stmt *stmt;
	uint32_t version = 0;
	if (store_statement(store, STATEMENT_DATA_VERSION, &stmt, NULL) != STATUS_OK)
		return 0;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		version = (uint32_t)sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return version;
}

enum status store_check(struct store *store, struct error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, "PRAGMA integrity_check(1)", -1, &stmt, NULL);
	const char *text = NULL;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	enum status status = rc == SQLITE_ROW ? store_text(store, stmt, 0, &text, err)
	                                      : store_failed(store, rc, "checking it", err);
	if (status == STATUS_OK && strcmp(text, "ok") != 0) {
		store->damaged = true;
		status = error_set(err, STATUS_CORRUPT, "%s is damaged: %.200s. Keep a copy, export what can still be "
		                   "read, and go on with a backup.", store->path, text);
	}
	sqlite3_finalize(stmt);
	return status;
}
