#include "tui/canvas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

#define MAX_MARKS 4
#define MAX_SIZE 10000

/* How a grapheme is shown: a cell, or, for what must not be shown as itself, a sequence of ASCII in ROLE_UNSAFE. */
struct shape {
	struct canvas_cell cell;
	char escape[12];        /* empty: the cell counts */
	int cells;              /* 0: nothing at all is shown */
};

static struct canvas_cell blank(enum role role)
{
	struct canvas_cell cell = { .text = " ", .len = 1, .width = 1, .role = (uint8_t)role };
	return cell;
}

/* Characters of no width that are no combining marks: they would only make equal texts look equal or different. */
static bool is_invisible(int32_t cp)
{
	static const struct { int32_t first, last; } ranges[] = {
		{ 0x00AD, 0x00AD }, { 0x034F, 0x034F },         /* soft hyphen, grapheme joiner */
		{ 0x180B, 0x180F }, { 0x200B, 0x200D },         /* Mongolian selectors, zero width space, ZWNJ, ZWJ */
		{ 0x2060, 0x2064 }, { 0xFE00, 0xFE0F },         /* word joiner and invisible operators, variation selectors */
		{ 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB },         /* BOM, interlinear annotation */
		{ 0xE0000, 0xE0FFF },                           /* tags, more variation selectors */
	};
	if (cp < 0xAD)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

static bool is_blank(int32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r';
}

static void cell_add(struct canvas_cell *cell, int32_t cp)
{
	char bytes[4];
	size_t n = utf8_put(cp, bytes);
	if (cell->len + n > sizeof cell->text)
		return;
	memcpy(cell->text + cell->len, bytes, n);
	cell->len = (uint8_t)(cell->len + n);
}

static int code_point_cells(int32_t cp)
{
	char bytes[4];
	return utf8_grapheme_width(bytes, utf8_put(cp, bytes));
}

static bool is_plain(const char *s, size_t len)
{
	return *s >= 0x20 && *s < 0x7F && (len == 1 || (unsigned char)s[1] < 0x80);
}

/* The base character and up to MAX_MARKS marks of a grapheme that is more than one plain character. */
static void shape_cell(struct shape *shape, const char *s, size_t len)
{
	struct canvas_cell *cell = &shape->cell;
	bool based = false;
	int marks = 0;
	for (size_t i = 0; i < len;) {
		int32_t cp;
		i += utf8_decode(s + i, len - i, &cp);
		if (is_invisible(cp) || utf8_is_unsafe(cp))
			continue;
		int cells = code_point_cells(cp);
		if (!based) {
			/* A mark with nothing to stand on gets a space. */
			if (!cells)
				cell_add(cell, ' ');
			based = true;
			cell_add(cell, cp);
		} else if (cells < 2 && marks < MAX_MARKS) {
			cell_add(cell, cp);
			marks++;
		}
	}
	if (!based)
		return;
	int width = utf8_grapheme_width(s, len);
	cell->width = (uint8_t)(width ? width : 1);
	shape->cells = cell->width;
}

static void shape_grapheme(struct shape *shape, const char *s, size_t len)
{
	*shape = (struct shape){ .cells = 0 };
	int32_t cp;
	utf8_decode(s, len, &cp);
	if (is_blank(cp)) {
		/* Marks after a blank would be marks on nothing; the blank stays one. */
		shape->cell = blank(ROLE_TEXT);
		shape->cells = 1;
	} else if (cp < 0x20 || cp == 0x7F) {
		shape->escape[0] = '^';
		shape->escape[1] = (char)(cp ^ 0x40);
		shape->cells = 2;
	} else if (utf8_is_unsafe(cp) && !is_invisible(cp)) {
		shape->cells = snprintf(shape->escape, sizeof shape->escape, "<U+%04X>", (unsigned)cp);
	} else {
		shape_cell(shape, s, len);
	}
}

void canvas_init(struct canvas *canvas, int rows, int cols)
{
	*canvas = (struct canvas){ .cells = NULL };
	canvas_resize(canvas, rows, cols);
}

void canvas_release(struct canvas *canvas)
{
	free(canvas->cells);
	*canvas = (struct canvas){ .cells = NULL, .cursor_y = -1, .cursor_x = -1 };
}

static int within(int size)
{
	return size < 1 ? 1 : size > MAX_SIZE ? MAX_SIZE : size;
}

void canvas_resize(struct canvas *canvas, int rows, int cols)
{
	canvas->rows = within(rows);
	canvas->cols = within(cols);
	canvas->cells = xrealloc(canvas->cells, (size_t)canvas->rows * (size_t)canvas->cols * sizeof *canvas->cells);
	canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
	size_t count = (size_t)canvas->rows * (size_t)canvas->cols, done = 1;
	canvas->cells[0] = blank(ROLE_TEXT);
	for (size_t n; done < count; done += n) {
		n = done < count - done ? done : count - done;
		memcpy(canvas->cells + done, canvas->cells, n * sizeof *canvas->cells);
	}
	canvas->cursor_y = canvas->cursor_x = -1;
}

static struct canvas_cell *cell_at(const struct canvas *canvas, int y, int x)
{
	return &canvas->cells[(size_t)y * (size_t)canvas->cols + (size_t)x];
}

const struct canvas_cell *canvas_cell(const struct canvas *canvas, int y, int x)
{
	return y < 0 || x < 0 || y >= canvas->rows || x >= canvas->cols ? NULL : cell_at(canvas, y, x);
}

struct canvas_view canvas_view(struct canvas *canvas)
{
	return (struct canvas_view){
		.canvas = canvas, .rows = canvas->rows, .cols = canvas->cols,
		.clip = rect_make(0, 0, canvas->rows, canvas->cols),
	};
}

struct canvas_view canvas_sub(const struct canvas_view *view, struct rect rect)
{
	rect.y += view->y;
	rect.x += view->x;
	return (struct canvas_view){
		.canvas = view->canvas, .y = rect.y, .x = rect.x,
		.rows = rect.rows > 0 ? rect.rows : 0, .cols = rect.cols > 0 ? rect.cols : 0,
		.clip = rect_intersect(&view->clip, &rect),
	};
}

struct rect canvas_view_area(const struct canvas_view *view)
{
	return rect_make(0, 0, view->rows, view->cols);
}

/* Keeps the rule that a wide character is whole: blanks its other half before the cell at (y, x) is written over. */
static void break_wide(struct canvas *canvas, int y, int x)
{
	struct canvas_cell *cell = cell_at(canvas, y, x);
	if (cell->width == 0 && x > 0)
		cell[-1] = blank(cell[-1].role);
	else if (cell->width == 2 && x + 1 < canvas->cols)
		cell[1] = blank(cell[1].role);
}

/* Writes one cell, or a wide one and its second half, at canvas coordinates, as far as the clip allows. */
static void put(const struct canvas_view *view, int y, int x, const struct canvas_cell *cell)
{
	if (!rect_contains(&view->clip, y, x) ||
	    (cell->width == 2 && !rect_contains(&view->clip, y, x + 1))) {
		/* The half of a wide character that would show is blank. */
		struct canvas_cell half = blank(cell->role);
		for (int i = 0; i < cell->width && cell->width == 2; i++)
			if (rect_contains(&view->clip, y, x + i))
				put(view, y, x + i, &half);
		return;
	}
	struct canvas_cell *at = cell_at(view->canvas, y, x);
	if (at->width == 1 && cell->width == 1) {
		*at = *cell;
		return;
	}
	break_wide(view->canvas, y, x);
	if (cell->width == 2) {
		break_wide(view->canvas, y, x + 1);
		at[1] = (struct canvas_cell){ .width = 0, .role = cell->role };
	}
	at[0] = *cell;
}

static void put_shape(const struct canvas_view *view, int y, int x, enum role role, struct shape *shape)
{
	if (!shape->escape[0]) {
		shape->cell.role = (uint8_t)role;
		put(view, y, x, &shape->cell);
		return;
	}
	struct canvas_cell cell = blank(ROLE_UNSAFE);
	for (int i = 0; shape->escape[i]; i++) {
		cell.text[0] = shape->escape[i];
		put(view, y, x + i, &cell);
	}
}

static inline void put_narrow(const struct canvas_view *view, int y, int x, const struct canvas_cell *cell)
{
	const struct rect *clip = &view->clip;
	bool inside = y >= clip->y && y < clip->y + clip->rows && x >= clip->x && x < clip->x + clip->cols;
	if (inside && cell_at(view->canvas, y, x)->width == 1)
		*cell_at(view->canvas, y, x) = *cell;
	else if (inside)
		put(view, y, x, cell);
}

int canvas_text(const struct canvas_view *view, int y, int x, enum role role, const char *text, size_t len)
{
	int at = x;
	struct canvas_cell plain = blank(role);
	for (size_t i = 0; i < len && at < view->cols;) {
		/* Nearly all text. */
		if (is_plain(text + i, len - i)) {
			plain.text[0] = text[i++];
			put_narrow(view, view->y + y, view->x + at++, &plain);
			continue;
		}
		size_t n = utf8_grapheme(text + i, len - i);
		struct shape shape;
		shape_grapheme(&shape, text + i, n);
		if (shape.cells)
			put_shape(view, view->y + y, view->x + at, role, &shape);
		at += shape.cells;
		i += n;
	}
	if (at > view->cols)
		at = view->cols > x ? view->cols : x;
	return at - x;
}

int canvas_puts(const struct canvas_view *view, int y, int x, enum role role, const char *text)
{
	return canvas_text(view, y, x, role, text, strlen(text));
}

int canvas_textf(const struct canvas_view *view, int y, int x, enum role role, const char *format, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;
	va_start(ap, format);
	strbuf_vaddf(&text, format, ap);
	va_end(ap);
	int cells = canvas_text(view, y, x, role, text.text, text.len);
	strbuf_release(&text);
	return cells;
}

/* The longest beginning of `text` that fits in `cols` cells. */
static size_t fitting(const char *text, size_t len, int cols, int *cells)
{
	size_t i = 0;
	*cells = 0;
	while (i < len) {
		size_t n = utf8_grapheme(text + i, len - i);
		int width = canvas_grapheme_cells(text + i, n);
		if (*cells + width > cols)
			break;
		*cells += width;
		i += n;
	}
	return i;
}

int canvas_text_fit(const struct canvas_view *view, int y, int x, int cols, enum role role,
                    const char *text, size_t len)
{
	if (cols <= 0)
		return 0;
	int cells;
	if (fitting(text, len, cols, &cells) == len)
		return canvas_text(view, y, x, role, text, len);
	size_t fit = fitting(text, len, cols - 1, &cells);
	canvas_text(view, y, x, role, text, fit);
	canvas_glyph(view, y, x + cells, role, GLYPH_ELLIPSIS);
	cells++;
	return x + cells > view->cols ? (view->cols > x ? view->cols - x : 0) : cells;
}

int canvas_text_right(const struct canvas_view *view, int y, int end, enum role role, const char *text, size_t len)
{
	return canvas_text(view, y, end - canvas_text_cells(text, len), role, text, len);
}

int canvas_grapheme_cells(const char *grapheme, size_t len)
{
	if (len == 1 && *grapheme >= 0x20 && *grapheme < 0x7F)
		return 1;
	struct shape shape;
	if (!len)
		return 0;
	shape_grapheme(&shape, grapheme, len);
	return shape.cells;
}

int canvas_text_cells(const char *text, size_t len)
{
	int cells = 0;
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_grapheme(text + i, len - i);
		cells += canvas_grapheme_cells(text + i, n);
	}
	return cells;
}

