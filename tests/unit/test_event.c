/* app/session: an event written is the event read; what is not an event is refused with a sentence. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "session/event.h"

static const enum event_kind kinds[] = {
#define EVENT(symbol, name, payload, writers) EVENT_##symbol,
#include "session/event.def"
#undef EVENT
};

static const char *const kind_names[] = {
#define EVENT(symbol, name, payload, writers) name,
#include "session/event.def"
#undef EVENT
};

static const char hard_text[] = "line\nend \"quoted\" \\ tab\t\x01 \xC3\xA9 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB";

/* Fills every field of the table with something that is easily lost. */
static void fill(struct event *event)
{
#define SET_TEXT(place) (place) = hard_text
#define SET_INT(place) (place) = INT64_MIN + 7
#define SET_BOOL(place) (place) = true
#define FIELD(payload, type, name) if (event->kind == kind_of_##payload) SET_##type(event->payload.name);
#define EVENT(symbol, name, payload, writers) const enum event_kind kind_of_##payload = EVENT_##symbol; (void)kind_of_##payload;
#include "session/event.def"
#undef EVENT
#include "session/event_fields.def"
#undef FIELD
}

static struct event example(enum event_kind kind)
{
	struct event event = {
		.session = "0123456789ABCDEF", .origin = "GHJKMNPQRSTVWXYZ", .stream = "notes.data-model", .oseq = 12,
		.lamport = EVENT_SEQ_MAX, .at_ms = 1700000000123, .kind = kind,
	};
	fill(&event);
	return event;
}

static void every_kind_survives_a_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct arena arena = ARENA_INIT;
		struct strbuf line = STRBUF_INIT, again = STRBUF_INIT;
		struct event event = example(kinds[i]), read;
		struct error err = { "" };
		event_line_encode(&event, &line);
		assert_null(strchr(line.text, '\n'));
		if (event_line_decode(&read, line.text, line.len, &arena, &err) != STATUS_OK)
			fail_msg("%s: %s", kind_names[i], err.text);
		assert_int_equal(read.kind, kinds[i]);
		assert_true(event_equal(&event, &read));
		event_line_encode(&read, &again);
		assert_string_equal(line.text, again.text);
		strbuf_release(&line);
		strbuf_release(&again);
		arena_release(&arena);
	}
}

static void a_payload_alone_survives_too(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct arena arena = ARENA_INIT;
		struct strbuf json = STRBUF_INIT;
		struct event event = example(kinds[i]), read = event;
		memset(&read.session_started, 0, sizeof read.session_started);
		event_payload_encode(&event, &json);
		assert_int_equal(event_payload_decode(&read, kind_names[i], json.text, json.len, &arena, NULL), STATUS_OK);
		assert_true(event_equal(&event, &read));
		strbuf_release(&json);
		arena_release(&arena);
	}
}

static void a_payload_reads_as_plain_json(void **state)
{
	(void)state;
	struct strbuf json = STRBUF_INIT;
	struct event event = { .kind = EVENT_NOTE_EDITED, .note_edited = { .offset = 3, .deleted = 0, .text = "say \"hi\"" } };
	event_payload_encode(&event, &json);
	assert_string_equal(json.text, "{\"offset\": 3, \"deleted\": 0, \"text\": \"say \\\"hi\\\"\"}");
	strbuf_release(&json);
}

static void names_and_kinds_are_one_to_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct event event = { .kind = kinds[i] };
		assert_string_equal(event_kind_name(&event), kind_names[i]);
		assert_int_equal(event_kind_parse(kind_names[i]), kinds[i]);
	}
	assert_int_equal(event_kind_parse("note.edite"), EVENT_UNKNOWN);
	assert_int_equal(event_kind_parse(""), EVENT_UNKNOWN);
}

static void unknown_kinds_and_fields_pass_through(void **state)
{
	(void)state;
	static const char line[] =
		"{\"session\": \"0123456789ABCDEF\", \"origin\": \"0123456789ABCDEF\", \"stream\": \"main\", \"oseq\": 1, "
		"\"lamport\": 1, \"at_ms\": 5, \"kind\": \"board.moved\", \"payload\": {\"z\": [1, 2.5],\n \"a\": null}, \"new\": 1}";
	struct arena arena = ARENA_INIT;
	struct strbuf again = STRBUF_INIT;
	struct event event, read;
	assert_int_equal(event_line_decode(&event, line, strlen(line), &arena, NULL), STATUS_OK);
	assert_int_equal(event.kind, EVENT_UNKNOWN);
	assert_string_equal(event_kind_name(&event), "board.moved");
	assert_string_equal(event.unknown_payload, "{\"z\":[1,2.5],\"a\":null}");
	event_line_encode(&event, &again);
	assert_int_equal(event_line_decode(&read, again.text, again.len, &arena, NULL), STATUS_OK);
	assert_true(event_equal(&event, &read));

	static const char payload[] = "{\"phase\": 2, \"colour\": \"red\"}";
	assert_int_equal(event_payload_decode(&event, "phase.entered", payload, strlen(payload), &arena, NULL), STATUS_OK);
	assert_int_equal(event.phase_entered.phase, 2);
	strbuf_release(&again);
	arena_release(&arena);
}

