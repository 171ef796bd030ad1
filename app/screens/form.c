/*
 * Form: one calculator to fill in. Every input has its default, its unit and a sentence; the results follow with what
 * each number decides. Plus and minus move an input by steps of 1, 2, 5; a range ("8M to 15M users") shows which input to ask
 * the interviewer about first.
 */
#include "estimate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "screens/prose.h"
#include "screens/screen.h"
#include "tui/bar.h"
#include "tui/input.h"

enum { INPUTS_MAX = 16, VALUE_SIZE = 256, NAME_COLS = 16, VALUE_COLS = 24, SHARES_MAX = 4 };

struct form {
	size_t calculator;              /* index into world->calculators */
	char values[INPUTS_MAX][VALUE_SIZE];
	size_t count, focus;
	struct input input;             /* while a value is being typed */
	bool typing;
	struct worksheet *sheet;
	struct strbuf text;             /* the worksheet as it stands: inputs, then formulas */
};

static const struct calculator *calculator_of(const struct form *form, const struct world *world)
{
	return &world->calculators[form->calculator];
}

static void evaluate(struct form *form, const struct world *world)
{
	const char *values[INPUTS_MAX];
	for (size_t i = 0; i < form->count; i++)
		values[i] = form->typing && i == form->focus ? input_text(&form->input, NULL) : form->values[i];
	strbuf_clear(&form->text);
	calculator_worksheet(calculator_of(form, world), values, &form->text);
	worksheet_set_text(form->sheet, form->text.text, form->text.len);
}

static void open_form(void *state, const struct world *world, const void *argument)
{
	struct form *form = state;
	form->calculator = *(const size_t *)argument;
	const struct calculator *calculator = calculator_of(form, world);
	form->count = calculator->input_count < INPUTS_MAX ? calculator->input_count : INPUTS_MAX;
	for (size_t i = 0; i < form->count; i++)
		snprintf(form->values[i], VALUE_SIZE, "%s", calculator->inputs[i].value);
	form->sheet = worksheet_new(&(struct estimate_settings){ .days_per_year = world->settings->year_days_100 / 100.0 });
	strbuf_init(&form->text);
	input_init(&form->input, NULL);
	evaluate(form, world);
}

static void close_form(void *state)
{
	struct form *form = state;
	worksheet_free(form->sheet);
	strbuf_release(&form->text);
	input_release(&form->input);
}

static void start_typing(struct form *form, const char *text)
{
	form->typing = true;
	input_set(&form->input, text);
}

static void keep(struct form *form)
{
	if (form->typing)
		snprintf(form->values[form->focus], VALUE_SIZE, "%s", input_text(&form->input, NULL));
	form->typing = false;
}

static void move(struct form *form, int by)
{
	keep(form);
	if (form->count)
		form->focus = (form->focus + form->count + (size_t)(by + (int)form->count)) % form->count;
}

static void step(struct form *form, int direction)
{
	char moved[VALUE_SIZE];
	estimate_step(form->values[form->focus], direction, moved, sizeof moved);
	memcpy(form->values[form->focus], moved, sizeof moved);
}

static void key_form(void *state, const struct world *world, const struct key *key, struct intents *out)
{
	(void)out;
	struct form *form = state;
	if (key_is(key, "Down") || key_is(key, "Tab") || (form->typing && key_is(key, "Enter")))
		move(form, 1);
	else if (key_is(key, "Up") || key_is(key, "Shift-Tab"))
		move(form, -1);
	else if (form->typing)
		input_key(&form->input, key);
	else if (key_is(key, "+") || key_is(key, "="))
		step(form, 1);
	else if (key_is(key, "-"))
		step(form, -1);
	else if (key_is(key, "Enter"))
		start_typing(form, form->values[form->focus]);
	else if (key_is_text(key) && ((key->text[0] >= '0' && key->text[0] <= '9') || key->text[0] == '$'))
		start_typing(form, key->text);
	evaluate(form, world);
}

/* The input's line, and below it what is wrong with it. */
static int draw_input(struct form *form, const struct world *world, size_t index, const struct canvas_view *view, int y)
{
	const struct calculator_input *input = &calculator_of(form, world)->inputs[index];
	const struct estimate_result *result = worksheet_line(form->sheet, index);
	bool focus = index == form->focus;
	if (focus)
		canvas_glyph(view, y, 0, ROLE_KEY, GLYPH_POINTER);
	canvas_text_fit(view, y, 2, NAME_COLS - 1, focus ? ROLE_STRONG : ROLE_TEXT, input->name, strlen(input->name));
	int x = 2 + NAME_COLS;
	if (focus && form->typing)
		input_draw(&form->input, view, y, x, VALUE_COLS - 1, NULL, true);
	else
		canvas_text_fit(view, y, x, VALUE_COLS - 1, focus ? ROLE_SELECTED : ROLE_INPUT, form->values[index],
		                strlen(form->values[index]));
	int rows = prose_draw(view, y, x + VALUE_COLS, ROLE_DIM, input->sentence);
	rows = rows ? rows : 1;
	if (result->kind == ESTIMATE_ERROR) {
		rows += prose_draw(view, y + rows, x, ROLE_ALERT, result->error->message);
		rows += prose_draw(view, y + rows, x, ROLE_DIM, result->error->suggestion);
	}
	return rows;
}

