/*
 * Input: one line to type into: a filter, a question, a name. It is an editor of one line that scrolls sideways, so
 * undo, selection, the clipboard and pasting work as in the notes. Pure.
 */
#ifndef SYSDRILL_TUI_INPUT_H
#define SYSDRILL_TUI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/editor.h"
#include "tui/key.h"

struct input {
	struct editor *editor;  /* owned */
	size_t left;            /* cells scrolled off on the left */
	int y, x, cols;         /* where it was last drawn, for clicks */
};

/* `clipboard` is borrowed and may be NULL. */
void input_init(struct input *input, struct clipboard *clipboard);
void input_release(struct input *input);
/* The editor's keys, and Ctrl-U, which empties the line. False for what a line does not use: Enter, Esc, Tab, Up, Down and the like. */
bool input_key(struct input *input, const struct key *key);
/* Valid until the next change; NUL-terminated. */
const char *input_text(const struct input *input, size_t *len);
void input_set(struct input *input, const char *text);
void input_clear(struct input *input);
/* `cols` cells of one row, after a prompt such as "/" (may be NULL). */
void input_draw(struct input *input, const struct canvas_view *view, int y, int x, int cols, const char *prompt,
                bool focus);

#endif
