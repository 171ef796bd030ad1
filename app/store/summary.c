/*
 * Summaries of sessions, and how each problem goes. A cache of the fold: `events` counts the log, `folded` what was
 * folded.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { SESSIONS_PER_COMMIT = 256 };

/* Names, not numbers: the enum may grow. */
static const char *const stage_names[] = {
	[STAGE_EMPTY] = "empty", [STAGE_RUNNING] = "running", [STAGE_PAUSED] = "paused", [STAGE_DEBRIEF] = "debrief",
	[STAGE_DELETED] = "deleted",
};

static enum session_stage stage_parse(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(stage_names); i++)
		if (name && strcmp(stage_names[i], name) == 0)
			return (enum session_stage)i;
	return STAGE_EMPTY;
}

enum status summary_grew(struct store *store, const char *session, size_t events, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_SESSION_GREW, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, session);
	sqlite3_bind_int64(stmt, 2, (int64_t)events);
	return store_step(store, stmt, "counting the log", err);
}

static enum status with_text(struct store *store, enum statement which, const char *text, const char *doing,
                             struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, which, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, text);
	return store_step(store, stmt, doing, err);
}

static enum status put_progress(struct store *store, const char *problem, struct error *err)
{
	if (!*problem)
		return STATUS_OK;
	enum status status = with_text(store, STATEMENT_PROGRESS_PUT, problem, "counting interviews", err);
	if (status == STATUS_OK)
		status = with_text(store, STATEMENT_PROGRESS_TIDY, problem, "counting interviews", err);
	return status;
}

enum status summary_forget(struct store *store, const char *session, struct error *err)
{
	sqlite3_stmt *stmt;
	struct strbuf problem = STRBUF_INIT;
	enum status status = store_statement(store, STATEMENT_SESSION_PROBLEM, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, session);
	int rc = sqlite3_step(stmt);
	const char *text = NULL;
	if (rc == SQLITE_ROW)
		status = store_text(store, stmt, 0, &text, err);
	if (text)
		strbuf_adds(&problem, text);
	else if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		status = store_failed(store, rc, "forgetting a summary", err);
	sqlite3_reset(stmt);
	if (status == STATUS_OK)
		status = with_text(store, STATEMENT_SESSION_DROP, session, "forgetting a summary", err);
	if (status == STATUS_OK)
		status = put_progress(store, problem.text, err);
	strbuf_release(&problem);
	return status;
}

/* Of a machine that has several seats in one interview the candidate's counts; of one that has none: it only reads. */
static enum status own_seat(struct store *store, const struct session *session, const char *id, const char **seat,
                            struct error *err)
{
	sqlite3_stmt *stmt;
	int rc;
	enum status status = store_statement(store, STATEMENT_ORIGINS_OWN, &stmt, err);
	*seat = seat_name(session->room ? SEAT_OBSERVER : SEAT_SOLO);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, id);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *origin = (const char *)sqlite3_column_text(stmt, 0);
		const struct member *member = origin ? session_member(session, origin) : NULL;
		if (member && strcmp(*seat, seat_name(SEAT_CANDIDATE)) != 0)
			*seat = seat_name(member->seat);
	}
	if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "looking up one's seat", err);
	sqlite3_reset(stmt);
	return status;
}

