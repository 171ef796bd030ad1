#include "config.h"

#include "tui/term.h"

/* Macros named like everyday words would get into our own names. */
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "base/array.h"
#include "base/utf8.h"
#include "tui/decode.h"

#define FALLBACK_TERM "xterm-256color"
#define MAX_MARKS (CCHARW_MAX - 1)

/*
 * Bracketed paste; then the mouse: buttons, motion with a button down, SGR reports. Asked for by hand, since ncurses asks
 * tmux and screen for the old reports only. Terminals that do not know these ignore them.
 */
#define PASTE_ON  "\x1B[?2004h"
#define PASTE_OFF "\x1B[?2004l"
#define MOUSE_ON  "\x1B[?1000h\x1B[?1002h\x1B[?1006h"
#define MOUSE_OFF "\x1B[?1006l\x1B[?1002l\x1B[?1000l"

struct term {
	SCREEN *screen;
	struct termios before;          /* what the terminal was */
	struct decode decode;
	struct canvas shown;            /* what the terminal shows */
	bool redraw;                    /* and does not show any more */
	attr_t attributes[ROLE_COUNT];
	short pairs[ROLE_COUNT];
	int rows, cols;
	int visibility;                 /* of the cursor, as curs_set() has it */
	bool boxes;                     /* UTF-8, and not asked for ASCII */
	bool ascii;
	bool mouse;
	bool gone;
	bool suspended;
};

static const int fatal_signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

/*
 * What brings the terminal back when the program dies. A signal handler can reach nothing but static objects; curses is
 * one per process as well.
 */
static struct {
	volatile sig_atomic_t armed;
	struct termios before;
	struct sigaction actions[ARRAY_SIZE(fatal_signals)];    /* what these signals did before */
	char bytes[256];
	size_t len;
} rescue;

static void rescue_disarm(void)
{
	if (!rescue.armed)
		return;
	rescue.armed = 0;
	for (size_t i = 0; i < ARRAY_SIZE(fatal_signals); i++)
		sigaction(fatal_signals[i], &rescue.actions[i], NULL);
}

static void restore_and_die(int number)
{
	if (rescue.armed) {
		ssize_t ignored = write(STDOUT_FILENO, rescue.bytes, rescue.len);
		(void)ignored;
		tcsetattr(STDIN_FILENO, TCSANOW, &rescue.before);
	}
	rescue_disarm();
	raise(number);
}

/* A string of terminfo without its padding, which needs more than write(). */
static void rescue_add(const char *s)
{
	if (!s || s == (char *)-1)
		return;
	for (; *s && rescue.len < sizeof rescue.bytes; s++) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
		if (end)
			s = end;
		else
			rescue.bytes[rescue.len++] = *s;
	}
}

static void rescue_arm(const struct term *term)
{
	rescue.before = term->before;
	rescue.len = 0;
	rescue_add(MOUSE_OFF PASTE_OFF);
	rescue_add(tigetstr("rmkx"));
	rescue_add(tigetstr("sgr0"));
	rescue_add(tigetstr("cnorm"));
	rescue_add(tigetstr("rmcup"));
	struct sigaction action = { .sa_handler = restore_and_die };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_SIZE(fatal_signals); i++)
		sigaction(fatal_signals[i], &action, &rescue.actions[i]);
	rescue.armed = 1;
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void put_capability(const char *name)
{
	const char *s = tigetstr(name);
	if (s && s != (char *)-1)
		putp(s);
}

static void modes_on(const struct term *term)
{
	put_capability("smkx");
	putp(term->mouse ? PASTE_ON MOUSE_ON : PASTE_ON);
	fflush(stdout);
}

static void modes_off(const struct term *term)
{
	putp(term->mouse ? MOUSE_OFF PASTE_OFF : PASTE_OFF);
	put_capability("rmkx");
	fflush(stdout);
}

