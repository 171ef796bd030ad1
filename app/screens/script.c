#include "screens/script.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"

static void follow_question(struct script *script, const struct world *world)
{
	const struct turn *question = script_open_question(world);
	if (!question || !script->dialogue.interviewer) {
		script->suggested_turns = 0;
		return;
	}
	if (script->suggested_turns == world->session->turn_count)
		return;
	interviewer_ask(script->dialogue.interviewer, world->session, question->text, &script->suggestion);
	script->suggested_turns = world->session->turn_count;
	const struct reply *reply = &script->suggestion;
	const struct fact *fact = reply->fact_count ? reply->facts[0].fact : reply->meant;
	if (fact && script->page == PAGE_FACTS)
		list_select(&script->lists[PAGE_FACTS], (size_t)(fact - world->problem->facts));
}

void script_follow(struct script *script, const struct world *world)
{
	onlook_follow(&script->onlook, world->session, world->seat);
	follow_question(script, world);
}

static void load_draft(struct input *input, struct clipboard *clipboard, const struct world *world, const char *stream)
{
	const struct document *draft = session_document_by(world->session, stream, world->self);
	input_init(input, clipboard);
	if (draft)
		editor_set_text(input->editor, draft->text.text, draft->text.len);
}

static void open_script(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct script *script = state;
	clipboard_init(&script->clipboard);
	onlook_open(&script->onlook, &script->clipboard, world->settings->ascii);
	mdview_init(&script->detail, world->settings->ascii);
	load_draft(&script->note, &script->clipboard, world, STREAM_NOTE_DRAFT);
	load_draft(&script->answer, &script->clipboard, world, STREAM_ANSWER_DRAFT);
	input_init(&script->broker, &script->clipboard);
	input_set(&script->broker, world->settings->broker);
	for (int i = 0; i < SCRIPT_PAGES; i++)
		list_init(&script->lists[i]);
	dialogue_init(&script->dialogue, world->problem);
	script->suggestion = (struct reply)REPLY_INIT;
	script_follow(script, world);
}

static void close_script(void *state)
{
	struct script *script = state;
	onlook_close(&script->onlook);
	mdview_release(&script->detail);
	input_release(&script->note);
	input_release(&script->answer);
	input_release(&script->broker);
	reply_release(&script->suggestion);
	dialogue_release(&script->dialogue);
	clipboard_release(&script->clipboard);
}

struct input *script_input(struct script *script)
{
	return script->typing == TYPING_ANSWER ? &script->answer : script->typing == TYPING_BROKER ? &script->broker : &script->note;
}

static void end_typing(void *state, const struct world *world, struct intents *out)
{
	struct script *script = state;
	struct editor *line = script_input(script)->editor;
	const char *text = editor_text(line, NULL);
	if (script->typing == TYPING_BROKER) {
		if (!settings_is_broker(text)) {
			intent_message(out, "A broker is written mqtts://HOST or mqtt://HOST:PORT; empty: only this machine.");
			return;
		}
		intent_remember(out, STATE_BROKER, text);
		intent_message(out, "%s", *text ? "The room can be joined through that broker from now on." : "The room is on this machine only.");
		script->typing = TYPING_NOTHING;
		return;
	}
	if (*text && script->typing == TYPING_NOTE)
		script_mark(world->session, world->now_ms, script->category, text, out);
	else if (*text)
		intent_event(out, EVENT_ANSWER_GIVEN)->answer_given = (struct answer_given){
			.decided_by = "interviewer", .text = intent_text(out, text) };
	editor_replace_all(line, "", 0);
	script->typing = TYPING_NOTHING;
}

static void next_category(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct script *script = state;
	script->category = (enum mark_category)((script->category + 1) % MARK_WORDS);
}

static void key_script(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	struct script *script = state;
	if (script->typing != TYPING_NOTHING) {
		input_key(script_input(script), key);
		return;
	}
	if (key->kind == K_CLICK)
		for (int i = 0; i < SCRIPT_FOCUS_COUNT; i++)
			if (rect_contains(&script->panes[i], key->y, key->x))
				script->focus = (enum script_focus)i;
	if (script->focus == SCRIPT_NOTES)
		editor_key(script->onlook.notes, key);
	else if (script->focus == SCRIPT_TALK)
		mdview_key(&script->onlook.talk, key);
	else if (script->page == PAGE_REFERENCE)
		mdview_key(&script->detail, key);
	else
		list_key(&script->lists[script->page], key);
}

