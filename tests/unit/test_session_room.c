/* app/session: what an interview is when several people write it, and which of them is believed. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "interview.h"
#include "session/rubric.h"
#include "session/session.h"

#define PANEL "CCCCCCCCCCCCCCCC"
#define FRIEND "DDDDDDDDDDDDDDDD"
#define HOST INTERVIEWER

static const char *const criteria[] = { "exploration", "architecture", "depth", "communication", "tradeoffs" };
_Static_assert(ARRAY_SIZE(criteria) == CRITERION_COUNT, "all criteria");

/* An event of somebody's, with what they know by now: in between the caller fills the payload. */
static struct event by(const struct session *session, const char *who, const char *stream, enum event_kind kind, int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, who, stream, kind, at_ms);
	return event;
}

static void put(struct session *session, const struct event *event)
{
	assert_int_equal(session_add(session, event), STATUS_OK);
}

static void simple(struct session *session, const char *who, enum event_kind kind, int64_t at_ms)
{
	struct event event = by(session, who, STREAM_MAIN, kind, at_ms);
	put(session, &event);
}

static void admit(struct session *session, const char *who, const char *member, const char *name, const char *seat, int64_t at_ms)
{
	struct event event = by(session, who, STREAM_MAIN, EVENT_MEMBER_ADMITTED, at_ms);
	event.member_admitted = (struct member_admitted){ .member = member, .name = name, .seat = seat, .key = "" };
	put(session, &event);
}

static void removes(struct session *session, const char *who, const char *member, int64_t at_ms)
{
	struct event event = by(session, who, STREAM_MAIN, EVENT_MEMBER_REMOVED, at_ms);
	event.member_removed.member = member;
	put(session, &event);
}

static void asks(struct session *session, const char *who, const char *text, int64_t at_ms)
{
	struct event event = by(session, who, STREAM_MAIN, EVENT_QUESTION_ASKED, at_ms);
	event.question_asked.text = text;
	put(session, &event);
}

static void types(struct session *session, const char *who, const char *stream, const char *text, int64_t at_ms)
{
	struct event event = by(session, who, stream, EVENT_NOTE_EDITED, at_ms);
	event.note_edited.text = text;
	put(session, &event);
}

static void marks(struct session *session, const char *who, const char *category, const char *text, int64_t at_ms)
{
	struct event event = by(session, who, STREAM_PRIVATE, EVENT_MARK_MADE, at_ms);
	event.mark_made = (struct mark_made){ .category = category, .text = text, .made_ms = at_ms, .phase = (int64_t)session->phase };
	put(session, &event);
}

static void holds(struct session *session, const char *who, const char *category, const char *text, int64_t made_ms, bool held)
{
	struct event event = by(session, who, STREAM_PRIVATE, EVENT_MARK_HELD, made_ms + 1);
	event.mark_held = (struct mark_held){ .category = category, .text = text, .made_ms = made_ms, .held = held };
	put(session, &event);
}

static void releases(struct session *session, const char *who, const struct mark *mark, int64_t phase)
{
	struct event event = by(session, who, STREAM_MAIN, EVENT_MARK_RELEASED, mark->made_ms + 1000000);
	event.mark_released = (struct mark_released){ .category = mark_name(mark->category), .text = mark->text, .made_ms = mark->made_ms,
	                                              .phase = phase };
	put(session, &event);
}

static void scores(struct session *session, const char *who, int value)
{
	for (size_t i = 0; i < ARRAY_SIZE(criteria); i++) {
		struct event event = by(session, who, STREAM_PRIVATE, EVENT_SCORE_GIVEN, 9000000);
		event.score_given = (struct score_given){ .criterion = criteria[i], .score = value, .evidence = who };
		put(session, &event);
	}
}

static void opens_scores(struct session *session, const char *who, size_t count, int value)
{
	for (size_t i = 0; i < count; i++) {
		struct event event = by(session, who, STREAM_MAIN, EVENT_SCORE_RELEASED, 9500000);
		event.score_released = (struct score_released){ .criterion = criteria[i], .score = value, .evidence = who };
		put(session, &event);
	}
}

