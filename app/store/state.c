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
	const char *text = NULL;
	if (rc == SQLITE_ROW)
		status = store_text(store, stmt, 0, &text, err);
	if (text)
		strbuf_adds(value, text);
	else if (rc == SQLITE_DONE)
		status = error_set(err, STATUS_NOT_FOUND, "Nothing was ever kept as \"%s\".", key);
	else if (rc != SQLITE_ROW)
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
	int rc = SQLITE_DONE;
	enum status status = store_statement(store, STATEMENT_STATE_ALL, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, prefix);
	while (status == STATUS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *key, *value = NULL;
		status = store_text(store, stmt, 0, &key, err);
		if (status == STATUS_OK)
			status = store_text(store, stmt, 1, &value, err);
		if (status == STATUS_OK)
			each(context, key, value);
	}
	if (status == STATUS_OK && rc != SQLITE_DONE)
		status = store_failed(store, rc, "reading what was remembered", err);
	sqlite3_reset(stmt);
	return status;
}
