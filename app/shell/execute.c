#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "shell/internal.h"

void shell_say(struct shell *shell, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsnprintf(shell->message, sizeof shell->message, format, ap);
	va_end(ap);
	shell->dirty = true;
}

void shell_refresh_world(struct shell *shell)
{
	struct world *world = &shell->world;
	/* In a room the clock is the interviewer's. */
	world->now_ms = clock_now_ms(&shell->clock) + shell->room.ahead_ms;
	world->settings = &shell->settings;
	world->covered = shell->depth > 1 && shell_top(shell)->screen != &screen_welcome;
	world->problems = shell->library.rows;
	world->problem_count = shell->library.count;
	world->problem_total = shell->library.total;
	world->preview = shell->preview;
	world->unfinished = shell->library.unfinished.count ? shell->library.unfinished.items : NULL;
	world->sessions = shell->library.sessions.items;
	world->gap_pairs = shell->library.gap_pairs;
	world->gap = shell->library.gap_pairs ? (double)shell->library.gap_sum / shell->library.gap_pairs : 0;
	world->session_count = shell->library.sessions.count;
	world->session = shell->sitting.session;
	world->problem = shell->sitting.problem;
	world->watching = shell->sitting.session && !shell_may_write(shell);
	world->seat = shell->sitting.seat;
	world->self = shell->sitting.origin;
	shell_room_view(shell, &world->room);
	world->trouble = shell->trouble;
	world->data_dir = store_home(shell->store);
	world->pages = shell->pages.rows;
	world->page_count = shell->pages.count;
	world->hits = shell->pages.hit_rows;
	world->hit_count = shell->pages.hit_count;
	world->ticks = (const char *const *)shell->pages.ticks;
	world->tick_count = shell->pages.tick_count;
	world->calculators = shell->library.calculators;
	world->calculator_count = shell->library.calculator_count;
	for (int i = 0; i < PAPER_COUNT; i++)
		world->papers[i] = shell->papers[i].text;
}

bool shell_may_write(const struct shell *shell)
{
	const struct sitting *sitting = &shell->sitting;
	return sitting->session && !sitting->watching && sitting->seat != SEAT_OBSERVER;
}

/* The papers that could not be written before. False: some still cannot. */
static bool save_papers(struct shell *shell, struct error *err)
{
	bool all = true;
	for (int i = 0; i < PAPER_COUNT; i++)
		if (shell->unsaved[i]) {
			shell->unsaved[i] = store_put_state(shell->store, paper_name((enum paper)i), shell->papers[i].text, err) != STATUS_OK;
			all = all && !shell->unsaved[i];
		}
	return all;
}

void shell_commit(struct shell *shell)
{
	struct error err = { "" };
	enum status status = sitting_commit(&shell->sitting, &err);
	bool papers = save_papers(shell, &err);
	shell->retry_ms = 0;
	shell->dirty = true;
	if (!sitting_has_queue(&shell->sitting) && papers) {
		shell->trouble[0] = '\0';
		shell->leave_asked = false;
		if (status != STATUS_OK)
			shell_say(shell, "Not taken: %s", err.text);
		return;
	}
	snprintf(shell->trouble, sizeof shell->trouble, "not saved yet: %s", *err.text ? err.text : status_text(status));
	shell->retry_ms = shell->world.now_ms + RETRY_MS;
}

/*
 * Another program's write takes a few ms. What a person has asked for waits for that, a fifth of a second at most; what comes by
 * itself does not.
 */
bool shell_again_when_busy(enum status status, int *tries)
{
	if (status != STATUS_BUSY || ++*tries > BUSY_TRIES)
		return false;
	poll(NULL, 0, BUSY_STEP_MS);
	return true;
}

enum status shell_put_state(struct shell *shell, const char *key, const char *value, struct error *err)
{
	enum status status;
	int tries = 0;
	do
		status = store_put_state(shell->store, key, value, err);
	while (shell_again_when_busy(status, &tries));
	return status;
}

