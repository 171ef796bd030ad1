/*
 * Who does not belong into a room: whoever runs the broker, whoever got hold of the code, a member who claims to be more, and
 * somebody at the same machine. They get nothing, nothing of theirs is taken, and the room goes on.
 */
#include "config.h"

#include "world.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/array.h"
#include "session/room_code.h"

#define CANARY "canary in the coal mine"
#define STRANGER "SSSSSSSSSSSSSSSS"

struct attack {
	struct world world;
	struct side *host, *candidate;
	struct client *mallory, *tap;   /* who attacks; and who hears all that goes through the broker */
	struct keys keys;               /* the attacker's own */
};

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

static void begin_at_broker(struct attack *attack)
{
	world_open(&attack->world);
	attack->mallory = &attack->world.clients[0];
	attack->tap = &attack->world.clients[1];
	client_open(&attack->world, attack->mallory, attack->world.topic);
	client_open(&attack->world, attack->tap, attack->world.topic);
	begin(attack);
}

/* All that was sent has gone through the broker, and what a member writes afterwards still gets there. */
static void the_room_goes_on(struct attack *attack)
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

static void end(struct attack *attack)
{
	keys_release(&attack->keys);
	world_close(&attack->world);
}

/* A client of its own, with whatever keys, that says what a program would never say. */
static struct sync *forger(const struct attack *attack, const char *origin, const unsigned char *secret)
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

/* Sends all that the forger has to say, sealed with a key. */
static void send_forged(struct attack *attack, struct sync *sync, const unsigned char *key)
{
	struct strbuf message = STRBUF_INIT;
	bool is_event;
	for (int64_t now = 1; sync_next(sync, now, &message, &is_event);)
		client_say(&attack->world, attack->mallory, FRAME_ROOM, 0, key, &message);
	strbuf_release(&message);
}

static void forge(struct attack *attack, struct sync *sync, const char *origin, const char *stream, const struct event *payload)
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

/* --- who has the code, and is not let in --- */

static void knock_as(struct attack *attack, const struct keys *keys, const char *origin, const char *name, enum seat seat)
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

static bool stands_at_door(struct attack *attack, const char *origin)
{
	char rest[64];
	snprintf(rest, sizeof rest, "%s.%s", SESSION, origin);
	struct strbuf entry = state_of(attack->host, "lobby", rest);
	bool stands = entry.len > 0 && strcmp(entry.text, "refused") != 0;
	strbuf_release(&entry);
	return stands;
}

/* Whether a ticket went through the broker that opens for these keys. */
static bool got_ticket(const struct attack *attack, const struct keys *keys)
{
	struct strbuf text = STRBUF_INIT;
	bool got = false;
	for (size_t i = 0; i < attack->tap->count && !got; i++) {
		struct lobby_message message;
		struct lobby_ticket ticket;
		const struct strbuf *frame = &attack->tap->frames[i];
		got = frame_open(&text, frame->text, frame->len, attack->host->keys.lobby, attack->world.topic) &&
		      lobby_read(&message, text.text, text.len) && message.kind == LOBBY_IN &&
		      lobby_open_ticket(&message, &ticket, keys->box, keys->box_secret);
	}
	strbuf_release(&text);
	return got;
}

static void who_has_the_code_and_is_not_let_in_gets_nothing(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	knock_as(&attack, &attack.keys, STRANGER, "Mallory", SEAT_CANDIDATE);
	until(&attack.world, stands_at_door(&attack, STRANGER));
	/* The interviewer's screen shows the fingerprint that the stranger's would. */
	char print[PRINT_SIZE];
	struct strbuf entry = state_of(attack.host, "lobby", SESSION "." STRANGER);
	frame_print(print, attack.host->keys.sign, attack.keys.sign, attack.world.topic);
	assert_non_null(strstr(entry.text, print));
	assert_non_null(strstr(entry.text, "candidate\tMallory\t"));
	strbuf_release(&entry);
	write_note(attack.candidate, CANARY);
	the_room_goes_on(&attack);
	until(&attack.world, client_opened(&attack.world, attack.tap, attack.host->keys.room[0], CANARY) > 0);
	assert_int_equal(client_opened(&attack.world, attack.tap, attack.host->keys.lobby, CANARY), 0);
	assert_false(got_ticket(&attack, &attack.keys));
	end(&attack);
}

