/*
 * The rule over figures: a number of three digits with a unit, such as 183 TB or 1.16k/s, is a result. Some line of the
 * estimate blocks gives it, or a fact does; what neither gives is a slip, or a step that nobody can follow. A figure of one
 * or two digits is given or rounded, and a number without a unit may be a status code, an id or a year: nothing is said
 * about these. Prose is read by the estimate language itself, so that "50 GB a day" means there what it means in a block.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/lint_rules.h"
#include "estimate.h"

enum { WORDS_MAX = 5, FIGURE_BYTES_MAX = 80, FIGURES_MAX = 5000, DIGITS_OF_A_RESULT = 3 };

static const double near = 1.3; /* a figure that was right before an input was changed */

/* What one reading of a figure says: "50 GB a day" may be a rate, or data and a remark. */
struct reading {
	double value;                   /* in the base units of estimate.h */
	const char *dimension;          /* in the arena of the outline */
};

struct figure {
	struct reading readings[WORDS_MAX];
	size_t reading_count;           /* the longest first */
	const char *text;               /* of the longest, in the arena of the outline */
	double tolerance;               /* half of the third digit, as a part of the whole */
	int digits;                     /* that count: 4,630 has three */
	bool has_unit;                  /* or a suffix, or $ */
};

/* What the blocks and the facts say. */
struct known {
	struct reading base;
	double shown;                   /* in the unit that is shown: 26.3 of 26.3 min */
	const char *line;               /* `name = 26.3 min`; NULL for what is given */
};

struct checker {
	struct lint *lint;
	struct worksheet *scratch;
	struct known *known;
	size_t known_count, known_cap;
	size_t left;                    /* figures that may still be looked at */
};

/* ---- a figure in a text ---- */

static bool begins_number(const char *text, size_t at)
{
	if (!isdigit((unsigned char)text[at]))
		return false;
	if (at == 0)
		return true;
	unsigned char before = (unsigned char)text[at - 1];
	return before < 0x80 ? !isalnum(before) && !strchr("._,:/#^-=&?", before) : true;
}

static size_t number_end(const char *text, size_t at)
{
	while (isdigit((unsigned char)text[at]) || (strchr(",.", text[at]) && text[at] && isdigit((unsigned char)text[at + 1])))
		at++;
	return at;
}

/* The zeros at the end of a whole number count for nothing. */
static int count_digits(const char *text, size_t at, size_t end)
{
	bool point = memchr(text + at, '.', end - at) != NULL;
	int count = 0, zeros = 0;
	for (; at < end; at++) {
		if (!isdigit((unsigned char)text[at]) || (!count && text[at] == '0'))
			continue;
		count++;
		zeros = text[at] == '0' && !point ? zeros + 1 : 0;
	}
	return count - zeros;
}

/* Three digits are written, and the last may be rounded either way. */
static double half_of_last(const char *text, size_t at, size_t end)
{
	double number = 0, place = 1;
	for (; at < end && text[at] != '.'; at++)
		if (text[at] != ',')
			number = number * 10 + (text[at] - '0');
	for (at++; at < end; at++)
		number += (text[at] - '0') * (place /= 10);
	return number > 0 ? 0.501 * pow(10, floor(log10(number)) - (DIGITS_OF_A_RESULT - 1)) / number : 0;
}

/* 256 kB and 4,096 are chosen and not calculated. */
static bool is_power_of_two(const char *text, size_t at, size_t end)
{
	long value = 0;
	for (; at < end; at++) {
		if (text[at] == '.')
			return false;
		if (text[at] != ',' && value < 1L << 40)
			value = value * 10 + (text[at] - '0');
	}
	return value > 0 && (value & (value - 1)) == 0;
}

static bool is_per(const char *word, size_t len)
{
	static const char *const words[] = { "a", "an", "per", "each", "every" };
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (len == strlen(words[i]) && !strncmp(word, words[i], len))
			return true;
	return false;
}

/* What the language takes for more than a quantity: "number 101 in a list" converts nothing. */
static bool is_keyword(const char *word, size_t len)
{
	return len == 2 && (!strncmp(word, "in", 2) || !strncmp(word, "to", 2));
}

/* A word ends at a blank, and with its clause. */
static size_t word_end(const char *text, size_t at)
{
	while (text[at] && !strchr(" \n,;:()|", text[at]) && (text[at] != '.' || (text[at + 1] && !strchr(" \n", text[at + 1]))))
		at++;
	return at;
}

