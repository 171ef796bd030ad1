/* Home: the library of problems, what each is about, and what to do next in one key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "screens/mdview.h"
#include "screens/screen.h"
#include "tui/input.h"
#include "tui/list.h"

enum { TWO_PANES_COLS = 76, PREVIEW_MIN_COLS = 30, PREVIEW_REST_MS = 100, DIFFICULTY_COLS = 11 };

struct home {
	struct list list;
	size_t *shown;                  /* indices into world->problems */
	size_t problem_count;           /* for which `shown` was made */
	struct input filter;
	bool filtering;
	struct mdview preview;
	char previewed[96];             /* id of the problem that the preview was made for; asked for at most once */
	const struct problem *previewed_problem;
	int64_t chosen_ms;              /* when the selection last moved: the file is read when it rests */
	bool looked;                    /* for an unfinished interview to offer, once */
};

static bool word_in(const char *word, const char *text)
{
	size_t len = strlen(word);
	for (; *text; text++)
		if (!strncasecmp(text, word, len))
			return true;
	return !len;
}

/* Every word of the filter must occur somewhere in the row. */
static bool passes(const struct problem_row *row, const char *filter)
{
	char words[256], *rest = words, *word;
	snprintf(words, sizeof words, "%s", filter);
	while ((word = strsep(&rest, " ")))
		if (!word_in(word, row->title) && !word_in(word, row->id) && !word_in(word, row->tracks) &&
		    !word_in(word, row->patterns) && !word_in(word, difficulty_name(row->difficulty)))
			return false;
	return true;
}

static void refilter(struct home *home, const struct world *world)
{
	const char *filter = input_text(&home->filter, NULL);
	size_t count = 0;
	free(home->shown);
	home->shown = xcalloc(world->problem_count, sizeof *home->shown);
	for (size_t i = 0; i < world->problem_count; i++)
		if (!*filter || passes(&world->problems[i], filter))
			home->shown[count++] = i;
	list_set_count(&home->list, count);
	home->problem_count = world->problem_count;
}

static const struct problem_row *selected(const struct home *home, const struct world *world)
{
	if (!home->list.count || home->shown[home->list.selected] >= world->problem_count)
		return NULL;
	return &world->problems[home->shown[home->list.selected]];
}

static void open_home(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct home *home = state;
	list_init(&home->list);
	input_init(&home->filter, NULL);
	mdview_init(&home->preview, world->settings->ascii);
	refilter(home, world);
}

static void close_home(void *state)
{
	struct home *home = state;
	free(home->shown);
	input_release(&home->filter);
	mdview_release(&home->preview);
}

/* The preview: what the card says, how it went, and the prompt. */
static void make_preview(struct home *home, const struct problem_row *row)
{
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "## %s\n\n", row->title);
	if (*row->broken)
		strbuf_addf(&text, "**This file cannot be used.**\n\n%s\n\nMend it with `sysdrill lint`.\n", row->broken);
	else
		strbuf_addf(&text, "%s\n\n*%s* - %s\n\n", row->summary, difficulty_name(row->difficulty), row->tracks);
	if (*row->unfinished)
		strbuf_adds(&text, "**An interview on it is unfinished:** press `c` to go on.\n\n");
	if (row->times && row->last_score >= 0)
		strbuf_addf(&text, "Practised %d %s, last score %d %%.\n\n", row->times, row->times == 1 ? "time" : "times",
		            row->last_score);
	else if (row->times)
		strbuf_addf(&text, "Practised %d %s, not scored yet.\n\n", row->times, row->times == 1 ? "time" : "times");
	if (home->previewed_problem)
		strbuf_addf(&text, "### The prompt\n\n%s\n", home->previewed_problem->prompt);
	if (*row->patterns && !*row->broken)
		strbuf_addf(&text, "\n### What it practises\n\n%s\n", row->patterns);
	mdview_set(&home->preview, text.text, text.len);
	strbuf_release(&text);
}

static bool preview_is_there(const struct world *world, const struct problem_row *row)
{
	return world->preview && !strcmp(world->preview->id, row->id);
}

