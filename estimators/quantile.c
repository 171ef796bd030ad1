#include "quantile.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pool.h"

enum { QUANTILES = 8, BINS = 4096 };

/* Integers in the order of the doubles: nearly logarithmic, so that bins fit long tails too. */
static uint64_t key_of(double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double value_of(uint64_t key)
{
	uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
	double value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* The value of the given rank among those whose bin is `bin`; `before` values lie in lower bins. */
static double select_in_bin(const double *value, size_t count, uint64_t low, int shift, uint64_t bin, size_t in_bin,
                            size_t rank)
{
	uint64_t *keys = estimate_realloc(NULL, in_bin, sizeof *keys);
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t key = key_of(value[i]);
		if ((key - low) >> shift == bin)
			keys[found++] = key;
	}
	qsort(keys, found, sizeof *keys, compare);
	double result = value_of(keys[rank]);
	free(keys);
	return result;
}

/* Gathers the values around one rank: both neighbours for the interpolation. */
static void select_pair(const double *value, size_t count, const uint32_t *bins, uint64_t low, int shift, size_t rank,
                        double pair[2])
{
	size_t before = 0;
	uint64_t bin = 0;
	while (before + bins[bin] <= rank)
		before += bins[bin++];
	size_t next = rank + 1 < count ? rank + 1 : rank;
	if (next >= before + bins[bin]) {
		size_t after = before + bins[bin];
		uint64_t other = bin + 1;
		while (bins[other] == 0)
			other++;
		pair[0] = select_in_bin(value, count, low, shift, bin, bins[bin], rank - before);
		pair[1] = select_in_bin(value, count, low, shift, other, bins[other], next - after);
		return;
	}
	uint64_t *keys = estimate_realloc(NULL, bins[bin], sizeof *keys);
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t key = key_of(value[i]);
		keys[found] = key;
		found += (key - low) >> shift == bin;
		if (found == bins[bin])
			break;
	}
	qsort(keys, found, sizeof *keys, compare);
	pair[0] = value_of(keys[rank - before]);
	pair[1] = value_of(keys[next - before]);
	free(keys);
}

void quantiles(const double *value, size_t count, const double *at, size_t at_count, double *out)
{
	uint64_t low = UINT64_MAX, high = 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t key = key_of(value[i]);
		low = key < low ? key : low;
		high = key > high ? key : high;
	}
	int shift = 0;
	while ((high - low) >> shift >= BINS)
		shift++;
	uint32_t *bins = estimate_calloc(BINS, sizeof *bins);
	for (size_t i = 0; i < count; i++)
		bins[(key_of(value[i]) - low) >> shift]++;
	for (size_t i = 0; i < at_count && i < QUANTILES; i++) {
		double place = at[i] * (double)count - 0.5, whole;
		place = place < 0 ? 0 : place > (double)(count - 1) ? (double)(count - 1) : place;
		double part = modf(place, &whole), pair[2];
		select_pair(value, count, bins, low, shift, (size_t)whole, pair);
		out[i] = pair[0] + (pair[1] - pair[0]) * part;
	}
	free(bins);
}
