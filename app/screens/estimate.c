/*
 * Estimate: a worksheet on the left, its results beside the lines as one types, and below what there is to know of the line
 * with the cursor: the error with its caret, the notes, the spread and which input causes it.
 *
 * In an interview the worksheet is a document of its log, one for all phases, so that names carry over; outside it is the scratch
 * worksheet; a copy of a reference's numbers is kept nowhere.
 */
#include "estimate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "screens/prose.h"
#include "screens/screen.h"
#include "tui/bar.h"
#include "tui/editor.h"

enum { BESIDE_COLS = 60, DETAIL_ROWS = 8, SHARES_MAX = 4, COLUMNS = 32 };

struct estimate_screen {
	struct editor *editor;
	struct worksheet *sheet;
	unsigned long version;          /* of the text that the sheet has */
	bool copy;                      /* kept nowhere */
	bool in_session;
};

static const char TEMPLATE[] =
	"# Requirements\n"
	"\n"
	"# Architecture\n"
	"\n"
	"# Data model\n"
	"\n"
	"# Optimization\n";

static const char PLACEHOLDER[] =
	"urls    = 100M/day\n"
	"writes  = urls in /s\n"
	"storage = urls * 500 B * 10 years in TB\n"
	"users   = 80M to 120M users        (a range: the answer has one, too)";

static void open_estimate(void *state, const struct world *world, const void *argument)
{
	struct estimate_screen *estimate = state;
	const struct estimate_argument *what = argument;
	estimate->editor = editor_new(&(struct editor_options){ .read_only = world->watching });
	estimate->sheet = worksheet_new(&(struct estimate_settings){ .days_per_year = world->settings->year_days_100 / 100.0 });
	editor_set_placeholder(estimate->editor, PLACEHOLDER);
	estimate->copy = what && what->text;
	estimate->in_session = !estimate->copy && world->session;
	const char *text = estimate->copy ? what->text
	                 : estimate->in_session ? session_text_for(world->session, STREAM_WORKSHEET, world->self, NULL)
	                 : world->papers[PAPER_SCRATCH];
	editor_set_text(estimate->editor, text, strlen(text));
	if (estimate->in_session && !*text && !world->watching) {
		/* Typed, not set: the headings go into the log with the first line. */
		editor_insert(estimate->editor, TEMPLATE, sizeof TEMPLATE - 1);
		editor_set_cursor(estimate->editor, strlen("# Requirements\n"));
	}
	estimate->version = editor_version(estimate->editor) - 1;
}

static void close_estimate(void *state)
{
	struct estimate_screen *estimate = state;
	editor_free(estimate->editor);
	worksheet_free(estimate->sheet);
}

static void evaluate(struct estimate_screen *estimate)
{
	if (estimate->version == editor_version(estimate->editor))
		return;
	size_t len;
	const char *text = editor_text(estimate->editor, &len);
	worksheet_set_text(estimate->sheet, text, len);
	estimate->version = editor_version(estimate->editor);
}

static void key_estimate(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	editor_key(((struct estimate_screen *)state)->editor, key);
}

static const struct estimate_result *result_at_cursor(const struct estimate_screen *estimate)
{
	size_t line = editor_line(estimate->editor);
	return line < worksheet_line_count(estimate->sheet) ? worksheet_line(estimate->sheet, line) : NULL;
}

static void draw_result(const struct estimate_result *result, const struct canvas_view *view, int y)
{
	switch (result->kind) {
	case ESTIMATE_VALUE:
		canvas_text_fit(view, y, 1, view->cols - 1, ROLE_STRONG, result->shown, strlen(result->shown));
		break;
	case ESTIMATE_ASSERTION:
		canvas_glyph(view, y, 1, ROLE_OK, GLYPH_CHECK);
		canvas_puts(view, y, 3, ROLE_OK, "holds");
		break;
	case ESTIMATE_ERROR:
		canvas_glyph(view, y, 1, ROLE_ALERT, GLYPH_CROSS_MARK);
		canvas_text_fit(view, y, 3, view->cols - 3, ROLE_ALERT, result->error->message, strlen(result->error->message));
		break;
	case ESTIMATE_DECLARATION:
		canvas_puts(view, y, 1, ROLE_DIM, "a unit of its own");
		break;
	case ESTIMATE_BLANK:
		break;
	}
}

