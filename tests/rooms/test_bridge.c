/*
 * A room across machines, between real bridges and through a real broker: what anybody writes is with everybody, whoever is
 * killed meanwhile, and what is private or comes after somebody's removal is not.
 */
#include "config.h"

#include "world.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"

#define CANARY "canary in the coal mine"

static void begin(struct world *world)
{
	bridge_run_as(world, &world->sides[HOST], "host");
	bridge_run_as(world, &world->sides[CANDIDATE], "resume");
}

static bool host_and_candidate_meet(const struct world *world)
{
	return same_logs(&world->sides[HOST], &world->sides[CANDIDATE]);
}

static struct strbuf proc_file(pid_t pid, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	char path[64], block[4096];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	FILE *file = fopen(path, "rb");
	for (size_t n; file && (n = fread(block, 1, sizeof block, file)) > 0;)
		strbuf_add(&text, block, n);
	if (file)
		fclose(file);
	return text;
}

/* How long a process has computed. */
static long computed_ms(pid_t pid)
{
	unsigned long user = 0, system = 0;
	struct strbuf stat = proc_file(pid, "stat");
	const char *rest = strrchr(stat.text, ')');
	assert_true(rest && sscanf(rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) == 2);
	strbuf_release(&stat);
	return (long)(user + system) * 1000 / sysconf(_SC_CLK_TCK);
}

static uint8_t epochs_of(const struct side *side)
{
	struct keys keys;
	struct error err = { "" };
	assert_int_equal(keys_load(&keys, side->home, SESSION, side->origin, &err), STATUS_OK);
	uint8_t count = keys.epoch_count;
	keys_release(&keys);
	return count;
}

static void what_one_writes_the_other_has(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	begin(&world);
	until(&world, candidate->session->member_count == 3);
	for (int i = 0; i < 40; i++) {
		write_note(candidate, "n ");
		write_question(candidate, "How many?");
		write_fact(host, "A million");
	}
	until(&world, host_and_candidate_meet(&world));
	until(&world, in_touch(host) && in_touch(candidate));
	/* Whoever comes later gets it all. */
	bridge_run_as(&world, &world.sides[OBSERVER], "resume");
	until(&world, same_logs(host, &world.sides[OBSERVER]));
	assert_int_equal(events_of(host, candidate->origin), 80);
	assert_string_equal(session_text(host->session, NOTES, NULL), session_text(world.sides[OBSERVER].session, NOTES, NULL));
	world_close(&world);
}

static void two_users_of_one_machine_need_no_broker(void **state)
{
	(void)state;
	struct world world;
	world_open_on_one_machine(&world);
	begin(&world);
	bridge_run_as(&world, &world.sides[OBSERVER], "resume");
	write_question(&world.sides[CANDIDATE], "How many?");
	write_fact(&world.sides[HOST], "A million");
	until(&world, host_and_candidate_meet(&world) && same_logs(&world.sides[HOST], &world.sides[OBSERVER]));
	/* The interviewer's side dies, with its socket left behind, and comes again. */
	bridge_kill(&world.sides[HOST]);
	write_note(&world.sides[CANDIDATE], "meanwhile");
	bridge_run_as(&world, &world.sides[HOST], "host");
	until(&world, host_and_candidate_meet(&world) && same_logs(&world.sides[HOST], &world.sides[OBSERVER]));
	world_close(&world);
}

/* An observer at the broker, a candidate at the same machine: what comes by the one goes on by the other. */
static void socket_and_broker_are_one_room(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *candidate = &world.sides[CANDIDATE];
	struct error err = { "" };
	strcpy(candidate->sockets, world.sides[HOST].sockets);
	candidate->keys.broker[0] = '\0';
	assert_int_equal(keys_save(&candidate->keys, candidate->home, &err), STATUS_OK);
	begin(&world);
	bridge_run_as(&world, &world.sides[OBSERVER], "resume");
	write_note(candidate, "by the socket");
	write_fact(&world.sides[HOST], "by both");
	until(&world, host_and_candidate_meet(&world) && same_logs(candidate, &world.sides[OBSERVER]));
	assert_true(has_text(&world.sides[OBSERVER], "by the socket"));
	world_close(&world);
}

