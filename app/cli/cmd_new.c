#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "catalog/card.h"
#include "catalog/skeleton.h"
#include "cli/cli.h"

static int write_new(const char *path, const struct strbuf *text)
{
	/* x: what somebody has written already is never overwritten. */
	FILE *file = fopen(path, "wx");
	if (!file && errno == EEXIST)
		return cli_fail(EXIT_FAILED, "%s is there already; it was left as it is. Name another file: new problem ID FILE", path);
	if (!file)
		return cli_fail(EXIT_FAILED, "%s cannot be written: %s", path, strerror(errno));
	size_t written = fwrite(text->text, 1, text->len, file);
	if (fclose(file) != 0 || written != text->len)
		return cli_fail(EXIT_FAILED, "%s was not written to the end: %s", path, strerror(errno));
	puts(path);
	fprintf(stderr, "Next: write what belongs there, and ask 'sysdrill lint %s' what is missing.\n", path);
	return EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	(void)cli;
	if (argc < 3 || argc > 4 || strcmp(argv[1], "problem") != 0 || argv[2][0] == '-')
		return cli_usage(cli_command(argv[0]));
	if (!content_id_valid(argv[2]))
		return cli_fail(EXIT_USAGE, "'%s' is not an id: lower-case letters, digits and hyphens, such as parking-lot", argv[2]);
	struct strbuf text = STRBUF_INIT, path = STRBUF_INIT;
	int status = EXIT_OK;
	skeleton_write(argv[2], &text);
	if (argc == 4)
		strbuf_adds(&path, argv[3]);
	else
		strbuf_addf(&path, "%s.md", argv[2]);
	if (!strcmp(path.text, "-"))
		fwrite(text.text, 1, text.len, stdout);
	else
		status = write_new(path.text, &text);
	strbuf_release(&text);
	strbuf_release(&path);
	return status;
}

const struct command cmd_new = {
	.name = "new",
	.arguments = "problem ID [FILE]",
	.summary = "Write the commented beginning of a problem of your own",
	.help = "Writes ID.md (or FILE; '-' is stdout) with every section in place and a comment at each that says what\n"
	        "belongs there. Nothing is overwritten. In content/problems/ of the data directory it appears beside the\n"
	        "problems that ship.\n\n"
	        "    sysdrill new problem parking-lot\n"
	        "    sysdrill lint parking-lot.md",
	.run = run,
};
