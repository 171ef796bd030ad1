/* app/session: what each kind of event does to an interview, and what its clock shows. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "interview.h"
#include "past.h"
#include "session/document.h"
#include "session/session.h"
#include "session/session_fold.h"

static void score(struct session *session, const char *criterion, int64_t value)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_SCORE_GIVEN, 9000);
	event.score_given = (struct score_given){ .criterion = criterion, .score = value, .evidence = "line 1" };
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static void a_session_owns_its_text(void **state)
{
	(void)state;
	struct session *session = session_new();
	char title[] = "Chat";
	begin(session, 1000);
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_QUESTION_ASKED, 2000);
	event.question_asked.text = title;
	assert_int_equal(session_add(session, &event), STATUS_OK);
	memset(title, 'x', 4);
	assert_string_equal(session->turns[0].text, "Chat");
	session_free(session);
}

static void a_phases_clock_runs_while_it_is_on_and_not_paused(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	assert_int_equal(session_spent_ms(session, 4000), 3000);
	enter(session, 1, 11000);
	add(session, EVENT_SESSION_PAUSED, 15000);
	assert_int_equal(session_spent_ms(session, 900000), 14000);
	assert_int_equal(session_paused_ms(session, 16000), 1000);
	enter(session, 2, 20000);
	assert_int_equal(session_phase_spent_ms(session, 2, 30000), 0);
	assert_int_equal(session->phases[0].entered_after_ms, 0);
	assert_int_equal(session->phases[1].entered_after_ms, 10000);
	assert_int_equal(session->phases[2].entered_after_ms, 14000);
	add(session, EVENT_SESSION_RESUMED, 25000);
	assert_int_equal(session_phase_spent_ms(session, 0, 26000), 10000);
	assert_int_equal(session_phase_spent_ms(session, 1, 26000), 4000);
	assert_int_equal(session_phase_spent_ms(session, 2, 26000), 1000);
	assert_int_equal(session_paused_ms(session, 26000), 10000);
	assert_int_equal(session_remaining_ms(session, 26000), 3600000 - 15000);
	session_free(session);
}

static void time_after_a_crash_or_asleep_is_not_counted(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "notes.requirements", 0, 0, "before", 31000);
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_SESSION_PAUSED, 33000);     /* written at 7200000 */
	event.session_paused.reason = "lost";
	assert_int_equal(session_add(session, &event), STATUS_OK);
	add(session, EVENT_SESSION_RESUMED, 7200000);
	assert_int_equal(session_spent_ms(session, 7201000), 33000);
	assert_int_equal(session_paused_ms(session, 7201000), 7200000 - 33000);
	session_free(session);
}

static void a_clock_that_jumps_back_never_makes_negative_time(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 10000000);
	enter(session, 1, 10060000);
	enter(session, 2, 6460000);
	assert_int_equal(session_spent_ms(session, 6470000), 60000 + 10000);
	assert_int_equal(session_spent_ms(session, 0), 60000);
	add(session, EVENT_SESSION_PAUSED, 6400000);
	add(session, EVENT_SESSION_RESUMED, 6300000);
	assert_int_equal(session_paused_ms(session, 6300000), 0);
	assert_int_equal(session_phase_spent_ms(session, 1, 6300000), 0);
	assert_true(session_remaining_ms(session, INT64_MAX) < 0);
	assert_int_equal(session_spent_ms(session, INT64_MIN), 60000);
	session_free(session);
}

static void the_debrief_never_changes_the_interviews_times(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	enter(session, 1, 61000);
	add(session, EVENT_SESSION_ENDED, 121000);
	assert_int_equal(session->stage, STAGE_DEBRIEF);
	enter(session, 0, 200000);
	add(session, EVENT_SESSION_PAUSED, 210000);
	add(session, EVENT_SESSION_RESUMED, 220000);
	add(session, EVENT_SESSION_ENDED, 230000);
	edit(session, STREAM_REFLECT "1", 0, 0, "asked early", 240000);
	score(session, "depth", 3);
	assert_int_equal(session->stage, STAGE_DEBRIEF);
	assert_int_equal(session->ended_ms, 121000);
	assert_int_equal(session_spent_ms(session, 999999999), 120000);
	assert_int_equal(session->returns, 0);
	assert_int_equal(session->pause_count, 0);
	assert_int_equal(session->scores[CRITERION_DEPTH].value, 3);
	assert_string_equal(session_text(session, "reflect.1", NULL), "asked early");
	session_free(session);
}

static void ending_in_a_pause_ends_the_pause(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	add(session, EVENT_SESSION_PAUSED, 5000);
	add(session, EVENT_SESSION_ENDED, 9000);
	assert_int_equal(session_paused_ms(session, 100000), 4000);
	assert_int_equal(session_spent_ms(session, 100000), 4000);
	session_free(session);
}