/* A room as its interviewer opens it: the clock waits. */
static struct session *room(void)
{
	struct session *session = session_new();
	struct event event;
	memcpy(session->id, ID_SESSION, sizeof session->id);
	event = by(session, HOST, STREAM_MAIN, EVENT_SESSION_STARTED, 1000);
	event.session_started = (struct session_started){
		.problem = "chat", .title = "Chat", .problem_sha256 = "00", .preset = "60",
		.phases = "requirements R 8-12-12, architecture A 20-25-25, data model D 5-6-7", .level = "senior",
	};
	put(session, &event);
	event = by(session, HOST, STREAM_MAIN, EVENT_ROOM_OPENED, 1000);
	event.room_opened = (struct room_opened){ .name = "Ada", .prompt = "Design a chat." };
	put(session, &event);
	event = by(session, HOST, STREAM_MAIN, EVENT_SESSION_PAUSED, 1000);
	event.session_paused.reason = PAUSE_LOBBY;
	put(session, &event);
	return session;
}

/* With its candidate, and the clock running from 61000 on. */
static struct session *room_of_two(void)
{
	struct session *session = room();
	admit(session, HOST, CANDIDATE, "Bob", "candidate", 31000);
	simple(session, HOST, EVENT_SESSION_RESUMED, 61000);
	return session;
}

static void who_opens_the_room_is_its_interviewer(void **state)
{
	(void)state;
	struct session *session = room();
	assert_true(session->room);
	assert_string_equal(session->prompt, "Design a chat.");
	assert_int_equal(session->member_count, 1);
	assert_string_equal(session->members[0].name, "Ada");
	assert_int_equal(session_seat(session, HOST), SEAT_INTERVIEWER);
	assert_int_equal(session_seat(session, CANDIDATE), SEAT_OBSERVER);
	assert_null(session_candidate(session));
	assert_null(session_member(session, CANDIDATE));
	/* A second one changes nothing. */
	struct event event = by(session, HOST, STREAM_MAIN, EVENT_ROOM_OPENED, 2000);
	event.room_opened = (struct room_opened){ .name = "Eve", .prompt = "Design something else." };
	put(session, &event);
	assert_string_equal(session->members[0].name, "Ada");
	assert_string_equal(session->prompt, "Design a chat.");
	session_free(session);
}

static void without_a_room_everybody_is_alone(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	assert_int_equal(session_seat(session, CANDIDATE), SEAT_SOLO);
	assert_int_equal(session_seat(session, FRIEND), SEAT_SOLO);
	admit(session, CANDIDATE, FRIEND, "Eve", "candidate", 2000);
	assert_int_equal(session->member_count, 0);
	assert_false(session_scores_open(session));
	session_free(session);
}

static void only_the_interviewer_admits(void **state)
{
	(void)state;
	struct session *session = room();
	admit(session, CANDIDATE, CANDIDATE, "Bob", "candidate", 2000);         /* a stranger lets themselves in */
	assert_int_equal(session->member_count, 1);
	admit(session, HOST, CANDIDATE, "Bob", "candidate", 3000);
	admit(session, HOST, PANEL, "Cleo", "panel", 4000);
	assert_int_equal(session_seat(session, CANDIDATE), SEAT_CANDIDATE);
	assert_int_equal(session_seat(session, PANEL), SEAT_PANEL);
	assert_string_equal(session_candidate(session)->name, "Bob");
	assert_int_equal(session_member(session, CANDIDATE)->admitted_ms, 3000);
	admit(session, CANDIDATE, FRIEND, "Eve", "panel", 5000);                /* forged by the candidate, by the panel */
	admit(session, PANEL, FRIEND, "Eve", "observer", 5000);
	removes(session, CANDIDATE, PANEL, 6000);
	removes(session, PANEL, CANDIDATE, 6000);
	removes(session, CANDIDATE, HOST, 6000);
	assert_int_equal(session->member_count, 3);
	assert_int_equal(session_seat(session, FRIEND), SEAT_OBSERVER);
	assert_int_equal(session_seat(session, PANEL), SEAT_PANEL);
	assert_int_equal(session_seat(session, CANDIDATE), SEAT_CANDIDATE);
	assert_int_equal(session_seat(session, HOST), SEAT_INTERVIEWER);
	session_free(session);
}

