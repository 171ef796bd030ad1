#include "config.h"

#include "tui/paint.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>

#include "base/array.h"
#include "base/utf8.h"

/* Fewer blanks than this are written as such, which is shorter than clearing the line. */
#define CLEAR_FROM 6
/* Moving takes about so many bytes. */
#define SHORT_STEP 6

static void add(struct paint *paint, const struct strbuf *bytes)
{
	strbuf_add(&paint->out, bytes->text, bytes->len);
}

void paint_init(struct paint *paint)
{
	struct paint_abilities *can = &paint->can;
	struct strbuf *const strings[] = {
		&can->move, &can->clear, &can->clear_line, &can->hide, &can->show, &can->lines_on, &can->lines_off,
	};
	*paint = (struct paint){ .known = false };
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		strbuf_init(strings[i]);
	for (int i = 0; i < ROLE_COUNT; i++)
		strbuf_init(&paint->can.looks[i]);
	strbuf_init(&paint->out);
	canvas_init(&paint->shown, 1, 1);
}

void paint_release(struct paint *paint)
{
	struct paint_abilities *can = &paint->can;
	struct strbuf *const strings[] = {
		&can->move, &can->clear, &can->clear_line, &can->hide, &can->show, &can->lines_on, &can->lines_off,
	};
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		strbuf_release(strings[i]);
	for (int i = 0; i < ROLE_COUNT; i++)
		strbuf_release(&paint->can.looks[i]);
	strbuf_release(&paint->out);
	canvas_release(&paint->shown);
}

void paint_forget(struct paint *paint, int rows, int cols)
{
	canvas_resize(&paint->shown, rows, cols);
	paint->known = false;
}

static void lines_off(struct paint *paint)
{
	if (paint->lines)
		add(paint, &paint->can.lines_off);
	paint->lines = false;
}

static void go_to(struct paint *paint, int y, int x)
{
	if (paint->y == y && paint->x == x)
		return;
	paint->can.add_move(&paint->can, &paint->out, y, x);
	paint->y = y;
	paint->x = x;
}

static void set_role(struct paint *paint, int role)
{
	if (paint->role == role)
		return;
	lines_off(paint);
	add(paint, &paint->can.looks[role]);
	paint->role = role;
}

static void start_over(struct paint *paint)
{
	paint->y = paint->x = paint->role = paint->visible = -1;
	paint->lines = false;
	set_role(paint, ROLE_TEXT);
	add(paint, &paint->can.clear);
	canvas_clear(&paint->shown);
	paint->known = true;
}

/* A character that the locale cannot write, in a way that can be read. */
static char plain_form(int32_t cp)
{
	static const struct { int32_t cp; char plain; } forms[] = {
		{ 0xA0, ' ' }, { 0xB7, '.' }, { 0xD7, 'x' }, { 0x2010, '-' }, { 0x2011, '-' }, { 0x2012, '-' }, { 0x2013, '-' }, { 0x2014, '-' },
		{ 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201C, '"' }, { 0x201D, '"' }, { 0x2022, '*' }, { 0x2026, '~' }, { 0x2190, '<' },
		{ 0x2192, '>' }, { 0x2212, '-' }, { 0x2248, '~' }, { 0x2264, '<' }, { 0x2265, '>' },
	};
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (forms[i].cp == cp)
			return forms[i].plain;
	return '?';
}

/* One code point in an encoding that is not UTF-8; a mark that it does not have is left out. */
static void add_encoded(struct paint *paint, int32_t cp, bool mark)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };
	size_t n = wcwidth((wchar_t)cp) < 0 ? (size_t)-1 : wcrtomb(bytes, (wchar_t)cp, &state);
	if (n != (size_t)-1)
		strbuf_add(&paint->out, bytes, n);
	else if (!mark)
		strbuf_addc(&paint->out, plain_form(cp));
}

static void add_text(struct paint *paint, const struct canvas_cell *cell)
{
	int32_t cp;
	size_t at = utf8_decode(cell->text, cell->len, &cp);
	if (wcwidth((wchar_t)cp) > cell->width) {
		strbuf_addc(&paint->out, '?');
		return;
	}
	if (paint->can.utf8) {
		strbuf_add(&paint->out, cell->text, cell->len);
		return;
	}
	add_encoded(paint, cp, false);
	while (at < cell->len) {
		at += utf8_decode(cell->text + at, cell->len - at, &cp);
		add_encoded(paint, cp, true);
	}
}

