/*
 * Purge: what really removes. The log's guard is lifted inside one transaction; then full text is made anew, the file is
 * rewritten (VACUUM: no remnant stays in a free page) and the write-ahead log emptied, all while nobody else is there.
 */
#include "store/internal.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/schema.h"

/* Runs `sql` with ?1 = text and, when the statement has it, ?2 = number; adds the rows that it changed to `changes`. */
static enum status run(struct store *store, const char *sql, const char *text, int64_t number, size_t *changes,
                       struct error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
	if (rc == SQLITE_OK) {
		store_bind_text(stmt, 1, text);
		if (sqlite3_bind_parameter_count(stmt) > 1)
			sqlite3_bind_int64(stmt, 2, number);
		rc = sqlite3_step(stmt);
	}
	enum status status = rc == SQLITE_DONE ? STATUS_OK : store_failed(store, rc, "purging", err);
	if (status == STATUS_OK && changes)
		*changes += (size_t)sqlite3_changes64(store->db);
	sqlite3_finalize(stmt);
	return status;
}

static enum status purge_one(struct store *store, const char *id, int64_t now_ms, struct store_purge_report *report,
                             struct error *err)
{
	size_t before = report->events;
	enum status status = run(store, "DELETE FROM event WHERE session = ?", id, 0, &report->events, err);
	if (status == STATUS_OK && report->events > before)
		report->sessions++;
	if (status == STATUS_OK)
		status = run(store, "INSERT OR IGNORE INTO tombstone(session, at_ms) VALUES(?1, ?2)", id, now_ms, NULL,
		             err);
	if (status == STATUS_OK)
		status = run(store, "DELETE FROM seen WHERE session = ?", id, 0, NULL, err);
	if (status == STATUS_OK)
		status = run(store, "DELETE FROM own_origin WHERE session = ?", id, 0, NULL, err);
	/* What rooms and debriefs remembered of it: the door, the code, how far the scores lay apart. */
	if (status == STATUS_OK)
		status = run(store, "DELETE FROM state WHERE instr(key, ?1) > 0 OR value = ?1", id, 0, NULL, err);
	if (status == STATUS_OK)
		status = search_put(store, &(struct store_document){ "session", id, "", "" }, err);
	return status == STATUS_OK ? summary_forget(store, id, err) : status;
}

/* Whether an interview that is left was made on the text: its session.started names it. */
static enum status drop_unused_problems(struct store *store, struct error *err)
{
	return store_exec(store, "DELETE FROM problem_text WHERE NOT EXISTS (SELECT 1 FROM event"
	                  " WHERE kind = 'session.started' AND instr(payload, sha256) > 0)", "purging", err);
}

/* Set with the removal, taken back when the file has been rewritten: an attempt that ended in between is completed. */
static const char *const unfinished_key = "purge.unfinished";

static enum status purge_rows(struct store *store, const char *const *ids, size_t count, int64_t now_ms,
                              struct store_purge_report *report, struct error *err)
{
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	status = schema_unguard(store, err);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = purge_one(store, ids[i], now_ms, report, err);
	if (status == STATUS_OK)
		status = drop_unused_problems(store, err);
	if (status == STATUS_OK)
		status = run(store, "INSERT OR REPLACE INTO state(key, value) VALUES(?1, ?2)", unfinished_key, now_ms,
		             NULL, err);
	if (status == STATUS_OK)
		status = store_exec(store, "INSERT INTO words(words) VALUES('rebuild')", "purging", err);
	if (status == STATUS_OK)
		status = schema_guard(store, err);
	return store_end(store, status, err);
}

static enum status deleted_sessions(struct store *store, struct arena *arena, const char ***ids, size_t *count,
                                    struct error *err)
{
	struct store_sessions sessions;
	size_t cap = 0;
	enum status status = store_refresh(store, err);
	if (status != STATUS_OK)
		return status;
	status = store_list_sessions(store, &(struct store_session_query){ .with_deleted = true }, &sessions, err);
	for (size_t i = 0; i < sessions.count && status == STATUS_OK; i++) {
		if (!sessions.items[i].deleted)
			continue;
		*ids = array_grow(*ids, *count, &cap, sizeof **ids);
		(*ids)[(*count)++] = arena_strdup(arena, sessions.items[i].id);
	}
	store_sessions_release(&sessions);
	return status;
}

