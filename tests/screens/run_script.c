/*
 * Runs one screen script against the real shell, without a terminal and under a clock that only the script moves. What
 * the language has stands in the table of verbs below and in README.md; the first line of a script is the promise that it keeps.
 *
 * Each life of the shell is a process of its own: `crash` ends it as kill -9 would, and the next one goes on in the script
 * with the same home. What has to survive a life is in `struct run`, which they share.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "catalog/catalog.h"
#include "catalog/problem_reader.h"
#include "session/export.h"
#include "shell/internal.h"

enum { FILE_MAX = 1 << 20, DATABASE_MAX = 1 << 28, SHELLS = 3, SPIN_MAX = 50, NOBODY = 65534 };

/* 2026-03-02 09:00:00 UTC */
static const int64_t beginning_ms = 1772442000000;

struct run {
	size_t at;              /* in the script */
	int line, tests;
	bool over;
	int64_t now_ms;
	int rows, cols;
	char config[2048];
	char copied[64];        /* what $COPY is; "" nothing */
	bool joins;             /* the next life begins as `sysdrill join` does */
};

struct life {
	struct run *run;
	const char *script, *dir, *name, *home;
	struct settings settings;
	struct shell_options options;
	struct shell *shells[SHELLS];
	size_t current;
	int64_t wakes;          /* in the last wait */
	sqlite3 *holder;        /* holds the lock between `busy` and `free` */
};

struct verb {
	const char *name, *arguments;
	bool before;            /* does not need a shell */
	void (*run)(struct life *life, char *argument);
};

__attribute__((format(printf, 2, 3), noreturn))
static void bail_out(const struct life *life, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	printf("Bail out! %s.script:%d: ", life->name, life->run->line);
	vprintf(format, ap);
	putchar('\n');
	fflush(stdout);
	va_end(ap);
	exit(1);
}

