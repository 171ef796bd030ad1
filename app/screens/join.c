/* Join: the code that the interviewer told, one's name, and as what; then the wait until the interviewer opens the door. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "screens/prose.h"
#include "screens/screen.h"
#include "session/room_code.h"
#include "tui/input.h"

enum field { FIELD_CODE, FIELD_NAME, FIELD_SEAT, FIELD_BROKER, FIELD_COUNT };

static const enum seat offered[] = { SEAT_CANDIDATE, SEAT_PANEL, SEAT_OBSERVER };

struct join {
	struct input code, name, broker;
	struct clipboard clipboard;
	enum field field;
	size_t seat;            /* index into offered[] */
};

static void open_join(void *state, const struct world *world, const void *argument)
{
	(void)argument;
	struct join *join = state;
	clipboard_init(&join->clipboard);
	input_init(&join->code, &join->clipboard);
	input_init(&join->name, &join->clipboard);
	input_init(&join->broker, &join->clipboard);
	input_set(&join->name, world->settings->name);
	input_set(&join->broker, world->settings->broker);
}

static void close_join(void *state)
{
	struct join *join = state;
	input_release(&join->code);
	input_release(&join->name);
	input_release(&join->broker);
	clipboard_release(&join->clipboard);
}

static void key_join(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	struct join *join = state;
	struct input *input = join->field == FIELD_CODE ? &join->code : join->field == FIELD_NAME ? &join->name : &join->broker;
	if (key_is(key, "Down") || key_is(key, "Tab"))
		join->field = (enum field)((join->field + 1) % FIELD_COUNT);
	else if (key_is(key, "Up") || key_is(key, "Shift-Tab"))
		join->field = (enum field)((join->field + FIELD_COUNT - 1) % FIELD_COUNT);
	else if (join->field != FIELD_SEAT)
		input_key(input, key);
	else if (key_is(key, "Right") || key_is(key, "Space"))
		join->seat = (join->seat + 1) % ARRAY_SIZE(offered);
	else if (key_is(key, "Left"))
		join->seat = (join->seat + ARRAY_SIZE(offered) - 1) % ARRAY_SIZE(offered);
}

static bool typing(const void *state)
{
	return ((const struct join *)state)->field != FIELD_SEAT;
}

static void go(void *state, const struct world *world, struct intents *out)
{
	struct join *join = state;
	char code[ID_SIZE];
	if (!room_code_parse(input_text(&join->code, NULL), code)) {
		join->field = FIELD_CODE;
		intent_message(out, "A code has sixteen letters and digits, such as 7K3M-Q2XV-9TRA-H4WP.");
		return;
	}
	const char *broker = input_text(&join->broker, NULL);
	if (!settings_is_broker(broker)) {
		join->field = FIELD_BROKER;
		intent_message(out, "A broker is written mqtts://HOST or mqtt://HOST:PORT; leave it empty for a room on this machine.");
		return;
	}
	if (strcmp(broker, world->settings->broker))
		intent_remember(out, STATE_BROKER, broker);
	/* The dialog goes when that worked; else the code need not be typed again. */
	intent_join(out, code, input_text(&join->name, NULL), seat_name(offered[join->seat]));
}

static void draw_join(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)world;
	struct join *join = state;
	struct rect inside = canvas_box(view, canvas_view_area(view), "Join a room", true);
	inside = rect_inset(&inside, 0, 1);
	struct canvas_view area = canvas_sub(view, inside);
	input_draw(&join->code, &area, 0, 0, area.cols, "Code    ", join->field == FIELD_CODE);
	input_draw(&join->name, &area, 1, 0, area.cols, "Name    ", join->field == FIELD_NAME);
	canvas_puts(&area, 2, 0, ROLE_LABEL, "As");
	bool chooses = join->field == FIELD_SEAT;
	canvas_glyph(&area, 2, 8, chooses ? ROLE_KEY : ROLE_DIM, GLYPH_ARROW_LEFT);
	int x = 10 + canvas_puts(&area, 2, 10, chooses ? ROLE_SELECTED : ROLE_TEXT, seat_name(offered[join->seat]));
	canvas_glyph(&area, 2, x + 1, chooses ? ROLE_KEY : ROLE_DIM, GLYPH_ARROW_RIGHT);
	input_draw(&join->broker, &area, 3, 0, area.cols, "Broker  ", join->field == FIELD_BROKER);
	prose_draw(&area, 5, 0, ROLE_DIM, "The interviewer has the code on the screen. A broker is only needed between two machines. Tab goes from line "
	           "to line, Enter joins.");
}

static const struct binding join_bindings[] = {
	{ .keys = "Enter", .name = "Join", .help = "Ask to be let in", .footer = 1, .run = go },
	{ .keys = "Esc", .name = "Back", .help = "Back to the library", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_join = {
	.name = "join", .title = "Join a room",
	.about = "Type the code that your interviewer has on the screen. Rooms on this machine are found at once, others through the broker "
	         "of the configuration.",
	.state_size = sizeof(struct join), .dialog_rows = 11, .dialog_cols = 64,
	.open = open_join, .key = key_join, .draw = draw_join, .close = close_join, .typing = typing,
	.bindings = join_bindings, .binding_count = ARRAY_SIZE(join_bindings),
};

static void draw_waiting(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)state;
	struct rect area = canvas_view_area(view), middle = rect_center(&area, 8, 64);
	struct rect inside = canvas_box(view, middle, "At the door", true);
	inside = rect_inset(&inside, 0, 1);
	struct canvas_view page = canvas_sub(view, inside);
	int y = prose_draw(&page, 0, 0, ROLE_TEXT, world->room.waiting);
	prose_draw(&page, y + 1, 0, ROLE_DIM, "Esc goes away from the door.");
}

static int wake_waiting(const void *state, const struct world *world)
{
	(void)state;
	return 1000 - (int)(world->now_ms % 1000);
}

static const struct binding waiting_bindings[] = {
	{ .keys = "Esc F9", .name = "Go away", .help = "Back to the library", .footer = 1, .run = screen_go_home },
};

const struct screen_class screen_waiting = {
	.name = "waiting", .title = "At the door",
	.about = "The interviewer sees your name and lets you in.",
	.state_size = 1,
	.draw = draw_waiting, .wake_ms = wake_waiting,
	.bindings = waiting_bindings, .binding_count = ARRAY_SIZE(waiting_bindings),
};