/* The number and the words behind it, to the end of the clause, as the language has them: "50 GB/day", "99.9%". */
static size_t take_words(const char *text, size_t at, struct strbuf *out, size_t ends[WORDS_MAX])
{
	size_t count = 0, end = word_end(text, number_end(text, text[at] == '$' ? at + 1 : at));
	for (bool per = false; count < WORDS_MAX && out->len < FIGURE_BYTES_MAX; end = word_end(text, at)) {
		if (count && !per && is_per(text + at, end - at)) {
			per = true;
		} else if (per && end - at == 4 && !strncmp(text + at, "cent", 4)) {
			strbuf_addc(out, '%');
			ends[count - 1] = out->len;
			per = false;
		} else {
			strbuf_adds(out, per ? "/" : count ? " " : "");
			strbuf_add(out, text + at, end - at);
			ends[count++] = out->len;
			per = false;
		}
		for (at = end; text[at] == ' ' || text[at] == '\n'; at++)
			continue;
		size_t next = word_end(text, at);
		if (at == end || next == at || is_keyword(text + at, next - at))
			break;
	}
	return count;
}

static void read_figure(struct checker *c, const char *text, size_t at, struct figure *figure)
{
	struct arena *arena = c->lint->outline->arena;
	struct strbuf words = STRBUF_INIT;
	size_t ends[WORDS_MAX], number = number_end(text, at), from = at > 0 && text[at - 1] == '$' ? at - 1 : at;
	*figure = (struct figure){ .text = "", .tolerance = half_of_last(text, at, number), .digits = count_digits(text, at, number) };
	/* "404s" are several. */
	if (text[number] == 's' && !isalnum((unsigned char)text[number + 1]))
		return;
	if (is_power_of_two(text, at, number))
		figure->digits = 0;
	for (size_t n = take_words(text, from, &words, ends); n-- > 0;) {
		/* Where a unit was read, the number alone says nothing. */
		if (ends[n] == number - at && figure->reading_count)
			break;
		worksheet_set_text(c->scratch, words.text, ends[n]);
		const struct estimate_result *result = worksheet_line(c->scratch, 0);
		if (result->kind != ESTIMATE_VALUE || result->uncertain || !estimate_is_literal(result))
			continue;
		if (!figure->reading_count)
			figure->text = arena_strndup(arena, words.text, ends[n]);
		figure->readings[figure->reading_count++] = (struct reading){
			result->base_value, arena_strdup(arena, result->dimension),
		};
	}
	figure->has_unit = from < at || strlen(figure->text) > number - at;
	strbuf_release(&words);
}

/* ---- what is known ---- */

static void add_known(struct checker *c, struct reading base, double shown, const char *line)
{
	c->known = array_grow(c->known, c->known_count, &c->known_cap, sizeof *c->known);
	c->known[c->known_count++] = (struct known){ base, shown, line };
}

static void add_given(struct checker *c, const char *text)
{
	for (size_t at = 0; text[at] && c->left; at++) {
		struct figure figure;
		if (!begins_number(text, at))
			continue;
		c->left--;
		read_figure(c, text, at, &figure);
		for (size_t i = 0; i < figure.reading_count; i++)
			add_known(c, figure.readings[i], figure.readings[i].value, NULL);
	}
}

static void add_result(struct checker *c, const struct estimate_result *result)
{
	struct arena *arena = c->lint->outline->arena;
	struct strbuf line = STRBUF_INIT;
	const char *dimension = arena_strdup(arena, result->dimension);
	double factor = result->value != 0 ? result->base_value / result->value : 1;
	strbuf_addf(&line, "%s = %s", result->name ? result->name : "", result->shown);
	const char *text = result->name ? arena_strdup(arena, line.text) : NULL;
	add_known(c, (struct reading){ result->base_value, dimension }, result->value, text);
	/* "A day is 309 GB", where the line gives 309 GB/day. */
	if (strchr(result->shown, '/'))
		add_given(c, arena_strndup(arena, result->shown, strcspn(result->shown, "/")));
	if (result->uncertain) {
		add_known(c, (struct reading){ result->p5 * factor, dimension }, result->p5, text);
		add_known(c, (struct reading){ result->p95 * factor, dimension }, result->p95, text);
	}
	strbuf_release(&line);
}

static void find_known(struct checker *c)
{
	const struct problem *p = c->lint->problem;
	struct strbuf blocks = STRBUF_INIT;
	struct worksheet *sheet = worksheet_new(NULL);
	for (size_t i = 0; i < p->estimate_blocks.count; i++)
		strbuf_addf(&blocks, "%s\n", p->estimate_blocks.items[i]);
	worksheet_set_text(sheet, blocks.text, blocks.len);
	for (size_t i = 0; i < worksheet_line_count(sheet); i++) {
		const struct estimate_result *result = worksheet_line(sheet, i);
		if (result->kind == ESTIMATE_VALUE)
			add_result(c, result);
		if (result->kind == ESTIMATE_VALUE || result->kind == ESTIMATE_ASSERTION)
			add_given(c, arena_strndup(c->lint->outline->arena, result->text,
						   estimate_comment_start(result->text, result->text_len)));
	}
	/* 86,400 seconds and 365 days need no working. */
	add_given(c, "1 day, 1 year");
	add_given(c, p->prompt);
	for (size_t i = 0; i < p->fact_count; i++)
		add_given(c, p->facts[i].answer);
	worksheet_free(sheet);
	strbuf_release(&blocks);
}

