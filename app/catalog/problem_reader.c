#include "catalog/problem_reader.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/card.h"
#include "catalog/diagram_reader.h"
#include "catalog/problem_outline.h"
#include "catalog/problem_shapes.h"

struct reader {
	const struct outline *outline;
	struct problem *problem;
	struct arena *arena;
	struct diagnostics *diags;
};

/* Text fields that the file leaves out are empty, never NULL. */
static void fill_texts(const struct item_shape *shape, char *item)
{
	const char **title = (const char **)(item + shape->title), **prose = (const char **)(item + shape->prose);
	*title = *title ? *title : "";
	*prose = *prose ? *prose : "";
	for (size_t i = 0; i < shape->keys.count; i++) {
		const struct card_key *row = &shape->keys.rows[i];
		const char **text = (const char **)(item + row->offset);
		if ((row->kind == CARD_TEXT || row->kind == CARD_ID) && !*text)
			*text = "";
	}
}

static void read_item(struct reader *reader, const struct item_shape *shape, const struct outline_section *section,
		      char *item)
{
	fill_texts(shape, item);
	cmark_node *card = section_card(section);
	if (card)
		card_read(reader->outline, section, &shape->keys, item, reader->diags);
	else
		diagnostics_add(reader->diags, SEVERITY_ERROR, section->line, "the card is what the program reads",
				shape->keys.rows[0].example, "this %s has no card: a list of `- key: value` below the heading",
				shape->keys.noun);
	*(const char **)(item + shape->title) = section->title;
	*(int *)(item + shape->line) = section->line;
	cmark_node *prose = card ? section_next_block(card) : section->body;
	const char *text = prose || !card || section->child ? section_prose(reader->outline, section, prose) : "";
	*(const char **)(item + shape->prose) = text;
	if (!*text && shape->no_prose)
		diagnostics_add(reader->diags, SEVERITY_ERROR, section->line, shape->no_prose, NULL,
				"this %s has no prose below its card", shape->keys.noun);
	const char **id = (const char **)(item + shape->id);
	if (!**id)
		*id = id_from_title(reader->arena, section->title);
}

/* `prefix`: only sections whose title begins so, and it is cut off; NULL: all. */
static void *read_items(struct reader *reader, const struct item_shape *shape, const struct outline_section *section,
			const char *prefix, size_t *count)
{
	size_t n = 0, at = 0, prefix_len = prefix ? strlen(prefix) : 0;
	for (const struct outline_section *s = section->child; s; s = s->next)
		n++;
	char *items = arena_alloc(reader->arena, (n + 1) * shape->size);
	for (const struct outline_section *s = section->child; s; s = s->next) {
		if (strncasecmp(s->title, prefix ? prefix : "", prefix_len) != 0)
			continue;
		char *item = items + at++ * shape->size;
		read_item(reader, shape, s, item);
		const char **title = (const char **)(item + shape->title);
		*title += prefix_len + strspn(*title + prefix_len, " ");
	}
	*count = at;
	return items;
}

static void read_prompt(struct reader *reader, const struct outline_section *section)
{
	reader->problem->prompt = section_source(reader->outline, section);
}

static void read_facts(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	problem->facts = read_items(reader, &fact_shape, section, NULL, &problem->fact_count);
	for (size_t i = 0; i < problem->fact_count; i++)
		if (problem->facts[i].weight == 0)
			problem->facts[i].weight = 1;
}

static void read_to_decide(struct reader *reader, const struct outline_section *section)
{
	section_add_items(reader->outline, section, &reader->problem->to_decide);
}

static void add_reference(struct reader *reader, enum section which, const char *heading, const char *text)
{
	const char **reference = &reader->problem->reference[which];
	struct strbuf sb = STRBUF_INIT;
	strbuf_adds(&sb, *reference);
	if (sb.len && *text)
		strbuf_adds(&sb, "\n\n");
	if (heading && *text)
		strbuf_addf(&sb, "## %s\n\n", heading);
	strbuf_adds(&sb, text);
	*reference = arena_strndup(reader->arena, sb.text, sb.len);
	strbuf_release(&sb);
}

