/* What a sitting writes: the queue of events that are not on the disk yet, and the file that takes it when the disk does not. */
#include "shell/sitting_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "session/change.h"
#include "session/export.h"
#include "shell/rescue.h"

struct queued {
	char origin[ID_SIZE];   /* who writes it: with both seats here, the one who had the keyboard then */
	char stream[STREAM_SIZE];
	const char *kind;       /* its name, from the table of kinds */
	int64_t at_ms;
	char *payload;
	bool takes_over;        /* it repeats what another origin wrote: see take_over() */
};

void sitting_drop_queue(struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->queue_count; i++)
		free(sitting->queue[i].payload);
	sitting->queue_count = 0;
}

/* In a room: what a seat may not write would stand in the way of all that it writes after it. */
static bool may_queue(const struct sitting *sitting, const struct event *event, const char *stream)
{
	struct event asked = { .kind = event->kind };
	snprintf(asked.stream, sizeof asked.stream, "%s", stream);
	return !sitting->session || !sitting->session->room || stream_is_private(stream) || event->kind == EVENT_SESSION_DELETED ||
	       seat_may_write(sitting->seat, &asked);
}

void sitting_queue_as(struct sitting *sitting, const char *origin, const struct event *event, const char *stream, int64_t at_ms)
{
	struct strbuf payload = STRBUF_INIT;
	event_payload_encode(event, &payload);
	sitting->queue = array_grow(sitting->queue, sitting->queue_count, &sitting->queue_cap, sizeof *sitting->queue);
	struct queued *queued = &sitting->queue[sitting->queue_count++];
	*queued = (struct queued){ .kind = event_kind_name(event), .at_ms = at_ms, .payload = strbuf_detach(&payload, NULL) };
	snprintf(queued->origin, sizeof queued->origin, "%s", origin);
	snprintf(queued->stream, sizeof queued->stream, "%s", stream);
}

void sitting_queue(struct sitting *sitting, const struct event *event, const char *stream, int64_t at_ms)
{
	if (may_queue(sitting, event, stream))
		sitting_queue_as(sitting, sitting->origin, event, stream, at_ms);
}

bool sitting_has_queue(const struct sitting *sitting)
{
	return sitting->queue_count > 0;
}

/* Clock and phases of a room are its interviewer's, whoever of the two at one terminal has the keyboard. */
void sitting_queue_simple(struct sitting *sitting, enum event_kind kind, const char *reason, int64_t at_ms)
{
	struct event event = { .kind = kind };
	if (kind == EVENT_SESSION_PAUSED)
		event.session_paused.reason = reason;
	const char *origin = sitting->both ? session_host(sitting->session)->origin : sitting->origin;
	sitting_queue_as(sitting, origin, &event, STREAM_MAIN, at_ms);
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
 * moved, a backup) begins with all of it: the splices that were typed mean the text that was on the screen. In a room
 * everybody has documents of their own.
 */
static void take_over(struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->queue_count; i++) {
		const struct queued *queued = &sitting->queue[i];
		const struct document *document = stream_is_document(queued->stream) && sitting->seat == SEAT_SOLO
		                                  ? session_document(sitting->session, queued->stream) : NULL;
		if (document && !queued->takes_over && strcmp(document->origin, sitting->origin) && !edited_before(sitting, i))
			i += repeat_document(sitting, i, document);
	}
}

/* The queue goes to two places: what is private of somebody into their file, the rest into the log. */
static bool in_part(const struct queued *queued, const char *private_of)
{
	return private_of ? stream_is_private(queued->stream) && !strcmp(queued->origin, private_of)
	                  : !stream_is_private(queued->stream);
}

/* What cannot be sent would stand in the way of all that is written after it. */
static enum status check_size(const struct sitting *sitting, const struct event *event, struct error *err)
{
	struct strbuf line = STRBUF_INIT;
	enum status status = STATUS_OK;
	if (sitting->session->room && !stream_is_private(event->stream)) {
		event_line_encode(event, &line);
		if (line.len > ROOM_LINE_MAX)
			status = error_set(err, STATUS_INVALID, "%s: longer than %d bytes, which is more than a room carries at once",
			                   event_kind_name(event), ROOM_LINE_MAX);
	}
	strbuf_release(&line);
	return status;
}

/*
 * Turns what is private of `private_of`, or for NULL what is not private, into events with the numbers that follow what is in
 * the log; returns how many in `*count`. On failure `*at` is the queued one that can never be written.
 */
