/* The calculators and estimate blocks that ship: all of them run, and say what is so. */
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/calculator.h"
#include "catalog/estimate_blocks.h"
#include "estimate.h"

static void find_dirs(struct catalog_dirs *dirs)
{
	*dirs = (struct catalog_dirs){ .own = "" };
	snprintf(dirs->shipped, sizeof dirs->shipped, "%s/content", getenv("abs_top_srcdir"));
}

static size_t print_errors(const char *id, const struct worksheet *sheet)
{
	for (size_t i = 0; i < worksheet_line_count(sheet); i++) {
		const struct estimate_result *result = worksheet_line(sheet, i);
		if (result->kind == ESTIMATE_ERROR)
			print_message("%s: %.*s: %s\n", id, (int)result->text_len, result->text, result->error->message);
	}
	return worksheet_error_count(sheet);
}

static void every_shipped_calculator_gives_all_its_results(void **state)
{
	struct catalog_dirs dirs;
	struct arena arena = ARENA_INIT;
	const char **ids;
	(void)state;
	find_dirs(&dirs);
	size_t count = calculator_ids(&dirs, &arena, &ids);
	assert_true(count >= 17);
	for (size_t i = 0; i < count; i++) {
		struct calculator calculator;
		struct error err;
		struct strbuf text = STRBUF_INIT;
		if (calculator_load(&calculator, &dirs, ids[i], &err) != STATUS_OK)
			fail_msg("%s", err.text);
		assert_string_equal(calculator.id, ids[i]);
		assert_true(*calculator.summary && *calculator.sources && calculator.result_count > 0);
		calculator_worksheet(&calculator, NULL, &text);
		struct worksheet *sheet = worksheet_new(NULL);
		worksheet_set_text(sheet, text.text, text.len);
		assert_int_equal(print_errors(ids[i], sheet), 0);
		for (size_t n = 0; n < calculator.result_count; n++) {
			if (!worksheet_find(sheet, calculator.results[n].name))
				fail_msg("%s: no result %s", ids[i], calculator.results[n].name);
			assert_true(*calculator.results[n].sentence);
		}
		for (size_t n = 0; n < calculator.input_count; n++)
			assert_true(*calculator.inputs[n].sentence);
		worksheet_free(sheet);
		strbuf_release(&text);
		calculator_release(&calculator);
	}
	arena_release(&arena);
}

static const char small[] =
	"# Small\n\n- id: small\n- summary: a test\n\n## Inputs\n\n- users = 10 users : people : all of them\n- size = 2 B : bytes\n\n"
	"## Formulas\n\n```estimate\ntotal = users * size in B\n```\n\n## Results\n\n- total: decides nothing\n";

static void a_value_of_ones_own_takes_the_place_of_the_default(void **state)
{
	struct calculator calculator;
	struct strbuf text = STRBUF_INIT;
	const char *values[2] = { NULL, "3 to 5 B" };
	(void)state;
	assert_int_equal(calculator_parse(&calculator, "small.md", small, sizeof small - 1, NULL), STATUS_OK);
	assert_string_equal(calculator.inputs[0].sentence, "people : all of them");
	calculator_worksheet(&calculator, values, &text);
	assert_string_equal(text.text, "users = 10 users\nsize = 3 to 5 B\ntotal = users * size in B\n");
	strbuf_release(&text);
	calculator_release(&calculator);
}

static void a_value_that_lacks_only_the_counts_takes_those_of_the_default(void **state)
{
	struct calculator calculator;
	static const struct { const char *value, *line; } cases[] = {
		{ "5k", "users = 5k in users\n" }, { "5k to 9k", "users = 5k to 9k in users\n" }, { "5k users", "users = 5k users\n" },
		{ "5 servers", "users = 5 servers\n" }, { "3 GB", "users = 3 GB\n" }, { "nonsense", "users = nonsense\n" },
	};
	(void)state;
	assert_int_equal(calculator_parse(&calculator, "small.md", small, sizeof small - 1, NULL), STATUS_OK);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct strbuf text = STRBUF_INIT;
		const char *values[2] = { cases[i].value, NULL };
		calculator_worksheet(&calculator, values, &text);
		assert_memory_equal(text.text, cases[i].line, strlen(cases[i].line));
		strbuf_release(&text);
	}
	calculator_release(&calculator);
}

