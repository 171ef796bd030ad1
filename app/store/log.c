/* The log: appending, reading, importing. */
#include "store/internal.h"

#include <ctype.h>
#include <string.h>

#include "base/array.h"

enum { EVENTS_PER_ARENA = 64 };

static enum status check_event(const struct event *event, struct error *err)
{
	struct error why = { "" };
	enum status status = event_check(event, &why);
	if (status == STATUS_OK)
		return status;
	return error_set(err, status, "An event cannot be kept: %.400s. Nothing was written.", why.text);
}

/* What is stored as the payload: of a kind that we do not know, what we were given. */
static void payload_of(const struct event *event, struct strbuf *out)
{
	strbuf_clear(out);
	if (event->kind == EVENT_UNKNOWN && event->unknown_payload)
		strbuf_adds(out, event->unknown_payload);
	else
		event_payload_encode(event, out);
}

static enum status add_event(struct store *store, const struct event *event, const struct strbuf *payload,
                             struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_EVENT_ADD, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, event->session);
	store_bind_text(stmt, 2, event->origin);
	store_bind_text(stmt, 3, event->stream);
	sqlite3_bind_int64(stmt, 4, (int64_t)event->oseq);
	sqlite3_bind_int64(stmt, 5, (int64_t)event->lamport);
	sqlite3_bind_int64(stmt, 6, event->at_ms);
	store_bind_text(stmt, 7, event_kind_name(event));
	sqlite3_bind_text(stmt, 8, payload->text, (int)payload->len, SQLITE_STATIC);
	status = store_step(store, stmt, "adding to the log", err);
	if (status == STATUS_EXISTS)
		error_set(err, status, "Event %llu of stream %s in interview %s is in the log already: another program "
		          "went on with it. Nothing was written; open the interview again.",
		          (unsigned long long)event->oseq, event->stream, event->session);
	return status;
}

enum status store_append(struct store *store, const struct event *events, size_t count, struct error *err)
{
	struct strbuf payload = STRBUF_INIT;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = check_event(&events[i], err);
	if (status != STATUS_OK || !count)
		return status;
	status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0, run = 0; i < count && status == STATUS_OK; i++) {
		payload_of(&events[i], &payload);
		status = add_event(store, &events[i], &payload, err);
		run++;
		bool last = i + 1 == count || strcmp(events[i].session, events[i + 1].session) != 0;
		if (status == STATUS_OK && last) {
			status = summary_grew(store, events[i].session, run, err);
			run = 0;
		}
	}
	strbuf_release(&payload);
	return store_end(store, status, err);
}

/* Whether the log has the event: NOT_FOUND, OK when it says the same, INVALID when it says something else. */
static enum status find_same(struct store *store, const struct event *event, const struct strbuf *payload,
                             struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_EVENT_SAME, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, event->session);
	store_bind_text(stmt, 2, event->origin);
	store_bind_text(stmt, 3, event->stream);
	sqlite3_bind_int64(stmt, 4, (int64_t)event->oseq);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_DONE) {
		status = STATUS_NOT_FOUND;
	} else if (rc != SQLITE_ROW) {
		status = store_failed(store, rc, "looking into the log", err);
	} else {
		const char *kind = NULL, *text = NULL;
		status = store_text(store, stmt, 2, &kind, err);
		if (status == STATUS_OK)
			status = store_text(store, stmt, 3, &text, err);
		bool same = status == STATUS_OK && sqlite3_column_int64(stmt, 0) == (int64_t)event->lamport &&
		            sqlite3_column_int64(stmt, 1) == event->at_ms && strcmp(kind, event_kind_name(event)) == 0 &&
		            strcmp(text, payload->text) == 0;
		if (status == STATUS_OK && !same)
			status = error_set(err, STATUS_INVALID, "Event %llu of stream %s in interview %s is here "
			                   "already and says something else. Nothing was imported; the two copies of "
			                   "this interview cannot be joined.",
			                   (unsigned long long)event->oseq, event->stream, event->session);
	}
	sqlite3_reset(stmt);
	return status;
}

