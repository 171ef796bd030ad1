#include "coach/review.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/levels.h"
#include "coach/lexicon.h"
#include "coach/pattern.h"
#include "coach/title.h"

enum { NOTES_ENOUGH = 100 };     /* words, to judge by how much of the problem they touch */

static const double shown_from = 2.91;

struct lines {
	size_t first, count;    /* numbers of patterns */
};

struct reviewer {
	const struct problem *problem;
	struct patterns *patterns;
	struct lexicon *lexicon;
	struct titles *titles;
	struct lines *points, *signs, *unless;
};

static struct lines add_lines(struct patterns *patterns, const struct texts *texts)
{
	struct lines lines = { .count = texts->count };
	for (size_t i = 0; i < texts->count; i++) {
		size_t number = patterns_add(patterns, texts->items[i]);
		if (i == 0)
			lines.first = number;
	}
	return lines;
}

struct reviewer *reviewer_new(const struct problem *problem)
{
	struct reviewer *r = xcalloc(1, sizeof *r);
	r->problem = problem;
	r->patterns = patterns_new();
	r->lexicon = lexicon_new();
	r->titles = titles_new(problem);
	r->points = xcalloc(problem->key_point_count, sizeof *r->points);
	r->signs = xcalloc(problem->warning_count, sizeof *r->signs);
	r->unless = xcalloc(problem->warning_count, sizeof *r->unless);
	for (size_t i = 0; i < problem->key_point_count; i++)
		r->points[i] = add_lines(r->patterns, &problem->key_points[i].shows);
	for (size_t i = 0; i < problem->warning_count; i++) {
		r->signs[i] = add_lines(r->patterns, &problem->warnings[i].shows);
		r->unless[i] = add_lines(r->patterns, &problem->warnings[i].unless);
	}
	return r;
}

void reviewer_free(struct reviewer *reviewer)
{
	if (!reviewer)
		return;
	patterns_free(reviewer->patterns);
	lexicon_free(reviewer->lexicon);
	titles_free(reviewer->titles);
	free(reviewer->points);
	free(reviewer->signs);
	free(reviewer->unless);
	free(reviewer);
}

const struct problem *reviewer_problem(const struct reviewer *reviewer)
{
	return reviewer->problem;
}

struct finding {
	enum pattern_match match;
	struct span evidence;
	double weight;          /* of the best line */
	size_t lines, matching; /* how many there are, and how many match */
	double like;            /* to the key point's own sentence (title.h) */
	struct span by_title;
};

static struct finding find_any(const struct indexed *indexed, struct lines lines)
{
	struct finding best = { .match = PATTERN_ABSENT, .lines = lines.count };
	for (size_t i = 0; i < lines.count; i++) {
		struct span span = { 0, 0 };
		double weight = 0;
		enum pattern_match match = pattern_find(indexed, lines.first + i, &span, &weight);
		best.matching += match == PATTERN_MATCHES;
		if (match < best.match || (match == best.match && weight <= best.weight))
			continue;
		best.match = match;
		best.evidence = span;
		best.weight = weight;
	}
	return best;
}

/* The last heading line before `at`, without its marks. */
static struct span heading_of(const char *notes, size_t at)
{
	for (size_t line = at; ; line--) {
		if ((line == 0 || notes[line - 1] == '\n') && notes[line] == '#') {
			size_t from = line, to = line;
			while (notes[from] == '#' || notes[from] == ' ')
				from++;
			for (to = from; notes[to] && notes[to] != '\n' && notes[to] != '\r';)
				to++;
			return (struct span){ from, to };
		}
		if (line == 0)
			return (struct span){ 0, 0 };
	}
}

static size_t words_in(const struct tokens *tokens, struct span span)
{
	size_t count = 0;
	for (size_t i = 0; i < tokens->count; i++)
		count += !tokens->items[i].stop && tokens->items[i].from >= span.from && tokens->items[i].to <= span.to;
	return count;
}

/*
 * The share of all key points of which something matches. A few words cannot tell how much somebody knows: they are judged
 * like average notes.
 */
static double density(const struct finding *found, size_t count, const struct tokens *tokens)
{
	const double average = 0.45;
	size_t matches = 0;
	for (size_t i = 0; i < count; i++)
		matches += found[i].match == PATTERN_MATCHES;
	return !count ? average : average + ((double)matches / (double)count - average) * fmin((double)tokens->count / NOTES_ENOUGH, 1);
}

