/* Marks: what an interviewer noted, in the debrief: Space keeps one back when the others are released. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "screens/screen.h"
#include "tui/list.h"

struct marks {
	struct list list;
};

static const struct mark *mark_at(const struct world *world, size_t index)
{
	return session_mark_of(world->session, world->self, index);
}

static void open_marks(void *state, const struct world *world, const void *argument)
{
	(void)world, (void)argument;
	list_init(&((struct marks *)state)->list);
}

static void key_marks(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	list_key(&((struct marks *)state)->list, key);
}

static void draw_marks(void *state, const struct world *world, const struct canvas_view *view)
{
	struct marks *marks = state;
	struct rect inside = canvas_box(view, canvas_view_area(view), "My marks", true);
	struct canvas_view rows = canvas_sub(view, inside);
	size_t count = 0;
	while (mark_at(world, count))
		count++;
	list_set_count(&marks->list, count);
	list_place(&marks->list, &rows);
	for (size_t i = marks->list.top; i < list_end(&marks->list); i++) {
		const struct mark *mark = mark_at(world, i);
		int y = (int)(i - marks->list.top);
		const char *text = *mark->text ? mark->text : mark_title(mark->category);
		canvas_puts(&rows, y, 0, mark->held ? ROLE_DIM : ROLE_OK, mark->released ? "released " : mark->held ? "kept     " : "goes out ");
		const char *category = mark_name(mark->category);
		canvas_text_fit(&rows, y, 10, rows.cols - 11 - (int)strlen(category), ROLE_TEXT, text, strlen(text));
		canvas_text_right(&rows, y, rows.cols, ROLE_DIM, category, strlen(category));
		if (i == marks->list.selected)
			canvas_paint(&rows, rect_make(y, 0, 1, rows.cols), ROLE_SELECTED);
	}
}

static const struct mark *selected(const void *state, const struct world *world)
{
	return mark_at(world, ((const struct marks *)state)->list.selected);
}

static bool goes_out(const void *state, const struct world *world)
{
	const struct mark *mark = selected(state, world);
	return mark && !mark->released && !mark->held && !world->watching;
}

static bool is_kept(const void *state, const struct world *world)
{
	const struct mark *mark = selected(state, world);
	return mark && !mark->released && mark->held && !world->watching;
}

static void hold(const struct mark *mark, bool held, struct intents *out)
{
	intent_private(out, EVENT_MARK_HELD)->mark_held = (struct mark_held){
		.category = mark_name(mark->category), .text = intent_text(out, mark->text), .made_ms = mark->made_ms, .held = held };
}

static void keep(void *state, const struct world *world, struct intents *out)
{
	hold(selected(state, world), true, out);
}

static void let_go(void *state, const struct world *world, struct intents *out)
{
	hold(selected(state, world), false, out);
}

static const struct binding bindings[] = {
	{ .keys = "Space Enter", .name = "Keep back", .help = "Keep this one private", .footer = 1, .run = keep, .when = goes_out },
	{ .keys = "Space Enter", .name = "Let it go out", .help = "Let it go out with the scores; at once, when those are open", .footer = 1,
	  .run = let_go, .when = is_kept },
	{ .keys = "Esc q m", .name = "Back", .help = "Back to the debrief", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_marks = {
	.name = "marks", .title = "My marks",
	.about = "What you noted goes to the candidate with your scores, each with its time. What you keep back stays in a file of your own.",
	.state_size = sizeof(struct marks), .dialog_rows = 16, .dialog_cols = 76,
	.open = open_marks, .key = key_marks, .draw = draw_marks,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
