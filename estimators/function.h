/* Function: the table of functions, and their arithmetic on plain doubles. */
#ifndef ESTIMATE_FUNCTION_H
#define ESTIMATE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

enum function_kind {
	FUNCTION_MIN,
	FUNCTION_MAX,
	FUNCTION_SUM,
	FUNCTION_SERIES,
	FUNCTION_PARALLEL,
	FUNCTION_CEIL,
	FUNCTION_FLOOR,
	FUNCTION_ROUND,
	FUNCTION_SQRT,
	FUNCTION_LN,
	FUNCTION_LOG2,
	FUNCTION_LOG10,
	FUNCTION_EXP,
	FUNCTION_LOG,
	FUNCTION_POW,
	FUNCTION_ZIPF_HIT,
};

struct function {
	const char *name;
	enum function_kind kind;
	unsigned least, most;           /* arguments; `most` 0 for any number, folded two by two */
	const char *usage;
};

extern const struct function functions[];
size_t function_count(void);
/* `b` and `c` are used by functions of two and three arguments, and by those that fold. */
double function_apply(enum function_kind kind, double a, double b, double c);

#endif