static void a_wrong_payload_is_named(void **state)
{
	(void)state;
	static const struct { const char *kind, *json, *expected; } cases[] = {
		{ "phase.entered", "{}", "phase.entered: \"phase\" must be a whole number" },
		{ "phase.entered", "{\"phase\": 1.5}", "phase.entered: \"phase\" must be a whole number" },
		{ "phase.entered", "{\"phase\": \"1\"}", "phase.entered: \"phase\" must be a whole number" },
		{ "phase.entered", "[1]", "the payload of an event must be a JSON object" },
		{ "item.ticked", "{\"item\": \"a\", \"ticked\": 1}", "item.ticked: \"ticked\" must be true or false" },
		{ "question.asked", "{\"text\": null}", "question.asked: \"text\" must be a text" },
		{ "Board Moved", "{}", "the kind of an event must be a name such as \"note.edited\"" },
		{ "", "{}", "the kind of an event must be a name such as \"note.edited\"" },
	};
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct event event = { .oseq = 1 };
		struct error err = { "" };
		assert_int_equal(event_payload_decode(&event, cases[i].kind, cases[i].json, strlen(cases[i].json), &arena, &err),
		                 STATUS_INVALID);
		assert_string_equal(err.text, cases[i].expected);
	}
	arena_release(&arena);
}

#define LINE(session, stream, numbers, kind, payload) \
	"{\"session\": \"" session "\", \"origin\": \"0123456789ABCDEF\", \"stream\": \"" stream "\", " numbers \
	", \"kind\": \"" kind "\", \"payload\": " payload "}"
#define NUMBERS "\"oseq\": 1, \"lamport\": 1, \"at_ms\": 1"
#define ID "0123456789ABCDEF"

static void hostile_lines_are_refused(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"", "{", "null", "[]", "{}", "\"text\"", "\xFF\xFE", "{\"session\": 1}",
		LINE("short", "main", NUMBERS, "hint.offered", "{\"phase\": 1}"),
		LINE("0123456789ABCDEFG", "main", NUMBERS, "hint.offered", "{\"phase\": 1}"),
		LINE("0123456789ABCDEU", "main", NUMBERS, "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "", NUMBERS, "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "a stream with spaces", NUMBERS, "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "x\\u001b[31m", NUMBERS, "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "01234567890123456789012345678901", NUMBERS, "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "main", "\"oseq\": 0, \"lamport\": 1, \"at_ms\": 1", "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "main", "\"oseq\": -1, \"lamport\": 1, \"at_ms\": 1", "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "main", "\"oseq\": 1, \"lamport\": 9223372036854775807, \"at_ms\": 1", "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "main", "\"oseq\": 1, \"lamport\": 1, \"at_ms\": -1", "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "main", "\"oseq\": 99999999999999999999, \"lamport\": 1, \"at_ms\": 1", "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "main", "\"oseq\": 1, \"oseq\": 2, \"lamport\": 1, \"at_ms\": 1", "hint.offered", "{\"phase\": 1}"),
		LINE(ID, "main", NUMBERS, "question.asked", "{\"text\": \"a\\u0000b\"}"),
		LINE(ID, "main", NUMBERS, "question.asked", "{\"text\": \"\xC3\"}"),
		LINE(ID, "main", NUMBERS, "question.asked", "\"text\""),
		LINE(ID, "main", NUMBERS, "question.asked", "{\"text\": \"fine\"}") "{}",
	};
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct event event;
		struct error err = { "" };
		if (event_line_decode(&event, lines[i], strlen(lines[i]), &arena, &err) != STATUS_INVALID)
			fail_msg("accepted: %s", lines[i]);
		assert_true(strlen(err.text) > 10);
	}
	arena_release(&arena);
}

