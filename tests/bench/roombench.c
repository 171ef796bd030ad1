/*
 * How long a letter of the candidate takes to the interviewer's screen: two real programs, each in a pty with a libvterm
 * screen, in one room. Beside it, in the same run and in the pauses between the letters, what nobody can do without: a page
 * written and synced on the same disk, or a bare message from one connection of libmosquitto to another through the same broker.
 *
 * usage: roombench [-n KEYS] SYSDRILL PROBLEM WORK-DIRECTORY [KIND...]
 *
 *   home     both programs have one home and meet in the database
 *   socket   a home each, and the bridges meet at a Unix socket
 *   broker   a home each, and the bridges meet at a broker on loopback (mosquitto, started and ended here)
 *
 * Letters come at irregular intervals of at least KEY_LEAST_MS, whether the one before has arrived or not. Prints for each kind
 * a line with its name and the 50th, 95th and 99th percentile and the maximum in ms, and one for what stands beside it: `sync`,
 * or `bare` with a broker.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#include "broker.h"
#include "samples.h"

enum {
	ROWS = 24, COLS = 80, DEFAULT_KEYS = 300, LINE_KEYS = 30,
	KEY_LEAST_MS = 60, KEY_SPREAD_MS = 120,
	STEP_LIMIT_MS = 30000,          /* opening, joining: the room's key alone takes a second */
	KEY_LIMIT_MS = 5000, LEAVE_LIMIT_MS = 5000,
	BARE_BYTES = 400, BARE_LIMIT_MS = 2000, SYNC_BYTES = 4096,
	PROBE_ROOM_MS = 40,             /* what is left of a pause at least, so that the next letter is not late for it */
	CODE_LEN = 19,                  /* 7K3M-Q2XV-9TRA-H4WP */
};

struct program {
	const char *what;
	pid_t pid;
	int fd;
	VTerm *vterm;
	VTermScreen *screen;
	bool gone;
};

struct bare {
	struct mosquitto *from, *to;
	bool connected, subscribed, came;
	char payload[BARE_BYTES];
};

/* --- a program in a terminal --- */

static void on_output(const char *bytes, size_t len, void *user)
{
	if (write(((const struct program *)user)->fd, bytes, len) < 0)
		die("answering the terminal's questions: %s", strerror(errno));
}

static void program_start(struct program *program, const char *what, const char *const *argv, const char *config)
{
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	*program = (struct program){ .what = what };
	program->pid = forkpty(&program->fd, NULL, NULL, &size);
	if (program->pid < 0)
		die("forkpty: %s", strerror(errno));
	if (!program->pid) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		setenv("TERM", "xterm-256color", 1);
		setenv("XDG_CONFIG_HOME", config, 1);
		setenv("USER", what, 1);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	program->vterm = vterm_new(ROWS, COLS);
	vterm_set_utf8(program->vterm, 1);
	vterm_output_set_callback(program->vterm, on_output, program);
	program->screen = vterm_obtain_screen(program->vterm);
	vterm_screen_enable_altscreen(program->screen, 1);
	vterm_screen_reset(program->screen, 1);
}

static void program_take(struct program *program)
{
	static char bytes[65536];
	ssize_t n = read(program->fd, bytes, sizeof bytes);
	if (n <= 0)
		program->gone = true;
	else
		vterm_input_write(program->vterm, bytes, (size_t)n);
}

/* Takes in what comes from both within `wait_ms`; whether anything came from the first. */
static bool pair_read(struct program *first, struct program *second, double wait_ms)
{
	struct pollfd ready[] = {
		{ .fd = first->gone ? -1 : first->fd, .events = POLLIN },
		{ .fd = !second || second->gone ? -1 : second->fd, .events = POLLIN },
	};
	struct timespec wait = { .tv_nsec = 0 };
	if (wait_ms > 0) {
		wait.tv_sec = (time_t)(wait_ms / 1e3);
		wait.tv_nsec = (long)((wait_ms - (double)wait.tv_sec * 1e3) * 1e6);
	}
	if (ppoll(ready, 2, &wait, NULL) <= 0)
		return false;
	if (ready[1].revents)
		program_take(second);
	if (ready[0].revents)
		program_take(first);
	return ready[0].revents != 0;
}

/* A row of the screen; what is not ASCII is '~'. */
static void screen_row(const struct program *program, int row, char out[COLS + 1])
{
	for (int col = 0; col < COLS; col++) {
		VTermScreenCell cell;
		vterm_screen_get_cell(program->screen, (VTermPos){ .row = row, .col = col }, &cell);
		out[col] = !cell.chars[0] ? ' ' : cell.chars[0] < 128 ? (char)cell.chars[0] : '~';
	}
	out[COLS] = '\0';
}

