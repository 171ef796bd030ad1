#include "suggest.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

enum { LONGEST = 30 };

static const struct {
	const char *word;
	const char *sentence;
} known_slips[] = {
	{ "m", "Write min for minutes, month for months, or M glued to the number for millions." },
	{ "mb", "Write MB for megabytes or Mb for megabits." },
	{ "gb", "Write GB for gigabytes or Gb for gigabits." },
	{ "tb", "Write TB for terabytes or Tb for terabits." },
	{ "pb", "Write PB for petabytes." },
	{ "eb", "Write EB for exabytes." },
	{ "kib", "Write KiB for 1024 bytes." },
	{ "mib", "Write MiB for 1024 KiB." },
	{ "gib", "Write GiB for 1024 MiB." },
	{ "tib", "Write TiB for 1024 GiB." },
	{ "mbps", "Write Mbps for megabits a second or MB/s for megabytes a second." },
	{ "gbps", "Write Gbps for gigabits a second or GB/s for gigabytes a second." },
	{ "tbps", "Write Tbps for terabits a second or TB/s for terabytes a second." },
	{ "kbps", "Write kbps for kilobits a second or kB/s for kilobytes a second." },
	{ "mbit", "Write Mbit for megabits." },
	{ "gbit", "Write Gbit for gigabits." },
	{ "bs", "Write B for bytes." },
	{ "d", "Write days." },
	{ "w", "Write weeks." },
	{ "y", "Write years." },
	{ "mo", "Write months." },
	{ "g", "Write GB for gigabytes, or bn glued to the number for 10^9." },
	{ "mm", "Write M glued to the number for millions." },
	{ "mn", "Write M glued to the number for millions." },
	{ "mil", "Write M glued to the number for millions." },
	{ "mio", "Write M glued to the number for millions." },
	{ "mln", "Write M glued to the number for millions." },
	{ "bil", "Write bn glued to the number for billions." },
	{ "bln", "Write bn glued to the number for billions." },
	{ "tn", "Write T glued to the number for trillions." },
	{ "lakh", "Write 100k." },
	{ "crore", "Write 10M." },
	{ "hz", "Write /s for a rate." },
	{ "khz", "Write k glued to the number and /s for a rate." },
	{ "mhz", "Write M glued to the number and /s for a rate." },
	{ "ghz", "Write bn glued to the number and /s for a rate." },
	{ "percent", "Write %." },
	{ "pct", "Write %." },
	{ "dollar", "Write $ before the number, or USD behind it." },
	{ "dollars", "Write $ before the number, or USD behind it." },
	{ "eur", "USD is the only currency; `unit EUR` on a line of its own makes a count of it." },
	{ "gbp", "USD is the only currency; `unit GBP` on a line of its own makes a count of it." },
	{ "x", "Write * to multiply." },
};

/* Edits (also of two neighbours) that make one word of the other, ignoring case for nothing. */
static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	unsigned row[3][LONGEST + 1];
	for (size_t j = 0; j <= b_len; j++)
		row[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a_len; i++) {
		unsigned *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b_len; j++) {
			unsigned cost = before[j - 1] + (a[i - 1] != b[j - 1]);
			if (before[j] + 1 < cost)
				cost = before[j] + 1;
			if (now[j - 1] + 1 < cost)
				cost = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && earlier[j - 2] + 1 < cost)
				cost = earlier[j - 2] + 1;
			now[j] = cost;
		}
	}
	return row[a_len % 3][b_len];
}

enum sort { SORT_UNIT = 1, SORT_VARIABLE = 2, SORT_FUNCTION = 4 };

