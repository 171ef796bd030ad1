/*
 * Everything that goes over the fields of a payload, made from event_fields.def: check, copy, compare, encode, decode.
 * A new kind needs a line in event.def, its struct, and its fields in the table; nothing here.
 */
#include "session/event.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/json.h"
#include "base/utf8.h"

enum field_type { FIELD_TEXT, FIELD_INT, FIELD_BOOL };

struct field {
	enum event_kind kind;
	enum field_type type;
	const char *name;
	size_t offset;          /* in struct event */
};

/* From a payload's name to its kind. */
enum {
#define EVENT(symbol, name, payload, writers) KIND_OF_##payload = EVENT_##symbol,
#include "session/event.def"
#undef EVENT
	KIND_END                /* one beyond the last kind */
};

static const struct field fields[] = {
#define FIELD(payload, type_, name_) { \
	.kind = (enum event_kind)KIND_OF_##payload, .type = FIELD_##type_, .name = #name_, \
	.offset = offsetof(struct event, payload) + offsetof(struct payload, name_) },
#include "session/event_fields.def"
#undef FIELD
};

#define FIELD(payload, type, name) \
	_Static_assert(_Generic(((struct payload *)0)->name, \
		const char *: FIELD_TEXT, int64_t: FIELD_INT, bool: FIELD_BOOL) == FIELD_##type, #payload "." #name);
#include "session/event_fields.def"
#undef FIELD

enum { KIND_NAME_MAX = 64 };

static const char **text_of(struct event *event, const struct field *field)
{
	return (const char **)(void *)((char *)event + field->offset);
}

static const char *text_in(const struct event *event, const struct field *field)
{
	const char *text = *(const char *const *)(const void *)((const char *)event + field->offset);
	return text ? text : "";
}

static bool kind_name_valid(const char *name)
{
	size_t len = strnlen(name, KIND_NAME_MAX + 1);
	return len && len <= KIND_NAME_MAX && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == len;
}

static const char *unknown_payload(const struct event *event)
{
	return event->unknown_payload ? event->unknown_payload : "{}";
}

/* Bytes of `text` as it is written: a byte that is not UTF-8 becomes three. Counting ends above TEXT_MAX. */
static size_t written_size(const char *text)
{
	size_t len = strnlen(text, TEXT_MAX + 1);
	if (len > TEXT_MAX || utf8_valid(text, len))
		return len;
	size_t size = 0;
	for (size_t at = 0; at < len;) {
		int32_t cp;
		char bytes[4];
		at += utf8_decode(text + at, len - at, &cp);
		size += utf8_put(cp, bytes);
	}
	return size;
}

enum status event_check(const struct event *event, struct error *err)
{
	size_t session = strnlen(event->session, ID_SIZE), origin = strnlen(event->origin, ID_SIZE);
	if (!session || session == ID_SIZE || !origin || origin == ID_SIZE)
		return error_set(err, STATUS_INVALID, "an event names no session or no origin: it is damaged");
	if (!stream_valid(event->stream))
		return error_set(err, STATUS_INVALID, "an event's stream has no valid name: expected 1 to %d printable bytes",
		                 STREAM_SIZE - 1);
	if (!event->oseq || event->oseq > EVENT_SEQ_MAX || event->lamport > EVENT_SEQ_MAX)
		return error_set(err, STATUS_INVALID, "an event's number is out of range: oseq is from 1, none above 2^53");
	if (event->at_ms < 0 || event->at_ms > EVENT_MS_MAX)
		return error_set(err, STATUS_INVALID, "an event's time is before 1970 or after 9999: set the clock");
	if ((unsigned)event->kind >= KIND_END)
		return error_set(err, STATUS_INVALID, "an event has no valid kind: it is damaged");
	if (event->kind == EVENT_UNKNOWN) {
		if (!kind_name_valid(event_kind_name(event)) || strlen(unknown_payload(event)) > TEXT_MAX)
			return error_set(err, STATUS_INVALID, "an event of an unknown kind has no name, or is too long");
		return STATUS_OK;
	}
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		if (fields[i].kind != event->kind || fields[i].type != FIELD_TEXT)
			continue;
		if (written_size(text_in(event, &fields[i])) > TEXT_MAX)
			return error_set(err, STATUS_INVALID, "%s: \"%s\" is longer than %d bytes; make it shorter",
			                 event_kind_name(event), fields[i].name, TEXT_MAX);
	}
	return STATUS_OK;
}

