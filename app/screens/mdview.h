/*
 * Mdview: a piece of Markdown on a canvas: parsed once, laid out again when the width changes, scrolled. The view
 * owns copies of everything. Shared by every screen that shows prose.
 */
#ifndef SYSDRILL_SCREENS_MDVIEW_H
#define SYSDRILL_SCREENS_MDVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "catalog/markdown.h"
#include "tui/canvas.h"
#include "tui/key.h"
#include "tui/scroll.h"

/* What can be gone to in a text: a link to follow, or a task to tick. */
struct mdview_item {
	size_t line;            /* of the doc */
	uint32_t span;          /* its first span */
	int link;               /* index into the doc's links; -1: a task */
	size_t task;            /* which task of the text, from 0 */
};

struct mdview {
	struct markdown *markdown;
	struct doc doc;
	struct scroll scroll;
	char search[64];        /* what is marked; "" for nothing */
	bool ascii;             /* bullets and borders from ASCII */
	struct mdview_item *items;      /* in the order of the text */
	size_t item_count, item_cap;
	size_t item;            /* the one that is gone to; item_count: none */
	bool *ticked;           /* for each task, beside what the text itself says; the owner of the view sets it */
	size_t task_count;
};

void mdview_init(struct mdview *view, bool ascii);
void mdview_release(struct mdview *view);
/* Scrolls to the top. The text is not needed any more afterwards. */
void mdview_set(struct mdview *view, const char *markdown, size_t len);
/* The same, where somebody may be reading: the place stays. */
void mdview_update(struct mdview *view, const char *markdown, size_t len);
/* Lines that the text takes at this width. */
size_t mdview_lines(struct mdview *view, int cols);
void mdview_draw(struct mdview *view, const struct canvas_view *canvas);
/* `to_end`: with the last line in sight. Who reads that line goes on reading it, whatever the size becomes. */
void mdview_draw_tail(struct mdview *view, const struct canvas_view *canvas, bool to_end);
/* Scrolling, and [ ] from heading to heading. False when the key means nothing here. */
bool mdview_key(struct mdview *view, const struct key *key);
/* To the next (or previous) item; scrolls it into sight. False: there is none. */
bool mdview_go(struct mdview *view, int direction);
/* The item that is gone to and in sight; NULL: none. */
const struct mdview_item *mdview_item(const struct mdview *view);
/* Marks and goes to the next (or previous) line with `needle` after the top; returns how many lines have it. */
size_t mdview_search(struct mdview *view, const char *needle, int direction);

/* Text that shall stand as it was typed: everything that Markdown could take for its own is escaped. */
void mdview_add_escaped(struct strbuf *out, const char *text);

#endif
