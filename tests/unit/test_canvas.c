/* app/tui: what is drawn stays in its place, whole and harmless. */
#include "test.h"

#include <string.h>

#include "tui/bar.h"
#include "tui/canvas.h"
#include "tui/list.h"
#include "tui/scroll.h"

#define ZH "\xE4\xB8\xAD"                        /* one character, two cells */
#define WOMAN "\xF0\x9F\x91\xA9"
#define LAPTOP "\xF0\x9F\x92\xBB"
#define ZWJ "\xE2\x80\x8D"
#define ACUTE "\xCC\x81"

static void assert_dump(const struct canvas *canvas, enum canvas_dump kind, const char *expected)
{
	struct strbuf out = STRBUF_INIT;
	canvas_dump(canvas, kind, &out);
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static void text_goes_where_it_is_put_and_is_cut_at_the_edge(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 2, 8);
	struct canvas_view view = canvas_view(&canvas);
	assert_int_equal(canvas_puts(&view, 0, 0, ROLE_TEXT, "ab"), 2);
	assert_int_equal(canvas_textf(&view, 1, 5, ROLE_STRONG, "%d", 123456), 3);
	assert_int_equal(canvas_puts(&view, 0, 20, ROLE_TEXT, "far"), 0);
	assert_int_equal(canvas_puts(&view, 7, 0, ROLE_TEXT, "low"), 3);
	assert_int_equal(canvas_puts(&view, 1, -2, ROLE_TEXT, "xyz"), 3);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, "ab\nz    123\n");
	assert_dump(&canvas, CANVAS_DUMP_ROLES, "..\n.    bbb\n");
	canvas_release(&canvas);
}

static void a_view_never_draws_outside_its_parents(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 4, 10);
	struct canvas_view whole = canvas_view(&canvas);
	struct canvas_view outer = canvas_sub(&whole, rect_make(1, 2, 2, 5));
	struct canvas_view inner = canvas_sub(&outer, rect_make(-1, -1, 10, 10));
	for (int y = -2; y < 12; y++)
		canvas_puts(&inner, y, -3, ROLE_TEXT, "0123456789abcdef");
	canvas_fill(&inner, rect_make(2, 5, 100, 1), ROLE_TEXT);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, "\n  45678\n  4567\n\n");
	canvas_cursor(&inner, 0, 0);
	assert_int_equal(canvas.cursor_y, -1);
	canvas_cursor(&inner, 1, 1);
	assert_int_equal(canvas.cursor_y, 1);
	assert_int_equal(canvas.cursor_x, 2);
	canvas_release(&canvas);
}

static void overwriting_half_of_a_wide_character_blanks_the_other_half(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 3, 6);
	struct canvas_view view = canvas_view(&canvas);
	for (int y = 0; y < 3; y++)
		canvas_puts(&view, y, 0, ROLE_TEXT, ZH ZH ZH);
	canvas_puts(&view, 0, 1, ROLE_TEXT, "x");
	canvas_puts(&view, 1, 2, ROLE_TEXT, "x");
	canvas_puts(&view, 2, 1, ROLE_TEXT, ZH);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, " x" ZH ZH "\n" ZH "x " ZH "\n " ZH " " ZH "\n");
	canvas_release(&canvas);
}

static void a_wide_character_at_an_edge_is_left_out_whole(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 1, 5);
	struct canvas_view view = canvas_view(&canvas);
	assert_int_equal(canvas_puts(&view, 0, -1, ROLE_TEXT, ZH ZH ZH), 6);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, " " ZH ZH "\n");
	canvas_clear(&canvas);
	assert_int_equal(canvas_puts(&view, 0, 0, ROLE_TEXT, "a" ZH ZH ZH), 5);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, "a" ZH ZH "\n");
	canvas_clear(&canvas);
	canvas_puts(&view, 0, 0, ROLE_TEXT, ZH ZH ZH);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, ZH ZH "\n");
	canvas_release(&canvas);
}

