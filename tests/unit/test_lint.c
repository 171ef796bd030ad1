/* app/catalog/lint_figures.c: prose says what the estimates say; what cannot be told apart from a name is let alone. */
#include "test.h"

#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/lint.h"

static const char before[] =
	"# Links\n\n- id: links\n\n"
	"## Prompt\n\nMake long links short.\n\n"
	"## Facts\n\n### Answer time\n\n- id: time\n\nA redirect takes 125 ms at most.\n\n"
	"## Estimates\n\n```estimate\n"
	"writes  = 100M/day in /s          # 1.16k/s\n"
	"daily   = 100M/day * 500 B in GB/day   # 50 GB/day\n"
	"storage = daily * 10 years in TB  # 183 TB\n"
	"down    = 1 year * (1 - 99.99%) in min   # 52.6 min\n"
	"bill    = storage * $0.023/GB / 1 month in $/month\n"
	"```\n\n"
	"## Architecture\n\n";
enum { LINE = 29 };             /* of the first line behind it */

/* What is said about figures when `prose` stands in Architecture. */
static void lint_prose(const char *prose, struct diagnostics *figures)
{
	struct strbuf text = STRBUF_INIT;
	struct diagnostics all = DIAGNOSTICS_INIT;
	*figures = (struct diagnostics)DIAGNOSTICS_INIT;
	strbuf_addf(&text, "%s%s\n", before, prose);
	lint_text("links.md", text.text, text.len, CONTENT_PROBLEM, &all);
	for (size_t i = 0; i < all.count; i++)
		if (strstr(all.items[i].what, "no line of the estimate blocks"))
			diagnostics_add(figures, all.items[i].severity, all.items[i].line, all.items[i].why, all.items[i].example, "%s",
					all.items[i].what);
	diagnostics_release(&all);
	strbuf_release(&text);
}

static void a_figure_that_nothing_gives_is_found(void **state)
{
	(void)state;
	static const struct { const char *prose, *what; int line; } cases[] = {
		{ "The table has 173 TB.", "gives `173 TB`; near it is `storage = 183 TB`", LINE },
		{ "One\ntwo\nthree 1.25k writes a\nsecond.", "gives `1.25k writes/second`; near it is `writes = 1.16k/s`", LINE + 2 },
		{ "At 1.25k/s the log is short.", "`1.25k/s`; near it is `writes = 1.16k/s`", LINE },
		{ "Each day brings 55.5\nGB.", "`55.5 GB`", LINE },
		{ "| what | how much |\n|---|---|\n| table | 183 GB |", "`183 GB`", LINE + 2 },
		{ "- api: Answers in 152 ms.", "`152 ms`", LINE },
		{ "### A table of 193 TB is sharded", "`193 TB`; near it is `storage = 183 TB`", LINE },
		{ "It costs $4,230 a month.", "`$4,230/month`; near it is `bill = ", LINE },
		{ "Down for *at most* 56.2 minutes a year.", "`56.2 minutes/year`", LINE },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct diagnostics found;
		lint_prose(cases[i].prose, &found);
		if (found.count != 1 || !strstr(found.items[0].what, cases[i].what))
			fail_msg("%s: %zu found, %s", cases[i].prose, found.count, found.count ? found.items[0].what : "");
		assert_int_equal(found.items[0].line, cases[i].line);
		assert_int_equal(found.items[0].severity, SEVERITY_WARNING);
		assert_string_not_equal(found.items[0].why, "");
		assert_non_null(strstr(found.items[0].example, "name = ...    # "));
		diagnostics_release(&found);
	}
}

static void a_figure_that_follows_and_a_number_that_is_none_are_let_alone(void **state)
{
	(void)state;
	static const char *const cases[] = {
		/* results, in whatever words */
		"183 TB in ten years, or 183,000 GB.", "1.16k/s; 1.16k writes a second; 1,157 writes a second.", "50 GB a day, 500 B each.",
		"Four nines are 52.6 minutes a year.", "A day is 50.0 GB.", "Up 99.99 per cent of it.", "The bill is $4.2k.",
		/* what a fact gives */
		"A redirect takes 125 ms.",
		/* rounded, or given */
		"About 180 TB, 2 KB, 99 %.", "1,200 requests a second.",
		/* no unit */
		"404 and 409 tell it.", "Seat 811 of 812.", "Known since 1987.", "| 410 | gone |", "It may hide 404s per client.",
		"10.128.244.17 and 1.2.345", "RFC 6585", "Number 101 in every list.", "At 10:22:05 precisely.",
		/* chosen */
		"256 kB a block.", "4,096 shards.", "A day of 86,400 seconds, a year of 365 days.",
		/* code, what others write, what is not so yet */
		"`SET k v EX 123s` it is.", "```sh\nsleep 123 s\n```", "- shows: 173 TB | 17.3 TB", "- unless: 173 TB",
		"## Curveballs\n\n### More\n\n- id: more\n\nNow it is 173 TB.", "## Further reading\n\n- A talk of 123 minutes",
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct diagnostics found;
		lint_prose(cases[i], &found);
		if (found.count)
			fail_msg("%s: %s", cases[i], found.items[0].what);
		diagnostics_release(&found);
	}
}

static void a_comment_that_says_another_result_is_an_error(void **state)
{
	(void)state;
	struct strbuf text = STRBUF_INIT;
	struct diagnostics diags = DIAGNOSTICS_INIT;
	const struct diagnostic *found = NULL;
	strbuf_addf(&text, "%s```estimate\nhalf = storage / 2   # 81.5 TB\n```\n", before);
	lint_text("links.md", text.text, text.len, CONTENT_PROBLEM, &diags);
	for (size_t i = 0; i < diags.count; i++)
		if (strstr(diags.items[i].what, "the comment says 81.5 TB, the result is 91.3 TB"))
			found = &diags.items[i];
	assert_non_null(found);
	assert_int_equal(found->severity, SEVERITY_ERROR);
	assert_int_equal(found->line, LINE + 1);
	diagnostics_release(&diags);
	strbuf_release(&text);
}

static void a_text_of_nothing_but_figures_is_soon_done_with(void **state)
{
	(void)state;
	struct strbuf text = STRBUF_INIT;
	struct diagnostics diags = DIAGNOSTICS_INIT;
	strbuf_adds(&text, before);
	while (text.len < 900000)
		strbuf_adds(&text, "17.3 TB, 1.25k/s a a a 1 ");
	lint_text("links.md", text.text, text.len, CONTENT_PROBLEM, &diags);
	assert_true(diags.count > 0);
	diagnostics_release(&diags);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_figure_that_nothing_gives_is_found),
		cmocka_unit_test(a_figure_that_follows_and_a_number_that_is_none_are_let_alone),
		cmocka_unit_test(a_comment_that_says_another_result_is_an_error),
		cmocka_unit_test(a_text_of_nothing_but_figures_is_soon_done_with),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
