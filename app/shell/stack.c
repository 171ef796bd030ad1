#include <stdlib.h>
#include <string.h>

#include "shell/internal.h"
#include "tui/layout.h"

struct frame *shell_top(struct shell *shell)
{
	return shell->depth ? &shell->stack[shell->depth - 1] : NULL;
}

void shell_push(struct shell *shell, const struct screen_class *screen, const void *argument)
{
	if (shell->depth == STACK_MAX) {
		shell_say(shell, "Too many screens are open; close one first.");
		return;
	}
	struct frame *frame = &shell->stack[shell->depth];
	*frame = (struct frame){ .screen = screen, .state = xcalloc(1, screen->state_size) };
	if (screen->open)
		screen->open(frame->state, &shell->world, argument);
	shell->depth++;
	shell->dirty = true;
}

void shell_pop(struct shell *shell)
{
	if (!shell->depth)
		return;
	shell_flush(shell);
	struct frame *frame = shell_top(shell);
	if (frame->screen->close)
		frame->screen->close(frame->state);
	free(frame->state);
	shell->depth--;
	shell->dirty = true;
}

void shell_home(struct shell *shell)
{
	while (shell->depth > 1)
		shell_pop(shell);
	shell_refresh_world(shell);
	shell_synced(shell);
}

void shell_flush(struct shell *shell)
{
	shell->typed_ms = shell->first_typed_ms = 0;
	shell->flushed_ms = shell->world.now_ms;
	/* Dialogs stand above the screen that has the drafts. */
	for (size_t i = 0; i < shell->depth; i++) {
		const struct frame *frame = &shell->stack[i];
		if (!frame->screen->flush)
			continue;
		struct intents intents = INTENTS_INIT;
		frame->screen->flush(frame->state, &shell->world, &intents);
		shell_execute(shell, &intents);
		intents_release(&intents);
	}
}

void shell_key(struct shell *shell, const struct key *key)
{
	struct frame *top = shell_top(shell);
	struct intents intents = INTENTS_INIT;
	bool letters = key_is_text(key) && !*shell->message && (!shell->dirty || shell->typed);
	shell->message[0] = '\0';
	shell->dirty = true;
	shell->typed = false;
	if (key->kind == K_RESIZE) {
		canvas_resize(&shell->canvas, key->y, key->x);
		return;
	}
	const struct binding *binding = screen_binding(top->screen, top->state, &shell->world, key);
	if (!binding)
		binding = screen_common_binding(top->screen, top->state, &shell->world, key);
	if (binding)
		binding->run(top->state, &shell->world, &intents);
	else if (top->screen->key)
		top->screen->key(top->state, &shell->world, key, &intents);
	if (top->screen->flush) {
		shell->typed_ms = shell->world.now_ms;
		if (!shell->first_typed_ms)
			shell->first_typed_ms = shell->world.now_ms;
	}
	shell->typed = letters && !binding && !intents.count;
	shell_execute(shell, &intents);
	intents_release(&intents);
}

void shell_tick(struct shell *shell)
{
	/* A dialog above does not stop the time of the screen below it. */
	for (size_t i = 0; i < shell->depth; i++) {
		struct frame frame = shell->stack[i];
		if (!frame.screen->tick)
			continue;
		struct intents intents = INTENTS_INIT;
		frame.screen->tick(frame.state, &shell->world, &intents);
		shell_execute(shell, &intents);
		intents_release(&intents);
	}
}

void shell_synced(struct shell *shell)
{
	for (size_t i = 0; i < shell->depth; i++)
		if (shell->stack[i].screen->synced)
			shell->stack[i].screen->synced(shell->stack[i].state, &shell->world);
	shell->dirty = true;
}

int shell_wake_ms(struct shell *shell)
{
	int soonest = -1;
	for (size_t i = 0; i < shell->depth; i++) {
		const struct frame *frame = &shell->stack[i];
		int ms = frame->screen->wake_ms ? frame->screen->wake_ms(frame->state, &shell->world) : -1;
		if (ms >= 0 && (soonest < 0 || ms < soonest))
			soonest = ms;
	}
	return soonest;
}

static int footer_cols(const struct binding *binding)
{
	char key[KEY_NAME_SIZE];
	binding_key_name(binding, key);
	return canvas_text_cells(key, strlen(key)) + 1 + canvas_text_cells(binding->name, strlen(binding->name));
}

