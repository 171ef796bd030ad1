/*
 * Pool: the memory of one worksheet line (its tree, its messages), all freed together. Zeroed. Aborts the
 * process when there is no memory.
 */
#ifndef ESTIMATE_POOL_H
#define ESTIMATE_POOL_H

#include <stdarg.h>
#include <stddef.h>

struct pool_block;

struct pool {
	struct pool_block *block;       /* newest first */
};

void *pool_alloc(struct pool *pool, size_t size);
char *pool_copy(struct pool *pool, const char *text, size_t len);
__attribute__((format(printf, 2, 3)))
char *pool_printf(struct pool *pool, const char *format, ...);
char *pool_join(struct pool *pool, const char *a, const char *b, const char *c);
/* Frees what was allocated, but keeps a block for what comes next. */
void pool_reset(struct pool *pool);
void pool_release(struct pool *pool);

/* realloc() and calloc() that abort. */
void *estimate_realloc(void *p, size_t count, size_t size);
void *estimate_calloc(size_t count, size_t size);

#endif
