#include "screens/interview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "session/rubric.h"

/* A quiet word at the start of each section's notes, gone with the first letter. */
static const char *const placeholders[SECTION_COUNT] = {
	[SECTION_REQUIREMENTS] = "Think aloud, as if somebody sat across. What must it do, for how many, how fast, how reliably? "
	                         "Ask the interviewer (Tab), and write down what you settle on.",
	[SECTION_ARCHITECTURE] = "Boxes first: client -> lb -> api -> ... Say what each is for while you draw it.",
	[SECTION_DATA] = "Tables or documents, keys, how they are read, how they are split.",
	[SECTION_INTERFACE] = "Requests, responses, errors. Covered it in the architecture? Then go on.",
	[SECTION_OPTIMIZATION] = "Where does it break first, at which number? Answer the interviewer's questions here.",
};

struct editor *interview_notes(const struct interview *interview, const struct world *world)
{
	return interview->notes[world->session->phase];
}

const struct checklist_item *interview_check(const struct world *world, size_t index)
{
	const struct phase *phase = session_phase(world->session);
	for (size_t i = 0; phase && i < checklist_count(); i++) {
		const struct checklist_item *item = checklist_item(i);
		if (phase_covers(phase, item->section) && !index--)
			return item;
	}
	return NULL;
}

static void load_notes(struct interview *interview, const struct world *world)
{
	const struct session *session = world->session;
	for (size_t i = 0; i < session->preset.count; i++) {
		char stream[STREAM_SIZE];
		size_t len;
		session_notes_stream(session, i, stream);
		const char *text = session_text_for(session, stream, world->self, &len);
		editor_set_text(interview->notes[i], text, len);
	}
}

static void open_interview(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct interview *interview = state;
	const struct session *session = world->session;
	clipboard_init(&interview->clipboard);
	for (size_t i = 0; i < session->preset.count; i++) {
		interview->notes[i] = editor_new(&(struct editor_options){
			.clipboard = &interview->clipboard, .read_only = world->watching });
		for (int section = 0; section < SECTION_COUNT; section++)
			if (phase_covers(&session->preset.phases[i], (enum section)section)) {
				editor_set_placeholder(interview->notes[i], placeholders[section]);
				break;
			}
	}
	load_notes(interview, world);
	input_init(&interview->question, &interview->clipboard);
	input_init(&interview->search, &interview->clipboard);
	const char *draft = session_text_for(session, STREAM_QUESTION_DRAFT, world->self, NULL);
	editor_set_text(interview->question.editor, draft, strlen(draft));
	mdview_init(&interview->talk, world->settings->ascii);
	list_init(&interview->checks);
	dialogue_init(&interview->dialogue, world->problem);
	interview->side = FOCUS_TALK;
	interview->pace = pacing_phase(session, world->now_ms);
	interview->pace_phase = session->phase;
	if (world->watching)
		interview->focus = FOCUS_TALK;
}

static void close_interview(void *state)
{
	struct interview *interview = state;
	for (size_t i = 0; i < PHASES_MAX; i++)
		editor_free(interview->notes[i]);
	dialogue_release(&interview->dialogue);
	input_release(&interview->question);
	input_release(&interview->search);
	mdview_release(&interview->talk);
	clipboard_release(&interview->clipboard);
}

static bool is_paused(const struct world *world)
{
	return world->session->stage == STAGE_PAUSED;
}

static void toggle_check(struct interview *interview, const struct world *world, struct intents *out)
{
	const struct checklist_item *item = interview_check(world, interview->checks.selected);
	if (!item || world->watching)
		return;
	bool ticked = !session_item_ticked(world->session, item->id);
	intent_event(out, EVENT_ITEM_TICKED)->item_ticked = (struct item_ticked){ .item = item->id, .ticked = ticked };
}

