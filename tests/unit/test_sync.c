/*
 * Rooms: members get each other's events whatever the wire does. A run is a seed: the wire drops, doubles, reorders and cuts,
 * members are killed and come back with what was in their logs.
 */
#include "sync_world.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static void write_something(struct world *world, size_t which)
{
	struct node *node = &world->nodes[which];
	char text[32];
	snprintf(text, sizeof text, "%" PRIu32 " ", next(world));
	struct event event;
	if (which == 0 && chance(world, 70)) {
		event = prepare(world, node, STREAM_MAIN, EVENT_FACT_REVEALED);
		event.fact_revealed = (struct fact_revealed){ .fact = text, .weight = 2, .text = text };
	} else if (which == 0) {
		event = prepare(world, node, STREAM_PRIVATE, EVENT_MARK_MADE);
		event.mark_made = (struct mark_made){ .category = "good", .text = "canary" };
		session_add(node->session, &event);
		return;
	} else if (chance(world, 20)) {
		event = prepare(world, node, STREAM_MAIN, EVENT_QUESTION_ASKED);
		event.question_asked.text = text;
	} else {
		event = prepare(world, node, chance(world, 50) ? "notes.requirements" : "worksheet", EVENT_NOTE_EDITED);
		event.note_edited = (struct note_edited){ .offset = 0, .text = text };
	}
	commit(node, &event);
}

static void run(uint64_t seed)
{
	struct world world;
	open_world(&world, seed);
	world.drop = (int)(next(&world) % 40);
	world.twice = (int)(next(&world) % 40);
	world.late = (int)(next(&world) % 60);
	for (int step = 0; step < 40; step++) {
		switch (next(&world) % 10) {
		case 0:
			kill_one(&world, next(&world) % NODES);
			break;
		case 1:
			world.cut = !world.cut;
			break;
		default:
			for (size_t i = 0; i < 2; i++)
				for (unsigned n = next(&world) % 3; n; n--)
					write_something(&world, i);
		}
		pass(&world, next(&world) % 60);
		for (size_t i = 0; i < NODES; i++)
			if (!world.nodes[i].up && chance(&world, 60))
				begin(&world, &world.nodes[i]);
	}
	/* The wire stays as bad as it is, but carries again; everything meets. */
	world.cut = false;
	for (size_t i = 0; i < NODES; i++)
		if (!world.nodes[i].up)
			begin(&world, &world.nodes[i]);
	for (int tries = 0; tries < 400 && !all_equal(&world); tries++)
		pass(&world, 500);
	if (!all_equal(&world))
		fail_msg("seed %" PRIu64 ": the logs do not meet", seed);
	/* Nothing that its writer was told is kept is missing anywhere, and nothing private went out. */
	for (size_t i = 0; i < NODES; i++)
		for (size_t j = 0; j < NODES; j++) {
			size_t there = 0;
			const struct session *session = world.nodes[j].session;
			for (size_t k = 0; k < session->event_count; k++) {
				there += !strcmp(session->events[k]->origin, world.nodes[i].origin) && !stream_is_private(session->events[k]->stream);
				assert_true(j == 0 || !stream_is_private(session->events[k]->stream));
			}
			if (there != world.nodes[i].acknowledged)
				fail_msg("seed %" PRIu64 ": node %zu has %zu of %zu events of node %zu", seed, j, there, world.nodes[i].acknowledged, i);
		}
	/* The folds of what is public are the same, too. */
	assert_int_equal(world.nodes[0].session->turn_count, world.nodes[1].session->turn_count);
	assert_string_equal(session_text(world.nodes[0].session, "worksheet", NULL), session_text(world.nodes[2].session, "worksheet", NULL));
	close_world(&world);
}

