/* A problem named on the command line: by its id, or by the path of a file. */
#ifndef SYSDRILL_CLI_OPEN_PROBLEM_H
#define SYSDRILL_CLI_OPEN_PROBLEM_H

#include "cli/cli.h"
#include "problem/problem.h"

/* The caller frees *out. Otherwise the exit status, and the sentence was printed. EXIT_OK: *out is there. */
int open_problem(const struct cli *cli, const char *name, struct problem **out);
/* A whole file, or standard input for "-"; the caller frees. NULL: *err says why. */
char *read_text(const char *path, size_t max, size_t *len, struct error *err);

#endif
