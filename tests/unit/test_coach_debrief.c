/* app/coach: what a log shows afterwards. Small interviews made by hand, event by event. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "coach/curveball.h"
#include "coach/debrief.h"
#include "coach/hints.h"
#include "coach/probes.h"

#define SESSION "ABCDEFGHJKMNPQRS"
#define ORIGIN "0123456789ABCDEF"

enum { MINUTE = 60 * 1000 };

struct fixture {
	struct problem *problem;
	struct reviewer *reviewer;
	struct session *session;
	int64_t now_ms;
};

static void add_point(struct problem *problem, const char *id, const char *text, const char *shows)
{
	struct key_point *point = &problem->key_points[problem->key_point_count++];
	*point = (struct key_point){
		.id = id, .text = text, .why = "", .section = SECTION_ARCHITECTURE, .criterion = CRITERION_DEPTH,
		.level = LEVEL_MID, .must = true,
	};
	texts_add(&point->shows, &problem->arena, shows);
}

static void add_probe(struct problem *problem, const char *id, enum concern about, const char *point)
{
	struct probe *probe = &problem->probes[problem->probe_count++];
	*probe = (struct probe){ .id = id, .question = id, .weak = "w", .fair = "f", .strong = "s", .listen_for = "", .about = about };
	texts_add(&probe->points, &problem->arena, point);
}

static struct problem *make_problem(void)
{
	struct problem *problem = problem_new();
	problem->id = "parcels";
	problem->facts = arena_alloc(&problem->arena, 4 * sizeof *problem->facts);
	problem->key_points = arena_alloc(&problem->arena, 8 * sizeof *problem->key_points);
	problem->probes = arena_alloc(&problem->arena, 8 * sizeof *problem->probes);
	problem->curveballs = arena_alloc(&problem->arena, 2 * sizeof *problem->curveballs);
	static const struct { const char *id; int weight; } facts[] = { { "load", 3 }, { "fast", 2 }, { "kept", 1 } };
	for (size_t i = 0; i < 3; i++)
		problem->facts[problem->fact_count++] = (struct fact){
			.id = facts[i].id, .title = facts[i].id, .answer = "Two million a day.", .weight = facts[i].weight,
			.topic = TOPIC_TRAFFIC,
		};
	add_point(problem, "cache", "A cache for reads", "redis | cache + reads");
	add_point(problem, "shard", "Sharded by parcel", "shard | partition + parcel");
	add_point(problem, "queue", "Scans go through a queue", "kafka | queue + scans");
	add_probe(problem, "cold", CONCERN_FAILURE, "cache");
	add_probe(problem, "split", CONCERN_GROWTH, "shard");
	for (int s = 0; s < 3; s++)
		texts_add(&problem->hints[SECTION_ARCHITECTURE].steps, &problem->arena, "a hint");
	problem->curveballs[0] = (struct curveball){ .id = "tenfold", .title = "Tenfold", .say = "Now tenfold.", .answer = "" };
	problem->curveball_count = 1;
	texts_add(&problem->curveballs[0].changes, &problem->arena, "read-cache");
	texts_add(&problem->curveballs[0].keeps, &problem->arena, "gateway");
	texts_add(&problem->estimate_blocks, &problem->arena, "storage = 100M/day * 500 B * 10 years in TB\nwrites = 100M/day in /s\n");
	return problem;
}

static void add(struct fixture *f, const char *stream, struct event *event, enum event_kind kind)
{
	struct event head;
	session_prepare(f->session, &head, ORIGIN, stream, kind, f->now_ms);
	strcpy(event->session, SESSION);
	strcpy(event->origin, head.origin);
	strcpy(event->stream, head.stream);
	event->oseq = head.oseq;
	event->lamport = head.lamport;
	event->at_ms = head.at_ms;
	event->kind = kind;
	assert_int_equal(session_add(f->session, event), STATUS_OK);
}

static void start(struct fixture *f)
{
	struct event event = { .session_started = {
		.problem = "parcels", .title = "Parcels", .problem_sha256 = "", .preset = "test", .level = "mid", .curveball = true,
		.phases = "requirements R 5-8-10, architecture ADI 15-20-25 probes, optimization O 8-10-12 probes",
	} };
	add(f, STREAM_MAIN, &event, EVENT_SESSION_STARTED);
	event = (struct event){ .phase_entered = { .phase = 0 } };
	add(f, STREAM_MAIN, &event, EVENT_PHASE_ENTERED);
}

static void enter(struct fixture *f, int64_t phase)
{
	struct event event = { .phase_entered = { .phase = phase } };
	add(f, STREAM_MAIN, &event, EVENT_PHASE_ENTERED);
}

static void write_note(struct fixture *f, size_t phase, const char *text)
{
	char stream[STREAM_SIZE];
	size_t len;
	session_notes_stream(f->session, phase, stream);
	session_text(f->session, stream, &len);
	struct event event = { .note_edited = { .offset = (int64_t)len, .deleted = 0, .text = text } };
	add(f, stream, &event, EVENT_NOTE_EDITED);
}

static void reveal(struct fixture *f, const char *fact, int weight)
{
	struct event event = { .fact_revealed = { .fact = fact, .weight = weight, .text = "told" } };
	add(f, STREAM_MAIN, &event, EVENT_FACT_REVEALED);
}

static void ask_probe(struct fixture *f, const char *probe)
{
	struct event event = { .probe_asked = { .probe = probe, .text = probe } };
	add(f, STREAM_MAIN, &event, EVENT_PROBE_ASKED);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->problem = make_problem();
	f->reviewer = reviewer_new(f->problem);
	f->session = session_new();
	f->now_ms = 1700000000000;
	start(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	session_free(f->session);
	reviewer_free(f->reviewer);
	problem_free(f->problem);
	free(f);
	return 0;
}

static const struct mistake *find(const struct mistakes *mistakes, enum mistake_kind kind)
{
	for (size_t i = 0; i < mistakes->count; i++)
		if (mistakes->items[i].kind == kind)
			return &mistakes->items[i];
	return NULL;
}

static void jumping_to_the_design_is_told_with_its_time(void **state)
{
	struct fixture *f = *state;
	struct debrief debrief;
	f->now_ms += 190 * 1000;
	reveal(f, "load", 3);
	enter(f, 1);
	debrief_make(&debrief, f->reviewer, f->session);
	const struct mistake *jump = find(&debrief.mistakes, MISTAKE_JUMPED);
	assert_non_null(jump);
	assert_string_equal(jump->evidence,
	                    "Architecture began after 3 min 10 s; its lower bound before it is 5 min, with 1 fact known.");
	assert_int_equal(debrief.weight_unlocked, 3);
	assert_int_equal(debrief.weight_total, 6);
	assert_string_equal(debrief.facts[0].fact->id, "load");
	assert_string_equal(debrief.facts[1].fact->id, "fast");
	assert_true(debrief.next_time_count >= 1);
	debrief_release(&debrief);
}

static void patience_and_questions_are_no_mistake(void **state)
{
	struct fixture *f = *state;
	struct debrief debrief;
	static const char *const facts[] = { "load", "fast", "kept" };
	for (size_t i = 0; i < 3; i++) {
		f->now_ms += 110 * 1000;
		reveal(f, facts[i], 1);
	}
	enter(f, 1);
	write_note(f, 1, "client -> api -> db\nPostgres instead of Cassandra since scale is small; latency 50 ms\n");
	debrief_make(&debrief, f->reviewer, f->session);
	assert_int_equal(debrief.mistakes.count, 0);
	debrief_release(&debrief);
}

static void qualities_were_asked_for_when_a_fact_about_one_was_unlocked(void **state)
{
	struct fixture *f = *state;
	struct debrief debrief;
	enter(f, 1);
	write_note(f, 1, "client -> api -> db");
	debrief_make(&debrief, f->reviewer, f->session);
	assert_non_null(find(&debrief.mistakes, MISTAKE_NO_QUALITIES));
	debrief_release(&debrief);
	reveal(f, "load", 3);
	debrief_make(&debrief, f->reviewer, f->session);
	assert_null(find(&debrief.mistakes, MISTAKE_NO_QUALITIES));
	debrief_release(&debrief);
}

static void a_gap_is_shown_and_is_no_fault(void **state)
{
	struct fixture *f = *state;
	struct debrief debrief;
	f->now_ms += 3 * MINUTE;
	write_note(f, 0, "load? latency?");
	debrief_make(&debrief, f->reviewer, f->session);
	const struct mistake *gap = find(&debrief.mistakes, MISTAKE_GAP);
	assert_non_null(gap);
	assert_false(mistake_is_fault(gap->kind));
	assert_string_equal(gap->evidence, "Nothing was recorded for 3 min in requirements.");
	debrief_release(&debrief);
}

static void the_wait_at_the_door_of_a_room_is_no_gap(void **state)
{
	struct fixture *f = *state;
	struct debrief debrief;
	struct event event = { .room_opened = { .name = "Ada", .prompt = "" } };
	add(f, STREAM_MAIN, &event, EVENT_ROOM_OPENED);
	event = (struct event){ .session_paused = { .reason = PAUSE_LOBBY } };
	add(f, STREAM_MAIN, &event, EVENT_SESSION_PAUSED);
	f->now_ms += 9 * MINUTE;
	event = (struct event){ .oseq = 0 };
	add(f, STREAM_MAIN, &event, EVENT_SESSION_RESUMED);
	f->now_ms += MINUTE;
	event = (struct event){ .question_asked = { .text = "load?" } };
	add(f, STREAM_MAIN, &event, EVENT_QUESTION_ASKED);
	debrief_make(&debrief, f->reviewer, f->session);
	assert_null(find(&debrief.mistakes, MISTAKE_GAP));
	debrief_release(&debrief);
}

static void a_pause_is_no_gap(void **state)
{
	struct fixture *f = *state;
	struct debrief debrief;
	struct event event = { .session_paused = { .reason = "asked" } };
	add(f, STREAM_MAIN, &event, EVENT_SESSION_PAUSED);
	f->now_ms += 30 * MINUTE;
	event = (struct event){ .oseq = 0 };
	add(f, STREAM_MAIN, &event, EVENT_SESSION_RESUMED);
	write_note(f, 0, "load");
	debrief_make(&debrief, f->reviewer, f->session);
	assert_null(find(&debrief.mistakes, MISTAKE_GAP));
	assert_int_equal(debrief.pause_count, 1);
	assert_int_equal(debrief.paused_ms, 30 * MINUTE);
	debrief_release(&debrief);
}

static void a_schema_before_the_parts_is_early_detail(void **state)
{
	struct fixture *f = *state;
	struct debrief debrief;
	write_note(f, 0, "CREATE TABLE parcels (id bigint primary key)\n");
	f->now_ms += 90 * 1000;
	write_note(f, 1, "client -> api -> db\n");
	debrief_make(&debrief, f->reviewer, f->session);
	const struct mistake *detail = find(&debrief.mistakes, MISTAKE_LOST_IN_DETAIL);
	assert_non_null(detail);
	assert_non_null(strstr(detail->evidence, "1 min 30 s before"));
	debrief_release(&debrief);
}

static void hints_go_up_the_ladder_and_end(void **state)
{
	struct fixture *f = *state;
	struct hint hint;
	assert_false(coach_next_hint_in_phase(f->problem, f->session, &hint));
	enter(f, 1);
	for (int step = 1; step <= 3; step++) {
		assert_true(coach_next_hint_in_phase(f->problem, f->session, &hint));
		assert_int_equal(hint.step, step);
		struct event event = { .hint_taken = { .section = "architecture", .step = step, .text = hint.text } };
		add(f, STREAM_MAIN, &event, EVENT_HINT_TAKEN);
	}
	assert_false(coach_next_hint_in_phase(f->problem, f->session, &hint));
}

static void probes_go_for_what_the_notes_lack_one_at_a_time(void **state)
{
	struct fixture *f = *state;
	assert_false(coach_probe_due(f->session, f->now_ms + MINUTE));
	enter(f, 1);
	write_note(f, 1, "redis cache for the reads\n");
	assert_false(coach_probe_due(f->session, f->now_ms + 1000));
	f->now_ms += MINUTE;
	assert_true(coach_probe_due(f->session, f->now_ms));
	const struct probe *probe = coach_next_probe(f->reviewer, f->session);
	assert_string_equal(probe->id, "split");
	ask_probe(f, "split");
	assert_false(coach_probe_due(f->session, f->now_ms + 10 * MINUTE));
	assert_int_equal(coach_probe_answer(f->reviewer, f->session, probe), PROBE_UNANSWERED);
	f->now_ms += MINUTE;
	write_note(f, 1, "partition by parcel id\n");
	assert_int_equal(coach_probe_answer(f->reviewer, f->session, probe), PROBE_STRONG);
	assert_false(coach_probe_due(f->session, f->now_ms));
	assert_true(coach_probe_due(f->session, f->now_ms + 3 * MINUTE));
	assert_string_equal(coach_next_probe(f->reviewer, f->session)->id, "cold");
	ask_probe(f, "cold");
	assert_null(coach_next_probe(f->reviewer, f->session));
}

static void a_curveball_compares_only_what_was_written_after_it(void **state)
{
	struct fixture *f = *state;
	struct curveball_review review;
	enter(f, 1);
	write_note(f, 1, "gateway, read cache\n");
	const struct curveball *curveball = coach_curveball(f->problem, f->session);
	assert_string_equal(curveball->id, "tenfold");
	f->now_ms += MINUTE;
	struct event event = { .curveball_thrown = { .curveball = curveball->id, .text = curveball->say } };
	add(f, STREAM_MAIN, &event, EVENT_CURVEBALL_THROWN);
	f->now_ms += MINUTE;
	write_note(f, 1, "the read cache gets ten nodes\n");
	curveball_review(f->problem, f->session, &review);
	assert_int_equal(review.change_named, 1);
	assert_int_equal(review.keep_named, 0);
	assert_string_equal(review.boxes[0].evidence, "the read cache gets ten nodes");
	curveball_review_release(&review);
}

static void numbers_are_laid_beside_worksheet_and_reference(void **state)
{
	struct fixture *f = *state;
	static const struct { const char *notes, *worksheet; int verdict; } cases[] = {
		{ "storage 183 TB", "", NUMBER_AGREES },
		{ "storage is about 20 TB", "", NUMBER_OFF },
		{ "storage 183 TB/day", "", NUMBER_WRONG_UNIT },
		{ "1,160 writes/s", "", NUMBER_AGREES },
		{ "memory: 64 GB", "", NUMBER_NO_WORKING },
		{ "memory: 64 GB", "memory = 1M * 64 kB", NUMBER_AGREES },
		{ "memory: 1M * 64 kB = 64 GB", "", -1 },
		{ "three zones, 5 nodes", "", -1 },
		{ "load is 2M/day", "", -1 },
		{ "the copies: 190 TB", "", NUMBER_AGREES },
		/* Too far for "as large as", and no name stands there: nothing is known. */
		{ "the copies: 205 TB", "", -1 },
		/* Which of two figures is the storage? */
		{ "storage grows by 5 TB up to 20 TB", "", -1 },
		/* A machine's size is assumed; an arrow is a working. */
		{ "each server holds 64 GB", "", -1 },
		{ "300 B a piece -> 64 GB", "", -1 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct numbers_review review;
		numbers_check(&review, f->problem, cases[i].notes, strlen(cases[i].notes), cases[i].worksheet,
		              strlen(cases[i].worksheet));
		if (cases[i].verdict < 0) {
			assert_int_equal(review.count, 0);
		} else {
			assert_int_equal(review.count, 1);
			assert_string_equal(number_verdict_name(review.items[0].verdict),
			                    number_verdict_name((enum number_verdict)cases[i].verdict));
			assert_true(review.items[0].evidence.to <= strlen(cases[i].notes));
		}
		numbers_release(&review);
	}
}

static void the_gap_is_over_what_both_have_judged(void **state)
{
	(void)state;
	struct debrief_criterion criteria[CRITERION_COUNT] = {
		{ .self = 4, .suggested = 2 }, { .self = 3, .suggested = 3 }, { .self = 1, .suggested = 2 }, { .self = 3 }, { .suggested = 2 },
	};
	int pairs;
	assert_int_equal(debrief_gap(criteria, &pairs), 1);
	assert_int_equal(pairs, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(jumping_to_the_design_is_told_with_its_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(patience_and_questions_are_no_mistake, set_up, tear_down),
		cmocka_unit_test_setup_teardown(qualities_were_asked_for_when_a_fact_about_one_was_unlocked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_gap_is_shown_and_is_no_fault, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_wait_at_the_door_of_a_room_is_no_gap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_pause_is_no_gap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_schema_before_the_parts_is_early_detail, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hints_go_up_the_ladder_and_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(probes_go_for_what_the_notes_lack_one_at_a_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_curveball_compares_only_what_was_written_after_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_are_laid_beside_worksheet_and_reference, set_up, tear_down),
		cmocka_unit_test(the_gap_is_over_what_both_have_judged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
