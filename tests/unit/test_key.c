/* app/tui: keys have names that people write, and bytes from a terminal become keys. */
#include "test.h"

#include <string.h>

#include "tui/key.h"

static void a_key_prints_as_the_name_that_it_was_parsed_from(void **state)
{
	(void)state;
	static const char *const names[] = {
		"a", "A", "?", "/", "-", ":", "Space", "\xC3\xA4", "Ctrl-G", "Ctrl-Space", "Ctrl-_", "Alt-1", "Alt-x", "Alt-X", "Ctrl-Alt-K",
		"Enter", "Tab", "Shift-Tab", "Esc", "Backspace", "Alt-Backspace", "Delete", "Ctrl-Delete", "Insert",
		"Up", "Shift-Down", "Ctrl-Left", "Ctrl-Shift-Right", "Ctrl-Alt-Shift-Home", "End", "PgUp", "PgDn",
		"F1", "F10", "Shift-F12", "Click:3,10", "Drag:0,0", "Release:1,2", "WheelUp:5,6", "WheelDown:5,6", "Resize:24,80",
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct key key;
		char name[KEY_NAME_SIZE];
		assert_true(key_parse(names[i], &key));
		key_print(&key, name);
		assert_string_equal(name, names[i]);
		assert_true(key_is(&key, names[i]));
	}
}

static void names_are_read_in_any_case_but_characters_keep_theirs(void **state)
{
	(void)state;
	struct key key;
	assert_true(key_parse("ctrl-g", &key));
	assert_true(key_is(&key, "Ctrl-G"));
	assert_true(key_parse("SHIFT-tab", &key));
	assert_true(key_is(&key, "Shift-Tab"));
	assert_true(key_parse("g", &key));
	assert_false(key_is(&key, "G"));
	assert_false(key_is(&key, "Ctrl-G"));
}

static void what_no_terminal_can_send_is_no_name(void **state)
{
	(void)state;
	static const char *const names[] = {
		"", "Ctrl-", "Ctrl-I", "Ctrl-M", "Ctrl-[", "Ctrl-H", "Ctrl-1", "Shift-a", "None", "Text", "Hyper-x", "ab", "F13", "Click", "Click:",
		"Click:1", "Click:1,2x", "Up:1,2", "\x1B", "\xE2\x80\xAE", "\xFF", "Paste:\xFF",
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct key key;
		assert_false(key_parse(names[i], &key));
		assert_int_equal(key.kind, K_NONE);
	}
}

static void a_paste_carries_its_text(void **state)
{
	(void)state;
	struct key key;
	assert_true(key_parse("Paste:two words: here", &key));
	assert_int_equal(key.kind, K_PASTE);
	assert_int_equal(key.paste_len, 15);
	assert_memory_equal(key.paste, "two words: here", 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_prints_as_the_name_that_it_was_parsed_from),
		cmocka_unit_test(names_are_read_in_any_case_but_characters_keep_theirs),
		cmocka_unit_test(what_no_terminal_can_send_is_no_name),
		cmocka_unit_test(a_paste_carries_its_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