static void there_is_one_interviewer_and_they_keep_their_seat(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	admit(session, HOST, FRIEND, "Eve", "interviewer", 70000);
	admit(session, HOST, FRIEND, "Eve", "solo", 70000);
	admit(session, HOST, FRIEND, "Eve", "king", 70000);
	admit(session, HOST, HOST, "Ada", "candidate", 70000);
	removes(session, HOST, HOST, 70000);
	assert_int_equal(session->member_count, 2);
	assert_int_equal(session_seat(session, HOST), SEAT_INTERVIEWER);
	assert_string_equal(session_candidate(session)->origin, CANDIDATE);
	session_free(session);
}

static void a_room_is_full_at_its_limit(void **state)
{
	(void)state;
	struct session *session = room();
	for (int i = 0; i < MEMBERS_MAX + 5; i++) {
		char origin[ID_SIZE] = "EEEEEEEEEEEEEE00";
		origin[14] = (char)('0' + i / 10);
		origin[15] = (char)('0' + i % 10);
		admit(session, HOST, origin, "Guest", "observer", 2000 + i);
	}
	assert_int_equal(session->member_count, MEMBERS_MAX);
	session_free(session);
}

static void who_was_removed_is_not_heard_but_what_they_wrote_stays(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	types(session, CANDIDATE, "notes.requirements", "half a million", 70000);
	asks(session, CANDIDATE, "How many?", 71000);
	removes(session, HOST, CANDIDATE, 80000);
	assert_int_equal(session_seat(session, CANDIDATE), SEAT_OBSERVER);
	assert_null(session_candidate(session));
	asks(session, CANDIDATE, "Still here?", 90000);
	assert_int_equal(session->turn_count, 1);
	assert_string_equal(session_text(session, "notes.requirements", NULL), "half a million");
	/* Let in again, they go on. */
	admit(session, HOST, CANDIDATE, "Bob", "candidate", 100000);
	asks(session, CANDIDATE, "How large?", 110000);
	assert_int_equal(session->member_count, 2);
	assert_int_equal(session->turn_count, 2);
	assert_string_equal(session_candidate(session)->origin, CANDIDATE);
	assert_string_equal(session_text(session, "notes.requirements", NULL), "half a million");
	session_free(session);
}

static void each_seat_is_believed_only_in_what_it_may_write(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	admit(session, HOST, FRIEND, "Olga", "observer", 62000);
	static const char *const not_hosts[] = { CANDIDATE, FRIEND, PANEL };
	for (size_t i = 0; i < ARRAY_SIZE(not_hosts); i++) {
		struct event event = by(session, not_hosts[i], STREAM_MAIN, EVENT_PHASE_ENTERED, 70000);
		event.phase_entered.phase = 1;
		put(session, &event);
		simple(session, not_hosts[i], EVENT_SESSION_PAUSED, 70000);
		simple(session, not_hosts[i], EVENT_SESSION_ENDED, 70000);
		event = by(session, not_hosts[i], STREAM_MAIN, EVENT_FACT_REVEALED, 70000);
		event.fact_revealed = (struct fact_revealed){ .fact = "users", .weight = 3, .text = "many" };
		put(session, &event);
		event = by(session, not_hosts[i], STREAM_MAIN, EVENT_CURVEBALL_THROWN, 70000);
		event.curveball_thrown = (struct curveball_thrown){ .curveball = "ten-years", .text = "Ten years." };
		put(session, &event);
	}
	asks(session, HOST, "How would you?", 71000);
	asks(session, FRIEND, "May I?", 71000);
	assert_int_equal(session->stage, STAGE_RUNNING);
	assert_int_equal(session->phase, 0);
	assert_int_equal(session->fact_weight, 0);
	assert_int_equal(session->turn_count, 0);
	asks(session, CANDIDATE, "How many?", 72000);
	assert_int_equal(session->turn_count, 1);
	session_free(session);
}

