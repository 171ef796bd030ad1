#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "catalog/doc_build.h"
#include "catalog/markdown.h"

enum { DOC_MAX_WIDTH = 1000, RULE_MAX_CELLS = 100, CODE_INDENT = 2 };

const struct doc_glyphs doc_glyphs_unicode = {
	.bullets = { "\xE2\x80\xA2", "\xE2\x97\xA6", "\xE2\x80\xA3" },         /* bullet, white bullet, triangular bullet */
	.quote = "\xE2\x94\x82 ", .rule = "\xE2\x94\x80", .double_rule = "\xE2\x95\x90", .code_mark = "\xE2\x86\xAA ",
	.task_open = "[ ] ", .task_done = "[x] ", .bar = " \xE2\x94\x82 ",
	.cross = "\xE2\x94\x80\xE2\x94\xBC\xE2\x94\x80", .ellipsis = "\xE2\x80\xA6",
};
const struct doc_glyphs doc_glyphs_ascii = {
	.bullets = { "*", "-", "+" }, .quote = "| ", .rule = "-", .double_rule = "=", .code_mark = "> ",
	.task_open = "[ ] ", .task_done = "[x] ", .bar = " | ", .cross = "-+-", .ellipsis = "~",
};

/* ---- lines ---- */

static void reserve(struct doc *doc, size_t extra)
{
	if (doc->text_len + extra + 1 <= doc->text_cap)
		return;
	size_t cap = doc->text_cap ? doc->text_cap * 2 : 256;
	while (cap < doc->text_len + extra + 1)
		cap *= 2;
	doc->text = xrealloc(doc->text, cap);
	doc->text_cap = cap;
}

void line_add(struct layout *layout, const char *text, size_t len, uint8_t style, uint8_t attributes, uint16_t link)
{
	struct doc *doc = layout->doc;
	struct doc_line *line = &doc->lines[doc->line_count - 1];
	if (!len)
		return;
	reserve(doc, len);
	memcpy(doc->text + doc->text_len, text, len);
	struct doc_span *last = line->span_count ? &doc->spans[doc->span_count - 1] : NULL;
	if (last && last->style == style && last->attributes == attributes && last->link == link) {
		last->len += (uint32_t)len;
	} else {
		doc->spans = array_grow(doc->spans, doc->span_count, &doc->span_cap, sizeof *doc->spans);
		doc->spans[doc->span_count++] = (struct doc_span){
			.offset = (uint32_t)doc->text_len, .len = (uint32_t)len, .link = link, .style = style, .attributes = attributes,
		};
		line->span_count++;
	}
	doc->text_len += len;
	/* A link begins on the line of its first piece. */
	if (link && doc->links[link - 1].line < 0)
		doc->links[link - 1].line = (int)doc->line_count - 1;
}

void line_fill(struct layout *layout, const char *glyph, size_t count, uint8_t style)
{
	size_t len = strlen(glyph);
	while (count--)
		line_add(layout, glyph, len, style, 0, 0);
}

void line_begin(struct layout *layout, int source_line)
{
	struct doc *doc = layout->doc;
	const struct prefix *prefix = layout->on_first ? &layout->first : &layout->rest;
	doc->lines = array_grow(doc->lines, doc->line_count, &doc->line_cap, sizeof *doc->lines);
	doc->lines[doc->line_count++] = (struct doc_line){
		.offset = (uint32_t)doc->text_len, .span = (uint32_t)doc->span_count, .source_line = source_line,
	};
	size_t at = 0;
	for (uint16_t i = 0; i < prefix->part_count; i++) {
		line_add(layout, prefix->text + at, prefix->parts[i].len, prefix->parts[i].style, 0, 0);
		at += prefix->parts[i].len;
	}
	layout->on_first = false;
}

void line_end(struct layout *layout)
{
	struct doc *doc = layout->doc;
	struct doc_line *line = &doc->lines[doc->line_count - 1];
	/* No blanks at the end of a line: of a bar or bullet with nothing behind it. */
	while (line->span_count && doc->text[doc->text_len - 1] == ' ') {
		doc->text_len--;
		if (--doc->spans[doc->span_count - 1].len == 0) {
			doc->span_count--;
			line->span_count--;
		}
	}
	line->len = (uint32_t)(doc->text_len - line->offset);
	reserve(doc, 1);
	doc->text[doc->text_len++] = '\n';
}

