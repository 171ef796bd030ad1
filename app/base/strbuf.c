#include "base/strbuf.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static void out_of_memory(void)
{
	fputs("sysdrill: out of memory; what was committed is safe\n", stderr);
	abort();
}

void *xrealloc(void *p, size_t size)
{
	void *q = realloc(p, size ? size : 1);
	if (!q)
		out_of_memory();
	return q;
}

void *xmalloc(size_t size)
{
	return xrealloc(NULL, size);
}

void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *xstrndup(const char *s, size_t len)
{
	char *copy = xmalloc(len + 1);
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

void *array_grow(void *items, size_t count, size_t *cap, size_t size)
{
	if (count < *cap)
		return items;
	size_t want = *cap ? *cap * 2 : 8;
	if (want > SIZE_MAX / size)
		out_of_memory();
	*cap = want;
	return xrealloc(items, want * size);
}

void strbuf_init(struct strbuf *sb)
{
	*sb = (struct strbuf)STRBUF_INIT;
}

void strbuf_release(struct strbuf *sb)
{
	if (sb->cap)
		free(sb->text);
	strbuf_init(sb);
}

void strbuf_clear(struct strbuf *sb)
{
	sb->len = 0;
	if (sb->cap)
		sb->text[0] = '\0';
}

char *strbuf_detach(struct strbuf *sb, size_t *len)
{
	strbuf_reserve(sb, 0);
	char *text = sb->text;
	if (len)
		*len = sb->len;
	strbuf_init(sb);
	return text;
}

void strbuf_reserve(struct strbuf *sb, size_t extra)
{
	size_t need = sb->len + extra + 1;
	if (need < extra)
		out_of_memory();
	if (need <= sb->cap)
		return;
	size_t cap = sb->cap ? sb->cap : 32;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	sb->text = xrealloc(sb->cap ? sb->text : NULL, cap);
	if (!sb->cap)
		sb->text[0] = '\0';
	sb->cap = cap;
}

void strbuf_add(struct strbuf *sb, const void *data, size_t len)
{
	if (!len)
		return;
	strbuf_reserve(sb, len);
	memcpy(sb->text + sb->len, data, len);
	sb->len += len;
	sb->text[sb->len] = '\0';
}

void strbuf_adds(struct strbuf *sb, const char *s)
{
	strbuf_add(sb, s, strlen(s));
}

void strbuf_addc(struct strbuf *sb, char c)
{
	strbuf_add(sb, &c, 1);
}

void strbuf_fill(struct strbuf *sb, char c, size_t count)
{
	strbuf_reserve(sb, count);
	memset(sb->text + sb->len, c, count);
	sb->len += count;
	sb->text[sb->len] = '\0';
}

void strbuf_vaddf(struct strbuf *sb, const char *format, va_list ap)
{
	va_list copy;
	va_copy(copy, ap);
	int n = vsnprintf(NULL, 0, format, copy);
	va_end(copy);
	if (n < 0)
		return;
	strbuf_reserve(sb, (size_t)n);
	vsnprintf(sb->text + sb->len, (size_t)n + 1, format, ap);
	sb->len += (size_t)n;
}

void strbuf_addf(struct strbuf *sb, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	strbuf_vaddf(sb, format, ap);
	va_end(ap);
}

void strbuf_splice(struct strbuf *sb, size_t offset, size_t deleted, const void *text, size_t len)
{
	if (offset > sb->len)
		offset = sb->len;
	if (deleted > sb->len - offset)
		deleted = sb->len - offset;
	strbuf_reserve(sb, len);
	memmove(sb->text + offset + len, sb->text + offset + deleted, sb->len - offset - deleted);
	if (len)
		memcpy(sb->text + offset, text, len);
	sb->len = sb->len - deleted + len;
	sb->text[sb->len] = '\0';
}

void strbuf_trim(struct strbuf *sb)
{
	size_t start = 0, end = sb->len;
	while (end > start && isspace((unsigned char)sb->text[end - 1]))
		end--;
	while (start < end && isspace((unsigned char)sb->text[start]))
		start++;
	if (!sb->cap)
		return;
	memmove(sb->text, sb->text + start, end - start);
	sb->len = end - start;
	sb->text[sb->len] = '\0';
}
