/*
 * The door: who stands there is who signed, and the ticket opens for the one who asked. And what is kept
 * of it, so that one can come back: for the user alone, and nothing of it when it is damaged.
 */
#include "config.h"

#include "test.h"

#include <dirent.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "peer/keys.h"
#include "peer/lobby.h"

#define SESSION "0000000000000001"
#define HOST "HHHHHHHHHHHHHHHH"
#define GUEST "CCCCCCCCCCCCCCCC"

/* --- what is said --- */

struct door {
	struct keys host, guest;
	struct lobby_message message, read;
	struct strbuf text;
};

static void open_door(struct door *door)
{
	*door = (struct door){ .text = STRBUF_INIT };
	keys_make(&door->host);
	keys_make(&door->guest);
	keys_next_epoch(&door->host);
	randombytes_buf(door->host.lobby, sizeof door->host.lobby);
	door->message = (struct lobby_message){ .kind = LOBBY_ASK, .origin = GUEST, .name = "Bob", .seat = SEAT_CANDIDATE };
	memcpy(door->message.key, door->guest.sign, sizeof door->message.key);
	memcpy(door->message.box, door->guest.box, sizeof door->message.box);
}

static void close_door(struct door *door)
{
	strbuf_release(&door->text);
	keys_release(&door->host);
	keys_release(&door->guest);
}

static void write_message(struct door *door, const unsigned char *secret)
{
	strbuf_clear(&door->text);
	lobby_write(&door->text, &door->message, secret);
}

static bool reads(struct door *door)
{
	/* A block of just this size, so that a sanitizer sees a read beyond its end. */
	char *exact = xmalloc(door->text.len ? door->text.len : 1);
	memcpy(exact, door->text.text, door->text.len);
	bool right = lobby_read(&door->read, exact, door->text.len);
	free(exact);
	return right;
}

static void what_is_said_is_heard(void **state)
{
	(void)state;
	struct door door;
	open_door(&door);
	for (int kind = 0; kind < LOBBY_KINDS; kind++)
		for (int seat = SEAT_INTERVIEWER; seat < SEAT_COUNT; seat++) {
			door.message.kind = (enum lobby_kind)kind;
			door.message.seat = (enum seat)seat;
			write_message(&door, door.guest.sign_secret);
			assert_true(door.text.len <= SYNC_MESSAGE_MAX);
			assert_true(reads(&door));
			assert_int_equal(door.read.kind, kind);
			assert_int_equal(door.read.seat, seat);
			assert_string_equal(door.read.origin, GUEST);
			assert_string_equal(door.read.name, "Bob");
			assert_memory_equal(door.read.key, door.guest.sign, SYNC_KEY_SIZE);
			assert_memory_equal(door.read.box, door.guest.box, BOX_KEY_SIZE);
		}
	close_door(&door);
}

static void a_changed_or_cut_message_is_refused(void **state)
{
	(void)state;
	struct door door;
	open_door(&door);
	write_message(&door, door.guest.sign_secret);
	for (size_t i = 0; i < door.text.len; i++)
		for (int bit = 0; bit < 8; bit += 3) {
			door.text.text[i] ^= (char)(1 << bit);
			assert_false(reads(&door));
			door.text.text[i] ^= (char)(1 << bit);
		}
	assert_true(reads(&door));
	for (size_t whole = door.text.len; door.text.len > 0;) {
		door.text.len--;
		assert_false(reads(&door));
		assert_true(door.text.len < whole);
	}
	close_door(&door);
}

static void nobody_speaks_under_anothers_key(void **state)
{
	(void)state;
	struct door door;
	open_door(&door);
	/* The guest says "in" in the interviewer's name, and the interviewer's key stands in it. */
	door.message.kind = LOBBY_IN;
	memcpy(door.message.key, door.host.sign, sizeof door.message.key);
	write_message(&door, door.guest.sign_secret);
	assert_false(reads(&door));
	/* A signature that holds over another text. */
	struct strbuf other = STRBUF_INIT;
	memcpy(door.message.key, door.guest.sign, sizeof door.message.key);
	write_message(&door, door.guest.sign_secret);
	strbuf_add(&other, door.text.text, door.text.len);
	door.message.seat = SEAT_PANEL;
	write_message(&door, door.guest.sign_secret);
	memcpy(door.text.text, other.text, crypto_sign_BYTES);
	assert_false(reads(&door));
	strbuf_release(&other);
	close_door(&door);
}