static void print_comment(const char *label, const char *text)
{
	printf("# %s\n", label);
	while (*text) {
		size_t len = strcspn(text, "\n");
		printf("#   |%.*s\n", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

static bool report(struct life *life, bool ok, const char *what, const char *argument)
{
	printf("%sok %d - line %d: %s %s\n", ok ? "" : "not ", ++life->run->tests, life->run->line, what, argument);
	return ok;
}

/* --- the shell --- */

static struct shell *current(const struct life *life)
{
	return life->shells[life->current];
}

/* All turns that need no time; a loop that never comes to rest is a fault. */
static void settle(struct life *life, struct shell *shell)
{
	for (int turn = 0; turn < SPIN_MAX; turn++) {
		shell_woke(shell);
		shell_settle(shell);
		if (shell->quit || shell_wait_ms(shell) != 0)
			return;
	}
	bail_out(life, "the loop spins: it never waits");
}

static void begin(struct life *life)
{
	struct error err = { "" };
	struct shell *shell = xcalloc(1, sizeof *shell);
	settings_init(&life->settings);
	struct settings_errors errors = { .items = NULL };
	settings_parse(&life->settings, life->run->config, strlen(life->run->config), &errors);
	if (errors.count)
		bail_out(life, "config: %s", errors.items[0].text);
	life->options = (struct shell_options){ .home = life->home, .settings = &life->settings, .join = life->run->joins };
	life->run->joins = false;
	if (shell_init(shell, &life->options, &err) != STATUS_OK)
		bail_out(life, "%s", err.text);
	shell->clock.stands = true;
	shell->clock.wall_ms = life->run->now_ms;
	canvas_init(&shell->canvas, life->run->rows, life->run->cols);
	life->shells[life->current] = shell;
	shell_begin(shell);
	settle(life, shell);
}

static void press(struct life *life, const struct key *key)
{
	struct shell *shell = current(life);
	if (shell->quit)
		bail_out(life, "a key after the end");
	shell_woke(shell);
	shell_key(shell, key);
	settle(life, shell);
	for (size_t i = 0; i < SHELLS; i++)
		if (life->shells[i] && life->shells[i] != shell)
			settle(life, life->shells[i]);
}

static void move_clocks(struct life *life, int64_t ms)
{
	life->run->now_ms += ms;
	for (size_t i = 0; i < SHELLS; i++)
		if (life->shells[i])
			life->shells[i]->clock.wall_ms = life->run->now_ms;
}

/* As poll() would: to the next moment that a shell asks for, not beyond `left`. */
static int64_t next_wake(const struct life *life, int64_t left)
{
	for (size_t i = 0; i < SHELLS; i++) {
		int ms = life->shells[i] ? shell_wait_ms(life->shells[i]) : -1;
		if (ms >= 0 && ms < left)
			left = ms;
	}
	return left;
}

static void let_pass(struct life *life, int64_t ms)
{
	life->wakes = 0;
	while (ms > 0) {
		int64_t step = next_wake(life, ms);
		if (step <= 0)
			bail_out(life, "the loop spins: it never waits");
		move_clocks(life, step);
		ms -= step;
		life->wakes++;
		for (size_t i = 0; i < SHELLS; i++)
			if (life->shells[i])
				settle(life, life->shells[i]);
	}
}

static void close_shell(struct life *life, size_t index)
{
	if (!life->shells[index])
		return;
	shell_release(life->shells[index]);
	free(life->shells[index]);
	life->shells[index] = NULL;
}

/* --- what is on the screen --- */

/* What is another one in every run: as many times `letter`. */
static void mask(struct strbuf *text, const char *what, char letter)
{
	size_t len = strlen(what);
	for (char *at = text->text; len && text->len && (at = strstr(at, what)); at += len)
		memset(at, letter, len);
}

static struct strbuf screen(const struct life *life, enum canvas_dump kind)
{
	struct strbuf text = STRBUF_INIT;
	canvas_dump(&current(life)->canvas, kind, &text);
	mask(&text, life->home, 'H');
	mask(&text, life->run->copied, 'C');
	return text;
}

static void write_file(const struct life *life, const char *path, const struct strbuf *text)
{
	FILE *file = fopen(path, "w");
	if (!file || fwrite(text->text, 1, text->len, file) != text->len || fclose(file))
		bail_out(life, "cannot write %s: %s", path, strerror(errno));
}

static void compare(struct life *life, const char *what, const char *name, enum canvas_dump kind)
{
	struct strbuf path = STRBUF_INIT, now = screen(life, kind);
	char *then = NULL;
	size_t len = 0;
	strbuf_addf(&path, "%s/expected/%s.%s.%s", life->dir, life->name, name, kind == CANVAS_DUMP_ROLES ? "roles" : "txt");
	if (getenv("GENERATE"))
		write_file(life, path.text, &now);
	bool there = catalog_read_file(path.text, FILE_MAX, &then, &len, NULL) == STATUS_OK;
	if (!report(life, there && len == now.len && !memcmp(then, now.text, len), what, name)) {
		print_comment(there ? "expected:" : "expected: (there is no such file; GENERATE=1 writes it)", there ? then : "");
		print_comment("on the screen:", now.text);
	}
	free(then);
	strbuf_release(&now);
	strbuf_release(&path);
}

/* --- verbs --- */

static void do_expect(struct life *life, char *name)
{
	compare(life, "expect", name, current(life)->settings.ascii ? CANVAS_DUMP_ASCII : CANVAS_DUMP_TEXT);
}

static void do_roles(struct life *life, char *name)
{
	compare(life, "roles", name, CANVAS_DUMP_ROLES);
}

static void look_for(struct life *life, const char *what, const char *text, bool wanted)
{
	struct strbuf now = screen(life, CANVAS_DUMP_TEXT);
	bool there = now.text && strstr(now.text, text);
	if (!report(life, there == wanted, what, text))
		print_comment("on the screen:", now.text);
	strbuf_release(&now);
}

static void do_contains(struct life *life, char *text) { look_for(life, "contains", text, true); }
static void do_absent(struct life *life, char *text) { look_for(life, "absent", text, false); }

/* The word behind TEXT. It may go on in the next row, so it is looked for in one row only. */
static void do_copy(struct life *life, char *text)
{
	struct strbuf now = STRBUF_INIT;
	canvas_dump(&current(life)->canvas, CANVAS_DUMP_TEXT, &now);
	const char *at = now.text ? strstr(now.text, text) : NULL;
	at = at ? at + strlen(text) : "";
	at += strspn(at, " ");
	size_t len = strcspn(at, " \n");
	if (!len || len >= sizeof life->run->copied)
		bail_out(life, "there is no word behind '%s'", text);
	snprintf(life->run->copied, sizeof life->run->copied, "%.*s", (int)len, at);
	strbuf_release(&now);
}

static void do_on(struct life *life, char *name)
{
	const char *top = shell_top(current(life))->screen->name;
	if (!report(life, !strcmp(top, name), "on", name))
		print_comment("on top:", top);
}

static void do_keys(struct life *life, char *names)
{
	char *name;
	while ((name = strsep(&names, " "))) {
		struct key key;
		if (!*name)
			continue;
		if (!key_parse(name, &key))
			bail_out(life, "'%s' is no key", name);
		press(life, &key);
	}
}

static void do_type(struct life *life, char *text)
{
	for (size_t left = strlen(text), n; left; text += n, left -= n) {
		struct key key = { .kind = K_TEXT };
		int32_t code;
		n = utf8_decode(text, left, &code);
		memcpy(key.text, text, n);
		press(life, &key);
	}
}

static void do_paste(struct life *life, char *text)
{
	size_t len = 0;
	for (const char *at = text; *at; at++)
		if (at[0] == '\\' && at[1] == 'n')
			text[len++] = '\n', at++;
		else
			text[len++] = *at;
	press(life, &(struct key){ .kind = K_PASTE, .paste = text, .paste_len = len });
}

static int64_t duration(struct life *life, const char *text)
{
	int number;
	char unit[8];
	if (sscanf(text, "%d %7s", &number, unit) == 2) {
		if (!strcmp(unit, "min"))
			return (int64_t)number * 60000;
		if (!strcmp(unit, "s"))
			return (int64_t)number * 1000;
		if (!strcmp(unit, "ms"))
			return number;
	}
	bail_out(life, "'%s' is no duration: 5 min, 30 s, 200 ms", text);
}

static void do_wait(struct life *life, char *text) { let_pass(life, duration(life, text)); }

static void do_sleep(struct life *life, char *text)
{
	move_clocks(life, duration(life, text));
	for (size_t i = 0; i < SHELLS; i++)
		if (life->shells[i])
			settle(life, life->shells[i]);
}

static void do_wakes(struct life *life, char *text)
{
	char counted[32];
	snprintf(counted, sizeof counted, "%" PRId64, life->wakes);
	if (!report(life, !strcmp(text, counted), "wakes", text))
		print_comment("wake-ups:", counted);
}

static void do_size(struct life *life, char *text)
{
	if (sscanf(text, "%d %d", &life->run->cols, &life->run->rows) != 2)
		bail_out(life, "'%s' is no size: columns and rows", text);
	if (current(life))
		press(life, &(struct key){ .kind = K_RESIZE, .y = life->run->rows, .x = life->run->cols });
}

static void do_config(struct life *life, char *line)
{
	size_t len = strlen(life->run->config);
	snprintf(life->run->config + len, sizeof life->run->config - len, "%s\n", line);
}

static void do_joins(struct life *life, char *argument)
{
	(void)argument;
	life->run->joins = true;
}

static void do_own(struct life *life, char *name)
{
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT;
	struct strbuf text = STRBUF_INIT;
	char *read;
	size_t len;
	strbuf_addf(&from, "%s/own/%s", life->dir, name);
	if (catalog_read_file(from.text, FILE_MAX, &read, &len, NULL) != STATUS_OK)
		bail_out(life, "cannot read %s", from.text);
	strbuf_add(&text, read, len);
	strbuf_addf(&to, "%s/content", life->home);
	mkdir(to.text, 0700);
	strbuf_adds(&to, "/problems");
	mkdir(to.text, 0700);
	strbuf_addf(&to, "/%s", name);
	write_file(life, to.text, &text);
	free(read);
	strbuf_release(&text);
	strbuf_release(&from);
	strbuf_release(&to);
}

static void do_crash(struct life *life, char *argument)
{
	(void)life, (void)argument;
	fflush(stdout);
	_exit(0);
}

static void do_reopen(struct life *life, char *argument)
{
	(void)argument;
	close_shell(life, life->current);
	begin(life);
}

static void do_shell(struct life *life, char *number)
{
	life->current = (size_t)(atoi(number) - 1);
	if (life->current >= SHELLS)
		bail_out(life, "there are shells 1 to %d", SHELLS);
	if (!current(life))
		begin(life);
}

/* As kill -9: what is not written is lost, nobody is told, the locks fall. */
static void do_kill(struct life *life, char *argument)
{
	(void)argument;
	struct shell *shell = current(life);
	session_free(shell->sitting.session);
	problem_free(shell->sitting.problem);
	free(shell->sitting.queue);
	sitting_init(&shell->sitting, shell->store);
	shell_refresh_world(shell);
	close_shell(life, life->current);
}

static void do_quits(struct life *life, char *argument)
{
	report(life, current(life)->quit, "quits", argument);
}

struct counter { const char *kind; int count; };

static enum status count_event(void *context, int64_t rowid, const struct event *event)
{
	struct counter *counter = context;
	(void)rowid;
	counter->count += !strcmp(event_kind_name(event), counter->kind);
	return STATUS_OK;
}

static void do_events(struct life *life, char *text)
{
	char kind[64];
	int wanted;
	struct store *store = current(life)->store;
	struct store_sessions all;
	if (sscanf(text, "%63s %d", kind, &wanted) != 2)
		bail_out(life, "events KIND COUNT");
	struct counter counter = { .kind = kind };
	store_refresh(store, NULL);
	store_list_sessions(store, &(struct store_session_query){ .with_deleted = true }, &all, NULL);
	for (size_t i = 0; i < all.count; i++)
		store_read_events(store, all.items[i].id, 0, count_event, &counter, NULL);
	store_sessions_release(&all);
	if (!report(life, counter.count == wanted, "events", text)) {
		char counted[32];
		snprintf(counted, sizeof counted, "%d", counter.count);
		print_comment("in the log:", counted);
	}
}

static void add_file(struct strbuf *out, const char *path)
{
	char *text;
	size_t len;
	if (catalog_read_file(path, DATABASE_MAX, &text, &len, NULL) != STATUS_OK)
		return;
	strbuf_add(out, text, len);
	free(text);
}

/* What `sysdrill export` would print of every interview. */
static void add_exports(const struct life *life, struct strbuf *md, struct strbuf *log)
{
	struct store *store = current(life)->store;
	struct store_sessions all;
	store_list_sessions(store, &(struct store_session_query){ .with_deleted = true }, &all, NULL);
	for (size_t i = 0; i < all.count; i++) {
		struct session *session = session_new();
		struct problem *problem = NULL;
		struct strbuf text = STRBUF_INIT;
		int64_t rowid = 0;
		store_read_session(store, all.items[i].id, session, &rowid, NULL, NULL);
		store_get_problem(store, session->problem_sha256, &text, NULL);
		problem_read("record", text.text, text.len, &problem, NULL);
		session_export_markdown(session, problem, md);
		session_export_json(session, log);
		session_export_jsonl(session, NULL, 0, log);
		problem_free(problem);
		strbuf_release(&text);
		session_free(session);
	}
	store_sessions_release(&all);
}

static bool has(const struct strbuf *bytes, const char *text)
{
	return bytes->len && memmem(bytes->text, bytes->len, text, strlen(text));
}

static void look_into_files(struct life *life, const char *what, const char *text, bool wanted)
{
	struct strbuf path = STRBUF_INIT, files = STRBUF_INIT, md = STRBUF_INIT, log = STRBUF_INIT;
	strbuf_adds(&path, store_path(current(life)->store));
	add_file(&files, path.text);
	strbuf_adds(&path, "-wal");
	add_file(&files, path.text);
	store_refresh(current(life)->store, NULL);
	add_exports(life, &md, &log);
	if (!report(life, has(&files, text) == wanted && has(&log, text) == wanted && has(&md, text) == wanted, what, text))
		printf("# in the database: %d, in json and jsonl: %d, in md: %d\n", has(&files, text), has(&log, text), has(&md, text));
	strbuf_release(&path);
	strbuf_release(&files);
	strbuf_release(&md);
	strbuf_release(&log);
}

static void do_secret(struct life *life, char *text) { look_into_files(life, "secret", text, false); }
static void do_told(struct life *life, char *text) { look_into_files(life, "told", text, true); }

static void do_busy(struct life *life, char *argument)
{
	(void)argument;
	if (sqlite3_open(store_path(current(life)->store), &life->holder) != SQLITE_OK ||
	    sqlite3_exec(life->holder, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		bail_out(life, "cannot hold the lock: %s", sqlite3_errmsg(life->holder));
}

static void do_free(struct life *life, char *argument)
{
	(void)argument;
	sqlite3_exec(life->holder, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(life->holder);
	life->holder = NULL;
}

/* As nobody when we are root, whom no permission stops. */
static void do_locked(struct life *life, char *argument)
{
	(void)argument;
	struct strbuf path = STRBUF_INIT;
	strbuf_adds(&path, store_path(current(life)->store));
	close_shell(life, life->current);
	if (chmod(path.text, 0444) || chmod(life->home, 0555) || (!geteuid() && seteuid(NOBODY)))
		bail_out(life, "cannot lock %s: %s", path.text, strerror(errno));
	strbuf_release(&path);
	begin(life);
}

static bool is_rescue(const char *name)
{
	return !strncmp(name, "sysdrill-rescue-", strlen("sysdrill-rescue-"));
}

/* Empty when there is none. */
static void rescue_path(const struct life *life, struct strbuf *path)
{
	DIR *dir = opendir(life->home);
	const struct dirent *entry;
	while ((entry = readdir(dir)))
		if (is_rescue(entry->d_name) && !path->len)
			strbuf_addf(path, "%s/%s", life->home, entry->d_name);
	closedir(dir);
}

static void do_rescued(struct life *life, char *argument)
{
	struct strbuf path = STRBUF_INIT;
	rescue_path(life, &path);
	report(life, !strcmp(path.len ? "yes" : "no", argument), "rescued", argument);
	strbuf_release(&path);
}

static void do_import(struct life *life, char *argument)
{
	(void)argument;
	struct strbuf path = STRBUF_INIT;
	struct imported_log log = { .count = 0 };
	struct store_import_report added;
	struct error err = { "there is no file" };
	char *text = NULL;
	size_t len = 0;
	rescue_path(life, &path);
	if (catalog_read_file(path.text, FILE_MAX, &text, &len, &err) != STATUS_OK ||
	    session_import_jsonl(text, len, &log, &err) != STATUS_OK ||
	    store_import(current(life)->store, log.events, log.count, &added, &err) != STATUS_OK)
		bail_out(life, "import: %s", err.text);
	unlink(path.text);
	imported_log_release(&log);
	free(text);
	strbuf_release(&path);
	settle(life, current(life));
}

static const struct verb verbs[] = {
	{ "size", "COLUMNS ROWS: before the first life, and in it", true, do_size },
	{ "config", "KEY = VALUE: a line of the configuration, for the next life", true, do_config },
	{ "joins", "the next life begins as `sysdrill join`", true, do_joins },
	{ "own", "FILE: a file of own/ becomes a problem of the user's", true, do_own },
	{ "keys", "NAME...: as in tui/key.h; Click:ROW,COL for the mouse", false, do_keys },
	{ "type", "TEXT: letter by letter", false, do_type },
	{ "paste", "TEXT: in one piece; \\n for a new line", false, do_paste },
	{ "wait", "5 min, 30 s, 200 ms: waking up as often as the shell asks for", false, do_wait },
	{ "sleep", "10 min: the machine sleeps; nobody wakes up in between", false, do_sleep },
	{ "wakes", "COUNT: how often it woke up in the last wait", false, do_wakes },
	{ "expect", "NAME: the screen is expected/SCRIPT.NAME.txt", false, do_expect },
	{ "roles", "NAME: the same for the letters of the roles (colours)", false, do_roles },
	{ "contains", "TEXT", false, do_contains },
	{ "absent", "TEXT", false, do_absent },
	{ "on", "NAME: of the screen that is on top", false, do_on },
	{ "events", "KIND COUNT: in the log of all sessions", false, do_events },
	{ "crash", "the shell is gone without closing anything; the next line is in a new life", true, do_crash },
	{ "reopen", "the shell is closed and opened again", false, do_reopen },
	{ "shell", "1 to 3: which of several on the same home gets what follows", true, do_shell },
	{ "kill", "this one is killed, the others live on; `shell` begins it anew", false, do_kill },
	{ "copy", "TEXT: the word behind it on the screen is $COPY in the lines that follow", false, do_copy },
	{ "quits", "the shell has been told to end", false, do_quits },
	{ "secret", "TEXT: it is in no file of the database, and in no format of an export", false, do_secret },
	{ "told", "TEXT: it is in the database, and in every format of an export", false, do_told },
	{ "busy", "another program holds the database's lock", false, do_busy },
	{ "free", "and gives it back", false, do_free },
	{ "locked", "the shell is closed, and opened again where nothing can be written any more", false, do_locked },
	{ "rescued", "yes or no: there is a file with what could not be saved", false, do_rescued },
	{ "import", "that file is taken in, and is gone", false, do_import },
};

/* --- the script --- */

/* A line with what $COPY stands for; the caller frees it. */
static char *expand(const struct life *life, const char *line, size_t len)
{
	struct strbuf out = STRBUF_INIT;
	strbuf_add(&out, line, len);
	for (const char *at; *life->run->copied && (at = strstr(out.text, "$COPY"));)
		strbuf_splice(&out, (size_t)(at - out.text), strlen("$COPY"), life->run->copied, strlen(life->run->copied));
	return strbuf_detach(&out, NULL);
}

static void run_line(struct life *life, char *line)
{
	char *argument = line;
	const char *name = strsep(&argument, " ");
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, name)) {
			if (!verbs[i].before && !current(life))
				begin(life);
			verbs[i].run(life, argument ? argument : line + strlen(line));
			return;
		}
	bail_out(life, "there is no verb '%s'", name);
}

static void live(struct life *life)
{
	struct run *run = life->run;
	while (life->script[run->at]) {
		size_t len = strcspn(life->script + run->at, "\n");
		char *line = expand(life, life->script + run->at, len);
		run->at += len + (life->script[run->at + len] == '\n');
		run->line++;
		if (*line && *line != '#')
			run_line(life, line);
		free(line);
	}
	for (size_t i = 0; i < SHELLS; i++)
		close_shell(life, i);
	/* Who was locked out is looked at for leaks, which the system allows to nobody but root and oneself. */
	if (seteuid(getuid()) == 0)
		prctl(PR_SET_DUMPABLE, 1);
	run->over = true;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
	(void)info, (void)kind, (void)walk;
	return remove(path);
}

static void prepare_environment(const char *dir)
{
	struct strbuf content = STRBUF_INIT;
	strbuf_addf(&content, "%s/content", dir);
	setenv("SYSDRILL_CONTENT", content.text, 1);
	/* Rooms of one machine; what other programs and machines do is tested elsewhere. */
	setenv("SYSDRILL_BRIDGE", "/nonexistent", 1);
	strbuf_release(&content);
	setenv("TZ", "UTC", 1);
	signal(SIGXFSZ, SIG_IGN);
}

static bool run_lives(struct life *life)
{
	while (!life->run->over) {
		int status;
		fflush(stdout);
		pid_t pid = fork();
		if (!pid) {
			live(life);
			exit(0);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status)) {
			printf("Bail out! the shell died near line %d\n", life->run->line);
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	char *script, dir[4096], name[256], home[] = "/tmp/sysdrill-screens-XXXXXX";
	size_t len;
	struct error err = { "" };
	if (argc != 2 || catalog_read_file(argv[1], FILE_MAX, &script, &len, &err) != STATUS_OK) {
		printf("usage: run_script FILE.script   %s\n", err.text);
		for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
			printf("  %-9s %s\n", verbs[i].name, verbs[i].arguments);
		return 2;
	}
	const char *slash = strrchr(argv[1], '/');
	snprintf(dir, sizeof dir, "%.*s", slash ? (int)(slash - argv[1]) : 1, slash ? argv[1] : ".");
	snprintf(name, sizeof name, "%.*s", (int)strcspn(slash ? slash + 1 : argv[1], "."), slash ? slash + 1 : argv[1]);
	struct run *run = mmap(NULL, sizeof *run, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (run == MAP_FAILED || !mkdtemp(home)) {
		printf("Bail out! %s\n", strerror(errno));
		return 1;
	}
	*run = (struct run){ .now_ms = beginning_ms, .rows = 24, .cols = 80 };
	setenv("HOME", home, 1);
	struct life life = { .run = run, .script = script, .dir = dir, .name = name, .home = home };
	prepare_environment(dir);
	bool well = run_lives(&life);
	printf("1..%d\n", run->tests);
	chmod(home, 0700);      /* locked */
	nftw(home, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(script);
	return well ? 0 : 1;
}
