/* The log of a session: adding an event, finding its place, and folding again what came late. */
#include "session/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "session/document.h"
#include "session/session_fold.h"

/* The events of one (stream, origin), in the order of oseq; gaps are possible. */
struct stream_log {
	const struct event **events;
	size_t count, cap;
	struct document *document;      /* NULL for `main` and `private` */
	char stream[STREAM_SIZE];
	char origin[ID_SIZE];
};

struct session *session_new(void)
{
	struct session *session = xcalloc(1, sizeof *session);
	arena_init(&session->arena);
	session_fold_reset(session);
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	for (size_t i = 0; i < session->stream_count; i++) {
		free(session->streams[i]->events);
		free(session->streams[i]);
	}
	for (size_t i = 0; i < session->document_count; i++)
		document_free(session->documents[i]);
	free(session->streams);
	free(session->documents);
	free(session->events);
	free(session->turns);
	free(session->pauses);
	free(session->facts);
	free(session->probes);
	free(session->items);
	free(session->points);
	free(session->marks);
	arena_release(&session->arena);
	free(session);
}

static int compare_names(const char *stream_a, const char *origin_a, const char *stream_b, const char *origin_b)
{
	int order = strcmp(stream_a, stream_b);
	return order ? order : strcmp(origin_a, origin_b);
}

/* The index at which the stream is, or would have to be inserted. */
static size_t stream_index(const struct session *session, const char *stream, const char *origin, bool *found)
{
	size_t low = 0, high = session->stream_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct stream_log *log = session->streams[middle];
		if (compare_names(log->stream, log->origin, stream, origin) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*found = low < session->stream_count &&
	         !compare_names(session->streams[low]->stream, session->streams[low]->origin, stream, origin);
	return low;
}

static void insert_pointer(void *array, size_t count, size_t index, void *value)
{
	void **items = array;
	memmove(items + index + 1, items + index, (count - index) * sizeof *items);
	items[index] = value;
}

static struct document *add_document(struct session *session, const char *stream, const char *origin)
{
	size_t low = 0, high = session->document_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct document *other = session->documents[middle];
		if (compare_names(other->stream, other->origin, stream, origin) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	struct document *document = document_new(stream, origin);
	session->documents = array_grow(session->documents, session->document_count, &session->document_cap,
	                                sizeof *session->documents);
	insert_pointer(session->documents, session->document_count++, low, document);
	return document;
}

static struct stream_log *stream_for(struct session *session, const struct event *event)
{
	bool found;
	size_t index = stream_index(session, event->stream, event->origin, &found);
	if (found)
		return session->streams[index];
	struct stream_log *log = xcalloc(1, sizeof *log);
	memcpy(log->stream, event->stream, sizeof log->stream);
	memcpy(log->origin, event->origin, sizeof log->origin);
	if (stream_is_document(log->stream))
		log->document = add_document(session, log->stream, log->origin);
	session->streams = array_grow(session->streams, session->stream_count, &session->stream_cap,
	                              sizeof *session->streams);
	insert_pointer(session->streams, session->stream_count++, index, log);
	return log;
}

/* The index of the first event of the stream whose oseq is not below `oseq`. */
static size_t stream_lower_bound(const struct stream_log *log, uint64_t oseq)
{
	size_t low = 0, high = log->count;
	if (high && log->events[high - 1]->oseq < oseq)
		return high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (log->events[middle]->oseq < oseq)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct event *find_event(const struct session *session, const struct event *event)
{
	bool found;
	size_t index = stream_index(session, event->stream, event->origin, &found);
	if (!found)
		return NULL;
	const struct stream_log *log = session->streams[index];
	size_t at = stream_lower_bound(log, event->oseq);
	return at < log->count && log->events[at]->oseq == event->oseq ? log->events[at] : NULL;
}

static void insert_event(struct session *session, struct event *event)
{
	size_t low = 0, high = session->event_count;
	if (high && event_compare(session->events[high - 1], event) < 0)
		low = high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (event_compare(session->events[middle], event) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	session->events = array_grow(session->events, session->event_count, &session->event_cap, sizeof *session->events);
	insert_pointer(session->events, session->event_count++, low, event);
}

/* Splices what has become contiguous: usually this one event, more when it filled a gap. */
static void fold_document(struct session *session, struct stream_log *log, const struct event *event)
{
	size_t at = stream_lower_bound(log, log->document->applied + 1);
	for (; at < log->count && log->events[at]->oseq == log->document->applied + 1; at++)
		document_apply(log->document, log->events[at]);
	if (event_time(event) > session->document_progress_ms)
		session->document_progress_ms = event_time(event);
	if (session->document_progress_ms > session->last_progress_ms)
		session->last_progress_ms = session->document_progress_ms;
}

static void fold_main(struct session *session, const struct event *event)
{
	if (!session->last_main || event_compare(session->last_main, event) < 0) {
		session_apply(session, event);
		return;
	}
	session_fold_reset(session);
	for (size_t i = 0; i < session->event_count; i++)
		if (!stream_is_document(session->events[i]->stream))
			session_apply(session, session->events[i]);
}

enum status session_add(struct session *session, const struct event *event)
{
	enum status status = event_check(event, NULL);
	if (status != STATUS_OK)
		return status;
	if (session->id[0] && strcmp(session->id, event->session))
		return STATUS_INVALID;
	const struct event *same = find_event(session, event);
	if (same)
		return event_equal(same, event) ? STATUS_EXISTS : STATUS_CORRUPT;

	struct event *copy = event_copy(event, &session->arena);
	struct stream_log *log = stream_for(session, copy);
	memcpy(session->id, copy->session, sizeof session->id);
	log->events = array_grow(log->events, log->count, &log->cap, sizeof *log->events);
	insert_pointer(log->events, log->count, stream_lower_bound(log, copy->oseq), copy);
	log->count++;
	insert_event(session, copy);
	if (copy->lamport > session->lamport)
		session->lamport = copy->lamport;
	if (event_time(copy) > session->last_event_ms)
		session->last_event_ms = event_time(copy);
	if (log->document)
		fold_document(session, log, copy);
	else
		fold_main(session, copy);
	return STATUS_OK;
}

uint64_t session_last_oseq(const struct session *session, const char *origin, const char *stream)
{
	bool found;
	size_t index = stream_index(session, stream, origin, &found);
	if (!found)
		return 0;
	const struct stream_log *log = session->streams[index];
	return log->events[log->count - 1]->oseq;
}

void session_prepare(const struct session *session, struct event *event, const char *origin, const char *stream,
                     enum event_kind kind, int64_t now_ms)
{
	*event = (struct event){
		.kind = kind, .at_ms = now_ms, .oseq = session_last_oseq(session, origin, stream) + 1,
		.lamport = session->lamport < EVENT_SEQ_MAX ? session->lamport + 1 : EVENT_SEQ_MAX,
	};
	if (stream_is_private(stream))
		event->lamport = session->lamport;
	event->at_ms = event_time(event);
	memcpy(event->session, session->id, sizeof event->session);
	memcpy(event->origin, origin, strnlen(origin, ID_SIZE - 1));
	memcpy(event->stream, stream, strnlen(stream, STREAM_SIZE - 1));
}
