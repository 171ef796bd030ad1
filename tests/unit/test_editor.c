/* app/tui: the editor does what each key says, and the splices it reports are exactly what it did. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "tui/editor.h"
#include "tui/input.h"

#define ZH "\xE4\xB8\xAD"
#define ACUTE "\xCC\x81"
#define DEV "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB"

/* Sends keys separated by blanks; "'text" types the text, with '_' for a blank. */
static void send(struct editor *ed, const char *script)
{
	char *copy = strdup(script), *save = NULL;
	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		struct key key;
		if (*word != '\'') {
			if (!key_parse(word, &key))
				fail_msg("no key: %s", word);
			editor_key(ed, &key);
			continue;
		}
		for (const char *c = word + 1; *c;) {
			int32_t cp;
			size_t n = utf8_decode(c, strlen(c), &cp);
			key = (struct key){ .kind = K_TEXT };
			memcpy(key.text, c, n);
			if (*c == '_')
				key.text[0] = ' ';
			assert_true(editor_key(ed, &key));
			c += n;
		}
	}
	free(copy);
}

/* The text with '|' at the cursor, or with the selection in "<...>". */
static void describe(const struct editor *ed, struct strbuf *out)
{
	size_t len, start, end;
	const char *text = editor_text(ed, &len);
	strbuf_clear(out);
	if (!editor_selection(ed, &start, &end)) {
		strbuf_add(out, text, len);
		strbuf_splice(out, editor_cursor(ed), 0, "|", 1);
		return;
	}
	strbuf_add(out, text, start);
	strbuf_addc(out, '<');
	strbuf_add(out, text + start, end - start);
	strbuf_addc(out, '>');
	strbuf_add(out, text + end, len - end);
}

struct script {
	const char *before;     /* with '|' at the cursor */
	const char *keys;
	const char *after;
};

static void run_scripts(const struct script *scripts, size_t count, int rows, int cols)
{
	struct canvas canvas;
	canvas_init(&canvas, rows, cols);
	struct canvas_view view = canvas_view(&canvas);
	for (size_t i = 0; i < count; i++) {
		struct editor *ed = editor_new(NULL);
		const char *bar = strchr(scripts[i].before, '|');
		struct strbuf text = STRBUF_INIT;
		assert_non_null(bar);
		strbuf_add(&text, scripts[i].before, (size_t)(bar - scripts[i].before));
		strbuf_adds(&text, bar + 1);
		editor_set_text(ed, text.text, text.len);
		editor_set_cursor(ed, (size_t)(bar - scripts[i].before));
		editor_draw(ed, &view, true);
		send(ed, scripts[i].keys);
		describe(ed, &text);
		if (strcmp(text.text, scripts[i].after))
			fail_msg("keys %s on [%s] gave [%s], not [%s]", scripts[i].keys, scripts[i].before, text.text, scripts[i].after);
		strbuf_release(&text);
		editor_free(ed);
	}
	canvas_release(&canvas);
}

#define RUN(rows, cols, ...) do { \
	static const struct script scripts[] = { __VA_ARGS__ }; \
	run_scripts(scripts, sizeof scripts / sizeof *scripts, rows, cols); \
} while (0)

static void moving_and_deleting_go_by_grapheme(void **state)
{
	(void)state;
	RUN(10, 40,
	    { "|e" ACUTE "x", "Right", "e" ACUTE "|x" },
	    { "a" DEV "|b", "Left", "a|" DEV "b" },
	    { "a" DEV "|b", "Backspace", "a|b" },
	    { "a|" DEV "b", "Delete", "a|b" },
	    { "|", "Left Backspace Delete Right Up Down PgUp PgDn Home End", "|" },
	    { "ab|", "Right", "ab|" },
	    { "|" ACUTE, "'e", "e" ACUTE "|" },
	    { "a\n|b", "Backspace", "a|b" },
	    { "a|\nb", "Right", "a\n|b" });
}

static void words_are_crossed_and_deleted_whole(void **state)
{
	(void)state;
	RUN(10, 40,
	    { "|one two, three", "Ctrl-Right", "one |two, three" },
	    { "one |two, three", "Ctrl-Right", "one two, |three" },
	    { "one two, |three", "Ctrl-Left", "one |two, three" },
	    { "one two, |three", "Ctrl-W", "one |three" },
	    { "one two|", "Alt-Backspace", "one |" },
	    { "|one two", "Ctrl-Delete", "|two" },
	    { "one|", "Ctrl-Right", "one|" },
	    { "|one", "Ctrl-Left", "|one" });
}