static void a_broker_that_was_killed_costs_nothing(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	begin(&world);
	until(&world, host_and_candidate_meet(&world));
	until(&world, in_touch(host) && in_touch(candidate));
	broker_kill(&world);
	for (int i = 0; i < 100; i++) {
		write_note(candidate, "without a broker ");
		write_fact(host, "nor here");
	}
	until(&world, out_of_touch(host) && out_of_touch(candidate));
	assert_false(host_and_candidate_meet(&world));
	broker_start(&world);
	until(&world, host_and_candidate_meet(&world) && in_touch(host) && in_touch(candidate));
	world_close(&world);
}

/* A port at which connections hang: whoever listens there has no place for more. Returns how many must be closed again. */
static size_t open_hanging_port(int fds[8], int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;
	fds[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fds[0], (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fds[0], 0), 0);
	assert_int_equal(getsockname(fds[0], (struct sockaddr *)&address, &len), 0);
	*port = ntohs(address.sin_port);
	for (size_t i = 1; i < 8; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		connect(fds[i], (struct sockaddr *)&address, sizeof address);
	}
	return 8;
}

static void a_broker_that_does_not_answer_keeps_nobody_at_this_machine_waiting(void **state)
{
	(void)state;
	struct world world;
	int fds[8], port;
	world_open_on_one_machine(&world);
	size_t count = open_hanging_port(fds, &port);
	snprintf(world.url, sizeof world.url, "mqtt://127.0.0.1:%d", port);
	begin(&world);
	write_question(&world.sides[CANDIDATE], "How many?");
	write_fact(&world.sides[HOST], "A million");
	until(&world, host_and_candidate_meet(&world) && has_text(&world.sides[CANDIDATE], "A million"));
	/* Nor does it end any later for it. */
	assert_int_equal(bridge_end(&world.sides[HOST]), 0);
	for (size_t i = 0; i < count; i++)
		close(fds[i]);
	world_close(&world);
}

/* Somebody who was away when another one was removed has not heard of the new key. */
static void who_was_away_when_the_key_changed_comes_in_again(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	begin(&world);
	until(&world, host_and_candidate_meet(&world));
	bridge_kill(candidate);
	write_note(candidate, "while I was away");
	remove_member(&world, world.sides[OBSERVER].origin);
	write_fact(host, "under the new key");
	bridge_run_as(&world, candidate, "resume");
	until(&world, host_and_candidate_meet(&world));
	assert_true(has_text(candidate, "under the new key"));
	/* And nobody stands at the door for it. */
	assert_int_equal(states_of(host, "lobby."), 0);
	world_close(&world);
}

/* The interviewer's machine lost power right after it changed the key, or its file came back from a backup. */
static void a_key_that_is_not_the_interviewers_is_asked_for_again(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	struct error err = { "" };
	begin(&world);
	until(&world, host_and_candidate_meet(&world));
	bridge_kill(host);
	randombytes_buf(host->keys.room[0], FRAME_KEY_SIZE);
	assert_int_equal(keys_save(&host->keys, host->home, &err), STATUS_OK);
	write_note(candidate, "under the old key");
	write_fact(host, "under the new key");
	bridge_run_as(&world, host, "host");
	until(&world, host_and_candidate_meet(&world) && has_text(candidate, "under the new key"));
	world_close(&world);
}

static void who_was_removed_reads_nothing_that_comes_later(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE], *observer = &world.sides[OBSERVER];
	struct client *tap = &world.clients[0];
	client_open(&world, tap, world.topic);
	begin(&world);
	bridge_run_as(&world, observer, "resume");
	write_fact(host, "before");
	until(&world, host_and_candidate_meet(&world) && same_logs(host, observer));
	remove_member(&world, observer->origin);
	/* The one who was removed is told, and that is the last. */
	until(&world, candidate->session->members[2].removed && observer->session->members[2].removed);
	until(&world, has_trouble(observer, "taken you out"));
	write_fact(host, CANARY);
	write_note(candidate, CANARY);
	until(&world, host_and_candidate_meet(&world) && has_text(candidate, CANARY));
	/* What it sees on the wire opens with none of the keys that it has, and what it says under the old one is not heard. */
	assert_int_equal(client_opened(&world, tap, observer->keys.room[0], CANARY), 0);
	assert_true(client_opened(&world, tap, observer->keys.room[0], "before") > 0);
	write_question(observer, "still there?");
	write_fact(host, "a last word");
	until(&world, host_and_candidate_meet(&world));
	assert_false(has_text(observer, CANARY) || has_text(observer, "a last word"));
	assert_false(folder_has(observer->home, CANARY, strlen(CANARY), NULL));
	assert_false(has_text(host, "still there?"));
	assert_int_equal(states_of(host, "lobby."), 0);
	world_close(&world);
}