static enum status number_queue(const struct sitting *sitting, const char *private_of, struct event *events, size_t *count,
                                size_t *at, struct arena *arena, struct error *err)
{
	*count = 0;
	for (*at = 0; *at < sitting->queue_count; ++*at) {
		const struct queued *queued = &sitting->queue[*at];
		struct event *event = &events[*count];
		if (!in_part(queued, private_of))
			continue;
		session_prepare(sitting->session, event, queued->origin, queued->stream, event_kind_parse(queued->kind),
		                queued->at_ms);
		enum status status = event_payload_decode(event, queued->kind, queued->payload, strlen(queued->payload), arena, err);
		if (status == STATUS_OK)
			status = check_size(sitting, event, err);
		if (status != STATUS_OK)
			return status;
		if (!private_of)
			event->lamport += *count;
		for (size_t j = 0; j < *count; j++)
			event->oseq += !strcmp(events[j].stream, event->stream) && !strcmp(events[j].origin, event->origin);
		++*count;
	}
	return STATUS_OK;
}

static void drop_part(struct sitting *sitting, const char *private_of)
{
	for (size_t i = sitting->queue_count; i-- > 0;)
		if (in_part(&sitting->queue[i], private_of))
			drop_queued(sitting, i);
}

static enum status commit_part(struct sitting *sitting, const char *private_of, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct event *events = xcalloc(sitting->queue_count, sizeof *events);
	enum status refused = STATUS_OK, status;
	size_t at, count;
	while ((status = number_queue(sitting, private_of, events, &count, &at, &arena, err)) != STATUS_OK) {
		refused = status;
		drop_queued(sitting, at);
	}
	struct error *why = refused == STATUS_OK ? err : NULL;
	status = private_of ? store_append_private(sitting->store, events, count, why)
	                    : store_append(sitting->store, events, count, why);
	if (status == STATUS_OK) {
		for (size_t i = 0; i < count; i++)
			session_add(sitting->session, &events[i]);
		drop_part(sitting, private_of);
	} else if (status == STATUS_EXISTS) {
		/* Somebody went on with this origin elsewhere: take in what they wrote, the next try has other numbers. */
		sitting_sync(sitting, NULL, NULL);
	}
	free(events);
	arena_release(&arena);
	return status == STATUS_OK ? refused : status;
}

enum status sitting_commit(struct sitting *sitting, struct error *err)
{
	if (!sitting->queue_count)
		return STATUS_OK;
	take_over(sitting);
	enum status private = commit_part(sitting, sitting->origin, err);
	enum status public = commit_part(sitting, NULL, private == STATUS_OK ? err : NULL);
	return private == STATUS_OK ? public : private;
}

/* The log as it would be, had the queue been committed under the origin that is set now. */
static void encode_rescue(struct sitting *sitting, struct strbuf *out)
{
	struct arena arena = ARENA_INIT;
	struct event *events = xcalloc(sitting->queue_count, sizeof *events);
	const struct problem *problem = sitting->problem;
	size_t at, private, count;
	while (number_queue(sitting, sitting->origin, events, &private, &at, &arena, NULL) != STATUS_OK ||
	       number_queue(sitting, NULL, events + private, &count, &at, &arena, NULL) != STATUS_OK)
		drop_queued(sitting, at);
	session_export_jsonl(sitting->session, problem ? problem->source : NULL, problem ? problem->source_len : 0, out);
	for (size_t i = 0; i < private + count; i++) {
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

static void write_as(struct sitting *sitting, const char origin[ID_SIZE])
{
	memcpy(sitting->origin, origin, ID_SIZE);
	for (size_t i = 0; i < sitting->queue_count; i++)
		memcpy(sitting->queue[i].origin, origin, ID_SIZE);
}

enum status sitting_rescue(struct sitting *sitting, int64_t now_ms, struct strbuf *path, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	char own[ID_SIZE], other[ID_SIZE];
	enum status status = store_new_id(other, err);
	if (status != STATUS_OK)
		return status;
	/* An origin of its own: whatever is written here later, the file can still be taken in. In a room that would be nobody. */
	memcpy(own, sitting->origin, sizeof own);
	if (!sitting->session->room)
		write_as(sitting, other);
	drop_take_overs(sitting);
	take_over(sitting);
	bool running = sitting->session->stage == STAGE_RUNNING && sitting_keeps_clock(sitting);
	if (running)
		sitting_queue_simple(sitting, EVENT_SESSION_PAUSED, "left", now_ms);
	encode_rescue(sitting, &text);
	status = rescue_write(sitting->session->id, text.text, text.len, path, err);
	if (!sitting->session->room)
		write_as(sitting, own);
	strbuf_release(&text);
	if (status == STATUS_OK) {
		sitting_drop_queue(sitting);
		return status;
	}
	if (running)
		drop_queued(sitting, sitting->queue_count - 1);
	drop_take_overs(sitting);
	return status;
}
