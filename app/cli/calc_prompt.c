/* The prompt of `sysdrill calc`: every line joins a worksheet, so that names carry over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "cli/calc.h"
#include "cli/estimate_print.h"
#include "cli/prompt.h"

enum { WORDS_MAX = 32 };

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

static const char help[] =
	"  100M/day * 500 B * 10 years in TB     numbers take k M bn T; units are checked, counts (users, req, servers) too\n"
	"  peak = 3 * 1.2k req/s                 a name carries over to the lines below\n"
	"  80M to 120M                           a range: the answer shows its spread and what causes it\n"
	"  storage created=50M/day size=2 KB     a calculator; list names all of them\n"
	"  quit                                  so does Ctrl-D; 'sysdrill help calc' tells the rest\n";

/* NAME and its settings: a word with a `=` in it begins the next one, so that a value may have blanks. */
static int split(char *line, char *words[], int max)
{
	int count = 0;
	for (char *rest, *at = strtok_r(line, " ", &rest); at; at = strtok_r(NULL, " ", &rest))
		if (!count || strchr(at, '=')) {
			if (count == max)
				return 0;
			words[count++] = at;
		} else {
			/* strtok_r() put a NUL behind the word before; what is between them were blanks. */
			for (char *gap = words[count - 1] + strlen(words[count - 1]); gap < at; gap++)
				*gap = ' ';
		}
	return count;
}

/* A calculator, run as `sysdrill calc NAME ...` would; false when the line names none. */
static bool run_calculator(const struct talk *talk, const struct calc *calc, const char *line)
{
	char *copy = xstrdup(line), *words[WORDS_MAX];
	struct calc wish = *calc;
	wish.words = words;
	wish.word_count = split(copy, words, WORDS_MAX);
	bool named = wish.word_count && !worksheet_find(talk->sheet, words[0]) && calc_names_calculator(&wish);
	if (named)
		calc_calculator(&wish);
	free(copy);
	return named;
}

int calc_prompt(const struct calc *calc)
{
	struct talk talk = { .sheet = worksheet_new(&calc->settings), .text = STRBUF_INIT };
	struct prompt prompt = { .word = word, .context = &talk };
	struct strbuf line = STRBUF_INIT;
	puts("Calculate with units: 100M/day * 500 B * 10 years in TB. Names carry over. Tab completes, help helps, Ctrl-D leaves.");
	fflush(stdout);
	while (prompt_read(&prompt, "> ", &line)) {
		strbuf_trim(&line);
		if (!strcmp(line.text, "quit") || !strcmp(line.text, "exit"))
			break;
		if (!strcmp(line.text, "help") || !strcmp(line.text, "?"))
			fputs(help, stdout);
		else if (!strcmp(line.text, "list"))
			calc_list(calc);
		else if (line.len && !run_calculator(&talk, calc, line.text))
			answer(&talk, calc, line.text);
	}
	prompt_release(&prompt);
	strbuf_release(&line);
	strbuf_release(&talk.text);
	worksheet_free(talk.sheet);
	return EXIT_OK;
}