size_t line_room(const struct layout *layout)
{
	size_t taken = layout->on_first ? layout->first.cells : layout->rest.cells;
	return (size_t)layout->width - taken;
}

/* ---- prefixes ---- */

void prefix_add(struct prefix *prefix, const char *text, size_t len, size_t cells, uint8_t style)
{
	if (prefix->len + len > sizeof prefix->text || prefix->part_count == ARRAY_SIZE(prefix->parts))
		return;
	memcpy(prefix->text + prefix->len, text, len);
	prefix->len += (uint16_t)len;
	prefix->cells += (uint16_t)cells;
	prefix->parts[prefix->part_count].len = (uint16_t)len;
	prefix->parts[prefix->part_count++].style = style;
}

static void prefix_blanks(struct prefix *prefix, size_t count)
{
	static const char blanks[] = "                ";
	prefix_add(prefix, blanks, count < sizeof blanks - 1 ? count : sizeof blanks - 1, count, MD_TEXT);
}

/* At least this much of the width is left to the text; containers that would take more are shown flat. */
static size_t least_room(const struct layout *layout)
{
	size_t third = (size_t)layout->width / 3;
	return third > 8 ? third : 8;
}

static size_t marker_cells(const struct md_container *container)
{
	if (!container->item || (!container->ordered && !container->task))
		return 2;
	return container->task ? 4 : (size_t)container->marker_len + 1;
}

static void add_marker(struct layout *layout, struct prefix *prefix, const struct md_container *container)
{
	const char *text = layout->glyphs->bullets[container->bullet % 3];
	if (container->task) {
		text = container->task == MD_TASK_DONE ? layout->glyphs->task_done : layout->glyphs->task_open;
		prefix_add(prefix, text, strlen(text), 4, container->task);
	} else if (container->ordered) {
		prefix_add(prefix, container->marker, container->marker_len, container->marker_len, MD_BULLET);
		prefix_blanks(prefix, 1);
	} else {
		prefix_add(prefix, text, strlen(text), 1, MD_BULLET);
		prefix_blanks(prefix, 1);
	}
}

/* A number or a tick that no longer fits beside its text stands on a line of its own, so that it is not lost. */
static void show_lone_marker(struct layout *layout, const struct md_container *container, int source_line)
{
	struct prefix first = layout->first;
	layout->first = (struct prefix){ .len = 0 };
	add_marker(layout, &layout->first, container);
	layout->on_first = true;
	line_begin(layout, source_line);
	line_end(layout);
	layout->first = first;
}

static void build_prefixes(struct layout *layout, const struct md_block *block, uint32_t index)
{
	const struct md_container *chain[MARKDOWN_MAX_DEPTH];
	size_t depth = 0, limit = (size_t)layout->width - least_room(layout);
	layout->first.len = layout->first.cells = layout->first.part_count = 0;
	layout->rest.len = layout->rest.cells = layout->rest.part_count = 0;
	for (uint32_t c = block->container; c && depth < MARKDOWN_MAX_DEPTH; c = layout->md->containers[c].parent)
		chain[depth++] = &layout->md->containers[c];
	while (depth--) {
		const struct md_container *container = chain[depth];
		size_t cells = marker_cells(container);
		bool begins = container->first_block == index;
		if (layout->rest.cells + cells > limit) {
			if (begins && (container->ordered || container->task))
				show_lone_marker(layout, container, block->source_line);
			continue;
		}
		if (!container->item) {
			prefix_add(&layout->first, layout->glyphs->quote, strlen(layout->glyphs->quote), 2, MD_QUOTE);
			prefix_add(&layout->rest, layout->glyphs->quote, strlen(layout->glyphs->quote), 2, MD_QUOTE);
			continue;
		}
		if (begins)
			add_marker(layout, &layout->first, container);
		else
			prefix_blanks(&layout->first, cells);
		prefix_blanks(&layout->rest, cells);
	}
	layout->on_first = true;
}

