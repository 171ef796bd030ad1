#include "coach/numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/quantity_text.h"
#include "estimate.h"

enum { CLAUSE_MAX = 60, FINDINGS_MAX = 500 };     /* tokens to either side; more findings help nobody */

static const double agrees_within = 1.15;       /* rounding, a day of 100,000 s */
static const double equals_within = 1.05;       /* for a number whose name does not stand beside it */
static const double off_from = 2;               /* the specification's: more than twice or less than half */
static const double off_until = 1000;           /* beyond, the same words speak of another thing */
static const double telling_bytes = 1e9, telling_rate = 100;    /* derived numbers worth a working */

/* Named results of one document. */
struct source {
	struct worksheet *sheet;
	const char *whose;      /* "your worksheet", "the reference" */
};

struct checker {
	struct numbers_review *review;
	const struct problem *problem;
	const char *notes;
	struct tokens tokens;
	struct source sources[2];       /* the candidate's own comes first */
	size_t source_count;
	bool has_worksheet;
};

static double ratio(double a, double b)
{
	a = fabs(a), b = fabs(b);
	return a == 0 || b == 0 ? (a == b ? 1 : INFINITY) : a > b ? a / b : b / a;
}

static bool is_plain(const struct typed_quantity *q)
{
	return !strcmp(q->dimension, "1");
}

/* "day" in "daily" names no quantity. */
static bool is_unit_word(const struct token *token)
{
	static const char *const words[] = { "day", "second", "hour", "minute", "month", "year", "peak", "total", "per" };
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (token->word && !strcmp(words[i], token->word))
			return true;
	return false;
}

/* Do all telling words of the estimate's name ("daily_storage") stand in the quantity's clause? */
static bool names(const struct checker *c, const struct typed_quantity *q, const char *name)
{
	struct tokens words = TOKENS_INIT;
	size_t found = 0, telling = 0;
	uint32_t clause = c->tokens.items[q->first].clause;
	size_t first = q->first;
	while (first > 0 && q->first - first < CLAUSE_MAX && c->tokens.items[first - 1].clause == clause)
		first--;
	tokens_read(&words, name, strlen(name));
	for (size_t w = 0; w < words.count; w++) {
		if (words.items[w].kind == TOKEN_SIGN || is_unit_word(&words.items[w]))
			continue;
		telling++;
		for (size_t i = first; i < c->tokens.count && i < q->last + CLAUSE_MAX && c->tokens.items[i].clause == clause; i++)
			if (!strcmp(c->tokens.items[i].stem, words.items[w].stem)) {
				found++;
				break;
			}
	}
	tokens_release(&words);
	return telling > 0 && found == telling;
}

__attribute__((format(printf, 6, 7)))
static void add(struct checker *c, const struct typed_quantity *q, enum number_verdict verdict, const struct source *source,
                const struct estimate_result *result, const char *format, ...)
{
	struct numbers_review *review = c->review;
	struct strbuf compared = STRBUF_INIT, sentence = STRBUF_INIT;
	va_list ap;
	if (source)
		strbuf_addf(&compared, "%s: %s = %s", source->whose, result->name, result->shown);
	va_start(ap, format);
	strbuf_vaddf(&sentence, format, ap);
	va_end(ap);
	review->items = array_grow(review->items, review->count, &review->cap, sizeof *review->items);
	review->items[review->count++] = (struct number_review){
		.evidence = { c->tokens.items[q->first].from, c->tokens.items[q->last].to }, .verdict = verdict,
		.compared_with = arena_strdup(&review->arena, compared.text),
		.sentence = arena_strdup(&review->arena, sentence.text),
	};
	strbuf_release(&compared);
	strbuf_release(&sentence);
}

static const struct estimate_result *named_line(const struct source *source, size_t line)
{
	const struct estimate_result *result = worksheet_line(source->sheet, line);
	return result->kind == ESTIMATE_VALUE && result->name ? result : NULL;
}

/* What a number in the notes may be, among the named lines. */
struct candidate {
	const struct source *source;
	const struct estimate_result *result;
	bool named;
	double off;
};

/* The nearest line of the same kind; one whose name stands beside the number goes before all others, the own ones first. */
static struct candidate nearest_line(const struct checker *c, const struct typed_quantity *q)
{
	struct candidate best = { .off = INFINITY };
	for (size_t s = 0; s < c->source_count; s++)
		for (size_t i = 0; i < worksheet_line_count(c->sources[s].sheet); i++) {
			const struct estimate_result *r = named_line(&c->sources[s], i);
			double off = r && !strcmp(r->dimension, q->dimension) ? ratio(r->base_value, q->value) : INFINITY;
			if (off > agrees_within)
				continue;
			bool named = names(c, q, r->name);
			if (named < best.named || (named == best.named && best.result && (off >= best.off || named)))
				continue;
			best = (struct candidate){ &c->sources[s], r, named, off };
		}
	return best;
}

