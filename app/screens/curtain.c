/* Curtain: both sit at one terminal; between the two seats nothing of either can be seen. */
#include <stdio.h>

#include "base/array.h"
#include "screens/prose.h"
#include "screens/screen.h"

static enum seat next(const struct world *world)
{
	return seat_interviews(world->seat) ? SEAT_CANDIDATE : SEAT_INTERVIEWER;
}

static void draw_curtain(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)state;
	char text[128];
	struct rect area = canvas_view_area(view), middle = rect_center(&area, 7, 62);
	struct rect inside = canvas_box(view, middle, "Curtain", true);
	inside = rect_inset(&inside, 0, 1);
	struct canvas_view page = canvas_sub(view, inside);
	snprintf(text, sizeof text, "Give the keyboard to the %s.%s", seat_name(next(world)),
	         world->session->stage == STAGE_RUNNING ? " The clock goes on." : "");
	int y = prose_draw(&page, 0, 0, ROLE_STRONG, text);
	snprintf(text, sizeof text, "Enter opens the %s's side, Esc the %s's.", seat_name(next(world)), seat_name(world->seat));
	prose_draw(&page, y + 1, 0, ROLE_TEXT, text);
}

static void take(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_SEAT, NULL);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Open", .help = "Open the other side", .footer = 1, .run = take },
	{ .keys = "Esc", .name = "Back", .help = "It stays with who has it", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_curtain = {
	.name = "curtain", .title = "Curtain",
	.about = "Two people, one terminal: the interviewer's script is on the other side.",
	.state_size = 1,
	.draw = draw_curtain,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
