/* The layout's inside: how doc.c, doc_wrap.c and doc_table.c put lines together. */
#ifndef SYSDRILL_CATALOG_DOC_BUILD_H
#define SYSDRILL_CATALOG_DOC_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "catalog/markdown_form.h"

/* The signs that a layout adds. All are one cell wide but the code mark, which is two with its blank. */
struct doc_glyphs {
	const char *bullets[3];
	const char *quote;              /* with its blank, two cells */
	const char *rule, *double_rule;
	const char *code_mark;          /* before the continuation of a line of code */
	const char *task_open, *task_done;      /* four cells */
	const char *bar, *cross;        /* between columns: three cells */
	const char *ellipsis;
};

extern const struct doc_glyphs doc_glyphs_unicode, doc_glyphs_ascii;

/* What stands before the text of a line. `cells` is its width. */
struct prefix {
	char text[256];
	uint16_t len;
	uint16_t cells;
	struct {
		uint16_t len;
		uint8_t style;
	} parts[2 * MARKDOWN_MAX_DEPTH + 2];
	uint16_t part_count;
};

struct layout {
	struct doc *doc;
	const struct markdown *md;
	const struct doc_glyphs *glyphs;
	int width;
	bool bare_headings;
	struct prefix first, rest;      /* of the block that is laid out: for its first line, for all others */
	bool on_first;
};

/* A line: begin, add, end. `line_begin` writes the prefix. */
void line_begin(struct layout *layout, int source_line);
void line_add(struct layout *layout, const char *text, size_t len, uint8_t style, uint8_t attributes, uint16_t link);
void line_fill(struct layout *layout, const char *glyph, size_t count, uint8_t style);
void line_end(struct layout *layout);
/* Cells for text on the next line. */
size_t line_room(const struct layout *layout);

void prefix_add(struct prefix *prefix, const char *text, size_t len, size_t cells, uint8_t style);

/* Where a flow is cut. Strips come in order; blanks at their ends belong to none. */
struct wrap {
	const struct markdown *md;
	const struct md_flow *flow;
	uint32_t at;                    /* offset into the text: where the next strip begins */
	uint32_t run;
};

struct strip {
	uint32_t start, end;            /* offsets into the text */
};

void wrap_init(struct wrap *wrap, const struct markdown *md, const struct md_flow *flow);
/* The next strip of at most `cells` cells; false at the end of the flow. */
bool wrap_next(struct wrap *wrap, size_t cells, struct strip *strip);
/* Adds a strip with the styles of its runs. */
void wrap_add(struct layout *layout, struct wrap *wrap, struct strip strip);
/* Cells of a strip. */
size_t strip_width(const struct wrap *wrap, struct strip strip);

void layout_table(struct layout *layout, const struct md_block *block);

#endif