static void a_calculator_that_lacks_a_part_is_refused_with_file_line_and_example(void **state)
{
	static const struct {
		const char *cut, *expected;
	} cases[] = {
		{ "- id: small", "needs an id" }, { "## Inputs", "`## Inputs`" }, { "```estimate", "marked `estimate`" },
		{ "## Results", "`## Results`" }, { " : bytes", "small.md:9: an input" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char text[sizeof small];
		struct calculator calculator;
		struct error err;
		memcpy(text, small, sizeof small);
		char *at = strstr(text, cases[i].cut);
		memset(at, 'x', strlen(cases[i].cut));
		assert_int_equal(calculator_parse(&calculator, "small.md", text, strlen(text), &err), STATUS_INVALID);
		if (!strstr(err.text, cases[i].expected) || strncmp(err.text, "small.md:", 9) != 0)
			fail_msg("%s", err.text);
	}
}

static void every_estimate_block_of_the_problems_holds(void **state)
{
	struct catalog catalog = CATALOG_INIT;
	struct catalog_dirs dirs;
	struct strbuf report = STRBUF_INIT;
	size_t blocks_run = 0;
	(void)state;
	find_dirs(&dirs);
	catalog_scan(&catalog, &dirs, CONTENT_PROBLEM);
	for (size_t i = 0; i < catalog.count; i++) {
		struct estimate_blocks blocks = ESTIMATE_BLOCKS_INIT;
		char *text;
		size_t len;
		assert_int_equal(catalog_read_file(catalog.items[i].path, 1 << 20, &text, &len, NULL), STATUS_OK);
		estimate_blocks_read(&blocks, text, len);
		if (estimate_blocks_check(&blocks, &report))
			fail_msg("%s\n%s", catalog.items[i].path, report.text);
		blocks_run += blocks.count;
		estimate_blocks_release(&blocks);
		free(text);
	}
	assert_true(blocks_run > 0);
	catalog_release(&catalog);
	strbuf_release(&report);
}

static void a_wrong_number_in_a_block_is_reported_with_the_line_of_the_document(void **state)
{
	static const char text[] = "# T\n\n> Text\n>\n> ```estimate\n> x = 5 GB * 2   # 12 GB, wrong\n> y = x + 3 s\n> z = 5 B # 7 B\n> ```\n";
	struct estimate_blocks blocks = ESTIMATE_BLOCKS_INIT;
	struct strbuf report = STRBUF_INIT;
	(void)state;
	estimate_blocks_read(&blocks, text, sizeof text - 1);
	assert_int_equal(blocks.count, 1);
	assert_int_equal(blocks.items[0].line, 6);
	assert_int_equal(estimate_blocks_check(&blocks, &report), 2);
	assert_non_null(strstr(report.text, "line 6: the comment says 12 GB, the result is 10 GB"));
	assert_non_null(strstr(report.text, "line 7: cannot add a duration to data"));
	strbuf_release(&report);
	estimate_blocks_release(&blocks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shipped_calculator_gives_all_its_results),
		cmocka_unit_test(a_value_of_ones_own_takes_the_place_of_the_default),
		cmocka_unit_test(a_value_that_lacks_only_the_counts_takes_those_of_the_default),
		cmocka_unit_test(a_calculator_that_lacks_a_part_is_refused_with_file_line_and_example),
		cmocka_unit_test(every_estimate_block_of_the_problems_holds),
		cmocka_unit_test(a_wrong_number_in_a_block_is_reported_with_the_line_of_the_document),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
