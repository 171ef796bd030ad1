#include "tui/editor.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "tui/editor_private.h"

#define DEFAULT_MAX_BYTES ((size_t)8 << 20)

void clipboard_init(struct clipboard *clipboard)
{
	strbuf_init(&clipboard->text);
}

void clipboard_release(struct clipboard *clipboard)
{
	strbuf_release(&clipboard->text);
}

struct editor *editor_new(const struct editor_options *options)
{
	static const struct editor_options none = { .clipboard = NULL };
	if (!options)
		options = &none;
	struct editor *ed = xcalloc(1, sizeof *ed);
	strbuf_init(&ed->text);
	strbuf_init(&ed->placeholder);
	strbuf_init(&ed->search.needle);
	splice_list_init(&ed->splices);
	clipboard_init(&ed->own);
	ed->clipboard = options->clipboard ? options->clipboard : &ed->own;
	ed->single_line = options->single_line;
	ed->read_only = options->read_only;
	ed->max_bytes = options->max_bytes ? options->max_bytes : DEFAULT_MAX_BYTES;
	ed->paragraphs = xcalloc(1, sizeof *ed->paragraphs);
	ed->count = ed->cap = 1;
	ed->goal = NO_GOAL;
	ed->follow = true;
	ed->rows = 24;
	ed->width = 80;
	return ed;
}

void editor_free(struct editor *ed)
{
	if (!ed)
		return;
	strbuf_release(&ed->text);
	strbuf_release(&ed->placeholder);
	history_clear(&ed->history);
	free(ed->history.edits);
	editor_search_release(ed);
	splice_list_release(&ed->splices);
	clipboard_release(&ed->own);
	free(ed->paragraphs);
	free(ed);
}

static void add_valid(struct strbuf *out, const char *text, size_t len)
{
	if (utf8_valid(text, len)) {
		strbuf_add(out, text, len);
		return;
	}
	for (size_t i = 0; i < len;) {
		char bytes[4];
		int32_t cp;
		i += utf8_decode(text + i, len - i, &cp);
		strbuf_add(out, bytes, utf8_put(cp, bytes));
	}
}

void editor_clean(const struct editor *ed, const char *text, size_t len, struct strbuf *out)
{
	struct strbuf valid = STRBUF_INIT;
	add_valid(&valid, text, len);
	for (size_t i = 0; i < valid.len; i++) {
		char c = valid.text[i];
		if (c == '\r') {
			if (i + 1 < valid.len && valid.text[i + 1] == '\n')
				continue;
			c = '\n';
		}
		if ((c == '\n' || c == '\t') && ed->single_line)
			c = ' ';
		bool control = (c >= 0 && c < 0x20) || c == 0x7F;
		if (!control || c == '\n' || c == '\t')
			strbuf_addc(out, c);
	}
	strbuf_release(&valid);
}

void editor_apply(struct editor *ed, size_t offset, size_t deleted, const char *text, size_t len)
{
	editor_paragraphs_changed(ed, offset, deleted, text, len);
	strbuf_splice(&ed->text, offset, deleted, text, len);
	ed->version++;
	ed->follow = true;
	ed->goal = NO_GOAL;
	if (ed->search.active)
		editor_search_refresh(ed);
}

bool editor_change(struct editor *ed, size_t offset, size_t deleted, const char *text, size_t len,
                   enum change_kind kind)
{
	if (len > deleted && len - deleted > ed->max_bytes - (ed->text.len < ed->max_bytes ? ed->text.len : ed->max_bytes))
		return false;
	if (!deleted && !len)
		return true;
	struct edit edit = { .offset = offset, .cursor_before = ed->cursor, .kind = kind };
	strbuf_init(&edit.removed);
	strbuf_init(&edit.added);
	strbuf_add(&edit.removed, ed->text.text + offset, deleted);
	strbuf_add(&edit.added, text, len);
	editor_apply(ed, offset, deleted, text, len);
	splice_list_add(&ed->splices, offset, deleted, text, len);
	ed->cursor = editor_snap(ed, offset + len, true);
	ed->selecting = false;
	edit.cursor_after = ed->cursor;
	history_record(&ed->history, &edit);
	return true;
}

size_t editor_snap(const struct editor *ed, size_t offset, bool forward)
{
	if (offset >= ed->text.len)
		return ed->text.len;
	if (!offset || ((unsigned char)ed->text.text[offset] < 0x80 && (unsigned char)ed->text.text[offset - 1] < 0x80 &&
	                ed->text.text[offset - 1] != '\r'))
		return offset;
	size_t start = utf8_grapheme_before(ed->text.text, offset);
	size_t end = start + utf8_grapheme(ed->text.text + start, ed->text.len - start);
	return end <= offset ? offset : forward ? end : start;
}

void editor_move_to(struct editor *ed, size_t offset, bool select)
{
	if (select && !ed->selecting)
		ed->anchor = ed->cursor;
	ed->selecting = select;
	ed->cursor = offset;
	ed->follow = true;
	history_close(&ed->history);
}

bool editor_delete_selection(struct editor *ed, enum change_kind kind)
{
	size_t start, end;
	return editor_selection(ed, &start, &end) && editor_change(ed, start, end - start, NULL, 0, kind);
}

void editor_set_text(struct editor *ed, const char *text, size_t len)
{
	struct strbuf valid = STRBUF_INIT;
	add_valid(&valid, text, len);
	editor_apply(ed, 0, ed->text.len, valid.text, valid.len);
	strbuf_release(&valid);
	history_clear(&ed->history);
	splice_list_release(&ed->splices);
	ed->selecting = false;
	ed->cursor = ed->text.len;
}

