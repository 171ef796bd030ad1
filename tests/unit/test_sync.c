/*
 * Rooms: members get each other's events whatever the wire does, and nothing but members' events. A run is a seed: the wire
 * drops, doubles, reorders and cuts, members are killed and come back with what was in their logs.
 */
#include "test.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "peer/early.h"
#include "peer/sync.h"
#include "peer/track.h"
#include "session/export.h"
#include "session/session.h"

#define SESSION "0000000000000001"
#define HOST "HHHHHHHHHHHHHHHH"
#define CANDIDATE "CCCCCCCCCCCCCCCC"
#define OBSERVER "0BBBBBBBBBBBBBBB"

enum { NODES = 3, FLIGHT_MAX = 4096 };

struct node {
	const char *origin;
	unsigned char key[SYNC_KEY_SIZE], secret[SYNC_SECRET_SIZE];
	struct sync *sync;
	struct session *session;        /* its log and fold */
	size_t acknowledged;            /* own events that it was told are kept */
	bool up;
};

struct flight {
	size_t to;
	int64_t at_ms;
	char *bytes;
	size_t len;
};

struct world {
	uint64_t random;
	int64_t now_ms;
	struct node nodes[NODES];
	struct flight wire[FLIGHT_MAX];
	size_t in_flight;
	int drop, twice, late;          /* per cent */
	bool cut;                       /* the wire carries nothing */
	size_t sent;
};

static uint32_t next(struct world *world)
{
	world->random = world->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(world->random >> 33);
}

static bool chance(struct world *world, int per_cent)
{
	return (int)(next(world) % 100) < per_cent;
}

static void key_of(struct node *node, unsigned char seed_byte)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	memset(seed, seed_byte, sizeof seed);
	crypto_sign_seed_keypair(node->key, node->secret, seed);
}

static void begin(struct world *world, struct node *node)
{
	struct sync_options options = { .session = SESSION, .self = node->origin, .host = HOST };
	memcpy(options.host_key, world->nodes[0].key, sizeof options.host_key);
	memcpy(options.secret, node->secret, sizeof options.secret);
	node->sync = sync_new(&options);
	for (size_t i = 0; node->session && i < node->session->event_count; i++)
		sync_logged(node->sync, node->session->events[i]);
	sync_loaded(node->sync);
	node->up = true;
}

static void commit(struct node *node, const struct event *event)
{
	assert_int_equal(session_add(node->session, event), STATUS_OK);
	if (node->up)
		sync_logged(node->sync, event);
	if (!strcmp(event->origin, node->origin))
		node->acknowledged++;
}

static struct event prepare(struct world *world, struct node *node, const char *stream, enum event_kind kind)
{
	struct event event;
	if (!*node->session->id)
		strcpy(node->session->id, SESSION);
	session_prepare(node->session, &event, node->origin, stream, kind, world->now_ms);
	return event;
}

static void admit(struct world *world, struct node *node, const char *seat)
{
	char hex[SYNC_KEY_SIZE * 2 + 1];
	struct event event = prepare(world, &world->nodes[0], STREAM_MAIN, EVENT_MEMBER_ADMITTED);
	sodium_bin2hex(hex, sizeof hex, node->key, sizeof node->key);
	event.member_admitted = (struct member_admitted){ .member = node->origin, .name = seat, .seat = seat, .key = hex };
	commit(&world->nodes[0], &event);
}

static void open_world(struct world *world, uint64_t seed)
{
	static const char *const origins[NODES] = { HOST, CANDIDATE, OBSERVER };
	*world = (struct world){ .random = seed * 77 + 5, .now_ms = 1700000000000 };
	for (size_t i = 0; i < NODES; i++) {
		world->nodes[i].origin = origins[i];
		world->nodes[i].session = session_new();
		key_of(&world->nodes[i], (unsigned char)(i + 1));
	}
	struct event event = prepare(world, &world->nodes[0], STREAM_MAIN, EVENT_SESSION_STARTED);
	event.session_started = (struct session_started){ .problem = "p", .title = "P", .problem_sha256 = "", .preset = "45",
	                                                  .phases = "", .level = "mid" };
	commit(&world->nodes[0], &event);
	event = prepare(world, &world->nodes[0], STREAM_MAIN, EVENT_ROOM_OPENED);
	event.room_opened = (struct room_opened){ .name = "Ann", .prompt = "Design it." };
	commit(&world->nodes[0], &event);
	for (size_t i = 0; i < NODES; i++)
		begin(world, &world->nodes[i]);
	admit(world, &world->nodes[1], "candidate");
	admit(world, &world->nodes[2], "observer");
}

static void close_world(struct world *world)
{
	for (size_t i = 0; i < world->in_flight; i++)
		free(world->wire[i].bytes);
	for (size_t i = 0; i < NODES; i++) {
		sync_free(world->nodes[i].up ? world->nodes[i].sync : NULL);
		session_free(world->nodes[i].session);
	}
}

static void put(struct world *world, size_t to, const struct strbuf *message)
{
	if (world->cut || chance(world, world->drop) || world->in_flight == FLIGHT_MAX)
		return;
	struct flight *flight = &world->wire[world->in_flight++];
	*flight = (struct flight){ .to = to, .at_ms = world->now_ms + (chance(world, world->late) ? next(world) % 300 : 1),
	                           .bytes = xstrndup("", 0), .len = message->len };
	free(flight->bytes);
	flight->bytes = malloc(message->len);
	memcpy(flight->bytes, message->text, message->len);
}

