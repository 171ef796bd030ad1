/*
 * The door of a room, and what a bridge says of it: what could not be written is said again, nobody hears that they are in who
 * cannot write, who is in has one key to the room, however often it comes, and who comes back is who they were.
 */
#include "config.h"

#include "world.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session/room_code.h"

#define ROOM "7K3M"

static bool meet(const struct world *world)
{
	return same_logs(&world->sides[HOST], &world->sides[CANDIDATE]);
}

static void what_could_not_be_written_is_said_again(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	struct client *tap = &world.clients[0];
	client_open(&world, tap, world.topic);
	run_sql(host, "CREATE TRIGGER full BEFORE INSERT ON state WHEN NEW.value LIKE 'ok%' BEGIN SELECT RAISE(ABORT, 'full'); END");
	bridge_run_as(&world, host, "host");
	bridge_run_as(&world, candidate, "resume");
	/* The interviewer's side has heard that it was heard, and what came after that. */
	until(&world, client_opened(&world, tap, host->keys.room[0], "heard HHHHHHHHHHHHHHHH") > 0);
	write_note(candidate, "in touch");
	until(&world, meet(&world) && has_text(host, "in touch"));
	assert_false(in_touch(host));
	run_sql(host, "DROP TRIGGER full");
	until(&world, in_touch(host));
	world_close(&world);
}

/* --- who is let in --- */

struct guest {
	struct side *side;
	char code[ID_SIZE];
	char origin[ID_SIZE];           /* under which it knocks */
	unsigned char key[SYNC_KEY_SIZE];
};

static void read_guest(void *context, const char *key, const char *value)
{
	struct guest *guest = context;
	size_t len;
	snprintf(guest->origin, sizeof guest->origin, "%s", strrchr(key, '.') + 1);
	sodium_hex2bin(guest->key, sizeof guest->key, strrchr(value, '\t') + 1, 2 * SYNC_KEY_SIZE, NULL, &len, NULL);
}

/* They ask, and the interviewer sees it. */
static void ask(struct world *world, struct guest *guest, const char *seat)
{
	*guest->origin = '\0';
	bridge_order(world, guest->side, "join", guest->code, seat);
	until(world, (store_list_state(world->sides[HOST].store, "lobby." SESSION ".", read_guest, guest, NULL), *guest->origin));
}

/* Somebody stands at the door of a room whose code they have. */
static void knock(struct world *world, struct guest *guest, const char *seat)
{
	struct side *host = &world->sides[HOST];
	struct error err = { "" };
	*guest = (struct guest){ .side = &world->sides[OBSERVER] };
	assert_true(room_code_parse("7k3m-q2xv-9tra-h4wp", guest->code));
	assert_true(frame_derive(guest->code, world->topic, host->keys.lobby));
	strcpy(host->keys.topic, world->topic);
	assert_int_equal(keys_save(&host->keys, host->home, &err), STATUS_OK);
	bridge_run_as(world, host, "host");
	ask(world, guest, seat);
}

static bool hears(const struct guest *guest, const char *beginning)
{
	struct strbuf joining = state_of(guest->side, "joining", ROOM);
	bool heard = !strncmp(joining.text, beginning, strlen(beginning));
	strbuf_release(&joining);
	return heard;
}

static bool has_seat(const struct guest *guest, const char *seat)
{
	char origin[ID_SIZE];
	return store_find_origin(guest->side->store, SESSION, seat, origin, NULL) == STATUS_OK && !strcmp(origin, guest->origin);
}

/* Without a seat of its own there the main program would make up another one, which nobody let in. */
static void nobody_is_in_who_could_not_take_the_seat(void **state)
{
	(void)state;
	struct world world;
	struct guest guest;
	world_open_on_one_machine(&world);
	knock(&world, &guest, "observer");
	run_sql(guest.side, "CREATE TRIGGER full BEFORE INSERT ON own_origin BEGIN SELECT RAISE(ABORT, 'full'); END");
	admit(&world, guest.origin, SEAT_OBSERVER, guest.key);
	until(&world, !bridge_is_there(guest.side));
	assert_true(hears(&guest, "failed\t"));
	run_sql(guest.side, "DROP TRIGGER full");
	/* The program keeps a bridge at the door: the next one need not be let in again. */
	bridge_order(&world, guest.side, "join", guest.code, "observer");
	until(&world, hears(&guest, "in\t" SESSION "\tobserver"));
	assert_true(has_seat(&guest, "observer"));
	world_close(&world);
}

static void who_is_in_hears_of_it_as_soon_as_it_can_be_written(void **state)
{
	(void)state;
	struct world world;
	struct guest guest;
	world_open_on_one_machine(&world);
	knock(&world, &guest, "observer");
	run_sql(guest.side, "CREATE TRIGGER full BEFORE INSERT ON state WHEN NEW.value LIKE 'in%' BEGIN SELECT RAISE(ABORT, 'full'); END");
	admit(&world, guest.origin, SEAT_OBSERVER, guest.key);
	until(&world, has_seat(&guest, "observer") && in_touch(guest.side));
	assert_true(hears(&guest, "door\t"));
	run_sql(guest.side, "DROP TRIGGER full");
	until(&world, hears(&guest, "in\t" SESSION "\tobserver"));
	world_close(&world);
}

