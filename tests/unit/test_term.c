/*
 * app/tui/term.c on a pseudo-terminal, with libvterm as the terminal: what is drawn appears, keys arrive as what they
 * are, and the terminal is given back as it was. Nothing sleeps: each step waits until its text is on the screen.
 */
#include "test.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "tui/canvas.h"
#include "tui/term.h"

#define ROWS 12
#define COLS 50
#define PATIENCE_MS 20000

/* The child: draws a frame with the last key, until 'q'. */

struct child {
	const char *term, *locale;
	bool ascii, no_mouse, no_color;
};

static void draw_frame(struct canvas *canvas, const char *message, const char *pasted)
{
	canvas_clear(canvas);
	struct canvas_view view = canvas_view(canvas);
	struct rect inside = canvas_box(&view, rect_make(0, 0, 5, 30), "Box", false);
	canvas_puts(&view, inside.y, inside.x, ROLE_STRONG, "w\xE4\xB8\xADx e\xCC\x81 \xE2\x80\x94 \xE2\x80\xAE.");
	canvas_puts(&view, inside.y + 1, inside.x, ROLE_ALERT, "red");
	canvas_puts(&view, 6, 0, ROLE_TEXT, message);
	canvas_puts(&view, 7, 0, ROLE_TEXT, pasted);
	canvas_textf(&view, canvas->rows - 1, 0, ROLE_DIM, "%dx%d", canvas->cols, canvas->rows);
	canvas_puts(&view, canvas->rows - 1, canvas->cols - 6, ROLE_TEXT, "corner");
	canvas_cursor(&view, 6, 3);
}

static void act(struct term *term, const struct key *key, struct canvas *canvas)
{
	if (key_is(key, "F9"))
		abort();
	if (key->kind == K_RESIZE)
		canvas_resize(canvas, key->y, key->x);
	if (key_is(key, "F8")) {
		term_suspend(term);
		printf("elsewhere\n");
		fflush(stdout);
		char line[100];
		if (!fgets(line, sizeof line, stdin))
			_exit(4);
		term_resume(term);
	}
}

static int run_child(const struct child *child)
{
	setenv("TERM", child->term, 1);
	setenv("LC_ALL", child->locale, 1);
	if (child->no_color)
		setenv("NO_COLOR", "1", 1);
	else
		unsetenv("NO_COLOR");
	setlocale(LC_ALL, "");
	struct term *term;
	struct error err;
	const struct term_options options = { .ascii = child->ascii, .no_mouse = child->no_mouse };
	if (term_open(&term, &options, &err) != STATUS_OK) {
		printf("refused: %s\n", err.text);
		return 3;
	}
	struct canvas canvas;
	int rows, cols;
	term_size(term, &rows, &cols);
	canvas_init(&canvas, rows, cols);
	char message[KEY_NAME_SIZE + 20] = "ready", pasted[100] = "";
	for (unsigned count = 0;;) {
		struct key key;
		draw_frame(&canvas, message, pasted);
		term_draw(term, &canvas);
		struct pollfd ready = { .fd = term_fd(term), .events = POLLIN };
		/* A new size may come just before poll(); the program's own loop has a pipe for that. */
		int wait = term_wait_ms(term);
		poll(&ready, 1, wait < 0 || wait > 50 ? 50 : wait);
		while (term_read_key(term, &key)) {
			char name[KEY_NAME_SIZE];
			key_print(&key, name);
			snprintf(message, sizeof message, "key %u %s", ++count, name);
			if (key.kind == K_PASTE)
				snprintf(pasted, sizeof pasted, "[%.*s]", (int)key.paste_len, key.paste);
			act(term, &key, &canvas);
			if (key_is(&key, "q")) {
				term_close(term);
				canvas_release(&canvas);
				printf("bye\n");
				return 0;
			}
		}
		if (term_is_gone(term))
			return 5;
	}
}

/* The parent: a terminal to look at. */

