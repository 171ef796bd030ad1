/*
 * Paint: from a canvas to the bytes that make a terminal show it. Pure: term.c says what the terminal can do and writes
 * the bytes. It remembers what the terminal shows, so only cells that changed are written.
 *
 * Nothing here trusts the terminal's idea of how wide a character is: after each one that is not ASCII the position is
 * given anew, and the cells of a wide one are blanked first.
 */
#ifndef SYSDRILL_TUI_PAINT_H
#define SYSDRILL_TUI_PAINT_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "tui/canvas.h"

struct paint_abilities {
	/* Adds what moves the cursor to a cell, made from `move` (terminfo's cup). */
	void (*add_move)(const struct paint_abilities *can, struct strbuf *out, int y, int x);
	struct strbuf move;
	struct strbuf looks[ROLE_COUNT];        /* sets exactly this role's look, whatever was set before */
	/* Empty where the terminal has none. */
	struct strbuf clear, clear_line;        /* the screen; from the cursor to the end of the line */
	struct strbuf hide, show;               /* the cursor */
	struct strbuf lines_on, lines_off;      /* the terminal's own line drawing characters */
	char drawing[128];                      /* those characters by their keys in acsc; 0 where it has none */
	bool utf8;                              /* else the locale's own encoding */
	bool ascii;                             /* glyphs in ASCII only */
	bool no_last_cell;                      /* writing the last cell of the screen would scroll it */
};

struct paint {
	struct paint_abilities can;             /* owned */
	struct canvas shown;
	struct strbuf out;                      /* bytes to be written; the caller takes and clears them */
	bool known;                             /* `shown` is what the terminal shows */
	int y, x;                               /* where the terminal's cursor is; -1 when not known */
	int role;                               /* what is set; -1 when not known */
	bool lines;                             /* line drawing is on */
	int visible;                            /* the cursor; -1 when not known */
};

/* `paint->can` is filled in afterwards. */
void paint_init(struct paint *paint);
void paint_release(struct paint *paint);
/* Everything anew next time, in that size. */
void paint_forget(struct paint *paint, int rows, int cols);
/* Adds to `out` what makes the terminal show the canvas. */
void paint_canvas(struct paint *paint, const struct canvas *canvas);

#endif
