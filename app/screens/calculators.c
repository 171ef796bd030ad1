/* Calculators: the list of those that ship and the user's own; Enter opens the form of one. */
#include <string.h>

#include "base/array.h"
#include "screens/screen.h"
#include "tui/list.h"

struct calculators {
	struct list list;
};

static void open_calculators(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct calculators *calculators = state;
	list_init(&calculators->list);
	list_set_count(&calculators->list, world->calculator_count);
}

static void key_calculators(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	list_key(&((struct calculators *)state)->list, key);
}

static void draw_calculators(void *state, const struct world *world, const struct canvas_view *view)
{
	struct list *list = &((struct calculators *)state)->list;
	struct rect inside = canvas_box(view, canvas_view_area(view), "Calculators", true);
	struct canvas_view area = canvas_sub(view, rect_inset(&inside, 0, 1));
	list_place(list, &area);
	for (size_t i = list->top; i < list_end(list); i++) {
		const struct calculator *calculator = &world->calculators[i];
		int y = (int)(i - list->top);
		if (i == list->selected)
			canvas_glyph(&area, y, 0, ROLE_KEY, GLYPH_POINTER);
		canvas_text_fit(&area, y, 2, 26, ROLE_STRONG, calculator->title, strlen(calculator->title));
		canvas_text_fit(&area, y, 29, area.cols - 29, ROLE_TEXT, calculator->summary, strlen(calculator->summary));
		if (i == list->selected)
			canvas_paint(&area, rect_make(y, 2, 1, area.cols - 2), ROLE_SELECTED);
	}
	if (!world->calculator_count)
		canvas_puts(&area, 0, 2, ROLE_DIM, "No calculators were found. See 'sysdrill config'.");
}

static void fill_in(void *state, const struct world *world, struct intents *out)
{
	size_t index = ((struct calculators *)state)->list.selected;
	if (index < world->calculator_count)
		intent_replace(out, &screen_form, &index, sizeof index);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Fill in", .help = "Open the form of this calculator", .footer = 1, .run = fill_in },
	{ .keys = "Esc q", .name = "Back", .help = "Back to the worksheet", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_calculators = {
	.name = "calculators", .title = "Calculators",
	.about = "Each is a worksheet with inputs to fill in. 'sysdrill calc --list' names them, too; your own go into the folder "
	         "content/calculators/ of the data directory.",
	.state_size = sizeof(struct calculators), .dialog_rows = 22, .dialog_cols = 96,
	.open = open_calculators, .key = key_calculators, .draw = draw_calculators,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
