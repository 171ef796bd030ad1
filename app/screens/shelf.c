/* Shelf: everything there is to read: the plan, how to practise, and a page for each building block. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "screens/prose.h"
#include "screens/screen.h"
#include "tui/list.h"

enum { TWO_PANES_COLS = 76 };

struct shelf {
	struct list list;
};

static void open_shelf(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct shelf *shelf = state;
	list_init(&shelf->list);
	list_set_count(&shelf->list, world->page_count);
}

static const struct page_row *selected(const struct shelf *shelf, const struct world *world)
{
	return shelf->list.selected < world->page_count ? &world->pages[shelf->list.selected] : NULL;
}

static void key_shelf(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	list_key(&((struct shelf *)state)->list, key);
}

static void draw_row(const struct world *world, size_t index, bool chosen, const struct canvas_view *view, int y)
{
	const struct page_row *row = &world->pages[index];
	bool first = !index || strcmp(row->group, world->pages[index - 1].group);
	if (chosen)
		canvas_glyph(view, y, 0, ROLE_KEY, GLYPH_POINTER);
	canvas_text_fit(view, y, 2, view->cols - 20, *row->broken ? ROLE_STRIKE : ROLE_TEXT, row->title, strlen(row->title));
	if (first)
		canvas_text_fit(view, y, view->cols - 17, 16, ROLE_DIM, row->group, strlen(row->group));
	if (chosen)
		canvas_paint(view, rect_make(y, 2, 1, view->cols - 2), ROLE_SELECTED);
}

static void draw_summary(const struct page_row *row, const struct canvas_view *view)
{
	int y = prose_draw(view, 0, 0, ROLE_HEADING, row->title) + 1;
	y += prose_draw(view, y, 0, *row->broken ? ROLE_ALERT : ROLE_TEXT, *row->broken ? row->broken : row->summary) + 1;
	if (*row->problems) {
		canvas_puts(view, y++, 0, ROLE_DIM, "Leaned on by");
		prose_draw(view, y, 0, ROLE_TEXT, row->problems);
	}
}

static void draw_shelf(void *state, const struct world *world, const struct canvas_view *view)
{
	struct shelf *shelf = state;
	struct rect area = canvas_view_area(view), title = rect_cut_top(&area, 1);
	canvas_fill(view, title, ROLE_TITLE);
	canvas_textf(view, title.y, 1, ROLE_TITLE, "To read: %zu page%s", world->page_count,
	             world->page_count == 1 ? "" : "s");
	list_set_count(&shelf->list, world->page_count);
	const struct page_row *row = selected(shelf, world);
	if (area.cols >= TWO_PANES_COLS && row) {
		struct rect right = rect_cut_right(&area, area.cols * 2 / 5);
		canvas_vline(view, right.y, right.x, right.rows, ROLE_BORDER);
		rect_cut_left(&right, 2);
		struct canvas_view summary = canvas_sub(view, right);
		draw_summary(row, &summary);
	}
	struct canvas_view list = canvas_sub(view, area);
	list_place(&shelf->list, &list);
	for (size_t i = shelf->list.top; i < list_end(&shelf->list); i++)
		draw_row(world, i, i == shelf->list.selected, &list, (int)(i - shelf->list.top));
	if (!world->page_count)
		canvas_puts(&list, 0, 2, ROLE_DIM, "No pages were found. See 'sysdrill config'.");
}

static void read_selected(void *state, const struct world *world, struct intents *out)
{
	const struct page_row *row = selected(state, world);
	if (row)
		intent_simple(out, INTENT_PAGE, row->id);
}

static void search(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_push(out, &screen_search, NULL, 0);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Read", .help = "Open this page", .footer = 1, .run = read_selected },
	{ .keys = "/", .name = "Search", .help = "Find words in all pages, problems and your own notes", .footer = 2, .run = search },
	{ .keys = "Esc q", .name = "Back", .help = "Back to the library", .footer = 3, .run = screen_go_back },
};

const struct screen_class screen_shelf = {
	.name = "shelf", .title = "To read",
	.about = "The week's plan, how interviews go and how to practise, and a page for each building block. In a page, Tab goes from link "
	         "to link, Enter follows one, Space ticks a task.",
	.state_size = sizeof(struct shelf),
	.open = open_shelf, .key = key_shelf, .draw = draw_shelf,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
