/* A doc as text: as it stands, or with SGR sequences for a terminal. */
#include <string.h>

#include "catalog/markdown.h"

/* The 16 ANSI colours on the terminal's own background, so that light and dark themes both read well. */
static const char *const style_sgr[MD_STYLE_COUNT] = {
	[MD_TEXT] = "", [MD_CODE] = "36", [MD_CODE_BLOCK] = "36",
	[MD_HEADING1] = "1", [MD_HEADING2] = "1", [MD_HEADING3] = "1", [MD_HEADING4] = "1", [MD_HEADING5] = "1",
	[MD_HEADING6] = "1",
	[MD_LINK] = "4", [MD_URL] = "2", [MD_IMAGE] = "3", [MD_QUOTE] = "2", [MD_BULLET] = "33",
	[MD_TASK_OPEN] = "33", [MD_TASK_DONE] = "32", [MD_RULE] = "2", [MD_TABLE_BORDER] = "2", [MD_TABLE_HEAD] = "1",
	[MD_HTML] = "2", [MD_MARK] = "2",
};

static void add_sgr(struct strbuf *out, const struct doc_span *span)
{
	static const struct { unsigned attribute; const char *sgr; } attributes[] = {
		{ MD_STRONG, "1" }, { MD_EMPH, "3" }, { MD_STRIKE, "9" },
	};
	size_t start = out->len;
	strbuf_adds(out, "\033[");
	strbuf_adds(out, style_sgr[span->style]);
	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (span->attributes & attributes[i].attribute) {
			if (out->len > start + 2)
				strbuf_addc(out, ';');
			strbuf_adds(out, attributes[i].sgr);
		}
	if (out->len == start + 2)
		out->len = start;
	else
		strbuf_addc(out, 'm');
}

void doc_write(const struct doc *doc, bool ansi, struct strbuf *out)
{
	if (!ansi) {
		strbuf_add(out, doc->text, doc->text_len);
		return;
	}
	for (size_t i = 0; i < doc->line_count; i++) {
		const struct doc_line *line = &doc->lines[i];
		for (uint32_t s = 0; s < line->span_count; s++) {
			const struct doc_span *span = &doc->spans[line->span + s];
			size_t before = out->len;
			add_sgr(out, span);
			bool styled = out->len > before;
			strbuf_add(out, doc->text + span->offset, span->len);
			if (styled)
				strbuf_adds(out, "\033[0m");
		}
		strbuf_addc(out, '\n');
	}
}

void markdown_render_text(const char *text, size_t len, const struct doc_options *options, bool ansi,
			  struct strbuf *out)
{
	struct markdown *md = markdown_parse(text, len);
	struct doc doc = DOC_INIT;
	doc_layout(&doc, md, options);
	doc_write(&doc, ansi, out);
	doc_release(&doc);
	markdown_free(md);
}