static void who_is_not_let_in_can_say_nothing(void **state)
{
	(void)state;
	struct attack attack;
	unsigned char key[FRAME_KEY_SIZE];
	begin_at_broker(&attack);
	struct sync *sync = forger(&attack, STRANGER, attack.keys.sign_secret);
	forge(&attack, sync, STRANGER, STREAM_MAIN, &(struct event){ .kind = EVENT_QUESTION_ASKED, .question_asked = { .text = "hello" } });
	randombytes_buf(key, sizeof key);
	send_forged(&attack, sync, attack.host->keys.lobby);
	sync_free(sync);
	sync = forger(&attack, STRANGER, attack.keys.sign_secret);
	forge(&attack, sync, STRANGER, STREAM_MAIN, &(struct event){ .kind = EVENT_QUESTION_ASKED, .question_asked = { .text = "hello" } });
	send_forged(&attack, sync, key);
	sync_free(sync);
	the_room_goes_on(&attack);
	/* Even with the room's key, which a broker cannot have: no member has signed it. */
	sync = forger(&attack, STRANGER, attack.keys.sign_secret);
	forge(&attack, sync, STRANGER, STREAM_MAIN, &(struct event){ .kind = EVENT_QUESTION_ASKED, .question_asked = { .text = "hello" } });
	send_forged(&attack, sync, attack.host->keys.room[0]);
	sync_free(sync);
	the_room_goes_on(&attack);
	assert_false(has_text(attack.host, "hello"));
	end(&attack);
}

static void tell_door(struct attack *attack, enum lobby_kind kind, const struct keys *by, const char *origin,
                      const struct lobby_ticket *ticket, const unsigned char *box)
{
	struct strbuf text = STRBUF_INIT;
	struct lobby_message message = { .kind = kind, .seat = SEAT_INTERVIEWER };
	strcpy(message.origin, origin);
	memcpy(message.key, by->sign, sizeof message.key);
	if (ticket)
		lobby_seal_ticket(&message, ticket, box);
	lobby_write(&text, &message, by->sign_secret);
	client_say(&attack->world, attack->mallory, FRAME_LOBBY, 0, attack->host->keys.lobby, &text);
	strbuf_release(&text);
}

static bool heard_no(const struct attack *attack)
{
	struct strbuf text = STRBUF_INIT;
	bool heard = false;
	for (size_t i = 0; i < attack->tap->count && !heard; i++) {
		struct lobby_message message;
		const struct strbuf *frame = &attack->tap->frames[i];
		heard = frame_open(&text, frame->text, frame->len, attack->host->keys.lobby, attack->world.topic) &&
		        lobby_read(&message, text.text, text.len) && message.kind == LOBBY_NO && !strcmp(message.origin, STRANGER);
	}
	strbuf_release(&text);
	return heard;
}

static void who_is_turned_away_hears_no_and_stays_away(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	knock_as(&attack, &attack.keys, STRANGER, "Mallory", SEAT_OBSERVER);
	until(&attack.world, stands_at_door(&attack, STRANGER));
	put_state(attack.host, "lobby." SESSION "." STRANGER, "refused");
	knock_as(&attack, &attack.keys, STRANGER, "Mallory again", SEAT_OBSERVER);
	until(&attack.world, heard_no(&attack));
	assert_false(stands_at_door(&attack, STRANGER));
	assert_false(got_ticket(&attack, &attack.keys));
	the_room_goes_on(&attack);
	end(&attack);
}

/* Nobody becomes the interviewer by asking for it. */
static void the_interviewers_seat_is_not_to_be_had(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	knock_as(&attack, &attack.keys, STRANGER, "Ann", SEAT_INTERVIEWER);
	knock_as(&attack, &attack.keys, "TTTTTTTTTTTTTTTT", "Ann", SEAT_PANEL);
	until(&attack.world, stands_at_door(&attack, "TTTTTTTTTTTTTTTT"));
	assert_false(stands_at_door(&attack, STRANGER));
	the_room_goes_on(&attack);
	end(&attack);
}

/*
 * The interviewer lets somebody in, and at this very moment somebody else knocks under the same origin with a box of their
 * own: the ticket is for the one whose key was let in, or for nobody.
 */
