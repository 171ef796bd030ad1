/*
 * Editor: a modeless text editor as a widget. Pure: keys in, cells and splices out; no clock, no terminal.
 *
 * Keys: arrows, Ctrl-Left/Right by word, Home End (of the row, then of the paragraph), Ctrl-Home Ctrl-End, PgUp PgDn; with
 * Shift they select; Ctrl-A selects all. Ctrl-C Ctrl-X Ctrl-V copy, cut, paste (without a selection: the line); Ctrl-K cuts
 * the line, and again adds the next one. Ctrl-Z undoes, Ctrl-Y redoes. Ctrl-Backspace, Ctrl-W and Ctrl-Delete delete by word.
 * Enter goes on with a list bullet ("- ", "* ", "+ ", "- [ ] ", "1. ") and with the indentation, and on an empty bullet ends
 * the list; Tab and Shift-Tab indent within a list. Clicks place the cursor, dragging selects, the wheel scrolls.
 *
 * The editor owns its text. It is valid UTF-8 and contiguous, so editor_text() costs nothing. Lines end in LF. Offsets
 * are bytes and lie between graphemes. Every change to the text, whatever made it, is also in the list of splices that
 * editor_take_splices() hands over, except those by editor_set_text() and editor_follow(), which come from the log.
 *
 * Layout is soft wrap, kept for each paragraph (the text between LFs): a key re-wraps only the paragraph it changes.
 */
#ifndef SYSDRILL_TUI_EDITOR_H
#define SYSDRILL_TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "tui/canvas.h"
#include "tui/key.h"
#include "tui/splice.h"

/* What was cut or copied; shared by all editors of the program. */
struct clipboard {
	struct strbuf text;
};

void clipboard_init(struct clipboard *clipboard);
void clipboard_release(struct clipboard *clipboard);

struct editor;

struct editor_options {
	struct clipboard *clipboard;    /* borrowed; NULL: the editor has one of its own */
	bool single_line;               /* LF becomes a space; Enter, Up, Down, PgUp, PgDn are left to the screen */
	bool read_only;                 /* moves, selects, copies and searches, changes nothing */
	size_t max_bytes;               /* keys that would make the text longer are refused; 0: 8 MiB */
};

/* `options` may be NULL for none of them. */
struct editor *editor_new(const struct editor_options *options);
void editor_free(struct editor *ed);

/*
 * The text as it comes from the log: cursor at the end, no history, nothing in the splices. Bytes that are not UTF-8 become
 * U+FFFD each.
 */
void editor_set_text(struct editor *ed, const char *text, size_t len);
/*
 * The whole text anew, as it comes back from $EDITOR: one undoable step that holds only what differs between the common
 * beginning and the common end. Also when read-only: the caller decides.
 */
void editor_replace_all(struct editor *ed, const char *text, size_t len);
/* At the cursor, in place of the selection; one undoable step. For templates and pasted answers. */
void editor_insert(struct editor *ed, const char *text, size_t len);
/* A change that comes from the log while somebody else writes: no history, no splices; the cursor keeps its place. */
void editor_follow(struct editor *ed, const struct splice *splice);
void editor_set_read_only(struct editor *ed, bool read_only);
/* Shown in ROLE_PLACEHOLDER while the text is empty; copied. NULL: none. */
void editor_set_placeholder(struct editor *ed, const char *text);

/* Valid until the next change; NUL-terminated; `len` may be NULL. */
const char *editor_text(const struct editor *ed, size_t *len);
/* Changes with every change of the text: for "is what I derived from it still right?". */
unsigned long editor_version(const struct editor *ed);
/* Whether editor_take_splices() would give anything. */
bool editor_has_splices(const struct editor *ed);
/*
 * The changes since the last call, in order, each with at most SPLICE_MAX_TEXT bytes of text. `out` is overwritten and then the
 * caller's to release. Applied one by one to the text of the last call they give the text of now.
 */
void editor_take_splices(struct editor *ed, struct splice_list *out);

/*
 * One key. False when it means nothing here, so that the screen may use it: Esc, Tab outside a list, function keys, a click
 * outside the area last drawn. Mouse positions are those of the canvas.
 */
bool editor_key(struct editor *ed, const struct key *key);

size_t editor_cursor(const struct editor *ed);
/* Clipped to the text and moved back to the beginning of a grapheme; drops the selection. */
void editor_set_cursor(struct editor *ed, size_t offset);
/* Paragraph of the cursor, from 0. */
size_t editor_line(const struct editor *ed);
/* The bytes of paragraph `line`, without its LF; false past the end. Valid until the next change. */
bool editor_line_text(const struct editor *ed, size_t line, const char **text, size_t *len);
size_t editor_line_count(const struct editor *ed);
/* False when nothing is selected. */
bool editor_selection(const struct editor *ed, size_t *start, size_t *end);
void editor_select(struct editor *ed, size_t start, size_t end);

bool editor_undo(struct editor *ed);            /* false: nothing to undo */
bool editor_redo(struct editor *ed);

/*
 * Search. Capitals in the needle make it exact, else ASCII letters match in either case. editor_search() goes to the first match
 * at or after the place where the search began (so that it can be called again for each letter typed) and returns whether
 * there is one; without one the cursor returns there. All matches in sight are highlighted until editor_search_end().
 */
bool editor_search(struct editor *ed, const char *needle, size_t len);
bool editor_search_next(struct editor *ed);     /* from the cursor, around the end */
bool editor_search_previous(struct editor *ed);
/* How many there are, and in `*current` (may be NULL) which one the cursor is on, from 1; 0 for none. */
size_t editor_search_count(const struct editor *ed, size_t *current);
void editor_search_end(struct editor *ed);

/*
 * Draws into the whole view and scrolls as far as the cursor needs. With `focus` the canvas's cursor is placed. A scroll bar
 * stands in the last column when the text is longer than the view. The size of the view is what PgUp and wrapping go by.
 */
void editor_draw(struct editor *ed, const struct canvas_view *view, bool focus);

/* The row of the view, as last drawn, in which paragraph `line` begins; -1 when that is not in sight. For what stands beside. */
int editor_line_row(struct editor *ed, size_t line);

/* For footers: "Ln 12, Col 3" counts from 1. */
void editor_position(const struct editor *ed, size_t *line, size_t *column);

#endif
