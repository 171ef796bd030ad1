/* The catalogue as it was when last read, so that a start does not parse a thousand files. */
#include "store/internal.h"

#include <stdlib.h>

#include "base/array.h"

static enum status read_entries(struct store *store, sqlite3_stmt *stmt, struct store_entries *out, struct error *err)
{
	size_t cap = 0;
	int rc;
	enum status status = STATUS_OK;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		out->items = array_grow(out->items, out->count, &cap, sizeof *out->items);
		out->items[out->count++] = (struct store_entry){
			.path = store_column(stmt, 0, &out->arena),
			.mtime_ns = sqlite3_column_int64(stmt, 1),
			.size = sqlite3_column_int64(stmt, 2),
			.kind = store_column(stmt, 3, &out->arena),
			.id = store_column(stmt, 4, &out->arena),
			.title = store_column(stmt, 5, &out->arena),
			.difficulty = store_column(stmt, 6, &out->arena),
			.tracks = store_column(stmt, 7, &out->arena),
			.patterns = store_column(stmt, 8, &out->arena),
			.rank = sqlite3_column_int(stmt, 9),
			.summary = store_column(stmt, 10, &out->arena),
			.broken = store_column(stmt, 11, &out->arena),
		};
	}
	if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "reading what content there is", err);
	sqlite3_reset(stmt);
	return status;
}

enum status store_list_entries(struct store *store, struct store_entries *out, struct error *err)
{
	sqlite3_stmt *stmt;
	*out = (struct store_entries){ .arena = ARENA_INIT };
	enum status status = store_statement(store, STATEMENT_ENTRIES, &stmt, err);
	return status == STATUS_OK ? read_entries(store, stmt, out, err) : status;
}

enum status store_first_entries(struct store *store, size_t limit, struct store_entries *out, struct error *err)
{
	sqlite3_stmt *stmt;
	*out = (struct store_entries){ .arena = ARENA_INIT };
	enum status status = store_statement(store, STATEMENT_ENTRIES_FIRST, &stmt, err);
	if (status != STATUS_OK)
		return status;
	sqlite3_bind_int64(stmt, 1, (int64_t)limit);
	return read_entries(store, stmt, out, err);
}

enum status store_count_entries(struct store *store, const char *kind, size_t *count, struct error *err)
{
	sqlite3_stmt *stmt;
	*count = 0;
	enum status status = store_statement(store, STATEMENT_ENTRIES_COUNT, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, kind);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*count = (size_t)sqlite3_column_int64(stmt, 0);
	else
		status = store_failed(store, rc, "counting what content there is", err);
	sqlite3_reset(stmt);
	return status;
}

void store_entries_release(struct store_entries *entries)
{
	free(entries->items);
	arena_release(&entries->arena);
	*entries = (struct store_entries){ .arena = ARENA_INIT };
}

static enum status put_entry(struct store *store, const struct store_entry *entry, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_ENTRY_PUT, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, entry->path);
	sqlite3_bind_int64(stmt, 2, entry->mtime_ns);
	sqlite3_bind_int64(stmt, 3, entry->size);
	store_bind_text(stmt, 4, entry->kind);
	store_bind_text(stmt, 5, entry->id);
	store_bind_text(stmt, 6, entry->title);
	store_bind_text(stmt, 7, entry->difficulty);
	store_bind_text(stmt, 8, entry->tracks);
	store_bind_text(stmt, 9, entry->patterns);
	sqlite3_bind_int(stmt, 10, entry->rank);
	store_bind_text(stmt, 11, entry->summary);
	store_bind_text(stmt, 12, entry->broken);
	return store_step(store, stmt, "noting what content there is", err);
}

static enum status drop_entry(struct store *store, const char *path, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_ENTRY_DROP, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, path);
	return store_step(store, stmt, "noting what content there is", err);
}

enum status store_put_entries(struct store *store, const struct store_entry *changed, size_t changed_count,
                              const char *const *gone, size_t gone_count, struct error *err)
{
	if (!changed_count && !gone_count)
		return STATUS_OK;
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < gone_count && status == STATUS_OK; i++)
		status = drop_entry(store, gone[i], err);
	for (size_t i = 0; i < changed_count && status == STATUS_OK; i++)
		status = put_entry(store, &changed[i], err);
	return store_end(store, status, err);
}