static bool screen_shows(const struct program *program, const char *text)
{
	char row[COLS + 1];
	for (int y = 0; y < ROWS; y++) {
		screen_row(program, y, row);
		if (strstr(row, text))
			return true;
	}
	return false;
}

static void type(const struct program *program, const char *keys)
{
	if (write(program->fd, keys, strlen(keys)) != (ssize_t)strlen(keys))
		die("typing into %s: %s", program->what, strerror(errno));
}

/* Until the program shows one of both texts; whether it is the first. */
static bool await(struct program *program, struct program *other, const char *text, const char *or_text)
{
	double end = now_ms() + STEP_LIMIT_MS;
	while (now_ms() < end && !program->gone) {
		if (screen_shows(program, text))
			return true;
		if (or_text && screen_shows(program, or_text))
			return false;
		pair_read(program, other, 100);
	}
	char row[COLS + 1];
	for (int y = 0; y < ROWS; y++) {
		screen_row(program, y, row);
		fprintf(stderr, "|%s\n", row);
	}
	die("%s %s and does not show: %s", program->what, program->gone ? "has ended" : "waits", text);
}

static void program_stop(struct program *program)
{
	double end = now_ms() + LEAVE_LIMIT_MS;
	pid_t ended;
	kill(program->pid, SIGTERM);
	while (!(ended = waitpid(program->pid, NULL, WNOHANG)) && now_ms() < end) {
		pair_read(program, NULL, 1);
		if (program->gone)
			usleep(1000);
	}
	if (!ended) {
		kill(program->pid, SIGKILL);
		waitpid(program->pid, NULL, 0);
	}
	close(program->fd);
	vterm_free(program->vterm);
}

/* --- a bare message --- */

static void on_connect(struct mosquitto *mosq, void *context, int reason)
{
	struct bare *bare = context;
	if (reason)
		die("the broker refuses: %s", mosquitto_reason_string(reason));
	if (mosq == bare->to)
		mosquitto_subscribe(mosq, NULL, "roombench", 1);
	else
		bare->connected = true;
}

static void on_subscribe(struct mosquitto *mosq, void *context, int mid, int count, const int *granted)
{
	(void)mosq, (void)mid, (void)count, (void)granted;
	((struct bare *)context)->subscribed = true;
}

static void on_message(struct mosquitto *mosq, void *context, const struct mosquitto_message *message)
{
	struct bare *bare = context;
	(void)mosq;
	bare->came = bare->came || (message->payloadlen == BARE_BYTES && !memcmp(message->payload, bare->payload, BARE_BYTES));
}

static void bare_work(struct bare *bare, int wait_ms)
{
	struct mosquitto *both[] = { bare->from, bare->to };
	struct pollfd fds[2];
	for (int i = 0; i < 2; i++)
		fds[i] = (struct pollfd){ .fd = mosquitto_socket(both[i]), .events = (short)(POLLIN | (mosquitto_want_write(both[i]) ? POLLOUT : 0)) };
	poll(fds, 2, wait_ms);
	for (int i = 0; i < 2; i++) {
		if (fds[i].revents & POLLIN)
			mosquitto_loop_read(both[i], 1);
		if (mosquitto_want_write(both[i]))
			mosquitto_loop_write(both[i], 1);
		mosquitto_loop_misc(both[i]);
	}
}

