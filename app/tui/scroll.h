/*
 * Scroll: the position in a text of `lines` lines that only scrolls. Pure. What always holds: the last page is never
 * scrolled past.
 */
#ifndef SYSDRILL_TUI_SCROLL_H
#define SYSDRILL_TUI_SCROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/key.h"

struct scroll {
	size_t lines;
	size_t top;             /* the first line in sight */
	int rows;
};

void scroll_init(struct scroll *scroll);
/* Called when drawing: how long the text is and how many lines fit. */
void scroll_set(struct scroll *scroll, size_t lines, int rows);
void scroll_to(struct scroll *scroll, size_t line);
/* The last line is in sight, or there is none. */
bool scroll_at_end(const struct scroll *scroll);
/* Scrolls as little as brings `line` into sight. */
void scroll_show(struct scroll *scroll, size_t line);
void scroll_move(struct scroll *scroll, long by);
/* Up Down j k, PgUp PgDn Space b, Home End g G, wheel. False when the key means nothing here. */
bool scroll_key(struct scroll *scroll, const struct key *key);

/* A scroll bar in column x, `rows` high from y; nothing when everything is in sight. For lists and texts alike. */
void scroll_draw_bar(const struct canvas_view *view, int y, int x, int rows, size_t lines, size_t top);

#endif
