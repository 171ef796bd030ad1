/* What the evaluator says when something is wrong: the cause, the parts, and what to write instead. */
#include <math.h>
#include <string.h>

#include "error.h"
#include "eval.h"
#include "format.h"
#include "suggest.h"

static struct pool *pool_of(struct evaluation *eval)
{
	return &eval->line->evaluated;
}

/* The node as it was typed; `operand`: in brackets where a product around it needs them. */
const char *eval_text(struct evaluation *eval, const struct node *node, bool operand)
{
	const char *text = eval->line->text + node->span.start;
	int len = (int)(node->span.end - node->span.start);
	bool brackets = operand && !node->bracketed && node->kind == NODE_BINARY &&
	                (node->operator == '+' || node->operator == '-');
	if (len > 60)
		return pool_printf(pool_of(eval), "%.50s...", text);
	return pool_printf(pool_of(eval), brackets ? "(%.*s)" : "%.*s", len, text);
}

const char *eval_shown(struct evaluation *eval, const struct quantity *quantity)
{
	return format_quantity(pool_of(eval), eval->units, eval->settings, quantity);
}

static const char *kind(struct evaluation *eval, const struct quantity *quantity)
{
	return format_kind(pool_of(eval), eval->units, &quantity->dimension);
}

static const char *noun(struct evaluation *eval, const struct quantity *quantity)
{
	return format_noun(pool_of(eval), eval->units, &quantity->dimension);
}

/* A unit used as a value: x / day. */
static bool fail_bare_unit(struct evaluation *eval, const struct node *node)
{
	const struct node *nodes = eval->line->node;
	const struct unit *unit = node->symbol->unit;
	const char *name = node->symbol->name, *typed = name;
	size_t len = node->symbol->len;
	if (unit->flags & UNIT_WORD) {
		name = unit_name(unit, 0, &len);
		name = pool_copy(pool_of(eval), name, len);
	}
	const char *suggestion = pool_printf(pool_of(eval), "Write 1 %s.", name);
	for (int i = 0; i < eval->line->node_count; i++) {
		if (nodes[i].kind != NODE_BINARY || (&nodes[nodes[i].operand[1]] != node && &nodes[nodes[i].operand[0]] != node))
			continue;
		const struct node *left = &nodes[nodes[i].operand[0]], *right = &nodes[nodes[i].operand[1]];
		if (right == node)
			suggestion = pool_printf(pool_of(eval), "Write %s %c 1 %s.", eval_text(eval, left, true), nodes[i].operator, name);
		else
			suggestion = pool_printf(pool_of(eval), "Write 1 %s %c %s.", name, nodes[i].operator, eval_text(eval, right, true));
	}
	return eval_fail(eval, node, pool_printf(pool_of(eval), "%s is a unit, not a value", typed),
	                 "In a calculation a unit follows its number.", suggestion);
}

bool eval_fail_name(struct evaluation *eval, const struct node *node)
{
	const struct symbol *symbol = node->symbol;
	const char *name = symbol->name;
	if (symbol->definition)
		return eval_fail(eval, node, pool_printf(pool_of(eval), "%s has no value", name),
		                 pool_printf(pool_of(eval), "Line %zu, which defines it, has an error.", symbol->definition->number),
		                 "Correct that line first.");
	if (symbol->unit)
		return fail_bare_unit(eval, node);
	if (symbol->function)
		return eval_fail(eval, node, pool_printf(pool_of(eval), "%s is a function, not a value", name), "",
		                 pool_printf(pool_of(eval), "Write %s.", symbol->function->usage));
	eval->later = eval->find_later ? eval->find_later(eval->context, symbol) : 0;
	if (eval->line->name == symbol)
		return eval_fail(eval, node, pool_printf(pool_of(eval), "%s is not defined yet", name),
		                 "This line is the one that defines it.", "Use another name on one of the sides.");
	if (eval->later)
		return eval_fail(eval, node, pool_printf(pool_of(eval), "%s is not defined yet", name),
		                 pool_printf(pool_of(eval), "Line %zu defines it, and a line sees only what stands above it.",
		                             eval->later), "Move one of the two lines.");
	const char *near = suggest_name(pool_of(eval), eval->symbols, name, symbol->len);
	return eval_fail(eval, node, pool_printf(pool_of(eval), "%s is not defined", name),
	                 "It is neither a name from a line above nor a unit.",
	                 near ? near : pool_printf(pool_of(eval), "Define it on a line above: %s = ..., or `unit %s` to count them.",
	                                     name, name));
}

