#include "eval.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "format.h"

bool eval_fail(struct evaluation *eval, const struct node *node, const char *message, const char *explanation,
               const char *suggestion)
{
	return line_fail(eval->line, node->at, node->span, (struct span){ 0 }, message, explanation, suggestion);
}

static void note(struct evaluation *eval, const char *text)
{
	line_note(eval->line, &eval->line->evaluated, text);
}

static bool is_plain(const struct quantity *quantity)
{
	return quantity->dimension.count == 0;
}

/* A bare number beside a count of things counts the same things: ceil(x) servers + 1. */
static bool adopts(const struct dimension *plain, const struct dimension *full)
{
	struct dimension bare = dimension_bare(full);
	return dimension_counts(plain).count == 0 && dimension_counts(full).count > 0 && dimension_equal(plain, &bare);
}

bool eval_unify(struct evaluation *eval, const struct node *node, const char *verb, const struct node *a,
                const struct node *b, struct dimension *out)
{
	const struct quantity *x = &a->quantity, *y = &b->quantity;
	*out = x->dimension;
	if (dimension_equal(&x->dimension, &y->dimension))
		return true;
	bool first = adopts(&x->dimension, &y->dimension), second = adopts(&y->dimension, &x->dimension);
	if (!first && !second)
		return eval_fail_unify(eval, node, verb, a, b);
	if (first)
		*out = y->dimension;
	/* 0 is 0 of anything. */
	struct dimension counts = dimension_counts(out);
	if ((first ? x : y)->value != 0)
		note(eval, pool_printf(&eval->line->evaluated, "%s is taken as %s", eval_text(eval, first ? a : b, false),
		                       format_noun(&eval->line->evaluated, eval->units, &counts)));
	return true;
}

static bool check_percent(struct evaluation *eval, const struct node *node, const struct node *a, const struct node *b)
{
	const struct quantity *x = &a->quantity, *y = &b->quantity;
	bool left = x->flags & QUANTITY_PERCENT, right = y->flags & QUANTITY_PERCENT;
	if (left == right)
		return true;
	const struct node *other = left ? b : a;
	if (!is_plain(&other->quantity))
		return eval_fail_percent(eval, node, a, b);
	if (other->quantity.value != 1 && other->quantity.value != 0)
		note(eval, pool_printf(&eval->line->evaluated, "%s is the number %s here, not a part of %s",
		                       eval_text(eval, left ? a : b, false),
		                       format_quantity(&eval->line->evaluated, eval->units, eval->settings,
		                                       &(struct quantity){ .value = (left ? x : y)->value }),
		                       eval_text(eval, other, false)));
	return true;
}

static bool add(struct evaluation *eval, struct node *node, const struct node *a, const struct node *b)
{
	struct quantity *out = &node->quantity;
	const struct quantity *x = &a->quantity, *y = &b->quantity;
	bool minus = node->operator == '-';
	if (!check_percent(eval, node, a, b) ||
	    !eval_unify(eval, node, minus ? "subtract" : "add", a, b, &out->dimension))
		return false;
	out->value = minus ? x->value - y->value : x->value + y->value;
	out->per = x->per ? x->per : y->per;
	out->flags = (x->flags | y->flags) & ~(unsigned)(QUANTITY_PERCENT | QUANTITY_SERVICE | QUANTITY_BITS);
	out->flags |= x->flags & y->flags & QUANTITY_BITS;
	out->rest = 1 - out->value;
	bool left = x->flags & QUANTITY_PERCENT, right = y->flags & QUANTITY_PERCENT;
	if ((left && right) || (left && y->value == 1) || (right && x->value == 1)) {
		out->flags |= QUANTITY_PERCENT;
		/* 1 - 99.99% from what is left of the whole, not from the difference of two near numbers. */
		if (minus && x->value == 1 && right) {
			out->value = y->rest;
			out->rest = y->value;
		}
	}
	return true;
}