static bool typing(const void *state)
{
	return ((const struct script *)state)->typing != TYPING_NOTHING;
}

static void flush(void *state, const struct world *world, struct intents *out)
{
	struct script *script = state;
	if (!world->session || world->watching)
		return;
	intent_flush(out, STREAM_NOTE_DRAFT, script->note.editor);
	intent_flush(out, STREAM_ANSWER_DRAFT, script->answer.editor);
}

static int wake_script(const void *state, const struct world *world)
{
	(void)state;
	return pacing_next_tick_ms(world->session, world->now_ms);
}

static void tick_script(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct script *script = state;
	if (script->dialogue.problem != world->problem) {
		dialogue_release(&script->dialogue);
		dialogue_init(&script->dialogue, world->problem);
	}
	script_follow(script, world);
}

static void synced(void *state, const struct world *world)
{
	script_follow(state, world);
}

/* --- bindings --- */

static bool interviews(const void *state, const struct world *world)
{
	(void)state;
	return !world->watching && seat_interviews(world->seat);
}

static bool is_not_typing(const void *state, const struct world *world)
{
	return interviews(state, world) && !typing(state);
}

static bool is_typing(const void *state, const struct world *world)
{
	return interviews(state, world) && typing(state);
}

static bool keeps_clock(const struct world *world)
{
	return !world->watching && world->seat == SEAT_INTERVIEWER;
}

static bool stands(const void *state, const struct world *world)
{
	return !typing(state) && keeps_clock(world) && world->session->stage == STAGE_PAUSED;
}

static bool runs(const void *state, const struct world *world)
{
	(void)state;
	return keeps_clock(world) && world->session->stage == STAGE_RUNNING;
}

static bool is_noting(const void *state, const struct world *world)
{
	return is_typing(state, world) && ((const struct script *)state)->typing == TYPING_NOTE;
}

static bool is_naming_broker(const void *state, const struct world *world)
{
	(void)world;
	return ((const struct script *)state)->typing == TYPING_BROKER;
}

static bool is_answering(const void *state, const struct world *world)
{
	return is_typing(state, world) && ((const struct script *)state)->typing == TYPING_ANSWER;
}

static bool at_page(const void *state, const struct world *world, enum script_page page)
{
	const struct script *script = state;
	return is_not_typing(state, world) && !stands(state, world) && script->focus == SCRIPT_LIST && script->page == page;
}

static bool at_facts(const void *state, const struct world *world) { return at_page(state, world, PAGE_FACTS); }
static bool at_hints(const void *state, const struct world *world) { return at_page(state, world, PAGE_HINTS); }
static bool at_probes(const void *state, const struct world *world) { return at_page(state, world, PAGE_PROBES); }
static bool at_points(const void *state, const struct world *world) { return at_page(state, world, PAGE_POINTS); }
static bool at_warnings(const void *state, const struct world *world) { return at_page(state, world, PAGE_WARNINGS); }

static bool at_curveballs(const void *state, const struct world *world)
{
	return at_page(state, world, PAGE_CURVEBALLS) && world->seat == SEAT_INTERVIEWER;
}

static bool is_asked(const void *state, const struct world *world)
{
	return is_not_typing(state, world) && ((const struct script *)state)->suggested_turns;
}

static bool somebody_waits(const void *state, const struct world *world)
{
	return !typing(state) && keeps_clock(world) && world->room.lobby_count;
}

/* A slip must not let the clock run while nobody is there; who has no terminal may be interviewed all the same. */
static void go_on(void *state, const struct world *world, struct intents *out)
{
	struct script *script = state;
	bool alone = !session_candidate(world->session);
	if (alone && !script->starts_alone)
		intent_message(out, "Nobody is here yet. Enter again: the clock starts all the same.");
	else
		intent_event(out, EVENT_SESSION_RESUMED);
	script->starts_alone = alone;
}

static void pause_clock(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_event(out, EVENT_SESSION_PAUSED)->session_paused.reason = "asked";
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
	((struct script *)state)->onlook.follows = true;
	enter_phase(world, out, world->session->phase + 1);
}

static void previous_phase(void *state, const struct world *world, struct intents *out)
{
	((struct script *)state)->onlook.follows = true;
	if (world->session->phase)
		enter_phase(world, out, world->session->phase - 1);
	else
		intent_message(out, "This is the first phase.");
}

static void act(void *state, const struct world *world, struct intents *out)
{
	script_do(state, world, out);
}

