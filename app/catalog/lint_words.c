/* Rules over the wording: unsafe characters, leftovers of a skeleton, answers that are too long. */
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "catalog/lint_rules.h"

const char *lint_normal(struct arena *arena, const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len = strlen(text);
	for (size_t i = 0; i < len;) {
		int32_t cp;
		size_t n = utf8_decode(text + i, len - i, &cp);
		if (cp >= 'A' && cp <= 'Z')
			strbuf_addc(&sb, (char)(cp + ('a' - 'A')));
		else if (utf8_is_word(cp))
			strbuf_add(&sb, text + i, n);
		else if (sb.len && sb.text[sb.len - 1] != ' ')
			strbuf_addc(&sb, ' ');
		i += n;
	}
	strbuf_trim(&sb);
	const char *normal = arena_strndup(arena, sb.text, sb.len);
	strbuf_release(&sb);
	return normal;
}

void lint_characters(const struct outline *outline, struct diagnostics *diags)
{
	int line = 1, reported = 0;
	for (size_t i = 0; i < outline->len;) {
		int32_t cp;
		size_t n = utf8_decode(outline->text + i, outline->len - i, &cp);
		if (cp == '\n')
			line++;
		else if (cp != '\t' && utf8_is_unsafe(cp) && reported != line) {
			diagnostics_add(diags, SEVERITY_ERROR, line,
					"control and direction characters can make a text look different from what it says", NULL,
					"this line holds the character U+%04X: remove it", (unsigned)cp);
			reported = line;
		}
		i += n;
	}
}

static bool is_placeholder(const char *text)
{
	return !strcmp(text, "...") || !strcmp(text, "...?") || !strcmp(text, "\xE2\x80\xA6");
}

/* Every title, card and list of the file, whatever it means: `...` is what a skeleton leaves to be written. */
static void check_placeholders(struct lint *lint)
{
	cmark_iter *iter = cmark_iter_new(lint->outline->root);
	cmark_node *node;
	while ((node = block_next(iter))) {
		const char *text = block_text(lint->outline, node), *colon;
		text += cmark_node_get_type(node) == CMARK_NODE_HEADING ? strspn(text, "# ") : 0;
		colon = strchr(text, ':');
		if (is_placeholder(text) || (colon && colon[1] == ' ' && is_placeholder(colon + 2)))
			diagnostics_add(lint->diags, SEVERITY_ERROR, cmark_node_get_start_line(node), NULL, NULL,
					"`%s` is still to be written", text);
	}
	cmark_iter_free(iter);
}

static size_t word_count(const char *text)
{
	size_t count = 0;
	bool in = false;
	for (; *text; text++) {
		bool blank = strchr(" \t\n", *text) != NULL;
		count += !blank && !in;
		in = !blank;
	}
	return count;
}

static void check_lengths(struct lint *lint)
{
	enum { ANSWER = 90, CARD = 90, SUMMARY = 120 };
	const struct problem *p = lint->problem;
	for (size_t i = 0; i < p->fact_count; i++)
		if (word_count(p->facts[i].answer) > ANSWER)
			diagnostics_add(lint->diags, SEVERITY_WARNING, p->facts[i].line,
					"an interviewer gives one fact at a time; two facts are found by two questions", NULL,
					"the answer of `%s` has %zu words; over %d it is more than one fact", p->facts[i].id,
					word_count(p->facts[i].answer), ANSWER);
	for (size_t i = 0; i < p->cards.count; i++)
		if (word_count(p->cards.items[i].text) > CARD)
			diagnostics_add(lint->diags, SEVERITY_WARNING, p->cards.items[i].line, "a card is atomic: one thing to recall", NULL,
					"the answer of this card has %zu words; over %d it is better made two cards",
					word_count(p->cards.items[i].text), CARD);
	if (utf8_width(p->summary, strlen(p->summary)) > SUMMARY)
		diagnostics_add(lint->diags, SEVERITY_WARNING, lint_line(lint, "", NULL), "the library shows it on one line", NULL,
				"the summary is longer than %d characters", SUMMARY);
}

static void check_questions(struct lint *lint)
{
	const struct problem *p = lint->problem;
	for (size_t i = 0; i < p->to_decide.count; i++)
		if (!strchr(p->to_decide.items[i], '?') && !is_placeholder(p->to_decide.items[i]))
			diagnostics_add(lint->diags, SEVERITY_WARNING, lint_line(lint, "Yours to decide", NULL),
					"a candidate's question is compared with them", "- Should I use SQL or NoSQL?",
					"`%s` is not a question", p->to_decide.items[i]);
	if (*p->story_question && !strchr(p->story_question, '?'))
		diagnostics_add(lint->diags, SEVERITY_WARNING, lint_line(lint, "Your experience", NULL), NULL, NULL,
				"`## Your experience` asks no question");
}

const struct lint_rule word_rules[] = {
	{ "nothing is left to be written", check_placeholders },
	{ "answers are short", check_lengths },
	{ "questions ask", check_questions },
};
const size_t word_rule_count = ARRAY_SIZE(word_rules);
