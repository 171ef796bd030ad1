/* Worksheet: the lines of a text, kept up to date while it changes. See estimate.h for what it promises. */
#ifndef ESTIMATE_WORKSHEET_H
#define ESTIMATE_WORKSHEET_H

#include "estimate.h"
#include "line.h"
#include "parser.h"
#include "sample.h"
#include "symbol.h"
#include "unit.h"

struct worksheet {
	struct estimate_settings settings;
	struct unit_set units;
	struct symbol_table symbols;
	struct parser parser;
	struct sampler sampler;
	struct line **line;
	size_t line_count;
	struct symbol **defined;        /* what the last pass gave a meaning, to be taken back */
	size_t defined_count, defined_cap;
	uint64_t clock;                 /* versions of lines */
	size_t evaluated;
	size_t sample_arrays;           /* that the lines up to the one at hand need */
};

enum { SAMPLE_MEGABYTES_MAX = 256 };    /* of all samples of a worksheet; a line that needs more is an error */

/* The result of a line from its evaluated quantity: value, unit, texts, notes. */
void outcome_write(struct worksheet *sheet, struct line *line);
/* Evaluates a parsed line completely. */
void outcome_evaluate(struct worksheet *sheet, struct line *line);

#endif
