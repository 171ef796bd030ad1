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

static void draw_reader(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)world;
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

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Keep", .help = "Keep what was found, and read on", .footer = 1, .run = stop_search,
	  .when = is_searching },
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
