/* Rules over numbers: the blocks marked `estimate` of a file are one worksheet, in order, and all of it must hold. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "catalog/lint_rules.h"
#include "estimate.h"

struct sheet {
	struct strbuf text;
	int *lines;                     /* of the file, for each line of the text */
	size_t count, cap;
};

static void add_block(struct sheet *sheet, cmark_node *code)
{
	int line = cmark_node_get_start_line(code) + 1;
	const char *text = cmark_node_get_literal(code);
	strbuf_adds(&sheet->text, text);
	for (; (text = strchr(text, '\n')); text++, line++) {
		sheet->lines = array_grow(sheet->lines, sheet->count, &sheet->cap, sizeof *sheet->lines);
		sheet->lines[sheet->count++] = line;
	}
}

static void report(const struct estimate_result *result, int line, struct diagnostics *diags)
{
	const struct estimate_error *error = result->error;
	diagnostics_add(diags, SEVERITY_ERROR, line, error->explanation, error->suggestion, "`%.*s`: %s",
			(int)(result->text_len < 200 ? result->text_len : 200), result->text, error->message);
}

/* A comment that begins with a number says what its line gives. */
static void check_comment(const struct estimate_result *result, int line, struct diagnostics *diags)
{
	struct estimate_claim claim;
	if (estimate_claim_read(result, &claim) && !claim.agrees)
		diagnostics_add(diags, SEVERITY_ERROR, line, "readers believe the comment",
				"sysdrill estimate FILE.md --update    # writes the results as comments",
				"the comment says %.*s, the result is %s", (int)claim.place.length, result->text + claim.place.start,
				result->shown);
}

void lint_estimates(const struct outline *outline, const struct problem *problem, struct diagnostics *diags)
{
	struct sheet sheet = { .text = STRBUF_INIT };
	/* Blocks at the top level of the file are all that a section can hold. */
	for (cmark_node *block = cmark_node_first_child(outline->root); block; block = cmark_node_next(block))
		if (cmark_node_get_type(block) == CMARK_NODE_CODE_BLOCK && section_code(block, "estimate") == block)
			add_block(&sheet, block);
	struct worksheet *worksheet = worksheet_new(NULL);
	worksheet_set_text(worksheet, sheet.text.text, sheet.text.len);
	for (size_t i = 0; i < worksheet_line_count(worksheet) && i < sheet.count; i++)
		if (worksheet_line(worksheet, i)->kind == ESTIMATE_ERROR)
			report(worksheet_line(worksheet, i), sheet.lines[i], diags);
		else
			check_comment(worksheet_line(worksheet, i), sheet.lines[i], diags);
	for (size_t i = 0; problem && i < problem->estimate_decides.count; i++) {
		const struct named_text *decides = &problem->estimate_decides.items[i];
		if (!worksheet_find(worksheet, decides->name))
			diagnostics_add(diags, SEVERITY_ERROR, decides->line,
					"the number behind a decision is run again by the tests", NULL,
					"no estimate block has a line `%s = ...`", decides->name);
	}
	worksheet_free(worksheet);
	strbuf_release(&sheet.text);
	free(sheet.lines);
}