static void a_row_is_what_is_seen_and_up_and_down_keep_their_column(void **state)
{
	(void)state;
	/* 12 columns: one is kept for the cursor behind a full row. */
	RUN(5, 12,
	    { "|one two three four", "Down", "one two |three four" },
	    { "one two t|hree four", "Up", "o|ne two three four" },
	    { "one two three fo|ur", "Up", "one two| three four" },
	    { "|one two three four", "End", "one two| three four" },
	    { "one two| three four", "End", "one two three four|" },
	    { "one two th|ree four", "Home", "one two |three four" },
	    { "one two |three four", "Home", "|one two three four" },
	    { "abcde|f\nx\nabcdef", "Down Down", "abcdef\nx\nabcde|f" },
	    { "abcde|f\nx\nabcdef", "Down", "abcdef\nx|\nabcdef" },
	    { "a" ZH "|b\nabcd", "Down", "a" ZH "b\nabc|d" },
	    { "abc|\n\nz", "PgDn", "abc\n\nz|" },
	    { "a|\nb\nc\nd\ne\nf\ng", "PgDn", "a\nb\nc\nd\ne|\nf\ng" },
	    { "a\nb\nc\nd\ne\nf\ng|", "PgUp", "a\nb\nc|\nd\ne\nf\ng" },
	    { "ab\nc|d", "Ctrl-Home", "|ab\ncd" },
	    { "a|b\ncd", "Ctrl-End", "ab\ncd|" });
}

static void shift_selects_and_typing_replaces_what_is_selected(void **state)
{
	(void)state;
	RUN(10, 40,
	    { "a|bcd", "Shift-Right Shift-Right", "a<bc>d" },
	    { "a|bcd", "Shift-Right Shift-Right 'x", "ax|d" },
	    { "abc|d", "Shift-Left Shift-Left Left", "a|bcd" },
	    { "a|bcd", "Shift-Right Shift-Right Right", "abc|d" },
	    { "one |two", "Ctrl-Shift-Left", "<one >two" },
	    { "one |two", "Shift-End Backspace", "one |" },
	    { "a|b\nc", "Shift-Down Delete", "a|" },
	    { "a|b\nc", "Ctrl-A", "<ab\nc>" },
	    { "a|b", "Shift-Right Shift-Left", "a|b" },
	    { "ab|c", "Ctrl-Shift-Home Enter", "\n|c" },
	    { "ab|c", "Ctrl-A Paste:zz", "zz|" });
}

static void the_clipboard_takes_a_selection_or_a_line(void **state)
{
	(void)state;
	RUN(10, 40,
	    { "a|bc", "Shift-Right Ctrl-C Right Ctrl-V", "abb|c" },
	    { "a|bc", "Shift-Right Ctrl-X End Ctrl-V", "acb|" },
	    { "one\nt|wo\nthree", "Ctrl-K", "one\n|three" },
	    { "o|ne\ntwo\nthree", "Ctrl-K Ctrl-K Ctrl-End Enter Ctrl-V", "three\none\ntwo\n|" },
	    { "o|ne\ntwo\nthree", "Ctrl-K Down Ctrl-K Ctrl-V", "two\nthree|" },
	    { "o|ne\ntwo", "Ctrl-C Ctrl-V", "oone\n|ne\ntwo" },
	    { "one\ntwo|", "Ctrl-K Ctrl-K Ctrl-V", "one\ntwo|" });
}

static void bullets_go_on_until_an_empty_one_ends_them(void **state)
{
	(void)state;
	RUN(10, 40,
	    { "- one|", "Enter 'two", "- one\n- two|" },
	    { "* one|", "Enter", "* one\n* |" },
	    { "9. one|", "Enter", "9. one\n10. |" },
	    { "2) one|", "Enter", "2) one\n3) |" },
	    { "- [x] done|", "Enter", "- [x] done\n- [ ] |" },
	    { "- one\n- |", "Enter 'x", "- one\nx|" },
	    { "  - a|b", "Enter", "  - a\n  - |b" },
	    { "|- one", "Enter", "\n|- one" },
	    { "    code|", "Enter", "    code\n    |" },
	    { "-no|", "Enter", "-no\n|" },
	    { "1.5 GB|", "Enter", "1.5 GB\n|" },
	    { "- a|", "Tab", "  - a|" },
	    { "1. a|", "Tab", "   1. a|" },
	    { "  - a|", "Shift-Tab", "- a|" },
	    { "text|", "Tab", "text|" },
	    { "- a\n- |b\n- c", "Shift-Down Tab", "- a\n  - <b\n  - >c" },
	    { "- a|", "Enter Ctrl-Z", "- a|" });
}