static bool find_agreement(struct checker *c, const struct typed_quantity *q)
{
	struct candidate best = nearest_line(c, q);
	bool byte_or_rate = !strcmp(q->dimension, "byte") || !strcmp(q->dimension, "byte/s") || !strcmp(q->dimension, "1/s");
	if (!best.result)
		return false;
	if (best.named)
		add(c, q, NUMBER_AGREES, best.source, best.result, "This agrees with %s (%s = %s).", best.source->whose,
		    best.result->name, best.result->shown);
	else if (byte_or_rate && best.off <= equals_within)
		add(c, q, NUMBER_AGREES, best.source, best.result, "As large as %s = %s in %s.", best.result->name,
		    best.result->shown, best.source->whose);
	/* Seconds and plain numbers are equal by chance. Nothing is known of them, but something may be meant. */
	return best.named || byte_or_rate;
}

/* "SMS 5M/day, the vendor takes 800/s": of several figures in a clause, which one the words name cannot be known. */
static bool is_alone(const struct checker *c, const struct typed_quantity *q)
{
	uint32_t clause = c->tokens.items[q->first].clause;
	size_t first = q->first;
	while (first > 0 && c->tokens.items[first - 1].clause == clause)
		first--;
	for (size_t i = first; i < c->tokens.count && c->tokens.items[i].clause == clause; i++) {
		struct typed_quantity other;
		if (!quantity_at(&c->tokens, c->notes, i, &other))
			continue;
		if (other.first != q->first && !strcmp(other.dimension, q->dimension))
			return false;
		i = other.last;
	}
	return true;
}

static bool find_disagreement(struct checker *c, const struct typed_quantity *q)
{
	if (is_plain(q))
		return false;
	for (size_t s = 0; s < c->source_count; s++)
		for (size_t i = 0; i < worksheet_line_count(c->sources[s].sheet); i++) {
			const struct estimate_result *r = named_line(&c->sources[s], i);
			if (!r || !strcmp(r->dimension, "1") || !names(c, q, r->name))
				continue;
			if (strcmp(r->dimension, q->dimension)) {
				/* Other figures may stand in such a clause: only the same digits in another unit are a slip. */
				if (ratio(r->value, c->tokens.items[q->first].value) > agrees_within)
					continue;
				add(c, q, NUMBER_WRONG_UNIT, &c->sources[s], r,
				    "The words are those of %s = %s in %s, but the unit is of another kind. Is it meant?", r->name,
				    r->shown, c->sources[s].whose);
				return true;
			}
			double off = ratio(r->base_value, q->value);
			if (off > off_until)
				continue;
			if (off <= off_from || !is_alone(c, q))
				return true;
			add(c, q, NUMBER_OFF, &c->sources[s], r, "This is %.2g times %s than %s (%s = %s).", off,
			    fabs(q->value) > fabs(r->base_value) ? "more" : "less", c->sources[s].whose, r->name, r->shown);
			return true;
		}
	return false;
}

/* Prompt and facts give numbers: these need no working. */
static bool is_given(const struct problem *problem, const struct typed_quantity *q)
{
	bool given = false;
	for (size_t i = 0; i <= problem->fact_count && !given; i++) {
		const char *text = i < problem->fact_count ? problem->facts[i].answer : problem->prompt;
		struct tokens tokens = TOKENS_INIT;
		struct typed_quantity other;
		tokens_read(&tokens, text, strlen(text));
		for (size_t t = 0; t < tokens.count && !given; t++)
			given = quantity_at(&tokens, text, t, &other) &&
			        (ratio(other.value, q->value) < 1.05 || ratio(other.value / 86400, q->value) < 1.05);
		tokens_release(&tokens);
	}
	return given;
}

/* "100M * 500 B = 50 GB": the working stands in the notes. */
static bool has_working(const struct checker *c, const struct typed_quantity *q)
{
	uint32_t sentence = c->tokens.items[q->first].sentence;
	size_t from = q->first;
	while (from > 0 && q->first - from < CLAUSE_MAX && c->tokens.items[from - 1].sentence == sentence)
		from--;
	for (size_t i = c->tokens.items[from].from; i < c->tokens.items[q->first].from; i++) {
		if (c->notes[i] == '>' && i > 0 && strchr("-=", c->notes[i - 1]))
			return true;
		if (c->notes[i] && strchr("*=/x", c->notes[i]) && i > 0 && (c->notes[i - 1] == ' ' || c->notes[i] == '=' || c->notes[i] == '*'))
			return true;
	}
	return false;
}

