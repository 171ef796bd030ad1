#include "peer/bridge_parts.h"

#include <inttypes.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "session/member_name.h"

enum {
	LOOK_MS = 5,            /* at the store, while somebody is in the room, where it has no bell */
	IDLE_LOOK_MS = 100,     /* and while nobody is; with a bell always */
	KEY_AGAIN_MS = 1000,
	BATCH_MAX = 256,        /* events in one commit */
	LINGER_MS = 1500,       /* after the main program has ended, for what is still on its way */
};

static int64_t wall_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t steady_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void look_at_clocks(struct bridge *bridge)
{
	bridge->now_ms = wall_ms();
	bridge->steady_ms = steady_ms();
}

/* --- what is told to the main program --- */

bool bridge_put_state(struct bridge *bridge, const char *value, const char *kind, const char *name)
{
	char key[96];
	snprintf(key, sizeof key, "%s.%s", kind, name);
	return store_put_state(bridge->store, key, value, NULL) == STATUS_OK;
}

static void say_contact(struct bridge *bridge, const char *value)
{
	if (strcmp(bridge->contact, value) != 0 && bridge_put_state(bridge, value, "contact", bridge->keys.session))
		snprintf(bridge->contact, sizeof bridge->contact, "%s", value);
}

bool bridge_is_up(const struct bridge *bridge)
{
	for (size_t i = 0; i < bridge->media_count; i++)
		if (medium_is_up(bridge->media[i]))
			return true;
	return false;
}

/* What stands in the way, and who has to do something about it; "" nothing. */
static const char *own_trouble(const struct bridge *bridge)
{
	if (*bridge->trouble || !bridge->sync)
		return bridge->trouble;
	if (sync_is_removed(bridge->sync, bridge->keys.self))
		return "The interviewer has taken you out of this room.";
	const char *frozen = sync_frozen(bridge->sync);
	if (!frozen)
		return "";
	return sync_seat(bridge->sync, frozen) == SEAT_INTERVIEWER
	       ? "The interviewer's log is another one than before (a restored copy?): nothing more is taken from it. Open a new room."
	       : sync_seat(bridge->sync, frozen) == SEAT_CANDIDATE
	       ? "The candidate's log is another one than before (a restored copy?): nothing more is taken from it. Open a new room."
	       : "Somebody's log is another one than before (a restored copy?): nothing more is taken from it.";
}

static void tell_contact(struct bridge *bridge)
{
	char value[320];
	int64_t heard = bridge->sync ? sync_heard_ms(bridge->sync) : 0, offset, round_trip;
	const char *own = own_trouble(bridge);
	if (*own) {
		snprintf(value, sizeof value, "failed %s", own);
	} else if (!bridge->sync || !heard) {
		const char *trouble = bridge->media_count ? medium_trouble(bridge->media[bridge->media_count - 1]) : "";
		snprintf(value, sizeof value, "%s%.300s", *trouble ? "failed " : "alone", trouble);
	} else if (llabs(bridge->now_ms - heard) > SYNC_SILENCE_MS || !bridge_is_up(bridge)) {
		snprintf(value, sizeof value, "lost %" PRId64, heard);
	} else {
		snprintf(value, sizeof value, "ok");
	}
	/* The clock is the interviewer's: by how much it is ahead of ours, told in steps that a person could see. */
	if (!strcmp(value, "ok") && !bridge->host && sync_clock(bridge->sync, &offset, &round_trip)) {
		int64_t told = strncmp(bridge->contact, "ok ", 3) ? INT64_MAX : strtoll(bridge->contact + 3, NULL, 10);
		if (told == INT64_MAX || llabs(told - offset) > 200)
			told = offset;
		snprintf(value, sizeof value, "ok %" PRId64, told);
	}
	say_contact(bridge, value);
}

/* --- sending --- */

void bridge_send(struct bridge *bridge, enum frame_type type, const struct strbuf *message, bool is_event)
{
	struct strbuf frame = STRBUF_INIT;
	const struct keys *keys = &bridge->keys;
	uint8_t epoch = keys->epoch_count ? (uint8_t)(keys->epoch_count - 1) : 0;
	if (message->len > SYNC_MESSAGE_MAX)
		return;
	frame_seal(&frame, type, type == FRAME_ROOM ? epoch : 0, type == FRAME_ROOM ? keys->room[epoch] : keys->lobby, keys->topic,
	           message->text, message->len);
	for (size_t i = 0; i < bridge->media_count; i++)
		medium_send(bridge->media[i], frame.text, frame.len, is_event);
	strbuf_release(&frame);
}

