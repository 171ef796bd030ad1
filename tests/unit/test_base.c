/* app/base: buffers, arenas and text keep what they are given. */
#include "test.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static void a_splice_replaces_exactly_its_bytes(void **state)
{
	(void)state;
	struct strbuf sb = STRBUF_INIT;
	strbuf_adds(&sb, "hello world");
	strbuf_splice(&sb, 6, 5, "there", 5);
	assert_string_equal(sb.text, "hello there");
	strbuf_splice(&sb, 100, 7, "!", 1);
	assert_string_equal(sb.text, "hello there!");
	strbuf_splice(&sb, 0, 100, NULL, 0);
	assert_string_equal(sb.text, "");
	strbuf_release(&sb);
}

static void a_grapheme_is_what_a_person_calls_a_character(void **state)
{
	(void)state;
	static const struct { const char *text; size_t bytes; int width; } cases[] = {
		{ "a", 1, 1 }, { "e\xCC\x81x", 3, 1 }, { "\xE4\xB8\xAD\xE6\x96\x87", 3, 2 },
		{ "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB!", 11, 2 }, { "\xFFx", 1, 1 }, { "\r\n", 2, 0 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = utf8_grapheme(cases[i].text, strlen(cases[i].text));
		assert_int_equal(n, cases[i].bytes);
		assert_int_equal(utf8_grapheme_width(cases[i].text, n), cases[i].width);
		assert_int_equal(utf8_grapheme_before(cases[i].text, n), 0);
	}
}

static void stepping_back_undoes_stepping_forward(void **state)
{
	(void)state;
	const char *text = "na\xC3\xAFve e\xCC\x81 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB \xE4\xB8\xAD\xFF\xFE end\r\n";
	size_t len = strlen(text);
	for (size_t at = 0; at < len;) {
		size_t next = at + utf8_grapheme(text + at, len - at);
		assert_int_equal(utf8_grapheme_before(text, next), at);
		at = next;
	}
}

static void a_fitting_prefix_never_splits_a_wide_character(void **state)
{
	(void)state;
	assert_int_equal(utf8_fit("a\xE4\xB8\xAD", 4, 2), 1);
	assert_int_equal(utf8_fit("a\xE4\xB8\xAD", 4, 3), 4);
}

static void json_strings_escape_what_would_break_them(void **state)
{
	(void)state;
	struct strbuf sb = STRBUF_INIT;
	json_add_string(&sb, "a\"\\\n\x01\xFF", 6);
	assert_string_equal(sb.text, "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\"");
	strbuf_release(&sb);
}

static void json_members_are_a_key_and_a_value(void **state)
{
	(void)state;
	struct strbuf sb = STRBUF_INIT;
	strbuf_addc(&sb, '{');
	json_add_text(&sb, "text", "a \"b\"");
	json_add_text(&sb, "none", NULL);
	json_add_part(&sb, "part", "abc", 2);
	json_add_int(&sb, "least", INT64_MIN);
	json_add_bool(&sb, "yes", true);
	json_add_bool(&sb, "no", false);
	json_add_null(&sb, "null");
	strbuf_addc(&sb, '}');
	assert_string_equal(sb.text, "{\"text\": \"a \\\"b\\\"\", \"none\": null, \"part\": \"ab\", \"least\": -9223372036854775808, "
	                    "\"yes\": true, \"no\": false, \"null\": null}");
	strbuf_release(&sb);
}

static void arena_memory_is_zeroed_and_keeps_its_place(void **state)
{
	(void)state;
	struct arena arena = ARENA_INIT;
	char *first = arena_strdup(&arena, "first");
	char *big = arena_alloc(&arena, 100000);
	assert_int_equal(big[99999], 0);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(*(char *)arena_alloc(&arena, 7), 0);
	assert_string_equal(first, "first");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_splice_replaces_exactly_its_bytes),
		cmocka_unit_test(a_grapheme_is_what_a_person_calls_a_character),
		cmocka_unit_test(stepping_back_undoes_stepping_forward),
		cmocka_unit_test(a_fitting_prefix_never_splits_a_wide_character),
		cmocka_unit_test(json_strings_escape_what_would_break_them),
		cmocka_unit_test(json_members_are_a_key_and_a_value),
		cmocka_unit_test(arena_memory_is_zeroed_and_keeps_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
