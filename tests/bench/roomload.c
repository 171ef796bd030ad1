/*
 * Many rooms on one broker: real bridges with homes of their own, and no program in front of a terminal: this one writes what the
 * candidates type into their logs, and looks when it is in the logs of the others.
 *
 * usage: roomload [-r ROOMS] [-o OBSERVERS] [-e EVENTS] [-s SECONDS] BRIDGE FOLDER
 *
 *   ROOMS      each with an interviewer and a candidate (1)
 *   OBSERVERS  in each room besides (0)
 *   EVENTS     of a candidate in a second: one for a letter (4)
 *   SECONDS    for which is measured (20)
 *   FOLDER     for the homes. In memory (/dev/shm), or the disk is what is measured: no machine has so many people
 *
 * As root everybody is a user of their own (20000, 20001, ...), as they would be: what wakes a bridge (the store's bell) is
 * counted by user, and without it a bridge looks 200 times a second.
 *
 * Prints NAME and figures: `typed` 50th, 95th and 99th percentile and maximum in ms from a letter's being written to its being in
 * another's log; `broker` and `bridge` (each; the mean) per cent of a core, MB of memory, MB of it their own; `wire`
 * messages in a second and bytes in a second that the broker takes, and that it gives.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <mosquitto.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/json.h"
#include "broker.h"
#include "peer/keys.h"
#include "samples.h"
#include "session/event.h"
#include "store/store.h"

enum { SECOND_MS = 1000, SETTLE_MS = 6000, STRAGGLERS_MS = 3000, FIRST_UID = 20000, INTERVIEWER = 0, CANDIDATE = 1, NOTE_MAX = 400 };

#define NOTES "notes.requirements"

struct person {
	struct store *store;
	struct keys keys;
	char home[4200];
	uid_t uid;
	pid_t bridge;
	int order_fd;           /* the bridge ends when it is closed */
	int64_t rowid;
	uint64_t seen;          /* of the candidate's events */
};

struct room {
	struct person *people;
	uint64_t written, lamport;
	double next_ms, *written_ms;    /* by oseq - 1 */
	size_t written_cap;
};

struct load {
	int room_count, people_count, events, seconds;
	const char *bridge, *folder;
	struct broker broker;
	struct room *rooms;
	int bell;               /* one inotify for all homes: by watch descriptor */
	struct person **by_watch;
	struct room **room_by_watch;
	int watch_count;
	struct samples typed;
	bool counts;
};

struct usage { double cpu_ms, rss_mb, own_mb; };

static int64_t wall_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void must(enum status status, const struct error *err)
{
	if (status != STATUS_OK)
		die("%s", err->text);
}

/* --- a room, as the interviewer's program would have left it in everybody's log --- */

static size_t write_beginning(const struct load *load, const struct room *room, struct event *events, char (*hex)[2 * SYNC_KEY_SIZE + 1])
{
	static const char *const seats[] = { "interviewer", "candidate", "observer" };
	static struct strbuf phases = STRBUF_INIT;
	const struct keys *host = &room->people[INTERVIEWER].keys;
	size_t count = 0;
	strbuf_clear(&phases);
	strbuf_adds(&phases, "requirements R 6-8-9, architecture AI 17-21-23, data model D 4-5-6, optimization O 8-11-12 probes");
	events[count++] = (struct event){ .kind = EVENT_SESSION_STARTED, .session_started = {
		.problem = "load", .title = "Load", .problem_sha256 = "0000000000000000000000000000000000000000000000000000000000000000",
		.preset = "45", .phases = phases.text, .level = "senior" } };
	events[count++] = (struct event){ .kind = EVENT_ROOM_OPENED, .room_opened = { .name = "maria", .prompt = "Design something." } };
	for (int i = CANDIDATE; i < load->people_count; i++) {
		sodium_bin2hex(hex[i], sizeof hex[i], room->people[i].keys.sign, SYNC_KEY_SIZE);
		events[count++] = (struct event){ .kind = EVENT_MEMBER_ADMITTED, .member_admitted = { .member = room->people[i].keys.self,
			.name = "somebody", .seat = seats[i > CANDIDATE ? 2 : i], .key = hex[i] } };
	}
	for (size_t i = 0; i < count; i++) {
		struct event *event = &events[i];
		memcpy(event->session, host->session, ID_SIZE);
		memcpy(event->origin, host->self, ID_SIZE);
		strcpy(event->stream, STREAM_MAIN);
		event->oseq = event->lamport = i + 1;
		event->at_ms = wall_ms();
	}
	return count;
}