static void what_was_waited_for_at_the_door_is_no_interview(void **state)
{
	(void)state;
	struct session *session = room();
	assert_int_equal(session->stage, STAGE_PAUSED);
	assert_int_equal(session->pause_count, 0);
	admit(session, HOST, CANDIDATE, "Bob", "candidate", 31000);
	assert_int_equal(session_spent_ms(session, 60000), 0);
	simple(session, HOST, EVENT_SESSION_RESUMED, 61000);
	assert_int_equal(session->started_ms, 61000);
	assert_int_equal(session->phases[0].first_entered_ms, 61000);
	assert_int_equal(session_paused_ms(session, 70000), 0);
	assert_int_equal(session_spent_ms(session, 70000), 9000);
	/* A pause of the interview's own does not make it begin again. */
	simple(session, HOST, EVENT_SESSION_PAUSED, 71000);
	simple(session, HOST, EVENT_SESSION_RESUMED, 75000);
	assert_int_equal(session->started_ms, 61000);
	assert_int_equal(session_spent_ms(session, 80000), 15000);
	assert_int_equal(session_paused_ms(session, 80000), 4000);
	assert_int_equal(session_clock_at_ms(session, 70000), 9000);
	assert_int_equal(session_clock_at_ms(session, 73000), 10000);
	assert_int_equal(session_clock_at_ms(session, 80000), 15000);
	assert_int_equal(session_clock_at_ms(session, 31000), 0);
	session_free(session);
}

static void the_documents_of_the_interview_are_the_candidates(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	types(session, CANDIDATE, "notes.requirements", "mine", 70000);
	types(session, HOST, "notes.requirements", "the interviewer's", 71000);
	types(session, FRIEND, "notes.requirements", "a stranger's", 72000);
	types(session, HOST, STREAM_WORKSHEET, "x = 1", 72000);
	assert_string_equal(session_text(session, "notes.requirements", NULL), "mine");
	assert_string_equal(session_text(session, STREAM_WORKSHEET, NULL), "");
	assert_null(session_document(session, STREAM_WORKSHEET));
	struct strbuf all = STRBUF_INIT;
	session_all_notes(session, &all);
	assert_string_equal(all.text, "## Requirements\n\nmine\n");
	strbuf_release(&all);
	session_free(session);
}

static void everybody_reflects_for_themselves(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	types(session, CANDIDATE, "reflect.1", "asked late", 70000);
	types(session, HOST, "reflect.1", "they asked late", 71000);
	assert_string_equal(session_text(session, "reflect.1", NULL), "asked late");
	assert_string_equal(session_document_by(session, "reflect.1", HOST)->text.text, "they asked late");
	assert_string_equal(session_document_by(session, "reflect.1", CANDIDATE)->text.text, "asked late");
	assert_null(session_document_by(session, "reflect.1", PANEL));
	assert_string_equal(session_text_for(session, "reflect.1", CANDIDATE, NULL), "asked late");
	session_free(session);
}

static void a_new_candidate_begins_with_empty_notes(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	size_t len = 99;
	types(session, CANDIDATE, "notes.requirements", "the first one's", 70000);
	scores(session, CANDIDATE, 4);
	assert_int_equal(session_score_percent(session), 100);
	removes(session, HOST, CANDIDATE, 80000);
	admit(session, HOST, FRIEND, "Eve", "candidate", 81000);
	assert_string_equal(session_candidate(session)->origin, FRIEND);
	assert_string_equal(session_text_for(session, "notes.requirements", FRIEND, &len), "");
	assert_int_equal(len, 0);
	assert_string_equal(session_text(session, "notes.requirements", NULL), "");
	assert_int_equal(session_score_percent(session), -1);
	types(session, FRIEND, "notes.requirements", "mine", 82000);
	assert_string_equal(session_text_for(session, "notes.requirements", FRIEND, NULL), "mine");
	assert_string_equal(session_text(session, "notes.requirements", NULL), "mine");
	/* Whoever looks on sees what the candidate wrote. */
	assert_string_equal(session_text_for(session, "notes.requirements", CANDIDATE, NULL), "mine");
	assert_string_equal(session_text_for(session, "notes.requirements", HOST, NULL), "mine");
	session_free(session);
}

static void what_the_candidate_wrote_stays_when_they_come_back_to_another_seat(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	types(session, CANDIDATE, "notes.requirements", "mine", 70000);
	removes(session, HOST, CANDIDATE, 80000);
	admit(session, HOST, CANDIDATE, "Bob", "observer", 81000);
	assert_null(session_candidate(session));
	assert_string_equal(session_text(session, "notes.requirements", NULL), "mine");
	assert_string_equal(session_text_for(session, "notes.requirements", CANDIDATE, NULL), "mine");
	session_free(session);
}

