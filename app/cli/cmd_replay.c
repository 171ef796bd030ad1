#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/import_file.h"
#include "cli/open_program.h"
#include "cli/open_store.h"

extern const struct command cmd_replay;

static int run(const struct cli *cli, int argc, char **argv)
{
	char id[ID_SIZE];
	int status = EXIT_OK;
	if (argc != 2 || argv[1][0] == '-')
		return cli_usage(&cmd_replay);
	if (cli->plain)
		return cli_fail(EXIT_USAGE, "a replay is drawn; 'sysdrill export SESSION' tells the same as text");
	if (!access(argv[1], R_OK)) {
		status = import_file(cli, argv[1], false, id);
	} else {
		struct store *store = open_store(cli, false);
		struct session *session = store ? read_session(store, argv[1]) : NULL;
		if (session)
			memcpy(id, session->id, sizeof id);
		else
			status = EXIT_FAILED;
		session_free(session);
		store_close(store);
	}
	return status == EXIT_OK ? open_program(cli, &(struct shell_options){ .replay = id }) : status;
}

const struct command cmd_replay = {
	.name = "replay",
	.arguments = "SESSION | FILE.jsonl",
	.summary = "See an interview once more, at any speed; review a friend's from a file",
	.help = "A friend's file ('sysdrill export SESSION --format jsonl') is taken in first. You can make notes while it runs, and score\n"
	        "it in the debrief (Esc); neither sees the other's scores before both have given theirs. Then export it again and send it\n"
	        "back: 'sysdrill import' puts your scores and marks beside theirs.\n"
	        "\n"
	        "    sysdrill replay interview.jsonl",
	.run = run,
};
