/* Search: words in all pages, problems and the notes of past interviews, as one types. */
#include <string.h>

#include "base/array.h"
#include "screens/screen.h"
#include "tui/input.h"
#include "tui/list.h"

struct search {
	struct input words;
	struct list list;
};

static void open_search(void *state, const struct world *world, const void *argument)
{
	(void)world, (void)argument;
	struct search *search = state;
	input_init(&search->words, NULL);
	list_init(&search->list);
}

static void close_search(void *state)
{
	input_release(&((struct search *)state)->words);
}

static void key_search(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	struct search *search = state;
	if (key_is(key, "Down") || key_is(key, "Up") || key_is(key, "PgDn") || key_is(key, "PgUp") || !input_key(&search->words, key)) {
		list_set_count(&search->list, world->hit_count);
		list_key(&search->list, key);
		return;
	}
	list_select(&search->list, 0);
	intent_simple(out, INTENT_SEARCH, input_text(&search->words, NULL));
}

/* The words that were found stand between the two marks. */
static void draw_snippet(const struct canvas_view *view, int y, int x, const char *snippet)
{
	enum role role = ROLE_DIM;
	while (*snippet && x < view->cols) {
		size_t len = strcspn(snippet, "\x01\x02");
		x += canvas_text(view, y, x, role, snippet, len);
		snippet += len;
		if (*snippet)
			role = *snippet++ == '\x01' ? ROLE_MATCH : ROLE_DIM;
	}
}

static void draw_search(void *state, const struct world *world, const struct canvas_view *view)
{
	struct search *search = state;
	struct rect area = canvas_view_area(view), title = rect_cut_top(&area, 1);
	canvas_fill(view, title, ROLE_TITLE);
	canvas_puts(view, title.y, 1, ROLE_TITLE, "Search");
	struct rect line = rect_cut_top(&area, 2);
	input_draw(&search->words, view, line.y, 1, line.cols - 2, "/", true);
	list_set_count(&search->list, world->hit_count);
	struct canvas_view list = canvas_sub(view, area);
	list_set_rows(&search->list, list.rows / 2);
	for (size_t i = search->list.top; i < list_end(&search->list); i++) {
		const struct search_hit *hit = &world->hits[i];
		int y = 2 * (int)(i - search->list.top);
		if (i == search->list.selected)
			canvas_glyph(&list, y, 0, ROLE_KEY, GLYPH_POINTER);
		int x = 2 + canvas_text_fit(&list, y, 2, list.cols - 20, ROLE_STRONG, hit->title, strlen(hit->title));
		canvas_puts(&list, y, x + 2, ROLE_DIM, hit->kind);
		draw_snippet(&list, y + 1, 4, hit->snippet);
	}
	if (!world->hit_count && *input_text(&search->words, NULL))
		canvas_puts(&list, 0, 2, ROLE_DIM, "Nothing has all of these words.");
}

static bool typing(const void *state)
{
	(void)state;
	return true;
}

static void open_hit(void *state, const struct world *world, struct intents *out)
{
	size_t index = ((struct search *)state)->list.selected;
	if (index >= world->hit_count)
		return;
	const struct search_hit *hit = &world->hits[index];
	if (!strcmp(hit->kind, "session"))
		intent_simple(out, INTENT_OPEN, hit->id);
	else
		intent_simple(out, INTENT_PAGE, hit->id);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Open", .help = "Open what is chosen: a page, a problem, a past interview", .footer = 1, .run = open_hit },
	{ .keys = "Esc", .name = "Back", .help = "Close the search", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_search = {
	.name = "search", .title = "Search",
	.about = "All words must occur; the last one may be the beginning of one. References of problems are left out, so that nothing is spoiled.",
	.state_size = sizeof(struct search),
	.open = open_search, .key = key_search, .draw = draw_search, .close = close_search, .typing = typing,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