static void key_search(struct interview *interview, const struct world *world, const struct key *key)
{
	struct editor *notes = interview_notes(interview, world);
	if (key_is(key, "Enter") || key_is(key, "Down")) {
		editor_search_next(notes);
	} else if (key_is(key, "Up")) {
		editor_search_previous(notes);
	} else if (input_key(&interview->search, key)) {
		size_t len;
		const char *needle = input_text(&interview->search, &len);
		editor_search(notes, needle, len);
	}
}

static void set_focus(struct interview *interview, enum focus focus)
{
	interview->focus = focus;
	if (focus != FOCUS_NOTES)
		interview->side = focus;
}

static void focus_clicked(struct interview *interview, const struct key *key)
{
	for (int i = 0; i < FOCUS_COUNT; i++)
		if (rect_contains(&interview->panes[i], key->y, key->x))
			set_focus(interview, (enum focus)i);
}

static void key_interview(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	struct interview *interview = state;
	if (is_paused(world) && !world->watching) {
		intent_message(out, "%s", world->seat == SEAT_SOLO ? "The clock stands. Enter or F4 goes on."
		               : "The clock stands; your interviewer lets it run.");
		return;
	}
	if (interview->searching) {
		key_search(interview, world, key);
		return;
	}
	if (key->kind == K_CLICK)
		focus_clicked(interview, key);
	switch (interview->focus) {
	case FOCUS_NOTES:
		editor_key(interview_notes(interview, world), key);
		break;
	case FOCUS_TALK:
		if (key_is(key, "Enter") && !world->watching)
			talk_ask(interview, world, out);
		else if (world->watching || !input_key(&interview->question, key))
			mdview_key(&interview->talk, key);
		break;
	case FOCUS_CHECK:
		if (key_is(key, "Space") || key_is(key, "Enter") || key_is(key, "x"))
			toggle_check(interview, world, out);
		else
			list_key(&interview->checks, key);
		break;
	case FOCUS_COUNT:
		break;
	}
}

static bool typing(const void *state)
{
	const struct interview *interview = state;
	return interview->searching || interview->focus != FOCUS_CHECK;
}

static void flush(void *state, const struct world *world, struct intents *out)
{
	struct interview *interview = state;
	if (!world->session || world->watching)
		return;
	for (size_t i = 0; i < world->session->preset.count; i++) {
		char stream[STREAM_SIZE];
		session_notes_stream(world->session, i, stream);
		intent_flush(out, stream, interview->notes[i]);
	}
	intent_flush(out, STREAM_QUESTION_DRAFT, interview->question.editor);
}

static int wake_interview(const void *state, const struct world *world)
{
	(void)state;
	return pacing_next_tick_ms(world->session, world->now_ms);
}

static void tick_interview(void *state, const struct world *world, struct intents *out)
{
	struct interview *interview = state;
	enum pace pace = pacing_phase(world->session, world->now_ms);
	if (interview->pace_phase == world->session->phase && pace > interview->pace && pace >= PACE_LATE)
		intent_simple(out, INTENT_BELL, NULL);
	interview->pace = pace;
	interview->pace_phase = world->session->phase;
	talk_prepare(interview, world);
	talk_tick(interview, world, out);
}

/* Somebody else writes this interview: show what they wrote. */
static void synced(void *state, const struct world *world)
{
	if (world->watching)
		load_notes(state, world);
}

static void edited(void *state, const struct world *world, const char *text, size_t len, struct intents *out)
{
	(void)out;
	editor_replace_all(interview_notes(state, world), text, len);
}

/* Below the line of the cursor, so that it neither splits a line nor takes the place of what is selected. */
static void insert(void *state, const struct world *world, const char *text)
{
	struct editor *notes = interview_notes(state, world);
	struct strbuf lines = STRBUF_INIT;
	size_t len, at = editor_cursor(notes);
	const char *all = editor_text(notes, &len);
	while (at < len && all[at] != '\n')
		at++;
	if (at && all[at - 1] != '\n')
		strbuf_addc(&lines, '\n');
	strbuf_adds(&lines, text);
	editor_set_cursor(notes, at);
	editor_insert(notes, lines.text, lines.len);
	strbuf_release(&lines);
}

