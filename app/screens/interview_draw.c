#include <stdio.h>
#include <string.h>

#include "screens/interview.h"
#include "screens/prose.h"
#include "session/rubric.h"
#include "tui/bar.h"

enum { TWO_PANES_COLS = 70, THREE_PANES_COLS = 116, CHECK_COLS = 32 };

static void format_time(char out[16], int64_t ms)
{
	int seconds = (int)(ms / 1000);
	snprintf(out, 16, "%d:%02d", seconds / 60, seconds % 60);
}

static enum role pace_role(enum pace pace)
{
	switch (pace) {
	case PACE_EARLY:
		return ROLE_DIM;
	case PACE_GOOD:
		return ROLE_OK;
	case PACE_LATE:
		return ROLE_WARN;
	case PACE_OVER:
		return ROLE_ALERT;
	}
	return ROLE_TEXT;
}

static void draw_title(const struct world *world, const struct canvas_view *view, int y)
{
	const struct session *session = world->session;
	const char *state = world->watching ? "WATCHING" : session->stage == STAGE_PAUSED ? "PAUSED" : "INTERVIEW";
	canvas_fill(view, rect_make(y, 0, 1, view->cols), ROLE_TITLE);
	int x = 1;
	canvas_glyph(view, y, x, ROLE_TITLE, session->stage == STAGE_RUNNING ? GLYPH_POINTER : GLYPH_DOT);
	x += 2 + canvas_puts(view, y, x + 2, ROLE_TITLE, state);
	char right[64];
	snprintf(right, sizeof right, "%s, %s", session->preset.name, level_name(session->level));
	int room = view->cols - x - 5 - canvas_text_cells(right, strlen(right));
	canvas_text_fit(view, y, x + 2, room, ROLE_TITLE, session->title, strlen(session->title));
	canvas_text_right(view, y, view->cols - 1, ROLE_TITLE, right, strlen(right));
}

static void draw_budget(const struct canvas_view *view, int y, int x, int cols, const char *label, int64_t spent,
                        int64_t target, const struct bar *bar)
{
	char used[16], budget[16], text[48];
	format_time(used, spent);
	format_time(budget, target);
	snprintf(text, sizeof text, "%s %s / %s ", label, used, budget);
	canvas_puts(view, y, x, bar_role(bar) == ROLE_BAR_OVER ? ROLE_ALERT : ROLE_STRONG, text);
	int width = canvas_text_cells(text, strlen(text));
	if (cols - width > 4)
		bar_draw(view, y, x + width, cols - width, bar);
}

static void draw_clock(const struct world *world, const struct canvas_view *view, int y)
{
	const struct session *session = world->session;
	const struct phase *phase = session_phase(session);
	int half = view->cols / 2;
	if (phase) {
		int64_t spent = session_phase_spent_ms(session, session->phase, world->now_ms);
		struct bar bar = { .value = (double)spent, .max = phase->high_ms, .low = phase->low_ms, .target = phase->target_ms,
		                   .high = phase->high_ms };
		draw_budget(view, y, 1, half - 2, "Phase", spent, phase->target_ms, &bar);
	}
	int64_t total = preset_total_ms(&session->preset), spent = session_spent_ms(session, world->now_ms);
	struct bar bar = { .value = (double)spent, .max = (double)total, .target = (double)total };
	draw_budget(view, y, half, view->cols - half - 1, "Total", spent, total, &bar);
}

/* The phases in their order, the one that is on marked. With `names` all by name, else the others by number only. */
static int draw_phase_names(const struct session *session, const struct canvas_view *view, int y, bool names)
{
	int x = 1;
	for (size_t i = 0; i < session->preset.count; i++) {
		bool on = i == session->phase, been = session->phases[i].entries > 0;
		enum role role = on ? ROLE_SELECTED : been ? ROLE_TEXT : ROLE_DIM;
		if (on || names)
			x += canvas_textf(view, y, x, role, " %zu %s ", i + 1, session->preset.phases[i].name);
		else
			x += canvas_textf(view, y, x, role, " %zu ", i + 1);
	}
	return x;
}