static void a_ticket_goes_to_the_key_that_was_let_in(void **state)
{
	(void)state;
	struct attack attack;
	struct keys guest;
	begin_at_broker(&attack);
	keys_make(&guest);
	knock_as(&attack, &guest, STRANGER, "Bob", SEAT_OBSERVER);
	until(&attack.world, stands_at_door(&attack, STRANGER));
	put_state(attack.host, "lobby." SESSION "." STRANGER, NULL);
	knock_as(&attack, &attack.keys, STRANGER, "Bob", SEAT_OBSERVER);
	until(&attack.world, stands_at_door(&attack, STRANGER));
	admit(&attack.world, STRANGER, SEAT_OBSERVER, guest.sign);
	until(&attack.world, same_logs(attack.host, attack.candidate));
	knock_as(&attack, &attack.keys, STRANGER, "Bob", SEAT_OBSERVER);
	the_room_goes_on(&attack);
	assert_false(got_ticket(&attack, &attack.keys));
	/* The right one only has to ask again, which it does every two seconds. */
	knock_as(&attack, &guest, STRANGER, "Bob", SEAT_OBSERVER);
	until(&attack.world, got_ticket(&attack, &guest));
	assert_false(got_ticket(&attack, &attack.keys));
	keys_release(&guest);
	end(&attack);
}

static void leave_socket(const struct side *side, const char *topic)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	setenv("SYSDRILL_SOCKET_DIR", side->sockets, 1);
	medium_socket_path(address.sun_path, topic);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	close(fd);
}

/* A real program at the door, and somebody who has the code answers in the interviewer's place. */
static void only_the_interviewer_opens_or_shuts_the_door(void **state)
{
	(void)state;
	struct attack attack;
	char code[ID_SIZE];
	assert_true(room_code_parse("7k3m-q2xv-9tra-h4wp", code));
	world_open(&attack.world);
	struct world *world = &attack.world;
	attack.host = &world->sides[HOST];
	attack.mallory = &world->clients[0];
	attack.tap = &world->clients[1];
	keys_make(&attack.keys);
	/* Of this room the code is known. */
	assert_true(frame_derive(code, world->topic, attack.host->keys.lobby));
	strcpy(attack.host->keys.topic, world->topic);
	struct error err = { "" };
	assert_int_equal(keys_save(&attack.host->keys, attack.host->home, &err), STATUS_OK);
	struct side *guest = &world->sides[OBSERVER];
	client_open(world, attack.mallory, world->topic);
	client_open(world, attack.tap, world->topic);
	bridge_run_as(world, attack.host, "host");
	/* An interviewer's side that died on this machine left its socket behind: nobody is there, and the broker is asked. */
	leave_socket(guest, world->topic);
	bridge_order(world, guest, "join", code, "observer");
	char prefix[64];
	snprintf(prefix, sizeof prefix, "lobby.%s.", SESSION);
	until(world, states_of(attack.host, prefix) == 1);
	struct strbuf door = state_of(guest, "joining", "7K3M");
	assert_memory_equal(door.text, "door\t", 5);
	/* Both screens show the same fingerprint. */
	char print[PRINT_SIZE] = "", origin[ID_SIZE] = "", hex[65] = "";
	snprintf(print, sizeof print, "%.9s", door.text + 5);
	strbuf_release(&door);
	struct lobby_message asked = { .kind = LOBBY_KINDS };
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < attack.tap->count && asked.kind != LOBBY_ASK; i++)
		if (frame_open(&text, attack.tap->frames[i].text, attack.tap->frames[i].len, attack.host->keys.lobby, world->topic))
			lobby_read(&asked, text.text, text.len);
	strbuf_release(&text);
	assert_int_equal(asked.kind, LOBBY_ASK);
	strcpy(origin, asked.origin);
	snprintf(prefix, sizeof prefix, "%s.%s", SESSION, origin);
	struct strbuf entry = state_of(attack.host, "lobby", prefix);
	assert_non_null(strstr(entry.text, print));
	sodium_bin2hex(hex, sizeof hex, asked.key, SYNC_KEY_SIZE);
	assert_non_null(strstr(entry.text, hex));
	strbuf_release(&entry);
	/* "No" and "in" of somebody else are not heard. */
	struct lobby_ticket ticket = { .session = "0000000000000009", .host = STRANGER };
	tell_door(&attack, LOBBY_HERE, &attack.keys, STRANGER, NULL, NULL);
	tell_door(&attack, LOBBY_NO, &attack.keys, origin, NULL, NULL);
	tell_door(&attack, LOBBY_IN, &attack.keys, origin, &ticket, asked.box);
	/* The interviewer's own is. */
	admit(world, origin, SEAT_OBSERVER, asked.key);
	struct strbuf joined = STRBUF_INIT;
	until(world, (strbuf_release(&joined), joined = state_of(guest, "joining", "7K3M"), !strncmp(joined.text, "in\t", 3)));
	assert_string_equal(joined.text, "in\t" SESSION "\tobserver");
	strbuf_release(&joined);
	until(world, same_logs(attack.host, guest));
	end(&attack);
}

