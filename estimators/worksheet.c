#include "worksheet.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

static struct line *line_new(const char *text, size_t len)
{
	struct line *line = estimate_calloc(1, sizeof *line);
	line->text = estimate_realloc(NULL, len + 1, 1);
	memcpy(line->text, text, len);
	line->text[len] = '\0';
	line->len = len;
	return line;
}

static void release_parsed(struct line *line)
{
	for (unsigned i = 0; i < line->input_count; i++)
		free(line->input[i].samples);
	free(line->samples);
	pool_release(&line->parsed);
	line->samples = NULL;
	line->input_count = line->reference_count = line->note_count = line->parse_notes = 0;
	line->node_count = 0;
	line->name = NULL;
	line->converts = false;
	line->target = (struct unit_product){ 0 };
}

static void line_free(struct line *line)
{
	release_parsed(line);
	pool_release(&line->evaluated);
	free(line->text);
	free(line);
}

struct worksheet *worksheet_new(const struct estimate_settings *settings)
{
	struct worksheet *sheet = estimate_calloc(1, sizeof *sheet);
	sheet->settings = settings ? *settings : (struct estimate_settings)ESTIMATE_SETTINGS_INIT;
	unit_set_init(&sheet->units);
	symbol_table_init(&sheet->symbols, sheet->units.unit, sheet->units.count);
	parser_init(&sheet->parser, &sheet->symbols, &sheet->settings);
	sampler_init(&sheet->sampler, sheet->settings.samples);
	return sheet;
}

void worksheet_free(struct worksheet *sheet)
{
	if (!sheet)
		return;
	for (size_t i = 0; i < sheet->line_count; i++)
		line_free(sheet->line[i]);
	free(sheet->line);
	free(sheet->defined);
	sampler_release(&sheet->sampler);
	parser_release(&sheet->parser);
	symbol_table_release(&sheet->symbols);
	unit_set_release(&sheet->units);
	free(sheet);
}

static void mark_defined(struct worksheet *sheet, struct symbol *symbol)
{
	if (sheet->defined_count == sheet->defined_cap) {
		sheet->defined_cap = sheet->defined_cap ? sheet->defined_cap * 2 : 32;
		sheet->defined = estimate_realloc(sheet->defined, sheet->defined_cap, sizeof *sheet->defined);
	}
	sheet->defined[sheet->defined_count++] = symbol;
}

static void forget_definitions(struct worksheet *sheet)
{
	for (size_t i = 0; i < sheet->defined_count; i++) {
		struct symbol *symbol = sheet->defined[i];
		symbol->definition = NULL;
		symbol->definitions = 0;
		if (symbol->unit >= sheet->units.declared && symbol->unit < sheet->units.declared + UNITS_DECLARED)
			symbol->unit = NULL;
	}
	sheet->defined_count = 0;
	unit_set_forget_declared(&sheet->units);
}

static const char *plural_of(struct pool *pool, const char *name)
{
	size_t len = strlen(name);
	char last = name[len - 1], before = len > 1 ? name[len - 2] : '\0';
	if (last == 'y' && before && !strchr("aeiou", before))
		return pool_printf(pool, "%.*sies", (int)len - 1, name);
	if (strchr("sxz", last) || (last == 'h' && before && strchr("cs", before)))
		return pool_printf(pool, "%ses", name);
	return pool_printf(pool, "%ss", name);
}

static void declare_unit(struct worksheet *sheet, struct line *line)
{
	struct symbol *symbol = line->name;
	if (symbol->unit)
		return;
	const char *plural = plural_of(&line->parsed, symbol->name);
	struct symbol *other = symbol_intern(&sheet->symbols, plural, strlen(plural));
	bool pair = !other->unit && !other->function && !other->keyword && !other->definition;
	const char *names = pair ? pool_printf(&sheet->symbols.pool, "%s %s", symbol->name, plural)
	                         : pool_printf(&sheet->symbols.pool, "%s %s", symbol->name, symbol->name);
	const struct unit *unit = unit_set_declare(&sheet->units, names);
	if (!unit) {
		line_fail(line, line->name_span.start, line->name_span, (struct span){ 0 }, "too many units are declared",
		          "A worksheet declares up to 64.", "Split it.");
		return;
	}
	symbol->unit = unit;
	mark_defined(sheet, symbol);
	if (pair) {
		other->unit = unit;
		mark_defined(sheet, other);
	}
}

