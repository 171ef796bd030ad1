#include "shell/sitting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/problem_reader.h"
#include "session/change.h"
#include "session/export.h"
#include "shell/rescue.h"

struct queued {
	char stream[STREAM_SIZE];
	const char *kind;       /* its name, from the table of kinds */
	int64_t at_ms;
	char *payload;
	bool takes_over;        /* it repeats what another origin wrote: see take_over() */
};

void sitting_init(struct sitting *sitting, struct store *store)
{
	*sitting = (struct sitting){ .store = store };
}

static void drop_queue(struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->queue_count; i++)
		free(sitting->queue[i].payload);
	sitting->queue_count = 0;
}

static void close_sitting(struct sitting *sitting)
{
	drop_queue(sitting);
	free(sitting->queue);
	if (*sitting->origin)
		store_release_origin(sitting->store, sitting->origin);
	session_free(sitting->session);
	problem_free(sitting->problem);
	sitting_init(sitting, sitting->store);
}

void sitting_queue(struct sitting *sitting, const struct event *event, const char *stream, int64_t at_ms)
{
	struct strbuf payload = STRBUF_INIT;
	event_payload_encode(event, &payload);
	sitting->queue = array_grow(sitting->queue, sitting->queue_count, &sitting->queue_cap, sizeof *sitting->queue);
	struct queued *queued = &sitting->queue[sitting->queue_count++];
	*queued = (struct queued){ .kind = event_kind_name(event), .at_ms = at_ms, .payload = strbuf_detach(&payload, NULL) };
	snprintf(queued->stream, sizeof queued->stream, "%s", stream);
}

bool sitting_has_queue(const struct sitting *sitting)
{
	return sitting->queue_count > 0;
}

static void insert_queued(struct sitting *sitting, size_t index, const struct event *event, const char *stream, int64_t at_ms)
{
	sitting_queue(sitting, event, stream, at_ms);
	struct queued last = sitting->queue[sitting->queue_count - 1];
	last.takes_over = true;
	memmove(&sitting->queue[index + 1], &sitting->queue[index], (sitting->queue_count - 1 - index) * sizeof last);
	sitting->queue[index] = last;
}

static void drop_queued(struct sitting *sitting, size_t index)
{
	free(sitting->queue[index].payload);
	sitting->queue_count--;
	memmove(&sitting->queue[index], &sitting->queue[index + 1], (sitting->queue_count - index) * sizeof *sitting->queue);
}

static size_t own_length(const struct sitting *sitting, const char *stream)
{
	const struct session *session = sitting->session;
	for (size_t i = 0; i < session->document_count; i++)
		if (!strcmp(session->documents[i]->stream, stream) && !strcmp(session->documents[i]->origin, sitting->origin))
			return session->documents[i]->text.len;
	return 0;
}

/* Puts before queue[index] the splices that make this origin's document what the other's is; returns how many. */
static size_t repeat_document(struct sitting *sitting, size_t index, const struct document *document)
{
	struct queued first = sitting->queue[index];
	struct change part, change = { .deleted = own_length(sitting, first.stream), .text = document->text.text,
	                               .len = document->text.len };
	size_t count = 0;
	while (change_take(&change, &part)) {
		char *text = xstrndup(part.text, part.len);
		struct event event = { .kind = EVENT_NOTE_EDITED, .note_edited = {
			.offset = (int64_t)part.offset, .deleted = (int64_t)part.deleted, .text = text } };
		insert_queued(sitting, index + count++, &event, first.stream, first.at_ms);
		free(text);
	}
	return count;
}

static bool edited_before(const struct sitting *sitting, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (!strcmp(sitting->queue[i].stream, sitting->queue[index].stream))
			return true;
	return false;
}

/*
 * A document has one writer. Whoever goes on with one that another origin wrote (an imported interview, a home that was
 * moved, a backup) begins with all of it: the splices that were typed mean the text that was on the screen.
 */
static void take_over(struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->queue_count; i++) {
		const struct queued *queued = &sitting->queue[i];
		const struct document *document = stream_is_document(queued->stream)
		                                  ? session_document(sitting->session, queued->stream) : NULL;
		if (document && !queued->takes_over && strcmp(document->origin, sitting->origin) && !edited_before(sitting, i))
			i += repeat_document(sitting, i, document);
	}
}

/*
 * Turns the queue into events with the numbers that follow what is in the log. `*at` is how far that went: on failure the one
 * that can never be written.
 */