static enum status refuse_purged(struct store *store, const char *session, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_TOMBSTONE, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, session);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		status = error_set(err, STATUS_INVALID, "Interview %s was purged here, and what is purged does not "
		                   "come back. Nothing was imported; to read it all the same, import it into another "
		                   "directory with --home.", session);
	else if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "looking for what was purged", err);
	sqlite3_reset(stmt);
	return status;
}

/* What a rescue file has of one's own private stream goes to where private events are kept. */
static enum status import_private(struct store *store, const struct event *event, struct store_import_report *report,
                                  struct error *err)
{
	struct session *own = session_new();
	enum status status = store_read_private(store, event->session, event->origin, own, err);
	bool known = session_last_oseq(own, event->origin, event->stream) >= event->oseq;
	if (status == STATUS_CORRUPT)
		status = STATUS_OK;
	if (status == STATUS_OK && !known)
		status = store_append_private(store, event, 1, err);
	report->known += known;
	report->added += !known;
	session_free(own);
	return status;
}

static enum status import_one(struct store *store, const struct event *event, struct strbuf *payload,
                              struct store_import_report *report, struct error *err)
{
	if (stream_is_private(event->stream))
		return import_private(store, event, report, err);
	payload_of(event, payload);
	enum status status = find_same(store, event, payload, err);
	if (status == STATUS_OK) {
		report->known++;
	} else if (status == STATUS_NOT_FOUND) {
		status = add_event(store, event, payload, err);
		if (status == STATUS_OK)
			status = summary_grew(store, event->session, 1, err);
		report->added++;
	}
	return status;
}

enum status store_import(struct store *store, const struct event *events, size_t count,
                         struct store_import_report *report, struct error *err)
{
	struct strbuf payload = STRBUF_INIT;
	*report = (struct store_import_report){ 0 };
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		status = check_event(&events[i], err);
		if (status == STATUS_OK && (i == 0 || strcmp(events[i].session, events[i - 1].session) != 0))
			status = refuse_purged(store, events[i].session, err);
		if (status == STATUS_OK)
			status = import_one(store, &events[i], &payload, report, err);
	}
	strbuf_release(&payload);
	status = store_end(store, status, err);
	if (status != STATUS_OK)
		*report = (struct store_import_report){ 0 };
	return status;
}

static bool copy_id(char *out, size_t size, const char *text)
{
	if (strlen(text) >= size)
		return false;
	strcpy(out, text);
	return true;
}

static enum status read_row(struct store *store, sqlite3_stmt *stmt, const char *id, struct event *event,
                            struct arena *arena, struct error *err)
{
	struct error why = { "" };
	const char *texts[4];   /* origin, stream, kind, payload */
	static const int columns[] = { 1, 2, 6, 7 };
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		enum status status = store_text(store, stmt, columns[i], &texts[i], err);
		if (status != STATUS_OK)
			return status;
	}
	size_t len = (size_t)sqlite3_column_bytes(stmt, 7);
	*event = (struct event){ 0 };
	event->oseq = (uint64_t)sqlite3_column_int64(stmt, 3);
	event->lamport = (uint64_t)sqlite3_column_int64(stmt, 4);
	event->at_ms = sqlite3_column_int64(stmt, 5);
	if (copy_id(event->session, sizeof event->session, id) &&
	    copy_id(event->origin, sizeof event->origin, texts[0]) &&
	    copy_id(event->stream, sizeof event->stream, texts[1]) &&
	    event_payload_decode(event, texts[2], texts[3], len, arena, &why) == STATUS_OK)
		return STATUS_OK;
	return error_set(err, STATUS_CORRUPT, "%s: event %lld of interview %s cannot be understood%s%.200s. What comes "
	                 "before it can be read; keep a copy of the file.",
	                 store->path, (long long)sqlite3_column_int64(stmt, 0), id, why.text[0] ? ": " : "", why.text);
}