/* Brings the preview up to date with the selection; the file itself is read only after the list was drawn. */
static void follow_selection(struct home *home, const struct world *world)
{
	const struct problem_row *row = selected(home, world);
	const struct problem *problem = row && preview_is_there(world, row) ? world->preview : NULL;
	if (!row || (problem == home->previewed_problem && !strcmp(home->previewed, row->id)))
		return;
	if (strcmp(home->previewed, row->id))
		home->chosen_ms = world->now_ms;
	snprintf(home->previewed, sizeof home->previewed, "%s", row->id);
	home->previewed_problem = problem;
	make_preview(home, row);
}

static bool needs_preview(const struct home *home, const struct world *world)
{
	const struct problem_row *row = selected(home, world);
	return row && !*row->broken && !preview_is_there(world, row);
}

static int wake_home(const void *state, const struct world *world)
{
	const struct home *home = state;
	int64_t due = home->chosen_ms + PREVIEW_REST_MS - world->now_ms;
	if (!home->looked)
		return 0;
	return !needs_preview(home, world) ? -1 : due > 0 ? (int)due : 0;
}

static void resume(struct intents *out, const char *session)
{
	intent_simple(out, INTENT_GO_ON, session);
}

static void go_on_newest(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	if (world->unfinished)
		resume(out, world->unfinished->id);
}

static const struct binding newest_binding = { .keys = "", .name = "Go on", .help = "", .run = go_on_newest };

/* Once, when the program starts: the interview that was left or cut off. */
static void offer_unfinished(const struct world *world, struct intents *out)
{
	const struct session_summary *session = world->unfinished;
	if (!session || world->session)
		return;
	struct confirm_argument argument = { .title = "Go on where you stopped?", .yes = "go on", .binding = &newest_binding };
	snprintf(argument.text, sizeof argument.text, "**%.80s** is unfinished: %d of %d minutes, in %.40s. Your notes are as you left them.",
	         session->title, (int)(session->spent_ms / 60000), (int)(session->budget_ms / 60000), session->phase);
	intent_push(out, &screen_confirm, &argument, sizeof argument);
}

static void tick_home(void *state, const struct world *world, struct intents *out)
{
	struct home *home = state;
	/* Whoever began with something else, such as joining a room, is not asked. */
	if (!home->looked && !world->covered)
		offer_unfinished(world, out);
	home->looked = true;
	if (needs_preview(home, world) && world->now_ms - home->chosen_ms >= PREVIEW_REST_MS)
		intent_simple(out, INTENT_PREVIEW, selected(home, world)->id);
}

static void synced_home(void *state, const struct world *world)
{
	struct home *home = state;
	home->previewed[0] = '\0';
	refilter(home, world);
}

static void key_home(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)out;
	struct home *home = state;
	if (home->filtering && input_key(&home->filter, key)) {
		refilter(home, world);
		list_select(&home->list, 0);
	} else {
		list_key(&home->list, key);
	}
}

static void draw_score(const struct problem_row *row, const struct canvas_view *view, int y, int x)
{
	if (*row->unfinished)
		canvas_puts(view, y, x, ROLE_WARN, "   on");
	else if (row->last_score >= 0)
		canvas_textf(view, y, x, row->last_score >= 66 ? ROLE_OK : ROLE_TEXT, "%4d%%", row->last_score);
	else
		canvas_puts(view, y, x + 4, ROLE_DIM, "-");
	if (row->times)
		canvas_textf(view, y, x + 6, ROLE_DIM, "%3dx", row->times);
}

static void draw_row(const struct problem_row *row, bool chosen, const struct canvas_view *view, int y)
{
	int title_cols = view->cols - 2 - DIFFICULTY_COLS - 11;
	if (chosen)
		canvas_glyph(view, y, 0, ROLE_KEY, GLYPH_POINTER);
	canvas_text_fit(view, y, 2, title_cols - 1, *row->broken ? ROLE_STRIKE : ROLE_TEXT, row->title, strlen(row->title));
	int x = 2 + title_cols;
	if (*row->broken) {
		canvas_puts(view, y, x, ROLE_ALERT, "broken");
	} else {
		canvas_puts(view, y, x, ROLE_DIM, difficulty_name(row->difficulty));
		draw_score(row, view, y, x + DIFFICULTY_COLS);
	}
	if (chosen)
		canvas_paint(view, rect_make(y, 2, 1, view->cols - 2), ROLE_SELECTED);
}

