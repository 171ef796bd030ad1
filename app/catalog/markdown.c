#include "catalog/markdown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "catalog/markdown_form.h"
#include "catalog/tame.h"

struct parser {
	struct markdown *md;
	struct md_source source;
	uint32_t container;             /* the innermost one that is open */
	int too_deep;                   /* containers open beyond MARKDOWN_MAX_DEPTH */
	bool gap;                       /* the next block has an empty line before it */
};

static void find_lines(struct md_source *source)
{
	size_t cap = 0, count = 0;
	const char *text = source->text, *end = text + source->len;
	bool returns = memchr(text, '\r', source->len) != NULL;
	for (const char *at = text; at < end;) {
		source->starts = array_grow(source->starts, count, &cap, sizeof *source->starts);
		source->starts[count++] = (uint32_t)(at - text);
		const char *next = NULL;
		if (!returns) {
			next = memchr(at, '\n', (size_t)(end - at));
		} else {
			next = at;
			while (next < end && *next != '\n' && *next != '\r')
				next++;
			if (next + 1 < end && next[0] == '\r' && next[1] == '\n')
				next++;
		}
		at = next && next < end ? next + 1 : end;
	}
	source->line_count = (int)count;
	source->starts = array_grow(source->starts, count, &cap, sizeof *source->starts);
	source->starts[count] = (uint32_t)source->len;
}

static struct md_block *add_block(struct parser *parser, cmark_node *node, enum block_kind kind)
{
	struct markdown *md = parser->md;
	uint32_t index = (uint32_t)md->block_count;
	md->blocks = array_grow(md->blocks, md->block_count, &md->block_cap, sizeof *md->blocks);
	struct md_block *block = &md->blocks[md->block_count++];
	*block = (struct md_block){
		.flow = { .text = (uint32_t)md->text.len, .run = (uint32_t)md->run_count, .ascii = true },
		.container = parser->container, .kind = (uint8_t)kind, .gap = parser->gap && index > 0,
		.source_line = cmark_node_get_start_line(node), .line_break = (uint32_t)md->break_count,
	};
	parser->gap = false;
	for (uint32_t c = parser->container; c && md->containers[c].first_block == UINT32_MAX; c = md->containers[c].parent)
		md->containers[c].first_block = index;
	return block;
}

/* `[ ] ` and `[x] ` at the very beginning of an item, and not escaped: the source is asked. */
static uint8_t task_of(const struct parser *parser, const struct md_block *block, cmark_node *paragraph)
{
	const struct markdown *md = parser->md;
	const char *text = md->text.text + block->flow.text;
	cmark_node *item = cmark_node_parent(paragraph);
	if (block->flow.len < 4 || text[0] != '[' || text[2] != ']' || text[3] != ' ' || !strchr(" xX", text[1]))
		return 0;
	if (cmark_node_get_type(item) != CMARK_NODE_ITEM || cmark_node_previous(paragraph))
		return 0;
	size_t len;
	const char *raw = md_source_line(&parser->source, block->source_line, cmark_node_get_start_column(paragraph), &len);
	if (!len || *raw != '[')
		return 0;
	return text[1] == ' ' ? MD_TASK_OPEN : MD_TASK_DONE;
}

static void cut_front(struct markdown *md, struct md_block *block, uint32_t bytes)
{
	block->flow.text += bytes;
	block->flow.len -= bytes;
	while (block->flow.run_count > 1 && md->runs[block->flow.run + 1].start <= block->flow.text) {
		block->flow.run++;
		block->flow.run_count--;
	}
}

