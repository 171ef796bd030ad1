/*
 * Pipe tables, which CommonMark does not know: a paragraph whose source has a line such as `|---|:--:|` below a line with
 * as many cells. The source is found by sourcepos and cut into cells; the cells are parsed by libcmark in one go, each as a
 * heading of its own, because a heading holds inlines only and never runs into the next line.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "catalog/markdown_form.h"

const char *md_source_line(const struct md_source *source, int line, int column, size_t *len)
{
	*len = 0;
	if (line < 1 || line > source->line_count || column < 1)
		return "";
	size_t start = source->starts[line - 1] + (size_t)column - 1, end = source->starts[line];
	while (end > source->starts[line - 1] && (source->text[end - 1] == '\n' || source->text[end - 1] == '\r'))
		end--;
	if (start >= end)
		return "";
	*len = end - start;
	return source->text + start;
}

struct row {
	const char *text;
	size_t len;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct row trimmed(const char *text, size_t len)
{
	while (len && is_blank(text[len - 1]))
		len--;
	while (len && is_blank(*text)) {
		text++;
		len--;
	}
	return (struct row){ text, len };
}

/* A source line of the paragraph without the marks of the quotations around it. */
static struct row paragraph_line(const struct md_source *source, cmark_node *paragraph, int line, int quotes)
{
	size_t len;
	if (line == cmark_node_get_start_line(paragraph)) {
		const char *text = md_source_line(source, line, cmark_node_get_start_column(paragraph), &len);
		return trimmed(text, len);
	}
	const char *text = md_source_line(source, line, 1, &len);
	struct row row = trimmed(text, len);
	while (quotes-- > 0 && row.len && *row.text == '>')
		row = trimmed(row.text + 1, row.len - 1);
	return row;
}

/* Takes the next cell off the row; the `last` one takes all that is left. False at the end of the row. */
static bool next_cell(struct row *row, bool last, struct row *cell)
{
	if (!row->len)
		return false;
	size_t i = 0;
	while (i < row->len && (row->text[i] != '|' || last))
		i += row->text[i] == '\\' && i + 1 < row->len ? 2 : 1;
	*cell = trimmed(row->text, i);
	i += i < row->len;
	*row = (struct row){ row->text + i, row->len - i };
	return true;
}

/* Without the bars at both ends. */
static struct row inner(struct row row)
{
	if (row.len && *row.text == '|')
		row = (struct row){ row.text + 1, row.len - 1 };
	if (row.len && row.text[row.len - 1] == '|' && (row.len == 1 || row.text[row.len - 2] != '\\'))
		row.len--;
	return row;
}

static size_t count_cells(struct row row)
{
	size_t count = 0;
	struct row cell;
	bool bare = !row.len;
	row = inner(row);
	if (!bare && !row.len)
		return 1;
	while (next_cell(&row, false, &cell))
		count++;
	return count;
}

static bool read_alignment(struct row cell, char *align)
{
	bool left = cell.len && cell.text[0] == ':', right = cell.len > 1 && cell.text[cell.len - 1] == ':';
	size_t from = left, to = cell.len - right;
	if (from >= to || cell.len == 0)
		return false;
	for (size_t i = from; i < to; i++)
		if (cell.text[i] != '-')
			return false;
	*align = left && right ? 'c' : right ? 'r' : 'l';
	return true;
}

/* The columns of a line of `|`, `-`, `:`; 0 when it is none, or has more than TABLE_MAX_COLUMNS. */
static uint32_t read_delimiters(struct row row, char align[TABLE_MAX_COLUMNS])
{
	uint32_t columns = 0;
	struct row cell;
	if (!row.len || !strchr("|-:", *row.text))
		return 0;
	row = inner(row);
	while (next_cell(&row, false, &cell))
		if (columns == TABLE_MAX_COLUMNS || !read_alignment(cell, &align[columns++]))
			return 0;
	return columns;
}

/* The cells as a document of headings; their lines are theirs alone. */
struct cells {
	struct strbuf text;
	uint32_t *starts;
	size_t count, cap;
};

