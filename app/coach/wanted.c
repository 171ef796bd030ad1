#include "coach/wanted.h"

#include <stdbool.h>
#include <string.h>

#include "base/array.h"

/* The first that fits is taken: "how much" is narrowed by the word that follows it. */
static const struct { const char *words[3]; unsigned wanted; } askings[] = {
	{ { "in", "bytes" }, HOLDS_BYTES }, { { "how", "much", "memory" }, HOLDS_BYTES }, { { "how", "much", "ram" }, HOLDS_BYTES },
	{ { "how", "much", "storage" }, HOLDS_BYTES }, { { "how", "much", "space" }, HOLDS_BYTES },
	{ { "how", "much", "disk" }, HOLDS_BYTES }, { { "how", "much", "money" }, HOLDS_MONEY },
	{ { "how", "expensive" }, HOLDS_MONEY }, { { "how", "many" }, HOLDS_NUMBER }, { { "how", "much" }, HOLDS_NUMBER },
	{ { "how", "big" }, HOLDS_NUMBER }, { { "how", "large" }, HOLDS_NUMBER }, { { "how", "wide" }, HOLDS_NUMBER },
	{ { "how", "high" }, HOLDS_NUMBER }, { { "how", "far" }, HOLDS_NUMBER | HOLDS_TIME },
	{ { "how", "often" }, HOLDS_NUMBER | HOLDS_TIME }, { { "how", "frequently" }, HOLDS_NUMBER | HOLDS_TIME },
	{ { "how", "long" }, HOLDS_TIME | HOLDS_LENGTH }, { { "how", "fast" }, HOLDS_TIME | HOLDS_NUMBER },
	{ { "how", "quick" }, HOLDS_TIME | HOLDS_NUMBER }, { { "how", "quickly" }, HOLDS_TIME | HOLDS_NUMBER },
	{ { "how", "soon" }, HOLDS_TIME | HOLDS_NUMBER }, { { "how", "old" }, HOLDS_TIME }, { { "how", "late" }, HOLDS_TIME },
};

/* Words that say something of the kind. A plural counts as its singular. */
static const char *const quantities[] = {
	"half", "halve", "third", "quarter", "fifth", "tenth", "dozen", "hundred", "thousand", "million", "billion", "twice", "none",
	"all", "single", "double", "unlimited", "cent", "dollar",
};
static const char *const byte_units[] = { "byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte", "exabyte", "kb", "mb", "gb",
	                                  "tb", "pb", "bit" };
static const char *const lengths[] = { "character", "letter", "digit", "word", "page", "line", "metre", "km", "kilometre" };
static const char *const money[] = { "cent", "dollar", "euro", "usd", "eur", "money", "$", "budget" };
static const char *const times[] = {
	"millisecond", "second", "minute", "hour", "day", "week", "month", "year", "ms", "s", "decade",
};
/* Say how long or how soon without a number. */
static const char *const spans[] = {
	"forever", "ever", "never", "always", "immediately", "instantly", "once", "until", "permanently", "tomorrow", "yesterday",
	"night", "morning", "hourly", "nightly", "weekly", "monthly", "yearly", "overnight",
};

static bool listed(const char *const *words, size_t count, const struct token *token)
{
	size_t len = token->word ? strlen(token->word) : 0;
	for (size_t i = 0; len && i < count; i++) {
		size_t n = strlen(words[i]);
		if (!strncmp(words[i], token->word, n) && (len == n || (len == n + 1 && token->word[n] == 's')))
			return true;
	}
	return false;
}

static bool is(const struct token *token, const char *word)
{
	return token->word && !strcmp(token->word, word);
}

static bool stands_at(const struct tokens *tokens, size_t at, size_t to, const char *const words[3])
{
	for (size_t i = 0; i < 3 && words[i]; i++)
		if (at + i >= to || !is(&tokens->items[at + i], words[i]))
			return false;
	return true;
}

unsigned wanted_by(const struct tokens *question, size_t from, size_t to)
{
	for (size_t i = 0; i < ARRAY_SIZE(askings); i++)
		for (size_t at = from; at < to; at++)
			if (stands_at(question, at, to, askings[i].words))
				return askings[i].wanted;
	return 0;
}

/* "one can ..." says no number. */
static bool is_quantity(const struct token *token)
{
	if (token->kind == TOKEN_NUMBER)
		return !is(token, "one");
	return listed(quantities, ARRAY_SIZE(quantities), token);
}

/* "ninety days", "for weeks", "within a minute", "A second later"; but not "three a day". */
static bool is_span(const struct tokens *answer, size_t from, size_t at)
{
	const struct token *unit = &answer->items[at], *last = at > from ? unit - 1 : NULL, *earlier = at > from + 1 ? unit - 2 : NULL;
	if (unit->word[strlen(unit->word) - 1] == 's')
		return true;
	if (!last)
		return false;
	if (is(last, "a") || is(last, "an") || is(last, "one"))
		return !earlier || earlier->sentence != last->sentence || earlier->stop || is(earlier, "half") || is(earlier, "within");
	return is_quantity(last);
}

unsigned held_by(const struct tokens *answer, size_t from, size_t to)
{
	unsigned held = 0;
	for (size_t at = from; at < to; at++) {
		const struct token *token = &answer->items[at];
		if (is_quantity(token))
			held |= HOLDS_NUMBER;
		if (listed(byte_units, ARRAY_SIZE(byte_units), token))
			held |= HOLDS_BYTES | HOLDS_LENGTH | HOLDS_NUMBER;
		if (listed(lengths, ARRAY_SIZE(lengths), token))
			held |= HOLDS_LENGTH;
		if (listed(money, ARRAY_SIZE(money), token))
			held |= HOLDS_MONEY;
		if (listed(spans, ARRAY_SIZE(spans), token) || (is(token, "good") && at > from && is(token - 1, "for")))
			held |= HOLDS_TIME;
		if (listed(times, ARRAY_SIZE(times), token) && is_span(answer, from, at))
			held |= HOLDS_TIME;
	}
	return held;
}
