#include <stdio.h>

#include "cli/cli.h"
#include "cli/open_store.h"
#include "session/paper.h"

extern const struct command cmd_paper;

static int run(const struct cli *cli, int argc, char **argv)
{
	enum paper paper;
	if (argc != 2)
		return cli_usage(&cmd_paper);
	if (!paper_parse(argv[1], &paper))
		return cli_fail(EXIT_USAGE, "there is no paper '%s': cheatsheet, stories or worksheet", argv[1]);
	struct store *store = open_store(cli, false);
	if (!store)
		return EXIT_FAILED;
	struct strbuf text = STRBUF_INIT;
	if (store_get_state(store, paper_name(paper), &text, NULL) == STATUS_OK) {
		fwrite(text.text, 1, text.len, stdout);
		if (text.len && text.text[text.len - 1] != '\n')
			putchar('\n');
	}
	strbuf_release(&text);
	store_close(store);
	return EXIT_OK;
}

const struct command cmd_paper = {
	.name = "paper",
	.arguments = "cheatsheet|stories|worksheet",
	.summary = "Print a text of your own: the cheat sheet, your stories, the scratch worksheet",
	.help = "They are written in the program (from the library: 'Cheat sheet' and 'My stories' in the palette).\n\n"
	        "    sysdrill paper cheatsheet > cheatsheet.md",
	.run = run,
};
