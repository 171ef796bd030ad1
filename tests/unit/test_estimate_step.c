/* estimators/step.c: plus and minus in a form. */
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate.h"

static void a_step_goes_along_1_2_5_and_keeps_the_unit(void **state)
{
	(void)state;
	static const struct { const char *before; int direction; const char *after; } cases[] = {
		{ "10M users", 1, "20M users" }, { "20M users", 1, "50M users" }, { "50M users", 1, "100M users" },
		{ "10M users", -1, "5M users" }, { "3 KB", 1, "5 KB" }, { "3 KB", -1, "2 KB" }, { "1%", -1, "0.5%" },
		{ "0.2", 1, "0.5" }, { "1,500 req/s", 1, "2000 req/s" }, { "1_000", -1, "500" }, { "$7", 1, "$10" },
		{ "8M to 16M users", 1, "10M to 20M users" }, { "p99", 1, "p99" }, { "0 B", 1, "0 B" }, { "", 1, "" },
		{ "users * 2", 1, "users * 5" }, { "20%", 1, "50%" }, { "100%", 1, "200%" }, { "100%", -1, "50%" },
		/* An availability comes nearer to 100 % and never beyond it. */
		{ "90%", 1, "95%" }, { "99%", 1, "99.5%" }, { "99.5%", 1, "99.8%" }, { "99.9 %", 1, "99.95 %" },
		{ "99.9%", -1, "99.8%" }, { "99%", -1, "98%" }, { "90%", -1, "80%" }, { "99% to 99.9%", 1, "99.5% to 99.95%" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[64];
		size_t len = estimate_step(cases[i].before, cases[i].direction, out, sizeof out);
		assert_string_equal(out, cases[i].after);
		assert_int_equal(len, strlen(cases[i].after));
	}
}

static void a_step_up_and_one_down_come_back(void **state)
{
	(void)state;
	for (int power = -6; power <= 12; power++)
		for (int m = 0; m < 3; m++) {
			static const char *const mantissas[] = { "1", "2", "5" };
			char text[64], up[64], down[64];
			snprintf(text, sizeof text, "%.15g", strtod(mantissas[m], NULL) * pow(10, power));
			if (strchr(text, 'e'))
				continue;
			estimate_step(text, 1, up, sizeof up);
			estimate_step(up, -1, down, sizeof down);
			assert_string_equal(down, text);
		}
}

static void a_short_buffer_is_cut_and_says_how_long_it_is(void **state)
{
	(void)state;
	char out[5];
	assert_int_equal(estimate_step("10M users", 1, out, sizeof out), 9);
	assert_string_equal(out, "20M ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_goes_along_1_2_5_and_keeps_the_unit),
		cmocka_unit_test(a_step_up_and_one_down_come_back),
		cmocka_unit_test(a_short_buffer_is_cut_and_says_how_long_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
