/*
 * What is private, on its way into a backup and back: a table of the backup that no store has. Whoever opens a store that still
 * has it has put a backup into its place; then the files are made again, and the table goes.
 */
#include "store/internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char make_table[] = "CREATE TABLE IF NOT EXISTS private_file(session TEXT NOT NULL, origin TEXT NOT NULL,"
                                 " text BLOB NOT NULL, PRIMARY KEY(session, origin)) STRICT";

/* All whole lines of a file: of the last one a crash, or a program that writes just now, may have left a part. */
static bool read_lines(const char *path, struct strbuf *out)
{
	char bytes[8192];
	size_t len;
	strbuf_clear(out);
	FILE *file = fopen(path, "re");
	if (!file)
		return false;
	while ((len = fread(bytes, 1, sizeof bytes, file)) > 0)
		strbuf_add(out, bytes, len);
	bool read = !ferror(file);
	fclose(file);
	while (out->len && out->text[out->len - 1] != '\n')
		out->text[--out->len] = '\0';
	return read;
}

/* ---- into a backup ---- */

static enum status copy_failed(sqlite3 *copy, const char *path, struct error *err)
{
	bool full = (sqlite3_errcode(copy) & 0xFF) == SQLITE_FULL;
	return error_set(err, full ? STATUS_FULL : STATUS_IO, "What is private could not be put into the backup %s: %s. Make room, or give "
	                 "a place where you can write.", path, copy ? sqlite3_errmsg(copy) : strerror(ENOMEM));
}

static enum status copy_file(sqlite3 *copy, const char *path, const char *session, const char *origin, const struct strbuf *text,
                             struct error *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_exec(copy, make_table, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(copy, "INSERT OR REPLACE INTO private_file(session, origin, text) VALUES(?, ?, ?)", -1, &stmt, NULL);
	if (rc == SQLITE_OK) {
		store_bind_text(stmt, 1, session);
		store_bind_text(stmt, 2, origin);
		sqlite3_bind_blob64(stmt, 3, text->text, text->len, SQLITE_STATIC);
		rc = sqlite3_step(stmt);
	}
	enum status status = rc == SQLITE_DONE ? STATUS_OK : copy_failed(copy, path, err);
	sqlite3_finalize(stmt);
	return status;
}

static enum status copy_files(const struct store *store, DIR *directory, sqlite3 *copy, const char *path, struct error *err)
{
	struct strbuf from = STRBUF_INIT, text = STRBUF_INIT;
	enum status status = STATUS_OK;
	for (struct dirent *entry; status == STATUS_OK && (entry = readdir(directory));) {
		char session[ID_SIZE], origin[ID_SIZE];
		if (sscanf(entry->d_name, "%16[0-9A-Z]-%16[0-9A-Z].jsonl", session, origin) != 2 || !id_valid(session) || !id_valid(origin))
			continue;
		strbuf_clear(&from);
		private_path(store, session, origin, &from);
		if (!read_lines(from.text, &text))
			status = error_set(err, STATUS_IO, "%s cannot be read: %s. No backup was made without it.", from.text, strerror(errno));
		else if (text.len)
			status = copy_file(copy, path, session, origin, &text, err);
	}
	strbuf_release(&from);
	strbuf_release(&text);
	return status;
}

enum status private_copy_into(const struct store *store, const char *path, struct error *err)
{
	struct strbuf folder = STRBUF_INIT;
	sqlite3 *copy = NULL;
	private_path(store, NULL, NULL, &folder);
	DIR *directory = opendir(folder.text);
	enum status status = STATUS_OK;
	if (!directory && errno != ENOENT)
		status = error_set(err, STATUS_IO, "%s cannot be read: %s. No backup was made without it.", folder.text, strerror(errno));
	/* Nobody else knows the file yet, and should this fail it goes: no journal is needed, nor a lock waited for. */
	if (directory && (sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
	                  sqlite3_exec(copy, "PRAGMA journal_mode = MEMORY; BEGIN", NULL, NULL, NULL) != SQLITE_OK))
		status = copy_failed(copy, path, err);
	if (directory && status == STATUS_OK)
		status = copy_files(store, directory, copy, path, err);
	if (directory && status == STATUS_OK && sqlite3_exec(copy, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		status = copy_failed(copy, path, err);
	sqlite3_close(copy);
	if (directory)
		closedir(directory);
	strbuf_release(&folder);
	return status;
}

/* ---- and back ---- */

/* What is there already and is no beginning of what the backup has is newer, or another: it stays. */
static bool is_wanted(const char *path, const char *text, size_t len)
{
	struct strbuf there = STRBUF_INIT;
	bool wanted = access(path, F_OK) != 0 ||
	              (read_lines(path, &there) && there.len < len && !memcmp(there.text, text, there.len));
	strbuf_release(&there);
	return wanted;
}

static bool put_file(const struct store *store, const char *session, const char *origin, const char *text, size_t len)
{
	struct strbuf path = STRBUF_INIT;
	private_path(store, session, origin, &path);
	bool done = !is_wanted(path.text, text, len) || private_put_file(store, path.text, text, len);
	strbuf_release(&path);
	return done;
}

static bool put_files(struct store *store)
{
	sqlite3_stmt *stmt = NULL;
	bool done = sqlite3_prepare_v2(store->db, "SELECT session, origin, text FROM private_file", -1, &stmt, NULL) == SQLITE_OK;
	int rc = SQLITE_DONE;
	while (done && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *session = (const char *)sqlite3_column_text(stmt, 0), *origin = (const char *)sqlite3_column_text(stmt, 1);
		const char *text = sqlite3_column_blob(stmt, 2);
		/* Only names of our own: nothing in the table leads elsewhere. */
		if (session && origin && text && id_valid(session) && id_valid(origin))
			done = put_file(store, session, origin, text, (size_t)sqlite3_column_bytes(stmt, 2));
	}
	sqlite3_finalize(stmt);
	return done && rc == SQLITE_DONE;
}

static bool has_table(struct store *store)
{
	sqlite3_stmt *stmt = NULL;
	bool has = sqlite3_prepare_v2(store->db, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'private_file'", -1, &stmt,
	                              NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW;
	sqlite3_finalize(stmt);
	return has;
}

/* What is private is to be in its files and nowhere else: overwritten, too. */
static void drop_table(struct store *store)
{
	sqlite3_exec(store->db, "PRAGMA secure_delete = ON", NULL, NULL, NULL);
	if (store_begin(store, NULL) == STATUS_OK)
		store_end(store, store_exec(store, "DROP TABLE IF EXISTS private_file", "taking back what is private", NULL), NULL);
	sqlite3_exec(store->db, "PRAGMA secure_delete = OFF", NULL, NULL, NULL);
}

void private_take_back(struct store *store)
{
	/* Alone: nobody else appends to a file meanwhile. */
	if (store->read_only || !has_table(store) || lock_exclusive(store, 0, NULL) != STATUS_OK)
		return;
	if (put_files(store))
		drop_table(store);
	lock_shared_again(store);
}
