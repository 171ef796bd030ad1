/* Vocabulary: strings as small numbers, so that comparing many texts is comparing integers. Pure. */
#ifndef SYSDRILL_COACH_VOCABULARY_H
#define SYSDRILL_COACH_VOCABULARY_H

#include <stddef.h>

#include "base/arena.h"

struct vocabulary {
	const char **words;     /* by number, from 0; in the arena */
	size_t count, cap;
	int *slots;             /* hash table of numbers, -1 for free; a power of two of them */
	size_t slot_count;
	struct arena arena;
};

void vocabulary_init(struct vocabulary *vocabulary);
void vocabulary_release(struct vocabulary *vocabulary);
int vocabulary_add(struct vocabulary *vocabulary, const char *word);            /* its number, new or old */
int vocabulary_find(const struct vocabulary *vocabulary, const char *word);     /* -1: not there */

#endif