void canvas_glyph(const struct canvas_view *view, int y, int x, enum role role, enum glyph glyph)
{
	struct canvas_cell cell = blank(role);
	cell.glyph = (uint8_t)glyph;
	put_narrow(view, view->y + y, view->x + x, &cell);
}

/* `rect`, in the view's coordinates, as far as it can be drawn, in canvas coordinates. */
static struct rect visible(const struct canvas_view *view, struct rect rect)
{
	rect.y += view->y;
	rect.x += view->x;
	return rect_intersect(&view->clip, &rect);
}

void canvas_fill(const struct canvas_view *view, struct rect rect, enum role role)
{
	const struct canvas_cell cell = blank(role);
	struct rect part = visible(view, rect);
	for (int y = part.y; y < part.y + part.rows && part.cols > 0; y++) {
		/* Only at the ends can there be half of a wide character that goes on outside. */
		break_wide(view->canvas, y, part.x);
		break_wide(view->canvas, y, part.x + part.cols - 1);
		for (int x = part.x; x < part.x + part.cols; x++)
			*cell_at(view->canvas, y, x) = cell;
	}
}

void canvas_paint(const struct canvas_view *view, struct rect rect, enum role role)
{
	struct rect part = visible(view, rect);
	for (int y = part.y; y < part.y + part.rows; y++)
		for (int x = part.x; x < part.x + part.cols; x++)
			cell_at(view->canvas, y, x)->role = (uint8_t)role;
}

