#include "cli/prompt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/array.h"
#include "base/utf8.h"

enum { CTRL_A = 1, CTRL_B, CTRL_C, CTRL_D, CTRL_E, CTRL_F, BACKSPACE = 8, TAB, ENTER_LF, CTRL_K, CTRL_L, ENTER, CTRL_N = 14,
	CTRL_P = 16, CTRL_U = 21, CTRL_W = 23, ESCAPE = 27, DELETE = 127 };

struct editing {
	struct prompt *prompt;
	const char *text;
	struct strbuf *line;
	size_t cursor;          /* bytes */
	size_t shown;           /* place in the history; history_count for the line being typed */
	struct strbuf typed;    /* what was typed before one went back in the history */
};

void prompt_release(struct prompt *prompt)
{
	for (size_t i = 0; i < prompt->history_count; i++)
		free(prompt->history[i]);
	free(prompt->history);
	prompt->history = NULL;
	prompt->history_count = prompt->history_cap = 0;
}

static void write_all(const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, text, len);
		if (n < 0 && errno != EINTR)
			return;
		text += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

static size_t columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

/* The line again; of a long one the part around the cursor. */
static void redraw(const struct editing *editing)
{
	struct strbuf out = STRBUF_INIT;
	const char *text = editing->line->text;
	size_t room = columns() - utf8_width(editing->text, strlen(editing->text)) - 1, start = 0;
	while (utf8_width(text + start, editing->cursor - start) > room)
		start += utf8_grapheme(text + start, editing->line->len - start);
	size_t end = start + utf8_fit(text + start, editing->line->len - start, room);
	strbuf_addf(&out, "\r%s", editing->text);
	strbuf_add(&out, text + start, end - start);
	strbuf_adds(&out, "\x1b[K");
	size_t back = utf8_width(text + editing->cursor, end - editing->cursor);
	if (back)
		strbuf_addf(&out, "\x1b[%zuD", back);
	write_all(out.text, out.len);
	strbuf_release(&out);
}

static void insert(struct editing *editing, const char *text, size_t len)
{
	strbuf_splice(editing->line, editing->cursor, 0, text, len);
	editing->cursor += len;
}

static void delete_from(struct editing *editing, size_t from, size_t to)
{
	strbuf_splice(editing->line, from, to - from, "", 0);
	editing->cursor = from;
}

static size_t before(const struct editing *editing)
{
	return editing->cursor ? utf8_grapheme_before(editing->line->text, editing->cursor) : 0;
}

static size_t after(const struct editing *editing)
{
	return editing->cursor + utf8_grapheme(editing->line->text + editing->cursor, editing->line->len - editing->cursor);
}

static void show_history(struct editing *editing, size_t place)
{
	const struct prompt *prompt = editing->prompt;
	if (place > prompt->history_count)
		return;
	if (editing->shown == prompt->history_count) {
		strbuf_clear(&editing->typed);
		strbuf_add(&editing->typed, editing->line->text, editing->line->len);
	}
	const char *text = place == prompt->history_count ? editing->typed.text : prompt->history[place];
	editing->shown = place;
	strbuf_clear(editing->line);
	strbuf_adds(editing->line, text);
	editing->cursor = editing->line->len;
}

