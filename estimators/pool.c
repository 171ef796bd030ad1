#include "pool.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 480 };

struct pool_block {
	struct pool_block *next;
	size_t used, size;
	alignas(max_align_t) char bytes[];
};

void *estimate_realloc(void *p, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		abort();
	size_t bytes = count * size;
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		abort();
	return p;
}

void *estimate_calloc(size_t count, size_t size)
{
	void *p = calloc(count + !count, size);
	if (!p)
		abort();
	return p;
}

void *pool_alloc(struct pool *pool, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct pool_block *block = pool->block;
	size = (size + align - 1) & ~(align - 1);
	if (!block || block->size - block->used < size) {
		size_t bytes = size > BLOCK_BYTES / 2 ? size : BLOCK_BYTES;
		block = estimate_calloc(1, sizeof *block + bytes);
		block->size = bytes;
		block->next = pool->block;
		pool->block = block;
	}
	void *p = block->bytes + block->used;
	block->used += size;
	return p;
}

char *pool_copy(struct pool *pool, const char *text, size_t len)
{
	char *copy = pool_alloc(pool, len + 1);
	memcpy(copy, text, len);
	return copy;
}

char *pool_printf(struct pool *pool, const char *format, ...)
{
	char buffer[512];
	va_list ap, again;
	va_start(ap, format);
	va_copy(again, ap);
	int len = vsnprintf(buffer, sizeof buffer, format, ap);
	va_end(ap);
	char *text;
	if (len < 0) {
		text = pool_copy(pool, "", 0);
	} else if ((size_t)len < sizeof buffer) {
		text = pool_copy(pool, buffer, (size_t)len);
	} else {
		text = pool_alloc(pool, (size_t)len + 1);
		vsnprintf(text, (size_t)len + 1, format, again);
	}
	va_end(again);
	return text;
}

char *pool_join(struct pool *pool, const char *a, const char *b, const char *c)
{
	size_t a_len = strlen(a), b_len = strlen(b), c_len = strlen(c);
	char *text = pool_alloc(pool, a_len + b_len + c_len + 1);
	memcpy(text, a, a_len);
	memcpy(text + a_len, b, b_len);
	memcpy(text + a_len + b_len, c, c_len);
	return text;
}

void pool_reset(struct pool *pool)
{
	struct pool_block *keep = pool->block;
	if (!keep || keep->next) {
		pool_release(pool);
		return;
	}
	memset(keep->bytes, 0, keep->used);
	keep->used = 0;
}

void pool_release(struct pool *pool)
{
	for (struct pool_block *block = pool->block, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	pool->block = NULL;
}