static void what_is_private_moves_no_clock_of_the_room(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	uint64_t before = session->lamport;
	marks(session, HOST, "good", "", 70000);
	marks(session, HOST, "tradeoffs", "names a cost", 71000);
	types(session, HOST, STREAM_PRIVATE ".evidence", "line 3", 72000);
	assert_int_equal(session->lamport, before);
	assert_int_equal(session_last_oseq(session, HOST, STREAM_PRIVATE), 2);
	assert_int_equal(session_last_oseq(session, HOST, STREAM_PRIVATE ".evidence"), 1);
	struct event event = by(session, HOST, STREAM_PRIVATE, EVENT_MARK_MADE, 73000);
	assert_int_equal(event.oseq, 3);
	assert_int_equal(event.lamport, before);
	/* And what is written next to the room has the next number: no gap tells of anything. */
	event = by(session, HOST, STREAM_MAIN, EVENT_SESSION_PAUSED, 73000);
	assert_int_equal(event.lamport, before + 1);
	assert_int_equal(event.oseq, session_last_oseq(session, HOST, STREAM_MAIN) + 1);
	session_free(session);
}

static void a_mark_belongs_to_the_phase_that_was_on(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	admit(session, HOST, "0000000000000001", "Cleo", "panel", 62000);
	marks(session, "0000000000000001", "good", "", 70000);
	struct event event = by(session, HOST, STREAM_MAIN, EVENT_PHASE_ENTERED, 80000);
	event.phase_entered.phase = 1;
	put(session, &event);
	marks(session, "0000000000000001", "back", "", 90000);
	marks(session, HOST, "architecture", "no load balancer", 91000);
	/* Something late makes all of it be folded again. */
	event = by(session, CANDIDATE, STREAM_MAIN, EVENT_QUESTION_ASKED, 65000);
	event.lamport = 5;
	event.question_asked.text = "How many?";
	put(session, &event);
	assert_int_equal(session->mark_count, 3);
	assert_int_equal(session->marks[0].phase, 0);
	assert_int_equal(session->marks[1].phase, 1);
	assert_int_equal(session->marks[2].phase, 1);
	assert_int_equal(session->marks[2].category, MARK_ARCHITECTURE);
	assert_string_equal(session->marks[2].origin, HOST);
	assert_string_equal(session->marks[2].text, "no load balancer");
	session_free(session);
}

static void a_released_mark_takes_the_place_of_ones_own(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	marks(session, HOST, "good", "", 70000);
	marks(session, HOST, "depth", "no such category", 70500);
	marks(session, HOST, "tradeoffs", "names a cost", 71000);
	holds(session, HOST, "tradeoffs", "names a cost", 71000, true);
	assert_int_equal(session->mark_count, 2);
	assert_false(session->marks[0].held);
	assert_true(session->marks[1].held);
	struct mark good = session->marks[0];
	releases(session, HOST, &good, 0);
	assert_int_equal(session->mark_count, 2);
	assert_true(session->marks[0].released);
	assert_false(session->marks[1].released);
	holds(session, HOST, "tradeoffs", "names a cost", 71000, false);
	assert_false(session->marks[1].held);
	session_free(session);
}

static void of_several_marks_of_one_moment_the_one_that_is_meant_is_held_back(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	marks(session, HOST, "good", "", 70000);
	marks(session, HOST, "back", "", 70000);
	marks(session, HOST, "back", "the cache", 70000);
	marks(session, HOST, "good", "", 70001);
	holds(session, HOST, "back", "the cache", 70000, true);
	holds(session, HOST, "luck", "", 70000, true);
	assert_int_equal(session->mark_count, 4);
	assert_false(session->marks[0].held || session->marks[1].held || session->marks[3].held);
	assert_true(session->marks[2].held);
	session_free(session);
}

static void others_see_of_marks_what_was_released(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	struct mark good = { .category = MARK_GOOD, .text = "asked for the peak", .made_ms = 70000 };
	releases(session, HOST, &good, 2);
	assert_int_equal(session->mark_count, 1);
	assert_int_equal(session->marks[0].phase, 2);
	assert_true(session->marks[0].released);
	releases(session, HOST, &(struct mark){ .category = MARK_BACK, .text = "", .made_ms = 71000 }, 99);
	assert_int_equal(session->marks[1].phase, 0);
	releases(session, HOST, &(struct mark){ .category = MARK_BACK, .text = "", .made_ms = 72000 }, -1);
	assert_int_equal(session->marks[2].phase, 0);
	/* Nobody else says that the interviewer has noted something; nobody holds back what is another's. */
	releases(session, CANDIDATE, &(struct mark){ .category = MARK_GOOD, .text = "I am good", .made_ms = 73000 }, 0);
	assert_int_equal(session->mark_count, 3);
	holds(session, CANDIDATE, "good", "asked for the peak", 70000, true);
	assert_false(session->marks[0].held);
	session_free(session);
}

