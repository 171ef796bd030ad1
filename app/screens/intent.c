#include "screens/intent.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void intents_clear(struct intents *intents)
{
	intents->count = 0;
	arena_release(&intents->arena);
}

void intents_release(struct intents *intents)
{
	intents_clear(intents);
	free(intents->items);
	*intents = (struct intents)INTENTS_INIT;
}

static struct intent *add(struct intents *intents, enum intent_kind kind)
{
	intents->items = array_grow(intents->items, intents->count, &intents->cap, sizeof *intents->items);
	struct intent *intent = &intents->items[intents->count++];
	*intent = (struct intent){ .kind = kind };
	return intent;
}

const char *intent_text(struct intents *intents, const char *text)
{
	return arena_strdup(&intents->arena, text);
}

struct event *intent_event(struct intents *intents, enum event_kind kind)
{
	struct intent *intent = add(intents, INTENT_EVENT);
	intent->event.kind = kind;
	return &intent->event;
}

struct event *intent_private(struct intents *intents, enum event_kind kind)
{
	struct event *event = intent_event(intents, kind);
	intents->items[intents->count - 1].stream = STREAM_PRIVATE;
	return event;
}

void intent_say(struct intents *intents, const struct event *said)
{
	struct strbuf payload = STRBUF_INIT;
	struct event *event = intent_event(intents, said->kind);
	event_payload_encode(said, &payload);
	event_payload_decode(event, event_kind_name(said), payload.text, payload.len, &intents->arena, NULL);
	strbuf_release(&payload);
}

void intent_edit(struct intents *intents, const char *stream, const struct splice_list *splices)
{
	const char *name = intent_text(intents, stream);
	for (size_t i = 0; i < splices->count; i++) {
		const struct splice *splice = &splices->items[i];
		struct intent *intent = add(intents, INTENT_EVENT);
		intent->stream = name;
		intent->event.kind = EVENT_NOTE_EDITED;
		intent->event.note_edited = (struct note_edited){
			.offset = (int64_t)splice->offset,
			.deleted = (int64_t)splice->deleted,
			.text = arena_strndup(&intents->arena, splice->text.text, splice->text.len),
		};
	}
}

void intent_flush(struct intents *intents, const char *stream, struct editor *editor)
{
	if (!editor_has_splices(editor))
		return;
	struct splice_list splices = SPLICE_LIST_INIT;
	editor_take_splices(editor, &splices);
	intent_edit(intents, stream, &splices);
	splice_list_release(&splices);
}

static void add_screen(struct intents *intents, enum intent_kind kind, const struct screen_class *screen,
                       const void *argument, size_t size)
{
	void *copy = NULL;
	if (argument) {
		copy = arena_alloc(&intents->arena, size);
		memcpy(copy, argument, size);
	}
	struct intent *intent = add(intents, kind);
	intent->screen = screen;
	intent->argument = copy;
}

void intent_push(struct intents *intents, const struct screen_class *screen, const void *argument, size_t size)
{
	add_screen(intents, INTENT_PUSH, screen, argument, size);
}

void intent_replace(struct intents *intents, const struct screen_class *screen, const void *argument, size_t size)
{
	add_screen(intents, INTENT_REPLACE, screen, argument, size);
}

void intent_run(struct intents *intents, const struct binding *binding)
{
	add(intents, INTENT_RUN)->binding = binding;
}

void intent_start(struct intents *intents, const char *problem, const char *preset, const char *level, bool curveball)
{
	struct intent intent = {
		.kind = INTENT_START,
		.id = intent_text(intents, problem),
		.preset = intent_text(intents, preset),
		.level = intent_text(intents, level),
		.curveball = curveball,
	};
	*add(intents, INTENT_START) = intent;
}

void intent_host(struct intents *intents, const char *problem, const char *preset, const char *level, bool curveball, bool here)
{
	intent_start(intents, problem, preset, level, curveball);
	struct intent *intent = &intents->items[intents->count - 1];
	intent->kind = INTENT_HOST;
	intent->here = here;
}

void intent_open(struct intents *intents, const char *session, const char *seat)
{
	const char *level = intent_text(intents, seat);
	intent_simple(intents, INTENT_OPEN, session);
	intents->items[intents->count - 1].level = level;
}

void intent_join(struct intents *intents, const char *code, const char *name, const char *seat)
{
	struct intent intent = { .kind = INTENT_JOIN, .id = intent_text(intents, code), .text = intent_text(intents, name),
	                         .level = intent_text(intents, seat) };
	*add(intents, INTENT_JOIN) = intent;
}

void intent_editor(struct intents *intents, const char *text, size_t len)
{
	const char *copy = arena_strndup(&intents->arena, text, len);
	add(intents, INTENT_EDITOR)->text = copy;
}

void intent_insert(struct intents *intents, const char *text)
{
	const char *copy = intent_text(intents, text);
	add(intents, INTENT_INSERT)->text = copy;
}

void intent_remember(struct intents *intents, const char *key, const char *value)
{
	const char *id = intent_text(intents, key), *text = intent_text(intents, value);
	struct intent *intent = add(intents, INTENT_REMEMBER);
	intent->id = id;
	intent->text = text;
}

void intent_message(struct intents *intents, const char *format, ...)
{
	char text[512];
	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	const char *copy = intent_text(intents, text);
	add(intents, INTENT_MESSAGE)->text = copy;
}

void intent_simple(struct intents *intents, enum intent_kind kind, const char *id)
{
	const char *copy = id ? intent_text(intents, id) : NULL;
	add(intents, kind)->id = copy;
}
