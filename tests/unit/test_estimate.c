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


static struct worksheet *sheet_of(const char *text)
{
	struct worksheet *sheet = worksheet_new(NULL);
	worksheet_set_text(sheet, text, strlen(text));
	return sheet;
}

static double value_of(const char *text)
{
	struct worksheet *sheet = sheet_of(text);
	const struct estimate_result *result = last_result(sheet);
	if (result->kind != ESTIMATE_VALUE)
		print_message("%s\n", text);
	assert_int_equal(result->kind, ESTIMATE_VALUE);
	double value = result->base_value;
	worksheet_free(sheet);
	return value;
}

static int has_note(const struct estimate_result *result, const char *piece)
{
	for (size_t i = 0; i < result->note_count; i++)
		if (strstr(result->notes[i], piece))
			return 1;
	return 0;
}

static void assert_note(const char *text, const char *piece)
{
	struct worksheet *sheet = sheet_of(text);
	if (!has_note(last_result(sheet), piece))
		print_message("%s: no note with \"%s\"\n", text, piece);
	assert_true(has_note(last_result(sheet), piece));
	worksheet_free(sheet);
}

static void what_is_easily_overlooked_is_said_in_a_note(void **state)
{
	(void)state;
	assert_note("100M urls/day * 500 B in GB/day", "url was dropped");
	assert_note("10 req/user/day in req/day", "careful: /user was dropped");
	assert_note("1 / 2 s", "0.5 s");
	assert_note("1 year", "a year is 365 days");
	assert_note("1 month", "a month is 30.4167 days");
	assert_note("100M/day", "that is 1.16k/s");
	assert_note("1k/s", "that is 86.4M/day");
	assert_note("1000 + 20%", "20% is the number 0.2");
	assert_note("11.6 servers", "rounded up from 11.6");
	assert_note("series(99.9%, 99.99%)", "down 9.64 h a year");
	assert_note("urls = 100M/day", "not the count");
	assert_note("max(1,200)", "as one number it is written with _");
	assert_note("3 to 5", "lognormal");
	assert_note("-3 to 5", "normal distribution");
	assert_note("300M req/day / 86400 s", "a rate already");
	assert_note("assert 1 to 3 > 0", "holds in 100 %");
}

static void the_calendar_follows_the_settings(void **state)
{
	struct estimate_settings settings = { .days_per_year = 365.25, .month_is_30_days = true };
	struct worksheet *sheet = worksheet_new(&settings);
	(void)state;
	worksheet_set_text(sheet, "1 year in days\n1 month in days", 30);
	assert_true(worksheet_line(sheet, 0)->value == 365.25);
	assert_true(worksheet_line(sheet, 1)->value == 30);
	settings = (struct estimate_settings)ESTIMATE_SETTINGS_INIT;
	worksheet_set_settings(sheet, &settings);
	assert_true(worksheet_line(sheet, 0)->value == 365);
	worksheet_free(sheet);
}

