#include "dimension.h"

bool dimension_equal(const struct dimension *a, const struct dimension *b)
{
	if (a->count != b->count)
		return false;
	for (unsigned i = 0; i < a->count; i++)
		if (a->factor[i].base != b->factor[i].base || a->factor[i].power != b->factor[i].power)
			return false;
	return true;
}

int dimension_power(const struct dimension *d, unsigned base)
{
	for (unsigned i = 0; i < d->count; i++)
		if (d->factor[i].base == base)
			return d->factor[i].power;
	return 0;
}

static bool append(struct dimension *out, unsigned base, int power)
{
	if (power == 0)
		return true;
	if (out->count == DIMENSION_FACTORS || power > DIMENSION_POWER_MAX || power < -DIMENSION_POWER_MAX)
		return false;
	out->factor[out->count].base = (uint8_t)base;
	out->factor[out->count].power = (int8_t)power;
	out->count++;
	return true;
}

bool dimension_multiply(struct dimension *out, const struct dimension *a, const struct dimension *b, int sign)
{
	struct dimension product = { 0 };
	unsigned i = 0, j = 0;
	while (i < a->count || j < b->count) {
		unsigned base_a = i < a->count ? a->factor[i].base : 256;
		unsigned base_b = j < b->count ? b->factor[j].base : 256;
		int power = 0;
		unsigned base = base_a < base_b ? base_a : base_b;
		if (base_a == base)
			power += a->factor[i++].power;
		if (base_b == base)
			power += sign * b->factor[j++].power;
		if (!append(&product, base, power))
			return false;
	}
	*out = product;
	return true;
}

bool dimension_raise(struct dimension *out, const struct dimension *d, int numerator, int denominator)
{
	struct dimension raised = { 0 };
	for (unsigned i = 0; i < d->count; i++) {
		int power = d->factor[i].power * numerator;
		if (power % denominator || !append(&raised, d->factor[i].base, power / denominator))
			return false;
	}
	*out = raised;
	return true;
}

struct dimension dimension_bare(const struct dimension *d)
{
	struct dimension bare = { 0 };
	for (unsigned i = 0; i < d->count; i++)
		if (d->factor[i].base < BASE_COUNTS)
			append(&bare, d->factor[i].base, d->factor[i].power);
	return bare;
}

struct dimension dimension_counts(const struct dimension *d)
{
	struct dimension counts = { 0 };
	for (unsigned i = 0; i < d->count; i++)
		if (d->factor[i].base >= BASE_COUNTS)
			append(&counts, d->factor[i].base, d->factor[i].power);
	return counts;
}

bool dimension_single(const struct dimension *d, unsigned *base)
{
	if (d->count != 1 || d->factor[0].power != 1)
		return false;
	*base = d->factor[0].base;
	return true;
}