static void send_all(struct world *world, size_t from)
{
	struct strbuf message = STRBUF_INIT;
	bool is_event;
	struct node *node = &world->nodes[from];
	while (node->up && sync_next(node->sync, world->now_ms, &message, &is_event)) {
		world->sent++;
		for (size_t to = 0; to < NODES; to++)
			for (int copies = to == from ? 0 : chance(world, world->twice) ? 2 : 1; copies; copies--)
				put(world, to, &message);
	}
	strbuf_release(&message);
}

static void deliver(struct world *world)
{
	for (size_t i = 0; i < world->in_flight;) {
		struct flight flight = world->wire[i];
		if (flight.at_ms > world->now_ms) {
			i++;
			continue;
		}
		memmove(&world->wire[i], &world->wire[i + 1], (--world->in_flight - i) * sizeof flight);
		struct node *node = &world->nodes[flight.to];
		struct arena arena = ARENA_INIT;
		struct event event;
		if (node->up && sync_receive(node->sync, flight.bytes, flight.len, world->now_ms, &event, &arena) == SYNC_EVENT)
			do
				commit(node, &event);
			while (sync_early(node->sync, world->now_ms, &event, &arena) == SYNC_EVENT);
		arena_release(&arena);
		free(flight.bytes);
	}
}

static void pass(struct world *world, int64_t ms)
{
	for (int64_t end = world->now_ms + ms; world->now_ms < end; world->now_ms += 5) {
		for (size_t i = 0; i < NODES; i++)
			send_all(world, i);
		deliver(world);
	}
}

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

static void kill_one(struct world *world, size_t which)
{
	struct node *node = &world->nodes[which];
	if (node->up)
		sync_free(node->sync);
	node->up = false;
}

/* All that others may see of a log, in the fold's order. */
static struct strbuf public_log(const struct session *session)
{
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < session->event_count; i++)
		if (!stream_is_private(session->events[i]->stream)) {
			event_line_encode(session->events[i], &out);
			strbuf_addc(&out, '\n');
		}
	return out;
}

static bool all_equal(struct world *world)
{
	struct strbuf first = public_log(world->nodes[0].session);
	bool equal = true;
	for (size_t i = 1; i < NODES; i++) {
		struct strbuf other = public_log(world->nodes[i].session);
		equal = equal && !strcmp(first.text, other.text);
		strbuf_release(&other);
	}
	strbuf_release(&first);
	return equal;
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

/* --- one message at a time --- */

struct pair { struct world world; struct strbuf message; struct arena arena; struct event event; };

static void open_pair(struct pair *pair)
{
	open_world(&pair->world, 1);
	pass(&pair->world, 3000);
	assert_true(all_equal(&pair->world));
	pair->message = (struct strbuf)STRBUF_INIT;
	arena_init(&pair->arena);
}

static void close_pair(struct pair *pair)
{
	strbuf_release(&pair->message);
	arena_release(&pair->arena);
	close_world(&pair->world);
}

/* The message in which a node sends the event that it has just written. */
static void take_event(struct pair *pair, size_t from)
{
	bool is_event = false;
	while (!is_event)
		assert_true(sync_next(pair->world.nodes[from].sync, pair->world.now_ms, &pair->message, &is_event));
}

static enum sync_result hand(struct pair *pair, size_t to)
{
	return sync_receive(pair->world.nodes[to].sync, pair->message.text, pair->message.len, pair->world.now_ms, &pair->event, &pair->arena);
}

static void ask(struct pair *pair, size_t who)
{
	struct event event = prepare(&pair->world, &pair->world.nodes[who], STREAM_MAIN, EVENT_QUESTION_ASKED);
	event.question_asked.text = "how many?";
	commit(&pair->world.nodes[who], &event);
	take_event(pair, who);
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

/* One HAVE of a node, by whatever its clock says, into the message of the pair. */
static void take_have(struct pair *pair, size_t from, int64_t its_ms)
{
	bool is_event = true;
	sync_greet(pair->world.nodes[from].sync);
	while (is_event)
		assert_true(sync_next(pair->world.nodes[from].sync, its_ms, &pair->message, &is_event));
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
		cmocka_unit_test(an_event_is_taken_once),
		cmocka_unit_test(what_is_not_committed_is_not_had),
		cmocka_unit_test(a_changed_byte_is_refused),
		cmocka_unit_test(a_seat_may_not_write_what_is_not_its_own),
		cmocka_unit_test(scores_cannot_be_forged_under_another_name),
		cmocka_unit_test(a_stranger_is_not_heard),
		cmocka_unit_test(an_event_of_another_room_is_refused),
		cmocka_unit_test(two_stories_under_one_number_freeze_their_author),
		cmocka_unit_test(who_was_removed_is_not_heard_any_more),
		cmocka_unit_test(twelve_thousand_missed_events_are_made_up_in_seconds),
		cmocka_unit_test(the_interviewers_clock_is_known_whatever_ones_own_says),
		cmocka_unit_test(only_who_answers_is_in_touch),
		cmocka_unit_test(a_clock_that_is_set_back_keeps_nobody_out_of_touch),
		cmocka_unit_test(the_longest_event_gets_through),
		cmocka_unit_test(one_member_cannot_use_up_the_streams_of_all),
		cmocka_unit_test(one_member_cannot_use_up_the_places_for_what_came_early),
		cmocka_unit_test(what_came_early_of_who_was_removed_is_dropped),
		cmocka_unit_test(what_came_early_of_who_is_frozen_is_dropped),
		cmocka_unit_test(who_claims_to_have_what_is_not_written_is_not_believed),
		cmocka_unit_test(hostile_bytes_are_no_message),
		cmocka_unit_test(a_thousand_seeds_of_drop_double_reorder_cut_and_kill_meet),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
