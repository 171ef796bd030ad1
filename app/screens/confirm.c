/* Confirm: one question before something that cannot be taken back; says what goes. */
#include <string.h>

#include "base/array.h"
#include "screens/mdview.h"
#include "screens/screen.h"

struct confirm {
	struct confirm_argument argument;
	struct mdview text;
};

static void open_confirm(void *state, const struct world *world, const void *argument)
{
	struct confirm *confirm = state;
	confirm->argument = *(const struct confirm_argument *)argument;
	mdview_init(&confirm->text, world->settings->ascii);
	mdview_set(&confirm->text, confirm->argument.text, strlen(confirm->argument.text));
}

static void close_confirm(void *state)
{
	struct confirm *confirm = state;
	mdview_release(&confirm->text);
}

static void key_confirm(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	struct confirm *confirm = state;
	mdview_key(&confirm->text, key);
}

static void draw_confirm(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)world;
	struct confirm *confirm = state;
	struct rect inside = canvas_box(view, canvas_view_area(view), confirm->argument.title, true);
	inside = rect_inset(&inside, 0, 1);
	struct rect choice = rect_cut_bottom(&inside, 1);
	int x = canvas_puts(view, choice.y, choice.x, ROLE_KEY, "y") + choice.x;
	x += canvas_textf(view, choice.y, x, ROLE_TEXT, " %s   ", confirm->argument.yes);
	x += canvas_puts(view, choice.y, x, ROLE_KEY, "Esc");
	canvas_puts(view, choice.y, x, ROLE_TEXT, " leave it as it is");
	struct canvas_view text = canvas_sub(view, inside);
	mdview_draw(&confirm->text, &text);
}

static void yes(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	struct confirm *confirm = state;
	intent_simple(out, INTENT_POP, NULL);
	intent_run(out, confirm->argument.binding);
}

static const struct binding bindings[] = {
	{ .keys = "y", .name = "Yes", .help = "Do it", .footer = 1, .run = yes },
	{ .keys = "Esc n q", .name = "No", .help = "Leave everything as it is", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_confirm = {
	.name = "confirm", .title = "Are you sure?", .about = "Nothing happens until you press y.",
	.state_size = sizeof(struct confirm), .dialog_rows = 10, .dialog_cols = 64,
	.open = open_confirm, .key = key_confirm, .draw = draw_confirm, .close = close_confirm,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