static int draw_result(struct form *form, const struct calculator_result *wanted, const struct canvas_view *view, int y)
{
	const struct estimate_result *result = worksheet_find(form->sheet, wanted->name);
	int x = 2 + NAME_COLS;
	canvas_text_fit(view, y, 2, NAME_COLS - 1, ROLE_TEXT, wanted->name, strlen(wanted->name));
	if (result && result->kind == ESTIMATE_VALUE)
		canvas_text_fit(view, y, x, VALUE_COLS - 1, ROLE_STRONG, result->shown, strlen(result->shown));
	else
		canvas_puts(view, y, x, ROLE_DIM, "-");
	int rows = prose_draw(view, y, x + VALUE_COLS, ROLE_DIM, wanted->sentence);
	return rows ? rows : 1;
}

/* Which input causes the spread of the last uncertain result. */
static void draw_sensitivity(struct form *form, const struct calculator *calculator, const struct canvas_view *view, int y)
{
	struct estimate_share shares[SHARES_MAX];
	const struct estimate_result *uncertain = NULL;
	for (size_t i = 0; i < calculator->result_count; i++) {
		const struct estimate_result *result = worksheet_find(form->sheet, calculator->results[i].name);
		if (result && result->kind == ESTIMATE_VALUE && result->uncertain)
			uncertain = result;
	}
	if (!uncertain) {
		prose_draw(view, y, 2, ROLE_DIM, "Not sure of an input? Type a range, \"8M to 15M users\": the answer gets one, too.");
		return;
	}
	size_t count = worksheet_shares(form->sheet, uncertain->line - 1, shares, SHARES_MAX);
	canvas_textf(view, y++, 2, ROLE_DIM, "What the spread of %s comes from; ask the interviewer about the first:", uncertain->name);
	for (size_t i = 0; i < count && i < SHARES_MAX; i++) {
		bar_draw(view, y, 2, 14, &(struct bar){ .value = shares[i].share, .max = 1 });
		canvas_textf(view, y++, 2 + NAME_COLS, ROLE_TEXT, "%3.0f %%  %s", shares[i].share * 100, shares[i].input);
	}
}

static void draw_form(void *state, const struct world *world, const struct canvas_view *view)
{
	struct form *form = state;
	const struct calculator *calculator = calculator_of(form, world);
	struct rect area = canvas_view_area(view), title = rect_cut_top(&area, 1);
	canvas_fill(view, title, ROLE_TITLE);
	int x = 1 + canvas_puts(view, title.y, 1, ROLE_TITLE, calculator->title);
	canvas_text_fit(view, title.y, x + 2, view->cols - x - 3, ROLE_TITLE, calculator->summary, strlen(calculator->summary));
	struct canvas_view page = canvas_sub(view, area);
	int y = 0;
	for (size_t i = 0; i < form->count; i++)
		y += draw_input(form, world, i, &page, y);
	canvas_hline(&page, y, 0, page.cols, ROLE_BORDER);
	y++;
	for (size_t i = 0; i < calculator->result_count; i++)
		y += draw_result(form, &calculator->results[i], &page, y);
	draw_sensitivity(form, calculator, &page, y + 1);
}

static bool typing(const void *state)
{
	return ((const struct form *)state)->typing;
}

static void leave(void *state, const struct world *world, struct intents *out)
{
	struct form *form = state;
	if (!form->typing) {
		intent_simple(out, INTENT_POP, NULL);
		return;
	}
	form->typing = false;
	evaluate(form, world);
}

static void as_worksheet(void *state, const struct world *world, struct intents *out)
{
	(void)world;
	struct estimate_argument argument = { .text = ((struct form *)state)->text.text };
	intent_push(out, &screen_estimate, &argument, sizeof argument);
}

static bool has_notes(const void *state, const struct world *world)
{
	return !typing(state) && world->session && !world->watching && world->session->stage == STAGE_RUNNING;
}

static void put_into_notes(void *state, const struct world *world, struct intents *out)
{
	struct form *form = state;
	const struct calculator *calculator = calculator_of(form, world);
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "- %s: ", calculator->title);
	for (size_t i = 0; i < form->count; i++)
		strbuf_addf(&text, "%s%s %s", i ? ", " : "", calculator->inputs[i].name, form->values[i]);
	strbuf_addc(&text, '\n');
	for (size_t i = 0; i < calculator->result_count; i++) {
		const struct estimate_result *result = worksheet_find(form->sheet, calculator->results[i].name);
		if (result && result->kind == ESTIMATE_VALUE)
			strbuf_addf(&text, "  - %s = %s\n", result->name, result->shown);
	}
	intent_insert(out, text.text);
	intent_message(out, "The inputs and results are in the notes.");
	strbuf_release(&text);
}

static const struct binding bindings[] = {
	{ .keys = "n", .name = "Into the notes", .help = "Put inputs and results into the notes of the phase", .footer = 1,
	  .run = put_into_notes, .when = has_notes },
	{ .keys = "w", .name = "As worksheet", .help = "Open a copy of the formulas with these inputs, to change them", .footer = 2,
	  .run = as_worksheet },
	{ .keys = "Esc", .name = "Back", .help = "Take back what is being typed; else close the form", .footer = 3, .run = leave },
	{ .keys = "q", .name = "Back", .help = "Close the form", .run = leave },
};

const struct screen_class screen_form = {
	.name = "form", .title = "Calculator",
	.about = "Up and Down choose an input; + and - move it by steps of 1, 2, 5; Enter or a digit types a new value, with its unit. "
	         "The results follow at once, each with what it decides.",
	.state_size = sizeof(struct form),
	.open = open_form, .key = key_form, .draw = draw_form, .close = close_form, .typing = typing,
	.bindings = bindings, .binding_count = ARRAY_SIZE(bindings),
};
