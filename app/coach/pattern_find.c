#include "coach/pattern.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/pattern_parts.h"
#include "coach/vocabulary.h"

enum {
	GAP_MAX = 1,            /* words that say something, between two words of a wording */
	NEAR_SENTENCES = 4,     /* "further apart" */
	STRETCH = 9,            /* words that say something, between two parts of one sentence */
	STRETCH_ACROSS = 7,     /* the same, across two sentences */
	NEGATION_REACH = 3,     /* words that say something, between "no" and what it turns down */
	USUAL_LINES = 140,      /* of a problem; a constant, so that a small problem is judged alike */
};

static const double whole_term_times = 1.5;     /* a line of one part is a term that says it all: "columnar" */

/* Where one part of a line occurs. */
struct hit {
	size_t from, to;        /* tokens */
	double weight;
	bool negated;
};

struct hits {
	struct hit *items;
	size_t count, cap;
};

static double word_weight(const struct patterns *patterns, int word)
{
	return fmax(log((double)USUAL_LINES / (double)patterns->lines_with[word]), 0);
}

/* The place of a word at token `at`, or NULL. Places are in order of tokens. */
static const struct place *place_at(const struct places *places, size_t at)
{
	size_t low = 0, high = places->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (places->items[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < places->count && places->items[low].at == at ? &places->items[low] : NULL;
}

/* Follows a wording from its first word at `at`; returns the token behind its last word, 0 when it does not stand there. */
static size_t follow(const struct indexed *indexed, const struct wording *wording, const struct place *first)
{
	const struct tokens *tokens = &indexed->tokens;
	size_t at = first->at + first->span;
	for (size_t w = 1; w < wording->count; w++) {
		const struct place *place = NULL;
		size_t skipped = 0;
		for (; at < tokens->count && skipped <= GAP_MAX; at++) {
			const struct token *token = &tokens->items[at];
			if (token->clause != tokens->items[first->at].clause)
				return 0;
			if ((place = place_at(&indexed->places[wording->words[w]], at)))
				break;
			skipped += !is_idle(token);
		}
		if (!place || skipped > GAP_MAX)
			return 0;
		at = place->at + place->span;
	}
	return at;
}

static bool word_is(const struct token *token, const char *word)
{
	return token->word && !strcmp(token->word, word);
}

/* "not online -> push": a thought ends there. */
static bool is_arrow(const struct token *token)
{
	return token->kind == TOKEN_SIGN && word_is(token, "->");
}

/* "302, not 301" names what was not chosen; "we do not cache" says no. */
static bool is_contrast(const struct tokens *tokens, size_t negator, size_t from)
{
	static const char *const auxiliaries[] = {
		"do", "does", "did", "is", "are", "was", "should", "will", "can", "could", "would", "must", "may", "need",
	};
	if (negator + 1 != from || !word_is(&tokens->items[negator], "not"))
		return false;
	for (size_t i = 0; negator && i < ARRAY_SIZE(auxiliaries); i++)
		if (word_is(&tokens->items[negator - 1], auxiliaries[i]))
			return false;
	return true;
}

/*
 * "no", "without", "don't need", "skip" shortly before, in the same clause; but "not only" says yes. A line of several parts
 * may be about the contrast itself.
 */
static bool negated_before(const struct indexed *indexed, size_t from, bool alone)
{
	const struct tokens *tokens = &indexed->tokens;
	size_t reach = 0;
	for (size_t i = from; i-- > 0 && reach <= NEGATION_REACH;) {
		const struct token *token = &tokens->items[i];
		if (token->clause != tokens->items[from].clause || is_arrow(token))
			return false;
		if (text_is_negator(token) && !alone && is_contrast(tokens, i, from))
			return false;
		if (text_is_negator(token))
			return !word_is(&tokens->items[i + 1], "only") && !word_is(&tokens->items[i + 1], "just");
		if (word_is(token, "instead") || word_is(token, "rather"))
			return false;
		reach += !is_idle(token);
	}
	return false;
}

/* "... not needed", "is overkill", "is unnecessary", "out of scope" behind it, in the same clause. */
static bool negated_after(const struct indexed *indexed, size_t to)
{
	static const char *const needed[] = { "needed", "need", "required", "necessary", "worth", "used", "use", "wanted" };
	const struct tokens *tokens = &indexed->tokens;
	for (size_t i = to, reach = 0; to && i < tokens->count && reach <= NEGATION_REACH; i++) {
		const struct token *token = &tokens->items[i];
		if (token->clause != tokens->items[to - 1].clause || is_arrow(token))
			return false;
		if (word_is(token, "unnecessary") || word_is(token, "overkill"))
			return true;
		if (text_is_negator(token) && i + 1 < tokens->count)
			for (size_t k = 0; k < ARRAY_SIZE(needed); k++)
				if (word_is(&tokens->items[i + 1], needed[k]))
					return true;
		reach += !is_idle(token);
	}
	return false;
}

static void add_hit(const struct indexed *indexed, struct hits *hits, size_t from, size_t to,
                    const struct wording *wording, bool alone)
{
	struct hit hit = { .from = from, .to = to };
	for (size_t i = 0; i < wording->count; i++)
		hit.weight += word_weight(indexed->patterns, wording->words[i]);
	if (!wording->negative)
		hit.negated = negated_before(indexed, from, alone) || negated_after(indexed, to);
	hits->items = array_grow(hits->items, hits->count, &hits->cap, sizeof *hits->items);
	hits->items[hits->count++] = hit;
}

static int compare_hits(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	return x->from != y->from ? (x->from > y->from) - (x->from < y->from) : (x->to < y->to) - (x->to > y->to);
}

static void find_part(const struct indexed *indexed, const struct part *part, bool alone, struct hits *hits)
{
	for (size_t w = 0; w < part->count; w++) {
		const struct wording *wording = &part->wordings[w];
		const struct places *first = &indexed->places[wording->words[0]];
		for (size_t i = 0; i < first->count; i++) {
			size_t to = follow(indexed, wording, &first->items[i]);
			if (to)
				add_hit(indexed, hits, first->items[i].at, to, wording, alone);
		}
		const struct places *joined = wording->joined >= 0 ? &indexed->places[wording->joined] : NULL;
		for (size_t i = 0; joined && i < joined->count; i++)
			add_hit(indexed, hits, joined->items[i].at, joined->items[i].at + joined->items[i].span,
			        wording, alone);
	}
	if (hits->count)
		qsort(hits->items, hits->count, sizeof *hits->items, compare_hits);
}

/* Parts found within sentences [first, last]; parts may not share their words. */
struct choice {
	const struct hit *hits[PARTS_MAX];
	size_t found;
	bool negated;
};

static bool overlaps(const struct choice *choice, size_t count, const struct hit *hit)
{
	for (size_t i = 0; i < count; i++)
		if (choice->hits[i] && hit->from < choice->hits[i]->to && choice->hits[i]->from < hit->to)
			return true;
	return false;
}

/* The first hit at or behind a token. */
static size_t first_from(const struct hits *hits, size_t token)
{
	size_t low = 0, high = hits->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (hits->items[middle].from < token)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t distance(const struct hit *hit, size_t token)
{
	return hit->from > token ? hit->from - token : token - hit->from;
}

/* Of each part the hit that is nearest to a token, those first that are not turned down. */
static struct choice choose(const struct indexed *indexed, const struct hits *hits, size_t parts, size_t first, size_t last,
                            size_t token)
{
	struct choice choice = { .found = 0 };
	for (size_t p = 0; p < parts; p++) {
		for (size_t i = first_from(&hits[p], indexed->sentences[first].from); i < hits[p].count; i++) {
			const struct hit *hit = &hits[p].items[i], *best = choice.hits[p];
			if (indexed->tokens.items[hit->from].sentence > last)
				break;
			if (overlaps(&choice, p, hit))
				continue;
			if (!best || best->negated > hit->negated ||
			    (best->negated == hit->negated && distance(hit, token) < distance(best, token)))
				choice.hits[p] = hit;
		}
		choice.found += choice.hits[p] != NULL;
		choice.negated |= choice.hits[p] && choice.hits[p]->negated;
	}
	return choice;
}

static void set_evidence(const struct indexed *indexed, const struct choice *choice, size_t parts, struct span *evidence)
{
	size_t from = (size_t)-1, to = 0;
	for (size_t p = 0; p < parts; p++) {
		if (!choice->hits[p])
			continue;
		if (choice->hits[p]->from < from)
			from = choice->hits[p]->from;
		if (choice->hits[p]->to > to)
			to = choice->hits[p]->to;
	}
	if (evidence && to > from)
		*evidence = (struct span){ indexed->tokens.items[from].from, indexed->tokens.items[to - 1].to };
}

/* Parts that are many words apart are two thoughts, even in one sentence. */
static bool is_close(const struct indexed *indexed, const struct choice *choice, size_t parts)
{
	const struct tokens *tokens = &indexed->tokens;
	for (size_t p = 0; p < parts; p++) {
		size_t nearest = (size_t)-1;
		for (size_t q = 0; q < parts; q++) {
			const struct hit *a = choice->hits[p], *b = choice->hits[q];
			if (p == q)
				continue;
			if (a->from > b->from)
				a = choice->hits[q], b = choice->hits[p];
			size_t between = 0;
			for (size_t i = a->to; i < b->from; i++)
				between += !is_idle(&tokens->items[i]);
			if (tokens->items[a->from].sentence != tokens->items[b->from].sentence)
				between += STRETCH - STRETCH_ACROSS;
			if (between < nearest)
				nearest = between;
		}
		if (parts > 1 && nearest > STRETCH)
			return false;
	}
	return true;
}

/*
 * The line around one of its hits. A sentence may hold a part several times, so every hit is tried: its parts have to be close.
 */
static enum pattern_match judge(const struct indexed *indexed, const struct hits *hits, size_t parts, const struct hit *around,
                                struct choice *choice)
{
	size_t sentence = indexed->tokens.items[around->from].sentence;
	for (size_t width = 0; width <= 1; width++) {
		*choice = choose(indexed, hits, parts, sentence, sentence + width, around->from);
		if (choice->found == parts && !is_close(indexed, choice, parts))
			return choice->negated ? PATTERN_TURNED_DOWN : PATTERN_NEAR;
		if (choice->found == parts)
			return choice->negated ? PATTERN_TURNED_DOWN :
			       indexed_is_question(indexed, sentence) ? PATTERN_NEAR : PATTERN_MATCHES;
	}
	if (parts > 2 && choice->found + 1 == parts && !choice->negated)
		return PATTERN_NEAR;
	*choice = choose(indexed, hits, parts, sentence, sentence + NEAR_SENTENCES, around->from);
	return parts > 1 && choice->found == parts && !choice->negated ? PATTERN_NEAR : PATTERN_ABSENT;
}

static double weigh(const struct choice *choice, size_t parts)
{
	double weight = 0;
	for (size_t p = 0; p < parts; p++)
		weight += choice->hits[p] ? choice->hits[p]->weight : 0;
	return weight;
}

enum pattern_match pattern_find(const struct indexed *indexed, size_t number, struct span *evidence, double *weight)
{
	const struct line *line = &indexed->patterns->lines[number];
	struct hits hits[PARTS_MAX] = { { NULL, 0, 0 } };
	enum pattern_match best = PATTERN_ABSENT;
	for (size_t p = 0; p < line->count; p++)
		find_part(indexed, &line->parts[p], line->count == 1, &hits[p]);
	for (size_t p = 0; p < line->count && best != PATTERN_MATCHES; p++)
		for (size_t i = 0; i < hits[p].count && best != PATTERN_MATCHES; i++) {
			struct choice choice;
			enum pattern_match match = judge(indexed, hits, line->count, &hits[p].items[i], &choice);
			if (match > best) {
				best = match;
				set_evidence(indexed, &choice, line->count, evidence);
				if (weight)
					*weight = weigh(&choice, line->count) * (line->count == 1 ? whole_term_times : 1);
			}
		}
	for (size_t p = 0; p < line->count; p++)
		free(hits[p].items);
	return best;
}