static void add_paragraph(struct parser *parser, cmark_node *node)
{
	struct markdown *md = parser->md;
	struct md_block *block = add_block(parser, node, BLOCK_TEXT);
	md_add_inlines(md, &parser->source, block, node, MD_TEXT);
	uint8_t task = parser->container && !parser->too_deep ? task_of(parser, block, node) : 0;
	if (task && md->containers[parser->container].item) {
		md->containers[parser->container].task = task;
		cut_front(md, block, 4);
	}
	struct md_table table;
	int head;
	size_t rows = md->row_count, cells = md->cell_count;
	uint32_t text = (uint32_t)md->text.len;
	if (!block->break_count || !md_find_table(md, &parser->source, node, &table, &head))
		return;
	int above = head - cmark_node_get_start_line(node);
	if (above > 0 && (int)block->break_count != cmark_node_get_end_line(node) - cmark_node_get_start_line(node)) {
		/* A code span over several lines: which line is where cannot be told from the text, so it stays text. */
		md->row_count = rows;
		md->cell_count = cells;
		md->text.len = text;
		return;
	}
	md->tables = array_grow(md->tables, md->table_count, &md->table_cap, sizeof *md->tables);
	md->tables[md->table_count++] = table;
	if (above > 0) {
		block->flow.len = md->breaks[block->line_break + (uint32_t)above - 1] - block->flow.text;
		parser->gap = true;
		block = add_block(parser, node, BLOCK_TABLE);
	}
	block->kind = BLOCK_TABLE;
	block->source_line = head;
	block->table = (uint32_t)md->table_count - 1;
	block->break_count = 0;
}

static void add_heading(struct parser *parser, cmark_node *node)
{
	struct markdown *md = parser->md;
	struct md_block *block = add_block(parser, node, BLOCK_HEADING);
	int level = cmark_node_get_heading_level(node);
	block->level = (uint8_t)level;
	md_add_inlines(md, &parser->source, block, node, (uint8_t)(MD_HEADING1 + level - 1));
	block->title = md_add_name(md, md->text.text + block->flow.text, block->flow.len);
}

static void add_lines(struct parser *parser, cmark_node *node, enum block_kind kind, const char *text, size_t len)
{
	struct markdown *md = parser->md;
	struct md_block *block = add_block(parser, node, kind);
	while (len && text[len - 1] == '\n')
		len--;
	md_add_run(md, &block->flow, kind == BLOCK_CODE ? MD_CODE_BLOCK : MD_HTML, 0, 0);
	md_add_text(md, &block->flow, text, len, true);
	block->flow.len = (uint32_t)md->text.len - block->flow.text;
	size_t raw_len;
	const char *raw = md_source_line(&parser->source, block->source_line, cmark_node_get_start_column(node), &raw_len);
	if (kind == BLOCK_CODE && raw_len >= 3 && (!memcmp(raw, "```", 3) || !memcmp(raw, "~~~", 3)))
		block->source_line++;
}

/* HTML as it is written, without its comments. */
static void add_html(struct parser *parser, cmark_node *node)
{
	struct strbuf sb = STRBUF_INIT;
	const char *at = cmark_node_get_literal(node);
	for (const char *open; (open = strstr(at, "<!--"));) {
		const char *close = strstr(open + 4, "-->");
		strbuf_add(&sb, at, (size_t)(open - at));
		at = close ? close + 3 : open + strlen(open);
	}
	strbuf_adds(&sb, at);
	strbuf_trim(&sb);
	if (sb.len)
		add_lines(parser, node, BLOCK_HTML, sb.text, sb.len);
	strbuf_release(&sb);
}

static void open_container(struct parser *parser, cmark_node *node, bool item)
{
	struct markdown *md = parser->md;
	const struct md_container *parent = &md->containers[parser->container];
	if (parent->depth >= MARKDOWN_MAX_DEPTH) {
		parser->too_deep++;
		return;
	}
	struct md_container container = {
		.parent = parser->container, .first_block = UINT32_MAX, .depth = (uint8_t)(parent->depth + 1), .item = item,
	};
	cmark_node *list = item ? cmark_node_parent(node) : NULL;
	if (item && cmark_node_get_list_type(list) == CMARK_ORDERED_LIST) {
		/* The item before it has the number before; asking every item for its place would be quadratic. */
		cmark_node *before = cmark_node_previous(node);
		uintptr_t number = before ? (uintptr_t)cmark_node_get_user_data(before) + 1
					  : (uintptr_t)cmark_node_get_list_start(list);
		cmark_node_set_user_data(node, (void *)number);
		char delimiter = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.';
		container.ordered = true;
		container.marker_len = (uint8_t)snprintf(container.marker, sizeof container.marker, "%ju%c", (uintmax_t)number,
							 delimiter);
	} else if (item) {
		uint32_t outer = parser->container;
		while (outer && !(md->containers[outer].item && !md->containers[outer].ordered))
			outer = md->containers[outer].parent;
		container.bullet = outer ? (uint8_t)(md->containers[outer].bullet + 1) : 0;
	}
	md->containers = array_grow(md->containers, md->container_count, &md->container_cap, sizeof *md->containers);
	md->containers[md->container_count] = container;
	parser->container = (uint32_t)md->container_count++;
}