static void go_to_page(struct script *script, int page)
{
	script->page = (enum script_page)((page + SCRIPT_PAGES) % SCRIPT_PAGES);
	script->focus = SCRIPT_LIST;
	script->shown = NULL;
}

static void next_page(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	go_to_page(state, (int)((struct script *)state)->page + 1);
}

static void previous_page(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	go_to_page(state, (int)((struct script *)state)->page - 1);
}

#define GO_TO_PAGE(n) \
	static void page_##n(void *state, const struct world *world, struct intents *out) \
	{ \
		(void)world, (void)out; \
		go_to_page(state, n - 1); \
	}
GO_TO_PAGE(1)
GO_TO_PAGE(2)
GO_TO_PAGE(3)
GO_TO_PAGE(4)
GO_TO_PAGE(5)
GO_TO_PAGE(6)
GO_TO_PAGE(7)
GO_TO_PAGE(8)
GO_TO_PAGE(9)
#undef GO_TO_PAGE

static void say(void *context, const struct event *said)
{
	intent_say(context, said);
}

static void answer_as_suggested(void *state, const struct world *world, struct intents *out)
{
	struct script *script = state;
	const struct turn *question = script_open_question(world);
	if (!question)
		return;
	if (strcmp(question->text, DIALOGUE_HINT_REQUEST))
		dialogue_answer(&script->dialogue, world->session, question->text, say, out);
	else if (!dialogue_hint(&script->dialogue, world->session, say, out))
		intent_message(out, "All hints of this phase are given. a: your own words.");
}

static void yours_to_decide(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	if (!script_open_question(world))
		return;
	intent_event(out, EVENT_ANSWER_GIVEN)->answer_given = (struct answer_given){
		.decided_by = decided_by_name(DECIDED_CANDIDATE),
		.text = "That is yours to decide. State an assumption, and go on." };
}

static void type_answer(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct script *)state)->typing = TYPING_ANSWER;
}

static void type_note(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct script *script = state;
	script->typing = TYPING_NOTE;
	/* The category that the phase suggests. */
	if (phase_covers(session_phase(world->session), SECTION_REQUIREMENTS))
		script->category = MARK_REQUIREMENTS;
	else if (script->category == MARK_REQUIREMENTS)
		script->category = MARK_ARCHITECTURE;
}

/* Before the clock runs: where somebody at another machine finds this room. */
static bool may_set_broker(const void *state, const struct world *world)
{
	return stands(state, world) && *world->room.code && !session_spent_ms(world->session, world->now_ms);
}

static void type_broker(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct script *)state)->typing = TYPING_BROKER;
}

static void stop_typing(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct script *)state)->typing = TYPING_NOTHING;
}

static void mark_good(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	script_mark(world->session, world->now_ms, MARK_GOOD, "", out);
	intent_message(out, "Good moment: marked with its time.");
}

static void mark_back(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	script_mark(world->session, world->now_ms, MARK_BACK, "", out);
	intent_message(out, "Come back to this: marked with its time.");
}

static void weak(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	script_follow_up(world, PROBE_WEAK, out);
}

static void fair(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	script_follow_up(world, PROBE_FAIR, out);
}

static void strong(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	script_follow_up(world, PROBE_STRONG, out);
}

static void offer_hint(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	intent_event(out, EVENT_HINT_OFFERED)->hint_offered.phase = (int64_t)world->session->phase;
}

static void focus_next(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct script *script = state;
	script->focus = (enum script_focus)((script->focus + 1) % SCRIPT_FOCUS_COUNT);
}

/* Through the phases' notes and the worksheet; once around it follows the phase that is on again. */
static void other_notes(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct script *script = state;
	onlook_other_notes(&script->onlook, world->session, world->seat);
}

static void zoom(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct script *script = state;
	script->zoomed = !script->zoomed;
}

static void admit(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	intent_simple(out, INTENT_ADMIT, intent_text(out, world->room.lobby[0].origin));
}

static void refuse(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	intent_simple(out, INTENT_REFUSE, intent_text(out, world->room.lobby[0].origin));
}

static bool at_list(const void *state, const struct world *world)
{
	const struct script *script = state;
	return is_not_typing(state, world) && script->focus == SCRIPT_LIST;
}

static void scroll_detail(void *state, const char *name)
{
	struct key key;
	if (key_parse(name, &key))
		mdview_key(&((struct script *)state)->detail, &key);
}

