#include "screens/mdview.h"

#include <ctype.h>
#include <stdio.h>
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
	markdown_free(view->markdown);
	doc_release(&view->doc);
	view->markdown = NULL;
}

void mdview_set(struct mdview *view, const char *markdown, size_t len)
{
	markdown_free(view->markdown);
	view->markdown = markdown_parse(markdown, len);
	view->doc.width = 0;
	scroll_to(&view->scroll, 0);
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

void mdview_draw(struct mdview *view, const struct canvas_view *canvas)
{
	/* One column is kept for the scroll bar, so that it never changes the wrapping. */
	size_t lines = mdview_lines(view, canvas->cols - 1);
	scroll_set(&view->scroll, lines, canvas->rows);
	for (int y = 0; y < canvas->rows && view->scroll.top + (size_t)y < lines; y++) {
		const struct doc_line *line = &view->doc.lines[view->scroll.top + (size_t)y];
		int x = 0;
		for (uint32_t i = 0; i < line->span_count; i++) {
			const struct doc_span *span = &view->doc.spans[line->span + i];
			x += canvas_text(canvas, y, x, span_role(span), view->doc.text + span->offset, span->len);
		}
		if (*view->search)
			mark_matches(view, canvas, y, view->doc.text + line->offset, line->len);
	}
	scroll_draw_bar(canvas, 0, canvas->cols - 1, canvas->rows, lines, view->scroll.top);
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
