/* Small things of the user's that are neither events nor settings: plan ticks, which screens were seen. */
#include "store/internal.h"

enum status store_get_state(struct store *store, const char *key, struct strbuf *value, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_STATE_GET, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, key);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		strbuf_add(value, sqlite3_column_text(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	else if (rc == SQLITE_DONE)
		status = error_set(err, STATUS_NOT_FOUND, "Nothing was ever kept as \"%s\".", key);
	else
		status = store_failed(store, rc, "reading what was remembered", err);
	sqlite3_reset(stmt);
	return status;
}

enum status store_put_state(struct store *store, const char *key, const char *value, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	status = store_statement(store, value ? STATEMENT_STATE_PUT : STATEMENT_STATE_DROP, &stmt, err);
	if (status == STATUS_OK) {
		store_bind_text(stmt, 1, key);
		if (value)
			store_bind_text(stmt, 2, value);
		status = store_step(store, stmt, "remembering", err);
	}
	return store_end(store, status, err);
}

enum status store_list_state(struct store *store, const char *prefix, store_each_state *each, void *context,
                             struct error *err)
{
	sqlite3_stmt *stmt;
	int rc;
	enum status status = store_statement(store, STATEMENT_STATE_ALL, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, prefix);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		each(context, (const char *)sqlite3_column_text(stmt, 0), (const char *)sqlite3_column_text(stmt, 1));
	if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "reading what was remembered", err);
	sqlite3_reset(stmt);
	return status;
}
