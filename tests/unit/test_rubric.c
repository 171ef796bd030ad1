/* app/session: the rubric and the checklist say something at every place where a screen will ask. */
#include "test.h"

#include <string.h>

#include "session/event.h"
#include "session/rubric.h"

static void every_score_is_worded_in_one_sentence_of_its_own(void **state)
{
	(void)state;
	enum { ALL = CRITERION_COUNT * LEVEL_COUNT * SCORE_MAX };
	const char *seen[ALL];
	size_t count = 0;
	for (int criterion = 0; criterion < CRITERION_COUNT; criterion++) {
		for (int level = 0; level < LEVEL_COUNT; level++) {
			for (int score = SCORE_MIN; score <= SCORE_MAX; score++) {
				const char *text = rubric_wording((enum criterion)criterion, (enum level)level, score);
				assert_non_null(text);
				assert_true(strlen(text) > 30 && strlen(text) < 140);
				assert_int_equal(text[strlen(text) - 1], '.');
				for (size_t i = 0; i < count; i++)
					assert_string_not_equal(text, seen[i]);
				seen[count++] = text;
			}
		}
	}
	assert_int_equal(count, 60);
}

static void scores_and_questions_have_words(void **state)
{
	(void)state;
	for (int score = SCORE_MIN; score <= SCORE_MAX; score++)
		assert_true(strlen(rubric_score_title(score)) > 3);
	for (int number = 1; number <= REFLECTIONS; number++)
		assert_non_null(strchr(rubric_reflection(number), '?'));
	assert_string_equal(rubric_score_title(0), "");
	assert_string_equal(rubric_score_title(5), "");
	assert_string_equal(rubric_reflection(0), "");
	assert_string_equal(rubric_reflection(REFLECTIONS + 1), "");
	assert_string_equal(rubric_wording(CRITERION_DEPTH, LEVEL_MID, 0), "");
}

static void every_section_has_four_to_six_items(void **state)
{
	(void)state;
	int counts[SECTION_COUNT] = { 0 };
	for (size_t i = 0; i < checklist_count(); i++) {
		const struct checklist_item *item = checklist_item(i);
		counts[item->section]++;
		assert_true(strlen(item->id) > strlen(section_name(item->section)) + 1);
		assert_memory_equal(item->id, section_name(item->section), strlen(section_name(item->section)));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(item->id, checklist_item(j)->id);
	}
	for (int section = 0; section < SECTION_COUNT; section++)
		assert_in_range(counts[section], 4, 6);
}

static void the_four_steps_of_architecture_have_their_minutes(void **state)
{
	(void)state;
	int low = 0, high = 0, steps = 0;
	for (size_t i = 0; i < checklist_count(); i++) {
		const struct checklist_item *item = checklist_item(i);
		if (!item->high_min)
			continue;
		assert_int_equal(item->section, SECTION_ARCHITECTURE);
		low += item->low_min;
		high += item->high_min;
		steps++;
	}
	assert_int_equal(steps, 4);
	assert_int_equal(low, 20);
	assert_int_equal(high, 27);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_score_is_worded_in_one_sentence_of_its_own),
		cmocka_unit_test(scores_and_questions_have_words),
		cmocka_unit_test(every_section_has_four_to_six_items),
		cmocka_unit_test(the_four_steps_of_architecture_have_their_minutes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
