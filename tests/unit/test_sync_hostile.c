/* Rooms: members get nothing but members' events, and nobody can take the room from the others, well signed or not. */
#include "sync_world.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "past.h"
#include "peer/early.h"
#include "peer/track.h"

static void a_changed_byte_is_refused(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	ask(&pair, 1);
	for (size_t i = 0; i < pair.message.len; i++) {
		pair.message.text[i] ^= 1;
		enum sync_result result = hand(&pair, 0);
		/* Byte 1 says whether an answer is wanted, and no more. */
		if (i != 1)
			assert_true(result != SYNC_EVENT && result != SYNC_DONE);
		pair.message.text[i] ^= 1;
	}
	assert_int_equal(hand(&pair, 0), SYNC_EVENT);
	close_pair(&pair);
}

static void a_seat_may_not_write_what_is_not_its_own(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct node *candidate = &pair.world.nodes[1], *observer = &pair.world.nodes[2];
	struct event event = prepare(&pair.world, candidate, STREAM_MAIN, EVENT_PHASE_ENTERED);
	event.phase_entered.phase = 1;
	session_add(candidate->session, &event);
	sync_logged(candidate->sync, &event);
	take_event(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_REFUSED);
	event = prepare(&pair.world, observer, "notes.requirements", EVENT_NOTE_EDITED);
	event.note_edited.text = "I help";
	sync_logged(observer->sync, &event);
	take_event(&pair, 2);
	assert_int_equal(hand(&pair, 0), SYNC_REFUSED);
	assert_int_equal(hand(&pair, 1), SYNC_REFUSED);
	close_pair(&pair);
}

static void scores_cannot_be_forged_under_another_name(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	/* The candidate writes what the interviewer would, signed with their own key. */
	struct sync_options options = { .session = SESSION, .self = HOST, .host = HOST };
	memcpy(options.host_key, pair.world.nodes[0].key, sizeof options.host_key);
	memcpy(options.secret, pair.world.nodes[1].secret, sizeof options.secret);
	struct sync *forger = sync_new(&options);
	for (size_t i = 0; i < pair.world.nodes[1].session->event_count; i++)
		sync_logged(forger, pair.world.nodes[1].session->events[i]);
	sync_loaded(forger);
	struct event event = prepare(&pair.world, &pair.world.nodes[0], STREAM_MAIN, EVENT_SCORE_RELEASED);
	event.score_released = (struct score_released){ .criterion = "depth", .score = 4, .evidence = "" };
	sync_logged(forger, &event);
	bool is_event = false;
	while (!is_event)
		assert_true(sync_next(forger, pair.world.now_ms, &pair.message, &is_event));
	assert_int_equal(hand(&pair, 2), SYNC_FORGED);
	sync_free(forger);
	close_pair(&pair);
}

static void a_stranger_is_not_heard(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct node stranger = { .origin = "SSSSSSSSSSSSSSSS" };
	key_of(&stranger, 9);
	stranger.session = session_new();
	begin(&pair.world, &stranger);
	struct event event = prepare(&pair.world, &stranger, STREAM_MAIN, EVENT_QUESTION_ASKED);
	event.question_asked.text = "may I?";
	session_add(stranger.session, &event);
	sync_logged(stranger.sync, &event);
	bool is_event = false;
	for (int i = 0; i < 2; i++) {
		assert_true(sync_next(stranger.sync, pair.world.now_ms, &pair.message, &is_event));
		assert_int_equal(hand(&pair, 0), SYNC_STRANGER);
	}
	assert_true(is_event);
	sync_free(stranger.sync);
	session_free(stranger.session);
	close_pair(&pair);
}

static void an_event_of_another_room_is_refused(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct node *candidate = &pair.world.nodes[1];
	/* The same key, in a session of another id. */
	struct event event = prepare(&pair.world, candidate, STREAM_MAIN, EVENT_QUESTION_ASKED);
	strcpy(event.session, "0000000000000002");
	event.question_asked.text = "elsewhere";
	sync_logged(candidate->sync, &event);
	take_event(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_REFUSED);
	close_pair(&pair);
}

static void two_stories_under_one_number_freeze_their_author(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct node *candidate = &pair.world.nodes[1];
	struct session *before = session_at(candidate->session, INT64_MAX);
	ask(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_EVENT);
	commit(&pair.world.nodes[0], &pair.event);
	/* The candidate comes back with an older copy, and goes on differently. */
	kill_one(&pair.world, 1);
	session_free(candidate->session);
	candidate->session = before;
	begin(&pair.world, candidate);
	struct event event = prepare(&pair.world, candidate, STREAM_MAIN, EVENT_QUESTION_ASKED);
	event.question_asked.text = "something else";
	commit(candidate, &event);
	take_event(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_FORKED);
	/* From now on nothing of theirs is taken. */
	assert_int_equal(hand(&pair, 0), SYNC_STRANGER);
	close_pair(&pair);
}

