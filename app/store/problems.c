/* The texts of the problems that interviews were made on, each stored once under its SHA-256. */
#include "store/internal.h"

#include <string.h>

enum status store_put_problem(struct store *store, const char *text, size_t len, char sha256[SHA256_HEX_SIZE],
                              struct error *err)
{
	sqlite3_stmt *stmt;
	sha256_hex(text, len, sha256);
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	status = store_statement(store, STATEMENT_PROBLEM_PUT, &stmt, err);
	if (status == STATUS_OK) {
		store_bind_text(stmt, 1, sha256);
		sqlite3_bind_blob64(stmt, 2, len ? text : "", len, SQLITE_STATIC);
		status = store_step(store, stmt, "keeping the problem's text", err);
	}
	return store_end(store, status, err);
}

enum status store_get_problem(struct store *store, const char *sha256, struct strbuf *out, struct error *err)
{
	sqlite3_stmt *stmt;
	char found[SHA256_HEX_SIZE];
	enum status status = store_statement(store, STATEMENT_PROBLEM_GET, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, sha256);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		const void *text = sqlite3_column_blob(stmt, 0);
		size_t len = (size_t)sqlite3_column_bytes(stmt, 0);
		sha256_hex(text, len, found);
		if (strcmp(found, sha256) != 0)
			status = error_set(err, STATUS_CORRUPT, "%s: the text of problem %.12s... is damaged. The "
			                   "interview itself can be read; the debrief has to do without the reference.",
			                   store->path, sha256);
		else if (len)
			strbuf_add(out, text, len);
	} else if (rc == SQLITE_DONE) {
		status = error_set(err, STATUS_NOT_FOUND, "%s does not have the text of problem %.12s...: it was not "
		                   "part of what was imported. The interview itself can be read.", store->path, sha256);
	} else {
		status = store_failed(store, rc, "reading the problem's text", err);
	}
	sqlite3_reset(stmt);
	return status;
}
