#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "catalog/catalog.h"
#include "catalog/markdown.h"
#include "cli/cli.h"

enum { DEFAULT_WIDTH = 80, MAX_WIDTH = 1000, COMFORTABLE_WIDTH = 100, READ_MAX_BYTES = 1 << 28 };

/* As wide as the terminal, but no wider than text reads well. */
static int terminal_width(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return DEFAULT_WIDTH;
	return size.ws_col < COMFORTABLE_WIDTH ? size.ws_col : COMFORTABLE_WIDTH;
}

static bool parse_width(const char *text, int *width)
{
	char *end;
	long n = strtol(text, &end, 10);
	if (end == text || *end || n < DOC_MIN_WIDTH || n > MAX_WIDTH)
		return false;
	*width = (int)n;
	return true;
}

static int render(const struct cli *cli, const char *path, int width)
{
	struct strbuf out = STRBUF_INIT;
	struct error err;
	char *text;
	size_t len;
	const char *file = strcmp(path, "-") ? path : "/dev/stdin";
	if (catalog_read_file(file, READ_MAX_BYTES, &text, &len, &err) != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	markdown_render_text(text, len, &(struct doc_options){ .width = width, .ascii = cli->ascii }, cli_use_colour(cli), &out);
	fwrite(out.text, 1, out.len, stdout);
	strbuf_release(&out);
	free(text);
	if (len > MARKDOWN_MAX_BYTES) {
		fflush(stdout);
		fprintf(stderr, "sysdrill: %s has %zu bytes; only the first %d are shown\n", path, len, (int)MARKDOWN_MAX_BYTES);
	}
	return EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	const char *path = NULL;
	int width = terminal_width();
	bool options = true;
	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i], *value = NULL;
		if (options && !strcmp(arg, "--")) {
			options = false;
			continue;
		}
		if (options && !strncmp(arg, "--width=", 8))
			value = arg + 8;
		else if (options && !strcmp(arg, "--width"))
			value = i + 1 < argc ? argv[++i] : "";
		else if ((options && arg[0] == '-' && arg[1]) || path)
			return cli_usage(cli_command(argv[0]));
		if (value && !parse_width(value, &width))
			return cli_fail(EXIT_USAGE, "--width needs a number of columns from %d to %d", (int)DOC_MIN_WIDTH, (int)MAX_WIDTH);
		if (!value)
			path = arg;
	}
	return path ? render(cli, path, width) : cli_usage(cli_command(argv[0]));
}

const struct command cmd_render = {
	.name = "render",
	.arguments = "FILE.md [--width N]",
	.summary = "Show a Markdown file as the program shows it",
	.help = "Tables, task lists and ~~strike-through~~ included. In colour at a terminal, plain otherwise or with NO_COLOR;\n"
	        "as wide as the terminal, at most 100 columns, unless --width says otherwise. '-' reads from stdin.\n\n"
	        "    sysdrill render notes.md --width 72",
	.run = run,
};