static void read_requirements(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	const struct {
		const char *title, *example;
		struct texts *texts;
	} lists[] = {
		{ "Functional", "### Functional\n\n- Create a short link for a long URL.", &problem->functional },
		{ "Non-functional", "### Non-functional\n\n- A redirect takes at most 50 ms at p99.", &problem->non_functional },
		{ "Out of scope", "### Out of scope\n\n- Accounts and billing.", &problem->out_of_scope },
	};
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const struct outline_section *list = section_find(section, lists[i].title);
		if (!list || !section_add_items(reader->outline, list, lists[i].texts))
			diagnostics_add(reader->diags, SEVERITY_ERROR, list ? list->line : section->line,
					"the debrief compares the candidate's scope with it", lists[i].example,
					"Requirements needs `### %s` with a bullet list", lists[i].title);
	}
	/* Requirements come before the estimates in the reference, wherever they stand in the file. */
	const char *estimates = problem->reference[SECTION_REQUIREMENTS];
	problem->reference[SECTION_REQUIREMENTS] = section_source(reader->outline, section);
	add_reference(reader, SECTION_REQUIREMENTS, NULL, estimates);
}

static void read_named(struct reader *reader, const struct outline_section *section, const char *noun,
		       struct named_texts *out)
{
	cmark_node *card = section ? section_card(section) : NULL;
	struct card_lines lines = { .count = 0 };
	if (card)
		card_lines_read(reader->outline, card, noun, &lines, reader->diags);
	out->items = arena_alloc(reader->arena, (lines.count + 1) * sizeof *out->items);
	for (size_t i = 0; i < lines.count; i++)
		out->items[out->count++] = (struct named_text){
			.name = lines.items[i].key, .text = lines.items[i].value, .line = lines.items[i].line,
		};
}

static void add_blocks(struct reader *reader, const struct outline_section *section, const char *info,
		       struct texts *texts)
{
	for (cmark_node *code = section_code(section->body, info); code;
	     code = section_code(section_next_block(code), info))
		texts_add(texts, reader->arena, arena_strdup(reader->arena, cmark_node_get_literal(code)));
	for (const struct outline_section *s = section->child; s; s = s->next)
		add_blocks(reader, s, info, texts);
}

static void read_estimates(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	add_blocks(reader, section, "estimate", &problem->estimate_blocks);
	if (!problem->estimate_blocks.count)
		diagnostics_add(reader->diags, SEVERITY_ERROR, section->line, "the numbers are run again at every build",
				"```estimate\nwrites = 100M req/day in req/s\n```", "Estimates has no code block marked `estimate`");
	const struct outline_section *decides = section_find(section, "What the numbers decide");
	read_named(reader, decides, "decision", &problem->estimate_decides);
	if (!problem->estimate_decides.count)
		diagnostics_add(reader->diags, SEVERITY_ERROR, decides ? decides->line : section->line,
				"no estimate for its own sake: each number has a consequence",
				"### What the numbers decide\n\n- storage: 183 TB does not fit one machine, so the table is sharded.",
				"Estimates needs `### What the numbers decide` with a card of names from the blocks");
	add_reference(reader, SECTION_REQUIREMENTS, "Estimates", section_source(reader->outline, section));
}

static void read_diagrams(struct reader *reader, const struct outline_section *section, struct edges *edges)
{
	for (cmark_node *code = section_code(section->body, "diagram"); code;
	     code = section_code(section_next_block(code), "diagram"))
		diagram_read(cmark_node_get_literal(code), cmark_node_get_start_line(code) + 1, reader->arena, edges,
			     reader->diags);
}

static void read_architecture(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	struct edges edges = { .items = NULL };
	read_diagrams(reader, section, &edges);
	for (const struct outline_section *s = section->child; s; s = s->next)
		read_diagrams(reader, s, &edges);
	problem->edges = arena_alloc(reader->arena, (edges.count + 1) * sizeof *edges.items);
	if (edges.count)
		memcpy(problem->edges, edges.items, edges.count * sizeof *edges.items);
	problem->edge_count = edges.count;
	free(edges.items);
	if (!problem->edge_count)
		diagnostics_add(reader->diags, SEVERITY_ERROR, section->line, "curveballs and the debrief speak of its boxes",
				"```diagram\nclient -> lb -> api\napi -> cache : GET code, 99 % hit\n```",
				"Architecture has no code block marked `diagram` with edges in it");
	const struct outline_section *boxes = section_find(section, "Boxes");
	read_named(reader, boxes, "box", &problem->boxes);
	if (!problem->boxes.count)
		diagnostics_add(reader->diags, SEVERITY_ERROR, boxes ? boxes->line : section->line,
				"a box without a purpose is a mistake that candidates are warned of",
				"### Boxes\n\n- cache: answers 99 % of the reads, for the 50 ms at p99.",
				"Architecture needs `### Boxes` with a card whose keys are the boxes of the diagram");
	add_reference(reader, SECTION_ARCHITECTURE, NULL, section_source(reader->outline, section));
}

