/* Seats: whoever comes back to a room at a machine that has several of its seats says which one is theirs. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "screens/prose.h"
#include "screens/screen.h"
#include "tui/list.h"

struct seats {
	struct list list;
};

static void open_seats(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct seats *seats = state;
	list_init(&seats->list);
	list_set_count(&seats->list, world->room.left_count);
}

static void key_seats(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	list_key(&((struct seats *)state)->list, key);
}

static void draw_seats(void *state, const struct world *world, const struct canvas_view *view)
{
	struct seats *seats = state;
	struct rect inside = canvas_box(view, canvas_view_area(view), "Which seat is yours?", true);
	struct rect below = rect_cut_bottom(&inside, 2);
	struct canvas_view rows = canvas_sub(view, inside), text = canvas_sub(view, rect_inset(&below, 0, 1));
	list_set_count(&seats->list, world->room.left_count);
	list_place(&seats->list, &rows);
	for (size_t i = seats->list.top; i < list_end(&seats->list); i++) {
		const struct seat_choice *choice = &world->room.left[i];
		int y = (int)(i - seats->list.top);
		canvas_textf(&rows, y, 1, ROLE_TEXT, "%-14s", choice->seat);
		canvas_text_fit(&rows, y, 16, rows.cols - 17, ROLE_STRONG, choice->name, strlen(choice->name));
		if (i == seats->list.selected)
			canvas_paint(&rows, rect_make(y, 0, 1, rows.cols), ROLE_SELECTED);
	}
	prose_draw(&text, 0, 0, ROLE_DIM, "Enter takes it. The interviewer's side shows the script.");
}

static void take(void *state, const struct world *world, struct intents *out)
{
	const struct seats *seats = state;
	if (seats->list.selected >= world->room.left_count)
		return;
	intent_simple(out, INTENT_POP, NULL);
	intent_open(out, world->room.left_session, world->room.left[seats->list.selected].seat);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Take it", .help = "Go on in this seat", .footer = 1, .run = take },
	{ .keys = "Esc q", .name = "Back", .help = "Open nothing", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_seats = {
	.name = "seats", .title = "Which seat is yours?",
	.about = "Several people of this room sat at this machine, and none of their programs runs now. Choose the one that you are.",
	.state_size = sizeof(struct seats), .dialog_rows = 9, .dialog_cols = 60,
	.open = open_seats, .key = key_seats, .draw = draw_seats,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