static struct mosquitto *bare_connect(struct bare *bare, int port)
{
	struct mosquitto *mosq = mosquitto_new(NULL, true, bare);
	mosquitto_int_option(mosq, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
	mosquitto_int_option(mosq, MOSQ_OPT_TCP_NODELAY, 1);
	mosquitto_connect_callback_set(mosq, on_connect);
	mosquitto_subscribe_callback_set(mosq, on_subscribe);
	mosquitto_message_callback_set(mosq, on_message);
	int rc = mosquitto_connect(mosq, "127.0.0.1", port, 60);
	if (rc)
		die("the broker on port %d: %s", port, mosquitto_strerror(rc));
	return mosq;
}

static void bare_open(struct bare *bare, int port)
{
	mosquitto_lib_init();
	*bare = (struct bare){ .connected = false };
	bare->from = bare_connect(bare, port);
	bare->to = bare_connect(bare, port);
	double end = now_ms() + STEP_LIMIT_MS;
	while ((!bare->connected || !bare->subscribed) && now_ms() < end)
		bare_work(bare, 10);
	if (!bare->connected || !bare->subscribed)
		die("the broker does not answer");
}

static void bare_close(struct bare *bare)
{
	mosquitto_destroy(bare->from);
	mosquitto_destroy(bare->to);
	mosquitto_lib_cleanup();
}

/* One message, from being handed to one connection to having come to the other. */
static void bare_once(struct bare *bare, struct samples *samples)
{
	static unsigned number;
	memset(bare->payload, 'x', sizeof bare->payload);
	memcpy(bare->payload, &number, sizeof number);
	number++;
	bare->came = false;
	double start = now_ms();
	mosquitto_publish(bare->from, NULL, "roombench", BARE_BYTES, bare->payload, 1, false);
	while (!bare->came && now_ms() - start < BARE_LIMIT_MS)
		bare_work(bare, 10);
	samples_add(samples, now_ms() - start);
	/* What is left to be acknowledged is none of the next one's. */
	for (double end = now_ms() + 2; now_ms() < end;)
		bare_work(bare, 1);
}

/* --- a disk --- */

/* One page, at the end of the file as SQLite's log grows. */
static void sync_once(int file, struct samples *samples)
{
	static const char page[SYNC_BYTES];
	double start = now_ms();
	if (write(file, page, sizeof page) != (ssize_t)sizeof page || fdatasync(file))
		die("writing a page: %s", strerror(errno));
	samples_add(samples, now_ms() - start);
}

/* --- a room --- */

struct room {
	struct program host, candidate;
	char folder[4096], config[4200];
};

static const char *make_dir(char out[4300], const struct room *room, const char *name)
{
	snprintf(out, 4300, "%s/%s", room->folder, name);
	if (mkdir(out, 0700) && errno != EEXIST)
		die("%s: %s", out, strerror(errno));
	return out;
}

/* The configuration of both: where they meet. */
static void write_config(struct room *room, int port)
{
	char path[4400], folder[4300];
	make_dir(folder, room, "config");
	snprintf(room->config, sizeof room->config, "%s/config", room->folder);
	make_dir(folder, room, "config/sysdrill");
	snprintf(path, sizeof path, "%s/config", folder);
	FILE *file = fopen(path, "w");
	if (!file)
		die("%s: %s", path, strerror(errno));
	if (port)
		fprintf(file, "broker = mqtt://127.0.0.1:%d\n", port);
	fclose(file);
}

static void read_code(const struct program *host, char code[CODE_LEN + 1])
{
	char row[COLS + 1];
	for (int y = 0; y < ROWS; y++) {
		screen_row(host, y, row);
		const char *at = strstr(row, "Code: ");
		if (at) {
			memcpy(code, at + 6, CODE_LEN);
			code[CODE_LEN] = '\0';
			return;
		}
	}
	die("the interviewer's screen has no code");
}

/* Two programs, from the start until the clock runs; `port` 0: without a broker. */
static void room_open(struct room *room, const char *sysdrill, const char *problem, bool apart, int port)
{
	char home[4300], other[4300], sockets[4300], code[CODE_LEN + 1];
	write_config(room, port);
	make_dir(home, room, "home");
	make_dir(other, room, apart ? "other" : "home");
	setenv("SYSDRILL_SOCKET_DIR", make_dir(sockets, room, "host"), 1);
	program_start(&room->host, "maria", (const char *const[]){ sysdrill, "--home", home, "host", problem, NULL }, room->config);
	await(&room->host, NULL, "Code: ", NULL);
	read_code(&room->host, code);
	/* Another folder for sockets, and the bridges have to meet at the broker. */
	if (port)
		setenv("SYSDRILL_SOCKET_DIR", make_dir(sockets, room, "candidate"), 1);
	else
		for (double end = now_ms() + 2000; apart && now_ms() < end;)
			pair_read(&room->host, NULL, 50);
	program_start(&room->candidate, "jonas", (const char *const[]){ sysdrill, "--home", other, "join", NULL }, room->config);
	await(&room->candidate, &room->host, "Join a room", NULL);
	type(&room->candidate, code);
	type(&room->candidate, "\r");
	/* A neighbour in the same home needs not be let in. */
	if (!await(&room->host, &room->candidate, "with jonas", "A Admit"))
		type(&room->host, "A");
	await(&room->host, &room->candidate, "with jonas", NULL);
	await(&room->candidate, &room->host, "with maria", NULL);
	type(&room->host, "\r");
	await(&room->host, &room->candidate, "Candidate: requirements", NULL);
	await(&room->candidate, &room->host, "INTERVIEW ", NULL);
	await(&room->candidate, &room->host, "Notes: requirements", NULL);
}

static void room_close(struct room *room)
{
	program_stop(&room->candidate);
	program_stop(&room->host);
}

/* How much of the line stands on the interviewer's screen, in the pane on the left. */
static size_t shown(const struct program *host, const char *line, size_t len)
{
	char row[COLS + 1];
	size_t most = 0;
	for (int y = 0; y < ROWS; y++) {
		size_t n = 0;
		screen_row(host, y, row);
		while (n < len && row[1 + n] == line[n])
			n++;
		most = n > most ? n : most;
	}
	return most;
}

/* Numerals differ from line to line, so that no other one begins as this one does. */
static void make_line(char line[LINE_KEYS + 1], unsigned number)
{
	snprintf(line, LINE_KEYS + 1, "%04u", number);
	for (int i = 4; i < LINE_KEYS; i++)
		line[i] = (char)('a' + (i * 7 + (int)number) % 26);
	line[LINE_KEYS] = '\0';
}

static double pause_ms(void)
{
	static uint32_t state = 12345;
	state = state * 1103515245u + 12345u;
	return KEY_LEAST_MS + (double)(state >> 8) / (double)(1u << 24) * KEY_SPREAD_MS;
}

/* What is measured beside it: a message when there is a broker, else a synced page. */
struct beside {
	struct bare *bare;
	int file;
	struct samples samples;
};

/* One line, letter by letter; false: something did not arrive. */
static bool measure_line(struct room *room, unsigned number, struct samples *samples, struct beside *beside)
{
	char line[LINE_KEYS + 1];
	double sent[LINE_KEYS], next = now_ms() + pause_ms();
	size_t typed = 0, seen = 0, probed = 0;
	make_line(line, number);
	while (seen < LINE_KEYS) {
		double now = now_ms();
		if (typed < LINE_KEYS && now >= next) {
			sent[typed] = now;
			if (write(room->candidate.fd, line + typed, 1) != 1)
				die("typing: %s", strerror(errno));
			typed++;
			next = now + pause_ms();
		} else if (typed > seen && now - sent[seen] > KEY_LIMIT_MS) {
			return false;
		}
		if (pair_read(&room->host, &room->candidate, typed < LINE_KEYS ? next - now_ms() : KEY_LIMIT_MS)) {
			now = now_ms();
			for (size_t here = shown(&room->host, line, typed); seen < here; seen++)
				samples_add(samples, now - sent[seen]);
			if (seen == typed && probed < typed && next - now > PROBE_ROOM_MS) {
				probed = typed;
				beside->bare ? bare_once(beside->bare, &beside->samples) : sync_once(beside->file, &beside->samples);
			}
		}
		if (room->host.gone || room->candidate.gone)
			die("a program has ended");
	}
	return true;
}

static void measure(const char *kind, const char *sysdrill, const char *problem, const char *work, int keys)
{
	struct room room;
	struct bare bare;
	char path[4300];
	bool brokered = !strcmp(kind, "broker");
	struct broker broker = { .port = 0 };
	size_t lines = (size_t)(keys + LINE_KEYS - 1) / LINE_KEYS;
	struct samples warm = { .count = 0 }, samples = { .count = 0 };
	struct beside beside = { .bare = brokered ? &bare : NULL };
	snprintf(room.folder, sizeof room.folder, "%s/%s", work, kind);
	snprintf(path, sizeof path, "%s/%s.pages", work, kind);
	beside.file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (mkdir(room.folder, 0700) || beside.file < 0)
		die("%s: %s", room.folder, strerror(errno));
	if (brokered) {
		broker_start(&broker, NULL);
		bare_open(&bare, broker.port);
	}
	room_open(&room, sysdrill, problem, strcmp(kind, "home") != 0, broker.port);
	/* The first line is not counted: pages are read, caches are cold. */
	bool whole = measure_line(&room, 1000, &warm, &beside);
	for (size_t i = 0; i < lines && whole; i++) {
		type(&room.candidate, "\r");
		whole = measure_line(&room, (unsigned)i + 1001, &samples, &beside);
	}
	room_close(&room);
	if (brokered) {
		bare_close(&bare);
		broker_stop(&broker);
	}
	close(beside.file);
	if (!whole)
		die("%s: a letter did not arrive within %d ms", kind, (int)KEY_LIMIT_MS);
	samples_print(kind, &samples);
	samples_print(brokered ? "bare" : "sync", &beside.samples);
	samples_release(&warm);
	samples_release(&samples);
	samples_release(&beside.samples);
}

int main(int argc, char **argv)
{
	static const char *const all[] = { "home", "socket", "broker", NULL };
	int keys = DEFAULT_KEYS, at = 1;
	if (argc > 2 && !strcmp(argv[1], "-n")) {
		keys = atoi(argv[2]);
		at = 3;
	}
	if (keys < 1 || argc < at + 3) {
		fputs("usage: roombench [-n KEYS] SYSDRILL PROBLEM WORK-DIRECTORY [home|socket|broker...]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	unsetenv("SYSDRILL_HOME");
	for (const char *const *kind = argc > at + 3 ? (const char *const *)argv + at + 3 : all; *kind; kind++)
		measure(*kind, argv[at], argv[at + 1], argv[at + 2], keys);
	return 0;
}
