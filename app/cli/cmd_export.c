#include <stdio.h>
#include <string.h>

#include "catalog/problem_reader.h"
#include "cli/cli.h"
#include "cli/open_store.h"
#include "session/export.h"

extern const struct command cmd_export;

static void export_markdown(const struct session *session, const struct strbuf *text, struct strbuf *out)
{
	struct problem *problem = NULL;
	if (text->len)
		problem_read("record", text->text, text->len, &problem, NULL);
	session_export_markdown(session, problem, out);
	problem_free(problem);
}

static int export(struct store *store, const char *prefix, const char *format)
{
	struct session *session = read_session(store, prefix);
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
	int status = EXIT_OK;
	if (!session)
		return EXIT_FAILED;
	bool has_text = session->problem_sha256 && store_get_problem(store, session->problem_sha256, &text, NULL) == STATUS_OK;
	if (!strcmp(format, "md"))
		export_markdown(session, &text, &out);
	else if (!strcmp(format, "json"))
		session_export_json(session, &out);
	else if (!strcmp(format, "jsonl"))
		session_export_jsonl(session, has_text ? text.text : NULL, text.len, &out);
	else
		status = cli_fail(EXIT_USAGE, "there is no format '%s': md, json or jsonl", format);
	/* The log itself is for programs, and must come back as it was. */
	if (!strcmp(format, "md"))
		cli_write(stdout, out.text, out.len);
	else
		fwrite(out.text, 1, out.len, stdout);
	strbuf_release(&out);
	strbuf_release(&text);
	session_free(session);
	return status;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	const char *prefix = NULL, *format = "md";
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--format") && i + 1 < argc)
			format = argv[++i];
		else if (!strncmp(argv[i], "--format=", 9))
			format = argv[i] + 9;
		else if (argv[i][0] == '-' || prefix)
			return cli_usage(&cmd_export);
		else
			prefix = argv[i];
	}
	if (!prefix)
		return cli_usage(&cmd_export);
	struct store *store = open_store(cli, false);
	if (!store)
		return EXIT_FAILED;
	int status = export(store, prefix, format);
	store_close(store);
	return status;
}

const struct command cmd_export = {
	.name = "export",
	.arguments = "SESSION [--format md|json|jsonl]",
	.summary = "Write an interview to stdout: for reading, for scripts, or the log itself",
	.help = "md is for people: times, conversation, notes, scores. json is an array of flat objects, one for each event. jsonl is\n"
	        "the log itself with the problem's text: 'sysdrill import' reads it, so a friend can open your interview.\n\n"
	        "    sysdrill export 7K3M --format jsonl > interview.jsonl",
	.run = run,
};
