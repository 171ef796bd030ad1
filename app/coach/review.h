/*
 * Review: what a candidate's notes cover of a problem's key points, with the words that show it. Pure.
 *
 * The patterns are those of content/AUTHORING.md: the parts of a `shows` line must all occur within one sentence or bullet,
 * or two adjacent ones. Endings, common short forms and one wrong letter in a long word do not matter; words that the notes
 * turn down ("no cache needed") do not count. What is only begun (some parts of a line, or said as a question) is
 * `hinted`. Every finding quotes its evidence as bytes of the notes; what cannot be judged from words is left to the person.
 *
 * Ownership: a reviewer points into the problem, which must outlive it. A review points into the problem and the notes, and
 * owns its lists.
 */
#ifndef SYSDRILL_COACH_REVIEW_H
#define SYSDRILL_COACH_REVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "coach/pattern.h"
#include "coach/trade_offs.h"
#include "problem/problem.h"

struct reviewer;

struct reviewer *reviewer_new(const struct problem *problem);
void reviewer_free(struct reviewer *reviewer);                  /* NULL is fine */
const struct problem *reviewer_problem(const struct reviewer *reviewer);

enum point_state { POINT_MISSED, POINT_HINTED, POINT_COVERED };

struct point_review {
	const struct key_point *point;
	enum point_state state;
	struct span evidence;           /* none when missed */
	struct span heading;            /* the heading of the notes under which it stands; none before the first */
};

struct warning_review {
	const struct warning_sign *sign;
	struct span evidence;
};

/* What the covered points say about one criterion. A suggestion, never a verdict. */
struct level_review {
	int covered[LEVEL_COUNT], total[LEVEL_COUNT];           /* key points */
	int must_covered, must_total;
	bool any;                       /* false: the problem has too few points here (under 3), or trade-offs/communication cannot be told */
	bool reached;                   /* false: not even the lowest level */
	enum level level;               /* the highest level reached */
	const struct key_point *evidence;       /* the best point that shows it; may be NULL */
};

struct review {
	struct point_review *points;    /* all of the problem's, in its order */
	size_t point_count;
	struct warning_review *warnings;        /* only those found */
	size_t warning_count;
	struct trade_off *trade_offs;
	size_t trade_off_count;
	struct level_review levels[CRITERION_COUNT];
	struct arena arena;
};

/* At most the first 256 KiB of `notes` is looked at. `review` needs no preparation; release it afterwards. */
void review_notes(const struct reviewer *reviewer, const char *notes, size_t len, struct review *review);
void review_release(struct review *review);

/* Is this key point covered, hinted at or missed? */
enum point_state review_state(const struct review *review, const char *point);
/*
 * A score to lay beside the self-score at the level that was practised for; 0 where it cannot be told. *because (may be NULL)
 * gets one plain sentence, in the review's arena.
 */
int review_suggested_score(struct review *review, enum criterion criterion, enum level level, const char **because);

const char *point_state_name(enum point_state state);           /* "covered", "hinted", "missed" */

#endif