static bool is_word_byte(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Adds what all words with this beginning have in common; shows them when that is nothing. */
static void complete(struct editing *editing)
{
	const struct prompt *prompt = editing->prompt;
	size_t start = editing->cursor, common = 0, found = 0;
	while (start > 0 && is_word_byte(editing->line->text[start - 1]))
		start--;
	size_t len = editing->cursor - start;
	const char *stem = editing->line->text + start, *word;
	struct strbuf list = STRBUF_INIT, first = STRBUF_INIT;
	for (size_t n = 0; len && prompt->word && (word = prompt->word(prompt->context, n)); n++) {
		if (strncmp(word, stem, len) != 0)
			continue;
		strbuf_addf(&list, "%s%s", found ? "  " : "", word);
		if (!found++) {
			strbuf_adds(&first, word);
			common = first.len;
		}
		while (strncmp(first.text, word, common) != 0)
			common--;
	}
	if (found && common > len) {
		insert(editing, first.text + len, common - len);
	} else if (found > 1) {
		write_all("\r\n", 2);
		write_all(list.text, list.len);
		write_all("\r\n", 2);
	}
	strbuf_release(&list);
	strbuf_release(&first);
}

static int read_byte(void)
{
	unsigned char byte;
	ssize_t n;
	do
		n = read(STDIN_FILENO, &byte, 1);
	while (n < 0 && errno == EINTR);
	return n == 1 ? byte : -1;
}

/* ESC [ A and its like. */
static void read_escape(struct editing *editing)
{
	int byte = read_byte(), number = 0;
	if (byte != '[' && byte != 'O')
		return;
	while ((byte = read_byte()) >= '0' && byte <= '9')
		number = number * 10 + byte - '0';
	if (byte == '~')
		byte = number == 1 || number == 7 ? 'H' : number == 4 || number == 8 ? 'F' : number == 3 ? 'X' : 0;
	if (byte == 'A' && editing->shown > 0)
		show_history(editing, editing->shown - 1);
	else if (byte == 'B')
		show_history(editing, editing->shown + 1);
	else if (byte == 'C')
		editing->cursor = after(editing);
	else if (byte == 'D')
		editing->cursor = before(editing);
	else if (byte == 'H')
		editing->cursor = 0;
	else if (byte == 'F')
		editing->cursor = editing->line->len;
	else if (byte == 'X')
		delete_from(editing, editing->cursor, after(editing));
}

static void delete_word(struct editing *editing)
{
	size_t start = editing->cursor;
	while (start > 0 && editing->line->text[start - 1] == ' ')
		start--;
	while (start > 0 && editing->line->text[start - 1] != ' ')
		start--;
	delete_from(editing, start, editing->cursor);
}

static void press(struct editing *editing, int key)
{
	char byte = (char)key;
	switch (key) {
	case CTRL_A: editing->cursor = 0; break;
	case CTRL_E: editing->cursor = editing->line->len; break;
	case CTRL_B: editing->cursor = before(editing); break;
	case CTRL_F: editing->cursor = after(editing); break;
	case CTRL_K: delete_from(editing, editing->cursor, editing->line->len); break;
	case CTRL_U: delete_from(editing, 0, editing->cursor); break;
	case CTRL_W: delete_word(editing); break;
	case CTRL_L: write_all("\x1b[H\x1b[2J", 7); break;
	case CTRL_P: show_history(editing, editing->shown ? editing->shown - 1 : 0); break;
	case CTRL_N: show_history(editing, editing->shown + 1); break;
	case CTRL_D: delete_from(editing, editing->cursor, after(editing)); break;
	case BACKSPACE:
	case DELETE: delete_from(editing, before(editing), editing->cursor); break;
	case TAB: complete(editing); break;
	case ESCAPE: read_escape(editing); break;
	default:
		if (key >= ' ')
			insert(editing, &byte, 1);
	}
}

static void remember(struct prompt *prompt, const char *line)
{
	if (!*line || (prompt->history_count && !strcmp(prompt->history[prompt->history_count - 1], line)))
		return;
	prompt->history = array_grow(prompt->history, prompt->history_count, &prompt->history_cap, sizeof *prompt->history);
	prompt->history[prompt->history_count++] = xstrdup(line);
}

bool prompt_read(struct prompt *prompt, const char *text, struct strbuf *line)
{
	struct termios before_raw, raw;
	struct editing editing = {
		.prompt = prompt, .text = text, .line = line, .shown = prompt->history_count, .typed = STRBUF_INIT,
	};
	strbuf_clear(line);
	if (tcgetattr(STDIN_FILENO, &before_raw) != 0)
		return false;
	raw = before_raw;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	int key;
	for (;;) {
		redraw(&editing);
		key = read_byte();
		if (key == ENTER || key == ENTER_LF || key < 0 || (key == CTRL_D && line->len == 0))
			break;
		if (key == CTRL_C) {
			strbuf_clear(line);
			break;
		}
		press(&editing, key);
	}
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before_raw);
	write_all("\n", 1);
	strbuf_release(&editing.typed);
	remember(prompt, line->text);
	return key >= 0 && key != CTRL_D;
}
