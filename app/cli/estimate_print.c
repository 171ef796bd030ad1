#include "cli/estimate_print.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

enum { PICTURE_COLUMNS = 24, SHARES_MAX = 16, ERROR_BYTES = 8192 };

static void add_picture(const struct worksheet *sheet, size_t index, bool ascii, struct strbuf *out)
{
	static const char *const blocks[] = { " ", "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588" };
	static const char *const signs[] = { " ", ".", ".", ":", ":", "+", "+", "#", "#" };
	size_t columns[PICTURE_COLUMNS], most = 1;
	double low, high;
	if (!worksheet_histogram(sheet, index, columns, PICTURE_COLUMNS, &low, &high))
		return;
	for (size_t i = 0; i < PICTURE_COLUMNS; i++)
		most = columns[i] > most ? columns[i] : most;
	strbuf_adds(out, "  ");
	for (size_t i = 0; i < PICTURE_COLUMNS; i++) {
		size_t height = columns[i] ? 1 + columns[i] * 7 / most : 0;
		strbuf_adds(out, ascii ? signs[height] : blocks[height]);
	}
	strbuf_addc(out, '\n');
}

/* Which assumption to ask about first. */
static void add_shares(const struct worksheet *sheet, size_t index, struct strbuf *out)
{
	struct estimate_share shares[SHARES_MAX];
	size_t count = worksheet_shares(sheet, index, shares, SHARES_MAX);
	if (count < 2)
		return;
	strbuf_adds(out, "  the spread comes from ");
	for (size_t i = 0; i < count && i < SHARES_MAX; i++)
		strbuf_addf(out, "%s%s %.0f %%", i ? ", " : "", shares[i].input, shares[i].share * 100);
	strbuf_addc(out, '\n');
}

void estimate_print_error(const struct estimate_error *error, struct strbuf *out)
{
	char text[ERROR_BYTES];
	estimate_error_text(error, text, sizeof text);
	strbuf_adds(out, text);
}

void estimate_print_line(const struct worksheet *sheet, size_t index, const struct estimate_print *how, struct strbuf *out)
{
	const struct estimate_result *result = worksheet_line(sheet, index);
	switch (result->kind) {
	case ESTIMATE_BLANK:
	case ESTIMATE_DECLARATION:
	case ESTIMATE_ERROR:
		return;
	case ESTIMATE_ASSERTION:
		strbuf_add(out, result->text, result->text_len);
		strbuf_adds(out, ": holds\n");
		break;
	case ESTIMATE_VALUE:
		if (how->names && result->name)
			strbuf_addf(out, "%s = ", result->name);
		strbuf_addf(out, "%s\n", result->shown);
		break;
	}
	for (size_t i = 0; how->notes && i < result->note_count; i++)
		strbuf_addf(out, "  %s\n", result->notes[i]);
	if (how->spread && result->uncertain) {
		add_shares(sheet, index, out);
		add_picture(sheet, index, how->ascii, out);
	}
}

static void add_number(struct strbuf *out, const char *key, double value)
{
	json_add_key(out, key);
	json_add_number(out, value);
}

static void add_error(struct strbuf *out, const struct estimate_error *error)
{
	json_add_key(out, "error");
	strbuf_addc(out, '{');
	add_number(out, "column", (double)error->column);
	json_add_text(out, "message", error->message);
	json_add_text(out, "explanation", error->explanation);
	json_add_text(out, "suggestion", error->suggestion);
	strbuf_addc(out, '}');
}

static void add_uncertainty(const struct worksheet *sheet, size_t index, struct strbuf *out)
{
	const struct estimate_result *result = worksheet_line(sheet, index);
	struct estimate_share shares[SHARES_MAX];
	size_t count = worksheet_shares(sheet, index, shares, SHARES_MAX);
	add_number(out, "p5", result->p5);
	add_number(out, "p50", result->p50);
	add_number(out, "p95", result->p95);
	json_add_key(out, "shares");
	strbuf_addc(out, '{');
	for (size_t i = 0; i < count && i < SHARES_MAX; i++)
		add_number(out, shares[i].input, shares[i].share);
	strbuf_addc(out, '}');
}

static void add_notes(struct strbuf *out, const struct estimate_result *result)
{
	json_add_key(out, "notes");
	strbuf_addc(out, '[');
	for (size_t i = 0; i < result->note_count; i++) {
		strbuf_adds(out, i ? ", " : "");
		json_add_string(out, result->notes[i], strlen(result->notes[i]));
	}
	strbuf_addc(out, ']');
}

static void add_object(const struct worksheet *sheet, size_t index, struct strbuf *out)
{
	const struct estimate_result *result = worksheet_line(sheet, index);
	strbuf_addc(out, '{');
	add_number(out, "line", (double)result->line);
	json_add_part(out, "text", result->text, result->text_len);
	json_add_text(out, "name", result->name);
	if (result->kind == ESTIMATE_VALUE)
		add_number(out, "value", result->value);
	else if (result->kind == ESTIMATE_ASSERTION)
		json_add_bool(out, "value", true);
	else
		json_add_null(out, "value");
	json_add_text(out, "unit", result->unit);
	json_add_text(out, "shown", result->shown);
	add_notes(out, result);
	if (result->kind == ESTIMATE_VALUE && result->uncertain)
		add_uncertainty(sheet, index, out);
	if (result->kind == ESTIMATE_ERROR)
		add_error(out, result->error);
	strbuf_addc(out, '}');
}

void estimate_print_json(const struct worksheet *sheet, struct strbuf *out)
{
	bool first = true;
	strbuf_addc(out, '[');
	for (size_t i = 0; i < worksheet_line_count(sheet); i++) {
		if (worksheet_line(sheet, i)->kind == ESTIMATE_BLANK)
			continue;
		strbuf_adds(out, first ? "\n  " : ",\n  ");
		first = false;
		add_object(sheet, i, out);
	}
	strbuf_adds(out, "\n]\n");
}