static void add_cell(struct cells *cells, struct row cell)
{
	cells->starts = array_grow(cells->starts, cells->count + 1, &cells->cap, sizeof *cells->starts);
	cells->starts[cells->count++] = (uint32_t)cells->text.len;
	strbuf_adds(&cells->text, "# ");
	for (size_t i = 0; i < cell.len; i++)
		if (cell.text[i] != '\\' || i + 1 == cell.len || cell.text[i + 1] != '|')
			strbuf_addc(&cells->text, cell.text[i]);
	strbuf_adds(&cells->text, " #\n");
}

static void add_row(struct markdown *md, struct md_table *table, struct cells *cells, struct row row, int source_line)
{
	struct row cell;
	md->rows = array_grow(md->rows, md->row_count, &md->row_cap, sizeof *md->rows);
	struct md_row *added = &md->rows[md->row_count++];
	*added = (struct md_row){ .cell = (uint32_t)(md->cell_count + cells->count), .source_line = source_line };
	table->row_count++;
	row = inner(row);
	while (added->count < table->columns && next_cell(&row, added->count + 1 == table->columns, &cell)) {
		add_cell(cells, cell);
		added->count++;
	}
}

static uint32_t flow_width(const struct markdown *md, const struct md_flow *flow)
{
	size_t widest = 0;
	const char *text = md->text.text + flow->text, *end = text + flow->len;
	for (;;) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));
		size_t len = (size_t)((line_end ? line_end : end) - text), width = flow->ascii ? len : utf8_width(text, len);
		if (width > widest)
			widest = width;
		if (!line_end)
			return (uint32_t)widest;
		text = line_end + 1;
	}
}

static void parse_cells(struct markdown *md, struct cells *cells, size_t head_cells)
{
	cells->starts = array_grow(cells->starts, cells->count, &cells->cap, sizeof *cells->starts);
	cells->starts[cells->count] = (uint32_t)cells->text.len;
	struct md_source source = { cells->text.text, cells->text.len, cells->starts, (int)cells->count };
	cmark_node *root = cmark_parse_document(cells->text.text, cells->text.len, CMARK_OPT_DEFAULT);
	cmark_node *heading = cmark_node_first_child(root);
	for (size_t i = 0; i < cells->count && heading; i++, heading = cmark_node_next(heading)) {
		struct md_block block = { .source_line = 0 };
		md_add_inlines(md, &source, &block, heading, i < head_cells ? MD_TABLE_HEAD : MD_TEXT);
		md->cells = array_grow(md->cells, md->cell_count, &md->cell_cap, sizeof *md->cells);
		md->cells[md->cell_count++] = (struct md_cell){ .flow = block.flow, .width = flow_width(md, &block.flow) };
	}
	cmark_node_free(root);
}

bool md_find_table(struct markdown *md, const struct md_source *source, cmark_node *paragraph, struct md_table *table,
		   int *head)
{
	int first = cmark_node_get_start_line(paragraph), last = cmark_node_get_end_line(paragraph), quotes = 0;
	if (first == last)
		return false;
	for (cmark_node *node = cmark_node_parent(paragraph); node; node = cmark_node_parent(node))
		quotes += cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
	*table = (struct md_table){ .row = (uint32_t)md->row_count };
	struct row above = paragraph_line(source, paragraph, first, quotes);
	int line = first + 1;
	for (; line <= last; line++) {
		struct row row = paragraph_line(source, paragraph, line, quotes);
		uint32_t columns = read_delimiters(row, table->align);
		if (columns && columns == count_cells(above) && (memchr(row.text, '|', row.len) || memchr(above.text, '|', above.len))) {
			table->columns = columns;
			break;
		}
		above = row;
	}
	if (!table->columns)
		return false;
	*head = line - 1;
	struct cells cells = { .text = STRBUF_INIT };
	add_row(md, table, &cells, above, line - 1);
	size_t head_cells = cells.count;
	for (line++; line <= last; line++)
		add_row(md, table, &cells, paragraph_line(source, paragraph, line, quotes), line);
	parse_cells(md, &cells, head_cells);
	strbuf_release(&cells.text);
	free(cells.starts);
	return true;
}
