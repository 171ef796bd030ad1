/* Welcome: the first screen of the first run. Three lines, two offers; never again unless asked for. */
#include <string.h>

#include "base/array.h"
#include "screens/prose.h"
#include "screens/screen.h"

static void draw_offers(const struct world *world, const struct canvas_view *page, int y)
{
	canvas_puts(page, y, 0, ROLE_KEY, "Enter");
	int x = 7 + canvas_puts(page, y, 7, ROLE_TEXT, "start with ");
	canvas_puts(page, y, x, ROLE_STRONG, world->problem_count ? world->problems[0].title : "a problem");
	canvas_puts(page, y + 1, 0, ROLE_KEY, "t");
	canvas_puts(page, y + 1, 7, ROLE_TEXT, "a tour in five minutes");
	canvas_puts(page, y + 2, 0, ROLE_KEY, "Esc");
	canvas_puts(page, y + 2, 7, ROLE_TEXT, "look at all problems");
}

static void draw_welcome(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)state;
	struct rect area = canvas_view_area(view);
	struct rect middle = rect_center(&area, 14, 70);
	struct canvas_view page = canvas_sub(view, middle);
	canvas_puts(&page, 0, 0, ROLE_HEADING, "sysdrill");
	if (page.cols < 70) {
		int y = 1 + prose_draw(&page, 1, 0, ROLE_TEXT, "Timed system design interviews. A debrief says what you missed. "
		                                                "All stays on this machine.");
		draw_offers(world, &page, y + 1);
		return;
	}
	canvas_puts(&page, 2, 0, ROLE_TEXT, "Timed system design interviews, with an interviewer who answers.");
	canvas_puts(&page, 3, 0, ROLE_TEXT, "You ask, design and take notes; the clock runs; nothing cuts you off.");
	canvas_puts(&page, 4, 0, ROLE_TEXT, "A debrief says what you missed. All stays on this machine.");
	draw_offers(world, &page, 6);
	canvas_puts(&page, 10, 0, ROLE_DIM, "F1 or ? helps anywhere; Ctrl-P finds any command.");
	canvas_puts(&page, 11, 0, ROLE_DIM, "Everything you type is saved as you type it.");
}

static void done(struct intents *out)
{
	intent_remember(out, STATE_WELCOME, "seen");
	intent_simple(out, INTENT_POP, NULL);
}

static void first_interview(void *state, const struct world *world, struct intents *out)
{
	(void)state;
	done(out);
	if (world->problem_count && !*world->problems[0].broken)
		intent_push(out, &screen_start, &world->problems[0], sizeof world->problems[0]);
}

static void tour(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	done(out);
	intent_simple(out, INTENT_PAGE, PAGE_TOUR);
}

static void look(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	done(out);
}

static void quit(void *state, const struct world *world, struct intents *out)
{
	(void)state, (void)world;
	intent_simple(out, INTENT_QUIT, NULL);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Start", .help = "Start the first interview", .footer = 1, .run = first_interview },
	{ .keys = "t", .name = "Tour", .help = "What sysdrill does, in five minutes", .footer = 2, .run = tour },
	{ .keys = "Esc", .name = "All problems", .help = "Look at the library", .footer = 3, .run = look },
	{ .keys = "q", .name = "Quit", .help = "Leave sysdrill", .footer = 4, .run = quit },
};

const struct screen_class screen_welcome = {
	.name = "welcome", .title = "Welcome", .about = "What sysdrill is, and where to begin.",
	.draw = draw_welcome, .bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