static const struct symbol *nearest(const struct symbol_table *table, const char *word, size_t len, unsigned sorts)
{
	const struct symbol *best = NULL;
	unsigned best_distance = len >= 6 ? 3 : len >= 3 ? 2 : 1;
	if (len > LONGEST)
		return NULL;
	for (size_t i = 0; i < table->cap; i++) {
		const struct symbol *symbol = table->slot[i];
		if (!symbol || symbol->len > LONGEST)
			continue;
		if (!(sorts & SORT_UNIT && symbol->unit) && !(sorts & SORT_VARIABLE && symbol->definition) &&
		    !(sorts & SORT_FUNCTION && symbol->function))
			continue;
		unsigned far = symbol->len == len && !strncasecmp(symbol->name, word, len)
		                       ? 0 : distance(word, len, symbol->name, symbol->len);
		if (far < best_distance || (best && far == best_distance && strcmp(symbol->name, best->name) < 0)) {
			best = symbol;
			best_distance = far;
		}
	}
	return best;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "h30m" of "1h30m": letters, digits, letters. */
static bool is_clock_time(const char *word, size_t len)
{
	size_t at = 0, unit, number;
	while (at < len && is_letter(word[at]))
		at++;
	unit = at;
	while (at < len && word[at] >= '0' && word[at] <= '9')
		at++;
	number = at - unit;
	return unit && number && at < len && is_letter(word[at]);
}

const char *suggest_unit(struct pool *pool, const struct symbol_table *table, const char *word, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(known_slips); i++)
		if (strlen(known_slips[i].word) == len && !strncasecmp(known_slips[i].word, word, len))
			return known_slips[i].sentence;
	if (is_clock_time(word, len))
		return "Two quantities are put together with +: 1 h + 30 min.";
	const struct symbol *near = nearest(table, word, len, SORT_UNIT);
	if (near)
		return pool_printf(pool, "Did you mean %s? Else declare the count with `unit %.*s` on a line above.",
		                   near->name, (int)len, word);
	return pool_printf(pool, "To count them, declare `unit %.*s` on a line above.", (int)len, word);
}

const char *suggest_operator(const char *word)
{
	static const struct {
		const char *word, *sentence;
	} operators[] = {
		{ "of", "Write * to take a part of something." },
		{ "and", "Write + to add." },
		{ "plus", "Write + to add." },
		{ "minus", "Write - to subtract." },
		{ "times", "Write * to multiply." },
		{ "at", "Write * to multiply." },
		{ "by", "Write / to divide, * to multiply." },
		{ "over", "Write / to divide." },
		{ "divided", "Write / to divide." },
		{ "a", "Write per, or /, as in 100 per day." },
		{ "an", "Write per, or /, as in 100 per hour." },
		{ "each", "Write per, or /, as in 100 per day." },
		{ "every", "Write per, or /, as in 1 per 10 s." },
		{ "as", "Write `in` to convert." },
		{ "into", "Write `in` to convert." },
		{ "mod", "There is no remainder; floor() rounds down." },
	};
	for (size_t i = 0; i < ARRAY_SIZE(operators); i++)
		if (!strcmp(operators[i].word, word))
			return operators[i].sentence;
	return NULL;
}

const char *suggest_name(struct pool *pool, const struct symbol_table *table, const char *word, size_t len)
{
	const struct symbol *near = nearest(table, word, len, SORT_VARIABLE | SORT_UNIT | SORT_FUNCTION);
	if (len == 1 && *word == 'e')
		return "Write exp(x) for a power of Euler's number.";
	if (len == 2 && !memcmp(word, "pi", 2))
		return "Define it on a line above: pi = 3.14159265.";
	if (near && near->definition)
		return pool_printf(pool, "Did you mean %s?", near->name);
	for (size_t i = 0; i < ARRAY_SIZE(known_slips); i++)
		if (len > 1 && strlen(known_slips[i].word) == len && !strncasecmp(known_slips[i].word, word, len))
			return known_slips[i].sentence;
	if (!near)
		return NULL;
	return near->function ? pool_printf(pool, "Did you mean %s?", near->function->usage)
	                      : pool_printf(pool, "Did you mean the unit %s?", near->name);
}

const char *suggest_function(struct pool *pool, const struct symbol_table *table, const char *word, size_t len)
{
	static const struct {
		const char *word, *sentence;
	} others[] = {
		{ "log", "Write log(x, base)." },
		{ "loge", "Write ln(x)." },
		{ "lg", "Write log2(x) or log10(x)." },
		{ "lb", "Write log2(x)." },
		{ "avg", "Write sum(a, b) / 2." },
		{ "mean", "Write sum(a, b) / 2." },
		{ "average", "Write sum(a, b) / 2." },
		{ "ceiling", "Write ceil(x)." },
		{ "roundup", "Write ceil(x)." },
		{ "rounddown", "Write floor(x)." },
		{ "power", "Write pow(x, exponent) or x^exponent." },
		{ "abs", "Write max(x, -x)." },
		{ "zipf", "Write zipf_hit(keys, cached, s)." },
	};
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strlen(others[i].word) == len && !strncasecmp(others[i].word, word, len))
			return others[i].sentence;
	const struct symbol *near = nearest(table, word, len, SORT_FUNCTION);
	if (near)
		return pool_printf(pool, "Did you mean %s?", near->function->usage);
	return "There are min max sum ceil floor round sqrt ln log2 log10 log exp pow series parallel zipf_hit.";
}
