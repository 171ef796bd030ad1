#include <stdio.h>
#include <string.h>

#include "screens/interview.h"
#include "screens/prose.h"
#include "screens/top_bars.h"
#include "session/rubric.h"
#include "session/summary.h"

enum { TWO_PANES_COLS = 70, THREE_PANES_COLS = 116, CHECK_COLS = 32 };

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
	bool at_end = scroll_at_end(&interview->talk.scroll);
	talk_refresh(interview, world);
	mdview_draw_tail(&interview->talk, &text, interview->talk_at_end || at_end);
	interview->talk_at_end = false;
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
	struct strbuf spent = STRBUF_INIT;
	clock_format(session_spent_ms(world->session, world->now_ms), &spent);
	bool solo = world->seat == SEAT_SOLO, begun = session_spent_ms(world->session, world->now_ms) > 0;
	struct rect middle = rect_center(&area, 5, 50);
	struct rect inside = canvas_box(view, middle, begun ? "Paused" : "Ready", true);
	if (begun)
		canvas_textf(view, inside.y, inside.x + 1, ROLE_TEXT, "The clock stands at %s.", spent.text);
	else
		canvas_puts(view, inside.y, inside.x + 1, ROLE_TEXT, "You are in the room.");
	strbuf_release(&spent);
	if (!solo)
		canvas_puts(view, inside.y + 1, inside.x + 1, ROLE_TEXT, begun ? "Your interviewer lets it run again."
		            : "Your interviewer starts the clock.");
	int x = inside.x + 1;
	if (solo) {
		x += canvas_puts(view, inside.y + 2, x, ROLE_KEY, "Enter");
		x += canvas_puts(view, inside.y + 2, x, ROLE_TEXT, " goes on   ");
	}
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
	top_bars_draw(world, view, &area, "INTERVIEW");
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