static void estimate(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_estimate, NULL, 0);
}

/* --- bindings --- */

static bool may_write(const void *state, const struct world *world)
{
	(void)state;
	return !world->watching;
}

static bool may_work(const void *state, const struct world *world)
{
	return may_write(state, world) && !is_paused(world);
}

/* Alone: in a room the clock, the phases and the hints are the interviewer's. */
static bool keeps_clock(const void *state, const struct world *world)
{
	return may_write(state, world) && world->seat == SEAT_SOLO;
}

static bool paces(const void *state, const struct world *world)
{
	return may_work(state, world) && world->seat == SEAT_SOLO;
}

static bool is_interviewed(const void *state, const struct world *world)
{
	return may_work(state, world) && world->seat == SEAT_CANDIDATE;
}

/* To be looked at: also by who watches, but not while the clock stands. */
static bool may_look(const void *state, const struct world *world)
{
	(void)state;
	return world->watching || !is_paused(world);
}

static bool has_focus(const void *state, const struct world *world, enum focus focus)
{
	return may_look(state, world) && ((const struct interview *)state)->focus == focus;
}

static bool at_notes(const void *state, const struct world *world) { return has_focus(state, world, FOCUS_NOTES); }
static bool at_talk(const void *state, const struct world *world) { return has_focus(state, world, FOCUS_TALK); }
static bool at_checklist(const void *state, const struct world *world) { return has_focus(state, world, FOCUS_CHECK); }

static bool stands(const void *state, const struct world *world)
{
	return keeps_clock(state, world) && is_paused(world);
}

static bool probes_come(const void *state, const struct world *world)
{
	return paces(state, world) && session_phase(world->session) && session_phase(world->session)->probes;
}

static bool is_searching(const void *state, const struct world *world)
{
	(void)world;
	return ((const struct interview *)state)->searching;
}

static void stop_search(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct interview *interview = state;
	interview->searching = false;
	editor_search_end(interview_notes(interview, world));
}

static void move_focus(struct interview *interview, int by)
{
	set_focus(interview, (enum focus)((interview->focus + (size_t)(by + FOCUS_COUNT)) % FOCUS_COUNT));
}

static void focus_next(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	move_focus(state, 1);
}

static void focus_previous(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	move_focus(state, -1);
}

static void enter_phase(const struct world *world, struct intents *out, size_t phase)
{
	if (phase >= world->session->preset.count)
		intent_message(out, "This is the last phase. F10 ends the interview and opens the debrief.");
	else if (phase != world->session->phase)
		intent_event(out, EVENT_PHASE_ENTERED)->phase_entered.phase = (int64_t)phase;
}

static void next_phase(void *state, const struct world *world, struct intents *out)
{
	struct interview *interview = state;
	stop_search(interview, world, out);
	enter_phase(world, out, world->session->phase + 1);
}

static void previous_phase(void *state, const struct world *world, struct intents *out)
{
	struct interview *interview = state;
	stop_search(interview, world, out);
	if (world->session->phase)
		enter_phase(world, out, world->session->phase - 1);
	else
		intent_message(out, "This is the first phase.");
}

static void hint(void *state, const struct world *world, struct intents *out)
{
	struct interview *interview = state;
	interview->side = FOCUS_TALK;
	talk_hint(interview, world, out);
}

/* In a room a hint is asked for like anything else. */
static void ask_for_hint(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_event(out, EVENT_QUESTION_ASKED)->question_asked.text = intent_text(out, DIALOGUE_HINT_REQUEST);
}

static void probe(void *state, const struct world *world, struct intents *out)
{
	struct interview *interview = state;
	interview->side = FOCUS_TALK;
	talk_probe(interview, world, out);
}

