/* From the parsed line to its result: single numbers, samples, printing, notes. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "eval.h"
#include "format.h"
#include "quantile.h"
#include "worksheet.h"

void line_note(struct line *line, struct pool *pool, const char *text)
{
	(void)pool;
	for (unsigned i = 0; i < line->note_count; i++)
		if (!strcmp(line->notes[i], text))
			return;
	if (line->note_count < LINE_NOTES)
		line->notes[line->note_count++] = text;
}

static void note(struct line *line, const char *text)
{
	line_note(line, &line->evaluated, text);
}

/* Next to a rate per day the one per second, and the other way round. */
static void note_other_rate(struct worksheet *sheet, struct line *line, const struct unit_product *product, double base)
{
	if (line->quantity.value == 0)
		return;
	for (unsigned i = 0; i < product->count; i++) {
		const struct unit *unit = product->factor[i].unit;
		struct quantity other = line->quantity;
		bool bits = unit->flags & UNIT_BITS && dimension_power(&unit->dimension, BASE_TIME) == -1;
		if (bits || product->factor[i].power != -1 || (unit != sheet->units.s && unit != sheet->units.day))
			continue;
		other.value = base;
		other.per = unit == sheet->units.s ? sheet->units.day : sheet->units.s;
		note(line, pool_join(&line->evaluated, "that is ",
		                     format_quantity(&line->evaluated, &sheet->units, &sheet->settings, &other), ""));
		return;
	}
}

static void note_calendar(struct worksheet *sheet, struct line *line, const struct unit_product *product)
{
	unsigned flags = line->quantity.flags;
	char days[ESTIMATE_NUMBER_MAX], month[ESTIMATE_NUMBER_MAX];
	for (unsigned i = 0; i < product->count; i++) {
		flags |= product->factor[i].unit->flags & UNIT_YEAR ? QUANTITY_YEAR : 0;
		flags |= product->factor[i].unit->flags & UNIT_MONTH ? QUANTITY_MONTH : 0;
	}
	if (!(flags & (QUANTITY_YEAR | QUANTITY_MONTH)))
		return;
	number_write(sheet->settings.days_per_year, 7, NUMBER_GROUPS, days);
	number_write(unit_factor_in(sheet->units.month, &sheet->settings) / 86400, 6, NUMBER_GROUPS, month);
	if (flags & QUANTITY_YEAR)
		note(line, pool_join(&line->evaluated, "a year is ", days, " days"));
	if (flags & QUANTITY_MONTH)
		note(line, sheet->settings.month_is_30_days ? "a month is 30 days"
		                                            : pool_join(&line->evaluated, "a month is ", month,
		                                                        " days, a twelfth of a year"));
}

/* 10k req/s * 2 KB is not yet a data rate. */
static void note_kept_count(struct worksheet *sheet, struct line *line)
{
	const struct dimension *dimension = &line->quantity.dimension;
	if (line->converts || (dimension_power(dimension, BASE_DATA) <= 0 && dimension_power(dimension, BASE_MONEY) <= 0))
		return;
	for (unsigned i = 0; i < dimension->count; i++) {
		size_t len;
		if (dimension->factor[i].base < BASE_COUNTS || dimension->factor[i].power < 0)
			continue;
		struct quantity without = line->quantity;
		struct unit_product product;
		without.dimension = dimension_bare(dimension);
		format_choose_unit(&sheet->units, &sheet->settings, &without, &product);
		const char *name = unit_name(sheet->units.of_base[dimension->factor[i].base], 0, &len);
		note(line, pool_printf(&line->evaluated, "%.*s is still in the unit: divide by it, or drop it with `in %s`", (int)len, name,
		                       format_unit(&line->evaluated, &product, true)));
		return;
	}
}

static bool is_service(const struct line *line)
{
	const struct quantity *quantity = &line->quantity;
	return quantity->flags & QUANTITY_PERCENT && quantity->dimension.count == 0 && quantity->rest > 0 &&
	       quantity->value >= 0.9 && quantity->value <= 1 && (quantity->flags & QUANTITY_SERVICE || quantity->value >= 0.99);
}