static void read_data_model(struct reader *reader, const struct outline_section *section)
{
	add_reference(reader, SECTION_DATA, NULL, section_source(reader->outline, section));
}

static void read_interface(struct reader *reader, const struct outline_section *section)
{
	add_reference(reader, SECTION_INTERFACE, NULL, section_source(reader->outline, section));
}

static void read_optimization(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	problem->decisions = read_items(reader, &decision_shape, section, "Decision:", &problem->decision_count);
	add_reference(reader, SECTION_OPTIMIZATION, NULL, section_source(reader->outline, section));
}

static int section_of_title(const char *title)
{
	for (int i = 0; i < SECTION_COUNT; i++)
		if (!strcasecmp(title, section_title((enum section)i)))
			return i;
	return -1;
}

static void read_hints(struct reader *reader, const struct outline_section *section)
{
	for (const struct outline_section *s = section->child; s; s = s->next) {
		int which = section_of_title(s->title);
		if (which < 0)
			diagnostics_add(reader->diags, SEVERITY_ERROR, s->line, NULL, NULL,
					"Hints has a ladder for each phase: Requirements, Architecture, Data model, Interface and "
					"Optimization; `%s` is none of them", s->title);
		else
			section_add_items(reader->outline, s, &reader->problem->hints[which].steps);
	}
}

static void read_probes(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	problem->probes = read_items(reader, &probe_shape, section, NULL, &problem->probe_count);
}

/* What the interviewer says is the first paragraph, the rest is for the debrief. */
static void split_curveball(struct reader *reader, struct curveball *curveball)
{
	const char *end = strstr(curveball->answer, "\n\n");
	curveball->say = curveball->answer;
	if (!end) {
		curveball->answer = "";
		return;
	}
	curveball->say = arena_strndup(reader->arena, curveball->answer, (size_t)(end - curveball->answer));
	curveball->answer = end + strspn(end, "\n");
}

static void read_curveballs(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	problem->curveballs = read_items(reader, &curveball_shape, section, NULL, &problem->curveball_count);
	for (size_t i = 0; i < problem->curveball_count; i++)
		split_curveball(reader, &problem->curveballs[i]);
}

static void read_key_points(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	problem->key_points = read_items(reader, &key_point_shape, section, NULL, &problem->key_point_count);
}

static void read_warnings(struct reader *reader, const struct outline_section *section)
{
	struct problem *problem = reader->problem;
	problem->warnings = read_items(reader, &warning_shape, section, NULL, &problem->warning_count);
}

static void read_bars(struct reader *reader, const struct outline_section *section)
{
	for (int i = 0; i < LEVEL_COUNT; i++) {
		const struct outline_section *bar = section_find(section, level_title((enum level)i));
		const char *text = bar ? section_source(reader->outline, bar) : "";
		reader->problem->bars[i] = text;
		if (!*text)
			diagnostics_add(reader->diags, SEVERITY_ERROR, bar ? bar->line : section->line,
					"the debrief shows the bar of the chosen level", NULL,
					"Bars needs `### %s`, and below it what such a candidate does on this problem",
					level_title((enum level)i));
	}
}

