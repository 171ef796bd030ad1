/* app/catalog: Markdown becomes lines that fit, keep every word, and are safe to show. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "catalog/markdown.h"

static struct doc laid_out(const char *text, size_t len, int width, bool ascii)
{
	struct markdown *md = markdown_parse(text, len);
	struct doc doc = DOC_INIT;
	doc_layout(&doc, md, &(struct doc_options){ .width = width, .ascii = ascii });
	markdown_free(md);
	return doc;
}

static void constructs_look_as_a_reader_expects(void **state)
{
	(void)state;
	static const struct { int width; const char *source, *expected; } cases[] = {
		{ 80, "", "" },
		{ 80, "one\ntwo", "one two\n" },
		{ 20, "one two three four five six", "one two three four\nfive six\n" },
		{ 20, "hard  \nbreak\\\nagain", "hard\nbreak\nagain\n" },
		{ 20, "a verylongwordthatdoesnotfit b", "a\nverylongwordthatdoes\nnotfit b\n" },
		{ 80, "# One\n\nText", "One\n═══\n\nText\n" },
		{ 80, "Two\n---", "Two\n───\n" },
		{ 80, "### Three *x*", "### Three x\n" },
		{ 20, "### Three that has to be wrapped", "### Three that has\n    to be wrapped\n" },
		{ 80, "- a\n- b\n  - c\n    - d\n      - e", "• a\n• b\n  ◦ c\n    ‣ d\n      • e\n" },
		{ 80, "- a\n\n- b", "• a\n\n• b\n" },
		{ 20, "- wrapped items keep their indentation", "• wrapped items keep\n  their indentation\n" },
		{ 80, "9. a\n1. b", "9. a\n10. b\n" },
		{ 80, "3) a", "3) a\n" },
		{ 80, "- [ ] open\n- [x] done\n- [X] too\n- \\[ ] no\n- [y] no", "[ ] open\n[x] done\n[x] too\n• [ ] no\n• [y] no\n" },
		{ 80, "-\n- b", "•\n• b\n" },
		{ 80, "> quoted\n> > deep\n\nout", "│ quoted\n│\n│ │ deep\n\nout\n" },
		{ 20, "> a quotation that is wrapped", "│ a quotation that\n│ is wrapped\n" },
		{ 80, "    code\n      more", "  code\n    more\n" },
		{ 80, "```c\n*not* emphasis\n\nend\n```", "  *not* emphasis\n\n  end\n" },
		{ 20, "```\nabcdefghijklmnopqrstuvwxyz\n```", "  abcdefghijklmnopqr\n  ↪ stuvwxyz\n" },
		{ 80, "\tcode\twith tabs", "  code    with tabs\n" },
		{ 20, "a\n\n***\n\nb", "a\n\n────────────────────\n\nb\n" },
		{ 80, "*a* **b** ***c*** `d` ~~e~~", "a b c d ~~e~~\n" },
		{ 80, "[text](https://x.example/) [near](b.md) <https://y.example/> <me@z.example>",
		  "text (https://x.example/) near https://y.example/ me@z.example\n" },
		{ 80, "[text][r]\n\n[r]: https://x.example/ 'title'", "text (https://x.example/)\n" },
		{ 80, "![alt *text*](p.png)", "[image: alt text]\n" },
		{ 80, "a <b>c</b><br>d <!-- gone -->e", "a <b>c</b>\nd e\n" },
		{ 80, "<!-- gone -->\n\n<div>\nkept\n</div>", "<div>\nkept\n</div>\n" },
		{ 80, "&copy; &amp; &#65; \\* \\_", "© & A * _\n" },
		{ 80, "| a | b |\n|---|--:|\n| one | 2 |\n| x | 345 |", "a   │   b\n────┼────\none │   2\nx   │ 345\n" },
		{ 80, "a | b\n:-: | -\n1 | `x\\|y`\n\\| | **z** | w", "a │ b\n──┼──────\n1 │ x|y\n| │ z | w\n" },
		{ 80, "text\n| a |\n|---|\n| b |", "text\n\na\n─\nb\n" },
		{ 80, "> | a | b |\n> |---|---|\n> | 1 | 2 |", "│ a │ b\n│ ──┼──\n│ 1 │ 2\n" },
		{ 80, "| a | b |\n|---|\n| 1 | 2 |", "| a | b | |---| | 1 | 2 |\n" },
		{ 20, "| name | what |\n|---|---|\n| aa | it wraps inside its cell |\n| b | c |",
		  "name │ what\n─────┼──────────────\naa   │ it wraps\n     │ inside its\n     │ cell\n─────┼──────────────\nb    │ c\n" },
		{ 20, "| first | second | third |\n|---|---|---|\n| alphabet | betaversion | gamma rays |",
		  "first: alphabet\nsecond: betaversion\nthird: gamma rays\n" },
		{ 80, "日本語", "日本語\n" },
		{ 12, "日本語日本語日本語", "日本語日本語\n日本語\n" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct doc doc = laid_out(cases[i].source, strlen(cases[i].source), cases[i].width, false);
		assert_string_equal(doc.text, cases[i].expected);
		doc_release(&doc);
	}
}

static void ascii_signs_are_used_when_asked_for(void **state)
{
	(void)state;
	const char *source = "# T\n\n- a\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |";
	struct doc doc = laid_out(source, strlen(source), 80, true);
	assert_string_equal(doc.text, "T\n=\n\n* a\n\n| q\n\na | b\n--+--\n1 | 2\n");
	doc_release(&doc);
}

static const struct doc_span *span_of(const struct doc *doc, const char *word)
{
	const char *at = strstr(doc->text, word);
	assert_non_null(at);
	for (size_t i = 0; i < doc->span_count; i++)
		if (doc->spans[i].offset <= (size_t)(at - doc->text) && (size_t)(at - doc->text) < doc->spans[i].offset + doc->spans[i].len)
			return &doc->spans[i];
	fail_msg("no span holds %s", word);
	return NULL;
}

static void every_word_has_its_style(void **state)
{
	(void)state;
	const char *source = "# head\n\nplain *emph* **strong *both*** `code` ~~gone **bold**~~ back [link](u) ![pic](p)\n\n"
			     "    block\n\n- [x] task\n\n|h|\n|-|\n|cell|\n\n<i>html</i> [out](http://o)";
	static const struct { const char *word; int style; unsigned attributes; } cases[] = {
		{ "head", MD_HEADING1, 0 }, { "plain", MD_TEXT, 0 }, { "emph", MD_TEXT, MD_EMPH }, { "strong", MD_TEXT, MD_STRONG },
		{ "both", MD_TEXT, MD_STRONG | MD_EMPH }, { "code", MD_CODE, 0 }, { "gone", MD_TEXT, MD_STRIKE },
		{ "bold", MD_TEXT, MD_STRIKE | MD_STRONG }, { "back", MD_TEXT, 0 }, { "link", MD_LINK, 0 }, { "pic", MD_IMAGE, 0 },
		{ "block", MD_CODE_BLOCK, 0 }, { "[x]", MD_TASK_DONE, 0 }, { "task", MD_TEXT, 0 }, { "h\n", MD_TABLE_HEAD, 0 },
		{ "cell", MD_TEXT, 0 }, { "<i>", MD_HTML, 0 }, { "(http", MD_URL, 0 }, { "═", MD_RULE, 0 },
	};
	struct doc doc = laid_out(source, strlen(source), 80, false);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct doc_span *span = span_of(&doc, cases[i].word);
		assert_int_equal(span->style, cases[i].style);
		assert_int_equal(span->attributes, cases[i].attributes);
	}
	assert_string_equal(doc.links[span_of(&doc, "link")->link - 1].url, "u");
	assert_string_equal(doc.links[span_of(&doc, "(http")->link - 1].url, "http://o");
	doc_release(&doc);
}

static void headings_and_source_lines_are_found(void **state)
{
	(void)state;
	const char *source = "# A\n\none\ntwo\nthree\n\n## B `b`\n\n```\nx\ny\n```\n\n### C\n";
	struct doc doc = laid_out(source, strlen(source), 12, false);
	assert_int_equal(doc.heading_count, 3);
	assert_string_equal(doc.headings[1].title, "B b");
	assert_int_equal(doc.headings[1].level, 2);
	assert_int_equal(doc.headings[1].source_line, 7);
	assert_memory_equal(doc.text + doc.lines[doc.headings[1].line].offset, "B b\n", 4);
	assert_int_equal(doc_heading_before(&doc, (size_t)doc.headings[1].line), 0);
	assert_int_equal(doc_heading_after(&doc, (size_t)doc.headings[1].line), 2);
	assert_int_equal(doc_heading_before(&doc, 0), -1);
	assert_int_equal(doc_heading_after(&doc, (size_t)doc.headings[2].line), -1);
	/* "one two" and "three" are the two lines of the paragraph. */
	assert_memory_equal(doc.text + doc.lines[doc_line_of_source(&doc, 5)].offset, "three", 5);
	assert_memory_equal(doc.text + doc.lines[doc_line_of_source(&doc, 4)].offset, "one two", 7);
	assert_memory_equal(doc.text + doc.lines[doc_line_of_source(&doc, 11)].offset, "  y", 3);
	doc_release(&doc);
}

