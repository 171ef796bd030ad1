/* Levels: what the covered key points say about each criterion. Filled into a review; see review.h. Pure. */
#ifndef SYSDRILL_COACH_LEVELS_H
#define SYSDRILL_COACH_LEVELS_H

#include "coach/review.h"

void levels_review(struct review *review);      /* points and trade-offs are there already */

#endif