static void checklist(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct interview *interview = state;
	bool there = interview->focus == FOCUS_CHECK;
	interview->focus = there ? FOCUS_NOTES : FOCUS_CHECK;
	interview->side = there ? FOCUS_TALK : FOCUS_CHECK;
}

static void pause_clock(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_event(out, EVENT_SESSION_PAUSED)->session_paused.reason = "asked";
}

static void go_on(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_event(out, EVENT_SESSION_RESUMED);
}

static void show_prompt(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	struct reader_argument argument = { .title = "The prompt" };
	argument.markdown = intent_text(out, talk_prompt(world));
	intent_push(out, &screen_reader, &argument, sizeof argument);
}

static void zoom(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct interview *interview = state;
	interview->zoomed = !interview->zoomed;
}

static void search(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct interview *interview = state;
	interview->focus = FOCUS_NOTES;
	interview->searching = true;
	input_clear(&interview->search);
}

static void external_editor(void *state, const struct world *world, struct intents *out)
{
	size_t len;
	const char *text = editor_text(interview_notes(state, world), &len);
	intent_editor(out, text, len);
}

static void saved(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	if (*world->trouble)
		intent_message(out, "%s", world->trouble);
	else
		intent_message(out, "Everything is saved as you type.");
}

static void escape(void *state, const struct world *world, struct intents *out)
{
	struct interview *interview = state;
	if (world->watching)
		screen_go_home(state, world, out);
	else if (interview->focus == FOCUS_NOTES)
		intent_message(out, "%s", world->seat == SEAT_SOLO
		               ? "F9 leaves for the library and stops the clock; F10 ends the interview. Nothing is lost."
		               : "F9 leaves for the library; the clock is your interviewer's. Nothing is lost.");
	interview->focus = FOCUS_NOTES;
}

static void end_now(void *state, const struct world *world, struct intents *out)
{
	flush(state, world, out);
	intent_event(out, EVENT_SESSION_ENDED)->session_ended.reason = "done";
	intent_replace(out, &screen_debrief, NULL, 0);
}

static const struct binding end_binding = { .keys = "", .name = "End", .help = "", .run = end_now };

static void end(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	int64_t left = session_remaining_ms(world->session, world->now_ms) / 60000;
	struct confirm_argument argument = { .title = "End the interview?", .yes = "end it", .binding = &end_binding };
	if (left > 0)
		snprintf(argument.text, sizeof argument.text,
		         "There are **%d minutes** left. The clock stops for good and the debrief opens; your notes stay.", (int)left);
	else
		snprintf(argument.text, sizeof argument.text, "The clock stops for good and the debrief opens; your notes stay.");
	intent_push(out, &screen_confirm, &argument, sizeof argument);
}

#define GO_TO_PHASE(n) \
	static void phase_##n(void *state, const struct world *world, struct intents *out) \
	{ \
		stop_search(state, world, out); \
		enter_phase(world, out, n - 1); \
	}
GO_TO_PHASE(1)
GO_TO_PHASE(2)
GO_TO_PHASE(3)
GO_TO_PHASE(4)
GO_TO_PHASE(5)
#undef GO_TO_PHASE

