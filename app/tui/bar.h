/*
 * Bar: how much of a budget is used, with its lower bound, target and upper bound marked. Pure. Units are the caller's
 * own (the interview uses ms).
 */
#ifndef SYSDRILL_TUI_BAR_H
#define SYSDRILL_TUI_BAR_H

#include "tui/canvas.h"

struct bar {
	double value;
	double max;             /* the right end; a value beyond it fills the bar and ends in an arrow */
	double low, target, high;       /* marks; 0 for none */
};

/* Within the budget, from target to high, beyond high (or beyond target, without high). */
enum role bar_role(const struct bar *bar);
/* In `cols` cells of one row. Full, empty and marks differ in glyph as well as in colour. */
void bar_draw(const struct canvas_view *view, int y, int x, int cols, const struct bar *bar);
/* A small chart of `count` values from 0 to `max`, one column each, the newest at the right when they do not all fit. */
void bar_draw_spark(const struct canvas_view *view, int y, int x, int cols, enum role role,
                    const double *values, size_t count, double max);

#endif
