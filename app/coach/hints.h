/* Hints: the next step of a problem's ladders. Taking one is an event, and is counted; this only says which. Pure. */
#ifndef SYSDRILL_COACH_HINTS_H
#define SYSDRILL_COACH_HINTS_H

#include <stdbool.h>

#include "problem/problem.h"
#include "session/session.h"

struct hint {
	enum section section;
	int step;               /* 1 to 3: what hint.taken carries */
	int of;                 /* steps of this ladder */
	const char *text;       /* the problem's */
};

/* The next hint of a section; false when its ladder is used up. */
bool coach_next_hint(const struct problem *problem, const struct session *session, enum section section,
                     struct hint *hint);
/*
 * The next hint in the phase that is on: of the sections that it covers, one whose ladder was begun goes on, else
 * the first one that has any left. False when all are used up.
 */
bool coach_next_hint_in_phase(const struct problem *problem, const struct session *session, struct hint *hint);

#endif
