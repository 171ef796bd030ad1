/*
 * How long programs take: in front of a pty with a libvterm screen, or as plain commands. Several are measured in turns, so
 * that a busy machine treats them alike.
 *
 * usage: ptybench MODE [-n RUNS] -- [-p KEYS] [-e KEYS] COMMAND ARGUMENT... [-- ...]
 *
 *   frame   from the start to the last change of the screen before QUIET_MS of silence
 *   echo    from a typed letter to the first change of the screen, RUNS letters
 *   idle    RUNS seconds without a key
 *   run     a whole process without a terminal, its output thrown away
 *
 *   -p KEYS typed one by one when the program has come to rest, before anything is measured
 *   -e KEYS typed to leave it; else it gets SIGTERM
 *
 * Prints a line for each program: minimum, median, 95th percentile and maximum in ms; for idle: wake-ups a second, per cent of
 * a core, peak memory in MB.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

extern char **environ;

enum { ROWS = 24, COLS = 80, PROGRAMS_MAX = 8, QUIET_MS = 60, KEY_QUIET_MS = 30, REST_MS = 400, START_LIMIT_MS = 20000,
       LEAVE_LIMIT_MS = 2000, DEFAULT_RUNS = 30 };

struct program {
	char **argv;
	const char *prelude, *leave;
	pid_t pid;
	int fd;
	VTerm *vterm;
	VTermScreen *screen;
	bool changed, gone;
	double *samples;                /* ms */
	size_t count;
};

struct usage { double cpu_ms, wakeups, peak_mb; };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int die(const char *what)
{
	fprintf(stderr, "ptybench: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* ---- a program in a terminal ---- */

static int on_damage(VTermRect rect, void *user)
{
	(void)rect;
	((struct program *)user)->changed = true;
	return 1;
}

/* Answers to what the program asks of its terminal. */
static void on_output(const char *bytes, size_t len, void *user)
{
	const struct program *program = user;
	if (write(program->fd, bytes, len) < 0)
		die("answering");
}

static const VTermScreenCallbacks callbacks = { .damage = on_damage };

static void program_start(struct program *program)
{
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	program->gone = false;
	program->pid = forkpty(&program->fd, NULL, NULL, &size);
	if (program->pid < 0)
		die("forkpty");
	if (!program->pid) {
		setenv("TERM", "xterm-256color", 1);
		execvp(program->argv[0], program->argv);
		_exit(127);
	}
	program->vterm = vterm_new(ROWS, COLS);
	vterm_set_utf8(program->vterm, 1);
	vterm_output_set_callback(program->vterm, on_output, program);
	program->screen = vterm_obtain_screen(program->vterm);
	vterm_screen_enable_altscreen(program->screen, 1);
	vterm_screen_set_callbacks(program->screen, &callbacks, program);
	vterm_screen_set_damage_merge(program->screen, VTERM_DAMAGE_SCREEN);
	vterm_screen_reset(program->screen, 1);
}

/* Takes in what comes within `wait_ms`. True: something came; program->changed tells whether the screen is another one. */
static bool program_read(struct program *program, double wait_ms)
{
	static char bytes[65536];
	struct pollfd ready = { .fd = program->fd, .events = POLLIN };
	program->changed = false;
	if (program->gone || poll(&ready, 1, wait_ms > 0 ? (int)wait_ms + 1 : 0) <= 0)
		return false;
	ssize_t n = read(program->fd, bytes, sizeof bytes);
	if (n <= 0) {
		program->gone = true;
		return false;
	}
	vterm_input_write(program->vterm, bytes, (size_t)n);
	vterm_screen_flush_damage(program->screen);
	return true;
}

/* Reads until `quiet_ms` pass in silence; when the screen last changed, 0 when it did not. */
static double program_settle(struct program *program, double quiet_ms)
{
	double last = now_ms(), changed = 0;
	while (!program->gone && now_ms() - last < quiet_ms)
		if (program_read(program, quiet_ms - (now_ms() - last))) {
			last = now_ms();
			if (program->changed)
				changed = last;
		}
	return changed;
}

static void program_type(struct program *program, const char *keys)
{
	for (; keys && *keys && !program->gone; keys++) {
		if (write(program->fd, keys, 1) < 0)
			die("typing");
		program_settle(program, KEY_QUIET_MS);
	}
}

static void program_stop(struct program *program)
{
	double end = now_ms() + LEAVE_LIMIT_MS;
	pid_t ended = 0;
	if (program->leave)
		program_type(program, program->leave);
	else
		kill(program->pid, SIGTERM);
	while (!(ended = waitpid(program->pid, NULL, WNOHANG)) && now_ms() < end)
		if (!program_read(program, 1) && program->gone)
			usleep(1000);
	if (!ended) {
		kill(program->pid, SIGKILL);
		waitpid(program->pid, NULL, 0);
	}
	close(program->fd);
	vterm_free(program->vterm);
}

/* The first frame and then rest. Ends the process when nothing is ever shown. */
static double program_open(struct program *program, double quiet_ms)
{
	double start = now_ms(), frame = 0;
	program_start(program);
	while (!frame && !program->gone && now_ms() - start < START_LIMIT_MS)
		frame = program_settle(program, quiet_ms);
	if (!frame) {
		fprintf(stderr, "ptybench: %s shows nothing\n", program->argv[0]);
		exit(1);
	}
	return frame - start;
}

static void add_sample(struct program *program, double ms)
{
	program->samples[program->count++] = ms;
}

/* ---- the measurements ---- */

static void measure_frame(struct program *programs, size_t count, int runs)
{
	for (int run = 0; run < runs; run++)
		for (size_t i = 0; i < count; i++) {
			add_sample(&programs[i], program_open(&programs[i], QUIET_MS));
			program_settle(&programs[i], QUIET_MS);
			program_stop(&programs[i]);
		}
}

/* From one letter to its echo; what came without a key, such as a clock's tick, is read before. */
static void echo_once(struct program *program)
{
	program_settle(program, 0);
	double start = now_ms();
	if (program->gone || write(program->fd, "x", 1) != 1)
		die(program->argv[0]);
	do
		program_read(program, LEAVE_LIMIT_MS);
	while (!program->changed && !program->gone && now_ms() - start < LEAVE_LIMIT_MS);
	add_sample(program, now_ms() - start);
	program_settle(program, KEY_QUIET_MS);
}

static void measure_echo(struct program *programs, size_t count, int runs)
{
	for (size_t i = 0; i < count; i++) {
		program_open(&programs[i], REST_MS);
		program_type(&programs[i], programs[i].prelude);
	}
	for (int run = 0; run < runs; run++)
		for (size_t i = 0; i < count; i++)
			echo_once(&programs[i]);
	for (size_t i = 0; i < count; i++)
		program_stop(&programs[i]);
}

static void read_usage(const struct program *program, struct usage *usage)
{
	char path[64], line[256];
	double value, cpu_ns = 0;
	*usage = (struct usage){ .cpu_ms = 0 };
	snprintf(path, sizeof path, "/proc/%d/status", (int)program->pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "VmHWM: %lf", &value) == 1)
			usage->peak_mb = value / 1024;
		else if (sscanf(line, "voluntary_ctxt_switches: %lf", &value) == 1)
			usage->wakeups = value;
	if (file)
		fclose(file);
	snprintf(path, sizeof path, "/proc/%d/schedstat", (int)program->pid);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%lf", &cpu_ns) != 1)
		die(path);
	fclose(file);
	usage->cpu_ms = cpu_ns / 1e6;
}

static void measure_idle(struct program *programs, size_t count, int seconds)
{
	for (size_t i = 0; i < count; i++) {
		struct usage before, after;
		program_open(&programs[i], REST_MS);
		program_type(&programs[i], programs[i].prelude);
		program_settle(&programs[i], REST_MS);
		read_usage(&programs[i], &before);
		for (double end = now_ms() + seconds * 1e3; now_ms() < end;)
			program_read(&programs[i], end - now_ms());
		read_usage(&programs[i], &after);
		printf("%.2f %.4f %.1f\n", (after.wakeups - before.wakeups) / seconds,
		       (after.cpu_ms - before.cpu_ms) / seconds / 10, after.peak_mb);
		program_stop(&programs[i]);
	}
}

static void run_once(struct program *program)
{
	posix_spawn_file_actions_t nothing;
	int status;
	posix_spawn_file_actions_init(&nothing);
	posix_spawn_file_actions_addopen(&nothing, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&nothing, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	double start = now_ms();
	if (posix_spawnp(&program->pid, program->argv[0], &nothing, NULL, program->argv, environ))
		die(program->argv[0]);
	waitpid(program->pid, &status, 0);
	add_sample(program, now_ms() - start);
	posix_spawn_file_actions_destroy(&nothing);
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "ptybench: %s failed\n", program->argv[0]);
		exit(1);
	}
}

