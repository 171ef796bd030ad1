/*
 * Lint: whether content keeps every rule of content/AUTHORING.md. Each finding names file and line, says what is
 * wrong, why that matters, and shows an example.
 */
#ifndef SYSDRILL_CATALOG_LINT_H
#define SYSDRILL_CATALOG_LINT_H

#include <stddef.h>

#include "base/status.h"
#include "catalog/diagnostics.h"

/* What a file is read as. */
enum content_kind {
	CONTENT_PROBLEM,
	CONTENT_CONCEPT,
	CONTENT_PLAN,
};

/* By its folder (problems/, concepts/, plans/); a file elsewhere is taken for a problem. */
enum content_kind content_kind_of(const char *path);

/* Adds to `diags` what is wrong with the text. STATUS_OK when nothing of it is an error, else STATUS_INVALID. */
enum status lint_text(const char *path, const char *text, size_t len, enum content_kind kind,
		      struct diagnostics *diags);
/* Reads the file; STATUS_NOT_FOUND, STATUS_IO when it cannot be read (with a diagnostic that says so). */
enum status lint_file(const char *path, struct diagnostics *diags);

#endif