static enum status number_queue(const struct sitting *sitting, struct event *events, size_t *at, struct arena *arena,
                                struct error *err)
{
	*at = 0;
	for (size_t i = 0; i < sitting->queue_count; i++) {
		const struct queued *queued = &sitting->queue[i];
		struct event *event = &events[i];
		session_prepare(sitting->session, event, sitting->origin, queued->stream, event_kind_parse(queued->kind),
		                queued->at_ms);
		enum status status = event_payload_decode(event, queued->kind, queued->payload, strlen(queued->payload), arena, err);
		if (status != STATUS_OK)
			return status;
		event->lamport += i;
		for (size_t j = 0; j < i; j++)
			event->oseq += !strcmp(events[j].stream, event->stream);
		*at = i + 1;
	}
	return STATUS_OK;
}

enum status sitting_commit(struct sitting *sitting, struct error *err)
{
	if (!sitting->queue_count)
		return STATUS_OK;
	take_over(sitting);
	struct arena arena = ARENA_INIT;
	struct event *events = xcalloc(sitting->queue_count, sizeof *events);
	enum status refused = STATUS_OK, status;
	size_t at;
	while ((status = number_queue(sitting, events, &at, &arena, err)) != STATUS_OK) {
		refused = status;
		drop_queued(sitting, at);
	}
	status = store_append(sitting->store, events, sitting->queue_count, refused == STATUS_OK ? err : NULL);
	if (status == STATUS_OK) {
		for (size_t i = 0; i < sitting->queue_count; i++)
			session_add(sitting->session, &events[i]);
		drop_queue(sitting);
	} else if (status == STATUS_EXISTS) {
		/* Somebody went on with this origin elsewhere: take in what they wrote, the next try has other numbers. */
		sitting_sync(sitting, NULL, NULL);
	}
	free(events);
	arena_release(&arena);
	return status == STATUS_OK ? refused : status;
}

static void queue_simple(struct sitting *sitting, enum event_kind kind, const char *reason, int64_t at_ms)
{
	struct event event = { .kind = kind };
	if (kind == EVENT_SESSION_PAUSED)
		event.session_paused.reason = reason;
	sitting_queue(sitting, &event, STREAM_MAIN, at_ms);
}

enum status sitting_start(struct sitting *sitting, const struct catalog_entry *entry, const struct preset *preset,
                          enum level level, bool curveball, int64_t now_ms, struct error *err)
{
	char sha256[SHA256_HEX_SIZE], id[ID_SIZE];
	struct strbuf phases = STRBUF_INIT;
	enum status status = catalog_load_problem(entry, &sitting->problem, NULL, err);
	if (status != STATUS_OK)
		goto out;
	status = store_put_problem(sitting->store, sitting->problem->source, sitting->problem->source_len, sha256, err);
	if (status != STATUS_OK)
		goto out;
	status = store_new_id(id, err);
	if (status != STATUS_OK)
		goto out;
	status = store_claim_origin(sitting->store, id, sitting->origin, err);
	if (status != STATUS_OK)
		goto out;
	sitting->session = session_new();
	snprintf(sitting->session->id, sizeof sitting->session->id, "%s", id);
	struct preset adapted = *preset;
	preset_adapt(&adapted, sitting->problem->minutes);
	preset_format(&adapted, &phases);
	struct event started = { .kind = EVENT_SESSION_STARTED, .session_started = {
		.problem = sitting->problem->id, .title = sitting->problem->title, .problem_sha256 = sha256,
		.preset = preset->name, .phases = phases.text, .level = level_name(level), .curveball = curveball } };
	sitting_queue(sitting, &started, STREAM_MAIN, now_ms);
	status = sitting_commit(sitting, err);
	if (status == STATUS_OK)
		store_put_summary(sitting->store, sitting->session, NULL);
	sitting_touch(sitting, now_ms);
out:
	strbuf_release(&phases);
	if (status != STATUS_OK)
		close_sitting(sitting);
	return status;
}

/* The problem as the record keeps it; without it the interview can still be read and gone on with. */
static void load_problem(struct sitting *sitting)
{
	struct strbuf text = STRBUF_INIT;
	const char *sha256 = sitting->session->problem_sha256;
	if (sha256 && store_get_problem(sitting->store, sha256, &text, NULL) == STATUS_OK)
		problem_read(sitting->session->problem_id, text.text, text.len, &sitting->problem, NULL);
	strbuf_release(&text);
}

static int64_t last_seen(struct sitting *sitting, int64_t now_ms)
{
	struct store_sessions all;
	int64_t seen = sitting->session->last_event_ms;
	struct store_session_query query = { .problem = sitting->session->problem_id, .unfinished = true };
	if (store_list_sessions(sitting->store, &query, &all, NULL) == STATUS_OK)
		for (size_t i = 0; i < all.count; i++)
			if (!strcmp(all.items[i].id, sitting->session->id) && all.seen_ms[i] > seen)
				seen = all.seen_ms[i];
	store_sessions_release(&all);
	return seen < now_ms ? seen : now_ms;
}

