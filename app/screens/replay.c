/*
 * Replay: the interview once more, at any speed: a fold of its log up to a moment that moves. Whoever got the file of a friend's
 * interview notes and marks while it runs, and then scores it.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "screens/onlook.h"
#include "screens/screen.h"
#include "screens/script.h"
#include "screens/top_bars.h"
#include "tui/input.h"

enum { STEP_MS = 100, JUMP_MS = 15 * 1000, TWO_COLUMNS_COLS = 70 };

static const int speeds[] = { 1, 2, 4, 8, 16, 32, 64 };

struct replay {
	struct session *past;
	size_t next;            /* index of the first event that has not happened yet */
	size_t count;           /* events of the session when that was found */
	int64_t at_ms;          /* of the interview's own time; Unix */
	int64_t moved_ms;       /* when it was last moved, by the clock of today */
	size_t speed;
	bool runs, noting;
	enum mark_category category;
	struct onlook onlook;
	struct input note;
	struct clipboard clipboard;
	bool talk_focus;
};

static int64_t end_of(const struct session *session)
{
	return session->ended_ms ? session->ended_ms : session->last_event_ms;
}

/* Folds what has happened up to `at_ms`; from the beginning when that lies behind. */
static void go_to(struct replay *replay, const struct world *world, int64_t at_ms)
{
	const struct session *session = world->session;
	int64_t end = end_of(session);
	at_ms = at_ms < session->started_ms ? session->started_ms : at_ms > end ? end : at_ms;
	if (!replay->past || at_ms < replay->at_ms || replay->count != session->event_count) {
		session_free(replay->past);
		replay->past = session_new();
		replay->next = 0;
		replay->count = session->event_count;
		replay->onlook.stream[0] = '\0';
		replay->onlook.talk_made = false;
	}
	while (replay->next < session->event_count && session->events[replay->next]->at_ms <= at_ms)
		session_add(replay->past, session->events[replay->next++]);
	replay->at_ms = at_ms;
	onlook_follow(&replay->onlook, replay->past, world->seat);
}

/* A pause is nothing to look at: on to what ended it. */
static void skip_pause(struct replay *replay, const struct world *world)
{
	if (replay->past->stage == STAGE_PAUSED && replay->next < world->session->event_count)
		go_to(replay, world, world->session->events[replay->next]->at_ms);
}

static void move(struct replay *replay, const struct world *world)
{
	int64_t passed = world->now_ms - replay->moved_ms;
	replay->moved_ms = world->now_ms;
	if (!replay->runs || passed <= 0)
		return;
	go_to(replay, world, replay->at_ms + passed * speeds[replay->speed]);
	skip_pause(replay, world);
	if (replay->at_ms >= end_of(world->session))
		replay->runs = false;
}

static void open_replay(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct replay *replay = state;
	clipboard_init(&replay->clipboard);
	input_init(&replay->note, &replay->clipboard);
	onlook_open(&replay->onlook, &replay->clipboard, world->settings->ascii);
	replay->speed = 3;
	replay->runs = true;
	replay->moved_ms = world->now_ms;
	go_to(replay, world, world->session->started_ms);
}

static void close_replay(void *state)
{
	struct replay *replay = state;
	session_free(replay->past);
	onlook_close(&replay->onlook);
	input_release(&replay->note);
	clipboard_release(&replay->clipboard);
}

static int wake_replay(const void *state, const struct world *world)
{
	const struct replay *replay = state;
	int64_t wait = replay->moved_ms + STEP_MS - world->now_ms;
	return replay->runs ? wait < 0 ? 0 : (int)wait : -1;
}

static void tick_replay(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	move(state, world);
}

static void key_replay(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	struct replay *replay = state;
	if (!replay->noting) {
		if (replay->talk_focus)
			mdview_key(&replay->onlook.talk, key);
		else
			editor_key(replay->onlook.notes, key);
	} else if (key_is(key, "Enter")) {
		const char *text = input_text(&replay->note, NULL);
		if (*text)
			script_mark(replay->past, replay->at_ms, replay->category, text, out);
		input_clear(&replay->note);
		replay->noting = false;
		replay->moved_ms = world->now_ms;
		replay->runs = true;
	} else if (key_is(key, "Tab")) {
		replay->category = (enum mark_category)((replay->category + 1) % MARK_WORDS);
	} else {
		input_key(&replay->note, key);
	}
}

static void draw_replay(void *state, const struct world *world, const struct canvas_view *view)
{
	struct replay *replay = state;
	struct rect area = canvas_view_area(view);
	struct world then = *world;
	char what[32];
	then.session = replay->past;
	then.now_ms = replay->at_ms;
	then.watching = false;
	then.trouble = "";
	then.room = (struct room_view){ .code = "", .contact = "", .waiting = "" };
	snprintf(what, sizeof what, replay->runs ? "REPLAY %dx" : "REPLAY %dx, stopped", speeds[replay->speed]);
	top_bars_draw(&then, view, &area, what);
	if (replay->noting) {
		char prompt[64];
		struct rect line = rect_cut_bottom(&area, 1);
		snprintf(prompt, sizeof prompt, "%s (Tab): ", mark_title(replay->category));
		input_draw(&replay->note, view, line.y, line.x + 1, line.cols - 2, prompt, true);
	}
	if (area.cols < TWO_COLUMNS_COLS) {
		if (replay->talk_focus)
			onlook_draw_talk(&replay->onlook, replay->past, view, area, true);
		else
			onlook_draw_notes(&replay->onlook, replay->past, view, area, true);
		return;
	}
	struct rect right = rect_cut_right(&area, area.cols * 45 / 100);
	onlook_draw_notes(&replay->onlook, replay->past, view, area, !replay->talk_focus && !replay->noting);
	onlook_draw_talk(&replay->onlook, replay->past, view, right, replay->talk_focus && !replay->noting);
}

