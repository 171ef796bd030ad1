/*
 * The estimate language: back-of-envelope arithmetic with the units checked. Needs libm and nothing else,
 * has no globals, does no I/O, reads no clock and no locale.
 *
 *	struct worksheet *sheet = worksheet_new(NULL);
 *	worksheet_set_text(sheet, "urls = 100M/day\nurls * 500 B * 10 years in TB\n", len);
 *	for (size_t i = 0; i < worksheet_line_count(sheet); i++) {
 *		const struct estimate_result *result = worksheet_line(sheet, i);
 *		...
 *	}
 *	worksheet_free(sheet);
 *
 * A worksheet is lines of text; each line gives one result. A line sees the names that lines above it define.
 * Setting a text that differs little from the last one evaluates only the changed lines and what depends on
 * them; a result never depends on how the text came about, and the same text gives the same digits every time.
 *
 * Ownership: the worksheet owns all that its results point to, until the next worksheet_set_text(),
 * worksheet_set_settings() or worksheet_free(). Memory grows with the text, and by 80 kB for each range and
 * each line that depends on one; when the machine has no memory left, the process is aborted.
 * A worksheet may be used by one thread at a time; different worksheets are independent.
 */
#ifndef ESTIMATE_H
#define ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>

enum {
	ESTIMATE_LINE_MAX = 64 * 1024,  /* bytes; a longer line is an error */
	ESTIMATE_DEPTH_MAX = 200,       /* brackets, calls, signs and powers within each other */
	ESTIMATE_RANGES_MAX = 64,       /* in a line */
	ESTIMATE_SAMPLES = 10000,       /* Latin hypercube samples behind an uncertain answer */
};

struct estimate_settings {
	double days_per_year;           /* 365; 365.25 and 365.2425 are usual too */
	bool month_is_30_days;          /* otherwise a month is a twelfth of a year */
	unsigned samples;               /* 0 for ESTIMATE_SAMPLES; above 65,536 they are drawn at random */
};

#define ESTIMATE_SETTINGS_INIT { .days_per_year = 365, .month_is_30_days = false, .samples = 0 }

/* A piece of a line, in bytes from its start. Length 0: nothing to point at. */
struct estimate_span {
	size_t start, length;
};

struct estimate_error {
	size_t line;                    /* from 1 */
	size_t column;                  /* from 1, in characters; where the trouble is, often an operator */
	const char *text;               /* the line, not NUL-terminated */
	size_t text_len;
	struct estimate_span primary;   /* drawn as ^^^ */
	struct estimate_span secondary; /* drawn as ~~~ */
	const char *message;            /* the cause: "cannot add a duration to data" */
	const char *explanation;        /* what the parts are; may be empty */
	const char *suggestion;         /* the way out, a whole sentence; may be empty */
};

enum estimate_kind {
	ESTIMATE_BLANK,                 /* empty, or a comment */
	ESTIMATE_VALUE,
	ESTIMATE_ASSERTION,             /* one that holds; one that fails is an error */
	ESTIMATE_DECLARATION,           /* unit NAME */
	ESTIMATE_ERROR,
};

struct estimate_result {
	enum estimate_kind kind;
	size_t line;                    /* from 1 */
	const char *text;               /* the line, not NUL-terminated */
	size_t text_len;
	const char *name;               /* what the line defines; NULL for none */

	/* The rest is set for ESTIMATE_VALUE. */
	double value;                   /* in `unit`; the median of an uncertain answer */
	const char *unit;               /* as asked with `in`, else as printed; "" for a plain number */
	const char *shown;              /* three significant digits and the unit; with p5 to p95 when uncertain */
	const char *detail;             /* the same with six */
	const char *const *notes;       /* whole sentences without a full stop; set for every kind but errors */
	size_t note_count;
	bool uncertain;
	double p5, p50, p95;            /* in `unit`; set when uncertain */
	const char *shown_p5, *shown_p95;

	double base_value;              /* in bytes, seconds, USD and single things */
	const char *dimension;          /* "byte/s", "s", "USD", "1": without counts, for comparing kinds */
	const char *counts;             /* "url", "request/user", "" */

	const struct estimate_error *error;     /* for ESTIMATE_ERROR only */
};

struct worksheet;