static void draw_list(struct home *home, const struct world *world, const struct canvas_view *view)
{
	list_place(&home->list, view);
	for (size_t i = home->list.top; i < list_end(&home->list); i++)
		draw_row(&world->problems[home->shown[i]], i == home->list.selected, view, (int)(i - home->list.top));
	if (!home->list.count)
		canvas_puts(view, 0, 2, ROLE_DIM, world->problem_count ? "No problem has these words. Esc shows all."
		                                                       : "No problems were found. See 'sysdrill config'.");
}

static void draw_title(const struct home *home, const struct world *world, const struct canvas_view *view, int y)
{
	canvas_fill(view, rect_make(y, 0, 1, view->cols), ROLE_TITLE);
	canvas_puts(view, y, 1, ROLE_TITLE, "sysdrill");
	char right[64];
	if (home->list.count == world->problem_count)
		snprintf(right, sizeof right, "%zu problems", world->problem_total);
	else
		snprintf(right, sizeof right, "%zu of %zu problems", home->list.count, world->problem_count);
	canvas_text_right(view, y, view->cols - 1, ROLE_TITLE, right, strlen(right));
}

static void draw_home(void *state, const struct world *world, const struct canvas_view *view)
{
	struct home *home = state;
	struct rect area = canvas_view_area(view);
	if (home->problem_count != world->problem_count)
		refilter(home, world);
	follow_selection(home, world);
	draw_title(home, world, view, rect_cut_top(&area, 1).y);
	if (area.cols >= TWO_PANES_COLS) {
		int cols = area.cols * 2 / 5 < PREVIEW_MIN_COLS ? PREVIEW_MIN_COLS : area.cols * 2 / 5;
		struct rect right = rect_cut_right(&area, cols);
		canvas_vline(view, right.y, right.x, right.rows, ROLE_BORDER);
		rect_cut_left(&right, 2);
		struct canvas_view preview = canvas_sub(view, right);
		mdview_draw(&home->preview, &preview);
	}
	area.cols -= area.cols < view->cols;
	struct rect heading = rect_cut_top(&area, 1);
	if (home->filtering || *input_text(&home->filter, NULL)) {
		input_draw(&home->filter, view, heading.y, 1, heading.cols - 2, "/", home->filtering);
	} else {
		canvas_puts(view, heading.y, 2, ROLE_DIM, "Problem");
		canvas_puts(view, heading.y, heading.cols - DIFFICULTY_COLS - 11, ROLE_DIM, "Difficulty Score Done");
	}
	struct canvas_view list = canvas_sub(view, area);
	draw_list(home, world, &list);
}

static bool typing(const void *state)
{
	return ((const struct home *)state)->filtering;
}

static void start(void *state, const struct world *world, struct intents *out)
{
	struct home *home = state;
	const struct problem_row *row = selected(home, world);
	home->filtering = false;
	if (row && *row->broken)
		intent_message(out, "%s cannot be used: %s", row->title, row->broken);
	else if (row)
		intent_push(out, &screen_start, row, sizeof *row);
}

static void go_on(void *state, const struct world *world, struct intents *out)
{
	const struct problem_row *row = selected(state, world);
	/* The selected problem's interview if it has one; else the newest of all. */
	if (row && *row->unfinished)
		resume(out, row->unfinished);
	else if (world->unfinished)
		go_on_newest(state, world, out);
	else
		intent_message(out, "No interview is unfinished. Enter starts one.");
}

static void history(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_HISTORY, NULL);
	intent_push(out, &screen_history, NULL, 0);
}

static void open_reference(void *state, const struct world *world, struct intents *out)
{
	const struct problem_row *row = selected(state, world);
	if (!row || !preview_is_there(world, row))
		return;
	struct reader_argument argument = { .markdown = NULL };
	struct strbuf text = STRBUF_INIT, estimates = STRBUF_INIT;
	snprintf(argument.title, sizeof argument.title, "%.60s: the reference", row->title);
	for (int i = 0; i < SECTION_COUNT; i++)
		strbuf_addf(&text, "# %s\n\n%s\n\n", section_title((enum section)i), world->preview->reference[i]);
	for (size_t i = 0; i < world->preview->estimate_blocks.count; i++)
		strbuf_addf(&estimates, "%s\n", world->preview->estimate_blocks.items[i]);
	argument.markdown = intent_text(out, text.text);
	argument.estimates = intent_text(out, estimates.text);
	intent_push(out, &screen_reader, &argument, sizeof argument);
	strbuf_release(&estimates);
	strbuf_release(&text);
}

