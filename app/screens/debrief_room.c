/* The debrief of a room: scores of both sides, given blind and opened together; marks on the timeline. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "screens/debrief.h"

/* Below it short names have to do. */
enum { NARROW_COLS = 60 };

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
	strbuf_addf(text, "%sYou: %s. They open together.", text->len ? ". " : "", self->submitted ? "submitted"
	            : room_may_submit(NULL, world) ? "all five, s submits" : "still scoring");
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

static void submit_now(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_event(out, EVENT_SCORES_SUBMITTED);
}

static const struct binding submit_binding = { .keys = "", .name = "Submit", .help = "", .run = submit_now };

void room_submit(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	struct confirm_argument argument = { .title = "Submit the scores?", .yes = "submit", .binding = &submit_binding };
	size_t marks = 0;
	const struct mark *mark;
	for (size_t i = 0; (mark = session_mark_of(world->session, world->self, i)); i++)
		marks += !mark->held;
	snprintf(argument.text, sizeof argument.text, "They cannot be changed afterwards, and open when both sides have submitted.");
	if (marks)
		snprintf(argument.text, sizeof argument.text, "They cannot be changed afterwards, and open when both sides have submitted. "
		         "With them go **%zu mark%s** of yours; `m` first, to keep some back.", marks, marks == 1 ? "" : "s");
	intent_push(out, &screen_confirm, &argument, sizeof argument);
}

bool room_has_marks(const void *state, const struct world *world)
{
	const struct debrief_screen *debrief = state;
	if (debrief->step == STEP_REFLECT || debrief->proving || world->watching)
		return false;
	return session_mark_of(world->session, world->self, 0) != NULL;
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
		strbuf_adds(text, "- **");
		clock_format(into, text);
		strbuf_addf(text, "** %s, %s", session->preset.phases[mark->phase].name, mark_title(mark->category));
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

/* Of those who interviewed: their scores are there to be looked at. */
static bool gave(const struct member *member)
{
	return seat_interviews(member->seat) && member->released;
}

/* How far what the interviewers gave lies from the candidate's own, at most. */
static int difference(const struct session *session, enum criterion criterion)
{
	int most = 0, self = session->scores[criterion].value;
	for (size_t i = 0; i < session->member_count; i++) {
		const struct member *member = &session->members[i];
		if (gave(member) && self && member->scores[criterion].value &&
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

static void add_member_head(struct strbuf *text, const char *name)
{
	strbuf_adds(text, " | ");
	mdview_add_escaped(text, name);
}

/* What was not released yet is not 0. */
static void add_value(struct strbuf *text, int value)
{
	if (value)
		strbuf_addf(text, " | %d", value);
	else
		strbuf_adds(text, " | -");
}

/* A column for everybody who gave scores, a row for each criterion. */
static void add_table(const struct session *session, const enum criterion criteria[CRITERION_COUNT], bool narrow, struct strbuf *text)
{
	bool differs = difference(session, criteria[0]) > 1;    /* what differs most is first */
	strbuf_addf(text, "| | %s", narrow ? "self" : "candidate");
	for (size_t i = 0; i < session->member_count; i++)
		if (gave(&session->members[i]))
			add_member_head(text, session->members[i].name);
	strbuf_adds(text, differs ? " | |\n|---|:-:" : " |\n|---|:-:");
	for (size_t i = 0; i < session->member_count; i++)
		if (gave(&session->members[i]))
			strbuf_adds(text, "|:-:");
	strbuf_adds(text, differs ? "|---|\n" : "|\n");
	for (int c = 0; c < CRITERION_COUNT; c++) {
		strbuf_addf(text, "| %s", narrow ? criterion_name(criteria[c]) : criterion_title(criteria[c]));
		add_value(text, session->scores[criteria[c]].value);
		for (size_t i = 0; i < session->member_count; i++)
			if (gave(&session->members[i]))
				add_value(text, session->members[i].scores[criteria[c]].value);
		strbuf_adds(text, difference(session, criteria[c]) > 1 ? " | **talk!** |\n" : differs ? " | |\n" : " |\n");
	}
	strbuf_addc(text, '\n');
}

static void add_evidence(struct strbuf *text, const char *name, const struct score *score)
{
	if (!score->value || !*score->evidence)
		return;
	strbuf_adds(text, "- ");
	mdview_add_escaped(text, name);
	strbuf_addf(text, ", %d: ", score->value);
	mdview_add_escaped(text, score->evidence);
	strbuf_addc(text, '\n');
}

static void add_criterion(const struct session *session, enum criterion criterion, struct strbuf *text)
{
	size_t before = text->len;
	strbuf_addf(text, "### %s\n\n", criterion_title(criterion));
	size_t empty = text->len;
	add_evidence(text, "candidate", &session->scores[criterion]);
	for (size_t i = 0; i < session->member_count; i++)
		if (gave(&session->members[i]))
			add_evidence(text, session->members[i].name, &session->members[i].scores[criterion]);
	if (text->len == empty)
		strbuf_splice(text, before, text->len - before, NULL, 0);
	else
		strbuf_addc(text, '\n');
}

static void write_scores(const struct session *session, bool narrow, struct strbuf *text)
{
	enum criterion criteria[CRITERION_COUNT];
	int own_percent = session_score_percent(session), peer = session_peer_percent(session);
	order(session, criteria);
	if (own_percent >= 0 && peer >= 0)
		strbuf_addf(text, "The candidate's own: **%d %%**. Those who interviewed: **%d %%**. Difference: **%+d**.\n\n", own_percent, peer,
		            own_percent - peer);
	else
		strbuf_adds(text, "Somebody's scores are still to come: they open when their program runs again.\n\n");
	add_table(session, criteria, narrow, text);
	for (int i = 0; i < CRITERION_COUNT; i++)
		add_criterion(session, criteria[i], text);
}

void room_scores_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view)
{
	struct strbuf text = STRBUF_INIT;
	struct rect area = canvas_view_area(view);
	area = rect_inset(&area, 0, 1);
	struct canvas_view page = canvas_sub(view, area);
	write_scores(world->session, view->cols < NARROW_COLS, &text);
	if (!debrief->opened_text.text || strcmp(debrief->opened_text.text, text.text)) {
		mdview_update(&debrief->opened, text.text, text.len);
		strbuf_clear(&debrief->opened_text);
		strbuf_add(&debrief->opened_text, text.text, text.len);
	}
	mdview_draw(&debrief->opened, &page);
	strbuf_release(&text);
}
