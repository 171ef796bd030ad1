#include "tui/layout.h"

#include "tui/canvas.h"

static int at_least(int value, int least)
{
	return value > least ? value : least;
}

static int at_most(int value, int most)
{
	return value < most ? value : most;
}

struct rect rect_make(int y, int x, int rows, int cols)
{
	return (struct rect){ .y = y, .x = x, .rows = at_least(rows, 0), .cols = at_least(cols, 0) };
}

bool rect_contains(const struct rect *rect, int y, int x)
{
	return y >= rect->y && y < rect->y + rect->rows && x >= rect->x && x < rect->x + rect->cols;
}

bool rect_is_empty(const struct rect *rect)
{
	return rect->rows <= 0 || rect->cols <= 0;
}

struct rect rect_intersect(const struct rect *a, const struct rect *b)
{
	int y = at_least(a->y, b->y), x = at_least(a->x, b->x);
	int bottom = at_most(a->y + a->rows, b->y + b->rows), right = at_most(a->x + a->cols, b->x + b->cols);
	return rect_make(y, x, bottom - y, right - x);
}

struct rect rect_inset(const struct rect *rect, int rows, int cols)
{
	return rect_make(rect->y + at_most(rows, rect->rows / 2), rect->x + at_most(cols, rect->cols / 2),
	                 rect->rows - 2 * rows, rect->cols - 2 * cols);
}

struct rect rect_center(const struct rect *outer, int rows, int cols)
{
	rows = at_most(at_least(rows, 0), outer->rows);
	cols = at_most(at_least(cols, 0), outer->cols);
	return rect_make(outer->y + (outer->rows - rows) / 2, outer->x + (outer->cols - cols) / 2, rows, cols);
}

struct rect rect_cut_top(struct rect *rect, int rows)
{
	rows = at_most(at_least(rows, 0), rect->rows);
	struct rect piece = rect_make(rect->y, rect->x, rows, rect->cols);
	rect->y += rows;
	rect->rows -= rows;
	return piece;
}

struct rect rect_cut_bottom(struct rect *rect, int rows)
{
	rows = at_most(at_least(rows, 0), rect->rows);
	rect->rows -= rows;
	return rect_make(rect->y + rect->rows, rect->x, rows, rect->cols);
}

struct rect rect_cut_left(struct rect *rect, int cols)
{
	cols = at_most(at_least(cols, 0), rect->cols);
	struct rect piece = rect_make(rect->y, rect->x, rect->rows, cols);
	rect->x += cols;
	rect->cols -= cols;
	return piece;
}

struct rect rect_cut_right(struct rect *rect, int cols)
{
	cols = at_most(at_least(cols, 0), rect->cols);
	rect->cols -= cols;
	return rect_make(rect->y, rect->x + rect->cols, rect->rows, cols);
}

/* The size of each part of `total` cells; the rounding goes to the last part that has a weight, else to the last. */
static void split(int total, const struct layout_part *parts, size_t count, int *sizes)
{
	int weights = 0, left = total;
	for (size_t i = 0; i < count; i++) {
		sizes[i] = at_most(at_least(parts[i].fixed, 0), left);
		left -= sizes[i];
		weights += at_least(parts[i].weight, 0);
	}
	int share = left;
	size_t last = count - 1;
	for (size_t i = 0; i < count && weights > 0; i++)
		if (parts[i].weight > 0) {
			int cells = (int)((long)share * parts[i].weight / weights);
			sizes[i] += cells;
			left -= cells;
			last = i;
		}
	sizes[last] += left;
}

static void split_into(const struct rect *rect, const struct layout_part *parts, size_t count, bool rows,
                       struct rect *out)
{
	int sizes[LAYOUT_MAX_PARTS];
	if (count > LAYOUT_MAX_PARTS)
		count = LAYOUT_MAX_PARTS;
	if (!count)
		return;
	split(rows ? rect->rows : rect->cols, parts, count, sizes);
	struct rect rest = *rect;
	for (size_t i = 0; i < count; i++)
		out[i] = rows ? rect_cut_top(&rest, sizes[i]) : rect_cut_left(&rest, sizes[i]);
}

void layout_split_rows(const struct rect *rect, const struct layout_part *parts, size_t count, struct rect *out)
{
	split_into(rect, parts, count, true, out);
}

void layout_split_cols(const struct rect *rect, const struct layout_part *parts, size_t count, struct rect *out)
{
	split_into(rect, parts, count, false, out);
}

bool layout_too_small(int rows, int cols)
{
	return rows < LAYOUT_MIN_ROWS || cols < LAYOUT_MIN_COLS;
}

void layout_draw_too_small(const struct canvas_view *view)
{
	static const char first[] = "Too small";
	canvas_fill(view, canvas_view_area(view), ROLE_TEXT);
	int y = view->rows / 2 - 1;
	canvas_puts(view, at_least(y, 0), at_least((view->cols - (int)sizeof first + 1) / 2, 0), ROLE_WARN, first);
	struct strbuf size = STRBUF_INIT;
	strbuf_addf(&size, "%dx%d, needs %dx%d", view->cols, view->rows, LAYOUT_MIN_COLS, LAYOUT_MIN_ROWS);
	canvas_puts(view, at_least(y, 0) + 1, at_least((view->cols - (int)size.len) / 2, 0), ROLE_TEXT, size.text);
	strbuf_release(&size);
}