void canvas_hline(const struct canvas_view *view, int y, int x, int cols, enum role role)
{
	for (int i = 0; i < cols; i++)
		canvas_glyph(view, y, x + i, role, GLYPH_HLINE);
}

void canvas_vline(const struct canvas_view *view, int y, int x, int rows, enum role role)
{
	for (int i = 0; i < rows; i++)
		canvas_glyph(view, y + i, x, role, GLYPH_VLINE);
}

struct rect canvas_box(const struct canvas_view *view, struct rect rect, const char *title, bool focus)
{
	if (rect.rows < 2 || rect.cols < 2)
		return rect;
	enum role role = focus ? ROLE_BORDER_FOCUS : ROLE_BORDER;
	int bottom = rect.y + rect.rows - 1, right = rect.x + rect.cols - 1;
	canvas_hline(view, rect.y, rect.x + 1, rect.cols - 2, role);
	canvas_hline(view, bottom, rect.x + 1, rect.cols - 2, role);
	canvas_vline(view, rect.y + 1, rect.x, rect.rows - 2, role);
	canvas_vline(view, rect.y + 1, right, rect.rows - 2, role);
	canvas_glyph(view, rect.y, rect.x, role, GLYPH_TOP_LEFT);
	canvas_glyph(view, rect.y, right, role, GLYPH_TOP_RIGHT);
	canvas_glyph(view, bottom, rect.x, role, GLYPH_BOTTOM_LEFT);
	canvas_glyph(view, bottom, right, role, GLYPH_BOTTOM_RIGHT);
	/* "- Title -": a line, a blank, the title, a blank, a line. */
	if (title && rect.cols >= 8) {
		int x = rect.x + 2;
		canvas_glyph(view, rect.y, x++, role, GLYPH_NONE);
		if (focus) {
			canvas_glyph(view, rect.y, x++, role, GLYPH_POINTER);
			canvas_glyph(view, rect.y, x++, role, GLYPH_NONE);
		}
		x += canvas_text_fit(view, rect.y, x, right - 2 - x, role, title, strlen(title));
		canvas_glyph(view, rect.y, x, role, GLYPH_NONE);
	}
	return rect_inset(&rect, 1, 1);
}

