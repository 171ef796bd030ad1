#include "coach/debrief.h"

#include <stdlib.h>
#include <string.h>

static void add_phases(struct debrief *d, const struct session *session, int64_t end)
{
	d->phase_count = session->preset.count;
	for (size_t i = 0; i < d->phase_count; i++)
		d->phases[i] = (struct debrief_phase){
			.phase = &session->preset.phases[i], .spent_ms = session_phase_spent_ms(session, i, end),
			.entries = session->phases[i].entries, .skipped = session->phases[i].entries == 0,
		};
	d->spent_ms = session_spent_ms(session, end);
	d->budget_ms = preset_total_ms(&session->preset);
	d->paused_ms = session_paused_ms(session, end);
	d->pause_count = session->pause_count;
	d->returns = session->returns;
}

static int64_t revealed_ms(const struct session *session, const char *fact)
{
	for (size_t i = 0; i < session->turn_count; i++)
		if (session->turns[i].kind == TURN_FACT && !strcmp(session->turns[i].ref, fact))
			return session->turns[i].at_ms;
	return 0;
}

/* Revealed ones by time, then the others by weight; between equals the problem's order, which line numbers keep. */
static int compare_facts(const void *a, const void *b)
{
	const struct debrief_fact *x = a, *y = b;
	if (x->revealed != y->revealed)
		return y->revealed - x->revealed;
	if (x->revealed && x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	if (!x->revealed && x->fact->weight != y->fact->weight)
		return y->fact->weight - x->fact->weight;
	return (x->fact > y->fact) - (x->fact < y->fact);
}

static void add_facts(struct debrief *d, const struct problem *problem, const struct session *session)
{
	d->fact_count = problem->fact_count;
	d->facts = arena_alloc(&d->arena, (d->fact_count + 1) * sizeof *d->facts);
	for (size_t i = 0; i < d->fact_count; i++) {
		const struct fact *fact = &problem->facts[i];
		bool revealed = session_fact_revealed(session, fact->id);
		d->facts[i] = (struct debrief_fact){
			.fact = fact, .revealed = revealed, .at_ms = revealed ? revealed_ms(session, fact->id) : 0,
		};
		d->weight_unlocked += revealed ? fact->weight : 0;
	}
	qsort(d->facts, d->fact_count, sizeof *d->facts, compare_facts);
	d->weight_total = problem_fact_weight(problem);
}

static void add_hints(struct debrief *d, const struct session *session)
{
	d->hints = arena_alloc(&d->arena, (session->turn_count + 1) * sizeof *d->hints);
	for (size_t i = 0; i < session->turn_count; i++)
		if (session->turns[i].kind == TURN_HINT)
			d->hints[d->hint_count++] = (struct debrief_hint){
				.text = session->turns[i].text, .at_ms = session->turns[i].at_ms, .phase = session->turns[i].phase,
			};
}

/* Exploration shows in the questions more than in the notes. */
static int exploration_score(struct debrief *d, const char **because)
{
	struct strbuf text = STRBUF_INIT;
	int percent = d->weight_total ? 100 * d->weight_unlocked / d->weight_total : 0;
	strbuf_addf(&text, "The questions unlocked %d of %d by weight (%d %%).", d->weight_unlocked, d->weight_total, percent);
	*because = arena_strdup(&d->arena, text.text);
	strbuf_release(&text);
	return d->weight_total == 0 ? 0 : percent < 15 ? 1 : percent < 35 ? 2 : percent < 60 ? 3 : 4;
}

static void add_criteria(struct debrief *d, const struct session *session)
{
	for (int c = 0; c < CRITERION_COUNT; c++) {
		struct debrief_criterion *criterion = &d->criteria[c];
		criterion->self = session->scores[c].value;
		criterion->suggested = c == CRITERION_EXPLORATION
			? exploration_score(d, &criterion->because)
			: review_suggested_score(&d->review, (enum criterion)c, session->level, &criterion->because);
		if (criterion->self && criterion->suggested)
			criterion->gap = criterion->self - criterion->suggested;
	}
}

static void suggest(struct debrief *d, const char *text)
{
	for (size_t i = 0; i < d->next_time_count; i++)
		if (!strcmp(d->next_time[i], text))
			return;
	if (d->next_time_count < NEXT_TIME)
		d->next_time[d->next_time_count++] = text;
}

static void suggest_fact(struct debrief *d)
{
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < d->fact_count; i++) {
		if (d->facts[i].revealed || d->facts[i].fact->weight < 3)
			continue;
		strbuf_addf(&text, "Ask about %s: \"%s\" was never asked for, and it shapes the design.",
		            topic_name(d->facts[i].fact->topic), d->facts[i].fact->title);
		suggest(d, arena_strdup(&d->arena, text.text));
		break;
	}
	strbuf_release(&text);
}

static void suggest_point(struct debrief *d, const struct session *session)
{
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < d->review.point_count; i++) {
		const struct point_review *point = &d->review.points[i];
		bool known, ticked = session_point_covered(session, point->point->id, &known);
		if (point->state == POINT_COVERED || (known && ticked) || !point->point->must ||
		    point->point->level > session->level)
			continue;
		strbuf_addf(&text, "Say in %s: %s.", section_title(point->point->section), point->point->text);
		suggest(d, arena_strdup(&d->arena, text.text));
		break;
	}
	strbuf_release(&text);
}

static void add_next_time(struct debrief *d, const struct session *session)
{
	for (size_t i = 0; i < d->mistakes.count && d->next_time_count == 0; i++)
		if (mistake_is_fault(d->mistakes.items[i].kind))
			suggest(d, mistake_advice(d->mistakes.items[i].kind));
	suggest_fact(d);
	suggest_point(d, session);
	for (size_t i = 0; i < d->mistakes.count; i++)
		if (mistake_is_fault(d->mistakes.items[i].kind))
			suggest(d, mistake_advice(d->mistakes.items[i].kind));
}

void debrief_make(struct debrief *debrief, const struct reviewer *reviewer, const struct session *session)
{
	const struct problem *problem = reviewer_problem(reviewer);
	int64_t end = session->ended_ms ? session->ended_ms : session->last_event_ms;
	size_t worksheet_len;
	const char *worksheet = session_text(session, STREAM_WORKSHEET, &worksheet_len);
	*debrief = (struct debrief){ .notes = STRBUF_INIT };
	session_all_notes(session, &debrief->notes);
	add_phases(debrief, session, end);
	add_facts(debrief, problem, session);
	add_hints(debrief, session);
	review_notes(reviewer, debrief->notes.text, debrief->notes.len, &debrief->review);
	numbers_check(&debrief->numbers, problem, debrief->notes.text, debrief->notes.len, worksheet, worksheet_len);
	curveball_review(problem, session, &debrief->curveball);
	mistakes_find(&debrief->mistakes, reviewer_problem(reviewer), session, &debrief->review);
	add_criteria(debrief, session);
	add_next_time(debrief, session);
}

void debrief_release(struct debrief *debrief)
{
	strbuf_release(&debrief->notes);
	review_release(&debrief->review);
	numbers_release(&debrief->numbers);
	curveball_review_release(&debrief->curveball);
	mistakes_release(&debrief->mistakes);
	arena_release(&debrief->arena);
}

int debrief_gap(const struct debrief_criterion criteria[CRITERION_COUNT], int *pairs)
{
	int sum = 0;
	*pairs = 0;
	for (int i = 0; i < CRITERION_COUNT; i++)
		if (criteria[i].self && criteria[i].suggested) {
			sum += criteria[i].self - criteria[i].suggested;
			++*pairs;
		}
	return sum;
}
