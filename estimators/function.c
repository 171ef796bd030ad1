#include "function.h"

#include <float.h>
#include <math.h>

#include "zipf.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

const struct function functions[] = {
	{ .name = "min", .kind = FUNCTION_MIN, .least = 1, .usage = "min(a, b, ...)" },
	{ .name = "max", .kind = FUNCTION_MAX, .least = 1, .usage = "max(a, b, ...)" },
	{ .name = "sum", .kind = FUNCTION_SUM, .least = 1, .usage = "sum(a, b, ...)" },
	{ .name = "series", .kind = FUNCTION_SERIES, .least = 1, .usage = "series(99.9%, 99.99%, ...)" },
	{ .name = "parallel", .kind = FUNCTION_PARALLEL, .least = 1, .usage = "parallel(99%, 99%, ...)" },
	{ .name = "ceil", .kind = FUNCTION_CEIL, .least = 1, .most = 1, .usage = "ceil(x)" },
	{ .name = "floor", .kind = FUNCTION_FLOOR, .least = 1, .most = 1, .usage = "floor(x)" },
	{ .name = "round", .kind = FUNCTION_ROUND, .least = 1, .most = 1, .usage = "round(x)" },
	{ .name = "sqrt", .kind = FUNCTION_SQRT, .least = 1, .most = 1, .usage = "sqrt(x)" },
	{ .name = "ln", .kind = FUNCTION_LN, .least = 1, .most = 1, .usage = "ln(x)" },
	{ .name = "log2", .kind = FUNCTION_LOG2, .least = 1, .most = 1, .usage = "log2(x)" },
	{ .name = "log10", .kind = FUNCTION_LOG10, .least = 1, .most = 1, .usage = "log10(x)" },
	{ .name = "exp", .kind = FUNCTION_EXP, .least = 1, .most = 1, .usage = "exp(x)" },
	{ .name = "log", .kind = FUNCTION_LOG, .least = 2, .most = 2, .usage = "log(x, base)" },
	{ .name = "pow", .kind = FUNCTION_POW, .least = 2, .most = 2, .usage = "pow(x, exponent)" },
	{ .name = "zipf_hit", .kind = FUNCTION_ZIPF_HIT, .least = 3, .most = 3, .usage = "zipf_hit(keys, cached, s)" },
};

size_t function_count(void)
{
	return ARRAY_SIZE(functions);
}

/* Products of decimal fractions miss whole numbers by some ulps; 1.1 * 10 must not become 12 servers. */
static double settle(double x)
{
	double whole = nearbyint(x);
	return fabs(x - whole) <= 64 * DBL_EPSILON * fabs(x) && fabs(x) < 1e13 ? whole : x;
}

double function_apply(enum function_kind kind, double a, double b, double c)
{
	switch (kind) {
	case FUNCTION_MIN:
		return a < b ? a : b;
	case FUNCTION_MAX:
		return a > b ? a : b;
	case FUNCTION_SUM:
		return a + b;
	case FUNCTION_SERIES:
		return a * b;
	case FUNCTION_PARALLEL:
		return 1 - (1 - a) * (1 - b);
	case FUNCTION_CEIL:
		return ceil(settle(a));
	case FUNCTION_FLOOR:
		return floor(settle(a));
	case FUNCTION_ROUND:
		return round(settle(a));
	case FUNCTION_SQRT:
		return sqrt(a);
	case FUNCTION_LN:
		return log(a);
	case FUNCTION_LOG2:
		return log2(a);
	case FUNCTION_LOG10:
		return log10(a);
	case FUNCTION_EXP:
		return exp(a);
	case FUNCTION_LOG:
		return b == 2 ? log2(a) : b == 10 ? log10(a) : log(a) / log(b);
	case FUNCTION_POW:
		return pow(a, b);
	case FUNCTION_ZIPF_HIT:
		return zipf_hit(a, b, c);
	}
	return NAN;
}