static void nothing_that_steers_a_terminal_or_misleads_a_reader_gets_into_a_cell(void **state)
{
	(void)state;
	static const struct { const char *text; const char *shown; int cells; } cases[] = {
		{ "a\x1B[31mb", "a^[[31mb", 8 },
		{ "\x7F\x07", "^?^G", 4 },
		{ "a\xC2\x9B" "1m", "a<U+009B>1m", 11 },
		{ "x\xE2\x80\xAEy", "x<U+202E>y", 10 },
		{ "x\xE2\x81\xA6y", "x<U+2066>y", 10 },
		{ "x\xE2\x80\x8By\xEF\xBB\xBFz", "xyz", 3 },
		{ "x\xF3\xA0\x81\x81y", "xy", 2 },
		{ "a\tb\nc\r\nd\re", "a b c d e", 9 },
		{ "a\xFF" "b", "a\xEF\xBF\xBD" "b", 3 },
		{ "e" ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE "x", "e" ACUTE ACUTE ACUTE ACUTE "x", 2 },
		{ ACUTE "x", " " ACUTE "x", 2 },
		{ WOMAN ZWJ LAPTOP "!", WOMAN "!", 3 },
		{ "\xE2\x9D\xA4\xEF\xB8\x8F!", "\xE2\x9D\xA4!", 3 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct canvas canvas;
		canvas_init(&canvas, 1, 20);
		struct canvas_view view = canvas_view(&canvas);
		assert_int_equal(canvas_puts(&view, 0, 0, ROLE_TEXT, cases[i].text), cases[i].cells);
		assert_int_equal(canvas_text_cells(cases[i].text, strlen(cases[i].text)), cases[i].cells);
		struct strbuf out = STRBUF_INIT;
		strbuf_addf(&out, "%s\n", cases[i].shown);
		assert_dump(&canvas, CANVAS_DUMP_TEXT, out.text);
		strbuf_release(&out);
		canvas_release(&canvas);
	}
}

static void what_was_made_visible_stands_out(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 1, 12);
	struct canvas_view view = canvas_view(&canvas);
	canvas_puts(&view, 0, 0, ROLE_TEXT, "a\xE2\x80\xAE\x01z");
	assert_dump(&canvas, CANVAS_DUMP_ROLES, ".??????????.\n");
	canvas_release(&canvas);
}

static void a_text_that_does_not_fit_ends_in_an_ellipsis(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 3, 12);
	struct canvas_view view = canvas_view(&canvas);
	assert_int_equal(canvas_text_fit(&view, 0, 0, 5, ROLE_TEXT, "12345", 5), 5);
	assert_int_equal(canvas_text_fit(&view, 1, 0, 5, ROLE_TEXT, "123456", 6), 5);
	assert_int_equal(canvas_text_fit(&view, 2, 0, 4, ROLE_TEXT, ZH ZH ZH, 9), 3);
	assert_int_equal(canvas_text_right(&view, 0, 12, ROLE_TEXT, "end", 3), 3);
	assert_dump(&canvas, CANVAS_DUMP_ASCII, "12345    end\n1234~\n" ZH "~\n");
	canvas_release(&canvas);
}

static void a_box_shows_its_title_and_its_focus_without_colour(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 3, 26);
	struct canvas_view view = canvas_view(&canvas);
	struct rect inside = canvas_box(&view, rect_make(0, 0, 3, 13), "Notes", false);
	assert_int_equal(inside.y, 1);
	assert_int_equal(inside.cols, 11);
	canvas_box(&view, rect_make(0, 13, 3, 13), "A long title", true);
	assert_dump(&canvas, CANVAS_DUMP_ASCII,
	            "+- Notes ---++- > A lo~ -+\n"
	            "|           ||           |\n"
	            "+-----------++-----------+\n");
	canvas_clear(&canvas);
	canvas_box(&view, rect_make(0, 0, 2, 2), "x", false);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, "\xE2\x94\x8C\xE2\x94\x90\n\xE2\x94\x94\xE2\x94\x98\n\n");
	canvas_release(&canvas);
}

static void painting_changes_roles_and_no_text(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 2, 6);
	struct canvas_view view = canvas_view(&canvas);
	canvas_puts(&view, 0, 0, ROLE_TEXT, "abc");
	canvas_paint(&view, rect_make(-1, 1, 2, 100), ROLE_SELECTED);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, "abc\n\n");
	assert_dump(&canvas, CANVAS_DUMP_ROLES, ".SSSSS\n\n");
	canvas_release(&canvas);
}

static void resizing_gives_a_blank_canvas_of_that_size(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 0, -5);
	assert_int_equal(canvas.rows, 1);
	assert_int_equal(canvas.cols, 1);
	canvas_resize(&canvas, 2, 3);
	struct canvas_view view = canvas_view(&canvas);
	canvas_puts(&view, 1, 0, ROLE_TEXT, "abc");
	canvas_resize(&canvas, 3, 2);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, "\n\n\n");
	assert_null(canvas_cell(&canvas, 3, 0));
	assert_null(canvas_cell(&canvas, 0, -1));
	canvas_release(&canvas);
}

