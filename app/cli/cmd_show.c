#include <stdio.h>
#include <string.h>

#include "catalog/markdown.h"
#include "cli/cli.h"
#include "cli/open_problem.h"

extern const struct command cmd_show;

/* Paging is the pager's; a terminal's width is the reader's. */
static void print_markdown(const struct cli *cli, const char *text, size_t len)
{
	struct strbuf out = STRBUF_INIT;
	markdown_render_text(text, len, &(struct doc_options){ .width = 80, .ascii = cli->ascii }, cli_use_colour(cli), &out);
	fwrite(out.text, 1, out.len, stdout);
	strbuf_release(&out);
}

static int print_section(const struct cli *cli, const struct problem *problem, const char *name)
{
	enum section section;
	if (!strcmp(name, "prompt")) {
		print_markdown(cli, problem->prompt, strlen(problem->prompt));
		return EXIT_OK;
	}
	if (!strcmp(name, "all")) {
		print_markdown(cli, problem->source, problem->source_len);
		return EXIT_OK;
	}
	if (!section_parse(name, &section))
		return cli_fail(EXIT_USAGE, "there is no section '%s': prompt, requirements, architecture, data, interface, optimization "
		                "or all", name);
	print_markdown(cli, problem->reference[section], strlen(problem->reference[section]));
	return EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	const char *id = NULL, *section = "prompt";
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--section") && i + 1 < argc)
			section = argv[++i];
		else if (!strncmp(argv[i], "--section=", 10))
			section = argv[i] + 10;
		else if (argv[i][0] == '-' || id)
			return cli_usage(&cmd_show);
		else
			id = argv[i];
	}
	if (!id)
		return cli_usage(&cmd_show);
	struct problem *problem = NULL;
	int status = open_problem(cli, id, &problem);
	if (status == EXIT_OK)
		status = print_section(cli, problem, section);
	problem_free(problem);
	return status;
}

const struct command cmd_show = {
	.name = "show",
	.arguments = "PROBLEM [--section S]",
	.summary = "Print a problem's prompt, or a section of its reference (which spoils it)",
	.help = "Sections: prompt (the default), requirements, architecture, data, interface, optimization, all.\n\n"
	        "    sysdrill show url-shortener --section architecture",
	.run = run,
};
