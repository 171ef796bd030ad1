/*
 * Problem reader: a problem's Markdown file into a struct problem. Pure: the text is handed in.
 *
 * Reading is tolerant. Whatever is well-formed is read; each fault is a diagnostic with its line, and the reader goes
 * on behind it. Only a file without id, title, prompt or facts is broken. Whether a readable problem is also
 * complete and good is lint's to say (lint.h).
 */
#ifndef SYSDRILL_CATALOG_PROBLEM_READER_H
#define SYSDRILL_CATALOG_PROBLEM_READER_H

#include <stddef.h>

#include "base/status.h"
#include "catalog/diagnostics.h"
#include "problem/problem.h"

enum { PROBLEM_MAX_BYTES = 1 << 20 };

/*
 * `path` is for messages only. STATUS_OK: `*out` is a problem that can be practised, the caller frees it.
 * STATUS_INVALID (broken) and STATUS_LIMIT (over PROBLEM_MAX_BYTES): `*out` is NULL, and `diags` says why
 * (diagnostics_broken()). `diags` may be NULL.
 */
enum status problem_read(const char *path, const char *text, size_t len, struct problem **out,
			 struct diagnostics *diags);

#endif