static void add_sequences(struct decode *decode)
{
	static const struct { const char *name; enum key_kind kind; unsigned modifiers; } known[] = {
		{ "kcuu1", K_UP, 0 }, { "kcud1", K_DOWN, 0 }, { "kcuf1", K_RIGHT, 0 }, { "kcub1", K_LEFT, 0 },
		{ "khome", K_HOME, 0 }, { "kend", K_END, 0 }, { "kpp", K_PAGE_UP, 0 }, { "knp", K_PAGE_DOWN, 0 },
		{ "kich1", K_INSERT, 0 }, { "kdch1", K_DELETE, 0 }, { "kbs", K_BACKSPACE, 0 }, { "kcbt", K_TAB, MOD_SHIFT },
		{ "kLFT", K_LEFT, MOD_SHIFT }, { "kRIT", K_RIGHT, MOD_SHIFT }, { "kri", K_UP, MOD_SHIFT }, { "kind", K_DOWN, MOD_SHIFT },
		{ "kHOM", K_HOME, MOD_SHIFT }, { "kEND", K_END, MOD_SHIFT }, { "kent", K_ENTER, 0 },
		{ "kf1", K_F1, 0 }, { "kf2", K_F2, 0 }, { "kf3", K_F3, 0 }, { "kf4", K_F4, 0 }, { "kf5", K_F5, 0 }, { "kf6", K_F6, 0 },
		{ "kf7", K_F7, 0 }, { "kf8", K_F8, 0 }, { "kf9", K_F9, 0 }, { "kf10", K_F10, 0 }, { "kf11", K_F11, 0 }, { "kf12", K_F12, 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		const char *sequence = tigetstr(known[i].name);
		if (sequence && sequence != (char *)-1)
			decode_add(decode, sequence, known[i].kind, known[i].modifiers);
	}
}

/* How many colours there are to use; 0 without any or when they are not wanted. */
static int start_colours(enum theme_kind theme)
{
	if (theme == THEME_NONE || !has_colors() || start_color() == ERR || use_default_colors() == ERR)
		return 0;
	return COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
}

static attr_t attributes_of(unsigned attributes)
{
	static const struct { unsigned ours; attr_t theirs; } table[] = {
		{ STYLE_BOLD, WA_BOLD }, { STYLE_DIM, WA_DIM }, { STYLE_ITALIC, WA_ITALIC },
		{ STYLE_UNDERLINE, WA_UNDERLINE }, { STYLE_REVERSE, WA_REVERSE },
	};
	attr_t out = 0;
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (attributes & table[i].ours)
			out |= table[i].theirs;
	return out;
}

static void set_theme(struct term *term, enum theme_kind theme)
{
	const char *no_color = getenv("NO_COLOR");
	if (no_color && *no_color)
		theme = THEME_NONE;
	int colours = start_colours(theme);
	for (int i = 0; i < ROLE_COUNT; i++) {
		struct style style = theme_style(theme, (enum role)i, colours);
		term->attributes[i] = attributes_of(style.attributes);
		term->pairs[i] = 0;
		if (style.foreground >= 0 && init_pair((short)(i + 1), (short)style.foreground, -1) == OK)
			term->pairs[i] = (short)(i + 1);
	}
}

static SCREEN *open_screen(void)
{
	const char *name = getenv("TERM");
	SCREEN *screen = newterm(name && *name ? name : FALLBACK_TERM, stdout, stdin);
	return screen ? screen : newterm(FALLBACK_TERM, stdout, stdin);
}

static enum status refuse(struct error *err, const char *why)
{
	return error_set(err, STATUS_INVALID,
	                 "%s, so nothing can be drawn here. Use the command line instead: \"sysdrill --help\" lists the commands, "
	                 "and \"sysdrill practice PROBLEM --plain\" runs an interview line by line.", why);
}

enum status term_open(struct term **out, const struct term_options *options, struct error *err)
{
	*out = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return refuse(err, "Standard input or output is not a terminal");
	struct term *term = xcalloc(1, sizeof *term);
	tcgetattr(STDIN_FILENO, &term->before);
	term->screen = open_screen();
	if (!term->screen) {
		free(term);
		return refuse(err, "This terminal is unknown to terminfo (TERM)");
	}
	const char *cup = tigetstr("cup");
	if (!cup || cup == (char *)-1) {
		delscreen(term->screen);
		tcsetattr(STDIN_FILENO, TCSANOW, &term->before);
		free(term);
		return refuse(err, "This terminal cannot place its cursor (TERM)");
	}
	raw();
	noecho();
	nonl();
	term->boxes = !options->ascii && !strcmp(nl_langinfo(CODESET), "UTF-8");
	term->ascii = options->ascii;
	term->mouse = !options->no_mouse;
	term->visibility = -1;
	set_theme(term, options->theme);
	decode_init(&term->decode);
	add_sequences(&term->decode);
	getmaxyx(stdscr, term->rows, term->cols);
	canvas_init(&term->shown, term->rows, term->cols);
	term->redraw = true;
	rescue_arm(term);
	modes_on(term);
	*out = term;
	return STATUS_OK;
}

void term_close(struct term *term)
{
	if (!term)
		return;
	if (!term->suspended) {
		modes_off(term);
		endwin();
	}
	rescue_disarm();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term->before);
	delscreen(term->screen);
	decode_release(&term->decode);
	canvas_release(&term->shown);
	free(term);
}

