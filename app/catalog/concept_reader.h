/*
 * Concepts: one page for each building block (content/concepts/ID.md):
 *
 *     # Consistent hashing
 *
 *     - id: consistent-hashing
 *     - group: data
 *     - summary: Keys move little when machines come and go.
 *     - problems: key-value-store, distributed-cache
 *
 *     ## What it is ...
 *
 * The page itself is read as Markdown; only the card is data. Plans (content/plans/ID.md) have the same card, with
 * `group` and `problems` optional.
 */
#ifndef SYSDRILL_CATALOG_CONCEPT_READER_H
#define SYSDRILL_CATALOG_CONCEPT_READER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "catalog/diagnostics.h"
#include "problem/problem.h"

/* Owns its texts, which are UTF-8 and never NULL. */
struct concept {
	struct arena arena;
	const char *path;
	const char *id, *title, *group, *summary;
	struct texts problems;          /* ids */
	struct texts sections;          /* titles of the second level, in order */
	const char *source;             /* the whole file */
	size_t source_len;
	const char *body;               /* the page below its card: Markdown */
};

/* As problem_read(): STATUS_INVALID for a page without id or title. */
enum status concept_read(const char *path, const char *text, size_t len, struct concept **out,
			 struct diagnostics *diags);
void concept_free(struct concept *concept);     /* NULL is fine */

#endif