struct screen {
	VTerm *vt;
	VTermScreen *cells;
	pid_t child;
	int fd;
	int rows, cols;
	bool gone;
	struct strbuf bytes;            /* everything that the child wrote */
};

static void open_child(struct screen *screen, const struct child *child)
{
	*screen = (struct screen){ .rows = ROWS, .cols = COLS };
	strbuf_init(&screen->bytes);
	screen->vt = vterm_new(ROWS, COLS);
	vterm_set_utf8(screen->vt, 1);
	screen->cells = vterm_obtain_screen(screen->vt);
	vterm_screen_enable_altscreen(screen->cells, 1);
	vterm_screen_reset(screen->cells, 1);
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	fflush(NULL);
	screen->child = forkpty(&screen->fd, NULL, NULL, &size);
	assert_true(screen->child >= 0);
	if (screen->child == 0) {
		int status = run_child(child);
		fflush(NULL);
		_exit(status);
	}
}

static int close_child(struct screen *screen)
{
	int status = 0;
	waitpid(screen->child, &status, 0);
	close(screen->fd);
	vterm_free(screen->vt);
	strbuf_release(&screen->bytes);
	return status;
}

static void row_text(const struct screen *screen, int row, struct strbuf *out)
{
	strbuf_clear(out);
	for (int col = 0; col < screen->cols;) {
		VTermScreenCell cell;
		vterm_screen_get_cell(screen->cells, (VTermPos){ .row = row, .col = col }, &cell);
		if (!cell.chars[0] || cell.chars[0] == (uint32_t)-1)
			strbuf_addc(out, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && cell.chars[i] != (uint32_t)-1; i++) {
			char bytes[4];
			strbuf_add(out, bytes, utf8_put((int32_t)cell.chars[i], bytes));
		}
		col += cell.width > 0 ? cell.width : 1;
	}
	strbuf_trim(out);
}

static bool shows(const struct screen *screen, const char *text)
{
	struct strbuf row = STRBUF_INIT;
	bool found = false;
	for (int y = 0; y < screen->rows && !found; y++) {
		row_text(screen, y, &row);
		found = strstr(row.text, text);
	}
	strbuf_release(&row);
	return found;
}

static void dump(const struct screen *screen)
{
	struct strbuf row = STRBUF_INIT;
	for (int y = 0; y < screen->rows; y++) {
		row_text(screen, y, &row);
		print_message("# |%s\n", row.text);
	}
	strbuf_release(&row);
}

/* Reads what the child writes, until the text is there; or, without a text, until the child is gone. */
static void wait_for(struct screen *screen, const char *text)
{
	struct timespec start, now;
	clock_gettime(CLOCK_MONOTONIC, &start);
	while (!(text && shows(screen, text))) {
		char bytes[4096];
		struct pollfd ready = { .fd = screen->fd, .events = POLLIN };
		clock_gettime(CLOCK_MONOTONIC, &now);
		long left = PATIENCE_MS - (now.tv_sec - start.tv_sec) * 1000;
		ssize_t n = left > 0 && poll(&ready, 1, (int)left) > 0 ? read(screen->fd, bytes, sizeof bytes) : -1;
		if (n <= 0 && !text && left > 0)
			return;
		if (n <= 0) {
			dump(screen);
			fail_msg("never on the screen: %s", text ? text : "(the end)");
		}
		strbuf_add(&screen->bytes, bytes, (size_t)n);
		vterm_input_write(screen->vt, bytes, (size_t)n);
		vterm_screen_flush_damage(screen->cells);
	}
}

static void press(const struct screen *screen, const char *bytes)
{
	assert_int_equal(write(screen->fd, bytes, strlen(bytes)), strlen(bytes));
}

static void assert_row(const struct screen *screen, int row, const char *expected)
{
	struct strbuf text = STRBUF_INIT;
	row_text(screen, row, &text);
	assert_string_equal(text.text, expected);
	strbuf_release(&text);
}