/* Whether what a line refers to is still what it was evaluated with. */
static bool is_current(const struct line *line)
{
	if (line->version == 0 || (line->name && line->form == LINE_EXPRESSION && line->generation != line->name->definitions))
		return false;
	for (unsigned i = 0; i < line->reference_count; i++) {
		const struct reference *reference = &line->reference[i];
		const struct line *definition = reference->symbol->definition;
		/* What is missing may be explained by lines below, and line numbers change: say it anew. */
		if (!definition || definition->result.kind == ESTIMATE_ERROR)
			return false;
		if (definition != reference->definition || definition->version != reference->version)
			return false;
	}
	return true;
}

static void parse(struct worksheet *sheet, struct line *line, uint32_t context)
{
	release_parsed(line);
	parser_read_line(&sheet->parser, line);
	line->parse_notes = line->note_count;
	line->context = context;
	line->version = 0;
	if (line->form != LINE_BROKEN)
		return;
	struct estimate_result *result = &line->result;
	*result = (struct estimate_result){
		.kind = ESTIMATE_ERROR, .error = &line->error, .unit = "", .shown = "", .detail = "", .dimension = "", .counts = "",
		.name = line->name ? line->name->name : NULL,
	};
}

static bool same_outcome(const struct quantity *a, const struct quantity *b)
{
	return a->value == b->value && a->rest == b->rest && a->per == b->per && a->flags == b->flags &&
	       dimension_equal(&a->dimension, &b->dimension);
}

static void evaluate(struct worksheet *sheet, struct line *line)
{
	struct quantity before = line->quantity;
	bool was_certain = line->version && !line->samples && line->result.kind == ESTIMATE_VALUE;
	line->generation = line->name ? line->name->definitions : 0;
	outcome_evaluate(sheet, line);
	sheet->evaluated++;
	for (unsigned i = 0; i < line->reference_count; i++) {
		struct reference *reference = &line->reference[i];
		reference->definition = reference->symbol->definition;
		reference->version = reference->definition ? reference->definition->version : 0;
	}
	bool same = was_certain && !line->samples && line->result.kind == ESTIMATE_VALUE &&
	            same_outcome(&before, &line->quantity);
	/* What failed may have failed for the lines above: it is never current. */
	if (line->result.kind == ESTIMATE_ERROR)
		line->version = 0;
	else if (!same)
		line->version = ++sheet->clock;
}

static uint32_t mix(uint32_t context, uint32_t value)
{
	return (context ^ value) * 16777619u + 1;
}

/* From the first line to the last: parse what reads differently now, evaluate what has changed. */
static void pass(struct worksheet *sheet)
{
	uint32_t context = 1;
	sheet->evaluated = sheet->sample_arrays = 0;
	forget_definitions(sheet);
	for (size_t i = 0; i < sheet->line_count; i++) {
		struct line *line = sheet->line[i];
		line->number = i + 1;
		if (line->context != context || line->form == LINE_BROKEN)
			parse(sheet, line, context);
		if (line->form != LINE_BROKEN && !is_current(line))
			evaluate(sheet, line);
		sheet->sample_arrays += line->samples ? line->input_count + 1 : 0;
		line->result.line = line->error.line = line->number;
		line->result.text = line->text;
		line->result.text_len = line->len;
		if (line->form == LINE_DECLARATION) {
			declare_unit(sheet, line);
			context = mix(context, line->name->hash);
		} else if (line->name) {
			line->name->definition = line;
			line->name->definitions++;
			mark_defined(sheet, line->name);
			if (line->name->unit || line->name->suffix != 0)
				context = mix(context, line->name->hash);
		}
	}
}