static enum status open_sitting(struct shell *shell, const char *id, const char *seat, struct error *err)
{
	enum status status;
	int tries = 0;
	do
		status = sitting_open(&shell->sitting, id, seat, shell->world.now_ms, err);
	while (shell_again_when_busy(status, &tries));
	return status;
}

const struct catalog_entry *shell_find(struct shell *shell, const char *problem, const char *preset_name,
                                       const struct preset **preset)
{
	const struct catalog_entry *entry = catalog_find(&shell->library.catalog, problem);
	*preset = settings_preset(&shell->settings, preset_name ? preset_name : shell->settings.preset);
	if (!entry || !*preset)
		shell_say(shell, "There is no %s '%s'.", entry ? "preset" : "problem", entry ? preset_name : problem);
	return *preset ? entry : NULL;
}

void shell_start(struct shell *shell, const char *problem, const char *preset_name, const char *level_text, bool curveball)
{
	struct error err = { "" };
	enum level level = shell->settings.level;
	const struct preset *preset;
	const struct catalog_entry *entry = shell_find(shell, problem, preset_name, &preset);
	if (level_text)
		level_parse(level_text, &level);
	if (!entry || !shell_leave(shell, "left"))
		return;
	enum status status;
	int tries = 0;
	do
		status = sitting_start(&shell->sitting, entry, preset, level, curveball, shell->world.now_ms, &err);
	while (shell_again_when_busy(status, &tries));
	if (status != STATUS_OK) {
		shell_say(shell, "%s", err.text);
		return;
	}
	shell_refresh_world(shell);
	shell_push(shell, &screen_interview, NULL);
	shell_say(shell, "The clock runs. Speak aloud, as if somebody sat across; ask with Tab.");
}

void shell_open(struct shell *shell, const char *session, const char *seat)
{
	struct error err = { "" };
	if (!shell_leave(shell, "left") || (!seat && shell_ask_for_seat(shell, session)))
		return;
	if (open_sitting(shell, session, seat, &err) != STATUS_OK) {
		shell_say(shell, "%s", err.text);
		return;
	}
	if (shell->sitting.session->deleted) {
		/* From a list that was older than that. */
		sitting_leave(&shell->sitting, "left", shell->world.now_ms);
		library_load_history(&shell->library, shell->store);
		shell_say(shell, "This interview was deleted.");
		return;
	}
	shell_room_opened(shell);
	shell_refresh_world(shell);
	shell_push(shell, shell_sitting_screen(shell), NULL);
	/* Nobody sees the other's side before they have said who they are. */
	if (shell->room.both_here)
		shell_push(shell, &screen_curtain, NULL);
	if (shell->sitting.watching)
		shell_say(shell, "%s", store_read_only(shell->store) ? store_read_only(shell->store)
		          : shell_is_open_elsewhere(shell, session) ? "Another program has this interview open: you can watch it here."
		          : "Nobody at this machine has a seat in this room: you can read it here.");
	else if (*err.text)
		shell_say(shell, "%s", err.text);
}

void shell_replay(struct shell *shell, const char *session)
{
	struct error err = { "" };
	enum status status;
	int tries = 0;
	if (!shell_leave(shell, "left"))
		return;
	do
		status = sitting_review(&shell->sitting, session, shell->settings.name, shell->world.now_ms, &err);
	while (shell_again_when_busy(status, &tries));
	if (status != STATUS_OK) {
		shell_say(shell, "%s", err.text);
		return;
	}
	shell_room_opened(shell);
	shell_show_sitting(shell);
	if (shell_top(shell)->screen == &screen_debrief)
		shell_push(shell, &screen_replay, NULL);
}

