#include "tui/bar.h"

enum role bar_role(const struct bar *bar)
{
	if (bar->high > 0 ? bar->value > bar->high : bar->target > 0 && bar->value > bar->target)
		return ROLE_BAR_OVER;
	if (bar->target > 0 && bar->value > bar->target)
		return ROLE_BAR_WARN;
	return ROLE_BAR_FULL;
}

/* How much of `max` a value is, 0 to 1, whatever it is given. */
static double share_of(double value, double max)
{
	if (!(max > 0) || !(value > 0))
		return 0;
	return value >= max ? 1 : value / max;
}

static void draw_mark(const struct canvas_view *view, int y, int x, int cols, double value, double max)
{
	if (!(value > 0) || !(value < max))
		return;
	int at = (int)(share_of(value, max) * cols);
	canvas_glyph(view, y, x + at, ROLE_BAR_MARK, GLYPH_BAR_MARK);
}

void bar_draw(const struct canvas_view *view, int y, int x, int cols, const struct bar *bar)
{
	if (cols <= 0)
		return;
	enum role role = bar_role(bar);
	int halves = (int)(share_of(bar->value, bar->max) * cols * 2);
	for (int i = 0; i < cols; i++) {
		if (halves >= 2 * i + 2)
			canvas_glyph(view, y, x + i, role, GLYPH_BAR_FULL);
		else if (halves == 2 * i + 1)
			canvas_glyph(view, y, x + i, role, GLYPH_BAR_HALF);
		else
			canvas_glyph(view, y, x + i, ROLE_BAR_EMPTY, GLYPH_BAR_EMPTY);
	}
	draw_mark(view, y, x, cols, bar->low, bar->max);
	draw_mark(view, y, x, cols, bar->target, bar->max);
	draw_mark(view, y, x, cols, bar->high, bar->max);
	if (bar->value > bar->max)
		canvas_glyph(view, y, x + cols - 1, role, GLYPH_ARROW_RIGHT);
}

void bar_draw_spark(const struct canvas_view *view, int y, int x, int cols, enum role role,
                    const double *values, size_t count, double max)
{
	if (cols <= 0)
		return;
	size_t first = count > (size_t)cols ? count - (size_t)cols : 0;
	for (size_t i = first; i < count; i++) {
		int step = (int)(share_of(values[i], max) * 7 + 0.5);
		canvas_glyph(view, y, x + (int)(i - first), role, (enum glyph)(GLYPH_SPARK_1 + step));
	}
}