static void who_was_removed_is_not_heard_any_more(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct event event = prepare(&pair.world, &pair.world.nodes[0], STREAM_MAIN, EVENT_MEMBER_REMOVED);
	event.member_removed.member = CANDIDATE;
	commit(&pair.world.nodes[0], &event);
	ask(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_STRANGER);
	assert_int_equal(sync_seat(pair.world.nodes[0].sync, CANDIDATE), SEAT_OBSERVER);
	close_pair(&pair);
}

static void one_member_cannot_use_up_the_streams_of_all(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct node *candidate = &pair.world.nodes[1];
	size_t taken = 0;
	for (int i = 0; i < 2 * TRACKS_EACH; i++) {
		char stream[STREAM_SIZE];
		snprintf(stream, sizeof stream, "notes.%d", i);
		struct event event = prepare(&pair.world, candidate, stream, EVENT_NOTE_EDITED);
		event.note_edited.text = "x";
		commit(candidate, &event);
		take_event(&pair, 1);
		enum sync_result result = hand(&pair, 0);
		assert_int_equal(result, taken < TRACKS_EACH ? SYNC_EVENT : SYNC_REFUSED);
		taken += result == SYNC_EVENT;
		if (result == SYNC_EVENT)
			commit(&pair.world.nodes[0], &pair.event);
	}
	ask(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_REFUSED);         /* of main there was nothing yet */
	struct event event = prepare(&pair.world, &pair.world.nodes[0], "reflect.1", EVENT_NOTE_EDITED);
	event.note_edited.text = "mine";
	commit(&pair.world.nodes[0], &event);
	take_event(&pair, 0);
	assert_int_equal(hand(&pair, 1), SYNC_EVENT);
	close_pair(&pair);
}

/* The message in which a node says something of its own, which is in its log. */
static void say(struct pair *pair, struct node *node, const char *stream, const char *text)
{
	struct event event;
	bool is_event = false;
	if (stream_is_document(stream)) {
		event = prepare(&pair->world, node, stream, EVENT_NOTE_EDITED);
		event.note_edited.text = text;
	} else {
		event = prepare(&pair->world, node, stream, EVENT_FACT_REVEALED);
		event.fact_revealed = (struct fact_revealed){ .fact = text, .weight = 1, .text = text };
	}
	commit(node, &event);
	while (!is_event)
		assert_true(sync_next(node->sync, pair->world.now_ms, &pair->message, &is_event));
}

/* As many events of one stream, of which the first is lost. */
static void say_all_but_the_first(struct pair *pair, struct node *node, const char *stream, size_t count, size_t to)
{
	say(pair, node, stream, "lost");
	for (size_t i = 0; i < count; i++) {
		say(pair, node, stream, "x");
		assert_int_equal(hand(pair, to), SYNC_GAP);
	}
}

/* The interviewer says two things, and the second comes first: whether the other side has kept it for its turn. */
static bool is_kept_for_its_turn(struct pair *pair, size_t to)
{
	struct node *host = &pair->world.nodes[0], *there = &pair->world.nodes[to];
	struct strbuf first = STRBUF_INIT;
	say(pair, host, STREAM_MAIN, "first");
	strbuf_add(&first, pair->message.text, pair->message.len);
	say(pair, host, STREAM_MAIN, "second");
	assert_int_equal(hand(pair, to), SYNC_GAP);
	assert_int_equal(sync_receive(there->sync, first.text, first.len, pair->world.now_ms, &pair->event, &pair->arena), SYNC_EVENT);
	commit(there, &pair->event);
	strbuf_release(&first);
	bool kept = sync_early(there->sync, pair->world.now_ms, &pair->event, &pair->arena) == SYNC_EVENT;
	if (!kept)
		assert_int_equal(hand(pair, to), SYNC_EVENT);
	assert_string_equal(pair->event.fact_revealed.text, "second");
	commit(there, &pair->event);
	return kept;
}

static void one_member_cannot_use_up_the_places_for_what_came_early(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	say_all_but_the_first(&pair, &pair.world.nodes[1], "worksheet", 2 * EARLY_MAX, 2);
	assert_true(is_kept_for_its_turn(&pair, 2));
	close_pair(&pair);
}