/* --- who runs the broker --- */

static void garbage_is_passed_over(void **state)
{
	(void)state;
	struct attack attack;
	unsigned char bytes[1024];
	begin_at_broker(&attack);
	size_t heard = attack.tap->count;
	for (size_t len = 0; len < sizeof bytes; len += 3) {
		randombytes_buf(bytes, sizeof bytes);
		if (len % 2)
			memcpy(bytes, len % 4 == 1 ? "SD1R" : "SD1L", 4);
		client_send(attack.mallory, bytes, len);
	}
	/* As large as a frame may be, and larger. */
	char *large = calloc(1, FRAME_MAX + 1000);
	memcpy(large, "SD1R", 4);
	client_send(attack.mallory, large, FRAME_MAX);
	client_send(attack.mallory, large, FRAME_MAX + 1000);
	free(large);
	/* What was captured, with a byte changed. */
	for (size_t i = 0; i < heard && i < 200; i++) {
		struct strbuf *frame = &attack.tap->frames[i];
		size_t at = randombytes_uniform((uint32_t)frame->len);
		frame->text[at] ^= 1;
		client_send(attack.mallory, frame->text, frame->len);
		frame->text[at] ^= 1;
	}
	the_room_goes_on(&attack);
	end(&attack);
}

static void what_was_captured_and_is_played_again_does_nothing(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	for (int i = 0; i < 20; i++) {
		write_note(attack.candidate, "x");
		write_fact(attack.host, "y");
	}
	until(&attack.world, same_logs(attack.host, attack.candidate) && attack.tap->count > 40);
	size_t captured = attack.tap->count;
	for (int times = 0; times < 3; times++)
		for (size_t i = captured; i-- > 0;)
			client_send(attack.mallory, attack.tap->frames[i].text, attack.tap->frames[i].len);
	until(&attack.world, attack.tap->count >= 3 * captured);
	the_room_goes_on(&attack);
	end(&attack);
}

/* The broker's owner wants the interviewer to believe that the candidate is there. */
static void old_messages_make_nobody_look_present(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	until(&attack.world, in_touch(attack.host) && in_touch(attack.candidate));
	for (int i = 0; i < 10; i++)
		write_note(attack.candidate, "x");
	until(&attack.world, same_logs(attack.host, attack.candidate) && attack.tap->count > 12);
	bridge_kill(attack.candidate);
	until(&attack.world, out_of_touch(attack.host));
	size_t captured = attack.tap->count;
	for (int times = 0; times < 3; times++)
		for (size_t i = 0; i < captured; i++) {
			client_send(attack.mallory, attack.tap->frames[i].text, attack.tap->frames[i].len);
			if (i % 16 == 0)
				until(&attack.world, attack.tap->count >= captured + times * captured + i);
			assert_true(out_of_touch(attack.host));
		}
	/* Nor after the interviewer's side began anew, and remembers nobody. */
	bridge_kill(attack.host);
	put_state(attack.host, "contact." SESSION, NULL);
	bridge_run_as(&attack.world, attack.host, "host");
	until(&attack.world, has_contact(attack.host, "alone"));
	captured = attack.tap->count;
	for (size_t i = 0; i < captured / 2; i++)
		client_send(attack.mallory, attack.tap->frames[i].text, attack.tap->frames[i].len);
	until(&attack.world, attack.tap->count >= captured + captured / 2);
	assert_true(has_contact(attack.host, "alone"));
	bridge_run_as(&attack.world, attack.candidate, "resume");
	until(&attack.world, in_touch(attack.host) && in_touch(attack.candidate));
	the_room_goes_on(&attack);
	end(&attack);
}

