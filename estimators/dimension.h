/*
 * Dimension: what a quantity is, as powers of bases. The first bases are data (bytes), time (seconds) and money
 * (USD); every count (users, servers, ...) is a base of its own. Factors are sorted by base, none has power 0.
 */
#ifndef ESTIMATE_DIMENSION_H
#define ESTIMATE_DIMENSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BASE_DATA, BASE_TIME, BASE_MONEY, BASE_COUNTS };         /* counts from BASE_COUNTS on */
enum { DIMENSION_FACTORS = 8, DIMENSION_POWER_MAX = 60 };

struct dimension {
	uint8_t count;
	struct {
		uint8_t base;
		int8_t power;
	} factor[DIMENSION_FACTORS];
};

bool dimension_equal(const struct dimension *a, const struct dimension *b);
/* The power of a base, 0 when it does not occur. */
int dimension_power(const struct dimension *d, unsigned base);
/* a * b^sign. False when the result has too many factors or too high a power. */
bool dimension_multiply(struct dimension *out, const struct dimension *a, const struct dimension *b, int sign);
/* d^numerator / denominator. False when a power would not be whole, or too high. */
bool dimension_raise(struct dimension *out, const struct dimension *d, int numerator, int denominator);
/* The part that is data, time and money, and the part that is counts. */
struct dimension dimension_bare(const struct dimension *d);
struct dimension dimension_counts(const struct dimension *d);
/* True for a single base with power 1; writes which. */
bool dimension_single(const struct dimension *d, unsigned *base);

#endif