static int phase_names_cols(const struct session *session)
{
	int cols = 1;
	for (size_t i = 0; i < session->preset.count; i++)
		cols += 4 + canvas_text_cells(session->preset.phases[i].name, strlen(session->preset.phases[i].name));
	return cols;
}

/* The phases, and what the clock says of the one that is on, or that something is not saved. */
static void draw_phases(const struct world *world, const struct canvas_view *view, int y)
{
	enum pace pace = pacing_phase(world->session, world->now_ms);
	enum role role = *world->trouble ? ROLE_ALERT : pace_role(pace);
	const char *said = *world->trouble ? world->trouble : pacing_sentence(pace);
	int said_cols = canvas_text_cells(said, strlen(said));
	bool names = phase_names_cols(world->session) + (said_cols ? said_cols + 2 : 0) < view->cols;
	int x = draw_phase_names(world->session, view, y, names) + 1, room = view->cols - 1 - x;
	if (said_cols <= room)
		canvas_text_right(view, y, view->cols - 1, role, said, strlen(said));
	else if (room > 0)
		canvas_text_fit(view, y, x, room, role, said, strlen(said));
}

static void draw_notes(struct interview *interview, const struct world *world, const struct canvas_view *view, struct rect area)
{
	struct editor *notes = interview_notes(interview, world);
	char title[64];
	snprintf(title, sizeof title, "Notes: %s", session_phase(world->session)->name);
	struct rect inside = canvas_box(view, area, title, interview->focus == FOCUS_NOTES);
	if (interview->searching) {
		struct rect line = rect_cut_bottom(&inside, 1);
		size_t current, count = editor_search_count(notes, &current);
		input_draw(&interview->search, view, line.y, line.x, line.cols - 10, "/", true);
		canvas_textf(view, line.y, line.x + line.cols - 9, ROLE_DIM, "%zu of %zu", current, count);
	}
	struct canvas_view text = canvas_sub(view, inside);
	editor_draw(notes, &text, interview->focus == FOCUS_NOTES && !interview->searching);
}

static void draw_talk(struct interview *interview, const struct world *world, const struct canvas_view *view, struct rect area)
{
	bool focus = interview->focus == FOCUS_TALK;
	struct rect inside = canvas_box(view, area, "Interviewer", focus);
	if (!world->watching) {
		struct rect line = rect_cut_bottom(&inside, 1);
		struct rect rule = rect_cut_bottom(&inside, 1);
		canvas_hline(view, rule.y, rule.x, rule.cols, ROLE_BORDER);
		input_draw(&interview->question, view, line.y, line.x, line.cols, "Ask: ", focus && !interview->searching);
	}
	/* The scroll bar stands on the frame. */
	inside.cols++;
	struct canvas_view text = canvas_sub(view, inside);
	/* Who reads the last line goes on reading it, whatever the size of the window becomes. */
	bool at_end = scroll_at_end(&interview->talk.scroll);
	talk_refresh(interview, world);
	if (interview->talk_at_end || at_end)
		scroll_to(&interview->talk.scroll, mdview_lines(&interview->talk, text.cols - 1));
	interview->talk_at_end = false;
	mdview_draw(&interview->talk, &text);
}