/* Two rooms at one broker, with the same people in them. */
static void frames_of_another_room_are_worth_nothing_here(void **state)
{
	(void)state;
	struct attack attack;
	struct strbuf message = STRBUF_INIT, frame = STRBUF_INIT;
	begin_at_broker(&attack);
	const char *other = "sysdrill/1/00000000000000000000000000000000";
	write_note(attack.candidate, "worth keeping");
	until(&attack.world, has_text(attack.host, "worth keeping"));
	/* The same messages under the same keys, sealed for another topic; and a topic's frames with this one's key left out. */
	size_t captured = attack.tap->count;
	for (size_t i = 0; i < captured; i++) {
		const struct strbuf *heard = &attack.tap->frames[i];
		if (!frame_open(&message, heard->text, heard->len, attack.host->keys.room[0], attack.world.topic))
			continue;
		strbuf_clear(&frame);
		frame_seal(&frame, FRAME_ROOM, 0, attack.host->keys.room[0], other, message.text, message.len);
		client_send(attack.mallory, frame.text, frame.len);
		strbuf_clear(&frame);
		frame_seal(&frame, FRAME_LOBBY, 0, attack.host->keys.lobby, attack.world.topic, message.text, message.len);
		client_send(attack.mallory, frame.text, frame.len);
	}
	/* An event of the candidate's, well signed, of another session. */
	struct sync *sync = forger(&attack, attack.candidate->origin, attack.candidate->keys.sign_secret);
	struct event event = { .kind = EVENT_QUESTION_ASKED, .question_asked = { .text = "from elsewhere" } };
	struct session *elsewhere = session_new();
	strcpy(elsewhere->id, "0000000000000002");
	struct event prepared;
	session_prepare(elsewhere, &prepared, attack.candidate->origin, STREAM_MAIN, EVENT_QUESTION_ASKED, 1700000000000);
	prepared.question_asked = event.question_asked;
	sync_logged(sync, &prepared);
	send_forged(&attack, sync, attack.host->keys.room[0]);
	sync_free(sync);
	session_free(elsewhere);
	the_room_goes_on(&attack);
	assert_false(has_text(attack.host, "from elsewhere"));
	strbuf_release(&message);
	strbuf_release(&frame);
	end(&attack);
}

/* --- floods --- */

static long resident_kib(pid_t pid)
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

#ifdef __SANITIZE_ADDRESS__
enum { FLOOD = 1500, GROWTH_KIB = 512 * 1024 }; /* what was freed is kept for a while, to be watched */
#else
enum { FLOOD = 6000, GROWTH_KIB = 24 * 1024 };
#endif

/* As fast as the broker takes it, and no faster: what it drops floods nobody. */
static void pace(struct attack *attack, size_t sent)
{
	if (sent % 100 == 99) {
		size_t before = attack->tap->count;
		until(&attack->world, attack->tap->count > before || attack->tap->count >= sent);
		client_forget(attack->tap);
	}
}

static void a_flood_of_garbage_stops_nothing(void **state)
{
	(void)state;
	struct attack attack;
	char *bytes = calloc(1, 4096);
	begin_at_broker(&attack);
	long before = resident_kib(attack.host->bridge);
	struct strbuf garbage = STRBUF_INIT;
	unsigned char key[FRAME_KEY_SIZE] = "another room's";
	frame_seal(&garbage, FRAME_ROOM, 0, key, attack.world.topic, bytes, 4096);
	client_forget(attack.tap);
	for (size_t i = 0; i < FLOOD; i++) {
		client_send(attack.mallory, garbage.text, garbage.len);
		pace(&attack, i);
		if (i % 1000 == 0)
			write_note(attack.candidate, "in the flood");
	}
	the_room_goes_on(&attack);
	assert_true(resident_kib(attack.host->bridge) - before < GROWTH_KIB);
	strbuf_release(&garbage);
	free(bytes);
	end(&attack);
}

