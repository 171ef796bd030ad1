/*
 * Eval: the nodes of a line with single numbers (of ranges the middle): checks dimensions, converts, and finds
 * everything that can be wrong but for what only some samples of a range do.
 */
#ifndef ESTIMATE_EVAL_H
#define ESTIMATE_EVAL_H

#include <stdbool.h>

#include "line.h"
#include "symbol.h"
#include "unit.h"

struct evaluation {
	const struct unit_set *units;
	const struct estimate_settings *settings;
	const struct symbol_table *symbols;
	struct line *line;
	size_t later;                   /* a line below that defines a name asked for in vain; 0 for none */
	size_t (*find_later)(void *context, const struct symbol *symbol);
	void *context;
};

/* Evaluates all nodes; false after an error. */
bool eval_nodes(struct evaluation *eval);
/* Converts `quantity` to the line's target: drops and adopts counts, with notes. */
bool eval_convert(struct evaluation *eval, struct quantity *quantity);
/* Makes two sides of + - < min() agree, an adopted count included. `verb` is "add", "subtract", "compare". */
bool eval_unify(struct evaluation *eval, const struct node *node, const char *verb, const struct node *a,
                const struct node *b, struct dimension *out);
bool eval_compare(enum comparison comparison, double a, double b, double within);

/* The messages, in eval_error.c. */
bool eval_fail(struct evaluation *eval, const struct node *node, const char *message, const char *explanation,
               const char *suggestion);
bool eval_fail_name(struct evaluation *eval, const struct node *node);
bool eval_fail_unify(struct evaluation *eval, const struct node *node, const char *verb, const struct node *a,
                     const struct node *b);
bool eval_fail_percent(struct evaluation *eval, const struct node *node, const struct node *a, const struct node *b);
bool eval_fail_function(struct evaluation *eval, const struct node *node, const struct node *argument);
bool eval_fail_exponent(struct evaluation *eval, const struct node *node);
bool eval_fail_convert(struct evaluation *eval, const struct quantity *quantity, const struct dimension *target);
const char *eval_text(struct evaluation *eval, const struct node *node, bool operand);
const char *eval_shown(struct evaluation *eval, const struct quantity *quantity);

#endif
