#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "coach/stories.h"
#include "screens/debrief.h"
#include "screens/debrief_text.h"
#include "tui/bar.h"

static void add_mistakes(const struct debrief *debrief, struct strbuf *text)
{
	strbuf_adds(text, "## What the log shows\n\n");
	if (!debrief->mistakes.count)
		strbuf_adds(text, "None of the common mistakes can be seen in the log.\n");
	for (size_t i = 0; i < debrief->mistakes.count; i++) {
		const struct mistake *mistake = &debrief->mistakes.items[i];
		strbuf_addf(text, "- **%s.** %s", mistake_title(mistake->kind), mistake->evidence);
		if (mistake_is_fault(mistake->kind))
			strbuf_addf(text, " *%s*", mistake_advice(mistake->kind));
		strbuf_addc(text, '\n');
	}
	strbuf_addc(text, '\n');
}

static void add_facts(const struct debrief *debrief, struct strbuf *text)
{
	strbuf_addf(text, "## Facts: %d of %d by weight\n\n", debrief->weight_unlocked, debrief->weight_total);
	for (size_t i = 0; i < debrief->fact_count; i++) {
		const struct debrief_fact *fact = &debrief->facts[i];
		strbuf_addf(text, "- [%c] %s (weight %d)", fact->revealed ? 'x' : ' ', fact->fact->title, fact->fact->weight);
		if (!fact->revealed)
			strbuf_addf(text, " - never asked for: %s", fact->fact->answer);
		strbuf_addc(text, '\n');
	}
	strbuf_addc(text, '\n');
}

static void add_course(const struct debrief *debrief, struct strbuf *text)
{
	strbuf_adds(text, "## The course of it\n\n");
	strbuf_addf(text, "- Hints taken: %zu. Pauses: %zu", debrief->hint_count, debrief->pause_count);
	if (debrief->pause_count) {
		strbuf_adds(text, " (");
		clock_format(debrief->paused_ms, text);
		strbuf_addc(text, ')');
	}
	strbuf_addf(text, ". Returns to an earlier phase: %d.\n\n", debrief->returns);
}

static void add_curveball(const struct curveball_review *review, struct strbuf *text)
{
	if (!review->curveball)
		return;
	strbuf_addf(text, "## The curveball: %s\n\n", review->curveball->title);
	for (size_t i = 0; i < review->box_count; i++) {
		const struct box_review *box = &review->boxes[i];
		strbuf_addf(text, "- `%s` %s change; %s", box->box, box->must_change ? "had to" : "did not have to",
		            box->named ? "you wrote: " : "you did not name it afterwards");
		if (box->named)
			mdview_add_escaped(text, box->evidence);
		strbuf_addc(text, '\n');
	}
	strbuf_addf(text, "\n%s\n\n", review->curveball->answer);
}

static void add_numbers(const struct debrief *debrief, struct strbuf *text)
{
	if (!debrief->numbers.count)
		return;
	strbuf_adds(text, "## Your numbers\n\n");
	for (size_t i = 0; i < debrief->numbers.count; i++) {
		const struct number_review *number = &debrief->numbers.items[i];
		struct strbuf quoted = STRBUF_INIT;
		strbuf_add(&quoted, debrief->notes.text + number->evidence.from, number->evidence.to - number->evidence.from);
		strbuf_adds(text, "- **");
		mdview_add_escaped(text, quoted.text);
		strbuf_adds(text, "**: ");
		mdview_add_escaped(text, number->sentence);
		strbuf_addc(text, '\n');
		strbuf_release(&quoted);
	}
	strbuf_addc(text, '\n');
}

