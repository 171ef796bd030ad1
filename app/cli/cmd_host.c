#include <string.h>

#include "cli/cli.h"
#include "cli/open_program.h"

extern const struct command cmd_host, cmd_join;

static int run_host(const struct cli *cli, int argc, char **argv)
{
	struct shell_options wish = { .company = SHELL_ROOM };
	for (int i = 1; i < argc; i++) {
		int status = EXIT_OK;
		if (!strcmp(argv[i], "--curveball"))
			wish.curveball = true;
		else if (!strcmp(argv[i], "--here"))
			wish.company = SHELL_HERE;
		else
			status = start_argument(&cmd_host, &wish, argc, argv, &i);
		if (status != EXIT_OK)
			return status;
	}
	if (!wish.problem)
		return cli_usage(&cmd_host);
	if (cli->plain)
		return cli_fail(EXIT_USAGE, "the interviewer's script is drawn: leave --plain away");
	return open_program(cli, &wish);
}

static int run_join(const struct cli *cli, int argc, char **argv)
{
	(void)argv;
	/* Never as an argument: other users of this machine can read those. */
	if (argc > 1)
		return cli_fail(EXIT_USAGE, "the code is asked for, so that nobody else can read it: type 'sysdrill join' alone");
	if (cli->plain)
		return cli_fail(EXIT_USAGE, "a room is drawn: leave --plain away");
	return open_program(cli, &(struct shell_options){ .join = true });
}

const struct command cmd_host = {
	.name = "host",
	.arguments = "PROBLEM [--preset P] [--level L] [--curveball] [--here]",
	.summary = "Interview a peer: open a room, with the script beside what they type",
	.help = "You are the interviewer. The screen shows a code; the candidate types 'sysdrill join' in another terminal, and then the\n"
	        "code. Enter starts the clock, which is yours, as are phases, pauses and hints. The candidate sees of the problem\n"
	        "only what you tell. With --here both of you sit at this terminal, and F12 draws a curtain between the two sides.\n"
	        "\n"
	        "    sysdrill host rate-limiter --preset 45 --level senior",
	.run = run_host,
};

const struct command cmd_join = {
	.name = "join",
	.arguments = "",
	.summary = "Be interviewed by a peer: join the room whose code they tell you",
	.help = "Asks for the code that the interviewer has on the screen, for your name, and whether you come as candidate, as another\n"
	        "interviewer (panel) or to watch. A room on this machine is found at once, another user's too. Between machines both\n"
	        "need the same broker, in the configuration (broker = mqtts://HOST) or typed where the code is; 'sysdrill help room'\n"
	        "says how to get one.",
	.run = run_join,
};
