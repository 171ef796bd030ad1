/*
 * Tables: columns as wide as they would like to be; where the width does not allow that, the widest give first and their
 * cells wrap; where even that leaves too little, each row becomes a short list of `head: cell`.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "catalog/doc_build.h"

enum { GUTTER = 3, LEAST_COLUMN = 6, LEAST_HEAD = 4 };

struct columns {
	uint32_t count;
	uint32_t natural[TABLE_MAX_COLUMNS], width[TABLE_MAX_COLUMNS];
	bool narrowed;                  /* some cell may take several lines */
};

static void measure(const struct markdown *md, const struct md_table *table, struct columns *columns)
{
	*columns = (struct columns){ .count = table->columns };
	for (uint32_t r = 0; r < table->row_count; r++) {
		const struct md_row *row = &md->rows[table->row + r];
		for (uint32_t c = 0; c < row->count; c++)
			if (md->cells[row->cell + c].width > columns->natural[c])
				columns->natural[c] = md->cells[row->cell + c].width;
	}
	for (uint32_t c = 0; c < columns->count; c++)
		if (!columns->natural[c])
			columns->natural[c] = 1;
}

static uint64_t capped_sum(const struct columns *columns, uint32_t cap)
{
	uint64_t sum = 0;
	for (uint32_t c = 0; c < columns->count; c++)
		sum += columns->natural[c] < cap ? columns->natural[c] : cap;
	return sum;
}

/* Finds widths that fit in `room`; false when a column would get less than LEAST_COLUMN of what it wants. */
static bool fit(struct columns *columns, size_t room)
{
	size_t gutters = (size_t)GUTTER * (columns->count - 1);
	if (room < gutters + columns->count)
		return false;
	room -= gutters;
	uint32_t low = 0, high = (uint32_t)room;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;
		if (capped_sum(columns, middle) <= room)
			low = middle;
		else
			high = middle - 1;
	}
	size_t spare = room - capped_sum(columns, low);
	for (uint32_t c = 0; c < columns->count; c++) {
		uint32_t natural = columns->natural[c];
		columns->width[c] = natural < low ? natural : low;
		if (natural > columns->width[c] && spare) {
			columns->width[c]++;
			spare--;
		}
		columns->narrowed = columns->narrowed || columns->width[c] < natural;
		if (columns->width[c] < natural && columns->width[c] < LEAST_COLUMN)
			return false;
	}
	return true;
}

/* One line of one cell, padded to the column; nothing is padded behind the last. */
static void add_cell_line(struct layout *layout, struct wrap *wrap, bool any, struct strip strip, size_t width, char align,
			  bool last)
{
	size_t used = any ? strip_width(wrap, strip) : 0, spare = width > used ? width - used : 0;
	size_t before = align == 'r' ? spare : align == 'c' ? spare / 2 : 0;
	if (any && before)
		line_fill(layout, " ", before, MD_TEXT);
	if (any)
		wrap_add(layout, wrap, strip);
	if (!last)
		line_fill(layout, " ", any ? spare - before : width, MD_TEXT);
}

static void layout_row(struct layout *layout, const struct md_table *table, const struct columns *columns,
		       const struct md_row *row)
{
	const struct markdown *md = layout->md;
	struct wrap wraps[TABLE_MAX_COLUMNS];
	struct strip strips[TABLE_MAX_COLUMNS];
	bool any[TABLE_MAX_COLUMNS];
	for (uint32_t c = 0; c < row->count; c++)
		wrap_init(&wraps[c], md, &md->cells[row->cell + c].flow);
	for (bool first = true;; first = false) {
		uint32_t last = 0;
		bool left = false;
		for (uint32_t c = 0; c < columns->count; c++) {
			any[c] = c < row->count && wrap_next(&wraps[c], columns->width[c], &strips[c]);
			left = left || any[c];
			last = any[c] ? c : last;
		}
		if (!left && !first)
			return;
		line_begin(layout, row->source_line);
		for (uint32_t c = 0; c < columns->count; c++) {
			if (c)
				line_add(layout, layout->glyphs->bar, strlen(layout->glyphs->bar) - (c > last && c + 1 == columns->count),
					 MD_TABLE_BORDER, 0, 0);
			add_cell_line(layout, c < row->count ? &wraps[c] : NULL, any[c], strips[c], columns->width[c], table->align[c],
				      c + 1 == columns->count);
		}
		line_end(layout);
	}
}

