/* app/session: a preset is a table of phases that reads the same in the configuration and in the log. */
#include "test.h"

#include <string.h>

#include "base/array.h"
#include "session/preset.h"

enum { MINUTE = 60 * 1000 };

static void what_ships_reads_back_as_itself(void **state)
{
	(void)state;
	assert_int_equal(preset_builtin_count(), 4);
	for (size_t i = 0; i < preset_builtin_count(); i++) {
		const struct preset *preset = preset_builtin(i);
		struct strbuf text = STRBUF_INIT, again = STRBUF_INIT;
		struct preset read;
		struct error err = { "" };
		preset_format(preset, &text);
		if (preset_parse(&read, preset->name, text.text, &err) != STATUS_OK)
			fail_msg("%s: %s", preset->name, err.text);
		preset_format(&read, &again);
		assert_string_equal(text.text, again.text);
		assert_ptr_equal(preset_builtin_named(preset->name), preset);
		strbuf_release(&text);
		strbuf_release(&again);
	}
	assert_null(preset_builtin_named("90"));
}

static void targets_add_up_to_the_interview(void **state)
{
	(void)state;
	assert_int_equal(preset_total_ms(preset_builtin_named("60")), 60 * MINUTE);
	assert_int_equal(preset_total_ms(preset_builtin_named("45")), 45 * MINUTE);
	assert_int_equal(preset_total_ms(preset_builtin_named("condensed-60")), 60 * MINUTE);
	assert_int_equal(preset_total_ms(preset_builtin_named("condensed-45")), 45 * MINUTE);
}

static void every_preset_covers_radio_and_asks_probes(void **state)
{
	(void)state;
	for (size_t i = 0; i < preset_builtin_count(); i++) {
		const struct preset *preset = preset_builtin(i);
		unsigned sections = 0;
		bool probes = false;
		for (size_t p = 0; p < preset->count; p++) {
			sections |= preset->phases[p].sections;
			probes |= preset->phases[p].probes;
			assert_true(preset->phases[p].low_ms <= preset->phases[p].target_ms);
			assert_true(preset->phases[p].target_ms <= preset->phases[p].high_ms);
		}
		assert_int_equal(sections, (1u << SECTION_COUNT) - 1);
		assert_true(probes);
	}
}

static void a_users_own_preset_is_read(void **state)
{
	(void)state;
	struct preset preset;
	assert_int_equal(preset_parse(&preset, "mine", "  talk first  RA 0.5-1-2.25 , \xC3\xA9tude DIO 1-2-3 optional probes", NULL),
	                 STATUS_OK);
	assert_int_equal(preset.count, 2);
	assert_string_equal(preset.name, "mine");
	assert_string_equal(preset.phases[0].name, "talk first");
	assert_int_equal(preset.phases[0].low_ms, 30 * 1000);
	assert_int_equal(preset.phases[0].high_ms, 135 * 1000);
	assert_true(phase_covers(&preset.phases[0], SECTION_ARCHITECTURE));
	assert_false(phase_covers(&preset.phases[0], SECTION_DATA));
	assert_true(preset.phases[1].probes && preset.phases[1].optional);
	struct strbuf text = STRBUF_INIT;
	preset_format(&preset, &text);
	assert_string_equal(text.text, "talk first RA 0.5-1-2.25, \xC3\xA9tude DIO 1-2-3 probes optional");
	strbuf_release(&text);
}

static void a_wrong_preset_is_refused_with_the_phase(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"", ",", "requirements", "requirements R", "R 1-2-3", "requirements 1-2-3", "a R 1-2", "a R 1-2-3-4", "a R 3-2-1",
		"a R 0-0-0", "a R -1-2-3", "a R 1-2-601", "a R 1-2-99999999999999999999", "a R 1-2-3x", "a R 1.-2-3", "a RR 1-2-3",
		"a X 1-2-3", "a R 1-2-3,", "a R 1-2-3, a O 1-2-3", "a-b R 1-2-3", "a.b R 1-2-3", "\xFF R 1-2-3", "probes", "a R probes",
		"a very long name that fits no stream R 1-2-3", "a a a a a a a a a a a a a a a a a a a R 1-2-3",
		"a R 1-1-1, b R 1-1-1, c R 1-1-1, d R 1-1-1, e R 1-1-1, f R 1-1-1, g R 1-1-1, h R 1-1-1, i R 1-1-1, j R 1-1-1, "
		"k R 1-1-1, l R 1-1-1, m R 1-1-1",
	};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct preset preset = *preset_builtin(0);
		struct error err = { "" };
		if (preset_parse(&preset, "mine", wrong[i], &err) != STATUS_INVALID)
			fail_msg("accepted: %s", wrong[i]);
		assert_true(strlen(err.text) > 20);
		assert_string_equal(preset.name, preset_builtin(0)->name);
	}
	struct preset preset;
	assert_int_equal(preset_parse(&preset, "a name that is much longer than a preset's", "a R 1-2-3", NULL), STATUS_INVALID);
}

static void a_problems_own_minutes_move_the_bounds_too(void **state)
{
	(void)state;
	struct preset preset, read;
	const int minutes[SECTION_COUNT] = { [SECTION_REQUIREMENTS] = 8, [SECTION_DATA] = 3, [SECTION_OPTIMIZATION] = 7 };
	struct strbuf text = STRBUF_INIT;
	assert_int_equal(preset_parse(&preset, "mine", "a R 2-4-6, b A 1-2-3, c DI 1-2-3, d O 2-3-600", NULL), STATUS_OK);
	preset_adapt(&preset, minutes);
	preset_format(&preset, &text);
	assert_string_equal(text.text, "a R 4-8-12, b A 1-2-3, c DI 1-2-3, d O 4.6-7-600");
	assert_int_equal(preset_parse(&read, "mine", text.text, NULL), STATUS_OK);
	assert_int_equal(read.phases[3].low_ms, preset.phases[3].low_ms);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_ships_reads_back_as_itself),
		cmocka_unit_test(targets_add_up_to_the_interview),
		cmocka_unit_test(every_preset_covers_radio_and_asks_probes),
		cmocka_unit_test(a_users_own_preset_is_read),
		cmocka_unit_test(a_problems_own_minutes_move_the_bounds_too),
		cmocka_unit_test(a_wrong_preset_is_refused_with_the_phase),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