void term_size(const struct term *term, int *rows, int *cols)
{
	*rows = term->rows;
	*cols = term->cols;
}

int term_fd(const struct term *term)
{
	(void)term;
	return STDIN_FILENO;
}

/* Asking costs less than a signal that may get lost. */
static bool notice_size(struct term *term)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row || !size.ws_col ||
	    (size.ws_row == term->rows && size.ws_col == term->cols))
		return false;
	resizeterm(size.ws_row, size.ws_col);
	getmaxyx(stdscr, term->rows, term->cols);
	canvas_resize(&term->shown, term->rows, term->cols);
	term->redraw = true;
	return true;
}

/* Reads what is there; false when there is nothing. */
static bool read_bytes(struct term *term)
{
	char bytes[4096];
	struct pollfd ready = { .fd = STDIN_FILENO, .events = POLLIN };
	if (term->gone || poll(&ready, 1, 0) <= 0)
		return false;
	ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
	if (n > 0) {
		decode_feed(&term->decode, bytes, (size_t)n, now_ms());
		return true;
	}
	if (n == 0 || (errno != EINTR && errno != EAGAIN))
		term->gone = true;
	return false;
}

bool term_read_key(struct term *term, struct key *key)
{
	if (notice_size(term)) {
		*key = (struct key){ .kind = K_RESIZE, .y = term->rows, .x = term->cols };
		return true;
	}
	/* Bytes that came meanwhile tell an Esc from the beginning of a sequence better than the clock does. */
	do {
		if (decode_next(&term->decode, term->decode.last_ms, key))
			return true;
	} while (read_bytes(term));
	return decode_next(&term->decode, now_ms(), key);
}

int term_wait_ms(const struct term *term)
{
	return decode_wait_ms(&term->decode, now_ms());
}

bool term_is_gone(const struct term *term)
{
	return term->gone;
}

/* A character that this terminal's locale cannot show, in a way that can be read. */
static wchar_t plain_form(int32_t cp)
{
	static const struct { int32_t cp; char plain; } forms[] = {
		{ 0xA0, ' ' }, { 0xB7, '.' }, { 0xD7, 'x' }, { 0x2010, '-' }, { 0x2011, '-' }, { 0x2012, '-' }, { 0x2013, '-' }, { 0x2014, '-' },
		{ 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201C, '"' }, { 0x201D, '"' }, { 0x2022, '*' }, { 0x2026, '~' }, { 0x2190, '<' },
		{ 0x2192, '>' }, { 0x2212, '-' }, { 0x2248, '~' }, { 0x2264, '<' }, { 0x2265, '>' },
	};
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (forms[i].cp == cp)
			return (wchar_t)forms[i].plain;
	return L'?';
}

/*
 * What curses is given for a cell's text. The canvas's idea of the width counts: when the locale has another one, the
 * character is replaced, or followed by a blank, so that nothing on the right moves. Returns the cells it fills.
 */
static int wide_text(const struct canvas_cell *cell, wchar_t out[CCHARW_MAX + 1])
{
	int32_t cp;
	size_t at = utf8_decode(cell->text, cell->len, &cp);
	int width = wcwidth((wchar_t)cp), n = 0;
	if (width < 1 || width > cell->width) {
		out[0] = plain_form(cp);
		out[1] = L'\0';
		return 1;
	}
	out[n++] = (wchar_t)cp;
	while (at < cell->len && n <= MAX_MARKS) {
		at += utf8_decode(cell->text + at, cell->len - at, &cp);
		if (wcwidth((wchar_t)cp) == 0)
			out[n++] = (wchar_t)cp;
	}
	out[n] = L'\0';
	return width;
}

