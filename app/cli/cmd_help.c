#include <stdio.h>

#include "cli/cli.h"

static void print_overview(void)
{
	size_t count;
	const struct command *const *all = cli_commands(&count);
	puts("sysdrill: practise system design interviews in the terminal\n\n"
	     "usage: sysdrill [COMMAND] [ARGUMENT...]     without a command: opens the program\n");
	for (size_t i = 0; i < count; i++)
		printf("  %-10s %s\n", all[i]->name, all[i]->summary);
	puts("\nOptions that go with every command:\n"
	     "  --home DIR   where the data lives (else $SYSDRILL_HOME, else the XDG data directory)\n"
	     "  --json       machine-readable output, where the command has any\n"
	     "  --plain      an interview line by line, without drawing\n"
	     "  --ascii      no box-drawing characters;  --no-mouse: leave the mouse to the terminal\n"
	     "  --help, --version\n\n"
	     "'sysdrill help COMMAND' tells more of one.");
}

static int run(const struct cli *cli, int argc, char **argv)
{
	(void)cli;
	if (argc < 2) {
		print_overview();
		return EXIT_OK;
	}
	const struct command *command = cli_command(argv[1]);
	if (!command)
		return cli_fail(EXIT_USAGE, "there is no command '%s'; 'sysdrill --help' lists them", argv[1]);
	printf("sysdrill %s %s\n\n%s.\n\n%s\n", command->name, command->arguments, command->summary, command->help);
	return EXIT_OK;
}

const struct command cmd_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "Tell how sysdrill, or one of its commands, is used",
	.help = "Without a command: the list of all commands.",
	.run = run,
};