/* Signed well, by somebody who means no good. */
static bool signed_reads(struct door *door, const char *json)
{
	struct strbuf digest = STRBUF_INIT;
	unsigned char signature[crypto_sign_BYTES];
	strbuf_addf(&digest, "sysdrill lobby %s", json);
	crypto_sign_detached(signature, NULL, (const unsigned char *)digest.text, digest.len, door->guest.sign_secret);
	strbuf_clear(&door->text);
	strbuf_add(&door->text, signature, sizeof signature);
	strbuf_adds(&door->text, json);
	strbuf_release(&digest);
	return reads(door);
}

static void a_signature_makes_no_sense_of_nonsense(void **state)
{
	(void)state;
	struct door door;
	open_door(&door);
	char key[65], box[65];
	char json[4096], long_text[1200];
	sodium_bin2hex(key, sizeof key, door.guest.sign, 32);
	sodium_bin2hex(box, sizeof box, door.guest.box, 32);
	memset(long_text, 'a', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
#define JSON "{\"kind\": \"%s\", \"origin\": \"%s\", \"key\": \"%s\", \"name\": \"%s\", \"seat\": \"%s\", \"box\": \"%s\", \"sealed\": \"%s\"}"
	snprintf(json, sizeof json, JSON, "ask", GUEST, key, "Bob", "candidate", box, "");
	assert_true(signed_reads(&door, json));
	snprintf(json, sizeof json, JSON, "ask", GUEST, key, long_text, "candidate", box, "");
	assert_true(signed_reads(&door, json));
	assert_int_equal(strlen(door.read.name), MEMBER_NAME_CELLS);
	snprintf(json, sizeof json, JSON, "ask", GUEST, key, "\\u001b[2J\\u202eBob\\tx", "candidate", box, "");
	assert_true(signed_reads(&door, json));
	assert_string_equal(door.read.name, "[2JBobx");
	const struct { const char *kind, *origin, *key, *seat, *box, *sealed; } wrong[] = {
		{ "", GUEST, key, "candidate", box, "" }, { "asks", GUEST, key, "candidate", box, "" },
		{ "ask", "", key, "candidate", box, "" }, { "ask", "../../../../etc/p", key, "candidate", box, "" },
		{ "ask", "cccccccccccccccc", key, "candidate", box, "" }, { "ask", GUEST "C", key, "candidate", box, "" },
		{ "ask", GUEST, "", "candidate", box, "" }, { "ask", GUEST, key + 2, "candidate", box, "" },
		{ "ask", GUEST, key, "", box, "" }, { "ask", GUEST, key, "solo", box, "" }, { "ask", GUEST, key, "boss", box, "" },
		{ "ask", GUEST, key, "candidate", box + 2, "" }, { "ask", GUEST, key, "candidate", "zz", "" },
		{ "ask", GUEST, key, "candidate", box, long_text },
	};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		snprintf(json, sizeof json, JSON, wrong[i].kind, wrong[i].origin, wrong[i].key, "Bob", wrong[i].seat, wrong[i].box, wrong[i].sealed);
		if (signed_reads(&door, json))
			fail_msg("is heard: %.300s", json);
	}
#undef JSON
	static const char *const no_json[] = { "", "{", "{}", "[]", "null", "\"ask\"", "{\"kind\": 1}", "{\"kind\": \"ask\", \"kind\": \"ask\"}",
	                                       "{\"kind\": null}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" };
	for (size_t i = 0; i < ARRAY_SIZE(no_json); i++)
		assert_false(signed_reads(&door, no_json[i]));
	struct strbuf deep = STRBUF_INIT;
	strbuf_fill(&deep, '[', 40000);
	assert_false(signed_reads(&door, deep.text));
	strbuf_release(&deep);
	close_door(&door);
}

/* --- the ticket --- */

static struct lobby_ticket ticket_of(const struct door *door)
{
	struct lobby_ticket ticket = { .session = SESSION, .host = HOST, .epoch = 2 };
	memcpy(ticket.room_key, door->host.room[0], sizeof ticket.room_key);
	return ticket;
}