static void the_parts_of_a_split_fill_it_exactly(void **state)
{
	(void)state;
	static const struct layout_part parts[] = {
		{ .fixed = 3 }, { .weight = 1 }, { .fixed = 2, .weight = 2 }, { .fixed = 1 },
	};
	for (int total = 0; total < 40; total++) {
		struct rect whole = rect_make(2, 5, total, 7), out[4];
		layout_split_rows(&whole, parts, 4, out);
		int at = 2;
		for (size_t i = 0; i < 4; i++) {
			assert_int_equal(out[i].y, at);
			assert_true(out[i].rows >= 0);
			assert_int_equal(out[i].cols, 7);
			at += out[i].rows;
		}
		assert_int_equal(at, 2 + total);
		if (total >= 6)
			assert_int_equal(out[0].rows, 3);
	}
}

static void cutting_more_than_there_is_gives_what_there_is(void **state)
{
	(void)state;
	struct rect rest = rect_make(0, 0, 3, 10);
	struct rect bottom = rect_cut_bottom(&rest, 1), top = rect_cut_top(&rest, 5);
	assert_int_equal(bottom.y, 2);
	assert_int_equal(top.rows, 2);
	assert_true(rect_is_empty(&rest));
	struct rect left = rect_cut_left(&rest, -1);
	assert_int_equal(left.cols, 0);
	struct rect dialog = rect_center(&top, 10, 4);
	assert_int_equal(dialog.x, 3);
	assert_int_equal(dialog.rows, 2);
}

static void below_the_least_size_one_line_says_what_is_needed(void **state)
{
	(void)state;
	assert_true(layout_too_small(9, 80));
	assert_true(layout_too_small(24, 39));
	assert_false(layout_too_small(10, 40));
	struct canvas canvas;
	canvas_init(&canvas, 4, 22);
	struct canvas_view view = canvas_view(&canvas);
	layout_draw_too_small(&view);
	assert_dump(&canvas, CANVAS_DUMP_TEXT, "\n      Too small\n  22x4, needs 40x10\n\n");
	canvas_release(&canvas);
}

static void a_bar_tells_its_state_by_glyphs_and_roles(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 4, 10);
	struct canvas_view view = canvas_view(&canvas);
	struct bar bar = { .value = 25, .max = 100, .low = 50, .target = 80 };
	bar_draw(&view, 0, 0, 10, &bar);
	bar.value = 85;
	bar.high = 90;
	bar_draw(&view, 1, 0, 10, &bar);
	bar.value = 120;
	bar_draw(&view, 2, 0, 10, &bar);
	static const double values[] = { 0, 50, 100, 400 };
	bar_draw_spark(&view, 3, 0, 3, ROLE_OK, values, 4, 100);
	assert_dump(&canvas, CANVAS_DUMP_ASCII, "##=..|..|.\n#####|##||\n#####|##|>\n=##\n");
	assert_dump(&canvas, CANVAS_DUMP_ROLES, "###__|__|_\n%%%%%|%%||\n&&&&&|&&|&\nooo\n");
	canvas_release(&canvas);
}

static void the_selection_of_a_list_stays_in_range_and_in_sight(void **state)
{
	(void)state;
	struct list list;
	struct key key;
	static const char *const script[] = {
		"Down", "j", "PgDn", "G", "Up", "k", "PgUp", "g", "Up", "End", "Down", "Home", "WheelDown:0,0", "PgDn", "PgDn", "PgDn",
	};
	static const size_t expected[] = { 1, 2, 6, 9, 8, 7, 3, 0, 0, 9, 9, 0, 3, 7, 9, 9 };
	list_init(&list);
	list_set_count(&list, 10);
	list_set_rows(&list, 4);
	for (size_t i = 0; i < sizeof script / sizeof *script; i++) {
		assert_true(key_parse(script[i], &key));
		assert_true(list_key(&list, &key));
		assert_int_equal(list.selected, expected[i]);
		assert_true(list.selected >= list.top && list.selected < list_end(&list));
	}
	list_set_count(&list, 3);
	assert_int_equal(list.selected, 2);
	assert_int_equal(list.top, 0);
	size_t index;
	assert_true(list_at(&list, 1, &index));
	assert_false(list_at(&list, 3, &index));
	list_set_count(&list, 0);
	assert_int_equal(list.selected, 0);
	list_move(&list, -1);
	list_move(&list, 1);
	assert_int_equal(list.selected, 0);
	assert_true(key_parse("x", &key));
	assert_false(list_key(&list, &key));
}

