/* Who has the room's code: they can knock, and no more than that, until the interviewer lets them in. */
#include "config.h"

#include "attack.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "session/room_code.h"

#define CANARY "canary in the coal mine"

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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
}

/* A member who lost the keys comes back so; so it is the interviewer who decides, and until then nothing changes for anybody. */
static void who_knocks_as_a_member_stands_at_the_door_like_everybody(void **state)
{
	(void)state;
	struct attack attack;
	char print[PRINT_SIZE];
	begin_at_broker(&attack);
	const char *candidate = attack.candidate->origin;
	knock_as(&attack, &attack.keys, attack.host->origin, "Ann", SEAT_PANEL);
	knock_as(&attack, &attack.keys, candidate, "Bob", SEAT_CANDIDATE);
	until(&attack.world, stands_at_door(&attack, candidate));
	assert_false(stands_at_door(&attack, attack.host->origin));
	struct strbuf entry = state_of(attack.host, "lobby", SESSION ".CCCCCCCCCCCCCCCC");
	frame_print(print, attack.host->keys.sign, attack.keys.sign, attack.world.topic);
	assert_non_null(strstr(entry.text, print));
	strbuf_release(&entry);
	the_room_goes_on(&attack);
	/* The next key reaches the member that there is. */
	remove_member(&attack.world, attack.world.sides[OBSERVER].origin);
	write_fact(attack.host, CANARY);
	until(&attack.world, has_text(attack.candidate, CANARY) && same_logs(attack.host, attack.candidate));
	assert_false(got_ticket(&attack, &attack.keys));
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_has_the_code_and_is_not_let_in_gets_nothing),
		cmocka_unit_test(who_is_not_let_in_can_say_nothing),
		cmocka_unit_test(who_is_turned_away_hears_no_and_stays_away),
		cmocka_unit_test(the_interviewers_seat_is_not_to_be_had),
		cmocka_unit_test(a_ticket_goes_to_the_key_that_was_let_in),
		cmocka_unit_test(who_knocks_as_a_member_stands_at_the_door_like_everybody),
		cmocka_unit_test(only_the_interviewer_opens_or_shuts_the_door),
		cmocka_unit_test(a_flood_at_the_door_stops_nothing_and_fills_it_with_eight),
	};
	const char *only = getenv("SYSDRILL_ONLY");
	if (only)
		cmocka_set_test_filter(only);
	signal(SIGPIPE, SIG_IGN);
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