/* --- the log --- */

static void send_all(struct bridge *bridge);
static void change_key(struct bridge *bridge);

/* Somebody was removed, and what comes next must not be sealed with a key that they have. */
static bool key_is_due(const struct bridge *bridge)
{
	return bridge->host && bridge->keys.epoch_count < 1 + bridge->removals;
}

/* What the interviewer has just decided at the door. */
static void after_decision(struct bridge *bridge, const struct event *event)
{
	if (!bridge->host || strcmp(event->origin, bridge->keys.self))
		return;
	if (event->kind == EVENT_MEMBER_ADMITTED && *event->member_admitted.key && bridge->loaded) {
		door_send_ticket(bridge, event->member_admitted.member);
	} else if (event->kind == EVENT_MEMBER_REMOVED && ++bridge->removals_read > bridge->removals) {
		/* The last that they hear is that they were removed. */
		if (bridge->loaded)
			send_all(bridge);
		bridge->removals = bridge->removals_read;
		change_key(bridge);
	}
}

static enum status take_row(void *context, int64_t rowid, const struct event *event)
{
	struct bridge *bridge = context;
	sync_logged(bridge->sync, event);
	if (rowid > bridge->rowid)
		bridge->rowid = rowid;
	after_decision(bridge, event);
	return STATUS_OK;
}

/*
 * Everybody who stays gets the next key; who was removed has only the old ones. Until there is one nothing is sent. After a
 * bridge was killed the log tells how many there must have been.
 */
static void change_key(struct bridge *bridge)
{
	struct error err = { "" };
	struct keys *keys = &bridge->keys;
	if (!key_is_due(bridge) || bridge->steady_ms < bridge->key_again_ms)
		return;
	bridge->key_again_ms = bridge->steady_ms + KEY_AGAIN_MS;
	bool made = keys_next_epoch(keys);
	if (made && keys_save(keys, store_home(bridge->store), &err) == STATUS_OK) {
		bridge->key_again_ms = 0;
		bridge->trouble[0] = '\0';
		if (bridge->loaded)
			door_send_tickets(bridge);
		return;
	}
	if (made)
		sodium_memzero(keys->room[--keys->epoch_count], FRAME_KEY_SIZE);
	snprintf(bridge->trouble, sizeof bridge->trouble, "%.250s", made ? err.text
	         : "So many were taken out of this room that its key cannot be changed again: nothing more is sent. Open a new room.");
}

static bool read_log(struct bridge *bridge)
{
	bool all = !bridge->rowid;
	if (!bridge->sync)
		return true;
	if (all)
		bridge->removals_read = 0;
	if (store_read_events(bridge->store, bridge->keys.session, bridge->rowid, take_row, bridge, NULL) == STATUS_OK)
		return true;
	/* All of it comes in the fold's order, not in that of its arrival. */
	if (all)
		bridge->rowid = 0;
	return false;
}

void bridge_start_sync(struct bridge *bridge)
{
	struct sync_options options = { .session = bridge->keys.session, .self = bridge->keys.self, .host = bridge->keys.host };
	memcpy(options.host_key, bridge->host ? bridge->keys.sign : bridge->keys.host_sign, sizeof options.host_key);
	memcpy(options.secret, bridge->keys.sign_secret, sizeof options.secret);
	bridge->sync = sync_new(&options);
	read_log(bridge);
	sync_loaded(bridge->sync);
	bridge->loaded = true;
}

/* All that came in this turn, in one commit; only then anybody is told that it is here. */
static void commit_batch(struct bridge *bridge)
{
	struct store_import_report report;
	struct error err = { "" };
	if (!bridge->batch_count)
		return;
	enum status status = store_import(bridge->store, bridge->batch, bridge->batch_count, &report, &err);
	if (status != STATUS_OK) {
		/* What is not in the log was not received: a new beginning reads the log again. */
		char value[320];
		snprintf(value, sizeof value, "failed %.300s", err.text);
		say_contact(bridge, value);
		bridge->failed = true;
	}
	bridge->batch_count = 0;
	arena_release(&bridge->arena);
}

