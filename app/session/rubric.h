/*
 * Rubric: what each score looks like, and what a good candidate covers in each section. Text only; the tables are
 * rubric.def and checklist.def. Scores: 1 no hire, 2 lean no, 3 hire, 4 strong hire.
 */
#ifndef SYSDRILL_SESSION_RUBRIC_H
#define SYSDRILL_SESSION_RUBRIC_H

#include <stddef.h>

#include "problem/problem.h"

enum { SCORE_MIN = 1, SCORE_MAX = 4, SCORE_NEEDS_EVIDENCE = 3, REFLECTIONS = 5, NEXT_TIME = 3 };

const char *rubric_wording(enum criterion criterion, enum level level, int score);     /* one sentence */
const char *rubric_score_title(int score);                                             /* "lean no" */
const char *rubric_reflection(int number);              /* the five questions of the debrief, 1 to REFLECTIONS */

/* For a score or number out of range the three above give "". */

/* What a good candidate covers in a section, whatever the problem; never a spoiler. */
struct checklist_item {
	const char *id;         /* "requirements.scale": what item.ticked carries */
	enum section section;
	const char *text;
	int low_min, high_min;  /* its own minutes (the four steps of Architecture); 0: none */
};
size_t checklist_count(void);
const struct checklist_item *checklist_item(size_t index);

#endif
