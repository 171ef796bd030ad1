#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/open_store.h"

extern const struct command cmd_purge;

/* Full ids from what was typed; false after the sentence was printed. */
static bool find_ids(struct store *store, int count, char **prefixes, char (*ids)[ID_SIZE])
{
	struct error err = { "" };
	for (int i = 0; i < count; i++)
		if (store_find_session(store, prefixes[i], ids[i], &err) != STATUS_OK) {
			cli_fail(EXIT_FAILED, "%s", err.text);
			return false;
		}
	return true;
}

static bool is_sure(int count)
{
	char answer[16] = "";
	if (!isatty(STDIN_FILENO))
		return false;
	if (count)
		printf("Really remove %d interview%s from the disk, for good? [y/N] ", count, count == 1 ? "" : "s");
	else
		printf("Really remove all deleted interviews from the disk, for good? [y/N] ");
	fflush(stdout);
	return fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

static int purge(struct store *store, int count, char **prefixes)
{
	struct store_purge_report report;
	struct error err = { "" };
	char (*ids)[ID_SIZE] = calloc((size_t)count + 1, sizeof *ids);
	const char **list = calloc((size_t)count + 1, sizeof *list);
	int status = EXIT_FAILED;
	if (!ids || !list || !find_ids(store, count, prefixes, ids))
		goto out;
	for (int i = 0; i < count; i++)
		list[i] = ids[i];
	if (store_purge(store, count ? list : NULL, (size_t)count, (int64_t)time(NULL) * 1000, &report, &err) != STATUS_OK) {
		cli_fail(EXIT_FAILED, "%s", err.text);
	} else {
		printf("Removed %zu interview%s with %zu events.\n", report.sessions, report.sessions == 1 ? "" : "s", report.events);
		for (size_t i = 0; i < report.backup_count; i++)
			printf("%s is a backup that still holds some of it.\n", report.backups[i]);
		status = EXIT_OK;
	}
	store_purge_report_release(&report);
out:
	free(ids);
	free(list);
	return status;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	int first = 1;
	bool sure = false;
	if (argc > 1 && !strcmp(argv[1], "--yes")) {
		sure = true;
		first = 2;
	}
	if (first < argc && argv[first][0] == '-')
		return cli_usage(&cmd_purge);
	if (!sure && !is_sure(argc - first))
		return cli_fail(EXIT_USAGE, "nothing was removed; without a terminal to ask at, say --yes");
	struct store *store = open_store(cli, true);
	if (!store)
		return EXIT_FAILED;
	int status = purge(store, argc - first, argv + first);
	store_close(store);
	return status;
}

const struct command cmd_purge = {
	.name = "purge",
	.arguments = "[--yes] [SESSION...]",
	.summary = "Really remove interviews from the disk: those named, or all that were deleted",
	.help = "Deleting in the program only hides an interview. This removes its events and overwrites the space; what stays is a mark\n"
	        "against importing it again. It asks first, and names backups that still hold the text. No other sysdrill may be open.",
	.run = run,
};
