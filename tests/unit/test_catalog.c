/* app/catalog: a problem's file is read as far as it is good, and every fault is named with its line. */
#include "test.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "catalog/catalog.h"
#include "catalog/problem_reader.h"
#include "catalog/skeleton.h"

static const char sample[] =
	"# Parking lot\n"                                                       /* 1 */
	"\n"
	"- id: parking-lot\n"
	"- difficulty: hard\n"
	"- tracks: general, industrial\n"                                       /* 5 */
	"- patterns: a, b\n"
	"- rank: 7\n"
	"- summary: Cars come, cars go.\n"
	"- minutes: requirements 8, data 4\n"
	"\n"                                                                    /* 10 */
	"## Prompt\n"
	"\n"
	"Design a parking lot.\n"
	"It is *big*.\n"
	"\n"                                                                    /* 15 */
	"## Facts\n"
	"\n"
	"### Cars a day\n"
	"\n"
	"- id: cars\n"                                                          /* 20 */
	"- weight: 3\n"
	"- topic: traffic\n"
	"- ask: How many cars\n"
	"  come in a day?\n"
	"- ask: What is the rate?\n"                                            /* 25 */
	"- terms: cars, arrivals\n"
	"\n"
	"About **20,000**.\n"
	"\n"
	"Twice that on Saturdays.\n"                                            /* 30 */
	"\n"
	"## Yours to decide\n"
	"\n"
	"- Which database?\n"
	"- SQL or\n"                                                            /* 35 */
	"  NoSQL?\n"
	"\n"
	"## Requirements\n\n### Functional\n\n- Let cars in.\n\n### Non-functional\n\n- Fast.\n\n### Out of scope\n\n- Payment.\n\n"
	"## Estimates\n\nProse.\n\n```estimate\ncars = 20k/day\n```\n\n### What the numbers decide\n\n- cars: one machine is enough.\n\n"
	"## Architecture\n\n```diagram\ngate -> api -> db : GET, 5 %\napi => log [full]\napi -- ops desk\n# a comment\n```\n\n"
	"### Boxes\n\n- gate: opens.\n- api: decides.\n- db: keeps.\n- log: tells.\n- ops desk: people.\n\n"
	"## Optimization\n\n### Bottlenecks\n\nNone.\n\n### Decision: the gate\n\n- id: gate\n- works: W\n- good: G\n- great: X\n"
	"- simple: S\n\nCompared.\n\n### Decision: the db\n\n- id: db\n- works: W\n- good: G\n- great: X\n- simple: S\n\nCompared too.\n\n"
	"## Hints\n\n### Data model\n\n1. a\n2. b\n3. c\n\n"
	"## Probes\n\n### What if the gate fails?\n\n- id: gate-fails\n- about: failure\n- points: open-gate, log\n- weak: Really?\n"
	"- fair: And then?\n- strong: Fine.\n\nListen for a manual way.\n\n"
	"## Curveballs\n\n### Ten times\n\n- id: tenfold\n- changes: db\n- keeps: gate, ops desk\n\nThe city\ndoubles it.\n\n"
	"A good answer shards.\n\n- and more\n\n"
	"## Key points\n\n### The gate opens without the network\n\n- id: open-gate\n- phase: data\n- criterion: tradeoffs\n"
	"- level: staff\n- weight: must\n- shows: offline | local + gate\n- shows: works without net\n\nPeople wait.\n\n"
	"## Warning signs\n\n### Kafka\n\n- id: kafka\n- shows: kafka\n- unless: log | stream\n\nIdle.\n\n"
	"## Bars\n\n### Mid\n\nM.\n\n### Senior\n\nS.\n\n### Staff\n\nT.\n\n"
	"## Your experience\n\n- tags: scale, time series\n\nWhat did you run?\n\n"
	"## Cards\n\n### What is p99?\n\nThe slowest hundredth.\n\n"
	"## Further reading\n\n- *A book*\n";