static void a_ticket_opens_only_for_its_box(void **state)
{
	(void)state;
	struct door door;
	open_door(&door);
	struct lobby_ticket ticket = ticket_of(&door), got;
	lobby_seal_ticket(&door.message, &ticket, door.guest.box);
	door.message.kind = LOBBY_IN;
	write_message(&door, door.host.sign_secret);
	assert_false(reads(&door));                     /* signed by the interviewer, so their key must stand in it */
	memcpy(door.message.key, door.host.sign, sizeof door.message.key);
	write_message(&door, door.host.sign_secret);
	assert_true(reads(&door));
	assert_true(lobby_open_ticket(&door.read, &got, door.guest.box, door.guest.box_secret));
	assert_string_equal(got.session, SESSION);
	assert_string_equal(got.host, HOST);
	assert_int_equal(got.epoch, 2);
	assert_memory_equal(got.room_key, ticket.room_key, sizeof got.room_key);
	/* Others who have the code hear it, too. */
	struct keys other;
	keys_make(&other);
	assert_false(lobby_open_ticket(&door.read, &got, other.box, other.box_secret));
	assert_false(lobby_open_ticket(&door.read, &got, door.guest.box, other.box_secret));
	assert_false(lobby_open_ticket(&door.read, &got, other.box, door.guest.box_secret));
	keys_release(&other);
	for (size_t i = 0; door.read.sealed[i]; i++) {
		char was = door.read.sealed[i];
		door.read.sealed[i] = was == '0' ? '1' : '0';
		assert_false(lobby_open_ticket(&door.read, &got, door.guest.box, door.guest.box_secret));
		door.read.sealed[i] = 'x';
		assert_false(lobby_open_ticket(&door.read, &got, door.guest.box, door.guest.box_secret));
		door.read.sealed[i] = was;
	}
	door.read.sealed[strlen(door.read.sealed) - 2] = '\0';
	assert_false(lobby_open_ticket(&door.read, &got, door.guest.box, door.guest.box_secret));
	door.read.sealed[0] = '\0';
	assert_false(lobby_open_ticket(&door.read, &got, door.guest.box, door.guest.box_secret));
	close_door(&door);
}

static void a_ticket_names_a_session_and_a_host(void **state)
{
	(void)state;
	struct door door;
	open_door(&door);
	struct lobby_ticket ticket = ticket_of(&door), got;
	memcpy(ticket.session, "../../../x", 11);
	lobby_seal_ticket(&door.message, &ticket, door.guest.box);
	assert_false(lobby_open_ticket(&door.message, &got, door.guest.box, door.guest.box_secret));
	ticket = ticket_of(&door);
	memset(ticket.host, 0, sizeof ticket.host);
	lobby_seal_ticket(&door.message, &ticket, door.guest.box);
	assert_false(lobby_open_ticket(&door.message, &got, door.guest.box, door.guest.box_secret));
	close_door(&door);
}

/* --- secrets --- */

static void is_not_in(const struct strbuf *bytes, const unsigned char *secret, size_t len)
{
	char hex[2 * 64 + 1], base64[2 * 64 + 1];
	sodium_bin2hex(hex, sizeof hex, secret, len);
	sodium_bin2base64(base64, sizeof base64, secret, len, sodium_base64_VARIANT_ORIGINAL);
	assert_null(memmem(bytes->text, bytes->len, secret, 16));
	assert_null(memmem(bytes->text, bytes->len, hex, 16));
	assert_null(memmem(bytes->text, bytes->len, base64, 16));
}

static void no_secret_is_in_what_is_said_at_the_door(void **state)
{
	(void)state;
	struct door door;
	open_door(&door);
	struct lobby_ticket ticket = ticket_of(&door);
	struct strbuf frame = STRBUF_INIT;
	for (int kind = 0; kind < LOBBY_KINDS; kind++) {
		bool hosts = kind != LOBBY_ASK;
		const struct keys *keys = hosts ? &door.host : &door.guest;
		door.message = (struct lobby_message){ .kind = (enum lobby_kind)kind, .origin = GUEST, .name = "Bob", .seat = SEAT_CANDIDATE };
		memcpy(door.message.key, keys->sign, sizeof door.message.key);
		memcpy(door.message.box, keys->box, sizeof door.message.box);
		if (kind == LOBBY_IN)
			lobby_seal_ticket(&door.message, &ticket, door.guest.box);
		write_message(&door, keys->sign_secret);
		strbuf_clear(&frame);
		frame_seal(&frame, FRAME_LOBBY, 0, door.host.lobby, "sysdrill/1/0", door.text.text, door.text.len);
		const struct strbuf *both[] = { &door.text, &frame };
		for (size_t i = 0; i < ARRAY_SIZE(both); i++) {
			/* The second half of an Ed25519 secret is the public key. */
			is_not_in(both[i], keys->sign_secret, 32);
			is_not_in(both[i], keys->box_secret, BOX_SECRET_SIZE);
			is_not_in(both[i], door.host.room[0], FRAME_KEY_SIZE);
			is_not_in(both[i], door.host.lobby, FRAME_KEY_SIZE);
		}
		is_not_in(&frame, keys->sign, SYNC_KEY_SIZE);
		is_not_in(&frame, keys->box, BOX_KEY_SIZE);
	}
	strbuf_release(&frame);
	close_door(&door);
}