static void hostile_characters_never_reach_the_screen(void **state)
{
	(void)state;
	static const struct { const char *source, *expected; } cases[] = {
		{ "a\x1b[31mb", "a<U+001B>[31mb\n" },
		{ "a&#27;b &#x202E;c", "a<U+001B>b <U+202E>c\n" },
		{ "\xE2\x80\xAE" "abc", "<U+202E>abc\n" },
		{ "a\xE2\x80\x8B" "b\xEF\xBB\xBF" "c", "abc\n" },
		{ "\xC2\x9B" "x", "<U+009B>x\n" },
		{ "```\na\x07" "b\r\nc\n```", "  a<U+0007>b\n  c\n" },
		{ "bad \xFF\xC3 bytes", "bad \xEF\xBF\xBD\xEF\xBF\xBD bytes\n" },
		{ "[x](http://a\xE2\x80\xAE/)", "x (http://a<U+202E>/)\n" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct doc doc = laid_out(cases[i].source, strlen(cases[i].source), 80, false);
		assert_string_equal(doc.text, cases[i].expected);
		doc_release(&doc);
	}
	char marks[3 * 2 * 1000] = "e";
	for (int i = 0; i < 1000; i++)
		strcat(marks, "\xCC\x81");
	struct doc doc = laid_out(marks, strlen(marks), 80, false);
	assert_int_equal(doc.lines[0].len, 1 + 2 * MARKDOWN_MAX_MARKS);
	doc_release(&doc);
}

/* Everything that is neither white space nor made by the layout, in order. */
static void squeeze(const char *text, size_t len, struct strbuf *out)
{
	for (size_t i = 0; i < len;) {
		int32_t cp;
		size_t n = utf8_decode(text + i, len - i, &cp);
		if (utf8_is_word(cp))
			strbuf_add(out, text + i, n);
		i += n;
	}
}

static const char sample[] =
	"# Sample *of* everything\n\nA paragraph with `code`, **strong words**, a [link](https://example.org/a/b?c=d), "
	"~~struck **out**~~ text, na\xC3\xAFve caf\xC3\xA9s, \xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E and "
	"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB.\nSecond line  \nbroken hard, anextremelylongwordthatfitsnowhereatall.\n\n"
	"- one\n- two\n\n  1. nested deeply enough to wrap at twenty columns\n  2. again\n     > quoted in it\n     > - [x] done\n\n"
	"> quotation\n> > deeper quotation that wraps\n\n```diagram\nclient -> lb -> api : a label that is rather long\n```\n\n"
	"***\n\n<div>html</div>\n\nlast &amp; least\n";

static void no_width_loses_or_reorders_a_word(void **state)
{
	(void)state;
	struct markdown *md = markdown_parse(sample, strlen(sample));
	struct doc doc = DOC_INIT;
	struct strbuf wide = STRBUF_INIT, narrow = STRBUF_INIT;
	doc_layout(&doc, md, &(struct doc_options){ .width = 400 });
	squeeze(doc.text, doc.text_len, &wide);
	assert_non_null(strstr(wide.text, "lastleast"));
	for (int width = 1; width <= 130; width++) {
		doc_layout(&doc, md, &(struct doc_options){ .width = width });
		strbuf_clear(&narrow);
		squeeze(doc.text, doc.text_len, &narrow);
		assert_string_equal(narrow.text, wide.text);
	}
	strbuf_release(&wide);
	strbuf_release(&narrow);
	doc_release(&doc);
	markdown_free(md);
}

static const char table_sample[] =
	"| Store | Reads per second | Why\n|---|--:|:-:|\n| memory | 120,000 | it is near, and the working set is small\n"
	"| disk | 1,200 | averyverylongwordinacell and more | excess\n| | \xE6\x97\xA5\xE6\x9C\xAC |\n";

static void check_lines(const struct doc *doc)
{
	int source_line = 0;
	for (size_t i = 0; i < doc->line_count; i++) {
		const struct doc_line *line = &doc->lines[i];
		assert_true(utf8_width(doc->text + line->offset, line->len) <= (size_t)doc->width);
		assert_int_equal(doc->text[line->offset + line->len], '\n');
		assert_true(line->source_line >= source_line);
		source_line = line->source_line;
		uint32_t at = line->offset;
		for (uint32_t s = 0; s < line->span_count; s++) {
			assert_int_equal(doc->spans[line->span + s].offset, at);
			at += doc->spans[line->span + s].len;
		}
		assert_int_equal(at, line->offset + line->len);
	}
	assert_int_equal(doc->text[doc->text_len], '\0');
	assert_true(utf8_valid(doc->text, doc->text_len));
}

static void no_line_is_wider_than_the_width(void **state)
{
	(void)state;
	const char *samples[] = {
		sample, table_sample, "999999999. a\n1. b", "> > > > > > > > > > > > > > > > > > > > deep",
		"- - - - - - - - - - - - - - - - - - - - - - x", "###### a heading that is longer than the line",
		"1000000. > 2000000. > 3000000. text that wraps around\n",
	};
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct markdown *md = markdown_parse(samples[i], strlen(samples[i]));
		struct doc doc = DOC_INIT;
		for (int width = 1; width <= 130; width++) {
			doc_layout(&doc, md, &(struct doc_options){ .width = width, .ascii = width % 2 });
			assert_int_equal(doc.width, width < DOC_MIN_WIDTH ? DOC_MIN_WIDTH : width);
			check_lines(&doc);
		}
		doc_release(&doc);
		markdown_free(md);
	}
}