/* Data and a duration, or a rate and its total, differ by time alone. */
static const char *suggest_by_time(struct evaluation *eval, const struct node *a, const struct node *b)
{
	const struct dimension *x = &a->quantity.dimension, *y = &b->quantity.dimension;
	static const struct dimension second = { .count = 1, .factor = { { .base = BASE_TIME, .power = 1 } } };
	struct dimension product;
	bool x_is_time = dimension_equal(x, &second), y_is_time = dimension_equal(y, &second);
	double seconds = fabs((y_is_time ? b : a)->quantity.value);
	const char *per = seconds >= 86400 ? "day" : seconds >= 3600 ? "h" : "s";
	if (y_is_time && a->kind == NODE_NUMBER && x->count == 1 && b->kind == NODE_NUMBER)
		return pool_printf(pool_of(eval), "Did you mean %s/%s * %s?", eval_text(eval, a, true), per, eval_text(eval, b, true));
	if (x_is_time && b->kind == NODE_NUMBER && y->count == 1 && a->kind == NODE_NUMBER)
		return pool_printf(pool_of(eval), "Did you mean %s/%s * %s?", eval_text(eval, b, true), per, eval_text(eval, a, true));
	if (dimension_power(x, BASE_TIME) == -1 && dimension_multiply(&product, x, &second, 1) && dimension_equal(&product, y))
		return pool_printf(pool_of(eval), "Multiply the rate by a time: %s * 1 day.", eval_text(eval, a, true));
	if (dimension_power(y, BASE_TIME) == -1 && dimension_multiply(&product, y, &second, 1) && dimension_equal(&product, x))
		return pool_printf(pool_of(eval), "Multiply the rate by a time: %s * 1 day.", eval_text(eval, b, true));
	return NULL;
}

/* A number without unit beside one with: it probably has the same. */
static const char *suggest_unit_for_plain(struct evaluation *eval, const struct node *plain, const struct node *full)
{
	struct unit_product product;
	format_choose_unit(eval->units, eval->settings, &full->quantity, &product);
	const char *unit = format_unit(pool_of(eval), &product, true);
	if (plain->kind != NODE_NUMBER)
		return pool_printf(pool_of(eval), "Multiply %s by its unit: %s * 1 %s.", eval_text(eval, plain, true),
		                   eval_text(eval, plain, true), unit);
	return pool_printf(pool_of(eval), "Did you mean %s %s?", eval_text(eval, plain, true), unit);
}

static const char *suggest_for_counts(struct evaluation *eval, const struct node *a, const struct node *b)
{
	unsigned x, y;
	size_t x_len, y_len;
	if (!dimension_single(&a->quantity.dimension, &x) || !dimension_single(&b->quantity.dimension, &y) ||
	    x < BASE_COUNTS || y < BASE_COUNTS)
		return NULL;
	const char *one = unit_name(eval->units->of_base[x], 0, &x_len), *other = unit_name(eval->units->of_base[y], 0, &y_len);
	return pool_printf(pool_of(eval), "To count them together, say how they relate: %s * 1 %.*s/%.*s.",
	                   eval_text(eval, b, true), (int)x_len, one, (int)y_len, other);
}

bool eval_fail_unify(struct evaluation *eval, const struct node *node, const char *verb, const struct node *a,
                     const struct node *b)
{
	bool subtract = !strcmp(verb, "subtract"), add = !strcmp(verb, "add");
	const char *left = noun(eval, &a->quantity), *right = noun(eval, &b->quantity);
	const char *message = add ? pool_printf(pool_of(eval), "cannot add %s to %s", right, left)
	                    : subtract ? pool_printf(pool_of(eval), "cannot subtract %s from %s", right, left)
	                    : pool_printf(pool_of(eval), "cannot compare %s with %s", left, right);
	const char *suggestion = suggest_by_time(eval, a, b);
	if (!suggestion && a->quantity.dimension.count == 0)
		suggestion = suggest_unit_for_plain(eval, a, b);
	if (!suggestion && b->quantity.dimension.count == 0)
		suggestion = suggest_unit_for_plain(eval, b, a);
	if (!suggestion)
		suggestion = suggest_for_counts(eval, a, b);
	if (!suggestion)
		suggestion = "Multiply or divide one of them until both measure the same.";
	uint32_t at = node->kind == NODE_CALL ? b->span.start : node->at;
	return line_fail(eval->line, at, a->span, b->span, message,
	                 pool_printf(pool_of(eval), "%s is %s, %s is %s.", eval_text(eval, a, false), kind(eval, &a->quantity),
	                             eval_text(eval, b, false), kind(eval, &b->quantity)), suggestion);
}