static void one_undo_takes_back_what_a_person_would_call_one_step(void **state)
{
	(void)state;
	RUN(10, 40,
	    { "|", "'one_two Ctrl-Z", "one |" },
	    { "|", "'one_two Ctrl-Z Ctrl-Z", "|" },
	    { "|", "'one_two Ctrl-Z Ctrl-Z Ctrl-Y", "one |" },
	    { "|", "'one_two Ctrl-Z Ctrl-Z Ctrl-Y Ctrl-Y Ctrl-Y", "one two|" },
	    { "|", "'one_two Ctrl-Z 'x Ctrl-Y", "one x|" },
	    { "abc|", "Backspace Backspace Ctrl-Z", "abc|" },
	    { "|abc", "Delete Delete Ctrl-Z", "|abc" },
	    { "|", "'ab Left 'c Ctrl-Z", "a|b" },
	    { "|", "Paste:a_long_paste_of_words Ctrl-Z", "|" },
	    { "|x", "'a Paste:bc 'd Ctrl-Z Ctrl-Z", "a|x" },
	    { "ab|c", "Ctrl-A 'zz Ctrl-Z", "abc|" },
	    { "|one\ntwo", "Ctrl-K Ctrl-Z", "|one\ntwo" },
	    { "- a\n- |b", "Ctrl-A Tab Ctrl-Z", "- a\n- b|" },
	    { "|", "Ctrl-Z Ctrl-Y", "|" });
}

static void pasted_text_is_made_valid_and_harmless(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	struct key key = { .kind = K_PASTE, .paste = "a\r\nb\rc\x1B[1m\td", .paste_len = 12 };
	assert_true(editor_key(ed, &key));
	assert_string_equal(editor_text(ed, NULL), "a\nb\nc[1m\td");
	editor_set_text(ed, "x\xFFy", 3);
	assert_string_equal(editor_text(ed, NULL), "x\xEF\xBF\xBDy");
	editor_free(ed);
}

static void assert_mirrors(struct editor *ed, struct strbuf *mirror)
{
	struct splice_list splices;
	editor_take_splices(ed, &splices);
	for (size_t i = 0; i < splices.count; i++) {
		assert_true(splices.items[i].text.len <= SPLICE_MAX_TEXT);
		assert_true(utf8_valid(splices.items[i].text.text, splices.items[i].text.len));
	}
	splice_list_apply(&splices, mirror);
	splice_list_release(&splices);
	size_t len;
	const char *text = editor_text(ed, &len);
	assert_int_equal(mirror->len, len);
	assert_memory_equal(mirror->text, text, len);
	assert_false(editor_has_splices(ed));
}

static void typing_is_reported_as_one_splice(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	struct splice_list splices;
	editor_set_text(ed, "one three", 9);
	assert_false(editor_has_splices(ed));
	editor_set_cursor(ed, 4);
	send(ed, "'twx Backspace 'o_");
	editor_take_splices(ed, &splices);
	assert_int_equal(splices.count, 1);
	assert_int_equal(splices.items[0].offset, 4);
	assert_int_equal(splices.items[0].deleted, 0);
	assert_string_equal(splices.items[0].text.text, "two ");
	splice_list_release(&splices);
	send(ed, "'x Backspace");
	assert_false(editor_has_splices(ed));
	send(ed, "Ctrl-End Backspace Backspace Ctrl-Home Delete");
	editor_take_splices(ed, &splices);
	assert_int_equal(splices.count, 2);
	assert_int_equal(splices.items[0].deleted, 2);
	splice_list_release(&splices);
	editor_free(ed);
}

