/* What each key does. */
#include "tui/editor_private.h"

#include <limits.h>

#include "base/array.h"
#include "base/utf8.h"

#define WHEEL_ROWS 3

static size_t grapheme_left(const struct editor *ed, size_t at)
{
	return at ? utf8_grapheme_before(ed->text.text, at) : 0;
}

static size_t grapheme_right(const struct editor *ed, size_t at)
{
	return at + utf8_grapheme(ed->text.text + at, ed->text.len - at);
}

static bool is_word_at(const struct editor *ed, size_t at)
{
	int32_t cp;
	utf8_decode(ed->text.text + at, ed->text.len - at, &cp);
	return utf8_is_word(cp);
}

/* Where a motion leads from the cursor. */

static size_t to_left(struct editor *ed)
{
	return grapheme_left(ed, ed->cursor);
}

static size_t to_right(struct editor *ed)
{
	return grapheme_right(ed, ed->cursor);
}

static size_t to_word_left(struct editor *ed)
{
	size_t at = ed->cursor;
	while (at > 0 && !is_word_at(ed, grapheme_left(ed, at)))
		at = grapheme_left(ed, at);
	while (at > 0 && is_word_at(ed, grapheme_left(ed, at)))
		at = grapheme_left(ed, at);
	return at;
}

static size_t to_word_right(struct editor *ed)
{
	size_t at = ed->cursor;
	while (at < ed->text.len && is_word_at(ed, at))
		at = grapheme_right(ed, at);
	while (at < ed->text.len && !is_word_at(ed, at))
		at = grapheme_right(ed, at);
	return at;
}

static size_t to_home(struct editor *ed)
{
	struct row row;
	editor_row_of(ed, ed->cursor, &row);
	return ed->cursor > row.start ? row.start : editor_paragraph_start(ed, row.paragraph);
}

static size_t to_end(struct editor *ed)
{
	struct row row;
	editor_row_of(ed, ed->cursor, &row);
	size_t end = editor_offset_at(ed, &row, INT_MAX);
	if (ed->cursor != end)
		return end;
	return editor_paragraph_start(ed, row.paragraph) + editor_paragraph_len(ed, row.paragraph);
}

static size_t to_start_of_text(struct editor *ed)
{
	(void)ed;
	return 0;
}

static size_t to_end_of_text(struct editor *ed)
{
	return ed->text.len;
}

/* `rows` up (negative) or down; beyond the first and the last row lies the end of the text. */
static size_t by_rows(struct editor *ed, int rows)
{
	struct row row;
	editor_row_of(ed, ed->cursor, &row);
	if (ed->goal == NO_GOAL)
		ed->goal = editor_column(ed, &row, ed->cursor);
	if (!editor_row_move(ed, &row, rows))
		return rows < 0 ? 0 : ed->text.len;
	return editor_offset_at(ed, &row, ed->goal);
}

static size_t to_up(struct editor *ed)
{
	return by_rows(ed, -1);
}

static size_t to_down(struct editor *ed)
{
	return by_rows(ed, 1);
}

static size_t to_page_up(struct editor *ed)
{
	return by_rows(ed, ed->rows > 1 ? 1 - ed->rows : -1);
}

static size_t to_page_down(struct editor *ed)
{
	return by_rows(ed, ed->rows > 1 ? ed->rows - 1 : 1);
}

/* Commands; each returns whether the key meant something. */

static bool erase_to(struct editor *ed, size_t to, enum change_kind kind)
{
	if (editor_delete_selection(ed, CHANGE_STEP))
		return true;
	size_t start = to < ed->cursor ? to : ed->cursor, end = to < ed->cursor ? ed->cursor : to;
	editor_change(ed, start, end - start, NULL, 0, kind);
	return true;
}

static bool erase_left(struct editor *ed)
{
	return erase_to(ed, to_left(ed), CHANGE_ERASED);
}

static bool erase_right(struct editor *ed)
{
	return erase_to(ed, to_right(ed), CHANGE_ERASED);
}

static bool erase_word_left(struct editor *ed)
{
	return erase_to(ed, to_word_left(ed), CHANGE_STEP);
}

static bool erase_word_right(struct editor *ed)
{
	return erase_to(ed, to_word_right(ed), CHANGE_STEP);
}

