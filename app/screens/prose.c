#include "screens/prose.h"

#include <string.h>

#include "base/utf8.h"

/* Bytes of the text that go into one row: whole words, or a part of one that is longer than the row. */
static size_t row_len(const char *text, size_t cols)
{
	size_t len = strlen(text), fit = utf8_fit(text, len, cols);
	if (fit == len)
		return len;
	for (size_t at = fit; at > 0; at--)
		if (text[at] == ' ')
			return at;
	return fit ? fit : 1;
}

int prose_draw(const struct canvas_view *view, int y, int x, enum role role, const char *text)
{
	int rows = 0;
	if (view->cols <= x)
		return 0;
	while (*text) {
		size_t len = row_len(text, (size_t)(view->cols - x));
		canvas_text(view, y + rows++, x, role, text, len);
		text += len;
		while (*text == ' ')
			text++;
	}
	return rows;
}
