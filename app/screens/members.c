/* Members: who is in the room, as what, and since when; the interviewer may remove somebody. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "screens/mdview.h"
#include "screens/screen.h"
#include "tui/list.h"

struct members {
	struct list list;
};

static void open_members(void *state, const struct world *world, const void *argument)
{
	(void)world, (void)argument;
	list_init(&((struct members *)state)->list);
}

static void key_members(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	list_key(&((struct members *)state)->list, key);
}

static void draw_members(void *state, const struct world *world, const struct canvas_view *view)
{
	struct members *members = state;
	struct rect inside = canvas_box(view, canvas_view_area(view), "Who is here", true);
	if (*world->room.code) {
		struct rect code = rect_cut_bottom(&inside, 1);
		canvas_textf(view, code.y, code.x + 1, ROLE_DIM, "The room's code: %s", world->room.code);
	}
	struct canvas_view rows = canvas_sub(view, inside);
	list_set_count(&members->list, world->session->member_count);
	list_place(&members->list, &rows);
	for (size_t i = members->list.top; i < list_end(&members->list); i++) {
		const struct member *member = &world->session->members[i];
		int y = (int)(i - members->list.top);
		canvas_textf(&rows, y, 1, member->removed ? ROLE_DIM : ROLE_TEXT, "%-12s", seat_name(member->seat));
		canvas_text_fit(&rows, y, 14, rows.cols - 30, member->removed ? ROLE_DIM : ROLE_STRONG, member->name, strlen(member->name));
		const char *said = member->removed ? "removed" : !strcmp(member->origin, world->self) ? "you"
		                   : *member->key ? "another machine" : "this machine";
		canvas_text_right(&rows, y, rows.cols - 1, ROLE_DIM, said, strlen(said));
		if (i == members->list.selected)
			canvas_paint(&rows, rect_make(y, 0, 1, rows.cols), ROLE_SELECTED);
	}
}

static bool may_remove(const void *state, const struct world *world)
{
	const struct members *members = state;
	return !world->watching && world->seat == SEAT_INTERVIEWER && members->list.selected > 0 &&
	       members->list.selected < world->session->member_count && !world->session->members[members->list.selected].removed;
}

static void remove_now(void *state, const struct world *world, struct intents *out)
{
	const struct members *members = state;
	intent_event(out, EVENT_MEMBER_REMOVED)->member_removed.member =
		intent_text(out, world->session->members[members->list.selected].origin);
}

static const struct binding remove_binding = { .keys = "", .name = "Remove", .help = "", .run = remove_now };

static void remove_member(void *state, const struct world *world, struct intents *out)
{
	const struct members *members = state;
	struct confirm_argument argument = { .title = "Take out of the room?", .yes = "take out", .binding = &remove_binding };
	struct strbuf text = STRBUF_INIT;
	strbuf_adds(&text, "**");
	mdview_add_escaped(&text, world->session->members[members->list.selected].name);
	strbuf_adds(&text, "** sees nothing that comes later; what they wrote stays. With the code they can ask to come in again.");
	snprintf(argument.text, sizeof argument.text, "%s", text.text);
	intent_push(out, &screen_confirm, &argument, sizeof argument);
	strbuf_release(&text);
}

static const struct binding bindings[] = {
	{ .keys = "Delete x", .name = "Remove", .help = "Take the chosen one out of the room; what they wrote stays", .footer = 1,
	  .run = remove_member, .when = may_remove },
	{ .keys = "Esc q M", .name = "Back", .help = "Back to the interview", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_members = {
	.name = "members", .title = "Who is here",
	.about = "Everybody that the interviewer has let in. Removing somebody changes the room's key: they read nothing that comes later.",
	.state_size = sizeof(struct members), .dialog_rows = 12, .dialog_cols = 64,
	.open = open_members, .key = key_members, .draw = draw_members,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
