#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "screens/debrief.h"
#include "screens/prose.h"

/* Below these only the criteria are shown, without the wordings, and only the number of a score. */
enum { ALL_ROWS = 17, TITLES_COLS = 42 };

static void give_score(struct debrief_screen *debrief, const struct world *world, struct intents *out, int value, const char *evidence)
{
	/* In a room nobody sees the other's scores before both have submitted theirs. */
	struct event *event = world->seat == SEAT_SOLO ? intent_event(out, EVENT_SCORE_GIVEN) : intent_private(out, EVENT_SCORE_GIVEN);
	event->score_given = (struct score_given){
		.criterion = criterion_name(debrief->criterion), .score = value, .evidence = intent_text(out, evidence) };
}

const struct score *scores_own(const struct world *world, enum criterion criterion)
{
	const struct member *own = session_member(world->session, world->self);
	return own ? &own->scores[criterion] : &world->session->scores[criterion];
}

/* Submitted scores stay as they are. */
static bool may_score(const struct world *world)
{
	const struct member *own = session_member(world->session, world->self);
	return !world->watching && !(own && own->submitted);
}

/* The line-th line of the notes that is not empty or a heading; false past the end. */
static bool note_line(const struct debrief_screen *debrief, size_t line, const char **text, size_t *len)
{
	if (!debrief->made)
		return false;
	const char *at = debrief->facts.notes.text, *end = at + debrief->facts.notes.len;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline ? newline : end;
		while (at < stop && strchr(" -*\t", *at))
			at++;
		if (stop - at > 2 && *at != '#' && !line--) {
			*text = at;
			*len = (size_t)(stop - at);
			return true;
		}
		at = stop + 1;
	}
	return false;
}

/* Up and Down go through the lines of the notes, so that evidence is chosen rather than typed. */
static void choose_line(struct debrief_screen *debrief, long by)
{
	const char *text;
	size_t len, next = (size_t)((long)debrief->evidence_line + by);
	if (!note_line(debrief, next, &text, &len))
		return;
	struct strbuf line = STRBUF_INIT;
	strbuf_add(&line, text, len);
	editor_replace_all(debrief->evidence.editor, line.text, line.len);
	debrief->evidence_line = next;
	strbuf_release(&line);
}

static void start_proving(struct debrief_screen *debrief, const struct world *world, int value)
{
	debrief->proving = true;
	debrief->proving_score = value;
	debrief->evidence_line = (size_t)-1;
	const char *evidence = scores_own(world, debrief->criterion)->evidence;
	editor_replace_all(debrief->evidence.editor, evidence, strlen(evidence));
}

static void key_proving(struct debrief_screen *debrief, const struct world *world, const struct key *key, struct intents *out)
{
	if (key_is(key, "Enter")) {
		give_score(debrief, world, out, debrief->proving_score, input_text(&debrief->evidence, NULL));
		editor_replace_all(debrief->evidence.editor, "", 0);
		debrief->proving = false;
	} else if (key_is(key, "Down")) {
		choose_line(debrief, 1);
	} else if (key_is(key, "Up")) {
		choose_line(debrief, -1);
	} else {
		input_key(&debrief->evidence, key);
	}
}

void scores_key(struct debrief_screen *debrief, const struct world *world, const struct key *key, struct intents *out)
{
	if (room_scores_are_open(world)) {
		mdview_key(&debrief->opened, key);
	} else if (debrief->proving) {
		key_proving(debrief, world, key, out);
	} else if (key_is(key, "Down") || key_is(key, "j") || key_is(key, "Tab")) {
		debrief->criterion = (enum criterion)((debrief->criterion + 1) % CRITERION_COUNT);
	} else if (key_is(key, "Up") || key_is(key, "k") || key_is(key, "Shift-Tab")) {
		debrief->criterion = (enum criterion)((debrief->criterion + CRITERION_COUNT - 1) % CRITERION_COUNT);
	} else if (key_is_text(key) && key->text[0] >= '1' && key->text[0] <= '4' && may_score(world)) {
		int value = key->text[0] - '0';
		give_score(debrief, world, out, value, scores_own(world, debrief->criterion)->evidence);
		if (value >= SCORE_NEEDS_EVIDENCE)
			start_proving(debrief, world, value);
	} else if (key_is(key, "Backspace") && may_score(world)) {
		give_score(debrief, world, out, 0, "");
	} else if (key_is(key, "e") && may_score(world) && scores_own(world, debrief->criterion)->value) {
		start_proving(debrief, world, scores_own(world, debrief->criterion)->value);
	}
}

