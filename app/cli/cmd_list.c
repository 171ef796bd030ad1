#include <stdio.h>

#include "base/json.h"
#include "cli/cli.h"
#include "cli/open_store.h"
#include "shell/library.h"

extern const struct command cmd_list;

static void print_json(const struct library *library)
{
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < library->count; i++) {
		const struct problem_row *row = &library->rows[i];
		json_begin_row(&out, !i);
		json_add_text(&out, "id", row->id);
		json_add_text(&out, "title", row->title);
		json_add_text(&out, "difficulty", difficulty_name(row->difficulty));
		json_add_text(&out, "tracks", row->tracks);
		json_add_text(&out, "patterns", row->patterns);
		json_add_text(&out, "summary", row->summary);
		json_add_bool(&out, "own", row->own);
		json_add_text(&out, "broken", row->broken);
		json_add_int(&out, "times", row->times);
		if (row->last_score >= 0)
			json_add_int(&out, "last_score", row->last_score);
		else
			json_add_null(&out, "last_score");
		json_add_text(&out, "unfinished", row->unfinished);
	}
	json_print_rows(&out);
}

static void print_table(const struct library *library)
{
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < library->count; i++) {
		const struct problem_row *row = &library->rows[i];
		char score[16] = "-";
		if (row->last_score >= 0)
			snprintf(score, sizeof score, "%d %%", row->last_score);
		if (*row->broken)
			strbuf_addf(&out, "%-28s broken: %s\n", row->id, row->broken);
		else
			strbuf_addf(&out, "%-28s %-7s %6s %2dx  %s\n", row->id, difficulty_name(row->difficulty), score, row->times,
			            row->title);
	}
	cli_write(stdout, out.text, out.len);
	strbuf_release(&out);
}

static int run(const struct cli *cli, int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return cli_usage(&cmd_list);
	struct store *store = open_store(cli, false);
	if (!store)
		return EXIT_FAILED;
	struct library library;
	library_init(&library, store_home(store));
	library_load(&library, store);
	library_rescan(&library, store);
	if (cli->json)
		print_json(&library);
	else
		print_table(&library);
	if (!library.count && !cli->json)
		cli_fail(EXIT_OK, "there are no problems in %s; set SYSDRILL_CONTENT to the directory content/ of sysdrill",
		         library.dirs.shipped);
	library_release(&library);
	store_close(store);
	return EXIT_OK;
}

const struct command cmd_list = {
	.name = "list",
	.arguments = "[--json]",
	.summary = "List the problems, with last score and times practised",
	.help = "The most often asked come first. Your own problems appear beside those that ship; a broken file is listed with its reason.",
	.run = run,
};