/* NULL for the usual settings. */
struct worksheet *worksheet_new(const struct estimate_settings *settings);
void worksheet_free(struct worksheet *sheet);
/* Changes the settings and evaluates everything again. */
void worksheet_set_settings(struct worksheet *sheet, const struct estimate_settings *settings);
/* Takes a copy of the text; lines end with LF or CRLF. A NUL is an ordinary (wrong) character. */
void worksheet_set_text(struct worksheet *sheet, const char *text, size_t len);

/* Every line of the text has a result, blank ones too; a last line without LF counts. */
size_t worksheet_line_count(const struct worksheet *sheet);
const struct estimate_result *worksheet_line(const struct worksheet *sheet, size_t index);
/* The last line that defines `name`; NULL for none. */
const struct estimate_result *worksheet_find(const struct worksheet *sheet, const char *name);
size_t worksheet_error_count(const struct worksheet *sheet);
/* How many lines the last worksheet_set_text() evaluated; for tests and benchmarks. */
size_t worksheet_evaluated(const struct worksheet *sheet);

/*
 * Which ranges cause the spread of an uncertain line, largest share first. Writes up to `max` of them and
 * returns how many there are. Shares add up to 1. A share is that of the variance which a linear regression
 * on the inputs attributes to one of them; of the logarithms where these explain more, so that in a product of
 * lognormals it is sigma_i^2 / sum(sigma^2). Costs about 0.1 ms for each input: ask for the selected line.
 */
struct estimate_share {
	const char *input;              /* the name that the range defines, else its place "line:column" */
	size_t line;                    /* of the range, from 1 */
	double share;
};
size_t worksheet_shares(const struct worksheet *sheet, size_t index, struct estimate_share *shares, size_t max);

/*
 * The distribution of an uncertain line as `count` columns of equal width between its 1st and 99th percentile;
 * `*low` and `*high` are these, in the unit of the result. Samples beyond are left out. False for a line that
 * is not uncertain.
 */
bool worksheet_histogram(const struct worksheet *sheet, size_t index, size_t *columns, size_t count, double *low,
                         double *high);

/*
 * What the comment of a line says the result is: `storage = ... # 183 TB, in ten years`. False when the comment does not
 * begin with a quantity of the result's kind (counts aside), and for a line that is just a number. It agrees when it differs by no more than rounding to
 * three digits.
 */
struct estimate_claim {
	struct estimate_span place;     /* of the quantity, in the line */
	double base_value;
	bool agrees;
};
bool estimate_claim_read(const struct estimate_result *result, struct estimate_claim *claim);
/* Whether a line is just a number with its unit (or a range), so that its result says nothing new. */
bool estimate_is_literal(const struct estimate_result *result);
/* Where the words of a line's comment begin; `len` when it has none. */
size_t estimate_comment_start(const char *text, size_t len);

/*
 * The error as it is shown to a person: place, line, carets, explanation; several lines with LF, in one
 * screenful (of a long line only the surroundings). Like snprintf: writes at most `size` bytes with the NUL
 * and returns the length that the whole text has. What could harm a terminal is replaced.
 */
size_t estimate_error_text(const struct estimate_error *error, char *out, size_t size);

/*
 * Rounds to `digits` significant digits (1 to 15), ties away from zero, and writes it as a person would:
 * 1.16k, 56.8bn, 0.0125, 8.39e17. `out` needs ESTIMATE_NUMBER_MAX bytes; returns the length.
 */
enum { ESTIMATE_NUMBER_MAX = 40 };
size_t estimate_format_number(double value, int digits, char *out);

/*
 * Scales what somebody typed by a step of 1, 2, 5, 10: "10M users" to "20M users" (direction > 0) or "5M users". The first number
 * moves to the next step, further ones (the other end of a range) by the same factor; of a percentage between 90 and 100 it is the distance
 * to 100 that moves, "99.9%" to "99.95%"; a text without a positive number
 * stays as it is. Like snprintf: at most `size` bytes with the NUL, and returns the length of the whole.
 */
size_t estimate_step(const char *text, int direction, char *out, size_t size);

/*
 * The words of the language for completion (keywords, functions, units, counts). Writes the word at `index` and returns
 * true; false past the last. `out` needs ESTIMATE_WORD_MAX bytes.
 */
enum { ESTIMATE_WORD_MAX = 32 };
bool estimate_word(size_t index, char *out);

#endif
