/*
 * Title: how much of a key point's own sentence stands in the notes. Patterns foresee wordings; this catches the ones that
 * nobody foresaw, when somebody simply writes the point down. Pure.
 */
#ifndef SYSDRILL_COACH_TITLE_H
#define SYSDRILL_COACH_TITLE_H

#include <stddef.h>

#include "coach/pattern.h"
#include "problem/problem.h"

/* Tuned on marked notes (tests/coach/notes). */
#define TITLE_COVERS 0.80
#define TITLE_HINTS 0.60

struct titles;

struct titles *titles_new(const struct problem *problem);
void titles_free(struct titles *titles);

/* Notes made ready for all key points; points into both, which must outlive it. */
struct titled;

struct titled *titled_new(const struct titles *titles, const struct indexed *indexed);
void titled_free(struct titled *titled);        /* NULL is fine */

/*
 * 0 to 1: the share of the key point's words, by weight, that occur within one sentence of the notes or two adjacent ones;
 * 0 when fewer than three do. A word weighs by how few of the problem's key points have it. Negated sentences count 0.
 */
double title_likeness(const struct titled *titled, size_t point, struct span *evidence);

#endif