/* The clock of a room waits until both are there. */
void shell_go_on(struct shell *shell, const char *session)
{
	shell_open(shell, session, NULL);
	if (!shell->sitting.session || shell->sitting.seat != SEAT_SOLO || shell->sitting.watching ||
	    shell->sitting.session->stage != STAGE_PAUSED)
		return;
	sitting_queue(&shell->sitting, &(struct event){ .kind = EVENT_SESSION_RESUMED }, STREAM_MAIN, shell->world.now_ms);
	shell_commit(shell);
}

static bool rescue(struct shell *shell)
{
	struct strbuf path = STRBUF_INIT;
	struct error err = { "" };
	enum status status = sitting_rescue(&shell->sitting, shell->world.now_ms, &path, &err);
	if (status == STATUS_OK) {
		strbuf_addf(&shell->farewell, "sysdrill: %s\nThe whole interview, with all that you typed, is in %s\n"
		            "Take it in before you go on with it: sysdrill import %s\n",
		            shell->trouble, path.text, path.text);
		shell_say(shell, "Rescued. Before you go on with it: sysdrill import %s", path.text);
	} else {
		shell_say(shell, "Not left: %s.", err.text);
	}
	strbuf_release(&path);
	return status == STATUS_OK;
}

/* Nothing typed is left behind: false while it is neither in the log nor in a file. */
static bool may_leave(struct shell *shell)
{
	if (!shell->sitting.session || shell->sitting.watching)
		return true;
	shell_flush(shell);
	if (sitting_has_queue(&shell->sitting))
		shell_commit(shell);
	if (!sitting_has_queue(&shell->sitting))
		return true;
	if (shell->leave_asked)
		return rescue(shell);
	shell->leave_asked = true;
	shell_say(shell, "Not left: the last text is not saved. Again: it goes into a file. (%s)", shell->trouble);
	return false;
}

void shell_rescue(struct shell *shell)
{
	shell->leave_asked = true;
	if (!may_leave(shell))
		strbuf_addf(&shell->farewell, "sysdrill: the last of what you typed is lost. %s\n%s\n", shell->trouble, shell->message);
}

bool shell_leave(struct shell *shell, const char *reason)
{
	if (!shell->sitting.session) {
		if (shell->room.at_door)
			shell_room_closed(shell);
		return true;
	}
	if (!may_leave(shell))
		return false;
	shell_room_closed(shell);
	sitting_leave(&shell->sitting, reason, shell->world.now_ms);
	shell->trouble[0] = '\0';
	shell->leave_asked = false;
	library_load_progress(&shell->library, shell->store);
	shell_refresh_world(shell);
	return true;
}

static void preview(struct shell *shell, const char *id)
{
	const struct catalog_entry *entry = catalog_find(&shell->library.catalog, id);
	struct problem *problem = NULL;
	struct error err = { "" };
	if (!entry)
		return;
	if (catalog_load_problem(entry, &problem, NULL, &err) != STATUS_OK) {
		shell_say(shell, "%s", err.text);
		/* An empty problem of that name: asking again and again would not mend the file. */
		problem = problem_new();
		problem->id = arena_strdup(&problem->arena, id);
	}
	problem_free(shell->preview);
	shell->preview = problem;
	shell->dirty = true;
}

