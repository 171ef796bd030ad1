#include "format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* 60 s is a minute, but 80 s are not 1.33 min. */
static bool near_minute(double s)
{
	return fabs(s - 60) < 1e-6;
}

static const struct unit *choose_time(const struct unit_set *units, const struct estimate_settings *settings, double s)
{
	s = fabs(s) * (1 + 1e-12);
	if (s >= 2 * settings->days_per_year * 86400)
		return units->year;
	return s >= 86400 ? units->day : s >= 3600 ? units->h : s >= 100 || near_minute(s) ? units->min : s >= 1 || s == 0 ? units->s :
	       s >= 1e-3 ? units->ms : s >= 1e-6 ? units->us : units->ns;
}

/* The unit of time in a rate or in a product with other things. */
static const struct unit *choose_rate_time(const struct unit_set *units, const struct quantity *quantity, int power)
{
	const struct dimension *dimension = &quantity->dimension;
	if (quantity->per)
		return quantity->per;
	if (power != -1)
		return units->s;
	if (dimension_power(dimension, BASE_MONEY))
		return units->month;
	bool slow = !dimension_power(dimension, BASE_DATA) && fabs(quantity->value) < 0.1 && quantity->value != 0;
	return slow ? units->day : units->s;
}

static const struct unit *choose_bytes(const struct unit_set *units, double bytes)
{
	size_t i = 0;
	for (double next = 999.5; i + 1 < ARRAY_SIZE(units->bytes) && fabs(bytes) >= next; next *= 1000)
		i++;
	return units->bytes[i];
}

static const struct unit *choose_bits(const struct unit_set *units, double bytes_per_second)
{
	size_t i = 0;
	for (double next = 999.5 / 8; i + 1 < ARRAY_SIZE(units->bits) && fabs(bytes_per_second) >= next; next *= 1000)
		i++;
	return units->bits[i];
}

/* A unit in the denominator that keeps the number at 1 or above. */
static const struct unit *choose_divisor(const struct unit_set *units, const struct quantity *quantity, double value)
{
	if (dimension_power(&quantity->dimension, BASE_MONEY))
		return units->bytes[3];
	size_t i = 0;
	while (i + 1 < ARRAY_SIZE(units->bytes) && fabs(value) * units->bytes[i]->factor < 0.9995 && value != 0)
		i++;
	return units->bytes[i];
}

static void add_counts(const struct unit_set *units, const struct dimension *dimension, struct unit_product *product,
                       bool above)
{
	for (unsigned i = 0; i < dimension->count; i++) {
		unsigned base = dimension->factor[i].base;
		int power = dimension->factor[i].power;
		if (base >= BASE_COUNTS && (power > 0) == above && units->of_base[base])
			unit_product_add(product, units->of_base[base], NULL, 0, power);
	}
}

void format_choose_unit(const struct unit_set *units, const struct estimate_settings *settings,
                        const struct quantity *quantity, struct unit_product *product)
{
	const struct dimension *dimension = &quantity->dimension;
	int data = dimension_power(dimension, BASE_DATA), time = dimension_power(dimension, BASE_TIME);
	int money = dimension_power(dimension, BASE_MONEY);
	*product = (struct unit_product){ 0 };
	if (dimension->count == 0) {
		if (quantity->flags & QUANTITY_PERCENT)
			unit_product_add(product, units->percent, NULL, 0, 1);
		return;
	}
	if (dimension->count == 1 && time == 1) {
		unit_product_add(product, choose_time(units, settings, quantity->value), NULL, 0, 1);
		return;
	}
	const struct unit *time_unit = time ? choose_rate_time(units, quantity, time) : NULL;
	double value = quantity->value;
	if (time == -1)
		value *= unit_factor_in(time_unit, settings);
	else if (time)
		value /= pow(unit_factor_in(time_unit, settings), time);
	if (money)
		unit_product_add(product, units->usd, NULL, 0, money);
	if (data == 1 && time == -1 && quantity->flags & QUANTITY_BITS && time_unit == units->s) {
		unit_product_add(product, choose_bits(units, quantity->value), NULL, 0, 1);
		data = time = 0;
	}
	if (data > 0)
		unit_product_add(product, data == 1 ? choose_bytes(units, value) : units->bytes[0], NULL, 0, data);
	add_counts(units, dimension, product, true);
	if (time > 0)
		unit_product_add(product, time_unit, NULL, 0, time);
	add_counts(units, dimension, product, false);
	if (data < 0)
		unit_product_add(product, data == -1 ? choose_divisor(units, quantity, value) : units->bytes[0], NULL, 0, data);
	if (time < 0)
		unit_product_add(product, time_unit, NULL, 0, time);
}