static void read_story(struct reader *reader, const struct outline_section *section)
{
	struct story story = { .tags = { .count = 0 } };
	card_read(reader->outline, section, &story_keys, &story, reader->diags);
	cmark_node *card = section_card(section), *prose = card ? section_next_block(card) : section->body;
	reader->problem->story_tags = story.tags;
	reader->problem->story_question = prose ? section_prose(reader->outline, section, prose) : "";
	if (!prose)
		diagnostics_add(reader->diags, SEVERITY_ERROR, section->line, NULL,
				"Where have you operated something that had to reach everybody at once?",
				"Your experience asks nothing: write the question below the card");
	for (size_t i = 0; i < story.tags.count; i++) {
		bool known = false;
		for (size_t j = 0; j < story_tag_words.count; j++)
			known = known || !strcasecmp(story.tags.items[i], story_tag_words.names[j]);
		if (!known)
			diagnostics_add(reader->diags, SEVERITY_ERROR, section->line, "the candidate's own stories carry the same tags",
					"- tags: scale, failure, monitoring, time series, constraints, migration, security, cost, people",
					"`%s` is not one of the tags for stories", story.tags.items[i]);
	}
}

static void read_cards(struct reader *reader, const struct outline_section *section)
{
	struct named_texts *cards = &reader->problem->cards;
	size_t n = 0;
	for (const struct outline_section *s = section->child; s; s = s->next)
		n++;
	cards->items = arena_alloc(reader->arena, (n + 1) * sizeof *cards->items);
	for (const struct outline_section *s = section->child; s; s = s->next) {
		const char *answer = section_source(reader->outline, s);
		if (!*answer)
			diagnostics_add(reader->diags, SEVERITY_ERROR, s->line, NULL, NULL,
					"this card has no answer: write it as prose below the question");
		cards->items[cards->count++] = (struct named_text){ .name = s->title, .text = answer, .line = s->line };
	}
}

static void read_reading(struct reader *reader, const struct outline_section *section)
{
	section_add_items(reader->outline, section, &reader->problem->reading);
}

static const struct problem_section {
	const char *title;
	void (*read)(struct reader *reader, const struct outline_section *section);
	enum severity missing;
	const char *why;
} sections[] = {
	{ "Prompt", read_prompt, SEVERITY_BROKEN, "it is what the interviewer says first" },
	{ "Facts", read_facts, SEVERITY_BROKEN, "without facts the interviewer has nothing to answer" },
	{ "Yours to decide", read_to_decide, SEVERITY_ERROR, "the interviewer gives such questions back instead of guessing" },
	{ "Requirements", read_requirements, SEVERITY_ERROR, "the debrief shows it beside the candidate's notes" },
	{ "Estimates", read_estimates, SEVERITY_ERROR, "the debrief shows it beside the candidate's numbers" },
	{ "Architecture", read_architecture, SEVERITY_ERROR, "the debrief shows it beside the candidate's notes" },
	{ "Data model", read_data_model, SEVERITY_ERROR, "the debrief shows it beside the candidate's notes" },
	{ "Interface", read_interface, SEVERITY_ERROR, "the debrief shows it beside the candidate's notes" },
	{ "Optimization", read_optimization, SEVERITY_ERROR, "the debrief shows it beside the candidate's notes" },
	{ "Hints", read_hints, SEVERITY_ERROR, "a candidate who is stuck can ask for one" },
	{ "Probes", read_probes, SEVERITY_ERROR, "they are what the interviewer asks next" },
	{ "Curveballs", read_curveballs, SEVERITY_ERROR, "they change a constraint in mid-interview" },
	{ "Key points", read_key_points, SEVERITY_ERROR, "the review looks for them in the candidate's notes" },
	{ "Warning signs", read_warnings, SEVERITY_ERROR, "the review looks for them in the candidate's notes" },
	{ "Bars", read_bars, SEVERITY_ERROR, "the debrief says what each level looks like here" },
	{ "Your experience", read_story, SEVERITY_ERROR, "the debrief asks for a story of the candidate's own" },
	{ "Cards", read_cards, SEVERITY_ERROR, "they are repeated after the interview" },
	{ "Further reading", read_reading, SEVERITY_ERROR, "the debrief says where to read on" },
};

static void report_unknown(struct reader *reader, const struct outline_section *section)
{
	const char *names[ARRAY_SIZE(sections)];
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		names[i] = sections[i].title;
	const char *near = nearest_word(section->title, &(struct words){ names, ARRAY_SIZE(sections) });
	if (near)
		diagnostics_add(reader->diags, SEVERITY_ERROR, section->line, NULL, NULL,
				"a problem has no section `%s`; did you mean `%s`?", section->title, near);
	else
		diagnostics_add(reader->diags, SEVERITY_WARNING, section->line, "the program shows only the sections that it knows",
				NULL, "a problem has no section `%s`: nobody will see it", section->title);
}

