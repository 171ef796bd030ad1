/*
 * Outline: a content file as sections, which are a heading, perhaps a card, then prose. Everything is found by
 * walking libcmark's tree; text is cut out of the source by the positions of the nodes, so that prose stays the
 * Markdown that its author wrote.
 *
 * The outline owns its tree; texts that functions return live in its arena, or point into its text, and both are the
 * caller's: the arena is handed in.
 */
#ifndef SYSDRILL_CATALOG_OUTLINE_H
#define SYSDRILL_CATALOG_OUTLINE_H

#include <cmark.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "catalog/diagnostics.h"
#include "problem/problem.h"

struct outline_section {
	const char *title;              /* plain text */
	int level;                      /* 1 to 6; 0 is the file */
	int line;                       /* of the heading, from 1 */
	int end_line;                   /* last line, subsections included */
	cmark_node *body;               /* first block below the heading; NULL when there is none */
	struct outline_section *parent, *child, *last_child, *next;
};

struct outline {
	struct arena *arena;            /* not owned */
	const char *text;               /* cleaned: valid UTF-8, '\n' ends each line, no BOM, no NUL */
	size_t len;
	const size_t *starts;           /* offset of each line; [line_count] is len */
	int line_count;
	cmark_node *root;
	struct outline_section file;
};

/* Reports what had to be cleaned to `diags` (may be NULL). */
void outline_init(struct outline *outline, struct arena *arena, const char *text, size_t len,
		  struct diagnostics *diags);
void outline_release(struct outline *outline);

/* The first `#` section; NULL when there is none. */
const struct outline_section *outline_title(const struct outline *outline);
/* Walks the `##` sections in order: pass NULL for the first. */
const struct outline_section *outline_next(const struct outline *outline, const struct outline_section *section);
/* The `##` section with that title, in any case; NULL: none. And a section below another one. */
const struct outline_section *outline_find(const struct outline *outline, const char *title);
const struct outline_section *section_find(const struct outline_section *section, const char *title);

/* The next block of the same section; NULL at its end (a heading ends it). */
cmark_node *section_next_block(cmark_node *block);
/* The section's first block when it is a bullet list, else NULL. */
cmark_node *section_card(const struct outline_section *section);

/* The next paragraph or heading that the iterator enters, however deep it lies; NULL at the end. */
cmark_node *block_next(cmark_iter *iter);
/* The words of a paragraph or heading with their line ends, appended; `code` stands for each piece of code. */
void block_words(cmark_node *block, char code, struct strbuf *out);

/*
 * The Markdown from `block` (NULL: nothing) to the end of the section with all subsections, trimmed. `whole_section`
 * starts at the line below the heading.
 */
const char *section_prose(const struct outline *outline, const struct outline_section *section, cmark_node *block);
const char *section_source(const struct outline *outline, const struct outline_section *section);
/* A block's own lines as Markdown; a paragraph's lines are joined by blanks. */
const char *block_text(const struct outline *outline, cmark_node *block);
/* A list item's Markdown: one line when it is one paragraph. */
const char *item_text(const struct outline *outline, cmark_node *item);
/* Adds the items of every list of the section itself (not of its subsections); returns how many. */
size_t section_add_items(const struct outline *outline, const struct outline_section *section, struct texts *texts);
/* Whether a line (from 1) begins with a letter or sign instead of a blank: prose that runs into the item above it. */
bool outline_line_is_flush(const struct outline *outline, int line);
/* The next fenced block marked `info` from `block` on; NULL: none. */
cmark_node *section_code(cmark_node *block, const char *info);

#endif
