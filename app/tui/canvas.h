/*
 * Canvas: a grid of cells that screens draw into and term.c shows. Pure: no terminal, no locale, no clock, so a
 * test can draw any screen at any size and compare text (canvas_dump).
 *
 * Drawing goes through a view: a rectangle of the canvas with its own origin, to which everything is clipped.
 * Coordinates are (row, column), from 0, relative to the view; they may be negative or too large.
 *
 * What always holds:
 * - A cell holds one grapheme, or one glyph, or is the second half (width 0) of the wide one on its left. Writing
 *   over half of a wide character blanks the other half. A wide character that does not fit at an edge is not drawn.
 * - Nothing that could steer a terminal or mislead a reader gets into a cell. Whatever the text says:
 *   C0 controls and DEL show as ^X, C1 and bidirectional controls as <U+202E>, both in ROLE_UNSAFE; tab, LF and CR show
 *   as one space; zero-width characters, tags and variation selectors vanish; of the combining marks of a character
 *   the first four stay; of an emoji joined from several the first is shown, in the width of the whole. Invalid
 *   bytes show as U+FFFD.
 *
 * The canvas owns its cells; a view borrows the canvas and is a plain value.
 */
#ifndef SYSDRILL_TUI_CANVAS_H
#define SYSDRILL_TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "tui/glyph.h"
#include "tui/layout.h"
#include "tui/theme.h"

#define CANVAS_CELL_BYTES 20    /* a base character and four combining marks, at 4 bytes each */

struct canvas_cell {
	char text[CANVAS_CELL_BYTES];   /* not NUL-terminated; bytes after `len` are 0, so cells compare by memcmp */
	uint8_t len;
	uint8_t width;                  /* 0: second half of a wide character */
	uint8_t role;                   /* enum role */
	uint8_t glyph;                  /* enum glyph; GLYPH_NONE: `text` counts */
};

struct canvas {
	int rows, cols;
	struct canvas_cell *cells;      /* rows * cols, row by row */
	int cursor_y, cursor_x;         /* -1: the cursor is hidden */
};

struct canvas_view {
	struct canvas *canvas;
	int y, x;                       /* origin on the canvas */
	int rows, cols;                 /* size as asked for; parts may lie outside the canvas */
	struct rect clip;               /* what can be drawn, in canvas coordinates */
};

void canvas_init(struct canvas *canvas, int rows, int cols);
void canvas_release(struct canvas *canvas);
/* New size, all blank. Sizes below 1 count as 1, above 10,000 as 10,000. */
void canvas_resize(struct canvas *canvas, int rows, int cols);
/* All blank, cursor hidden. */
void canvas_clear(struct canvas *canvas);
/* NULL outside the canvas. */
const struct canvas_cell *canvas_cell(const struct canvas *canvas, int y, int x);

/* The whole canvas as a view. */
struct canvas_view canvas_view(struct canvas *canvas);
/* A rectangle of a view, in that view's coordinates; never draws outside the parent. */
struct canvas_view canvas_sub(const struct canvas_view *view, struct rect rect);
/* The view's own area: (0, 0, rows, cols), for cutting. */
struct rect canvas_view_area(const struct canvas_view *view);

/*
 * Text from (y, x) to the right, in one row. Each returns the cells it takes, cut off at the view's right edge, so
 * that x + result is where the next text goes.
 */
int canvas_text(const struct canvas_view *view, int y, int x, enum role role, const char *text, size_t len);
int canvas_puts(const struct canvas_view *view, int y, int x, enum role role, const char *text);
__attribute__((format(printf, 5, 6)))
int canvas_textf(const struct canvas_view *view, int y, int x, enum role role, const char *format, ...);
/* In at most `cols` cells; when it does not fit, an ellipsis stands in the last of them. */
int canvas_text_fit(const struct canvas_view *view, int y, int x, int cols, enum role role,
                    const char *text, size_t len);
/* So that the text ends just before column `end`. */
int canvas_text_right(const struct canvas_view *view, int y, int end, enum role role, const char *text, size_t len);

/* Cells that canvas_text() takes for one grapheme (utf8_grapheme) and for a text. */
int canvas_grapheme_cells(const char *grapheme, size_t len);
int canvas_text_cells(const char *text, size_t len);

void canvas_glyph(const struct canvas_view *view, int y, int x, enum role role, enum glyph glyph);
/* Blanks in that role. */
void canvas_fill(const struct canvas_view *view, struct rect rect, enum role role);
/* Gives what stands there another role: how a selected row or a match is shown. */
void canvas_paint(const struct canvas_view *view, struct rect rect, enum role role);
void canvas_hline(const struct canvas_view *view, int y, int x, int cols, enum role role);
void canvas_vline(const struct canvas_view *view, int y, int x, int rows, enum role role);
/*
 * A frame along the edge of `rect` with `title` (may be NULL) in its top line. With the focus the frame has
 * ROLE_BORDER_FOCUS and the title a pointer before it, so that no colour is needed. Returns the area inside.
 */
struct rect canvas_box(const struct canvas_view *view, struct rect rect, const char *title, bool focus);
/* Where the terminal's cursor goes; outside the view's clip it is hidden. */
void canvas_cursor(const struct canvas_view *view, int y, int x);

enum canvas_dump {
	CANVAS_DUMP_TEXT,       /* UTF-8, trailing blanks cut, one line for each row */
	CANVAS_DUMP_ASCII,      /* likewise, glyphs in ASCII */
	CANVAS_DUMP_ROLES,      /* the letter of each cell's role; blanks in ROLE_TEXT are blank */
};
void canvas_dump(const struct canvas *canvas, enum canvas_dump kind, struct strbuf *out);

#endif
