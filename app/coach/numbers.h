/*
 * Numbers: the quantities in the notes, laid beside the candidate's own worksheet and the problem's reference estimates.
 * Pure. It says which two lines it compared, and says nothing about a number that it cannot place.
 */
#ifndef SYSDRILL_COACH_NUMBERS_H
#define SYSDRILL_COACH_NUMBERS_H

#include <stddef.h>

#include "base/arena.h"
#include "coach/review.h"
#include "problem/problem.h"

enum number_verdict {
	NUMBER_AGREES,          /* within 15 % of a line whose name stands beside it, or within 5 % of any of its kind */
	NUMBER_OFF,             /* the same thing by its words and dimension, but off by more than a factor of 2 */
	NUMBER_WRONG_UNIT,      /* the same thing by its words, but in a dimension that it cannot have */
	NUMBER_NO_WORKING,      /* a derived quantity that no line of the worksheet leads to */
};

struct number_review {
	struct span evidence;           /* the quantity in the notes */
	enum number_verdict verdict;
	const char *compared_with;      /* "your worksheet: storage = 183 TB", or ""; in the arena */
	const char *sentence;           /* what to tell the person */
};

struct numbers_review {
	struct number_review *items;    /* in the order of the notes */
	size_t count, cap;
	struct arena arena;
};

void numbers_check(struct numbers_review *review, const struct problem *problem, const char *notes, size_t notes_len,
                   const char *worksheet, size_t worksheet_len);
void numbers_release(struct numbers_review *review);

const char *number_verdict_name(enum number_verdict verdict);   /* "agrees", "off", "wrong-unit", "no-working" */

#endif
