#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/open_program.h"
#include "cli/plain.h"

extern const struct command cmd_practice;

static int read_arguments(struct shell_options *wish, int argc, char **argv, bool *resume)
{
	for (int i = 1; i < argc; i++) {
		int status = EXIT_OK;
		if (strcmp(argv[i], "--resume")) {
			status = start_argument(&cmd_practice, wish, argc, argv, &i);
		} else {
			*resume = true;
			if (i + 1 < argc && argv[i + 1][0] != '-')
				wish->session = argv[++i];
		}
		if (status != EXIT_OK)
			return status;
	}
	return (wish->problem != NULL) == *resume ? cli_usage(&cmd_practice) : EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct shell_options wish = { .home = NULL };
	struct plain_wish plain;
	bool resume = false;
	char id[ID_SIZE];
	int status = read_arguments(&wish, argc, argv, &resume);
	if (status != EXIT_OK)
		return status;
	if (resume) {
		status = find_unfinished(cli, wish.session, id);
		if (status != EXIT_OK)
			return status;
		wish.session = id;
	}
	if (!cli->plain)
		return open_program(cli, &wish);
	plain = (struct plain_wish){ .problem = wish.problem, .preset = wish.preset, .level = wish.level, .session = wish.session };
	return plain_run(cli, &plain);
}

const struct command cmd_practice = {
	.name = "practice",
	.arguments = "PROBLEM [--preset P] [--level L] | --resume [SESSION]",
	.summary = "Start a timed interview, or go on with an unfinished one",
	.help = "Presets: 60, 45, condensed-60, condensed-45, and your own from the configuration. Levels: mid, senior, staff.\n"
	        "--resume goes on with the newest unfinished interview, or with the one named (the beginning of its id will do).\n"
	        "\n"
	        "With --plain the interview runs line by line, without drawing: prompts on stdout, one command a line on stdin. Text goes\n"
	        "to the notes; a line that begins with // is text with one slash. Commands: /ask TEXT, /hint, /probe, /prompt, /notes,\n"
	        "/next, /back, /time, /pause, /resume, /check N, /end; afterwards /debrief, /reflect N TEXT, and\n"
	        "/score exploration|architecture|depth|communication|tradeoffs N [EVIDENCE]; /help tells of each, /quit leaves.\n"
	        "\n"
	        "    sysdrill practice url-shortener --preset 45 --level senior",
	.run = run,
};