/*
 * Is what matches meant? Logistic regression, fitted to marked notes (tests/coach): telling words, few words between them,
 * more than one line and words of the key point itself speak for it; and the same words say less in notes that say little else.
 */
static bool is_shown(const struct finding *found, const struct tokens *tokens, double notes_density)
{
	if (found->match != PATTERN_MATCHES)
		return false;
	double words = (double)words_in(tokens, found->evidence), share = (double)found->matching / (double)found->lines;
	return 0.24 * fmin(found->weight, 15) + 6.20 * share + 1.69 * found->like - 0.88 * log1p(words) + 3.25 * notes_density > shown_from;
}

static void review_point(const struct finding *found, const struct indexed *indexed, const char *notes, double notes_density,
                         struct point_review *out)
{
	out->evidence = found->evidence;
	if (is_shown(found, indexed_tokens(indexed), notes_density)) {
		out->state = POINT_COVERED;
	} else if (found->match != PATTERN_TURNED_DOWN && found->like >= TITLE_COVERS) {
		out->state = POINT_COVERED;
		out->evidence = found->by_title;
	} else if (found->match != PATTERN_ABSENT) {
		out->state = POINT_HINTED;
	} else if (found->like >= TITLE_HINTS) {
		out->state = POINT_HINTED;
		out->evidence = found->by_title;
	}
	if (out->state != POINT_MISSED)
		out->heading = heading_of(notes, out->evidence.from);
}

static void review_points(const struct reviewer *r, const struct indexed *indexed, const char *notes, struct review *review)
{
	struct titled *titled = titled_new(r->titles, indexed);
	struct finding *found = xcalloc(review->point_count, sizeof *found);
	for (size_t i = 0; i < review->point_count; i++) {
		found[i] = find_any(indexed, r->points[i]);
		found[i].like = title_likeness(titled, i, &found[i].by_title);
	}
	double notes_density = density(found, review->point_count, indexed_tokens(indexed));
	for (size_t i = 0; i < review->point_count; i++) {
		review->points[i] = (struct point_review){ .point = &r->problem->key_points[i] };
		review_point(&found[i], indexed, notes, notes_density, &review->points[i]);
	}
	free(found);
	titled_free(titled);
}

static void review_warnings(const struct reviewer *r, const struct indexed *indexed, struct review *review)
{
	review->warnings = arena_alloc(&review->arena, (r->problem->warning_count + 1) * sizeof *review->warnings);
	for (size_t i = 0; i < r->problem->warning_count; i++) {
		struct finding found = find_any(indexed, r->signs[i]);
		if (found.match != PATTERN_MATCHES)
			continue;
		/* A false alarm costs more than a missed one: a wording that takes the sign away counts wherever it stands. */
		if (find_any(indexed, r->unless[i]).match >= PATTERN_TURNED_DOWN)
			continue;
		review->warnings[review->warning_count++] =
			(struct warning_review){ .sign = &r->problem->warnings[i], .evidence = found.evidence };
	}
}

void review_notes(const struct reviewer *reviewer, const char *notes, size_t len, struct review *review)
{
	/* A copy that ends with NUL, so that looking one byte ahead is always safe. */
	char *text = xstrndup(notes, len < TOKENS_TEXT_MAX ? len : TOKENS_TEXT_MAX);
	size_t text_len = len < TOKENS_TEXT_MAX ? len : TOKENS_TEXT_MAX;
	struct indexed *indexed = indexed_new(reviewer->patterns, text, text_len);
	*review = (struct review){ .point_count = reviewer->problem->key_point_count };
	review->points = arena_alloc(&review->arena, (review->point_count + 1) * sizeof *review->points);
	review_points(reviewer, indexed, text, review);
	review_warnings(reviewer, indexed, review);
	review->trade_off_count = trade_offs_find(indexed_tokens(indexed), reviewer->lexicon, &review->arena,
	                                          &review->trade_offs);
	levels_review(review);
	indexed_free(indexed);
	free(text);
}

void review_release(struct review *review)
{
	arena_release(&review->arena);
	*review = (struct review){ .points = NULL };
}

enum point_state review_state(const struct review *review, const char *point)
{
	for (size_t i = 0; i < review->point_count; i++)
		if (!strcmp(review->points[i].point->id, point))
			return review->points[i].state;
	return POINT_MISSED;
}

const char *point_state_name(enum point_state state)
{
	static const char *const names[] = {
		[POINT_MISSED] = "missed", [POINT_HINTED] = "hinted", [POINT_COVERED] = "covered",
	};
	return names[state];
}