static void a_flood_at_the_door_stops_nothing_and_fills_it_with_eight(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	long before = resident_kib(attack.host->bridge);
	client_forget(attack.tap);
	for (size_t i = 0; i < FLOOD; i++) {
		unsigned char random[10];
		char origin[ID_SIZE];
		struct keys keys;
		randombytes_buf(random, sizeof random);
		id_format(origin, random);
		keys_make(&keys);
		knock_as(&attack, &keys, origin, "Mallory", SEAT_CANDIDATE);
		pace(&attack, i);
	}
	/* All that it may leave behind: eight at the door, and a box for each of those. */
	the_room_goes_on(&attack);
	assert_true(states_of(attack.host, "lobby.") > 0 && states_of(attack.host, "lobby.") <= 8);
	until(&attack.world, states_of(attack.host, "box.") == states_of(attack.host, "lobby.") + SIDES);
	assert_int_equal(states_of(attack.candidate, "lobby."), 0);
	assert_true(resident_kib(attack.host->bridge) - before < GROWTH_KIB);
	end(&attack);
}

/* --- a member who claims to be more --- */

static void an_observer_who_writes_is_not_heard(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	const char *self = attack.world.sides[OBSERVER].origin;
	const struct { const char *stream; struct event event; } forged[] = {
		{ NOTES, { .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "forged" } } },
		{ "worksheet", { .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "forged" } } },
		{ "reflect.1", { .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "forged" } } },
		{ "problem", { .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "forged" } } },
		{ "invite", { .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "forged" } } },
		{ STREAM_PRIVATE, { .kind = EVENT_MARK_MADE, .mark_made = { .category = "good", .text = "forged" } } },
		{ STREAM_MAIN, { .kind = EVENT_SCORE_RELEASED, .score_released = { .criterion = "depth", .score = 4, .evidence = "forged" } } },
		{ STREAM_MAIN, { .kind = EVENT_SCORE_GIVEN, .score_given = { .criterion = "depth", .score = 4, .evidence = "forged" } } },
		{ STREAM_MAIN, { .kind = EVENT_SCORES_SUBMITTED } },
		{ STREAM_MAIN, { .kind = EVENT_MEMBER_ADMITTED, .member_admitted = { .member = STRANGER, .name = "forged", .seat = "panel", .key = "" } } },
		{ STREAM_MAIN, { .kind = EVENT_MEMBER_REMOVED, .member_removed = { .member = "forged" } } },
		{ STREAM_MAIN, { .kind = EVENT_SESSION_ENDED, .session_ended = { .reason = "forged" } } },
		{ STREAM_MAIN, { .kind = EVENT_FACT_REVEALED, .fact_revealed = { .fact = "forged", .text = "forged" } } },
	};
	for (size_t i = 0; i < ARRAY_SIZE(forged); i++) {
		struct sync *sync = forger(&attack, self, attack.world.sides[OBSERVER].keys.sign_secret);
		forge(&attack, sync, self, forged[i].stream, &forged[i].event);
		send_forged(&attack, sync, attack.host->keys.room[0]);
		sync_free(sync);
		/* The same in the name of the candidate and of the interviewer, signed with the observer's key. */
		for (size_t who = HOST; who <= CANDIDATE; who++) {
			const char *name = attack.world.sides[who].origin;
			sync = forger(&attack, name, attack.world.sides[OBSERVER].keys.sign_secret);
			forge(&attack, sync, name, forged[i].stream, &forged[i].event);
			send_forged(&attack, sync, attack.host->keys.room[0]);
			sync_free(sync);
		}
	}
	the_room_goes_on(&attack);
	assert_int_equal(events_of(attack.host, self), 0);
	assert_int_equal(events_of(attack.candidate, self), 0);
	assert_false(has_text(attack.host, "forged") || has_text(attack.candidate, "forged"));
	end(&attack);
}

