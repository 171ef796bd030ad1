/* Reader: a document to read, with headings to jump to and a search. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "screens/mdview.h"
#include "screens/screen.h"
#include "tui/input.h"

struct reader {
	char title[96];
	char page[64];
	struct mdview text;
	struct input search;
	bool searching;
	size_t matches;
	char *estimates;                /* owned; "" for none */
};

static void open_reader(void *state, const struct world *world, const void *argument)
{
	struct reader *reader = state;
	const struct reader_argument *what = argument;
	memcpy(reader->title, what->title, sizeof reader->title);
	memcpy(reader->page, what->page, sizeof reader->page);
	mdview_init(&reader->text, world->settings->ascii);
	mdview_set(&reader->text, what->markdown, strlen(what->markdown));
	input_init(&reader->search, NULL);
	reader->estimates = xstrdup(what->estimates ? what->estimates : "");
}

static void close_reader(void *state)
{
	struct reader *reader = state;
	mdview_release(&reader->text);
	input_release(&reader->search);
	free(reader->estimates);
}

static void search(struct reader *reader, int direction)
{
	reader->matches = mdview_search(&reader->text, input_text(&reader->search, NULL), direction);
}

static void key_reader(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	struct reader *reader = state;
	if (reader->searching && input_key(&reader->search, key))
		search(reader, 0);
	else
		mdview_key(&reader->text, key);
}

static void tick_name(const struct reader *reader, size_t task, char out[96])
{
	snprintf(out, 96, "%s.%zu", reader->page, task + 1);
}

/* Which tasks of this page were ticked. */
static void take_ticks(struct reader *reader, const struct world *world)
{
	for (size_t task = 0; *reader->page && task < reader->text.task_count; task++) {
		char name[96];
		tick_name(reader, task, name);
		reader->text.ticked[task] = false;
		for (size_t i = 0; i < world->tick_count && !reader->text.ticked[task]; i++)
			reader->text.ticked[task] = !strcmp(world->ticks[i], name);
	}
}

static void draw_reader(void *state, const struct world *world, const struct canvas_view *view)
{
	struct reader *reader = state;
	struct rect area = canvas_view_area(view);
	struct rect title = rect_cut_top(&area, 1);
	canvas_fill(view, title, ROLE_TITLE);
	canvas_puts(view, title.y, 1, ROLE_TITLE, reader->title);
	if (reader->searching || *reader->text.search) {
		struct rect line = rect_cut_bottom(&area, 1);
		input_draw(&reader->search, view, line.y, line.x + 1, line.cols - 14, "/", reader->searching);
		canvas_textf(view, line.y, line.cols - 12, ROLE_DIM, "%zu found", reader->matches);
	}
	area = rect_inset(&area, 0, 1);
	/* Prose is read best in lines of at most a hundred cells. */
	if (area.cols > 100)
		area.cols = 100;
	struct canvas_view text = canvas_sub(view, area);
	mdview_lines(&reader->text, text.cols - 1);
	take_ticks(reader, world);
	mdview_draw(&reader->text, &text);
}

static bool typing(const void *state)
{
	return ((const struct reader *)state)->searching;
}

static void start_search(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	struct reader *reader = state;
	input_clear(&reader->search);
	reader->searching = true;
}

static void stop_search(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct reader *)state)->searching = false;
}

static void next_match(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	search(state, 1);
}

static void previous_match(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	search(state, -1);
}

static void leave(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	struct reader *reader = state;
	if (!reader->searching && !*reader->text.search) {
		intent_simple(out, INTENT_POP, NULL);
		return;
	}
	reader->searching = false;
	reader->text.search[0] = '\0';
}

static void next_item(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	mdview_go(&((struct reader *)state)->text, 1);
}

static void previous_item(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	mdview_go(&((struct reader *)state)->text, -1);
}

static bool has_items(const void *state, const struct world *world)
{
	(void)world;
	return ((const struct reader *)state)->text.item_count;
}

static bool on_link(const void *state, const struct world *world)
{
	(void)world;
	const struct reader *reader = state;
	const struct mdview_item *item = mdview_item(&reader->text);
	return !reader->searching && item && item->link >= 0;
}

static bool on_task(const void *state, const struct world *world)
{
	(void)world;
	const struct reader *reader = state;
	const struct mdview_item *item = mdview_item(&reader->text);
	return !reader->searching && *reader->page && item && item->link < 0;
}

