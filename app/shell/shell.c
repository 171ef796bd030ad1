#include "config.h"

#include "shell/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "catalog/problem_reader.h"
#include "shell/internal.h"

/* The only thing that a signal handler can reach: the writing end of the self-pipe. */
static volatile sig_atomic_t signal_fd = -1;

static void on_signal(int number)
{
	int saved = errno;
	char byte = (char)number;
	if (signal_fd >= 0 && write(signal_fd, &byte, 1) < 0) {
		/* The pipe is full of signals that nobody has read yet; one more would say nothing new. */
	}
	errno = saved;
}

static const int caught[] = { SIGTERM, SIGHUP, SIGINT, SIGWINCH };

static enum status catch_signals(struct shell *shell, struct error *err)
{
	if (pipe2(shell->wake_fds, O_NONBLOCK | O_CLOEXEC))
		return error_set(err, STATUS_IO, "cannot make a pipe: %s", strerror(errno));
	signal_fd = shell->wake_fds[1];
	struct sigaction action = { .sa_handler = on_signal };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigaction(caught[i], &action, NULL);
	return STATUS_OK;
}

static void release_signals(struct shell *shell)
{
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		signal(caught[i], SIG_DFL);
	signal_fd = -1;
	close(shell->wake_fds[0]);
	close(shell->wake_fds[1]);
}

static void read_signals(struct shell *shell)
{
	char bytes[64];
	ssize_t n;
	while ((n = read(shell->wake_fds[0], bytes, sizeof bytes)) > 0)
		for (ssize_t i = 0; i < n; i++)
			if (bytes[i] != SIGWINCH)
				shell->quit = true;
}

/* Adds a moment to the time that poll() may wait; a moment in the past means at once. */
static void wait_until(int *timeout, int64_t now_ms, int64_t at_ms)
{
	int ms = at_ms <= now_ms ? 0 : (int)(at_ms - now_ms);
	if (*timeout < 0 || ms < *timeout)
		*timeout = ms;
}

static int64_t flush_at(const struct shell *shell)
{
	int64_t quiet = shell->typed_ms + QUIET_MS, latest = shell->first_typed_ms + GATHER_MS;
	return quiet < latest ? quiet : latest;
}

static int poll_timeout(struct shell *shell)
{
	int timeout = term_wait_ms(shell->term), wake = shell_wake_ms(shell);
	int64_t now = shell->world.now_ms;
	if (wake >= 0)
		wait_until(&timeout, now, now + wake);
	if (shell->typed_ms)
		wait_until(&timeout, now, flush_at(shell));
	if (shell->retry_ms)
		wait_until(&timeout, now, shell->retry_ms);
	if (!shell->scanned)
		wait_until(&timeout, now, now);
	return timeout;
}

/* What can wait until the first frame is on the screen. */
static void after_first_frame(struct shell *shell)
{
	shell->scanned = true;
	store_checkpoint_if_alone(shell->store, NULL);
	if (library_rescan(&shell->library, shell->store)) {
		shell_refresh_world(shell);
		shell_synced(shell);
	}
	shell->data_version = store_data_version(shell->store);
}

static void look_for_changes(struct shell *shell)
{
	uint32_t version = store_data_version(shell->store);
	size_t added = 0;
	if (version == shell->data_version)
		return;
	shell->data_version = version;
	sitting_sync(&shell->sitting, &added, NULL);
	if (!shell->sitting.session)
		library_load_progress(&shell->library, shell->store);
	shell_refresh_world(shell);
	if (added || !shell->sitting.session)
		shell_synced(shell);
}

static void look_for_sleep(struct shell *shell)
{
	int64_t now = shell->world.now_ms;
	bool running = shell->sitting.session && shell->sitting.session->stage == STAGE_RUNNING;
	if (running && shell->woke_ms && now - shell->woke_ms > SLEEP_GAP_MS) {
		sitting_slept(&shell->sitting, shell->woke_ms, now);
		shell_commit(shell);
		shell_say(shell, "The machine slept; that time does not count.");
	}
	shell->woke_ms = running ? now : 0;
}

static void run_timers(struct shell *shell)
{
	int64_t now = shell->world.now_ms;
	if (shell->typed_ms && now >= flush_at(shell))
		shell_flush(shell);
	if (shell->retry_ms && now >= shell->retry_ms)
		shell_commit(shell);
	if (shell_wake_ms(shell) == 0 || now / 1000 != shell->ticked_ms / 1000) {
		shell->ticked_ms = now;
		shell->dirty = true;
		shell_tick(shell);
	}
	sitting_touch(&shell->sitting, now);
}

