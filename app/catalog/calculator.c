#include "catalog/calculator.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "catalog/card.h"
#include "catalog/outline.h"
#include "estimate.h"

enum { FILE_MAX_BYTES = 256 * 1024, ENTRIES_MAX = 64 };

struct reading {
	struct calculator *calculator;
	struct outline outline;
	const char *path;
	struct error *err;
};

static enum status fail(struct reading *reading, int line, const char *what, const char *example)
{
	return error_set(reading->err, STATUS_INVALID, "%s:%d: %s; write for example: %s", reading->path, line, what, example);
}

/* The piece up to `separator`, trimmed, and behind it the rest. NULL when the separator is missing. */
static const char *cut(struct arena *arena, const char **rest, const char *separator)
{
	const char *found = strstr(*rest, separator), *start = *rest;
	if (!found)
		return NULL;
	size_t len = (size_t)(found - start);
	while (len && (start[len - 1] == ' ' || start[len - 1] == '\t'))
		len--;
	*rest = found + strlen(separator);
	*rest += strspn(*rest, " \t");
	return arena_strndup(arena, start, len);
}

static size_t count_items(cmark_node *list)
{
	size_t count = 0;
	for (cmark_node *item = list ? cmark_node_first_child(list) : NULL; item; item = cmark_node_next(item))
		count++;
	return count < ENTRIES_MAX ? count : ENTRIES_MAX;
}

static enum status read_inputs(struct reading *reading)
{
	struct calculator *calculator = reading->calculator;
	const struct outline_section *section = outline_find(&reading->outline, "Inputs");
	cmark_node *list = section ? section_card(section) : NULL;
	if (!list)
		return fail(reading, section ? section->line : 1, "a calculator needs `## Inputs` with a list",
		            "- users = 10M users : people who use it on a day");
	calculator->inputs = arena_alloc(&calculator->arena, count_items(list) * sizeof *calculator->inputs + 1);
	for (cmark_node *item = cmark_node_first_child(list); item && calculator->input_count < ENTRIES_MAX;
	     item = cmark_node_next(item)) {
		struct calculator_input *input = &calculator->inputs[calculator->input_count++];
		const char *rest = item_text(&reading->outline, item);
		input->name = cut(&calculator->arena, &rest, "=");
		input->value = input->name ? cut(&calculator->arena, &rest, " : ") : NULL;
		if (!input->value || !*input->name || !*input->value)
			return fail(reading, cmark_node_get_start_line(item), "an input is a name, its default and a sentence",
			            "- users = 10M users : people who use it on a day");
		input->sentence = arena_strdup(&calculator->arena, rest);
	}
	return STATUS_OK;
}

static enum status read_formulas(struct reading *reading)
{
	struct calculator *calculator = reading->calculator;
	const struct outline_section *section = outline_find(&reading->outline, "Formulas");
	cmark_node *code = section ? section_code(section->body, "estimate") : NULL;
	if (!code)
		return fail(reading, section ? section->line : 1, "a calculator needs `## Formulas` with a block marked `estimate`",
		            "```estimate");
	calculator->formulas = arena_strdup(&calculator->arena, cmark_node_get_literal(code));
	calculator->explanation = arena_strdup(&calculator->arena, section_source(&reading->outline, section));
	return STATUS_OK;
}

static enum status read_results(struct reading *reading)
{
	struct calculator *calculator = reading->calculator;
	const struct outline_section *section = outline_find(&reading->outline, "Results");
	cmark_node *list = section ? section_card(section) : NULL;
	if (!list)
		return fail(reading, section ? section->line : 1, "a calculator needs `## Results` with a list",
		            "- peak: the number of servers follows from it");
	calculator->results = arena_alloc(&calculator->arena, count_items(list) * sizeof *calculator->results + 1);
	for (cmark_node *item = cmark_node_first_child(list); item && calculator->result_count < ENTRIES_MAX;
	     item = cmark_node_next(item)) {
		struct calculator_result *result = &calculator->results[calculator->result_count++];
		const char *rest = item_text(&reading->outline, item);
		result->name = cut(&calculator->arena, &rest, ":");
		if (!result->name || !*result->name)
			return fail(reading, cmark_node_get_start_line(item), "a result is a name and a sentence",
			            "- peak: the number of servers follows from it");
		result->sentence = arena_strdup(&calculator->arena, rest);
	}
	return STATUS_OK;
}

static enum status read_card(struct reading *reading)
{
	struct calculator *calculator = reading->calculator;
	const struct outline_section *title = outline_title(&reading->outline);
	cmark_node *list = title ? section_card(title) : NULL;
	if (!title)
		return fail(reading, 1, "a calculator begins with a title", "# Queries per second");
	calculator->title = arena_strdup(&calculator->arena, title->title);
	calculator->id = calculator->summary = "";
	for (cmark_node *item = list ? cmark_node_first_child(list) : NULL; item; item = cmark_node_next(item)) {
		const char *rest = item_text(&reading->outline, item);
		const char *key = cut(&calculator->arena, &rest, ":");
		if (key && !strcmp(key, "id"))
			calculator->id = arena_strdup(&calculator->arena, rest);
		else if (key && !strcmp(key, "summary"))
			calculator->summary = arena_strdup(&calculator->arena, rest);
	}
	if (!content_id_valid(calculator->id))
		return fail(reading, title->line, "the card below the title needs an id of lower-case letters", "- id: qps");
	return STATUS_OK;
}

