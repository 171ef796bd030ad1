#include <stdio.h>

#include "cli/cli.h"
#include "cli/config_file.h"
#include "cli/open_program.h"
#include "problem/problem.h"
#include "shell/shell.h"

int open_program(const struct cli *cli, const struct shell_options *wish)
{
	struct settings settings;
	struct settings_errors errors = { .items = NULL };
	struct error err = { "" };
	char notice[600];
	config_load(cli, &settings, &errors);
	struct shell_options options = *wish;
	options.home = cli->home;
	options.settings = &settings;
	options.no_mouse = cli->no_mouse;
	if (errors.count) {
		struct strbuf text = STRBUF_INIT;
		config_format_error(&errors.items[0], &text);
		snprintf(notice, sizeof notice, "%s", text.text);
		options.notice = notice;
		strbuf_release(&text);
	}
	enum status status = shell_run(&options, &err);
	settings_errors_release(&errors);
	return status == STATUS_OK ? EXIT_OK : cli_fail(EXIT_FAILED, "%s", err.text);
}

int start_argument(const struct command *command, struct shell_options *wish, int argc, char **argv, int *i)
{
	const char *value;
	enum level level;
	if ((value = cli_value(argc, argv, i, "--preset"))) {
		wish->preset = value;
	} else if ((value = cli_value(argc, argv, i, "--level"))) {
		if (!level_parse(value, &level))
			return cli_fail(EXIT_USAGE, "there is no level '%s': mid, senior or staff", value);
		wish->level = value;
	} else if (argv[*i][0] == '-' || wish->problem) {
		return cli_usage(command);
	} else {
		wish->problem = argv[*i];
	}
	return EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return cli_usage(&cmd_home);
	if (cli->plain)
		return cli_fail(EXIT_USAGE, "with --plain nothing is drawn: 'sysdrill list' names the problems, "
		                "'sysdrill practice PROBLEM --plain' is an interview");
	return open_program(cli, &(struct shell_options){ .home = NULL });
}

const struct command cmd_home = {
	.name = "home",
	.arguments = "",
	.summary = "Open the program: the library, interviews, history (also without a command)",
	.help = "Needs a terminal. Everything that can be done there has a command of its own, too.",
	.run = run,
};
