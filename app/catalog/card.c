#include "catalog/card.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/strbuf.h"

static const char *const section_names[] = {
#define SECTION(symbol, name, title) name,
#include "problem/vocabulary.def"
#undef SECTION
};
static const char *const criterion_names[] = {
#define CRITERION(symbol, name, title, weight) name,
#include "problem/vocabulary.def"
#undef CRITERION
};
static const char *const level_names[] = {
#define LEVEL(symbol, name, title) name,
#include "problem/vocabulary.def"
#undef LEVEL
};
static const char *const difficulty_names[] = {
#define DIFFICULTY(symbol, name) name,
#include "problem/vocabulary.def"
#undef DIFFICULTY
};
static const char *const topic_names[] = {
#define TOPIC(symbol, name, sense) name,
#include "problem/vocabulary.def"
#undef TOPIC
};
static const char *const concern_names[] = {
#define CONCERN(symbol, name) name,
#include "problem/vocabulary.def"
#undef CONCERN
};
static const char *const weight_names[] = { "must", "nice" };
static const char *const story_tag_names[] = {
	"scale", "failure", "monitoring", "time series", "constraints", "migration", "security", "cost", "people",
};

const struct words section_words = { section_names, ARRAY_SIZE(section_names) };
const struct words criterion_words = { criterion_names, ARRAY_SIZE(criterion_names) };
const struct words level_words = { level_names, ARRAY_SIZE(level_names) };
const struct words difficulty_words = { difficulty_names, ARRAY_SIZE(difficulty_names) };
const struct words topic_words = { topic_names, ARRAY_SIZE(topic_names) };
const struct words concern_words = { concern_names, ARRAY_SIZE(concern_names) };
const struct words weight_words = { weight_names, ARRAY_SIZE(weight_names) };
const struct words story_tag_words = { story_tag_names, ARRAY_SIZE(story_tag_names) };

bool content_id_valid(const char *id)
{
	bool after_hyphen = true;
	for (const char *p = id; *p; p++) {
		bool alnum = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9');
		if (!alnum && (*p != '-' || after_hyphen))
			return false;
		after_hyphen = !alnum;
	}
	return !after_hyphen;
}

const char *id_from_title(struct arena *arena, const char *title)
{
	struct strbuf sb = STRBUF_INIT;
	for (const char *p = title; *p && sb.len < 40; p++) {
		char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + ('a' - 'A')) : *p;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			strbuf_addc(&sb, c);
		else if (sb.len && sb.text[sb.len - 1] != '-')
			strbuf_addc(&sb, '-');
	}
	while (sb.len && sb.text[sb.len - 1] == '-')
		sb.len--;
	const char *id = sb.len ? arena_strndup(arena, sb.text, sb.len) : "unnamed";
	strbuf_release(&sb);
	return id;
}

/* Levenshtein distance, at most 32 bytes each; longer texts are far apart. */
static int distance(const char *a, const char *b)
{
	enum { LONGEST = 32 };
	size_t m = strlen(a), n = strlen(b);
	if (m > LONGEST || n > LONGEST)
		return LONGEST;
	int row[LONGEST + 1];
	for (size_t j = 0; j <= n; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= m; i++) {
		int diagonal = row[0];
		row[0] = (int)i;
		for (size_t j = 1; j <= n; j++) {
			int above = row[j], cost = diagonal + (a[i - 1] != b[j - 1]);
			int step = (above < row[j - 1] ? above : row[j - 1]) + 1;
			row[j] = cost < step ? cost : step;
			diagonal = above;
		}
	}
	return row[n];
}

const char *nearest_word(const char *text, const struct words *words)
{
	const char *best = NULL;
	int best_distance = 3;
	for (size_t i = 0; i < words->count; i++) {
		int d = distance(text, words->names[i]);
		if (d < best_distance && d < (int)strlen(words->names[i])) {
			best = words->names[i];
			best_distance = d;
		}
	}
	return best;
}

static void add_words(struct strbuf *sb, const struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		strbuf_addf(sb, "%s%s", i == 0 ? "" : i + 1 == words->count ? " or " : ", ", words->names[i]);
}

