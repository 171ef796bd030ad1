#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

enum { CHUNK_BYTES = 16 * 1024 };

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
	arena->chunk = NULL;
}

void arena_release(struct arena *arena)
{
	for (struct arena_chunk *chunk = arena->chunk, *next; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	arena->chunk = NULL;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct arena_chunk *chunk = arena->chunk;
	size = (size + align - 1) & ~(align - 1);
	if (!chunk || chunk->size - chunk->used < size) {
		size_t bytes = size > CHUNK_BYTES ? size : CHUNK_BYTES;
		chunk = xcalloc(1, sizeof *chunk + bytes);
		chunk->size = bytes;
		chunk->next = arena->chunk;
		arena->chunk = chunk;
	}
	void *p = chunk->bytes + chunk->used;
	chunk->used += size;
	return p;
}

char *arena_strndup(struct arena *arena, const char *s, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
	return arena_strndup(arena, s, strlen(s));
}
