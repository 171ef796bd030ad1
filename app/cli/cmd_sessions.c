#include <stdio.h>

#include "cli/cli.h"
#include "cli/open_store.h"

extern const struct command cmd_sessions;

static void print_json(const struct store_sessions *sessions)
{
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < sessions->count; i++) {
		strbuf_adds(&out, i ? ",\n " : "[");
		session_summary_json(&sessions->items[i], &out);
	}
	strbuf_adds(&out, sessions->count ? "]" : "[]");
	puts(out.text);
	strbuf_release(&out);
}

static void print_table(const struct store_sessions *sessions)
{
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < sessions->count; i++) {
		const struct session_summary *session = &sessions->items[i];
		struct strbuf started = STRBUF_INIT;
		char result[48] = "not scored";
		if (session_summary_unfinished(session))
			snprintf(result, sizeof result, "unfinished, %.30s", session->phase);
		else if (session->score >= 0)
			snprintf(result, sizeof result, "%d %%", session->score);
		time_format_utc(session->started_ms, ' ', &started);
		strbuf_addf(&out, "%s  %s  %-6s %3d min  %-24s %s\n", session->id, started.text, level_name(session->level),
		       (int)(session->spent_ms / 60000), result, session->title);
		strbuf_release(&started);
	}
	cli_write(stdout, out.text, out.len);
	strbuf_release(&out);
	if (!sessions->count)
		fputs("No interviews yet. 'sysdrill practice url-shortener' starts one.\n", stderr);
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct error err = { "" };
	struct store_sessions sessions;
	(void)argv;
	if (argc > 1)
		return cli_usage(&cmd_sessions);
	struct store *store = open_store(cli, false);
	if (!store)
		return EXIT_FAILED;
	int exit_status = EXIT_OK;
	store_refresh(store, NULL);
	if (store_list_sessions(store, &(struct store_session_query){ .problem = NULL }, &sessions, &err) != STATUS_OK)
		exit_status = cli_fail(EXIT_FAILED, "%s", err.text);
	else if (cli->json)
		print_json(&sessions);
	else
		print_table(&sessions);
	store_sessions_release(&sessions);
	store_close(store);
	return exit_status;
}

const struct command cmd_sessions = {
	.name = "sessions",
	.arguments = "[--json]",
	.summary = "List past and unfinished interviews, newest first",
	.help = "The first column is the id that export and practice --resume take; its beginning is enough. Times are UTC.",
	.run = run,
};
