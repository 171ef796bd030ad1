/*
 * Card: the bullet list below a heading whose every line is `- key: value`, read by a table of keys into a struct.
 * One row is one key; a fault in a line is a diagnostic, and the rest of the card is read all the same.
 */
#ifndef SYSDRILL_CATALOG_CARD_H
#define SYSDRILL_CATALOG_CARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "catalog/diagnostics.h"
#include "catalog/outline.h"
#include "problem/problem.h"

enum card_kind {
	CARD_ID,        /* const char *: lower-case letters, digits, hyphens */
	CARD_TEXT,      /* const char *: Markdown */
	CARD_TEXTS,     /* struct texts: the key may be repeated */
	CARD_LIST,      /* struct texts: separated by commas; the key may be repeated */
	CARD_IDS,       /* struct texts: ids separated by commas */
	CARD_NUMBER,    /* int from min to max */
	CARD_WORD,      /* an enum: the position in `words` */
	CARD_FLAG,      /* bool: true for the first of `words` */
	CARD_MINUTES,   /* int[SECTION_COUNT]: `requirements 8, architecture 20` */
};

struct words {
	const char *const *names;
	size_t count;
};

struct card_key {
	const char *key;
	enum card_kind kind;
	bool optional;
	size_t offset;          /* of the field in the struct that is filled */
	int min, max;           /* CARD_NUMBER */
	const struct words *words;
	const char *why;        /* what it is used for */
	const char *example;    /* a whole line */
};

struct card_keys {
	const char *noun;       /* "fact": for messages */
	const struct card_key *rows;
	size_t count;
};

/* One line of a card as it stands. */
struct card_line {
	const char *key, *value;
	int line;
};

/* The lines of a card; those without a colon are reported and left out. */
struct card_lines {
	struct card_line *items;
	size_t count;
};

void card_lines_read(const struct outline *outline, cmark_node *card, const char *noun, struct card_lines *out,
		     struct diagnostics *diags);
/* Fills `target` (zeroed or with defaults) from the card of `section`; a missing required key is an error. */
void card_read(const struct outline *outline, const struct outline_section *section, const struct card_keys *keys,
	       void *target, struct diagnostics *diags);

/* Whether it is lower-case letters, digits and single hyphens between them. */
bool content_id_valid(const char *id);
/* An id made from a title; never empty. */
const char *id_from_title(struct arena *arena, const char *title);
/* The word nearest to `text` when it is at most two edits away, else NULL. */
const char *nearest_word(const char *text, const struct words *words);

extern const struct words section_words, criterion_words, level_words, difficulty_words, topic_words, concern_words,
	weight_words, story_tag_words;

#endif