/* The empty line between two blocks carries the bars of the quotations that both are in. */
static void add_gap(struct layout *layout, const struct md_block *before, const struct md_block *block)
{
	const struct md_container *containers = layout->md->containers;
	uint32_t a = before->container, b = block->container;
	while (a != b) {
		if (containers[a].depth >= containers[b].depth)
			a = containers[a].parent;
		else
			b = containers[b].parent;
	}
	struct md_block between = { .container = a, .source_line = block->source_line };
	build_prefixes(layout, &between, UINT32_MAX - 1);
	layout->on_first = false;
	line_begin(layout, block->source_line);
	line_end(layout);
}

/* ---- blocks ---- */

/* Returns the widest line's cells. */
static size_t layout_flow(struct layout *layout, const struct md_block *block)
{
	const struct markdown *md = layout->md;
	struct wrap wrap;
	struct strip strip;
	size_t widest = 0;
	uint32_t passed = 0;
	bool any = false;
	wrap_init(&wrap, md, &block->flow);
	while (wrap_next(&wrap, line_room(layout), &strip)) {
		while (passed < block->break_count && md->breaks[block->line_break + passed] < strip.start)
			passed++;
		line_begin(layout, block->source_line + (int)passed);
		wrap_add(layout, &wrap, strip);
		line_end(layout);
		if (block->kind == BLOCK_HEADING) {
			size_t cells = strip_width(&wrap, strip);
			widest = cells > widest ? cells : widest;
		}
		any = true;
	}
	if (!any) {
		line_begin(layout, block->source_line);
		line_end(layout);
	}
	return widest;
}

static void layout_heading(struct layout *layout, const struct md_block *block)
{
	struct doc *doc = layout->doc;
	uint8_t style = (uint8_t)(MD_HEADING1 + block->level - 1);
	doc->headings = array_grow(doc->headings, doc->heading_count, &doc->heading_cap, sizeof *doc->headings);
	doc->headings[doc->heading_count++] = (struct doc_heading){
		.line = (int)doc->line_count, .source_line = block->source_line, .level = block->level,
		.title = doc->names.text + block->title,
	};
	/* The first two levels are underlined, the others keep their signs: a plain text shows its order too. */
	if (block->level > 2 && !layout->bare_headings && layout->first.cells + block->level + 1u + least_room(layout) <= (size_t)layout->width) {
		prefix_add(&layout->first, "######", block->level, block->level, style);
		prefix_add(&layout->first, " ", 1, 1, style);
		prefix_add(&layout->rest, "       ", block->level + 1u, block->level + 1u, MD_TEXT);
	}
	size_t widest = layout_flow(layout, block);
	if (block->level <= 2 && widest) {
		line_begin(layout, doc->lines[doc->line_count - 1].source_line);
		line_fill(layout, block->level == 1 ? layout->glyphs->double_rule : layout->glyphs->rule, widest, MD_RULE);
		line_end(layout);
	}
}

/* The part of a line of code that fits: up to a blank in its second half if there is one, else to the last cell. */
static size_t code_fit(const char *text, size_t len, size_t cells, bool ascii)
{
	size_t fit = ascii ? (len < cells ? len : cells) : utf8_fit(text, len, cells);
	if (fit == len)
		return fit;
	for (size_t i = fit; i > fit / 2; i--)
		if (text[i - 1] == ' ')
			return i;
	return fit ? fit : utf8_grapheme(text, len);
}

static void layout_code_line(struct layout *layout, const char *text, size_t len, const struct md_block *block,
			     int source_line)
{
	uint8_t style = block->kind == BLOCK_CODE ? MD_CODE_BLOCK : MD_HTML;
	size_t indent = block->kind == BLOCK_CODE ? CODE_INDENT : 0;
	for (bool continued = false;; continued = true) {
		line_begin(layout, source_line);
		size_t room = (size_t)layout->width - layout->rest.cells - indent - (continued ? 2 : 0);
		size_t n = code_fit(text, len, room, block->flow.ascii);
		if (len)
			line_add(layout, "  ", indent, style, 0, 0);
		if (continued)
			line_add(layout, layout->glyphs->code_mark, strlen(layout->glyphs->code_mark), MD_MARK, 0, 0);
		line_add(layout, text, n, style, 0, 0);
		line_end(layout);
		text += n;
		len -= n;
		if (!len)
			return;
	}
}

