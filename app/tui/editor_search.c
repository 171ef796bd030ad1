/* Search within the text: all matches are known, so that they can be counted and shown. */
#include "tui/editor_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool has_capital(const struct strbuf *text)
{
	for (size_t i = 0; i < text->len; i++)
		if (folded(text->text[i]) != text->text[i])
			return true;
	return false;
}

static bool matches_at(const char *text, const struct strbuf *needle, bool exact)
{
	if (exact)
		return !memcmp(text, needle->text, needle->len);
	for (size_t i = 0; i < needle->len; i++)
		if (folded(text[i]) != needle->text[i])
			return false;
	return true;
}

void editor_search_refresh(struct editor *ed)
{
	struct search *search = &ed->search;
	search->count = 0;
	if (!search->needle.len)
		return;
	bool exact = has_capital(&search->needle);
	for (size_t at = 0; at + search->needle.len <= ed->text.len;) {
		if (!matches_at(ed->text.text + at, &search->needle, exact)) {
			at++;
			continue;
		}
		search->matches = array_grow(search->matches, search->count, &search->cap, sizeof *search->matches);
		search->matches[search->count++] = at;
		at += search->needle.len;
	}
}

void editor_search_release(struct editor *ed)
{
	strbuf_release(&ed->search.needle);
	free(ed->search.matches);
}

/* The first match that ends after `offset`. */
static size_t first_after(const struct search *search, size_t offset)
{
	size_t low = 0, high = search->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (search->matches[middle] + search->needle.len <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void go_to(struct editor *ed, size_t offset)
{
	ed->goal = NO_GOAL;
	editor_move_to(ed, editor_snap(ed, offset, false), false);
}

bool editor_search(struct editor *ed, const char *needle, size_t len)
{
	struct search *search = &ed->search;
	if (!search->active)
		search->origin = ed->cursor;
	search->active = true;
	strbuf_clear(&search->needle);
	strbuf_add(&search->needle, needle, len);
	editor_search_refresh(ed);
	size_t i = first_after(search, search->origin);
	if (i < search->count && search->matches[i] < search->origin)
		i++;
	go_to(ed, search->count ? search->matches[i < search->count ? i : 0] : search->origin);
	return search->count > 0;
}

bool editor_search_next(struct editor *ed)
{
	const struct search *search = &ed->search;
	if (!search->count)
		return false;
	size_t i = first_after(search, ed->cursor);
	if (i < search->count && search->matches[i] <= ed->cursor)
		i++;
	go_to(ed, search->matches[i < search->count ? i : 0]);
	return true;
}

bool editor_search_previous(struct editor *ed)
{
	const struct search *search = &ed->search;
	if (!search->count)
		return false;
	size_t i = first_after(search, ed->cursor);
	go_to(ed, search->matches[i > 0 ? i - 1 : search->count - 1]);
	return true;
}

size_t editor_search_count(const struct editor *ed, size_t *current)
{
	const struct search *search = &ed->search;
	if (current) {
		size_t i = first_after(search, ed->cursor);
		*current = i < search->count && search->matches[i] <= ed->cursor ? i + 1 : 0;
	}
	return search->count;
}

void editor_search_end(struct editor *ed)
{
	ed->search.active = false;
	ed->search.count = 0;
	strbuf_clear(&ed->search.needle);
}

bool editor_search_covers(const struct editor *ed, size_t offset, size_t *i, bool *current)
{
	const struct search *search = &ed->search;
	while (*i < search->count && search->matches[*i] + search->needle.len <= offset)
		++*i;
	if (*i >= search->count || search->matches[*i] > offset)
		return false;
	*current = search->matches[*i] <= ed->cursor && ed->cursor < search->matches[*i] + search->needle.len;
	return true;
}