static void a_large_paste_is_cut_into_splices_between_characters(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	struct strbuf big = STRBUF_INIT, mirror = STRBUF_INIT;
	for (int i = 0; i < 10000; i++)
		strbuf_adds(&big, ZH);
	editor_insert(ed, big.text, big.len);
	struct splice_list splices;
	editor_take_splices(ed, &splices);
	assert_int_equal(splices.count, 4);
	for (size_t i = 0; i < splices.count; i++) {
		assert_true(splices.items[i].text.len <= SPLICE_MAX_TEXT);
		assert_true(utf8_valid(splices.items[i].text.text, splices.items[i].text.len));
	}
	splice_list_apply(&splices, &mirror);
	assert_string_equal(mirror.text, big.text);
	splice_list_release(&splices);
	strbuf_release(&big);
	strbuf_release(&mirror);
	editor_free(ed);
}

static void coming_back_from_another_editor_is_one_small_undoable_step(void **state)
{
	(void)state;
	static const struct { const char *before, *after, *text; size_t offset, deleted; } cases[] = {
		{ "one two three", "one 2 three", "2", 4, 3 },
		{ "aaa", "aaaa", "a", 3, 0 },
		{ "aaaa", "aaa", "", 3, 1 },
		{ "x\xC3\xA4y", "x\xC3\xB6y", "\xC3\xB6", 1, 2 },
		{ "\xC3\xA4", "\xC4\xA4", "\xC4\xA4", 0, 2 },
		{ "", "new", "new", 0, 0 },
		{ "old", "", "", 0, 3 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct editor *ed = editor_new(NULL);
		struct splice_list splices;
		editor_set_text(ed, cases[i].before, strlen(cases[i].before));
		editor_replace_all(ed, cases[i].after, strlen(cases[i].after));
		assert_string_equal(editor_text(ed, NULL), cases[i].after);
		editor_take_splices(ed, &splices);
		assert_int_equal(splices.count, 1);
		assert_int_equal(splices.items[0].offset, cases[i].offset);
		assert_int_equal(splices.items[0].deleted, cases[i].deleted);
		assert_string_equal(splices.items[0].text.text, cases[i].text);
		splice_list_release(&splices);
		assert_true(editor_undo(ed));
		assert_string_equal(editor_text(ed, NULL), cases[i].before);
		editor_replace_all(ed, cases[i].before, strlen(cases[i].before));
		assert_false(editor_undo(ed));
		editor_free(ed);
	}
}

static void searching_counts_goes_around_and_comes_back(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	size_t current;
	editor_set_text(ed, "Cache the cache; CACHE it", 25);
	editor_set_cursor(ed, 5);
	assert_true(editor_search(ed, "c", 1));
	assert_int_equal(editor_cursor(ed), 10);
	assert_true(editor_search(ed, "cache", 5));
	assert_int_equal(editor_search_count(ed, &current), 3);
	assert_int_equal(current, 2);
	assert_true(editor_search_next(ed));
	assert_true(editor_search_next(ed));
	assert_int_equal(editor_cursor(ed), 0);
	assert_true(editor_search_previous(ed));
	assert_int_equal(editor_cursor(ed), 17);
	assert_true(editor_search(ed, "CACHE", 5));
	assert_int_equal(editor_search_count(ed, &current), 1);
	assert_false(editor_search(ed, "CACHEx", 6));
	assert_int_equal(editor_cursor(ed), 5);
	assert_int_equal(editor_search_count(ed, &current), 0);
	assert_int_equal(current, 0);
	assert_true(editor_search(ed, "it", 2));
	send(ed, "'x");
	assert_int_equal(editor_search_count(ed, &current), 1);
	editor_search_end(ed);
	assert_false(editor_search_next(ed));
	editor_free(ed);
}

static void read_only_moves_and_copies_and_changes_nothing(void **state)
{
	(void)state;
	struct clipboard clipboard;
	clipboard_init(&clipboard);
	const struct editor_options options = { .read_only = true, .clipboard = &clipboard };
	struct editor *ed = editor_new(&options);
	static const char *const refused[] = {
		"x", "Space", "Enter", "Backspace", "Delete", "Tab", "Ctrl-K", "Ctrl-X", "Ctrl-V", "Ctrl-Z", "Ctrl-W", "Paste:text",
	};
	editor_set_text(ed, "- one\ntwo", 9);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct key key;
		assert_true(key_parse(refused[i], &key));
		assert_false(editor_key(ed, &key));
	}
	send(ed, "Up Ctrl-C");
	assert_string_equal(clipboard.text.text, "- one\n");
	assert_string_equal(editor_text(ed, NULL), "- one\ntwo");
	assert_false(editor_has_splices(ed));
	editor_free(ed);
	clipboard_release(&clipboard);
}

