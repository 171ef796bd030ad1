/*
 * Plain: the same interview line by line, for screen readers, slow links and scripts. Nothing is drawn, nothing is repainted:
 * what is said goes to stdout, one command a line comes from stdin, text is added to the notes of the phase.
 */
#ifndef SYSDRILL_CLI_PLAIN_H
#define SYSDRILL_CLI_PLAIN_H

#include "cli/cli.h"
#include "session/event.h"

struct plain_wish {
	const char *problem, *preset, *level;   /* a new interview; preset and level may be NULL: as configured */
	const char *session;                    /* or one to go on with: its whole id */
};

/* Until the end of the input, /end with the debrief's commands, or /quit. Returns the exit status. */
int plain_run(const struct cli *cli, const struct plain_wish *wish);

/* The unfinished session that `prefix` begins, or the newest one (NULL). Says what is wrong and returns the exit status. */
int find_unfinished(const struct cli *cli, const char *prefix, char id[ID_SIZE]);

#endif
