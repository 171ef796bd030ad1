/* Lint's inside: what the rules of lint_problem.c, lint_points.c, lint_words.c, lint_estimates.c and lint_figures.c share. */
#ifndef SYSDRILL_CATALOG_LINT_RULES_H
#define SYSDRILL_CATALOG_LINT_RULES_H

#include "catalog/diagnostics.h"
#include "catalog/outline.h"
#include "problem/problem.h"

struct lint {
	const struct problem *problem;
	const struct outline *outline;
	struct diagnostics *diags;
};

/* A rule looks at one thing and reports each place where it is not kept. */
struct lint_rule {
	const char *name;
	void (*check)(struct lint *lint);
};

/* The rules over sections and counts; over the points that a review looks for; over the wording. */
extern const struct lint_rule problem_rules[], point_rules[], word_rules[];
extern const size_t problem_rule_count, point_rule_count, word_rule_count;

/* Line of `## section` or of `### subsection` in it; the title's line when there is none. */
int lint_line(const struct lint *lint, const char *section, const char *subsection);

/* Control and bidi characters in any file, and what a skeleton leaves behind. */
void lint_characters(const struct outline *outline, struct diagnostics *diags);

/* Runs the estimate blocks of any file; `problem` (NULL: none) also says which names must be there. */
void lint_estimates(const struct outline *outline, const struct problem *problem, struct diagnostics *diags);

/* Figures of a problem's prose that neither its estimate blocks nor its facts give. */
void lint_figures(struct lint *lint);

/* Lower case, words only, single blanks: for comparing two wordings. The arena is the outline's. */
const char *lint_normal(struct arena *arena, const char *text);

#endif