static void only_going_back_counts_as_a_return(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	enter(session, 0, 1500);
	enter(session, 1, 2000);
	enter(session, 2, 3000);
	assert_int_equal(session->returns, 0);
	enter(session, 1, 4000);
	assert_int_equal(session->returns, 1);
	assert_int_equal(session->phases[1].entries, 2);
	assert_int_equal(session->phases[1].first_entered_ms, 2000);
	assert_int_equal(session->phases[0].entries, 1);
	enter(session, 5, 5000);
	enter(session, -1, 5000);
	enter(session, INT64_MAX, 5000);
	assert_int_equal(session->phase, 1);
	session_free(session);
}

static void a_fact_counts_once(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	for (int i = 0; i < 2; i++) {
		struct event event;
		session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_FACT_REVEALED, 2000);
		event.fact_revealed = (struct fact_revealed){ .fact = "scale", .weight = 3, .text = "a lot" };
		assert_int_equal(session_add(session, &event), STATUS_OK);
	}
	assert_int_equal(session->fact_weight, 3);
	assert_int_equal(session->turn_count, 2);
	assert_true(session_fact_revealed(session, "scale"));
	assert_false(session_fact_revealed(session, "latency"));
	session_free(session);
}

static void a_score_needs_all_five_criteria(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	static const char *const names[] = { "exploration", "architecture", "depth", "communication", "tradeoffs" };
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(session_score_percent(session), -1);
		score(session, names[i], 4);
	}
	assert_int_equal(session_score_percent(session), 100);
	score(session, "exploration", 1);
	assert_int_equal(session_score_percent(session), 75);
	score(session, "tradeoffs", 3);
	assert_int_equal(session_score_percent(session), 72);   /* 30 + 20 + 15 + 10 x 2/3 */
	score(session, "tradeoffs", 5);
	score(session, "luck", 1);
	assert_int_equal(session_score_percent(session), 72);
	score(session, "tradeoffs", 0);
	assert_int_equal(session_score_percent(session), -1);
	session_free(session);
}

static void the_document_is_the_one_written_last(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "worksheet", 0, 0, "from the desk", 2000);
	struct event event;
	session_prepare(session, &event, INTERVIEWER, "worksheet", EVENT_NOTE_EDITED, 3000);
	event.note_edited.text = "from the train";
	assert_int_equal(event.oseq, 1);
	assert_int_equal(session_add(session, &event), STATUS_OK);
	assert_string_equal(session_text(session, "worksheet", NULL), "from the train");
	assert_string_equal(session_document(session, "worksheet")->origin, INTERVIEWER);
	assert_null(session_document(session, "nothing"));
	assert_string_equal(session_text(session, "nothing", NULL), "");
	session_free(session);
}

static void splices_out_of_range_are_clipped(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "worksheet", INT64_MAX, INT64_MAX, "abc", 2000);
	edit(session, "worksheet", INT64_MIN, INT64_MIN, "<", 2000);
	edit(session, "worksheet", 2, 1000000000, ">", 2000);
	assert_string_equal(session_text(session, "worksheet", NULL), "<a>");
	edit(session, STREAM_MAIN, 0, 0, "not a document", 2000);
	struct event event;
	session_prepare(session, &event, CANDIDATE, "worksheet", EVENT_SESSION_ENDED, 3000);
	assert_int_equal(session_add(session, &event), STATUS_OK);
	edit(session, "worksheet", 3, 0, "!", 4000);
	assert_string_equal(session_text(session, "worksheet", NULL), "<a>!");
	assert_int_equal(session->stage, STAGE_RUNNING);
	session_free(session);
}

static void a_document_stops_growing_at_its_limit(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	char *text = xmalloc(TEXT_MAX + 1);
	memset(text, 'x', TEXT_MAX);
	text[TEXT_MAX] = '\0';
	for (int i = 0; i < DOCUMENT_MAX / TEXT_MAX + 3; i++)
		edit(session, "worksheet", 0, 0, text, 2000);
	size_t len;
	session_text(session, "worksheet", &len);
	assert_int_equal(len, DOCUMENT_MAX);
	edit(session, "worksheet", 0, 1, "y", 3000);
	assert_int_equal(session_text(session, "worksheet", &len)[0], 'y');
	assert_int_equal(len, DOCUMENT_MAX);
	free(text);
	session_free(session);
}

static void a_flood_of_facts_is_counted_to_a_bound(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	for (int i = 0; i < TICKED_MAX + 10; i++) {
		struct event event;
		char name[32];
		snprintf(name, sizeof name, "fact-%d", i);
		session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_FACT_REVEALED, 2000);
		event.fact_revealed = (struct fact_revealed){ .fact = name, .weight = INT64_MAX, .text = name };
		assert_int_equal(session_add(session, &event), STATUS_OK);
	}
	assert_int_equal(session->fact_count, TICKED_MAX);
	assert_int_equal(session->fact_weight, TICKED_MAX * 100);
	assert_int_equal(session->turn_count, TICKED_MAX + 10);
	session_free(session);
}