static struct problem *read_text(const char *text, struct diagnostics *diags)
{
	struct problem *problem;
	*diags = (struct diagnostics)DIAGNOSTICS_INIT;
	problem_read("x/parking-lot.md", text, strlen(text), &problem, diags);
	return problem;
}

static void every_part_of_a_problem_arrives_in_its_field(void **state)
{
	(void)state;
	struct diagnostics diags;
	struct problem *p = read_text(sample, &diags);
	assert_non_null(p);
	assert_string_equal(p->id, "parking-lot");
	assert_string_equal(p->title, "Parking lot");
	assert_int_equal(p->difficulty, DIFFICULTY_HARD);
	assert_int_equal(p->rank, 7);
	assert_int_equal(p->tracks.count, 2);
	assert_string_equal(p->tracks.items[1], "industrial");
	assert_int_equal(p->minutes[SECTION_REQUIREMENTS], 8);
	assert_int_equal(p->minutes[SECTION_DATA], 4);
	assert_int_equal(p->minutes[SECTION_INTERFACE], 0);
	assert_string_equal(p->prompt, "Design a parking lot.\nIt is *big*.");
	assert_int_equal(p->fact_count, 1);
	assert_string_equal(p->facts[0].id, "cars");
	assert_string_equal(p->facts[0].title, "Cars a day");
	assert_int_equal(p->facts[0].weight, 3);
	assert_int_equal(p->facts[0].topic, TOPIC_TRAFFIC);
	assert_int_equal(p->facts[0].line, 18);
	assert_string_equal(p->facts[0].asks.items[0], "How many cars come in a day?");
	assert_string_equal(p->facts[0].terms.items[1], "arrivals");
	assert_string_equal(p->facts[0].answer, "About **20,000**.\n\nTwice that on Saturdays.");
	assert_string_equal(p->to_decide.items[1], "SQL or NoSQL?");
	assert_string_equal(p->functional.items[0], "Let cars in.");
	assert_string_equal(p->out_of_scope.items[0], "Payment.");
	assert_string_equal(p->estimate_blocks.items[0], "cars = 20k/day\n");
	assert_string_equal(p->estimate_decides.items[0].name, "cars");
	assert_int_equal(p->edge_count, 4);
	assert_string_equal(p->edges[1].from, "api");
	assert_string_equal(p->edges[1].to, "db");
	assert_string_equal(p->edges[1].label, "GET, 5 %");
	assert_int_equal(p->edges[2].kind, '=');
	assert_string_equal(p->edges[2].label, "full");
	assert_int_equal(p->edges[3].kind, '-');
	assert_string_equal(p->edges[3].to, "ops desk");
	assert_int_equal(p->boxes.count, 5);
	assert_int_equal(p->decision_count, 2);
	assert_string_equal(p->decisions[0].title, "the gate");
	assert_string_equal(p->decisions[1].prose, "Compared too.");
	assert_string_equal(p->hints[SECTION_DATA].steps.items[2], "c");
	assert_int_equal(p->probes[0].about, CONCERN_FAILURE);
	assert_string_equal(p->probes[0].points.items[1], "log");
	assert_string_equal(p->probes[0].listen_for, "Listen for a manual way.");
	assert_string_equal(p->curveballs[0].say, "The city\ndoubles it.");
	assert_string_equal(p->curveballs[0].answer, "A good answer shards.\n\n- and more");
	assert_string_equal(p->curveballs[0].keeps.items[1], "ops desk");
	assert_int_equal(p->key_points[0].section, SECTION_DATA);
	assert_int_equal(p->key_points[0].criterion, CRITERION_TRADEOFFS);
	assert_int_equal(p->key_points[0].level, LEVEL_STAFF);
	assert_true(p->key_points[0].must);
	assert_string_equal(p->key_points[0].shows.items[0], "offline | local + gate");
	assert_string_equal(p->warnings[0].unless.items[0], "log | stream");
	assert_string_equal(p->bars[LEVEL_SENIOR], "S.");
	assert_string_equal(p->story_tags.items[1], "time series");
	assert_string_equal(p->story_question, "What did you run?");
	assert_string_equal(p->cards.items[0].text, "The slowest hundredth.");
	assert_string_equal(p->reading.items[0], "*A book*");
	assert_non_null(strstr(p->reference[SECTION_REQUIREMENTS], "- Payment.\n\n## Estimates\n\nProse."));
	assert_non_null(strstr(p->reference[SECTION_ARCHITECTURE], "### Boxes"));
	assert_string_equal(p->source, sample);
	/* Only Data model and Interface are missing from the sample. */
	assert_int_equal(diags.by_severity[SEVERITY_BROKEN], 0);
	assert_int_equal(diags.by_severity[SEVERITY_ERROR], 2);
	problem_free(p);
	diagnostics_release(&diags);
}

