/* app/coach/review: what notes show of key points, with evidence. A small problem made by hand. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "coach/review.h"

static const struct {
	const char *id, *text, *shows[3];
	enum criterion criterion;
	enum level level;
} points[] = {
	{ "cache", "A cache in front of the database", { "cache | redis | memcached + database | reads | hits" }, CRITERION_ARCHITECTURE, LEVEL_MID },
	{ "flight", "Many misses become one lookup", { "singleflight | request coalescing + miss | db" }, CRITERION_DEPTH, LEVEL_STAFF },
	{ "status", "302 and not 301", { "302 | 307 + not 301 | 301" }, CRITERION_TRADEOFFS, LEVEL_MID },
	{ "codes", "Seven characters are enough", { "7 + characters + base62" }, CRITERION_DEPTH, LEVEL_MID },
	{ "idempotent", "Creating can be repeated", { "idempotency key | idempotent + create | retry" }, CRITERION_DEPTH, LEVEL_SENIOR },
};

static struct problem *make_problem(void)
{
	struct problem *problem = problem_new();
	problem->key_point_count = ARRAY_SIZE(points);
	problem->key_points = arena_alloc(&problem->arena, sizeof *problem->key_points * ARRAY_SIZE(points));
	for (size_t i = 0; i < ARRAY_SIZE(points); i++) {
		struct key_point *point = &problem->key_points[i];
		*point = (struct key_point){
			.id = points[i].id, .text = points[i].text, .why = "", .section = SECTION_ARCHITECTURE,
			.criterion = points[i].criterion, .level = points[i].level, .must = true,
		};
		for (size_t k = 0; k < 3 && points[i].shows[k]; k++)
			texts_add(&point->shows, &problem->arena, points[i].shows[k]);
	}
	problem->warning_count = 1;
	problem->warnings = arena_alloc(&problem->arena, sizeof *problem->warnings);
	problem->warnings[0] = (struct warning_sign){ .id = "idle-kafka", .text = "Kafka without a need", .why = "" };
	texts_add(&problem->warnings[0].shows, &problem->arena, "kafka");
	texts_add(&problem->warnings[0].unless, &problem->arena, "analytics | clicks");
	return problem;
}

struct fixture {
	struct problem *problem;
	struct reviewer *reviewer;
	struct review review;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->problem = make_problem();
	f->reviewer = reviewer_new(f->problem);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	reviewer_free(f->reviewer);
	problem_free(f->problem);
	free(f);
	return 0;
}

static void assert_state(struct fixture *f, const char *notes, const char *point, enum point_state expected)
{
	review_notes(f->reviewer, notes, strlen(notes), &f->review);
	assert_string_equal(point_state_name(review_state(&f->review, point)), point_state_name(expected));
	for (size_t i = 0; i < f->review.point_count; i++) {
		struct span span = f->review.points[i].evidence;
		assert_true(span.from <= span.to && span.to <= strlen(notes));
		assert_true((f->review.points[i].state == POINT_MISSED) == (span.from == span.to));
	}
	review_release(&f->review);
}

static void hurried_wordings_show_a_point(void **state)
{
	struct fixture *f = *state;
	assert_state(f, "- redis caches most of the reads", "cache", POINT_COVERED);
	assert_state(f, "cashe? no: memcachd takes the hits of the db", "cache", POINT_COVERED);
	assert_state(f, "on a miss: single flight, so one db call", "flight", POINT_COVERED);
	assert_state(f, "seven chars, base 62", "codes", POINT_COVERED);
	assert_state(f, "retries of POST are idempotent", "idempotent", POINT_COVERED);
}

static void what_is_turned_down_is_not_covered(void **state)
{
	struct fixture *f = *state;
	assert_state(f, "- no cache needed for reads", "cache", POINT_HINTED);
	assert_state(f, "we don't need redis, the database takes the reads", "cache", POINT_HINTED);
	assert_state(f, "a cache for reads is overkill here", "cache", POINT_HINTED);
	/* An arrow ends the thought. */
	assert_state(f, "no answer -> redis takes the reads", "cache", POINT_COVERED);
}

static void a_contrast_is_no_refusal(void **state)
{
	struct fixture *f = *state;
	assert_state(f, "GET /code: 302, not 301", "status", POINT_COVERED);
	assert_state(f, "302 rather than 301 since browsers cache", "status", POINT_COVERED);
}