static void scores_are_ones_own_until_both_sides_are_done(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	simple(session, HOST, EVENT_SESSION_ENDED, 8000000);
	scores(session, HOST, 4);
	assert_int_equal(session_score_percent(session), -1);           /* not the candidate's */
	assert_int_equal(session_member(session, HOST)->scores[CRITERION_DEPTH].value, 4);
	assert_int_equal(session_member(session, CANDIDATE)->scores[CRITERION_DEPTH].value, 0);
	assert_false(session_scores_open(session));
	simple(session, HOST, EVENT_SCORES_SUBMITTED, 9100000);
	assert_false(session_scores_open(session));
	scores(session, CANDIDATE, 2);
	simple(session, CANDIDATE, EVENT_SCORES_SUBMITTED, 9200000);
	assert_true(session_scores_open(session));
	assert_int_equal(session_peer_percent(session), -1);            /* nothing was released yet */
	opens_scores(session, HOST, CRITERION_COUNT - 1, 4);
	assert_int_equal(session_peer_percent(session), 100);           /* the fifth is known here, as one's own */
	assert_int_equal(session_score_percent(session), 33);
	assert_string_equal(session->scores[CRITERION_DEPTH].evidence, CANDIDATE);
	session_free(session);
}

static void neither_panel_nor_observer_opens_the_scores(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	admit(session, HOST, PANEL, "Cleo", "panel", 62000);
	admit(session, HOST, FRIEND, "Olga", "observer", 62000);
	simple(session, HOST, EVENT_SESSION_ENDED, 8000000);
	simple(session, PANEL, EVENT_SCORES_SUBMITTED, 8100000);
	simple(session, FRIEND, EVENT_SCORES_SUBMITTED, 8100000);
	simple(session, CANDIDATE, EVENT_SCORES_SUBMITTED, 8200000);
	assert_true(session_member(session, PANEL)->submitted);
	assert_false(session_member(session, FRIEND)->submitted);
	assert_false(session_scores_open(session));
	simple(session, HOST, EVENT_SCORES_SUBMITTED, 8300000);
	assert_true(session_scores_open(session));
	session_free(session);
}

static void those_who_interviewed_are_counted_by_their_mean(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	admit(session, HOST, PANEL, "Cleo", "panel", 62000);
	admit(session, HOST, FRIEND, "Olga", "observer", 62000);
	simple(session, HOST, EVENT_SESSION_ENDED, 8000000);
	opens_scores(session, HOST, CRITERION_COUNT, 4);
	assert_int_equal(session_peer_percent(session), -1);            /* not open yet */
	simple(session, HOST, EVENT_SCORES_SUBMITTED, 9100000);
	simple(session, CANDIDATE, EVENT_SCORES_SUBMITTED, 9100000);
	assert_int_equal(session_peer_percent(session), 100);
	opens_scores(session, PANEL, CRITERION_COUNT - 1, 1);
	assert_int_equal(session_peer_percent(session), 100);           /* not all criteria */
	opens_scores(session, PANEL, CRITERION_COUNT, 1);
	assert_int_equal(session_peer_percent(session), 50);
	opens_scores(session, FRIEND, CRITERION_COUNT, 1);
	opens_scores(session, CANDIDATE, CRITERION_COUNT, 1);
	assert_int_equal(session_peer_percent(session), 50);
	assert_int_equal(session_score_percent(session), 0);
	session_free(session);
}

/* score.given is for files of one's own: in the room's log it is nobody's. */
static void a_score_in_the_rooms_own_stream_is_forged(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	static const char *const all[] = { HOST, CANDIDATE, FRIEND };
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		struct event event = by(session, all[i], STREAM_MAIN, EVENT_SCORE_GIVEN, 70000);
		event.score_given = (struct score_given){ .criterion = "depth", .score = 4, .evidence = "" };
		put(session, &event);
		event = by(session, all[i], STREAM_MAIN, EVENT_MARK_MADE, 70000);
		event.mark_made = (struct mark_made){ .category = "good", .text = "" };
		put(session, &event);
	}
	assert_int_equal(session->scores[CRITERION_DEPTH].value, 0);
	assert_int_equal(session_member(session, HOST)->scores[CRITERION_DEPTH].value, 0);
	assert_int_equal(session->mark_count, 0);
	session_free(session);
}