static void detail_down(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	scroll_detail(state, "PgDn");
}

static void detail_up(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	scroll_detail(state, "PgUp");
}

static void members(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_members, NULL, 0);
}

static void escape(void *state, const struct world *world, struct intents *out)
{
	struct script *script = state;
	if (script->focus == SCRIPT_LIST)
		intent_message(out, "%s", keeps_clock(world)
		               ? "F9 leaves for the library and stops the clock; F10 ends the interview for everybody. Nothing is lost."
		               : "F9 leaves for the library; the clock is the interviewer's. Nothing is lost.");
	script->focus = SCRIPT_LIST;
}

static void end_now(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_event(out, EVENT_SESSION_ENDED)->session_ended.reason = "done";
	intent_replace(out, &screen_debrief, NULL, 0);
}

static const struct binding end_binding = { .keys = "", .name = "End", .help = "", .run = end_now };

static void end(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	struct confirm_argument argument = { .title = "End the interview?", .yes = "end it", .binding = &end_binding };
	snprintf(argument.text, sizeof argument.text,
	         "The clock stops for good, and the debrief opens for everybody, with fifteen minutes on its clock.");
	intent_push(out, &screen_confirm, &argument, sizeof argument);
}

static bool may_end(const void *state, const struct world *world)
{
	(void)state;
	return keeps_clock(world);
}

