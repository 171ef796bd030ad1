#include "coach/vocabulary.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"

enum { SLOTS_MIN = 64 };

/* FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint32_t hash(const char *word)
{
	uint32_t h = 2166136261u;
	for (; *word; word++)
		h = (h ^ (unsigned char)*word) * 16777619u;
	return h;
}

static size_t slot_of(const struct vocabulary *v, const char *word)
{
	size_t at = hash(word) & (v->slot_count - 1);
	while (v->slots[at] >= 0 && strcmp(v->words[v->slots[at]], word))
		at = (at + 1) & (v->slot_count - 1);
	return at;
}

static void set_slots(struct vocabulary *v, size_t count)
{
	free(v->slots);
	v->slots = xmalloc(count * sizeof *v->slots);
	v->slot_count = count;
	for (size_t i = 0; i < count; i++)
		v->slots[i] = -1;
	for (size_t i = 0; i < v->count; i++)
		v->slots[slot_of(v, v->words[i])] = (int)i;
}

void vocabulary_init(struct vocabulary *vocabulary)
{
	*vocabulary = (struct vocabulary){ .words = NULL };
	set_slots(vocabulary, SLOTS_MIN);
}

void vocabulary_release(struct vocabulary *vocabulary)
{
	free(vocabulary->words);
	free(vocabulary->slots);
	arena_release(&vocabulary->arena);
	*vocabulary = (struct vocabulary){ .words = NULL };
}

int vocabulary_add(struct vocabulary *vocabulary, const char *word)
{
	size_t at = slot_of(vocabulary, word);
	if (vocabulary->slots[at] >= 0)
		return vocabulary->slots[at];
	vocabulary->words = array_grow(vocabulary->words, vocabulary->count, &vocabulary->cap, sizeof *vocabulary->words);
	vocabulary->words[vocabulary->count] = arena_strdup(&vocabulary->arena, word);
	vocabulary->slots[at] = (int)vocabulary->count++;
	if (vocabulary->count * 2 > vocabulary->slot_count)
		set_slots(vocabulary, vocabulary->slot_count * 2);
	return (int)vocabulary->count - 1;
}

int vocabulary_find(const struct vocabulary *vocabulary, const char *word)
{
	return vocabulary->slots[slot_of(vocabulary, word)];
}