static void draw_checklist(struct interview *interview, const struct world *world, const struct canvas_view *view,
                           struct rect area)
{
	bool focus = interview->focus == FOCUS_CHECK;
	struct rect inside = canvas_box(view, area, "Checklist", focus);
	struct canvas_view list = canvas_sub(view, inside);
	size_t count = 0;
	while (interview_check(world, count))
		count++;
	list_set_count(&interview->checks, count);
	list_set_rows(&interview->checks, list.rows / 2);
	int y = 0;
	for (size_t i = interview->checks.top; i < count && y < list.rows; i++) {
		const struct checklist_item *item = interview_check(world, i);
		bool ticked = session_item_ticked(world->session, item->id), chosen = focus && i == interview->checks.selected;
		char text[160];
		if (item->high_min)
			snprintf(text, sizeof text, "%s (%d-%d min)", item->text, item->low_min, item->high_min);
		else
			snprintf(text, sizeof text, "%s", item->text);
		canvas_puts(&list, y, 0, ticked ? ROLE_OK : ROLE_DIM, ticked ? "[x]" : "[ ]");
		int rows = prose_draw(&list, y, 4, ticked ? ROLE_DIM : ROLE_TEXT, text);
		if (chosen)
			canvas_paint(&list, rect_make(y, 0, rows, list.cols), ROLE_SELECTED);
		y += rows;
	}
}

static void draw_pane(struct interview *interview, const struct world *world, const struct canvas_view *view, struct rect area,
                      enum focus pane)
{
	interview->panes[pane] = rect_make(view->y + area.y, view->x + area.x, area.rows, area.cols);
	switch (pane) {
	case FOCUS_NOTES:
		draw_notes(interview, world, view, area);
		break;
	case FOCUS_TALK:
		draw_talk(interview, world, view, area);
		break;
	case FOCUS_CHECK:
		draw_checklist(interview, world, view, area);
		break;
	case FOCUS_COUNT:
		break;
	}
}

static void draw_paused(const struct world *world, const struct canvas_view *view, struct rect area)
{
	char spent[16];
	format_time(spent, session_spent_ms(world->session, world->now_ms));
	struct rect middle = rect_center(&area, 5, 44);
	struct rect inside = canvas_box(view, middle, "Paused", true);
	canvas_textf(view, inside.y, inside.x + 1, ROLE_TEXT, "The clock stands at %s.", spent);
	int x = inside.x + 1 + canvas_puts(view, inside.y + 2, inside.x + 1, ROLE_KEY, "Enter");
	x += canvas_puts(view, inside.y + 2, x, ROLE_TEXT, " goes on   ");
	x += canvas_puts(view, inside.y + 2, x, ROLE_KEY, "F9");
	canvas_puts(view, inside.y + 2, x, ROLE_TEXT, " to the library");
}

/* Letters change the notes' pane and nothing else. */
bool interview_redraw(void *state, const struct world *world, const struct canvas_view *view)
{
	struct interview *interview = state;
	struct rect pane = interview->panes[FOCUS_NOTES];
	if (interview->focus != FOCUS_NOTES || interview->searching || world->session->stage != STAGE_RUNNING || !pane.rows)
		return false;
	pane.y -= view->y;
	pane.x -= view->x;
	draw_notes(interview, world, view, pane);
	return true;
}

void interview_draw(void *state, const struct world *world, const struct canvas_view *view)
{
	struct interview *interview = state;
	struct rect area = canvas_view_area(view);
	for (int i = 0; i < FOCUS_COUNT; i++)
		interview->panes[i] = rect_make(0, 0, 0, 0);
	draw_title(world, view, rect_cut_top(&area, 1).y);
	draw_clock(world, view, rect_cut_top(&area, 1).y);
	draw_phases(world, view, rect_cut_top(&area, 1).y);
	if (world->session->stage == STAGE_PAUSED && !world->watching) {
		draw_paused(world, view, area);
		return;
	}
	if (interview->zoomed || area.cols < TWO_PANES_COLS) {
		draw_pane(interview, world, view, area, interview->focus);
		return;
	}
	bool all_three = area.cols >= THREE_PANES_COLS;
	if (all_three)
		draw_pane(interview, world, view, rect_cut_right(&area, CHECK_COLS), FOCUS_CHECK);
	struct rect side = rect_cut_right(&area, area.cols * 45 / 100);
	draw_pane(interview, world, view, side, all_three ? FOCUS_TALK : interview->side);
	draw_pane(interview, world, view, area, FOCUS_NOTES);
}
