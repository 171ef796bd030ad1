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
#include "session/member_name.h"
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

static void loop(struct shell *shell)
{
	struct key key;
	while (!shell->quit) {
		struct pollfd fds[] = {
			{ .fd = term_fd(shell->term), .events = POLLIN },
			{ .fd = shell->wake_fds[0], .events = POLLIN },
			{ .fd = shell_in_room(shell) ? store_bell(shell->store) : -1, .events = POLLIN },
		};
		poll(fds, ARRAY_SIZE(fds), shell_wait_ms(shell));
		if (fds[2].revents)
			store_bell_heard(shell->store);
		shell_woke(shell);
		if (fds[1].revents)
			read_signals(shell);
		while (!shell->quit && term_read_key(shell->term, &key))
			shell_key(shell, &key);
		if (term_is_gone(shell->term))
			shell->quit = true;
		shell_settle(shell);
	}
}

static void open_first_screens(struct shell *shell)
{
	const struct shell_options *options = shell->options;
	struct strbuf seen = STRBUF_INIT;
	shell->world.first_run = store_get_state(shell->store, STATE_WELCOME, &seen, NULL) == STATUS_NOT_FOUND;
	strbuf_release(&seen);
	for (int i = 0; i < PAPER_COUNT; i++)
		store_get_state(shell->store, paper_name((enum paper)i), &shell->papers[i], NULL);
	struct strbuf broker = STRBUF_INIT;
	if (!*shell->settings.broker && store_get_state(shell->store, STATE_BROKER, &broker, NULL) == STATUS_OK && settings_is_broker(broker.text))
		snprintf(shell->settings.broker, sizeof shell->settings.broker, "%s", broker.text);
	strbuf_release(&broker);
	shell_refresh_world(shell);
	shell_push(shell, &screen_home, NULL);
	if (options->replay)
		shell_replay(shell, options->replay);
	else if (options->session)
		shell_go_on(shell, options->session);
	else if (options->problem && options->company)
		shell_host(shell, options->problem, options->preset, options->level, options->curveball, options->company == SHELL_HERE);
	else if (options->join)
		shell_push(shell, &screen_join, NULL);
	else if (options->problem)
		shell_start(shell, options->problem, options->preset, options->level, false);
	else if (shell->world.first_run)
		shell_push(shell, &screen_welcome, NULL);
	if (options->notice)
		shell_say(shell, "%s", options->notice);
}

/* COLORFGBG is what some terminals say of themselves: "15;0" is light on dark. Without it the dark theme reads on both. */
static enum theme_kind choose_theme(const struct settings *settings)
{
	enum theme_kind theme = THEME_DARK;
	const char *colours = getenv("COLORFGBG"), *background = colours ? strrchr(colours, ';') : NULL;
	if (background && (!strcmp(background, ";7") || !strcmp(background, ";15")))
		theme = THEME_LIGHT;
	theme_parse(settings->theme, &theme);
	return theme;
}

static enum status open_terminal(struct shell *shell, struct error *err)
{
	struct term_options options = { .theme = choose_theme(&shell->settings), .ascii = shell->settings.ascii,
	                                .no_mouse = shell->options->no_mouse || !shell->settings.mouse };
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

/* What others in a room see, unless the configuration says. */
static void name_person(struct settings *settings)
{
	const char *login = getenv("USER");
	char name[MEMBER_NAME_MAX + 1];
	if (!login || !*login)
		login = getenv("LOGNAME");
	if (!member_name_clean(name, settings->name))
		member_name_clean(name, login ? login : "");
	snprintf(settings->name, sizeof settings->name, "%s", name);
}

enum status shell_init(struct shell *shell, const struct shell_options *options, struct error *err)
{
	*shell = (struct shell){ .options = options, .settings = *options->settings, .farewell = STRBUF_INIT };
	for (int i = 0; i < PAPER_COUNT; i++)
		strbuf_init(&shell->papers[i]);
	clock_start(&shell->clock);
	struct store_options store = { .home = options->home, .interactive = true };
	enum status status = store_open(&shell->store, &store, err);
	if (status != STATUS_OK)
		return status;
	library_init(&shell->library, store_home(shell->store));
	pages_init(&shell->pages);
	sitting_init(&shell->sitting, shell->store);
	name_person(&shell->settings);
	return STATUS_OK;
}

void shell_begin(struct shell *shell)
{
	/* Whoever starts on a problem at once needs to find it; the home screen shows but the first ones. */
	if (shell->options->problem)
		library_load(&shell->library, shell->store);
	else
		library_load_first(&shell->library, shell->store);
	shell_refresh_world(shell);
	open_first_screens(shell);
	shell_draw(shell);
}

void shell_release(struct shell *shell)
{
	/* In an order in which nothing typed can be lost: log, then terminal, then the rest. */
	if (shell->sitting.session) {
		shell_rescue(shell);
		if (!shell_leave(shell, "left"))
			sitting_leave(&shell->sitting, "left", shell->world.now_ms);
	}
	shell_room_closed(shell);
	while (shell->depth)
		shell_pop(shell);
	canvas_release(&shell->canvas);
	term_close(shell->term);
	fputs(shell->farewell.text, stderr);
	library_release(&shell->library);
	pages_release(&shell->pages);
	problem_free(shell->preview);
	for (int i = 0; i < PAPER_COUNT; i++)
		strbuf_release(&shell->papers[i]);
	strbuf_release(&shell->farewell);
	store_close(shell->store);
}

enum status shell_run(const struct shell_options *options, struct error *err)
{
	struct shell shell;
	/* Only what the terminal needs: every category more is a file more to open. */
	setlocale(LC_CTYPE, "");
	enum status status = shell_init(&shell, options, err);
	if (status != STATUS_OK)
		return status;
	status = catch_signals(&shell, err);
	bool caught_them = status == STATUS_OK;
	if (status == STATUS_OK)
		status = open_terminal(&shell, err);
	if (status == STATUS_OK) {
		shell_begin(&shell);
		loop(&shell);
	}
	shell_release(&shell);
	if (caught_them)
		release_signals(&shell);
	return status;
}