void card_lines_read(const struct outline *outline, cmark_node *card, const char *noun, struct card_lines *out,
		     struct diagnostics *diags)
{
	size_t count = 0;
	for (cmark_node *item = cmark_node_first_child(card); item; item = cmark_node_next(item))
		count++;
	*out = (struct card_lines){ .items = arena_alloc(outline->arena, (count + 1) * sizeof *out->items) };
	for (cmark_node *item = cmark_node_first_child(card); item; item = cmark_node_next(item)) {
		int line = cmark_node_get_start_line(item);
		const char *text = item_text(outline, item), *colon = strchr(text, ':');
		int last = cmark_node_get_end_line(cmark_node_last_child(item));
		for (int below = line + 1; below <= last; below++)
			if (outline_line_is_flush(outline, below)) {
				diagnostics_add(diags, SEVERITY_ERROR, below, "without it Markdown makes this line part of the line above",
						NULL, "leave an empty line between the card of the %s and its prose", noun);
				break;
			}
		if (!colon || colon == text) {
			diagnostics_add(diags, SEVERITY_ERROR, line, NULL, "- key: value",
					"every line of a card is `- key: value`; this one of the %s has no `key:`", noun);
			continue;
		}
		size_t key_len = (size_t)(colon - text);
		while (key_len && strchr(" \t*`_", text[key_len - 1]))
			key_len--;
		const char *value = colon + 1;
		value += strspn(value, " \t\n");
		out->items[out->count++] = (struct card_line){
			.key = arena_strndup(outline->arena, text, key_len), .value = value, .line = line,
		};
	}
}

static void add_list(const struct outline *outline, const char *value, struct texts *texts)
{
	while (*value) {
		size_t n = strcspn(value, ",");
		const char *start = value, *end = value + n;
		while (start < end && strchr(" \t\n", *start))
			start++;
		while (end > start && strchr(" \t\n", end[-1]))
			end--;
		if (end > start)
			texts_add(texts, outline->arena, arena_strndup(outline->arena, start, (size_t)(end - start)));
		value += n + (value[n] == ',');
	}
}

static int word_index(const char *value, const struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (!strcasecmp(value, words->names[i]))
			return (int)i;
	return -1;
}

static void report_word(const struct card_line *line, const struct card_key *row, struct diagnostics *diags)
{
	struct strbuf sb = STRBUF_INIT;
	const char *near = nearest_word(line->value, row->words);
	add_words(&sb, row->words);
	if (near)
		diagnostics_add(diags, SEVERITY_ERROR, line->line, row->why, row->example,
				"`%s: %s` is not known; did you mean `%s`? (%s)", row->key, line->value, near, sb.text);
	else
		diagnostics_add(diags, SEVERITY_ERROR, line->line, row->why, row->example,
				"`%s: %s` is not known; it is one of %s", row->key, line->value, sb.text);
	strbuf_release(&sb);
}

static bool parse_int(const char *text, int min, int max, int *out)
{
	char *end;
	long n = strtol(text, &end, 10);
	if (end == text || *end || n < min || n > max)
		return false;
	*out = (int)n;
	return true;
}

static void read_minutes(const struct outline *outline, const struct card_line *line, const struct card_key *row,
			 int *minutes, struct diagnostics *diags)
{
	struct texts parts = { .count = 0 };
	add_list(outline, line->value, &parts);
	for (size_t i = 0; i < parts.count; i++) {
		char *name = arena_strdup(outline->arena, parts.items[i]);
		char *blank = strrchr(name, ' ');
		if (blank)
			*blank = '\0';
		int section = word_index(name, row->words);
		if (!blank || section < 0 || !parse_int(blank + 1, 1, 240, &minutes[section]))
			diagnostics_add(diags, SEVERITY_ERROR, line->line, row->why, row->example,
					"`%s` in `minutes` is not a phase and a number of minutes from 1 to 240",
					parts.items[i]);
	}
}

static void check_ids(const struct card_line *line, const struct texts *ids, size_t from, struct diagnostics *diags)
{
	for (size_t i = from; i < ids->count; i++)
		if (!content_id_valid(ids->items[i]))
			diagnostics_add(diags, SEVERITY_ERROR, line->line, NULL, NULL,
					"`%s` in `%s` is not an id: lower-case letters, digits and hyphens; commas between ids",
					ids->items[i], line->key);
}

