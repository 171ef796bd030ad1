#include "catalog/estimate_blocks.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "estimate.h"

static int is_estimate(cmark_node *node)
{
	const char *info = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK ? cmark_node_get_fence_info(node) : NULL;
	return info && !strncmp(info, "estimate", 8) && (info[8] == '\0' || info[8] == ' ');
}

void estimate_blocks_read(struct estimate_blocks *blocks, const char *text, size_t len)
{
	cmark_node *root = cmark_parse_document(text, len, CMARK_OPT_DEFAULT);
	cmark_iter *iter = cmark_iter_new(root);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event != CMARK_EVENT_ENTER || !is_estimate(node))
			continue;
		const char *literal = cmark_node_get_literal(node);
		blocks->items = array_grow(blocks->items, blocks->count, &blocks->cap, sizeof *blocks->items);
		blocks->items[blocks->count++] = (struct estimate_block){
			.line = cmark_node_get_start_line(node) + 1, .text = xstrdup(literal ? literal : ""),
			.len = literal ? strlen(literal) : 0,
		};
	}
	cmark_iter_free(iter);
	cmark_node_free(root);
}

void estimate_blocks_release(struct estimate_blocks *blocks)
{
	for (size_t i = 0; i < blocks->count; i++)
		free(blocks->items[i].text);
	free(blocks->items);
	*blocks = (struct estimate_blocks)ESTIMATE_BLOCKS_INIT;
}

void estimate_blocks_worksheet(const struct estimate_blocks *blocks, struct strbuf *out)
{
	int line = 1;
	for (size_t i = 0; i < blocks->count; i++) {
		const struct estimate_block *block = &blocks->items[i];
		if (block->line > line)
			strbuf_fill(out, '\n', (size_t)(block->line - line));
		line = block->line;
		strbuf_add(out, block->text, block->len);
		for (const char *end = block->text; (end = strchr(end, '\n')); end++)
			line++;
	}
}

size_t estimate_blocks_check(const struct estimate_blocks *blocks, struct strbuf *report)
{
	struct worksheet *sheet = worksheet_new(NULL);
	struct strbuf text = STRBUF_INIT;
	size_t wrong = 0;
	estimate_blocks_worksheet(blocks, &text);
	worksheet_set_text(sheet, text.text, text.len);
	for (size_t i = 0; i < worksheet_line_count(sheet); i++) {
		const struct estimate_result *result = worksheet_line(sheet, i);
		struct estimate_claim claim;
		if (result->kind == ESTIMATE_ERROR) {
			strbuf_addf(report, "line %zu: %s. %s%s%s\n", result->line, result->error->message, result->error->explanation,
			            *result->error->explanation ? " " : "", result->error->suggestion);
			wrong++;
		} else if (estimate_claim_read(result, &claim) && !claim.agrees) {
			strbuf_addf(report, "line %zu: the comment says %.*s, the result is %s\n", result->line, (int)claim.place.length,
			            result->text + claim.place.start, result->shown);
			wrong++;
		}
	}
	worksheet_free(sheet);
	strbuf_release(&text);
	return wrong;
}
