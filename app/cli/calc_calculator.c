/* `sysdrill calc NAME input=value ...`: the calculators that are content. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "catalog/calculator.h"
#include "catalog/card.h"
#include "cli/calc.h"
#include "cli/estimate_print.h"
#include "store/store.h"

enum { VALUE_COLUMNS = 40 };

static void find_dirs(const struct calc *calc, struct catalog_dirs *dirs)
{
	struct strbuf home = STRBUF_INIT;
	bool known = store_home_path(calc->cli->home, &home, NULL) == STATUS_OK;
	catalog_find_dirs(dirs, known ? home.text : NULL);
	strbuf_release(&home);
}

static bool is_setting(const char *word)
{
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	return len > 0 && word[len] == '=' && word[len + 1] != '=';
}

bool calc_names_calculator(const struct calc *calc)
{
	if (!content_id_valid(calc->words[0]) || (calc->words[0][0] >= '0' && calc->words[0][0] <= '9'))
		return false;
	for (int i = 1; i < calc->word_count; i++)
		if (!is_setting(calc->words[i]))
			return false;
	struct catalog_dirs dirs;
	struct calculator calculator;
	find_dirs(calc, &dirs);
	enum status status = calculator_load(&calculator, &dirs, calc->words[0], NULL);
	if (status == STATUS_OK)
		calculator_release(&calculator);
	/* A name with settings can only be a calculator; a word alone may also be a unit or a slip. */
	return status != STATUS_NOT_FOUND || calc->word_count > 1;
}

int calc_list(const struct calc *calc)
{
	struct catalog_dirs dirs;
	struct arena arena = ARENA_INIT;
	struct strbuf out = STRBUF_INIT;
	const char **ids;
	int status = EXIT_OK;
	find_dirs(calc, &dirs);
	size_t count = calculator_ids(&dirs, &arena, &ids);
	if (calc->cli->json)
		strbuf_adds(&out, "[");
	for (size_t i = 0; i < count; i++) {
		struct calculator calculator;
		struct error err;
		if (calculator_load(&calculator, &dirs, ids[i], &err) != STATUS_OK) {
			status = cli_fail(EXIT_FAILED, "%s", err.text);
			continue;
		}
		if (calc->cli->json) {
			strbuf_adds(&out, out.len > 1 ? ",\n  {" : "\n  {");
			json_add_text(&out, "id", calculator.id);
			json_add_text(&out, "title", calculator.title);
			json_add_text(&out, "summary", calculator.summary);
			strbuf_addc(&out, '}');
		} else {
			strbuf_addf(&out, "%-14s %s\n", calculator.id, calculator.summary);
		}
		calculator_release(&calculator);
	}
	if (calc->cli->json)
		strbuf_adds(&out, "\n]\n");
	fwrite(out.text, 1, out.len, stdout);
	if (!count)
		status = cli_fail(EXIT_FAILED, "no calculators are installed; SYSDRILL_CONTENT names the directory of the content");
	strbuf_release(&out);
	arena_release(&arena);
	return status;
}

static int explain(const struct calculator *calculator)
{
	printf("%s: %s\n\nInputs\n", calculator->title, calculator->summary);
	for (size_t i = 0; i < calculator->input_count; i++)
		printf("  %s = %s\n      %s\n", calculator->inputs[i].name, calculator->inputs[i].value,
		       calculator->inputs[i].sentence);
	printf("\nFormulas\n\n%s\nResults\n", calculator->formulas);
	for (size_t i = 0; i < calculator->result_count; i++)
		printf("  %s: %s\n", calculator->results[i].name, calculator->results[i].sentence);
	if (*calculator->sources)
		printf("\nSources\n\n%s\n", calculator->sources);
	return EXIT_OK;
}