static void take_event(struct bridge *bridge, const struct event *event)
{
	bridge->batch = array_grow(bridge->batch, bridge->batch_count, &bridge->batch_cap, sizeof *bridge->batch);
	bridge->batch[bridge->batch_count++] = *event;
	sync_logged(bridge->sync, event);
}

static void take_message(struct bridge *bridge, const struct strbuf *message)
{
	struct event event;
	enum sync_result result = sync_receive(bridge->sync, message->text, message->len, bridge->now_ms, &event, &bridge->arena);
	while (result == SYNC_EVENT) {
		take_event(bridge, &event);
		result = sync_early(bridge->sync, bridge->now_ms, &event, &bridge->arena);
	}
	if (bridge->batch_count >= BATCH_MAX)
		commit_batch(bridge);
}

/* --- what comes --- */

/*
 * Some come by the broker, some by the socket: the interviewer's side passes on what it got by one to the other, and of the
 * socket to all who are there. Only what opens: nobody can make it shout.
 */
static void pass_on(struct bridge *bridge, struct medium *from, const void *frame, size_t len)
{
	for (size_t i = 0; bridge->host && i < bridge->media_count; i++)
		if (bridge->media[i] == from)
			medium_pass_on(from, frame, len);
		else
			medium_send(bridge->media[i], frame, len, true);
}

static void on_frame(void *context, struct medium *from, const void *frame, size_t len)
{
	struct bridge *bridge = context;
	struct keys *keys = &bridge->keys;
	struct strbuf message = STRBUF_INIT;
	enum frame_type type;
	uint8_t epoch;
	if (!frame_head(frame, len, &type, &epoch))
		return;
	if (type == FRAME_LOBBY && frame_open(&message, frame, len, keys->lobby, keys->topic) && door_has_time(bridge)) {
		pass_on(bridge, from, frame, len);
		door_hear(bridge, &message);
	} else if (type == FRAME_ROOM && bridge->sync && epoch + 1 == keys->epoch_count &&
	           frame_open(&message, frame, len, keys->room[epoch], keys->topic)) {
		pass_on(bridge, from, frame, len);
		take_message(bridge, &message);
	} else if (type == FRAME_ROOM && epoch + 1 >= keys->epoch_count) {
		/* A later key, or another one than the interviewer's, whose machine lost what it had; or garbage, and asking does no harm. */
		bridge->behind = true;
	}
	strbuf_release(&message);
}

/* --- one turn --- */

static void send_all(struct bridge *bridge)
{
	struct strbuf message = STRBUF_INIT;
	bool is_event;
	unsigned generation = 0;
	if (key_is_due(bridge))
		return;
	for (size_t i = 0; i < bridge->media_count; i++)
		generation += medium_generation(bridge->media[i]);
	if (generation != bridge->generation) {
		bridge->generation = generation;
		bridge->said_ms = INT64_MIN / 2;
		if (bridge->sync)
			sync_greet(bridge->sync);
	}
	for (int n = 0; n < BATCH_MAX && bridge->sync && bridge_is_up(bridge) &&
	                sync_next(bridge->sync, bridge->now_ms, &message, &is_event); n++)
		bridge_send(bridge, FRAME_ROOM, &message, is_event);
	strbuf_release(&message);
}

static void look_at_store(struct bridge *bridge)
{
	uint32_t version = store_data_version(bridge->store);
	if (version != bridge->data_version && read_log(bridge))
		bridge->data_version = version;
}

static int wait_ms(const struct bridge *bridge)
{
	const struct sync *sync = bridge->sync;
	bool busy = sync && sync_heard_ms(sync) && bridge->now_ms - sync_heard_ms(sync) < SYNC_SILENCE_MS;
	int64_t wait = busy && store_bell(bridge->store) < 0 ? LOOK_MS : IDLE_LOOK_MS;
	/* Something is left of the last turn, or it is time to tell what one has; but not while nothing may be sent. */
	if (sync && !key_is_due(bridge) && bridge_is_up(bridge) && sync_wait_ms(sync, bridge->now_ms) < wait)
		wait = sync_wait_ms(sync, bridge->now_ms);
	return (int)wait;
}