static void a_text_does_not_grow_beyond_its_limit(void **state)
{
	(void)state;
	const struct editor_options options = { .max_bytes = 4 };
	struct editor *ed = editor_new(&options);
	send(ed, "'abcdef");
	assert_string_equal(editor_text(ed, NULL), "abcd");
	send(ed, "Backspace Paste:xyz 'z");
	assert_string_equal(editor_text(ed, NULL), "abcz");
	editor_free(ed);
}

static void following_the_log_keeps_the_cursor_at_its_place(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	struct splice splice = { .offset = 0, .deleted = 2, .text = STRBUF_INIT };
	editor_set_text(ed, "one two three", 13);
	editor_set_cursor(ed, 8);
	strbuf_adds(&splice.text, "someth");
	editor_follow(ed, &splice);
	assert_string_equal(editor_text(ed, NULL), "somethe two three");
	assert_int_equal(editor_cursor(ed), 12);
	assert_false(editor_has_splices(ed));
	splice.offset = 1000;
	editor_follow(ed, &splice);
	assert_string_equal(editor_text(ed, NULL), "somethe two threesometh");
	strbuf_release(&splice.text);
	editor_free(ed);
}

static void assert_drawn(struct editor *ed, int rows, int cols, enum canvas_dump kind, const char *expected, int y, int x)
{
	struct canvas canvas;
	struct strbuf out = STRBUF_INIT;
	canvas_init(&canvas, rows, cols);
	struct canvas_view view = canvas_view(&canvas);
	editor_draw(ed, &view, true);
	canvas_dump(&canvas, kind, &out);
	assert_string_equal(out.text, expected);
	assert_int_equal(canvas.cursor_y, y);
	assert_int_equal(canvas.cursor_x, x);
	strbuf_release(&out);
	canvas_release(&canvas);
}

static void drawing_wraps_at_blanks_and_keeps_the_cursor_in_sight(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	editor_set_placeholder(ed, "Type here what you\nknow.");
	assert_drawn(ed, 3, 13, CANVAS_DUMP_TEXT, "Type here\nwhat you\nknow.\n", 0, 0);
	const char text[] = "- a list item that goes on\nx\ty\n" ZH ZH ZH ZH ZH ZH ZH "\nunbreakableword";
	editor_set_text(ed, text, sizeof text - 1);
	editor_set_cursor(ed, 0);
	assert_drawn(ed, 4, 13, CANVAS_DUMP_TEXT, "- a list\n  item that\n  goes on\nx   y\n", 0, 0);
	editor_set_cursor(ed, sizeof text - 1);
	assert_drawn(ed, 4, 13, CANVAS_DUMP_TEXT, ZH ZH ZH ZH ZH ZH "\n" ZH "\nunbreakablew\nord\n", 3, 3);
	editor_set_cursor(ed, 0);
	assert_drawn(ed, 2, 13, CANVAS_DUMP_ROLES, ". . ....\n  .... ....\n", 0, 0);
	send(ed, "Right Shift-Down");
	assert_drawn(ed, 2, 13, CANVAS_DUMP_ROLES, ".SSSSSSSS\n  .... ....\n", 1, 2);
	editor_set_cursor(ed, 0);
	editor_search(ed, "t", 1);
	assert_drawn(ed, 3, 13, CANVAS_DUMP_ROLES, ". . ...M\n  .m.. m..m\n  .... ..\n", 0, 7);
	editor_free(ed);
}

static void a_full_row_leaves_room_for_the_cursor(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	send(ed, "'12345678");
	assert_drawn(ed, 2, 9, CANVAS_DUMP_TEXT, "12345678\n\n", 0, 8);
	send(ed, "'9");
	assert_drawn(ed, 2, 9, CANVAS_DUMP_TEXT, "12345678\n9\n", 1, 1);
	send(ed, "Backspace '___");
	assert_drawn(ed, 2, 9, CANVAS_DUMP_TEXT, "12345678\n\n", 0, 8);
	editor_free(ed);
}