/* The next line of the text from `*at` on. False at the end. */
static bool next_line(const char *text, size_t len, size_t *at, size_t *start, size_t *size)
{
	if (*at >= len)
		return false;
	const char *end = memchr(text + *at, '\n', len - *at);
	*start = *at;
	*size = end ? (size_t)(end - text) - *at : len - *at;
	*at += *size + 1;
	if (*size && text[*start + *size - 1] == '\r')
		--*size;
	return true;
}

static bool same_text(const struct line *line, const char *text, size_t len)
{
	return line->len == len && !memcmp(line->text, text, len);
}

struct piece {
	size_t start, len;
};

static size_t split(const char *text, size_t len, struct piece **pieces)
{
	size_t count = 0, cap = 0, at = 0;
	struct piece piece;
	*pieces = NULL;
	while (next_line(text, len, &at, &piece.start, &piece.len)) {
		if (count == cap) {
			cap = cap ? cap * 2 : 64;
			*pieces = estimate_realloc(*pieces, cap, sizeof **pieces);
		}
		(*pieces)[count++] = piece;
	}
	return count;
}

void worksheet_set_text(struct worksheet *sheet, const char *text, size_t len)
{
	struct piece *piece;
	size_t count = split(text, len, &piece), old = sheet->line_count, head = 0, tail = 0;
	while (head < count && head < old && same_text(sheet->line[head], text + piece[head].start, piece[head].len))
		head++;
	while (tail < count - head && tail < old - head &&
	       same_text(sheet->line[old - 1 - tail], text + piece[count - 1 - tail].start, piece[count - 1 - tail].len))
		tail++;
	struct line **line = estimate_calloc(count, sizeof(struct line *));
	for (size_t i = 0; i < count; i++)
		line[i] = i < head ? sheet->line[i]
		        : i >= count - tail ? sheet->line[old - (count - i)] : line_new(text + piece[i].start, piece[i].len);
	for (size_t i = head; i < old - tail; i++)
		line_free(sheet->line[i]);
	free(sheet->line);
	free(piece);
	sheet->line = line;
	sheet->line_count = count;
	pass(sheet);
}

void worksheet_set_settings(struct worksheet *sheet, const struct estimate_settings *settings)
{
	sheet->settings = settings ? *settings : (struct estimate_settings)ESTIMATE_SETTINGS_INIT;
	sampler_release(&sheet->sampler);
	sampler_init(&sheet->sampler, sheet->settings.samples);
	for (size_t i = 0; i < sheet->line_count; i++)
		sheet->line[i]->context = 0;
	pass(sheet);
}

size_t worksheet_line_count(const struct worksheet *sheet)
{
	return sheet->line_count;
}

const struct estimate_result *worksheet_line(const struct worksheet *sheet, size_t index)
{
	return &sheet->line[index]->result;
}

const struct estimate_result *worksheet_find(const struct worksheet *sheet, const char *name)
{
	for (size_t i = sheet->line_count; i > 0; i--) {
		const struct estimate_result *result = &sheet->line[i - 1]->result;
		if (result->name && !strcmp(result->name, name))
			return result;
	}
	return NULL;
}

size_t worksheet_error_count(const struct worksheet *sheet)
{
	size_t count = 0;
	for (size_t i = 0; i < sheet->line_count; i++)
		count += sheet->line[i]->result.kind == ESTIMATE_ERROR;
	return count;
}

size_t worksheet_evaluated(const struct worksheet *sheet)
{
	return sheet->evaluated;
}

bool estimate_word(size_t index, char *out)
{
	static const char *const keywords[] = { "in", "to", "per", "assert", "unit", "within" };
	if (index < sizeof keywords / sizeof keywords[0]) {
		strcpy(out, keywords[index]);
		return true;
	}
	index -= sizeof keywords / sizeof keywords[0];
	if (index < function_count()) {
		strcpy(out, functions[index].name);
		return true;
	}
	index -= function_count();
	for (size_t i = 0; i < unit_count(); i++) {
		struct unit unit;
		size_t len;
		const char *name;
		unit_get(i, &unit);
		for (unsigned n = 0; (name = unit_name(&unit, n, &len)); n++) {
			if (index-- > 0)
				continue;
			memcpy(out, name, len);
			out[len] = '\0';
			return true;
		}
	}
	return false;
}
