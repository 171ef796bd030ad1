/*
 * Diagram reader: the typed edges of a code block marked `diagram`.
 *
 *     client -> lb -> api
 *     api -> cache : GET code, 99 % hit
 *     api -> db [miss]
 *
 * `->` a call, `=>` a stream or queue, `--` an association (with blanks around it). A condition in brackets and the
 * text behind ` : ` label every edge of the line; `#` begins a comment line.
 */
#ifndef SYSDRILL_CATALOG_DIAGRAM_READER_H
#define SYSDRILL_CATALOG_DIAGRAM_READER_H

#include "base/arena.h"
#include "catalog/diagnostics.h"
#include "problem/problem.h"

struct edges {
	struct edge *items;
	size_t count, cap;      /* items: malloc */
};

/* Adds the edges of `text`, whose first line is `line` of the file. Texts go into `arena`. */
void diagram_read(const char *text, int line, struct arena *arena, struct edges *edges, struct diagnostics *diags);

#endif