enum status sitting_open(struct sitting *sitting, const char *id, int64_t now_ms, struct error *err)
{
	sitting->session = session_new();
	enum status status = store_read_session(sitting->store, id, sitting->session, &sitting->rowid, NULL, err);
	if (status != STATUS_OK)
		goto out;
	load_problem(sitting);
	status = store_read_only(sitting->store) ? STATUS_BUSY : store_claim_origin(sitting->store, id, sitting->origin, err);
	if (status == STATUS_BUSY) {
		sitting->watching = true;
		sitting->origin[0] = '\0';
		status = STATUS_OK;
	}
	if (status == STATUS_OK && !sitting->watching && sitting->session->stage == STAGE_RUNNING) {
		queue_simple(sitting, EVENT_SESSION_PAUSED, "lost", last_seen(sitting, now_ms));
		status = sitting_commit(sitting, err);
	}
out:
	if (status != STATUS_OK)
		close_sitting(sitting);
	return status;
}

/* The log as it would be, had the queue been committed under the origin that is set now. */
static void encode_rescue(struct sitting *sitting, struct strbuf *out)
{
	struct arena arena = ARENA_INIT;
	struct event *events = xcalloc(sitting->queue_count, sizeof *events);
	const struct problem *problem = sitting->problem;
	size_t at;
	while (number_queue(sitting, events, &at, &arena, NULL) != STATUS_OK)
		drop_queued(sitting, at);
	session_export_jsonl(sitting->session, problem ? problem->source : NULL, problem ? problem->source_len : 0, out);
	for (size_t i = 0; i < sitting->queue_count; i++) {
		event_line_encode(&events[i], out);
		strbuf_addc(out, '\n');
	}
	free(events);
	arena_release(&arena);
}

static void drop_take_overs(struct sitting *sitting)
{
	for (size_t i = sitting->queue_count; i-- > 0;)
		if (sitting->queue[i].takes_over)
			drop_queued(sitting, i);
}

enum status sitting_rescue(struct sitting *sitting, int64_t now_ms, struct strbuf *path, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	char own[ID_SIZE], other[ID_SIZE];
	enum status status = store_new_id(other, err);
	if (status != STATUS_OK)
		return status;
	/* An origin of its own: whatever is written here later, the file can still be taken in. */
	memcpy(own, sitting->origin, sizeof own);
	memcpy(sitting->origin, other, sizeof other);
	drop_take_overs(sitting);
	take_over(sitting);
	bool running = sitting->session->stage == STAGE_RUNNING;
	if (running)
		queue_simple(sitting, EVENT_SESSION_PAUSED, "left", now_ms);
	encode_rescue(sitting, &text);
	status = rescue_write(sitting->session->id, text.text, text.len, path, err);
	memcpy(sitting->origin, own, sizeof own);
	strbuf_release(&text);
	if (status == STATUS_OK) {
		drop_queue(sitting);
		return status;
	}
	if (running)
		drop_queued(sitting, sitting->queue_count - 1);
	drop_take_overs(sitting);
	return status;
}

void sitting_leave(struct sitting *sitting, const char *reason, int64_t now_ms)
{
	if (!sitting->session)
		return;
	if (!sitting->watching) {
		if (sitting->session->stage == STAGE_RUNNING)
			queue_simple(sitting, EVENT_SESSION_PAUSED, reason, now_ms);
		sitting_commit(sitting, NULL);
		store_put_summary(sitting->store, sitting->session, NULL);
	}
	close_sitting(sitting);
}

enum status sitting_sync(struct sitting *sitting, size_t *added, struct error *err)
{
	if (added)
		*added = 0;
	if (!sitting->session)
		return STATUS_OK;
	return store_read_session(sitting->store, sitting->session->id, sitting->session, &sitting->rowid, added, err);
}

void sitting_touch(struct sitting *sitting, int64_t now_ms)
{
	if (!sitting->session || sitting->watching || sitting->session->stage != STAGE_RUNNING)
		return;
	if (sitting->touched_ms && now_ms - sitting->touched_ms < TOUCH_MS)
		return;
	sitting->touched_ms = now_ms;
	/* Failing costs nothing but precision after a crash. */
	store_touch_session(sitting->store, sitting->session->id, sitting->origin, now_ms, NULL);
}

void sitting_slept(struct sitting *sitting, int64_t from_ms, int64_t to_ms)
{
	if (!sitting->session || sitting->watching || sitting->session->stage != STAGE_RUNNING)
		return;
	queue_simple(sitting, EVENT_SESSION_PAUSED, "slept", from_ms);
	queue_simple(sitting, EVENT_SESSION_RESUMED, NULL, to_ms);
}