static const struct binding bindings[] = {
	{ .keys = "Enter F4", .name = "Go on", .help = "Let the clock run again", .footer = 1, .run = go_on, .when = stands },
	{ .keys = "Esc", .name = "End search", .help = "Back to the notes", .footer = 1, .run = stop_search, .when = is_searching },
	{ .keys = "Tab", .name = "Ask", .help = "To the conversation, where Enter asks the interviewer", .footer = 1, .run = focus_next,
	  .when = at_notes },
	{ .keys = "Tab", .name = "Checklist", .help = "On to the checklist", .footer = 1, .run = focus_next, .when = at_talk },
	{ .keys = "Tab", .name = "Notes", .help = "Back to the notes", .footer = 1, .run = focus_next, .when = at_checklist },
	{ .keys = "Shift-Tab", .name = "Focus back", .help = "The same the other way round", .run = focus_previous, .when = may_look },
	{ .keys = "Ctrl-N", .name = "Next phase", .help = "Go on to the next phase", .footer = 2, .run = next_phase, .when = paces },
	{ .keys = "F2 Ctrl-T", .name = "Hint", .help = "Take a hint: three steps for each part, counted in the debrief", .footer = 3,
	  .run = hint, .when = paces },
	{ .keys = "F2 Ctrl-T", .name = "Hint", .help = "Ask the interviewer for a hint", .footer = 3, .run = ask_for_hint,
	  .when = is_interviewed },
	{ .keys = "F3", .name = "Checklist", .help = "What a good candidate covers in this phase; Space ticks", .footer = 4,
	  .run = checklist, .when = may_look },
	{ .keys = "F4", .name = "Pause", .help = "Stop the clock; the debrief counts pauses", .footer = 5, .run = pause_clock,
	  .when = paces },
	{ .keys = "F10", .name = "End", .help = "End the interview and open the debrief", .footer = 6, .run = end, .when = keeps_clock },
	{ .keys = "F9", .name = "Leave", .help = "To the library; alone the clock stops. Go on whenever you like", .footer = 9,
	  .run = screen_go_home },
	{ .keys = "F12", .name = "Hand over", .help = "Draw the curtain and give the keyboard to the interviewer", .footer = 2,
	  .run = screen_hand_over, .when = screen_both_here },
	{ .keys = "F7", .name = "Next question", .help = "Let the interviewer ask the next question now", .footer = 8, .run = probe,
	  .when = probes_come },
	{ .keys = "Alt-P", .name = "Previous phase", .help = "Go back to the phase before; the debrief counts returns",
	  .run = previous_phase, .when = paces },
	{ .keys = "F8", .name = "Estimate", .help = "The worksheet: arithmetic with units, one for all phases", .footer = 7, .run = estimate },
	{ .keys = "F5", .name = "Prompt", .help = "Read the prompt again", .run = show_prompt },
	{ .keys = "F6", .name = "Enlarge", .help = "Show only the pane with the focus, or all again", .run = zoom,
	  .when = may_look },
	{ .keys = "Ctrl-F", .name = "Search notes", .help = "Find words in the notes; Enter and arrows go from one to the next",
	  .run = search, .when = may_look },
	{ .keys = "Ctrl-G", .name = "Editor", .help = "Write these notes in your own editor ($EDITOR)", .run = external_editor,
	  .when = may_work },
	{ .keys = "Ctrl-S", .name = "Saved?", .help = "Everything is saved as you type; this only says so", .run = saved },
	{ .keys = "Alt-1", .name = "Phase 1", .help = "Go to the first phase", .run = phase_1, .when = paces },
	{ .keys = "Alt-2", .name = "Phase 2", .help = "Go to the second phase", .run = phase_2, .when = paces },
	{ .keys = "Alt-3", .name = "Phase 3", .help = "Go to the third phase", .run = phase_3, .when = paces },
	{ .keys = "Alt-4", .name = "Phase 4", .help = "Go to the fourth phase", .run = phase_4, .when = paces },
	{ .keys = "Alt-5", .name = "Phase 5", .help = "Go to the fifth phase", .run = phase_5, .when = paces },
	{ .keys = "Esc", .name = "To the notes", .help = "The focus goes to the notes", .run = escape },
};

const struct screen_class screen_interview = {
	.name = "interview", .title = "Interview",
	.about = "Write your notes on the left; Tab goes to the conversation, where Enter asks the interviewer. "
	         "The clock never cuts you off. Everything is saved as you type.",
	.state_size = sizeof(struct interview),
	.open = open_interview, .key = key_interview, .draw = interview_draw, .redraw = interview_redraw, .close = close_interview,
	.typing = typing,
	.flush = flush, .wake_ms = wake_interview, .tick = tick_interview, .synced = synced, .edited = edited, .insert = insert,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
