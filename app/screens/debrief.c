#include "screens/debrief.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "screens/conversation.h"

static const struct {
	const char *title;
	void (*draw)(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view);
} steps[STEP_COUNT] = {
	[STEP_OVERVIEW] = { "What happened", overview_draw },
	[STEP_COMPARE] = { "Notes and reference", compare_draw },
	[STEP_SCORES] = { "Scores", scores_draw },
	[STEP_REFLECT] = { "Reflection", reflect_draw },
};

static void forget_facts(struct debrief_screen *debrief)
{
	if (debrief->made)
		debrief_release(&debrief->facts);
	debrief->made = false;
}

/* Everything that is derived from problem and log; scores and ticks change parts of it. */
static void make_facts(struct debrief_screen *debrief, const struct world *world)
{
	forget_facts(debrief);
	if (debrief->problem != world->problem || !debrief->reviewer) {
		reviewer_free(debrief->reviewer);
		debrief->problem = world->problem;
		debrief->reviewer = world->problem ? reviewer_new(world->problem) : NULL;
	}
	if (!debrief->reviewer)
		return;
	debrief_make(&debrief->facts, debrief->reviewer, world->session);
	debrief->made = true;
	overview_make(debrief, world);
}

/* One's own: in a room everybody answers. */
static void load_answers(struct debrief_screen *debrief, const struct world *world)
{
	for (size_t i = 0; i < ANSWERS; i++) {
		char stream[STREAM_SIZE];
		answer_stream(i, stream);
		const struct document *answer = world->seat == SEAT_SOLO || world->watching ? session_document(world->session, stream)
		                                : session_document_by(world->session, stream, world->self);
		editor_set_text(debrief->answers[i], answer ? answer->text.text : "", answer ? answer->text.len : 0);
	}
}

static void open_debrief(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct debrief_screen *debrief = state;
	mdview_init(&debrief->overview, world->settings->ascii);
	mdview_init(&debrief->opened, world->settings->ascii);
	strbuf_init(&debrief->opened_text);
	mdview_init(&debrief->notes, world->settings->ascii);
	mdview_init(&debrief->reference, world->settings->ascii);
	clipboard_init(&debrief->clipboard);
	input_init(&debrief->evidence, &debrief->clipboard);
	list_init(&debrief->points);
	for (size_t i = 0; i < ANSWERS; i++)
		debrief->answers[i] = editor_new(&(struct editor_options){
			.clipboard = &debrief->clipboard, .read_only = world->watching });
	load_answers(debrief, world);
	make_facts(debrief, world);
	if (!debrief->made)
		mdview_set(&debrief->overview, "The problem's text is not here; notes and scores are.", 53);
}

static void close_debrief(void *state)
{
	struct debrief_screen *debrief = state;
	forget_facts(debrief);
	reviewer_free(debrief->reviewer);
	mdview_release(&debrief->overview);
	mdview_release(&debrief->opened);
	strbuf_release(&debrief->opened_text);
	mdview_release(&debrief->notes);
	mdview_release(&debrief->reference);
	input_release(&debrief->evidence);
	for (size_t i = 0; i < ANSWERS; i++)
		editor_free(debrief->answers[i]);
	clipboard_release(&debrief->clipboard);
}

static void key_debrief(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	struct debrief_screen *debrief = state;
	switch (debrief->step) {
	case STEP_OVERVIEW:
		mdview_key(&debrief->overview, key);
		break;
	case STEP_COMPARE:
		compare_key(debrief, world, key, out);
		break;
	case STEP_SCORES:
		scores_key(debrief, world, key, out);
		break;
	case STEP_REFLECT:
		reflect_key(debrief, key);
		break;
	case STEP_COUNT:
		break;
	}
}