static void a_thousand_seeds_of_drop_double_reorder_cut_and_kill_meet(void **state)
{
	(void)state;
	const char *more = getenv("SYNC_SEEDS");
#ifdef __SANITIZE_ADDRESS__
	uint64_t seeds = more ? strtoull(more, NULL, 10) : 150;        /* five times as slow, and the same seeds */
#else
	uint64_t seeds = more ? strtoull(more, NULL, 10) : 1000;
#endif
	for (uint64_t seed = 1; seed <= seeds; seed++)
		run(seed);
	print_message("# %" PRIu64 " seeds\n", seeds);
}

static void an_event_is_taken_once(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	ask(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_EVENT);
	commit(&pair.world.nodes[0], &pair.event);
	assert_int_equal(hand(&pair, 0), SYNC_DOUBLE);
	close_pair(&pair);
}

static void what_is_not_committed_is_not_had(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	ask(&pair, 1);
	assert_int_equal(hand(&pair, 0), SYNC_EVENT);
	assert_int_equal(hand(&pair, 0), SYNC_EVENT);   /* the commit failed: the same event again */
	close_pair(&pair);
}

static void twelve_thousand_missed_events_are_made_up_in_seconds(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	kill_one(&pair.world, 0);
	kill_one(&pair.world, 2);
	for (int i = 0; i < 12000; i++) {
		struct event event = prepare(&pair.world, &pair.world.nodes[1], "worksheet", EVENT_NOTE_EDITED);
		event.note_edited = (struct note_edited){ .offset = 0, .text = "x" };
		commit(&pair.world.nodes[1], &event);
	}
	kill_one(&pair.world, 1);
	for (size_t i = 0; i < NODES; i++)
		begin(&pair.world, &pair.world.nodes[i]);
	int64_t began = pair.world.now_ms;
	for (int tries = 0; tries < 600 && (sync_undelivered(pair.world.nodes[1].sync, pair.world.now_ms) || pair.world.now_ms == began); tries++)
		pass(&pair.world, 100);
	assert_int_equal(pair.world.nodes[0].session->event_count, pair.world.nodes[1].session->event_count);
	/* In the time of the wire, of which the test is the clock: a few ms for each batch. */
	assert_true(pair.world.now_ms - began < 12000 / SYNC_BATCH * 30 + 2 * SYNC_HAVE_MS);
	close_pair(&pair);
}

static void the_interviewers_clock_is_known_whatever_ones_own_says(void **state)
{
	(void)state;
	struct pair pair;
	int64_t offset, round_trip;
	open_pair(&pair);
	struct node *host = &pair.world.nodes[0], *candidate = &pair.world.nodes[1];
	/* The candidate's machine is 90 s ahead: its messages say so, and the wire takes 20 ms each way. */
	for (int turn = 0; turn < 10; turn++) {
		bool is_event;
		pair.world.now_ms += SYNC_HAVE_MS;
		while (sync_next(candidate->sync, pair.world.now_ms + 90000, &pair.message, &is_event))
			sync_receive(host->sync, pair.message.text, pair.message.len, pair.world.now_ms + 20, &pair.event, &pair.arena);
		pair.world.now_ms += 500;
		sync_greet(host->sync);
		while (sync_next(host->sync, pair.world.now_ms, &pair.message, &is_event))
			sync_receive(candidate->sync, pair.message.text, pair.message.len, pair.world.now_ms + 20 + 90000, &pair.event, &pair.arena);
	}
	assert_true(sync_clock(candidate->sync, &offset, &round_trip));
	assert_true(offset > -90100 && offset < -89900);
	assert_int_equal(round_trip, 40);
	close_pair(&pair);
}

