#include "session/document.h"

#include <stdlib.h>
#include <string.h>

struct document *document_new(const char *stream, const char *origin)
{
	struct document *document = xcalloc(1, sizeof *document);
	memcpy(document->stream, stream, strlen(stream) + 1);
	memcpy(document->origin, origin, strlen(origin) + 1);
	strbuf_init(&document->text);
	return document;
}

void document_free(struct document *document)
{
	if (!document)
		return;
	strbuf_release(&document->text);
	free(document);
}

static size_t clip(int64_t value, size_t high)
{
	if (value < 0)
		return 0;
	return (uint64_t)value > high ? high : (size_t)value;
}

void document_apply(struct document *document, const struct event *event)
{
	document->applied = event->oseq;
	if (event->kind != EVENT_NOTE_EDITED)
		return;
	struct strbuf *text = &document->text;
	size_t len = strlen(event->note_edited.text);
	size_t offset = clip(event->note_edited.offset, text->len);
	size_t deleted = clip(event->note_edited.deleted, text->len - offset);
	if (text->len - deleted + len > DOCUMENT_MAX)
		return;
	strbuf_splice(text, offset, deleted, event->note_edited.text, len);
	if (event->lamport > document->lamport)
		document->lamport = event->lamport;
	if (event_time(event) > document->changed_ms)
		document->changed_ms = event_time(event);
}