static void draw_title(const struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view, int y)
{
	(void)debrief;
	const struct session *session = world->session;
	int64_t left = session->ended_ms + DEBRIEF_MS - world->now_ms;
	const struct member *own = session_member(session, world->self);
	/* Whoever still scores somebody's interview does not see what they gave themselves. */
	int percent = own && !own->submitted && seat_interviews(world->seat) ? -1 : session_score_percent(session);
	char right[64];
	canvas_fill(view, rect_make(y, 0, 1, view->cols), ROLE_TITLE);
	int x = 1 + canvas_puts(view, y, 1, ROLE_TITLE, "Debrief  ");
	if (session->room && left > 0)
		snprintf(right, sizeof right, "%s, %s: %d:%02d left", session->preset.name, level_name(session->level), (int)(left / 60000),
		         (int)(left / 1000 % 60));
	else if (percent >= 0)
		snprintf(right, sizeof right, "%s, %s: %d %%", session->preset.name, level_name(session->level), percent);
	else
		snprintf(right, sizeof right, "%s, %s: not scored", session->preset.name, level_name(session->level));
	/* Where it is narrow, the preset is what can be done without. */
	int room = view->cols - x - 3 - canvas_text_cells(right, strlen(right));
	const char *said = room < 0 ? right + strlen(session->preset.name) + 2 : right;
	if (room < 0)
		room = view->cols - x - 3 - canvas_text_cells(said, strlen(said));
	canvas_text_fit(view, y, x, room, ROLE_TITLE, session->title, strlen(session->title));
	canvas_text_right(view, y, view->cols - 1, ROLE_TITLE, said, strlen(said));
}

static void draw_steps(const struct debrief_screen *debrief, const struct canvas_view *view, int y)
{
	int x = 1, cols = 1;
	for (int i = 0; i < STEP_COUNT; i++)
		cols += 4 + canvas_text_cells(steps[i].title, strlen(steps[i].title));
	for (int i = 0; i < STEP_COUNT; i++) {
		bool on = i == (int)debrief->step;
		if (on || cols <= view->cols)
			x += canvas_textf(view, y, x, on ? ROLE_SELECTED : ROLE_DIM, " %d %s ", i + 1, steps[i].title);
		else
			x += canvas_textf(view, y, x, ROLE_DIM, " %d ", i + 1);
	}
}

static void draw_debrief(void *state, const struct world *world, const struct canvas_view *view)
{
	struct debrief_screen *debrief = state;
	struct rect area = canvas_view_area(view);
	draw_title(debrief, world, view, rect_cut_top(&area, 1).y);
	draw_steps(debrief, view, rect_cut_top(&area, 1).y);
	rect_cut_top(&area, 1);
	struct canvas_view page = canvas_sub(view, area);
	steps[debrief->step].draw(debrief, world, &page);
}

static bool typing(const void *state)
{
	const struct debrief_screen *debrief = state;
	return debrief->step == STEP_REFLECT || (debrief->step == STEP_SCORES && debrief->proving);
}

/* How far one's own scores lie from what the notes suggest: history adds it up over all interviews. */
static void remember_gap(struct debrief_screen *debrief, const struct world *world, struct intents *out)
{
	struct debrief_criterion criteria[CRITERION_COUNT];
	char key[64], value[32];
	int pairs;
	if (!debrief->made || seat_interviews(world->seat))
		return;
	memcpy(criteria, debrief->facts.criteria, sizeof criteria);
	for (int i = 0; i < CRITERION_COUNT; i++)
		criteria[i].self = world->session->scores[i].value;
	int sum = debrief_gap(criteria, &pairs);
	if (sum == debrief->gap_sum && pairs == debrief->gap_pairs)
		return;
	debrief->gap_sum = sum;
	debrief->gap_pairs = pairs;
	snprintf(key, sizeof key, STATE_GAP "%s", world->session->id);
	snprintf(value, sizeof value, "%d %d", sum, pairs);
	intent_remember(out, key, value);
}

static void flush(void *state, const struct world *world, struct intents *out)
{
	struct debrief_screen *debrief = state;
	if (!world->session || world->watching)
		return;
	for (size_t i = 0; i < ANSWERS; i++) {
		char stream[STREAM_SIZE];
		answer_stream(i, stream);
		intent_flush(out, stream, debrief->answers[i]);
	}
	remember_gap(debrief, world, out);
	intent_flush(out, world->seat == SEAT_SOLO ? STREAM_EVIDENCE_DRAFT : STREAM_EVIDENCE_PRIVATE, debrief->evidence.editor);
}

