#include "config.h"

#include "world.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"

enum { PATIENCE_MS = 60 * 1000, LOOK_MS = 4 };

static const struct { const char *origin; enum seat seat; } sides[SIDES] = {
	[HOST] = { "HHHHHHHHHHHHHHHH", SEAT_INTERVIEWER },
	[CANDIDATE] = { "CCCCCCCCCCCCCCCC", SEAT_CANDIDATE },
	[OBSERVER] = { "BBBBBBBBBBBBBBBB", SEAT_OBSERVER },
};

static int64_t clock_ms(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- waiting --- */

static void look_at_log(struct side *side)
{
	if (!side->store)
		return;
	struct error err = { "" };
	enum status status = store_read_session(side->store, SESSION, side->session, &side->rowid, NULL, &err);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		fail_msg("%s", err.text);
}

void world_look(struct world *world)
{
	for (size_t i = 0; i < CLIENTS; i++)
		client_work(&world->clients[i], clock_ms(CLOCK_MONOTONIC));
	for (size_t i = 0; i < SIDES; i++)
		look_at_log(&world->sides[i]);
}

static void tell_all(struct world *world)
{
	for (size_t i = 0; i < SIDES; i++) {
		struct side *side = &world->sides[i];
		if (!side->store)
			continue;
		struct strbuf contact = state_of(side, "contact", SESSION);
		print_error("%s: bridge %d (%s), %zu events, contact \"%s\"\n", seat_name(side->seat), (int)side->bridge,
		            bridge_is_there(side) ? "runs" : "runs not", side->session->event_count, contact.text);
		strbuf_release(&contact);
	}
}

void world_wait(struct world *world, struct patience *patience, const char *what, const char *file, int line)
{
	struct pollfd fds[CLIENTS * MEDIUM_FDS_MAX];
	size_t count = 0;
	if (!patience->since_ms)
		patience->since_ms = clock_ms(CLOCK_MONOTONIC);
	if (clock_ms(CLOCK_MONOTONIC) - patience->since_ms > PATIENCE_MS) {
		tell_all(world);
		print_error("waited for a minute: %s\n", what);
		_fail(file, line);
	}
	for (size_t i = 0; i < CLIENTS; i++)
		if (world->clients[i].medium)
			count += medium_fds(world->clients[i].medium, fds + count);
	poll(fds, (nfds_t)count, LOOK_MS);
}

/* --- the broker --- */

static int free_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	close(fd);
	return ntohs(address.sin_port);
}

static bool answers(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) }, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool connected = !connect(fd, (struct sockaddr *)&address, sizeof address);
	close(fd);
	return connected;
}

static void put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* Root's broker would become another user and then not end with the test. */
static bool try_broker(struct world *world)
{
	char path[96], text[256];
	snprintf(path, sizeof path, "%s/broker.conf", world->folder);
	snprintf(text, sizeof text, "listener %d 127.0.0.1\nallow_anonymous true\nuser root\npersistence false\nlog_dest none\n", world->port);
	put_file(path, text);
	fflush(NULL);
	world->broker = fork();
	assert_true(world->broker >= 0);
	if (!world->broker) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		int nowhere = open("/dev/null", O_RDWR);
		dup2(nowhere, STDIN_FILENO);
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		execl(getenv("MOSQUITTO_BROKER"), "mosquitto", "-c", path, (char *)NULL);
		_exit(127);
	}
	for (int tries = 0; tries < 4000; tries++) {
		if (answers(world->port))
			return true;
		if (waitpid(world->broker, NULL, WNOHANG) == world->broker)
			break;
		poll(NULL, 0, LOOK_MS);
	}
	world->broker = 0;
	return false;
}

void broker_start(struct world *world)
{
	assert_int_equal(world->broker, 0);
	for (int tries = 0; tries < 20; tries++)
		if (try_broker(world))
			return;
	fail_msg("the broker does not start");
}

void broker_kill(struct world *world)
{
	kill(world->broker, SIGKILL);
	waitpid(world->broker, NULL, 0);
	world->broker = 0;
}

static void find_broker(struct world *world)
{
	do
		world->port = free_port();
	while (!try_broker(world));
	snprintf(world->url, sizeof world->url, "mqtt://127.0.0.1:%d", world->port);
}

/* --- the sides --- */

