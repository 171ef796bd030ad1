/* Start: with which time, at which level, with or without a curveball. Enter takes what stands there. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "screens/prose.h"
#include "screens/screen.h"

enum field { FIELD_PRESET, FIELD_LEVEL, FIELD_CURVEBALL, FIELD_COMPANY, FIELD_COUNT };
enum company { ALONE, ROOM, HERE, COMPANY_COUNT };
/* Below it, there is room for what can be chosen only. */
enum { ALL_COLS = 52 };

/* What is chosen, and what that means where there is room to say it. */
static const struct { const char *name, *means; } companies[COMPANY_COUNT] = {
	[ALONE] = { "alone", "" },
	[ROOM] = { "a peer, elsewhere", "You interview; they join with a code." },
	[HERE] = { "a peer, right here", "You interview; both of you share this terminal." },
};

struct start {
	char problem[96], title[96];
	enum field field;
	size_t preset;
	enum level level;
	bool curveball;
	enum company company;
};

static void open_start(void *state, const struct world *world, const void *argument)
{
	struct start *start = state;
	const struct problem_row *row = argument;
	snprintf(start->problem, sizeof start->problem, "%s", row->id);
	snprintf(start->title, sizeof start->title, "%s", row->title);
	start->level = world->settings->level;
	start->company = world->room.hosts_next ? ROOM : ALONE;
	for (size_t i = 0; i < settings_preset_count(world->settings); i++)
		if (!strcmp(settings_preset_at(world->settings, i)->name, world->settings->preset))
			start->preset = i;
}

/* Steps around a ring of `count`. */
static size_t step(size_t value, int by, size_t count)
{
	return (value + count + (size_t)(by + (int)count) - count) % count;
}

static void change(struct start *start, const struct world *world, int by)
{
	switch (start->field) {
	case FIELD_PRESET:
		start->preset = step(start->preset, by, settings_preset_count(world->settings));
		break;
	case FIELD_LEVEL:
		start->level = (enum level)step(start->level, by, LEVEL_COUNT);
		break;
	case FIELD_CURVEBALL:
		start->curveball = !start->curveball;
		break;
	case FIELD_COMPANY:
		start->company = (enum company)step(start->company, by, COMPANY_COUNT);
		break;
	case FIELD_COUNT:
		break;
	}
}

static void key_start(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)out;
	struct start *start = state;
	if (key_is(key, "Down") || key_is(key, "j") || key_is(key, "Tab"))
		start->field = (enum field)step(start->field, 1, FIELD_COUNT);
	else if (key_is(key, "Up") || key_is(key, "k") || key_is(key, "Shift-Tab"))
		start->field = (enum field)step(start->field, -1, FIELD_COUNT);
	else if (key_is(key, "Right") || key_is(key, "l") || key_is(key, "Space"))
		change(start, world, 1);
	else if (key_is(key, "Left") || key_is(key, "h"))
		change(start, world, -1);
}

static void draw_field(const struct canvas_view *view, int y, bool chosen, const char *label, const char *value)
{
	if (chosen)
		canvas_glyph(view, y, 0, ROLE_KEY, GLYPH_POINTER);
	canvas_puts(view, y, 2, ROLE_LABEL, label);
	canvas_glyph(view, y, 13, chosen ? ROLE_KEY : ROLE_DIM, GLYPH_ARROW_LEFT);
	int x = 15 + canvas_puts(view, y, 15, chosen ? ROLE_SELECTED : ROLE_STRONG, value);
	canvas_glyph(view, y, x + 1, chosen ? ROLE_KEY : ROLE_DIM, GLYPH_ARROW_RIGHT);
}

static void draw_phases(const struct preset *preset, const struct canvas_view *view, int y)
{
	if (y + (int)preset->count > view->rows || view->cols < ALL_COLS) {
		/* Not a line for each: all in a few. */
		struct strbuf text = STRBUF_INIT;
		for (size_t i = 0; i < preset->count; i++)
			strbuf_addf(&text, "%s%s %d", i ? ", " : "", preset->phases[i].name, preset->phases[i].target_ms / 60000);
		prose_draw(view, 4, 2, ROLE_DIM, text.text);
		strbuf_release(&text);
		return;
	}
	for (size_t i = 0; i < preset->count; i++, y++) {
		const struct phase *phase = &preset->phases[i];
		canvas_puts(view, y, 4, ROLE_TEXT, phase->name);
		canvas_textf(view, y, 24, ROLE_DIM, "%2d min  (%d to %d)%s", phase->target_ms / 60000, phase->low_ms / 60000,
		             phase->high_ms / 60000, phase->probes ? ", questions" : "");
	}
}

static void draw_start(void *state, const struct world *world, const struct canvas_view *view)
{
	struct start *start = state;
	struct rect inside = canvas_box(view, canvas_view_area(view), start->title, true);
	inside = rect_inset(&inside, 0, 1);
	struct rect choice = rect_cut_bottom(&inside, 1);
	struct canvas_view area = canvas_sub(view, inside);
	const struct preset *preset = settings_preset_at(world->settings, start->preset);
	char text[64];
	snprintf(text, sizeof text, "%d", preset_total_ms(preset) / 60000);
	if (!strcmp(text, preset->name))
		snprintf(text, sizeof text, "%s minutes", preset->name);
	else
		snprintf(text, sizeof text, "%s (%d minutes)", preset->name, preset_total_ms(preset) / 60000);
	draw_field(&area, 0, start->field == FIELD_PRESET, "Time", text);
	draw_field(&area, 1, start->field == FIELD_LEVEL, "Level", level_title(start->level));
	draw_field(&area, 2, start->field == FIELD_CURVEBALL, "Curveball", start->curveball ? "one, near the end" : "none");
	draw_field(&area, 3, start->field == FIELD_COMPANY, "With", companies[start->company].name);
	if (area.cols >= ALL_COLS)
		canvas_puts(&area, 4, 15, ROLE_DIM, companies[start->company].means);
	draw_phases(preset, &area, 5);
	int x = choice.x + canvas_puts(view, choice.y, choice.x, ROLE_KEY, "Enter");
	x += canvas_puts(view, choice.y, x, ROLE_TEXT, start->company == ALONE ? " starts the clock   " : " opens the room   ");
	x += canvas_puts(view, choice.y, x, ROLE_KEY, "Esc");
	canvas_puts(view, choice.y, x, ROLE_TEXT, " back");
}

static void go(void *state, const struct world *world, struct intents *out)
{
	struct start *start = state;
	const char *preset = settings_preset_at(world->settings, start->preset)->name;
	intent_simple(out, INTENT_POP, NULL);
	if (start->company == ALONE)
		intent_start(out, start->problem, preset, level_name(start->level), start->curveball);
	else
		intent_host(out, start->problem, preset, level_name(start->level), start->curveball, start->company == HERE);
}

static const struct binding bindings[] = {
	{ .keys = "Enter", .name = "Start", .help = "Start the clock", .footer = 1, .run = go },
	{ .keys = "Esc q", .name = "Back", .help = "Back to the library", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_start = {
	.name = "start", .title = "Start",
	.about = "Up and down choose a line, left and right change it. The level decides by which bar the debrief measures; a curveball "
	         "changes a constraint when you think you are done. With a peer you are the interviewer, and see the script.",
	.state_size = sizeof(struct start), .dialog_rows = 15, .dialog_cols = 68,
	.open = open_start, .key = key_start, .draw = draw_start,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
