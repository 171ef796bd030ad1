/* What ships keeps every rule that lint knows (its figures agree with its estimates too), can be read at any width, and links only to what is there. */
#include "test.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/utf8.h"
#include "catalog/catalog.h"
#include "catalog/markdown.h"

static const enum content_kind kinds[] = { CONTENT_PROBLEM, CONTENT_CONCEPT, CONTENT_PLAN };

static void each_file(void (*check)(const struct catalog_entry *entry))
{
	struct catalog_dirs dirs;
	catalog_find_dirs(&dirs, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct catalog catalog = CATALOG_INIT;
		catalog_scan(&catalog, &dirs, kinds[i]);
		if (kinds[i] == CONTENT_PROBLEM)
			assert_true(catalog.count >= 5);
		for (size_t j = 0; j < catalog.count; j++)
			check(&catalog.items[j]);
		catalog_release(&catalog);
	}
}

static void lint_one(const struct catalog_entry *entry)
{
	struct diagnostics diags = DIAGNOSTICS_INIT;
	struct strbuf out = STRBUF_INIT;
	lint_file(entry->path, &diags);
	diagnostics_sort(&diags);
	for (size_t i = 0; i < diags.count; i++)
		diagnostic_write(&diags.items[i], &out);
	assert_string_equal(out.text, "");
	strbuf_release(&out);
	diagnostics_release(&diags);
}

static void everything_that_ships_passes_lint_without_a_warning(void **state)
{
	(void)state;
	each_file(lint_one);
}

static void lay_out_one(const struct catalog_entry *entry)
{
	char *text;
	size_t len;
	struct error err;
	struct doc doc = DOC_INIT;
	assert_int_equal(catalog_read_file(entry->path, MARKDOWN_MAX_BYTES, &text, &len, &err), STATUS_OK);
	struct markdown *md = markdown_parse(text, len);
	for (int width = 20; width <= 120; width += 20) {
		doc_layout(&doc, md, &(struct doc_options){ .width = width });
		for (size_t i = 0; i < doc.line_count; i++)
			assert_true(utf8_width(doc.text + doc.lines[i].offset, doc.lines[i].len) <= (size_t)width);
	}
	doc_release(&doc);
	markdown_free(md);
	free(text);
}

static void everything_that_ships_fits_at_any_width(void **state)
{
	(void)state;
	each_file(lay_out_one);
}

/* Links to other files are relative and meant to be followed in the program; there is no network to follow others. */
static void follow_links_of_one(const struct catalog_entry *entry)
{
	char *text;
	size_t len;
	struct error err;
	struct doc doc = DOC_INIT;
	assert_int_equal(catalog_read_file(entry->path, MARKDOWN_MAX_BYTES, &text, &len, &err), STATUS_OK);
	struct markdown *md = markdown_parse(text, len);
	doc_layout(&doc, md, &(struct doc_options){ .width = 80 });
	for (size_t i = 0; i < doc.link_count; i++) {
		const char *url = doc.links[i].url;
		if (strstr(url, "://") || !strncmp(url, "mailto:", 7) || *url == '#')
			continue;
		struct strbuf path = STRBUF_INIT;
		strbuf_add(&path, entry->path, (size_t)(strrchr(entry->path, '/') + 1 - entry->path));
		strbuf_add(&path, url, strcspn(url, "#"));
		if (access(path.text, R_OK) != 0)
			fail_msg("%s links to %s, which is not there", entry->path, url);
		strbuf_release(&path);
	}
	doc_release(&doc);
	markdown_free(md);
	free(text);
}

static void links_between_files_lead_somewhere(void **state)
{
	(void)state;
	each_file(follow_links_of_one);
}

static void concepts_name_problems_that_ship(void **state)
{
	enum { LEAST = 2 };
	(void)state;
	struct catalog_dirs dirs;
	struct catalog problems = CATALOG_INIT, concepts = CATALOG_INIT;
	catalog_find_dirs(&dirs, NULL);
	catalog_open(&problems, &dirs, CONTENT_PROBLEM);
	catalog_open(&concepts, &dirs, CONTENT_CONCEPT);
	for (size_t i = 0; i < problems.count; i++)
		assert_string_equal(problems.items[i].broken, "");
	for (size_t i = 0; i < concepts.count; i++) {
		struct concept *concept;
		struct error err;
		assert_int_equal(catalog_load_concept(&concepts.items[i], &concept, NULL, &err), STATUS_OK);
		for (size_t j = 0; j < concept->problems.count; j++)
			if (!catalog_find(&problems, concept->problems.items[j]))
				fail_msg("%s names the problem %s, which is not there", concept->path, concept->problems.items[j]);
		if (concept->problems.count < LEAST)
			fail_msg("%s names %zu problems that lean on it; at least %d should", concept->path, concept->problems.count,
				 (int)LEAST);
		concept_free(concept);
	}
	catalog_release(&problems);
	catalog_release(&concepts);
}

/* In the prose of the reference, where links can be followed; the test above sees to it that they lead somewhere. */
static void count_concepts_of_one(const struct catalog_entry *entry)
{
	enum { LEAST = 3 };
	static const char folder[] = "../concepts/";
	struct arena arena = ARENA_INIT;
	struct texts linked = { .count = 0 };
	struct doc doc = DOC_INIT;
	struct problem *problem;
	struct error err;
	if (entry->kind != CONTENT_PROBLEM)
		return;
	assert_int_equal(catalog_load_problem(entry, &problem, NULL, &err), STATUS_OK);
	for (int section = 0; section < SECTION_COUNT; section++) {
		struct markdown *md = markdown_parse(problem->reference[section], strlen(problem->reference[section]));
		doc_layout(&doc, md, &(struct doc_options){ .width = 80 });
		for (size_t i = 0; i < doc.link_count; i++)
			if (!strncmp(doc.links[i].url, folder, strlen(folder)) && !texts_contain(&linked, doc.links[i].url))
				texts_add(&linked, &arena, arena_strdup(&arena, doc.links[i].url));
		markdown_free(md);
	}
	if (linked.count < LEAST)
		fail_msg("%s links to %zu concepts, [like this](%ssharding.md); at least %d should stand in the prose of its reference",
			 entry->path, linked.count, folder, (int)LEAST);
	doc_release(&doc);
	problem_free(problem);
	arena_release(&arena);
}

static void problems_link_to_the_concepts_they_lean_on(void **state)
{
	(void)state;
	each_file(count_concepts_of_one);
}

/* The library's order would otherwise hang on the title, and the first that is offered too. */
static void no_two_problems_share_a_rank(void **state)
{
	(void)state;
	struct catalog_dirs dirs;
	struct catalog problems = CATALOG_INIT;
	catalog_find_dirs(&dirs, NULL);
	catalog_open(&problems, &dirs, CONTENT_PROBLEM);
	for (size_t i = 0; i < problems.count; i++) {
		if (problems.items[i].rank == INT_MAX)
			fail_msg("%s has no rank", problems.items[i].path);
		if (i > 0 && problems.items[i].rank == problems.items[i - 1].rank)
			fail_msg("%s and %s have the same rank, %d", problems.items[i - 1].id, problems.items[i].id, problems.items[i].rank);
	}
	catalog_release(&problems);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_that_ships_passes_lint_without_a_warning),
		cmocka_unit_test(everything_that_ships_fits_at_any_width),
		cmocka_unit_test(links_between_files_lead_somewhere),
		cmocka_unit_test(concepts_name_problems_that_ship),
		cmocka_unit_test(problems_link_to_the_concepts_they_lean_on),
		cmocka_unit_test(no_two_problems_share_a_rank),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