static void draw_results(struct estimate_screen *estimate, const struct canvas_view *view)
{
	canvas_vline(view, 0, 0, view->rows, ROLE_BORDER);
	struct rect area = canvas_view_area(view);
	rect_cut_left(&area, 1);
	struct canvas_view inside = canvas_sub(view, area);
	for (size_t i = 0; i < worksheet_line_count(estimate->sheet); i++) {
		int y = editor_line_row(estimate->editor, i);
		if (y >= 0)
			draw_result(worksheet_line(estimate->sheet, i), &inside, y);
	}
}

/* The picture of the spread, and which input causes how much of it. */
static int draw_spread(const struct estimate_screen *estimate, size_t line, const struct canvas_view *view, int y)
{
	const struct estimate_result *result = worksheet_line(estimate->sheet, line);
	struct estimate_share shares[SHARES_MAX];
	size_t columns[COLUMNS], most = 1;
	double heights[COLUMNS], low, high;
	if (worksheet_histogram(estimate->sheet, line, columns, COLUMNS, &low, &high)) {
		for (size_t i = 0; i < COLUMNS; i++)
			most = columns[i] > most ? columns[i] : most;
		for (size_t i = 0; i < COLUMNS; i++)
			heights[i] = (double)columns[i];
		int x = 1 + canvas_textf(view, y, 1, ROLE_DIM, "%s ", result->shown_p5);
		bar_draw_spark(view, y, x, COLUMNS, ROLE_BAR_FULL, heights, COLUMNS, (double)most);
		canvas_textf(view, y++, x + COLUMNS + 1, ROLE_DIM, "%s   (5 %% to 95 %%)", result->shown_p95);
	}
	size_t count = worksheet_shares(estimate->sheet, line, shares, SHARES_MAX);
	if (count > 1)
		canvas_puts(view, y++, 1, ROLE_DIM, "What the spread comes from; ask the interviewer about the first:");
	for (size_t i = 0; count > 1 && i < count && i < SHARES_MAX; i++) {
		struct bar bar = { .value = shares[i].share, .max = 1 };
		bar_draw(view, y, 1, 20, &bar);
		canvas_textf(view, y++, 23, ROLE_TEXT, "%3.0f %%  %s", shares[i].share * 100, shares[i].input);
	}
	return y;
}

/* An error as the command line shows it: the line, a caret under each operand, the way out. */
static void draw_error(const struct estimate_error *error, const struct canvas_view *view)
{
	size_t len = estimate_error_text(error, NULL, 0);
	char *text = xmalloc(len + 1), *rest = text, *line;
	estimate_error_text(error, text, len + 1);
	for (int y = 0; y < view->rows && (line = strsep(&rest, "\n"));)
		y += *line == ' ' ? (canvas_puts(view, y, 1, y ? ROLE_TEXT : ROLE_ALERT, line), 1)
		                  : prose_draw(view, y, 1, y ? ROLE_TEXT : ROLE_ALERT, line);
	free(text);
}

static void draw_detail(const struct estimate_screen *estimate, const struct canvas_view *view)
{
	const struct estimate_result *result = result_at_cursor(estimate);
	if (!result || result->kind == ESTIMATE_BLANK) {
		int y = prose_draw(view, 0, 1, ROLE_DIM, "name = expression [in unit]; 100M/day, 500 B, 99.9%, 80M to 120M, assert x < 1 TB");
		prose_draw(view, y, 1, ROLE_DIM, "A result stands beside its line; the line with the cursor is explained here.");
		return;
	}
	if (result->kind == ESTIMATE_ERROR) {
		draw_error(result->error, view);
		return;
	}
	int y = 0;
	if (result->kind == ESTIMATE_VALUE)
		y += prose_draw(view, y, 1, ROLE_STRONG, result->detail);
	if (result->uncertain)
		y = draw_spread(estimate, editor_line(estimate->editor), view, y);
	for (size_t i = 0; i < result->note_count && y < view->rows; i++)
		y += prose_draw(view, y, 1, ROLE_DIM, result->notes[i]);
}

