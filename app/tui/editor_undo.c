/* The history: what was done, in steps that a person would want back in one go. */
#include "tui/editor_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Beyond this the oldest steps are forgotten; the newest is always kept. */
#define HISTORY_MAX_BYTES ((size_t)8 << 20)

static void edit_release(struct history *history, struct edit *edit)
{
	history->bytes -= edit->removed.len + edit->added.len;
	strbuf_release(&edit->removed);
	strbuf_release(&edit->added);
}

static void forget_undone(struct history *history)
{
	while (history->count > history->done)
		edit_release(history, &history->edits[--history->count]);
}

/* Whole steps only: what follows a CHANGE_PART's beginning goes with it. */
static void forget_oldest(struct history *history)
{
	size_t n = 0;
	while (n < history->count && history->bytes > HISTORY_MAX_BYTES) {
		size_t next = n + 1;
		while (next < history->count && history->edits[next].kind == CHANGE_PART)
			next++;
		if (next == history->count)
			break;
		while (n < next)
			edit_release(history, &history->edits[n++]);
	}
	if (!n)
		return;
	memmove(history->edits, history->edits + n, (history->count - n) * sizeof *history->edits);
	history->count -= n;
	history->done -= n;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Typing grows a step up to the beginning of the next word. */
static bool grow_typed(struct edit *last, const struct edit *edit)
{
	if (edit->removed.len || !last->added.len || edit->offset != last->offset + last->added.len)
		return false;
	if (is_space(last->added.text[last->added.len - 1]) && !is_space(edit->added.text[0]))
		return false;
	strbuf_add(&last->added, edit->added.text, edit->added.len);
	return true;
}

static bool grow_erased(struct edit *last, const struct edit *edit)
{
	if (last->added.len || edit->added.len)
		return false;
	if (edit->offset + edit->removed.len == last->offset) {
		strbuf_splice(&last->removed, 0, 0, edit->removed.text, edit->removed.len);
		last->offset = edit->offset;
		return true;
	}
	if (edit->offset != last->offset)
		return false;
	strbuf_add(&last->removed, edit->removed.text, edit->removed.len);
	return true;
}

void history_record(struct history *history, const struct edit *edit)
{
	struct edit fresh = *edit;
	forget_undone(history);
	history->bytes += fresh.removed.len + fresh.added.len;
	struct edit *last = history->count ? &history->edits[history->count - 1] : NULL;
	bool grown = false;
	if (last && history->open && last->kind == fresh.kind)
		grown = fresh.kind == CHANGE_TYPED ? grow_typed(last, &fresh) :
		        fresh.kind == CHANGE_ERASED ? grow_erased(last, &fresh) : false;
	if (grown) {
		last->cursor_after = fresh.cursor_after;
		strbuf_release(&fresh.removed);
		strbuf_release(&fresh.added);
	} else {
		history->edits = array_grow(history->edits, history->count, &history->cap, sizeof *history->edits);
		history->edits[history->count++] = fresh;
	}
	history->done = history->count;
	history->open = true;
	forget_oldest(history);
}

void history_close(struct history *history)
{
	history->open = false;
}

void history_clear(struct history *history)
{
	history->done = 0;
	forget_undone(history);
	history->open = false;
}

/* Replaces one text by another without recording it, but tells the log. */
static void put_back(struct editor *ed, size_t offset, const struct strbuf *now, const struct strbuf *then)
{
	editor_apply(ed, offset, now->len, then->text, then->len);
	splice_list_add(&ed->splices, offset, now->len, then->text, then->len);
}

bool editor_undo(struct editor *ed)
{
	struct history *history = &ed->history;
	if (!history->done)
		return false;
	enum change_kind kind;
	do {
		const struct edit *edit = &history->edits[--history->done];
		put_back(ed, edit->offset, &edit->added, &edit->removed);
		ed->cursor = editor_snap(ed, edit->cursor_before, true);
		kind = edit->kind;
	} while (kind == CHANGE_PART && history->done);
	ed->selecting = false;
	history_close(history);
	return true;
}

bool editor_redo(struct editor *ed)
{
	struct history *history = &ed->history;
	if (history->done == history->count)
		return false;
	do {
		const struct edit *edit = &history->edits[history->done++];
		put_back(ed, edit->offset, &edit->removed, &edit->added);
		ed->cursor = editor_snap(ed, edit->cursor_after, true);
	} while (history->done < history->count && history->edits[history->done].kind == CHANGE_PART);
	ed->selecting = false;
	history_close(history);
	return true;
}