static void read_sections(struct reader *reader)
{
	bool seen[ARRAY_SIZE(sections)] = { false };
	for (const struct outline_section *s = outline_next(reader->outline, NULL); s; s = outline_next(reader->outline, s)) {
		size_t i = 0;
		while (i < ARRAY_SIZE(sections) && strcasecmp(sections[i].title, s->title) != 0)
			i++;
		if (i == ARRAY_SIZE(sections))
			report_unknown(reader, s);
		else if (seen[i])
			diagnostics_add(reader->diags, SEVERITY_ERROR, s->line, NULL, NULL,
					"`## %s` stands here a second time; only the first is read", sections[i].title);
		else
			sections[i].read(reader, s);
		if (i < ARRAY_SIZE(sections))
			seen[i] = true;
	}
	const struct outline_section *title = outline_title(reader->outline);
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		if (!seen[i]) {
			struct strbuf example = STRBUF_INIT;
			strbuf_addf(&example, "## %s", sections[i].title);
			diagnostics_add(reader->diags, sections[i].missing, title ? title->line : 1, sections[i].why, example.text,
					"the problem has no section `## %s`", sections[i].title);
			strbuf_release(&example);
		}
}

static void read_title(struct reader *reader)
{
	struct problem *problem = reader->problem;
	const struct outline_section *title = outline_title(reader->outline);
	problem->rank = INT_MAX;
	if (!title || !*title->title) {
		diagnostics_add(reader->diags, SEVERITY_BROKEN, title ? title->line : 1, "the library lists problems by their titles",
				"# URL shortener", "the problem has no title: a first line that begins with `# `");
		return;
	}
	problem->title = title->title;
	problem->difficulty = DIFFICULTY_MEDIUM;
	card_read(reader->outline, title, &title_keys, problem, reader->diags);
	if (!*problem->id)
		diagnostics_add(reader->diags, SEVERITY_BROKEN, title->line, "sessions, links and commands name a problem by its id",
				"- id: url-shortener", "the problem has no `id` in the card below its title");
	for (const struct outline_section *s = title->next; s; s = s->next)
		if (s->level == 1)
			diagnostics_add(reader->diags, SEVERITY_ERROR, s->line, NULL, NULL,
					"one file is one problem: `# %s` is a second title", s->title);
}

struct problem *problem_read_outline(const char *path, const struct outline *outline, struct problem *problem,
				     struct diagnostics *diags)
{
	struct reader reader = { .outline = outline, .problem = problem, .arena = outline->arena, .diags = diags };
	problem->path = arena_strdup(reader.arena, path);
	problem->source = outline->text;
	problem->source_len = outline->len;
	read_title(&reader);
	read_sections(&reader);
	if (outline_find(outline, "Prompt") && !*problem->prompt)
		diagnostics_add(diags, SEVERITY_BROKEN, outline_find(outline, "Prompt")->line, "it is what the interviewer says first",
				NULL, "`## Prompt` is empty");
	if (outline_find(outline, "Facts") && !problem->fact_count)
		diagnostics_add(diags, SEVERITY_BROKEN, outline_find(outline, "Facts")->line,
				"without facts the interviewer has nothing to answer", "### New links a day",
				"`## Facts` holds no fact: each is a `###` section");
	return *problem->id && *problem->title && *problem->prompt && problem->fact_count ? problem : NULL;
}

enum status problem_read(const char *path, const char *text, size_t len, struct problem **out,
			 struct diagnostics *diags)
{
	*out = NULL;
	if (diags)
		diags->path = path;
	if (len > PROBLEM_MAX_BYTES) {
		diagnostics_add(diags, SEVERITY_BROKEN, 0, NULL, NULL,
				"the file has %zu bytes; a problem may have %d", len, (int)PROBLEM_MAX_BYTES);
		return STATUS_LIMIT;
	}
	struct problem *problem = problem_new();
	struct outline outline;
	outline_init(&outline, &problem->arena, text, len, diags);
	*out = problem_read_outline(path, &outline, problem, diags);
	outline_release(&outline);
	if (*out)
		return STATUS_OK;
	problem_free(problem);
	return STATUS_INVALID;
}
