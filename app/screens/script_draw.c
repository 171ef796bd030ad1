#include <stdio.h>
#include <string.h>

#include "screens/prose.h"
#include "screens/script.h"
#include "screens/top_bars.h"

enum { TWO_COLUMNS_COLS = 70, DETAIL_ROWS = 6, BANNER_ROWS = 2 };

/* What needs the interviewer now: somebody at the door, a question, silence. */
static enum role banner(const struct script *script, const struct world *world, struct strbuf *text)
{
	const struct turn *question = script_open_question(world);
	if (world->room.lobby_count) {
		const struct lobby_entry *guest = &world->room.lobby[0];
		strbuf_addf(text, "%s wants to join as %s. ", guest->name, seat_name(guest->seat));
		if (*guest->print)
			strbuf_addf(text, "Fingerprint %s: let them read it aloud. ", guest->print);
		strbuf_adds(text, "A admits, R refuses.");
		return ROLE_WARN;
	}
	if (world->session->stage == STAGE_PAUSED && !session_spent_ms(world->session, world->now_ms)) {
		if (*world->room.code)
			strbuf_addf(text, "Code: %s  -  the other one types \"sysdrill join\", then this. ", world->room.code);
		bool here = session_candidate(world->session) != NULL;
		if (world->seat == SEAT_INTERVIEWER)
			strbuf_adds(text, here ? "The candidate is here: Enter starts the clock." : "Nobody is here yet.");
		else
			strbuf_addf(text, "The candidate is %s; %s starts the clock.", here ? "here" : "not here yet",
			            world->session->members[0].name);
		return ROLE_STRONG;
	}
	if (question && script->suggested_turns) {
		const struct reply *reply = &script->suggestion;
		if (reply->fact_count)
			strbuf_addf(text, "Asked: \"%s\" Fact: %s (r answers, y: theirs to decide)", question->text, reply->facts[0].fact->title);
		else
			strbuf_addf(text, "Asked: \"%s\" %s (r says so, a: type an answer)", question->text,
			            reply->decided_by == DECIDED_CANDIDATE ? "Theirs to decide." : "No fact fits: ask back.");
		return ROLE_INTERVIEWER;
	}
	if (pacing_stuck(world->session, world->now_ms)) {
		strbuf_adds(text, "Nothing has moved for ten minutes: offer a hint (o), or give one (3).");
		return ROLE_WARN;
	}
	return ROLE_TEXT;
}

static void draw_banner(const struct script *script, const struct world *world, const struct canvas_view *view, struct rect *area)
{
	struct strbuf text = STRBUF_INIT;
	enum role role = banner(script, world, &text);
	if (text.len) {
		struct rect rows = rect_cut_top(area, BANNER_ROWS);
		struct canvas_view inside = canvas_sub(view, rect_inset(&rows, 0, 1));
		prose_draw(&inside, 0, 0, role, text.text);
	}
	strbuf_release(&text);
}

static void draw_entry(const struct script_entry *entry, bool chosen, bool focus, const struct canvas_view *view, int y)
{
	int side = canvas_text_cells(entry->side, strlen(entry->side));
	canvas_puts(view, y, 0, entry->done ? ROLE_OK : ROLE_DIM, entry->done ? "[x]" : "[ ]");
	canvas_text_fit(view, y, 4, view->cols - 5 - side, entry->done ? ROLE_DIM : ROLE_TEXT, entry->head, strlen(entry->head));
	canvas_text_right(view, y, view->cols, ROLE_DIM, entry->side, strlen(entry->side));
	if (chosen)
		canvas_paint(view, rect_make(y, 0, 1, view->cols), focus ? ROLE_SELECTED : ROLE_SELECTED_DIM);
}

static void set_detail(struct script *script, const char *text)
{
	if (script->shown == text)
		return;
	mdview_set(&script->detail, text, strlen(text));
	script->shown = text;
}

/* A probe's question, what to listen for, and what to say next: only the chosen one's, made when it is chosen. */
static void set_probe(struct script *script, const struct probe *probe)
{
	if (script->shown == probe->question)
		return;
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "%s\n\n", probe->question);
	if (*probe->listen_for)
		strbuf_addf(&text, "**Listen for:** %s\n\n", probe->listen_for);
	strbuf_addf(&text, "- **w** weak: %s\n- **f** fair: %s\n- **s** strong: %s\n", probe->weak, probe->fair, probe->strong);
	mdview_set(&script->detail, text.text, text.len);
	strbuf_release(&text);
	script->shown = probe->question;
}

static void set_curveball(struct script *script, const struct curveball *curveball)
{
	if (script->shown == curveball->say)
		return;
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "%s\n\n**A good answer:** %s\n", curveball->say, curveball->answer);
	mdview_set(&script->detail, text.text, text.len);
	strbuf_release(&text);
	script->shown = curveball->say;
}