static void measure_run(struct program *programs, size_t count, int runs)
{
	for (int run = 0; run < runs; run++)
		for (size_t i = 0; i < count; i++)
			run_once(&programs[i]);
}

/* ---- the command line ---- */

static const struct mode {
	const char *name;
	void (*measure)(struct program *programs, size_t count, int runs);
} modes[] = {
	{ .name = "frame", .measure = measure_frame },
	{ .name = "echo", .measure = measure_echo },
	{ .name = "idle", .measure = measure_idle },
	{ .name = "run", .measure = measure_run },
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void print_samples(struct program *program)
{
	double *ms = program->samples;
	size_t n = program->count;
	if (!n)
		return;
	qsort(ms, n, sizeof *ms, compare);
	printf("%.3f %.3f %.3f %.3f\n", ms[0], ms[n / 2], ms[n * 95 / 100], ms[n - 1]);
}

/* Cuts the arguments into programs at each "--". */
static size_t read_programs(struct program *programs, char **argv, int runs)
{
	size_t count = 0;
	while (*argv && count < PROGRAMS_MAX) {
		struct program *program = &programs[count++];
		for (; argv[0] && argv[1] && (!strcmp(*argv, "-p") || !strcmp(*argv, "-e")); argv += 2)
			*(!strcmp(*argv, "-p") ? &program->prelude : &program->leave) = argv[1];
		program->argv = argv;
		program->samples = calloc((size_t)runs, sizeof *program->samples);
		while (*argv && strcmp(*argv, "--"))
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
	return count;
}

int main(int argc, char **argv)
{
	static struct program programs[PROGRAMS_MAX];
	const struct mode *mode = NULL;
	int runs = DEFAULT_RUNS, at = 2;
	for (size_t i = 0; argc > 1 && i < sizeof modes / sizeof *modes; i++)
		if (!strcmp(argv[1], modes[i].name))
			mode = &modes[i];
	if (mode && argc > at + 1 && !strcmp(argv[at], "-n")) {
		runs = atoi(argv[at + 1]);
		at += 2;
	}
	if (!mode || runs < 1 || argc < at + 2 || strcmp(argv[at], "--") != 0) {
		fputs("usage: ptybench frame|echo|idle|run [-n RUNS] -- [-p KEYS] [-e KEYS] COMMAND... [-- ...]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	size_t count = read_programs(programs, argv + at + 1, runs);
	mode->measure(programs, count, runs);
	for (size_t i = 0; i < count; i++) {
		print_samples(&programs[i]);
		free(programs[i].samples);
	}
	return 0;
}