static bool typing(const void *state)
{
	return ((const struct replay *)state)->noting;
}

/* --- bindings --- */

static bool reviews(const void *state, const struct world *world)
{
	return !typing(state) && !world->watching && seat_interviews(world->seat);
}

static bool is_free(const void *state, const struct world *world)
{
	(void)world;
	return !typing(state);
}

static bool is_noting(const void *state, const struct world *world)
{
	(void)world;
	return typing(state);
}

static void run_or_stop(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct replay *replay = state;
	move(replay, world);
	if (!replay->runs && replay->at_ms >= end_of(world->session))
		go_to(replay, world, world->session->started_ms);
	replay->runs = !replay->runs;
	replay->moved_ms = world->now_ms;
}

static void faster(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct replay *replay = state;
	move(replay, world);
	replay->speed += replay->speed + 1 < ARRAY_SIZE(speeds);
}

static void slower(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct replay *replay = state;
	move(replay, world);
	replay->speed -= replay->speed > 0;
}

static void forward(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	go_to(state, world, ((struct replay *)state)->at_ms + JUMP_MS);
}

static void back(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	go_to(state, world, ((struct replay *)state)->at_ms - JUMP_MS);
}

/* To where the next phase was entered, or the one before. */
static void go_to_phase(struct replay *replay, const struct world *world, int by)
{
	const struct session *session = world->session;
	int64_t found = by > 0 ? end_of(session) : session->started_ms;
	for (size_t i = 0; i < session->event_count; i++) {
		const struct event *event = session->events[i];
		if (event->kind != EVENT_PHASE_ENTERED)
			continue;
		if (by > 0 && event->at_ms > replay->at_ms && event->at_ms < found)
			found = event->at_ms;
		if (by < 0 && event->at_ms < replay->at_ms - 2000 && event->at_ms > found)
			found = event->at_ms;
	}
	go_to(replay, world, found);
}

static void next_phase(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	go_to_phase(state, world, 1);
}

static void previous_phase(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	go_to_phase(state, world, -1);
}

static void beginning(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	go_to(state, world, world->session->started_ms);
}

static void ending(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	go_to(state, world, end_of(world->session));
}

static void other_notes(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct replay *replay = state;
	onlook_other_notes(&replay->onlook, replay->past, world->seat);
}

static void focus_next(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct replay *replay = state;
	replay->talk_focus = !replay->talk_focus;
}

static void note(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct replay *replay = state;
	move(replay, world);
	replay->runs = false;
	replay->noting = true;
}

static void stop_noting(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct replay *)state)->noting = false;
}

static void mark(void *state, const struct world *world, struct intents *out, enum mark_category category)
{
	struct replay *replay = state;
	(void)world;
	script_mark(replay->past, replay->at_ms, category, "", out);
	intent_message(out, "%s: marked.", mark_title(category));
}

static void good(void *state, const struct world *world, struct intents *out) { mark(state, world, out, MARK_GOOD); }
static void come_back(void *state, const struct world *world, struct intents *out) { mark(state, world, out, MARK_BACK); }

static const struct binding bindings[] = {
	{ .keys = "Space", .name = "Run, stop", .help = "Let it run, or stop it", .footer = 1, .run = run_or_stop, .when = is_free },
	{ .keys = "+ =", .name = "Faster", .help = "Up to 64 times as fast", .footer = 2, .run = faster, .when = is_free },
	{ .keys = "-", .name = "Slower", .help = "Down to the speed that it had", .footer = 3, .run = slower, .when = is_free },
	{ .keys = "Right", .name = "15 s on", .help = "Fifteen seconds on", .footer = 4, .run = forward, .when = is_free },
	{ .keys = "Left", .name = "15 s back", .help = "Fifteen seconds back", .run = back, .when = is_free },
	{ .keys = "]", .name = "Next phase", .help = "To where the next phase began", .footer = 5, .run = next_phase, .when = is_free },
	{ .keys = "[", .name = "Previous phase", .help = "To where this phase began, or the one before", .run = previous_phase,
	  .when = is_free },
	{ .keys = "Home", .name = "Beginning", .help = "To the beginning", .run = beginning, .when = is_free },
	{ .keys = "End", .name = "End", .help = "To the end", .run = ending, .when = is_free },
	{ .keys = "n", .name = "Note", .help = "A note with this moment; it stops while you type", .footer = 6, .run = note, .when = reviews },
	{ .keys = "g", .name = "Good moment", .help = "Mark a good moment", .footer = 7, .run = good, .when = reviews },
	{ .keys = "b", .name = "Come back", .help = "Mark something to come back to", .run = come_back, .when = reviews },
	{ .keys = "v", .name = "Other notes", .help = "Another phase's notes, or the worksheet", .run = other_notes, .when = is_free },
	{ .keys = "Tab", .name = "Focus", .help = "To the conversation or the notes, for scrolling", .run = focus_next, .when = is_free },
	{ .keys = "Esc", .name = "No note", .help = "Leave it", .footer = 1, .run = stop_noting, .when = is_noting },
	{ .keys = "Esc q", .name = "Debrief", .help = "To the debrief: scores and reference", .footer = 8,
	  .run = screen_go_back, .when = is_free },
};

const struct screen_class screen_replay = {
	.name = "replay", .title = "Replay",
	.about = "The interview as it went, at up to 64 times the speed; pauses are skipped. Space stops and goes on, [ and ] go from phase "
	         "to phase. Of a friend's interview, notes and marks go to them with your scores.",
	.state_size = sizeof(struct replay),
	.open = open_replay, .key = key_replay, .draw = draw_replay, .close = close_replay, .typing = typing,
	.wake_ms = wake_replay, .tick = tick_replay,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
