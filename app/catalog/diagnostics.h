/*
 * Diagnostics: what is wrong with a file of content, said so that its author learns the rule: where, what,
 * why it matters, and an example of how it would be right. The list owns its texts.
 */
#ifndef SYSDRILL_CATALOG_DIAGNOSTICS_H
#define SYSDRILL_CATALOG_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"

enum severity {
	SEVERITY_BROKEN,        /* the problem cannot be practised: it is listed as broken with this as the reason */
	SEVERITY_ERROR,         /* a rule of content/AUTHORING.md is not kept: lint fails */
	SEVERITY_WARNING,       /* probably not what was meant: lint prints it and passes */
};

struct diagnostic {
	const char *path;
	int line;               /* from 1; 0: the file as a whole */
	enum severity severity;
	const char *what;       /* what was found and what was expected */
	const char *why;        /* which use suffers; "" where `what` says it all */
	const char *example;    /* lines to write instead, '\n' between them; "" when none helps */
};

struct diagnostics {
	struct diagnostic *items;
	size_t count, cap;
	size_t by_severity[3];
	const char *path;       /* of the file that is being read; for diagnostics_add */
	struct arena arena;
};

#define DIAGNOSTICS_INIT { .items = NULL }

void diagnostics_release(struct diagnostics *diags);

/* `what` is a format. `why` and `example` may be NULL. A NULL list swallows it. */
__attribute__((format(printf, 6, 7)))
void diagnostics_add(struct diagnostics *diags, enum severity severity, int line, const char *why,
		     const char *example, const char *what, ...);

/* By path, then line, then in the order of finding. */
void diagnostics_sort(struct diagnostics *diags);
/* The first that makes the file unusable, as "line 12: ..."; NULL when there is none. */
const struct diagnostic *diagnostics_broken(const struct diagnostics *diags);
/* "file:line: error: what" and below it, indented, the reason and the example. */
void diagnostic_write(const struct diagnostic *diagnostic, struct strbuf *out);

#endif
