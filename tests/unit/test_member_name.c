/* app/session/member_name: a name that somebody typed, or a stranger sent, does no harm on a screen and fits there. */
#include "test.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "session/member_name.h"

static void is_cleaned(const char *name, const char *expected)
{
	char out[MEMBER_NAME_MAX + 1];
	memset(out, 'Z', sizeof out);
	assert_true(member_name_clean(out, name));
	assert_string_equal(out, expected);
}

static void a_name_cannot_move_the_cursor_or_turn_the_text(void **state)
{
	(void)state;
	is_cleaned("Ann", "Ann");
	is_cleaned("\x1b[2J\x1b]0;title\x07" "Ann\x1b[31m", "[2J]0;titleAnn[31m");
	is_cleaned("Ann\tinterviewer\t\t", "Anninterviewer");
	is_cleaned("Ann\r\nBob\vC\f", "AnnBobC");
	is_cleaned("\xe2\x80\xae" "nnA" "\xe2\x81\xa6\xe2\x80\x8f\xd8\x9c", "nnA");
	is_cleaned("\xc2\x9b" "31mAnn\xc2\x85", "31mAnn");
	is_cleaned("An\xe2\x80\x8bn\xef\xbb\xbf\xe2\x80\xa8", "Ann");
	is_cleaned("J\xc3\xbcrgen \xe6\x9d\x8e", "J\xc3\xbcrgen \xe6\x9d\x8e");
	is_cleaned("\xff\xfe" "A\xc3", "A");
}

static void a_name_is_never_empty(void **state)
{
	(void)state;
	static const char *const nothing[] = { "", " ", "    ", "\t\n", "\xff", "\x1b", "\xe2\x80\xae", "\xc2\xa0", "\xe3\x80\x80 ", "\xc2\xad" };
	for (size_t i = 0; i < ARRAY_SIZE(nothing); i++) {
		char out[MEMBER_NAME_MAX + 1];
		assert_false(member_name_clean(out, nothing[i]));
		assert_string_equal(out, "somebody");
	}
	is_cleaned("  Ann  ", "Ann");
	is_cleaned("\t Ann \t", "Ann");
}

static void a_long_name_is_cut_between_characters(void **state)
{
	(void)state;
	/* Bytes and cells of each; the last stands on what is before it. */
	static const struct { const char *text; size_t bytes, cells; } characters[] = {
		{ "x", 1, 1 }, { "\xc3\xa9", 2, 1 }, { "\xe6\x9d\x8e", 3, 2 }, { "\xf0\x9f\x91\xa9", 4, 2 }, { "\xe0\xa4\x95", 3, 1 },
		{ "\xcc\x81", 2, 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(characters); i++)
		for (size_t before = 1; before < 5; before++) {
			char name[4 * MEMBER_NAME_MAX], out[MEMBER_NAME_MAX + 1];
			size_t len = before, bytes = characters[i].bytes, cells = characters[i].cells;
			memset(name, 'a', before);
			for (; len + bytes < sizeof name - 1; len += bytes)
				memcpy(name + len, characters[i].text, bytes);
			name[len] = '\0';
			assert_true(member_name_clean(out, name));
			len = strlen(out);
			assert_memory_equal(out, name, len);
			assert_int_equal((len - before) % bytes, 0);
			assert_true(len <= MEMBER_NAME_MAX && utf8_width(out, len) <= MEMBER_NAME_CELLS);
			assert_true(len > MEMBER_NAME_MAX - bytes || utf8_width(out, len) > MEMBER_NAME_CELLS - cells);
		}
}

static void a_name_that_was_cleaned_stays_as_it_is(void **state)
{
	(void)state;
	static const char *const names[] = {
		"Ann", "  Ann  ", "\x1b[2JAnn", "a name that is cut where it has  a blank", "\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e"
		"\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e\xe6\x9d\x8e",
	};
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char once[MEMBER_NAME_MAX + 1], again[MEMBER_NAME_MAX + 1];
		assert_true(member_name_clean(once, names[i]));
		assert_true(member_name_clean(again, once));
		assert_string_equal(again, once);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_cannot_move_the_cursor_or_turn_the_text),
		cmocka_unit_test(a_name_is_never_empty),
		cmocka_unit_test(a_long_name_is_cut_between_characters),
		cmocka_unit_test(a_name_that_was_cleaned_stays_as_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