static bool multiply(struct evaluation *eval, struct node *node, const struct node *a, const struct node *b)
{
	struct quantity *out = &node->quantity;
	const struct quantity *x = &a->quantity, *y = &b->quantity;
	bool divide = node->operator == '/';
	if (divide && y->value == 0)
		return line_fail(eval->line, node->at, b->span, (struct span){ 0 }, "division by zero",
		                 b->kind == NODE_NUMBER ? "" : pool_printf(&eval->line->evaluated, "%s is 0.",
		                                                           eval_text(eval, b, false)),
		                 "Divide by something else, or keep it above 0 with max(1, ...).");
	if (!dimension_multiply(&out->dimension, &x->dimension, &y->dimension, divide ? -1 : 1))
		return eval_fail(eval, node, "this unit has too many parts", "A unit has up to eight factors.",
		                 "Convert a part of it with `in` on a line of its own.");
	out->value = divide ? x->value / y->value : x->value * y->value;
	out->rest = 1 - out->value;
	out->per = NULL;
	if (dimension_power(&out->dimension, BASE_TIME))
		out->per = x->per ? x->per : y->per;
	if (divide && dimension_power(&x->dimension, BASE_TIME) == -1 && dimension_power(&y->dimension, BASE_TIME) == 1)
		note(eval, pool_printf(&eval->line->evaluated, "%s is a rate already, and dividing it by a time gives a rate per time; "
		                       "`in /s` converts", eval_text(eval, a, false)));
	unsigned both = x->flags & y->flags, any = x->flags | y->flags;
	out->flags = any & (QUANTITY_YEAR | QUANTITY_MONTH);
	if (dimension_power(&out->dimension, BASE_DATA))
		out->flags |= any & QUANTITY_BITS;
	if (is_plain(out) && x->flags & QUANTITY_PERCENT && (both & QUANTITY_PERCENT ? !divide : divide && is_plain(y)))
		out->flags |= QUANTITY_PERCENT;
	return true;
}

static bool is_whole(double value)
{
	return value == floor(value) && fabs(value) <= DIMENSION_POWER_MAX;
}

static bool raise(struct evaluation *eval, struct node *node, const struct node *a, const struct node *b)
{
	struct quantity *out = &node->quantity;
	const struct quantity *x = &a->quantity, *y = &b->quantity;
	if (!is_plain(y))
		return eval_fail_exponent(eval, node);
	if (!is_plain(x)) {
		int halves = is_whole(2 * y->value) ? (int)(2 * y->value) : 0;
		if ((halves == 0 && y->value != 0) || b->uncertain ||
		    !dimension_raise(&out->dimension, &x->dimension, halves, 2))
			return line_fail(eval->line, node->at, a->span, b->span,
			                 pool_printf(&eval->line->evaluated, "%s cannot be raised to the power %s",
			                             format_noun(&eval->line->evaluated, eval->units, &x->dimension),
			                             eval_text(eval, b, false)),
			                 "The power of something with a unit is a small whole number.",
			                 "Divide by the unit first to raise a plain number.");
	}
	if (x->value == 0 && y->value < 0)
		return line_fail(eval->line, node->at, a->span, b->span, "division by zero",
		                 "Zero to a negative power divides by zero.", "Is the sign of the exponent right?");
	if (x->value < 0 && y->value != floor(y->value))
		return line_fail(eval->line, node->at, a->span, b->span, "a negative number has no power that is not whole",
		                 pool_printf(&eval->line->evaluated, "%s is below zero.", eval_text(eval, a, false)),
		                 "Is a sign wrong, or are brackets missing?");
	out->value = pow(x->value, y->value);
	out->rest = 1 - out->value;
	out->per = dimension_power(&out->dimension, BASE_TIME) ? x->per : NULL;
	out->flags = x->flags & (QUANTITY_YEAR | QUANTITY_MONTH | QUANTITY_BITS);
	if (is_plain(x) && x->flags & QUANTITY_PERCENT) {
		out->flags |= QUANTITY_PERCENT;
		if (x->rest > 0 && x->rest < 1)
			out->rest = -expm1(y->value * log1p(-x->rest));
	}
	return true;
}

