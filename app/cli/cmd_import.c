#include <stdio.h>
#include <stdlib.h>

#include "catalog/catalog.h"
#include "cli/cli.h"
#include "cli/open_store.h"
#include "session/export.h"

enum { IMPORT_MAX_BYTES = 256 << 20 };

extern const struct command cmd_import;

static int import(struct store *store, const char *path, const char *text, size_t len)
{
	struct imported_log log;
	struct store_import_report report;
	struct error err = { "" };
	char sha256[SHA256_HEX_SIZE];
	enum status status = session_import_jsonl(text, len, &log, &err);
	if (status == STATUS_OK && log.problem_text)
		status = store_put_problem(store, log.problem_text, log.problem_len, sha256, &err);
	if (status == STATUS_OK)
		status = store_import(store, log.events, log.count, &report, &err);
	if (status == STATUS_OK) {
		store_refresh(store, NULL);
		printf("%s: %zu events added, %zu were here already\n", log.session, report.added, report.known);
	}
	imported_log_release(&log);
	return status == STATUS_OK ? EXIT_OK : cli_fail(EXIT_FAILED, "%s: %s", path, err.text);
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct error err = { "" };
	char *text;
	size_t len;
	if (argc != 2 || (argv[1][0] == '-' && argv[1][1]))
		return cli_usage(&cmd_import);
	if (catalog_read_file(argv[1], IMPORT_MAX_BYTES, &text, &len, &err) != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	struct store *store = open_store(cli, true);
	int status = store ? import(store, argv[1], text, len) : EXIT_FAILED;
	store_close(store);
	free(text);
	return status;
}

const struct command cmd_import = {
	.name = "import",
	.arguments = "FILE.jsonl",
	.summary = "Take in an interview that 'sysdrill export --format jsonl' wrote",
	.help = "All or nothing. Importing the same file again, or one that has grown, adds only what is new; a file that contradicts what\n"
	        "is here is refused.",
	.run = run,
};