/* What came early of somebody from whom nothing is taken any more leaves its places to the others. */
static void what_came_early_goes_with_its_author(bool removed)
{
	struct pair pair;
	struct node panel = { .origin = "PPPPPPPPPPPPPPPP", .session = session_new() };
	open_pair(&pair);
	struct node *host = &pair.world.nodes[0], *candidate = &pair.world.nodes[1], *observer = &pair.world.nodes[2];
	key_of(&panel, 9);
	admit(&pair.world, &panel, "panel");
	pass(&pair.world, 3000);
	begin(&pair.world, &panel);
	struct node twin = { .origin = CANDIDATE, .session = session_new() };
	key_of(&twin, 2);
	begin(&pair.world, &twin);
	say(&pair, candidate, "notes.requirements", "one story");
	assert_int_equal(hand(&pair, 2), SYNC_EVENT);
	commit(observer, &pair.event);
	/* Candidate and panel together fill all there is. */
	assert_int_equal(2 * EARLY_EACH, EARLY_MAX);
	say_all_but_the_first(&pair, candidate, "worksheet", EARLY_EACH, 2);
	say_all_but_the_first(&pair, &panel, "reflect.1", EARLY_EACH, 2);
	assert_false(is_kept_for_its_turn(&pair, 2));
	if (removed) {
		struct event event = prepare(&pair.world, host, STREAM_MAIN, EVENT_MEMBER_REMOVED);
		event.member_removed.member = CANDIDATE;
		commit(host, &event);
		take_event(&pair, 0);
		assert_int_equal(hand(&pair, 2), SYNC_EVENT);
		commit(observer, &pair.event);
	} else {
		say(&pair, &twin, "notes.requirements", "another story");
		assert_int_equal(hand(&pair, 2), SYNC_FORKED);
	}
	assert_true(is_kept_for_its_turn(&pair, 2));
	sync_free(panel.sync);
	sync_free(twin.sync);
	session_free(panel.session);
	session_free(twin.session);
	close_pair(&pair);
}

static void what_came_early_of_who_was_removed_is_dropped(void **state)
{
	(void)state;
	what_came_early_goes_with_its_author(true);
}

static void what_came_early_of_who_is_frozen_is_dropped(void **state)
{
	(void)state;
	what_came_early_goes_with_its_author(false);
}

/* Somebody says to have events that nobody has written yet: they are not taken for delivered when they are. */
static void who_claims_to_have_what_is_not_written_is_not_believed(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct node *host = &pair.world.nodes[0], *candidate = &pair.world.nodes[1];
	struct event event = prepare(&pair.world, host, STREAM_MAIN, EVENT_MEMBER_REMOVED);
	event.member_removed.member = OBSERVER;
	commit(host, &event);
	pass(&pair.world, 3000);
	assert_int_equal(sync_undelivered(host->sync, pair.world.now_ms), 0);
	event = prepare(&pair.world, host, STREAM_MAIN, EVENT_FACT_REVEALED);
	event.fact_revealed = (struct fact_revealed){ .fact = "f", .text = "invented" };
	for (int i = 0; i < 3; i++, event.oseq++)
		sync_logged(candidate->sync, &event);
	take_have(&pair, 1, pair.world.now_ms);
	assert_int_equal(hand(&pair, 0), SYNC_DONE);
	say(&pair, host, STREAM_MAIN, "the first of the three");
	assert_int_equal(sync_undelivered(host->sync, pair.world.now_ms), 1);
	close_pair(&pair);
}

static void hostile_bytes_are_no_message(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	static const char *const texts[] = { "", "E", "H", "E.", "Q", "HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH" };
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_int_equal(sync_receive(pair.world.nodes[0].sync, texts[i], strlen(texts[i]), pair.world.now_ms, &pair.event, &pair.arena), SYNC_BAD);
	char *huge = calloc(1, SYNC_MESSAGE_MAX + 1);
	huge[0] = 'E';
	assert_int_equal(sync_receive(pair.world.nodes[0].sync, huge, SYNC_MESSAGE_MAX + 1, pair.world.now_ms, &pair.event, &pair.arena), SYNC_BAD);
	free(huge);
	close_pair(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_changed_byte_is_refused),
		cmocka_unit_test(a_seat_may_not_write_what_is_not_its_own),
		cmocka_unit_test(scores_cannot_be_forged_under_another_name),
		cmocka_unit_test(a_stranger_is_not_heard),
		cmocka_unit_test(an_event_of_another_room_is_refused),
		cmocka_unit_test(two_stories_under_one_number_freeze_their_author),
		cmocka_unit_test(who_was_removed_is_not_heard_any_more),
		cmocka_unit_test(one_member_cannot_use_up_the_streams_of_all),
		cmocka_unit_test(one_member_cannot_use_up_the_places_for_what_came_early),
		cmocka_unit_test(what_came_early_of_who_was_removed_is_dropped),
		cmocka_unit_test(what_came_early_of_who_is_frozen_is_dropped),
		cmocka_unit_test(who_claims_to_have_what_is_not_written_is_not_believed),
		cmocka_unit_test(hostile_bytes_are_no_message),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