/* ln() and its like take counts too, as ceil() does; what they give is a plain number. */
static bool check_argument(struct evaluation *eval, const struct node *node, const struct node *argument, bool counts)
{
	if (is_plain(&argument->quantity))
		return true;
	unsigned base;
	if (!counts || !dimension_single(&argument->quantity.dimension, &base) || base < BASE_COUNTS)
		return eval_fail_function(eval, node, argument);
	return true;
}

static bool check_domain(struct evaluation *eval, const struct node *node, const struct node *argument, bool fine,
                         const char *rule, const char *suggestion)
{
	if (fine)
		return true;
	struct pool *pool = &eval->line->evaluated;
	return line_fail(eval->line, argument->span.start, argument->span, (struct span){ 0 },
	                 pool_printf(pool, "%s takes %s", node->function->name, rule),
	                 argument->kind == NODE_NUMBER ? "" : pool_printf(pool, "%s is %s.", eval_text(eval, argument, false),
	                                                                  eval_shown(eval, &argument->quantity)), suggestion);
}

static bool fold(struct evaluation *eval, struct node *node, const struct node *a, const struct node *b)
{
	struct quantity *out = &node->quantity;
	const struct quantity *x = &a->quantity, *y = &b->quantity;
	enum function_kind kind = node->function->kind;
	const char *verb = kind == FUNCTION_SUM ? "add" : "compare";
	if (kind == FUNCTION_SUM && !check_percent(eval, node, a, b))
		return false;
	if (!eval_unify(eval, node, verb, a, b, &out->dimension))
		return false;
	out->value = function_apply(kind, x->value, y->value, 0);
	out->rest = 1 - out->value;
	out->per = x->per ? x->per : y->per;
	out->flags = x->flags & y->flags & (QUANTITY_PERCENT | QUANTITY_BITS);
	out->flags |= (x->flags | y->flags) & (QUANTITY_YEAR | QUANTITY_MONTH);
	if (out->flags & QUANTITY_PERCENT && kind != FUNCTION_SUM)
		out->rest = out->value == x->value ? x->rest : y->rest;
	return true;
}

static bool combine(struct evaluation *eval, struct node *node, const struct node *a, const struct node *b)
{
	static const char *const rule = "availabilities between 0 and 100 %";
	static const char *const advice = "Write availabilities as percentages: 99.9%.";
	struct quantity *out = &node->quantity;
	const struct quantity *x = &a->quantity, *y = b ? &b->quantity : NULL;
	if (!check_argument(eval, node, a, false) || (b && !check_argument(eval, node, b, false)) ||
	    !check_domain(eval, node, a, x->value >= 0 && x->value <= 1, rule, advice) ||
	    (b && !check_domain(eval, node, b, y->value >= 0 && y->value <= 1, rule, advice)))
		return false;
	*out = *x;
	out->flags = QUANTITY_PERCENT | QUANTITY_SERVICE;
	if (b && node->function->kind == FUNCTION_SERIES) {
		out->value = x->value * y->value;
		out->rest = x->rest + y->rest - x->rest * y->rest;
	} else if (b) {
		out->rest = x->rest * y->rest;
		out->value = 1 - out->rest;
	}
	return true;
}

static bool round_to_whole(struct evaluation *eval, struct node *node, const struct node *a)
{
	if (!check_argument(eval, node, a, true))
		return false;
	node->quantity = (struct quantity){ .dimension = a->quantity.dimension };
	node->quantity.value = function_apply(node->function->kind, a->quantity.value, 0, 0);
	return true;
}