static void draw_text(const struct term *term, int y, int x, const struct canvas_cell *cell)
{
	wchar_t text[CCHARW_MAX + 1];
	cchar_t out;
	attr_t attributes = term->attributes[cell->role];
	short pair = term->pairs[cell->role];
	int filled = wide_text(cell, text);
	setcchar(&out, text, attributes, pair, NULL);
	mvadd_wch(y, x, &out);
	for (; filled < cell->width; filled++) {
		setcchar(&out, L" ", attributes, pair, NULL);
		mvadd_wch(y, x + filled, &out);
	}
}

/* A glyph as a box character, as one of the terminal's own line drawing characters, or in ASCII. */
static void draw_glyph(const struct term *term, int y, int x, const struct canvas_cell *cell)
{
	const struct glyph_forms *forms = glyph_forms((enum glyph)cell->glyph);
	struct canvas_cell text = { .width = 1, .role = cell->role, .len = 1, .text = { forms->ascii } };
	int32_t cp;
	size_t n = utf8_decode(forms->utf8, strlen(forms->utf8), &cp);
	if (term->boxes && wcwidth((wchar_t)cp) == 1) {
		text.len = (uint8_t)n;
		memcpy(text.text, forms->utf8, n);
	} else if (!term->ascii && forms->acs && acs_map[(unsigned char)forms->acs] & WA_ALTCHARSET) {
		mvaddch(y, x, acs_map[(unsigned char)forms->acs] | term->attributes[cell->role] |
		              (chtype)COLOR_PAIR(term->pairs[cell->role]));
		return;
	}
	draw_text(term, y, x, &text);
}

static void draw_row(struct term *term, const struct canvas *canvas, int y)
{
	int cols = canvas->cols < term->cols ? canvas->cols : term->cols;
	for (int x = 0; x < cols; x++) {
		const struct canvas_cell *cell = canvas_cell(canvas, y, x);
		struct canvas_cell *shown = &term->shown.cells[(size_t)y * (size_t)term->cols + (size_t)x];
		if (!memcmp(cell, shown, sizeof *cell))
			continue;
		*shown = *cell;
		/* The second half comes with the first, which always changes too; a wide character cut by the edge is left out. */
		if (cell->width == 0 || x + cell->width > term->cols)
			continue;
		if (cell->glyph != GLYPH_NONE)
			draw_glyph(term, y, x, cell);
		else
			draw_text(term, y, x, cell);
	}
}

static void place_cursor(struct term *term, const struct canvas *canvas)
{
	bool visible = canvas->cursor_y >= 0 && canvas->cursor_y < term->rows && canvas->cursor_x < term->cols;
	if (visible)
		move(canvas->cursor_y, canvas->cursor_x);
	if (term->visibility != visible)
		curs_set(visible);
	term->visibility = visible;
}

void term_draw(struct term *term, const struct canvas *canvas)
{
	if (term->suspended)
		return;
	if (term->redraw) {
		erase();
		clearok(curscr, TRUE);
		canvas_clear(&term->shown);
		term->redraw = false;
	}
	int rows = canvas->rows < term->rows ? canvas->rows : term->rows;
	for (int y = 0; y < rows; y++)
		draw_row(term, canvas, y);
	place_cursor(term, canvas);
	refresh();
}

void term_redraw(struct term *term)
{
	term->redraw = true;
}

void term_bell(struct term *term)
{
	(void)term;
	beep();
}

bool term_is_utf8(const struct term *term)
{
	return term->boxes;
}

void term_suspend(struct term *term)
{
	if (term->suspended)
		return;
	modes_off(term);
	def_prog_mode();
	endwin();
	rescue_disarm();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term->before);
	term->suspended = true;
}

void term_resume(struct term *term)
{
	if (!term->suspended)
		return;
	term->suspended = false;
	reset_prog_mode();
	rescue_arm(term);
	modes_on(term);
	/* What the other program left of its cursor is unknown. */
	term->visibility = -1;
	term->redraw = true;
}
