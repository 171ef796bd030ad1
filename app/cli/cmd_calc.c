#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/calc.h"
#include "cli/estimate_print.h"

enum { READ_BYTES = 64 * 1024, INPUT_MAX_BYTES = 64 << 20 };

static bool is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\r\n", text[i]))
			return false;
	return true;
}

static size_t count_answers(const struct worksheet *sheet)
{
	size_t count = 0;
	for (size_t i = 0; i < worksheet_line_count(sheet); i++)
		count += worksheet_line(sheet, i)->kind != ESTIMATE_BLANK;
	return count;
}

static void print_text(const struct calc *calc, const struct worksheet *sheet)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	struct estimate_print how = {
		.names = count_answers(sheet) > 1, .notes = true, .spread = true, .ascii = calc->cli->ascii,
	};
	for (size_t i = 0; i < worksheet_line_count(sheet); i++) {
		const struct estimate_result *result = worksheet_line(sheet, i);
		if (result->kind == ESTIMATE_ERROR)
			estimate_print_error(result->error, &err);
		estimate_print_line(sheet, i, &how, &out);
	}
	fwrite(out.text, 1, out.len, stdout);
	fflush(stdout);
	fwrite(err.text, 1, err.len, stderr);
	strbuf_release(&out);
	strbuf_release(&err);
}

int calc_worksheet(const struct calc *calc, const char *text, size_t len)
{
	struct worksheet *sheet = worksheet_new(&calc->settings);
	int status = EXIT_OK;
	worksheet_set_text(sheet, text, len);
	if (count_answers(sheet) == 0) {
		status = cli_fail(EXIT_USAGE, "there is nothing to calculate; try: sysdrill calc '100M/day in /s'");
	} else if (calc->cli->json) {
		struct strbuf out = STRBUF_INIT;
		estimate_print_json(sheet, &out);
		fwrite(out.text, 1, out.len, stdout);
		strbuf_release(&out);
	} else {
		print_text(calc, sheet);
	}
	if (worksheet_error_count(sheet))
		status = EXIT_FAILED;
	worksheet_free(sheet);
	return status;
}

/* A worksheet from a file or from stdin ("-"). */
static int run_file(const struct calc *calc, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	FILE *file = strcmp(path, "-") ? fopen(path, "r") : stdin;
	int status;
	if (!file)
		return cli_fail(EXIT_FAILED, "cannot read %s: %s", path, strerror(errno));
	for (size_t n = 1; n && text.len <= INPUT_MAX_BYTES;) {
		strbuf_reserve(&text, READ_BYTES);
		n = fread(text.text + text.len, 1, READ_BYTES, file);
		text.len += n;
		text.text[text.len] = '\0';
	}
	if (ferror(file))
		status = cli_fail(EXIT_FAILED, "cannot read %s: %s", path, strerror(errno));
	else if (text.len > INPUT_MAX_BYTES)
		status = cli_fail(EXIT_FAILED, "%s is larger than 64 MB, which is no worksheet", path);
	else
		status = calc_worksheet(calc, text.text, text.len);
	if (file != stdin)
		fclose(file);
	strbuf_release(&text);
	return status;
}

static int run_expressions(const struct calc *calc)
{
	struct strbuf text = STRBUF_INIT;
	for (int i = 0; i < calc->word_count; i++)
		strbuf_addf(&text, "%s%s", i ? "\n" : "", calc->words[i]);
	int status = is_blank(text.text, text.len)
	                     ? cli_fail(EXIT_USAGE, "there is nothing to calculate; try: sysdrill calc '100M/day in /s'")
	                     : calc_worksheet(calc, text.text, text.len);
	strbuf_release(&text);
	return status;
}

/* The value of "--name VALUE" or "--name=VALUE"; NULL when `argv[*i]` is another option. */
static const char *option_value(const char *name, char **argv, int argc, int *i)
{
	size_t len = strlen(name);
	if (strncmp(argv[*i], name, len) != 0 || (argv[*i][len] != '=' && argv[*i][len] != '\0'))
		return NULL;
	if (argv[*i][len] == '=')
		return argv[*i] + len + 1;
	return *i + 1 < argc ? argv[++*i] : "";
}