/* The interviewer's side was not there when it happened, or died of it: the log is what counts. */
static void a_removal_that_the_bridge_slept_through_changes_the_key(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE], *observer = &world.sides[OBSERVER];
	struct client *tap = &world.clients[0];
	client_open(&world, tap, world.topic);
	begin(&world);
	bridge_run_as(&world, observer, "resume");
	until(&world, host_and_candidate_meet(&world) && same_logs(host, observer));
	bridge_kill(host);
	remove_member(&world, observer->origin);
	write_fact(host, CANARY);
	bridge_run_as(&world, host, "host");
	until(&world, host_and_candidate_meet(&world) && has_text(candidate, CANARY));
	write_note(candidate, CANARY);
	until(&world, host_and_candidate_meet(&world));
	assert_int_equal(client_opened(&world, tap, observer->keys.room[0], CANARY), 0);
	assert_false(has_text(observer, CANARY));
	/* The key was changed once, not at every beginning. */
	bridge_kill(host);
	bridge_run_as(&world, host, "host");
	write_fact(host, "on it goes");
	until(&world, host_and_candidate_meet(&world));
	assert_int_equal(epochs_of(host), 2);
	world_close(&world);
}

/* A row that cannot be read is met at every turn: who was removed before it is counted once. */
static void a_log_that_is_read_again_and_again_uses_up_no_keys(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	begin(&world);
	until(&world, host_and_candidate_meet(&world));
	bridge_kill(host);
	bridge_kill(candidate);
	put_state(candidate, "contact." SESSION, NULL);
	remove_member(&world, world.sides[OBSERVER].origin);
	write_fact(host, "the damaged one");
	run_sql(host, "DROP TRIGGER event_stays; UPDATE event SET payload = '!' || payload WHERE kind = 'fact.revealed'");
	struct store *store = host->store;
	host->store = NULL;
	begin(&world);
	/* It has heard, and answered: some turns. */
	until(&world, in_touch(candidate));
	host->store = store;
	run_sql(host, "UPDATE event SET payload = substr(payload, 2) WHERE kind = 'fact.revealed'");
	until(&world, host_and_candidate_meet(&world) && has_text(candidate, "the damaged one"));
	assert_int_equal(epochs_of(host), 2);
	world_close(&world);
}

static void a_key_that_cannot_be_changed_any_more_closes_the_room(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE], *observer = &world.sides[OBSERVER];
	begin(&world);
	for (int i = 1; i < EPOCHS_MAX; i++) {
		remove_member(&world, observer->origin);
		admit(&world, observer->origin, SEAT_OBSERVER, observer->keys.sign);
	}
	until(&world, host_and_candidate_meet(&world) && in_touch(candidate));
	remove_member(&world, observer->origin);
	write_fact(host, CANARY);
	until(&world, has_trouble(host, "cannot be changed again"));
	/* For the seconds until it is missed it has nothing to do. */
	long before = computed_ms(host->bridge);
	until(&world, out_of_touch(candidate));
	assert_true(computed_ms(host->bridge) - before < SYNC_SILENCE_MS / 3);
	write_note(candidate, "a last word");
	until(&world, has_text(host, "a last word"));
	assert_false(has_text(candidate, CANARY));
	world_close(&world);
}

static void what_is_private_is_nowhere_before_its_release(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	struct client *tap = &world.clients[0];
	client_open(&world, tap, world.topic);
	begin(&world);
	for (int i = 0; i < 10; i++) {
		write_private(host, CANARY);
		write_fact(host, "in public");
	}
	/* What would show that something private lies between: numbers with a gap. */
	until(&world, host_and_candidate_meet(&world) && has_text(candidate, "in public"));
	uint64_t expected = 1;
	for (size_t i = 0; i < candidate->session->event_count; i++)
		if (!strcmp(candidate->session->events[i]->stream, STREAM_MAIN))
			assert_int_equal(candidate->session->events[i]->oseq, expected++);
	until(&world, client_opened(&world, tap, host->keys.room[0], "in public") >= 10);
	assert_int_equal(client_opened(&world, tap, host->keys.room[0], CANARY), 0);
	assert_true(folder_has(host->home, CANARY, strlen(CANARY), NULL));
	assert_false(folder_has(candidate->home, CANARY, strlen(CANARY), NULL));
	side_write(host, STREAM_MAIN, &(struct event){ .kind = EVENT_MARK_RELEASED, .mark_released = {
		.category = "good", .text = CANARY, .made_ms = 1700000000000 } });
	until(&world, has_text(candidate, CANARY));
	until(&world, client_opened(&world, tap, host->keys.room[0], CANARY) > 0);
	world_close(&world);
}

