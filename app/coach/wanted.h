/*
 * Wanted: what an answer has to hold for a question to be answered by it. "How long ..." is not answered by a text without
 * a time in it, however alike the words are. Pure.
 */
#ifndef SYSDRILL_COACH_WANTED_H
#define SYSDRILL_COACH_WANTED_H

#include <stddef.h>

#include "coach/text.h"

enum {
	HOLDS_NUMBER = 1,       /* a number or a quantity: "half of them", "none" */
	HOLDS_TIME = 2,         /* a span of time: "two weeks", "for ever", "at once" */
	HOLDS_LENGTH = 4,       /* characters, bytes, kilometres */
	HOLDS_BYTES = 8,
	HOLDS_MONEY = 16,
};

/* Tokens [from, to). Any of what is wanted would do; 0: whatever. */
unsigned wanted_by(const struct tokens *question, size_t from, size_t to);
unsigned held_by(const struct tokens *answer, size_t from, size_t to);

#endif
