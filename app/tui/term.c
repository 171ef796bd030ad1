#include "config.h"

#include "tui/term.h"

/* Macros named like everyday words would get into our own names. */
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termcap.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "tui/decode.h"
#include "tui/paint.h"

/*
 * Of curses only its knowledge of terminals (terminfo) is used. Its screens would draw what is already drawn in a canvas
 * once more, and its input waits, reads byte by byte and knows neither pastes nor today's mouse.
 */

#define FALLBACK_TERM "xterm-256color"

/*
 * Bracketed paste; then the mouse: buttons, motion with a button down, SGR reports, which also work in tmux and screen.
 * Terminals that do not know these ignore them.
 */
#define PASTE_ON  "\x1B[?2004h"
#define PASTE_OFF "\x1B[?2004l"
#define MOUSE_ON  "\x1B[?1000h\x1B[?1002h\x1B[?1006h"
#define MOUSE_OFF "\x1B[?1006l\x1B[?1002l\x1B[?1000l"

struct term {
	struct termios before;          /* what the terminal was */
	struct decode decode;
	struct paint paint;
	int rows, cols;
	bool mouse;
	bool gone;
	bool suspended;
	bool measured, drained;         /* since term_read_key() last found nothing: the size was asked for, all bytes were read */
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

static const char *capability(const char *name)
{
	const char *s = tigetstr(name);
	return s && s != (char *)-1 ? s : NULL;
}

/* Without padding, which no terminal of this century needs. */
static void add_capability(struct strbuf *out, const char *s)
{
	for (; s && *s; s++) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
		if (end)
			s = end;
		else
			strbuf_addc(out, *s);
	}
}

static void add_modes_off(const struct term *term, struct strbuf *out)
{
	strbuf_adds(out, term->mouse ? MOUSE_OFF PASTE_OFF : PASTE_OFF);
	add_capability(out, capability("rmkx"));
	add_capability(out, capability("sgr0"));
	add_capability(out, capability("cnorm"));
	add_capability(out, capability("rmcup"));
}

static void rescue_arm(const struct term *term)
{
	struct strbuf bytes = STRBUF_INIT;
	add_modes_off(term, &bytes);
	rescue.len = bytes.len < sizeof rescue.bytes ? bytes.len : sizeof rescue.bytes;
	memcpy(rescue.bytes, bytes.text, rescue.len);
	strbuf_release(&bytes);
	rescue.before = term->before;
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

/* Writes and clears what there is to write. */
static void flush(struct term *term, struct strbuf *out)
{
	size_t at = 0;
	while (at < out->len && !term->gone) {
		ssize_t n = write(STDOUT_FILENO, out->text + at, out->len - at);
		if (n >= 0) {
			at += (size_t)n;
		} else if (errno == EAGAIN) {
			struct pollfd ready = { .fd = STDOUT_FILENO, .events = POLLOUT };
			poll(&ready, 1, -1);
		} else if (errno != EINTR) {
			term->gone = true;
		}
	}
	strbuf_clear(out);
}

static void set_raw(const struct term *term)
{
	struct termios mode = term->before;
	mode.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK);
	mode.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	mode.c_cc[VMIN] = 1;
	mode.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
}

static void enter(struct term *term)
{
	struct strbuf *out = &term->paint.out;
	rescue_arm(term);
	set_raw(term);
	add_capability(out, capability("smcup"));
	add_capability(out, capability("smkx"));
	if (!term->paint.can.utf8)
		add_capability(out, capability("enacs"));
	strbuf_adds(out, term->mouse ? PASTE_ON MOUSE_ON : PASTE_ON);
	paint_forget(&term->paint, term->rows, term->cols);
}

static void leave(struct term *term)
{
	strbuf_clear(&term->paint.out);
	add_modes_off(term, &term->paint.out);
	flush(term, &term->paint.out);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term->before);
	rescue_disarm();
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
		const char *sequence = capability(known[i].name);
		if (sequence)
			decode_add(decode, sequence, known[i].kind, known[i].modifiers);
	}
}

/* How many colours there are to use; 0 without any or when they are not wanted. */
static int count_colours(enum theme_kind theme)
{
	int colours = tigetnum("colors");
	if (theme == THEME_NONE || !capability("setaf"))
		return 0;
	return colours >= 256 ? 256 : colours >= 16 ? 16 : colours >= 8 ? 8 : 0;
}

static void add_look(struct strbuf *out, const struct style *style)
{
	static const struct { unsigned attribute; const char *name, *instead; } table[] = {
		{ STYLE_BOLD, "bold", NULL }, { STYLE_DIM, "dim", NULL }, { STYLE_ITALIC, "sitm", "smul" },
		{ STYLE_UNDERLINE, "smul", NULL }, { STYLE_REVERSE, "rev", "smso" },
	};
	add_capability(out, capability("sgr0"));
	if (style->foreground >= 0)
		add_capability(out, tparm(capability("setaf"), style->foreground));
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (!(style->attributes & table[i].attribute))
			continue;
		const char *s = capability(table[i].name);
		add_capability(out, !s && table[i].instead ? capability(table[i].instead) : s);
	}
}

