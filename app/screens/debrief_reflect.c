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

void reflect_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view)
{
	(void)world;
	int y = 0;
	/* All of them, or from the one with the focus on. */
	for (size_t i = view->rows >= ANSWERS + ANSWER_ROWS + 2 ? 0 : debrief->answer; i < ANSWERS && y < view->rows; i++) {
		if (i == REFLECTIONS) {
			canvas_puts(view, y, 1, ROLE_HEADING, "Up to three things to do next time");
			y++;
		}
		y += draw_answer(debrief, i, view, y);
	}
	if (!debrief->made || !debrief->facts.next_time_count || y + 2 >= view->rows)
		return;
	canvas_puts(view, ++y, 1, ROLE_DIM, "From the log, if you want one of these:");
	for (size_t i = 0; i < debrief->facts.next_time_count && ++y < view->rows; i++) {
		canvas_glyph(view, y, 2, ROLE_DIM, GLYPH_BULLET);
		y += prose_draw(view, y, 4, ROLE_DIM, debrief->facts.next_time[i]) - 1;
	}
}