static void add_coverage(const struct debrief *debrief, struct strbuf *text)
{
	size_t covered = 0, hinted = 0;
	for (size_t i = 0; i < debrief->review.point_count; i++) {
		covered += debrief->review.points[i].state == POINT_COVERED;
		hinted += debrief->review.points[i].state == POINT_HINTED;
	}
	strbuf_addf(text, "## Key points: %zu of %zu in your notes, %zu begun\n\nWhat must not be missing, and is not there:\n\n", covered,
	            debrief->review.point_count, hinted);
	for (size_t i = 0; i < debrief->review.point_count; i++) {
		const struct point_review *review = &debrief->review.points[i];
		if (review->point->must && review->state == POINT_MISSED)
			strbuf_addf(text, "- %s (%s)\n", review->point->text, section_title(review->point->section));
	}
	for (size_t i = 0; i < debrief->review.warning_count; i++)
		strbuf_addf(text, "- Warning sign: **%s** %s\n", debrief->review.warnings[i].sign->text,
		            debrief->review.warnings[i].sign->why);
	strbuf_adds(text, "\nThis was read from your notes by their words; what you said aloud, only you know. "
	                  "The next step lets you tick what you covered.\n\n");
}

void debrief_write_overview(const struct debrief *debrief, struct strbuf *text)
{
	add_mistakes(debrief, text);
	add_facts(debrief, text);
	add_course(debrief, text);
	add_coverage(debrief, text);
	add_curveball(&debrief->curveball, text);
	add_numbers(debrief, text);
}

/* The problem's question for a story of one's own, and those of one's stories that show what it asks for. */
static void add_experience(const struct world *world, struct strbuf *text)
{
	const char *stories = world->papers[PAPER_STORIES];
	struct story story;
	size_t at = 0, len = strlen(stories), found = 0;
	if (!*world->problem->story_question || seat_interviews(world->seat))
		return;
	strbuf_addf(text, "## Your experience\n\n%s\n\n", world->problem->story_question);
	while (story_next(stories, len, &at, &story)) {
		if (!story_shows(&story, &world->problem->story_tags))
			continue;
		strbuf_addf(text, "- **%.*s** (%.*s)\n", (int)story.title_len, story.title, (int)story.tags_len, story.tags);
		found++;
	}
	strbuf_adds(text, found ? "\nOne sentence of it, where it answers a question. Naturally, and seldom.\n\n"
	                        : "Write your own down in My stories (m in the library); what fits is offered here.\n\n");
}

void overview_make(struct debrief_screen *debrief, const struct world *world)
{
	struct strbuf text = STRBUF_INIT;
	debrief_write_overview(&debrief->facts, &text);
	room_write_marks(world, &text);
	add_experience(world, &text);
	mdview_update(&debrief->overview, text.text, text.len);
	strbuf_release(&text);
}

/* Time a phase against its budget: a bar for each on one scale, so that they can be compared. */
static int draw_times(const struct world *world, const struct canvas_view *view)
{
	const struct session *session = world->session;
	double scale = 1;
	int y = 0;
	for (size_t i = 0; i < session->preset.count; i++) {
		double spent = (double)session->phases[i].spent_ms, high = session->preset.phases[i].high_ms;
		scale = spent > scale ? spent : scale;
		scale = high > scale ? high : scale;
	}
	for (size_t i = 0; i < session->preset.count; i++, y++) {
		const struct phase *phase = &session->preset.phases[i];
		int64_t spent = session->phases[i].spent_ms;
		struct bar bar = { .value = (double)spent, .max = scale, .low = phase->low_ms, .target = phase->target_ms,
		                   .high = phase->high_ms };
		canvas_text_fit(view, y, 1, view->cols >= 48 ? 18 : 12, ROLE_TEXT, phase->name, strlen(phase->name));
		/* "10:00 of 12:00 (skipped)" and a blank on both sides */
		bar_draw(view, y, 20, view->cols - 20 - 26, &bar);
		struct strbuf text = STRBUF_INIT;
		clock_format(spent, &text);
		strbuf_adds(&text, " of ");
		clock_format(phase->target_ms, &text);
		if (!session->phases[i].entries)
			strbuf_adds(&text, " (skipped)");
		canvas_text(view, y, view->cols >= 48 ? view->cols - 25 : 14, session->phases[i].entries ? ROLE_TEXT : ROLE_DIM, text.text, text.len);
		strbuf_release(&text);
	}
	return y;
}

void overview_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view)
{
	int rows = draw_times(world, view);
	struct rect rest = canvas_view_area(view);
	rect_cut_top(&rest, rows + 1);
	rest = rect_inset(&rest, 0, 1);
	struct canvas_view text = canvas_sub(view, rest);
	mdview_draw(&debrief->overview, &text);
}
