/*
 * Line input: lines from a file descriptor, with a bound on the waiting, so that whoever reads can look at the clock in between.
 */
#ifndef SYSDRILL_CLI_LINE_INPUT_H
#define SYSDRILL_CLI_LINE_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum { LINE_INPUT_MAX = 1 << 20 };      /* bytes; a longer line comes in pieces of this size */

struct line_input {
	int fd;
	struct strbuf read;     /* what was read; up to `at` it was handed out */
	size_t at;
	bool ended;
};

enum line_result { LINE_READ, LINE_NOT_YET, LINE_END };

void line_input_init(struct line_input *input, int fd);
void line_input_release(struct line_input *input);
/*
 * Waits at most `timeout_ms` (-1: for ever). LINE_READ puts the next line into `line` without its end, in valid UTF-8, NULs
 * left out. A last line without an end is a line, too. A read that fails is the end.
 */
enum line_result line_input_next(struct line_input *input, int timeout_ms, struct strbuf *line);

#endif