/* False: standard input has ended, the others have what was written, and so the bridge ends. */
static bool turn(struct bridge *bridge)
{
	enum { ORDER, BELL, MEDIA_FROM };
	struct pollfd fds[MEDIA_FROM + MEDIA * MEDIUM_FDS_MAX] = {
		[ORDER] = { .fd = bridge->ends_ms ? -1 : STDIN_FILENO, .events = POLLIN },
		[BELL] = { .fd = store_bell(bridge->store), .events = POLLIN },
	};
	size_t count = MEDIA_FROM;
	for (size_t i = 0; i < bridge->media_count; i++)
		count += medium_fds(bridge->media[i], fds + count);
	poll(fds, count, wait_ms(bridge));
	char unused[256];
	look_at_clocks(bridge);
	if (!bridge->ends_ms && fds[ORDER].revents && read(STDIN_FILENO, unused, sizeof unused) <= 0)
		bridge->ends_ms = bridge->steady_ms + LINGER_MS;
	if (fds[BELL].revents)
		store_bell_heard(bridge->store);
	for (size_t i = 0; i < bridge->media_count; i++)
		medium_work(bridge->media[i], bridge->steady_ms, on_frame, bridge);
	commit_batch(bridge);
	look_at_store(bridge);
	change_key(bridge);
	door_speak(bridge);
	send_all(bridge);
	door_tell_in(bridge);
	if (*bridge->keys.session)
		tell_contact(bridge);
	bool waits = bridge->ends_ms > bridge->steady_ms && bridge->sync && bridge_is_up(bridge) &&
	             sync_undelivered(bridge->sync, bridge->now_ms);
	return !bridge->failed && (!bridge->ends_ms || waits);
}

/* --- beginning --- */

static enum status open_media(struct bridge *bridge, struct error *err)
{
	char path[108];
	enum status status = STATUS_NOT_FOUND;
	medium_socket_path(path, bridge->keys.topic);
	if (bridge->host)
		status = medium_listen(&bridge->media[bridge->media_count], path, err);
	else if (!*bridge->keys.broker || !bridge->let_in)
		status = medium_connect(&bridge->media[bridge->media_count], path, !bridge->let_in, err);
	if (status == STATUS_OK)
		bridge->media_count++;
	/* Another user of this machine is nearer than any broker. */
	if (status == STATUS_OK && !bridge->host)
		bridge->keys.broker[0] = '\0';
	if (!*bridge->keys.broker)
		return status;
	status = medium_broker(&bridge->media[bridge->media_count], bridge->keys.broker, bridge->keys.topic, err);
	if (status == STATUS_OK)
		bridge->media_count++;
	return bridge->media_count ? STATUS_OK : status;
}

/* Who was let in before comes back as the same, and need not be let in again. */
static bool come_back(struct bridge *bridge, const char *topic)
{
	struct keys known;
	/* Not as the interviewer: their own code leads to nobody else. */
	bool found = !bridge->host && keys_find(&known, store_home(bridge->store), topic) == STATUS_OK && strcmp(known.self, known.host);
	if (found)
		bridge->keys = known;
	bridge->let_in = found && known.epoch_count;
	keys_release(&known);
	return found;
}