static void note_downtime(struct worksheet *sheet, struct line *line)
{
	struct quantity down = { .value = line->quantity.rest * sheet->settings.days_per_year * 86400 };
	down.dimension = sheet->units.s->dimension;
	note(line, pool_printf(&line->evaluated, "as an availability: down %s a year",
	                       format_quantity(&line->evaluated, &sheet->units, &sheet->settings, &down)));
}

static double round_up(double value)
{
	double whole = nearbyint(value);
	return fabs(value - whole) <= 64 * DBL_EPSILON * fabs(value) ? whole : ceil(value);
}

/* One number of the result as text. */
static const char *show(struct line *line, const struct unit_product *product, double value, int digits)
{
	struct pool *pool = &line->evaluated;
	if (digits == 3 && is_service(line) && !line->samples)
		return format_nines(pool, line->quantity.rest);
	if (digits == 3 && is_service(line) && value < 100)
		return format_nines(pool, 1 - value / 100);
	if (digits == 3 && format_is_whole(product) && fabs(value) < 1e6)
		return format_value(pool, round_up(value), product, 7, line->converts);
	return format_value(pool, value, product, digits, line->converts);
}

static void note_rounding(struct line *line, const struct unit_product *product, double value)
{
	char exact[ESTIMATE_NUMBER_MAX];
	if (!format_is_whole(product) || round_up(value) == value || fabs(value) >= 1e6 ||
	    fabs(value - nearbyint(value)) <= 64 * DBL_EPSILON * fabs(value))
		return;
	number_write(value, 6, NUMBER_GROUPS, exact);
	note(line, pool_printf(&line->evaluated, "rounded up from %s", exact));
}

static void note_distributions(struct line *line)
{
	bool lognormal = false, normal = false;
	for (unsigned i = 0; i < line->input_count; i++)
		*(line->input[i].lognormal ? &lognormal : &normal) = true;
	if (lognormal)
		note(line, "a range is a 90 % interval, lognormal where both ends are above 0");
	if (normal)
		note(line, "a range that reaches 0 or below is a 90 % interval of a normal distribution");
}

void outcome_write(struct worksheet *sheet, struct line *line)
{
	struct estimate_result *result = &line->result;
	struct pool *pool = &line->evaluated;
	struct unit_product chosen;
	const struct unit_product *product = &line->target;
	if (!line->converts) {
		format_choose_unit(&sheet->units, &sheet->settings, &line->quantity, &chosen);
		product = &chosen;
	}
	line->unit_factor = unit_product_factor(product, &sheet->settings);
	if (line->quantity.flags & QUANTITY_PERCENT && product->count == 1 && product->factor[0].unit == sheet->units.percent)
		line->unit_factor = 0.01;
	double base = line->quantity.value;
	result->kind = ESTIMATE_VALUE;
	result->base_value = base;
	result->value = line->unit_factor == 0.01 ? base * 100 : base / line->unit_factor;
	result->shown = show(line, product, result->value, 3);
	result->detail = show(line, product, result->value, 6);
	result->unit = format_unit(pool, product, result->value != 1);
	struct dimension bare = dimension_bare(&line->quantity.dimension), counts = dimension_counts(&line->quantity.dimension);
	result->dimension = bare.count ? format_dimension(pool, &sheet->units, &bare) : "1";
	result->counts = counts.count ? format_dimension(pool, &sheet->units, &counts) : "";
	if (line->samples) {
		result->uncertain = true;
		result->p5 = line->ends[0] / line->unit_factor;
		result->p50 = result->value;
		result->p95 = line->ends[1] / line->unit_factor;
		result->shown_p5 = show(line, product, result->p5, 3);
		result->shown_p95 = show(line, product, result->p95, 3);
		result->shown = pool_printf(pool, "%s (%s to %s)", result->shown, result->shown_p5, result->shown_p95);
		result->detail = pool_printf(pool, "%s (%s to %s)", result->detail, show(line, product, result->p5, 6),
		                             show(line, product, result->p95, 6));
		note_distributions(line);
	}
	note_rounding(line, product, result->value);
	note_kept_count(sheet, line);
	note_other_rate(sheet, line, product, base);
	if (is_service(line))
		note_downtime(sheet, line);
	note_calendar(sheet, line, product);
}

