#include "coach/written.h"

#include <stdlib.h>
#include <string.h>

static void splice(struct written *written, const struct note_edited *edit, int64_t at_ms)
{
	size_t len = written->text.len, added = strlen(edit->text);
	size_t offset = edit->offset < 0 ? 0 : (uint64_t)edit->offset < len ? (size_t)edit->offset : len;
	size_t deleted = edit->deleted < 0 ? 0 : (uint64_t)edit->deleted < len - offset ? (size_t)edit->deleted : len - offset;
	int64_t *at = xmalloc((len - deleted + added + 1) * sizeof *at);
	if (offset)
		memcpy(at, written->at_ms, offset * sizeof *at);
	for (size_t i = 0; i < added; i++)
		at[offset + i] = at_ms;
	if (len > offset + deleted)
		memcpy(at + offset + added, written->at_ms + offset + deleted, (len - offset - deleted) * sizeof *at);
	free(written->at_ms);
	written->at_ms = at;
	strbuf_splice(&written->text, offset, deleted, edit->text, added);
}

void written_read(struct written *written, const struct session *session, const char *stream)
{
	uint64_t next = 1;
	*written = (struct written){ .text = STRBUF_INIT };
	for (size_t i = 0; i < session->event_count; i++) {
		const struct event *event = session->events[i];
		/* Up to the first gap, as the fold has it. */
		if (event->kind != EVENT_NOTE_EDITED || strcmp(event->stream, stream) || event->oseq != next)
			continue;
		next++;
		splice(written, &event->note_edited, event->at_ms);
	}
}

void written_release(struct written *written)
{
	strbuf_release(&written->text);
	free(written->at_ms);
	written->at_ms = NULL;
}

static void add_lines(const struct written *written, int64_t from_ms, struct strbuf *out)
{
	const char *text = written->text.text;
	for (size_t from = 0, to; from < written->text.len; from = to + 1) {
		bool fresh = false;
		for (to = from; to < written->text.len && text[to] != '\n'; to++)
			fresh |= written->at_ms[to] >= from_ms && text[to] != ' ';
		if (!fresh)
			continue;
		strbuf_add(out, text + from, to - from);
		strbuf_addc(out, '\n');
	}
}

void written_since(const struct session *session, int64_t from_ms, struct strbuf *out)
{
	for (size_t phase = 0; phase < session->preset.count; phase++) {
		char stream[STREAM_SIZE];
		struct written written;
		session_notes_stream(session, phase, stream);
		written_read(&written, session, stream);
		add_lines(&written, from_ms, out);
		written_release(&written);
	}
}