/* The candidate may write much, but does not keep the clock, and gives no other's scores. */
static void a_candidate_does_not_interview(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	const char *self = attack.candidate->origin;
	const struct event forged[] = {
		{ .kind = EVENT_PHASE_ENTERED, .phase_entered = { .phase = 1 } },
		{ .kind = EVENT_SESSION_PAUSED, .session_paused = { .reason = "forged" } },
		{ .kind = EVENT_SESSION_ENDED, .session_ended = { .reason = "forged" } },
		{ .kind = EVENT_FACT_REVEALED, .fact_revealed = { .fact = "forged", .text = "forged" } },
		{ .kind = EVENT_MARK_RELEASED, .mark_released = { .category = "good", .text = "forged" } },
		{ .kind = EVENT_MEMBER_ADMITTED, .member_admitted = { .member = STRANGER, .name = "forged", .seat = "panel", .key = "" } },
	};
	bridge_kill(attack.candidate);          /* it is the one that cheats now */
	for (size_t i = 0; i < ARRAY_SIZE(forged); i++) {
		struct sync *sync = forger(&attack, self, attack.candidate->keys.sign_secret);
		forge(&attack, sync, self, STREAM_MAIN, &forged[i]);
		send_forged(&attack, sync, attack.host->keys.room[0]);
		sync_free(sync);
	}
	bridge_run_as(&attack.world, attack.candidate, "resume");
	the_room_goes_on(&attack);
	assert_false(has_text(attack.host, "forged"));
	end(&attack);
}

/* Two stories under one number: nothing more is taken from their author, and the interviewer's screen says so. */
static void who_tells_two_stories_is_named(void **state)
{
	(void)state;
	struct attack attack;
	begin_at_broker(&attack);
	const char *self = attack.candidate->origin;
	bridge_kill(attack.candidate);
	struct sync *sync = forger(&attack, self, attack.candidate->keys.sign_secret);
	forge(&attack, sync, self, NOTES, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "one story" } });
	send_forged(&attack, sync, attack.host->keys.room[0]);
	sync_free(sync);
	until(&attack.world, has_text(attack.host, "one story"));
	write_note(attack.candidate, "another story");
	write_note(attack.candidate, "and how it goes on");
	bridge_run_as(&attack.world, attack.candidate, "resume");
	until(&attack.world, has_trouble(attack.host, "candidate's log is another one"));
	assert_false(has_text(attack.host, "another story"));
	end(&attack);
}

/* --- somebody at the same machine --- */

static int connect_to_host(struct attack *attack)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	setenv("SYSDRILL_SOCKET_DIR", attack->host->sockets, 1);
	medium_socket_path(address.sun_path, attack->world.topic);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

static void send_framed(int fd, const struct strbuf *frame)
{
	unsigned char head[4] = { (unsigned char)(frame->len >> 24), (unsigned char)(frame->len >> 16), (unsigned char)(frame->len >> 8),
	                          (unsigned char)frame->len };
	if (send(fd, head, sizeof head, MSG_NOSIGNAL) == sizeof head)
		(void)!send(fd, frame->text, frame->len, MSG_NOSIGNAL);
}

static void begin_on_one_machine(struct attack *attack)
{
	world_open_on_one_machine(&attack->world);
	begin(attack);
}

static void the_socket_survives_whoever_connects(void **state)
{
	(void)state;
	struct attack attack;
	char bytes[5000];
	begin_on_one_machine(&attack);
	const char *const beginnings[] = { "", "\xff\xff\xff\xff", "GET / HTTP/1.1\r\n\r\n", "\0\0\0\0\0\0\0\0", "\0\0\1\0SD1R" };
	const size_t sizes[] = { 0, 4, 18, 8, 8 };
	int fds[ARRAY_SIZE(beginnings)];
	for (size_t i = 0; i < ARRAY_SIZE(beginnings); i++) {
		fds[i] = connect_to_host(&attack);
		(void)!send(fds[i], beginnings[i], sizes[i], MSG_NOSIGNAL);
	}
	the_room_goes_on(&attack);
	for (size_t i = 0; i < ARRAY_SIZE(beginnings); i++)
		close(fds[i]);
	/* More than it takes at a time, each gone again at once. */
	for (int i = 0; i < 200; i++)
		close(connect_to_host(&attack));
	memset(bytes, 'x', sizeof bytes);
	int fd = connect_to_host(&attack);
	(void)!send(fd, bytes, sizeof bytes, MSG_NOSIGNAL);
	the_room_goes_on(&attack);
	close(fd);
	end(&attack);
}

