#include "screens/top_bars.h"

#include <stdio.h>
#include <string.h>

#include "session/pacing.h"
#include "tui/bar.h"

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

static void draw_title(const struct world *world, const struct canvas_view *view, int y, const char *what)
{
	const struct session *session = world->session;
	const char *state = world->watching ? "WATCHING" : session->stage != STAGE_PAUSED ? what
	                    : session->room && !session_spent_ms(session, world->now_ms) ? "READY" : "PAUSED";
	canvas_fill(view, rect_make(y, 0, 1, view->cols), ROLE_TITLE);
	int x = 1;
	canvas_glyph(view, y, x, ROLE_TITLE, session->stage == STAGE_RUNNING ? GLYPH_POINTER : GLYPH_DOT);
	x += 2 + canvas_puts(view, y, x + 2, ROLE_TITLE, state);
	char right[128];
	if (*world->room.contact)
		snprintf(right, sizeof right, "%s", world->room.contact);
	else
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

void top_bars_draw(const struct world *world, const struct canvas_view *view, struct rect *area, const char *what)
{
	draw_title(world, view, rect_cut_top(area, 1).y, what);
	draw_clock(world, view, rect_cut_top(area, 1).y);
	draw_phases(world, view, rect_cut_top(area, 1).y);
}