static const struct binding bindings[] = {
	{ .keys = "A", .name = "Admit", .help = "Let in who waits, after reading the fingerprint aloud", .footer = 1, .run = admit,
	  .when = somebody_waits },
	{ .keys = "R", .name = "Refuse", .help = "Turn away who waits", .footer = 2, .run = refuse, .when = somebody_waits },
	{ .keys = "Enter F4", .name = "Start the clock", .help = "Let the clock run, or run again", .footer = 3, .run = go_on, .when = stands },
	{ .keys = "Enter", .name = "Keep", .help = "Keep the note; nobody else sees it before the debrief", .footer = 1, .run = end_typing,
	  .when = is_noting },
	{ .keys = "Enter", .name = "Say", .help = "Say it to the candidate", .footer = 1, .run = end_typing, .when = is_answering },
	{ .keys = "Enter", .name = "Use it", .help = "The room can be joined through this broker", .footer = 1, .run = end_typing,
	  .when = is_naming_broker },
	{ .keys = "Tab", .name = "Category", .help = "Another of requirements, architecture, communication, trade-offs", .footer = 2,
	  .run = next_category, .when = is_noting },
	{ .keys = "Esc", .name = "Not now", .help = "Stop typing; what was typed stays in the line", .footer = 3, .run = stop_typing,
	  .when = is_typing },
	{ .keys = "B", .name = "Broker", .help = "Where somebody at another machine can join: mqtts://HOST; asked for once", .footer = 4,
	  .run = type_broker, .when = may_set_broker },
	{ .keys = "r", .name = "Answer", .help = "Answer the candidate's question as suggested", .footer = 4, .run = answer_as_suggested,
	  .when = is_asked },
	{ .keys = "y", .name = "Theirs", .help = "Say that it is the candidate's to decide", .footer = 8, .run = yours_to_decide,
	  .when = is_asked },
	{ .keys = "Enter Space", .name = "Tell", .help = "Tell this fact", .footer = 5, .run = act, .when = at_facts },
	{ .keys = "Enter Space", .name = "Give", .help = "Give this hint", .footer = 5, .run = act, .when = at_hints },
	{ .keys = "Enter Space", .name = "Ask", .help = "Ask this", .footer = 5, .run = act, .when = at_probes },
	{ .keys = "Enter Space", .name = "Throw", .help = "Change this in mid-interview", .footer = 5, .run = act, .when = at_curveballs },
	{ .keys = "Enter Space", .name = "Heard", .help = "Tick what you heard, or take the tick back", .footer = 5, .run = act, .when = at_points },
	{ .keys = "Enter Space", .name = "Mark", .help = "Mark that you saw this", .footer = 5, .run = act, .when = at_warnings },
	{ .keys = "]", .name = "Next page", .help = "The next page of the script", .footer = 6, .run = next_page, .when = is_not_typing },
	{ .keys = "[", .name = "Previous page", .help = "The page before", .run = previous_page, .when = is_not_typing },
	{ .keys = "n", .name = "Note", .help = "A private note with its time; Tab changes its category", .footer = 7, .run = type_note,
	  .when = is_not_typing },
	{ .keys = "Ctrl-N", .name = "Next phase", .help = "Go on to the next phase", .footer = 9, .run = next_phase, .when = runs },
	{ .keys = "Alt-P", .name = "Previous phase", .help = "Back to the phase before", .run = previous_phase, .when = runs },
	{ .keys = "g", .name = "Good moment", .help = "Mark a good moment, with its time", .footer = 11, .run = mark_good, .when = is_not_typing },
	{ .keys = "b", .name = "Come back", .help = "Mark something to come back to, with its time", .footer = 12, .run = mark_back,
	  .when = is_not_typing },
	{ .keys = "a", .name = "Type", .help = "Type an answer in your own words", .footer = 13, .run = type_answer, .when = is_not_typing },
	{ .keys = "w", .name = "Weak", .help = "Say what comes after a weak answer to the last probe", .run = weak, .when = is_not_typing },
	{ .keys = "f", .name = "Fair", .help = "Say what comes after a fair answer", .run = fair, .when = is_not_typing },
	{ .keys = "s", .name = "Strong", .help = "Say what comes after a strong answer", .run = strong, .when = is_not_typing },
	{ .keys = "o", .name = "Offer a hint", .help = "Offer a hint; the candidate may take it or not", .run = offer_hint,
	  .when = is_not_typing },
	{ .keys = "v", .name = "Other notes", .help = "Look at another phase's notes, or at the worksheet", .run = other_notes,
	  .when = is_not_typing },
	{ .keys = "Tab", .name = "Focus", .help = "To the notes and the conversation, for scrolling", .run = focus_next, .when = is_not_typing },
	{ .keys = "PgDn", .name = "Read on", .help = "Scroll what stands below the list", .run = detail_down, .when = at_list },
	{ .keys = "PgUp", .name = "Read back", .help = "The same upwards", .run = detail_up, .when = at_list },
	{ .keys = "F6", .name = "Enlarge", .help = "Show only the pane with the focus, or all again", .run = zoom },
	{ .keys = "F12", .name = "Hand over", .help = "Draw the curtain and give the keyboard to the candidate", .footer = 2,
	  .run = screen_hand_over, .when = screen_both_here },
	{ .keys = "F4", .name = "Pause", .help = "Stop the clock", .footer = 14, .run = pause_clock, .when = runs },
	{ .keys = "F10", .name = "End", .help = "End the interview and open the debrief for everybody", .footer = 10, .run = end,
	  .when = may_end },
	{ .keys = "F9", .name = "Leave", .help = "To the library; the clock stops, and the room can be opened again", .run = screen_go_home },
	{ .keys = "Esc", .name = "To the script", .help = "The focus goes to the script", .run = escape, .when = is_not_typing },
	{ .keys = "M", .name = "Who is here", .help = "Members of the room; remove somebody", .run = members, .when = is_not_typing },
	{ .keys = "1", .name = "Prompt", .help = "The prompt, to read out", .run = page_1, .when = is_not_typing },
	{ .keys = "2", .name = "Facts", .help = "What to tell when asked", .run = page_2, .when = is_not_typing },
	{ .keys = "3", .name = "Hints", .help = "The ladders of this phase", .run = page_3, .when = is_not_typing },
	{ .keys = "4", .name = "Probes", .help = "What to ask next", .run = page_4, .when = is_not_typing },
	{ .keys = "5", .name = "Curveballs", .help = "Changes in mid-interview", .run = page_5, .when = is_not_typing },
	{ .keys = "6", .name = "Key points", .help = "To tick as heard; the candidate does not see it", .run = page_6, .when = is_not_typing },
	{ .keys = "7", .name = "Reference", .help = "The reference of this phase", .run = page_7, .when = is_not_typing },
	{ .keys = "8", .name = "Warning signs", .help = "What weakens an answer here", .run = page_8, .when = is_not_typing },
	{ .keys = "9", .name = "My marks", .help = "What you noted", .run = page_9, .when = is_not_typing },
};

const struct screen_class screen_script = {
	.name = "script", .title = "Interviewer",
	.about = "On the left what the candidate types, and what was said; on the right the script, page by page. When the candidate "
	         "asks, the program suggests what answers it: r says so. Notes and ticks are yours alone until you release them.",
	.state_size = sizeof(struct script),
	.open = open_script, .key = key_script, .draw = script_draw, .close = close_script, .typing = typing,
	.flush = flush, .wake_ms = wake_script, .tick = tick_script, .synced = synced,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