static void make_keys(const struct load *load, struct room *room)
{
	struct error err = { "" };
	struct keys *host = &room->people[INTERVIEWER].keys;
	unsigned char random[16];
	char hex[33], session[ID_SIZE];
	must(store_new_id(session, &err), &err);
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(hex, sizeof hex, random, sizeof random);
	for (int i = 0; i < load->people_count; i++) {
		struct keys *keys = &room->people[i].keys;
		keys_make(keys);
		must(store_new_id(keys->self, &err), &err);
		memcpy(keys->session, session, ID_SIZE);
		snprintf(keys->topic, sizeof keys->topic, "sysdrill/1/%s", hex);
		snprintf(keys->broker, sizeof keys->broker, "mqtt://127.0.0.1:%d", load->broker.port);
		memcpy(keys->host, host->self, ID_SIZE);
		memcpy(keys->host_sign, host->sign, sizeof keys->host_sign);
		if (i == INTERVIEWER)
			randombytes_buf(keys->lobby, sizeof keys->lobby);
		else
			memcpy(keys->lobby, host->lobby, sizeof keys->lobby);
		keys_next_epoch(keys);
		memcpy(keys->room[0], host->room[0], FRAME_KEY_SIZE);
	}
}

/* All files of a home to whoever it belongs to. */
static void give_away(const struct load *load, const struct person *person)
{
	static const char *const files[] = { "", "/sysdrill.db", "/sysdrill.db-wal", "/sysdrill.db-shm", "/sysdrill.lock", "/rooms" };
	char path[4300];
	if (geteuid())
		return;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof path, "%s%s", person->home, files[i]);
		if (chown(path, person->uid, person->uid) && errno != ENOENT)
			die("%s: %s", path, strerror(errno));
	}
	snprintf(path, sizeof path, "%s/rooms/%s-%s.keys", person->home, person->keys.session, person->keys.self);
	if (chown(path, person->uid, person->uid))
		die("%s: %s", path, strerror(errno));
	(void)load;
}

static void add_order(struct strbuf *order, const char *key, const char *value)
{
	json_add_key(order, key);
	json_add_string(order, value, strlen(value));
}

static void start_bridge(const struct load *load, struct person *person, bool hosts)
{
	struct strbuf order = STRBUF_INIT;
	int fds[2];
	strbuf_addc(&order, '{');
	add_order(&order, "mode", hosts ? "host" : "resume");
	add_order(&order, "home", person->home);
	add_order(&order, "session", person->keys.session);
	add_order(&order, "self", person->keys.self);
	add_order(&order, "name", "somebody");
	add_order(&order, "broker", person->keys.broker);
	strbuf_adds(&order, "}\n");
	if (pipe2(fds, O_CLOEXEC))
		die("pipe: %s", strerror(errno));
	person->bridge = fork();
	if (!person->bridge) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		dup2(fds[0], STDIN_FILENO);
		if (!geteuid() && (setgid(person->uid) || setuid(person->uid)))
			_exit(126);
		execl(load->bridge, "sysdrill-bridge", (char *)NULL);
		_exit(127);
	}
	close(fds[0]);
	person->order_fd = fds[1];
	if (write(person->order_fd, order.text, order.len) != (ssize_t)order.len)
		die("an order for a bridge: %s", strerror(errno));
	strbuf_release(&order);
}

static void watch(struct load *load, struct room *room, struct person *person)
{
	char path[4300];
	snprintf(path, sizeof path, "%s/sysdrill.lock", person->home);
	int wd = inotify_add_watch(load->bell, path, IN_ATTRIB);
	if (wd < 1 || wd > load->room_count * load->people_count)
		die("watching %s: %s", path, strerror(errno));
	load->by_watch[wd] = person;
	load->room_by_watch[wd] = room;
	load->watch_count = wd;
}

