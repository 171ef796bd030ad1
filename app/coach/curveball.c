#include "coach/curveball.h"

#include <string.h>

#include "base/strbuf.h"
#include "coach/text.h"
#include "coach/written.h"
#include "session/pacing.h"

const struct curveball *coach_curveball(const struct problem *problem, const struct session *session)
{
	uint32_t h = 2166136261u;       /* FNV-1a of the session's id */
	if (!session->curveball_wanted || !problem->curveball_count)
		return NULL;
	for (const char *c = session->id; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	return &problem->curveballs[h % problem->curveball_count];
}

static const struct turn *thrown(const struct session *session)
{
	for (size_t i = 0; i < session->turn_count; i++)
		if (session->turns[i].kind == TURN_CURVEBALL)
			return &session->turns[i];
	return NULL;
}

bool coach_curveball_due(const struct session *session, int64_t now_ms)
{
	return session->curveball_wanted && session->stage == STAGE_RUNNING && !thrown(session) &&
	       pacing_last_third(session, now_ms);
}

/* All words of the box's name, one behind the other: "click-counter" stands in "the click counter". */
static bool names_box(const char *line, size_t len, const char *box)
{
	struct tokens name = TOKENS_INIT, text = TOKENS_INIT;
	bool found = false;
	tokens_read(&name, box, strlen(box));
	tokens_read(&text, line, len);
	for (size_t i = 0; name.count && i + name.count <= text.count && !found; i++) {
		size_t k = 0;
		while (k < name.count && !strcmp(name.items[k].stem, text.items[i + k].stem))
			k++;
		found = k == name.count;
	}
	tokens_release(&name);
	tokens_release(&text);
	return found;
}

static void add_box(struct curveball_review *review, const struct strbuf *since, const char *name, bool must_change)
{
	struct box_review *box = &review->boxes[review->box_count++];
	*box = (struct box_review){ .box = name, .must_change = must_change, .evidence = "" };
	for (size_t from = 0, to; from < since->len && !box->named; from = to + 1) {
		for (to = from; to < since->len && since->text[to] != '\n';)
			to++;
		if (!names_box(since->text + from, to - from, name))
			continue;
		box->named = true;
		box->evidence = arena_strndup(&review->arena, since->text + from, to - from);
	}
	*(must_change ? &review->change_total : &review->keep_total) += 1;
	*(must_change ? &review->change_named : &review->keep_named) += box->named;
}

void curveball_review(const struct problem *problem, const struct session *session, struct curveball_review *review)
{
	const struct turn *turn = thrown(session);
	struct strbuf since = STRBUF_INIT;
	*review = (struct curveball_review){ .curveball = turn ? problem_curveball(problem, turn->ref) : NULL };
	if (!review->curveball)
		return;
	review->thrown_ms = turn->at_ms;
	written_since(session, turn->at_ms, &since);
	const struct texts *changes = &review->curveball->changes, *keeps = &review->curveball->keeps;
	review->boxes = arena_alloc(&review->arena, (changes->count + keeps->count + 1) * sizeof *review->boxes);
	for (size_t i = 0; i < changes->count; i++)
		add_box(review, &since, changes->items[i], true);
	for (size_t i = 0; i < keeps->count; i++)
		add_box(review, &since, keeps->items[i], false);
	strbuf_release(&since);
}

void curveball_review_release(struct curveball_review *review)
{
	arena_release(&review->arena);
	*review = (struct curveball_review){ .curveball = NULL };
}
