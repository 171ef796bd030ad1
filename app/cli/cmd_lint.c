#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "catalog/catalog.h"
#include "cli/cli.h"
#include "store/store.h"

static void lint_library(const struct cli *cli, struct diagnostics *diags, size_t *files)
{
	static const enum content_kind kinds[] = { CONTENT_PROBLEM, CONTENT_CONCEPT, CONTENT_PLAN };
	struct catalog_dirs dirs;
	struct strbuf home = STRBUF_INIT;
	bool has_home = store_home_path(cli->home, &home, NULL) == STATUS_OK;
	catalog_find_dirs(&dirs, has_home ? home.text : NULL);
	strbuf_release(&home);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct catalog catalog = CATALOG_INIT;
		catalog_scan(&catalog, &dirs, kinds[i]);
		for (size_t j = 0; j < catalog.count; j++)
			lint_file(catalog.items[j].path, diags);
		*files += catalog.count;
		catalog_release(&catalog);
	}
}

static void print_json(const struct diagnostics *diags)
{
	static const char *const names[] = { "broken", "error", "warning" };
	struct strbuf sb = STRBUF_INIT;
	strbuf_addc(&sb, '[');
	for (size_t i = 0; i < diags->count; i++) {
		const struct diagnostic *d = &diags->items[i];
		strbuf_adds(&sb, i ? ",\n {" : "\n {");
		json_add_text(&sb, "file", d->path);
		json_add_text(&sb, "severity", names[d->severity]);
		json_add_text(&sb, "what", d->what);
		json_add_text(&sb, "why", d->why);
		json_add_text(&sb, "example", d->example);
		json_add_int(&sb, "line", d->line);
		strbuf_addc(&sb, '}');
	}
	strbuf_adds(&sb, diags->count ? "\n]\n" : "]\n");
	fwrite(sb.text, 1, sb.len, stdout);
	strbuf_release(&sb);
}

static void print_text(const struct diagnostics *diags)
{
	struct strbuf sb = STRBUF_INIT;
	for (size_t i = 0; i < diags->count; i++)
		diagnostic_write(&diags->items[i], &sb);
	cli_write(stdout, sb.text, sb.len);
	strbuf_release(&sb);
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct diagnostics diags = DIAGNOSTICS_INIT;
	size_t files = 0;
	bool options = true;
	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--")) {
			options = false;
			continue;
		}
		if (options && argv[i][0] == '-' && argv[i][1]) {
			diagnostics_release(&diags);
			return cli_usage(cli_command(argv[0]));
		}
		lint_file(argv[i], &diags);
		files++;
	}
	if (!files)
		lint_library(cli, &diags, &files);
	diagnostics_sort(&diags);
	size_t errors = diags.by_severity[SEVERITY_BROKEN] + diags.by_severity[SEVERITY_ERROR];
	if (cli->json)
		print_json(&diags);
	else
		print_text(&diags);
	fflush(stdout);
	fprintf(stderr, "%zu file%s, %zu error%s, %zu warning%s\n", files, files == 1 ? "" : "s", errors,
		errors == 1 ? "" : "s", diags.by_severity[SEVERITY_WARNING], diags.by_severity[SEVERITY_WARNING] == 1 ? "" : "s");
	diagnostics_release(&diags);
	if (!files)
		return cli_fail(EXIT_FAILED, "no content was found; name the files: sysdrill lint FILE...");
	return errors ? EXIT_FAILED : EXIT_OK;
}

const struct command cmd_lint = {
	.name = "lint",
	.arguments = "[FILE...]",
	.summary = "Check problems and concepts, and say what to write instead",
	.help = "Every finding names file and line, says what is wrong and why it matters, and shows an example.\n"
	        "Without a file, everything that ships is checked, and what lies in content/ of the data directory.\n"
	        "Warnings do not fail.\n\n"
	        "    sysdrill new problem parking-lot\n"
	        "    sysdrill lint parking-lot.md",
	.run = run,
};