static void converting_there_and_back_changes_nothing(void **state)
{
	static const char *const units[][2] = {
		{ "GB", "MiB" }, { "Gbps", "kB/s" }, { "days", "ms" }, { "/month", "/min" }, { "req/s", "req/year" }, { "USD/GB", "USD/MiB" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		char text[200];
		const char *unit = units[i][0];
		snprintf(text, sizeof text, "x = 7.3%s%s in %s\nx in %s", *unit == '/' ? "" : " ", unit, units[i][1], unit);
		struct worksheet *sheet = sheet_of(text);
		assert_true(fabs(last_result(sheet)->value - 7.3) < 1e-12);
		worksheet_free(sheet);
	}
}

static void what_is_shown_reads_back_as_the_same_within_its_digits(void **state)
{
	struct table table;
	struct worksheet *sheet = worksheet_new(NULL), *again = worksheet_new(NULL);
	(void)state;
	table_open(&table, "estimate_values.txt");
	while (table_next(&table)) {
		worksheet_set_text(sheet, table.input, strlen(table.input));
		const struct estimate_result *first = last_result(sheet);
		if (strchr(first->shown, '*') || strstr(table.input, "unit "))
			continue;
		worksheet_set_text(again, first->shown, strlen(first->shown));
		const struct estimate_result *second = last_result(again);
		int whole = has_note(first, "rounded up");
		if (second->kind != ESTIMATE_VALUE || strcmp(first->dimension, second->dimension) || (!whole &&
		    fabs(second->base_value - first->base_value) > 0.00501 * fabs(first->base_value)))
			fail_msg("%s shows %s, which reads as something else", table.input, first->shown);
	}
	worksheet_free(sheet);
	worksheet_free(again);
}

static void more_in_gives_more_out(void **state)
{
	double before = 0;
	(void)state;
	for (int i = 1; i < 200; i++) {
		char text[100];
		snprintf(text, sizeof text, "zipf_hit(1M, %d000, 0.9) * ceil(%d / 7) * (1 - exp(-%d / 50))", i, i, i);
		double value = value_of(text);
		assert_true(value > before);
		before = value;
	}
}

static void zipf_by_formula_is_the_sum(void **state)
{
	static const double exponents[] = { 0, 0.3, 0.5, 0.8, 0.99, 1, 1.0000001, 1.01, 1.5, 2, 3.7 };
	(void)state;
	for (size_t i = 0; i < sizeof exponents / sizeof exponents[0]; i++) {
		double sum = 0, tenth = 0;
		for (int n = 1; n <= 20000; n++) {
			sum += pow(n, -exponents[i]);
			if (n == 2000)
				tenth = sum;
		}
		char text[100];
		snprintf(text, sizeof text, "zipf_hit(20_000, 2000, %.9g)", exponents[i]);
		assert_true(fabs(value_of(text) - tenth / sum) < 1e-10);
	}
}

/* A product of lognormals is lognormal: its percentiles and shares are known. */
static void a_product_of_lognormals_has_its_closed_form(void **state)
{
	struct worksheet *sheet = sheet_of("a = 80 to 120\nc = 1 to 10\nd = 3 to 4\na * c^2 / d");
	const struct estimate_result *result = last_result(sheet);
	struct estimate_share shares[3];
	(void)state;
	double s[3] = { log(120.0 / 80), 2 * log(10.0), log(4.0 / 3) }, square = 0;
	for (int i = 0; i < 3; i++)
		square += s[i] * s[i];
	double middle = sqrt(80.0 * 120) * 10 / sqrt(12.0), spread = exp(sqrt(square) / 2);
	assert_true(fabs(result->p50 / middle - 1) < 0.02);
	assert_true(fabs(result->p5 / (middle / spread) - 1) < 0.04);
	assert_true(fabs(result->p95 / (middle * spread) - 1) < 0.04);
	assert_int_equal(worksheet_shares(sheet, 3, shares, 3), 3);
	assert_string_equal(shares[0].input, "c");
	assert_string_equal(shares[1].input, "a");
	assert_string_equal(shares[2].input, "d");
	assert_true(fabs(shares[0].share - s[1] * s[1] / square) < 1e-9);
	assert_true(fabs(shares[1].share - s[0] * s[0] / square) < 1e-9);
	assert_true(fabs(shares[2].share - s[2] * s[2] / square) < 1e-9);
	worksheet_free(sheet);
}

static void a_range_within_a_line_is_named_by_its_place(void **state)
{
	struct worksheet *sheet = sheet_of("u = 8M to 12M users # daily\nr = u * 2 to 8 req/user/day\nk = 1 to 2 in %\nr * k");
	struct estimate_share shares[3];
	(void)state;
	assert_int_equal(worksheet_shares(sheet, 3, shares, 3), 3);
	assert_string_equal(shares[0].input, "2:9");
	assert_string_equal(shares[1].input, "k");
	assert_string_equal(shares[2].input, "u");
	worksheet_free(sheet);
}

static void a_sum_of_normals_has_its_closed_form(void **state)
{
	struct worksheet *sheet = sheet_of("a = -10 to 10\nc = -30 to 30\na + c");
	struct estimate_share shares[2];
	(void)state;
	assert_true(fabs(last_result(sheet)->p95 / sqrt(1000) - 1) < 0.03);
	assert_int_equal(worksheet_shares(sheet, 2, shares, 2), 2);
	assert_string_equal(shares[0].input, "c");
	assert_true(fabs(shares[0].share - 0.9) < 1e-9);
	worksheet_free(sheet);
}

static void a_range_by_itself_shows_its_own_ends(void **state)
{
	struct worksheet *sheet = sheet_of("x = 80M to 120M users");
	const struct estimate_result *result = last_result(sheet);
	(void)state;
	assert_true(result->p5 == 80e6 && result->p95 == 120e6);
	assert_string_equal(result->shown, "98M users (80M users to 120M users)");
	worksheet_free(sheet);
}

static void the_same_name_is_the_same_quantity(void **state)
{
	struct worksheet *sheet = sheet_of("x = 1 to 10\nx / x\nx - x\nassert x == x");
	(void)state;
	assert_true(worksheet_line(sheet, 1)->p5 == 1 && worksheet_line(sheet, 1)->p95 == 1);
	assert_true(worksheet_line(sheet, 2)->p5 == 0 && worksheet_line(sheet, 2)->p95 == 0);
	assert_int_equal(worksheet_line(sheet, 3)->kind, ESTIMATE_ASSERTION);
	worksheet_free(sheet);
}

static void a_histogram_holds_what_lies_between_its_ends(void **state)
{
	struct worksheet *sheet = sheet_of("10 GB to 30 GB\n5");
	size_t columns[20], total = 0;
	double low, high;
	(void)state;
	assert_true(worksheet_histogram(sheet, 0, columns, 20, &low, &high));
	for (int i = 0; i < 20; i++)
		total += columns[i];
	assert_in_range(total, 9700, 9900);
	assert_true(low > 5 && low < 10 && high > 30 && high < 40);
	assert_false(worksheet_histogram(sheet, 1, columns, 20, &low, &high));
	worksheet_free(sheet);
}

static void assert_same_sheets(const struct worksheet *a, const struct worksheet *b)
{
	assert_int_equal(worksheet_line_count(a), worksheet_line_count(b));
	for (size_t i = 0; i < worksheet_line_count(a); i++) {
		const struct estimate_result *x = worksheet_line(a, i), *y = worksheet_line(b, i);
		assert_int_equal(x->kind, y->kind);
		assert_int_equal(x->line, y->line);
		assert_string_equal(x->shown, y->shown);
		assert_true(x->value == y->value && x->p5 == y->p5 && x->p95 == y->p95);
		assert_int_equal(x->note_count, y->note_count);
		if (x->kind == ESTIMATE_ERROR)
			assert_string_equal(x->error->explanation, y->error->explanation);
	}
}

static void typing_a_worksheet_letter_by_letter_ends_where_pasting_it_does(void **state)
{
	static const char text[] = "n = 80M to 120M\nunit box\nurls = n / 1 day\nboxes_a = 3 boxes\nlater * 2\nk = 5\nx = 2 k\n"
	                           "urls * 500 B * 1 year in TB\nlater = 7 ms\nboxes_a * 4 GB/box\nn = 3\nn * 2 to 3\n";
	struct worksheet *typed = worksheet_new(NULL), *pasted = sheet_of(text);
	(void)state;
	for (size_t len = 1; len < sizeof text; len++)
		worksheet_set_text(typed, text, len);
	assert_same_sheets(typed, pasted);
	/* And deleted again from the front, line by line. */
	for (const char *from = text; (from = strchr(from, '\n')) != NULL && from[1];) {
		from++;
		worksheet_set_text(typed, from, strlen(from));
		worksheet_set_text(pasted, "", 0);
		worksheet_set_text(pasted, from, strlen(from));
		assert_same_sheets(typed, pasted);
	}
	worksheet_free(typed);
	worksheet_free(pasted);
}

static void only_what_depends_on_an_edit_is_evaluated(void **state)
{
	static const char before[] = "a = 1\nc = 2\nx = a + 1\ny = x * 2\nz = c * 3\n";
	static const char after[] = "a = 5\nc = 2\nx = a + 1\ny = x * 2\nz = c * 3\n";
	static const char same[] = "a = 5 # five\nc = 2\nx = a + 1\ny = x * 2\nz = c * 3\n";
	struct worksheet *sheet = sheet_of(before);
	(void)state;
	assert_int_equal(worksheet_evaluated(sheet), 5);
	worksheet_set_text(sheet, after, strlen(after));
	assert_int_equal(worksheet_evaluated(sheet), 3);
	assert_true(worksheet_find(sheet, "y")->value == 12);
	worksheet_set_text(sheet, after, strlen(after));
	assert_int_equal(worksheet_evaluated(sheet), 0);
	worksheet_set_text(sheet, same, strlen(same));
	assert_in_range(worksheet_evaluated(sheet), 1, 2);
	worksheet_free(sheet);
}

static void independent_lines_may_stand_in_any_order(void **state)
{
	struct worksheet *a = sheet_of("x = 3 GB to 5 GB\ny = 1 to 2\nz = x * y");
	struct worksheet *b = sheet_of("# first\ny = 1 to 2\n\nx = 3 GB to 5 GB\nz = x * y");
	(void)state;
	assert_true(worksheet_find(a, "z")->p95 == worksheet_find(b, "z")->p95);
	assert_true(worksheet_find(a, "z")->value == worksheet_find(b, "z")->value);
	worksheet_free(a);
	worksheet_free(b);
}

static void a_line_of_the_greatest_length_is_read_and_a_longer_one_refused(void **state)
{
	size_t len = ESTIMATE_LINE_MAX;
	char *text = malloc(len + 3);
	(void)state;
	for (size_t i = 0; i < len; i++)
		text[i] = i % 2 ? '+' : '1';
	memcpy(text + len - 1, "1", 2);
	text[len - 2] = '1';
	struct worksheet *sheet = sheet_of(text);
	assert_int_equal(last_result(sheet)->kind, ESTIMATE_VALUE);
	memcpy(text + len, "+1", 3);
	worksheet_set_text(sheet, text, len + 2);
	assert_int_equal(last_result(sheet)->kind, ESTIMATE_ERROR);
	assert_non_null(strstr(last_result(sheet)->error->explanation, "64 KiB"));
	worksheet_free(sheet);
	free(text);
}

static void nesting_has_a_limit_that_is_named(void **state)
{
	static const char openers[] = "(-";
	(void)state;
	for (const char *opener = openers; *opener; opener++)
		for (int depth = 199; depth <= 5000; depth += 4801) {
			char text[10100] = "";
			memset(text, *opener, (size_t)depth);
			text[depth] = '1';
			memset(text + depth + 1, *opener == '(' ? ')' : ' ', (size_t)depth);
			struct worksheet *sheet = sheet_of(text);
			assert_int_equal(last_result(sheet)->kind, depth > 200 ? ESTIMATE_ERROR : ESTIMATE_VALUE);
			if (depth > 200)
				assert_non_null(strstr(last_result(sheet)->error->explanation, "200"));
			worksheet_free(sheet);
		}
}

static void a_long_line_is_shown_in_part_and_without_what_harms_a_terminal(void **state)
{
	char text[2000], shown[1000];
	(void)state;
	memset(text, ' ', sizeof text);
	memcpy(text + 1000, "5 GB + 3 s \x1b[2J", 15);
	struct worksheet *sheet = worksheet_new(NULL);
	worksheet_set_text(sheet, text, sizeof text);
	size_t len = estimate_error_text(last_result(sheet)->error, shown, sizeof shown);
	assert_true(len < 600);
	assert_null(strchr(shown, 0x1b));
	worksheet_free(sheet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_calculation_of_the_table_is_right_to_six_digits),
		cmocka_unit_test(every_mistake_of_the_table_is_refused_with_its_cause_and_a_way_out),
		cmocka_unit_test(an_error_shows_place_line_carets_and_way_out),
		cmocka_unit_test(what_is_easily_overlooked_is_said_in_a_note),
		cmocka_unit_test(the_calendar_follows_the_settings),
		cmocka_unit_test(converting_there_and_back_changes_nothing),
		cmocka_unit_test(what_is_shown_reads_back_as_the_same_within_its_digits),
		cmocka_unit_test(more_in_gives_more_out),
		cmocka_unit_test(zipf_by_formula_is_the_sum),
		cmocka_unit_test(a_product_of_lognormals_has_its_closed_form),
		cmocka_unit_test(a_range_within_a_line_is_named_by_its_place),
		cmocka_unit_test(a_sum_of_normals_has_its_closed_form),
		cmocka_unit_test(a_range_by_itself_shows_its_own_ends),
		cmocka_unit_test(the_same_name_is_the_same_quantity),
		cmocka_unit_test(a_histogram_holds_what_lies_between_its_ends),
		cmocka_unit_test(typing_a_worksheet_letter_by_letter_ends_where_pasting_it_does),
		cmocka_unit_test(only_what_depends_on_an_edit_is_evaluated),
		cmocka_unit_test(independent_lines_may_stand_in_any_order),
		cmocka_unit_test(a_line_of_the_greatest_length_is_read_and_a_longer_one_refused),
		cmocka_unit_test(nesting_has_a_limit_that_is_named),
		cmocka_unit_test(a_long_line_is_shown_in_part_and_without_what_harms_a_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
