#include "catalog/outline.h"

#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "catalog/tame.h"

enum { LEVELS = 7 };

static int lines_before(const char *text, size_t offset)
{
	int count = 1;
	for (size_t i = 0; i < offset; i++)
		count += text[i] == '\n';
	return count;
}

/* What libcmark would replace silently is replaced here, so that tree and source agree on every offset. */
static void clean(struct outline *outline, const char *text, size_t len, struct diagnostics *diags)
{
	struct strbuf sb = STRBUF_INIT;
	size_t at = len >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
	bool bad_bytes = false, bad_nul = false;
	strbuf_reserve(&sb, len);
	while (at < len) {
		int32_t cp;
		size_t n = utf8_decode(text + at, len - at, &cp);
		if (n == 1 && (unsigned char)text[at] >= 0x80) {
			if (!bad_bytes)
				diagnostics_add(diags, SEVERITY_ERROR, lines_before(sb.text, sb.len),
						"a file of content is read as UTF-8", NULL,
						"this line is not valid UTF-8: save the file in that encoding");
			bad_bytes = true;
			strbuf_adds(&sb, "\xEF\xBF\xBD");
		} else if (cp == 0) {
			if (!bad_nul)
				diagnostics_add(diags, SEVERITY_ERROR, lines_before(sb.text, sb.len), NULL, NULL,
						"this line holds a NUL byte: remove it");
			bad_nul = true;
			strbuf_addc(&sb, ' ');
		} else if (cp == '\r') {
			if (at + 1 >= len || text[at + 1] != '\n')
				strbuf_addc(&sb, '\n');
		} else {
			strbuf_add(&sb, text + at, n);
		}
		at += n;
	}
	struct strbuf tamed = STRBUF_INIT;
	const struct strbuf *text_to_read = text_tame(sb.text, sb.len, &tamed) ? &tamed : &sb;
	outline->text = arena_strndup(outline->arena, text_to_read->text, text_to_read->len);
	outline->len = text_to_read->len;
	strbuf_release(&tamed);
	strbuf_release(&sb);
}

static void find_lines(struct outline *outline)
{
	size_t count = 1;
	for (size_t i = 0; i < outline->len; i++)
		count += outline->text[i] == '\n';
	size_t *starts = arena_alloc(outline->arena, (count + 1) * sizeof *starts);
	size_t at = 0;
	starts[at++] = 0;
	for (size_t i = 0; i < outline->len; i++)
		if (outline->text[i] == '\n')
			starts[at++] = i + 1;
	starts[at] = outline->len;
	outline->starts = starts;
	outline->line_count = (int)count;
}

static size_t line_start(const struct outline *outline, int line)
{
	if (line < 1)
		return 0;
	return line > outline->line_count ? outline->len : outline->starts[line - 1];
}

/* Without the '\n'. */
static size_t line_end(const struct outline *outline, int line)
{
	size_t end = line_start(outline, line + 1);
	return end > line_start(outline, line) && outline->text[end - 1] == '\n' ? end - 1 : end;
}

static const char *plain_text(struct arena *arena, cmark_node *node)
{
	struct strbuf sb = STRBUF_INIT;
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *cur = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(cur);
		if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			strbuf_addc(&sb, ' ');
		else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
			strbuf_adds(&sb, cmark_node_get_literal(cur));
	}
	cmark_iter_free(iter);
	strbuf_trim(&sb);
	const char *text = arena_strndup(arena, sb.text, sb.len);
	strbuf_release(&sb);
	return text;
}

static void close_sections(struct outline_section **open, int level, int end_line)
{
	for (int i = level; i < LEVELS; i++) {
		if (open[i])
			open[i]->end_line = end_line;
		open[i] = NULL;
	}
}