static void only_who_answers_is_in_touch(void **state)
{
	(void)state;
	struct pair pair;
	struct strbuf old[4] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	open_pair(&pair);
	struct sync *host = pair.world.nodes[0].sync;
	assert_true(sync_heard_ms(host) > 0);
	/* The broker keeps some back, so that they are news, and plays them long after. */
	for (size_t i = 0; i < ARRAY_SIZE(old); i++) {
		pair.world.now_ms += SYNC_HAVE_MS;
		take_have(&pair, 1, pair.world.now_ms);
		strbuf_add(&old[i], pair.message.text, pair.message.len);
		take_have(&pair, 0, pair.world.now_ms);
		assert_int_equal(hand(&pair, 1), SYNC_DONE);
	}
	pair.world.now_ms += 10 * SYNC_SILENCE_MS;
	int64_t heard = sync_heard_ms(host);
	for (int times = 0; times < 2; times++)
		for (size_t i = 0; i < ARRAY_SIZE(old); i++) {
			enum sync_result result = sync_receive(host, old[i].text, old[i].len, pair.world.now_ms, &pair.event, &pair.arena);
			assert_int_equal(result, times ? SYNC_DOUBLE : SYNC_DONE);
			assert_int_equal(sync_heard_ms(host), heard);
		}
	for (size_t i = 0; i < ARRAY_SIZE(old); i++)
		strbuf_release(&old[i]);
	/* Whoever is there answers. */
	take_have(&pair, 0, pair.world.now_ms);
	assert_int_equal(hand(&pair, 1), SYNC_DONE);
	take_have(&pair, 1, pair.world.now_ms + 5);
	assert_int_equal(hand(&pair, 0), SYNC_DONE);
	assert_int_equal(sync_heard_ms(host), pair.world.now_ms);
	close_pair(&pair);
}

static void a_clock_that_is_set_back_keeps_nobody_out_of_touch(void **state)
{
	(void)state;
	struct pair pair;
	open_pair(&pair);
	struct sync *host = pair.world.nodes[0].sync;
	int64_t back = pair.world.now_ms - 3600 * 1000;
	take_have(&pair, 0, pair.world.now_ms);
	assert_int_equal(sync_receive(pair.world.nodes[1].sync, pair.message.text, pair.message.len, back, &pair.event, &pair.arena), SYNC_DONE);
	take_have(&pair, 1, back + 10);
	pair.world.now_ms += 20;
	assert_int_equal(hand(&pair, 0), SYNC_DONE);
	assert_int_equal(sync_heard_ms(host), pair.world.now_ms);
	/* What it had said before is old all the same. */
	take_have(&pair, 1, back + 5);
	pair.world.now_ms += 2 * SYNC_SILENCE_MS;
	assert_int_equal(hand(&pair, 0), SYNC_DOUBLE);
	close_pair(&pair);
}

/* Whatever the program lets somebody write in a room can be sent. */
static void the_longest_event_gets_through(void **state)
{
	(void)state;
	struct pair pair;
	struct strbuf text = STRBUF_INIT, line = STRBUF_INIT;
	open_pair(&pair);
	struct node *candidate = &pair.world.nodes[1];
	struct event event = prepare(&pair.world, candidate, STREAM_MAIN, EVENT_QUESTION_ASKED);
	event.question_asked.text = "";
	event_line_encode(&event, &line);
	strbuf_fill(&text, 'x', ROOM_LINE_MAX - line.len);
	event.question_asked.text = text.text;
	commit(candidate, &event);
	take_event(&pair, 1);
	assert_true(pair.message.len > ROOM_LINE_MAX && pair.message.len <= SYNC_MESSAGE_MAX);
	assert_int_equal(hand(&pair, 0), SYNC_EVENT);
	assert_string_equal(pair.event.question_asked.text, text.text);
	strbuf_release(&text);
	strbuf_release(&line);
	close_pair(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_is_taken_once),
		cmocka_unit_test(what_is_not_committed_is_not_had),
		cmocka_unit_test(twelve_thousand_missed_events_are_made_up_in_seconds),
		cmocka_unit_test(the_interviewers_clock_is_known_whatever_ones_own_says),
		cmocka_unit_test(only_who_answers_is_in_touch),
		cmocka_unit_test(a_clock_that_is_set_back_keeps_nobody_out_of_touch),
		cmocka_unit_test(the_longest_event_gets_through),
		cmocka_unit_test(a_thousand_seeds_of_drop_double_reorder_cut_and_kill_meet),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
