#include <stdio.h>
#include <string.h>

#include "screens/prose.h"
#include "screens/script.h"
#include "screens/top_bars.h"

enum { TWO_COLUMNS_COLS = 70, DETAIL_ROWS = 6, BANNER_ROWS = 2 };

/* What needs the interviewer now: somebody at the door, the beginning, silence. */
static enum role banner(const struct world *world, struct strbuf *text)
{
	const struct session *session = world->session;
	const struct member *candidate = session_candidate(session);
	if (world->room.lobby_count) {
		const struct lobby_entry *guest = &world->room.lobby[0];
		strbuf_addf(text, "%s wants to join as %s. ", guest->name, seat_name(guest->seat));
		if (*guest->print)
			strbuf_addf(text, "Fingerprint %s: let them read it aloud. ", guest->print);
		strbuf_adds(text, "A admits, R refuses.");
		return ROLE_WARN;
	}
	if (session->stage == STAGE_PAUSED && !session_spent_ms(session, world->now_ms)) {
		if (*world->room.code)
			strbuf_addf(text, "Code: %s  ", world->room.code);
		if (world->room.both_here)
			strbuf_adds(text, "Both of you are here: Enter starts the clock, F12 hands over.");
		else if (candidate && world->seat == SEAT_INTERVIEWER)
			strbuf_addf(text, "%s is here: Enter starts the clock.", candidate->name);
		else if (candidate)
			strbuf_addf(text, "%s is here; %s starts the clock.", candidate->name, session_host(session)->name);
		else if (*world->room.code)
			strbuf_adds(text, "The other one types \"sysdrill join\", then this.");
		else
			strbuf_adds(text, "Nobody is here yet.");
		return ROLE_STRONG;
	}
	if (pacing_stuck(session, world->now_ms)) {
		strbuf_adds(text, "Nothing has moved for ten minutes: offer a hint (o), or give one (3).");
		return ROLE_WARN;
	}
	return ROLE_TEXT;
}

/* A row for what was asked, however long it is, and one for what answers it. */
static void draw_question(const struct script *script, const struct turn *question, const struct canvas_view *view)
{
	const struct reply *reply = &script->suggestion;
	int x = 1 + canvas_puts(view, 0, 1, ROLE_DIM, "Asked: ");
	canvas_text_fit(view, 0, x, view->cols - x - 1, ROLE_INTERVIEWER, question->text, strlen(question->text));
	if (!strcmp(question->text, DIALOGUE_HINT_REQUEST)) {
		canvas_puts(view, 1, 1, ROLE_INTERVIEWER, "r gives the next hint, 3 shows them all");
		return;
	}
	if (!reply->fact_count && !reply->meant) {
		canvas_puts(view, 1, 1, ROLE_INTERVIEWER, reply->decided_by == DECIDED_CANDIDATE
		            ? "Theirs to decide: r says so, a: your own words" : "No fact fits: r asks back, a: your own words");
		return;
	}
	bool narrow = view->cols < TWO_COLUMNS_COLS;
	const char *keys = reply->meant ? (narrow ? ": r asks whether" : ": r asks whether, a: your own words") :
	                   narrow ? ": r tells, y theirs" : ": r tells it, y: theirs to decide";
	struct strbuf titles = STRBUF_INIT;
	if (reply->meant)
		strbuf_addf(&titles, "Perhaps %s", reply->meant->title);
	for (size_t i = 0; i < reply->fact_count; i++)
		strbuf_addf(&titles, "%s%s", i ? " + " : "", reply->facts[i].fact->title);
	x = 1 + canvas_text_fit(view, 1, 1, view->cols - 2 - (int)strlen(keys), ROLE_INTERVIEWER, titles.text, titles.len);
	canvas_puts(view, 1, x, ROLE_DIM, keys);
	strbuf_release(&titles);
}