void canvas_cursor(const struct canvas_view *view, int y, int x)
{
	bool shown = rect_contains(&view->clip, view->y + y, view->x + x);
	view->canvas->cursor_y = shown ? view->y + y : -1;
	view->canvas->cursor_x = shown ? view->x + x : -1;
}

static void dump_cell(const struct canvas_cell *cell, enum canvas_dump kind, struct strbuf *out)
{
	if (kind == CANVAS_DUMP_ROLES) {
		bool empty = cell->glyph == GLYPH_NONE && cell->len == 1 && cell->text[0] == ' ';
		strbuf_addc(out, cell->role == ROLE_TEXT && empty ? ' ' : theme_letter((enum role)cell->role));
	} else if (cell->glyph != GLYPH_NONE && kind == CANVAS_DUMP_ASCII) {
		strbuf_addc(out, glyph_forms((enum glyph)cell->glyph)->ascii);
	} else if (cell->glyph != GLYPH_NONE) {
		strbuf_adds(out, glyph_forms((enum glyph)cell->glyph)->utf8);
	} else {
		strbuf_add(out, cell->text, cell->len);
	}
}

void canvas_dump(const struct canvas *canvas, enum canvas_dump kind, struct strbuf *out)
{
	for (int y = 0; y < canvas->rows; y++) {
		size_t start = out->len;
		for (int x = 0; x < canvas->cols; x++)
			dump_cell(cell_at(canvas, y, x), kind, out);
		while (out->len > start && out->text[out->len - 1] == ' ')
			out->text[--out->len] = '\0';
		strbuf_addc(out, '\n');
	}
}
