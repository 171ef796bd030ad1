/* The estimate language: tables of calculations and of mistakes, and what every worksheet promises. */
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate.h"

struct table {
	FILE *file;
	size_t line, rows;
	char text[4096];
	char *input, *expected;
};

static void table_open(struct table *table, const char *name)
{
	char path[1024];
	const char *root = getenv("abs_top_srcdir");
	*table = (struct table){ 0 };
	snprintf(path, sizeof path, "%s/tests/unit/%s", root ? root : "..", name);
	table->file = fopen(path, "r");
	assert_non_null(table->file);
}

/* The next row: what is typed (lines of a worksheet separated by ;), `=>`, and what is expected. */
static int table_next(struct table *table)
{
	while (fgets(table->text, sizeof table->text, table->file)) {
		table->line++;
		table->text[strcspn(table->text, "\n")] = '\0';
		char *arrow = strstr(table->text, " => ");
		if (table->text[0] == '#' || !arrow)
			continue;
		*arrow = '\0';
		table->input = table->text;
		table->expected = arrow + 4;
		for (char *c = table->input; *c; c++)
			if (*c == ';')
				*c = '\n';
		table->rows++;
		return 1;
	}
	fclose(table->file);
	return 0;
}

static const struct estimate_result *last_result(const struct worksheet *sheet)
{
	return worksheet_line(sheet, worksheet_line_count(sheet) - 1);
}

static void report(const char *file, const struct table *table, const struct estimate_error *error)
{
	char text[2048];
	estimate_error_text(error, text, sizeof text);
	print_message("%s:%zu: %s\n%s", file, table->line, table->input, text);
}

/* "182.5 TB": the value to six digits and the unit exactly; a third column in quotes is what is shown. */
static int row_is_right(struct worksheet *sheet, struct table *table)
{
	worksheet_set_text(sheet, table->input, strlen(table->input));
	const struct estimate_result *result = last_result(sheet);
	if (result->kind != ESTIMATE_VALUE) {
		if (result->kind == ESTIMATE_ERROR)
			report("estimate_values.txt", table, result->error);
		return 0;
	}
	char *rest, *quote = strchr(table->expected, '"');
	double expected = strtod(table->expected, &rest);
	if (quote) {
		quote[strlen(quote) - 1] = '\0';
		*quote++ = '\0';
	}
	while (*rest == ' ')
		rest++;
	for (size_t len = strlen(rest); len && rest[len - 1] == ' '; len--)
		rest[len - 1] = '\0';
	int right = fabs(result->value - expected) <= 1e-6 * fabs(expected) && !strcmp(result->unit, rest) &&
	            (!quote || !strcmp(quote, result->shown));
	if (!right)
		print_message("estimate_values.txt:%zu: %s: %.12g [%s] \"%s\", expected %.12g [%s] \"%s\"\n", table->line,
		              table->input, result->value, result->unit, result->shown, expected, rest, quote ? quote : "");
	return right;
}

static void every_calculation_of_the_table_is_right_to_six_digits(void **state)
{
	struct table table;
	struct worksheet *sheet = worksheet_new(NULL);
	size_t wrong = 0;
	(void)state;
	table_open(&table, "estimate_values.txt");
	while (table_next(&table))
		wrong += !row_is_right(sheet, &table);
	worksheet_free(sheet);
	assert_int_equal(wrong, 0);
	assert_true(table.rows > 0);
}

/* Pieces separated by | that all stand in the message. */
static int message_has(const char *message, char *pieces)
{
	int has = 1;
	for (char *piece = strtok(pieces, "|"); piece; piece = strtok(NULL, "|")) {
		while (*piece == ' ')
			piece++;
		for (size_t len = strlen(piece); len && piece[len - 1] == ' '; len--)
			piece[len - 1] = '\0';
		has &= strstr(message, piece) != NULL;
	}
	return has;
}

static void every_mistake_of_the_table_is_refused_with_its_cause_and_a_way_out(void **state)
{
	struct table table;
	struct worksheet *sheet = worksheet_new(NULL);
	size_t wrong = 0;
	(void)state;
	table_open(&table, "estimate_errors.txt");
	while (table_next(&table)) {
		char text[4096] = "";
		worksheet_set_text(sheet, table.input, strlen(table.input));
		const struct estimate_result *result = last_result(sheet);
		if (result->kind == ESTIMATE_ERROR)
			estimate_error_text(result->error, text, sizeof text);
		int right = result->kind == ESTIMATE_ERROR && *result->error->suggestion && message_has(text, table.expected);
		if (!right)
			print_message("estimate_errors.txt:%zu: %s\n%s", table.line, table.input,
			              *text ? text : result->shown);
		wrong += !right;
	}
	worksheet_free(sheet);
	assert_int_equal(wrong, 0);
	assert_true(table.rows > 0);
}

static void an_error_shows_place_line_carets_and_way_out(void **state)
{
	struct worksheet *sheet = worksheet_new(NULL);
	char text[1024];
	(void)state;
	worksheet_set_text(sheet, "\ntotal = 500 GB + 3 days", 24);
	estimate_error_text(worksheet_line(sheet, 1)->error, text, sizeof text);
	assert_string_equal(text,
		"2:16: cannot add a duration to data\n"
		"  total = 500 GB + 3 days\n"
		"          ^^^^^^   ~~~~~~\n"
		"  500 GB is data (bytes), 3 days is time. Did you mean 500 GB/day * 3 days?\n");
	worksheet_free(sheet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_calculation_of_the_table_is_right_to_six_digits),
		cmocka_unit_test(every_mistake_of_the_table_is_refused_with_its_cause_and_a_way_out),
		cmocka_unit_test(an_error_shows_place_line_carets_and_way_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
