/*
 * Paper: a text of the candidate's own that belongs to no interview: the cheat sheet, and the stories of what they have
 * operated. Written in the same editor as the notes, kept as one types, printed by `sysdrill paper`.
 */
#include <string.h>

#include "base/array.h"
#include "screens/screen.h"
#include "tui/editor.h"

struct paper_screen {
	enum paper paper;
	struct editor *editor;
};

static const char *const placeholders[PAPER_COUNT] = {
	[PAPER_SCRATCH] = "",
	[PAPER_CHEATSHEET] = "What you want to have read five minutes before the interview. While reading a page, c puts its part here.",
	[PAPER_STORIES] = "## A system you operated, or an incident you worked on\n"
	                  "Tags: scale, failure, monitoring, time series, constraints\n"
	                  "What it was, how large, what broke, what you decided and why. The debrief offers it where a problem asks for it.",
};

static void open_paper(void *state, const struct world *world, const void *argument)
{
	struct paper_screen *paper = state;
	paper->paper = *(const enum paper *)argument;
	paper->editor = editor_new(NULL);
	editor_set_placeholder(paper->editor, placeholders[paper->paper]);
	editor_set_text(paper->editor, world->papers[paper->paper], strlen(world->papers[paper->paper]));
}

static void close_paper(void *state)
{
	editor_free(((struct paper_screen *)state)->editor);
}

static void key_paper(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)world, (void)out;
	editor_key(((struct paper_screen *)state)->editor, key);
}

static void draw_paper(void *state, const struct world *world, const struct canvas_view *view)
{
	(void)world;
	struct paper_screen *paper = state;
	struct rect area = canvas_view_area(view);
	struct canvas_view text = canvas_sub(view, canvas_box(view, area, paper_title(paper->paper), true));
	editor_draw(paper->editor, &text, true);
}

static bool typing(const void *state)
{
	(void)state;
	return true;
}

static void flush(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	struct paper_screen *paper = state;
	struct splice_list splices;
	if (!editor_has_splices(paper->editor))
		return;
	editor_take_splices(paper->editor, &splices);
	splice_list_release(&splices);
	intent_remember(out, paper_name(paper->paper), editor_text(paper->editor, NULL));
}

static void edited(void *state, const struct world *world, const char *text, size_t len, struct intents *out)
{
	(void)world, (void)out;
	editor_replace_all(((struct paper_screen *)state)->editor, text, len);
}

static void external_editor(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	size_t len;
	const char *text = editor_text(((struct paper_screen *)state)->editor, &len);
	intent_editor(out, text, len);
}

static const struct binding bindings[] = {
	{ .keys = "Ctrl-G", .name = "Editor", .help = "Write it in your own editor ($EDITOR)", .footer = 1, .run = external_editor },
	{ .keys = "Esc", .name = "Back", .help = "Back; everything is kept as you type", .footer = 2, .run = screen_go_back },
};

const struct screen_class screen_paper = {
	.name = "paper", .title = "Own paper",
	.about = "A text of your own, kept as you type. 'sysdrill paper NAME' prints it, to take along.",
	.state_size = sizeof(struct paper_screen),
	.open = open_paper, .key = key_paper, .draw = draw_paper, .close = close_paper, .typing = typing, .flush = flush, .edited = edited,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
