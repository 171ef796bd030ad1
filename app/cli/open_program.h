/* Opening the drawn program from a command: with the configuration, and what shall be on the screen first. */
#ifndef SYSDRILL_CLI_OPEN_PROGRAM_H
#define SYSDRILL_CLI_OPEN_PROGRAM_H

#include "cli/cli.h"
#include "shell/shell.h"

extern const struct command cmd_home;

/* Of `wish` only what to open is looked at. Returns the exit status. */
int open_program(const struct cli *cli, const struct shell_options *wish);

#endif