/* The fifteen minutes of a room's debrief. */
static int wake_debrief(const void *state, const struct world *world)
{
	(void)state;
	int64_t left = world->session->ended_ms + DEBRIEF_MS - world->now_ms;
	return world->session->room && left > 0 ? (int)(left % 1000) + 1 : -1;
}

/* How many events there are of which the facts are made: the answers of others, which come letter by letter, are not among them. */
static size_t facts_events(const struct session *session)
{
	size_t count = 0;
	for (size_t i = 0; i < session->event_count; i++) {
		const char *stream = session->events[i]->stream;
		count += strncmp(stream, STREAM_REFLECT, strlen(STREAM_REFLECT)) && strncmp(stream, STREAM_NEXT, strlen(STREAM_NEXT));
	}
	return count;
}

static void synced(void *state, const struct world *world)
{
	struct debrief_screen *debrief = state;
	size_t events = facts_events(world->session);
	if (events != debrief->facts_events || debrief->problem != world->problem)
		make_facts(debrief, world);
	debrief->facts_events = events;
	if (world->watching)
		load_answers(state, world);
}

/* --- bindings --- */

static void go_to(struct debrief_screen *debrief, const struct world *world, int step)
{
	if (step < 0 || step >= STEP_COUNT)
		return;
	debrief->step = (enum debrief_step)step;
	debrief->proving = false;
	make_facts(debrief, world);
}

static void next_step(void *state, const struct world *world, struct intents *out)
{
	struct debrief_screen *debrief = state;
	if (debrief->step + 1 == STEP_COUNT)
		intent_message(out, "This is the last step. Esc goes back to the library; everything is saved.");
	go_to(debrief, world, (int)debrief->step + 1);
}

static void previous_step(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct debrief_screen *debrief = state;
	go_to(debrief, world, (int)debrief->step - 1);
}

static void step_1(void *state, const struct world *world, struct intents *out) { (void)out; go_to(state, world, 0); }
static void step_2(void *state, const struct world *world, struct intents *out) { (void)out; go_to(state, world, 1); }
static void step_3(void *state, const struct world *world, struct intents *out) { (void)out; go_to(state, world, 2); }
static void step_4(void *state, const struct world *world, struct intents *out) { (void)out; go_to(state, world, 3); }

static void move_focus(struct debrief_screen *debrief, int by)
{
	if (debrief->step == STEP_COMPARE)
		compare_focus(debrief, by);
	if (debrief->step == STEP_REFLECT)
		debrief->answer = (debrief->answer + (size_t)(by + ANSWERS)) % ANSWERS;
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

static bool compares(const void *state, const struct world *world)
{
	(void)world;
	return ((const struct debrief_screen *)state)->step == STEP_COMPARE;
}

static bool has_focus(const void *state, const struct world *world)
{
	return compares(state, world) || ((const struct debrief_screen *)state)->step == STEP_REFLECT;
}

static bool proves(const void *state, const struct world *world)
{
	(void)world;
	const struct debrief_screen *debrief = state;
	return debrief->step == STEP_SCORES && debrief->proving;
}

static bool does_not_prove(const void *state, const struct world *world)
{
	return !proves(state, world);
}

static void stop_proving(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct debrief_screen *)state)->proving = false;
}

static void section_next(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	compare_section(state, world, 1);
}

static void section_previous(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	compare_section(state, world, -1);
}

static void conversation(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	struct reader_argument argument = { .title = "The conversation" };
	struct strbuf text = STRBUF_INIT;
	conversation_add(&text, world->session, world->seat);
	argument.markdown = intent_text(out, text.len ? text.text : "Nothing was asked, and nothing said.");
	intent_push(out, &screen_reader, &argument, sizeof argument);
	strbuf_release(&text);
}

static bool has_estimates(const void *state, const struct world *world)
{
	return compares(state, world) && world->problem && world->problem->estimate_blocks.count;
}

static void play(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < world->problem->estimate_blocks.count; i++)
		strbuf_addf(&text, "%s\n", world->problem->estimate_blocks.items[i]);
	struct estimate_argument argument = { .text = intent_text(out, text.text) };
	intent_push(out, &screen_estimate, &argument, sizeof argument);
	strbuf_release(&text);
}

