/*
 * Arena: memory for things that die together, such as a parsed problem. Everything allocated from an arena
 * belongs to it and is gone after arena_release(). Zeroed, aligned for any type.
 */
#ifndef SYSDRILL_BASE_ARENA_H
#define SYSDRILL_BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk;      /* newest first */
};

#define ARENA_INIT { .chunk = NULL }

void arena_init(struct arena *arena);
void arena_release(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t size);
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t len);

#endif
