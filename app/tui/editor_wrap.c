/* Paragraphs and the rows they wrap into. */
#include "tui/editor_private.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "tui/canvas.h"

size_t editor_paragraph_at(struct editor *ed, size_t offset, size_t *start)
{
	while (ed->near > 0 && ed->near_start > offset)
		ed->near_start -= ed->paragraphs[--ed->near].bytes;
	while (ed->near + 1 < ed->count && ed->near_start + ed->paragraphs[ed->near].bytes <= offset)
		ed->near_start += ed->paragraphs[ed->near++].bytes;
	*start = ed->near_start;
	return ed->near;
}

size_t editor_paragraph_start(struct editor *ed, size_t paragraph)
{
	while (ed->near > paragraph)
		ed->near_start -= ed->paragraphs[--ed->near].bytes;
	while (ed->near < paragraph)
		ed->near_start += ed->paragraphs[ed->near++].bytes;
	return ed->near_start;
}

size_t editor_paragraph_len(const struct editor *ed, size_t paragraph)
{
	return ed->paragraphs[paragraph].bytes - (paragraph + 1 < ed->count);
}

static size_t count_line_feeds(const char *text, size_t len)
{
	size_t count = 0;
	for (const char *at = text; len && (at = memchr(at, '\n', len - (size_t)(at - text))); at++)
		count++;
	return count;
}

/* Makes room so that `old` paragraphs from `first` on become `new_count`. */
static void replace_paragraphs(struct editor *ed, size_t first, size_t old, size_t new_count)
{
	size_t total = ed->count - old + new_count;
	if (total > ed->cap) {
		ed->cap = total + total / 2 + 16;
		ed->paragraphs = xrealloc(ed->paragraphs, ed->cap * sizeof *ed->paragraphs);
	}
	memmove(ed->paragraphs + first + new_count, ed->paragraphs + first + old,
	        (ed->count - first - old) * sizeof *ed->paragraphs);
	ed->count = total;
	if (ed->top_paragraph > first) {
		ed->top_paragraph = ed->top_paragraph >= first + old ? ed->top_paragraph - old + new_count : first;
		ed->top_row = ed->top_paragraph == first ? 0 : ed->top_row;
	}
}

/* Called before the text changes. */
void editor_paragraphs_changed(struct editor *ed, size_t offset, size_t deleted, const char *text, size_t len)
{
	size_t start, last = editor_paragraph_at(ed, offset, &start);
	size_t first = last, span = ed->paragraphs[last].bytes;
	while (last + 1 < ed->count && start + span <= offset + deleted)
		span += ed->paragraphs[++last].bytes;
	size_t fresh = count_line_feeds(text, len) + 1;
	/* What stays of the first and the last paragraph. */
	size_t head = offset - start, tail = start + span - offset - deleted;
	if (fresh != 1 || last != first)
		replace_paragraphs(ed, first, last - first + 1, fresh);
	for (size_t i = 0; i < fresh; i++) {
		const char *lf = i + 1 < fresh ? memchr(text, '\n', len) : NULL;
		size_t bytes = lf ? (size_t)(lf - text) + 1 : len;
		ed->paragraphs[first + i] = (struct paragraph){
			.bytes = (uint32_t)(bytes + (i == 0 ? head : 0) + (i + 1 == fresh ? tail : 0)),
		};
		text += bytes;
		len -= bytes;
	}
}

void editor_set_width(struct editor *ed, int width)
{
	if (width < 1)
		width = 1;
	if (width == ed->width)
		return;
	ed->width = width;
	for (size_t i = 0; i < ed->count; i++)
		ed->paragraphs[i].rows = 0;
}

int editor_cells_at(const char *text, size_t len, size_t at, int column, size_t *n)
{
	const char *s = text + at;
	if (*s >= 0x20 && *s < 0x7F && (at + 1 == len || (unsigned char)s[1] < 0x80)) {
		*n = 1;
		return 1;
	}
	*n = utf8_grapheme(s, len - at);
	if (*s == '\t')
		return TAB_CELLS - column % TAB_CELLS;
	return canvas_grapheme_cells(s, *n);
}

size_t editor_wrap_row(const char *text, size_t len, size_t start, int cells)
{
	size_t at = start, breakable = 0;
	int column = 0;
	while (at < len) {
		size_t n;
		int width = editor_cells_at(text, len, at, column, &n);
		/* White space may hang over the edge, so that no row begins with the blank between two words. */
		bool space = text[at] == ' ' || text[at] == '\t';
		if (!space && column + width > cells && at > start)
			return breakable ? breakable : at;
		column += width;
		at += n;
		/* A row may end after a blank and, in scripts without blanks, after any wide character. */
		if (space || width == 2)
			breakable = at;
	}
	return len;
}

