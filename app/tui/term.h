/*
 * Term: the terminal, and the only file that knows curses. It shows a canvas and reads keys; nothing else in the
 * program writes to the terminal while one is open.
 *
 * One at a time. Opening saves what the terminal was; closing, suspending and dying of a fatal signal (SIGSEGV, SIGBUS,
 * SIGFPE, SIGILL, SIGABRT) bring it back. All other signals are the event loop's own: it closes the
 * terminal before it ends, suspends it before it stops, and on SIGWINCH wakes and calls term_read_key(), which notices the
 * new size by itself.
 */
#ifndef SYSDRILL_TUI_TERM_H
#define SYSDRILL_TUI_TERM_H

#include <stdbool.h>

#include "base/status.h"
#include "tui/canvas.h"
#include "tui/key.h"
#include "tui/theme.h"

struct term;

struct term_options {
	enum theme_kind theme;  /* NO_COLOR in the environment makes it THEME_NONE */
	bool ascii;             /* no box characters, even where the locale has them */
	bool no_mouse;
};

/*
 * Takes the terminal on stdin and stdout. The caller has called setlocale(LC_ALL, ""). STATUS_INVALID, with a sentence that points
 * to the command line and --plain, when stdin or stdout is no terminal or it cannot place its cursor. An unknown TERM is
 * taken for xterm-256color.
 */
enum status term_open(struct term **out, const struct term_options *options, struct error *err);
/* Restores the terminal; NULL is allowed. */
void term_close(struct term *term);

void term_size(const struct term *term, int *rows, int *cols);
/* For poll(): readable when keys may be there. */
int term_fd(const struct term *term);
/*
 * The next key, never waiting; false when there is none. To be asked until it says so. After a new size of the terminal the first
 * key is K_RESIZE with it.
 */
bool term_read_key(struct term *term, struct key *key);
/* How many ms poll() may wait at most for this terminal's sake (an Esc to be settled, a paste's lost end); -1: any time. */
int term_wait_ms(const struct term *term);
/* The terminal went away (end of file or an error while reading). */
bool term_is_gone(const struct term *term);

/*
 * Shows the canvas: only the cells that changed are written, the cursor is placed last. A canvas of another size than the
 * terminal is cut or padded.
 */
void term_draw(struct term *term, const struct canvas *canvas);
/* Everything anew at the next term_draw(): for Ctrl-L. */
void term_redraw(struct term *term);
void term_bell(struct term *term);
/* Whether boxes are drawn as such, so that texts of our own may use typographic characters. */
bool term_is_utf8(const struct term *term);

/* Hands the terminal to another program ($EDITOR) as it was before term_open(), and takes it back. */
void term_suspend(struct term *term);
void term_resume(struct term *term);

#endif