/* The selection, or without one the line of the cursor with its LF. */
static bool chosen(struct editor *ed, size_t *start, size_t *end)
{
	if (editor_selection(ed, start, end))
		return true;
	size_t paragraph = editor_paragraph_at(ed, ed->cursor, start);
	*end = *start + ed->paragraphs[paragraph].bytes;
	return *end > *start;
}

static bool copy(struct editor *ed)
{
	size_t start, end;
	if (chosen(ed, &start, &end)) {
		strbuf_clear(&ed->clipboard->text);
		strbuf_add(&ed->clipboard->text, ed->text.text + start, end - start);
	}
	return true;
}

static bool cut(struct editor *ed)
{
	size_t start, end;
	if (chosen(ed, &start, &end)) {
		copy(ed);
		editor_change(ed, start, end - start, NULL, 0, CHANGE_STEP);
	}
	return true;
}

/* Lines cut one after the other come back as one piece. */
static bool cut_line(struct editor *ed)
{
	size_t start, end;
	if (!ed->cutting)
		strbuf_clear(&ed->clipboard->text);
	if (chosen(ed, &start, &end)) {
		strbuf_add(&ed->clipboard->text, ed->text.text + start, end - start);
		editor_change(ed, start, end - start, NULL, 0, CHANGE_STEP);
	}
	ed->cutting = true;
	return true;
}

static bool paste(struct editor *ed)
{
	editor_insert(ed, ed->clipboard->text.text, ed->clipboard->text.len);
	return true;
}

static bool undo(struct editor *ed)
{
	editor_undo(ed);
	return true;
}

static bool redo(struct editor *ed)
{
	editor_redo(ed);
	return true;
}

static bool select_all(struct editor *ed)
{
	ed->goal = NO_GOAL;
	editor_move_to(ed, 0, false);
	editor_move_to(ed, ed->text.len, true);
	return true;
}

static bool new_line(struct editor *ed)
{
	editor_new_line(ed);
	return true;
}

static bool indent(struct editor *ed)
{
	return editor_indent(ed, 1);
}

static bool outdent(struct editor *ed)
{
	return editor_indent(ed, -1);
}

static const struct binding {
	enum key_kind kind;
	unsigned modifiers;             /* a motion also takes Shift, and then selects */
	char letter;                    /* K_TEXT */
	size_t (*motion)(struct editor *ed);
	bool (*command)(struct editor *ed);
	bool vertical;                  /* keeps the column aimed at */
	bool changes;                   /* not when read-only */
	bool many_lines;                /* not when there is a single line */
} bindings[] = {
	{ .kind = K_LEFT, .motion = to_left },
	{ .kind = K_RIGHT, .motion = to_right },
	{ .kind = K_LEFT, .modifiers = MOD_CTRL, .motion = to_word_left },
	{ .kind = K_RIGHT, .modifiers = MOD_CTRL, .motion = to_word_right },
	{ .kind = K_HOME, .motion = to_home },
	{ .kind = K_END, .motion = to_end },
	{ .kind = K_HOME, .modifiers = MOD_CTRL, .motion = to_start_of_text },
	{ .kind = K_END, .modifiers = MOD_CTRL, .motion = to_end_of_text },
	{ .kind = K_UP, .motion = to_up, .vertical = true, .many_lines = true },
	{ .kind = K_DOWN, .motion = to_down, .vertical = true, .many_lines = true },
	{ .kind = K_PAGE_UP, .motion = to_page_up, .vertical = true, .many_lines = true },
	{ .kind = K_PAGE_DOWN, .motion = to_page_down, .vertical = true, .many_lines = true },
	{ .kind = K_BACKSPACE, .command = erase_left, .changes = true },
	{ .kind = K_BACKSPACE, .modifiers = MOD_SHIFT, .command = erase_left, .changes = true },
	{ .kind = K_BACKSPACE, .modifiers = MOD_CTRL, .command = erase_word_left, .changes = true },
	{ .kind = K_BACKSPACE, .modifiers = MOD_ALT, .command = erase_word_left, .changes = true },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'w', .command = erase_word_left, .changes = true },
	{ .kind = K_DELETE, .command = erase_right, .changes = true },
	{ .kind = K_DELETE, .modifiers = MOD_CTRL, .command = erase_word_right, .changes = true },
	{ .kind = K_ENTER, .command = new_line, .changes = true, .many_lines = true },
	{ .kind = K_TAB, .command = indent, .changes = true, .many_lines = true },
	{ .kind = K_TAB, .modifiers = MOD_SHIFT, .command = outdent, .changes = true, .many_lines = true },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'a', .command = select_all },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'c', .command = copy },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'x', .command = cut, .changes = true },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'v', .command = paste, .changes = true },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'k', .command = cut_line, .changes = true },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'z', .command = undo, .changes = true },
	{ .kind = K_TEXT, .modifiers = MOD_CTRL, .letter = 'y', .command = redo, .changes = true },
};