enum status store_read_events(struct store *store, const char *id, int64_t after_rowid, store_each_event *each,
                              void *context, struct error *err)
{
	struct arena arena = ARENA_INIT;
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, after_rowid ? STATEMENT_EVENTS_SINCE : STATEMENT_EVENTS_ALL, &stmt,
	                                     err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, id);
	if (after_rowid)
		sqlite3_bind_int64(stmt, 2, after_rowid);
	int rc = SQLITE_DONE;
	for (size_t n = 1; status == STATUS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW; n++) {
		struct event event;
		status = read_row(store, stmt, id, &event, &arena, err);
		if (status == STATUS_OK)
			status = each(context, sqlite3_column_int64(stmt, 0), &event);
		if (n % EVENTS_PER_ARENA == 0)
			arena_release(&arena);
	}
	if (status == STATUS_OK && rc != SQLITE_DONE)
		status = store_failed(store, rc, "reading the log", err);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	arena_release(&arena);
	return status;
}

struct fold {
	struct session *session;
	int64_t rowid;
	size_t added;
};

static enum status fold_event(void *context, int64_t rowid, const struct event *event)
{
	struct fold *fold = context;
	enum status status = session_add(fold->session, event);
	if (status != STATUS_OK && status != STATUS_EXISTS)
		return status;
	if (status == STATUS_OK)
		fold->added++;
	if (rowid > fold->rowid)
		fold->rowid = rowid;
	return STATUS_OK;
}

enum status store_read_session(struct store *store, const char *id, struct session *session, int64_t *rowid,
                               size_t *added, struct error *err)
{
	struct fold fold = { .session = session, .rowid = *rowid };
	struct error why = { "" };
	enum status status = store_read_events(store, id, *rowid, fold_event, &fold, &why);
	if (status != STATUS_OK)
		error_set(err, status, "%.500s", why.text[0] ? why.text : status_text(status));
	else if (*rowid == 0 && fold.rowid == 0)
		status = error_set(err, STATUS_NOT_FOUND,
		                   "There is no interview %s in %s. \"sysdrill sessions\" lists those that there are.",
		                   id, store->path);
	*rowid = fold.rowid;
	if (added)
		*added = fold.added;
	return status;
}

enum status store_find_session(struct store *store, const char *prefix, char out[ID_SIZE], struct error *err)
{
	char upper[ID_SIZE];
	size_t len = strlen(prefix);
	sqlite3_stmt *stmt;
	int found = 0, rc;
	out[0] = '\0';
	if (len == 0 || len >= ID_SIZE)
		return error_set(err, STATUS_NOT_FOUND, "\"%.40s\" is not the id of an interview: it has 1 to 16 "
		                 "characters. \"sysdrill sessions\" lists them.", prefix);
	for (size_t i = 0; i <= len; i++)
		upper[i] = (char)toupper((unsigned char)prefix[i]);
	enum status status = store_statement(store, STATEMENT_SESSION_FIND, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, upper);
	for (; (rc = sqlite3_step(stmt)) == SQLITE_ROW && status == STATUS_OK; found++) {
		const char *id;
		status = store_text(store, stmt, 0, &id, err);
		if (status == STATUS_OK && !copy_id(out, ID_SIZE, id))
			status = store_failed(store, SQLITE_CORRUPT, "looking for the interview", err);
	}
	if (status == STATUS_OK && rc != SQLITE_DONE)
		status = store_failed(store, rc, "looking for the interview", err);
	else if (status == STATUS_OK && found == 0)
		status = error_set(err, STATUS_NOT_FOUND,
		                   "No interview has an id that begins with %s. \"sysdrill sessions\" lists them.",
		                   prefix);
	else if (status == STATUS_OK && found > 1)
		status = error_set(err, STATUS_INVALID, "Several interviews have an id that begins with %s; give more "
		                   "of it. \"sysdrill sessions\" lists them.", prefix);
	sqlite3_reset(stmt);
	if (status != STATUS_OK)
		out[0] = '\0';
	return status;
}
