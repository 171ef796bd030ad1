/* The debrief of a room: scores of both sides, given blind and opened together; marks on the timeline. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "screens/debrief.h"
#include "screens/prose.h"

enum { NAME_COLS = 14 };

static const struct member *own(const struct world *world)
{
	return session_member(world->session, world->self);
}

/* Whose scores count: candidate, interviewer, panel. */
static bool scores(const struct member *member)
{
	return !member->removed && member->seat != SEAT_OBSERVER;
}

bool room_scores_are_open(const struct world *world)
{
	const struct session *session = world->session;
	const struct member *self = own(world);
	if (!session->member_count || !session_scores_open(session))
		return false;
	return world->watching || (self ? self->submitted : session_score_percent(session) >= 0);
}

void room_write_standing(const struct world *world, struct strbuf *text)
{
	const struct member *self = own(world);
	if (!world->session->room) {
		for (size_t i = 0; i < world->session->member_count; i++)
			if (&world->session->members[i] != self)
				strbuf_addf(text, "%s has scored this interview: it opens when you have, too. ", world->session->members[i].name);
		if (self)
			strbuf_adds(text, room_may_submit(NULL, world) ? "All five are there: s submits them." : "Your scores stay yours until s submits them.");
		return;
	}
	if (!self)
		return;
	for (size_t i = 0; i < world->session->member_count; i++) {
		const struct member *member = &world->session->members[i];
		if (scores(member) && member != self)
			strbuf_addf(text, "%s%s: %s", text->len ? ", " : "", member->name, member->submitted ? "submitted" : "still scoring");
	}
	strbuf_addf(text, ". You: %s. The scores open when both sides have submitted.", self->submitted ? "submitted"
	            : room_may_submit(NULL, world) ? "all five are there, s submits them" : "still scoring");
}

bool room_may_submit(const void *state, const struct world *world)
{
	const struct debrief_screen *debrief = state;
	const struct member *self = own(world);
	if (!self || self->submitted || world->watching || !scores(self) || (debrief && (debrief->step != STEP_SCORES || debrief->proving)))
		return false;
	for (int i = 0; i < CRITERION_COUNT; i++)
		if (!self->scores[i].value)
			return false;
	return true;
}

/* Ticks and marks were made in private; with the scores their copies go to all, but for what is held back. */
static void release_marks(const struct world *world, struct intents *out)
{
	const struct session *session = world->session;
	for (size_t i = 0; i < session->mark_count; i++) {
		const struct mark *mark = &session->marks[i];
		if (strcmp(mark->origin, world->self) || mark->held || mark->released)
			continue;
		intent_event(out, EVENT_MARK_RELEASED)->mark_released = (struct mark_released){
			.category = mark_name(mark->category), .text = intent_text(out, mark->text), .made_ms = mark->made_ms,
			.phase = (int64_t)mark->phase };
	}
	for (size_t i = 0; i < session->point_count && seat_interviews(world->seat); i++)
		if (session->points[i].on)
			intent_event(out, EVENT_POINT_TICKED)->point_ticked = (struct point_ticked){
				.point = intent_text(out, session->points[i].id), .covered = true };
}

static void submit_now(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	release_marks(world, out);
	intent_event(out, EVENT_SCORES_SUBMITTED);
}

static const struct binding submit_binding = { .keys = "", .name = "Submit", .help = "", .run = submit_now };

void room_submit(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	struct confirm_argument argument = { .title = "Submit the scores?", .yes = "submit", .binding = &submit_binding };
	size_t marks = 0;
	for (size_t i = 0; i < world->session->mark_count; i++)
		marks += !strcmp(world->session->marks[i].origin, world->self) && !world->session->marks[i].held;
	snprintf(argument.text, sizeof argument.text, "They cannot be changed afterwards, and open when both sides have submitted.");
	if (marks)
		snprintf(argument.text, sizeof argument.text, "They cannot be changed afterwards, and open when both sides have submitted. "
		         "With them go **%zu marks** of yours; `m` first, to keep some back.", marks);
	intent_push(out, &screen_confirm, &argument, sizeof argument);
}

bool room_has_marks(const void *state, const struct world *world)
{
	const struct debrief_screen *debrief = state;
	if (debrief->step == STEP_REFLECT || debrief->proving || world->watching)
		return false;
	for (size_t i = 0; i < world->session->mark_count; i++)
		if (!strcmp(world->session->marks[i].origin, world->self))
			return true;
	return false;
}