static enum status put_row(struct store *store, const struct session *session, const char *id, uint64_t folded,
                           struct error *err)
{
	sqlite3_stmt *stmt;
	struct session_summary summary;
	session_summarize(session, &summary);
	enum status status = own_seat(store, session, id, &summary.seat, err);
	if (status == STATUS_OK)
		status = store_statement(store, STATEMENT_SESSION_PUT, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, id);
	sqlite3_bind_int64(stmt, 2, (int64_t)folded);
	store_bind_text(stmt, 3, summary.problem);
	store_bind_text(stmt, 4, summary.title);
	store_bind_text(stmt, 5, summary.preset);
	store_bind_text(stmt, 6, summary.phase);
	store_bind_text(stmt, 7, level_name(summary.level));
	store_bind_text(stmt, 8, stage_names[summary.stage]);
	sqlite3_bind_int(stmt, 9, summary.deleted);
	sqlite3_bind_int64(stmt, 10, summary.started_ms);
	sqlite3_bind_int64(stmt, 11, summary.ended_ms);
	sqlite3_bind_int64(stmt, 12, summary.spent_ms);
	sqlite3_bind_int64(stmt, 13, summary.paused_ms);
	sqlite3_bind_int64(stmt, 14, summary.budget_ms);
	sqlite3_bind_int64(stmt, 15, summary.last_event_ms);
	sqlite3_bind_int(stmt, 16, summary.score);
	sqlite3_bind_int(stmt, 17, summary.fact_weight);
	sqlite3_bind_int(stmt, 18, summary.questions);
	sqlite3_bind_int(stmt, 19, summary.hints);
	sqlite3_bind_int(stmt, 20, summary.returns);
	sqlite3_bind_int(stmt, 21, summary.pauses);
	store_bind_text(stmt, 22, summary.seat);
	sqlite3_bind_int(stmt, 23, summary.peer);
	return store_step(store, stmt, "writing a summary", err);
}

/* What the candidate wrote: every document once, by whoever wrote it last. */
static enum status put_text(struct store *store, const struct session *session, const char *id, struct error *err)
{
	struct strbuf body = STRBUF_INIT;
	bool shown = session->stage != STAGE_EMPTY && session->stage != STAGE_DELETED && !session->deleted;
	for (size_t i = 0; shown && i < session->document_count; i++) {
		const struct document *document = session->documents[i];
		if (session_document(session, document->stream) != document)
			continue;
		strbuf_add(&body, document->text.text, document->text.len);
		strbuf_adds(&body, "\n\n");
	}
	enum status status = search_put(store, &(struct store_document){
		.kind = "session", .id = id, .title = shown ? session->title : "", .body = body.text }, err);
	strbuf_release(&body);
	return status;
}

/* Inside a transaction. */
static enum status put_summary(struct store *store, const struct session *session, const char *id, uint64_t folded,
                               struct error *err)
{
	enum status status = put_row(store, session, id, folded, err);
	if (status == STATUS_OK)
		status = put_progress(store, session->problem_id, err);
	if (status == STATUS_OK)
		status = put_text(store, session, id, err);
	return status;
}

enum status store_put_summary(struct store *store, const struct session *session, struct error *err)
{
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	return store_end(store, put_summary(store, session, session->id, session->event_count, err), err);
}

static enum status count_events(struct store *store, const char *id, uint64_t *count, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_EVENTS_COUNT, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, id);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*count = (uint64_t)sqlite3_column_int64(stmt, 0);
	else
		status = store_failed(store, rc, "counting the log", err);
	sqlite3_reset(stmt);
	return status;
}

/* Inside a transaction, so that nothing can be appended in between. An event that cannot be understood ends the fold
 * there: what came before it is still an interview, and its place in the list is where it is found and exported. */
static enum status refresh_one(struct store *store, const char *id, struct error *err)
{
	struct session *session = session_new();
	uint64_t events = 0;
	int64_t rowid = 0;
	enum status status = store_read_session(store, id, session, &rowid, NULL, err);
	if (status == STATUS_NOT_FOUND) {
		status = summary_forget(store, id, err);
		goto out;
	}
	if (status == STATUS_OK || ((status == STATUS_CORRUPT || status == STATUS_INVALID) && !store->damaged))
		status = count_events(store, id, &events, err);
	if (status == STATUS_OK)
		status = put_summary(store, session, id, events, err);
out:
	session_free(session);
	return status;
}

static enum status stale_sessions(struct store *store, struct arena *arena, const char ***ids, size_t *count,
                                  struct error *err)
{
	sqlite3_stmt *stmt;
	size_t cap = 0;
	int rc;
	enum status status = store_statement(store, STATEMENT_SESSION_STALE, &stmt, err);
	if (status != STATUS_OK)
		return status;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		*ids = array_grow(*ids, *count, &cap, sizeof **ids);
		(*ids)[(*count)++] = store_column(stmt, 0, arena);
	}
	if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "looking for what has grown", err);
	sqlite3_reset(stmt);
	return status;
}

