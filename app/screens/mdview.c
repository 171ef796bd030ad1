#include "screens/mdview.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"

static const enum role roles[] = {
	[MD_TEXT] = ROLE_TEXT,
	[MD_CODE] = ROLE_CODE, [MD_CODE_BLOCK] = ROLE_CODE,
	[MD_HEADING1] = ROLE_HEADING, [MD_HEADING2] = ROLE_HEADING, [MD_HEADING3] = ROLE_HEADING,
	[MD_HEADING4] = ROLE_STRONG, [MD_HEADING5] = ROLE_STRONG, [MD_HEADING6] = ROLE_STRONG,
	[MD_LINK] = ROLE_LINK, [MD_URL] = ROLE_DIM, [MD_IMAGE] = ROLE_LINK,
	[MD_QUOTE] = ROLE_QUOTE, [MD_BULLET] = ROLE_DIM,
	[MD_TASK_OPEN] = ROLE_WARN, [MD_TASK_DONE] = ROLE_OK,
	[MD_RULE] = ROLE_BORDER, [MD_TABLE_BORDER] = ROLE_BORDER, [MD_TABLE_HEAD] = ROLE_STRONG,
	[MD_HTML] = ROLE_DIM, [MD_MARK] = ROLE_DIM,
};
_Static_assert(ARRAY_SIZE(roles) == MD_STYLE_COUNT, "every style has a role");

void mdview_init(struct mdview *view, bool ascii)
{
	*view = (struct mdview){ .doc = DOC_INIT, .ascii = ascii };
	scroll_init(&view->scroll);
}

void mdview_release(struct mdview *view)
{
	free(view->items);
	free(view->ticked);
	markdown_free(view->markdown);
	doc_release(&view->doc);
	view->markdown = NULL;
}

void mdview_set(struct mdview *view, const char *markdown, size_t len)
{
	markdown_free(view->markdown);
	view->markdown = markdown_parse(markdown, len);
	view->doc.width = 0;
	free(view->ticked);
	view->ticked = NULL;
	view->task_count = 0;
	view->item = SIZE_MAX;
	scroll_to(&view->scroll, 0);
}

void mdview_update(struct mdview *view, const char *markdown, size_t len)
{
	size_t top = view->scroll.top;
	mdview_set(view, markdown, len);
	view->scroll.top = top;
}

static bool is_task(const struct doc_span *span)
{
	return span->style == MD_TASK_OPEN || span->style == MD_TASK_DONE;
}

/* Links and tasks of the layout as it stands. A link that wraps is one item. */
static void find_items(struct mdview *view)
{
	int last_link = 0;
	size_t tasks = 0;
	view->item_count = 0;
	for (size_t line = 0; line < view->doc.line_count; line++)
		for (uint32_t i = 0; i < view->doc.lines[line].span_count; i++) {
			uint32_t at = view->doc.lines[line].span + i;
			const struct doc_span *span = &view->doc.spans[at];
			bool new_link = span->style == MD_LINK && span->link && span->link != last_link;
			if (!new_link && !is_task(span))
				continue;
			view->items = array_grow(view->items, view->item_count, &view->item_cap, sizeof *view->items);
			view->items[view->item_count++] = (struct mdview_item){
				.line = line, .span = at, .link = new_link ? span->link - 1 : -1, .task = tasks };
			tasks += !new_link;
			last_link = new_link ? span->link : last_link;
		}
	if (!view->ticked) {
		view->ticked = xcalloc(tasks, sizeof *view->ticked);
		view->task_count = tasks;
	}
	if (view->item > view->item_count)
		view->item = view->item_count;
}

size_t mdview_lines(struct mdview *view, int cols)
{
	if (!view->markdown)
		return 0;
	if (cols < DOC_MIN_WIDTH)
		cols = DOC_MIN_WIDTH;
	if (view->doc.width != cols) {
		/* What stood at the top before stays there: the same line of the source. */
		int source = view->doc.width && view->doc.line_count > view->scroll.top
		           ? view->doc.lines[view->scroll.top].source_line : 0;
		doc_layout(&view->doc, view->markdown, &(struct doc_options){ .width = cols, .ascii = view->ascii, .bare_headings = true });
		find_items(view);
		scroll_set(&view->scroll, view->doc.line_count, view->scroll.rows);
		if (source)
			scroll_to(&view->scroll, doc_line_of_source(&view->doc, source));
	}
	return view->doc.line_count;
}

static enum role span_role(const struct doc_span *span)
{
	if (span->style != MD_TEXT)
		return roles[span->style];
	if (span->attributes & MD_STRIKE)
		return ROLE_STRIKE;
	if (span->attributes & MD_STRONG)
		return ROLE_STRONG;
	return span->attributes & MD_EMPH ? ROLE_EMPHASIS : ROLE_TEXT;
}

/* The first place in a line that has the needle, in either case of letters; NULL: none. */
static const char *find(const char *line, size_t len, const char *needle, size_t needle_len)
{
	for (size_t i = 0; needle_len && i + needle_len <= len; i++)
		if (!strncasecmp(line + i, needle, needle_len))
			return line + i;
	return NULL;
}

