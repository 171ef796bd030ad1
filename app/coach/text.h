/*
 * Text: what people typed, as tokens that can be compared. Questions, notes and the wordings of problems all go
 * through this one tokeniser, so that both sides of every comparison were treated alike. Pure.
 *
 * A token is a word, a number or one of the few signs that carry meaning (% ^ $ ->). Letters and digits are split
 * apart (`base62` is `base` `62`), numbers are read with their suffix (`100M`, `100 million` and `100,000,000` are
 * one number; `ten` is 10), words are lower-cased and stemmed. A stem is not a word: it only ever meets other stems.
 *
 * Ownership: tokens point into the arena of their list. Any bytes are accepted; what is no text is skipped.
 */
#ifndef SYSDRILL_COACH_TEXT_H
#define SYSDRILL_COACH_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_SIGN };

enum { TOKENS_TEXT_MAX = 256 * 1024 };        /* bytes that are looked at; what lies beyond is ignored */

struct token {
	size_t from, to;        /* bytes of the text: [from, to) */
	enum token_kind kind;
	const char *word;       /* lower case, as typed */
	const char *stem;       /* what is compared; of a number its value in a canonical form */
	double value;           /* of a number */
	uint32_t sentence;      /* counts sentences and bullets, from 0; a blank line or a heading leaves one number out */
	uint32_t clause;        /* counts clauses, from 0: ends at , ; : ( ) and at every end of a sentence */
	bool stop;              /* says nothing by itself: "the", "is", "please" */
};

struct tokens {
	struct token *items;
	size_t count, cap;
	struct arena arena;
};

#define TOKENS_INIT { .items = NULL, .count = 0, .cap = 0, .arena = ARENA_INIT }

/* Appends the tokens of `text`, whose offsets, sentences and clauses count from 0. */
void tokens_read(struct tokens *tokens, const char *text, size_t len);
void tokens_release(struct tokens *tokens);

/* The stem of one lower-case ASCII word of `len` bytes, written to `out` (`len` + 1 bytes). Returns its length. */
size_t text_stem(const char *word, size_t len, char *out);
/* One letter left out, added, changed, or two neighbours swapped. */
bool text_one_typo(const char *a, const char *b);
/* "no", "not", "without", "don't": the word turns the next ones around. */
bool text_is_negator(const struct token *token);

#endif