struct buffer {
	char text[256];
	size_t len;
};

static void add(struct buffer *buffer, const char *text, size_t len)
{
	if (len >= sizeof buffer->text - buffer->len)
		len = sizeof buffer->text - buffer->len - 1;
	memcpy(buffer->text + buffer->len, text, len);
	buffer->len += len;
	buffer->text[buffer->len] = '\0';
}

static bool same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a_len == b_len && !memcmp(a, b, a_len);
}

static void add_name(struct buffer *buffer, const struct unit_factor *factor, bool plural)
{
	size_t first_len, second_len, len = factor->name_len;
	const char *first = unit_name(factor->unit, 0, &first_len), *name = factor->name ? factor->name : first;
	if (!factor->name)
		len = first_len;
	if (factor->unit->flags & UNIT_WORD) {
		const char *second = unit_name(factor->unit, 1, &second_len);
		if (same(name, len, first, first_len) || same(name, len, second, second_len)) {
			name = plural ? second : first;
			len = plural ? second_len : first_len;
		}
	}
	add(buffer, name, len);
	int power = factor->power < 0 ? -factor->power : factor->power;
	if (power > 1) {
		char digits[8];
		add(buffer, digits, (size_t)snprintf(digits, sizeof digits, "^%d", power));
	}
}

/* `money`: a dollar sign stands before the number already. */
static void add_unit(struct buffer *buffer, const struct unit_product *product, bool plural, bool money)
{
	bool first = true;
	for (unsigned i = money; i < product->count; i++) {
		if (product->factor[i].power < 0)
			continue;
		if (!first)
			add(buffer, "*", 1);
		add_name(buffer, &product->factor[i], plural && first);
		first = false;
	}
	for (unsigned i = 0; i < product->count; i++) {
		if (product->factor[i].power > 0)
			continue;
		add(buffer, "/", 1);
		add_name(buffer, &product->factor[i], false);
	}
}

const char *format_unit(struct pool *pool, const struct unit_product *product, bool plural)
{
	struct buffer buffer = { .len = 0 };
	if (product->count == 0)
		return "";
	add_unit(&buffer, product, plural, false);
	return pool_copy(pool, buffer.text, buffer.len);
}

static bool is_measure(const struct unit *unit)
{
	return !(unit->flags & UNIT_COUNT) && unit->dimension.count > 0;
}

const char *format_value(struct pool *pool, double value, const struct unit_product *product, int digits, bool asked)
{
	struct buffer buffer = { .len = 0 };
	char number[ESTIMATE_NUMBER_MAX];
	bool money = product->count && product->factor[0].power == 1 && (product->factor[0].unit->flags & ~0u) == 0 &&
	             dimension_power(&product->factor[0].unit->dimension, BASE_MONEY) == 1;
	bool above = false;
	for (unsigned i = money; i < product->count; i++)
		above |= product->factor[i].power > 0;
	bool groups = digits > 3 || (asked && product->count && product->factor[0].power > 0 && !money &&
	                             is_measure(product->factor[0].unit));
	/* A probability that is nearly 1 is not 1. */
	if (product->count == 0 && value < 1 && value >= 0.9995 && value <= 1 - 1e-14)
		digits = (int)ceil(-log10(1 - value)) + 1 > digits ? (int)ceil(-log10(1 - value)) + 1 : digits;
	size_t len = number_write(value, digits, groups ? NUMBER_GROUPS : NUMBER_SUFFIX, number);
	const char *start = number;
	if (money) {
		if (value < 0) {
			add(&buffer, "-", 1);
			start++;
			len--;
		}
		add(&buffer, "$", 1);
	}
	add(&buffer, start, len);
	if (above)
		add(&buffer, " ", 1);
	add_unit(&buffer, product, !same(number, strlen(number), "1", 1), money);
	return pool_copy(pool, buffer.text, buffer.len);
}

const char *format_nines(struct pool *pool, double rest)
{
	char number[ESTIMATE_NUMBER_MAX];
	number_write_nines(rest, number);
	return pool_printf(pool, "%s %%", number);
}

const char *format_quantity(struct pool *pool, const struct unit_set *units, const struct estimate_settings *settings,
                            const struct quantity *quantity)
{
	struct unit_product product;
	format_choose_unit(units, settings, quantity, &product);
	return format_value(pool, quantity->value / unit_product_factor(&product, settings), &product, 3, false);
}

bool format_is_whole(const struct unit_product *product)
{
	return product->count == 1 && product->factor[0].power == 1 && product->factor[0].unit->flags & UNIT_WHOLE;
}

