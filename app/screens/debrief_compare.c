#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "screens/debrief.h"
#include "screens/prose.h"

enum { TWO_COLUMNS_COLS = 70, POINT_ROWS = 8, BOTH_ROWS = 14, WHOLE_POINT_ROWS = 6 };

/* The index-th key point of the section with what the notes show of it; NULL past the end. */
static const struct point_review *point_at(const struct debrief_screen *debrief, size_t index)
{
	for (size_t i = 0; debrief->made && i < debrief->facts.review.point_count; i++)
		if (debrief->facts.review.points[i].point->section == debrief->section && !index--)
			return &debrief->facts.review.points[i];
	return NULL;
}

/* The notes of all phases that cover the section, as they were typed: they are Markdown of a kind, too. */
static void set_notes(struct debrief_screen *debrief, const struct session *session)
{
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < session->preset.count; i++) {
		char stream[STREAM_SIZE];
		size_t len;
		if (!phase_covers(&session->preset.phases[i], debrief->section))
			continue;
		session_notes_stream(session, i, stream);
		const char *notes = session_text(session, stream, &len);
		strbuf_addf(&text, "### Notes: %s\n\n", session->preset.phases[i].name);
		strbuf_add(&text, notes, len);
		strbuf_adds(&text, len ? "\n\n" : "*(no notes)*\n\n");
	}
	if (!text.len)
		strbuf_adds(&text, "*No phase of this interview covered this part.*");
	mdview_set(&debrief->notes, text.text, text.len);
	strbuf_release(&text);
}

static void prepare(struct debrief_screen *debrief, const struct world *world)
{
	if (debrief->compared)
		return;
	set_notes(debrief, world->session);
	const char *reference = world->problem ? world->problem->reference[debrief->section] : "";
	mdview_set(&debrief->reference, reference, strlen(reference));
	size_t count = 0;
	while (point_at(debrief, count))
		count++;
	list_set_count(&debrief->points, count);
	debrief->compared = true;
}

void compare_section(struct debrief_screen *debrief, const struct world *world, int by)
{
	(void)world;
	int section = (int)debrief->section + by;
	if (section < 0 || section >= SECTION_COUNT)
		return;
	debrief->section = (enum section)section;
	debrief->compared = false;
	list_select(&debrief->points, 0);
}

void compare_focus(struct debrief_screen *debrief, int by)
{
	static const enum compare_pane all[] = { PANE_REFERENCE, PANE_NOTES, PANE_POINTS }, both[] = { PANE_REFERENCE, PANE_POINTS };
	const enum compare_pane *panes = debrief->one_text ? all : both;
	size_t count = debrief->one_text ? ARRAY_SIZE(all) : ARRAY_SIZE(both), at = 0;
	while (panes[at] != debrief->pane && at + 1 < count)
		at++;
	debrief->pane = panes[(at + count + (size_t)(by + (int)count) - count) % count];
}

/* Covered or not: what the person ticked; else what their notes show. */
static bool is_covered(const struct world *world, const struct point_review *review, bool *ticked_by_person)
{
	bool covered = session_point_covered(world->session, review->point->id, ticked_by_person);
	return *ticked_by_person ? covered : review->state == POINT_COVERED;
}

static void tick(struct debrief_screen *debrief, const struct world *world, struct intents *out)
{
	bool by_person;
	const struct point_review *review = point_at(debrief, debrief->points.selected);
	if (!review || world->watching)
		return;
	bool covered = is_covered(world, review, &by_person);
	struct event *event = seat_interviews(world->seat) ? intent_private(out, EVENT_POINT_TICKED) : intent_event(out, EVENT_POINT_TICKED);
	event->point_ticked = (struct point_ticked){ .point = review->point->id, .covered = !covered };
}

void compare_key(struct debrief_screen *debrief, const struct world *world, const struct key *key, struct intents *out)
{
	if (key_is(key, "Space") || key_is(key, "x")) {
		debrief->pane = PANE_POINTS;
		tick(debrief, world, out);
	} else if (debrief->pane == PANE_POINTS) {
		list_key(&debrief->points, key);
	} else {
		/* Scrolled together. */
		mdview_key(&debrief->notes, key);
		mdview_key(&debrief->reference, key);
	}
}

static void draw_evidence(const struct debrief_screen *debrief, const struct point_review *review,
                          const struct canvas_view *view, int y, int x)
{
	struct strbuf text = STRBUF_INIT;
	if (review->evidence.to > review->evidence.from) {
		strbuf_adds(&text, review->state == POINT_HINTED ? "begun: \"" : "\"");
		strbuf_add(&text, debrief->facts.notes.text + review->evidence.from, review->evidence.to - review->evidence.from);
		strbuf_addc(&text, '"');
	}
	canvas_text_fit(view, y, x, view->cols - x, ROLE_DIM, text.text, text.len);
	strbuf_release(&text);
}

