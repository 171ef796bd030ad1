/* app/session: the interviewer speaks up when the clock says so, and the clock may jump. */
#include "test.h"

#include <string.h>

#include "session/pacing.h"

enum { MINUTE = 60 * 1000, START = 1000000 };

static struct session *begun(void)
{
	struct session *session = session_new();
	struct event event;
	memcpy(session->id, "0123456789ABCDEF", ID_SIZE);
	session_prepare(session, &event, "AAAAAAAAAAAAAAAA", STREAM_MAIN, EVENT_SESSION_STARTED, START);
	event.session_started.preset = "mine";
	event.session_started.phases = "one R 2-4-6, two ADIO 10-20-26";
	assert_int_equal(session_add(session, &event), STATUS_OK);
	return session;
}

static void add(struct session *session, const char *stream, enum event_kind kind, int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, "AAAAAAAAAAAAAAAA", stream, kind, at_ms);
	if (kind == EVENT_PHASE_ENTERED)
		event.phase_entered.phase = 1;
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static void pace_follows_the_phases_own_budget(void **state)
{
	(void)state;
	struct session *session = begun();
	assert_int_equal(pacing_phase(session, START), PACE_EARLY);
	assert_int_equal(pacing_phase(session, START + 2 * MINUTE - 1), PACE_EARLY);
	assert_int_equal(pacing_phase(session, START + 2 * MINUTE), PACE_GOOD);
	assert_int_equal(pacing_phase(session, START + 4 * MINUTE), PACE_LATE);
	assert_int_equal(pacing_phase(session, START + 6 * MINUTE), PACE_OVER);
	add(session, STREAM_MAIN, EVENT_PHASE_ENTERED, START + 7 * MINUTE);
	assert_int_equal(pacing_phase(session, START + 7 * MINUTE), PACE_EARLY);
	assert_string_equal(pacing_sentence(PACE_EARLY), "");
	for (int pace = PACE_GOOD; pace <= PACE_OVER; pace++)
		assert_true(strlen(pacing_sentence((enum pace)pace)) > 10);
	session_free(session);
}

static void ten_quiet_minutes_offer_a_hint_once(void **state)
{
	(void)state;
	struct session *session = begun();
	assert_false(pacing_stuck(session, START + STUCK_MS - 1));
	assert_true(pacing_stuck(session, START + STUCK_MS));
	add(session, "notes.one", EVENT_NOTE_EDITED, START + MINUTE);
	assert_false(pacing_stuck(session, START + STUCK_MS));
	assert_true(pacing_stuck(session, START + MINUTE + STUCK_MS));
	add(session, STREAM_MAIN, EVENT_HINT_OFFERED, START + MINUTE + STUCK_MS);
	assert_false(pacing_stuck(session, START + MINUTE + STUCK_MS + 1));
	assert_true(pacing_stuck(session, START + MINUTE + 2 * STUCK_MS));
	add(session, STREAM_MAIN, EVENT_SESSION_PAUSED, START + 30 * MINUTE);
	assert_false(pacing_stuck(session, START + 90 * MINUTE));
	add(session, STREAM_MAIN, EVENT_SESSION_RESUMED, START + 90 * MINUTE);
	assert_false(pacing_stuck(session, START + 91 * MINUTE));
	assert_false(pacing_stuck(session, 0));
	assert_false(pacing_stuck(session, INT64_MAX));
	session_free(session);
}

static void an_interviewers_turn_is_no_progress(void **state)
{
	(void)state;
	struct session *session = begun();
	add(session, STREAM_MAIN, EVENT_PROBE_ASKED, START + 5 * MINUTE);
	assert_true(pacing_stuck(session, START + STUCK_MS));
	add(session, STREAM_MAIN, EVENT_QUESTION_ASKED, START + 6 * MINUTE);
	assert_false(pacing_stuck(session, START + STUCK_MS));
	session_free(session);
}

static void the_last_third_is_of_time_spent(void **state)
{
	(void)state;
	struct session *session = begun();
	assert_false(pacing_last_third(session, START + 16 * MINUTE - 1));
	assert_true(pacing_last_third(session, START + 16 * MINUTE));
	add(session, STREAM_MAIN, EVENT_SESSION_PAUSED, START + MINUTE);
	assert_false(pacing_last_third(session, START + 60 * MINUTE));
	add(session, STREAM_MAIN, EVENT_SESSION_ENDED, START + 70 * MINUTE);
	assert_false(pacing_last_third(session, START + 71 * MINUTE));
	session_free(session);
}

static void the_picture_changes_at_full_seconds_while_the_clock_runs(void **state)
{
	(void)state;
	struct session *empty = session_new(), *session = begun();
	assert_int_equal(pacing_next_tick_ms(empty, START), -1);
	assert_int_equal(pacing_next_tick_ms(session, START), 1000);
	assert_int_equal(pacing_next_tick_ms(session, START + 1), 999);
	assert_int_equal(pacing_next_tick_ms(session, START + 1999), 1);
	add(session, STREAM_MAIN, EVENT_SESSION_PAUSED, START + 2500);
	assert_int_equal(pacing_next_tick_ms(session, START + 3000), -1);
	add(session, STREAM_MAIN, EVENT_SESSION_RESUMED, START + 9000);
	assert_int_equal(pacing_next_tick_ms(session, START + 9000), 500);
	session_free(empty);
	session_free(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pace_follows_the_phases_own_budget),
		cmocka_unit_test(ten_quiet_minutes_offer_a_hint_once),
		cmocka_unit_test(an_interviewers_turn_is_no_progress),
		cmocka_unit_test(the_last_third_is_of_time_spent),
		cmocka_unit_test(the_picture_changes_at_full_seconds_while_the_clock_runs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