static void close_container(struct parser *parser, cmark_node *node)
{
	struct markdown *md = parser->md;
	if (parser->too_deep) {
		parser->too_deep--;
		return;
	}
	const struct md_container *container = &md->containers[parser->container];
	if (container->item && container->first_block == UINT32_MAX) {
		struct md_block *block = add_block(parser, node, BLOCK_TEXT);
		md_add_run(md, &block->flow, MD_TEXT, 0, 0);
	}
	parser->container = md->containers[parser->container].parent;
}

static bool has_gap_before(cmark_node *node, cmark_node_type type)
{
	cmark_node *parent = cmark_node_parent(node);
	if (type == CMARK_NODE_ITEM)
		return !cmark_node_get_list_tight(parent);
	if (cmark_node_get_type(parent) == CMARK_NODE_ITEM)
		return !cmark_node_get_list_tight(cmark_node_parent(parent));
	return true;
}

/* Returns whether the children are to be visited. */
static bool enter(struct parser *parser, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	const char *literal;
	if (cmark_node_previous(node))
		parser->gap = has_gap_before(node, type);
	switch ((int)type) {
	case CMARK_NODE_BLOCK_QUOTE:
		open_container(parser, node, false);
		return true;
	case CMARK_NODE_ITEM:
		open_container(parser, node, true);
		return true;
	case CMARK_NODE_LIST:
		return true;
	case CMARK_NODE_PARAGRAPH:
		add_paragraph(parser, node);
		return false;
	case CMARK_NODE_HEADING:
		add_heading(parser, node);
		return false;
	case CMARK_NODE_CODE_BLOCK:
		literal = cmark_node_get_literal(node);
		add_lines(parser, node, BLOCK_CODE, literal, strlen(literal));
		return false;
	case CMARK_NODE_HTML_BLOCK:
		add_html(parser, node);
		return false;
	case CMARK_NODE_THEMATIC_BREAK:
		add_block(parser, node, BLOCK_RULE);
		return false;
	}
	return false;
}

static void leave(struct parser *parser, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	if (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_ITEM)
		close_container(parser, node);
}

/* Nesting is as deep as the source likes, so the tree is walked without recursion. */
static void walk(struct parser *parser, cmark_node *root)
{
	for (cmark_node *at = cmark_node_first_child(root); at;) {
		cmark_node *next = enter(parser, at) ? cmark_node_first_child(at) : NULL;
		while (!next) {
			leave(parser, at);
			next = cmark_node_next(at);
			if (next)
				break;
			at = cmark_node_parent(at);
			if (at == root)
				break;
		}
		at = next;
	}
}

struct markdown *markdown_parse(const char *text, size_t len)
{
	struct markdown *md = xcalloc(1, sizeof *md);
	struct parser parser = { .md = md };
	md->truncated = len > MARKDOWN_MAX_BYTES;
	if (md->truncated)
		len = MARKDOWN_MAX_BYTES;
	if (len >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) {
		text += 3;
		len -= 3;
	}
	struct strbuf tamed = STRBUF_INIT;
	if (text_tame(text, len, &tamed)) {
		text = tamed.text;
		len = tamed.len;
	}
	strbuf_init(&md->text);
	strbuf_init(&md->names);
	strbuf_reserve(&md->text, len + len / 16);
	md->containers = array_grow(NULL, 0, &md->container_cap, sizeof *md->containers);
	md->containers[md->container_count++] = (struct md_container){ .first_block = 0 };
	parser.source = (struct md_source){ .text = text, .len = len };
	find_lines(&parser.source);
	cmark_node *root = cmark_parse_document(text, len, CMARK_OPT_DEFAULT);
	walk(&parser, root);
	cmark_node_free(root);
	free(parser.source.starts);
	strbuf_release(&tamed);
	return md;
}

void markdown_free(struct markdown *md)
{
	if (!md)
		return;
	strbuf_release(&md->text);
	strbuf_release(&md->names);
	free(md->blocks);
	free(md->runs);
	free(md->breaks);
	free(md->containers);
	free(md->tables);
	free(md->rows);
	free(md->cells);
	free(md->links);
	free(md);
}

bool markdown_truncated(const struct markdown *md)
{
	return md->truncated;
}