static void draw_criterion(const struct debrief_screen *debrief, const struct world *world, enum criterion criterion,
                           const struct canvas_view *view, int y)
{
	const struct score *score = scores_own(world, criterion);
	bool chosen = criterion == debrief->criterion;
	if (chosen)
		canvas_glyph(view, y, 0, ROLE_KEY, GLYPH_POINTER);
	canvas_textf(view, y, 2, chosen ? ROLE_STRONG : ROLE_TEXT, "%-20s %2d %%", criterion_title(criterion), criterion_weight(criterion));
	if (score->value)
		canvas_textf(view, y, 29, score->value >= SCORE_NEEDS_EVIDENCE ? ROLE_OK : ROLE_WARN, "%d %s", score->value,
		             view->cols < TITLES_COLS ? "" : rubric_score_title(score->value));
	else
		canvas_puts(view, y, 29, ROLE_DIM, "-");
	int suggested = debrief->made ? debrief->facts.criteria[criterion].suggested : 0;
	if (suggested)
		canvas_textf(view, y, 44, ROLE_DIM, "notes say %d", suggested);
	if (score->value >= SCORE_NEEDS_EVIDENCE && !*score->evidence)
		canvas_puts(view, y, 56, ROLE_WARN, "no evidence yet (e)");
	else
		canvas_text_fit(view, y, 56, view->cols - 57, ROLE_DIM, score->evidence, strlen(score->evidence));
}

static int draw_wordings(const struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view, int y)
{
	const struct score *score = scores_own(world, debrief->criterion);
	for (int value = SCORE_MIN; value <= SCORE_MAX; value++) {
		bool given = score->value == value;
		canvas_textf(view, y, 2, ROLE_KEY, "%d", value);
		canvas_puts(view, y, 4, given ? ROLE_STRONG : ROLE_DIM, rubric_score_title(value));
		y += prose_draw(view, y, 17, given ? ROLE_STRONG : ROLE_TEXT,
		                rubric_wording(debrief->criterion, world->session->level, value));
	}
	return y;
}

void scores_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view)
{
	struct rect area = canvas_view_area(view);
	if (room_scores_are_open(world)) {
		room_scores_draw(debrief, world, view);
		return;
	}
	for (int i = 0; i < CRITERION_COUNT; i++)
		draw_criterion(debrief, world, (enum criterion)i, view, i);
	int y = CRITERION_COUNT + 1;
	if (view->rows < ALL_ROWS) {
		if (debrief->proving)
			input_draw(&debrief->evidence, view, view->rows - 1, 1, area.cols - 2, "Proof: ", true);
		else
			canvas_puts(view, view->rows - 1, 1, ROLE_DIM, room_may_submit(debrief, world) ? "All five are there: s submits them"
			            : may_score(world) ? "1 to 4 score, e changes the evidence" : "Submitted; they open when both have");
		return;
	}
	canvas_textf(view, y++, 1, ROLE_HEADING, "%s, %s", criterion_title(debrief->criterion), level_name(world->session->level));
	y = draw_wordings(debrief, world, view, y) + 1;
	const char *because = debrief->made ? debrief->facts.criteria[debrief->criterion].because : "";
	if (*because)
		y += prose_draw(view, y, 2, ROLE_DIM, because) + 1;
	if (debrief->proving) {
		canvas_puts(view, y, 1, ROLE_STRONG, "Which line of the notes proves it? Up and Down choose one; Enter keeps it.");
		input_draw(&debrief->evidence, view, y + 1, 1, area.cols - 2, "> ", true);
	} else {
		/* In a room it matters more who is done than which keys there are. */
		struct strbuf said = STRBUF_INIT;
		room_write_standing(world, &said);
		if (said.len)
			y += prose_draw(view, y, 1, ROLE_STRONG, said.text);
		if (may_score(world))
			prose_draw(view, y, 1, ROLE_DIM, said.len ? "1 to 4 score, e changes the evidence, Backspace takes a score back."
			           : "Up and Down choose, 1 to 4 score, e changes the evidence, Backspace takes a score back.");
		strbuf_release(&said);
	}
}
