/*
 * Calculator: a worksheet that ships as Markdown (content/calculators/), with inputs to fill in and results to read:
 *
 *	# Queries per second
 *	- id: qps
 *	- summary: how many requests arrive, on average and at the peak
 *	## Inputs
 *	- users = 10M users : people who use it on a day
 *	## Formulas
 *	```estimate
 *	average = users * actions in req/s
 *	```
 *	## Results
 *	- average: sizes what grows with the day, such as storage and cost
 *	## Sources
 *	prose that names where each formula comes from
 *
 * A calculator owns all its texts.
 */
#ifndef SYSDRILL_CATALOG_CALCULATOR_H
#define SYSDRILL_CATALOG_CALCULATOR_H

#include "base/arena.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "catalog/catalog.h"

struct calculator_input {
	const char *name;
	const char *value;      /* an expression: the default, "10M users" */
	const char *sentence;   /* what it is */
};

struct calculator_result {
	const char *name;
	const char *sentence;   /* which decision the number drives */
};

struct calculator {
	struct arena arena;
	const char *id, *title, *summary;
	struct calculator_input *inputs;
	size_t input_count;
	const char *formulas;   /* the text of the estimate block, without the inputs */
	struct calculator_result *results;
	size_t result_count;
	const char *explanation;        /* Markdown below the formulas' heading, the block included */
	const char *sources;            /* Markdown */
};

/* Reads one from Markdown. STATUS_INVALID with the sentence in `err`; `path` is named there. */
enum status calculator_parse(struct calculator *calculator, const char *path, const char *text, size_t len,
                             struct error *err);
void calculator_release(struct calculator *calculator);
/* The file calculators/ID.md, the user's before the shipped one. STATUS_NOT_FOUND when there is none. */
enum status calculator_load(struct calculator *calculator, const struct catalog_dirs *dirs, const char *id,
                            struct error *err);
/*
 * Adds the whole worksheet: a line for each input (with `values[i]` instead of its default where that is not NULL), then
 * the formulas. A value that lacks only the counts of its default ("5k/s" for "10k req/s") takes its unit. `values` may be NULL.
 */
void calculator_worksheet(const struct calculator *calculator, const char *const *values, struct strbuf *out);

/* The ids of all calculators, sorted; the strings belong to the arena. Returns how many. */
size_t calculator_ids(const struct catalog_dirs *dirs, struct arena *arena, const char ***ids);

#endif
