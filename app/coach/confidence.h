/*
 * Confidence: how sure one may be that a fact is the one that was asked for. Ranking (match.h) says which fact is nearest;
 * among neighbours something is always nearest, and a wrong fact told with confidence is worse than none. Pure.
 */
#ifndef SYSDRILL_COACH_CONFIDENCE_H
#define SYSDRILL_COACH_CONFIDENCE_H

#include "coach/match.h"

/* For `matches[which]` of all that matcher_rank() found: 0 to 1. */
double match_confidence(const struct match *matches, size_t count, size_t which, const struct question_view *view);

#endif
