/*
 * Line: one line of a worksheet: its text, the tree it was parsed to, and what came out. The tree is an array of
 * nodes in the order of evaluation: operands stand before their operator, so nothing ever recurses over it.
 */
#ifndef ESTIMATE_LINE_H
#define ESTIMATE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "estimate.h"
#include "function.h"
#include "pool.h"
#include "quantity.h"
#include "symbol.h"
#include "unit.h"

struct span {
	uint32_t start, end;            /* bytes of the line; empty: nothing */
};

enum node_kind { NODE_NUMBER, NODE_RANGE, NODE_NAME, NODE_NEGATE, NODE_BINARY, NODE_CALL };

enum literal_flag {
	LITERAL_UNIT = 1,               /* has a unit, or a $ */
	LITERAL_PERCENT = 2,            /* its only unit is % */
	LITERAL_MONEY = 4,              /* begins with $ */
	LITERAL_SUFFIX = 8,
};

struct node {
	enum node_kind kind;
	char operator;                  /* of NODE_BINARY: + - * / ^ */
	bool bracketed;
	bool uncertain;
	unsigned literal;               /* enum literal_flag, for numbers and ranges */
	int operand[3];                 /* indices; -1 for none */
	struct span span;
	uint32_t at;                    /* of the operator; else the start */
	union {
		struct symbol *symbol;          /* NODE_NAME */
		const struct function *function;        /* NODE_CALL */
		unsigned input;                 /* NODE_RANGE: index in the line's inputs */
	};
	struct line *definition;        /* NODE_NAME, once evaluated */
	struct quantity quantity;
};

/* A range: an input of the uncertainty. */
struct input {
	double low, high;               /* base units */
	bool lognormal;
	struct span span;
	double *samples;                /* owned; NULL until evaluated */
	const char *name;
};

enum line_form { LINE_BLANK, LINE_EXPRESSION, LINE_ASSERTION, LINE_DECLARATION, LINE_BROKEN };

enum comparison { COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_MORE, COMPARE_MORE_EQUAL, COMPARE_EQUAL, COMPARE_UNEQUAL };

struct reference {
	struct symbol *symbol;
	struct line *definition;        /* as last evaluated */
	uint64_t version;               /* of the definition then */
};

enum { LINE_NOTES = 12 };

struct line {
	struct estimate_result result;  /* first, so that a result leads back to its line */
	struct estimate_error error;
	char *text;
	size_t len;
	size_t number;                  /* from 1 */

	struct pool parsed;             /* memory of what parsing found */
	enum line_form form;
	struct symbol *name;            /* defined or declared here; NULL for none */
	struct span name_span;
	struct node *node;
	int node_count;
	struct input *input;
	unsigned input_count;
	struct reference *reference;
	unsigned reference_count;
	bool converts;
	struct unit_product target;     /* after `in` */
	struct span target_span;
	int left, right;                /* the sides of an assertion; right alone: the expression */
	enum comparison comparison;
	uint32_t comparison_at;
	double within;                  /* a fraction; negative when not given */
	uint32_t context;               /* what names meant above when it was parsed */
	unsigned generation;            /* how many lines above define the same name */
	unsigned parse_notes;

	struct pool evaluated;          /* memory of the last evaluation */
	struct quantity quantity;
	double *samples;                /* owned; in base units; NULL when certain */
	double ends[2];                 /* 5th and 95th percentile of them */
	double unit_factor;             /* base units in a unit of the result */
	uint64_t version;               /* changes with the outcome; 0: never evaluated */
	const char *notes[LINE_NOTES];
	unsigned note_count;
};

void line_note(struct line *line, struct pool *pool, const char *text);

#endif