static void draw_estimate(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)world;
	struct estimate_screen *estimate = state;
	struct rect area = canvas_view_area(view);
	evaluate(estimate);
	struct rect title = rect_cut_top(&area, 1);
	canvas_fill(view, title, ROLE_TITLE);
	canvas_textf(view, title.y, 1, ROLE_TITLE, "Estimate%s", estimate->copy ? ": a copy of the reference, kept nowhere"
	             : estimate->in_session ? ": this interview's worksheet" : ": scratch worksheet");
	struct rect detail = rect_cut_bottom(&area, area.rows > 20 ? DETAIL_ROWS + 2 : area.rows >= 14 ? DETAIL_ROWS : DETAIL_ROWS / 2);
	struct canvas_view below = canvas_sub(view, canvas_box(view, detail, "This line", false));
	if (area.cols >= BESIDE_COLS) {
		struct canvas_view results = canvas_sub(view, rect_cut_right(&area, area.cols * 2 / 5));
		struct canvas_view text = canvas_sub(view, area);
		editor_draw(estimate->editor, &text, true);
		draw_results(estimate, &results);
	} else {
		struct canvas_view text = canvas_sub(view, area);
		editor_draw(estimate->editor, &text, true);
	}
	draw_detail(estimate, &below);
}

static bool typing(const void *state)
{
	(void)state;
	return true;
}

static void flush(void *state, const struct world *world, struct intents *out)
{
	struct estimate_screen *estimate = state;
	if (estimate->copy || world->watching || !editor_has_splices(estimate->editor))
		return;
	struct splice_list splices = SPLICE_LIST_INIT;
	editor_take_splices(estimate->editor, &splices);
	if (!estimate->in_session)
		intent_remember(out, paper_name(PAPER_SCRATCH), editor_text(estimate->editor, NULL));
	else if (world->session)
		intent_edit(out, STREAM_WORKSHEET, &splices);
	splice_list_release(&splices);
}

static bool has_notes(const void *state, const struct world *world)
{
	(void)state;
	return world->session && !world->watching && world->session->stage == STAGE_RUNNING;
}

/* The working and what comes out of it, as a bullet. */
static void put_into_notes(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	struct estimate_screen *estimate = state;
	evaluate(estimate);
	const struct estimate_result *result = result_at_cursor(estimate);
	if (!result || result->kind != ESTIMATE_VALUE) {
		intent_message(out, "There is no result in this line.");
		return;
	}
	struct strbuf text = STRBUF_INIT;
	const char *comment = memchr(result->text, '#', result->text_len);
	strbuf_add(&text, result->text, comment ? (size_t)(comment - result->text) : result->text_len);
	strbuf_trim(&text);
	strbuf_splice(&text, 0, 0, "- ", 2);
	strbuf_addf(&text, " = %s\n", result->shown);
	intent_insert(out, text.text);
	intent_message(out, "In the notes: %.*s", (int)text.len - 1, text.text);
	strbuf_release(&text);
}

static void calculators(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_CALCULATORS, NULL);
	intent_push(out, &screen_calculators, NULL, 0);
}

static const struct binding bindings[] = {
	{ .keys = "Ctrl-R", .name = "Into the notes", .help = "Put this line, with its result, into the notes of the phase", .footer = 1,
	  .run = put_into_notes, .when = has_notes },
	{ .keys = "F3", .name = "Calculators", .help = "Pick a calculator and fill in its form", .footer = 2, .run = calculators },
	{ .keys = "Esc F8", .name = "Back", .help = "Back; the worksheet is kept", .footer = 3, .run = screen_go_back },
};

const struct screen_class screen_estimate = {
	.name = "estimate", .title = "Estimate",
	.about = "One calculation a line; a name defined above can be used below. Units are checked, counts too (users, requests, servers). "
	         "'80M to 120M' is a range: the answer shows its spread and which input causes it.",
	.state_size = sizeof(struct estimate_screen),
	.open = open_estimate, .key = key_estimate, .draw = draw_estimate, .close = close_estimate, .typing = typing, .flush = flush,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
