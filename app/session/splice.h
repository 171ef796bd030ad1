/*
 * Splice: one change of a document, in bytes, on character boundaries. A note.edited carries whole characters only: half of
 * one is not UTF-8, and would be written as U+FFFD.
 */
#ifndef SYSDRILL_SESSION_SPLICE_H
#define SYSDRILL_SESSION_SPLICE_H

#include <stdbool.h>
#include <stddef.h>

struct splice {
	size_t offset, deleted;
	const char *text;       /* into the new text; not terminated at `len` */
	size_t len;
};

/* The smallest single splice that makes `new_text` of `old_text`; false when they are equal. */
bool splice_between(struct splice *splice, const char *old_text, size_t old_len, const char *new_text, size_t new_len);
/* Bytes of the longest prefix of `text` that fits into one note.edited (SPLICE_MAX) and splits no character. */
size_t splice_fit(const char *text, size_t len);
/*
 * Takes the part of `splice` that one note.edited holds into `part`, and leaves the rest, to be applied after it, in
 * `splice`; false when nothing is left.
 */
bool splice_take(struct splice *splice, struct splice *part);

#endif
