/*
 * Markdown: source text to styled lines of a given width. Pure: no terminal, no files.
 *
 *     struct markdown *md = markdown_parse(text, len);          once for a text
 *     struct doc doc = DOC_INIT;
 *     doc_layout(&doc, md, &(struct doc_options){ .width = 80 });   again for every width
 *     ...
 *     doc_release(&doc);
 *     markdown_free(md);
 *
 * All of CommonMark (parsed by libcmark), pipe tables, ~~strike-through~~ and task lists. Invariants:
 *
 * - The text of a doc holds no control character but the '\n' between its lines, and no bidi control: those are
 *   shown as <U+202E>. Invisible characters are dropped, combining marks beyond MARKDOWN_MAX_MARKS on one letter too.
 *   This is done after entities are decoded.
 * - No line is wider than the width, as long as the width is at least DOC_MIN_WIDTH (a smaller one is raised).
 * - No word is lost or reordered at any width: lines that are too long are wrapped, code with a mark.
 *   Left out are only HTML comments and the targets of relative links (they are in `links`).
 * - Time and memory are linear in the source; at most MARKDOWN_MAX_BYTES of it are read, nesting beyond
 *   MARKDOWN_MAX_DEPTH is shown flat.
 *
 * Ownership: `md` and `doc` own what they point to, a doc is independent of its markdown. One doc can be laid out
 * again and again; its memory is reused.
 */
#ifndef SYSDRILL_CATALOG_MARKDOWN_H
#define SYSDRILL_CATALOG_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum { MARKDOWN_MAX_BYTES = 1 << 20, MARKDOWN_MAX_DEPTH = 16, MARKDOWN_MAX_MARKS = 8, DOC_MIN_WIDTH = 12 };

/* What a piece of text is. The screens map these to their roles; the command line to SGR sequences. */
enum md_style {
	MD_TEXT,
	MD_CODE,                /* `inline` */
	MD_CODE_BLOCK,
	MD_HEADING1, MD_HEADING2, MD_HEADING3, MD_HEADING4, MD_HEADING5, MD_HEADING6,
	MD_LINK,                /* a link's text; `link` of the span is set */
	MD_URL,                 /* a link's target, shown in brackets after its text when it leads outside */
	MD_IMAGE,
	MD_QUOTE,               /* the bar beside a quotation; its text keeps its own styles */
	MD_BULLET,              /* bullets and numbers of lists */
	MD_TASK_OPEN, MD_TASK_DONE,
	MD_RULE,                /* a thematic break, and the line below a heading */
	MD_TABLE_BORDER, MD_TABLE_HEAD,
	MD_HTML,                /* HTML is shown as it is written */
	MD_MARK,                /* made by the layout: continuation of a code line, a control character shown by name */
	MD_STYLE_COUNT
};

/* What may come on top of any style. */
enum md_attribute {
	MD_STRONG = 1 << 0,
	MD_EMPH = 1 << 1,
	MD_STRIKE = 1 << 2,
};

/* Bytes [offset, offset + len) of the doc's text. The spans of a line cover it from its first byte to its last. */
struct doc_span {
	uint32_t offset, len;
	uint16_t link;          /* index into links + 1; 0: none */
	uint8_t style;          /* enum md_style */
	uint8_t attributes;     /* enum md_attribute */
};

struct doc_line {
	uint32_t offset, len;   /* bytes of the doc's text, without the '\n' */
	uint32_t span;          /* first span */
	uint32_t span_count;
	int source_line;        /* from 1; never decreases from line to line */
};

struct doc_heading {
	int line;               /* index into lines */
	int source_line;        /* from 1 */
	int level;              /* 1 to 6 */
	const char *title;      /* plain text */
};

struct doc_link {
	const char *url;        /* as written, sanitised */
	int line;               /* index of the line on which it begins */
};

struct doc {
	char *text;             /* the lines, each ended by '\n': this is the plain text form. NUL at the end */
	size_t text_len, text_cap;
	struct doc_line *lines;
	size_t line_count, line_cap;
	struct doc_span *spans;
	size_t span_count, span_cap;
	struct doc_heading *headings;
	size_t heading_count, heading_cap;
	struct doc_link *links;
	size_t link_count, link_cap;
	struct strbuf names;    /* the text behind titles and urls */
	int width;              /* cells, as laid out */
};

#define DOC_INIT { .names = STRBUF_INIT }

struct doc_options {
	int width;              /* cells */
	bool ascii;             /* bullets, bars and borders from ASCII; the text itself is left as it is */
	bool bare_headings;     /* from the third level on without their #: where colour or weight tells them apart */
};

struct markdown;

/* Never NULL, whatever the bytes; `text` is not needed any more afterwards. */
struct markdown *markdown_parse(const char *text, size_t len);
void markdown_free(struct markdown *md);                 /* NULL is fine */
bool markdown_truncated(const struct markdown *md);      /* the text was longer than MARKDOWN_MAX_BYTES */

void doc_layout(struct doc *doc, const struct markdown *md, const struct doc_options *options);
void doc_release(struct doc *doc);

/* The output line (index) that shows the source line (from 1), or the nearest before it; 0 for an empty doc. */
size_t doc_line_of_source(const struct doc *doc, int source_line);
/* The heading (index) before or after the line `line`, for `[` and `]`; -1: none. */
int doc_heading_before(const struct doc *doc, size_t line);
int doc_heading_after(const struct doc *doc, size_t line);

/* The doc as text for a terminal (`ansi`: SGR sequences, 16 colours) or a file (plain). Adds to `out`. */
void doc_write(const struct doc *doc, bool ansi, struct strbuf *out);
/* All in one for the command line: parse, lay out, write. */
void markdown_render_text(const char *text, size_t len, const struct doc_options *options, bool ansi,
			  struct strbuf *out);

/* Adds text that may come from anybody, cleaned as above; line ends and tabs become blanks. */
void text_add_sanitised(struct strbuf *out, const char *text, size_t len);

#endif
