/* Rules over what the review and the interviewer look for: facts, key points, probes, warning signs. */
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/lint_rules.h"

static void check_facts(struct lint *lint)
{
	enum { LEAST = 5 };
	const struct problem *p = lint->problem;
	bool differ = false;
	for (size_t i = 0; i < p->fact_count; i++) {
		const struct fact *fact = &p->facts[i];
		differ = differ || fact->weight != p->facts[0].weight;
		if (fact->asks.count && fact->asks.count < LEAST)
			diagnostics_add(lint->diags, SEVERITY_ERROR, fact->line,
					"people ask in many words, and only what is like one of these finds the fact",
					"- ask: What write rate should I plan for?",
					"`%s` has %zu `ask` lines, at least %d in clearly different words are needed", fact->id,
					fact->asks.count, LEAST);
		for (size_t a = 0; a < fact->asks.count; a++) {
			const char *ask = fact->asks.items[a];
			if (!strchr(ask, '?') && strchr(ask, ' ') == NULL)
				diagnostics_add(lint->diags, SEVERITY_WARNING, fact->line, "single words belong in `terms`", NULL,
						"`ask: %s` of `%s` is not a question", ask, fact->id);
		}
	}
	if (p->fact_count > 1 && !differ)
		diagnostics_add(lint->diags, SEVERITY_WARNING, lint_line(lint, "Facts", NULL),
				"3 shapes the design, 2 matters, 1 is nice to know", NULL, "all facts weigh the same");
}

/* The same question for two facts: whichever answer comes, it may be the wrong one. */
static void check_confusable(struct lint *lint)
{
	const struct problem *p = lint->problem;
	struct texts seen = { .count = 0 };
	struct texts owners = { .count = 0 };
	for (size_t i = 0; i < p->fact_count; i++)
		for (size_t a = 0; a < p->facts[i].asks.count; a++) {
			const char *ask = lint_normal(lint->outline->arena, p->facts[i].asks.items[a]);
			size_t j = 0;
			while (j < seen.count && strcmp(seen.items[j], ask) != 0)
				j++;
			if (j == seen.count) {
				texts_add(&seen, lint->outline->arena, ask);
				texts_add(&owners, lint->outline->arena, p->facts[i].id);
			} else if (!strcmp(owners.items[j], p->facts[i].id)) {
				diagnostics_add(lint->diags, SEVERITY_ERROR, p->facts[i].line, "it adds nothing", NULL,
						"`%s` asks `%s` twice", p->facts[i].id, p->facts[i].asks.items[a]);
			} else {
				diagnostics_add(lint->diags, SEVERITY_ERROR, p->facts[i].line,
						"if one question fits two facts, merge them or make the wording sharper", NULL,
						"`%s` and `%s` both answer `%s`", owners.items[j], p->facts[i].id,
						p->facts[i].asks.items[a]);
			}
		}
}

/* NULL when the pattern can be read, else what is wrong. */
static const char *pattern_fault(const char *pattern)
{
	bool word = false;
	for (const char *p = pattern;; p++) {
		if (*p == '|' || *p == '+' || !*p) {
			if (!word)
				return *p ? "has an empty wording before a `|` or `+`" : "ends with nothing behind a `|` or `+`";
			if (!*p)
				return NULL;
			word = false;
		} else if (*p != ' ' && *p != '\t') {
			word = true;
		}
	}
}

static void check_pattern(struct lint *lint, const struct texts *patterns, const char *key, const char *id, int line)
{
	for (size_t i = 0; i < patterns->count; i++) {
		const char *fault = pattern_fault(patterns->items[i]);
		if (fault)
			diagnostics_add(lint->diags, SEVERITY_ERROR, line,
					"parts are joined by `+` (all must occur), each part is wordings joined by `|` (one must)",
					"- shows: seven | 7 + character | char", "`%s: %s` of `%s` %s", key, patterns->items[i], id, fault);
		for (size_t j = 0; j < i; j++)
			if (!strcmp(patterns->items[i], patterns->items[j])) {
				diagnostics_add(lint->diags, SEVERITY_ERROR, line, "it adds nothing", NULL,
						"`%s` has the line `%s: %s` twice", id, key, patterns->items[i]);
				break;
			}
	}
}

