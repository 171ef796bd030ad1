/* The reader's inner door: from an outline that the caller keeps, because lint asks it for lines. */
#ifndef SYSDRILL_CATALOG_PROBLEM_OUTLINE_H
#define SYSDRILL_CATALOG_PROBLEM_OUTLINE_H

#include "catalog/diagnostics.h"
#include "catalog/outline.h"
#include "problem/problem.h"

/* Fills `problem`, whose arena is the outline's; returns it, or NULL when the problem is broken. */
struct problem *problem_read_outline(const char *path, const struct outline *outline, struct problem *problem,
				     struct diagnostics *diags);

#endif
