#include "number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "estimate.h"

enum { PRECISION = 15 };        /* digits of a double that hold what was typed and no binary noise */

static const uint64_t tens[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
	1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000,
};

struct decimal {
	uint64_t digits;        /* `count` digits, the first not 0 */
	int count;
	int exponent;           /* of the first digit: 1.16e3 has 3 */
};

static double shift(double value, int exponent)
{
	if (exponent >= 0 && exponent <= 16)
		return value * (double)tens[exponent];
	if (exponent < 0 && exponent >= -16)
		return value / (double)tens[-exponent];
	return (double)((long double)value * powl(10, exponent));
}

/* Rounds a positive number, first to what a double can hold, then half away from zero. */
static struct decimal decimal_of(double value, int count)
{
	int exponent = (int)floor(log10(value));
	double scaled = shift(value, PRECISION - 1 - exponent);
	if (scaled < 99999999999999.5) {
		exponent--;
		scaled = shift(value, PRECISION - 1 - exponent);
	}
	uint64_t digits = (uint64_t)llround(scaled);
	if (digits >= tens[PRECISION]) {
		exponent++;
		digits = (uint64_t)llround(shift(value, PRECISION - 1 - exponent));
	}
	uint64_t unit = tens[PRECISION - count];
	digits = (digits + unit / 2) / unit;
	if (digits == tens[count]) {
		digits /= 10;
		exponent++;
	}
	return (struct decimal){ digits, count, exponent };
}

/* Writes the digits with the point behind the `whole`-th; zeros behind the point at the end are left out. */
static size_t write_digits(struct decimal decimal, int whole, bool groups, char *out)
{
	char digit[PRECISION + 1];
	for (int i = decimal.count - 1; i >= 0; i--, decimal.digits /= 10)
		digit[i] = (char)('0' + decimal.digits % 10);
	int last = decimal.count;
	while (last > 1 && last > whole && digit[last - 1] == '0')
		last--;
	size_t len = 0;
	if (whole <= 0)
		out[len++] = '0';
	for (int i = 0; i < whole; i++) {
		if (groups && i > 0 && (whole - i) % 3 == 0)
			out[len++] = ',';
		out[len++] = i < decimal.count ? digit[i] : '0';
	}
	if (last > whole) {
		out[len++] = '.';
		for (int i = whole; i < 0; i++)
			out[len++] = '0';
		for (int i = whole > 0 ? whole : 0; i < last; i++)
			out[len++] = digit[i];
	}
	return len;
}

size_t number_write(double value, int digits, enum number_style style, char *out)
{
	static const char *const suffixes[] = { "", "k", "M", "bn", "T" };
	size_t len = 0;
	digits = digits < 1 ? 1 : digits > PRECISION ? PRECISION : digits;
	if (value == 0 || !isfinite(value)) {
		strcpy(out, value == 0 ? "0" : isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
		return strlen(out);
	}
	if (value < 0) {
		out[len++] = '-';
		value = -value;
	}
	struct decimal decimal = decimal_of(value, digits);
	if (decimal.exponent < -4 || decimal.exponent >= 15) {
		len += write_digits(decimal, 1, false, out + len);
		return len + (size_t)snprintf(out + len, 8, "e%d", decimal.exponent);
	}
	int thousands = decimal.exponent >= (style == NUMBER_GROUPS ? 6 : 3) ? decimal.exponent / 3 : 0;
	len += write_digits(decimal, decimal.exponent - 3 * thousands + 1, true, out + len);
	strcpy(out + len, suffixes[thousands]);
	return len + strlen(suffixes[thousands]);
}

size_t estimate_format_number(double value, int digits, char *out)
{
	return number_write(value, digits, NUMBER_SUFFIX, out);
}

size_t number_write_nines(double rest, char *out)
{
	double percent = rest * 100;
	int decimals = 1 - (int)floor(log10(percent) + 1e-9);
	if (decimals < 1)
		decimals = 1;
	/* Below 1e-12 % the double of 100 - percent has no digits left: write the nines by hand. */
	struct decimal decimal = decimal_of(percent, 2);
	int zeros = -decimal.exponent - 1;
	if (zeros < 0)
		return number_write(100 - percent, 3, NUMBER_GROUPS, out);
	uint64_t complement = 100 - decimal.digits;
	size_t len = (size_t)snprintf(out, ESTIMATE_NUMBER_MAX, "99.");
	for (int i = 0; i < zeros && i < 26; i++)
		out[len++] = '9';
	len += (size_t)snprintf(out + len, 4, "%02u", (unsigned)complement);
	while (out[len - 1] == '0')
		len--;
	if (out[len - 1] == '.')
		len--;
	out[len] = '\0';
	return len;
}