static void quit(struct screen *screen)
{
	press(screen, "q");
	wait_for(screen, "bye");
	wait_for(screen, NULL);
	assert_int_equal(close_child(screen), 0);
}

#define UTF8_TERMINAL { .term = "xterm-256color", .locale = "C.UTF-8" }

static void a_frame_appears_as_it_was_drawn(void **state)
{
	(void)state;
	static const char *const terms[] = { "xterm-256color", "xterm", "tmux-256color", "screen-256color", "screen", "linux" };
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct child child = { .term = terms[i], .locale = "C.UTF-8" };
		struct screen screen;
		open_child(&screen, &child);
		wait_for(&screen, "ready");
		wait_for(&screen, "corner");
		assert_row(&screen, 0, "\xE2\x94\x8C\xE2\x94\x80 Box \xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
		                       "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
		                       "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x90");
		assert_row(&screen, 1, "\xE2\x94\x82w\xE4\xB8\xADx e\xCC\x81 \xE2\x80\x94 <U+202E>.          \xE2\x94\x82");
		assert_row(&screen, ROWS - 1, "50x12                                       corner");
		VTermPos cursor;
		vterm_state_get_cursorpos(vterm_obtain_state(screen.vt), &cursor);
		assert_int_equal(cursor.row, 6);
		assert_int_equal(cursor.col, 3);
		quit(&screen);
	}
}

static void an_unknown_terminal_is_taken_for_xterm(void **state)
{
	(void)state;
	struct child child = { .term = "no-such-terminal", .locale = "C.UTF-8" };
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "ready");
	quit(&screen);
}

static void a_terminal_that_cannot_place_its_cursor_is_refused_with_a_way_out(void **state)
{
	(void)state;
	struct child child = { .term = "dumb", .locale = "C.UTF-8" };
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "--plain");
	assert_true(shows(&screen, "refused: This terminal cannot place its cursor"));
	assert_false(shows(&screen, "ready"));
	wait_for(&screen, NULL);
	assert_null(strchr(screen.bytes.text, '\x1B'));
	int status = close_child(&screen);
	assert_int_equal(WEXITSTATUS(status), 3);
}

static void without_utf8_everything_is_still_readable(void **state)
{
	(void)state;
	struct child child = { .term = "vt220", .locale = "C" };
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "ready");
	wait_for(&screen, "corner");
	/* The terminal's own line drawing characters, which libvterm shows as what they are. */
	assert_row(&screen, 1, "\xE2\x94\x82w? x e - <U+202E>.          \xE2\x94\x82");
	quit(&screen);
	child = (struct child){ .term = "xterm", .locale = "C", .ascii = true };
	open_child(&screen, &child);
	wait_for(&screen, "corner");
	assert_row(&screen, 0, "+- Box ----------------------+");
	assert_row(&screen, 1, "|w? x e - <U+202E>.          |");
	quit(&screen);
}

static void ascii_is_for_boxes_and_not_for_text(void **state)
{
	(void)state;
	struct child child = { .term = "xterm", .locale = "C.UTF-8", .ascii = true };
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "corner");
	assert_row(&screen, 0, "+- Box ----------------------+");
	assert_true(shows(&screen, "|w\xE4\xB8\xADx e\xCC\x81 \xE2\x80\x94"));
	quit(&screen);
}