static bool apply(struct evaluation *eval, struct node *node, const struct node *a, const struct node *b,
                  const struct node *c)
{
	enum function_kind kind = node->function->kind;
	double x = a->quantity.value;
	bool fine = true;
	switch (kind) {
	case FUNCTION_MIN:
	case FUNCTION_MAX:
	case FUNCTION_SUM:
		if (b)
			return fold(eval, node, a, b);
		node->quantity = a->quantity;
		return true;
	case FUNCTION_SERIES:
	case FUNCTION_PARALLEL:
		return combine(eval, node, a, b);
	case FUNCTION_CEIL:
	case FUNCTION_FLOOR:
	case FUNCTION_ROUND:
		return round_to_whole(eval, node, a);
	case FUNCTION_POW:
		return raise(eval, node, a, b);
	case FUNCTION_SQRT:
		if (!dimension_raise(&node->quantity.dimension, &a->quantity.dimension, 1, 2))
			return eval_fail_function(eval, node, a);
		fine = check_domain(eval, node, a, x >= 0, "a number of at least 0", "Is a sign wrong?");
		break;
	case FUNCTION_LN:
	case FUNCTION_LOG2:
	case FUNCTION_LOG10:
		fine = check_argument(eval, node, a, true) &&
		       check_domain(eval, node, a, x > 0, "a number above 0", "A logarithm of 0 or less does not exist.");
		break;
	case FUNCTION_EXP:
		fine = check_argument(eval, node, a, false);
		break;
	case FUNCTION_LOG:
		fine = check_argument(eval, node, a, true) && check_argument(eval, node, b, false) &&
		       check_domain(eval, node, a, x > 0, "a number above 0", "A logarithm of 0 or less does not exist.") &&
		       check_domain(eval, node, b, b->quantity.value > 0 && b->quantity.value != 1,
		                    "a base above 0 other than 1", "Write log2(x) or log10(x).");
		break;
	case FUNCTION_ZIPF_HIT:
		fine = check_argument(eval, node, a, true) && check_argument(eval, node, b, true) &&
		       check_argument(eval, node, c, false) &&
		       check_domain(eval, node, a, x >= 1, "at least one key", "Write zipf_hit(keys, cached, s).") &&
		       check_domain(eval, node, b, b->quantity.value >= 0, "a number of cached keys of at least 0",
		                    "Write zipf_hit(keys, cached, s).") &&
		       check_domain(eval, node, c, c->quantity.value >= 0 && c->quantity.value <= 100,
		                    "an exponent s between 0 and 100", "For web caches s is about 0.6 to 1.1.");
		node->quantity.flags = QUANTITY_PERCENT;
		break;
	}
	if (!fine)
		return false;
	node->quantity.value = function_apply(kind, x, b ? b->quantity.value : 0, c ? c->quantity.value : 0);
	node->quantity.rest = 1 - node->quantity.value;
	return true;
}

static bool look_up(struct evaluation *eval, struct node *node)
{
	struct line *definition = node->symbol->definition;
	node->definition = definition;
	if (!definition || definition->result.kind == ESTIMATE_ERROR)
		return eval_fail_name(eval, node);
	node->quantity = definition->quantity;
	/* The footnotes about years stand where they are used. */
	node->quantity.flags &= ~(unsigned)(QUANTITY_YEAR | QUANTITY_MONTH);
	node->uncertain = definition->samples != NULL;
	return true;
}

static bool evaluate(struct evaluation *eval, struct node *node)
{
	struct node *nodes = eval->line->node;
	const struct node *a = node->operand[0] >= 0 ? &nodes[node->operand[0]] : NULL;
	const struct node *b = node->operand[1] >= 0 ? &nodes[node->operand[1]] : NULL;
	const struct node *c = node->operand[2] >= 0 ? &nodes[node->operand[2]] : NULL;
	if (a) {
		node->quantity = (struct quantity){ 0 };
		node->uncertain = a->uncertain || (b && b->uncertain) || (c && c->uncertain);
	}
	switch (node->kind) {
	case NODE_NUMBER:
	case NODE_RANGE:
		return true;
	case NODE_NAME:
		return look_up(eval, node);
	case NODE_NEGATE:
		node->quantity = a->quantity;
		node->quantity.value = -a->quantity.value;
		node->quantity.rest = 1 - node->quantity.value;
		return true;
	case NODE_BINARY:
		break;
	case NODE_CALL:
		return apply(eval, node, a, b, c);
	}
	switch (node->operator) {
	case '+':
	case '-':
		return add(eval, node, a, b);
	case '^':
		return raise(eval, node, a, b);
	default:
		return multiply(eval, node, a, b);
	}
}