void editor_replace_all(struct editor *ed, const char *text, size_t len)
{
	struct strbuf fresh = STRBUF_INIT;
	editor_clean(ed, text, len, &fresh);
	const char *old = ed->text.text;
	size_t shorter = fresh.len < ed->text.len ? fresh.len : ed->text.len, start = 0, end = 0;
	while (start < shorter && fresh.text[start] == old[start])
		start++;
	/* Where the texts part inside a character, all of it counts as changed. */
	while (start > 0 && (((unsigned char)fresh.text[start] & 0xC0) == 0x80 || ((unsigned char)old[start] & 0xC0) == 0x80))
		start--;
	while (end < shorter - start && fresh.text[fresh.len - 1 - end] == old[ed->text.len - 1 - end])
		end++;
	while (end > 0 && ((unsigned char)old[ed->text.len - end] & 0xC0) == 0x80)
		end--;
	history_close(&ed->history);
	editor_change(ed, start, ed->text.len - start - end, fresh.text + start, fresh.len - start - end, CHANGE_STEP);
	strbuf_release(&fresh);
}

void editor_insert(struct editor *ed, const char *text, size_t len)
{
	struct strbuf fresh = STRBUF_INIT;
	editor_clean(ed, text, len, &fresh);
	size_t start = ed->cursor, end = ed->cursor;
	editor_selection(ed, &start, &end);
	editor_change(ed, start, end - start, fresh.text, fresh.len, CHANGE_STEP);
	strbuf_release(&fresh);
}

/* Where an offset is after a change that somebody else made. */
static size_t moved(size_t at, size_t offset, size_t deleted, size_t len)
{
	if (at <= offset)
		return at;
	return at < offset + deleted ? offset + len : at - deleted + len;
}

void editor_follow(struct editor *ed, const struct splice *splice)
{
	size_t offset = splice->offset < ed->text.len ? splice->offset : ed->text.len;
	size_t deleted = splice->deleted < ed->text.len - offset ? splice->deleted : ed->text.len - offset;
	bool follow = ed->follow;
	editor_apply(ed, offset, deleted, splice->text.text, splice->text.len);
	history_clear(&ed->history);
	ed->cursor = editor_snap(ed, moved(ed->cursor, offset, deleted, splice->text.len), false);
	ed->anchor = editor_snap(ed, moved(ed->anchor, offset, deleted, splice->text.len), false);
	ed->follow = follow;
}

void editor_set_read_only(struct editor *ed, bool read_only)
{
	ed->read_only = read_only;
}

void editor_set_placeholder(struct editor *ed, const char *text)
{
	strbuf_clear(&ed->placeholder);
	if (text)
		strbuf_adds(&ed->placeholder, text);
}

const char *editor_text(const struct editor *ed, size_t *len)
{
	if (len)
		*len = ed->text.len;
	return ed->text.text;
}

unsigned long editor_version(const struct editor *ed)
{
	return ed->version;
}

bool editor_has_splices(const struct editor *ed)
{
	return ed->splices.count > 0;
}

void editor_take_splices(struct editor *ed, struct splice_list *out)
{
	*out = ed->splices;
	splice_list_init(&ed->splices);
	splice_list_split(out);
}

size_t editor_cursor(const struct editor *ed)
{
	return ed->cursor;
}

void editor_set_cursor(struct editor *ed, size_t offset)
{
	ed->goal = NO_GOAL;
	editor_move_to(ed, editor_snap(ed, offset, false), false);
}

/* The paragraph of `offset` without the short cut that needs a changeable editor. */
static size_t line_of(const struct editor *ed, size_t offset, size_t *start)
{
	size_t line = 0;
	*start = 0;
	while (line + 1 < ed->count && *start + ed->paragraphs[line].bytes <= offset)
		*start += ed->paragraphs[line++].bytes;
	return line;
}

size_t editor_line(const struct editor *ed)
{
	size_t start;
	return line_of(ed, ed->cursor, &start);
}

bool editor_line_text(const struct editor *ed, size_t line, const char **text, size_t *len)
{
	if (line >= ed->count)
		return false;
	size_t start = 0;
	for (size_t i = 0; i < line; i++)
		start += ed->paragraphs[i].bytes;
	*text = ed->text.text + start;
	*len = editor_paragraph_len(ed, line);
	return true;
}

size_t editor_line_count(const struct editor *ed)
{
	return ed->count;
}

void editor_position(const struct editor *ed, size_t *line, size_t *column)
{
	size_t start;
	*line = line_of(ed, ed->cursor, &start) + 1;
	*column = 1;
	for (size_t at = start; at < ed->cursor; at += utf8_grapheme(ed->text.text + at, ed->text.len - at))
		++*column;
}

bool editor_selection(const struct editor *ed, size_t *start, size_t *end)
{
	if (!ed->selecting || ed->anchor == ed->cursor)
		return false;
	*start = ed->anchor < ed->cursor ? ed->anchor : ed->cursor;
	*end = ed->anchor < ed->cursor ? ed->cursor : ed->anchor;
	return true;
}

void editor_select(struct editor *ed, size_t start, size_t end)
{
	editor_set_cursor(ed, start);
	editor_move_to(ed, editor_snap(ed, end, false), true);
}