/* How many cells of a row the text of a point may take: the line of the notes that shows it stands beside it. */
static int point_cols(const struct point_review *review, int cols)
{
	int room = cols - 16;
	return review->evidence.to > review->evidence.from ? room * 2 / 3 : room;
}

/* What is cut off in its row can be read here: nobody can tick what they cannot read. */
static void draw_whole_point(const struct canvas_view *view, struct rect area, const char *text)
{
	struct canvas_view whole = canvas_sub(view, area);
	canvas_hline(&whole, 0, 0, whole.cols, ROLE_BORDER);
	prose_draw(&whole, 1, 0, ROLE_TEXT, text);
}

static void draw_point(const struct debrief_screen *debrief, const struct world *world, const struct point_review *review,
                       bool chosen, const struct canvas_view *view, int y)
{
	bool by_person, covered = is_covered(world, review, &by_person);
	const char *mark = covered ? "[x]" : review->state == POINT_HINTED && !by_person ? "[~]" : "[ ]";
	canvas_puts(view, y, 0, covered ? ROLE_OK : review->point->must ? ROLE_WARN : ROLE_DIM, mark);
	canvas_puts(view, y, 4, ROLE_DIM, review->point->must ? "must" : "nice");
	canvas_puts(view, y, 9, ROLE_DIM, level_name(review->point->level));
	int used = canvas_text_fit(view, y, 16, point_cols(review, view->cols), ROLE_TEXT, review->point->text, strlen(review->point->text));
	draw_evidence(debrief, review, view, y, 16 + used + 2);
	if (chosen)
		canvas_paint(view, rect_make(y, 0, 1, view->cols), ROLE_SELECTED);
}

static void draw_points(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view,
                        struct rect area)
{
	const char *title = seat_interviews(world->seat) ? "Key points (Space ticks what was covered)" : "Key points (Space ticks what you covered)";
	struct rect inside = canvas_box(view, area, title, debrief->pane == PANE_POINTS);
	const struct point_review *chosen = debrief->pane == PANE_POINTS && inside.rows >= WHOLE_POINT_ROWS
	                                    ? point_at(debrief, debrief->points.selected) : NULL;
	if (chosen && canvas_text_cells(chosen->point->text, strlen(chosen->point->text)) > point_cols(chosen, inside.cols))
		draw_whole_point(view, rect_cut_bottom(&inside, 3), chosen->point->text);
	struct canvas_view list = canvas_sub(view, inside);
	list_place(&debrief->points, &list);
	for (size_t i = debrief->points.top; i < list_end(&debrief->points); i++)
		draw_point(debrief, world, point_at(debrief, i), debrief->pane == PANE_POINTS && i == debrief->points.selected, &list,
		           (int)(i - debrief->points.top));
	if (!debrief->points.count)
		canvas_puts(&list, 0, 0, ROLE_DIM, "No key points in this part.");
}

static void draw_text(struct mdview *text, const struct canvas_view *view, struct rect area, const char *title, bool focus)
{
	struct rect frame = canvas_box(view, area, title, focus);
	frame.cols++;   /* the scroll bar stands on the frame */
	struct canvas_view inside = canvas_sub(view, frame);
	mdview_draw(text, &inside);
}

void compare_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view)
{
	struct rect area = canvas_view_area(view);
	char title[64];
	const char *whose = world->seat == SEAT_SOLO || world->seat == SEAT_CANDIDATE ? "Yours" : "The candidate's";
	prepare(debrief, world);
	/* Where there is no room for both, the one with the focus. */
	debrief->one_text = area.cols < TWO_COLUMNS_COLS;
	if (!debrief->one_text && debrief->pane == PANE_NOTES)
		debrief->pane = PANE_REFERENCE;
	if (area.rows < BOTH_ROWS && debrief->pane == PANE_POINTS) {
		draw_points(debrief, world, view, area);
		return;
	}
	if (area.rows >= BOTH_ROWS)
		draw_points(debrief, world, view, rect_cut_bottom(&area, area.rows > 18 ? POINT_ROWS : area.rows / 3));
	snprintf(title, sizeof title, "Reference: %s", section_title(debrief->section));
	if (debrief->one_text) {
		bool notes = debrief->pane == PANE_NOTES;
		draw_text(notes ? &debrief->notes : &debrief->reference, view, area, notes ? whose : title,
		          debrief->pane != PANE_POINTS);
		return;
	}
	struct rect left = rect_cut_left(&area, area.cols / 2);
	draw_text(&debrief->notes, view, left, whose, debrief->pane != PANE_POINTS);
	draw_text(&debrief->reference, view, area, title, debrief->pane != PANE_POINTS);
}