/* Deleting is an event in the session's own log; `sysdrill purge` removes it for good. */
static void delete_session(struct shell *shell, const char *id)
{
	struct error err = { "" };
	if (!shell_leave(shell, "left"))
		return;
	/* There nothing can be claimed, which looks as if somebody else had all of it. */
	if (store_read_only(shell->store)) {
		shell_say(shell, "Not deleted: %s", store_read_only(shell->store));
		return;
	}
	if (shell_is_open_elsewhere(shell, id)) {
		shell_say(shell, "Another program has this interview open: leave it there first.");
		return;
	}
	if (open_sitting(shell, id, NULL, &err) != STATUS_OK) {
		shell_say(shell, "%s", err.text);
		return;
	}
	if (shell->sitting.watching) {
		shell_say(shell, "Another program has this interview open: leave it there first.");
		sitting_leave(&shell->sitting, "left", shell->world.now_ms);
		return;
	}
	sitting_queue(&shell->sitting, &(struct event){ .kind = EVENT_SESSION_DELETED }, STREAM_MAIN, shell->world.now_ms);
	enum status status = sitting_commit(&shell->sitting, &err);
	sitting_leave(&shell->sitting, "left", shell->world.now_ms);
	/* What is deleted does not count in how one scores oneself. */
	char gap[sizeof STATE_GAP + ID_SIZE];
	snprintf(gap, sizeof gap, STATE_GAP "%s", id);
	if (status == STATUS_OK)
		shell_put_state(shell, gap, NULL, NULL);
	if (status == STATUS_OK)
		shell_say(shell, "Deleted. 'sysdrill purge' removes it from the disk.");
	else
		shell_say(shell, "%s", err.text);
	library_load_progress(&shell->library, shell->store);
	library_load_history(&shell->library, shell->store);
}

static void run_binding(struct shell *shell, const struct binding *binding)
{
	struct frame *top = shell_top(shell);
	struct intents intents = INTENTS_INIT;
	if (binding->when && !binding->when(top->state, &shell->world))
		return;
	binding->run(top->state, &shell->world, &intents);
	shell_execute(shell, &intents);
	intents_release(&intents);
}

static void push_keys(struct shell *shell, const struct screen_class *screen)
{
	const struct frame *top = shell_top(shell);
	struct keys_argument argument = { .screen = top->screen, .state = top->state };
	if (top->screen != &screen_help && top->screen != &screen_palette)
		shell_push(shell, screen, &argument);
}

static void insert_below(struct shell *shell, const char *text)
{
	for (size_t i = shell->depth; i-- > 0;)
		if (shell->stack[i].screen->insert) {
			shell->stack[i].screen->insert(shell->stack[i].state, &shell->world, text);
			shell_flush(shell);
			return;
		}
}

static void open_page(struct shell *shell, const char *id)
{
	struct strbuf title = STRBUF_INIT, text = STRBUF_INIT;
	struct reader_argument argument = { .title = "" };
	struct error err = { "" };
	pages_load(&shell->pages, &shell->library.dirs, shell->store);
	for (size_t i = 0; i < shell->library.count; i++)
		if (!strcmp(shell->library.rows[i].id, id) && !*shell->library.rows[i].broken) {
			shell_push(shell, &screen_start, &shell->library.rows[i]);
			return;
		}
	if (pages_read(&shell->pages, id, &title, &text, &err) != STATUS_OK) {
		shell_say(shell, "%s", err.text);
	} else {
		snprintf(argument.title, sizeof argument.title, "%s", title.text);
		snprintf(argument.page, sizeof argument.page, "%s", id);
		argument.markdown = text.text;
		shell_push(shell, &screen_reader, &argument);
	}
	strbuf_release(&title);
	strbuf_release(&text);
}

static void search(struct shell *shell, const char *words)
{
	struct error err = { "" };
	pages_load(&shell->pages, &shell->library.dirs, shell->store);
	if (pages_search(&shell->pages, &shell->library.catalog, shell->store, words, &err) != STATUS_OK)
		shell_say(shell, "%s", err.text);
}

static void remember(struct shell *shell, const char *key, const char *value)
{
	struct error err = { "" };
	enum paper paper;
	if (paper_parse(key, &paper)) {
		strbuf_clear(&shell->papers[paper]);
		strbuf_adds(&shell->papers[paper], value);
		shell->unsaved[paper] = true;
		shell_commit(shell);
		return;
	}
	if (!strcmp(key, STATE_BROKER))
		shell_set_broker(shell, value);
	if (!strncmp(key, STATE_TICK, strlen(STATE_TICK)))
		pages_tick(&shell->pages, key + strlen(STATE_TICK), *value);
	if (shell_put_state(shell, key, value, &err) != STATUS_OK)
		shell_say(shell, "%s", err.text);
}