static void open_room(struct load *load, int index)
{
	struct room *room = &load->rooms[index];
	struct error err = { "" };
	struct store_import_report report;
	struct event *events = xcalloc((size_t)load->people_count + 2, sizeof *events);
	char (*hex)[2 * SYNC_KEY_SIZE + 1] = xcalloc((size_t)load->people_count, sizeof *hex);
	room->people = xcalloc((size_t)load->people_count, sizeof *room->people);
	make_keys(load, room);
	size_t count = write_beginning(load, room, events, hex);
	room->lamport = count;
	for (int i = 0; i < load->people_count; i++) {
		struct person *person = &room->people[i];
		snprintf(person->home, sizeof person->home, "%s/home-%d-%d", load->folder, index, i);
		person->uid = (uid_t)(FIRST_UID + index * load->people_count + i);
		must(store_open(&person->store, &(struct store_options){ .home = person->home }, &err), &err);
		must(store_import(person->store, events, count, &report, &err), &err);
		must(keys_save(&person->keys, person->home, &err), &err);
		give_away(load, person);
		if (i != CANDIDATE)
			watch(load, room, person);
		start_bridge(load, person, i == INTERVIEWER);
	}
	free(events);
	free(hex);
}

/* --- typing and looking --- */

static double random_between(double from, double to)
{
	return from + (to - from) * (double)randombytes_uniform(1 << 20) / (double)(1 << 20);
}

static void type_letter(struct load *load, struct room *room)
{
	struct error err = { "" };
	struct person *person = &room->people[CANDIDATE];
	char letter[2] = { (char)('a' + room->written % 26), '\0' };
	struct event event = { .kind = EVENT_NOTE_EDITED, .oseq = room->written + 1, .lamport = ++room->lamport, .at_ms = wall_ms(),
	                       .note_edited = { .offset = (int64_t)(room->written % NOTE_MAX), .text = letter } };
	memcpy(event.session, person->keys.session, ID_SIZE);
	memcpy(event.origin, person->keys.self, ID_SIZE);
	strcpy(event.stream, NOTES);
	room->written_ms = array_grow(room->written_ms, room->written, &room->written_cap, sizeof *room->written_ms);
	room->written_ms[room->written++] = now_ms();
	must(store_append(person->store, &event, 1, &err), &err);
	room->next_ms += random_between(0.5, 1.5) * SECOND_MS / load->events;
}

struct look { struct load *load; struct room *room; struct person *person; double now; };

static enum status look_at(void *context, int64_t rowid, const struct event *event)
{
	struct look *look = context;
	struct person *person = look->person;
	person->rowid = rowid > person->rowid ? rowid : person->rowid;
	if (strcmp(event->stream, NOTES) != 0)
		return STATUS_OK;
	if (look->load->counts)
		samples_add(&look->load->typed, look->now - look->room->written_ms[event->oseq - 1]);
	person->seen++;
	return STATUS_OK;
}

static void listen_to_bells(struct load *load, double wait_ms)
{
	char bytes[65536] __attribute__((aligned(__alignof__(struct inotify_event))));
	struct timespec wait = { .tv_nsec = (long)((wait_ms < 0 ? 0 : wait_ms > 999 ? 999 : wait_ms) * 1e6) };
	struct pollfd ready = { .fd = load->bell, .events = POLLIN };
	if (ppoll(&ready, 1, &wait, NULL) <= 0)
		return;
	ssize_t n = read(load->bell, bytes, sizeof bytes);
	for (ssize_t at = 0; at < n;) {
		const struct inotify_event *rung = (const struct inotify_event *)(bytes + at);
		struct look look = { .load = load, .room = load->room_by_watch[rung->wd], .person = load->by_watch[rung->wd], .now = now_ms() };
		store_read_events(look.person->store, look.person->keys.session, look.person->rowid, look_at, &look, NULL);
		at += (ssize_t)(sizeof *rung + rung->len);
	}
}