static void the_mouse_places_selects_and_scrolls(void **state)
{
	(void)state;
	struct editor *ed = editor_new(NULL);
	struct strbuf out = STRBUF_INIT;
	struct canvas canvas;
	canvas_init(&canvas, 6, 20);
	struct canvas_view whole = canvas_view(&canvas), view = canvas_sub(&whole, rect_make(2, 3, 3, 12));
	editor_set_text(ed, "one\ntwo\nthree\nfour\nfive\nsix", 27);
	editor_set_cursor(ed, 0);
	editor_draw(ed, &view, true);
	send(ed, "Click:3,5");
	describe(ed, &out);
	assert_string_equal(out.text, "one\ntw|o\nthree\nfour\nfive\nsix");
	send(ed, "Drag:4,4 Release:4,4");
	describe(ed, &out);
	assert_string_equal(out.text, "one\ntw<o\nt>hree\nfour\nfive\nsix");
	send(ed, "WheelDown:3,5");
	canvas_clear(&canvas);
	editor_draw(ed, &view, true);
	assert_int_equal(canvas.cursor_y, -1);
	send(ed, "Click:2,14");
	describe(ed, &out);
	assert_string_equal(out.text, "one\ntwo\nthree\nfour|\nfive\nsix");
	struct key key;
	assert_true(key_parse("Click:0,0", &key));
	assert_false(editor_key(ed, &key));
	strbuf_release(&out);
	canvas_release(&canvas);
	editor_free(ed);
}