static void marks(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_marks, NULL, 0);
}

static bool may_replay(const void *state, const struct world *world)
{
	(void)world;
	return !typing(state);
}

static void replay(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_replay, NULL, 0);
}

static bool may_swap(const void *state, const struct world *world)
{
	return !typing(state) && world->session->room && !world->watching && !world->room.both_here &&
	       (world->seat == SEAT_INTERVIEWER || world->seat == SEAT_CANDIDATE);
}

/* Both have said what they think. */
static bool is_done(const void *state, const struct world *world)
{
	return may_swap(state, world) && session_scores_open(world->session);
}

static void swap(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_SWAP, NULL);
}

static void leave(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_LEAVE, NULL);
	intent_simple(out, INTENT_POP, NULL);
}

static const struct binding bindings[] = {
	{ .keys = "Esc", .name = "No evidence", .help = "Leave the score without evidence", .footer = 1, .run = stop_proving,
	  .when = proves },
	{ .keys = "Ctrl-N", .name = "Next step", .help = "Go on to the next step of the debrief", .footer = 1, .run = next_step },
	{ .keys = "Alt-P", .name = "Previous step", .help = "Back to the step before", .footer = 5, .run = previous_step },
	{ .keys = "Tab", .name = "Focus", .help = "To the texts and the key points, or from answer to answer", .footer = 6,
	  .run = focus_next, .when = has_focus },
	{ .keys = "Shift-Tab", .name = "Focus back", .help = "The same the other way round", .run = focus_previous, .when = has_focus },
	{ .keys = "]", .name = "Next part", .help = "The next of Requirements, Architecture, Data model, Interface, Optimization",
	  .footer = 8, .run = section_next, .when = compares },
	{ .keys = "[", .name = "Previous part", .help = "The part before", .footer = 9, .run = section_previous, .when = compares },
	{ .keys = "s", .name = "Submit scores", .help = "Done with scoring: when both sides are, the scores open side by side", .footer = 4,
	  .run = room_submit, .when = room_may_submit },
	{ .keys = "m", .name = "My marks", .help = "What you noted in the interview; Space keeps one back from being released", .footer = 7,
	  .run = marks, .when = room_has_marks },
	{ .keys = "v", .name = "Replay", .help = "See the interview once more, at any speed", .footer = 15, .run = replay, .when = may_replay },
	{ .keys = "W", .name = "Swap roles", .help = "The next problem, with the roles swapped", .footer = 2, .run = swap, .when = is_done },
	{ .keys = "W", .name = "Swap roles", .help = "The next problem, with the roles swapped", .run = swap, .when = may_swap },
	{ .keys = "F12", .name = "Hand over", .help = "Draw the curtain and give the keyboard to the other one", .footer = 3,
	  .run = screen_hand_over, .when = screen_both_here },
	{ .keys = "Alt-1", .name = "What happened", .help = "Time, facts, hints, and what the log shows", .run = step_1 },
	{ .keys = "Alt-2", .name = "Compare", .help = "Your notes beside the reference, with key points to tick", .run = step_2 },
	{ .keys = "Alt-3", .name = "Scores", .help = "Score yourself on the five criteria", .run = step_3 },
	{ .keys = "Alt-4", .name = "Reflection", .help = "Five questions, and what to do next time", .run = step_4 },
	{ .keys = "e", .name = "Play with the numbers", .help = "A copy of the reference's calculations in the estimate screen",
	  .run = play, .when = has_estimates },
	{ .keys = "F5", .name = "Conversation", .help = "Read again what was asked and said", .footer = 10, .run = conversation },
	{ .keys = "Esc F9", .name = "Back", .help = "Leave the debrief; it can always be gone on with", .footer = 11, .run = leave,
	  .when = does_not_prove },
};

const struct screen_class screen_debrief = {
	.name = "debrief", .title = "Debrief",
	.about = "What happened, your notes beside the reference, scores, reflection. Every step is saved and can be gone on with later.",
	.state_size = sizeof(struct debrief_screen),
	.open = open_debrief, .key = key_debrief, .draw = draw_debrief, .close = close_debrief, .typing = typing,
	.flush = flush, .wake_ms = wake_debrief, .synced = synced,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