enum status store_refresh(struct store *store, struct error *err)
{
	struct arena arena = ARENA_INIT;
	const char **ids = NULL;
	size_t count = 0;
	if (store->read_only)
		return STATUS_OK;
	enum status status = stale_sessions(store, &arena, &ids, &count, err);
	for (size_t i = 0; i < count && status == STATUS_OK;) {
		size_t end = i + SESSIONS_PER_COMMIT < count ? i + SESSIONS_PER_COMMIT : count;
		status = store_begin(store, err);
		if (status != STATUS_OK)
			break;
		for (; i < end && status == STATUS_OK; i++)
			status = refresh_one(store, ids[i], err);
		status = store_end(store, status, err);
	}
	free(ids);
	arena_release(&arena);
	return status;
}

/* The same condition for listing and counting; written so that the partial indexes serve it. */
static void add_condition(const struct store_session_query *query, struct strbuf *sql)
{
	strbuf_adds(sql, " WHERE stage <> 'empty'");
	if (!query->with_deleted)
		strbuf_adds(sql, " AND NOT deleted");
	if (query->unfinished)
		strbuf_adds(sql, " AND ended_ms = 0");
	if (query->problem)
		strbuf_adds(sql, " AND problem = ?1");
}

static enum status prepare_query(struct store *store, const struct store_session_query *query, const struct strbuf *sql,
                                 sqlite3_stmt **stmt, struct error *err)
{
	*stmt = NULL;
	int rc = sqlite3_prepare_v2(store->db, sql->text, (int)sql->len, stmt, NULL);
	if (rc != SQLITE_OK)
		return store_failed(store, rc, "listing interviews", err);
	if (query->problem)
		store_bind_text(*stmt, 1, query->problem);
	return STATUS_OK;
}

static void read_summary(sqlite3_stmt *stmt, struct arena *arena, struct session_summary *summary)
{
	const char *id = (const char *)sqlite3_column_text(stmt, 0), *level = (const char *)sqlite3_column_text(stmt, 5);
	*summary = (struct session_summary){ .problem = store_column(stmt, 1, arena) };
	if (id && strlen(id) < ID_SIZE)
		strcpy(summary->id, id);
	summary->title = store_column(stmt, 2, arena);
	summary->preset = store_column(stmt, 3, arena);
	summary->phase = store_column(stmt, 4, arena);
	level_parse(level ? level : "", &summary->level);
	summary->stage = stage_parse((const char *)sqlite3_column_text(stmt, 6));
	summary->deleted = sqlite3_column_int(stmt, 7);
	summary->started_ms = sqlite3_column_int64(stmt, 8);
	summary->ended_ms = sqlite3_column_int64(stmt, 9);
	summary->spent_ms = sqlite3_column_int64(stmt, 10);
	summary->paused_ms = sqlite3_column_int64(stmt, 11);
	summary->budget_ms = sqlite3_column_int64(stmt, 12);
	summary->last_event_ms = sqlite3_column_int64(stmt, 13);
	summary->score = sqlite3_column_int(stmt, 14);
	summary->fact_weight = sqlite3_column_int(stmt, 15);
	summary->questions = sqlite3_column_int(stmt, 16);
	summary->hints = sqlite3_column_int(stmt, 17);
	summary->returns = sqlite3_column_int(stmt, 18);
	summary->pauses = sqlite3_column_int(stmt, 19);
	summary->events = (uint64_t)sqlite3_column_int64(stmt, 20);
	summary->seat = store_column(stmt, 22, arena);
	summary->peer = sqlite3_column_int(stmt, 23);
}

