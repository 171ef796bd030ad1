/* Opening the drawn program from a command: with the configuration, and what shall be on the screen first. */
#ifndef SYSDRILL_CLI_OPEN_PROGRAM_H
#define SYSDRILL_CLI_OPEN_PROGRAM_H

#include "cli/cli.h"
#include "shell/shell.h"

extern const struct command cmd_home;

/* Of `wish` only what to open is looked at. Returns the exit status. */
int open_program(const struct cli *cli, const struct shell_options *wish);
/*
 * argv[*i] of a command that starts an interview, unless it is an option of that command's own: PROBLEM, --preset P or --level L.
 * Returns EXIT_OK, or EXIT_USAGE when it is none of them, which is said.
 */
int start_argument(const struct command *command, struct shell_options *wish, int argc, char **argv, int *i);

#endif
