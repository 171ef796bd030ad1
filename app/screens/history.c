/* History: past interviews, their scores over time, and the way back into each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "screens/prose.h"
#include "screens/screen.h"
#include "tui/bar.h"
#include "tui/list.h"

/* From this width on a row has the year, the time of day, level and minutes. */
enum { ALL_COLS = 70 };

struct history {
	struct list list;
};

static void open_history(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct history *history = state;
	list_init(&history->list);
	list_set_count(&history->list, world->session_count);
}

static const struct session_summary *selected(const struct history *history, const struct world *world)
{
	return history->list.selected < world->session_count ? &world->sessions[history->list.selected] : NULL;
}

static void key_history(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	struct history *history = state;
	list_key(&history->list, key);
}

static void format_date(char out[32], int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;
	localtime_r(&seconds, &tm);
	strftime(out, 32, "%Y-%m-%d %H:%M", &tm);
}

/* One interviewed, or watched: the scores are somebody else's. */
static bool is_other_side(const struct session_summary *row)
{
	return strcmp(row->seat, seat_name(SEAT_SOLO)) && strcmp(row->seat, seat_name(SEAT_CANDIDATE));
}

static void draw_row(const struct session_summary *row, bool chosen, const struct canvas_view *view, int y)
{
	char date[32];
	bool narrow = view->cols < ALL_COLS;
	format_date(date, row->started_ms);
	if (chosen)
		canvas_glyph(view, y, 0, ROLE_KEY, GLYPH_POINTER);
	/* Where there is little room: only month and day, the title and how it ended. */
	int x = 2 + canvas_text(view, y, 2, ROLE_DIM, narrow ? date + 5 : date, narrow ? 5 : strlen(date)) + (narrow ? 1 : 2);
	int end = view->cols - (narrow ? 13 : 31);
	canvas_text_fit(view, y, x, end - x - 1, ROLE_TEXT, row->title, strlen(row->title));
	if (!narrow) {
		canvas_puts(view, y, end, ROLE_DIM, level_name(row->level));
		canvas_textf(view, y, end + 7, ROLE_DIM, "%3d min", (int)(row->spent_ms / 60000));
		end += 16;
	}
	if (session_summary_unfinished(row))
		canvas_text_fit(view, y, end, narrow ? 12 : 14, ROLE_WARN, row->phase, strlen(row->phase));
	else if (is_other_side(row))
		canvas_puts(view, y, end, ROLE_DIM, row->seat);
	else if (row->score >= 0) {
		canvas_textf(view, y, end, row->score >= 66 ? ROLE_OK : ROLE_TEXT, "%3d %%", row->score);
		if (row->peer >= 0 && !narrow)
			canvas_textf(view, y, end + 6, ROLE_INTERVIEWER, "peer %d", row->peer);
	} else
		canvas_puts(view, y, end, ROLE_DIM, "not scored");
	if (chosen)
		canvas_paint(view, rect_make(y, 2, 1, view->cols - 2), ROLE_SELECTED);
}

/* Scores over time, oldest at the left. */
static void draw_chart(const struct world *world, const struct canvas_view *view, int y)
{
	size_t count = 0;
	double *scores = calloc(world->session_count + 1, sizeof *scores);
	for (size_t i = world->session_count; scores && i-- > 0;)
		if (world->sessions[i].score >= 0 && !is_other_side(&world->sessions[i]))
			scores[count++] = world->sessions[i].score;
	if (count > 1) {
		int x = 1 + canvas_puts(view, y, 1, ROLE_DIM, "Scores over time ");
		bar_draw_spark(view, y, x, view->cols - x - 12, ROLE_BAR_FULL, scores, count, 100);
		canvas_textf(view, y, view->cols - 10, ROLE_DIM, "last %.0f %%", scores[count - 1]);
	}
	free(scores);
}