static const char *copy_text(const char *text, struct arena *arena)
{
	size_t len = strlen(text);
	if (utf8_valid(text, len))
		return len ? arena_strndup(arena, text, len) : "";
	struct strbuf clean = STRBUF_INIT;
	for (size_t at = 0; at < len;) {
		int32_t cp;
		char bytes[4];
		at += utf8_decode(text + at, len - at, &cp);
		strbuf_add(&clean, bytes, utf8_put(cp, bytes));
	}
	const char *copy = arena_strndup(arena, clean.text, clean.len);
	strbuf_release(&clean);
	return copy;
}

struct event *event_copy(const struct event *event, struct arena *arena)
{
	struct event *copy = arena_alloc(arena, sizeof *copy);
	*copy = *event;
	copy->unknown_kind = copy->unknown_payload = NULL;
	if (event->kind == EVENT_UNKNOWN) {
		copy->unknown_kind = copy_text(event_kind_name(event), arena);
		copy->unknown_payload = copy_text(unknown_payload(event), arena);
	}
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (fields[i].kind == event->kind && fields[i].type == FIELD_TEXT)
			*text_of(copy, &fields[i]) = copy_text(text_in(event, &fields[i]), arena);
	return copy;
}

bool event_equal(const struct event *a, const struct event *b)
{
	struct strbuf left = STRBUF_INIT, right = STRBUF_INIT;
	event_line_encode(a, &left);
	event_line_encode(b, &right);
	bool equal = !strcmp(left.text, right.text);
	strbuf_release(&left);
	strbuf_release(&right);
	return equal;
}

static void encode_field(const struct event *event, const struct field *field, struct strbuf *out)
{
	const void *at = (const char *)event + field->offset;
	switch (field->type) {
	case FIELD_TEXT:
		json_add_text(out, field->name, text_in(event, field));
		break;
	case FIELD_INT:
		json_add_int(out, field->name, *(const int64_t *)at);
		break;
	case FIELD_BOOL:
		json_add_bool(out, field->name, *(const bool *)at);
		break;
	}
}

void event_payload_encode(const struct event *event, struct strbuf *out)
{
	if (event->kind == EVENT_UNKNOWN) {
		strbuf_adds(out, unknown_payload(event));
		return;
	}
	strbuf_addc(out, '{');
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (fields[i].kind == event->kind)
			encode_field(event, &fields[i], out);
	strbuf_addc(out, '}');
}

void event_line_encode(const struct event *event, struct strbuf *out)
{
	strbuf_addc(out, '{');
	json_add_text(out, "session", event->session);
	json_add_text(out, "origin", event->origin);
	json_add_text(out, "stream", event->stream);
	strbuf_addf(out, ", \"oseq\": %" PRIu64 ", \"lamport\": %" PRIu64 ", \"at_ms\": %" PRId64, event->oseq,
	            event->lamport, event->at_ms);
	json_add_text(out, "kind", event_kind_name(event));
	json_add_key(out, "payload");
	event_payload_encode(event, out);
	strbuf_addc(out, '}');
}

static enum status decode_field(struct event *event, const struct field *field, const json_t *value,
                                struct arena *arena, struct error *err)
{
	static const char *const expected[] = {
		[FIELD_TEXT] = "a text", [FIELD_INT] = "a whole number", [FIELD_BOOL] = "true or false",
	};
	void *at = (char *)event + field->offset;
	switch (field->type) {
	case FIELD_TEXT:
		if (!json_is_string(value))
			break;
		if (json_string_length(value) > TEXT_MAX)
			return error_set(err, STATUS_INVALID, "%s: \"%s\" is longer than %d bytes", event_kind_name(event),
			                 field->name, TEXT_MAX);
		*text_of(event, field) = arena_strndup(arena, json_string_value(value), json_string_length(value));
		return STATUS_OK;
	case FIELD_INT:
		if (!json_is_integer(value))
			break;
		*(int64_t *)at = json_integer_value(value);
		return STATUS_OK;
	case FIELD_BOOL:
		if (!json_is_boolean(value))
			break;
		*(bool *)at = json_boolean_value(value);
		return STATUS_OK;
	}
	return error_set(err, STATUS_INVALID, "%s: \"%s\" must be %s", event_kind_name(event), field->name,
	                 expected[field->type]);
}

