#include "tui/scroll.h"

void scroll_init(struct scroll *scroll)
{
	*scroll = (struct scroll){ .rows = 1 };
}

void scroll_set(struct scroll *scroll, size_t lines, int rows)
{
	scroll->lines = lines;
	scroll->rows = rows > 0 ? rows : 1;
	scroll_to(scroll, scroll->top);
}

void scroll_to(struct scroll *scroll, size_t line)
{
	size_t rows = (size_t)scroll->rows;
	size_t last = scroll->lines > rows ? scroll->lines - rows : 0;
	scroll->top = line < last ? line : last;
}

bool scroll_at_end(const struct scroll *scroll)
{
	return scroll->top + (size_t)scroll->rows >= scroll->lines;
}

void scroll_show(struct scroll *scroll, size_t line)
{
	if (line < scroll->top)
		scroll_to(scroll, line);
	else if (line >= scroll->top + (size_t)scroll->rows)
		scroll_to(scroll, line - (size_t)scroll->rows + 1);
}

void scroll_move(struct scroll *scroll, long by)
{
	size_t steps = by < 0 ? -(size_t)by : (size_t)by;
	if (by < 0)
		scroll_to(scroll, scroll->top > steps ? scroll->top - steps : 0);
	else
		scroll_to(scroll, steps < scroll->lines ? scroll->top + steps : scroll->lines);
}

bool scroll_key(struct scroll *scroll, const struct key *key)
{
	static const struct { const char *name; int pages; int lines; } moves[] = {
		{ .name = "Up", .lines = -1 }, { .name = "k", .lines = -1 },
		{ .name = "Down", .lines = 1 }, { .name = "j", .lines = 1 },
		{ .name = "PgUp", .pages = -1 }, { .name = "b", .pages = -1 },
		{ .name = "PgDn", .pages = 1 }, { .name = "Space", .pages = 1 },
	};
	if (key->kind == K_WHEEL_UP || key->kind == K_WHEEL_DOWN) {
		scroll_move(scroll, key->kind == K_WHEEL_UP ? -3 : 3);
		return true;
	}
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (key_is(key, moves[i].name)) {
			/* A page keeps one line of the old one in sight. */
			int page = scroll->rows > 1 ? scroll->rows - 1 : 1;
			scroll_move(scroll, moves[i].lines + (long)moves[i].pages * page);
			return true;
		}
	if (key_is(key, "Home") || key_is(key, "g"))
		scroll_to(scroll, 0);
	else if (key_is(key, "End") || key_is(key, "G"))
		scroll_to(scroll, scroll->lines);
	else
		return false;
	return true;
}

void scroll_draw_bar(const struct canvas_view *view, int y, int x, int rows, size_t lines, size_t top)
{
	if (rows < 2 || lines <= (size_t)rows)
		return;
	/* The thumb is as long as the part in sight, and at an end only when the text is. */
	int thumb = (int)((size_t)rows * (size_t)rows / lines);
	if (thumb < 1)
		thumb = 1;
	size_t last = lines - (size_t)rows;
	if (top > last)
		top = last;
	int room = rows - thumb;
	int at = (int)((double)top / (double)last * room + 0.5);
	if (top > 0 && at == 0 && room > 1)
		at = 1;
	if (top < last && at == room && room > 1)
		at = room - 1;
	for (int i = 0; i < rows; i++) {
		bool on = i >= at && i < at + thumb;
		canvas_glyph(view, y + i, x, on ? ROLE_BORDER_FOCUS : ROLE_BORDER, on ? GLYPH_SCROLL_THUMB : GLYPH_SCROLL_TRACK);
	}
}
