/*
 * List: which of `count` entries is selected and which are in sight. The entries are the screen's own. Pure.
 *
 *     list_set_rows(&list, view->rows);
 *     for (size_t i = list.top; i < list_end(&list); i++)
 *             draw entry i in row i - list.top, selected when i == list.selected
 *
 * What always holds: selected < count (0 when there are none), and after list_set_rows() it is in sight.
 */
#ifndef SYSDRILL_TUI_LIST_H
#define SYSDRILL_TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/key.h"

struct list {
	size_t count;
	size_t selected;
	size_t top;             /* the first entry in sight */
	int rows;               /* entries that fit */
	int y, x, cols;         /* where it was last drawn, on the canvas; cols 0: nowhere, clicks mean nothing */
};

void list_init(struct list *list);
/* The selection stays where it is, or moves to the last entry. */
void list_set_count(struct list *list, size_t count);
/* How many entries fit; called when drawing. Scrolls as little as brings the selection into sight. */
void list_set_rows(struct list *list, int rows);
/* The same, for a list with one row an entry that fills a view: clicks on it then select. */
void list_place(struct list *list, const struct canvas_view *view);
void list_select(struct list *list, size_t index);
void list_move(struct list *list, long by);
/* One past the last entry in sight. */
size_t list_end(const struct list *list);
/* The entry in row `row` of the list (0 is the top); false when there is none: for clicks. */
bool list_at(const struct list *list, int row, size_t *index);
/* Up Down j k, PgUp PgDn, Home End g G, wheel, and a click on an entry. False when the key means nothing here. */
bool list_key(struct list *list, const struct key *key);

#endif
