/* Full text over content and notes (FTS5). What a person types is words, never FTS5's query language. */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

enum { WORDS_MAX = 32 };

static enum status find_document(struct store *store, const char *kind, const char *id, int64_t *rowid, struct error *err)
{
	sqlite3_stmt *stmt;
	*rowid = 0;
	enum status status = store_statement(store, STATEMENT_DOCUMENT_ID, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, kind);
	store_bind_text(stmt, 2, id);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*rowid = sqlite3_column_int64(stmt, 0);
	else if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "indexing text", err);
	sqlite3_reset(stmt);
	return status;
}

static enum status with_rowid(struct store *store, enum statement which, int64_t rowid, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, which, &stmt, err);
	if (status != STATUS_OK)
		return status;
	sqlite3_bind_int64(stmt, 1, rowid);
	return store_step(store, stmt, "indexing text", err);
}

enum status search_put(struct store *store, const struct store_document *document, struct error *err)
{
	sqlite3_stmt *stmt;
	int64_t rowid;
	bool empty = !*document->title && !*document->body;
	enum status status = find_document(store, document->kind, document->id, &rowid, err);
	if (status != STATUS_OK || (empty && !rowid))
		return status;
	if (rowid)
		status = with_rowid(store, STATEMENT_WORDS_DROP, rowid, err);
	if (status == STATUS_OK && empty)
		return with_rowid(store, STATEMENT_DOCUMENT_DROP, rowid, err);
	if (status == STATUS_OK && !rowid) {
		status = store_statement(store, STATEMENT_DOCUMENT_ADD, &stmt, err);
		if (status == STATUS_OK) {
			store_bind_text(stmt, 1, document->kind);
			store_bind_text(stmt, 2, document->id);
			status = store_step(store, stmt, "indexing text", err);
			rowid = sqlite3_last_insert_rowid(store->db);
		}
	}
	if (status == STATUS_OK)
		status = store_statement(store, STATEMENT_WORDS_ADD, &stmt, err);
	if (status != STATUS_OK)
		return status;
	sqlite3_bind_int64(stmt, 1, rowid);
	store_bind_text(stmt, 2, document->title);
	store_bind_text(stmt, 3, document->body);
	return store_step(store, stmt, "indexing text", err);
}

enum status store_put_documents(struct store *store, const struct store_document *documents, size_t count,
                                struct error *err)
{
	if (!count)
		return STATUS_OK;
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = search_put(store, &documents[i], err);
	return store_end(store, status, err);
}

static bool in_word(int32_t code_point)
{
	bool combining = code_point >= 0x300 && code_point <= 0x36F;
	return utf8_is_word(code_point) || combining;
}

/* Each word between quotes, the last one as a beginning. Words hold no quotes, so nothing can end them early. */
static size_t match_expression(const char *query, struct strbuf *out)
{
	size_t words = 0, len = strlen(query);
	for (size_t at = 0; at < len && words < WORDS_MAX;) {
		int32_t code_point;
		size_t n = utf8_decode(query + at, len - at, &code_point), start = at;
		while (at < len && in_word(code_point)) {
			at += n;
			if (at < len)
				n = utf8_decode(query + at, len - at, &code_point);
		}
		if (at == start) {
			at += n;
			continue;
		}
		strbuf_addf(out, "%s\"%.*s\"", words ? " " : "", (int)(at - start), query + start);
		words++;
	}
	if (words)
		strbuf_addc(out, '*');
	return words;
}

enum status store_search(struct store *store, const char *query, const char *kind, size_t limit, struct store_hits *out,
                         struct error *err)
{
	struct strbuf expression = STRBUF_INIT;
	sqlite3_stmt *stmt;
	size_t cap = 0;
	int rc = SQLITE_DONE;
	*out = (struct store_hits){ .arena = ARENA_INIT };
	enum status status = STATUS_OK;
	if (match_expression(query, &expression))
		status = store_statement(store, STATEMENT_SEARCH, &stmt, err);
	if (status != STATUS_OK || !expression.len)
		goto out;
	store_bind_text(stmt, 1, expression.text);
	if (kind)
		store_bind_text(stmt, 2, kind);
	sqlite3_bind_int64(stmt, 3, limit ? (int64_t)limit : -1);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		out->items = array_grow(out->items, out->count, &cap, sizeof *out->items);
		out->items[out->count++] = (struct store_hit){
			.kind = store_column(stmt, 0, &out->arena),
			.id = store_column(stmt, 1, &out->arena),
			.title = store_column(stmt, 2, &out->arena),
			.snippet = store_column(stmt, 3, &out->arena),
		};
	}
	if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "searching", err);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
out:
	strbuf_release(&expression);
	return status;
}

void store_hits_release(struct store_hits *hits)
{
	free(hits->items);
	arena_release(&hits->arena);
	*hits = (struct store_hits){ .arena = ARENA_INIT };
}
