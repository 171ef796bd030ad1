/* app/tui: keys have names that people write, and bytes from a terminal become keys. */
#include "test.h"

#include <string.h>

#include "base/strbuf.h"
#include "tui/decode.h"
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
		"", "Ctrl-", "Ctrl-I", "Ctrl-M", "Ctrl-[", "Ctrl-H", "Ctrl-J", "Ctrl-1", "Shift-a", "None", "Text", "Hyper-x", "ab", "F13", "Click", "Click:",
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

/* The names of all keys that `bytes` give at `now_ms`, pastes with their text. */
static void collect(struct decode *decode, int64_t now_ms, struct strbuf *out)
{
	struct key key;
	while (decode_next(decode, now_ms, &key)) {
		char name[KEY_NAME_SIZE];
		key_print(&key, name);
		strbuf_addf(out, "%s%s", out->len ? " " : "", name);
		if (key.kind == K_PASTE)
			strbuf_addf(out, "[%.*s]", (int)key.paste_len, key.paste);
	}
}

static void add_terminfo(struct decode *decode)
{
	decode_add(decode, "\x1BOA", K_UP, 0);
	decode_add(decode, "\x1B[[A", K_F1, 0);
	decode_add(decode, "\x1B[[B", K_F2, 0);
	decode_add(decode, "\x1B[1~", K_HOME, 0);
	decode_add(decode, "x", K_F12, 0);
}

static const struct { const char *bytes, *keys; } sequences[] = {
	{ "a\xC3\xA4\xE4\xB8\xAD\xF0\x9F\x91\xA9", "a \xC3\xA4 \xE4\xB8\xAD \xF0\x9F\x91\xA9" },
	{ "\r\n\t\b\x7F", "Enter Enter Tab Backspace Backspace" },
	{ "\x01\x07\x1A\x1F\x1C", "Ctrl-A Ctrl-G Ctrl-Z Ctrl-_ Ctrl-\\" },
	{ "\x1B[A\x1BOB\x1B[C\x1B[D\x1B[H\x1BOF", "Up Down Right Left Home End" },
	{ "\x1B[1;5C\x1B[1;2D\x1B[1;6A\x1B[1;3B\x1B[1;9B", "Ctrl-Right Shift-Left Ctrl-Shift-Up Alt-Down Alt-Down" },
	{ "\x1B[3~\x1B[3;5~\x1B[5~\x1B[6;2~\x1B[2~", "Delete Ctrl-Delete PgUp Shift-PgDn Insert" },
	{ "\x1B[1~\x1B[4~\x1B[7~\x1B[8~", "Home End Home End" },
	{ "\x1BOP\x1B[15~\x1B[24;2~\x1B[1;5P\x1B[[A\x1B[[B", "F1 F5 Shift-F12 Ctrl-F1 F1 F2" },
	{ "\x1B[Z", "Shift-Tab" },
	{ "\x1B[a\x1BOd\x1B[3^", "Shift-Up Ctrl-Left Ctrl-Delete" },
	{ "\x1Bx\x1B" "1\x1B\x7F\x1B\r\x1B\xC3\xA4", "Alt-x Alt-1 Alt-Backspace Alt-Enter Alt-\xC3\xA4" },
	{ "\x1B\x1B[A\x1B\x1BOA", "Alt-Up Alt-Up" },
	{ "\x1B[27;5;103~\x1B[103;5u\x1B[9;2u", "Ctrl-G Ctrl-G Shift-Tab" },
	{ "\x1B[<0;5;3M\x1B[<32;6;3M\x1B[<0;6;3m", "Click:2,4 Drag:2,5 Release:2,5" },
	{ "\x1B[<64;1;1M\x1B[<65;10;20M\x1B[<66;1;1M", "WheelUp:0,0 WheelDown:19,9" },
	{ "\x1B[<0;1;1M\x1B[<35;2;1M\x1B[<35;3;1M", "Click:0,0 Release:0,1" },
	{ "\x1B[<16;1;1M\x1B[<0;1;1m\x1B[<0;1;1m", "Ctrl-Click:0,0 Release:0,0" },
	{ "\x1B[M !!\x1B[M#!!", "Click:0,0 Release:0,0" },
	{ "\x1B[200~one\rtwo\r\nthree\xFF\x1B[A\x1B[201~x", "Paste[one\ntwo\nthree\xEF\xBF\xBD\x1B[A] x" },
	{ "\x1B[201~x", "x" },
	{ "\x1B[?1;2c\x1B[I\x1B[O\x1B[12;34R\x1B[9999999999999x", "F3" },
	{ "\xFF\xC3x\xE4\xB8y\xC0\x80z\xED\xA0\x80", "x y z" },
	{ "\xC2\x9B\xE2\x80\xAEx", "x" },
	{ "\x1B[1;\x1B[Bx", "Down x" },
};