static void draw_banner(const struct script *script, const struct world *world, const struct canvas_view *view, struct rect *area)
{
	struct strbuf text = STRBUF_INIT;
	const struct turn *question = script->suggested_turns ? script_open_question(world) : NULL;
	enum role role = banner(world, &text);
	bool door = world->room.lobby_count > 0;
	if (text.len || question) {
		struct rect rows = rect_cut_top(area, BANNER_ROWS);
		struct canvas_view whole = canvas_sub(view, rows), inside = canvas_sub(view, rect_inset(&rows, 0, 1));
		if (question && !door)
			draw_question(script, question, &whole);
		else
			prose_draw(&inside, 0, 0, role, text.text);
	}
	strbuf_release(&text);
}

static void draw_entry(const struct script_entry *entry, bool box, bool chosen, bool focus, const struct canvas_view *view, int y)
{
	int side = canvas_text_cells(entry->side, strlen(entry->side)), x = 0;
	if (box)
		x = canvas_puts(view, y, 0, entry->done ? ROLE_OK : ROLE_DIM, entry->done ? "[x] " : "[ ] ");
	canvas_text_fit(view, y, x, view->cols - x - 1 - side, entry->done ? ROLE_DIM : ROLE_TEXT, entry->head, strlen(entry->head));
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

/* What is cut off in its row stands here in full. */
static void set_sentence(struct script *script, const struct script_entry *entry)
{
	if (script->shown == entry->head)
		return;
	struct strbuf text = STRBUF_INIT;
	strbuf_adds(&text, "**");
	mdview_add_escaped(&text, entry->head);
	strbuf_addf(&text, "**\n\n%s", entry->detail);
	mdview_set(&script->detail, text.text, text.len);
	strbuf_release(&text);
	script->shown = entry->head;
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
	else if (entry.sentence)
		set_sentence(script, &entry);
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
	if (!count) {
		struct canvas_view page = canvas_sub(view, area);
		prose_draw(&page, 0, 0, ROLE_DIM, script->page == PAGE_MARKS ? "Nothing noted yet: n notes, g marks a good moment, b something to "
		           "come back to." : "Nothing here.");
		return;
	}
	/* Of a probe and a curveball more is read than chosen from. */
	int most = area.rows / (script->page == PAGE_PROBES || script->page == PAGE_CURVEBALLS ? 3 : 2);
	int detail = area.rows / 2 < DETAIL_ROWS ? area.rows / 2 : area.rows - ((int)count < most ? (int)count : most);
	struct rect below = rect_cut_bottom(&area, detail);
	struct canvas_view rows = canvas_sub(view, area);
	list_set_count(list, count);
	list_place(list, &rows);
	struct script_entry entry;
	for (size_t i = list->top; i < list_end(list) && script_entry(script, world, i, &entry); i++)
		draw_entry(&entry, script_page_does(script->page), i == list->selected, script->focus == SCRIPT_LIST, &rows, (int)(i - list->top));
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

/* Over the whole width: there is something to be written. */
static void draw_typing(struct script *script, const struct canvas_view *view, struct rect line)
{
	char prompt[64];
	if (script->typing == TYPING_NOTE)
		snprintf(prompt, sizeof prompt, "Note, %s: ", mark_name(script->category));
	else
		snprintf(prompt, sizeof prompt, script->typing == TYPING_BROKER ? "Broker: " : "Say: ");
	input_draw(script_input(script), view, line.y, line.x, line.cols, prompt, true);
}

static void draw_script(struct script *script, const struct world *world, const struct canvas_view *view, struct rect area)
{
	char title[64];
	snprintf(title, sizeof title, "%d of %d: %s", (int)script->page + 1, SCRIPT_PAGES, script_page_title(script->page));
	struct rect inside = canvas_box(view, area, title, script->focus == SCRIPT_LIST);
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
	/* One's own words, too, show at once. */
	script_follow(script, world);
	for (int i = 0; i < SCRIPT_FOCUS_COUNT; i++)
		script->panes[i] = rect_make(0, 0, 0, 0);
	top_bars_draw(world, view, &area, seat_interviews(world->seat) ? "INTERVIEWER" : "OBSERVER");
	draw_banner(script, world, view, &area);
	if (script->typing != TYPING_NOTHING) {
		struct rect line = rect_cut_bottom(&area, 1);
		draw_typing(script, view, rect_inset(&line, 0, 1));
	}
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