static void set_looks(struct term *term, enum theme_kind theme)
{
	const char *no_color = getenv("NO_COLOR");
	if (no_color && *no_color)
		theme = THEME_NONE;
	int colours = count_colours(theme);
	for (int i = 0; i < ROLE_COUNT; i++) {
		struct style style = theme_style(theme, (enum role)i, colours);
		add_look(&term->paint.can.looks[i], &style);
	}
}

static void add_move(const struct paint_abilities *can, struct strbuf *out, int y, int x)
{
	/* Nearly all terminals have the same; tparm() would interpret it each time. */
	if (!strcmp(can->move.text, "\x1B[%i%p1%d;%p2%dH"))
		strbuf_addf(out, "\x1B[%d;%dH", y + 1, x + 1);
	else
		add_capability(out, tparm(can->move.text, y, x));
}

static void set_abilities(struct term *term, const struct term_options *options)
{
	struct paint_abilities *can = &term->paint.can;
	can->add_move = add_move;
	strbuf_adds(&can->move, capability("cup"));
	add_capability(&can->clear, capability("clear"));
	add_capability(&can->clear_line, capability("el"));
	add_capability(&can->hide, capability("civis"));
	add_capability(&can->show, capability("cnorm"));
	if (capability("rmacs"))
		add_capability(&can->lines_on, capability("smacs"));
	add_capability(&can->lines_off, capability("rmacs"));
	can->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	can->ascii = options->ascii;
	can->no_last_cell = tigetflag("am") > 0 && tigetflag("xenl") <= 0;
	const char *pair = capability("acsc");
	for (; pair && pair[0] && pair[1]; pair += 2)
		if ((unsigned char)pair[0] < sizeof can->drawing)
			can->drawing[(unsigned char)pair[0]] = pair[1];
	set_looks(term, options->theme);
}

/*
 * terminfo's entry for TERM, or else for the most common terminal. tgetent() loads it as setupterm() does, whose header
 * has a struct term of its own.
 */
static bool load_terminfo(void)
{
	const char *name = getenv("TERM");
	return (name && *name && tgetent(NULL, name) == 1) || tgetent(NULL, FALLBACK_TERM) == 1;
}

static void measure(struct term *term)
{
	struct winsize size;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row && size.ws_col) {
		term->rows = size.ws_row;
		term->cols = size.ws_col;
	} else if (!term->rows) {
		term->rows = tigetnum("lines") > 0 ? tigetnum("lines") : 24;
		term->cols = tigetnum("cols") > 0 ? tigetnum("cols") : 80;
	}
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
	if (!load_terminfo())
		return refuse(err, "Terminfo knows neither this terminal (TERM) nor " FALLBACK_TERM);
	if (!capability("cup") || !capability("clear"))
		return refuse(err, "This terminal cannot place its cursor (TERM)");
	struct term *term = xcalloc(1, sizeof *term);
	tcgetattr(STDIN_FILENO, &term->before);
	term->mouse = !options->no_mouse;
	decode_init(&term->decode);
	add_sequences(&term->decode);
	paint_init(&term->paint);
	set_abilities(term, options);
	measure(term);
	enter(term);
	*out = term;
	return STATUS_OK;
}

void term_close(struct term *term)
{
	if (!term)
		return;
	if (!term->suspended)
		leave(term);
	decode_release(&term->decode);
	paint_release(&term->paint);
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
	int rows = term->rows, cols = term->cols;
	measure(term);
	if (rows == term->rows && cols == term->cols)
		return false;
	paint_forget(&term->paint, term->rows, term->cols);
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
		term->drained = (size_t)n < sizeof bytes;
		decode_feed(&term->decode, bytes, (size_t)n, now_ms());
		return true;
	}
	if (n == 0 || (errno != EINTR && errno != EAGAIN))
		term->gone = true;
	return false;
}

bool term_read_key(struct term *term, struct key *key)
{
	bool resized = !term->measured && notice_size(term);
	term->measured = true;
	if (resized) {
		*key = (struct key){ .kind = K_RESIZE, .y = term->rows, .x = term->cols };
		return true;
	}
	/* Bytes that came meanwhile tell an Esc from the beginning of a sequence better than the clock does. */
	do {
		if (decode_next(&term->decode, term->decode.last_ms, key))
			return true;
	} while (!term->drained && read_bytes(term));
	if (decode_next(&term->decode, now_ms(), key))
		return true;
	term->measured = term->drained = false;
	return false;
}

int term_wait_ms(const struct term *term)
{
	return decode_wait_ms(&term->decode, now_ms());
}

bool term_is_gone(const struct term *term)
{
	return term->gone;
}

void term_draw(struct term *term, const struct canvas *canvas)
{
	if (term->suspended)
		return;
	paint_canvas(&term->paint, canvas);
	flush(term, &term->paint.out);
}

void term_redraw(struct term *term)
{
	paint_forget(&term->paint, term->rows, term->cols);
}

void term_bell(struct term *term)
{
	if (term->suspended)
		return;
	strbuf_addc(&term->paint.out, '\a');
	flush(term, &term->paint.out);
}

bool term_is_utf8(const struct term *term)
{
	return term->paint.can.utf8 && !term->paint.can.ascii;
}

void term_suspend(struct term *term)
{
	if (term->suspended)
		return;
	leave(term);
	term->suspended = true;
}

void term_resume(struct term *term)
{
	if (!term->suspended)
		return;
	term->suspended = false;
	enter(term);
}