static void keys_arrive_as_what_they_are(void **state)
{
	(void)state;
	static const struct { const char *bytes, *name; } keys[] = {
		{ "a", "a" }, { "\xC3\xA4", "\xC3\xA4" }, { "\x07", "Ctrl-G" }, { "\x03", "Ctrl-C" }, { "\x1A", "Ctrl-Z" }, { "\x13", "Ctrl-S" },
		{ "\x1C", "Ctrl-\\" }, { "\x16", "Ctrl-V" }, { "\r", "Enter" }, { "\t", "Tab" }, { "\x7F", "Backspace" }, { "\x1B" "1", "Alt-1" },
		{ "\x1B[A", "Up" }, { "\x1BOA", "Up" }, { "\x1B[1;5C", "Ctrl-Right" }, { "\x1B[1;2H", "Shift-Home" }, { "\x1B[Z", "Shift-Tab" },
		{ "\x1B[3~", "Delete" }, { "\x1BOP", "F1" }, { "\x1B", "Esc" }, { "\x1B[<0;5;3M", "Click:2,4" }, { "\x1B[<65;5;3M", "WheelDown:2,4" },
		{ "\x1B[200~one\rtwo\x1B[201~", "Paste" },
	};
	struct child child = UTF8_TERMINAL;
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "ready");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char expected[80];
		snprintf(expected, sizeof expected, "key %zu %s", i + 1, keys[i].name);
		press(&screen, keys[i].bytes);
		wait_for(&screen, expected);
	}
	wait_for(&screen, "[one two]");
	quit(&screen);
}

static void keys_of_other_terminals_arrive_too(void **state)
{
	(void)state;
	static const struct { const char *term, *bytes, *name; } keys[] = {
		{ "linux", "\x1B[[A", "F1" }, { "linux", "\x1B[1~", "Home" }, { "linux", "\x1B[4~", "End" },
		{ "rxvt", "\x1B[7~", "Home" }, { "rxvt", "\x1B[a", "Shift-Up" }, { "screen", "\x1BOD", "Left" }, { "tmux", "\x1B[1;5D", "Ctrl-Left" },
		{ "tmux", "\x1B[<64;1;1M", "WheelUp:0,0" },
	};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct child child = { .term = keys[i].term, .locale = "C.UTF-8" };
		struct screen screen;
		char expected[80];
		snprintf(expected, sizeof expected, "key 1 %s", keys[i].name);
		open_child(&screen, &child);
		wait_for(&screen, "ready");
		press(&screen, keys[i].bytes);
		wait_for(&screen, expected);
		quit(&screen);
	}
}

static void colours_are_used_unless_they_are_unwanted(void **state)
{
	(void)state;
	struct child child = UTF8_TERMINAL;
	for (int unwanted = 0; unwanted < 2; unwanted++) {
		struct screen screen;
		child.no_color = unwanted;
		open_child(&screen, &child);
		wait_for(&screen, "corner");
		VTermScreenCell red, plain;
		vterm_screen_get_cell(screen.cells, (VTermPos){ .row = 2, .col = 1 }, &red);
		vterm_screen_get_cell(screen.cells, (VTermPos){ .row = 6, .col = 0 }, &plain);
		assert_int_equal(!vterm_color_is_equal(&red.fg, &plain.fg), !unwanted);
		assert_true(red.attrs.bold);
		assert_true(red.attrs.underline);
		quit(&screen);
	}
}

static void a_new_size_is_a_key_and_the_next_frame_fits_it(void **state)
{
	(void)state;
	struct child child = UTF8_TERMINAL;
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "50x12");
	struct winsize size = { .ws_row = 20, .ws_col = 60 };
	vterm_set_size(screen.vt, 20, 60);
	screen.rows = 20;
	screen.cols = 60;
	assert_int_equal(ioctl(screen.fd, TIOCSWINSZ, &size), 0);
	wait_for(&screen, "Resize:20,60");
	wait_for(&screen, "60x20");
	assert_row(&screen, 11, "");
	quit(&screen);
}

