/*
 * What the files of the editor share; nobody else includes this.
 *
 * text and paragraphs always agree: the paragraphs' bytes add up to the text, each but the last ends in its LF, and there
 * is at least one. Only apply() in editor.c changes either.
 */
#ifndef SYSDRILL_TUI_EDITOR_PRIVATE_H
#define SYSDRILL_TUI_EDITOR_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "tui/editor.h"
#include "tui/splice.h"

#define TAB_CELLS 4
#define NO_GOAL (-1)

struct paragraph {
	uint32_t bytes;         /* with its LF */
	uint32_t rows;          /* 0: not known at this width */
};

/* A row of a paragraph; offsets are in the text. */
struct row {
	size_t paragraph;
	size_t index;           /* which row of its paragraph */
	size_t start, end;      /* without the LF */
	int indent;             /* cells before the first character */
	bool last;              /* of its paragraph */
};

/* How a change goes into the history. */
enum change_kind {
	CHANGE_STEP,            /* a step of its own */
	CHANGE_PART,            /* belongs to the step before it */
	CHANGE_TYPED,           /* goes on with the word that is being typed */
	CHANGE_ERASED,          /* goes on with what is being erased */
};

struct edit {
	size_t offset;
	struct strbuf removed, added;
	size_t cursor_before, cursor_after;
	enum change_kind kind;  /* CHANGE_PART: undone together with the one before */
};

struct history {
	struct edit *edits;
	size_t count, cap;
	size_t done;            /* edits[done..] can be redone */
	size_t bytes;
	bool open;              /* the last edit may still grow */
};

struct search {
	bool active;
	struct strbuf needle;
	size_t origin;          /* where the cursor was when it began */
	size_t *matches;        /* offsets, ascending */
	size_t count, cap;
};

struct editor {
	struct strbuf text;
	struct paragraph *paragraphs;
	size_t count, cap;
	size_t near, near_start;        /* a paragraph and its offset: where the next look-up begins */
	unsigned long version;

	size_t cursor, anchor;
	bool selecting;
	int goal;                       /* column that Up and Down aim at */
	bool cutting;                   /* the last key was Ctrl-K */
	bool dragging;

	size_t top_paragraph, top_row;
	bool follow;                    /* the next drawing scrolls to the cursor */
	int rows, width;                /* rows in sight; cells to wrap at */
	struct rect area;               /* where it was last drawn, on the canvas */

	struct history history;
	struct splice_list splices;
	struct search search;
	struct strbuf placeholder;
	struct clipboard own;
	struct clipboard *clipboard;
	bool single_line, read_only;
	size_t max_bytes;
};

/* editor.c: the one way to change the text. False when it would grow too long. `text` must not be part of the editor. */
bool editor_change(struct editor *ed, size_t offset, size_t deleted, const char *text, size_t len,
                   enum change_kind kind);
/* Changes text, paragraphs and what is derived from them, but neither history nor splices. */
void editor_apply(struct editor *ed, size_t offset, size_t deleted, const char *text, size_t len);
/* Valid UTF-8, LF as the only end of a line, no other control characters than tabs. */
void editor_clean(const struct editor *ed, const char *text, size_t len, struct strbuf *out);
void editor_move_to(struct editor *ed, size_t offset, bool select);
/* The nearest place between graphemes at or before `offset`, or at or after it. */
size_t editor_snap(const struct editor *ed, size_t offset, bool forward);
/* Deletes the selection as a step or a part of one; false when there is none. */
bool editor_delete_selection(struct editor *ed, enum change_kind kind);

/* editor_wrap.c */
/* The paragraph that holds `offset`; `*start` is where it begins. */
size_t editor_paragraph_at(struct editor *ed, size_t offset, size_t *start);
size_t editor_paragraph_start(struct editor *ed, size_t paragraph);
/* Bytes without the LF. */
size_t editor_paragraph_len(const struct editor *ed, size_t paragraph);
void editor_paragraphs_changed(struct editor *ed, size_t offset, size_t deleted, const char *text, size_t len);
void editor_set_width(struct editor *ed, int width);
size_t editor_rows_of(struct editor *ed, size_t paragraph);
/* End of the row that begins at `start`, in a text of `len` bytes; `cells` wide. */
size_t editor_wrap_row(const char *text, size_t len, size_t start, int cells);
void editor_row_first(struct editor *ed, size_t paragraph, struct row *row);
/* The next row, in this paragraph or the next one; false at the end of the text. */
bool editor_row_next(struct editor *ed, struct row *row);
/* Up (negative) or down, as far as there are rows; false when it did not move at all. */
bool editor_row_move(struct editor *ed, struct row *row, long by);
/* Row number `index` of the paragraph, or its last one. */
void editor_row_at(struct editor *ed, size_t paragraph, size_t index, struct row *row);
/* The row that shows the cursor when it is at `offset`. */
void editor_row_of(struct editor *ed, size_t offset, struct row *row);
/* Cells from the left edge to `offset` in its row. */
int editor_column(const struct editor *ed, const struct row *row, size_t offset);
/* The place in the row that is nearest to a column. */
size_t editor_offset_at(const struct editor *ed, const struct row *row, int column);
/* Cells of the grapheme at text[at], and its bytes in `*n`. `column` counts from the row's first character, for tabs. */
int editor_cells_at(const char *text, size_t len, size_t at, int column, size_t *n);

/* editor_undo.c */
void history_record(struct history *history, const struct edit *edit);
void history_close(struct history *history);
void history_clear(struct history *history);

/* editor_search.c */
void editor_search_refresh(struct editor *ed);
/* Whether a match covers `offset`; `*i` is where to go on looking and is advanced. */
bool editor_search_covers(const struct editor *ed, size_t offset, size_t *i, bool *current);
void editor_search_release(struct editor *ed);

/* editor_bullet.c */
struct bullet {
	size_t indent;          /* bytes of white space before the marker */
	size_t marker;          /* bytes of the marker and its blank, without a box */
	size_t whole;           /* indent, marker and box "[ ] " */
	long number;            /* -1: not numbered */
};
bool bullet_parse(const char *text, size_t len, struct bullet *bullet);
void editor_new_line(struct editor *ed);
/* Indents (by > 0) or outdents; false outside a list. */
bool editor_indent(struct editor *ed, int by);

#endif