static void loop(struct shell *shell)
{
	struct key key;
	shell_draw(shell);
	while (!shell->quit) {
		struct pollfd fds[] = {
			{ .fd = term_fd(shell->term), .events = POLLIN },
			{ .fd = shell->wake_fds[0], .events = POLLIN },
		};
		poll(fds, ARRAY_SIZE(fds), poll_timeout(shell));
		shell_refresh_world(shell);
		read_signals(shell);
		look_for_sleep(shell);
		while (!shell->quit && term_read_key(shell->term, &key))
			shell_key(shell, &key);
		if (term_is_gone(shell->term))
			shell->quit = true;
		shell_refresh_world(shell);
		if (shell->scanned)
			look_for_changes(shell);
		run_timers(shell);
		if (!shell->scanned && !shell->dirty)
			after_first_frame(shell);
		shell_refresh_world(shell);
		if (shell->dirty && !shell->quit)
			shell_draw(shell);
	}
}

static void load_tour(struct shell *shell)
{
	struct strbuf path = STRBUF_INIT;
	char *text;
	size_t len;
	strbuf_addf(&path, "%s/plans/tour.md", shell->library.dirs.shipped);
	if (catalog_read_file(path.text, PROBLEM_MAX_BYTES, &text, &len, NULL) == STATUS_OK) {
		strbuf_add(&shell->tour, text, len);
		free(text);
	}
	strbuf_release(&path);
}

static void open_first_screens(struct shell *shell)
{
	const struct shell_options *options = shell->options;
	struct strbuf seen = STRBUF_INIT;
	shell->world.first_run = store_get_state(shell->store, STATE_WELCOME, &seen, NULL) == STATUS_NOT_FOUND;
	strbuf_release(&seen);
	store_get_state(shell->store, STATE_SCRATCH, &shell->scratch, NULL);
	shell_refresh_world(shell);
	shell_push(shell, &screen_home, NULL);
	if (options->session)
		shell_open(shell, options->session);
	else if (options->problem)
		shell_start(shell, options->problem, options->preset, options->level, false);
	else if (shell->world.first_run)
		shell_push(shell, &screen_welcome, NULL);
	if (options->notice)
		shell_say(shell, "%s", options->notice);
}

static enum status open_terminal(struct shell *shell, struct error *err)
{
	struct term_options options = { .theme = THEME_DARK, .ascii = shell->settings.ascii,
	                                .no_mouse = shell->options->no_mouse || !shell->settings.mouse };
	theme_parse(shell->settings.theme, &options.theme);
	enum status status = term_open(&shell->term, &options, err);
	if (status != STATUS_OK)
		return status;
	if (!term_is_utf8(shell->term))
		shell->settings.ascii = true;
	int rows, cols;
	term_size(shell->term, &rows, &cols);
	canvas_init(&shell->canvas, rows, cols);
	return STATUS_OK;
}

static void close_all(struct shell *shell)
{
	/* In an order in which nothing typed can be lost: log, then terminal, then the rest. */
	if (shell->sitting.session)
		shell_leave(shell, "left");
	while (shell->depth)
		shell_pop(shell);
	if (shell->term) {
		canvas_release(&shell->canvas);
		term_close(shell->term);
	}
	library_release(&shell->library);
	problem_free(shell->preview);
	strbuf_release(&shell->tour);
	strbuf_release(&shell->scratch);
	store_close(shell->store);
}

enum status shell_run(const struct shell_options *options, struct error *err)
{
	struct shell shell = { .options = options, .settings = *options->settings, .tour = STRBUF_INIT, .scratch = STRBUF_INIT };
	setlocale(LC_ALL, "");
	clock_start(&shell.clock);
	enum status status = store_open(&shell.store, &(struct store_options){ .home = options->home, .interactive = true }, err);
	if (status != STATUS_OK)
		return status;
	library_init(&shell.library, store_home(shell.store));
	sitting_init(&shell.sitting, shell.store);
	status = catch_signals(&shell, err);
	if (status == STATUS_OK) {
		status = open_terminal(&shell, err);
		if (status == STATUS_OK) {
			library_load(&shell.library, shell.store);
			load_tour(&shell);
			shell_refresh_world(&shell);
			open_first_screens(&shell);
			loop(&shell);
		}
		close_all(&shell);
		release_signals(&shell);
	} else {
		close_all(&shell);
	}
	return status;
}
