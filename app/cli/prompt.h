/*
 * Prompt: one line typed at a terminal, with editing, history and completion. Small on purpose: linking a library for
 * it would cost every command the time to load it.
 */
#ifndef SYSDRILL_CLI_PROMPT_H
#define SYSDRILL_CLI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct prompt {
	char **history;         /* oldest first; owned */
	size_t history_count, history_cap;
	/* The n-th word (from 0) that completion offers, valid until the next call; NULL past the last. */
	const char *(*word)(void *context, size_t n);
	void *context;
};

void prompt_release(struct prompt *prompt);
/*
 * Reads a line into `line` (cleared first), without its end. False at the end of input (Ctrl-D on an empty line).
 * Keys: arrows, Home, End, Ctrl-A E K U W L, Tab; Ctrl-C gives up the line. The terminal is as before on return.
 */
bool prompt_read(struct prompt *prompt, const char *text, struct strbuf *line);

#endif