static void bytes_become_the_keys_that_were_pressed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		struct decode decode;
		struct strbuf keys = STRBUF_INIT;
		decode_init(&decode);
		add_terminfo(&decode);
		decode_feed(&decode, sequences[i].bytes, strlen(sequences[i].bytes), 0);
		collect(&decode, 0, &keys);
		collect(&decode, DECODE_PASTE_MS, &keys);
		assert_string_equal(keys.text, sequences[i].keys);
		assert_int_equal(decode_wait_ms(&decode, 0), -1);
		strbuf_release(&keys);
		decode_release(&decode);
	}
}

static void bytes_that_trickle_in_become_the_same_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		struct decode decode;
		struct strbuf keys = STRBUF_INIT;
		decode_init(&decode);
		add_terminfo(&decode);
		for (const char *c = sequences[i].bytes; *c; c++) {
			decode_feed(&decode, c, 1, 0);
			collect(&decode, DECODE_ESCAPE_MS - 1, &keys);
		}
		collect(&decode, DECODE_PASTE_MS, &keys);
		assert_string_equal(keys.text, sequences[i].keys);
		strbuf_release(&keys);
		decode_release(&decode);
	}
}

static void a_lone_escape_waits_its_time_and_no_longer(void **state)
{
	(void)state;
	struct decode decode;
	struct strbuf keys = STRBUF_INIT;
	decode_init(&decode);
	decode_feed(&decode, "\x1B", 1, 1000);
	collect(&decode, 1000 + DECODE_ESCAPE_MS - 1, &keys);
	assert_string_equal(keys.text, "");
	assert_int_equal(decode_wait_ms(&decode, 1000), DECODE_ESCAPE_MS);
	collect(&decode, 1000 + DECODE_ESCAPE_MS, &keys);
	assert_string_equal(keys.text, "Esc");
	decode_feed(&decode, "\x1B\x1B", 2, 2000);
	collect(&decode, 2000 + DECODE_ESCAPE_MS, &keys);
	assert_string_equal(keys.text, "Esc Esc Esc");
	decode_feed(&decode, "\x1B[", 2, 3000);
	collect(&decode, 3000 + DECODE_ESCAPE_MS, &keys);
	assert_string_equal(keys.text, "Esc Esc Esc Alt-[");
	strbuf_release(&keys);
	decode_release(&decode);
}

static void a_paste_whose_end_got_lost_is_handed_over(void **state)
{
	(void)state;
	struct decode decode;
	struct strbuf keys = STRBUF_INIT;
	decode_init(&decode);
	decode_feed(&decode, "\x1B[200~lost\x1B[20", 14, 0);
	collect(&decode, DECODE_PASTE_MS - 1, &keys);
	assert_string_equal(keys.text, "");
	assert_int_equal(decode_wait_ms(&decode, 0), DECODE_PASTE_MS);
	collect(&decode, DECODE_PASTE_MS, &keys);
	assert_string_equal(keys.text, "Paste[lost\x1B[20]");
	decode_feed(&decode, "x", 1, DECODE_PASTE_MS);
	collect(&decode, DECODE_PASTE_MS, &keys);
	assert_string_equal(keys.text, "Paste[lost\x1B[20] x");
	strbuf_release(&keys);
	decode_release(&decode);
}

static void any_bytes_end_in_keys_and_an_empty_buffer(void **state)
{
	(void)state;
	unsigned seed = 1;
	static const char likely[] = "\x1B\x1B\x1B[[<O;;;0123456789~MmuAZ\xC3\xE4\xB8\xF0";
	for (int round = 0; round < 20000; round++) {
		struct decode decode;
		struct key key;
		decode_init(&decode);
		add_terminfo(&decode);
		for (int i = 0; i < 24; i++) {
			seed = seed * 1664525u + 1013904223u;
			char c = seed >> 28 ? likely[(seed >> 16) % (sizeof likely - 1)] : (char)(seed >> 16);
			decode_feed(&decode, &c, 1, 0);
			while (decode_next(&decode, 0, &key))
				assert_int_not_equal(key.kind, K_NONE);
		}
		while (decode_next(&decode, DECODE_PASTE_MS, &key))
			assert_int_not_equal(key.kind, K_NONE);
		assert_int_equal(decode_wait_ms(&decode, 0), -1);
		decode_release(&decode);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_prints_as_the_name_that_it_was_parsed_from),
		cmocka_unit_test(names_are_read_in_any_case_but_characters_keep_theirs),
		cmocka_unit_test(what_no_terminal_can_send_is_no_name),
		cmocka_unit_test(a_paste_carries_its_text),
		cmocka_unit_test(bytes_become_the_keys_that_were_pressed),
		cmocka_unit_test(bytes_that_trickle_in_become_the_same_keys),
		cmocka_unit_test(a_lone_escape_waits_its_time_and_no_longer),
		cmocka_unit_test(a_paste_whose_end_got_lost_is_handed_over),
		cmocka_unit_test(any_bytes_end_in_keys_and_an_empty_buffer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