static void frames_show_neither_text_nor_names_nor_keys(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	struct client *tap = &world.clients[0];
	client_open(&world, tap, world.topic);
	begin(&world);
	for (int i = 0; i < 10; i++)
		write_note(candidate, CANARY);
	until(&world, host_and_candidate_meet(&world) && tap->count > 10);
	for (size_t i = 0; i < tap->count; i++) {
		const struct { const void *bytes; size_t len; } secrets[] = {
			{ CANARY, 8 }, { SESSION, 16 }, { host->origin, 16 }, { "interviewer", 11 }, { "note.edited", 11 },
			{ host->keys.room[0], 8 }, { host->keys.lobby, 8 }, { host->keys.sign_secret, 8 }, { candidate->keys.sign, 8 },
		};
		for (size_t j = 0; j < ARRAY_SIZE(secrets); j++)
			assert_null(memmem(tap->frames[i].text, tap->frames[i].len, secrets[j].bytes, secrets[j].len));
		assert_int_equal((tap->frames[i].len - 5 - 24 - 16) % FRAME_BLOCK, 0);
	}
	world_close(&world);
}

/* --- the machine of one side --- */

static bool shows(const struct strbuf *text, const char *secret)
{
	return memmem(text->text, text->len, secret, strlen(secret)) != NULL;
}

static void secrets_are_in_the_file_of_keys_alone(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	bridge_order(&world, host, "host", "7K3MQ2XV9TRAH4WP", "");
	bridge_run_as(&world, candidate, "resume");
	write_note(candidate, "something");
	until(&world, host_and_candidate_meet(&world) && has_text(host, "something"));
	struct strbuf arguments = proc_file(host->bridge, "cmdline"), environment = proc_file(host->bridge, "environ");
	assert_int_equal(arguments.len, strlen("sysdrill-bridge") + 1);
	assert_false(shows(&environment, "7K3MQ2XV9TRAH4WP"));
	strbuf_release(&arguments);
	strbuf_release(&environment);
	assert_false(folder_has(world.folder, "Q2XV9TRAH4WP", 12, NULL));
	for (size_t i = HOST; i <= CANDIDATE; i++) {
		const struct keys *keys = &world.sides[i].keys;
		const struct { const unsigned char *bytes; size_t len; } secrets[] = {
			{ keys->room[0], FRAME_KEY_SIZE }, { keys->lobby, FRAME_KEY_SIZE }, { keys->sign_secret, 32 },
			{ keys->box_secret, BOX_SECRET_SIZE },
		};
		for (size_t j = 0; j < ARRAY_SIZE(secrets); j++) {
			char hex[65];
			sodium_bin2hex(hex, sizeof hex, secrets[j].bytes, secrets[j].len);
			assert_false(folder_has(world.folder, secrets[j].bytes, 16, NULL));
			assert_false(folder_has(world.folder, hex, 64, ".keys"));
		}
	}
	/* What is exported of it is the log, and the log has none of it: that it was written at all was seen above. */
	world_close(&world);
}

static bool has_no_core(pid_t pid)
{
	struct strbuf limits = proc_file(pid, "limits");
	const char *line = strstr(limits.text, "Max core file size");
	unsigned long long soft = 1, hard = 1;
	bool none = line && sscanf(line + strlen("Max core file size"), "%llu %llu", &soft, &hard) == 2 && !soft && !hard;
	strbuf_release(&limits);
	return none;
}

/* As somebody who is not root: to root everything is open. */
static void become_somebody(void)
{
	/* That makes a process undumpable; the program that it then becomes is dumpable until it says otherwise. */
	if (geteuid() == 0 && (setgid(65534) || setuid(65534)))
		_exit(126);
}