static void type_until(struct load *load, double end)
{
	for (double now; (now = now_ms()) < end;) {
		double next = end;
		for (int i = 0; i < load->room_count; i++) {
			struct room *room = &load->rooms[i];
			if (room->next_ms <= now)
				type_letter(load, room);
			next = room->next_ms < next ? room->next_ms : next;
		}
		listen_to_bells(load, next - now_ms());
	}
}

/* --- what it costs --- */

static struct usage usage_of(pid_t pid)
{
	struct usage usage = { .cpu_ms = 0 };
	char path[64], line[256];
	double value;
	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "VmRSS: %lf", &value) == 1)
			usage.rss_mb = value / 1024;
		else if (sscanf(line, "RssAnon: %lf", &value) == 1)
			usage.own_mb = value / 1024;
	if (file)
		fclose(file);
	snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%lf", &value) != 1)
		die("a process has ended: %s", path);
	fclose(file);
	usage.cpu_ms = value / 1e6;
	return usage;
}

static struct usage usage_of_bridges(const struct load *load)
{
	struct usage sum = { .cpu_ms = 0 };
	int count = load->room_count * load->people_count;
	for (int i = 0; i < load->room_count; i++)
		for (int j = 0; j < load->people_count; j++) {
			struct usage one = usage_of(load->rooms[i].people[j].bridge);
			sum.cpu_ms += one.cpu_ms / count;
			sum.rss_mb += one.rss_mb / count;
			sum.own_mb += one.own_mb / count;
		}
	return sum;
}

static void print_usage(const char *name, const struct usage *before, const struct usage *after, double seconds)
{
	printf("%s %.2f %.1f %.1f\n", name, (after->cpu_ms - before->cpu_ms) / seconds / 10, after->rss_mb, after->own_mb);
}

/* The broker's own counters, of all that it ever took and gave. */
struct wire { double messages_in, messages_out, bytes_in, bytes_out; int got; };

static void on_counter(struct mosquitto *mosq, void *context, const struct mosquitto_message *message)
{
	struct wire *wire = context;
	const struct { const char *topic; double *at; } counters[] = {
		{ "$SYS/broker/publish/messages/received", &wire->messages_in }, { "$SYS/broker/publish/messages/sent", &wire->messages_out },
		{ "$SYS/broker/publish/bytes/received", &wire->bytes_in }, { "$SYS/broker/publish/bytes/sent", &wire->bytes_out },
	};
	(void)mosq;
	for (size_t i = 0; i < ARRAY_SIZE(counters); i++)
		if (!strcmp(message->topic, counters[i].topic) && message->payloadlen) {
			*counters[i].at = strtod(message->payload, NULL);
			wire->got |= 1 << i;
		}
}

static struct wire read_wire(const struct load *load)
{
	struct wire wire = { .got = 0 };
	struct mosquitto *mosq = mosquitto_new(NULL, true, &wire);
	mosquitto_message_callback_set(mosq, on_counter);
	if (mosquitto_connect(mosq, "127.0.0.1", load->broker.port, 60) || mosquitto_subscribe(mosq, NULL, "$SYS/broker/publish/#", 0))
		die("the broker does not tell its load");
	for (double end = now_ms() + 3000; wire.got != 15 && now_ms() < end;)
		mosquitto_loop(mosq, 20, 1);
	mosquitto_disconnect(mosq);
	mosquitto_destroy(mosq);
	return wire;
}

static void check_bridges(const struct load *load)
{
	for (int i = 0; i < load->room_count; i++)
		for (int j = 0; j < load->people_count; j++)
			if (waitpid(load->rooms[i].people[j].bridge, NULL, WNOHANG))
				die("a bridge has ended: can user %d run %s, and use %s?", (int)load->rooms[i].people[j].uid, load->bridge,
				    load->rooms[i].people[j].home);
}