static void the_terminal_is_given_back_as_it_was(void **state)
{
	(void)state;
	struct child child = UTF8_TERMINAL;
	struct termios before, after;
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "ready");
	tcgetattr(screen.fd, &before);
	assert_false(before.c_lflag & (ICANON | ECHO | ISIG));
	press(&screen, "q");
	wait_for(&screen, "bye");
	tcgetattr(screen.fd, &after);
	assert_true(after.c_lflag & ICANON);
	assert_true(after.c_lflag & ECHO);
	assert_true(after.c_lflag & ISIG);
	wait_for(&screen, NULL);
	assert_non_null(strstr(screen.bytes.text, "\x1B[?2004h"));
	assert_non_null(strstr(screen.bytes.text, "\x1B[?1006h"));
	const char *left = strstr(screen.bytes.text, "\x1B[?1049l");
	assert_non_null(left);
	assert_null(strstr(left, "\x1B[?1049h"));
	assert_non_null(strstr(screen.bytes.text, "\x1B[?2004l"));
	assert_non_null(strstr(screen.bytes.text, "\x1B[?1000l"));
	assert_int_equal(close_child(&screen), 0);
}

static void without_the_mouse_nothing_of_it_is_asked_for(void **state)
{
	(void)state;
	struct child child = { .term = "xterm-256color", .locale = "C.UTF-8", .no_mouse = true };
	struct screen screen;
	open_child(&screen, &child);
	wait_for(&screen, "ready");
	assert_null(strstr(screen.bytes.text, "\x1B[?1000h"));
	quit(&screen);
}

static void another_program_may_have_the_terminal_for_a_while(void **state)
{
	(void)state;
	struct child child = UTF8_TERMINAL;
	struct screen screen;
	struct termios mode;
	open_child(&screen, &child);
	wait_for(&screen, "ready");
	press(&screen, "\x1B[19~");
	wait_for(&screen, "elsewhere");
	tcgetattr(screen.fd, &mode);
	assert_true(mode.c_lflag & ICANON);
	assert_false(shows(&screen, "corner"));
	press(&screen, "line\n");
	wait_for(&screen, "key 1 F8");
	wait_for(&screen, "corner");
	press(&screen, "\x1B[200~x\x1B[201~");
	wait_for(&screen, "[x]");
	quit(&screen);
}

static void a_fatal_signal_leaves_a_usable_terminal(void **state)
{
	(void)state;
	struct child child = UTF8_TERMINAL;
	struct screen screen;
	struct termios mode;
	open_child(&screen, &child);
	wait_for(&screen, "ready");
	press(&screen, "\x1B[20~");
	wait_for(&screen, NULL);
	tcgetattr(screen.fd, &mode);
	assert_non_null(strstr(screen.bytes.text, "\x1B[?1049l"));
	assert_non_null(strstr(screen.bytes.text, "\x1B[?2004l"));
	assert_true(mode.c_lflag & ICANON);
	int status = close_child(&screen);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void without_a_terminal_nothing_is_drawn(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(ends[0], STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		struct term *term;
		struct error err;
		const struct term_options options = { .ascii = false };
		enum status status = term_open(&term, &options, &err);
		_exit(status == STATUS_INVALID && !term && strstr(err.text, "--plain") ? 0 : 1);
	}
	int status;
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	close(ends[1]);
	char byte;
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_appears_as_it_was_drawn),
		cmocka_unit_test(an_unknown_terminal_is_taken_for_xterm),
		cmocka_unit_test(a_terminal_that_cannot_place_its_cursor_is_refused_with_a_way_out),
		cmocka_unit_test(without_utf8_everything_is_still_readable),
		cmocka_unit_test(ascii_is_for_boxes_and_not_for_text),
		cmocka_unit_test(keys_arrive_as_what_they_are),
		cmocka_unit_test(keys_of_other_terminals_arrive_too),
		cmocka_unit_test(colours_are_used_unless_they_are_unwanted),
		cmocka_unit_test(a_new_size_is_a_key_and_the_next_frame_fits_it),
		cmocka_unit_test(the_terminal_is_given_back_as_it_was),
		cmocka_unit_test(without_the_mouse_nothing_of_it_is_asked_for),
		cmocka_unit_test(another_program_may_have_the_terminal_for_a_while),
		cmocka_unit_test(a_fatal_signal_leaves_a_usable_terminal),
		cmocka_unit_test(without_a_terminal_nothing_is_drawn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
