/* What the fold and the codec cost: a long interview of EVENTS events, and typing into a large document. Medians of ROUNDS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../unit/past.h"
#include "base/array.h"
#include "session/export.h"
#include "session/session.h"

enum { ROUNDS = 11, EVENTS = 10000, KEYS = 1000, DOCUMENT_BYTES = 100 * 1024 };

#define WRITER "AAAAAAAAAAAAAAAA"

static double now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Three quarters notes, the rest questions and facts. */
static struct session *long_interview(void)
{
	struct session *session = session_new();
	struct event event;
	memcpy(session->id, "0123456789ABCDEF", ID_SIZE);
	for (int i = 0; i < EVENTS; i++) {
		char text[32];
		bool note = i % 4 != 0;
		enum event_kind kind = !i ? EVENT_SESSION_STARTED : note ? EVENT_NOTE_EDITED
		                     : i % 8 ? EVENT_FACT_REVEALED : EVENT_QUESTION_ASKED;
		snprintf(text, sizeof text, "words %d ", i);
		session_prepare(session, &event, WRITER, note ? "notes.requirements" : STREAM_MAIN, kind, 1000000 + i * 300);
		if (kind == EVENT_SESSION_STARTED)
			event.session_started = (struct session_started){ .preset = "60", .problem = "chat", .title = "Chat" };
		else if (note)
			event.note_edited = (struct note_edited){ .offset = i * 3, .text = text };
		else if (kind == EVENT_FACT_REVEALED)
			event.fact_revealed = (struct fact_revealed){ .fact = text, .weight = 2, .text = text };
		else
			event.question_asked.text = text;
		session_add(session, &event);
	}
	return session;
}

static double fold(const struct session *log, bool backwards)
{
	struct session *session = session_new();
	double start = now_us();
	for (size_t i = 0; i < log->event_count; i++)
		session_add(session, log->events[backwards ? log->event_count - 1 - i : i]);
	double took = now_us() - start;
	session_free(session);
	return took;
}

static double fold_in_order(const struct session *log)       { return fold(log, false); }
static double fold_in_reverse(const struct session *log)     { return fold(log, true); }

static double write_log(const struct session *log)
{
	struct strbuf out = STRBUF_INIT;
	double start = now_us();
	session_export_jsonl(log, NULL, 0, &out);
	double took = now_us() - start;
	strbuf_release(&out);
	return took;
}

static double read_log(const struct session *log)
{
	struct strbuf out = STRBUF_INIT;
	struct imported_log imported;
	session_export_jsonl(log, NULL, 0, &out);
	double start = now_us();
	session_import_jsonl(out.text, out.len, &imported, NULL);
	double took = now_us() - start;
	imported_log_release(&imported);
	strbuf_release(&out);
	return took;
}

static double replay_half(const struct session *log)
{
	double start = now_us();
	struct session *past = session_at(log, (log->started_ms + log->last_event_ms) / 2);
	double took = now_us() - start;
	session_free(past);
	return took;
}

static double type_into_large_notes(const struct session *log)
{
	struct session *session = session_new();
	struct event event;
	char *text = xmalloc(SPLICE_MAX + 1);
	memset(text, 'x', SPLICE_MAX);
	text[SPLICE_MAX] = '\0';
	memcpy(session->id, log->id, ID_SIZE);
	double start = 0;
	for (int i = 0; i < DOCUMENT_BYTES / SPLICE_MAX + KEYS; i++) {
		bool key = i >= DOCUMENT_BYTES / SPLICE_MAX;
		if (key && !start)
			start = now_us();
		session_prepare(session, &event, WRITER, "notes.requirements", EVENT_NOTE_EDITED, 1000000 + i);
		event.note_edited = (struct note_edited){ .offset = 10, .text = key ? "ab" : text };
		session_add(session, &event);
	}
	double took = now_us() - start;
	free(text);
	session_free(session);
	return took / KEYS;
}

int main(void)
{
	static const struct { const char *name; double (*run)(const struct session *log); } measures[] = {
		{ "fold 10,000 events in order", fold_in_order },
		{ "fold 10,000 events in reverse", fold_in_reverse },
		{ "replay up to the middle", replay_half },
		{ "write 10,000 events as JSON lines", write_log },
		{ "read 10,000 events from JSON lines", read_log },
		{ "one splice near the start of 100 KB", type_into_large_notes },
	};
	struct session *log = long_interview();
	for (size_t m = 0; m < ARRAY_SIZE(measures); m++) {
		double times[ROUNDS];
		for (int i = 0; i < ROUNDS; i++)
			times[i] = measures[m].run(log);
		qsort(times, ROUNDS, sizeof *times, compare);
		printf("%-36s %10.1f us\n", measures[m].name, times[ROUNDS / 2]);
	}
	session_free(log);
	return 0;
}
