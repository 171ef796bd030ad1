/* Calc: the ways in which `sysdrill calc` runs: expressions, a calculator, a prompt. */
#ifndef SYSDRILL_CLI_CALC_H
#define SYSDRILL_CLI_CALC_H

#include <stdbool.h>

#include "cli/cli.h"
#include "estimate.h"

struct calc {
	const struct cli *cli;
	struct estimate_settings settings;
	bool list, explain;
	const char *file;       /* -f FILE; NULL: none */
	char **words;           /* the other arguments */
	int word_count;
};

/* Evaluates a worksheet and prints all of it. Returns the exit status. */
int calc_worksheet(const struct calc *calc, const char *text, size_t len);
/* At a terminal, until the end of input. */
int calc_prompt(const struct calc *calc);

/* Whether the arguments name a calculator: NAME, NAME input=value ... */
bool calc_names_calculator(const struct calc *calc);
int calc_calculator(const struct calc *calc);
int calc_list(const struct calc *calc);

#endif