/* --- who comes back --- */

/* The interviewer lets them in, as the main program does. */
static void let_in(struct world *world, struct guest *guest, enum seat seat)
{
	char in[64], key[64];
	admit(world, guest->origin, seat, guest->key);
	snprintf(key, sizeof key, "lobby." SESSION ".%s", guest->origin);
	put_state(&world->sides[HOST], key, NULL);
	snprintf(in, sizeof in, "in\t" SESSION "\t%s", seat_name(seat));
	until(world, hears(guest, in));
	assert_true(has_seat(guest, seat_name(seat)));
}

static void come_as_candidate(struct world *world, struct guest *guest)
{
	world_open_on_one_machine(world);
	knock(world, guest, "candidate");
	guest->side->origin = guest->origin;
	let_in(world, guest, SEAT_CANDIDATE);
	write_note(guest->side, "before, ");
	until(world, has_text(&world->sides[HOST], "before, "));
	put_state(guest->side, "joining." ROOM, NULL);
}

static void damage_keys(const struct guest *guest)
{
	char path[256];
	assert_int_equal(bridge_end(guest->side), 0);
	snprintf(path, sizeof path, "%s/rooms/%s-%s.keys", guest->side->home, SESSION, guest->origin);
	assert_int_equal(truncate(path, 100), 0);
}

static const char *notes_of(const struct side *side, const char *origin)
{
	return session_text_for(side->session, NOTES, origin, NULL);
}

static void who_lost_the_keys_comes_back_as_the_same(void **state)
{
	(void)state;
	struct world world;
	struct guest guest, before;
	come_as_candidate(&world, &guest);
	before = guest;
	damage_keys(&guest);
	/* What could not be sent any more comes with them. */
	write_note(guest.side, "not sent, ");
	bridge_run_as(&world, guest.side, "resume");
	until(&world, has_trouble(guest.side, "join it again with its code"));
	bridge_end(guest.side);
	ask(&world, &guest, "candidate");
	assert_string_equal(guest.origin, before.origin);
	assert_memory_not_equal(guest.key, before.key, sizeof guest.key);
	/* Nobody is in by having been in. */
	assert_false(hears(&guest, "in\t") || has_text(&world.sides[HOST], "not sent"));
	let_in(&world, &guest, SEAT_CANDIDATE);
	until(&world, same_logs(&world.sides[HOST], guest.side) && has_text(&world.sides[HOST], "not sent, "));
	assert_string_equal(notes_of(guest.side, guest.origin), "not sent, before, ");
	assert_string_equal(notes_of(&world.sides[HOST], guest.origin), "not sent, before, ");
	/* And from now on with these keys. */
	assert_int_equal(bridge_end(guest.side), 0);
	bridge_run_as(&world, guest.side, "resume");
	write_note(guest.side, "again, ");
	until(&world, has_text(&world.sides[HOST], "again, "));
	world_close(&world);
}

/* The interviewer looks at one fingerprint, however often the bridge is another; after a no it is a new question. */
static void who_lost_the_keys_asks_with_the_same_new_ones_until_there_is_an_answer(void **state)
{
	(void)state;
	struct world world;
	struct guest guest, first;
	char key[64], no[96], hex[2 * SYNC_KEY_SIZE + 1];
	come_as_candidate(&world, &guest);
	damage_keys(&guest);
	ask(&world, &guest, "candidate");
	first = guest;
	bridge_kill(guest.side);
	put_state(&world.sides[HOST], (snprintf(key, sizeof key, "lobby." SESSION ".%s", guest.origin), key), NULL);
	ask(&world, &guest, "candidate");
	assert_memory_equal(guest.key, first.key, sizeof guest.key);
	sodium_bin2hex(hex, sizeof hex, guest.key, sizeof guest.key);
	snprintf(no, sizeof no, "refused\t%s", hex);
	put_state(&world.sides[HOST], key, no);
	until(&world, hears(&guest, "refused"));
	bridge_end(guest.side);
	bridge_order(&world, guest.side, "join", guest.code, "candidate");
	until(&world, (store_list_state(world.sides[HOST].store, key, read_guest, &guest, NULL),
	               memcmp(guest.key, first.key, sizeof guest.key)));
	assert_string_equal(guest.origin, first.origin);
	let_in(&world, &guest, SEAT_CANDIDATE);
	world_close(&world);
}

/* Nothing tells any more as whom: they are somebody new, and what they wrote stays in the log. */
static void who_lost_all_but_the_log_gets_in_as_somebody_new(void **state)
{
	(void)state;
	struct world world;
	struct guest guest, before;
	char key[64];
	come_as_candidate(&world, &guest);
	before = guest;
	damage_keys(&guest);
	snprintf(key, sizeof key, "place." SESSION ".%s", guest.origin);
	put_state(guest.side, key, NULL);
	ask(&world, &guest, "candidate");
	assert_string_not_equal(guest.origin, before.origin);
	let_in(&world, &guest, SEAT_CANDIDATE);
	assert_string_equal(session_document_by(guest.side->session, NOTES, before.origin)->text.text, "before, ");
	write_note(guest.side, "after, ");
	until(&world, has_text(&world.sides[HOST], "after, "));
	world_close(&world);
}