bool eval_fail_percent(struct evaluation *eval, const struct node *node, const struct node *a, const struct node *b)
{
	bool minus = node->kind == NODE_BINARY && node->operator == '-';
	bool left = a->quantity.flags & QUANTITY_PERCENT;
	const struct node *percent = left ? a : b, *other = left ? b : a;
	const char *value = eval_text(eval, other, true), *suggestion;
	if (percent->kind == NODE_NUMBER && !(minus && left)) {
		char number[ESTIMATE_NUMBER_MAX];
		number_write(minus ? percent->quantity.rest * 100 : 100 + percent->quantity.value * 100, 12, NUMBER_GROUPS, number);
		suggestion = pool_printf(pool_of(eval), "Write %s * %s%%.", value, number);
	} else {
		suggestion = pool_printf(pool_of(eval), "Write %s * (1 %c %s).", value, minus ? '-' : '+',
		                         eval_text(eval, percent, true));
	}
	return line_fail(eval->line, node->at, other->span, percent->span,
	                 pool_printf(pool_of(eval), minus ? "cannot subtract a percentage from %s" : "cannot add a percentage to %s",
	                             noun(eval, &other->quantity)),
	                 pool_printf(pool_of(eval), "%s is the plain number %s, %s is %s.", eval_text(eval, percent, false),
	                             eval_shown(eval, &(struct quantity){ .value = percent->quantity.value }),
	                             eval_text(eval, other, false), kind(eval, &other->quantity)), suggestion);
}

bool eval_fail_function(struct evaluation *eval, const struct node *node, const struct node *argument)
{
	const char *name = node->function->name, *text = eval_text(eval, argument, true);
	struct unit_product product;
	format_choose_unit(eval->units, eval->settings, &argument->quantity, &product);
	const char *unit = format_unit(pool_of(eval), &product, false);
	bool rounds = node->function->kind == FUNCTION_CEIL || node->function->kind == FUNCTION_FLOOR ||
	              node->function->kind == FUNCTION_ROUND;
	const char *one = *unit == '/' ? pool_printf(pool_of(eval), "1%s", unit) : pool_printf(pool_of(eval), "1 %s", unit);
	if (product.count > 1 && *unit != '/')
		one = pool_printf(pool_of(eval), "(%s)", one);
	if (node->function->kind == FUNCTION_SQRT)
		return line_fail(eval->line, argument->span.start, argument->span, (struct span){ 0 },
		                 pool_printf(pool_of(eval), "the square root of %s has no unit", noun(eval, &argument->quantity)),
		                 pool_printf(pool_of(eval), "%s is %s, which is no square.", text, kind(eval, &argument->quantity)),
		                 pool_printf(pool_of(eval), "Write sqrt(%s / %s).", text, one));
	const char *rest = node->operand[1] < 0 ? "" : ", ...";
	return line_fail(eval->line, argument->span.start, argument->span, (struct span){ 0 },
	                 pool_printf(pool_of(eval), rounds ? "%s takes a plain number or a count, not %s"
	                                                   : "%s takes a plain number, not %s", name,
	                             noun(eval, &argument->quantity)),
	                 pool_printf(pool_of(eval), "%s is %s.", text, kind(eval, &argument->quantity)),
	                 pool_printf(pool_of(eval), "Write %s(%s / %s%s).", name, text, one, rest));
}