enum status store_list_sessions(struct store *store, const struct store_session_query *query, struct store_sessions *out,
                                struct error *err)
{
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *stmt = NULL;
	size_t cap = 0, seen_cap = 0;
	int rc = SQLITE_DONE;
	*out = (struct store_sessions){ .arena = ARENA_INIT };
	strbuf_adds(&sql, "SELECT id, problem, title, preset, phase, level, stage, deleted, started_ms, ended_ms, "
	            "spent_ms, paused_ms, budget_ms, last_event_ms, score, fact_weight, questions, hints, returns, "
	            "pauses, folded, (SELECT at_ms FROM seen WHERE seen.session = session.id), seat, peer FROM session");
	add_condition(query, &sql);
	strbuf_addf(&sql, " ORDER BY started_ms DESC, id DESC LIMIT %lld OFFSET %zu",
	            query->limit ? (long long)query->limit : -1LL,
	            query->offset);
	enum status status = prepare_query(store, query, &sql, &stmt, err);
	for (; status == STATUS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW; out->count++) {
		out->items = array_grow(out->items, out->count, &cap, sizeof *out->items);
		out->seen_ms = array_grow(out->seen_ms, out->count, &seen_cap, sizeof *out->seen_ms);
		read_summary(stmt, &out->arena, &out->items[out->count]);
		out->seen_ms[out->count] = sqlite3_column_int64(stmt, 21);
	}
	if (status == STATUS_OK && rc != SQLITE_DONE)
		status = store_failed(store, rc, "listing interviews", err);
	sqlite3_finalize(stmt);
	strbuf_release(&sql);
	return status;
}

enum status store_count_sessions(struct store *store, const struct store_session_query *query, size_t *count,
                                 struct error *err)
{
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *stmt = NULL;
	*count = 0;
	strbuf_adds(&sql, "SELECT count(*) FROM session");
	add_condition(query, &sql);
	enum status status = prepare_query(store, query, &sql, &stmt, err);
	int rc = status == STATUS_OK ? sqlite3_step(stmt) : SQLITE_DONE;
	if (rc == SQLITE_ROW)
		*count = (size_t)sqlite3_column_int64(stmt, 0);
	else if (status == STATUS_OK)
		status = store_failed(store, rc, "counting interviews", err);
	sqlite3_finalize(stmt);
	strbuf_release(&sql);
	return status;
}

void store_sessions_release(struct store_sessions *sessions)
{
	free(sessions->items);
	free(sessions->seen_ms);
	arena_release(&sessions->arena);
	*sessions = (struct store_sessions){ .arena = ARENA_INIT };
}

static enum status read_progress(struct store *store, sqlite3_stmt *stmt, struct store_progress_list *out, struct error *err)
{
	size_t cap = 0;
	int rc;
	enum status status = STATUS_OK;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		out->items = array_grow(out->items, out->count, &cap, sizeof *out->items);
		out->items[out->count++] = (struct store_progress){
			.problem = store_column(stmt, 0, &out->arena),
			.times = sqlite3_column_int(stmt, 1),
			.last_score = sqlite3_column_int(stmt, 2),
			.last_ms = sqlite3_column_int64(stmt, 3),
			.unfinished = store_column(stmt, 4, &out->arena),
		};
	}
	if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "listing how problems go", err);
	sqlite3_reset(stmt);
	return status;
}

enum status store_progress(struct store *store, struct store_progress_list *out, struct error *err)
{
	sqlite3_stmt *stmt;
	*out = (struct store_progress_list){ .arena = ARENA_INIT };
	enum status status = store_statement(store, STATEMENT_PROGRESS_ALL, &stmt, err);
	return status == STATUS_OK ? read_progress(store, stmt, out, err) : status;
}

enum status store_first_progress(struct store *store, size_t limit, struct store_progress_list *out, struct error *err)
{
	sqlite3_stmt *stmt;
	*out = (struct store_progress_list){ .arena = ARENA_INIT };
	enum status status = store_statement(store, STATEMENT_PROGRESS_FIRST, &stmt, err);
	if (status != STATUS_OK)
		return status;
	sqlite3_bind_int64(stmt, 1, (int64_t)limit);
	return read_progress(store, stmt, out, err);
}

void store_progress_release(struct store_progress_list *list)
{
	free(list->items);
	arena_release(&list->arena);
	*list = (struct store_progress_list){ .arena = ARENA_INIT };
}

enum status store_rebuild_index(struct store *store, struct error *err)
{
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	status = store_exec(store, "DELETE FROM session; DELETE FROM progress; DELETE FROM entry;"
	                    " DELETE FROM words; DELETE FROM document;"
	                    " INSERT INTO session(id, events) SELECT session, count(*) FROM event GROUP BY session",
	                    "emptying the index", err);
	status = store_end(store, status, err);
	return status == STATUS_OK ? store_refresh(store, err) : status;
}