/* Kept as compact JSON without line ends, so that it fits into a line again. */
static enum status decode_unknown(struct event *event, const char *kind, const json_t *payload, struct arena *arena,
                                  struct error *err)
{
	if (!kind_name_valid(kind))
		return error_set(err, STATUS_INVALID, "the kind of an event must be a name such as \"note.edited\"");
	char *text = json_dumps(payload, JSON_COMPACT);
	enum status status = STATUS_OK;
	if (!text || strlen(text) > TEXT_MAX) {
		status = error_set(err, STATUS_INVALID, "%s: the payload is longer than %d bytes", kind, TEXT_MAX);
		goto out;
	}
	event->kind = EVENT_UNKNOWN;
	event->unknown_kind = arena_strdup(arena, kind);
	event->unknown_payload = arena_strdup(arena, text);
out:
	free(text);
	return status;
}

static enum status decode_payload(struct event *event, const char *kind, const json_t *payload, struct arena *arena,
                                  struct error *err)
{
	if (!json_is_object(payload))
		return error_set(err, STATUS_INVALID, "the payload of an event must be a JSON object");
	event->unknown_kind = event->unknown_payload = NULL;
	event->kind = event_kind_parse(kind);
	if (event->kind == EVENT_UNKNOWN)
		return decode_unknown(event, kind, payload, arena, err);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < ARRAY_SIZE(fields) && status == STATUS_OK; i++)
		if (fields[i].kind == event->kind)
			status = decode_field(event, &fields[i], json_object_get(payload, fields[i].name), arena, err);
	return status;
}

static enum status parse_json(json_t **out, const char *json, size_t len, struct error *err)
{
	json_error_t why;
	*out = json_loadb(json, len, JSON_REJECT_DUPLICATES, &why);
	if (*out)
		return STATUS_OK;
	return error_set(err, STATUS_INVALID, "not valid JSON: %s (at byte %d)", why.text, why.position);
}

enum status event_payload_decode(struct event *event, const char *kind, const char *json, size_t len,
                                 struct arena *arena, struct error *err)
{
	json_t *root = NULL;
	enum status status = parse_json(&root, json, len, err);
	if (status == STATUS_OK)
		status = decode_payload(event, kind, root, arena, err);
	json_decref(root);
	return status;
}

static const char *line_text(const json_t *root, const char *key)
{
	const char *text = json_string_value(json_object_get(root, key));
	return text ? text : "";
}

static bool line_number(const json_t *root, const char *key, int64_t low, int64_t high, int64_t *out)
{
	const json_t *value = json_object_get(root, key);
	*out = json_integer_value(value);
	return json_is_integer(value) && *out >= low && *out <= high;
}

static enum status decode_identity(struct event *event, const json_t *root, struct error *err)
{
	const char *session = line_text(root, "session"), *origin = line_text(root, "origin");
	const char *stream = line_text(root, "stream");
	int64_t oseq, lamport;
	if (!id_valid(session) || !id_valid(origin))
		return error_set(err, STATUS_INVALID, "\"session\" and \"origin\" must be ids of %d characters", ID_SIZE - 1);
	if (!stream_valid(stream))
		return error_set(err, STATUS_INVALID, "\"stream\" must be a name of 1 to %d bytes", STREAM_SIZE - 1);
	if (!line_number(root, "oseq", 1, (int64_t)EVENT_SEQ_MAX, &oseq))
		return error_set(err, STATUS_INVALID, "\"oseq\" must be a whole number from 1");
	if (!line_number(root, "lamport", 0, (int64_t)EVENT_SEQ_MAX, &lamport))
		return error_set(err, STATUS_INVALID, "\"lamport\" must be a whole number from 0");
	if (!line_number(root, "at_ms", 0, EVENT_MS_MAX, &event->at_ms))
		return error_set(err, STATUS_INVALID, "\"at_ms\" must be a time in milliseconds since 1970");
	memcpy(event->session, session, ID_SIZE);
	memcpy(event->origin, origin, ID_SIZE);
	memcpy(event->stream, stream, strlen(stream) + 1);
	event->oseq = (uint64_t)oseq;
	event->lamport = (uint64_t)lamport;
	return STATUS_OK;
}

enum status event_line_decode(struct event *event, const char *line, size_t len, struct arena *arena, struct error *err)
{
	json_t *root = NULL;
	*event = (struct event){ .kind = EVENT_UNKNOWN };
	enum status status = parse_json(&root, line, len, err);
	if (status != STATUS_OK)
		goto out;
	if (!json_is_object(root)) {
		status = error_set(err, STATUS_INVALID, "an event must be a JSON object");
		goto out;
	}
	status = decode_identity(event, root, err);
	if (status == STATUS_OK)
		status = decode_payload(event, line_text(root, "kind"), json_object_get(root, "payload"), arena, err);
out:
	json_decref(root);
	return status;
}