/* The patterns of cmark's own suite and of this layout; each took minutes somewhere, once. The test's own limit is make's. */
static void pathological_inputs_end(void **state)
{
	(void)state;
	enum { SIZE = 200000 };
	static const struct { const char *open, *close; } patterns[] = {
		{ "*a **a ", " a** a*" }, { "_a ", "" }, { "a_ ", "" }, { "[a", "" }, { "a]", "" }, { "[", "]" }, { "> ", "" }, { "- ", "" },
		{ "![[]()", "" }, { "[ (](", "" }, { "\\", "" }, { "`", "" }, { "<!--", "" }, { "<!A ", "" }, { "[a](<b", "" }, { "|a", "\n|-" },
		{ "~~a ", "" }, { "~~", "" }, { "&amp;~~", "" }, { "***\n", "" }, { "1. a\n", "" }, { "\xE2\x80\xAE", "" },
		{ "e\xCC\x81\xCC\x81", "" }, { "a<br>", "" }, { "|a|\n|-|\n\n", "" }, { "\t", "" }, { "- a\n\n", "" }, { "[a]: b\n", "" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++) {
		struct strbuf text = STRBUF_INIT;
		while (text.len < SIZE / 2)
			strbuf_adds(&text, patterns[i].open);
		strbuf_addc(&text, 'x');
		while (*patterns[i].close && text.len < SIZE)
			strbuf_adds(&text, patterns[i].close);
		struct doc doc = laid_out(text.text, text.len, 40, false);
		assert_int_equal(doc.text[doc.text_len], '\0');
		doc_release(&doc);
		strbuf_release(&text);
	}
	/* A deep nest, and then line after line that has to go through all of it. */
	struct strbuf nest = STRBUF_INIT;
	for (int i = 0; i < 20000; i++)
		strbuf_adds(&nest, "- ");
	strbuf_adds(&nest, "a\n");
	strbuf_fill(&nest, '\n', SIZE);
	struct doc doc = laid_out(nest.text, nest.len, 40, false);
	assert_non_null(strchr(doc.text, 'a'));
	doc_release(&doc);
	strbuf_release(&nest);
}

static void foreign_text_can_be_cleaned_for_one_line(void **state)
{
	(void)state;
	struct strbuf out = STRBUF_INIT;
	const char *text = "a\tb\nc\x1b[0m \xE2\x80\xAE\xE2\x80\x8B\xFF";
	text_add_sanitised(&out, text, strlen(text));
	assert_string_equal(out.text, "a b c<U+001B>[0m <U+202E>\xEF\xBF\xBD");
	strbuf_release(&out);
}

static void a_text_over_the_limit_is_cut_and_says_so(void **state)
{
	(void)state;
	struct strbuf text = STRBUF_INIT;
	strbuf_fill(&text, 'x', MARKDOWN_MAX_BYTES + 1);
	struct markdown *md = markdown_parse(text.text, text.len);
	assert_true(markdown_truncated(md));
	markdown_free(md);
	md = markdown_parse(text.text, MARKDOWN_MAX_BYTES);
	assert_false(markdown_truncated(md));
	markdown_free(md);
	strbuf_release(&text);
}

static void ansi_adds_colour_and_nothing_else(void **state)
{
	(void)state;
	struct strbuf plain = STRBUF_INIT, ansi = STRBUF_INIT, stripped = STRBUF_INIT;
	struct doc_options options = { .width = 60 };
	markdown_render_text(sample, strlen(sample), &options, false, &plain);
	markdown_render_text(sample, strlen(sample), &options, true, &ansi);
	assert_null(strchr(plain.text, 0x1B));
	assert_non_null(strstr(ansi.text, "\x1b[1m"));
	for (const char *p = ansi.text; *p; p++)
		if (*p == 0x1B)
			p = strchr(p, 'm');
		else
			strbuf_addc(&stripped, *p);
	assert_string_equal(stripped.text, plain.text);
	strbuf_release(&plain);
	strbuf_release(&ansi);
	strbuf_release(&stripped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(constructs_look_as_a_reader_expects),
		cmocka_unit_test(ascii_signs_are_used_when_asked_for),
		cmocka_unit_test(every_word_has_its_style),
		cmocka_unit_test(headings_and_source_lines_are_found),
		cmocka_unit_test(hostile_characters_never_reach_the_screen),
		cmocka_unit_test(no_width_loses_or_reorders_a_word),
		cmocka_unit_test(no_line_is_wider_than_the_width),
		cmocka_unit_test(pathological_inputs_end),
		cmocka_unit_test(foreign_text_can_be_cleaned_for_one_line),
		cmocka_unit_test(a_text_over_the_limit_is_cut_and_says_so),
		cmocka_unit_test(ansi_adds_colour_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
