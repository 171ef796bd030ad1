/*
 * Strbuf: a growing string that is always NUL-terminated. The buffer owns `text`; `strbuf_detach` hands it
 * over. Bytes are not interpreted, so it holds text and data alike.
 *
 * Memory: an allocation of ordinary size that fails leaves nothing sensible to do, and everything typed is
 * in the log by then; these functions therefore call xrealloc(), which says so and aborts. Sizes that come
 * from outside are checked by whoever reads them.
 */
#ifndef SYSDRILL_BASE_STRBUF_H
#define SYSDRILL_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
	char *text;     /* never NULL after strbuf_init */
	size_t len;     /* bytes, without the NUL */
	size_t cap;
};

#define STRBUF_INIT { .text = (char *)"", .len = 0, .cap = 0 }

void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb);                 /* frees; the buffer is as after init */
void strbuf_clear(struct strbuf *sb);                   /* length 0, memory kept */
char *strbuf_detach(struct strbuf *sb, size_t *len);    /* caller frees; `len` may be NULL */
void strbuf_reserve(struct strbuf *sb, size_t extra);

void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_adds(struct strbuf *sb, const char *s);
void strbuf_addc(struct strbuf *sb, char c);
void strbuf_fill(struct strbuf *sb, char c, size_t count);
__attribute__((format(printf, 2, 3)))
void strbuf_addf(struct strbuf *sb, const char *format, ...);
void strbuf_vaddf(struct strbuf *sb, const char *format, va_list ap);

/* Replaces `deleted` bytes at `offset` by `text`. Offsets past the end are clipped to it. */
void strbuf_splice(struct strbuf *sb, size_t offset, size_t deleted, const void *text, size_t len);
void strbuf_trim(struct strbuf *sb);                    /* white space at both ends */

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t len);

#endif
