/*
 * Estimate blocks: the fenced code blocks marked `estimate` of a Markdown document, wherever they stand (in lists and
 * quotations too), found by libcmark. Together they are one worksheet.
 */
#ifndef SYSDRILL_CATALOG_ESTIMATE_BLOCKS_H
#define SYSDRILL_CATALOG_ESTIMATE_BLOCKS_H

#include <stddef.h>

#include "base/strbuf.h"

struct estimate_block {
	int line;               /* of the document, from 1, that is the block's first line */
	char *text;             /* the worksheet, lines ended by LF; without the indentation of lists and quotations */
	size_t len;
};

struct estimate_blocks {
	struct estimate_block *items;
	size_t count, cap;
};

#define ESTIMATE_BLOCKS_INIT { .items = NULL }

/* Adds the blocks of a document. */
void estimate_blocks_read(struct estimate_blocks *blocks, const char *text, size_t len);
void estimate_blocks_release(struct estimate_blocks *blocks);

/*
 * Adds all blocks as one worksheet whose lines have the numbers of the document's lines: names carry over from block to
 * block, and what lies between them is blank.
 */
void estimate_blocks_worksheet(const struct estimate_blocks *blocks, struct strbuf *out);

/*
 * Evaluates all blocks and adds what is wrong to `report`: errors, assertions that fail, and comments that state another
 * result than comes out ("line 12: the comment says 99 TB, the result is 183 TB"); lines are the document's, each
 * entry ends with LF. Returns how many there are. For lint and for tests.
 */
size_t estimate_blocks_check(const struct estimate_blocks *blocks, struct strbuf *report);

#endif