static void open_side(struct world *world, struct side *side, size_t which)
{
	struct error err = { "" };
	*side = (struct side){ .origin = sides[which].origin, .seat = sides[which].seat, .order = -1, .session = session_new() };
	snprintf(side->home, sizeof side->home, "%s/%s", world->folder, seat_name(side->seat));
	snprintf(side->sockets, sizeof side->sockets, "%s/sockets%zu", world->folder, world->on_one_machine ? 0 : which);
	mkdir(side->sockets, 0777);
	if (store_open(&side->store, &(struct store_options){ .home = side->home }, &err) != STATUS_OK)
		fail_msg("%s", err.text);
	keys_make(&side->keys);
}

static void give_keys(struct world *world, struct side *side)
{
	const struct keys *host = &world->sides[HOST].keys;
	struct error err = { "" };
	strcpy(side->keys.session, SESSION);
	strcpy(side->keys.self, side->origin);
	strcpy(side->keys.host, sides[HOST].origin);
	strcpy(side->keys.topic, world->topic);
	strcpy(side->keys.broker, world->url);
	memcpy(side->keys.lobby, host->lobby, sizeof side->keys.lobby);
	memcpy(side->keys.host_sign, host->sign, sizeof side->keys.host_sign);
	memcpy(side->keys.room, host->room, sizeof side->keys.room);
	side->keys.epoch_count = host->epoch_count;
	if (keys_save(&side->keys, side->home, &err) != STATUS_OK)
		fail_msg("%s", err.text);
	/* What the interviewer's side keeps of somebody who knocked: see bridge_door.c. */
	char name[96], hex[2 * (SYNC_KEY_SIZE + BOX_KEY_SIZE) + 1];
	unsigned char both[SYNC_KEY_SIZE + BOX_KEY_SIZE];
	memcpy(both, side->keys.sign, SYNC_KEY_SIZE);
	memcpy(both + SYNC_KEY_SIZE, side->keys.box, BOX_KEY_SIZE);
	sodium_bin2hex(hex, sizeof hex, both, sizeof both);
	snprintf(name, sizeof name, "box.%s.%s", SESSION, side->origin);
	put_state(&world->sides[HOST], name, hex);
}

static void open_room(struct world *world)
{
	char hex[33];
	unsigned char random[16];
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(hex, sizeof hex, random, sizeof random);
	snprintf(world->topic, sizeof world->topic, "sysdrill/1/%s", hex);
	for (size_t i = 0; i < SIDES; i++)
		open_side(world, &world->sides[i], i);
	struct side *host = &world->sides[HOST];
	randombytes_buf(host->keys.lobby, sizeof host->keys.lobby);
	keys_next_epoch(&host->keys);
	for (size_t i = 0; i < SIDES; i++)
		give_keys(world, &world->sides[i]);
	side_write(host, STREAM_MAIN, &(struct event){ .kind = EVENT_SESSION_STARTED, .session_started = {
		.problem = "p", .title = "P", .problem_sha256 = "", .preset = "45", .phases = "requirements R 8-10-12", .level = "mid" } });
	side_write(host, STREAM_MAIN, &(struct event){ .kind = EVENT_ROOM_OPENED, .room_opened = { .name = "Ann", .prompt = "Design it." } });
	admit(world, sides[CANDIDATE].origin, SEAT_CANDIDATE, world->sides[CANDIDATE].keys.sign);
	admit(world, sides[OBSERVER].origin, SEAT_OBSERVER, world->sides[OBSERVER].keys.sign);
}

