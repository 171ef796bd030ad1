/* The prompt of `sysdrill calc`: every line joins a worksheet, so that names carry over. */
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "cli/calc.h"
#include "cli/estimate_print.h"
#include "cli/prompt.h"

struct talk {
	struct worksheet *sheet;
	struct strbuf text;     /* the lines that were right */
	char word[ESTIMATE_WORD_MAX];   /* the last one that completion was offered */
};

/* The names defined so far, then the language's words. */
static const char *word(void *context, size_t n)
{
	struct talk *talk = context;
	size_t names = 0;
	for (size_t i = 0; i < worksheet_line_count(talk->sheet); i++) {
		const char *name = worksheet_line(talk->sheet, i)->name;
		if (name && names++ == n)
			return name;
	}
	return estimate_word(n - names, talk->word) ? talk->word : NULL;
}

static void answer(struct talk *talk, const struct calc *calc, const char *line)
{
	struct strbuf out = STRBUF_INIT;
	size_t kept = talk->text.len, last;
	strbuf_addf(&talk->text, "%s\n", line);
	worksheet_set_text(talk->sheet, talk->text.text, talk->text.len);
	last = worksheet_line_count(talk->sheet) - 1;
	const struct estimate_result *result = worksheet_line(talk->sheet, last);
	if (result->kind == ESTIMATE_ERROR) {
		estimate_print_error(result->error, &out);
		talk->text.len = kept;
		talk->text.text[kept] = '\0';
	} else {
		estimate_print_line(talk->sheet, last, &(struct estimate_print){
			.notes = true, .spread = true, .ascii = calc->cli->ascii }, &out);
	}
	fwrite(out.text, 1, out.len, stdout);
	fflush(stdout);
	if (talk->text.len == kept)
		worksheet_set_text(talk->sheet, talk->text.text, talk->text.len);
	strbuf_release(&out);
}

int calc_prompt(const struct calc *calc)
{
	struct talk talk = { .sheet = worksheet_new(&calc->settings), .text = STRBUF_INIT };
	struct prompt prompt = { .word = word, .context = &talk };
	struct strbuf line = STRBUF_INIT;
	puts("Calculate with units: 100M/day * 500 B * 10 years in TB. Names carry over. Tab completes, Ctrl-D leaves.");
	fflush(stdout);
	while (prompt_read(&prompt, "> ", &line)) {
		strbuf_trim(&line);
		if (!strcmp(line.text, "quit") || !strcmp(line.text, "exit"))
			break;
		if (line.len)
			answer(&talk, calc, line.text);
	}
	prompt_release(&prompt);
	strbuf_release(&line);
	strbuf_release(&talk.text);
	worksheet_free(talk.sheet);
	return EXIT_OK;
}
