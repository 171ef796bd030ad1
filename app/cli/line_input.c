#include "cli/line_input.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

void line_input_init(struct line_input *input, int fd)
{
	*input = (struct line_input){ .fd = fd };
	strbuf_init(&input->read);
}

void line_input_release(struct line_input *input)
{
	strbuf_release(&input->read);
}

static void clean(const char *text, size_t len, struct strbuf *line)
{
	strbuf_clear(line);
	while (len && text[len - 1] == '\r')
		len--;
	for (size_t at = 0; at < len;) {
		int32_t code_point;
		char encoded[4];
		at += utf8_decode(text + at, len - at, &code_point);
		if (code_point)
			strbuf_add(line, encoded, utf8_put(code_point, encoded));
	}
}

/* A line out of what was read; false: there is none yet. */
static bool take_line(struct line_input *input, struct strbuf *line)
{
	const char *text = input->read.text + input->at;
	size_t len = input->read.len - input->at;
	const char *newline = memchr(text, '\n', len);
	if (!newline && len < LINE_INPUT_MAX && !(input->ended && len))
		return false;
	size_t used = newline ? (size_t)(newline - text) : len < LINE_INPUT_MAX ? len : LINE_INPUT_MAX;
	clean(text, used, line);
	input->at += used + (newline != NULL);
	return true;
}

enum line_result line_input_next(struct line_input *input, int timeout_ms, struct strbuf *line)
{
	while (!take_line(input, line)) {
		if (input->ended)
			return LINE_END;
		struct pollfd waiting = { .fd = input->fd, .events = POLLIN };
		int ready = poll(&waiting, 1, timeout_ms);
		if (!ready || (ready < 0 && errno == EINTR))
			return LINE_NOT_YET;
		strbuf_splice(&input->read, 0, input->at, NULL, 0);
		input->at = 0;
		char bytes[16 * 1024];
		ssize_t got = read(input->fd, bytes, sizeof bytes);
		if (got > 0)
			strbuf_add(&input->read, bytes, (size_t)got);
		else if (got == 0 || errno != EINTR)
			input->ended = true;
	}
	return LINE_READ;
}
