/*
 * The parsed form of a Markdown text, which layouts are made from: a flat list of blocks in reading order. A block
 * knows its container (quotation, list item), its text lies in one buffer for the whole document, and runs say which
 * stretch of it has which style. There is no tree left to walk, so a new width costs little more than copying.
 *
 * Text is clean here already: valid UTF-8, no control characters. In a block's text '\n' is a hard break, or the
 * end of a line of code; line breaks of the source have become blanks, and `breaks` remembers where.
 */
#ifndef SYSDRILL_CATALOG_MARKDOWN_FORM_H
#define SYSDRILL_CATALOG_MARKDOWN_FORM_H

#include <cmark.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "catalog/markdown.h"

enum { TABLE_MAX_COLUMNS = 64 };

enum block_kind { BLOCK_TEXT, BLOCK_HEADING, BLOCK_CODE, BLOCK_HTML, BLOCK_RULE, BLOCK_TABLE };

/* From `start` (an offset into the text) to the next run of the same block, or the block's end. */
struct md_run {
	uint32_t start;
	uint16_t link;                  /* index + 1 */
	uint8_t style, attributes;
};

/* A piece of text with its runs: a block's, or a cell's of a table. */
struct md_flow {
	uint32_t text, len;
	uint32_t run, run_count;
	bool ascii;
};

struct md_block {
	struct md_flow flow;
	uint32_t line_break, break_count;       /* into breaks */
	uint32_t container;                     /* 0: none */
	uint32_t title;                         /* headings: offset into names */
	uint32_t table;                         /* index into tables */
	int source_line;
	uint8_t kind, level;
	bool gap;                               /* an empty line before it */
};

struct md_container {
	uint32_t parent;                /* 0: none */
	uint32_t first_block;           /* the block that begins it carries the marker; UINT32_MAX: none yet */
	uint8_t depth;                  /* from 1 */
	bool item;                      /* else a quotation */
	bool ordered;
	uint8_t marker_len;
	uint8_t task;                   /* MD_TASK_OPEN, MD_TASK_DONE, or 0 */
	char marker[12];                /* "3." for ordered lists */
	uint8_t bullet;                 /* nesting of bullets, from 0 */
};

struct md_cell {
	struct md_flow flow;
	uint32_t width;                 /* cells of the terminal, on one line */
};

struct md_row {
	uint32_t cell, count;           /* into cells */
	int source_line;
};

struct md_table {
	uint32_t row, row_count;        /* into rows; the first is the head */
	uint32_t columns;
	char align[TABLE_MAX_COLUMNS];  /* 'l', 'c', 'r' */
};

struct md_link {
	uint32_t url;                   /* offset into names */
};

struct markdown {
	struct strbuf text;
	struct strbuf names;            /* titles and urls, each with its NUL */
	struct md_block *blocks;
	size_t block_count, block_cap;
	struct md_run *runs;
	size_t run_count, run_cap;
	uint32_t *breaks;               /* offsets into text, ascending */
	size_t break_count, break_cap;
	struct md_container *containers;        /* [0] is none */
	size_t container_count, container_cap;
	struct md_table *tables;
	size_t table_count, table_cap;
	struct md_row *rows;
	size_t row_count, row_cap;
	struct md_cell *cells;
	size_t cell_count, cell_cap;
	struct md_link *links;
	size_t link_count, link_cap;
	bool truncated;
};

/* ---- parsing (markdown_inline.c, markdown_table.c) ---- */

/* A new run from the end of the text on; an empty one before it is overwritten. */
void md_add_run(struct markdown *md, struct md_flow *flow, uint8_t style, uint8_t attributes, uint16_t link);
/* Appends cleaned text; clears flow->ascii when it is not. `keep_lines`: '\n' stays, tabs become blanks to the next stop. */
void md_add_text(struct markdown *md, struct md_flow *flow, const char *text, size_t len, bool keep_lines);
uint32_t md_add_name(struct markdown *md, const char *text, size_t len);

/* The source by lines, which sourcepos speaks of. Needed only while parsing. */
struct md_source {
	const char *text;
	size_t len;
	uint32_t *starts;               /* of line 1, 2, ...; [line_count] is len */
	int line_count;
};

/* A line (from 1) from a column (from 1) on, without its end; empty when there is none. */
const char *md_source_line(const struct md_source *source, int line, int column, size_t *len);

/* What is written in the inlines below `node`, on top of `style`; fills flow and breaks of the block. */
void md_add_inlines(struct markdown *md, const struct md_source *source, struct md_block *block, cmark_node *node,
		    uint8_t style);

/*
 * Whether the paragraph holds a table: a line of `|`, `-` and `:` below a line with as many cells. Then its rows are
 * added, and *head is the source line of the first; lines above it are no part of the table.
 */
bool md_find_table(struct markdown *md, const struct md_source *source, cmark_node *paragraph, struct md_table *table,
		   int *head);

/* The run that `offset` of the flow lies in, at or after `run`: begin with flow->run, go on with what it returned. */
static inline uint32_t md_run_at(const struct markdown *md, const struct md_flow *flow, uint32_t run, uint32_t offset)
{
	uint32_t last = flow->run + flow->run_count;
	while (run + 1 < last && md->runs[run + 1].start <= offset)
		run++;
	return run;
}

#endif