static void deep_nesting_and_long_texts_are_refused(void **state)
{
	(void)state;
	struct arena arena = ARENA_INIT;
	struct strbuf json = STRBUF_INIT;
	struct event event = { .oseq = 1 };
	strbuf_adds(&json, "{\"x\": ");
	strbuf_fill(&json, '[', 100000);
	assert_int_equal(event_payload_decode(&event, "board.moved", json.text, json.len, &arena, NULL), STATUS_INVALID);

	for (int extra = 0; extra < 2; extra++) {
		strbuf_clear(&json);
		strbuf_adds(&json, "{\"text\": \"");
		strbuf_fill(&json, 'x', TEXT_MAX + (size_t)extra);
		strbuf_adds(&json, "\"}");
		assert_int_equal(event_payload_decode(&event, "question.asked", json.text, json.len, &arena, NULL),
		                 extra ? STATUS_INVALID : STATUS_OK);
	}
	strbuf_release(&json);
	arena_release(&arena);
}

static void what_passes_the_check_can_be_read_again(void **state)
{
	(void)state;
	struct event event = example(EVENT_QUESTION_ASKED);
	struct error err = { "" };
	assert_int_equal(event_check(&event, &err), STATUS_OK);
	char *text = malloc(TEXT_MAX + 2);
	memset(text, 'x', TEXT_MAX + 1);
	text[TEXT_MAX] = '\0';
	event.question_asked.text = text;
	assert_int_equal(event_check(&event, &err), STATUS_OK);
	text[5] = '\xFF';               /* written as three bytes */
	assert_int_equal(event_check(&event, &err), STATUS_INVALID);
	text[5] = text[TEXT_MAX] = 'x';
	text[TEXT_MAX + 1] = '\0';
	assert_int_equal(event_check(&event, &err), STATUS_INVALID);
	free(text);

	event = example(EVENT_HINT_OFFERED);
	event.oseq = 0;
	assert_int_equal(event_check(&event, &err), STATUS_INVALID);
	event = example(EVENT_HINT_OFFERED);
	memset(event.stream, 'x', sizeof event.stream);
	assert_int_equal(event_check(&event, &err), STATUS_INVALID);
	event = example(EVENT_HINT_OFFERED);
	event.kind = (enum event_kind)1000;
	assert_int_equal(event_check(&event, &err), STATUS_INVALID);
}

static void ids_are_crockford(void **state)
{
	(void)state;
	char id[ID_SIZE];
	static const unsigned char zero[10] = { 0 }, ones[10] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
	static const unsigned char mixed[10] = { 0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF };
	id_format(id, zero);
	assert_string_equal(id, "0000000000000000");
	id_format(id, ones);
	assert_string_equal(id, "ZZZZZZZZZZZZZZZZ");
	id_format(id, mixed);
	assert_string_equal(id, "0123456789ABCDEF");
	assert_true(id_valid(id));
	assert_false(id_valid("0123456789ABCDEI"));
	assert_false(id_valid("0123456789abcdef"));
	assert_false(id_valid("0123456789ABCDE"));
	assert_false(id_valid(""));
}

static void order_is_lamport_then_origin_then_stream_then_number(void **state)
{
	(void)state;
	struct event a = example(EVENT_HINT_OFFERED), b = a;
	assert_int_equal(event_compare(&a, &b), 0);
	b.oseq++;
	assert_true(event_compare(&a, &b) < 0 && event_compare(&b, &a) > 0);
	strcpy(b.stream, "main");
	assert_true(event_compare(&a, &b) > 0);
	strcpy(b.origin, "ZZZZZZZZZZZZZZZZ");
	assert_true(event_compare(&a, &b) < 0);
	b.lamport--;
	assert_true(event_compare(&a, &b) > 0);
}

static void what_is_private_comes_after_all_that_its_writer_knew(void **state)
{
	(void)state;
	struct event a = example(EVENT_MARK_MADE), b = example(EVENT_PHASE_ENTERED);
	strcpy(a.stream, STREAM_PRIVATE);
	strcpy(a.origin, "0000000000000000");
	strcpy(b.stream, STREAM_MAIN);
	strcpy(b.origin, "ZZZZZZZZZZZZZZZZ");
	assert_true(event_compare(&a, &b) > 0 && event_compare(&b, &a) < 0);
	b.lamport++;
	assert_true(event_compare(&a, &b) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_survives_a_line),
		cmocka_unit_test(a_payload_alone_survives_too),
		cmocka_unit_test(a_payload_reads_as_plain_json),
		cmocka_unit_test(names_and_kinds_are_one_to_one),
		cmocka_unit_test(unknown_kinds_and_fields_pass_through),
		cmocka_unit_test(a_wrong_payload_is_named),
		cmocka_unit_test(hostile_lines_are_refused),
		cmocka_unit_test(deep_nesting_and_long_texts_are_refused),
		cmocka_unit_test(what_passes_the_check_can_be_read_again),
		cmocka_unit_test(ids_are_crockford),
		cmocka_unit_test(order_is_lamport_then_origin_then_stream_then_number),
		cmocka_unit_test(what_is_private_comes_after_all_that_its_writer_knew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
