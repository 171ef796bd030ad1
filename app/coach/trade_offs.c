#include "coach/trade_offs.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Words as typed, up to three in a row. An alternative says what else was possible; a reason only says why. */
static const struct { const char *words[3]; bool alternative; } markers[] = {
	{ { "instead", "of" }, true }, { { "rather", "than" }, true }, { { "versus" }, true }, { { "alternative" }, true },
	{ { "alternatively" }, true }, { { "alternatives" }, true }, { { "compared", "to" }, true },
	{ { "compared", "with" }, true }, { { "trade", "off" }, true }, { { "trade", "offs" }, true }, { { "tradeoff" }, true },
	{ { "tradeoffs" }, true }, { { "at", "the", "cost" }, true }, { { "the", "price" }, true }, { { "pros" }, true },
	{ { "cons" }, true }, { { "downside" }, true }, { { "drawback" }, true }, { { "other", "hand" }, true },
	{ { "could", "also" }, true }, { { "over" }, true }, { { "considered" }, true }, { { "not" }, true },
	{ { "because" }, false }, { { "since" }, false }, { { "so", "that" }, false }, { { "due", "to" }, false },
	{ { "therefore" }, false }, { { "reason" }, false }, { { "why" }, false }, { { "so" }, false },
};

struct sentence_view {
	const struct lexicon *lexicon;
	size_t designs;         /* techniques named; two wordings of one place count once */
	size_t last;
};

static void count_design(void *context, struct lexicon_hit hit)
{
	struct sentence_view *view = context;
	if (hit.concept != lexicon_design(view->lexicon) || (view->designs && hit.from < view->last))
		return;
	view->designs++;
	view->last = hit.from + hit.count;
}

static bool is_marker(const struct tokens *tokens, size_t at, size_t to, size_t marker, size_t *count)
{
	for (*count = 0; *count < 3 && markers[marker].words[*count]; ++*count) {
		const struct token *token = at + *count < to ? &tokens->items[at + *count] : NULL;
		if (!token || !token->word || strcmp(token->word, markers[marker].words[*count]))
			return false;
	}
	return true;
}

/* Weak markers ("over", "not", "so") tell an alternative only where two techniques stand in the sentence. */
static bool is_weak(size_t marker)
{
	const char *word = markers[marker].words[0];
	return !markers[marker].words[1] && (!strcmp(word, "over") || !strcmp(word, "not") || !strcmp(word, "so"));
}

static bool judge_sentence(const struct tokens *tokens, const struct lexicon *lexicon, size_t from, size_t to,
                           struct trade_off *out)
{
	struct sentence_view view = { .lexicon = lexicon };
	bool found = false;
	for (size_t i = from; i < to; i++)
		lexicon_find(lexicon, tokens, i, count_design, &view);
	*out = (struct trade_off){ .evidence = { tokens->items[from].from, tokens->items[to - 1].to } };
	for (size_t i = from; view.designs && i < to; i++)
		for (size_t m = 0; m < ARRAY_SIZE(markers); m++) {
			size_t count;
			if (!is_marker(tokens, i, to, m, &count) || (is_weak(m) && view.designs < 2))
				continue;
			if (found && (out->alternative || !markers[m].alternative))
				continue;
			out->marker = (struct span){ tokens->items[i].from, tokens->items[i + count - 1].to };
			out->alternative = markers[m].alternative;
			found = true;
		}
	return found;
}

size_t trade_offs_find(const struct tokens *tokens, const struct lexicon *lexicon, struct arena *arena,
                       struct trade_off **out)
{
	struct trade_off *found = NULL;
	size_t count = 0, cap = 0;
	for (size_t from = 0, to; from < tokens->count; from = to) {
		for (to = from + 1; to < tokens->count && tokens->items[to].sentence == tokens->items[from].sentence;)
			to++;
		found = array_grow(found, count, &cap, sizeof *found);
		count += judge_sentence(tokens, lexicon, from, to, &found[count]);
	}
	*out = arena_alloc(arena, (count + 1) * sizeof **out);
	if (count)
		memcpy(*out, found, count * sizeof *found);
	free(found);
	return count;
}
