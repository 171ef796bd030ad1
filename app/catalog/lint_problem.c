/* Rules over the sections of a problem: what must be there, how often, and what must fit together. */
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/lint_rules.h"

int lint_line(const struct lint *lint, const char *section, const char *subsection)
{
	const struct outline_section *title = outline_title(lint->outline), *s = outline_find(lint->outline, section);
	const struct outline_section *sub = s && subsection ? section_find(s, subsection) : NULL;
	return sub ? sub->line : s ? s->line : title ? title->line : 1;
}

static void check_counts(struct lint *lint)
{
	const struct problem *p = lint->problem;
	const struct {
		const char *section, *noun, *why;
		size_t count, least;
	} rules[] = {
		{ "Facts", "facts", "a candidate who explores well must find something", p->fact_count, 10 },
		{ "Yours to decide", "questions", "what nothing matches is given back by these", p->to_decide.count, 6 },
		{ "Probes", "probes", "a long interview needs something to ask", p->probe_count, 8 },
		{ "Curveballs", "curveballs", "one is drawn for each interview", p->curveball_count, 3 },
		{ "Key points", "key points", "the review of the notes stands on them", p->key_point_count, 20 },
		{ "Warning signs", "warning signs", "the review of the notes stands on them", p->warning_count, 4 },
		{ "Optimization", "decisions (`### Decision: ...`)", "deep dives are decisions in three tiers",
		  p->decision_count, 2 },
		{ "Cards", "cards", "they are repeated after the interview", p->cards.count, 8 },
		{ "Further reading", "books, papers or talks", "the debrief says where to read on", p->reading.count, 1 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (rules[i].count < rules[i].least && outline_find(lint->outline, rules[i].section))
			diagnostics_add(lint->diags, SEVERITY_ERROR, lint_line(lint, rules[i].section, NULL), rules[i].why, NULL,
					"%s: %zu of at least %zu %s", rules[i].section, rules[i].count, rules[i].least,
					rules[i].noun);
}

static const char *field(const void *items, size_t size, size_t at, size_t offset)
{
	return *(const char *const *)((const char *)items + at * size + offset);
}

static void check_unique_ids(struct lint *lint)
{
	const struct problem *p = lint->problem;
	const struct {
		const char *noun;
		const void *items;
		size_t count, size, id, line;
	} lists[] = {
		{ "fact", p->facts, p->fact_count, sizeof *p->facts, offsetof(struct fact, id), offsetof(struct fact, line) },
		{ "probe", p->probes, p->probe_count, sizeof *p->probes, offsetof(struct probe, id),
		  offsetof(struct probe, line) },
		{ "curveball", p->curveballs, p->curveball_count, sizeof *p->curveballs, offsetof(struct curveball, id),
		  offsetof(struct curveball, line) },
		{ "key point", p->key_points, p->key_point_count, sizeof *p->key_points, offsetof(struct key_point, id),
		  offsetof(struct key_point, line) },
		{ "warning sign", p->warnings, p->warning_count, sizeof *p->warnings, offsetof(struct warning_sign, id),
		  offsetof(struct warning_sign, line) },
		{ "decision", p->decisions, p->decision_count, sizeof *p->decisions, offsetof(struct decision, id),
		  offsetof(struct decision, line) },
		{ "box", p->boxes.items, p->boxes.count, sizeof *p->boxes.items, offsetof(struct named_text, name),
		  offsetof(struct named_text, line) },
		{ "card", p->cards.items, p->cards.count, sizeof *p->cards.items, offsetof(struct named_text, name),
		  offsetof(struct named_text, line) },
	};
	for (size_t l = 0; l < ARRAY_SIZE(lists); l++)
		for (size_t i = 0; i < lists[l].count; i++) {
			const char *id = field(lists[l].items, lists[l].size, i, lists[l].id);
			for (size_t j = 0; j < i; j++) {
				if (strcmp(id, field(lists[l].items, lists[l].size, j, lists[l].id)) != 0)
					continue;
				const char *items = lists[l].items;
				int first = *(const int *)(items + j * lists[l].size + lists[l].line);
				diagnostics_add(lint->diags, SEVERITY_ERROR, *(const int *)(items + i * lists[l].size + lists[l].line),
						"the log of an interview names it by this", NULL,
						"two %ss are called `%s`; the first is in line %d", lists[l].noun, id, first);
				break;
			}
		}
}

static void check_file_name(struct lint *lint)
{
	const char *path = lint->problem->path, *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t n = strlen(lint->problem->id);
	if (*path && (strncmp(name, lint->problem->id, n) != 0 || strcmp(name + n, ".md") != 0))
		diagnostics_add(lint->diags, SEVERITY_WARNING, lint_line(lint, "", NULL), "it is found faster by name", NULL,
				"the id is `%s`, so the file is best called %s.md", lint->problem->id, lint->problem->id);
}

static size_t sentences(const char *text)
{
	size_t count = 0;
	for (const char *p = text; *p; p++)
		if (strchr(".?!", *p) && (!p[1] || strchr(" \n\"')", p[1])))
			count++;
	return count;
}

static void check_prompt(struct lint *lint)
{
	const struct outline_section *prompt = outline_find(lint->outline, "Prompt");
	size_t count = sentences(lint->problem->prompt);
	if (section_card(prompt))
		diagnostics_add(lint->diags, SEVERITY_ERROR, prompt->line, "an interviewer speaks; the list of wishes is for the facts",
				"Design a service that makes long links short. People paste them everywhere.",
				"the prompt is prose, it has no card or list");
	else if (count > 6)
		diagnostics_add(lint->diags, SEVERITY_WARNING, prompt->line, "what is not said here is what good candidates ask for",
				NULL, "the prompt has %zu sentences; two or three are as vague as a real interviewer's", count);
}

static bool is_box(const struct problem *problem, const char *name)
{
	for (size_t i = 0; i < problem->edge_count; i++)
		if (!strcmp(problem->edges[i].from, name) || !strcmp(problem->edges[i].to, name))
			return true;
	return false;
}

static bool is_explained(const struct problem *problem, const char *name)
{
	for (size_t i = 0; i < problem->boxes.count; i++)
		if (!strcmp(problem->boxes.items[i].name, name))
			return true;
	return false;
}

static void add_boxes(const struct lint *lint, struct strbuf *sb)
{
	struct texts seen = { .count = 0 };
	for (size_t i = 0; i < lint->problem->edge_count * 2; i++) {
		const struct edge *edge = &lint->problem->edges[i / 2];
		const char *name = i % 2 ? edge->to : edge->from;
		if (texts_contain(&seen, name))
			continue;
		strbuf_addf(sb, "%s%s", seen.count ? ", " : "", name);
		texts_add(&seen, lint->outline->arena, name);
	}
}

static void check_boxes(struct lint *lint)
{
	const struct problem *p = lint->problem;
	struct texts seen = { .count = 0 };
	if (!p->edge_count || !p->boxes.count)
		return;
	for (size_t i = 0; i < p->edge_count * 2; i++) {
		const char *name = i % 2 ? p->edges[i / 2].to : p->edges[i / 2].from;
		if (texts_contain(&seen, name))
			continue;
		texts_add(&seen, lint->outline->arena, name);
		if (!is_explained(p, name))
			diagnostics_add(lint->diags, SEVERITY_ERROR, lint_line(lint, "Architecture", "Boxes"),
					"a component without a purpose is a mistake that candidates are warned of", NULL,
					"the diagram has a box `%s` that `### Boxes` does not explain", name);
	}
	for (size_t i = 0; i < p->boxes.count; i++)
		if (!is_box(p, p->boxes.items[i].name))
			diagnostics_add(lint->diags, SEVERITY_ERROR, p->boxes.items[i].line, NULL, NULL,
					"the diagram has no box `%s`; names must be spelled alike", p->boxes.items[i].name);
}

static void check_flows(struct lint *lint)
{
	const struct outline_section *architecture = outline_find(lint->outline, "Architecture");
	const struct outline_section *flows = section_find(architecture, "Flows");
	size_t count = 0;
	for (const struct outline_section *s = flows ? flows->child : NULL; s; s = s->next, count++) {
		bool ordered = false;
		for (cmark_node *block = s->body; block; block = section_next_block(block))
			ordered = ordered || cmark_node_get_list_type(block) == CMARK_ORDERED_LIST;
		if (!ordered)
			diagnostics_add(lint->diags, SEVERITY_ERROR, s->line, "a flow is read as steps",
					"1. The client posts the long URL to the API.", "the flow `%s` is not an ordered list", s->title);
	}
	if (architecture && count < 2)
		diagnostics_add(lint->diags, SEVERITY_ERROR, flows ? flows->line : architecture->line,
				"a diagram says what is connected, the flows say what happens", "### Flows\n\n#### Redirect\n\n1. ...",
				"Architecture needs `### Flows` with at least two `####` flows, such as a write and a read path");
}

static void check_parts(struct lint *lint)
{
	static const struct { const char *section, *part, *why; } parts[] = {
		{ "Data model", "Access paths", "the choice of store follows from them" },
		{ "Data model", "Partitioning", "interviewers ask for the key, and what makes it hot" },
		{ "Optimization", "Bottlenecks", "an optimization without a bottleneck is decoration" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		const struct outline_section *section = outline_find(lint->outline, parts[i].section);
		const struct outline_section *part = section_find(section, parts[i].part);
		if (section && (!part || !*section_source(lint->outline, part)))
			diagnostics_add(lint->diags, SEVERITY_ERROR, part ? part->line : section->line, parts[i].why, NULL,
					"%s needs `### %s` with prose, a list or a table", parts[i].section, parts[i].part);
	}
}

static bool has_code(cmark_node *block)
{
	for (; block; block = section_next_block(block))
		if (cmark_node_get_type(block) == CMARK_NODE_CODE_BLOCK)
			return true;
	return false;
}

static bool has_code_anywhere(const struct outline_section *section)
{
	if (has_code(section->body))
		return true;
	for (const struct outline_section *s = section->child; s; s = s->next)
		if (has_code_anywhere(s))
			return true;
	return false;
}

static void check_code(struct lint *lint)
{
	static const struct { const char *section, *what, *example; } wanted[] = {
		{ "Data model", "the schema", "```sql\ncreate table links (code text primary key, url text not null);\n```" },
		{ "Interface", "a request and its response", "```http\nPOST /links HTTP/1.1\n```" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		const struct outline_section *section = outline_find(lint->outline, wanted[i].section);
		if (section && !has_code_anywhere(section))
			diagnostics_add(lint->diags, SEVERITY_ERROR, section->line, NULL, wanted[i].example,
					"%s shows no code block with %s", wanted[i].section, wanted[i].what);
	}
}

static void check_hints(struct lint *lint)
{
	if (!outline_find(lint->outline, "Hints"))
		return;
	for (int i = 0; i < SECTION_COUNT; i++) {
		size_t count = lint->problem->hints[i].steps.count;
		const char *title = section_title((enum section)i);
		if (count != 3)
			diagnostics_add(lint->diags, SEVERITY_ERROR, lint_line(lint, "Hints", title),
					"the ladder is a nudge, a direction, nearly the answer", "1. What limits ...?\n2. Think of ...\n3. ...",
					"Hints: `### %s` has %zu steps, exactly three are needed", title, count);
	}
}

static void check_concerns(struct lint *lint)
{
	const struct problem *p = lint->problem;
	if (!p->probe_count)
		return;
	for (int concern = 0; concern < CONCERN_COUNT; concern++) {
		bool found = false;
		for (size_t i = 0; i < p->probe_count; i++)
			found = found || p->probes[i].about == (enum concern)concern;
		if (!found)
			diagnostics_add(lint->diags, SEVERITY_ERROR, lint_line(lint, "Probes", NULL),
					"failure, growth, consistency, security, cost and operations each come up in a real interview",
					NULL, "no probe has `about: %s`", concern_name((enum concern)concern));
	}
}

static void check_box_names(struct lint *lint, const struct curveball *ball, const struct texts *names, const char *key)
{
	for (size_t i = 0; i < names->count; i++) {
		if (is_box(lint->problem, names->items[i]))
			continue;
		struct strbuf boxes = STRBUF_INIT;
		add_boxes(lint, &boxes);
		diagnostics_add(lint->diags, SEVERITY_ERROR, ball->line,
				"the debrief compares with the boxes of the diagram, by name", NULL,
				"`%s` of `%s` names `%s`, which is no box of the diagram (%s)", key, ball->id, names->items[i],
				boxes.text);
		strbuf_release(&boxes);
	}
}

static void check_curveballs(struct lint *lint)
{
	const struct problem *p = lint->problem;
	for (size_t i = 0; i < p->curveball_count; i++) {
		const struct curveball *ball = &p->curveballs[i];
		check_box_names(lint, ball, &ball->changes, "changes");
		check_box_names(lint, ball, &ball->keeps, "keeps");
		for (size_t j = 0; j < ball->changes.count; j++)
			if (texts_contain(&ball->keeps, ball->changes.items[j]))
				diagnostics_add(lint->diags, SEVERITY_ERROR, ball->line, NULL, NULL,
						"`%s` stands both in `changes` and in `keeps` of `%s`", ball->changes.items[j], ball->id);
		if (*ball->say && !*ball->answer)
			diagnostics_add(lint->diags, SEVERITY_ERROR, ball->line, "the debrief shows it", NULL,
					"`%s` has no second paragraph: what a good answer does", ball->id);
	}
}

static void check_estimates(struct lint *lint)
{
	lint_estimates(lint->outline, lint->problem, lint->diags);
}

const struct lint_rule problem_rules[] = {
	{ "enough of everything", check_counts },
	{ "ids are unique", check_unique_ids },
	{ "the file is named after the problem", check_file_name },
	{ "the prompt is vague", check_prompt },
	{ "every box is explained", check_boxes },
	{ "flows are steps", check_flows },
	{ "the parts of data model and optimization", check_parts },
	{ "schema and interface are shown", check_code },
	{ "three hints a phase", check_hints },
	{ "probes over every concern", check_concerns },
	{ "curveballs name boxes", check_curveballs },
	{ "estimates decide something", check_estimates },
	{ "figures follow from the estimates", lint_figures },
};
const size_t problem_rule_count = ARRAY_SIZE(problem_rules);