/* Whether a file holds events of one of the sessions; one that cannot be read may. */
static bool backup_holds(const char *path, const char *const *ids, size_t count)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	bool holds = true;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, "SELECT 1 FROM event WHERE session = ? LIMIT 1", -1, &stmt, NULL) == SQLITE_OK) {
		holds = false;
		for (size_t i = 0; i < count && !holds; i++) {
			store_bind_text(stmt, 1, ids[i]);
			holds = sqlite3_step(stmt) != SQLITE_DONE;
			sqlite3_reset(stmt);
		}
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return holds;
}

static void name_backup(const char *path, const char *const *ids, size_t count, struct store_purge_report *report,
                        size_t *cap)
{
	int64_t bytes;
	if (!home_file_size(path, &bytes) || !backup_holds(path, ids, count))
		return;
	report->backups = array_grow(report->backups, report->backup_count, cap, sizeof *report->backups);
	report->backups[report->backup_count++] = arena_strdup(&report->arena, path);
}

/* Those that were made by `backup`, and those that a migration left in the directory. */
static enum status name_backups(struct store *store, const char *const *ids, size_t count,
                                struct store_purge_report *report, struct error *err)
{
	sqlite3_stmt *stmt;
	size_t cap = 0;
	int rc = SQLITE_DONE;
	enum status status = store_statement(store, STATEMENT_BACKUPS, &stmt, err);
	if (status != STATUS_OK)
		return status;
	while (status == STATUS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *path;
		status = store_text(store, stmt, 0, &path, err);
		if (status == STATUS_OK)
			name_backup(path, ids, count, report, &cap);
	}
	if (status == STATUS_OK && rc != SQLITE_DONE)
		status = store_failed(store, rc, "looking for backups", err);
	sqlite3_reset(stmt);

	DIR *directory = opendir(store->home);
	for (struct dirent *entry; directory && (entry = readdir(directory));) {
		struct strbuf path = STRBUF_INIT;
		strbuf_addf(&path, "%s/%s", store->home, entry->d_name);
		if (strncmp(entry->d_name, "before-version-", strlen("before-version-")) == 0)
			name_backup(path.text, ids, count, report, &cap);
		strbuf_release(&path);
	}
	if (directory)
		closedir(directory);
	return status;
}

static enum status fold_log(struct store *store, struct error *err)
{
	int rc = sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return rc == SQLITE_OK ? STATUS_OK : store_failed(store, rc, "folding the write-ahead log into it", err);
}

static enum status rewrite(struct store *store, struct error *err)
{
	struct strbuf value = STRBUF_INIT;
	enum status status = store_get_state(store, unfinished_key, &value, err);
	strbuf_release(&value);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = store_exec(store, "VACUUM", "rewriting it without what was purged", err);
	if (status == STATUS_OK)
		status = fold_log(store, err);
	if (status == STATUS_OK)
		status = store_put_state(store, unfinished_key, NULL, err);
	return status;
}

enum status store_purge(struct store *store, const char *const *ids, size_t count, int64_t now_ms,
                        struct store_purge_report *report, struct error *err)
{
	struct arena arena = ARENA_INIT;
	const char **found = NULL;
	enum status status = STATUS_OK;
	*report = (struct store_purge_report){ .arena = ARENA_INIT };
	if (store->read_only)
		return error_set(err, STATUS_READ_ONLY, "%s", store->read_only);
	status = lock_exclusive(store, store->interactive ? 0 : LOCK_WAIT_MS, err);
	if (status != STATUS_OK)
		return status;
	if (!ids) {
		count = 0;
		status = deleted_sessions(store, &arena, &found, &count, err);
		ids = found;
	}
	if (status == STATUS_OK)
		status = store_exec(store, "PRAGMA secure_delete = ON", "purging", err);
	if (status == STATUS_OK && count)
		status = purge_rows(store, ids, count, now_ms, report, err);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		private_purge(store, ids[i]);
	if (status == STATUS_OK)
		status = rewrite(store, err);
	if (status == STATUS_OK)
		status = name_backups(store, ids, count, report, err);
	lock_shared_again(store);
	free(found);
	arena_release(&arena);
	return status;
}

void store_purge_report_release(struct store_purge_report *report)
{
	free(report->backups);
	arena_release(&report->arena);
	*report = (struct store_purge_report){ .arena = ARENA_INIT };
}