/* Too large or too small; a result of 0 is right only where nothing was multiplied away. */
static bool check_size(struct evaluation *eval, const struct node *node)
{
	const struct node *nodes = eval->line->node;
	double value = node->quantity.value;
	bool product = node->kind == NODE_BINARY && node->operator != '+' && node->operator != '-';
	bool vanished = product && value == 0 && nodes[node->operand[0]].quantity.value != 0 &&
	                (node->operator != '*' || nodes[node->operand[1]].quantity.value != 0);
	if (isfinite(value) && !vanished)
		return true;
	return eval_fail(eval, node, vanished ? "the result is too small to calculate with"
	                                      : "the result is too large to calculate with",
	                 "Numbers reach from about 1e-307 to 1e308 in bytes, seconds and things.",
	                 "Is an exponent or a suffix too many?");
}

bool eval_nodes(struct evaluation *eval)
{
	for (int i = 0; i < eval->line->node_count; i++) {
		struct node *node = &eval->line->node[i];
		if (!evaluate(eval, node) || !check_size(eval, node))
			return false;
	}
	return true;
}

/* Counts that the value has and the target has not: a note, louder for a "per". */
static void note_dropped(struct evaluation *eval, const struct dimension *dropped)
{
	struct pool *pool = &eval->line->evaluated;
	for (unsigned i = 0; i < dropped->count; i++) {
		const struct unit *unit = eval->units->of_base[dropped->factor[i].base];
		size_t len;
		const char *name = unit_name(unit, 0, &len);
		if (dropped->factor[i].power > 0)
			note(eval, pool_printf(pool, "%.*s was dropped", (int)len, name));
		else
			note(eval, pool_printf(pool, "careful: /%.*s was dropped, so this is for a single %.*s, not for all",
			                       (int)len, name, (int)len, name));
	}
}

bool eval_convert(struct evaluation *eval, struct quantity *quantity)
{
	struct line *line = eval->line;
	struct dimension target;
	unit_product_dimension(&line->target, &target);
	struct dimension bare = dimension_bare(&quantity->dimension), target_bare = dimension_bare(&target);
	struct dimension counts = dimension_counts(&quantity->dimension), asked = dimension_counts(&target);
	struct dimension dropped = { 0 };
	if (!dimension_equal(&bare, &target_bare))
		return eval_fail_convert(eval, quantity, &target);
	for (unsigned i = 0; i < asked.count && counts.count > 0; i++)
		if (dimension_power(&counts, asked.factor[i].base) != asked.factor[i].power)
			return eval_fail_convert(eval, quantity, &target);
	if (counts.count && !dimension_multiply(&dropped, &counts, &asked, -1))
		return eval_fail_convert(eval, quantity, &target);
	note_dropped(eval, &dropped);
	quantity->dimension = target;
	quantity->per = NULL;
	quantity->flags &= ~(unsigned)(QUANTITY_BITS | QUANTITY_PERCENT);
	for (unsigned i = 0; i < line->target.count; i++) {
		const struct unit *unit = line->target.factor[i].unit;
		quantity->flags |= unit->flags & UNIT_YEAR ? QUANTITY_YEAR : 0;
		quantity->flags |= unit->flags & UNIT_MONTH ? QUANTITY_MONTH : 0;
		quantity->flags |= unit->flags & UNIT_BITS ? QUANTITY_BITS : 0;
		quantity->flags |= unit->flags & UNIT_PERCENT ? QUANTITY_PERCENT : 0;
		if (line->target.factor[i].power == -1 && dimension_power(&unit->dimension, BASE_TIME) == 1)
			quantity->per = unit;
	}
	return true;
}

bool eval_compare(enum comparison comparison, double a, double b, double within)
{
	double slack = (within >= 0 ? within : 1e-9) * fabs(b);
	bool near = fabs(a - b) <= slack + 1e-12 * fabs(b);
	bool loose = near && within < 0;
	switch (comparison) {
	case COMPARE_LESS:
		return a < b && !loose;
	case COMPARE_LESS_EQUAL:
		return a <= b || near;
	case COMPARE_MORE:
		return a > b && !loose;
	case COMPARE_MORE_EQUAL:
		return a >= b || near;
	case COMPARE_EQUAL:
		return near;
	case COMPARE_UNEQUAL:
		return !near;
	}
	return false;
}
