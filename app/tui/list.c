#include "tui/list.h"

void list_init(struct list *list)
{
	*list = (struct list){ .rows = 1 };
}

/* Scrolls as little as brings the selection into sight, and never past the last page. */
static void show_selected(struct list *list)
{
	size_t rows = (size_t)list->rows;
	if (list->selected < list->top)
		list->top = list->selected;
	if (list->selected >= list->top + rows)
		list->top = list->selected - rows + 1;
	size_t last_top = list->count > rows ? list->count - rows : 0;
	if (list->top > last_top)
		list->top = last_top;
}

void list_set_count(struct list *list, size_t count)
{
	list->count = count;
	list_select(list, list->selected);
}

void list_set_rows(struct list *list, int rows)
{
	list->rows = rows > 0 ? rows : 1;
	show_selected(list);
}

void list_place(struct list *list, const struct canvas_view *view)
{
	list->y = view->y;
	list->x = view->x;
	list->cols = view->cols;
	list_set_rows(list, view->rows);
}

void list_select(struct list *list, size_t index)
{
	list->selected = index < list->count ? index : list->count ? list->count - 1 : 0;
	show_selected(list);
}

void list_move(struct list *list, long by)
{
	size_t steps = by < 0 ? -(size_t)by : (size_t)by;
	if (by < 0)
		list_select(list, list->selected > steps ? list->selected - steps : 0);
	else
		list_select(list, steps < list->count - list->selected ? list->selected + steps : list->count);
}

size_t list_end(const struct list *list)
{
	size_t left = list->count - list->top;
	return list->top + (left < (size_t)list->rows ? left : (size_t)list->rows);
}

bool list_at(const struct list *list, int row, size_t *index)
{
	if (row < 0 || (size_t)row >= list_end(list) - list->top)
		return false;
	*index = list->top + (size_t)row;
	return true;
}

static bool list_click(struct list *list, const struct key *key)
{
	size_t index;
	if (key->x < list->x || key->x >= list->x + list->cols || !list_at(list, key->y - list->y, &index))
		return false;
	list_select(list, index);
	return true;
}

bool list_key(struct list *list, const struct key *key)
{
	static const struct { const char *name; int pages; int lines; } moves[] = {
		{ .name = "Up", .lines = -1 }, { .name = "k", .lines = -1 },
		{ .name = "Down", .lines = 1 }, { .name = "j", .lines = 1 },
		{ .name = "PgUp", .pages = -1 }, { .name = "PgDn", .pages = 1 },
	};
	if (key->kind == K_WHEEL_UP || key->kind == K_WHEEL_DOWN) {
		list_move(list, key->kind == K_WHEEL_UP ? -3 : 3);
		return true;
	}
	if (key->kind == K_CLICK)
		return list_click(list, key);
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (key_is(key, moves[i].name)) {
			list_move(list, moves[i].lines + (long)moves[i].pages * list->rows);
			return true;
		}
	if (key_is(key, "Home") || key_is(key, "g"))
		list_select(list, 0);
	else if (key_is(key, "End") || key_is(key, "G"))
		list_select(list, list->count);
	else
		return false;
	return true;
}
