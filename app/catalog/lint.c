#include "catalog/lint.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "catalog/catalog.h"
#include "catalog/concept_reader.h"
#include "catalog/lint_rules.h"
#include "catalog/outline.h"
#include "catalog/problem_outline.h"
#include "catalog/problem_reader.h"

static const char *const folders[] = {
	[CONTENT_PROBLEM] = "problems", [CONTENT_CONCEPT] = "concepts", [CONTENT_PLAN] = "plans",
};

enum content_kind content_kind_of(const char *path)
{
	const char *name = strrchr(path, '/');
	if (!name)
		return CONTENT_PROBLEM;
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		size_t n = strlen(folders[i]);
		if ((size_t)(name - path) >= n && !strncmp(name - n, folders[i], n) &&
		    (name - n == path || name[-(ptrdiff_t)n - 1] == '/'))
			return (enum content_kind)i;
	}
	return CONTENT_PROBLEM;
}

static void run_rules(struct lint *lint, const struct lint_rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		rules[i].check(lint);
}

/* The rules compare each with each; nobody practises with that many, so such a file is only told so. */
static bool is_readable_size(struct lint *lint)
{
	enum { MOST = 500, MOST_LINES = 5000 };
	const struct problem *p = lint->problem;
	size_t lines = 0;
	for (size_t i = 0; i < p->fact_count; i++)
		lines += p->facts[i].asks.count;
	for (size_t i = 0; i < p->key_point_count; i++)
		lines += p->key_points[i].shows.count;
	for (size_t i = 0; i < p->warning_count; i++)
		lines += p->warnings[i].shows.count + p->warnings[i].unless.count;
	for (size_t i = 0; i < p->curveball_count; i++)
		lines += p->curveballs[i].changes.count + p->curveballs[i].keeps.count;
	if (p->fact_count <= MOST && p->key_point_count <= MOST && p->probe_count <= MOST && p->curveball_count <= MOST &&
	    p->warning_count <= MOST && p->decision_count <= MOST && p->cards.count <= MOST && p->boxes.count <= MOST &&
	    p->edge_count <= MOST && p->estimate_decides.count <= MOST && lines <= MOST_LINES)
		return true;
	diagnostics_add(lint->diags, SEVERITY_ERROR, 1, NULL, NULL,
			"a section of this problem has more than %d entries, which is more than anybody can practise on", (int)MOST);
	return false;
}

static void lint_problem(const char *path, const char *text, size_t len, struct diagnostics *diags)
{
	struct problem *problem = problem_new();
	struct outline outline;
	outline_init(&outline, &problem->arena, text, len, diags);
	lint_characters(&outline, diags);
	struct lint lint = { problem_read_outline(path, &outline, problem, diags), &outline, diags };
	/* A broken problem has one thing to be told; the rest would only hide it. */
	if (lint.problem && is_readable_size(&lint)) {
		run_rules(&lint, problem_rules, problem_rule_count);
		run_rules(&lint, point_rules, point_rule_count);
		run_rules(&lint, word_rules, word_rule_count);
	}
	outline_release(&outline);
	problem_free(problem);
}

static void check_concept(const struct concept *concept, struct diagnostics *diags)
{
	/* A heading that begins so is taken for the section: "When to use it" is fine. */
	static const char *const wanted[] = { "What it is", "When", "Trade-offs", "Numbers", "How it fails" };
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		bool found = false;
		for (size_t j = 0; j < concept->sections.count; j++)
			found = found || !strncasecmp(concept->sections.items[j], wanted[i], strlen(wanted[i]));
		if (!found)
			diagnostics_add(diags, SEVERITY_ERROR, 1, "every concept is read in the same order", NULL,
					"the concept has no section `## %s`", wanted[i]);
	}
	if (!*concept->group)
		diagnostics_add(diags, SEVERITY_ERROR, 1, "the list of concepts is ordered by groups", "- group: data",
				"the concept has no `group`");
}

static void lint_page(const char *path, const char *text, size_t len, enum content_kind kind, struct diagnostics *diags)
{
	struct arena arena = ARENA_INIT;
	struct outline outline;
	struct concept *concept;
	outline_init(&outline, &arena, text, len, NULL);
	lint_characters(&outline, diags);
	if (concept_read(path, text, len, &concept, diags) == STATUS_OK) {
		if (kind == CONTENT_CONCEPT)
			check_concept(concept, diags);
		lint_estimates(&outline, NULL, diags);
		concept_free(concept);
	}
	outline_release(&outline);
	arena_release(&arena);
}

enum status lint_text(const char *path, const char *text, size_t len, enum content_kind kind,
		      struct diagnostics *diags)
{
	size_t before = diags->by_severity[SEVERITY_BROKEN] + diags->by_severity[SEVERITY_ERROR];
	diags->path = path;
	if (len > PROBLEM_MAX_BYTES) {
		diagnostics_add(diags, SEVERITY_BROKEN, 0, NULL, NULL, "the file has %zu bytes; %d are read", len,
				(int)PROBLEM_MAX_BYTES);
		return STATUS_INVALID;
	}
	switch (kind) {
	case CONTENT_PROBLEM:
		lint_problem(path, text, len, diags);
		break;
	case CONTENT_CONCEPT:
	case CONTENT_PLAN:
		lint_page(path, text, len, kind, diags);
		break;
	}
	size_t after = diags->by_severity[SEVERITY_BROKEN] + diags->by_severity[SEVERITY_ERROR];
	return after == before ? STATUS_OK : STATUS_INVALID;
}

enum status lint_file(const char *path, struct diagnostics *diags)
{
	char *text;
	size_t len;
	struct error err;
	diags->path = path;
	enum status status = catalog_read_file(path, PROBLEM_MAX_BYTES, &text, &len, &err);
	if (status != STATUS_OK) {
		diagnostics_add(diags, SEVERITY_BROKEN, 0, NULL, NULL, "%s", err.text);
		return status;
	}
	status = lint_text(path, text, len, content_kind_of(path), diags);
	free(text);
	return status;
}