static char *replaced(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	assert_non_null(at);
	struct strbuf sb = STRBUF_INIT;
	strbuf_add(&sb, text, (size_t)(at - text));
	strbuf_adds(&sb, new);
	strbuf_adds(&sb, at + strlen(old));
	return strbuf_detach(&sb, NULL);
}

static const struct diagnostic *found(const struct diagnostics *diags, const char *part)
{
	for (size_t i = 0; i < diags->count; i++)
		if (strstr(diags->items[i].what, part))
			return &diags->items[i];
	fail_msg("nothing was said about %s", part);
	return NULL;
}

static void a_fault_is_named_with_its_line_and_the_rest_is_read(void **state)
{
	(void)state;
	static const struct { const char *old, *new, *what; int line; } cases[] = {
		{ "- difficulty: hard\n", "- difficulty: hrad\n", "did you mean `hard`?", 4 },
		{ "- rank: 7\n", "- rank: seven\n", "whole number from 1", 7 },
		{ "- rank: 7\n", "- rnak: 7\n", "did you mean `rank`?", 7 },
		{ "- rank: 7\n", "- rank\n", "has no `key:`", 7 },
		{ "- summary: Cars come, cars go.\n", "- rank: 8\n", "stands twice", 8 },
		{ "- weight: 3\n", "- weight: 9\n", "from 1 to 3", 21 },
		{ "- topic: traffic\n", "- topic: trafic\n", "did you mean `traffic`?", 22 },
		{ "- topic: traffic\n", "- topic:\n", "says nothing", 22 },
		{ "- terms: cars, arrivals\n\nAbout", "- terms: cars\nAbout", "leave an empty line", 27 },
		{ "- id: cars\n", "- id: Cars!\n", "is not an id", 20 },
		{ "requirements 8", "requirments 8", "`requirments 8` in `minutes`", 9 },
		{ "## Yours to decide\n", "## Yours to decid\n", "did you mean `Yours to decide`?", 32 },
		{ "api => log [full]", "api log [full]", "is not an edge", 0 },
		{ "gate -> api", "gate! -> api", "is not a name for a box", 0 },
		{ "- tags: scale", "- tags: scall", "not one of the tags", 0 },
		{ "\nTwice that", "\nTwi\xFF" "ce that", "not valid UTF-8", 30 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct diagnostics diags;
		char *text = replaced(sample, cases[i].old, cases[i].new);
		struct problem *p = read_text(text, &diags);
		assert_non_null(p);
		assert_int_equal(p->fact_count, 1);
		const struct diagnostic *diagnostic = found(&diags, cases[i].what);
		assert_string_equal(diagnostic->path, "x/parking-lot.md");
		if (cases[i].line)
			assert_int_equal(diagnostic->line, cases[i].line);
		problem_free(p);
		diagnostics_release(&diags);
		free(text);
	}
}

static void a_broken_problem_says_what_breaks_it(void **state)
{
	(void)state;
	static const struct { const char *old, *new, *what; } cases[] = {
		{ "# Parking lot\n", "", "no title" }, { "- id: parking-lot\n", "", "no `id`" },
		{ "## Prompt", "## Promt", "no section `## Prompt`" }, { "Design a parking lot.\nIt is *big*.\n", "", "`## Prompt` is empty" },
		{ "## Facts\n", "## Fakts\n", "no section `## Facts`" }, { "### Cars a day\n", "", "holds no fact" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct diagnostics diags;
		char *text = replaced(sample, cases[i].old, cases[i].new);
		assert_null(read_text(text, &diags));
		assert_non_null(strstr(diagnostics_broken(&diags)->what, cases[i].what));
		diagnostics_release(&diags);
		free(text);
	}
}

static void line_ends_and_a_byte_order_mark_make_no_difference(void **state)
{
	(void)state;
	struct strbuf windows = STRBUF_INIT;
	strbuf_adds(&windows, "\xEF\xBB\xBF");
	for (const char *p = sample; *p; p++) {
		if (*p == '\n')
			strbuf_addc(&windows, '\r');
		strbuf_addc(&windows, *p);
	}
	struct diagnostics diags;
	struct problem *p = read_text(windows.text, &diags);
	assert_non_null(p);
	assert_string_equal(p->source, sample);
	assert_string_equal(p->facts[0].answer, "About **20,000**.\n\nTwice that on Saturdays.");
	problem_free(p);
	diagnostics_release(&diags);
	strbuf_release(&windows);
}

static void a_file_over_the_limit_is_refused(void **state)
{
	(void)state;
	struct problem *p;
	struct diagnostics diags = DIAGNOSTICS_INIT;
	char *big = xcalloc(1, PROBLEM_MAX_BYTES + 1);
	assert_int_equal(problem_read("big.md", big, PROBLEM_MAX_BYTES + 1, &p, &diags), STATUS_LIMIT);
	assert_null(p);
	assert_non_null(diagnostics_broken(&diags));
	diagnostics_release(&diags);
	free(big);
}

/* libcmark alone needs minutes for each of these. The test's own limit is make's. */
static void hostile_files_are_told_what_is_wrong_too(void **state)
{
	(void)state;
	static const struct { const char *head, *again; } cases[] = {
		{ "# T\n\n- id: t\n\n", "![[]()" }, { "# T\n\n- id: t\n\n## Prompt\n\np\n\n## Facts\n\n", "### f\n\n- id: f\n\na\n\n" },
		{ "# T\n\n", "- key: value\n" }, { "", "# T\n" }, { "", "## Prompt\n" }, { "# T\n\n- id: t\n- tracks: ", "a," },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = STRBUF_INIT;
		struct diagnostics diags = DIAGNOSTICS_INIT;
		strbuf_adds(&text, cases[i].head);
		while (text.len < 300000)
			strbuf_adds(&text, cases[i].again);
		assert_int_equal(lint_text("hostile.md", text.text, text.len, CONTENT_PROBLEM, &diags), STATUS_INVALID);
		diagnostics_sort(&diags);
		diagnostics_release(&diags);
		strbuf_release(&text);
	}
}

static void a_skeleton_can_be_read_and_is_complete_but_for_what_is_to_be_written(void **state)
{
	(void)state;
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
	struct diagnostics diags = DIAGNOSTICS_INIT;
	struct problem *p;
	skeleton_write("my-problem", &text);
	assert_int_equal(problem_read("my-problem.md", text.text, text.len, &p, &diags), STATUS_OK);
	for (size_t i = 0; i < diags.count; i++)
		diagnostic_write(&diags.items[i], &out);
	assert_string_equal(out.text, "");
	assert_string_equal(p->id, "my-problem");
	problem_free(p);
	assert_int_equal(lint_text("my-problem.md", text.text, text.len, CONTENT_PROBLEM, &diags), STATUS_INVALID);
	found(&diags, "is still to be written");
	diagnostics_release(&diags);
	strbuf_release(&text);
	strbuf_release(&out);
}

/* ---- the catalogue, in a directory of the test's own ---- */

struct place {
	char root[64], shipped[96], data[96];
};

static void make_dir(const char *root, const char *below)
{
	char path[256];
	snprintf(path, sizeof path, "%s%s", root, below);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void write_file(const char *root, const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", root, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void place_make(struct place *place)
{
	strcpy(place->root, "/tmp/sysdrill-catalog-XXXXXX");
	assert_non_null(mkdtemp(place->root));
	snprintf(place->shipped, sizeof place->shipped, "%s/content", place->root);
	snprintf(place->data, sizeof place->data, "%s/data", place->root);
	make_dir(place->root, "/content");
	make_dir(place->root, "/content/problems");
	make_dir(place->root, "/content/concepts");
	make_dir(place->root, "/data");
	make_dir(place->root, "/data/content");
	make_dir(place->root, "/data/content/problems");
}

static void place_remove(const struct place *place)
{
	char command[128];
	snprintf(command, sizeof command, "rm -r '%s'", place->root);
	assert_int_equal(system(command), 0);
}

static void open_place(const struct place *place, struct catalog *catalog, enum content_kind kind)
{
	struct catalog_dirs dirs;
	setenv("SYSDRILL_CONTENT", place->shipped, 1);
	catalog_find_dirs(&dirs, place->data);
	assert_string_equal(dirs.shipped, place->shipped);
	catalog_open(catalog, &dirs, kind);
}

static void own_files_stand_beside_ours_and_replace_them_by_id(void **state)
{
	(void)state;
	struct place place;
	struct catalog catalog = CATALOG_INIT;
	place_make(&place);
	write_file(place.shipped, "problems/parking-lot.md", sample);
	char *other = replaced(sample, "- id: parking-lot", "- id: other");
	char *mine = replaced(sample, "- rank: 7", "- rank: 3");
	write_file(place.shipped, "problems/other.md", other);
	write_file(place.data, "content/problems/mine.md", mine);
	write_file(place.data, "content/problems/broken.md", "# A title and no more\n");
	write_file(place.data, "content/problems/notes.txt", "not read");
	open_place(&place, &catalog, CONTENT_PROBLEM);
	assert_int_equal(catalog.count, 3);
	assert_string_equal(catalog.items[0].id, "parking-lot");
	assert_true(catalog.items[0].own);
	assert_true(catalog.items[0].replaces);
	assert_int_equal(catalog.items[0].rank, 3);
	assert_string_equal(catalog.items[0].tracks, "general, industrial");
	assert_string_equal(catalog.items[1].id, "other");
	assert_false(catalog.items[1].own);
	assert_string_equal(catalog.items[2].id, "broken");
	assert_non_null(strstr(catalog.items[2].broken, "no `id`"));
	assert_string_equal(catalog_find(&catalog, "other")->title, "Parking lot");
	assert_null(catalog_find(&catalog, "none"));
	assert_string_equal(catalog_suggest(&catalog, "park"), "parking-lot");
	assert_string_equal(catalog_suggest(&catalog, "othre"), "other");
	assert_null(catalog_suggest(&catalog, "zzz"));
	catalog_release(&catalog);
	free(other);
	free(mine);
	place_remove(&place);
}

static void the_card_alone_says_what_the_whole_file_says(void **state)
{
	(void)state;
	static const struct { const char *old, *new; } cases[] = {
		{ "## Facts", "## Facts" }, { "## Facts\n", "Facts\n-----\n" }, { "## Facts", "## facts" }, { "### Cars a day", "" },
		{ "## Prompt\n", "" }, { "- id: parking-lot\n", "" }, { "# Parking lot\n", "" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct place place;
		struct catalog catalog = CATALOG_INIT;
		struct problem *p;
		char *text = replaced(sample, cases[i].old, cases[i].new);
		place_make(&place);
		write_file(place.shipped, "problems/a.md", text);
		open_place(&place, &catalog, CONTENT_PROBLEM);
		assert_int_equal(catalog.count, 1);
		enum status whole = problem_read("a.md", text, strlen(text), &p, NULL);
		assert_int_equal(*catalog.items[0].broken == '\0', whole == STATUS_OK);
		assert_string_equal(catalog.items[0].id, whole == STATUS_OK ? "parking-lot" : "a");
		problem_free(p);
		struct error err = { "" };
		assert_int_equal(catalog_load_problem(&catalog.items[0], &p, NULL, &err), whole);
		assert_int_equal(*err.text == '\0', whole == STATUS_OK);
		problem_free(p);
		catalog_release(&catalog);
		free(text);
		place_remove(&place);
	}
}

static void a_concept_is_its_card_and_its_page(void **state)
{
	(void)state;
	static const char page[] = "# Caching\n\n- id: caching\n- group: data\n- summary: Near and fast.\n- problems: chat, url-shortener\n\n"
				   "Before.\n\n## What it is\n\nA copy.\n\n## When\n\nOften.\n";
	struct concept *concept;
	struct diagnostics diags = DIAGNOSTICS_INIT;
	assert_int_equal(concept_read("c.md", page, strlen(page), &concept, &diags), STATUS_OK);
	assert_int_equal(diags.count, 0);
	assert_string_equal(concept->id, "caching");
	assert_string_equal(concept->group, "data");
	assert_string_equal(concept->problems.items[1], "url-shortener");
	assert_int_equal(concept->sections.count, 2);
	assert_string_equal(concept->body, "Before.\n\n## What it is\n\nA copy.\n\n## When\n\nOften.");
	concept_free(concept);
	assert_int_equal(lint_text("concepts/c.md", page, strlen(page), CONTENT_CONCEPT, &diags), STATUS_INVALID);
	found(&diags, "`## Numbers`");
	diagnostics_release(&diags);
}

static void files_that_are_not_there_say_so(void **state)
{
	(void)state;
	struct diagnostics diags = DIAGNOSTICS_INIT;
	char *text;
	size_t len;
	struct error err;
	assert_int_equal(lint_file("/nowhere/x.md", &diags), STATUS_NOT_FOUND);
	found(&diags, "/nowhere/x.md");
	assert_int_equal(catalog_read_file("/", 100, &text, &len, &err), STATUS_IO);
	assert_null(text);
	diagnostics_release(&diags);
	assert_int_equal(content_kind_of("concepts/a.md"), CONTENT_CONCEPT);
	assert_int_equal(content_kind_of("/x/plans/a.md"), CONTENT_PLAN);
	assert_int_equal(content_kind_of("/x/myplans/a.md"), CONTENT_PROBLEM);
	assert_int_equal(content_kind_of("a.md"), CONTENT_PROBLEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_of_a_problem_arrives_in_its_field),
		cmocka_unit_test(a_fault_is_named_with_its_line_and_the_rest_is_read),
		cmocka_unit_test(a_broken_problem_says_what_breaks_it),
		cmocka_unit_test(line_ends_and_a_byte_order_mark_make_no_difference),
		cmocka_unit_test(a_file_over_the_limit_is_refused),
		cmocka_unit_test(hostile_files_are_told_what_is_wrong_too),
		cmocka_unit_test(a_skeleton_can_be_read_and_is_complete_but_for_what_is_to_be_written),
		cmocka_unit_test(own_files_stand_beside_ours_and_replace_them_by_id),
		cmocka_unit_test(the_card_alone_says_what_the_whole_file_says),
		cmocka_unit_test(a_concept_is_its_card_and_its_page),
		cmocka_unit_test(files_that_are_not_there_say_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