static enum status begin_new(struct bridge *bridge, struct error *err)
{
	const struct bridge_order *order = bridge->order;
	char topic[TOPIC_SIZE];
	unsigned char lobby[FRAME_KEY_SIZE];
	if (!frame_derive(order->code, topic, lobby))
		return error_set(err, STATUS_NO_MEMORY, "there is no memory for making the room's key (it takes 256 MB for a moment)");
	bool known = come_back(bridge, topic);
	if (!known) {
		keys_make(&bridge->keys);
		memcpy(bridge->keys.topic, topic, sizeof topic);
		memcpy(bridge->keys.lobby, lobby, sizeof lobby);
	}
	sodium_memzero(lobby, sizeof lobby);
	if (known)
		return STATUS_OK;
	snprintf(bridge->keys.broker, sizeof bridge->keys.broker, "%s", order->broker);
	if (bridge->host) {
		memcpy(bridge->keys.session, order->session, ID_SIZE);
		memcpy(bridge->keys.self, order->self, ID_SIZE);
		memcpy(bridge->keys.host, order->self, ID_SIZE);
		memcpy(bridge->keys.host_sign, bridge->keys.sign, SYNC_KEY_SIZE);
		keys_next_epoch(&bridge->keys);
		return keys_save(&bridge->keys, store_home(bridge->store), err);
	}
	/*
	 * Who was here, but has no keys any more, asks as the same with new ones: what they wrote is theirs. Kept at once, so that
	 * the next bridge asks with these, too, and not with others than the interviewer looks at.
	 */
	if (door_find_place(bridge->store, &bridge->keys))
		return keys_save(&bridge->keys, store_home(bridge->store), err);
	return store_new_id(bridge->keys.self, err);
}

static enum status begin(struct bridge *bridge, struct error *err)
{
	const struct bridge_order *order = bridge->order;
	struct store_options options = { .home = order->home };
	bool joins = bridge->joins;
	enum status status = store_open(&bridge->store, &options, err);
	if (status != STATUS_OK)
		return status;
	if (!joins && (!id_valid(order->session) || !id_valid(order->self)))
		return error_set(err, STATUS_INVALID, "the order names no session");
	member_name_clean(bridge->name, order->name);
	if (joins && (!seat_parse(order->seat, &bridge->seat) || bridge->seat == SEAT_INTERVIEWER))
		bridge->seat = SEAT_CANDIDATE;
	status = joins ? STATUS_NOT_FOUND : keys_load(&bridge->keys, store_home(bridge->store), order->session, order->self, err);
	if (status == STATUS_NOT_FOUND && (joins || bridge->host))
		status = begin_new(bridge, err);
	if (status == STATUS_CORRUPT)
		error_set(err, status, "The keys of this room are damaged: %s", bridge->host ? "open a new room." : "join it again with its code.");
	else if (status == STATUS_OK && !joins && !bridge->keys.epoch_count)
		status = error_set(err, STATUS_NOT_FOUND, "The keys of this room were lost: join it again with its code.");
	if (status == STATUS_OK && !joins)
		bridge->let_in = true;
	/* The broker that is set now; but who came in by this machine's socket stays there. */
	if (status == STATUS_OK && (bridge->host || (*bridge->keys.broker && *order->broker)))
		snprintf(bridge->keys.broker, sizeof bridge->keys.broker, "%s", order->broker);
	look_at_clocks(bridge);
	if (status == STATUS_OK)
		status = open_media(bridge, err);
	if (status == STATUS_OK && bridge->let_in)
		bridge_start_sync(bridge);
	/* Who was taken out, and comes with the code again, knocks again. */
	if (joins && bridge->sync && sync_is_removed(bridge->sync, bridge->keys.self))
		bridge->let_in = false;
	return status;
}

int bridge_run(const struct bridge_order *order)
{
	struct bridge bridge = { .order = order, .host = !strcmp(order->mode, "host"), .joins = !strcmp(order->mode, "join"),
	                         .arena = ARENA_INIT };
	struct error err = { "" };
	enum status status = begin(&bridge, &err);
	if (status != STATUS_OK) {
		fprintf(stderr, "sysdrill-bridge: %s\n", err.text);
		if (bridge.store && bridge.joins) {
			door_tell_failed(&bridge, err.text);
		} else if (bridge.store && id_valid(order->session)) {
			char value[320];
			/* Of keys that could not be read nothing is there. */
			memcpy(bridge.keys.session, order->session, ID_SIZE);
			snprintf(value, sizeof value, "failed %.300s", err.text);
			say_contact(&bridge, value);
		}
	}
	while (status == STATUS_OK && turn(&bridge)) {
	}
	for (size_t i = 0; i < bridge.media_count; i++)
		medium_free(bridge.media[i]);
	sync_free(bridge.sync);
	free(bridge.batch);
	arena_release(&bridge.arena);
	keys_release(&bridge.keys);
	store_close(bridge.store);
	return status == STATUS_OK && !bridge.failed ? 0 : 1;
}
