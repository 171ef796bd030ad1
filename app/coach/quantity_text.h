/*
 * Quantity text: quantities as people type them into notes ("183 TB", "1,200 writes/s", "50ms"), with their dimension. Pure.
 * Only what is plain is taken for a quantity: a number without a unit is a plain number.
 */
#ifndef SYSDRILL_COACH_QUANTITY_TEXT_H
#define SYSDRILL_COACH_QUANTITY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "coach/text.h"

struct typed_quantity {
	size_t first, last;     /* tokens */
	double value;           /* in bytes, seconds, single things, and these per second */
	const char *dimension;  /* "byte", "s", "byte/s", "1/s", "1": as estimate.h has them */
};

/* Does a quantity begin at token `at`? `text` is what the tokens were read from. */
bool quantity_at(const struct tokens *tokens, const char *text, size_t at, struct typed_quantity *out);

#endif
