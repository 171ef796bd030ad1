/* What of the text is in sight, and how it looks. */
#include "tui/editor_private.h"

#include <string.h>

#include "base/utf8.h"
#include "tui/scroll.h"

/* The last two columns hold no text: one for a cursor behind a full row, one for the scroll bar. */
#define MARGIN 2
#define NARROW 16

/* Rows from the top of the view down to `row`, at most `limit`; -1 when `row` is above the top. */
static int rows_below_top(struct editor *ed, const struct row *row, int limit)
{
	if (row->paragraph < ed->top_paragraph || (row->paragraph == ed->top_paragraph && row->index < ed->top_row))
		return -1;
	size_t rows = 0;
	for (size_t p = ed->top_paragraph; p < row->paragraph && rows < (size_t)limit + ed->top_row; p++)
		rows += editor_rows_of(ed, p);
	rows += row->index;
	rows -= ed->top_row;
	return rows < (size_t)limit ? (int)rows : limit;
}

static void keep_top_valid(struct editor *ed)
{
	if (ed->top_paragraph >= ed->count)
		ed->top_paragraph = ed->count - 1;
	size_t rows = editor_rows_of(ed, ed->top_paragraph);
	if (ed->top_row >= rows)
		ed->top_row = rows - 1;
}

static void scroll_to_cursor(struct editor *ed)
{
	struct row row;
	editor_row_of(ed, ed->cursor, &row);
	int below = rows_below_top(ed, &row, ed->rows);
	if (below >= ed->rows)
		editor_row_move(ed, &row, 1 - ed->rows);
	if (below < 0 || below >= ed->rows) {
		ed->top_paragraph = row.paragraph;
		ed->top_row = row.index;
	}
}

/* How far the text is scrolled off, in rows, and how many rows it has. */
static size_t count_rows(struct editor *ed, size_t *above)
{
	size_t rows = 0;
	*above = 0;
	for (size_t p = 0; p < ed->count; p++) {
		if (p == ed->top_paragraph)
			*above = rows + ed->top_row;
		rows += ed->paragraphs[p].rows ? ed->paragraphs[p].rows : editor_rows_of(ed, p);
	}
	return rows;
}

/* Nothing below the last row when there is text above the first one. */
static void fill_page(struct editor *ed, size_t rows, size_t *above)
{
	size_t most = rows > (size_t)ed->rows ? rows - (size_t)ed->rows : 0;
	struct row row;
	if (*above <= most)
		return;
	editor_row_at(ed, ed->top_paragraph, ed->top_row, &row);
	editor_row_move(ed, &row, -(long)(*above - most));
	*above = most;
	ed->top_paragraph = row.paragraph;
	ed->top_row = row.index;
}

struct look {
	size_t start, end;      /* the selection; equal without one */
	size_t match;           /* where to go on looking for matches */
};

static enum role role_at(const struct editor *ed, struct look *look, size_t at)
{
	bool current;
	if (at >= look->start && at < look->end)
		return ROLE_SELECTED;
	if (editor_search_covers(ed, at, &look->match, &current))
		return current ? ROLE_MATCH_CURRENT : ROLE_MATCH;
	return ROLE_TEXT;
}

/* Bytes from `at` on that are drawn in one go: all up to a tab when there is nothing to be highlighted. */
static size_t run_at(const struct editor *ed, const struct look *look, const struct row *row, size_t at)
{
	if (look->end > look->start || ed->search.count)
		return utf8_grapheme(ed->text.text + at, row->end - at);
	const char *tab = memchr(ed->text.text + at, '\t', row->end - at);
	return tab ? (size_t)(tab - ed->text.text) - at : row->end - at;
}

static void draw_row(const struct editor *ed, const struct canvas_view *view, int y, const struct row *row,
                     struct look *look)
{
	int column = 0;
	for (size_t at = row->start, n; at < row->end && row->indent + column < view->cols; at += n) {
		enum role role = role_at(ed, look, at);
		int x = row->indent + column;
		if (ed->text.text[at] == '\t') {
			int cells = editor_cells_at(ed->text.text, row->end, at, column, &n);
			canvas_fill(view, rect_make(y, x, 1, cells), role);
			column += cells;
		} else {
			n = run_at(ed, look, row, at);
			column += canvas_text(view, y, x, role, ed->text.text + at, n);
		}
	}
	/* A selected end of line is shown as a cell. */
	if (row->last && row->end >= look->start && row->end < look->end)
		canvas_fill(view, rect_make(y, row->indent + column, 1, 1), ROLE_SELECTED);
}

static void draw_placeholder(const struct editor *ed, const struct canvas_view *view)
{
	const char *text = ed->placeholder.text;
	size_t len = ed->placeholder.len, at = 0;
	for (int y = 0; y < view->rows && at < len; y++) {
		size_t line = at;
		while (line < len && text[line] != '\n')
			line++;
		size_t end = editor_wrap_row(text, line, at, ed->width);
		canvas_text(view, y, 0, ROLE_PLACEHOLDER, text + at, end - at);
		at = end == line ? end + 1 : end;
	}
}

static void draw_rows(struct editor *ed, const struct canvas_view *view, bool focus)
{
	struct row row;
	struct look look = { .start = 0 };
	editor_selection(ed, &look.start, &look.end);
	editor_row_at(ed, ed->top_paragraph, ed->top_row, &row);
	bool more = true, placed = false;
	for (int y = 0; y < view->rows && more; y++) {
		draw_row(ed, view, y, &row, &look);
		bool here = ed->cursor >= row.start && (row.last ? ed->cursor <= row.end : ed->cursor < row.end);
		if (here && focus && !placed) {
			canvas_cursor(view, y, editor_column(ed, &row, ed->cursor));
			placed = true;
		}
		more = editor_row_next(ed, &row);
	}
}

void editor_draw(struct editor *ed, const struct canvas_view *view, bool focus)
{
	if (view->rows <= 0 || view->cols <= 0)
		return;
	ed->rows = view->rows;
	ed->area = rect_make(view->y, view->x, view->rows, view->cols);
	editor_set_width(ed, view->cols > NARROW ? view->cols - MARGIN : view->cols - 1);
	canvas_fill(view, canvas_view_area(view), ROLE_TEXT);
	keep_top_valid(ed);
	if (ed->follow)
		scroll_to_cursor(ed);
	ed->follow = false;
	size_t above, rows = count_rows(ed, &above);
	fill_page(ed, rows, &above);
	if (!ed->text.len)
		draw_placeholder(ed, view);
	draw_rows(ed, view, focus);
	if (view->cols > NARROW)
		scroll_draw_bar(view, 0, view->cols - 1, view->rows, rows, above);
}

int editor_line_row(struct editor *ed, size_t line)
{
	struct row row;
	if (line >= ed->count)
		return -1;
	editor_row_first(ed, line, &row);
	int y = rows_below_top(ed, &row, ed->rows);
	return y < ed->rows ? y : -1;
}
