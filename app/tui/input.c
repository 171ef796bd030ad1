#include "tui/input.h"

#include <string.h>

#include "base/utf8.h"

void input_init(struct input *input, struct clipboard *clipboard)
{
	const struct editor_options options = { .clipboard = clipboard, .single_line = true, .max_bytes = 4096 };
	*input = (struct input){ .editor = editor_new(&options) };
}

void input_release(struct input *input)
{
	editor_free(input->editor);
	input->editor = NULL;
}

/* The place in the text under a column of the canvas. */
static size_t offset_under(const struct input *input, int x)
{
	size_t len, at = 0, n, column = 0;
	const char *text = editor_text(input->editor, &len);
	size_t wanted = input->left + (size_t)(x > input->x ? x - input->x : 0);
	for (; at < len; at += n) {
		n = utf8_grapheme(text + at, len - at);
		column += (size_t)canvas_grapheme_cells(text + at, n);
		if (column > wanted)
			break;
	}
	return at;
}

bool input_key(struct input *input, const struct key *key)
{
	if (key_is_mouse(key)) {
		if (key->kind != K_CLICK || key->y != input->y || key->x < input->x || key->x >= input->x + input->cols)
			return false;
		editor_set_cursor(input->editor, offset_under(input, key->x));
		return true;
	}
	if (key_is(key, "Ctrl-U")) {
		size_t len;
		editor_text(input->editor, &len);
		editor_select(input->editor, 0, len);
		editor_insert(input->editor, "", 0);
		return true;
	}
	return editor_key(input->editor, key);
}

const char *input_text(const struct input *input, size_t *len)
{
	return editor_text(input->editor, len);
}

void input_set(struct input *input, const char *text)
{
	editor_set_text(input->editor, text, strlen(text));
	input->left = 0;
}

void input_clear(struct input *input)
{
	input_set(input, "");
}

/* Scrolls as little as keeps the cursor and the cell behind it in sight. */
static void scroll_to_cursor(struct input *input, size_t column, size_t cols)
{
	if (column < input->left)
		input->left = column;
	if (column >= input->left + cols)
		input->left = column - cols + 1;
}

void input_draw(struct input *input, const struct canvas_view *view, int y, int x, int cols, const char *prompt,
                bool focus)
{
	int used = prompt ? canvas_puts(view, y, x, ROLE_KEY, prompt) : 0;
	if (used >= cols)
		return;
	struct canvas_view line = canvas_sub(view, rect_make(y, x + used, 1, cols - used));
	input->y = line.y;
	input->x = line.x;
	input->cols = line.cols;
	size_t len, cursor = editor_cursor(input->editor), start, end;
	const char *text = editor_text(input->editor, &len);
	size_t column = (size_t)canvas_text_cells(text, cursor);
	scroll_to_cursor(input, column, (size_t)line.cols);
	canvas_fill(&line, canvas_view_area(&line), ROLE_INPUT);
	canvas_text(&line, 0, -(int)input->left, ROLE_INPUT, text, len);
	if (editor_selection(input->editor, &start, &end)) {
		int from = canvas_text_cells(text, start), to = canvas_text_cells(text, end);
		canvas_paint(&line, rect_make(0, from - (int)input->left, 1, to - from), ROLE_SELECTED);
	}
	if (focus)
		canvas_cursor(&line, 0, (int)(column - input->left));
}
