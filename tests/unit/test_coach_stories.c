/* app/coach/stories.c: the candidate's own stories are found by their tags, and nothing is made up. */
#include "test.h"

#include <string.h>

#include "coach/stories.h"

static const char text[] =
	"Some words before the first story.\n"
	"## Pump station without power\n"
	"Tags: failure, time series\n"
	"What happened.\n"
	"# Ten thousand sensors\n"
	"It grew.\n"
	"- tags: Scale\n"
	"## No tags here\n"
	"Only text.";

static void every_heading_is_a_story_with_its_tags(void **state)
{
	(void)state;
	struct story story;
	size_t at = 0, len = strlen(text);
	assert_true(story_next(text, len, &at, &story));
	assert_memory_equal(story.title, "Pump station without power", story.title_len);
	assert_memory_equal(story.tags, "failure, time series", story.tags_len);
	assert_true(story_next(text, len, &at, &story));
	assert_memory_equal(story.title, "Ten thousand sensors", story.title_len);
	assert_memory_equal(story.tags, "Scale", story.tags_len);
	assert_true(story_next(text, len, &at, &story));
	assert_memory_equal(story.title, "No tags here", story.title_len);
	assert_int_equal(story.tags_len, 0);
	assert_false(story_next(text, len, &at, &story));
}

static void a_story_is_offered_only_for_a_tag_that_it_has(void **state)
{
	(void)state;
	const char *wanted[] = { "time series", "scale" };
	struct texts tags = { .items = wanted, .count = 2 };
	struct story story;
	size_t at = 0, offered = 0;
	while (story_next(text, strlen(text), &at, &story))
		offered += story_shows(&story, &tags);
	assert_int_equal(offered, 2);
	wanted[0] = "time";
	wanted[1] = "cost";
	at = 0;
	while (story_next(text, strlen(text), &at, &story))
		assert_false(story_shows(&story, &tags));
}

static void no_text_has_no_stories(void **state)
{
	(void)state;
	struct story story;
	size_t at = 0;
	assert_false(story_next("", 0, &at, &story));
	at = 0;
	assert_false(story_next("#\n# \n#x", 7, &at, &story));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_heading_is_a_story_with_its_tags),
		cmocka_unit_test(a_story_is_offered_only_for_a_tag_that_it_has),
		cmocka_unit_test(no_text_has_no_stories),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