static void read_value(const struct outline *outline, const struct card_line *line, const struct card_key *row,
		       char *target, struct diagnostics *diags)
{
	void *field = target + row->offset;
	struct texts *texts = field;
	size_t before;
	int word;
	switch (row->kind) {
	case CARD_ID:
		if (!content_id_valid(line->value)) {
			diagnostics_add(diags, SEVERITY_ERROR, line->line, "other lines and the log point to it", row->example,
					"`%s` is not an id: lower-case letters, digits and hyphens", line->value);
			*(const char **)field = id_from_title(outline->arena, line->value);
		} else {
			*(const char **)field = line->value;
		}
		return;
	case CARD_TEXT:
		*(const char **)field = line->value;
		return;
	case CARD_TEXTS:
		texts_add(texts, outline->arena, line->value);
		return;
	case CARD_LIST:
		add_list(outline, line->value, texts);
		return;
	case CARD_IDS:
		before = texts->count;
		add_list(outline, line->value, texts);
		check_ids(line, texts, before, diags);
		return;
	case CARD_NUMBER:
		if (!parse_int(line->value, row->min, row->max, field))
			diagnostics_add(diags, SEVERITY_ERROR, line->line, row->why, row->example,
					"`%s: %s` is not a whole number from %d to %d", row->key, line->value, row->min, row->max);
		return;
	case CARD_WORD:
		word = word_index(line->value, row->words);
		if (word < 0)
			report_word(line, row, diags);
		else
			*(int *)field = word;
		return;
	case CARD_FLAG:
		word = word_index(line->value, row->words);
		if (word < 0)
			report_word(line, row, diags);
		else
			*(bool *)field = word == 0;
		return;
	case CARD_MINUTES:
		read_minutes(outline, line, row, field, diags);
		return;
	}
}

static int find_row(const struct card_keys *keys, const char *key)
{
	for (size_t i = 0; i < keys->count; i++)
		if (!strcasecmp(keys->rows[i].key, key))
			return (int)i;
	return -1;
}

static void report_key(const struct card_line *line, const struct card_keys *keys, struct diagnostics *diags)
{
	enum { MOST = 16 };
	const char *names[MOST];
	struct words words = { names, 0 };
	struct strbuf sb = STRBUF_INIT;
	for (size_t i = 0; i < keys->count && i < MOST; i++)
		names[words.count++] = keys->rows[i].key;
	add_words(&sb, &words);
	const char *near = nearest_word(line->key, &words);
	diagnostics_add(diags, SEVERITY_ERROR, line->line,
			near ? NULL : "a line that no part of the program reads is probably a slip", NULL,
			"a %s has no `%s`%s%s%s (it has %s)", keys->noun, line->key, near ? "; did you mean `" : "",
			near ? near : "", near ? "`?" : "", sb.text);
	strbuf_release(&sb);
}

static bool may_repeat(enum card_kind kind)
{
	return kind == CARD_TEXTS || kind == CARD_LIST || kind == CARD_IDS;
}

void card_read(const struct outline *outline, const struct outline_section *section, const struct card_keys *keys,
	       void *target, struct diagnostics *diags)
{
	unsigned seen = 0;
	cmark_node *card = section_card(section);
	struct card_lines lines = { .count = 0 };
	if (card)
		card_lines_read(outline, card, keys->noun, &lines, diags);
	for (size_t i = 0; i < lines.count; i++) {
		const struct card_line *line = &lines.items[i];
		int at = find_row(keys, line->key);
		if (at < 0) {
			report_key(line, keys, diags);
			continue;
		}
		const struct card_key *row = &keys->rows[at];
		if ((seen & (1u << at)) && !may_repeat(row->kind))
			diagnostics_add(diags, SEVERITY_ERROR, line->line, NULL, NULL,
					"`%s` stands twice in this card; only the last counts", row->key);
		seen |= 1u << at;
		if (!*line->value)
			diagnostics_add(diags, SEVERITY_ERROR, line->line, row->why, row->example,
					"`%s:` says nothing", row->key);
		else
			read_value(outline, line, row, target, diags);
	}
	for (size_t i = 0; i < keys->count; i++)
		if (!(seen & (1u << i)) && !keys->rows[i].optional)
			diagnostics_add(diags, SEVERITY_ERROR, section->line, keys->rows[i].why, keys->rows[i].example,
					"this %s has no `%s`", keys->noun, keys->rows[i].key);
}