static void an_input_line_scrolls_sideways_and_leaves_other_keys_alone(void **state)
{
	(void)state;
	struct input input;
	struct canvas canvas;
	struct key key;
	static const char *const left_alone[] = { "Enter", "Esc", "Tab", "Up", "Down", "F1" };
	input_init(&input, NULL);
	canvas_init(&canvas, 1, 10);
	struct canvas_view view = canvas_view(&canvas);
	assert_true(key_parse("Paste:one\ntwo three", &key));
	assert_true(input_key(&input, &key));
	input_draw(&input, &view, 0, 0, 10, "/", true);
	struct strbuf out = STRBUF_INIT;
	canvas_dump(&canvas, CANVAS_DUMP_TEXT, &out);
	assert_string_equal(out.text, "/wo three\n");
	assert_int_equal(canvas.cursor_x, 9);
	assert_true(key_parse("Home", &key));
	assert_true(input_key(&input, &key));
	input_draw(&input, &view, 0, 0, 10, "/", true);
	strbuf_clear(&out);
	canvas_dump(&canvas, CANVAS_DUMP_TEXT, &out);
	assert_string_equal(out.text, "/one two t\n");
	for (size_t i = 0; i < sizeof left_alone / sizeof *left_alone; i++) {
		assert_true(key_parse(left_alone[i], &key));
		assert_false(input_key(&input, &key));
	}
	assert_string_equal(input_text(&input, NULL), "one two three");
	input_clear(&input);
	assert_string_equal(input_text(&input, NULL), "");
	strbuf_release(&out);
	canvas_release(&canvas);
	input_release(&input);
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const char *const anything[] = {
	"a", "b", "x", "Space", "-", "1", ".", "Enter", "Enter", "Tab", "Shift-Tab", "Backspace", "Delete", "Ctrl-W", "Ctrl-Delete",
	"Left", "Right", "Up", "Down", "Shift-Left", "Shift-Right", "Shift-Up", "Shift-Down", "Ctrl-Left", "Ctrl-Right", "Home", "End",
	"Shift-Home", "Ctrl-Home", "Ctrl-End", "PgUp", "PgDn", "Ctrl-A", "Ctrl-C", "Ctrl-X", "Ctrl-V", "Ctrl-K", "Ctrl-Z", "Ctrl-Z",
	"Ctrl-Y", "Click:1,3", "Drag:2,5", "Release:2,5", "WheelDown:1,1", "WheelUp:1,1", "\xC3\xA4", ZH, "\xCC\x81",
	"Paste:- one\n- two " DEV "\n\tthree", "Paste:" DEV DEV ACUTE, "Paste:\xE2\x80\xAE\xE2\x80\x8D",
};

static void whatever_is_done_the_splices_give_the_text_and_undo_gives_the_start(void **state)
{
	(void)state;
	static const char start[] = "- start\n\n" ZH " text e" ACUTE " " DEV "\n1. one";
	for (unsigned round = 0; round < 60; round++) {
		unsigned seed = round;
		struct editor *ed = editor_new(NULL);
		struct strbuf mirror = STRBUF_INIT;
		struct canvas canvas;
		canvas_init(&canvas, 4, 6 + (int)round % 30);
		struct canvas_view view = canvas_view(&canvas);
		editor_set_text(ed, start, sizeof start - 1);
		strbuf_adds(&mirror, start);
		if (round % 4 == 0)
			editor_search(ed, "e", 1);
		for (int i = 0; i < 300; i++) {
			struct key key;
			assert_true(key_parse(anything[next_random(&seed) % (sizeof anything / sizeof *anything)], &key));
			editor_key(ed, &key);
			if (next_random(&seed) % 4 == 0)
				editor_draw(ed, &view, true);
			if (next_random(&seed) % 8 == 0)
				assert_mirrors(ed, &mirror);
			size_t len, lines = 1;
			const char *text = editor_text(ed, &len);
			assert_true(utf8_valid(text, len));
			assert_true(editor_cursor(ed) <= len);
			for (size_t c = 0; c < len; c++)
				lines += text[c] == '\n';
			assert_int_equal(editor_line_count(ed), lines);
		}
		assert_mirrors(ed, &mirror);
		while (editor_undo(ed))
			;
		assert_string_equal(editor_text(ed, NULL), start);
		assert_mirrors(ed, &mirror);
		strbuf_release(&mirror);
		canvas_release(&canvas);
		editor_free(ed);
	}
}

static void rows_after_edits_are_those_of_a_fresh_editor(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 20; round++) {
		unsigned seed = round + 1000;
		struct editor *ed = editor_new(NULL), *fresh = editor_new(NULL);
		struct canvas canvas, other;
		canvas_init(&canvas, 30, 18);
		canvas_init(&other, 30, 18);
		struct canvas_view view = canvas_view(&canvas), other_view = canvas_view(&other);
		for (int i = 0; i < 120; i++) {
			struct key key;
			assert_true(key_parse(anything[next_random(&seed) % (sizeof anything / sizeof *anything)], &key));
			editor_key(ed, &key);
			editor_draw(ed, &view, true);
		}
		size_t len;
		const char *text = editor_text(ed, &len);
		editor_set_text(fresh, text, len);
		editor_set_cursor(fresh, 0);
		editor_set_cursor(ed, 0);
		editor_draw(ed, &view, true);
		editor_draw(fresh, &other_view, true);
		assert_memory_equal(canvas.cells, other.cells, 30 * 18 * sizeof *canvas.cells);
		canvas_release(&canvas);
		canvas_release(&other);
		editor_free(ed);
		editor_free(fresh);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moving_and_deleting_go_by_grapheme),
		cmocka_unit_test(words_are_crossed_and_deleted_whole),
		cmocka_unit_test(a_row_is_what_is_seen_and_up_and_down_keep_their_column),
		cmocka_unit_test(shift_selects_and_typing_replaces_what_is_selected),
		cmocka_unit_test(the_clipboard_takes_a_selection_or_a_line),
		cmocka_unit_test(bullets_go_on_until_an_empty_one_ends_them),
		cmocka_unit_test(one_undo_takes_back_what_a_person_would_call_one_step),
		cmocka_unit_test(pasted_text_is_made_valid_and_harmless),
		cmocka_unit_test(typing_is_reported_as_one_splice),
		cmocka_unit_test(a_large_paste_is_cut_into_splices_between_characters),
		cmocka_unit_test(coming_back_from_another_editor_is_one_small_undoable_step),
		cmocka_unit_test(searching_counts_goes_around_and_comes_back),
		cmocka_unit_test(read_only_moves_and_copies_and_changes_nothing),
		cmocka_unit_test(a_text_does_not_grow_beyond_its_limit),
		cmocka_unit_test(following_the_log_keeps_the_cursor_at_its_place),
		cmocka_unit_test(drawing_wraps_at_blanks_and_keeps_the_cursor_in_sight),
		cmocka_unit_test(a_full_row_leaves_room_for_the_cursor),
		cmocka_unit_test(the_mouse_places_selects_and_scrolls),
		cmocka_unit_test(an_input_line_scrolls_sideways_and_leaves_other_keys_alone),
		cmocka_unit_test(whatever_is_done_the_splices_give_the_text_and_undo_gives_the_start),
		cmocka_unit_test(rows_after_edits_are_those_of_a_fresh_editor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