/* --- what is kept --- */

struct place { char home[64]; struct strbuf folder, path; struct keys keys; struct error err; };

static int open_place(void **state)
{
	struct place *place = xcalloc(1, sizeof *place);
	strbuf_init(&place->folder);
	strbuf_init(&place->path);
	snprintf(place->home, sizeof place->home, "%s/sysdrill-keys-XXXXXX", access("/dev/shm", W_OK | X_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(mkdtemp(place->home));
	strbuf_addf(&place->folder, "%s/rooms", place->home);
	strbuf_addf(&place->path, "%s/rooms/%s-%s.keys", place->home, SESSION, GUEST);
	keys_make(&place->keys);
	strcpy(place->keys.session, SESSION);
	strcpy(place->keys.self, GUEST);
	strcpy(place->keys.host, HOST);
	strcpy(place->keys.topic, "sysdrill/1/00112233445566778899aabbccddeeff");
	strcpy(place->keys.broker, "mqtts://user:pass\"word\\@broker.example:8883");
	randombytes_buf(place->keys.lobby, sizeof place->keys.lobby);
	for (int i = 0; i < 3; i++)
		keys_next_epoch(&place->keys);
	*state = place;
	return 0;
}

static int close_place(void **state)
{
	struct place *place = *state;
	struct strbuf fresh = STRBUF_INIT;
	strbuf_addf(&fresh, "%s.new", place->path.text);
	unlink(fresh.text);
	unlink(place->path.text);
	rmdir(place->folder.text);
	unlink(place->folder.text);
	rmdir(place->home);
	strbuf_release(&fresh);
	strbuf_release(&place->folder);
	strbuf_release(&place->path);
	keys_release(&place->keys);
	free(place);
	return 0;
}

static enum status load(struct place *place, struct keys *out)
{
	return keys_load(out, place->home, SESSION, GUEST, &place->err);
}

static unsigned mode_of(const char *path)
{
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	return info.st_mode & 0777;
}

static void keys_come_back(void **state)
{
	struct place *place = *state;
	struct keys out;
	assert_int_equal(load(place, &out), STATUS_NOT_FOUND);
	assert_int_equal(keys_save(&place->keys, place->home, &place->err), STATUS_OK);
	assert_int_equal(load(place, &out), STATUS_OK);
	assert_memory_equal(&out, &place->keys, sizeof out);
	while (keys_next_epoch(&place->keys)) {
	}
	assert_int_equal(place->keys.epoch_count, EPOCHS_MAX);
	memset(place->keys.broker, '\x01', sizeof place->keys.broker - 1);      /* as long as it can be, and all of it escaped */
	assert_int_equal(keys_save(&place->keys, place->home, &place->err), STATUS_OK);
	assert_int_equal(load(place, &out), STATUS_OK);
	assert_memory_equal(&out, &place->keys, sizeof out);
}

static void keys_are_for_the_user_alone(void **state)
{
	struct place *place = *state;
	mode_t before = umask(0);
	assert_int_equal(keys_save(&place->keys, place->home, &place->err), STATUS_OK);
	assert_int_equal(mode_of(place->path.text), 0600);
	assert_int_equal(mode_of(place->folder.text), 0700);
	/* Whatever lay there before. */
	struct strbuf fresh = STRBUF_INIT;
	strbuf_addf(&fresh, "%s.new", place->path.text);
	FILE *file = fopen(fresh.text, "w");
	assert_non_null(file);
	fclose(file);
	assert_int_equal(chmod(fresh.text, 0666), 0);
	assert_int_equal(keys_save(&place->keys, place->home, &place->err), STATUS_OK);
	assert_int_equal(mode_of(place->path.text), 0600);
	assert_int_equal(access(fresh.text, F_OK), -1);
	umask(before);
	strbuf_release(&fresh);
}

static struct strbuf content_of(const char *path)
{
	struct strbuf text = STRBUF_INIT;
	char block[4096];
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
		strbuf_add(&text, block, n);
	fclose(file);
	return text;
}

static void put_content(const char *path, const char *text, size_t len)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void a_damaged_file_is_refused(void **state)
{
	struct place *place = *state;
	struct keys out;
	assert_int_equal(keys_save(&place->keys, place->home, &place->err), STATUS_OK);
	struct strbuf text = content_of(place->path.text);
	for (size_t len = 0; len + 2 < text.len; len += 7) {
		put_content(place->path.text, text.text, len);
		assert_int_equal(load(place, &out), STATUS_CORRUPT);
	}
	/* A digit of a key that is another one cannot be seen but by a sum. */
	for (size_t i = 0; i + 1 < text.len; i++) {
		char was = text.text[i];
		text.text[i] = was == '3' ? '4' : '3';
		put_content(place->path.text, text.text, text.len);
		enum status status = load(place, &out);
		if (status != STATUS_CORRUPT)
			fail_msg("byte %zu changed from %c, and it is taken: \"%.30s\"", i, was, text.text + i);
		text.text[i] = was;
	}
	assert_non_null(strstr(place->err.text, "damaged"));
	static const char *const others[] = { "", "{}", "[]", "null", "\0\0\0\0" };
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		put_content(place->path.text, others[i], i == 4 ? 4 : strlen(others[i]));
		assert_int_equal(load(place, &out), STATUS_CORRUPT);
	}
	strbuf_release(&text);
}

static void keys_of_another_room_are_refused(void **state)
{
	struct place *place = *state;
	struct keys out;
	strcpy(place->keys.session, "0000000000000002");
	assert_int_equal(keys_save(&place->keys, place->home, &place->err), STATUS_OK);
	struct strbuf other = STRBUF_INIT;
	strbuf_addf(&other, "%s/rooms/0000000000000002-%s.keys", place->home, GUEST);
	assert_int_equal(rename(other.text, place->path.text), 0);
	assert_int_equal(load(place, &out), STATUS_CORRUPT);
	strbuf_release(&other);
}

static void what_cannot_be_kept_is_said(void **state)
{
	struct place *place = *state;
	struct keys out;
	put_content(place->folder.text, "", 0);         /* a file where the folder should be */
	assert_int_equal(keys_save(&place->keys, place->home, &place->err), STATUS_IO);
	assert_non_null(strstr(place->err.text, "cannot be written"));
	assert_int_equal(load(place, &out), STATUS_NOT_FOUND);
	assert_int_equal(out.epoch_count, 0);
}

static void released_keys_are_wiped(void **state)
{
	struct place *place = *state;
	static const struct keys nothing;
	struct keys keys = place->keys;
	keys_release(&keys);
	assert_memory_equal(&keys, &nothing, sizeof keys);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_is_heard),
		cmocka_unit_test(a_changed_or_cut_message_is_refused),
		cmocka_unit_test(nobody_speaks_under_anothers_key),
		cmocka_unit_test(a_signature_makes_no_sense_of_nonsense),
		cmocka_unit_test(a_ticket_opens_only_for_its_box),
		cmocka_unit_test(a_ticket_names_a_session_and_a_host),
		cmocka_unit_test(no_secret_is_in_what_is_said_at_the_door),
		cmocka_unit_test_setup_teardown(keys_come_back, open_place, close_place),
		cmocka_unit_test_setup_teardown(keys_are_for_the_user_alone, open_place, close_place),
		cmocka_unit_test_setup_teardown(a_damaged_file_is_refused, open_place, close_place),
		cmocka_unit_test_setup_teardown(keys_of_another_room_are_refused, open_place, close_place),
		cmocka_unit_test_setup_teardown(what_cannot_be_kept_is_said, open_place, close_place),
		cmocka_unit_test_setup_teardown(released_keys_are_wiped, open_place, close_place),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
