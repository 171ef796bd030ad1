#include "coach/quantity_text.h"

#include <string.h>

#include "base/array.h"

enum { YEAR_S = 365 * 86400 };

enum measure { MEASURE_NONE, MEASURE_BYTES, MEASURE_TIME, MEASURE_RATE };

/* As typed, except that bytes are often typed in small letters. Decimal prefixes; a year is 365 days, as in estimate.h. */
static const struct { const char *word; double factor; enum measure measure; } units[] = {
	{ "b", 1, MEASURE_BYTES }, { "byte", 1, MEASURE_BYTES }, { "bytes", 1, MEASURE_BYTES }, { "kb", 1e3, MEASURE_BYTES },
	{ "mb", 1e6, MEASURE_BYTES }, { "gb", 1e9, MEASURE_BYTES }, { "tb", 1e12, MEASURE_BYTES }, { "pb", 1e15, MEASURE_BYTES },
	{ "kib", 1024, MEASURE_BYTES }, { "mib", 1048576, MEASURE_BYTES }, { "gib", 1073741824, MEASURE_BYTES },
	{ "ms", 1e-3, MEASURE_TIME }, { "s", 1, MEASURE_TIME }, { "second", 1, MEASURE_TIME }, { "seconds", 1, MEASURE_TIME },
	{ "min", 60, MEASURE_TIME }, { "minute", 60, MEASURE_TIME }, { "minutes", 60, MEASURE_TIME },
	{ "h", 3600, MEASURE_TIME }, { "hour", 3600, MEASURE_TIME }, { "hours", 3600, MEASURE_TIME },
	{ "d", 86400, MEASURE_TIME }, { "day", 86400, MEASURE_TIME }, { "days", 86400, MEASURE_TIME },
	{ "month", YEAR_S / 12.0, MEASURE_TIME }, { "months", YEAR_S / 12.0, MEASURE_TIME },
	{ "year", YEAR_S, MEASURE_TIME }, { "years", YEAR_S, MEASURE_TIME },
	{ "qps", 1, MEASURE_RATE }, { "rps", 1, MEASURE_RATE }, { "tps", 1, MEASURE_RATE }, { "wps", 1, MEASURE_RATE },
};

static enum measure measure_of(const struct token *token, double *factor)
{
	for (size_t i = 0; token->kind == TOKEN_WORD && token->word && i < ARRAY_SIZE(units); i++)
		if (!strcmp(units[i].word, token->word)) {
			*factor = units[i].factor;
			return units[i].measure;
		}
	return MEASURE_NONE;
}

/* "/s", "per day" at token `at`: the seconds of the unit below the line, and the last token; 0 when there is none. */
static double per(const struct tokens *tokens, const char *text, size_t at, size_t *last)
{
	double factor;
	size_t unit = at;
	if (!at || at >= tokens->count || tokens->items[at].sentence != tokens->items[at - 1].sentence)
		return 0;
	size_t gap = tokens->items[at].from - tokens->items[at - 1].to;
	bool slash = gap >= 1 && gap <= 3 && memchr(text + tokens->items[at - 1].to, '/', gap);
	if (!slash && tokens->items[at].word &&
	    (!strcmp(tokens->items[at].word, "per") || !strcmp(tokens->items[at].word, "a")))
		unit = at + 1;
	else if (!slash)
		return 0;
	if (unit >= tokens->count || measure_of(&tokens->items[unit], &factor) != MEASURE_TIME)
		return 0;
	*last = unit;
	return factor;
}

bool quantity_at(const struct tokens *tokens, const char *text, size_t at, struct typed_quantity *out)
{
	const struct token *number = &tokens->items[at];
	double factor = 1, below;
	enum measure measure = MEASURE_NONE;
	size_t next = at + 1;
	if (number->kind != TOKEN_NUMBER || (number->word && (number->word[0] < '0' || number->word[0] > '9')))
		return false;
	*out = (struct typed_quantity){ .first = at, .last = at, .value = number->value, .dimension = "1" };
	size_t gap = next < tokens->count ? tokens->items[next].from - number->to : 2;
	if (gap == 0 || (gap == 1 && text[number->to] == ' ')) {
		measure = measure_of(&tokens->items[next], &factor);
		if (measure != MEASURE_NONE) {
			out->value *= factor;
			out->last = next++;
		}
	}
	if (measure == MEASURE_RATE) {
		out->dimension = "1/s";
		return true;
	}
	below = per(tokens, text, next, &out->last);
	/* "1,200 writes/s": one noun between the number and its unit. */
	if (below == 0 && measure == MEASURE_NONE && next < tokens->count && tokens->items[next].kind == TOKEN_WORD)
		below = per(tokens, text, next + 1, &out->last);
	if (below > 0)
		out->value /= below;
	if (measure == MEASURE_BYTES)
		out->dimension = below > 0 ? "byte/s" : "byte";
	else if (measure == MEASURE_TIME)
		out->dimension = below > 0 ? "1" : "s";
	else
		out->dimension = below > 0 ? "1/s" : "1";
	return true;
}