static void layout_code(struct layout *layout, const struct md_block *block)
{
	const char *text = layout->md->text.text + block->flow.text, *end = text + block->flow.len;
	for (int line = block->source_line;; line++) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));
		size_t len = (size_t)((line_end ? line_end : end) - text);
		while (len && text[len - 1] == ' ')
			len--;
		layout_code_line(layout, text, len, block, line);
		if (!line_end)
			return;
		text = line_end + 1;
	}
}

static void layout_rule(struct layout *layout, const struct md_block *block)
{
	size_t room = line_room(layout);
	line_begin(layout, block->source_line);
	line_fill(layout, layout->glyphs->rule, room < RULE_MAX_CELLS ? room : RULE_MAX_CELLS, MD_RULE);
	line_end(layout);
}

static void layout_block(struct layout *layout, const struct md_block *block)
{
	switch ((enum block_kind)block->kind) {
	case BLOCK_TEXT:
		layout_flow(layout, block);
		return;
	case BLOCK_HEADING:
		layout_heading(layout, block);
		return;
	case BLOCK_CODE:
	case BLOCK_HTML:
		layout_code(layout, block);
		return;
	case BLOCK_RULE:
		layout_rule(layout, block);
		return;
	case BLOCK_TABLE:
		layout_table(layout, block);
		return;
	}
}

static void take_names(struct doc *doc, const struct markdown *md)
{
	strbuf_clear(&doc->names);
	strbuf_add(&doc->names, md->names.text, md->names.len);
	doc->link_count = 0;
	for (size_t i = 0; i < md->link_count; i++) {
		doc->links = array_grow(doc->links, doc->link_count, &doc->link_cap, sizeof *doc->links);
		doc->links[doc->link_count++] = (struct doc_link){ .url = doc->names.text + md->links[i].url, .line = -1 };
	}
}

void doc_layout(struct doc *doc, const struct markdown *md, const struct doc_options *options)
{
	struct layout layout = { .doc = doc, .md = md, .width = options->width, .bare_headings = options->bare_headings };
	layout.glyphs = options->ascii ? &doc_glyphs_ascii : &doc_glyphs_unicode;
	if (layout.width < DOC_MIN_WIDTH)
		layout.width = DOC_MIN_WIDTH;
	if (layout.width > DOC_MAX_WIDTH)
		layout.width = DOC_MAX_WIDTH;
	doc->width = layout.width;
	doc->text_len = doc->line_count = doc->span_count = doc->heading_count = 0;
	take_names(doc, md);
	reserve(doc, md->text.len + md->text.len / 8);
	for (size_t i = 0; i < md->block_count; i++) {
		const struct md_block *block = &md->blocks[i];
		if (block->gap)
			add_gap(&layout, block - 1, block);
		build_prefixes(&layout, block, (uint32_t)i);
		layout_block(&layout, block);
	}
	reserve(doc, 0);
	doc->text[doc->text_len] = '\0';
	for (size_t i = 0; i < doc->link_count; i++)
		if (doc->links[i].line < 0)
			doc->links[i].line = 0;
}

void doc_release(struct doc *doc)
{
	free(doc->text);
	free(doc->lines);
	free(doc->spans);
	free(doc->headings);
	free(doc->links);
	strbuf_release(&doc->names);
	*doc = (struct doc)DOC_INIT;
}

/* ---- finding places ---- */

size_t doc_line_of_source(const struct doc *doc, int source_line)
{
	size_t low = 0, high = doc->line_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (doc->lines[middle].source_line < source_line)
			low = middle + 1;
		else
			high = middle;
	}
	/* Of several lines made from one source line it is the first; without an exact one, the last before it. */
	if (low < doc->line_count && doc->lines[low].source_line == source_line)
		return low;
	return low ? low - 1 : 0;
}

int doc_heading_before(const struct doc *doc, size_t line)
{
	int found = -1;
	for (size_t i = 0; i < doc->heading_count && (size_t)doc->headings[i].line < line; i++)
		found = (int)i;
	return found;
}

int doc_heading_after(const struct doc *doc, size_t line)
{
	for (size_t i = 0; i < doc->heading_count; i++)
		if ((size_t)doc->headings[i].line > line)
			return (int)i;
	return -1;
}
