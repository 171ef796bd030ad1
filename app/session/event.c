#include "session/event.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

/* A member of the union exists for every kind, and has the type that its fields are listed under. */
#define EVENT(symbol, name, payload, writers) \
	_Static_assert(sizeof ((struct event *)0)->payload == sizeof(struct payload), "payload of " name);
#include "session/event.def"
#undef EVENT

static const char *const kind_names[] = {
#define EVENT(symbol, name, payload, writers) [EVENT_##symbol] = name,
#include "session/event.def"
#undef EVENT
};

static const char id_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const char *event_kind_name(const struct event *event)
{
	const char *name = event->kind == EVENT_UNKNOWN ? event->unknown_kind : kind_names[event->kind];
	return name ? name : "";
}

enum event_kind event_kind_parse(const char *name)
{
	for (size_t i = EVENT_UNKNOWN + 1; i < ARRAY_SIZE(kind_names); i++)
		if (!strcmp(kind_names[i], name))
			return (enum event_kind)i;
	return EVENT_UNKNOWN;
}

int event_compare(const struct event *a, const struct event *b)
{
	if (a->lamport != b->lamport)
		return a->lamport < b->lamport ? -1 : 1;
	/* What is private has the lamport of the last thing that its writer knew: it comes after that, whoever wrote it. */
	int order = stream_is_private(a->stream) - stream_is_private(b->stream);
	if (!order)
		order = strcmp(a->origin, b->origin);
	if (!order)
		order = strcmp(a->stream, b->stream);
	if (order)
		return order;
	return (a->oseq > b->oseq) - (a->oseq < b->oseq);
}

int64_t event_time(const struct event *event)
{
	if (event->at_ms < 1)
		return 1;
	return event->at_ms > EVENT_MS_MAX ? EVENT_MS_MAX : event->at_ms;
}

bool stream_valid(const char *stream)
{
	size_t len = strnlen(stream, STREAM_SIZE);
	if (!len || len == STREAM_SIZE)
		return false;
	for (size_t at = 0; at < len;) {
		int32_t cp;
		size_t n = utf8_decode(stream + at, len - at, &cp);
		if (cp <= ' ' || cp == 0xFFFD || utf8_is_unsafe(cp))
			return false;
		at += n;
	}
	return true;
}

bool stream_is_document(const char *stream)
{
	return strcmp(stream, STREAM_MAIN) != 0 && strcmp(stream, STREAM_PRIVATE) != 0;
}

bool stream_is_private(const char *stream)
{
	size_t len = strlen(STREAM_PRIVATE);
	return !strncmp(stream, STREAM_PRIVATE, len) && (!stream[len] || stream[len] == '.');
}

void id_format(char out[ID_SIZE], const unsigned char random[10])
{
	for (size_t i = 0; i < ID_SIZE - 1; i++) {
		size_t bit = i * 5, byte = bit / 8;
		unsigned pair = (unsigned)random[byte] << 8 | (byte + 1 < 10 ? random[byte + 1] : 0u);
		out[i] = id_alphabet[pair >> (11 - bit % 8) & 31];
	}
	out[ID_SIZE - 1] = '\0';
}

bool id_valid(const char *id)
{
	size_t len = strnlen(id, ID_SIZE);
	return len == ID_SIZE - 1 && strspn(id, id_alphabet) == len;
}