/* Places the settings "input=value". False after a message when one fits no input. */
static bool take_settings(const struct calc *calc, const struct calculator *calculator, const char **values)
{
	for (int i = 1; i < calc->word_count; i++) {
		const char *word = calc->words[i], *equals = strchr(word, '=');
		bool found = false;
		for (size_t n = 0; equals && n < calculator->input_count; n++)
			if (!strncmp(calculator->inputs[n].name, word, (size_t)(equals - word)) &&
			    !calculator->inputs[n].name[equals - word]) {
				values[n] = equals + 1;
				found = true;
			}
		if (found)
			continue;
		struct strbuf names = STRBUF_INIT;
		for (size_t n = 0; n < calculator->input_count; n++)
			strbuf_addf(&names, "%s%s", n ? ", " : "", calculator->inputs[n].name);
		cli_fail(EXIT_USAGE, "%s has no input '%.*s'; its inputs are %s", calculator->id,
		         equals ? (int)(equals - word) : (int)strlen(word), word, names.text);
		strbuf_release(&names);
		return false;
	}
	return true;
}

/* A row of the table; columns as wide as the widest entry, within reason. */
struct row {
	const char *name, *value, *sentence;
};

static void print_rows(const struct row *rows, size_t count)
{
	int name = 0, value = 0;
	for (size_t i = 0; i < count; i++) {
		int n = (int)utf8_width(rows[i].name, strlen(rows[i].name)), v = (int)utf8_width(rows[i].value, strlen(rows[i].value));
		name = n > name ? n : name;
		value = v > value && v <= VALUE_COLUMNS ? v : value;
	}
	for (size_t i = 0; i < count; i++)
		printf("  %-*s  %-*s  %s\n", name, rows[i].name, value, rows[i].value, rows[i].sentence);
}

static void print_results(const struct calculator *calculator, const char *const *values, const struct worksheet *sheet)
{
	struct row *rows = xcalloc(calculator->input_count + calculator->result_count + 1, sizeof *rows);
	size_t count = 0;
	for (size_t i = 0; i < calculator->input_count; i++)
		rows[count++] = (struct row){ calculator->inputs[i].name, values[i] ? values[i] : calculator->inputs[i].value,
		                              calculator->inputs[i].sentence };
	printf("%s\n\n", calculator->title);
	print_rows(rows, count);
	putchar('\n');
	count = 0;
	for (size_t i = 0; i < calculator->result_count; i++) {
		const struct estimate_result *result = worksheet_find(sheet, calculator->results[i].name);
		if (result && result->kind == ESTIMATE_VALUE)
			rows[count++] = (struct row){ result->name, result->shown, calculator->results[i].sentence };
	}
	print_rows(rows, count);
	free(rows);
}

static int run_calculator(const struct calc *calc, const struct calculator *calculator, const char *const *values)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	int status = EXIT_OK;
	calculator_worksheet(calculator, values, &text);
	if (calc->cli->json) {
		status = calc_worksheet(calc, text.text, text.len);
	} else {
		struct worksheet *sheet = worksheet_new(&calc->settings);
		worksheet_set_text(sheet, text.text, text.len);
		print_results(calculator, values, sheet);
		for (size_t i = 0; i < worksheet_line_count(sheet); i++)
			if (worksheet_line(sheet, i)->kind == ESTIMATE_ERROR)
				estimate_print_error(worksheet_line(sheet, i)->error, &err);
		fflush(stdout);
		fwrite(err.text, 1, err.len, stderr);
		status = worksheet_error_count(sheet) ? EXIT_FAILED : EXIT_OK;
		worksheet_free(sheet);
	}
	strbuf_release(&text);
	strbuf_release(&err);
	return status;
}

int calc_calculator(const struct calc *calc)
{
	struct catalog_dirs dirs;
	struct calculator calculator;
	struct error err;
	if (calc->word_count == 0)
		return cli_usage(cli_command("calc"));
	find_dirs(calc, &dirs);
	enum status found = calculator_load(&calculator, &dirs, calc->words[0], &err);
	if (found == STATUS_NOT_FOUND)
		return cli_fail(EXIT_USAGE, "there is no calculator '%s'; 'sysdrill calc --list' lists them", calc->words[0]);
	if (found != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	const char **values = xcalloc(calculator.input_count + 1, sizeof *values);
	int status = EXIT_USAGE;
	if (take_settings(calc, &calculator, values))
		status = calc->explain ? explain(&calculator) : run_calculator(calc, &calculator, values);
	free(values);
	calculator_release(&calculator);
	return status;
}