/* A glyph as what it is, as one of the terminal's own line drawing characters, or in ASCII. */
static void add_glyph(struct paint *paint, const struct canvas_cell *cell)
{
	const struct glyph_forms *forms = glyph_forms((enum glyph)cell->glyph);
	const struct paint_abilities *can = &paint->can;
	if (can->utf8 && !can->ascii) {
		strbuf_adds(&paint->out, forms->utf8);
		return;
	}
	char line = can->ascii || !can->lines_on.len ? '\0' : can->drawing[(unsigned char)forms->acs];
	if (line && !paint->lines)
		add(paint, &can->lines_on);
	if (!line)
		lines_off(paint);
	paint->lines = line;
	strbuf_addc(&paint->out, line ? line : forms->ascii);
}

static void add_cell(struct paint *paint, int y, int x, const struct canvas_cell *cell)
{
	go_to(paint, y, x);
	set_role(paint, cell->role);
	if (cell->glyph != GLYPH_NONE) {
		add_glyph(paint, cell);
	} else {
		lines_off(paint);
		bool plain = cell->len == 1;
		if (cell->width == 2) {
			strbuf_adds(&paint->out, "  ");
			paint->x = -1;
			go_to(paint, y, x);
		}
		add_text(paint, cell);
		if (!plain) {
			paint->x = -1;
			return;
		}
	}
	/* Behind the last column terminals disagree about where they are. */
	paint->x = x + 1 < paint->shown.cols ? x + 1 : -1;
}

static bool is_blank(const struct canvas_cell *cell)
{
	return cell->role == ROLE_TEXT && cell->glyph == GLYPH_NONE && cell->len == 1 && cell->text[0] == ' ';
}

/* A few cells that stay are written again when that is shorter than moving over them. */
static void step_over(struct paint *paint, const struct canvas_cell *row, int y, int x)
{
	if (paint->y != y || paint->x < 0 || paint->x >= x || x - paint->x > SHORT_STEP || paint->lines)
		return;
	for (int i = paint->x; i < x; i++)
		if (row[i].len != 1 || row[i].width != 1 || row[i].glyph != GLYPH_NONE || row[i].role != paint->role)
			return;
	for (; paint->x < x; paint->x++)
		strbuf_addc(&paint->out, row[paint->x].text[0]);
}

/* From where on the row is empty. */
static int tail_of(const struct canvas *canvas, int y, int cols)
{
	int x = cols;
	while (x > 0 && is_blank(canvas_cell(canvas, y, x - 1)))
		x--;
	return x;
}

static void clear_tail(struct paint *paint, const struct canvas *canvas, int y, int x, int cols)
{
	go_to(paint, y, x);
	set_role(paint, ROLE_TEXT);
	lines_off(paint);
	add(paint, &paint->can.clear_line);
	for (; x < cols; x++)
		paint->shown.cells[(size_t)y * (size_t)paint->shown.cols + (size_t)x] = *canvas_cell(canvas, y, x);
}

static void paint_row(struct paint *paint, const struct canvas *canvas, int y)
{
	struct canvas *shown = &paint->shown;
	int cols = canvas->cols < shown->cols ? canvas->cols : shown->cols;
	struct canvas_cell *before = &shown->cells[(size_t)y * (size_t)shown->cols];
	const struct canvas_cell *now = canvas_cell(canvas, y, 0);
	if (!memcmp(before, now, (size_t)cols * sizeof *now))
		return;
	int tail = paint->can.clear_line.len && cols == shown->cols ? tail_of(canvas, y, cols) : cols;
	for (int x = 0; x < cols; x++) {
		if (!memcmp(&now[x], &before[x], sizeof *now))
			continue;
		if (x >= tail && cols - x >= CLEAR_FROM) {
			clear_tail(paint, canvas, y, x, cols);
			return;
		}
		before[x] = now[x];
		/* The second half comes with the first, which always changes with it. */
		if (now[x].width == 0 || x + now[x].width > shown->cols)
			continue;
		if (paint->can.no_last_cell && y == shown->rows - 1 && x + now[x].width == shown->cols)
			continue;
		step_over(paint, now, y, x);
		add_cell(paint, y, x, &now[x]);
	}
}

static void place_cursor(struct paint *paint, const struct canvas *canvas)
{
	bool visible = canvas->cursor_y >= 0 && canvas->cursor_y < paint->shown.rows &&
	               canvas->cursor_x >= 0 && canvas->cursor_x < paint->shown.cols;
	if (visible)
		go_to(paint, canvas->cursor_y, canvas->cursor_x);
	if (paint->visible != visible)
		add(paint, visible ? &paint->can.show : &paint->can.hide);
	paint->visible = visible;
}

void paint_canvas(struct paint *paint, const struct canvas *canvas)
{
	if (!paint->known)
		start_over(paint);
	int rows = canvas->rows < paint->shown.rows ? canvas->rows : paint->shown.rows;
	for (int y = 0; y < rows; y++)
		paint_row(paint, canvas, y);
	lines_off(paint);
	place_cursor(paint, canvas);
}
