#include "coach/title.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "coach/vocabulary.h"

enum { WORDS_MAX = 24, WORDS_ENOUGH = 2 };

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

/* Weight of the title's words among tokens [from, to). */
static double found_in(const struct titles *titles, const struct title *title, const struct tokens *tokens, size_t from,
                       size_t to, size_t *count)
{
	double sum = 0;
	*count = 0;
	for (size_t k = 0; k < title->count; k++)
		for (size_t i = from; i < to; i++)
			if (!tokens->items[i].stop && !strcmp(tokens->items[i].stem, titles->words.words[title->words[k]])) {
				sum += titles->weights[title->words[k]];
				++*count;
				break;
			}
	return sum;
}

static bool has_negator(const struct tokens *tokens, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (text_is_negator(&tokens->items[i]))
			return true;
	return false;
}

double title_likeness(const struct titles *titles, size_t point, const struct indexed *indexed, struct span *evidence)
{
	const struct title *title = &titles->titles[point];
	const struct tokens *tokens = indexed_tokens(indexed);
	double best = 0;
	for (size_t from = 0, to, end; from < tokens->count; from = to) {
		size_t count;
		uint32_t sentence = tokens->items[from].sentence;
		for (to = from + 1; to < tokens->count && tokens->items[to].sentence == sentence;)
			to++;
		for (end = to; end < tokens->count && tokens->items[end].sentence == sentence + 1;)
			end++;
		double sum = found_in(titles, title, tokens, from, end, &count);
		if (count < WORDS_ENOUGH || title->weight <= 0 || sum / title->weight <= best)
			continue;
		if (indexed_is_question(indexed, sentence) || has_negator(tokens, from, end))
			continue;
		best = sum / title->weight;
		*evidence = (struct span){ tokens->items[from].from, tokens->items[end - 1].to };
	}
	return best;
}
