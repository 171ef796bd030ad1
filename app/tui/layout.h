/*
 * Layout: rectangles of cells and how to cut them. Pure. The idiom is to take the whole area and cut pieces off:
 *
 *     struct rect rest = canvas_view_area(view);
 *     struct rect title = rect_cut_top(&rest, 1), footer = rect_cut_bottom(&rest, 1);
 *
 * A rectangle is never negative in size; cutting more than there is gives what there is.
 */
#ifndef SYSDRILL_TUI_LAYOUT_H
#define SYSDRILL_TUI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

struct canvas_view;

struct rect {
	int y, x;               /* top left, cells */
	int rows, cols;
};

/* Below these a screen shows only layout_draw_too_small(). */
#define LAYOUT_MIN_ROWS 10
#define LAYOUT_MIN_COLS 40

struct rect rect_make(int y, int x, int rows, int cols);
bool rect_contains(const struct rect *rect, int y, int x);
bool rect_is_empty(const struct rect *rect);
struct rect rect_intersect(const struct rect *a, const struct rect *b);
/* Smaller by `rows` above and below and `cols` on both sides. */
struct rect rect_inset(const struct rect *rect, int rows, int cols);
/* At most `rows` x `cols`, in the middle of `outer`: where a dialog goes. */
struct rect rect_center(const struct rect *outer, int rows, int cols);

/* Each returns the piece and leaves the rest in `rect`. */
struct rect rect_cut_top(struct rect *rect, int rows);
struct rect rect_cut_bottom(struct rect *rect, int rows);
struct rect rect_cut_left(struct rect *rect, int cols);
struct rect rect_cut_right(struct rect *rect, int cols);

#define LAYOUT_MAX_PARTS 16

/* One part of a split: `fixed` cells, and a share of what is left over in proportion to `weight`. */
struct layout_part {
	int fixed;
	int weight;
};

/*
 * Splits `rect` into `count` parts (at most LAYOUT_MAX_PARTS) one below the other (rows) or side by side (cols). The
 * parts always fill it exactly; when the fixed sizes do not fit, the last parts get less, down to nothing.
 */
void layout_split_rows(const struct rect *rect, const struct layout_part *parts, size_t count, struct rect *out);
void layout_split_cols(const struct rect *rect, const struct layout_part *parts, size_t count, struct rect *out);

bool layout_too_small(int rows, int cols);
/* Clears the view and says in its middle what size is needed and what it is. */
void layout_draw_too_small(const struct canvas_view *view);

#endif
