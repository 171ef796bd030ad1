#include "coach/title.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/vocabulary.h"

enum { WORDS_MAX = 24, WORDS_ENOUGH = 3 };
_Static_assert(WORDS_MAX <= 32, "a set of a title's words is 32 bits");

struct title {
	int words[WORDS_MAX];
	size_t count;
	double weight;
};

struct titles {
	struct vocabulary words;
	struct title *titles;
	size_t count;
	double *weights;        /* by word */
};

static void read_title(struct titles *titles, const char *text, struct title *title)
{
	struct tokens tokens = TOKENS_INIT;
	tokens_read(&tokens, text, strlen(text));
	for (size_t i = 0; i < tokens.count && title->count < WORDS_MAX; i++) {
		if (tokens.items[i].stop)
			continue;
		int word = vocabulary_add(&titles->words, tokens.items[i].stem);
		size_t k = 0;
		while (k < title->count && title->words[k] != word)
			k++;
		if (k == title->count)
			title->words[title->count++] = word;
	}
	tokens_release(&tokens);
}

struct titles *titles_new(const struct problem *problem)
{
	struct titles *titles = xcalloc(1, sizeof *titles);
	titles->count = problem->key_point_count;
	titles->titles = xcalloc(titles->count, sizeof *titles->titles);
	vocabulary_init(&titles->words);
	for (size_t i = 0; i < titles->count; i++)
		read_title(titles, problem->key_points[i].text, &titles->titles[i]);
	titles->weights = xcalloc(titles->words.count, sizeof *titles->weights);
	for (size_t i = 0; i < titles->count; i++)
		for (size_t k = 0; k < titles->titles[i].count; k++)
			titles->weights[titles->titles[i].words[k]]++;
	for (size_t w = 0; w < titles->words.count; w++)
		titles->weights[w] = log(1 + (double)titles->count / titles->weights[w]);
	for (size_t i = 0; i < titles->count; i++)
		for (size_t k = 0; k < titles->titles[i].count; k++)
			titles->titles[i].weight += titles->weights[titles->titles[i].words[k]];
	return titles;
}

void titles_free(struct titles *titles)
{
	if (!titles)
		return;
	vocabulary_release(&titles->words);
	free(titles->titles);
	free(titles->weights);
	free(titles);
}

struct sentence {
	size_t from, to;        /* tokens */
	uint32_t number;
	bool negated;
};

struct places {
	uint32_t *items;        /* sentences, in order, each once */
	size_t count, cap;
};

struct titled {
	const struct titles *titles;
	const struct indexed *indexed;
	struct sentence *sentences;
	size_t count, cap;
	struct places *places;  /* by word */
	uint32_t *found;        /* by sentence: which words of the title in hand stand there; all 0 between two titles */
};

static void add_place(struct places *places, uint32_t sentence)
{
	if (places->count && places->items[places->count - 1] == sentence)
		return;
	places->items = array_grow(places->items, places->count, &places->cap, sizeof *places->items);
	places->items[places->count++] = sentence;
}

struct titled *titled_new(const struct titles *titles, const struct indexed *indexed)
{
	struct titled *t = xcalloc(1, sizeof *t);
	const struct tokens *tokens = indexed_tokens(indexed);
	t->titles = titles;
	t->indexed = indexed;
	t->places = xcalloc(titles->words.count, sizeof *t->places);
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		int word = token->stop ? -1 : vocabulary_find(&titles->words, token->stem);
		if (!t->count || t->sentences[t->count - 1].number != token->sentence) {
			t->sentences = array_grow(t->sentences, t->count, &t->cap, sizeof *t->sentences);
			t->sentences[t->count++] = (struct sentence){ .from = i, .number = token->sentence };
		}
		t->sentences[t->count - 1].to = i + 1;
		t->sentences[t->count - 1].negated |= text_is_negator(token);
		if (word >= 0)
			add_place(&t->places[word], (uint32_t)(t->count - 1));
	}
	t->found = xcalloc(t->count, sizeof *t->found);
	return t;
}

void titled_free(struct titled *titled)
{
	if (!titled)
		return;
	for (size_t i = 0; i < titled->titles->words.count; i++)
		free(titled->places[i].items);
	free(titled->places);
	free(titled->sentences);
	free(titled->found);
	free(titled);
}

/* The share of a title that stands in sentence `at` and, if it is its neighbour, the next one; 0 where it cannot count. */
static double share_at(const struct titled *t, const struct title *title, size_t at, struct span *span)
{
	const struct tokens *tokens = indexed_tokens(t->indexed);
	const struct sentence *first = &t->sentences[at], *last = first;
	if (at + 1 < t->count && first[1].number == first->number + 1)
		last++;
	uint32_t found = t->found[at] | (last > first ? t->found[at + 1] : 0);
	size_t count = 0;
	double sum = 0;
	if (indexed_is_question(t->indexed, first->number) || first->negated || last->negated)
		return 0;
	for (size_t k = 0; k < title->count; k++)
		if (found >> k & 1) {
			sum += t->titles->weights[title->words[k]];
			count++;
		}
	*span = (struct span){ tokens->items[first->from].from, tokens->items[last->to - 1].to };
	return count < WORDS_ENOUGH || title->weight <= 0 ? 0 : sum / title->weight;
}

double title_likeness(const struct titled *titled, size_t point, struct span *evidence)
{
	const struct title *title = &titled->titles->titles[point];
	double best = 0;
	for (size_t k = 0; k < title->count; k++) {
		const struct places *places = &titled->places[title->words[k]];
		for (size_t i = 0; i < places->count; i++)
			titled->found[places->items[i]] |= UINT32_C(1) << k;
	}
	for (size_t at = 0; at < titled->count; at++) {
		struct span span;
		bool found = titled->found[at] || (at + 1 < titled->count && titled->found[at + 1]);
		double share = found ? share_at(titled, title, at, &span) : 0;
		if (share > best) {
			best = share;
			*evidence = span;
		}
	}
	memset(titled->found, 0, titled->count * sizeof *titled->found);
	return best;
}
