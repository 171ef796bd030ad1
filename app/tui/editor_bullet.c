/* Lists: bullets that go on by themselves, and their indentation. */
#include "tui/editor_private.h"

#include <stdlib.h>
#include <string.h>

static size_t number_len(const char *text, size_t len)
{
	size_t n = 0;
	while (n < len && text[n] >= '0' && text[n] <= '9')
		n++;
	/* CommonMark allows nine digits. */
	return n > 0 && n <= 9 && n < len && (text[n] == '.' || text[n] == ')') ? n : 0;
}

bool bullet_parse(const char *text, size_t len, struct bullet *bullet)
{
	size_t at = 0;
	while (at < len && (text[at] == ' ' || text[at] == '\t'))
		at++;
	*bullet = (struct bullet){ .indent = at, .number = -1 };
	if (at == len)
		return false;
	size_t digits = number_len(text + at, len - at);
	if (digits)
		bullet->number = strtol(text + at, NULL, 10);
	else if (!strchr("-*+", text[at]))
		return false;
	size_t mark = digits ? digits + 1 : 1;
	if (at + mark >= len || text[at + mark] != ' ')
		return false;
	bullet->marker = mark + 1;
	bullet->whole = at + bullet->marker;
	const char *box = text + bullet->whole;
	if (len - bullet->whole >= 4 && box[0] == '[' && strchr(" xX", box[1]) && box[1] && box[2] == ']' && box[3] == ' ')
		bullet->whole += 4;
	return true;
}

/* What the next item of the list begins with. */
static void add_next_marker(struct strbuf *out, const char *text, const struct bullet *bullet)
{
	strbuf_add(out, text, bullet->indent);
	if (bullet->number >= 0)
		strbuf_addf(out, "%ld%c ", bullet->number + 1, text[bullet->indent + bullet->marker - 2]);
	else
		strbuf_add(out, text + bullet->indent, bullet->marker);
	if (bullet->whole > bullet->indent + bullet->marker)
		strbuf_adds(out, "[ ] ");
}

static bool is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != ' ' && text[i] != '\t')
			return false;
	return true;
}

void editor_new_line(struct editor *ed)
{
	bool part = editor_delete_selection(ed, CHANGE_STEP);
	enum change_kind kind = part ? CHANGE_PART : CHANGE_STEP;
	size_t start, paragraph = editor_paragraph_at(ed, ed->cursor, &start);
	size_t len = editor_paragraph_len(ed, paragraph), before = ed->cursor - start;
	const char *text = ed->text.text + start;
	struct strbuf fresh = STRBUF_INIT;
	struct bullet bullet;
	strbuf_addc(&fresh, '\n');
	if (bullet_parse(text, len, &bullet) && before >= bullet.whole) {
		if (is_blank(text + bullet.whole, len - bullet.whole)) {
			editor_change(ed, start, len, NULL, 0, kind);
			goto out;
		}
		add_next_marker(&fresh, text, &bullet);
	} else {
		strbuf_add(&fresh, text, bullet.indent < before ? bullet.indent : before);
	}
	editor_change(ed, ed->cursor, 0, fresh.text, fresh.len, kind);
out:
	strbuf_release(&fresh);
}

/* The cells that one level is: so many that a nested list is one for CommonMark, too. */
static size_t outdent_len(const char *text, const struct bullet *bullet)
{
	if (bullet->indent && text[0] == '\t')
		return 1;
	return bullet->indent < bullet->marker ? bullet->indent : bullet->marker;
}

/* Where the cursor or the anchor goes when `deleted` bytes at `start` become `len`. */
static size_t shifted(size_t at, size_t start, size_t deleted, size_t len)
{
	if (at < start)
		return at;
	return at < start + deleted ? start + len : at - deleted + len;
}

bool editor_indent(struct editor *ed, int by)
{
	size_t from = ed->cursor, to = ed->cursor, start;
	bool selecting = editor_selection(ed, &from, &to), listed = false;
	size_t first = editor_paragraph_at(ed, from, &start);
	size_t last = editor_paragraph_at(ed, selecting ? to - 1 : to, &start);
	size_t cursor = ed->cursor, anchor = ed->anchor;
	enum change_kind kind = CHANGE_STEP;
	for (size_t i = first; i <= last; i++) {
		start = editor_paragraph_start(ed, i);
		struct bullet bullet;
		const char *text = ed->text.text + start;
		if (!bullet_parse(text, editor_paragraph_len(ed, i), &bullet))
			continue;
		listed = true;
		size_t deleted = by < 0 ? outdent_len(text, &bullet) : 0, added = by > 0 ? bullet.marker : 0;
		if (!deleted && !added)
			continue;
		if (!editor_change(ed, start, deleted, "           ", added, kind))
			break;
		kind = CHANGE_PART;
		cursor = shifted(cursor, start, deleted, added);
		anchor = shifted(anchor, start, deleted, added);
	}
	if (kind == CHANGE_PART) {
		ed->cursor = editor_snap(ed, cursor, false);
		ed->anchor = editor_snap(ed, anchor, false);
		ed->selecting = selecting;
	}
	return listed;
}