static void a_bridge_leaves_no_core_and_cannot_be_looked_into(void **state)
{
	(void)state;
	char path[4096], name[64];
	const char *program = getenv("SYSDRILL"), *slash = program ? strrchr(program, '/') : NULL;
	struct stat info;
	int fds[2], status;
	assert_non_null(slash);
	snprintf(path, sizeof path, "%.*s/sysdrill-bridge", (int)(slash - program), program);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		int nowhere = open("/dev/null", O_WRONLY);
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		dup2(fds[0], STDIN_FILENO);
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 1 << 20, 1 << 20 });
		become_somebody();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execl(path, "sysdrill-bridge", (char *)NULL);
		_exit(127);
	}
	close(fds[0]);
	/* It waits for its order; before it reads the first byte of it, it is closed to others. */
	struct world nobody = { .broker = 0 };
	snprintf(name, sizeof name, "/proc/%d/status", (int)pid);
	until(&nobody, !stat(name, &info) && info.st_uid == 0 && has_no_core(pid));
	kill(pid, SIGABRT);
	close(fds[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_false(WCOREDUMP(status));
}

/* --- kills --- */

static uint32_t next(uint64_t *random)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*random >> 33);
}

/* Four kills in make check, two hundred in make soak: at whatever moment, the side that is hit and its writer go on. */
static void kills_lose_nothing_acknowledged(void **state)
{
	(void)state;
	struct world world;
	world_open(&world);
	struct side *host = &world.sides[HOST], *candidate = &world.sides[CANDIDATE];
	size_t kills = soak(4);
	uint64_t random = 20240229;
	begin(&world);
	for (size_t i = 0; i < kills; i++) {
		size_t which = next(&random) % 3;
		for (uint32_t events = next(&random) % 60; events; events--) {
			if (next(&random) % 2)
				write_note(candidate, "n ");
			else
				write_fact(host, "f");
			if (next(&random) % 8 == 0)
				world_look(&world);
		}
		/* In the middle of what is on its way, or at any moment, also while it begins. */
		size_t there = events_of(host, candidate->origin) + next(&random) % 20;
		if (next(&random) % 3 == 0 && bridge_is_there(host))
			until(&world, events_of(host, candidate->origin) >= (there < candidate->written ? there : candidate->written));
		for (volatile uint32_t spin = next(&random) % 20000000; spin; spin--) {
		}
		if (which == 2) {
			broker_kill(&world);
			broker_start(&world);
		} else {
			bridge_kill(&world.sides[which]);
			bridge_run_as(&world, &world.sides[which], which == HOST ? "host" : "resume");
		}
		/* Now and then everything meets in between, so that kills hit a room at rest, too. */
		if (next(&random) % 5 == 0)
			until(&world, host_and_candidate_meet(&world));
	}
	until(&world, host_and_candidate_meet(&world));
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(events_of(&world.sides[i], host->origin), host->written);
		assert_int_equal(events_of(&world.sides[i], candidate->origin), candidate->written);
	}
	print_message("# %zu kills, %zu events\n", kills, host->written + candidate->written);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_one_writes_the_other_has),
		cmocka_unit_test(two_users_of_one_machine_need_no_broker),
		cmocka_unit_test(socket_and_broker_are_one_room),
		cmocka_unit_test(a_broker_that_was_killed_costs_nothing),
		cmocka_unit_test(a_broker_that_does_not_answer_keeps_nobody_at_this_machine_waiting),
		cmocka_unit_test(who_was_away_when_the_key_changed_comes_in_again),
		cmocka_unit_test(a_key_that_is_not_the_interviewers_is_asked_for_again),
		cmocka_unit_test(who_was_removed_reads_nothing_that_comes_later),
		cmocka_unit_test(a_removal_that_the_bridge_slept_through_changes_the_key),
		cmocka_unit_test(a_log_that_is_read_again_and_again_uses_up_no_keys),
		cmocka_unit_test(a_key_that_cannot_be_changed_any_more_closes_the_room),
		cmocka_unit_test(what_is_private_is_nowhere_before_its_release),
		cmocka_unit_test(frames_show_neither_text_nor_names_nor_keys),
		cmocka_unit_test(secrets_are_in_the_file_of_keys_alone),
		cmocka_unit_test(a_bridge_leaves_no_core_and_cannot_be_looked_into),
		cmocka_unit_test(kills_lose_nothing_acknowledged),
	};
	const char *only = getenv("SYSDRILL_ONLY");
	if (only)
		cmocka_set_test_filter(only);
	signal(SIGPIPE, SIG_IGN);
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