static void find_sections(struct outline *outline)
{
	struct outline_section *open[LEVELS] = { &outline->file };
	outline->file = (struct outline_section){ .title = "", .line = 1, .end_line = outline->line_count };
	cmark_node *block = cmark_node_first_child(outline->root);
	if (block && cmark_node_get_type(block) != CMARK_NODE_HEADING)
		outline->file.body = block;
	for (; block; block = cmark_node_next(block)) {
		if (cmark_node_get_type(block) != CMARK_NODE_HEADING)
			continue;
		int level = cmark_node_get_heading_level(block), line = cmark_node_get_start_line(block);
		cmark_node *next = cmark_node_next(block);
		struct outline_section *section = arena_alloc(outline->arena, sizeof *section);
		close_sections(open, level, line - 1);
		section->title = plain_text(outline->arena, block);
		section->level = level;
		section->line = line;
		section->body = next && cmark_node_get_type(next) != CMARK_NODE_HEADING ? next : NULL;
		int parent = level - 1;
		while (!open[parent])
			parent--;
		section->parent = open[parent];
		if (section->parent->last_child)
			section->parent->last_child->next = section;
		else
			section->parent->child = section;
		section->parent->last_child = section;
		open[level] = section;
	}
	close_sections(open, 1, outline->line_count);
}

void outline_init(struct outline *outline, struct arena *arena, const char *text, size_t len,
		  struct diagnostics *diags)
{
	*outline = (struct outline){ .arena = arena };
	clean(outline, text, len, diags);
	find_lines(outline);
	outline->root = cmark_parse_document(outline->text, outline->len, CMARK_OPT_DEFAULT);
	find_sections(outline);
}

void outline_release(struct outline *outline)
{
	cmark_node_free(outline->root);
	outline->root = NULL;
}

const struct outline_section *outline_title(const struct outline *outline)
{
	for (const struct outline_section *s = outline->file.child; s; s = s->next)
		if (s->level == 1)
			return s;
	return NULL;
}

/* The next section at `level` that begins at or after `section` in its list, going down through higher levels. */
static const struct outline_section *second_level(const struct outline_section *section)
{
	for (; section; section = section->next) {
		if (section->level == 2)
			return section;
		const struct outline_section *below = section->level < 2 ? second_level(section->child) : NULL;
		if (below)
			return below;
	}
	return NULL;
}

const struct outline_section *outline_next(const struct outline *outline, const struct outline_section *section)
{
	if (!section)
		return second_level(outline->file.child);
	const struct outline_section *next = second_level(section->next);
	if (!next && section->parent->level == 1)
		next = second_level(section->parent->next);
	return next;
}

const struct outline_section *outline_find(const struct outline *outline, const char *title)
{
	const struct outline_section *section = NULL;
	while ((section = outline_next(outline, section)))
		if (!strcasecmp(section->title, title))
			return section;
	return NULL;
}

const struct outline_section *section_find(const struct outline_section *section, const char *title)
{
	for (const struct outline_section *s = section ? section->child : NULL; s; s = s->next)
		if (!strcasecmp(s->title, title))
			return s;
	return NULL;
}

cmark_node *section_next_block(cmark_node *block)
{
	cmark_node *next = block ? cmark_node_next(block) : NULL;
	return next && cmark_node_get_type(next) != CMARK_NODE_HEADING ? next : NULL;
}

static bool is_comment(cmark_node *block)
{
	return cmark_node_get_type(block) == CMARK_NODE_HTML_BLOCK && !strncmp(cmark_node_get_literal(block), "<!--", 4);
}

cmark_node *section_card(const struct outline_section *section)
{
	cmark_node *block = section->body;
	while (block && is_comment(block))
		block = section_next_block(block);
	if (!block || cmark_node_get_type(block) != CMARK_NODE_LIST)
		return NULL;
	return cmark_node_get_list_type(block) == CMARK_BULLET_LIST ? block : NULL;
}

static const char *slice_lines(const struct outline *outline, int first, int last)
{
	size_t start = line_start(outline, first), end = line_start(outline, last + 1);
	while (end > start && strchr(" \t\n", outline->text[end - 1]))
		end--;
	/* Leading blank lines go, the indentation of the first line stays: it may be an indented code block. */
	for (size_t i = start; i < end && strchr(" \t\n", outline->text[i]); i++)
		if (outline->text[i] == '\n')
			start = i + 1;
	return arena_strndup(outline->arena, outline->text + start, end - start);
}

const char *section_prose(const struct outline *outline, const struct outline_section *section, cmark_node *block)
{
	while (block && is_comment(block))
		block = section_next_block(block);
	if (block)
		return slice_lines(outline, cmark_node_get_start_line(block), section->end_line);
	return section->child ? slice_lines(outline, section->child->line, section->end_line) : "";
}