static void parts_must_stand_near_each_other(void **state)
{
	struct fixture *f = *state;
	assert_state(f, "- redis\n- takes the reads", "cache", POINT_COVERED);
	assert_state(f, "- redis\n\n## Later\n\n- one\n- two\n- three\n- reads", "cache", POINT_MISSED);
}

static void a_question_only_hints(void **state)
{
	struct fixture *f = *state;
	assert_state(f, "should redis take the reads?", "cache", POINT_HINTED);
}

static void evidence_names_its_heading(void **state)
{
	struct fixture *f = *state;
	const char *notes = "# Architecture\nclient -> api\n## Reads\n- redis for reads";
	review_notes(f->reviewer, notes, strlen(notes), &f->review);
	struct point_review *cache = &f->review.points[0];
	assert_memory_equal(notes + cache->evidence.from, "redis for reads", cache->evidence.to - cache->evidence.from);
	assert_int_equal(cache->heading.to - cache->heading.from, strlen("Reads"));
	assert_memory_equal(notes + cache->heading.from, "Reads", strlen("Reads"));
	review_release(&f->review);
}

static void a_warning_goes_when_something_takes_it_away(void **state)
{
	struct fixture *f = *state;
	static const struct { const char *notes; size_t warnings; } cases[] = {
		{ "kafka between api and db", 1 }, { "kafka for analytics", 0 }, { "no kafka here", 0 }, { "nothing", 0 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		review_notes(f->reviewer, cases[i].notes, strlen(cases[i].notes), &f->review);
		assert_int_equal(f->review.warning_count, cases[i].warnings);
		review_release(&f->review);
	}
}

static void alternatives_and_reasons_are_trade_offs(void **state)
{
	struct fixture *f = *state;
	const char *notes = "- Postgres instead of Cassandra\n- Redis because reads repeat\n- api servers\n- because it is late";
	review_notes(f->reviewer, notes, strlen(notes), &f->review);
	assert_int_equal(f->review.trade_off_count, 2);
	assert_true(f->review.trade_offs[0].alternative);
	assert_false(f->review.trade_offs[1].alternative);
	review_release(&f->review);
}

static void a_level_needs_the_levels_below_it(void **state)
{
	struct fixture *f = *state;
	const char *staff_only = "request coalescing on a miss";
	const char *both = "request coalescing on a miss\nbase62 with 7 characters\ncreate takes an idempotency key\n";
	review_notes(f->reviewer, staff_only, strlen(staff_only), &f->review);
	assert_true(f->review.levels[CRITERION_DEPTH].any);
	assert_false(f->review.levels[CRITERION_DEPTH].reached);
	assert_int_equal(review_suggested_score(&f->review, CRITERION_COMMUNICATION, LEVEL_MID, NULL), 0);
	review_release(&f->review);
	review_notes(f->reviewer, both, strlen(both), &f->review);
	assert_true(f->review.levels[CRITERION_DEPTH].reached);
	assert_int_equal(f->review.levels[CRITERION_DEPTH].level, LEVEL_STAFF);
	assert_int_equal(review_suggested_score(&f->review, CRITERION_DEPTH, LEVEL_STAFF, NULL), 4);
	review_release(&f->review);
}

static void any_bytes_are_reviewed(void **state)
{
	struct fixture *f = *state;
	size_t len = 200 * 1000;
	char *bytes = malloc(len);
	uint32_t seed = 7;
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
	review_notes(f->reviewer, bytes, len, &f->review);
	assert_int_equal(f->review.point_count, ARRAY_SIZE(points));
	review_release(&f->review);
	review_notes(f->reviewer, "", 0, &f->review);
	assert_int_equal(f->review.points[0].state, POINT_MISSED);
	review_release(&f->review);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(hurried_wordings_show_a_point, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_turned_down_is_not_covered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_contrast_is_no_refusal, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parts_must_stand_near_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_question_only_hints, set_up, tear_down),
		cmocka_unit_test_setup_teardown(evidence_names_its_heading, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_warning_goes_when_something_takes_it_away, set_up, tear_down),
		cmocka_unit_test_setup_teardown(alternatives_and_reasons_are_trade_offs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_level_needs_the_levels_below_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes_are_reviewed, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