/* Continued rows of a list item stand below its text. */
static int indent_of(const struct editor *ed, const char *text, size_t len)
{
	struct bullet bullet;
	if (!bullet_parse(text, len, &bullet))
		return 0;
	int column = 0;
	for (size_t at = 0, n; at < bullet.whole; at += n)
		column += editor_cells_at(text, len, at, column, &n);
	return column <= ed->width / 2 ? column : 0;
}

static void set_end(const struct editor *ed, struct row *row, size_t start, size_t len)
{
	const char *text = ed->text.text + start;
	int cells = ed->width - row->indent;
	row->end = start + editor_wrap_row(text, len, row->start - start, cells);
	row->last = row->end == start + len;
}

void editor_row_first(struct editor *ed, size_t paragraph, struct row *row)
{
	size_t start = editor_paragraph_start(ed, paragraph), len = editor_paragraph_len(ed, paragraph);
	*row = (struct row){ .paragraph = paragraph, .start = start };
	set_end(ed, row, start, len);
}

/* Goes on within the paragraph; `row` is not its last one. */
static void row_advance(struct editor *ed, struct row *row, size_t start, size_t len)
{
	if (row->index == 0)
		row->indent = indent_of(ed, ed->text.text + start, len);
	row->index++;
	row->start = row->end;
	set_end(ed, row, start, len);
}

bool editor_row_next(struct editor *ed, struct row *row)
{
	if (!row->last) {
		row_advance(ed, row, editor_paragraph_start(ed, row->paragraph), editor_paragraph_len(ed, row->paragraph));
		return true;
	}
	if (row->paragraph + 1 >= ed->count)
		return false;
	editor_row_first(ed, row->paragraph + 1, row);
	return true;
}

bool editor_row_move(struct editor *ed, struct row *row, long by)
{
	bool moved = false;
	for (; by > 0 && editor_row_next(ed, row); by--)
		moved = true;
	/* Backwards a paragraph is walked through once, however many rows of it are passed. */
	while (by < 0 && (row->index > 0 || row->paragraph > 0)) {
		size_t steps = -(size_t)by;
		moved = true;
		if (steps <= row->index) {
			editor_row_at(ed, row->paragraph, row->index - steps, row);
			break;
		}
		by += (long)row->index;
		if (!row->paragraph) {
			editor_row_first(ed, 0, row);
			break;
		}
		by++;
		editor_row_at(ed, row->paragraph - 1, SIZE_MAX, row);
	}
	return moved;
}

void editor_row_at(struct editor *ed, size_t paragraph, size_t index, struct row *row)
{
	editor_row_first(ed, paragraph, row);
	while (!row->last && row->index < index)
		editor_row_next(ed, row);
}

size_t editor_rows_of(struct editor *ed, size_t paragraph)
{
	struct paragraph *p = &ed->paragraphs[paragraph];
	if (!p->rows) {
		struct row row;
		editor_row_at(ed, paragraph, SIZE_MAX, &row);
		p->rows = (uint32_t)row.index + 1;
	}
	return p->rows;
}

void editor_row_of(struct editor *ed, size_t offset, struct row *row)
{
	size_t start, paragraph = editor_paragraph_at(ed, offset, &start);
	editor_row_first(ed, paragraph, row);
	while (!row->last && row->end <= offset)
		editor_row_next(ed, row);
}

int editor_column(const struct editor *ed, const struct row *row, size_t offset)
{
	int column = 0;
	for (size_t at = row->start, n; at < offset && at < row->end; at += n)
		column += editor_cells_at(ed->text.text, row->end, at, column, &n);
	/* Blanks that hang over the edge are all shown at the edge. */
	column += row->indent;
	return column < ed->width ? column : ed->width;
}

size_t editor_offset_at(const struct editor *ed, const struct row *row, int column)
{
	size_t at = row->start;
	int left = row->indent;
	while (at < row->end) {
		size_t n;
		int cells = editor_cells_at(ed->text.text, row->end, at, left - row->indent, &n);
		/* The end of a continued row belongs to the next one. */
		if (left + cells > column || (!row->last && at + n >= row->end))
			break;
		left += cells;
		at += n;
	}
	return at;
}