enum status calculator_parse(struct calculator *calculator, const char *path, const char *text, size_t len,
                             struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct reading reading = { .calculator = calculator, .path = path, .err = err };
	enum status status;
	*calculator = (struct calculator){ .sources = "" };
	outline_init(&reading.outline, &arena, text, len, NULL);
	if ((status = read_card(&reading)) == STATUS_OK && (status = read_inputs(&reading)) == STATUS_OK &&
	    (status = read_formulas(&reading)) == STATUS_OK)
		status = read_results(&reading);
	const struct outline_section *sources = outline_find(&reading.outline, "Sources");
	if (status == STATUS_OK && sources)
		calculator->sources = arena_strdup(&calculator->arena, section_source(&reading.outline, sources));
	outline_release(&reading.outline);
	arena_release(&arena);
	if (status != STATUS_OK)
		calculator_release(calculator);
	return status;
}

void calculator_release(struct calculator *calculator)
{
	arena_release(&calculator->arena);
	*calculator = (struct calculator){ .id = NULL };
}

static enum status load_from(struct calculator *calculator, const char *folder, const char *id, struct error *err)
{
	struct strbuf path = STRBUF_INIT;
	char *text = NULL;
	size_t len;
	enum status status = STATUS_NOT_FOUND;
	strbuf_addf(&path, "%s/calculators/%s.md", folder, id);
	if (!*folder || access(path.text, F_OK) != 0)
		error_set(err, status, "there is no calculator '%s'", id);
	else if ((status = catalog_read_file(path.text, FILE_MAX_BYTES, &text, &len, err)) == STATUS_OK)
		status = calculator_parse(calculator, path.text, text, len, err);
	free(text);
	strbuf_release(&path);
	return status;
}

enum status calculator_load(struct calculator *calculator, const struct catalog_dirs *dirs, const char *id,
                            struct error *err)
{
	if (!content_id_valid(id))
		return error_set(err, STATUS_NOT_FOUND, "there is no calculator '%s'", id);
	enum status status = load_from(calculator, dirs->own, id, err);
	return status == STATUS_NOT_FOUND ? load_from(calculator, dirs->shipped, id, err) : status;
}

/*
 * A hurried "5k/s" where the default is "10k req/s" means requests: what measures the same and only lacks the counts takes
 * the unit of the default.
 */
static void add_value(struct strbuf *out, const char *value, const char *usual)
{
	struct worksheet *sheet = worksheet_new(NULL);
	struct strbuf both = STRBUF_INIT;
	strbuf_addf(&both, "%s\n%s\n", usual, value);
	worksheet_set_text(sheet, both.text, both.len);
	const struct estimate_result *wanted = worksheet_line(sheet, 0), *given = worksheet_line(sheet, 1);
	bool lacks = !strchr(value, '\n') && wanted->kind == ESTIMATE_VALUE && given->kind == ESTIMATE_VALUE && *wanted->counts &&
	             !*given->counts && !strcmp(wanted->dimension, given->dimension);
	strbuf_adds(out, value);
	if (lacks)
		strbuf_addf(out, " in %s", wanted->unit);
	strbuf_addc(out, '\n');
	strbuf_release(&both);
	worksheet_free(sheet);
}

void calculator_worksheet(const struct calculator *calculator, const char *const *values, struct strbuf *out)
{
	for (size_t i = 0; i < calculator->input_count; i++) {
		const struct calculator_input *input = &calculator->inputs[i];
		strbuf_addf(out, "%s = ", input->name);
		if (values && values[i] && strcmp(values[i], input->value))
			add_value(out, values[i], input->value);
		else
			strbuf_addf(out, "%s\n", input->value);
	}
	strbuf_adds(out, calculator->formulas);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct id_list {
	const char **items;
	size_t count, cap;
};

static void list_folder(const char *folder, struct arena *arena, struct id_list *list)
{
	struct strbuf path = STRBUF_INIT;
	strbuf_addf(&path, "%s/calculators", folder);
	DIR *dir = *folder ? opendir(path.text) : NULL;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		size_t len = strlen(entry->d_name);
		if (len < 4 || strcmp(entry->d_name + len - 3, ".md") != 0)
			continue;
		const char *id = arena_strndup(arena, entry->d_name, len - 3);
		bool known = !content_id_valid(id);
		for (size_t i = 0; i < list->count && !known; i++)
			known = !strcmp(list->items[i], id);
		if (known)
			continue;
		list->items = array_grow(list->items, list->count, &list->cap, sizeof *list->items);
		list->items[list->count++] = id;
	}
	if (dir)
		closedir(dir);
	strbuf_release(&path);
}

size_t calculator_ids(const struct catalog_dirs *dirs, struct arena *arena, const char ***ids)
{
	struct id_list list = { .items = NULL };
	list_folder(dirs->own, arena, &list);
	list_folder(dirs->shipped, arena, &list);
	if (list.count)
		qsort(list.items, list.count, sizeof *list.items, compare);
	*ids = arena_alloc(arena, (list.count + 1) * sizeof **ids);
	if (list.count)
		memcpy(*ids, list.items, list.count * sizeof **ids);
	free(list.items);
	return list.count;
}
