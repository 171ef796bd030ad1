#include "sync_world.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

uint32_t next(struct world *world)
{
	world->random = world->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(world->random >> 33);
}

bool chance(struct world *world, int per_cent)
{
	return (int)(next(world) % 100) < per_cent;
}

void key_of(struct node *node, unsigned char seed_byte)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	memset(seed, seed_byte, sizeof seed);
	crypto_sign_seed_keypair(node->key, node->secret, seed);
}

void begin(struct world *world, struct node *node)
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

void commit(struct node *node, const struct event *event)
{
	assert_int_equal(session_add(node->session, event), STATUS_OK);
	if (node->up)
		sync_logged(node->sync, event);
	if (!strcmp(event->origin, node->origin))
		node->acknowledged++;
}

struct event prepare(struct world *world, struct node *node, const char *stream, enum event_kind kind)
{
	struct event event;
	if (!*node->session->id)
		strcpy(node->session->id, SESSION);
	session_prepare(node->session, &event, node->origin, stream, kind, world->now_ms);
	return event;
}

void admit(struct world *world, struct node *node, const char *seat)
{
	char hex[SYNC_KEY_SIZE * 2 + 1];
	struct event event = prepare(world, &world->nodes[0], STREAM_MAIN, EVENT_MEMBER_ADMITTED);
	sodium_bin2hex(hex, sizeof hex, node->key, sizeof node->key);
	event.member_admitted = (struct member_admitted){ .member = node->origin, .name = seat, .seat = seat, .key = hex };
	commit(&world->nodes[0], &event);
}

void open_world(struct world *world, uint64_t seed)
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

void close_world(struct world *world)
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

void pass(struct world *world, int64_t ms)
{
	for (int64_t end = world->now_ms + ms; world->now_ms < end; world->now_ms += 5) {
		for (size_t i = 0; i < NODES; i++)
			send_all(world, i);
		deliver(world);
	}
}

void kill_one(struct world *world, size_t which)
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

bool all_equal(struct world *world)
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

void open_pair(struct pair *pair)
{
	open_world(&pair->world, 1);
	pass(&pair->world, 3000);
	assert_true(all_equal(&pair->world));
	pair->message = (struct strbuf)STRBUF_INIT;
	arena_init(&pair->arena);
}

void close_pair(struct pair *pair)
{
	strbuf_release(&pair->message);
	arena_release(&pair->arena);
	close_world(&pair->world);
}

void take_event(struct pair *pair, size_t from)
{
	bool is_event = false;
	while (!is_event)
		assert_true(sync_next(pair->world.nodes[from].sync, pair->world.now_ms, &pair->message, &is_event));
}

enum sync_result hand(struct pair *pair, size_t to)
{
	return sync_receive(pair->world.nodes[to].sync, pair->message.text, pair->message.len, pair->world.now_ms, &pair->event, &pair->arena);
}

void take_have(struct pair *pair, size_t from, int64_t its_ms)
{
	bool is_event = true;
	sync_greet(pair->world.nodes[from].sync);
	while (is_event)
		assert_true(sync_next(pair->world.nodes[from].sync, its_ms, &pair->message, &is_event));
}

void ask(struct pair *pair, size_t who)
{
	struct event event = prepare(&pair->world, &pair->world.nodes[who], STREAM_MAIN, EVENT_QUESTION_ASKED);
	event.question_asked.text = "how many?";
	commit(&pair->world.nodes[who], &event);
	take_event(pair, who);
}