static void layout_border(struct layout *layout, const struct columns *columns, int source_line)
{
	line_begin(layout, source_line);
	for (uint32_t c = 0; c < columns->count; c++) {
		if (c)
			line_add(layout, layout->glyphs->cross, strlen(layout->glyphs->cross), MD_TABLE_BORDER, 0, 0);
		line_fill(layout, layout->glyphs->rule, columns->width[c], MD_TABLE_BORDER);
	}
	line_end(layout);
}

static void layout_columns(struct layout *layout, const struct md_table *table, const struct columns *columns)
{
	const struct md_row *rows = &layout->md->rows[table->row];
	for (uint32_t r = 0; r < table->row_count; r++) {
		/* Where cells take several lines, a border tells the rows apart. */
		if (r == 1 || (r > 1 && columns->narrowed))
			layout_border(layout, columns, rows[r].source_line);
		layout_row(layout, table, columns, &rows[r]);
	}
	if (table->row_count == 1)
		layout_border(layout, columns, rows[0].source_line);
}

/* The head of a column before a cell, cut so that it leaves room for the cell. Returns its cells. */
static size_t add_head(struct layout *layout, const struct md_cell *head, size_t room)
{
	struct wrap wrap;
	struct strip strip;
	size_t most = room > 2 * LEAST_HEAD ? room / 2 : LEAST_HEAD;
	wrap_init(&wrap, layout->md, &head->flow);
	if (!wrap_next(&wrap, most - 2, &strip))
		return 0;
	size_t cells = strip_width(&wrap, strip);
	wrap_add(layout, &wrap, strip);
	if (wrap.at < head->flow.text + head->flow.len) {
		line_add(layout, layout->glyphs->ellipsis, strlen(layout->glyphs->ellipsis), MD_TABLE_HEAD, 0, 0);
		cells++;
	}
	line_add(layout, ": ", 2, MD_TABLE_BORDER, 0, 0);
	return cells + 2;
}

static void layout_flow_indented(struct layout *layout, struct wrap *wrap, size_t used, int source_line)
{
	enum { INDENT = 2 };
	struct strip strip;
	size_t room = line_room(layout);
	bool first = true;
	while (wrap_next(wrap, first ? room - used : room - INDENT, &strip)) {
		if (!first) {
			line_begin(layout, source_line);
			line_fill(layout, " ", INDENT, MD_TEXT);
		}
		wrap_add(layout, wrap, strip);
		line_end(layout);
		first = false;
	}
	if (first)
		line_end(layout);
}

static void layout_records(struct layout *layout, const struct md_table *table)
{
	const struct markdown *md = layout->md;
	const struct md_row *head = &md->rows[table->row];
	for (uint32_t r = table->row_count > 1; r < table->row_count; r++) {
		const struct md_row *row = &md->rows[table->row + r];
		if (r > 1) {
			line_begin(layout, row->source_line);
			line_end(layout);
		}
		for (uint32_t c = 0; c < row->count; c++) {
			const struct md_cell *cell = &md->cells[row->cell + c];
			struct wrap wrap;
			if (!cell->flow.len && c > 0)
				continue;
			size_t room = line_room(layout), used = 0;
			line_begin(layout, row->source_line);
			if (r > 0 && c < head->count)
				used = add_head(layout, &md->cells[head->cell + c], room);
			wrap_init(&wrap, md, &cell->flow);
			layout_flow_indented(layout, &wrap, used, row->source_line);
		}
	}
}

void layout_table(struct layout *layout, const struct md_block *block)
{
	const struct md_table *table = &layout->md->tables[block->table];
	struct columns columns;
	size_t room = (size_t)layout->width - layout->rest.cells;
	measure(layout->md, table, &columns);
	if (fit(&columns, room))
		layout_columns(layout, table, &columns);
	else
		layout_records(layout, table);
}