static const char *base_word(const struct unit_set *units, unsigned base, bool plural, size_t *len)
{
	static const char *const words[] = { [BASE_DATA] = "data", [BASE_TIME] = "time", [BASE_MONEY] = "money" };
	if (base < BASE_COUNTS) {
		*len = strlen(words[base]);
		return words[base];
	}
	const struct unit *unit = units->of_base[base];
	if (!unit) {
		*len = 5;
		return "thing";
	}
	return unit_name(unit, plural, len);
}

/* "data per user", "requests per time", "a number per day". */
static const char *spell(struct pool *pool, const struct unit_set *units, const struct dimension *dimension)
{
	struct buffer buffer = { .len = 0 };
	for (int above = 1; above >= 0; above--) {
		bool first = true;
		for (unsigned i = 0; i < dimension->count; i++) {
			int power = dimension->factor[i].power;
			if ((power > 0) != above)
				continue;
			size_t len;
			const char *word = base_word(units, dimension->factor[i].base, above, &len);
			if (!above)
				add(&buffer, buffer.len ? " per " : "a number per ", buffer.len ? 5 : 13);
			else if (!first)
				add(&buffer, " times ", 7);
			add(&buffer, word, len);
			if (power > 1 || power < -1) {
				char digits[8];
				add(&buffer, digits, (size_t)snprintf(digits, sizeof digits, "^%d", power < 0 ? -power : power));
			}
			first = false;
		}
	}
	return pool_copy(pool, buffer.text, buffer.len);
}

/* The dimensions that have names of their own. */
static const struct named {
	int data, time, money;
	const char *noun, *kind;
} names[] = {
	{ 0, 0, 0, "a plain number", "a plain number" },
	{ 1, 0, 0, "data", "data (bytes)" },
	{ 0, 1, 0, "a duration", "time" },
	{ 0, 0, 1, "money", "money (USD)" },
	{ 1, -1, 0, "a data rate", "data per time (bytes/s)" },
	{ 0, -1, 0, "a rate", "a number per time (1/s)" },
	{ 0, -1, 1, "a running cost", "money per time (USD/s)" },
	{ 1, 1, 0, "data times time", "data times time" },
};

static const struct named *find_name(const struct dimension *dimension)
{
	for (unsigned i = 0; i < dimension->count; i++)
		if (dimension->factor[i].base >= BASE_COUNTS)
			return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].data == dimension_power(dimension, BASE_DATA) &&
		    names[i].time == dimension_power(dimension, BASE_TIME) &&
		    names[i].money == dimension_power(dimension, BASE_MONEY))
			return &names[i];
	return NULL;
}

const char *format_noun(struct pool *pool, const struct unit_set *units, const struct dimension *dimension)
{
	const struct named *named = find_name(dimension);
	unsigned base;
	if (named)
		return named->noun;
	const char *words = spell(pool, units, dimension);
	return dimension_single(dimension, &base) ? pool_printf(pool, "a number of %s", words) : words;
}

const char *format_kind(struct pool *pool, const struct unit_set *units, const struct dimension *dimension)
{
	const struct named *named = find_name(dimension);
	unsigned base;
	if (named)
		return named->kind;
	const char *words = spell(pool, units, dimension);
	return dimension_single(dimension, &base) ? pool_printf(pool, "a count of %s", words) : words;
}

const char *format_dimension(struct pool *pool, const struct unit_set *units, const struct dimension *dimension)
{
	static const char *const words[] = { [BASE_DATA] = "byte", [BASE_TIME] = "s", [BASE_MONEY] = "USD" };
	struct buffer buffer = { .len = 0 };
	for (int above = 1; above >= 0; above--) {
		for (unsigned i = 0; i < dimension->count; i++) {
			int power = dimension->factor[i].power;
			unsigned base = dimension->factor[i].base;
			if ((power > 0) != above)
				continue;
			size_t len = 0;
			const char *word = base < BASE_COUNTS ? words[base] : base_word(units, base, false, &len);
			if (base < BASE_COUNTS)
				len = strlen(word);
			if (!above)
				add(&buffer, buffer.len ? "/" : "1/", buffer.len ? 1 : 2);
			else if (buffer.len)
				add(&buffer, "*", 1);
			add(&buffer, word, len);
			if (power > 1 || power < -1) {
				char digits[8];
				add(&buffer, digits, (size_t)snprintf(digits, sizeof digits, "^%d", power < 0 ? -power : power));
			}
		}
	}
	return buffer.len ? pool_copy(pool, buffer.text, buffer.len) : "";
}
