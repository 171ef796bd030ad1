#include "coach/levels.h"

#include "base/strbuf.h"

enum { POINTS_ENOUGH = 3 };

/*
 * A level is reached with half of what it expects, and every level below it; of what the highest asks, a third will do, since no
 * candidate has the time for all of it.
 */
static const double share_needed[LEVEL_COUNT] = { [LEVEL_MID] = 0.5, [LEVEL_SENIOR] = 0.4, [LEVEL_STAFF] = 0.34 };

static double share(int covered, int total)
{
	return total ? (double)covered / total : 0;
}

static void review_criterion(struct review *review, enum criterion criterion)
{
	struct level_review *level = &review->levels[criterion];
	int total = 0;
	for (size_t i = 0; i < review->point_count; i++) {
		const struct point_review *point = &review->points[i];
		bool covered = point->state == POINT_COVERED;
		if (point->point->criterion != criterion)
			continue;
		total++;
		level->total[point->point->level]++;
		level->covered[point->point->level] += covered;
		level->must_total += point->point->must;
		level->must_covered += covered && point->point->must;
		if (covered && (!level->evidence || point->point->level > level->evidence->level))
			level->evidence = point->point;
	}
	level->any = total >= POINTS_ENOUGH;
	for (int l = 0; level->any && l < LEVEL_COUNT; l++) {
		if (level->total[l] == 0)
			continue;
		if (share(level->covered[l], level->total[l]) < share_needed[l])
			break;
		level->reached = true;
		level->level = (enum level)l;
	}
}

void levels_review(struct review *review)
{
	for (int c = 0; c < CRITERION_COUNT; c++)
		review_criterion(review, (enum criterion)c);
}

/* 1 to 4 from the share of what the level expects; a 4 also takes something from above it, or nearly everything. */
static int score_of(const struct level_review *review, enum level level, double expected)
{
	if (expected < 0.25)
		return 1;
	if (expected < 0.5)
		return 2;
	for (int l = (int)level + 1; l < LEVEL_COUNT; l++)
		if (review->covered[l] && review->must_covered == review->must_total)
			return 4;
	return expected >= 0.85 ? 4 : 3;
}

int review_suggested_score(struct review *review, enum criterion criterion, enum level level, const char **because)
{
	const struct level_review *r = &review->levels[criterion];
	struct strbuf text = STRBUF_INIT;
	int covered = 0, total = 0, score = 0;
	for (int l = 0; l <= (int)level; l++) {
		covered += r->covered[l];
		total += r->total[l];
	}
	if (r->any && total >= POINTS_ENOUGH) {
		score = score_of(r, level, share(covered, total));
		strbuf_addf(&text, "The notes show %d of the %d points that this level expects here", covered, total);
		if (r->must_total)
			strbuf_addf(&text, ", and %d of the %d that no answer should lack", r->must_covered, r->must_total);
		strbuf_adds(&text, ".");
	}
	if (because)
		*because = arena_strdup(&review->arena, text.len ? text.text : "");
	strbuf_release(&text);
	return score;
}