static void scrolling_never_passes_the_last_page(void **state)
{
	(void)state;
	struct scroll scroll;
	struct key key;
	scroll_init(&scroll);
	scroll_set(&scroll, 100, 10);
	assert_true(key_parse("End", &key));
	assert_true(scroll_key(&scroll, &key));
	assert_int_equal(scroll.top, 90);
	assert_true(key_parse("Space", &key));
	assert_true(scroll_key(&scroll, &key));
	assert_int_equal(scroll.top, 90);
	scroll_show(&scroll, 85);
	assert_int_equal(scroll.top, 85);
	scroll_show(&scroll, 99);
	assert_int_equal(scroll.top, 90);
	scroll_move(&scroll, -1000);
	assert_int_equal(scroll.top, 0);
	scroll_set(&scroll, 3, 10);
	scroll_move(&scroll, 5);
	assert_int_equal(scroll.top, 0);
}

static void a_scroll_bar_reaches_an_end_only_when_the_text_does(void **state)
{
	(void)state;
	struct canvas canvas;
	canvas_init(&canvas, 4, 4);
	struct canvas_view view = canvas_view(&canvas);
	scroll_draw_bar(&view, 0, 0, 4, 100, 0);
	scroll_draw_bar(&view, 0, 1, 4, 100, 1);
	scroll_draw_bar(&view, 0, 2, 4, 100, 96);
	scroll_draw_bar(&view, 0, 3, 4, 4, 0);
	assert_dump(&canvas, CANVAS_DUMP_ASCII, "#||\n|#|\n|||\n||#\n");
	canvas_release(&canvas);
}

static void every_role_has_a_letter_of_its_own_and_needs_no_colour(void **state)
{
	(void)state;
	for (int a = 0; a < ROLE_COUNT; a++) {
		for (int b = a + 1; b < ROLE_COUNT; b++)
			assert_int_not_equal(theme_letter((enum role)a), theme_letter((enum role)b));
		assert_int_equal(theme_style(THEME_NONE, (enum role)a, 256).foreground, -1);
		assert_true(theme_style(THEME_DARK, (enum role)a, 8).foreground < 8);
		assert_true(theme_style(THEME_LIGHT, (enum role)a, 16).foreground < 16);
	}
	assert_true(theme_style(THEME_NONE, ROLE_SELECTED, 0).attributes);
	assert_true(theme_style(THEME_NONE, ROLE_ALERT, 0).attributes != theme_style(THEME_NONE, ROLE_WARN, 0).attributes);
	enum theme_kind kind = THEME_NONE;
	assert_true(theme_parse("light", &kind));
	assert_int_equal(kind, THEME_LIGHT);
	assert_false(theme_parse("pink", &kind));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_goes_where_it_is_put_and_is_cut_at_the_edge),
		cmocka_unit_test(a_view_never_draws_outside_its_parents),
		cmocka_unit_test(overwriting_half_of_a_wide_character_blanks_the_other_half),
		cmocka_unit_test(a_wide_character_at_an_edge_is_left_out_whole),
		cmocka_unit_test(nothing_that_steers_a_terminal_or_misleads_a_reader_gets_into_a_cell),
		cmocka_unit_test(what_was_made_visible_stands_out),
		cmocka_unit_test(a_text_that_does_not_fit_ends_in_an_ellipsis),
		cmocka_unit_test(a_box_shows_its_title_and_its_focus_without_colour),
		cmocka_unit_test(painting_changes_roles_and_no_text),
		cmocka_unit_test(resizing_gives_a_blank_canvas_of_that_size),
		cmocka_unit_test(the_parts_of_a_split_fill_it_exactly),
		cmocka_unit_test(cutting_more_than_there_is_gives_what_there_is),
		cmocka_unit_test(below_the_least_size_one_line_says_what_is_needed),
		cmocka_unit_test(a_bar_tells_its_state_by_glyphs_and_roles),
		cmocka_unit_test(the_selection_of_a_list_stays_in_range_and_in_sight),
		cmocka_unit_test(scrolling_never_passes_the_last_page),
		cmocka_unit_test(a_scroll_bar_reaches_an_end_only_when_the_text_does),
		cmocka_unit_test(every_role_has_a_letter_of_its_own_and_needs_no_colour),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
