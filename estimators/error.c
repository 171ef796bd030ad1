#include "error.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

enum { WINDOW = 100 };          /* cells of a long line that are shown */

bool line_fail(struct line *line, uint32_t at, struct span primary, struct span secondary, const char *message,
               const char *explanation, const char *suggestion)
{
	if (line->result.kind == ESTIMATE_ERROR)
		return false;
	line->result.kind = ESTIMATE_ERROR;
	line->result.error = &line->error;
	line->error = (struct estimate_error){
		.line = line->number,
		.column = 1 + text_characters(line->text, at),
		.text = line->text,
		.text_len = line->len,
		.primary = { primary.start, primary.end - primary.start },
		.secondary = { secondary.start, secondary.end - secondary.start },
		.message = message,
		.explanation = explanation ? explanation : "",
		.suggestion = suggestion ? suggestion : "",
	};
	return false;
}

struct output {
	char *text;
	size_t size, len;
};

static void put(struct output *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++, out->len++)
		if (out->len + 1 < out->size)
			out->text[out->len] = text[i];
}

static void puts_to(struct output *out, const char *text)
{
	put(out, text, strlen(text));
}

/* One character of the line, harmless. */
static void put_character(struct output *out, const char *text, size_t len)
{
	int32_t code = text_decode(text, len, &(size_t){ 0 });
	if (code == '\t')
		puts_to(out, " ");
	else if (text_is_unsafe(code))
		puts_to(out, "?");
	else
		put(out, text, len);
}

/* Strings of messages contain pieces of the line, which may hold anything. */
static void put_message(struct output *out, const char *text)
{
	size_t len = strlen(text), step;
	for (size_t i = 0; i < len; i += step) {
		text_decode(text + i, len - i, &step);
		put_character(out, text + i, step);
	}
}

static bool covers(struct estimate_span span, size_t at)
{
	return at >= span.start && at < span.start + span.length;
}

/* The line, and below it the carets; `from` to `to` are the bytes of it that are shown. */
static void put_excerpt(struct output *out, const struct estimate_error *error, size_t from, size_t to)
{
	size_t step;
	puts_to(out, from > 0 ? "  ..." : "  ");
	for (size_t i = from; i < to; i += step) {
		text_decode(error->text + i, error->text_len - i, &step);
		put_character(out, error->text + i, step);
	}
	puts_to(out, to < error->text_len ? "...\n" : "\n");
	if (!error->primary.length && !error->secondary.length)
		return;
	puts_to(out, from > 0 ? "     " : "  ");
	size_t blanks = 0;
	for (size_t i = from; i < to; i += step) {
		int32_t code = text_decode(error->text + i, error->text_len - i, &step);
		char mark = covers(error->primary, i) ? '^' : covers(error->secondary, i) ? '~' : ' ';
		int width = text_is_unsafe(code) ? 1 : text_width(code);
		for (int cell = 0; cell < width; cell++) {
			if (mark == ' ') {
				blanks++;
				continue;
			}
			for (; blanks; blanks--)
				puts_to(out, " ");
			put(out, &mark, 1);
		}
	}
	/* What is missing at the end of a line is pointed at just behind it. */
	if (error->primary.start >= error->text_len && error->primary.length) {
		for (; blanks; blanks--)
			puts_to(out, " ");
		puts_to(out, "^");
	}
	puts_to(out, "\n");
}

size_t estimate_error_text(const struct estimate_error *error, char *out, size_t size)
{
	struct output output = { .text = out, .size = size };
	char place[64];
	snprintf(place, sizeof place, "%zu:%zu: ", error->line, error->column);
	puts_to(&output, place);
	put_message(&output, error->message);
	puts_to(&output, "\n");

	size_t from = 0, to = error->text_len;
	if (error->text_len > WINDOW * 3 / 2) {
		size_t middle = error->primary.start < to ? error->primary.start : to;
		from = middle > WINDOW / 2 ? middle - WINDOW / 2 : 0;
		to = from + WINDOW < to ? from + WINDOW : to;
		while (from > 0 && text_is_continuation(error->text[from]))
			from--;
		while (to < error->text_len && text_is_continuation(error->text[to]))
			to++;
	}
	put_excerpt(&output, error, from, to);
	if (*error->explanation || *error->suggestion) {
		puts_to(&output, "  ");
		put_message(&output, error->explanation);
		if (*error->explanation && *error->suggestion)
			puts_to(&output, " ");
		put_message(&output, error->suggestion);
		puts_to(&output, "\n");
	}
	if (size)
		out[output.len < size ? output.len : size - 1] = '\0';
	return output.len;
}
