/* Help and palette: the bindings of the screen below, to read, to filter and to run. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "screens/prose.h"
#include "screens/screen.h"
#include "tui/input.h"
#include "tui/list.h"

/* The rule and the sentence at the bottom; below ABOUT_ROWS what the screen is for is left out. */
enum { CHOSEN_ROWS = 3, ABOUT_ROWS = 14 };

struct keys {
	struct keys_argument of;
	struct input filter;
	bool filtering;                 /* the palette always, the help after `/` */
	struct list list;
	const struct binding *shown[64];
};

static bool contains(const char *text, const char *part)
{
	size_t len = strlen(part);
	for (; *text; text++)
		if (!strncasecmp(text, part, len))
			return true;
	return !len;
}

/* Every word of the filter must occur in the name or the help. */
static bool passes(const struct binding *binding, const char *filter)
{
	char words[256], *rest = words, *word;
	snprintf(words, sizeof words, "%s", filter);
	while ((word = strsep(&rest, " ")))
		if (!contains(binding->name, word) && !contains(binding->help, word))
			return false;
	return true;
}

static void collect(struct keys *keys, const struct world *world, const struct binding *bindings, size_t count)
{
	for (size_t i = 0; i < count && keys->list.count < ARRAY_SIZE(keys->shown); i++) {
		const struct binding *binding = &bindings[i];
		if (binding->when && !binding->when(keys->of.state, world))
			continue;
		if (passes(binding, input_text(&keys->filter, NULL)))
			keys->shown[keys->list.count++] = binding;
	}
}

static void refilter(struct keys *keys, const struct world *world)
{
	size_t count;
	const struct binding *common = screen_common_bindings(&count);
	size_t selected = keys->list.selected;
	keys->list.count = 0;
	collect(keys, world, keys->of.screen->bindings, keys->of.screen->binding_count);
	collect(keys, world, common, count);
	list_set_count(&keys->list, keys->list.count);
	list_select(&keys->list, selected);
}

static void open_keys(void *state, const struct world *world, const void *argument)
{
	struct keys *keys = state;
	keys->of = *(const struct keys_argument *)argument;
	input_init(&keys->filter, NULL);
	list_init(&keys->list);
	refilter(keys, world);
}

static void open_palette(void *state, const struct world *world, const void *argument)
{
	struct keys *keys = state;
	open_keys(state, world, argument);
	keys->filtering = true;
}

static void close_keys(void *state)
{
	struct keys *keys = state;
	input_release(&keys->filter);
}

static void key_keys(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)out;
	struct keys *keys = state;
	if (keys->filtering && input_key(&keys->filter, key))
		refilter(keys, world);
	else
		list_key(&keys->list, key);
}

static void draw_binding(const struct binding *binding, bool selected, const struct canvas_view *view, int y)
{
	char key[KEY_NAME_SIZE];
	binding_key_name(binding, key);
	if (selected)
		canvas_glyph(view, y, 0, ROLE_KEY, GLYPH_POINTER);
	canvas_puts(view, y, 2, ROLE_KEY, key);
	int x = 14 + canvas_text_fit(view, y, 14, 20, ROLE_STRONG, binding->name, strlen(binding->name));
	if (x < 30)
		x = 30;
	canvas_text_fit(view, y, x + 1, view->cols - x - 1, ROLE_TEXT, binding->help, strlen(binding->help));
	if (selected)
		canvas_paint(view, rect_make(y, 2, 1, view->cols - 2), ROLE_SELECTED);
}

/* The whole sentence of the chosen line, at the bottom; returns the rows that are left above. */
static int draw_chosen(const struct keys *keys, const struct canvas_view *view)
{
	const struct binding *chosen = keys->list.count ? keys->shown[keys->list.selected] : NULL;
	int rows = view->rows - CHOSEN_ROWS;
	if (!chosen || rows < 3)
		return view->rows;
	canvas_hline(view, rows, 0, view->cols, ROLE_BORDER);
	prose_draw(view, rows + 1, 2, ROLE_TEXT, chosen->help);
	return rows;
}

static void draw_list(struct keys *keys, const struct canvas_view *whole)
{
	struct rect area = canvas_view_area(whole);
	area.rows = draw_chosen(keys, whole);
	struct canvas_view above = canvas_sub(whole, area), *view = &above;
	list_place(&keys->list, view);
	for (size_t i = keys->list.top; i < list_end(&keys->list); i++)
		draw_binding(keys->shown[i], i == keys->list.selected, view, (int)(i - keys->list.top));
	if (!keys->list.count)
		canvas_puts(view, 0, 2, ROLE_DIM, "Nothing of that name works here.");
}

static void draw_help(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)world;
	struct keys *keys = state;
	char title[96];
	snprintf(title, sizeof title, "Help: %s", keys->of.screen->title);
	struct rect area = canvas_view_area(view);
	struct rect inside = canvas_box(view, area, title, true);
	inside = rect_inset(&inside, 0, 1);
	struct canvas_view about = canvas_sub(view, inside);
	int rows = keys->filtering || inside.rows < ABOUT_ROWS ? 0 : prose_draw(&about, 0, 0, ROLE_TEXT, keys->of.screen->about);
	if (rows)
		rect_cut_top(&inside, rows + 1);
	if (keys->filtering) {
		struct rect line = rect_cut_top(&inside, 2);
		input_draw(&keys->filter, view, line.y, line.x, line.cols, "/", true);
	}
	struct canvas_view list = canvas_sub(view, inside);
	draw_list(keys, &list);
}

static void draw_palette(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)world;
	struct keys *keys = state;
	struct rect inside = canvas_box(view, canvas_view_area(view), "Commands", true);
	inside = rect_inset(&inside, 0, 1);
	struct rect line = rect_cut_top(&inside, 2);
	input_draw(&keys->filter, view, line.y, line.x, line.cols, ": ", true);
	struct canvas_view list = canvas_sub(view, inside);
	draw_list(keys, &list);
}

static bool typing(const void *state)
{
	return ((const struct keys *)state)->filtering;
}

static void run_selected(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	struct keys *keys = state;
	intent_simple(out, INTENT_POP, NULL);
	if (keys->list.count)
		intent_run(out, keys->shown[keys->list.selected]);
}

static void filter(void *state, const struct world *world, struct intents *out)
{
	(void)world, (void)out;
	((struct keys *)state)->filtering = true;
}

static bool is_not_filtering(const void *state, const struct world *world)
{
	(void)world;
	return !typing(state);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Run", .help = "Do what the chosen line says", .footer = 1, .run = run_selected },
	{ .keys = "/", .name = "Filter", .help = "Show only what has these words", .footer = 2, .run = filter,
	  .when = is_not_filtering },
	{ .keys = "Esc q F1", .name = "Back", .help = "Close this", .footer = 3, .run = screen_go_back },
};

const struct screen_class screen_help = {
	.name = "help", .title = "Help", .about = "Everything that works on the screen below.",
	.state_size = sizeof(struct keys), .dialog_rows = 30, .dialog_cols = 100,
	.open = open_keys, .key = key_keys, .draw = draw_help, .close = close_keys, .typing = typing,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};

const struct screen_class screen_palette = {
	.name = "palette", .title = "Commands", .about = "Type a part of a command's name; Enter runs it.",
	.state_size = sizeof(struct keys), .dialog_rows = 16, .dialog_cols = 90,
	.open = open_palette, .key = key_keys, .draw = draw_palette, .close = close_keys, .typing = typing,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
