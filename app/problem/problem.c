#include "problem/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

struct problem *problem_new(void)
{
	struct problem *problem = xcalloc(1, sizeof *problem);
	problem->path = problem->source = problem->id = problem->title = problem->summary = "";
	problem->prompt = problem->story_question = "";
	for (int i = 0; i < LEVEL_COUNT; i++)
		problem->bars[i] = "";
	for (int i = 0; i < SECTION_COUNT; i++)
		problem->reference[i] = "";
	return problem;
}

void problem_free(struct problem *problem)
{
	if (!problem)
		return;
	arena_release(&problem->arena);
	free(problem);
}

const struct fact *problem_fact(const struct problem *problem, const char *id)
{
	for (size_t i = 0; i < problem->fact_count; i++)
		if (!strcmp(problem->facts[i].id, id))
			return &problem->facts[i];
	return NULL;
}

const struct key_point *problem_key_point(const struct problem *problem, const char *id)
{
	for (size_t i = 0; i < problem->key_point_count; i++)
		if (!strcmp(problem->key_points[i].id, id))
			return &problem->key_points[i];
	return NULL;
}

const struct probe *problem_probe(const struct problem *problem, const char *id)
{
	for (size_t i = 0; i < problem->probe_count; i++)
		if (!strcmp(problem->probes[i].id, id))
			return &problem->probes[i];
	return NULL;
}

const struct curveball *problem_curveball(const struct problem *problem, const char *id)
{
	for (size_t i = 0; i < problem->curveball_count; i++)
		if (!strcmp(problem->curveballs[i].id, id))
			return &problem->curveballs[i];
	return NULL;
}

int problem_fact_weight(const struct problem *problem)
{
	int weight = 0;
	for (size_t i = 0; i < problem->fact_count; i++)
		weight += problem->facts[i].weight;
	return weight;
}

void texts_add(struct texts *texts, struct arena *arena, const char *text)
{
	/* Room is doubled at powers of two, so the count alone tells when it is used up. */
	if ((texts->count & (texts->count - 1)) == 0) {
		size_t cap = texts->count ? texts->count * 2 : 1;
		const char **items = arena_alloc(arena, cap * sizeof *items);
		if (texts->count)
			memcpy(items, texts->items, texts->count * sizeof *items);
		texts->items = items;
	}
	texts->items[texts->count++] = text;
}

bool texts_contain(const struct texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (!strcmp(texts->items[i], text))
			return true;
	return false;
}