/* What one machine does or holds is assumed and not derived. */
static bool is_of_a_machine(const struct checker *c, const struct typed_quantity *q)
{
	static const char *const words[] = {
		"server", "node", "machine", "box", "disk", "shard", "host", "instance", "network", "ram", "nic", "ssd", "broker",
		"pod", "core", "redis", "postgres", "assume", "limit",
	};
	uint32_t clause = c->tokens.items[q->first].clause;
	size_t i = q->first;
	while (i > 0 && q->first - i < CLAUSE_MAX && c->tokens.items[i - 1].clause == clause)
		i--;
	for (; i < c->tokens.count && i < q->last + CLAUSE_MAX && c->tokens.items[i].clause == clause; i++)
		for (size_t w = 0; w < ARRAY_SIZE(words); w++) {
			char stem[32];
			text_stem(words[w], strlen(words[w]), stem);
			if (!strcmp(c->tokens.items[i].stem, stem))
				return true;
		}
	return false;
}

static void find_missing_working(struct checker *c, const struct typed_quantity *q)
{
	bool telling = (!strcmp(q->dimension, "byte") && q->value >= telling_bytes) ||
	               (!strcmp(q->dimension, "1/s") && q->value >= telling_rate) ||
	               (!strcmp(q->dimension, "byte/s") && q->value >= telling_rate);
	if (!telling || has_working(c, q) || is_of_a_machine(c, q) || is_given(c->problem, q))
		return;
	add(c, q, NUMBER_NO_WORKING, NULL, NULL, c->has_worksheet
	    ? "No line of your worksheet gives this number, and no working stands beside it. If it is assumed, say so."
	    : "No working stands beside this number: say from what it follows, or that it is assumed.");
}

static bool seen_before(const struct checker *c, const struct typed_quantity *q)
{
	const struct token *first = &c->tokens.items[q->first];
	size_t len = c->tokens.items[q->last].to - first->from;
	for (size_t i = 0; i < c->review->count; i++) {
		struct span span = c->review->items[i].evidence;
		if (span.to - span.from == len && !memcmp(c->notes + span.from, c->notes + first->from, len))
			return true;
	}
	return false;
}

/* "116 000/s": the second half is no number of its own. */
static bool continues_number(const struct checker *c, size_t at)
{
	const struct token *items = c->tokens.items;
	return (at > 0 && items[at - 1].kind == TOKEN_NUMBER && items[at].from == items[at - 1].to + 1) ||
	       (at + 1 < c->tokens.count && items[at + 1].kind == TOKEN_NUMBER && items[at + 1].from == items[at].to + 1 &&
	        c->notes[items[at].to] == ' ');
}

static void add_source(struct checker *c, const char *text, size_t len, const char *whose)
{
	struct source *source = &c->sources[c->source_count++];
	source->whose = whose;
	source->sheet = worksheet_new(NULL);
	worksheet_set_text(source->sheet, text, len);
}

void numbers_check(struct numbers_review *review, const struct problem *problem, const char *notes, size_t notes_len,
                   const char *worksheet, size_t worksheet_len)
{
	struct checker c = { .review = review, .problem = problem, .notes = notes, .tokens = TOKENS_INIT };
	struct strbuf reference = STRBUF_INIT;
	*review = (struct numbers_review){ .items = NULL };
	c.has_worksheet = worksheet_len > 0;
	if (c.has_worksheet)
		add_source(&c, worksheet, worksheet_len, "your worksheet");
	for (size_t i = 0; i < problem->estimate_blocks.count; i++)
		strbuf_addf(&reference, "%s\n", problem->estimate_blocks.items[i]);
	if (reference.len)
		add_source(&c, reference.text, reference.len, "the reference");
	tokens_read(&c.tokens, notes, notes_len);
	for (size_t at = 0; at < c.tokens.count && review->count < FINDINGS_MAX;) {
		struct typed_quantity q;
		if (!quantity_at(&c.tokens, notes, at, &q) || continues_number(&c, at)) {
			at++;
			continue;
		}
		if (!seen_before(&c, &q) && !find_agreement(&c, &q) && !find_disagreement(&c, &q))
			find_missing_working(&c, &q);
		at = q.last + 1;
	}
	for (size_t s = 0; s < c.source_count; s++)
		worksheet_free(c.sources[s].sheet);
	tokens_release(&c.tokens);
	strbuf_release(&reference);
}

void numbers_release(struct numbers_review *review)
{
	free(review->items);
	arena_release(&review->arena);
	*review = (struct numbers_review){ .items = NULL };
}

const char *number_verdict_name(enum number_verdict verdict)
{
	static const char *const names_[] = {
		[NUMBER_AGREES] = "agrees", [NUMBER_OFF] = "off", [NUMBER_WRONG_UNIT] = "wrong-unit",
		[NUMBER_NO_WORKING] = "no-working",
	};
	return names_[verdict];
}