const char *section_source(const struct outline *outline, const struct outline_section *section)
{
	return section_prose(outline, section, section->body);
}

/* Bytes [column, end) of a line, without the blanks around them. */
static void add_trimmed(struct strbuf *sb, const struct outline *outline, int line, int first_column)
{
	size_t start = line_start(outline, line), end = line_end(outline, line);
	start += first_column > 1 ? (size_t)first_column - 1 : 0;
	while (end > start && strchr(" \t", outline->text[end - 1]))
		end--;
	while (start < end && strchr(" \t", outline->text[start]))
		start++;
	if (start >= end)
		return;
	if (sb->len)
		strbuf_addc(sb, ' ');
	strbuf_add(sb, outline->text + start, end - start);
}

const char *block_text(const struct outline *outline, cmark_node *block)
{
	int first = cmark_node_get_start_line(block), last = cmark_node_get_end_line(block);
	if (cmark_node_get_type(block) != CMARK_NODE_PARAGRAPH)
		return slice_lines(outline, first, last);
	struct strbuf sb = STRBUF_INIT;
	for (int line = first; line <= last; line++)
		add_trimmed(&sb, outline, line, line == first ? cmark_node_get_start_column(block) : 0);
	const char *text = arena_strndup(outline->arena, sb.text, sb.len);
	strbuf_release(&sb);
	return text;
}

/* Several blocks: their lines without the item's indentation. */
static const char *item_blocks(const struct outline *outline, cmark_node *first, cmark_node *last)
{
	struct strbuf sb = STRBUF_INIT;
	size_t indent = (size_t)cmark_node_get_start_column(first) - 1;
	int first_line = cmark_node_get_start_line(first), last_line = cmark_node_get_end_line(last);
	for (int line = first_line; line <= last_line; line++) {
		size_t start = line_start(outline, line), end = line_end(outline, line);
		size_t skip = 0;
		while (skip < indent && start + skip < end && (line == first_line || outline->text[start + skip] == ' '))
			skip++;
		strbuf_add(&sb, outline->text + start + skip, end - start - skip);
		strbuf_addc(&sb, '\n');
	}
	strbuf_trim(&sb);
	const char *text = arena_strndup(outline->arena, sb.text, sb.len);
	strbuf_release(&sb);
	return text;
}

const char *item_text(const struct outline *outline, cmark_node *item)
{
	cmark_node *first = cmark_node_first_child(item), *last = cmark_node_last_child(item);
	if (!first)
		return "";
	return first == last ? block_text(outline, first) : item_blocks(outline, first, last);
}

size_t section_add_items(const struct outline *outline, const struct outline_section *section, struct texts *texts)
{
	size_t before = texts->count;
	for (cmark_node *block = section->body; block; block = section_next_block(block)) {
		if (cmark_node_get_type(block) != CMARK_NODE_LIST)
			continue;
		for (cmark_node *item = cmark_node_first_child(block); item; item = cmark_node_next(item)) {
			const char *text = item_text(outline, item);
			if (*text)
				texts_add(texts, outline->arena, text);
		}
	}
	return texts->count - before;
}

bool outline_line_is_flush(const struct outline *outline, int line)
{
	size_t start = line_start(outline, line);
	return start < line_end(outline, line) && !strchr(" \t", outline->text[start]);
}

cmark_node *section_code(cmark_node *block, const char *info)
{
	for (; block; block = section_next_block(block)) {
		if (cmark_node_get_type(block) != CMARK_NODE_CODE_BLOCK)
			continue;
		const char *have = cmark_node_get_fence_info(block);
		size_t n = strcspn(have, " \t");
		if (n == strlen(info) && !strncasecmp(have, info, n))
			return block;
	}
	return NULL;
}

cmark_node *block_next(cmark_iter *iter)
{
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (event == CMARK_EVENT_ENTER && (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING))
			return node;
	}
	return NULL;
}

void block_words(cmark_node *block, char code, struct strbuf *out)
{
	cmark_iter *iter = cmark_iter_new(block);
	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (type == CMARK_NODE_TEXT)
			strbuf_adds(out, cmark_node_get_literal(node));
		else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			strbuf_addc(out, '\n');
		else if (type == CMARK_NODE_CODE)
			strbuf_addc(out, code);
	}
	cmark_iter_free(iter);
}
