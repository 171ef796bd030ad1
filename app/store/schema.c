#include "store/schema.h"

#include <stdio.h>

#include "base/array.h"

enum { COPIES_MAX = 99 };

/*
 * Version 1. The log: event, problem_text, tombstone, own_origin, seen, state, backup. The index: session,
 * progress, entry, document, words. AUTOINCREMENT: a row id must never come again, because readers go on after the last
 * one that they saw.
 */
static const char *const version_1[] = {
	"CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, origin TEXT NOT NULL,"
	" stream TEXT NOT NULL, oseq INTEGER NOT NULL CHECK(oseq > 0), lamport INTEGER NOT NULL, at_ms INTEGER NOT NULL,"
	" kind TEXT NOT NULL, payload TEXT NOT NULL) STRICT",
	"CREATE UNIQUE INDEX event_identity ON event(session, origin, stream, oseq)",
	"CREATE INDEX event_order ON event(session, lamport, origin, stream, oseq)",
	"CREATE TABLE problem_text(sha256 TEXT PRIMARY KEY, text BLOB NOT NULL) STRICT",
	"CREATE TABLE tombstone(session TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
	"CREATE TABLE own_origin(session TEXT NOT NULL, host TEXT NOT NULL, origin TEXT NOT NULL UNIQUE,"
	" PRIMARY KEY(session, host)) STRICT, WITHOUT ROWID",
	"CREATE TABLE seen(session TEXT PRIMARY KEY, origin TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT "
	"ROWID",
	"CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
	"CREATE TABLE backup(path TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
	"CREATE TABLE session(id TEXT PRIMARY KEY, events INTEGER NOT NULL, folded INTEGER NOT NULL DEFAULT 0,"
	" problem TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', preset TEXT NOT NULL DEFAULT '',"
	" phase TEXT NOT NULL DEFAULT '', level TEXT NOT NULL DEFAULT '', stage TEXT NOT NULL DEFAULT 'empty',"
	" deleted INTEGER NOT NULL DEFAULT 0, started_ms INTEGER NOT NULL DEFAULT 0, ended_ms INTEGER NOT NULL DEFAULT 0,"
	" spent_ms INTEGER NOT NULL DEFAULT 0, paused_ms INTEGER NOT NULL DEFAULT 0, budget_ms INTEGER NOT NULL"
	" DEFAULT 0, last_event_ms INTEGER NOT NULL DEFAULT 0, score INTEGER NOT NULL DEFAULT -1,"
	" fact_weight INTEGER NOT NULL DEFAULT 0, questions INTEGER NOT NULL DEFAULT 0, hints INTEGER NOT NULL DEFAULT 0,"
	" returns INTEGER NOT NULL DEFAULT 0, pauses INTEGER NOT NULL DEFAULT 0) STRICT",
	"CREATE INDEX session_stale ON session(id) WHERE events <> folded",
	"CREATE INDEX session_newest ON session(started_ms, id) WHERE NOT deleted",
	"CREATE INDEX session_unfinished ON session(started_ms, id) WHERE NOT deleted AND ended_ms = 0",
	"CREATE INDEX session_problem ON session(problem, started_ms, id)",
	"CREATE TABLE progress(problem TEXT PRIMARY KEY, times INTEGER NOT NULL, last_score INTEGER NOT NULL,"
	" last_ms INTEGER NOT NULL, unfinished TEXT NOT NULL) STRICT, WITHOUT ROWID",
	"CREATE TABLE entry(path TEXT PRIMARY KEY, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL, kind TEXT NOT NULL,"
	" id TEXT NOT NULL, title TEXT NOT NULL, difficulty TEXT NOT NULL, tracks TEXT NOT NULL, patterns TEXT NOT NULL,"
	" rank INTEGER NOT NULL, summary TEXT NOT NULL, broken TEXT NOT NULL) STRICT, WITHOUT ROWID",
	"CREATE INDEX entry_order ON entry(kind, (broken <> ''), rank, title COLLATE NOCASE, path)",
	"CREATE TABLE document(rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, UNIQUE(kind, id)) "
	"STRICT",
	"CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize = 'porter unicode61 remove_diacritics 2')",
};

/* Version 2: rooms. Which seat this machine has in an interview, and what the others scored. */
static const char *const version_2[] = {
	"ALTER TABLE session ADD COLUMN seat TEXT NOT NULL DEFAULT 'solo'",
	"ALTER TABLE session ADD COLUMN peer INTEGER NOT NULL DEFAULT -1",
};

const struct migration schema_migrations[] = {
	{ .version = 1, .statements = version_1, .count = ARRAY_SIZE(version_1) },
	{ .version = 2, .statements = version_2, .count = ARRAY_SIZE(version_2) },
};
const size_t schema_migration_count = ARRAY_SIZE(schema_migrations);

