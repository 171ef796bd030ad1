/*
 * Who does not belong into a room and does not knock, either: whoever runs the broker, a member who claims to be more, and
 * somebody at the same machine. They get nothing, nothing of theirs is taken, and the room goes on.
 */
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

#include "base/array.h"

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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
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
	attack_end(&attack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(garbage_is_passed_over),
		cmocka_unit_test(what_was_captured_and_is_played_again_does_nothing),
		cmocka_unit_test(old_messages_make_nobody_look_present),
		cmocka_unit_test(frames_of_another_room_are_worth_nothing_here),
		cmocka_unit_test(a_flood_of_garbage_stops_nothing),
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
