/* app/session/seat, room_code: who may write what in a room, and the code by which it is found. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "session/room_code.h"
#include "session/seat.h"

/* For every kind who may write it to the main stream: i interviewer, p panel, c candidate. Written down apart from event.def. */
static const struct { enum event_kind kind; const char *who; } rights[] = {
	{ EVENT_UNKNOWN, "" },
	{ EVENT_SESSION_STARTED, "i" },
	{ EVENT_SESSION_PAUSED, "i" },
	{ EVENT_SESSION_RESUMED, "i" },
	{ EVENT_SESSION_ENDED, "i" },
	{ EVENT_SESSION_DELETED, "" },
	{ EVENT_PHASE_ENTERED, "i" },
	{ EVENT_NOTE_EDITED, "" },
	{ EVENT_QUESTION_ASKED, "c" },
	{ EVENT_ANSWER_GIVEN, "ip" },
	{ EVENT_FACT_REVEALED, "ip" },
	{ EVENT_HINT_OFFERED, "ip" },
	{ EVENT_HINT_TAKEN, "ip" },
	{ EVENT_PROBE_ASKED, "ip" },
	{ EVENT_CURVEBALL_THROWN, "i" },
	{ EVENT_ITEM_TICKED, "c" },
	{ EVENT_POINT_TICKED, "ipc" },
	{ EVENT_SCORE_GIVEN, "" },
	{ EVENT_ROOM_OPENED, "i" },
	{ EVENT_MEMBER_ADMITTED, "i" },
	{ EVENT_MEMBER_REMOVED, "i" },
	{ EVENT_REVIEWER_JOINED, "" },
	{ EVENT_MARK_MADE, "" },
	{ EVENT_MARK_HELD, "" },
	{ EVENT_MARK_RELEASED, "ip" },
	{ EVENT_SCORES_SUBMITTED, "ipc" },
	{ EVENT_SCORE_RELEASED, "ipc" },
};

static const struct { const char *stream, *who; } documents[] = {
	{ "notes.requirements", "c" },
	{ "notes.data-model", "c" },
	{ STREAM_WORKSHEET, "c" },
	{ "draft.question", "c" },
	{ "anything.else", "c" },
	{ "reflect.1", "ipc" },
	{ "next.3", "ipc" },
	{ STREAM_PROBLEM, "i" },
	{ STREAM_INVITE, "ic" },
	{ STREAM_MAIN, "" },
	{ STREAM_PRIVATE, "" },
	{ STREAM_PRIVATE ".evidence", "" },
	{ STREAM_PRIVATE ".note", "" },
};

static const struct { enum seat seat; char letter; } seats[] = {
	{ SEAT_SOLO, 's' }, { SEAT_INTERVIEWER, 'i' }, { SEAT_PANEL, 'p' }, { SEAT_CANDIDATE, 'c' }, { SEAT_OBSERVER, 'o' },
};
_Static_assert(ARRAY_SIZE(seats) == SEAT_COUNT, "every seat is tried");

#define EVENT(symbol, name, payload, writers) + 1
enum { KINDS = 1
#include "session/event.def"
};
#undef EVENT
_Static_assert(ARRAY_SIZE(rights) == KINDS, "every kind is tried");

static struct event event_in(enum event_kind kind, const char *stream)
{
	struct event event = { .kind = kind };
	snprintf(event.stream, sizeof event.stream, "%s", stream);
	return event;
}

static void assert_right(enum seat seat, enum event_kind kind, const char *stream, bool expected)
{
	struct event event = event_in(kind, stream);
	if (seat_may_write(seat, &event) != expected)
		fail_msg("the %s %s write %s to %s", seat_name(seat), expected ? "may not" : "may", event_kind_name(&event), stream);
}

static void every_seat_writes_its_own_kinds_and_no_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rights); i++) {
		assert_int_equal(rights[i].kind, i);
		for (size_t s = 0; s < ARRAY_SIZE(seats); s++)
			assert_right(seats[s].seat, rights[i].kind, STREAM_MAIN, strchr(rights[i].who, seats[s].letter) != NULL);
	}
}

static void every_document_has_its_writers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(documents); i++)
		for (size_t s = 0; s < ARRAY_SIZE(seats); s++)
			assert_right(seats[s].seat, EVENT_NOTE_EDITED, documents[i].stream, strchr(documents[i].who, seats[s].letter) != NULL);
}

static void a_document_takes_splices_and_a_private_stream_nothing_at_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rights); i++)
		for (size_t s = 0; s < ARRAY_SIZE(seats); s++) {
			if (rights[i].kind != EVENT_NOTE_EDITED) {
				assert_right(seats[s].seat, rights[i].kind, "notes.requirements", false);
				assert_right(seats[s].seat, rights[i].kind, "reflect.1", false);
				assert_right(seats[s].seat, rights[i].kind, STREAM_PROBLEM, false);
			}
			assert_right(seats[s].seat, rights[i].kind, STREAM_PRIVATE, false);
			assert_right(seats[s].seat, rights[i].kind, STREAM_PRIVATE ".evidence", false);
		}
}