static void what_is_told_after_the_end_unlocks_nothing(void **state)
{
	(void)state;
	struct session *session = session_new();
	struct event event;
	begin(session, 1000);
	add(session, EVENT_SESSION_ENDED, 2000);
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_FACT_REVEALED, 3000);
	event.fact_revealed = (struct fact_revealed){ .fact = "users", .weight = 3, .text = "many" };
	assert_int_equal(session_add(session, &event), STATUS_OK);
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_HINT_TAKEN, 3000);
	event.hint_taken = (struct hint_taken){ .section = "data", .step = 2, .text = "keys" };
	assert_int_equal(session_add(session, &event), STATUS_OK);
	assert_int_equal(session->fact_weight, 0);
	assert_int_equal(session_hints(session, SECTION_DATA), 0);
	assert_int_equal(session->turn_count, 2);
	session_free(session);
}

static void kinds_from_a_newer_version_are_kept_and_skipped(void **state)
{
	(void)state;
	struct session *session = session_new();
	struct event event;
	begin(session, 1000);
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_UNKNOWN, 2000);
	event.unknown_kind = "whiteboard.moved";
	event.unknown_payload = "{\"x\":1}";
	assert_int_equal(session_add(session, &event), STATUS_OK);
	assert_int_equal(session->event_count, 2);
	assert_string_equal(event_kind_name(session->events[1]), "whiteboard.moved");
	assert_string_equal(session->events[1]->unknown_payload, "{\"x\":1}");
	assert_int_equal(session->stage, STAGE_RUNNING);
	session_free(session);
}

static void replay_shows_an_earlier_moment(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "notes.requirements", 0, 0, "early", 2000);
	enter(session, 1, 3000);
	edit(session, "notes.requirements", 5, 0, " late", 4000);
	struct session *past = session_at(session, 3000);
	assert_int_equal(past->phase, 1);
	assert_string_equal(session_text(past, "notes.requirements", NULL), "early");
	session_free(past);
	past = session_at(session, 0);
	assert_int_equal(past->stage, STAGE_EMPTY);
	session_free(past);
	session_free(session);
}

static void a_deleted_session_stays_deleted(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	add(session, EVENT_SESSION_DELETED, 2000);
	add(session, EVENT_SESSION_RESUMED, 3000);
	assert_int_equal(session->stage, STAGE_DELETED);
	assert_true(session->deleted);
	assert_int_equal(session_spent_ms(session, 9000), 1000);
	session_free(session);
}

static void all_notes_stand_below_their_phases(void **state)
{
	(void)state;
	struct session *session = session_new();
	char stream[STREAM_SIZE];
	struct strbuf out = STRBUF_INIT;
	begin(session, 1000);
	session_notes_stream(session, 2, stream);
	assert_string_equal(stream, "notes.data-model");
	edit(session, stream, 0, 0, "one table\n", 2000);
	edit(session, "notes.requirements", 0, 0, "who?", 2000);
	session_all_notes(session, &out);
	assert_string_equal(out.text, "## Requirements\n\nwho?\n\n## Data model\n\none table\n");
	strbuf_release(&out);
	session_free(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_owns_its_text),
		cmocka_unit_test(a_phases_clock_runs_while_it_is_on_and_not_paused),
		cmocka_unit_test(time_after_a_crash_or_asleep_is_not_counted),
		cmocka_unit_test(a_clock_that_jumps_back_never_makes_negative_time),
		cmocka_unit_test(the_debrief_never_changes_the_interviews_times),
		cmocka_unit_test(ending_in_a_pause_ends_the_pause),
		cmocka_unit_test(only_going_back_counts_as_a_return),
		cmocka_unit_test(a_fact_counts_once),
		cmocka_unit_test(a_score_needs_all_five_criteria),
		cmocka_unit_test(the_document_is_the_one_written_last),
		cmocka_unit_test(splices_out_of_range_are_clipped),
		cmocka_unit_test(a_document_stops_growing_at_its_limit),
		cmocka_unit_test(a_flood_of_facts_is_counted_to_a_bound),
		cmocka_unit_test(what_is_told_after_the_end_unlocks_nothing),
		cmocka_unit_test(kinds_from_a_newer_version_are_kept_and_skipped),
		cmocka_unit_test(replay_shows_an_earlier_moment),
		cmocka_unit_test(a_deleted_session_stays_deleted),
		cmocka_unit_test(all_notes_stand_below_their_phases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