static void a_room_of_many_folds_the_same_in_any_order(void **state)
{
	(void)state;
	struct session *session = room_of_two();
	admit(session, HOST, PANEL, "Cleo", "panel", 62000);
	asks(session, CANDIDATE, "How many?", 63000);
	marks(session, HOST, "good", "", 64000);
	marks(session, PANEL, "back", "", 64000);
	holds(session, PANEL, "back", "", 64000, true);
	struct event event = by(session, HOST, STREAM_MAIN, EVENT_PHASE_ENTERED, 65000);
	event.phase_entered.phase = 1;
	put(session, &event);
	marks(session, PANEL, "tradeoffs", "none", 66000);
	types(session, CANDIDATE, "notes.architecture", "client -> lb", 67000);
	removes(session, HOST, CANDIDATE, 68000);
	admit(session, HOST, FRIEND, "Eve", "candidate", 69000);
	types(session, FRIEND, "notes.architecture", "lb -> api", 70000);
	simple(session, HOST, EVENT_SESSION_ENDED, 8000000);
	scores(session, HOST, 3);
	scores(session, FRIEND, 2);
	simple(session, FRIEND, EVENT_SCORES_SUBMITTED, 9100000);
	simple(session, HOST, EVENT_SCORES_SUBMITTED, 9200000);
	opens_scores(session, HOST, CRITERION_COUNT, 3);
	opens_scores(session, FRIEND, CRITERION_COUNT, 2);
	releases(session, HOST, &session->marks[0], 0);
	assert_int_equal(session_peer_percent(session), 67);
	uint64_t seed = 11;
	for (int round = 0; round < 40; round++) {
		struct session *other = session_new();
		size_t order[128], count = session->event_count;
		assert_in_range(count, 2, ARRAY_SIZE(order));
		for (size_t i = 0; i < count; i++) {
			seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
			size_t j = seed % (i + 1);
			order[i] = order[j];
			order[j] = i;
		}
		for (size_t i = 0; i < count; i++)
			put(other, session->events[order[i]]);
		assert_same_session(session, other);
		session_free(other);
	}
	session_free(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_opens_the_room_is_its_interviewer),
		cmocka_unit_test(without_a_room_everybody_is_alone),
		cmocka_unit_test(only_the_interviewer_admits),
		cmocka_unit_test(there_is_one_interviewer_and_they_keep_their_seat),
		cmocka_unit_test(a_room_is_full_at_its_limit),
		cmocka_unit_test(who_was_removed_is_not_heard_but_what_they_wrote_stays),
		cmocka_unit_test(each_seat_is_believed_only_in_what_it_may_write),
		cmocka_unit_test(what_was_waited_for_at_the_door_is_no_interview),
		cmocka_unit_test(the_documents_of_the_interview_are_the_candidates),
		cmocka_unit_test(everybody_reflects_for_themselves),
		cmocka_unit_test(a_new_candidate_begins_with_empty_notes),
		cmocka_unit_test(what_the_candidate_wrote_stays_when_they_come_back_to_another_seat),
		cmocka_unit_test(what_is_private_moves_no_clock_of_the_room),
		cmocka_unit_test(a_mark_belongs_to_the_phase_that_was_on),
		cmocka_unit_test(a_released_mark_takes_the_place_of_ones_own),
		cmocka_unit_test(of_several_marks_of_one_moment_the_one_that_is_meant_is_held_back),
		cmocka_unit_test(others_see_of_marks_what_was_released),
		cmocka_unit_test(scores_are_ones_own_until_both_sides_are_done),
		cmocka_unit_test(neither_panel_nor_observer_opens_the_scores),
		cmocka_unit_test(those_who_interviewed_are_counted_by_their_mean),
		cmocka_unit_test(a_score_in_the_rooms_own_stream_is_forged),
		cmocka_unit_test(a_room_of_many_folds_the_same_in_any_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