static bool is_close(double written, double known, double tolerance)
{
	return fabs(written - known) <= tolerance * fabs(written);
}

static bool agrees(const struct reading *reading, const struct known *known, double tolerance)
{
	if (!strcmp(reading->dimension, known->base.dimension) && is_close(reading->value, known->base.value, tolerance))
		return true;
	/* "375k positions a second" and "1.92 million dollars": the language knows neither positions nor dollars. */
	return !strcmp(reading->dimension, "1") &&
	       (is_close(reading->value, known->base.value, tolerance) || is_close(reading->value, known->shown, tolerance));
}

static bool is_known(const struct checker *c, const struct figure *figure)
{
	for (size_t i = 0; i < c->known_count; i++)
		for (size_t r = 0; r < figure->reading_count; r++)
			if (agrees(&figure->readings[r], &c->known[i], figure->tolerance))
				return true;
	return false;
}

/* ---- the prose ---- */

/* The line that may have been meant: of the same kind, and nearest; NULL when none is near. */
static const char *nearest_line(const struct checker *c, const struct reading *reading)
{
	const char *line = NULL;
	double best = near;
	for (size_t i = 0; i < c->known_count; i++) {
		const struct known *known = &c->known[i];
		double ratio = known->base.value != 0 ? reading->value / known->base.value : 0;
		double off = ratio > 0 && ratio < 1 ? 1 / ratio : ratio;
		if (known->line && off > 0 && off <= best && !strcmp(known->base.dimension, reading->dimension)) {
			best = off;
			line = known->line;
		}
	}
	return line;
}

static void report(struct checker *c, const struct figure *figure, int line)
{
	struct strbuf example = STRBUF_INIT;
	const char *nearest = nearest_line(c, &figure->readings[0]);
	strbuf_addf(&example, "name = ...    # %s", figure->text);
	diagnostics_add(c->lint->diags, SEVERITY_WARNING, line,
			"a figure that nothing leads to is a slip, or a step that nobody can follow: correct it, or give it a line in a block",
			example.text, "no line of the estimate blocks and no fact gives `%s`%s%s%s", figure->text,
			nearest ? "; near it is `" : "", nearest ? nearest : "", nearest ? "`" : "");
	strbuf_release(&example);
}

static void check_text(struct checker *c, const char *text, size_t len, int line)
{
	for (size_t at = 0; at < len && c->left; at++) {
		struct figure figure;
		line += text[at] == '\n';
		if (!begins_number(text, at))
			continue;
		c->left--;
		read_figure(c, text, at, &figure);
		if (figure.has_unit && figure.digits >= DIGITS_OF_A_RESULT && !is_known(c, &figure))
			report(c, &figure, line);
	}
}

static bool listed(const char *const *names, size_t count, const char *text, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(names[i]) == len && !strncasecmp(names[i], text, len))
			return true;
	return false;
}

/* Facts are given, a curveball brings figures of its own; `shows` and `unless` are what other people write. */
static bool is_checked(const struct outline_section *section)
{
	static const char *const skipped[] = { "Prompt", "Facts", "Curveballs", "Further reading" };
	return !listed(skipped, ARRAY_SIZE(skipped), section->title, strlen(section->title));
}

static bool is_pattern(const char *text)
{
	static const char *const keys[] = { "shows", "unless" };
	return listed(keys, ARRAY_SIZE(keys), text, strcspn(text, ":"));
}

static void check_blocks(struct checker *c, cmark_node *block, int end_line)
{
	struct strbuf words = STRBUF_INIT;
	for (; block && cmark_node_get_start_line(block) <= end_line; block = cmark_node_next(block)) {
		cmark_iter *iter = cmark_iter_new(block);
		cmark_node *node;
		while ((node = block_next(iter))) {
			strbuf_clear(&words);
			block_words(node, '|', &words);
			if (!is_pattern(words.text))
				check_text(c, words.text, words.len, cmark_node_get_start_line(node));
		}
		cmark_iter_free(iter);
	}
	strbuf_release(&words);
}

void lint_figures(struct lint *lint)
{
	struct checker c = { .lint = lint, .left = FIGURES_MAX };
	cmark_node *block = cmark_node_first_child(lint->outline->root);
	if (!lint->problem->estimate_blocks.count)
		return;
	c.scratch = worksheet_new(NULL);
	find_known(&c);
	for (const struct outline_section *s = NULL; (s = outline_next(lint->outline, s));) {
		while (block && cmark_node_get_start_line(block) < s->line)
			block = cmark_node_next(block);
		if (is_checked(s))
			check_blocks(&c, block, s->end_line);
	}
	worksheet_free(c.scratch);
	free(c.known);
}