static void measure(struct load *load)
{
	double start = now_ms();
	for (int i = 0; i < load->room_count; i++)
		load->rooms[i].next_ms = start + random_between(0, SECOND_MS);
	/* Until all are in touch. */
	type_until(load, start + SETTLE_MS);
	check_bridges(load);
	struct wire wire_before = read_wire(load);
	struct usage broker_before = usage_of(load->broker.pid), bridges_before = usage_of_bridges(load);
	start = now_ms();
	load->counts = true;
	type_until(load, start + load->seconds * SECOND_MS);
	double seconds = (now_ms() - start) / SECOND_MS;
	struct usage broker = usage_of(load->broker.pid), bridges = usage_of_bridges(load);
	for (double end = now_ms() + STRAGGLERS_MS; now_ms() < end;)
		listen_to_bells(load, 100);
	struct wire wire = read_wire(load);
	double wire_seconds = (now_ms() - start) / SECOND_MS;
	for (int i = 0; i < load->room_count; i++)
		for (int j = 0; j < load->people_count; j++)
			if (j != CANDIDATE && load->rooms[i].people[j].seen != load->rooms[i].written)
				die("room %d, person %d: %llu events came of %llu", i, j, (unsigned long long)load->rooms[i].people[j].seen,
				    (unsigned long long)load->rooms[i].written);
	samples_print("typed", &load->typed);
	print_usage("broker", &broker_before, &broker, seconds);
	print_usage("bridge", &bridges_before, &bridges, seconds);
	printf("wire %.1f %.0f %.1f %.0f\n", (wire.messages_in - wire_before.messages_in) / wire_seconds,
	       (wire.bytes_in - wire_before.bytes_in) / wire_seconds, (wire.messages_out - wire_before.messages_out) / wire_seconds,
	       (wire.bytes_out - wire_before.bytes_out) / wire_seconds);
}

static void close_rooms(struct load *load)
{
	for (int i = 0; i < load->room_count; i++)
		for (int j = 0; j < load->people_count; j++)
			close(load->rooms[i].people[j].order_fd);
	for (int i = 0; i < load->room_count; i++) {
		for (int j = 0; j < load->people_count; j++) {
			waitpid(load->rooms[i].people[j].bridge, NULL, 0);
			store_close(load->rooms[i].people[j].store);
		}
		free(load->rooms[i].people);
		free(load->rooms[i].written_ms);
	}
}

int main(int argc, char **argv)
{
	struct load load = { .room_count = 1, .people_count = 2, .events = 4, .seconds = 20 };
	struct rlimit files;
	char config[4200];
	int option;
	while ((option = getopt(argc, argv, "r:o:e:s:")) != -1)
		switch (option) {
		case 'r': load.room_count = atoi(optarg); break;
		case 'o': load.people_count = 2 + atoi(optarg); break;
		case 'e': load.events = atoi(optarg); break;
		case 's': load.seconds = atoi(optarg); break;
		default: return 2;
		}
	if (argc != optind + 2 || load.room_count < 1 || load.people_count < 2 || load.events < 1 || load.seconds < 1 || sodium_init() < 0) {
		fputs("usage: roomload [-r ROOMS] [-o OBSERVERS] [-e EVENTS] [-s SECONDS] BRIDGE FOLDER\n", stderr);
		return 2;
	}
	load.bridge = argv[optind];
	load.folder = argv[optind + 1];
	size_t people = (size_t)load.room_count * (size_t)load.people_count;
	signal(SIGPIPE, SIG_IGN);
	if (!getrlimit(RLIMIT_NOFILE, &files)) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	/* Whoever does not share a user with this program must be able to go through it. */
	chmod(load.folder, 0711);
	setenv("SYSDRILL_SOCKET_DIR", load.folder, 1);
	snprintf(config, sizeof config, "%s/mosquitto.conf", load.folder);
	mosquitto_lib_init();
	broker_start(&load.broker, config);
	load.bell = inotify_init1(IN_CLOEXEC);
	load.rooms = xcalloc((size_t)load.room_count, sizeof *load.rooms);
	load.by_watch = xcalloc(people + 1, sizeof *load.by_watch);
	load.room_by_watch = xcalloc(people + 1, sizeof *load.room_by_watch);
	for (int i = 0; i < load.room_count; i++)
		open_room(&load, i);
	measure(&load);
	close_rooms(&load);
	broker_stop(&load.broker);
	mosquitto_lib_cleanup();
	samples_release(&load.typed);
	close(load.bell);
	free(load.rooms);
	free(load.by_watch);
	free(load.room_by_watch);
	return 0;
}