static void mark_matches(const struct mdview *view, const struct canvas_view *canvas, int y, const char *line, size_t len)
{
	size_t needle_len = strlen(view->search);
	const char *at = line, *end = line + len;
	while ((at = find(at, (size_t)(end - at), view->search, needle_len))) {
		int x = canvas_text_cells(line, (size_t)(at - line));
		canvas_paint(canvas, rect_make(y, x, 1, canvas_text_cells(at, needle_len)), ROLE_MATCH);
		at += needle_len;
	}
}

/* Tasks before the first line in sight. */
static size_t tasks_above(const struct mdview *view)
{
	size_t tasks = 0;
	for (size_t i = 0; i < view->item_count && view->items[i].line < view->scroll.top; i++)
		tasks += view->items[i].link < 0;
	return tasks;
}

static int draw_span(const struct mdview *view, const struct canvas_view *canvas, int y, int x, uint32_t at, size_t *task)
{
	const struct doc_span *span = &view->doc.spans[at];
	const struct mdview_item *item = view->item < view->item_count ? &view->items[view->item] : NULL;
	bool ticked = is_task(span) && (*task)++ < view->task_count && view->ticked[*task - 1];
	bool here = item && (item->span == at || (item->link >= 0 && span->style == MD_LINK && span->link == item->link + 1));
	enum role role = here ? ROLE_SELECTED : ticked ? ROLE_OK : span_role(span);
	return ticked ? canvas_puts(canvas, y, x, role, "[x] ") : canvas_text(canvas, y, x, role, view->doc.text + span->offset, span->len);
}

void mdview_draw(struct mdview *view, const struct canvas_view *canvas)
{
	/* One column is kept for the scroll bar, so that it never changes the wrapping. */
	size_t lines = mdview_lines(view, canvas->cols - 1);
	scroll_set(&view->scroll, lines, canvas->rows);
	size_t task = tasks_above(view);
	for (int y = 0; y < canvas->rows && view->scroll.top + (size_t)y < lines; y++) {
		const struct doc_line *line = &view->doc.lines[view->scroll.top + (size_t)y];
		int x = 0;
		for (uint32_t i = 0; i < line->span_count; i++)
			x += draw_span(view, canvas, y, x, line->span + i, &task);
		if (*view->search)
			mark_matches(view, canvas, y, view->doc.text + line->offset, line->len);
	}
	scroll_draw_bar(canvas, 0, canvas->cols - 1, canvas->rows, lines, view->scroll.top);
}

void mdview_draw_tail(struct mdview *view, const struct canvas_view *canvas, bool to_end)
{
	size_t lines = mdview_lines(view, canvas->cols - 1);
	scroll_set(&view->scroll, lines, canvas->rows);
	if (to_end)
		scroll_to(&view->scroll, lines);
	mdview_draw(view, canvas);
}

bool mdview_key(struct mdview *view, const struct key *key)
{
	bool back = key_is(key, "[");
	if (!back && !key_is(key, "]"))
		return scroll_key(&view->scroll, key);
	int heading = back ? doc_heading_before(&view->doc, view->scroll.top)
	                   : doc_heading_after(&view->doc, view->scroll.top);
	if (heading >= 0)
		scroll_to(&view->scroll, (size_t)view->doc.headings[heading].line);
	return true;
}

bool mdview_go(struct mdview *view, int direction)
{
	size_t top = view->scroll.top, end = top + (size_t)view->scroll.rows, next = view->item;
	if (!view->item_count)
		return false;
	bool seen = view->item < view->item_count && view->items[view->item].line >= top && view->items[view->item].line < end;
	if (seen) {
		next = (view->item + view->item_count + (size_t)(direction + (int)view->item_count)) % view->item_count;
	} else {
		/* From what is in sight, not from where one was long ago. */
		for (next = 0; next < view->item_count && view->items[next].line < top; next++)
			;
		if (next == view->item_count)
			next = direction > 0 ? 0 : view->item_count - 1;
	}
	view->item = next;
	scroll_show(&view->scroll, view->items[next].line);
	return true;
}

const struct mdview_item *mdview_item(const struct mdview *view)
{
	size_t top = view->scroll.top;
	if (view->item >= view->item_count)
		return NULL;
	const struct mdview_item *item = &view->items[view->item];
	return item->line >= top && item->line < top + (size_t)view->scroll.rows ? item : NULL;
}

size_t mdview_search(struct mdview *view, const char *needle, int direction)
{
	snprintf(view->search, sizeof view->search, "%s", needle);
	size_t count = 0, len = strlen(view->search), lines = view->doc.line_count;
	size_t first = lines, next = lines, previous = lines, last = lines;
	for (size_t i = 0; i < lines; i++) {
		const struct doc_line *line = &view->doc.lines[i];
		if (!find(view->doc.text + line->offset, line->len, view->search, len))
			continue;
		count++;
		if (first == lines)
			first = i;
		if (i < view->scroll.top)
			previous = i;
		if (next == lines && (direction ? i > view->scroll.top : i >= view->scroll.top))
			next = i;
		last = i;
	}
	if (count)
		scroll_to(&view->scroll, direction < 0 ? (previous < lines ? previous : last) : (next < lines ? next : first));
	return count;
}

void mdview_add_escaped(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		if (ispunct((unsigned char)*text))
			strbuf_addc(out, '\\');
		strbuf_addc(out, *text);
		if (*text == '\n')
			strbuf_addc(out, '\n');
	}
}