static void take_out(struct world *world, struct guest *guest)
{
	remove_member(world, guest->origin);
	until(world, has_trouble(guest->side, "taken you out"));
	assert_int_equal(bridge_end(guest->side), 0);
	put_state(guest->side, "joining." ROOM, NULL);
	put_state(guest->side, "contact." SESSION, NULL);
}

static void who_was_removed_comes_back_to_another_seat(void **state)
{
	(void)state;
	struct world world;
	struct guest guest, before;
	come_as_candidate(&world, &guest);
	before = guest;
	take_out(&world, &guest);
	ask(&world, &guest, "observer");
	assert_string_equal(guest.origin, before.origin);
	let_in(&world, &guest, SEAT_OBSERVER);
	assert_false(has_seat(&guest, "candidate"));
	until(&world, same_logs(&world.sides[HOST], guest.side));
	assert_string_equal(session_document_by(guest.side->session, NOTES, guest.origin)->text.text, "before, ");
	/* And back. */
	take_out(&world, &guest);
	ask(&world, &guest, "candidate");
	let_in(&world, &guest, SEAT_CANDIDATE);
	write_note(guest.side, "after, ");
	until(&world, has_text(&world.sides[HOST], "after, "));
	assert_string_equal(notes_of(&world.sides[HOST], guest.origin), "after, before, ");
	world_close(&world);
}

/* --- keys to the room --- */

/* A ticket for the candidate that went through the broker, and how many did. */
static size_t find_tickets(const struct world *world, const struct client *tap, struct strbuf *frame)
{
	struct strbuf text = STRBUF_INIT;
	struct lobby_message message;
	size_t count = 0;
	for (size_t i = 0; i < tap->count; i++) {
		const struct strbuf *heard = &tap->frames[i];
		if (!frame_open(&text, heard->text, heard->len, world->sides[HOST].keys.lobby, world->topic) ||
		    !lobby_read(&message, text.text, text.len) || message.kind != LOBBY_IN ||
		    strcmp(message.origin, world->sides[CANDIDATE].origin) != 0)
			continue;
		count++;
		strbuf_clear(frame);
		strbuf_add(frame, heard->text, heard->len);
	}
	strbuf_release(&text);
	return count;
}

static struct stat keys_of(const struct side *side)
{
	char path[256];
	struct stat info;
	snprintf(path, sizeof path, "%s/rooms/%s-%s.keys", side->home, SESSION, side->origin);
	assert_int_equal(stat(path, &info), 0);
	return info;
}

static void a_key_that_one_has_is_not_taken_again(void **state)
{
	(void)state;
	struct world world;
	struct strbuf ticket = STRBUF_INIT;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	struct client *tap = &world.clients[0], *mallory = &world.clients[1];
	client_open(&world, tap, world.topic);
	client_open(&world, mallory, world.topic);
	bridge_run_as(&world, host, "host");
	bridge_run_as(&world, candidate, "resume");
	until(&world, meet(&world));
	remove_member(&world, world.sides[OBSERVER].origin);
	write_fact(host, "under the new key");
	until(&world, meet(&world) && has_text(candidate, "under the new key") && find_tickets(&world, tap, &ticket));
	struct stat before = keys_of(candidate);
	size_t count = find_tickets(&world, tap, &ticket);
	for (int i = 0; i < 5; i++)
		client_send(mallory, ticket.text, ticket.len);
	/* What comes later tells that it came. */
	until(&world, find_tickets(&world, tap, &ticket) >= count + 5);
	write_fact(host, "after the old ones");
	until(&world, meet(&world) && has_text(candidate, "after the old ones"));
	struct stat after = keys_of(candidate);
	assert_int_equal(after.st_ino, before.st_ino);
	assert_memory_equal(&after.st_mtim, &before.st_mtim, sizeof after.st_mtim);
	strbuf_release(&ticket);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_could_not_be_written_is_said_again),
		cmocka_unit_test(nobody_is_in_who_could_not_take_the_seat),
		cmocka_unit_test(who_is_in_hears_of_it_as_soon_as_it_can_be_written),
		cmocka_unit_test(who_lost_the_keys_comes_back_as_the_same),
		cmocka_unit_test(who_lost_the_keys_asks_with_the_same_new_ones_until_there_is_an_answer),
		cmocka_unit_test(who_lost_all_but_the_log_gets_in_as_somebody_new),
		cmocka_unit_test(who_was_removed_comes_back_to_another_seat),
		cmocka_unit_test(a_key_that_one_has_is_not_taken_again),
	};
	const char *only = getenv("SYSDRILL_ONLY");
	if (only)
		cmocka_set_test_filter(only);
	signal(SIGPIPE, SIG_IGN);
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