static const struct binding reference_binding = { .keys = "", .name = "Reference", .help = "", .run = open_reference };

static void reference(void *state, const struct world *world, struct intents *out)
{
	const struct problem_row *row = selected(state, world);
	if (!row || *row->broken) {
		intent_message(out, "There is no reference to read here.");
		return;
	}
	struct confirm_argument argument = { .title = "This spoils it", .yes = "read it anyway", .binding = &reference_binding };
	snprintf(argument.text, sizeof argument.text,
	         "The reference gives away how **%.80s** can be designed. You can practise on it once without knowing; "
	         "afterwards the debrief shows you the same text beside your own notes.", row->title);
	intent_push(out, &screen_confirm, &argument, sizeof argument);
}

static void tour(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_PAGE, PAGE_TOUR);
}

static void welcome(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_welcome, NULL, 0);
}

static void filter(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct home *)state)->filtering = true;
}

static void stop_filter(void *state, const struct world *world, struct intents *out)
{
	(void)out;
	struct home *home = state;
	home->filtering = false;
	input_clear(&home->filter);
	refilter(home, world);
}

static bool is_filtered(const void *state, const struct world *world)
{
	(void)world;
	const struct home *home = state;
	return home->filtering || *input_text(&home->filter, NULL);
}

static void shelf(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_PAGES, NULL);
	intent_push(out, &screen_shelf, NULL, 0);
}

static void search(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_PAGES, NULL);
	intent_push(out, &screen_search, NULL, 0);
}

static void open_paper(struct intents *out, enum paper paper)
{
	intent_push(out, &screen_paper, &paper, sizeof paper);
}

static void cheatsheet(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	open_paper(out, PAPER_CHEATSHEET);
}

static void stories(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	open_paper(out, PAPER_STORIES);
}

static void join(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_join, NULL, 0);
}

static void estimate(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_estimate, NULL, 0);
}

static void quit(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_QUIT, NULL);
}

static bool has_unfinished(const void *state, const struct world *world)
{
	(void)state;
	return world->unfinished != NULL;
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Start", .help = "Start an interview on this problem", .footer = 1, .run = start },
	{ .keys = "c", .name = "Go on", .help = "Go on with an unfinished interview", .footer = 2, .run = go_on,
	  .when = has_unfinished },
	{ .keys = "/", .name = "Filter", .help = "Show only problems with these words: title, track, pattern, difficulty",
	  .footer = 3, .run = filter },
	{ .keys = "h", .name = "History", .help = "Past interviews: notes, debriefs, scores over time", .footer = 4, .run = history },
	{ .keys = "r", .name = "Reference", .help = "Read how this problem can be designed (it spoils it)", .footer = 5,
	  .run = reference },
	{ .keys = "p", .name = "Read", .help = "The week's plan, how to practise, a page for each building block", .footer = 6, .run = shelf },
	{ .keys = "s", .name = "Search", .help = "Find words in all pages, problems and your own notes", .run = search },
	{ .keys = "b", .name = "Cheat sheet", .help = "Your own page of what to remember", .run = cheatsheet },
	{ .keys = "m", .name = "My stories", .help = "What you have operated yourself, tagged; the debrief offers it where it fits", .run = stories },
	{ .keys = "e", .name = "Estimate", .help = "Back-of-envelope arithmetic with units", .footer = 7, .run = estimate },
	{ .keys = "J", .name = "Join", .help = "Join a room as candidate: the interviewer tells you its code", .run = join },
	{ .keys = "t", .name = "Tour", .help = "What sysdrill does, in five minutes", .footer = 8, .run = tour },
	{ .keys = "w", .name = "Welcome", .help = "The first screen again", .run = welcome },
	{ .keys = "Esc", .name = "Show all", .help = "Take the filter away", .run = stop_filter, .when = is_filtered },
	{ .keys = "q", .name = "Quit", .help = "Leave sysdrill", .footer = 9, .run = quit },
};

const struct screen_class screen_home = {
	.name = "home", .title = "Problems",
	.about = "All problems, the most often asked first. Arrows or j and k choose one, Enter starts a timed interview on it. "
	         "The score is that of the last interview; 'on' marks one that is unfinished.",
	.state_size = sizeof(struct home),
	.open = open_home, .key = key_home, .draw = draw_home, .close = close_home, .typing = typing,
	.wake_ms = wake_home, .tick = tick_home, .synced = synced_home,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
