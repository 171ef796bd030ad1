/*
 * Command line: one file cmd_NAME.c a subcommand, each ending in a const struct command that commands.def lists.
 * Results go to stdout, messages to stderr; exit status 0 success, 1 a failed evaluation, check or operation, 2 wrong usage.
 *
 * A command opens nothing that it does not need: `calc` no database, `list` no terminal.
 */
#ifndef SYSDRILL_CLI_CLI_H
#define SYSDRILL_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/status.h"

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* The options that stand anywhere on the command line; main() takes them out before a command sees its arguments. */
struct cli {
	const char *home;       /* --home DIR, or NULL: the store decides */
	bool json;              /* --json */
	bool plain;             /* --plain: line by line, without drawing */
	bool ascii;             /* --ascii */
	bool no_mouse;          /* --no-mouse */
};

struct command {
	const char *name;
	const char *arguments;  /* "PROBLEM [--preset P] [--level L]" */
	const char *summary;    /* one line, for `sysdrill --help` */
	const char *help;       /* a paragraph or two, with an example; for `sysdrill help NAME` and NAME --help */
	/* argv[0] is the command's name, argv[argc] NULL. Returns the exit status. */
	int (*run)(const struct cli *cli, int argc, char **argv);
};

/* All commands, in the order of the help; `count` may not be NULL. */
const struct command *const *cli_commands(size_t *count);
const struct command *cli_command(const char *name);    /* NULL: none such */

/* The options that go with every command, as they are written; NULL after the last. */
const char *cli_option(size_t index);
bool cli_is_flag(const char *arg);      /* one of them that takes no value, and that commands do not see */

/* `--name value` or `--name=value`: the value, and *i on its last argument; NULL when argv[*i] is something else. */
const char *cli_value(int argc, char **argv, int *i, const char *name);

int cli_main(int argc, char **argv);

/* Colour and weight on stdout: at a terminal that has them, unless NO_COLOR or --plain says otherwise. */
bool cli_use_colour(const struct cli *cli);
/*
 * Text that may hold anything (notes, titles, names of files), for people: what must not reach a terminal comes out as
 * <U+202E>; line ends and tabs stay.
 */
void cli_write(FILE *file, const char *text, size_t len);
/* "sysdrill: ..." on stderr; returns `exit_status`, so that a failure is one line. */
__attribute__((format(printf, 2, 3)))
int cli_fail(int exit_status, const char *format, ...);
/* How the command is used, on stderr; returns EXIT_USAGE. */
int cli_usage(const struct command *command);

#endif