/* A link within the library names a file: its id is what stands before ".md". */
static void follow(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	const struct reader *reader = state;
	const char *url = reader->text.doc.links[mdview_item(&reader->text)->link].url;
	const char *slash = strrchr(url, '/'), *name = slash ? slash + 1 : url, *end = strstr(name, ".md");
	char id[64];
	if (strstr(url, "://") || !end || (size_t)(end - name) >= sizeof id) {
		intent_message(out, "%s", url);
		return;
	}
	memcpy(id, name, (size_t)(end - name));
	id[end - name] = '\0';
	intent_simple(out, INTENT_PAGE, id);
}

static void tick(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	const struct reader *reader = state;
	size_t task = mdview_item(&reader->text)->task;
	char name[96], key[128];
	tick_name(reader, task, name);
	snprintf(key, sizeof key, STATE_TICK "%s", name);
	intent_remember(out, key, reader->text.ticked[task] ? "" : "x");
}

static bool is_searching(const void *state, const struct world *world)
{
	(void)world;
	return ((const struct reader *)state)->searching;
}

static bool has_search(const void *state, const struct world *world)
{
	(void)world;
	return *((const struct reader *)state)->text.search;
}

static bool has_estimates(const void *state, const struct world *world)
{
	(void)world;
	const struct reader *reader = state;
	return *reader->estimates;
}

static void play(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	struct estimate_argument argument = { .text = ((const struct reader *)state)->estimates };
	intent_push(out, &screen_estimate, &argument, sizeof argument);
}

static bool is_page(const void *state, const struct world *world)
{
	(void)world;
	const struct reader *reader = state;
	return *reader->page && !reader->searching;
}

/* The part of the page that is at the top of the screen, with its heading, at the end of the cheat sheet. */
static void to_cheatsheet(void *state, const struct world *world, struct intents *out)
{
	const struct reader *reader = state;
	const struct doc *doc = &reader->text.doc;
	struct strbuf text = STRBUF_INIT;
	int before = doc_heading_before(doc, reader->text.scroll.top + 1), after = doc_heading_after(doc, reader->text.scroll.top);
	size_t from = before >= 0 ? (size_t)doc->headings[before].line : 0;
	size_t to = after >= 0 ? (size_t)doc->headings[after].line : doc->line_count;
	strbuf_adds(&text, world->papers[PAPER_CHEATSHEET]);
	strbuf_addf(&text, "%s## %s: %s\n", text.len ? "\n" : "", reader->title, before >= 0 ? doc->headings[before].title : "");
	for (size_t i = from + (before >= 0 ? 2 : 0); i < to; i++) {
		strbuf_add(&text, doc->text + doc->lines[i].offset, doc->lines[i].len);
		strbuf_addc(&text, '\n');
	}
	intent_remember(out, paper_name(PAPER_CHEATSHEET), text.text);
	intent_message(out, "\"%s\" is in the cheat sheet (b in the library).", before >= 0 ? doc->headings[before].title : reader->title);
	strbuf_release(&text);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Keep", .help = "Keep what was found, and read on", .footer = 1, .run = stop_search,
	  .when = is_searching },
	{ .keys = "Enter", .name = "Follow", .help = "Follow the link", .footer = 1, .run = follow, .when = on_link },
	{ .keys = "Space x Enter", .name = "Tick", .help = "Tick this task, or take the tick back", .footer = 1, .run = tick, .when = on_task },
	{ .keys = "Tab", .name = "Links", .help = "To the next link or task", .footer = 1, .run = next_item, .when = has_items },
	{ .keys = "Shift-Tab", .name = "Link before", .help = "To the link or task before", .run = previous_item, .when = has_items },
	{ .keys = "c", .name = "To cheat sheet", .help = "Put the part at the top of the screen into your cheat sheet", .footer = 5,
	  .run = to_cheatsheet, .when = is_page },
	{ .keys = "/", .name = "Search", .help = "Find words in this text", .footer = 2, .run = start_search },
	{ .keys = "n", .name = "Next", .help = "Go to the next place that was found", .footer = 3, .run = next_match,
	  .when = has_search },
	{ .keys = "N", .name = "Previous", .help = "Go to the place found before", .run = previous_match,
	  .when = has_search },
	{ .keys = "e", .name = "Play with the numbers", .help = "A copy of this text's calculations in the estimate screen", .footer = 3,
	  .run = play, .when = has_estimates },
	{ .keys = "Esc q", .name = "Back", .help = "Close this text", .footer = 4, .run = leave },
};

const struct screen_class screen_reader = {
	.name = "reader", .title = "Reading",
	.about = "Arrows, Space and PgUp scroll; [ and ] go from heading to heading; / searches.",
	.state_size = sizeof(struct reader),
	.open = open_reader, .key = key_reader, .draw = draw_reader, .close = close_reader, .typing = typing,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