static const struct binding *binding_for(const struct editor *ed, const struct key *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(bindings); i++) {
		const struct binding *b = &bindings[i];
		unsigned modifiers = b->motion ? key->modifiers & ~(unsigned)MOD_SHIFT : key->modifiers;
		if (b->kind != key->kind || b->modifiers != modifiers || (b->letter && b->letter != key->text[0]))
			continue;
		return (b->changes && ed->read_only) || (b->many_lines && ed->single_line) ? NULL : b;
	}
	return NULL;
}

static void move(struct editor *ed, const struct binding *b, bool select)
{
	size_t start, end;
	if (!b->vertical)
		ed->goal = NO_GOAL;
	/* Without Shift, Left and Right go to the edge of what is selected. */
	if (!select && (b->motion == to_left || b->motion == to_right) && editor_selection(ed, &start, &end))
		editor_move_to(ed, b->motion == to_left ? start : end, false);
	else
		editor_move_to(ed, b->motion(ed), select);
}

static bool type(struct editor *ed, const struct key *key)
{
	if (ed->read_only)
		return false;
	size_t start = ed->cursor, end = ed->cursor, len = 0;
	editor_selection(ed, &start, &end);
	while (len < sizeof key->text && key->text[len])
		len++;
	editor_change(ed, start, end - start, key->text, len, CHANGE_TYPED);
	return true;
}

/* The place in the text under a cell of the canvas. */
static size_t offset_under(struct editor *ed, int y, int x)
{
	struct row row;
	editor_row_at(ed, ed->top_paragraph, ed->top_row, &row);
	for (y -= ed->area.y; y > 0; y--)
		if (!editor_row_next(ed, &row))
			return ed->text.len;
	return editor_offset_at(ed, &row, x - ed->area.x);
}

static void wheel(struct editor *ed, int rows)
{
	struct row row;
	editor_row_at(ed, ed->top_paragraph, ed->top_row, &row);
	editor_row_move(ed, &row, rows);
	ed->top_paragraph = row.paragraph;
	ed->top_row = row.index;
	ed->follow = false;
}

static bool mouse(struct editor *ed, const struct key *key)
{
	bool inside = rect_contains(&ed->area, key->y, key->x);
	if (key->kind == K_RELEASE && ed->dragging) {
		ed->dragging = false;
		return true;
	}
	if (key->kind == K_DRAG && ed->dragging) {
		bool above = key->y < ed->area.y, below = key->y >= ed->area.y + ed->area.rows;
		int y = above ? ed->area.y : below ? ed->area.y + ed->area.rows - 1 : key->y;
		size_t at = offset_under(ed, y, key->x);
		editor_move_to(ed, at, true);
		if (above || below)
			editor_move_to(ed, by_rows(ed, above ? -1 : 1), true);
		ed->goal = NO_GOAL;
		return true;
	}
	if (!inside)
		return false;
	if (key->kind == K_CLICK && key->button == 1) {
		ed->goal = NO_GOAL;
		ed->dragging = true;
		editor_move_to(ed, offset_under(ed, key->y, key->x), key->modifiers & MOD_SHIFT);
		return true;
	}
	if (key->kind == K_WHEEL_UP || key->kind == K_WHEEL_DOWN) {
		wheel(ed, key->kind == K_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
		return true;
	}
	return false;
}

bool editor_key(struct editor *ed, const struct key *key)
{
	bool cutting = ed->cutting;
	ed->cutting = false;
	if (key_is_mouse(key))
		return mouse(ed, key);
	if (key_is_text(key))
		return type(ed, key);
	if (key->kind == K_PASTE && !ed->read_only) {
		editor_insert(ed, key->paste, key->paste_len);
		return true;
	}
	const struct binding *b = binding_for(ed, key);
	if (!b)
		return false;
	ed->cutting = cutting;
	if (b->motion)
		move(ed, b, key->modifiers & MOD_SHIFT);
	bool used = b->motion || b->command(ed);
	if (b->command != cut_line)
		ed->cutting = false;
	return used;
}