/* False: it was refused, and what was asked for after it must not be done either. */
static bool execute(struct shell *shell, const struct intent *intent)
{
	bool done = true;
	switch (intent->kind) {
	case INTENT_EVENT:
		if (shell_may_write(shell))
			sitting_queue(&shell->sitting, &intent->event, intent->stream ? intent->stream : STREAM_MAIN, shell->world.now_ms);
		break;
	case INTENT_PUSH:
		shell_push(shell, intent->screen, intent->argument);
		break;
	case INTENT_REPLACE:
		shell_pop(shell);
		shell_push(shell, intent->screen, intent->argument);
		break;
	case INTENT_POP:
		shell_pop(shell);
		break;
	case INTENT_HOME:
		shell_home(shell);
		break;
	case INTENT_RUN:
		run_binding(shell, intent->binding);
		break;
	case INTENT_MESSAGE:
		shell_say(shell, "%s", intent->text);
		break;
	case INTENT_BELL:
		if (shell->settings.bell && shell->term)
			term_bell(shell->term);
		break;
	case INTENT_PREVIEW:
		preview(shell, intent->id);
		break;
	case INTENT_HISTORY:
		library_load_history(&shell->library, shell->store);
		break;
	case INTENT_PAGES:
		pages_load(&shell->pages, &shell->library.dirs, shell->store);
		break;
	case INTENT_PAGE:
		open_page(shell, intent->id);
		break;
	case INTENT_SEARCH:
		search(shell, intent->id);
		break;
	case INTENT_CALCULATORS:
		library_load_calculators(&shell->library);
		break;
	case INTENT_START:
		shell_start(shell, intent->id, intent->preset, intent->level, intent->curveball);
		break;
	case INTENT_OPEN:
		shell_open(shell, intent->id, intent->level);
		break;
	case INTENT_GO_ON:
		shell_go_on(shell, intent->id);
		break;
	case INTENT_HOST:
		shell_host(shell, intent->id, intent->preset, intent->level, intent->curveball, intent->here);
		break;
	case INTENT_JOIN:
		shell_join(shell, intent->id, intent->text, intent->level);
		break;
	case INTENT_ADMIT:
	case INTENT_REFUSE:
		shell_admit(shell, intent->id, intent->kind == INTENT_ADMIT);
		break;
	case INTENT_SEAT:
		shell_change_seat(shell);
		break;
	case INTENT_SWAP:
		shell_swap(shell);
		break;
	case INTENT_LEAVE:
		done = shell_leave(shell, "left");
		break;
	case INTENT_DELETE:
		delete_session(shell, intent->id);
		break;
	case INTENT_EDITOR:
		shell_edit(shell, intent->text);
		break;
	case INTENT_INSERT:
		insert_below(shell, intent->text);
		break;
	case INTENT_REMEMBER:
		remember(shell, intent->id, intent->text);
		break;
	case INTENT_HELP:
		push_keys(shell, &screen_help);
		break;
	case INTENT_PALETTE:
		push_keys(shell, &screen_palette);
		break;
	case INTENT_REDRAW:
		if (shell->term)
			term_redraw(shell->term);
		break;
	case INTENT_QUIT:
		done = shell->quit = may_leave(shell);
		break;
	}
	shell->dirty = true;
	return done;
}

void shell_execute(struct shell *shell, const struct intents *intents)
{
	for (size_t i = 0; i < intents->count; i++) {
		const struct intent *intent = &intents->items[i];
		if (!execute(shell, intent))
			break;
		/* What comes after an event may look at the session: commit and apply first. */
		bool more = i + 1 < intents->count && intent[1].kind == INTENT_EVENT;
		if (intent->kind == INTENT_EVENT && !more && sitting_has_queue(&shell->sitting))
			shell_commit(shell);
		shell_refresh_world(shell);
	}
}