static const char *const guarded[] = { "event", "problem_text", "tombstone" };

enum status schema_guard(struct store *store, struct error *err)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < ARRAY_SIZE(guarded) && status == STATUS_OK; i++) {
		char sql[400];
		snprintf(sql, sizeof sql,
		         "CREATE TRIGGER %s_stays BEFORE UPDATE ON %s BEGIN SELECT raise(ABORT, 'the log only grows'); END;"
		         "CREATE TRIGGER %s_remains BEFORE DELETE ON %s BEGIN SELECT raise(ABORT, 'the log only "
		         "grows'); END",
		         guarded[i], guarded[i], guarded[i], guarded[i]);
		status = store_exec(store, sql, "guarding the log", err);
	}
	return status;
}

enum status schema_unguard(struct store *store, struct error *err)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < ARRAY_SIZE(guarded) && status == STATUS_OK; i++) {
		char sql[200];
		snprintf(sql, sizeof sql, "DROP TRIGGER IF EXISTS %s_stays; DROP TRIGGER IF EXISTS %s_remains",
		         guarded[i], guarded[i]);
		status = store_exec(store, sql, "lifting the guard of the log", err);
	}
	return status;
}

/* Inside a transaction: everything after `version`, and the version itself. */
static enum status run_migrations(struct store *store, int version, const struct migration *migrations, size_t count,
                                  struct error *err)
{
	char sql[100];
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count; i++) {
		if (migrations[i].version <= version)
			continue;
		for (size_t j = 0; j < migrations[i].count && status == STATUS_OK; j++)
			status = store_exec(store, migrations[i].statements[j], "changing the tables", err);
	}
	if (status != STATUS_OK)
		return status;
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d", migrations[count - 1].version);
	return store_exec(store, sql, "changing the version", err);
}

static enum status read_version(struct store *store, int *version, struct error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, "PRAGMA user_version", -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	enum status status = rc == SQLITE_ROW ? STATUS_OK : store_failed(store, rc, "reading its version", err);
	*version = rc == SQLITE_ROW ? sqlite3_column_int(stmt, 0) : 0;
	sqlite3_finalize(stmt);
	return status;
}

enum status schema_create(struct store *store, const struct migration *migrations, size_t count, struct error *err)
{
	char sql[100];
	/* A rollback journal while making it: the first thing that the file ever holds is a whole store. */
	enum status status = store_exec(store, "BEGIN EXCLUSIVE", "making the store", err);
	if (status != STATUS_OK)
		return status;
	int version;
	status = read_version(store, &version, err);
	if (status == STATUS_OK && version == 0) {      /* else another program was quicker */
		snprintf(sql, sizeof sql, "PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
		status = store_exec(store, sql, "making the store", err);
		if (status == STATUS_OK)
			status = run_migrations(store, 0, migrations, count, err);
		if (status == STATUS_OK)
			status = schema_guard(store, err);
	}
	return store_end(store, status, err);
}

/* Under a name that is free: an attempt that was cut short has left one, and a copy is never overwritten. */
static enum status keep_copy(struct store *store, int version, struct error *err)
{
	struct strbuf path = STRBUF_INIT;
	enum status status = STATUS_EXISTS;
	for (int i = 1; i <= COPIES_MAX && status == STATUS_EXISTS; i++) {
		strbuf_clear(&path);
		strbuf_addf(&path, "%s/before-version-%d.%d.db", store->home, version, i);
		status = backup_write(store, path.text, false, err);
	}
	strbuf_release(&path);
	return status;
}

enum status schema_migrate(struct store *store, int version, const struct migration *migrations, size_t count,
                           struct error *err)
{
	int last = migrations[count - 1].version;
	if (version == last)
		return STATUS_OK;
	if (version > last)
		return error_set(err, STATUS_TOO_NEW, "%s was written by a newer sysdrill (its tables have version %d, "
		                 "this program knows %d). It was left as it is; install the newer program, or use "
		                 "another directory with --home.", store->path, version, last);
	if (store->read_only)
		return error_set(err, STATUS_READ_ONLY, "%s comes from an older sysdrill and must be brought up to "
		                 "date, but it cannot be written. Copy the directory to where you can write and name "
		                 "it with --home.",
		                 store->path);

	/* Nobody else may be at work with the tables that are about to change. */
	enum status status = lock_exclusive(store, LOCK_WAIT_MS, err);
	if (status != STATUS_OK)
		return status;
	status = keep_copy(store, last, err);
	if (status == STATUS_OK)
		status = store_exec(store, "BEGIN IMMEDIATE", "changing the tables", err);
	if (status == STATUS_OK) {
		status = read_version(store, &version, err);    /* another program may have been quicker */
		if (status == STATUS_OK)
			status = run_migrations(store, version, migrations, count, err);
		status = store_end(store, status, err);
	}
	lock_shared_again(store);
	return status;
}