static void make_folder(struct world *world)
{
	snprintf(world->folder, sizeof world->folder, "%s/sysdrill-rooms-XXXXXX", access("/dev/shm", W_OK | X_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(mkdtemp(world->folder));
}

void world_open(struct world *world)
{
	const char *program = getenv("MOSQUITTO_BROKER");
	*world = (struct world){ .broker = 0 };
	if (!program || access(program, X_OK))
		skip();
	make_folder(world);
	find_broker(world);
	open_room(world);
}

void world_open_on_one_machine(struct world *world)
{
	*world = (struct world){ .on_one_machine = true };
	make_folder(world);
	open_room(world);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info, (void)type, (void)place;
	return remove(path);
}

void world_close(struct world *world)
{
	for (size_t i = 0; i < CLIENTS; i++)
		client_close(&world->clients[i]);
	for (size_t i = 0; i < SIDES; i++) {
		struct side *side = &world->sides[i];
		if (side->bridge > 0)
			assert_int_equal(bridge_end(side), 0);
		store_close(side->store);
		session_free(side->session);
		keys_release(&side->keys);
	}
	if (world->broker > 0)
		broker_kill(world);
	nftw(world->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* --- bridges --- */

static void bridge_path(char out[4096])
{
	const char *program = getenv("SYSDRILL"), *slash = program ? strrchr(program, '/') : NULL;
	if (!slash)
		fail_msg("SYSDRILL does not name the program");
	snprintf(out, 4096, "%.*s/sysdrill-bridge", (int)(slash - program), program);
}

void bridge_order(struct world *world, struct side *side, const char *mode, const char *code, const char *seat)
{
	struct strbuf order = STRBUF_INIT;
	char path[4096];
	int fds[2];
	bool knocks = !strcmp(mode, "join");
	bridge_path(path);
	assert_int_equal(side->bridge, 0);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	fflush(NULL);
	side->bridge = fork();
	assert_true(side->bridge >= 0);
	if (!side->bridge) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(fds[0], STDIN_FILENO);
		setenv("SYSDRILL_SOCKET_DIR", side->sockets, 1);
		execl(path, "sysdrill-bridge", (char *)NULL);
		_exit(127);
	}
	close(fds[0]);
	side->order = fds[1];
	strbuf_addc(&order, '{');
	json_add_text(&order, "mode", mode);
	json_add_text(&order, "home", side->home);
	json_add_text(&order, "session", knocks ? "" : SESSION);
	json_add_text(&order, "self", knocks ? "" : side->origin);
	json_add_text(&order, "name", seat_name(side->seat));
	json_add_text(&order, "code", code);
	json_add_text(&order, "seat", seat);
	json_add_text(&order, "broker", world->url);
	strbuf_adds(&order, "}\n");
	assert_int_equal(write(side->order, order.text, order.len), order.len);
	strbuf_release(&order);
}

void bridge_run_as(struct world *world, struct side *side, const char *mode)
{
	bridge_order(world, side, mode, "", "");
}

bool bridge_is_there(struct side *side)
{
	if (side->bridge > 0 && waitpid(side->bridge, NULL, WNOHANG) == side->bridge) {
		close(side->order);
		side->bridge = 0;
	}
	return side->bridge > 0;
}

void bridge_kill(struct side *side)
{
	kill(side->bridge, SIGKILL);
	bridge_end(side);
}

int bridge_end(struct side *side)
{
	int status = 0;
	close(side->order);
	assert_int_equal(waitpid(side->bridge, &status, 0), side->bridge);
	side->bridge = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* --- what is written --- */

void side_write(struct side *side, const char *stream, const struct event *payload)
{
	struct error err = { "" };
	struct event event;
	if (!*side->session->id)
		strcpy(side->session->id, SESSION);
	session_prepare(side->session, &event, side->origin, stream, payload->kind, clock_ms(CLOCK_REALTIME));
	struct event full = *payload;
	memcpy(full.session, event.session, sizeof full.session);
	memcpy(full.origin, event.origin, sizeof full.origin);
	memcpy(full.stream, event.stream, sizeof full.stream);
	full.oseq = event.oseq;
	full.lamport = event.lamport;
	full.at_ms = event.at_ms;
	bool private = stream_is_private(stream);
	enum status status = private ? store_append_private(side->store, &full, 1, &err) : store_append(side->store, &full, 1, &err);
	if (status != STATUS_OK)
		fail_msg("%s", err.text);
	assert_int_equal(session_add(side->session, &full), STATUS_OK);
	side->written += !private;
}

void write_note(struct side *side, const char *text)
{
	side_write(side, NOTES, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = { .text = text } });
}

void write_question(struct side *side, const char *text)
{
	side_write(side, STREAM_MAIN, &(struct event){ .kind = EVENT_QUESTION_ASKED, .question_asked = { .text = text } });
}

void write_fact(struct side *side, const char *text)
{
	side_write(side, STREAM_MAIN, &(struct event){ .kind = EVENT_FACT_REVEALED, .fact_revealed = { .fact = text, .weight = 1, .text = text } });
}

void write_private(struct side *side, const char *text)
{
	side_write(side, STREAM_PRIVATE, &(struct event){ .kind = EVENT_MARK_MADE, .mark_made = { .category = "good", .text = text } });
}

void admit(struct world *world, const char *member, enum seat seat, const unsigned char *key)
{
	char hex[2 * SYNC_KEY_SIZE + 1];
	sodium_bin2hex(hex, sizeof hex, key, SYNC_KEY_SIZE);
	side_write(&world->sides[HOST], STREAM_MAIN, &(struct event){ .kind = EVENT_MEMBER_ADMITTED, .member_admitted = {
		.member = member, .name = seat_name(seat), .seat = seat_name(seat), .key = hex } });
}

void remove_member(struct world *world, const char *member)
{
	side_write(&world->sides[HOST], STREAM_MAIN,
	           &(struct event){ .kind = EVENT_MEMBER_REMOVED, .member_removed = { .member = member } });
}

/* --- what is read --- */

bool has_text(const struct side *side, const char *text)
{
	struct strbuf line = STRBUF_INIT;
	bool found = false;
	for (size_t i = side->session->event_count; i-- > 0 && !found;) {
		strbuf_clear(&line);
		event_line_encode(side->session->events[i], &line);
		found = strstr(line.text, text) != NULL;
	}
	strbuf_release(&line);
	return found;
}

size_t events_of(const struct side *side, const char *origin)
{
	size_t count = 0;
	for (size_t i = 0; i < side->session->event_count; i++)
		count += !strcmp(side->session->events[i]->origin, origin) && !stream_is_private(side->session->events[i]->stream);
	return count;
}

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

bool same_logs(const struct side *one, const struct side *other)
{
	if (one->session->event_count < other->written || other->session->event_count < one->written)
		return false;
	struct strbuf first = public_log(one->session), second = public_log(other->session);
	bool same = !strcmp(first.text, second.text);
	strbuf_release(&first);
	strbuf_release(&second);
	return same;
}

struct strbuf state_of(struct side *side, const char *kind, const char *rest)
{
	struct strbuf value = STRBUF_INIT;
	char key[96];
	snprintf(key, sizeof key, "%s.%s", kind, rest);
	store_get_state(side->store, key, &value, NULL);
	return value;
}

static void count_state(void *context, const char *key, const char *value)
{
	(void)key, (void)value;
	++*(size_t *)context;
}

size_t states_of(struct side *side, const char *prefix)
{
	size_t count = 0;
	store_list_state(side->store, prefix, count_state, &count, NULL);
	return count;
}

void put_state(struct side *side, const char *key, const char *value)
{
	struct error err = { "" };
	if (store_put_state(side->store, key, value, &err) != STATUS_OK)
		fail_msg("%s", err.text);
}

void run_sql(struct side *side, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;
	assert_int_equal(sqlite3_open(store_path(side->store), &db), SQLITE_OK);
	sqlite3_busy_timeout(db, PATIENCE_MS);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_close(db);
}

bool has_contact(struct side *side, const char *beginning)
{
	struct strbuf contact = state_of(side, "contact", SESSION);
	bool is = !strncmp(contact.text, beginning, strlen(beginning));
	strbuf_release(&contact);
	return is;
}

bool in_touch(struct side *side)
{
	return has_contact(side, "ok");
}

bool out_of_touch(struct side *side)
{
	return has_contact(side, "lost");
}

bool has_trouble(struct side *side, const char *text)
{
	struct strbuf contact = state_of(side, "contact", SESSION);
	bool has = !strncmp(contact.text, "failed ", 7) && strstr(contact.text, text);
	strbuf_release(&contact);
	return has;
}

/* --- files --- */

/* nftw() has no context. */
static struct { const void *bytes; size_t len; const char *except; bool found; } sought;

static bool is_excepted(const char *path)
{
	size_t len = strlen(path), end = sought.except ? strlen(sought.except) : 0;
	return end && len >= end && !strcmp(path + len - end, sought.except);
}

static int look_into(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info, (void)place;
	if (type != FTW_F || !S_ISREG(info->st_mode) || is_excepted(path))
		return 0;
	struct strbuf text = STRBUF_INIT;
	char block[65536];
	FILE *file = fopen(path, "rb");
	for (size_t n; file && (n = fread(block, 1, sizeof block, file)) > 0;)
		strbuf_add(&text, block, n);
	if (file)
		fclose(file);
	sought.found |= memmem(text.text, text.len, sought.bytes, sought.len) != NULL;
	strbuf_release(&text);
	return 0;
}

bool folder_has(const char *folder, const void *bytes, size_t len, const char *except)
{
	sought.bytes = bytes;
	sought.len = len;
	sought.except = except;
	sought.found = false;
	nftw(folder, look_into, 16, FTW_PHYS);
	return sought.found;
}

size_t soak(size_t count)
{
	const char *times = getenv("SYSDRILL_SOAK");
	return times && atoi(times) > 0 ? count * (size_t)atoi(times) : count;
}