/* A binding in the footer: its key and its name, when there is room before `end`; returns where the next one goes. */
static int draw_footer_binding(const struct canvas_view *footer, int x, int end, const struct binding *binding)
{
	char key[KEY_NAME_SIZE];
	if (x + footer_cols(binding) > end)
		return x;
	binding_key_name(binding, key);
	x += canvas_puts(footer, 0, x, ROLE_KEY, key) + 1;
	return x + canvas_puts(footer, 0, x, ROLE_LABEL, binding->name) + 2;
}

/* The next binding of the footer after rank `*rank`; NULL: there is none. */
static const struct binding *next_in_footer(struct shell *shell, int *rank)
{
	const struct frame *top = shell_top(shell);
	const struct binding *next = NULL;
	size_t common_count;
	const struct binding *common = screen_common_bindings(&common_count);
	for (size_t i = 0; i < top->screen->binding_count + common_count; i++) {
		const struct binding *binding = i < top->screen->binding_count ? &top->screen->bindings[i]
		                                                               : &common[i - top->screen->binding_count];
		if (binding->footer <= *rank || (next && binding->footer >= next->footer))
			continue;
		if (!binding->when || binding->when(top->state, &shell->world))
			next = binding;
	}
	if (next)
		*rank = next->footer;
	return next;
}

static void draw_footer(struct shell *shell, const struct canvas_view *footer)
{
	/* The interview has its own place for what is not saved yet. */
	const char *said = *shell->message || shell->sitting.session ? shell->message : shell->trouble;
	if (*said) {
		canvas_fill(footer, canvas_view_area(footer), ROLE_STATUS);
		canvas_text_fit(footer, 0, 1, footer->cols - 2, ROLE_STATUS, said, strlen(said));
		return;
	}
	const struct binding *binding, *help = screen_help_binding();
	int rank = 0, x = 1, end = footer->cols - 1 - footer_cols(help);
	while ((binding = next_in_footer(shell, &rank)))
		if (binding != help)
			x = draw_footer_binding(footer, x, end - 2, binding);
	/* Whatever else there is room for, the way to all keys is always in sight. */
	draw_footer_binding(footer, end, footer->cols, help);
}

static struct canvas_view place(const struct frame *frame, const struct canvas_view *body)
{
	struct rect area = canvas_view_area(body);
	if (!frame->screen->dialog_rows)
		return *body;
	struct rect where = rect_center(&area, frame->screen->dialog_rows, frame->screen->dialog_cols);
	/* A column of air on both sides, so that what stands below does not run into the frame. */
	canvas_fill(body, rect_make(where.y, where.x - 1, where.rows, where.cols + 2), ROLE_TEXT);
	return canvas_sub(body, where);
}

static bool draw_letters(struct shell *shell, const struct canvas_view *whole)
{
	const struct frame *top = shell_top(shell);
	if (!top->screen->redraw || top->screen->dialog_rows || layout_too_small(whole->rows, whole->cols))
		return false;
	struct rect area = canvas_view_area(whole);
	rect_cut_bottom(&area, 1);
	struct canvas_view body = canvas_sub(whole, area);
	return top->screen->redraw(top->state, &shell->world, &body);
}

static void draw_all(struct shell *shell, const struct canvas_view *whole)
{
	canvas_clear(&shell->canvas);
	if (layout_too_small(whole->rows, whole->cols)) {
		layout_draw_too_small(whole);
	} else {
		struct rect area = canvas_view_area(whole), bottom = rect_cut_bottom(&area, 1);
		struct canvas_view body = canvas_sub(whole, area), footer = canvas_sub(whole, bottom);
		size_t first = shell->depth;
		while (first > 1 && shell->stack[first - 1].screen->dialog_rows)
			first--;
		for (size_t i = first - 1; i < shell->depth; i++) {
			struct canvas_view view = place(&shell->stack[i], &body);
			/* Only the screen on top may place the cursor. */
			shell->canvas.cursor_y = shell->canvas.cursor_x = -1;
			shell->stack[i].screen->draw(shell->stack[i].state, &shell->world, &view);
		}
		draw_footer(shell, &footer);
	}
}

void shell_draw(struct shell *shell)
{
	struct canvas_view whole = canvas_view(&shell->canvas);
	bool done = shell->typed && draw_letters(shell, &whole);
	shell->dirty = shell->typed = false;
	if (!done)
		draw_all(shell, &whole);
	if (shell->term)
		term_draw(shell->term, &shell->canvas);
}
