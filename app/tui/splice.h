/*
 * Splices: how a text was changed, as the log keeps it: at byte `offset`, `deleted` bytes were replaced by `text`. Each is
 * meant for the text as the ones before it left it. Offsets and lengths never split a UTF-8 character.
 * A list owns its texts.
 */
#ifndef SYSDRILL_TUI_SPLICE_H
#define SYSDRILL_TUI_SPLICE_H

#include <stddef.h>

#include "base/strbuf.h"

#define SPLICE_MAX_TEXT 8192    /* bytes of text in one splice of a taken list; shared/design.md's bound */

struct splice {
	size_t offset;
	size_t deleted;
	struct strbuf text;
};

struct splice_list {
	struct splice *items;
	size_t count, cap;
};

#define SPLICE_LIST_INIT { .items = NULL, .count = 0, .cap = 0 }

void splice_list_init(struct splice_list *list);
void splice_list_release(struct splice_list *list);
/* Adds a change; one that touches the last change is melted into it. */
void splice_list_add(struct splice_list *list, size_t offset, size_t deleted, const char *text, size_t len);
/* Cuts splices with more than SPLICE_MAX_TEXT bytes of text into several. */
void splice_list_split(struct splice_list *list);
/* Applies all of them to `text`. */
void splice_list_apply(const struct splice_list *list, struct strbuf *text);

#endif
