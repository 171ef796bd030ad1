/*
 * Shell: the program in front of the terminal. It owns the store, the open interview, the stack of screens and the
 * one poll loop, and is the only place where intents are carried out.
 */
#ifndef SYSDRILL_SHELL_SHELL_H
#define SYSDRILL_SHELL_SHELL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "settings/settings.h"

struct shell_options {
	const char *home;               /* --home, or NULL */
	const struct settings *settings;
	const char *notice;             /* shown at the start, such as a wrong line of the configuration; NULL: none */
	/* What to open at once: a problem to start on, a session to go on with; both NULL: the library. */
	const char *problem, *preset, *level;
	const char *session;
	const char *replay;             /* a session to see again */
	enum { SHELL_ALONE, SHELL_ROOM, SHELL_HERE } company;   /* host a room on that problem, with the other one elsewhere or here */
	bool curveball;
	bool join;                      /* ask for the code of a room */
	bool no_mouse;
};

/* Runs until the person leaves. Fails when the store or the terminal cannot be opened, with the sentence in `err`. */
enum status shell_run(const struct shell_options *options, struct error *err);

#endif