/* Asks, and is gone when the answer comes: of those who were let in, and of those who were not. */
static void who_asks_and_runs_away_takes_nothing_along(void **state)
{
	(void)state;
	struct attack attack;
	begin_on_one_machine(&attack);
	struct side *observer = &attack.world.sides[OBSERVER];
	put_state(attack.host, "lobby." SESSION "." STRANGER, "refused");
	int fds[24];
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
		struct strbuf text = STRBUF_INIT, frame = STRBUF_INIT;
		struct lobby_message message = { .kind = LOBBY_ASK, .seat = SEAT_OBSERVER };
		const struct keys *keys = i % 2 ? &observer->keys : &attack.keys;
		strcpy(message.origin, i % 2 ? observer->origin : STRANGER);
		memcpy(message.key, keys->sign, sizeof message.key);
		memcpy(message.box, keys->box, sizeof message.box);
		lobby_write(&text, &message, keys->sign_secret);
		frame_seal(&frame, FRAME_LOBBY, 0, attack.host->keys.lobby, attack.world.topic, text.text, text.len);
		fds[i] = connect_to_host(&attack);
		/* Some only stop listening: what they asked is still read, and the answer finds nobody. */
		if (i % 4 < 2)
			shutdown(fds[i], SHUT_RD);
		send_framed(fds[i], &frame);
		send_framed(fds[i], &frame);
		if (i % 4 >= 2)
			close(fds[i]);
		strbuf_release(&text);
		strbuf_release(&frame);
	}
	the_room_goes_on(&attack);
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		if (i % 4 < 2)
			close(fds[i]);
	end(&attack);
}

static void a_flood_through_the_socket_stops_nothing(void **state)
{
	(void)state;
	struct attack attack;
	struct strbuf frame = STRBUF_INIT;
	unsigned char key[FRAME_KEY_SIZE] = "another room's";
	begin_on_one_machine(&attack);
	long before = resident_kib(attack.host->bridge), candidate_before = resident_kib(attack.candidate->bridge);
	char *bytes = calloc(1, SYNC_MESSAGE_MAX);
	frame_seal(&frame, FRAME_ROOM, 0, key, attack.world.topic, bytes, SYNC_MESSAGE_MAX);
	int fds[8];
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		fds[i] = connect_to_host(&attack);
	for (size_t i = 0; i < FLOOD / 4; i++)
		send_framed(fds[i % ARRAY_SIZE(fds)], &frame);
	the_room_goes_on(&attack);
	assert_true(resident_kib(attack.host->bridge) - before < GROWTH_KIB);
	assert_true(resident_kib(attack.candidate->bridge) - candidate_before < GROWTH_KIB);
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		close(fds[i]);
	strbuf_release(&frame);
	free(bytes);
	end(&attack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_the_code_and_is_not_let_in_gets_nothing),
		cmocka_unit_test(who_is_not_let_in_can_say_nothing),
		cmocka_unit_test(who_is_turned_away_hears_no_and_stays_away),
		cmocka_unit_test(the_interviewers_seat_is_not_to_be_had),
		cmocka_unit_test(a_ticket_goes_to_the_key_that_was_let_in),
		cmocka_unit_test(only_the_interviewer_opens_or_shuts_the_door),
		cmocka_unit_test(garbage_is_passed_over),
		cmocka_unit_test(what_was_captured_and_is_played_again_does_nothing),
		cmocka_unit_test(old_messages_make_nobody_look_present),
		cmocka_unit_test(frames_of_another_room_are_worth_nothing_here),
		cmocka_unit_test(a_flood_of_garbage_stops_nothing),
		cmocka_unit_test(a_flood_at_the_door_stops_nothing_and_fills_it_with_eight),
		cmocka_unit_test(an_observer_who_writes_is_not_heard),
		cmocka_unit_test(a_candidate_does_not_interview),
		cmocka_unit_test(who_tells_two_stories_is_named),
		cmocka_unit_test(the_socket_survives_whoever_connects),
		cmocka_unit_test(who_asks_and_runs_away_takes_nothing_along),
		cmocka_unit_test(a_flood_through_the_socket_stops_nothing),
	};
	const char *only = getenv("SYSDRILL_ONLY");
	if (only)
		cmocka_set_test_filter(only);
	signal(SIGPIPE, SIG_IGN);
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
