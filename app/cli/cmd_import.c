#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"
#include "cli/cli.h"
#include "cli/open_store.h"
#include "cli/import_file.h"
#include "session/export.h"

enum { IMPORT_MAX_BYTES = 256 << 20 };

extern const struct command cmd_import;

/* Prints what came of it when `tell`; the session's id goes into `id`. */
static int import(struct store *store, const char *path, const char *text, size_t len, bool tell, char id[ID_SIZE])
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
		memcpy(id, log.session, ID_SIZE);
		if (tell)
			printf("%s: %zu events added, %zu were here already\n", log.session, report.added, report.known);
	}
	imported_log_release(&log);
	return status == STATUS_OK ? EXIT_OK : cli_fail(EXIT_FAILED, "%s: %s", path, err.text);
}

int import_file(const struct cli *cli, const char *path, bool tell, char id[ID_SIZE])
{
	struct error err = { "" };
	char *text;
	size_t len;
	if (catalog_read_file(path, IMPORT_MAX_BYTES, &text, &len, &err) != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	struct store *store = open_store(cli, true);
	int status = store ? import(store, path, text, len, tell, id) : EXIT_FAILED;
	store_close(store);
	free(text);
	return status;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	char id[ID_SIZE];
	if (argc != 2 || (argv[1][0] == '-' && argv[1][1]))
		return cli_usage(&cmd_import);
	return import_file(cli, argv[1], true, id);
}

const struct command cmd_import = {
	.name = "import",
	.arguments = "FILE.jsonl",
	.summary = "Take in an interview that 'sysdrill export --format jsonl' wrote",
	.help = "All or nothing. Importing the same file again, or one that has grown, adds only what is new; a file that contradicts what\n"
	        "is here is refused.",
	.run = run,
};
