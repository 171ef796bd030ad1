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

/* One value of a given rank: its bin, and how many values lie in lower bins. */
struct rank {
	size_t rank, before;
	uint32_t bin;
};

/* Bins that hold a wanted rank, and the keys found in them. */
struct wanted {
	uint8_t of_bin[BINS];           /* 1 + index in `list`; 0: not wanted */
	struct {
		uint64_t *keys;
		size_t count;
	} list[2 * QUANTILES];
	size_t count;
};

static struct rank locate(const uint32_t *bins, size_t rank)
{
	struct rank at = { .rank = rank };
	while (at.before + bins[at.bin] <= rank)
		at.before += bins[at.bin++];
	return at;
}

static void want(struct wanted *wanted, const uint32_t *bins, uint32_t bin)
{
	if (wanted->of_bin[bin])
		return;
	wanted->list[wanted->count].keys = estimate_realloc(NULL, bins[bin], sizeof(uint64_t));
	wanted->list[wanted->count].count = 0;
	wanted->of_bin[bin] = (uint8_t)++wanted->count;
}

static double pick(const struct wanted *wanted, struct rank at)
{
	return value_of(wanted->list[wanted->of_bin[at.bin] - 1].keys[at.rank - at.before]);
}

/* Counts the values by bins of their keys. Returns how far keys are shifted to give a bin. */
static int count_bins(const double *value, size_t count, uint64_t *low, uint32_t *bins)
{
	uint64_t high = 0;
	int shift = 0;
	*low = UINT64_MAX;
	for (size_t i = 0; i < count; i++) {
		uint64_t key = key_of(value[i]);
		*low = key < *low ? key : *low;
		high = key > high ? key : high;
	}
	while ((high - *low) >> shift >= BINS)
		shift++;
	for (size_t i = 0; i < count; i++)
		bins[(key_of(value[i]) - *low) >> shift]++;
	return shift;
}

void quantiles(const double *value, size_t count, const double *at, size_t at_count, double *out)
{
	uint32_t *bins = estimate_calloc(BINS, sizeof *bins);
	struct wanted *wanted = estimate_calloc(1, sizeof *wanted);
	struct rank below[QUANTILES], above[QUANTILES];
	double part[QUANTILES];
	uint64_t low;
	int shift = count_bins(value, count, &low, bins);
	at_count = at_count < QUANTILES ? at_count : QUANTILES;
	for (size_t i = 0; i < at_count; i++) {
		double place = at[i] * (double)count - 0.5, whole;
		place = place < 0 ? 0 : place > (double)(count - 1) ? (double)(count - 1) : place;
		part[i] = modf(place, &whole);
		below[i] = locate(bins, (size_t)whole);
		above[i] = locate(bins, (size_t)whole + ((size_t)whole + 1 < count));
		want(wanted, bins, below[i].bin);
		want(wanted, bins, above[i].bin);
	}
	for (size_t i = 0; i < count; i++) {
		uint64_t key = key_of(value[i]);
		unsigned found = wanted->of_bin[(key - low) >> shift];
		if (found)
			wanted->list[found - 1].keys[wanted->list[found - 1].count++] = key;
	}
	for (size_t i = 0; i < wanted->count; i++)
		qsort(wanted->list[i].keys, wanted->list[i].count, sizeof(uint64_t), compare);
	for (size_t i = 0; i < at_count; i++) {
		double first = pick(wanted, below[i]);
		out[i] = first + (pick(wanted, above[i]) - first) * part[i];
	}
	for (size_t i = 0; i < wanted->count; i++)
		free(wanted->list[i].keys);
	free(wanted);
	free(bins);
}
