/* app/settings: a configuration that people write by hand, with what they get wrong. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "settings/settings.h"

static struct settings settings;
static struct settings_errors errors;

static int set_up(void **state)
{
	(void)state;
	settings_init(&settings);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	settings_errors_release(&errors);
	return 0;
}

static void parse(const char *text)
{
	settings_errors_release(&errors);
	settings_parse(&settings, text, strlen(text), &errors);
}

static void an_empty_file_gives_the_defaults(void **state)
{
	(void)state;
	parse("");
	assert_int_equal(errors.count, 0);
	assert_string_equal(settings.preset, "45");
	assert_int_equal(settings.level, LEVEL_SENIOR);
	assert_true(settings.mouse);
	assert_false(settings.bell);
	for (size_t i = 0; i < settings_key_count(); i++)
		assert_int_equal(settings_line(&settings, i), 0);
}

static void every_key_is_read_with_its_line(void **state)
{
	(void)state;
	parse("preset = 60\nlevel=staff\n\n# a comment\n  theme =  light  \nbell = yes\nmouse = no\nascii = yes # so\n"
	      "editor = code -w\nbroker = mqtts://example.org\nyear = 365.25\r\n");
	assert_int_equal(errors.count, 0);
	assert_string_equal(settings.preset, "60");
	assert_int_equal(settings.level, LEVEL_STAFF);
	assert_string_equal(settings.theme, "light");
	assert_true(settings.bell);
	assert_false(settings.mouse);
	assert_true(settings.ascii);
	assert_string_equal(settings.editor, "code -w");
	assert_string_equal(settings.broker, "mqtts://example.org");
	assert_int_equal(settings.year_days_100, 36525);
	assert_int_equal(settings_line(&settings, 2), 5);
}

static void what_is_written_reads_back_as_it_was(void **state)
{
	(void)state;
	parse("preset = condensed-45\nlevel = mid\ntheme = none\nbell = on\neditor = vi\nyear = 365.2425\n");
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < settings_key_count(); i++) {
		strbuf_addf(&text, "%s = ", settings_key(i)->key);
		settings_value(&settings, i, &text);
		strbuf_addc(&text, '\n');
	}
	struct settings before = settings;
	settings_init(&settings);
	parse(text.text);
	assert_int_equal(errors.count, 0);
	assert_string_equal(settings.preset, before.preset);
	assert_int_equal(settings.level, before.level);
	assert_string_equal(settings.theme, before.theme);
	assert_int_equal(settings.bell, before.bell);
	assert_string_equal(settings.editor, before.editor);
	assert_int_equal(settings.year_days_100, before.year_days_100);
	strbuf_release(&text);
}

static void a_wrong_line_is_told_with_its_number_and_changes_nothing(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"level = boss", "theme = pink", "bell = maybe", "mouse =", "broker = http://example.org", "year = 366",
		"colour = red", "just words", "= 5", "preset.x = requirements", "preset. = requirements R 5-6-8", "preset =",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char text[256];
		settings_init(&settings);
		snprintf(text, sizeof text, "level = mid\n%s\nbell = yes\n", wrong[i]);
		parse(text);
		assert_int_equal(errors.count, 1);
		assert_int_equal(errors.items[0].line, 2);
		assert_true(*errors.items[0].text);
		assert_int_equal(settings.level, LEVEL_MID);
		assert_true(settings.bell);
		assert_string_equal(settings.preset, "45");
		assert_int_equal(settings.own_count, 0);
	}
}

static void a_preset_that_is_not_there_does_not_undo_one_that_is(void **state)
{
	(void)state;
	parse("preset = 60\npreset = nowhere\n");
	assert_int_equal(errors.count, 1);
	assert_int_equal(errors.items[0].line, 2);
	assert_string_equal(settings.preset, "60");
}

static void an_own_preset_can_be_named_before_it_is_described(void **state)
{
	(void)state;
	parse("preset = short\npreset.short = requirements R 5-6-8, design ADI 15-18-20, deep dive O 5-6-8 probes\n");
	assert_int_equal(errors.count, 0);
	assert_string_equal(settings.preset, "short");
	const struct preset *own = settings_preset(&settings, "short");
	assert_non_null(own);
	assert_int_equal(own->count, 3);
	assert_int_equal(own->phases[1].target_ms, 18 * 60000);
	assert_true(own->phases[2].probes);
	assert_ptr_equal(settings_preset_at(&settings, 0), own);
}

static void an_own_preset_goes_before_one_that_ships(void **state)
{
	(void)state;
	size_t shipped = settings_preset_count(&settings);
	parse("preset.45 = all RADIO 40-45-50\n");
	assert_int_equal(settings_preset(&settings, "45")->count, 1);
	assert_int_equal(settings_preset_count(&settings), shipped + 1);
}

static void of_too_many_presets_the_first_are_kept(void **state)
{
	(void)state;
	struct strbuf text = STRBUF_INIT;
	for (int i = 0; i < PRESETS_OWN_MAX + 3; i++)
		strbuf_addf(&text, "preset.p%d = all RADIO 40-45-50\n", i);
	parse(text.text);
	assert_int_equal(settings.own_count, PRESETS_OWN_MAX);
	assert_int_equal(errors.count, 3);
	assert_int_equal(errors.items[0].line, PRESETS_OWN_MAX + 1);
	strbuf_release(&text);
}

static void bytes_of_any_kind_are_survived(void **state)
{
	(void)state;
	char text[4096];
	unsigned seed = 1;
	for (int round = 0; round < 300; round++) {
		for (size_t i = 0; i < sizeof text; i++) {
			seed = seed * 1103515245u + 12345u;
			text[i] = "=#\n .preset\0level-R5,\xff\x1b"[seed >> 16 & 15];
		}
		settings_init(&settings);
		settings_errors_release(&errors);
		settings_parse(&settings, text, sizeof text, &errors);
		assert_non_null(settings_preset(&settings, settings.preset));
	}
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	memcpy(text, "editor = ", 9);
	settings_init(&settings);
	parse(text);
	assert_int_equal(errors.count, 1);
	assert_string_equal(settings.editor, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_file_gives_the_defaults),
		TEST(every_key_is_read_with_its_line),
		TEST(what_is_written_reads_back_as_it_was),
		TEST(a_wrong_line_is_told_with_its_number_and_changes_nothing),
		TEST(a_preset_that_is_not_there_does_not_undo_one_that_is),
		TEST(an_own_preset_can_be_named_before_it_is_described),
		TEST(an_own_preset_goes_before_one_that_ships),
		TEST(of_too_many_presets_the_first_are_kept),
		TEST(bytes_of_any_kind_are_survived),
	};
	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