static bool read_year(const char *text, double *days)
{
	char *end;
	*days = strtod(text, &end);
	return end != text && !*end && *days >= 300 && *days <= 400;
}

static bool read_month(const char *text, bool *is_30_days)
{
	*is_30_days = !strcmp(text, "30") || !strcmp(text, "30-day");
	return *is_30_days || !strcmp(text, "year/12");
}

/* Takes the options out of the arguments. -1 to go on, else the exit status. */
static int read_options(struct calc *calc, int argc, char **argv)
{
	bool options = true;
	const char *value;
	calc->words = argv + 1;
	for (int i = 1; i < argc; i++) {
		char *arg = argv[i];
		if (!options || arg[0] != '-' || !(arg[1] == '-' || !strcmp(arg, "-f")))
			calc->words[calc->word_count++] = arg;
		else if (!strcmp(arg, "--"))
			options = false;
		else if (!strcmp(arg, "--list"))
			calc->list = true;
		else if (!strcmp(arg, "--explain"))
			calc->explain = true;
		else if ((value = option_value("--year", argv, argc, &i)) != NULL) {
			if (!read_year(value, &calc->settings.days_per_year))
				return cli_fail(EXIT_USAGE, "--year takes the days of a year: 365, 365.25 or 365.2425");
		} else if ((value = option_value("--month", argv, argc, &i)) != NULL) {
			if (!read_month(value, &calc->settings.month_is_30_days))
				return cli_fail(EXIT_USAGE, "--month takes 30 (days) or year/12");
		} else if ((value = option_value("-f", argv, argc, &i)) != NULL || (value = option_value("--file", argv, argc, &i)) != NULL)
			calc->file = value;
		else
			return cli_usage(cli_command("calc"));
	}
	return -1;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct calc calc = { .cli = cli, .settings = ESTIMATE_SETTINGS_INIT };
	int status = read_options(&calc, argc, argv);
	if (status >= 0)
		return status;
	if (calc.list)
		return calc_list(&calc);
	if (calc.file)
		return *calc.file && !calc.word_count ? run_file(&calc, calc.file) : cli_usage(cli_command("calc"));
	if (calc.word_count == 1 && !strcmp(calc.words[0], "-"))
		return run_file(&calc, "-");
	if (calc.word_count == 0 && !calc.explain)
		return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? calc_prompt(&calc) : run_file(&calc, "-");
	if (calc.explain || calc_names_calculator(&calc))
		return calc_calculator(&calc);
	return run_expressions(&calc);
}

const struct command cmd_calc = {
	.name = "calc",
	.arguments = "[EXPR... | -f FILE | NAME [INPUT=VALUE...] | --list] [--explain] [--year DAYS] [--month 30]",
	.summary = "Calculate with units, or run a calculator",
	.help =
		"Back-of-envelope arithmetic with the units checked. Several expressions are lines of one worksheet; -f FILE or stdin\n"
		"gives a whole one. At a terminal without arguments: a prompt.\n\n"
		"    sysdrill calc '100M/day in /s'\n"
		"    sysdrill calc 'urls = 100M/day' 'urls * 500 B * 10 years in TB'\n"
		"    sysdrill calc '80M to 120M users * 2 to 4 photos/user/day * 200 kB/photo in TB/day'\n\n"
		"Numbers take k M bn T; units are B kB MB ... KiB ..., bit, Mbps, ns ... year, %, $, and counts such as req, users,\n"
		"servers (`unit sprocket` declares more). `a to b` is a 90 % interval; `in` converts, once, at the end of a line;\n"
		"`assert a < b` checks. Functions: min max sum ceil floor round sqrt ln log2 log10 log exp pow series parallel zipf_hit.\n"
		"--year sets the days of a year (365), --month 30 makes months of 30 days (else a twelfth of a year).\n\n"
		"    sysdrill calc --list                 the calculators\n"
		"    sysdrill calc qps users=50M          one of them, with an input of your own\n"
		"    sysdrill calc qps --explain          its formulas and their sources\n\n"
		"Exit status: 0, 1 when a line fails or an assertion does not hold, 2 for wrong usage.",
	.run = run,
};