static void check_patterns(struct lint *lint)
{
	const struct problem *p = lint->problem;
	for (size_t i = 0; i < p->key_point_count; i++) {
		const struct key_point *point = &p->key_points[i];
		check_pattern(lint, &point->shows, "shows", point->id, point->line);
		if (point->shows.count == 1)
			diagnostics_add(lint->diags, SEVERITY_ERROR, point->line,
					"people type the same thing in several ways, and what no line shows counts as missed", "- shows: 62^7",
					"`%s` has one `shows` line, at least two are needed", point->id);
	}
	for (size_t i = 0; i < p->warning_count; i++) {
		check_pattern(lint, &p->warnings[i].shows, "shows", p->warnings[i].id, p->warnings[i].line);
		check_pattern(lint, &p->warnings[i].unless, "unless", p->warnings[i].id, p->warnings[i].line);
	}
}

static void check_same_shows(struct lint *lint)
{
	const struct problem *p = lint->problem;
	for (size_t i = 0; i < p->key_point_count; i++)
		for (size_t s = 0; s < p->key_points[i].shows.count; s++)
			for (size_t j = 0; j < i; j++)
				if (texts_contain(&p->key_points[j].shows, p->key_points[i].shows.items[s]))
					diagnostics_add(lint->diags, SEVERITY_WARNING, p->key_points[i].line,
							"one sentence of the notes would be counted for both", NULL,
							"`%s` and `%s` are both shown by `%s`", p->key_points[j].id, p->key_points[i].id,
							p->key_points[i].shows.items[s]);
}

static void check_probe_points(struct lint *lint)
{
	const struct problem *p = lint->problem;
	for (size_t i = 0; i < p->probe_count; i++)
		for (size_t j = 0; j < p->probes[i].points.count; j++)
			if (!problem_key_point(p, p->probes[i].points.items[j]))
				diagnostics_add(lint->diags, SEVERITY_ERROR, p->probes[i].line,
						"a probe is asked when the notes lack its key points", NULL,
						"`points` of `%s` names `%s`, which is no key point's id", p->probes[i].id,
						p->probes[i].points.items[j]);
}

/* A share in per cent that should lie in [low, high]. */
static void check_share(struct lint *lint, const char *what, size_t count, size_t low, size_t high)
{
	enum { ENOUGH_TO_TELL = 10 };
	size_t all = lint->problem->key_point_count, share = all ? count * 100 / all : 0;
	if (all >= ENOUGH_TO_TELL && (share < low || share > high))
		diagnostics_add(lint->diags, SEVERITY_WARNING, lint_line(lint, "Key points", NULL),
				"of twenty, about half are mid, six senior, four staff, and about ten must", NULL,
				"%zu of %zu key points are %s; between %zu and %zu per cent would be a good spread", count, all, what,
				low, high);
}

static void check_absent(struct lint *lint, size_t count, const char *kind, const char *name)
{
	if (!count)
		diagnostics_add(lint->diags, SEVERITY_ERROR, lint_line(lint, "Key points", NULL),
				"the debrief reports by phase, criterion and level", NULL, "no key point has `%s: %s`", kind, name);
}

static void check_spread(struct lint *lint)
{
	static const struct { size_t low, high; } levels[LEVEL_COUNT] = {
		[LEVEL_MID] = { 35, 65 }, [LEVEL_SENIOR] = { 18, 48 }, [LEVEL_STAFF] = { 8, 35 },
	};
	const struct problem *p = lint->problem;
	size_t by_section[SECTION_COUNT] = { 0 }, by_criterion[CRITERION_COUNT] = { 0 }, by_level[LEVEL_COUNT] = { 0 }, must = 0;
	if (!p->key_point_count)
		return;
	for (size_t i = 0; i < p->key_point_count; i++) {
		by_section[p->key_points[i].section]++;
		by_criterion[p->key_points[i].criterion]++;
		by_level[p->key_points[i].level]++;
		must += p->key_points[i].must;
	}
	for (int i = 0; i < SECTION_COUNT; i++)
		check_absent(lint, by_section[i], "phase", section_name((enum section)i));
	for (int i = 0; i < CRITERION_COUNT; i++)
		check_absent(lint, by_criterion[i], "criterion", criterion_name((enum criterion)i));
	for (int i = 0; i < LEVEL_COUNT; i++) {
		check_absent(lint, by_level[i], "level", level_name((enum level)i));
		if (by_level[i])
			check_share(lint, level_name((enum level)i), by_level[i], levels[i].low, levels[i].high);
	}
	check_share(lint, "must", must, 35, 70);
}

const struct lint_rule point_rules[] = {
	{ "facts can be asked for", check_facts },
	{ "facts are not confusable", check_confusable },
	{ "patterns can be read", check_patterns },
	{ "points are told apart", check_same_shows },
	{ "probes go for key points", check_probe_points },
	{ "key points are spread", check_spread },
};
const size_t point_rule_count = ARRAY_SIZE(point_rules);