bool eval_fail_exponent(struct evaluation *eval, const struct node *node)
{
	const struct node *base = &eval->line->node[node->operand[0]], *exponent = &eval->line->node[node->operand[1]];
	struct unit_product product;
	format_choose_unit(eval->units, eval->settings, &exponent->quantity, &product);
	const char *unit = format_unit(pool_of(eval), &product, false);
	return line_fail(eval->line, node->at, exponent->span, base->span, "an exponent is a plain number",
	                 pool_printf(pool_of(eval), "%s is %s.", eval_text(eval, exponent, false), kind(eval, &exponent->quantity)),
	                 pool_printf(pool_of(eval), *unit == '/' ? "Write %s^(%s / 1%s)." : "Write %s^(%s / 1 %s).",
	                             eval_text(eval, base, true), eval_text(eval, exponent, true), unit));
}

bool eval_fail_convert(struct evaluation *eval, const struct quantity *quantity, const struct dimension *target)
{
	struct line *line = eval->line;
	struct pool *pool = pool_of(eval);
	const struct node *value = &line->node[line->right];
	const char *text = eval_text(eval, value, true), *suggestion = "";
	const char *asked = pool_printf(pool, "%.*s", (int)(line->target_span.end - line->target_span.start),
	                                line->text + line->target_span.start);
	struct dimension bare = dimension_bare(&quantity->dimension), target_bare = dimension_bare(target), product;
	static const struct dimension second = { .count = 1, .factor = { { .base = BASE_TIME, .power = 1 } } };
	static const struct dimension none = { 0 };
	struct dimension inverse;
	dimension_multiply(&inverse, &none, &bare, -1);
	struct dimension counts = dimension_counts(&quantity->dimension);
	if (dimension_equal(&bare, &target_bare)) {
		struct dimension wanted = dimension_counts(target);
		const char *have = format_dimension(pool, eval->units, &counts), *want = format_dimension(pool, eval->units, &wanted);
		unsigned base;
		bool both = dimension_single(&counts, &base) && dimension_single(&wanted, &base);
		return line_fail(line, line->target_span.start, value->span, line->target_span,
		                 pool_printf(pool, "cannot convert %s to %s", noun(eval, quantity),
		                             format_noun(pool, eval->units, target)),
		                 pool_printf(pool, "%s counts %s, not %s.", text, have, want),
		                 both ? pool_printf(pool, "Say how they relate, for example %s / (100 %s/%s) in %s.", text, have, want,
		                                    asked)
		                      : "Say how they relate by multiplying with one per the other, or leave the count out of `in`.");
	}
	if (bare.count == 0 && value->kind == NODE_NUMBER && target_bare.count == 1 && dimension_power(&target_bare, BASE_TIME) == -1)
		suggestion = pool_printf(pool, "Per what? Write for example %s/day in %s.", text, asked);
	else if (bare.count == 0) {
		struct unit_product one = line->target;
		for (unsigned i = 0; i < one.count; i++)
			one.factor[i].name = NULL;
		const char *unit = format_unit(pool, &one, false);
		suggestion = pool_printf(pool, *unit == '/' ? "Give it a unit: %s * 1%s in %s." : "Give it a unit: %s * 1 %s in %s.", text,
		                         unit, asked);
	} else if (dimension_equal(&inverse, &target_bare) && bare.count)
		suggestion = pool_printf(pool, "Turn it over: 1 / %s in %s.",
		                         value->kind == NODE_BINARY && !value->bracketed ? pool_printf(pool, "(%s)", text) : text, asked);
	else if (dimension_multiply(&product, &bare, &second, 1) && dimension_equal(&product, &target_bare))
		suggestion = pool_printf(pool, "Multiply the rate by a time: %s * 1 day in %s.", text, asked);
	else if (dimension_multiply(&product, &target_bare, &second, 1) && dimension_equal(&product, &bare))
		suggestion = pool_printf(pool, "Divide by a time: %s / 1 day in %s.", text, asked);
	else {
		struct unit_product natural;
		format_choose_unit(eval->units, eval->settings, quantity, &natural);
		suggestion = pool_printf(pool, "It can be shown in %s.", format_unit(pool, &natural, true));
	}
	return line_fail(line, line->target_span.start, value->span, line->target_span,
	                 pool_printf(pool, "cannot convert %s to %s", noun(eval, quantity), format_noun(pool, eval->units, target)),
	                 pool_printf(pool, "%s is %s, %s measures %s.", text, kind(eval, quantity), asked,
	                             format_kind(pool, eval->units, target)), suggestion);
}