static void names_of_seats_and_marks_are_read_back(void **state)
{
	(void)state;
	for (int i = SEAT_SOLO + 1; i < SEAT_COUNT; i++) {
		enum seat seat = SEAT_SOLO;
		assert_true(seat_parse(seat_name((enum seat)i), &seat));
		assert_int_equal(seat, i);
		assert_true(strlen(seat_title((enum seat)i)) > 3);
	}
	enum seat seat = SEAT_PANEL;
	assert_false(seat_parse("solo", &seat));        /* nobody is admitted as alone */
	assert_false(seat_parse("", &seat));
	assert_false(seat_parse("Candidate", &seat));
	assert_int_equal(seat, SEAT_PANEL);
	for (int i = 0; i < MARK_COUNT; i++) {
		enum mark_category category = MARK_COUNT;
		assert_true(mark_parse(mark_name((enum mark_category)i), &category));
		assert_int_equal(category, i);
	}
	enum mark_category category;
	assert_false(mark_parse("luck", &category));
	assert_true(seat_interviews(SEAT_INTERVIEWER) && seat_interviews(SEAT_PANEL));
	assert_false(seat_interviews(SEAT_CANDIDATE) || seat_interviews(SEAT_OBSERVER) || seat_interviews(SEAT_SOLO));
}

static void a_code_is_read_however_it_is_typed(void **state)
{
	(void)state;
	static const char *const typed[] = {
		"7K3MQ2XV9TRAH41P", "7K3M-Q2XV-9TRA-H41P", "7k3m-q2xv-9tra-h41p", " 7K3M Q2XV 9TRA H41P ", "7K3M-Q2XV-9TRA-H4IP",
		"7K3M-Q2XV-9TRA-H4lP", "7K3MQ2XV9TRAH41P\n", "7K3M\tQ2XV\r\n9TRA--H41P", "-7K3MQ2XV9TRAH41P-",
	};
	for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
		char code[ID_SIZE] = "";
		if (!room_code_parse(typed[i], code))
			fail_msg("'%s' is not read", typed[i]);
		assert_string_equal(code, "7K3MQ2XV9TRAH41P");
	}
	char code[ID_SIZE];
	assert_true(room_code_parse("oooo-OOOO-iiii-LLLL", code));
	assert_string_equal(code, "0000000011111111");
}

static void what_is_no_code_is_refused(void **state)
{
	(void)state;
	static const char *const typed[] = {
		"", " ", "----", "7K3M", "7K3M-Q2XV-9TRA-H41", "7K3M-Q2XV-9TRA-H41PP", "7K3M-Q2XV-9TRA-H41P-7", "7K3M-Q2XV-9TRA-H4UP",
		"7K3M.Q2XV.9TRA.H41P", "7K3M-Q2XV-9TRA-H4\xC3\xA9", "7K3M\xE2\x80\x93Q2XV9TRAH41P", "7K3M-Q2XV-9TRA-H4*P",
	};
	for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
		char code[ID_SIZE];
		if (room_code_parse(typed[i], code))
			fail_msg("'%s' is read as %s", typed[i], code);
	}
}

static void a_code_that_is_shown_is_read_again(void **state)
{
	(void)state;
	char code[ID_SIZE], shown[ROOM_CODE_SHOWN], again[ID_SIZE], name[ROOM_NAME_LEN + 1];
	unsigned char random[10] = { 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0, 0x55, 0xAA };
	id_format(code, random);
	room_code_show(code, shown);
	assert_int_equal(strlen(shown), 19);
	assert_int_equal(strspn(shown + 5, "-"), 0);
	assert_true(shown[4] == '-' && shown[9] == '-' && shown[14] == '-');
	assert_true(room_code_parse(shown, again));
	assert_string_equal(again, code);
	room_code_name(code, name);
	assert_int_equal(strlen(name), ROOM_NAME_LEN);
	assert_memory_equal(name, shown, ROOM_NAME_LEN);
	assert_int_equal(shown[ROOM_NAME_LEN], '-');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_seat_writes_its_own_kinds_and_no_other),
		cmocka_unit_test(every_document_has_its_writers),
		cmocka_unit_test(a_document_takes_splices_and_a_private_stream_nothing_at_all),
		cmocka_unit_test(names_of_seats_and_marks_are_read_back),
		cmocka_unit_test(a_code_is_read_however_it_is_typed),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(a_code_that_is_shown_is_read_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
