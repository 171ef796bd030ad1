#include "coach/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/pattern_parts.h"
#include "coach/vocabulary.h"

struct patterns *patterns_new(void)
{
	struct patterns *patterns = xcalloc(1, sizeof *patterns);
	vocabulary_init(&patterns->words);
	return patterns;
}

void patterns_free(struct patterns *patterns)
{
	if (!patterns)
		return;
	for (size_t i = 0; i < patterns->count; i++)
		for (size_t k = 0; k < patterns->lines[i].count; k++)
			free(patterns->lines[i].parts[k].wordings);
	free(patterns->lines);
	vocabulary_release(&patterns->words);
	free(patterns->lines_with);
	free(patterns);
}

/* The words of a phrase written as one: "loadbalancer". -1 when there is only one, or no room. */
static int join(struct patterns *patterns, const struct tokens *tokens, size_t from)
{
	char joined[JOINED_MAX], stem[JOINED_MAX + 8];
	size_t len = 0;
	if (tokens->count - from < 2)
		return -1;
	for (size_t i = from; i < tokens->count; i++) {
		const char *word = tokens->items[i].word ? tokens->items[i].word : tokens->items[i].stem;
		size_t n = strlen(word);
		if (tokens->items[i].kind != TOKEN_WORD || len + n >= sizeof joined)
			return -1;
		memcpy(joined + len, word, n + 1);
		len += n;
	}
	text_stem(joined, len, stem);
	return vocabulary_add(&patterns->words, stem);
}

static void add_wording(struct patterns *patterns, struct part *part, struct tokens *tokens, const char *text, size_t len)
{
	struct wording wording = { .joined = -1 };
	size_t from = tokens->count, telling = 0;
	tokens_read(tokens, text, len);
	for (size_t i = from; i < tokens->count; i++)
		telling += !is_idle(&tokens->items[i]);
	for (size_t i = from; i < tokens->count && wording.count < PATTERN_WORDS_MAX; i++) {
		const struct token *token = &tokens->items[i];
		/* "redis down" must not shrink to "redis"; "read your own writes" may shrink to "read writes". */
		if (telling >= 2 && is_idle(token))
			continue;
		wording.words[wording.count++] = vocabulary_add(&patterns->words, token->stem);
		wording.negative |= text_is_negator(token);
	}
	if (!wording.count)
		return;
	wording.joined = join(patterns, tokens, from);
	part->wordings = array_grow(part->wordings, part->count, &part->cap, sizeof *part->wordings);
	part->wordings[part->count++] = wording;
}

static bool has_word(const struct part *part, size_t wordings, int word)
{
	for (size_t w = 0; w < wordings; w++)
		for (size_t i = 0; i < part->wordings[w].count; i++)
			if (part->wordings[w].words[i] == word)
				return true;
	return false;
}

/* Counts the line for each of its words, once. */
static void count_line(struct patterns *patterns, const struct line *line)
{
	while (patterns->lines_with_cap < patterns->words.count) {
		size_t old = patterns->lines_with_cap;
		patterns->lines_with = array_grow(patterns->lines_with, old, &patterns->lines_with_cap, sizeof *patterns->lines_with);
		memset(patterns->lines_with + old, 0, (patterns->lines_with_cap - old) * sizeof *patterns->lines_with);
	}
	for (size_t p = 0; p < line->count; p++)
		for (size_t w = 0; w < line->parts[p].count; w++)
			for (size_t i = 0; i < line->parts[p].wordings[w].count; i++) {
				int word = line->parts[p].wordings[w].words[i];
				bool counted = has_word(&line->parts[p], w, word);
				for (size_t q = 0; q < p && !counted; q++)
					counted = has_word(&line->parts[q], line->parts[q].count, word);
				patterns->lines_with[word] += !counted;
			}
}

size_t patterns_add(struct patterns *patterns, const char *text)
{
	struct tokens tokens = TOKENS_INIT;
	patterns->lines = array_grow(patterns->lines, patterns->count, &patterns->cap, sizeof *patterns->lines);
	struct line *line = &patterns->lines[patterns->count];
	*line = (struct line){ .count = 0 };
	for (const char *at = text; *at && line->count < PARTS_MAX;) {
		struct part *part = &line->parts[line->count];
		size_t end = strcspn(at, "+");
		for (size_t from = 0; from < end;) {
			size_t n = strcspn(at + from, "|+");
			add_wording(patterns, part, &tokens, at + from, n);
			from += n + 1;
		}
		line->count += part->count > 0;
		at += end + (at[end] == '+');
	}
	tokens_release(&tokens);
	count_line(patterns, line);
	return patterns->count++;
}