static void draw_detail(struct script *script, const struct world *world, const struct canvas_view *view, struct rect area)
{
	struct script_entry entry;
	size_t chosen = script->lists[script->page].selected;
	if (!script_entry(script, world, chosen, &entry))
		return;
	canvas_hline(view, area.y, area.x, area.cols, ROLE_BORDER);
	rect_cut_top(&area, 1);
	if (script->page == PAGE_PROBES)
		set_probe(script, &world->problem->probes[chosen]);
	else if (script->page == PAGE_CURVEBALLS)
		set_curveball(script, &world->problem->curveballs[chosen]);
	else
		set_detail(script, entry.detail);
	area.cols++;
	struct canvas_view text = canvas_sub(view, area);
	mdview_draw(&script->detail, &text);
}

static void draw_list(struct script *script, const struct world *world, const struct canvas_view *view, struct rect area)
{
	struct list *list = &script->lists[script->page];
	size_t count = script_entries(script, world);
	int detail = area.rows / 2 < DETAIL_ROWS ? area.rows / 2 : (int)count < area.rows / 2 ? area.rows - (int)count : area.rows / 2;
	struct rect below = rect_cut_bottom(&area, detail);
	struct canvas_view rows = canvas_sub(view, area);
	list_set_count(list, count);
	list_place(list, &rows);
	struct script_entry entry;
	for (size_t i = list->top; i < list_end(list) && script_entry(script, world, i, &entry); i++)
		draw_entry(&entry, i == list->selected, script->focus == SCRIPT_LIST, &rows, (int)(i - list->top));
	if (!count)
		prose_draw(&rows, 0, 0, ROLE_DIM, script->page == PAGE_MARKS ? "Nothing noted yet: n notes, g marks a good moment, b something to "
		           "come back to." : "Nothing here.");
	else
		draw_detail(script, world, view, below);
}

static void draw_reference(struct script *script, const struct world *world, const struct canvas_view *view, struct rect area)
{
	const struct phase *phase = session_phase(world->session);
	if (script->shown != phase->name) {
		struct strbuf text = STRBUF_INIT;
		for (int section = 0; section < SECTION_COUNT; section++)
			if (phase_covers(phase, (enum section)section))
				strbuf_addf(&text, "# %s\n\n%s\n\n", section_title((enum section)section), world->problem->reference[section]);
		mdview_set(&script->detail, text.text, text.len);
		strbuf_release(&text);
		script->shown = phase->name;
	}
	area.cols++;
	struct canvas_view text = canvas_sub(view, area);
	mdview_draw(&script->detail, &text);
}

static void draw_typing(struct script *script, const struct canvas_view *view, struct rect line)
{
	char prompt[64];
	if (script->typing == TYPING_NOTE)
		snprintf(prompt, sizeof prompt, "%s (Tab): ", mark_title(script->category));
	else
		snprintf(prompt, sizeof prompt, script->typing == TYPING_BROKER ? "Broker: " : "Answer: ");
	input_draw(script_input(script), view, line.y, line.x, line.cols, prompt, true);
}

static void draw_script(struct script *script, const struct world *world, const struct canvas_view *view, struct rect area)
{
	char title[64];
	snprintf(title, sizeof title, "%d of %d: %s", (int)script->page + 1, SCRIPT_PAGES, script_page_title(script->page));
	struct rect inside = canvas_box(view, area, title, script->focus == SCRIPT_LIST);
	if (script->typing != TYPING_NOTHING)
		draw_typing(script, view, rect_cut_bottom(&inside, 1));
	if (!world->problem)
		canvas_puts(view, inside.y, inside.x, ROLE_DIM, "The problem's text is not here.");
	else if (script->page == PAGE_REFERENCE)
		draw_reference(script, world, view, inside);
	else
		draw_list(script, world, view, inside);
}

static void draw_pane(struct script *script, const struct world *world, const struct canvas_view *view, struct rect area,
                      enum script_focus pane)
{
	script->panes[pane] = rect_make(view->y + area.y, view->x + area.x, area.rows, area.cols);
	switch (pane) {
	case SCRIPT_LIST:
		draw_script(script, world, view, area);
		break;
	case SCRIPT_NOTES:
		onlook_draw_notes(&script->onlook, world->session, view, area, script->focus == SCRIPT_NOTES);
		break;
	case SCRIPT_TALK:
		onlook_draw_talk(&script->onlook, world->session, view, area, script->focus == SCRIPT_TALK);
		break;
	case SCRIPT_FOCUS_COUNT:
		break;
	}
}

void script_draw(void *state, const struct world *world, const struct canvas_view *view)
{
	struct script *script = state;
	struct rect area = canvas_view_area(view);
	for (int i = 0; i < SCRIPT_FOCUS_COUNT; i++)
		script->panes[i] = rect_make(0, 0, 0, 0);
	top_bars_draw(world, view, &area, seat_interviews(world->seat) ? "INTERVIEWER" : "OBSERVER");
	draw_banner(script, world, view, &area);
	if (script->zoomed || area.cols < TWO_COLUMNS_COLS) {
		draw_pane(script, world, view, area, script->focus);
		return;
	}
	struct rect left = rect_cut_left(&area, area.cols / 2);
	struct rect talk = rect_cut_bottom(&left, left.rows * 45 / 100);
	draw_pane(script, world, view, left, SCRIPT_NOTES);
	draw_pane(script, world, view, talk, SCRIPT_TALK);
	draw_pane(script, world, view, area, SCRIPT_LIST);
}