void room_write_marks(const struct world *world, struct strbuf *text)
{
	const struct session *session = world->session;
	if (!session->mark_count)
		return;
	strbuf_adds(text, "## Marks on the timeline\n\n");
	for (size_t i = 0; i < session->mark_count; i++) {
		const struct mark *mark = &session->marks[i];
		const struct member *member = session_member(session, mark->origin);
		int64_t into = session_clock_at_ms(session, mark->made_ms);
		strbuf_addf(text, "- **%d:%02d** %s, %s", (int)(into / 60000), (int)(into / 1000 % 60), session->preset.phases[mark->phase].name,
		            mark_title(mark->category));
		if (*mark->text) {
			strbuf_adds(text, ": ");
			mdview_add_escaped(text, mark->text);
		}
		if (!mark->released)
			strbuf_adds(text, mark->held ? " *(yours alone, kept back)*" : " *(yours alone until you submit your scores)*");
		else if (member && strcmp(mark->origin, world->self)) {
			strbuf_adds(text, " - ");
			mdview_add_escaped(text, member->name);
		}
		strbuf_addc(text, '\n');
	}
	strbuf_addc(text, '\n');
}

/* How far what the interviewers gave lies from the candidate's own, at most. */
static int difference(const struct session *session, enum criterion criterion)
{
	int most = 0, self = session->scores[criterion].value;
	for (size_t i = 0; i < session->member_count; i++) {
		const struct member *member = &session->members[i];
		if (seat_interviews(member->seat) && member->released && self && member->scores[criterion].value &&
		    abs(member->scores[criterion].value - self) > most)
			most = abs(member->scores[criterion].value - self);
	}
	return most;
}

/* Differences of more than a point first; else in the order of the rubric. */
static void order(const struct session *session, enum criterion out[CRITERION_COUNT])
{
	int n = 0;
	for (int far = 1; far >= 0; far--)
		for (int i = 0; i < CRITERION_COUNT; i++)
			if ((difference(session, (enum criterion)i) > 1) == (far == 1))
				out[n++] = (enum criterion)i;
}

static int draw_evidence(const struct canvas_view *view, int y, const char *name, const struct score *score)
{
	struct strbuf text = STRBUF_INIT;
	if (!score->value || !*score->evidence)
		return 0;
	strbuf_addf(&text, "%s (%d): %s", name, score->value, score->evidence);
	int rows = prose_draw(view, y, 4, ROLE_DIM, text.text);
	strbuf_release(&text);
	return rows;
}

static int draw_criterion(const struct world *world, const struct canvas_view *view, int y, enum criterion criterion)
{
	const struct session *session = world->session;
	int x = 30, far = difference(session, criterion);
	canvas_puts(view, y, 1, far > 1 ? ROLE_WARN : ROLE_STRONG, criterion_title(criterion));
	canvas_textf(view, y, x, ROLE_TEXT, "%-*s%d", NAME_COLS, "candidate", session->scores[criterion].value);
	for (size_t i = 0; i < session->member_count; i++) {
		const struct member *member = &session->members[i];
		if (!seat_interviews(member->seat) || !member->released)
			continue;
		x += NAME_COLS + 4;
		canvas_text_fit(view, y, x, NAME_COLS - 1, ROLE_INTERVIEWER, member->name, strlen(member->name));
		canvas_textf(view, y, x + NAME_COLS, far > 1 ? ROLE_WARN : ROLE_TEXT, "%d", member->scores[criterion].value);
	}
	if (far > 1)
		canvas_puts(view, y, 24, ROLE_WARN, "talk!");
	y++;
	y += draw_evidence(view, y, "candidate", &session->scores[criterion]);
	for (size_t i = 0; i < session->member_count; i++)
		if (seat_interviews(session->members[i].seat) && session->members[i].released)
			y += draw_evidence(view, y, session->members[i].name, &session->members[i].scores[criterion]);
	return y;
}

void room_scores_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view)
{
	(void)debrief;
	enum criterion criteria[CRITERION_COUNT];
	const struct session *session = world->session;
	int own_percent = session_score_percent(session), peer = session_peer_percent(session), y = 2;
	order(session, criteria);
	if (own_percent >= 0 && peer >= 0)
		canvas_textf(view, 0, 1, ROLE_HEADING, "The candidate's own: %d %%. Those who interviewed: %d %%. Difference: %+d.", own_percent, peer,
		             own_percent - peer);
	else
		canvas_puts(view, 0, 1, ROLE_HEADING, "The scores are opening.");
	for (int i = 0; i < CRITERION_COUNT && y < view->rows; i++)
		y = draw_criterion(world, view, y, criteria[i]) + 1;
}
