#include <stdio.h>
#include <time.h>

#include "cli/cli.h"
#include "cli/open_store.h"

extern const struct command cmd_backup;

static int run(const struct cli *cli, int argc, char **argv)
{
	struct error err = { "" };
	if (argc != 2 || argv[1][0] == '-')
		return cli_usage(&cmd_backup);
	struct store *store = open_store(cli, false);
	if (!store)
		return EXIT_FAILED;
	enum status status = store_backup(store, argv[1], (int64_t)time(NULL) * 1000, &err);
	store_close(store);
	if (status != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	printf("%s holds a copy of all interviews; put it in the place of sysdrill.db to go back to it\n", argv[1]);
	return EXIT_OK;
}

const struct command cmd_backup = {
	.name = "backup",
	.arguments = "FILE",
	.summary = "Write a copy of the whole log into one file",
	.help = "The file is complete when it appears; nothing is ever overwritten. Copying sysdrill.db by hand while the program runs is "
	        "not safe; this is. What was noted in rooms and not released is in it, too: only you can read the file, and opening it in the "
	        "place of sysdrill.db puts the notes back into the folder private. Keys of rooms are not in it.",
	.run = run,
};
