/*
 * Curveball: a constraint that changes in mid-interview. Which one comes is fixed by the session's id, so that a replay
 * shows the same; the debrief compares which boxes the candidate took up afterwards with those that had to change. Pure.
 */
#ifndef SYSDRILL_COACH_CURVEBALL_H
#define SYSDRILL_COACH_CURVEBALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "problem/problem.h"
#include "session/session.h"

/* The one for this session; NULL when none was wanted or the problem has none. */
const struct curveball *coach_curveball(const struct problem *problem, const struct session *session);
/* Wanted, not thrown yet, the clock runs, and the last third has begun. */
bool coach_curveball_due(const struct session *session, int64_t now_ms);

struct box_review {
	const char *box;
	bool must_change;       /* else it must not */
	bool named;             /* in what was written afterwards. Naming is not changing: the person judges that */
	const char *evidence;   /* the line that names it; "" when not named */
};

struct curveball_review {
	const struct curveball *curveball;      /* NULL: none was thrown */
	int64_t thrown_ms;
	struct box_review *boxes;
	size_t box_count;
	int change_named, change_total, keep_named, keep_total;
	struct arena arena;
};

void curveball_review(const struct problem *problem, const struct session *session, struct curveball_review *review);
void curveball_review_release(struct curveball_review *review);

#endif