static size_t find_later(void *context, const struct symbol *symbol)
{
	const struct worksheet *sheet = context;
	for (size_t i = sheet->parser.line->number; i < sheet->line_count; i++) {
		const struct line *line = sheet->line[i];
		size_t at = strspn(line->text, " \t");
		if (strncmp(line->text + at, symbol->name, symbol->len))
			continue;
		at += symbol->len;
		at += strspn(line->text + at, " \t");
		if (line->text[at] == '=' && line->text[at + 1] != '=')
			return i + 1;
	}
	return 0;
}

static bool fail_samples(struct line *line, int root, const double *samples, size_t count)
{
	size_t bad = 0;
	for (size_t i = 0; i < count; i++)
		bad += !isfinite(samples[i]);
	struct span span = { line->node[root].span.start, line->node[root].span.end };
	char share[ESTIMATE_NUMBER_MAX];
	number_write(100.0 * (double)bad / (double)count, 2, NUMBER_GROUPS, share);
	return line_fail(line, line->node[root].at, span, (struct span){ 0 }, "this has no value for a part of the range",
	                 pool_printf(&line->evaluated, "In %s %% of the cases it divides by 0, takes a logarithm or root of a "
	                             "negative number, or grows beyond all bounds.", share),
	                 "Make the range narrower, or keep it above 0 with max(x, ...).");
}

static bool run_samples(struct worksheet *sheet, struct line *line)
{
	const struct node *root = &line->node[line->right];
	if (!root->uncertain)
		return true;
	if ((sheet->sample_arrays + line->input_count + 1) * sheet->sampler.count > SAMPLE_MEGABYTES_MAX * 1000000u / sizeof(double))
		return line_fail(line, root->at, (struct span){ root->span.start, root->span.end }, (struct span){ 0 },
		                 "this worksheet has too many uncertain lines", "Their samples would take more than 256 MB.",
		                 "Split the worksheet, or replace some ranges by single numbers.");
	sampler_draw(&sheet->sampler, line);
	if (!line->samples)
		line->samples = estimate_realloc(NULL, sheet->sampler.count, sizeof *line->samples);
	if (!sampler_run(&sheet->sampler, line, line->right, line->samples))
		return fail_samples(line, line->right, line->samples, sheet->sampler.count);
	static const double at[] = { 0.05, 0.5, 0.95 };
	double found[3];
	quantiles(line->samples, sheet->sampler.count, at, 3, found);
	line->ends[0] = found[0];
	line->ends[1] = found[2];
	if (root->kind == NODE_RANGE) {
		/* Of a range by itself the ends are known. */
		line->ends[0] = line->input[0].low;
		line->ends[1] = line->input[0].high;
	} else {
		line->quantity.value = found[1];
	}
	line->quantity.rest = 1 - line->quantity.value;
	return true;
}

/* In how many of the samples the assertion holds; 1 or 0 for certain sides. */
static bool assertion_share(struct worksheet *sheet, struct line *line, double *share)
{
	const struct node *left = &line->node[line->left], *right = &line->node[line->right];
	if (!left->uncertain && !right->uncertain) {
		*share = eval_compare(line->comparison, left->quantity.value, right->quantity.value, line->within);
		return true;
	}
	size_t count = sheet->sampler.count, holds = 0;
	sampler_draw(&sheet->sampler, line);
	double *a = estimate_realloc(NULL, count, sizeof *a), *b = estimate_realloc(NULL, count, sizeof *b);
	bool fine = (sampler_run(&sheet->sampler, line, line->left, a) || fail_samples(line, line->left, a, count)) &&
	            (sampler_run(&sheet->sampler, line, line->right, b) || fail_samples(line, line->right, b, count));
	for (size_t i = 0; i < count; i++)
		holds += eval_compare(line->comparison, a[i], b[i], line->within);
	free(a);
	free(b);
	*share = (double)holds / (double)count;
	return fine;
}

