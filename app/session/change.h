/*
 * Change: how one text was made into another, when nobody kept the splices (an external editor, a restored draft), in
 * bytes and on character boundaries. A note.edited carries whole characters only: half of one is not UTF-8, and would be
 * written as U+FFFD.
 */
#ifndef SYSDRILL_SESSION_CHANGE_H
#define SYSDRILL_SESSION_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

struct change {
	size_t offset, deleted;
	const char *text;       /* into the new text; not terminated at `len` */
	size_t len;
};

/* The smallest single change that makes `new_text` of `old_text`; false when they are equal. */
bool change_between(struct change *change, const char *old_text, size_t old_len, const char *new_text, size_t new_len);
/* Bytes of the longest prefix of `text` that fits into one note.edited (SPLICE_MAX) and splits no character. */
size_t change_fit(const char *text, size_t len);
/*
 * Takes the part of `change` that one note.edited holds into `part`, and leaves the rest, to be applied after it, in
 * `change`; false when nothing is left.
 */
bool change_take(struct change *change, struct change *part);

#endif
