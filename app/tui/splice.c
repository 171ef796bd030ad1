#include "tui/splice.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"

void splice_list_init(struct splice_list *list)
{
	*list = (struct splice_list)SPLICE_LIST_INIT;
}

void splice_list_release(struct splice_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		strbuf_release(&list->items[i].text);
	free(list->items);
	splice_list_init(list);
}

static struct splice *append(struct splice_list *list, size_t offset, size_t deleted, const char *text, size_t len)
{
	list->items = array_grow(list->items, list->count, &list->cap, sizeof *list->items);
	struct splice *splice = &list->items[list->count++];
	*splice = (struct splice){ .offset = offset, .deleted = deleted };
	strbuf_init(&splice->text);
	strbuf_add(&splice->text, text, len);
	return splice;
}

/* Melts a change into `last` when its range touches the text that `last` put there; false when it does not. */
static bool melt(struct splice *last, size_t offset, size_t deleted, const char *text, size_t len)
{
	size_t start = last->offset, end = start + last->text.len, deleted_end = offset + deleted;
	if (offset > end || deleted_end < start)
		return false;
	size_t before = offset < start ? start - offset : 0;
	size_t after = deleted_end > end ? deleted_end - end : 0;
	size_t at = offset > start ? offset - start : 0;
	last->offset -= before;
	last->deleted += before + after;
	strbuf_splice(&last->text, at, deleted - before - after, text, len);
	return true;
}

void splice_list_add(struct splice_list *list, size_t offset, size_t deleted, const char *text, size_t len)
{
	if (!deleted && !len)
		return;
	if (list->count && melt(&list->items[list->count - 1], offset, deleted, text, len)) {
		struct splice *last = &list->items[list->count - 1];
		if (!last->deleted && !last->text.len) {
			strbuf_release(&last->text);
			list->count--;
		}
		return;
	}
	append(list, offset, deleted, text, len);
}

/* The largest cut of at most SPLICE_MAX_TEXT bytes that does not split a character. */
static size_t piece_of(const char *text, size_t len)
{
	if (len <= SPLICE_MAX_TEXT)
		return len;
	size_t cut = SPLICE_MAX_TEXT;
	while (cut > SPLICE_MAX_TEXT - 4 && ((unsigned char)text[cut] & 0xC0) == 0x80)
		cut--;
	return cut;
}

void splice_list_split(struct splice_list *list)
{
	struct splice_list cut = SPLICE_LIST_INIT;
	for (size_t i = 0; i < list->count; i++) {
		const struct splice *whole = &list->items[i];
		size_t deleted = whole->deleted, at = 0;
		do {
			size_t n = piece_of(whole->text.text + at, whole->text.len - at);
			append(&cut, whole->offset + at, deleted, whole->text.text + at, n);
			deleted = 0;
			at += n;
		} while (at < whole->text.len);
	}
	splice_list_release(list);
	*list = cut;
}

void splice_list_apply(const struct splice_list *list, struct strbuf *text)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct splice *splice = &list->items[i];
		strbuf_splice(text, splice->offset, splice->deleted, splice->text.text, splice->text.len);
	}
}