static void evaluate_assertion(struct worksheet *sheet, struct evaluation *eval, struct line *line)
{
	static const char *const words[] = {
		[COMPARE_LESS] = "less than", [COMPARE_LESS_EQUAL] = "at most", [COMPARE_MORE] = "more than",
		[COMPARE_MORE_EQUAL] = "at least", [COMPARE_EQUAL] = "equal to", [COMPARE_UNEQUAL] = "different from",
	};
	struct node *left = &line->node[line->left], *right = &line->node[line->right];
	struct pool *pool = &line->evaluated;
	struct dimension common;
	struct node whole = { .kind = NODE_BINARY, .at = line->comparison_at, .span = { left->span.start, right->span.end } };
	double share;
	if (!eval_unify(eval, &whole, "compare", left, right, &common) || !assertion_share(sheet, line, &share))
		return;
	char percent[ESTIMATE_NUMBER_MAX];
	number_write(share * 100, 3, NUMBER_GROUPS, percent);
	if (share < 0.5) {
		const char *odds = share > 0 ? pool_printf(pool, " It holds in %s %% of the cases.", percent) : "";
		line_fail(line, line->comparison_at, left->span, right->span, "this assertion does not hold",
		          pool_printf(pool, "%s is %s, which is not %s %s.%s", eval_text(eval, left, false),
		                      eval_shown(eval, &left->quantity), words[line->comparison], eval_shown(eval, &right->quantity),
		                      odds),
		          line->comparison == COMPARE_EQUAL && line->within < 0
		                  ? "Correct one of the sides, or allow a difference: within 5%." : "Correct one of the sides.");
		return;
	}
	line->result.kind = ESTIMATE_ASSERTION;
	line->result.shown = line->result.detail = "holds";
	line->result.unit = line->result.dimension = line->result.counts = "";
	line->result.value = 1;
	if (left->uncertain || right->uncertain)
		note(line, pool_printf(pool, "holds in %s %% of the cases", percent));
}

static void note_names(struct line *line)
{
	const struct symbol *name = line->name;
	if (!name)
		return;
	if (name->definition)
		note(line, pool_printf(&line->evaluated, "%s had another value above; from here on it is this", name->name));
	else if (name->unit && !(name->unit->flags & UNIT_QUIET))
		note(line, pool_join(&line->evaluated, "from here on ", name->name, " is this variable, not the count"));
}

static void clear_result(struct line *line)
{
	line->result = (struct estimate_result){
		.kind = ESTIMATE_BLANK, .line = line->number, .text = line->text, .text_len = line->len,
		.name = line->form == LINE_EXPRESSION && line->name ? line->name->name : NULL,
		.unit = "", .shown = "", .detail = "", .dimension = "", .counts = "",
	};
	pool_reset(&line->evaluated);
	line->note_count = line->parse_notes;
}

static void drop_samples(struct line *line)
{
	free(line->samples);
	line->samples = NULL;
}

void outcome_evaluate(struct worksheet *sheet, struct line *line)
{
	struct evaluation eval = {
		.units = &sheet->units, .settings = &sheet->settings, .symbols = &sheet->symbols, .line = line,
		.find_later = find_later, .context = sheet,
	};
	clear_result(line);
	sheet->parser.line = line;
	if (line->form == LINE_DECLARATION) {
		line->result.kind = ESTIMATE_DECLARATION;
	} else if (line->form != LINE_BLANK && eval_nodes(&eval)) {
		if (line->form == LINE_ASSERTION) {
			evaluate_assertion(sheet, &eval, line);
		} else {
			line->quantity = line->node[line->right].quantity;
			if (!line->node[line->right].uncertain)
				drop_samples(line);
			if (run_samples(sheet, line) && (!line->converts || eval_convert(&eval, &line->quantity))) {
				note_names(line);
				outcome_write(sheet, line);
			}
		}
	}
	if (line->result.kind == ESTIMATE_ERROR)
		drop_samples(line);
	line->result.notes = line->notes;
	line->result.note_count = line->result.kind == ESTIMATE_ERROR ? 0 : line->note_count;
}
