#include <stdio.h>
#include <string.h>

#include "screens/debrief.h"
#include "screens/prose.h"

enum { ANSWER_ROWS = 3 };

/* The first answers are to the five questions, the rest what to do next time. */
void answer_stream(size_t index, char out[STREAM_SIZE])
{
	if (index < REFLECTIONS)
		snprintf(out, STREAM_SIZE, "reflect.%zu", index + 1);
	else
		snprintf(out, STREAM_SIZE, "next.%zu", index - REFLECTIONS + 1);
}

void reflect_key(struct debrief_screen *debrief, const struct key *key)
{
	if (editor_key(debrief->answers[debrief->answer], key))
		return;
	if (key_is(key, "Down") && debrief->answer + 1 < ANSWERS)
		debrief->answer++;
	else if (key_is(key, "Up") && debrief->answer)
		debrief->answer--;
}

/* An answer with its question: the one with the focus in a frame, the others in as few rows as they need. */
static int draw_answer(struct debrief_screen *debrief, size_t index, const struct canvas_view *view, int y)
{
	bool focus = index == debrief->answer;
	char next[32];
	snprintf(next, sizeof next, "Next time, %zu", index - REFLECTIONS + 1);
	const char *question = index < REFLECTIONS ? rubric_reflection((int)index + 1) : next;
	if (focus) {
		struct rect box = rect_make(y, 0, ANSWER_ROWS + 2, view->cols);
		struct canvas_view inside = canvas_sub(view, canvas_box(view, box, question, true));
		editor_draw(debrief->answers[index], &inside, true);
		return ANSWER_ROWS + 2;
	}
	size_t len;
	const char *text = editor_text(debrief->answers[index], &len);
	int x = 2 + canvas_puts(view, y, 2, ROLE_LABEL, question) + 1;
	if (len)
		canvas_text_fit(view, y, x, view->cols - x - 1, ROLE_DIM, text, len);
	else
		canvas_puts(view, y, x, ROLE_DIM, "-");
	return 1;
}

/* What the others of a room answered to the same question. */
static int draw_others(const struct world *world, size_t index, const struct canvas_view *view, int y)
{
	int rows = 0;
	char stream[STREAM_SIZE];
	answer_stream(index, stream);
	for (size_t i = 0; i < world->session->member_count && y + rows < view->rows; i++) {
		const struct member *member = &world->session->members[i];
		const struct document *answer = session_document_by(world->session, stream, member->origin);
		if (!strcmp(member->origin, world->self) || !answer || !answer->text.len)
			continue;
		int x = 4 + canvas_puts(view, y + rows, 4, ROLE_INTERVIEWER, member->name) + 2;
		canvas_text_fit(view, y + rows, x, view->cols - x - 1, ROLE_TEXT, answer->text.text, answer->text.len);
		rows++;
	}
	return rows;
}

void reflect_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view)
{
	int y = 0;
	/* All of them, or from the one with the focus on. */
	for (size_t i = view->rows >= ANSWERS + ANSWER_ROWS + 2 ? 0 : debrief->answer; i < ANSWERS && y < view->rows; i++) {
		if (i == REFLECTIONS) {
			canvas_puts(view, y, 1, ROLE_HEADING, "Up to three things to do next time");
			y++;
		}
		y += draw_answer(debrief, i, view, y);
		y += draw_others(world, i, view, y);
	}
	if (!debrief->made || !debrief->facts.next_time_count || y + 2 >= view->rows)
		return;
	canvas_puts(view, ++y, 1, ROLE_DIM, "From the log, if you want one of these:");
	for (size_t i = 0; i < debrief->facts.next_time_count && ++y < view->rows; i++) {
		canvas_glyph(view, y, 2, ROLE_DIM, GLYPH_BULLET);
		y += prose_draw(view, y, 4, ROLE_DIM, debrief->facts.next_time[i]) - 1;
	}
}