/* How far one's own scores lie from what the notes show, and from what peers gave: the mirror gets its own mirror. */
static void write_calibration(const struct world *world, char out[160])
{
	int sum = 0, count = 0;
	size_t len = 0;
	for (size_t i = 0; i < world->session_count; i++) {
		const struct session_summary *row = &world->sessions[i];
		if (row->peer < 0 || row->score < 0 || is_other_side(row))
			continue;
		sum += row->score - row->peer;
		count++;
	}
	out[0] = '\0';
	double peers = count ? (double)sum / count : 0;
	if (world->gap_pairs)
		len = (size_t)snprintf(out, 160, "You score yourself %.1f %s what the notes show (%d)", world->gap < 0 ? -world->gap : world->gap,
		                       world->gap < 0 ? "below" : "above", world->gap_pairs);
	if (count)
		snprintf(out + len, 160 - len, "%s %.0f %% %s your peers (%d)", len ? "," : "You score yourself", peers < 0 ? -peers : peers,
		         peers < 0 ? "below" : "above", count);
}

static void draw_history(void *state, const struct world *world, const struct canvas_view *view)
{
	struct history *history = state;
	struct rect area = canvas_view_area(view);
	struct rect title = rect_cut_top(&area, 1);
	canvas_fill(view, title, ROLE_TITLE);
	canvas_textf(view, title.y, 1, ROLE_TITLE, "Past interviews: %zu", world->session_count);
	draw_chart(world, view, rect_cut_top(&area, 1).y);
	char calibration[160];
	write_calibration(world, calibration);
	if (*calibration && area.rows > 8) {
		bool fits = canvas_text_cells(calibration, strlen(calibration)) <= view->cols - 2;
		struct rect rows = rect_cut_top(&area, fits ? 1 : 2);
		struct canvas_view said = canvas_sub(view, rect_inset(&rows, 0, 1));
		prose_draw(&said, 0, 0, ROLE_DIM, calibration);
	}
	list_set_count(&history->list, world->session_count);
	struct canvas_view list = canvas_sub(view, area);
	list_place(&history->list, &list);
	for (size_t i = history->list.top; i < list_end(&history->list); i++)
		draw_row(&world->sessions[i], i == history->list.selected, &list, (int)(i - history->list.top));
	if (!world->session_count)
		canvas_puts(&list, 0, 2, ROLE_DIM, "Nothing here yet. An interview that you have begun appears at once.");
}

static void open_selected(void *state, const struct world *world, struct intents *out)
{
	const struct session_summary *row = selected(state, world);
	if (row)
		intent_simple(out, INTENT_OPEN, row->id);
}

static void really_delete(void *state, const struct world *world, struct intents *out)
{
	const struct session_summary *row = selected(state, world);
	if (row)
		intent_simple(out, INTENT_DELETE, row->id);
}

static const struct binding delete_binding = { .keys = "", .name = "Delete", .help = "", .run = really_delete };

static void delete(void *state, const struct world *world, struct intents *out)
{
	const struct session_summary *row = selected(state, world);
	char date[32];
	if (!row)
		return;
	struct confirm_argument argument = { .title = "Delete this interview?", .yes = "delete it", .binding = &delete_binding };
	format_date(date, row->started_ms);
	snprintf(argument.text, sizeof argument.text,
	         "**%.80s** of %s, %d minutes: its notes, its conversation, its scores and its debrief disappear from every list. "
	         "`sysdrill purge` then removes them from the disk for good.", row->title, date, (int)(row->spent_ms / 60000));
	intent_push(out, &screen_confirm, &argument, sizeof argument);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Open", .help = "Open its debrief, or go on with it when it is unfinished", .footer = 1,
	  .run = open_selected },
	{ .keys = "d Delete", .name = "Delete", .help = "Delete this interview; asks first", .footer = 2, .run = delete },
	{ .keys = "Esc q", .name = "Back", .help = "Back to the library", .footer = 3, .run = screen_go_back },
};

const struct screen_class screen_history = {
	.name = "history", .title = "Past interviews",
	.about = "Newest first. Enter opens notes, conversation and debrief; an unfinished interview goes on where it stopped.",
	.state_size = sizeof(struct history),
	.open = open_history, .key = key_history, .draw = draw_history,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
