#include "estimate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The next of ..., 1, 2, 5, 10, 20, 50, ... above or below a positive value. */
static double next_step(double value, int direction)
{
	static const double up[] = { 2, 5, 10 }, down[] = { 5, 2, 1, 0.5 };
	double power = pow(10, floor(log10(value) + 1e-9)), mantissa = value / power;
	if (direction > 0) {
		for (size_t i = 0; i < sizeof up / sizeof *up; i++)
			if (mantissa < up[i] * (1 - 1e-9))
				return up[i] * power;
	} else {
		for (size_t i = 0; i < sizeof down / sizeof *down; i++)
			if (mantissa > down[i] * (1 + 1e-9))
				return down[i] * power;
	}
	return direction > 0 ? 10 * power : 0.5 * power;
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number as the language writes it: digits with , and _ between them, a point, an exponent. Returns its length. */
static size_t read_number(const char *text, double *value)
{
	char plain[64];
	size_t at = 0, len = 0;
	while (len + 1 < sizeof plain && (is_digit(text[at]) || text[at] == '.' ||
	       ((text[at] == ',' || text[at] == '_') && at && is_digit(text[at + 1])))) {
		if (text[at] != ',' && text[at] != '_')
			plain[len++] = text[at];
		at++;
	}
	plain[len] = '\0';
	*value = strtod(plain, NULL);
	return at;
}

static int is_percent(const char *after)
{
	while (*after == ' ')
		after++;
	return *after == '%';
}

/*
 * A percentage from 90 on is an availability or a hit rate: what is missing from 100 % is what changes, and 100 % is never
 * reached.
 */
static double next_of(double value, int direction, int percent)
{
	if (percent && value >= 90 && value < 100)
		return 100 - next_step(100 - value, -direction);
	return next_step(value, direction);
}

/* The other end of a range moves by the same factor as the first, `before` to `after`. */
static double follow(double value, double before, double after, int percent)
{
	if (percent && before >= 90 && before < 100 && value < 100)
		return 100 - (100 - value) * (100 - after) / (100 - before);
	return value * after / before;
}

size_t estimate_step(const char *text, int direction, char *out, size_t size)
{
	double before = 0, after = 0;
	size_t used = 0;
	const char *at = text;
	while (*at) {
		double value;
		/* Digits within a name (p99, 3rd) are no number of their own. */
		int begins = is_digit(*at) && (at == text || !(is_digit(at[-1]) || at[-1] == '.' || at[-1] == '_' || at[-1] == '^' ||
		             (at[-1] >= 'a' && at[-1] <= 'z') || (at[-1] >= 'A' && at[-1] <= 'Z')));
		size_t len = begins ? read_number(at, &value) : 0;
		char piece[64];
		int written = 1;
		if (len && value > 0) {
			/* The first number moves to the next step; a range moves as a whole. */
			int percent = is_percent(at + len);
			double moved = before > 0 ? follow(value, before, after, percent) : next_of(value, direction, percent);
			if (!(before > 0)) {
				before = value;
				after = moved;
			}
			written = snprintf(piece, sizeof piece, "%.15g", moved);
		} else {
			len = len ? len : 1;
			memcpy(piece, at, len < sizeof piece ? len : sizeof piece - 1);
			written = (int)len;
		}
		for (int i = 0; i < written; i++, used++)
			if (used + 1 < size)
				out[used] = piece[i];
		at += len;
	}
	if (size)
		out[used < size ? used : size - 1] = '\0';
	return used;
}
