/*
 * Debrief: everything that the debrief tells, as data; screens, reports and JSON draw it in their own ways. Pure.
 *
 * Ownership: a debrief owns its lists and the text of the notes that the spans of `review` and `numbers` point into; it
 * points into problem, session and reviewer, which must stay as they are until it is released.
 */
#ifndef SYSDRILL_COACH_DEBRIEF_H
#define SYSDRILL_COACH_DEBRIEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "coach/curveball.h"
#include "coach/mistakes.h"
#include "coach/numbers.h"
#include "coach/review.h"
#include "session/rubric.h"
#include "session/session.h"

struct debrief_phase {
	const struct phase *phase;
	int64_t spent_ms;
	int entries;
	bool skipped;           /* never entered. Costs nothing where another phase can cover it (Interface) */
};

struct debrief_fact {
	const struct fact *fact;
	bool revealed;
	int64_t at_ms;          /* Unix time; 0 when never asked for */
};

struct debrief_hint {
	const char *text;
	int64_t at_ms;
	size_t phase;
};

struct debrief_criterion {
	int self;               /* 1 to 4; 0: not scored yet */
	int suggested;          /* 1 to 4; 0: cannot be told from notes */
	const char *because;    /* why the suggestion; "" when there is none */
	int gap;                /* self - suggested; 0 unless both are there */
};

struct debrief {
	struct debrief_phase phases[PHASES_MAX];
	size_t phase_count;
	int64_t spent_ms, budget_ms, paused_ms;
	size_t pause_count;
	int returns;

	struct debrief_fact *facts;     /* revealed first, in the order of asking; then the others, heaviest first */
	size_t fact_count;
	int weight_unlocked, weight_total;

	struct debrief_hint *hints;
	size_t hint_count;

	struct strbuf notes;            /* session_all_notes() */
	struct review review;
	struct numbers_review numbers;
	struct curveball_review curveball;
	struct mistakes mistakes;
	struct debrief_criterion criteria[CRITERION_COUNT];

	const char *next_time[NEXT_TIME];       /* up to three things to do next time, most telling first */
	size_t next_time_count;
	struct arena arena;
};

void debrief_make(struct debrief *debrief, const struct reviewer *reviewer, const struct session *session);
void debrief_release(struct debrief *debrief);

/*
 * Calibration: by how much the self-scores of one debrief lie above the suggestions, added up over the criteria that have both;
 * *pairs is how many those are. Over several debriefs both add up, and their ratio is the mean.
 */
int debrief_gap(const struct debrief_criterion criteria[CRITERION_COUNT], int *pairs);

#endif
