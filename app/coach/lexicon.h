/*
 * Lexicon: groups of wordings which ask for the same in this field, and the names of techniques and products. The groups
 * are lexicon.def and design.def. Pure; built once for an interviewer.
 */
#ifndef SYSDRILL_COACH_LEXICON_H
#define SYSDRILL_COACH_LEXICON_H

#include <stddef.h>
#include <stdint.h>

#include "coach/text.h"

struct lexicon;

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon);

/* Concepts are numbered from 0. The last one is CONCEPT_DESIGN's: lexicon_design(). */
size_t lexicon_count(const struct lexicon *lexicon);
size_t lexicon_design(const struct lexicon *lexicon);
const char *lexicon_name(const struct lexicon *lexicon, size_t concept);

/* A wording found in a text: tokens [from, from + count). */
struct lexicon_hit {
	size_t concept, from, count;
};

/* All wordings that begin at token `at`; calls `found` for each. */
void lexicon_find(const struct lexicon *lexicon, const struct tokens *tokens, size_t at,
                  void (*found)(void *context, struct lexicon_hit hit), void *context);
/* The subjects (subject.def) that tokens [from, to) name, one bit each. */
uint64_t lexicon_subjects(const struct lexicon *lexicon, const struct tokens *tokens, size_t from, size_t to);
/* Is this stem a word of any wording? For telling a word from a slip of the finger. */
bool lexicon_knows(const struct lexicon *lexicon, const char *stem);

#endif
