#include "attack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void begin(struct attack *attack)
{
	attack->host = &attack->world.sides[HOST];
	attack->candidate = &attack->world.sides[CANDIDATE];
	keys_make(&attack->keys);
	bridge_run_as(&attack->world, attack->host, "host");
	bridge_run_as(&attack->world, attack->candidate, "resume");
	write_note(attack->candidate, "before the attack");
	until(&attack->world, has_text(attack->host, "before the attack") && same_logs(attack->host, attack->candidate));
}

void begin_at_broker(struct attack *attack)
{
	world_open(&attack->world);
	attack->mallory = &attack->world.clients[0];
	attack->tap = &attack->world.clients[1];
	client_open(&attack->world, attack->mallory, attack->world.topic);
	client_open(&attack->world, attack->tap, attack->world.topic);
	begin(attack);
}

void begin_on_one_machine(struct attack *attack)
{
	world_open_on_one_machine(&attack->world);
	begin(attack);
}

void the_room_goes_on(struct attack *attack)
{
	static unsigned times;
	char text[64];
	snprintf(text, sizeof text, "the room goes on %u", ++times);
	write_note(attack->candidate, text);
	write_fact(attack->host, text);
	until(&attack->world, has_text(attack->host, text) && has_text(attack->candidate, text));
	until(&attack->world, same_logs(attack->host, attack->candidate));
	assert_true(bridge_is_there(attack->host) && bridge_is_there(attack->candidate));
	assert_int_equal(attack->host->session->event_count, attack->host->written + attack->candidate->written);
	assert_int_equal(events_of(attack->host, STRANGER), 0);
}

void attack_end(struct attack *attack)
{
	keys_release(&attack->keys);
	world_close(&attack->world);
}

struct sync *forger(const struct attack *attack, const char *origin, const unsigned char *secret)
{
	struct sync_options options = { .session = SESSION, .self = origin, .host = attack->host->origin };
	memcpy(options.host_key, attack->host->keys.sign, sizeof options.host_key);
	memcpy(options.secret, secret, sizeof options.secret);
	struct sync *sync = sync_new(&options);
	for (size_t i = 0; i < attack->host->session->event_count; i++)
		sync_logged(sync, attack->host->session->events[i]);
	sync_loaded(sync);
	return sync;
}

void send_forged(struct attack *attack, struct sync *sync, const unsigned char *key)
{
	struct strbuf message = STRBUF_INIT;
	bool is_event;
	for (int64_t now = 1; sync_next(sync, now, &message, &is_event);)
		client_say(&attack->world, attack->mallory, FRAME_ROOM, 0, key, &message);
	strbuf_release(&message);
}

void forge(struct attack *attack, struct sync *sync, const char *origin, const char *stream, const struct event *payload)
{
	struct event event, full = *payload;
	session_prepare(attack->host->session, &event, origin, stream, payload->kind, 1700000000000);
	memcpy(full.session, event.session, sizeof full.session);
	memcpy(full.origin, event.origin, sizeof full.origin);
	memcpy(full.stream, event.stream, sizeof full.stream);
	full.oseq = event.oseq;
	full.lamport = event.lamport;
	full.at_ms = event.at_ms;
	sync_logged(sync, &full);
}

void knock_as(struct attack *attack, const struct keys *keys, const char *origin, const char *name, enum seat seat)
{
	struct strbuf text = STRBUF_INIT;
	struct lobby_message message = { .kind = LOBBY_ASK, .seat = seat };
	strcpy(message.origin, origin);
	snprintf(message.name, sizeof message.name, "%s", name);
	memcpy(message.key, keys->sign, sizeof message.key);
	memcpy(message.box, keys->box, sizeof message.box);
	lobby_write(&text, &message, keys->sign_secret);
	client_say(&attack->world, attack->mallory, FRAME_LOBBY, 0, attack->host->keys.lobby, &text);
	strbuf_release(&text);
}

long resident_kib(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "VmRSS: %ld", &kib) == 1)
			break;
	if (file)
		fclose(file);
	return kib;
}

void pace(struct attack *attack, size_t sent)
{
	if (sent % 100 == 99) {
		size_t before = attack->tap->count;
		until(&attack->world, attack->tap->count > before || attack->tap->count >= sent);
		client_forget(attack->tap);
	}
}
