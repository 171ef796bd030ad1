/*
 * Content from anywhere: any bytes can be laid out in lines that fit and are safe, be read as a problem or a page, and
 * be told what is wrong with them, at lines that exist.
 */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "catalog/concept_reader.h"
#include "catalog/diagnostics.h"
#include "catalog/lint.h"
#include "catalog/markdown.h"
#include "catalog/problem_reader.h"

const char *const fuzz_seeds[] = {
	"# Parking lot\n\n- id: parking-lot\n- difficulty: hard\n- tracks: general\n- patterns: a, b\n- rank: 7\n- summary: Cars.\n"
	"- minutes: requirements 8\n\n## Prompt\n\nDesign it.\n\n## Facts\n\n### Cars\n\n- id: cars\n- weight: 3\n- topic: traffic\n"
	"- ask: How many\n  cars?\n- terms: cars, rate\n\nAbout *20,000*.\n\n## Yours to decide\n\n- Which?\n",
	"# T\n\n- id: t\n\n## Prompt\n\np\n\n## Facts\n\n### f\n\n- id: f\n\na\n\n## Estimates\n\n```estimate\na = 100M/day in 1/s\nassert a > 1/s\n"
	"```\n\n### What the numbers decide\n\n- a: much.\n\n## Architecture\n\n```diagram\nclient -> lb => api : GET [miss]\n"
	"api -- db\n# comment\n```\n\n### Boxes\n\n- client: c\n- db: d\n\n### Flows\n\n#### Write\n\n1. a\n2. b\n\n"
	"## Hints\n\n### Data model\n\n1. a\n2. b\n3. c\n",
	"# T\n\n- id: t\n\n## Prompt\n\np\n\n## Facts\n\n### f\n\n- id: f\n\na\n\n## Probes\n\n### Why?\n\n- id: p\n- about: failure\n- points: k\n"
	"- weak: w\n- fair: f\n- strong: s\n\n## Curveballs\n\n### Ten\n\n- id: ten\n- changes: db\n- keeps: lb\n\nSay.\n\nThen.\n\n"
	"## Key points\n\n### K\n\n- id: k\n- phase: data\n- criterion: depth\n- level: mid\n- weight: must\n- shows: a | b + c\n- shows: d\n\n"
	"Why.\n\n## Warning signs\n\n### W\n\n- id: w\n- shows: x\n- unless: y\n\nWhy.\n\n## Your experience\n\n- tags: scale\n\nWhere?\n",
	"text *emph **strong*** `code` ~~strike~~ [a](b 'c') ![d](e) <http://f> <b>g</b> &amp; &#x202E; \\* \\~~h~~  \nhard\n"
	"\n> quote\n> > deeper\n\n1. one\n2. two\n   - [ ] open\n   - [x] done\n\n    code\n\n```c\ncode\t\xE6\x97\xA5\n```\n\n***\n\n"
	"<!-- gone -->\n\n<div>\n\n[r]: url\n\n[r][] [r]\n\nSetext\n======\n",
	"a | b | c\n:-- | :-: | --:\n`x\\|y` | **z** | w\n\\| | too | many | cells\n\xE6\x97\xA5\xE6\x9C\xAC | \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB\n\n"
	"> - | h |\n>   |---|\n>   | c |\n",
	NULL
};

static void check_doc(const struct doc *doc)
{
	int source_line = 0;
	for (size_t i = 0; i < doc->line_count; i++) {
		const struct doc_line *line = &doc->lines[i];
		uint32_t at = line->offset;
		FUZZ_REQUIRE(doc->text[line->offset + line->len] == '\n');
		FUZZ_REQUIRE(utf8_width(doc->text + line->offset, line->len) <= (size_t)doc->width);
		FUZZ_REQUIRE(line->source_line >= source_line);
		source_line = line->source_line;
		for (uint32_t s = 0; s < line->span_count; s++) {
			const struct doc_span *span = &doc->spans[line->span + s];
			FUZZ_REQUIRE(span->offset == at && span->style < MD_STYLE_COUNT && span->link <= doc->link_count);
			at += span->len;
		}
		FUZZ_REQUIRE(at == line->offset + line->len);
	}
	for (size_t i = 0; i < doc->text_len;) {
		int32_t cp;
		i += utf8_decode(doc->text + i, doc->text_len - i, &cp);
		FUZZ_REQUIRE(cp == '\n' || !utf8_is_unsafe(cp));
	}
	for (size_t i = 0; i < doc->heading_count; i++)
		FUZZ_REQUIRE((size_t)doc->headings[i].line < doc->line_count);
	for (size_t i = 0; i < doc->link_count; i++)
		FUZZ_REQUIRE(doc->links[i].line >= 0 && (size_t)doc->links[i].line <= doc->line_count);
}

static void check_diagnostics(struct diagnostics *diags, const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT;
	int lines = 1;
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n' || data[i] == '\r';
	diagnostics_sort(diags);
	for (size_t i = 0; i < diags->count; i++) {
		FUZZ_REQUIRE(diags->items[i].line >= 0 && diags->items[i].line <= lines);
		FUZZ_REQUIRE(*diags->items[i].what != '\0');
		diagnostic_write(&diags->items[i], &out);
	}
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int widths[] = { 1, 20, 80 };
	struct markdown *md = markdown_parse((const char *)data, size);
	struct doc doc = DOC_INIT;
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		doc_layout(&doc, md, &(struct doc_options){ .width = widths[i], .ascii = i == 1 });
		check_doc(&doc);
	}
	doc_write(&doc, true, &out);
	doc_release(&doc);
	markdown_free(md);
	strbuf_release(&out);

	struct diagnostics diags = DIAGNOSTICS_INIT;
	struct problem *problem;
	struct concept *concept;
	enum status status = problem_read("fuzz.md", (const char *)data, size, &problem, &diags);
	FUZZ_REQUIRE((status == STATUS_OK) == (problem != NULL));
	FUZZ_REQUIRE((status == STATUS_OK) == (diagnostics_broken(&diags) == NULL));
	check_diagnostics(&diags, data, size);
	problem_free(problem);
	diagnostics_release(&diags);
	concept_read("fuzz.md", (const char *)data, size, &concept, NULL);
	concept_free(concept);
	lint_text("fuzz.md", (const char *)data, size, CONTENT_PROBLEM, &diags);
	lint_text("fuzz.md", (const char *)data, size, CONTENT_CONCEPT, &diags);
	check_diagnostics(&diags, data, size);
	diagnostics_release(&diags);
	return 0;
}
