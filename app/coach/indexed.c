#include "coach/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/pattern_parts.h"
#include "coach/vocabulary.h"

enum { FUZZY_MIN = 6 };         /* letters of a word in which one may be wrong */

static void add_place(struct indexed *indexed, int word, size_t at, size_t span)
{
	struct places *places = &indexed->places[word];
	if (places->count && places->items[places->count - 1].at == at)
		return;
	places->items = array_grow(places->items, places->count, &places->cap, sizeof *places->items);
	places->items[places->count++] = (struct place){ at, span };
}

/* The patterns' word that a word of the notes must have meant; -1: none. */
static int mended(const struct patterns *patterns, const char *stem)
{
	if (strlen(stem) < FUZZY_MIN)
		return -1;
	for (size_t i = 0; i < patterns->words.count; i++) {
		const char *word = patterns->words.words[i];
		if (word[0] == stem[0] && strlen(word) >= FUZZY_MIN && text_one_typo(word, stem))
			return (int)i;
	}
	return -1;
}

/* "single flight" where the patterns say "singleflight". */
static int joined_pair(const struct patterns *patterns, const struct token *a, const struct token *b)
{
	char joined[JOINED_MAX], stem[JOINED_MAX + 8];
	if (a->kind != TOKEN_WORD || b->kind != TOKEN_WORD || a->clause != b->clause)
		return -1;
	size_t n = strlen(a->word), m = strlen(b->word);
	if (n + m >= sizeof joined)
		return -1;
	memcpy(joined, a->word, n);
	memcpy(joined + n, b->word, m + 1);
	text_stem(joined, n + m, stem);
	return vocabulary_find(&patterns->words, stem);
}

static void index_words(struct indexed *indexed)
{
	const struct patterns *patterns = indexed->patterns;
	const struct tokens *tokens = &indexed->tokens;
	struct vocabulary seen;         /* words of the notes that no pattern has, and what they were meant to be */
	int *meant = NULL;
	size_t cap = 0;
	vocabulary_init(&seen);
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		int word = vocabulary_find(&patterns->words, token->stem);
		if (i + 1 < tokens->count) {
			int pair = joined_pair(patterns, token, &tokens->items[i + 1]);
			if (pair >= 0 && pair != word)
				add_place(indexed, pair, i, 2);
		}
		if (word < 0 && token->kind == TOKEN_WORD) {
			size_t known = seen.count;
			int number = vocabulary_add(&seen, token->stem);
			if (seen.count > known) {
				meant = array_grow(meant, known, &cap, sizeof *meant);
				meant[number] = mended(patterns, token->stem);
			}
			word = meant[number];
		}
		if (word >= 0)
			add_place(indexed, word, i, 1);
	}
	vocabulary_release(&seen);
	free(meant);
}

static bool asks(const struct indexed *indexed, size_t last, size_t next)
{
	size_t from = indexed->tokens.items[last].to;
	size_t to = next < indexed->tokens.count ? indexed->tokens.items[next].from : indexed->len;
	for (size_t i = from; i < to && indexed->text[i] != '\n'; i++)
		if (indexed->text[i] == '?')
			return true;
	return false;
}

static void index_sentences(struct indexed *indexed)
{
	const struct tokens *tokens = &indexed->tokens;
	indexed->sentence_count = tokens->count ? tokens->items[tokens->count - 1].sentence + 1 : 0;
	indexed->sentences = xcalloc(indexed->sentence_count, sizeof *indexed->sentences);
	for (size_t i = 0; i < tokens->count; i++) {
		struct sentence *sentence = &indexed->sentences[tokens->items[i].sentence];
		if (sentence->to == 0)
			sentence->from = i;
		sentence->to = i + 1;
		if (i + 1 == tokens->count || tokens->items[i + 1].sentence != tokens->items[i].sentence)
			sentence->question = asks(indexed, i, i + 1);
	}
}

struct indexed *indexed_new(const struct patterns *patterns, const char *text, size_t len)
{
	struct indexed *indexed = xcalloc(1, sizeof *indexed);
	indexed->patterns = patterns;
	indexed->text = text;
	indexed->len = len < TOKENS_TEXT_MAX ? len : TOKENS_TEXT_MAX;
	tokens_read(&indexed->tokens, text, len);
	indexed->places = xcalloc(patterns->words.count, sizeof *indexed->places);
	index_words(indexed);
	index_sentences(indexed);
	return indexed;
}

void indexed_free(struct indexed *indexed)
{
	if (!indexed)
		return;
	for (size_t i = 0; i < indexed->patterns->words.count; i++)
		free(indexed->places[i].items);
	free(indexed->places);
	free(indexed->sentences);
	tokens_release(&indexed->tokens);
	free(indexed);
}

const struct tokens *indexed_tokens(const struct indexed *indexed)
{
	return &indexed->tokens;
}

bool indexed_is_question(const struct indexed *indexed, size_t sentence)
{
	return sentence < indexed->sentence_count && indexed->sentences[sentence].question;
}
