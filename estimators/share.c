/* What a screen asks about one uncertain line: which ranges cause its spread, and how it is distributed. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quantile.h"
#include "text.h"
#include "worksheet.h"

enum { INPUTS_MAX = 64 };

struct found {
	const struct line *line[INPUTS_MAX];
	const struct input *input[INPUTS_MAX];
	size_t count;
};

/* All ranges that a line depends on. Definitions stand above, so marking them from below upwards finds all. */
static void find_inputs(const struct worksheet *sheet, size_t index, struct found *found)
{
	bool *needed = estimate_calloc(index + 1, sizeof *needed);
	needed[index] = true;
	found->count = 0;
	for (size_t i = index + 1; i-- > 0;) {
		const struct line *line = sheet->line[i];
		if (!needed[i])
			continue;
		for (unsigned n = 0; n < line->reference_count; n++)
			if (line->reference[n].definition)
				needed[line->reference[n].definition->number - 1] = true;
	}
	for (size_t i = 0; i <= index; i++)
		for (unsigned n = 0; needed[i] && n < sheet->line[i]->input_count && found->count < INPUTS_MAX; n++) {
			if (!sheet->line[i]->input[n].samples)
				continue;
			found->line[found->count] = sheet->line[i];
			found->input[found->count++] = &sheet->line[i]->input[n];
		}
	free(needed);
}

/* Solves the normal equations of a least-squares fit in place (Cholesky); a hopeless column gets 0. */
static void solve(double *matrix, double *vector, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		double pivot = matrix[j * n + j];
		for (size_t k = 0; k < j; k++)
			pivot -= matrix[j * n + k] * matrix[j * n + k];
		pivot = pivot > 1e-9 ? sqrt(pivot) : INFINITY;
		matrix[j * n + j] = pivot;
		for (size_t i = j + 1; i < n; i++) {
			double sum = matrix[i * n + j];
			for (size_t k = 0; k < j; k++)
				sum -= matrix[i * n + k] * matrix[j * n + k];
			matrix[i * n + j] = sum / pivot;
		}
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			vector[i] -= matrix[i * n + k] * vector[k];
		vector[i] /= matrix[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			vector[i] -= matrix[k * n + i] * vector[k];
		vector[i] /= matrix[i * n + i];
	}
}

static double to_scale(double value, bool logarithm)
{
	return logarithm ? log(value) : value;
}

/* Centred and scaled to variance 1; false when there is no variance. */
static bool standardize(double *value, size_t count)
{
	double mean = 0, square = 0;
	for (size_t i = 0; i < count; i++)
		mean += value[i];
	mean /= (double)count;
	for (size_t i = 0; i < count; i++) {
		value[i] -= mean;
		square += value[i] * value[i];
	}
	double scale = square > 0 ? 1 / sqrt(square) : 0;
	for (size_t i = 0; i < count; i++)
		value[i] *= scale;
	return square > 0;
}

static double dot(const double *a, const double *b, size_t count)
{
	double sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Fits the outcome by the inputs, all as they are or all as logarithms. Returns how much of it they explain. */
static double fit(const struct found *found, const double *outcome, size_t count, bool logarithm, double *weight)
{
	size_t n = found->count;
	double *column = estimate_calloc(n * count, sizeof *column), *y = estimate_calloc(count, sizeof *y);
	double *matrix = estimate_calloc(n * n, sizeof *matrix), *right = estimate_calloc(n, sizeof *right);
	double explained = 0;
	for (size_t i = 0; i < count; i++)
		y[i] = to_scale(outcome[i], logarithm);
	standardize(y, count);
	for (size_t j = 0; j < n; j++) {
		double *x = column + j * count;
		for (size_t i = 0; i < count; i++)
			x[i] = to_scale(found->input[j]->samples[i], logarithm && found->input[j]->lognormal);
		standardize(x, count);
		right[j] = weight[j] = dot(x, y, count);
		for (size_t k = 0; k <= j; k++)
			matrix[j * n + k] = matrix[k * n + j] = dot(x, column + k * count, count);
	}
	solve(matrix, weight, n);
	for (size_t j = 0; j < n; j++) {
		explained += weight[j] * right[j];
		weight[j] *= weight[j];
	}
	free(column);
	free(y);
	free(matrix);
	free(right);
	return explained;
}

static int larger_first(const void *a, const void *b)
{
	const struct estimate_share *x = a, *y = b;
	if (x->share != y->share)
		return x->share < y->share ? 1 : -1;
	return (x->line > y->line) - (x->line < y->line);
}

/* The name of a line that is nothing but this range, else the place. */
static const char *name_of(struct line *line, const struct input *input)
{
	size_t column = 1 + text_characters(line->text, input->span.start);
	if (line->name && line->node && line->node->kind == NODE_RANGE)
		return line->name->name;
	return pool_printf(&line->evaluated, "%zu:%zu", line->number, column);
}

size_t worksheet_shares(const struct worksheet *sheet, size_t index, struct estimate_share *shares, size_t max)
{
	const struct line *line = sheet->line[index];
	struct found found;
	if (!line->samples)
		return 0;
	find_inputs(sheet, index, &found);
	size_t n = found.count, count = sheet->sampler.count;
	double plain[INPUTS_MAX], logarithmic[INPUTS_MAX], *weight = plain, total = 0;
	bool positive = true;
	for (size_t i = 0; i < count; i++)
		positive &= line->samples[i] > 0;
	double explained = fit(&found, line->samples, count, false, plain);
	if (positive && fit(&found, line->samples, count, true, logarithmic) > explained)
		weight = logarithmic;
	struct estimate_share all[INPUTS_MAX];
	for (size_t i = 0; i < n; i++)
		total += weight[i];
	for (size_t i = 0; i < n; i++)
		all[i] = (struct estimate_share){
			.input = name_of((struct line *)found.line[i], found.input[i]), .line = found.line[i]->number,
			.share = total > 0 ? weight[i] / total : 0,
		};
	qsort(all, n, sizeof *all, larger_first);
	if (max)
		memcpy(shares, all, (n < max ? n : max) * sizeof *all);
	return n;
}

bool worksheet_histogram(const struct worksheet *sheet, size_t index, size_t *columns, size_t count, double *low,
                         double *high)
{
	const struct line *line = sheet->line[index];
	static const double at[] = { 0.01, 0.99 };
	double ends[2];
	if (!line->samples || count == 0)
		return false;
	quantiles(line->samples, sheet->sampler.count, at, 2, ends);
	memset(columns, 0, count * sizeof *columns);
	double width = (ends[1] - ends[0]) / (double)count;
	for (size_t i = 0; i < sheet->sampler.count; i++) {
		double value = line->samples[i];
		if (value < ends[0] || value > ends[1])
			continue;
		size_t column = width > 0 ? (size_t)((value - ends[0]) / width) : 0;
		columns[column < count ? column : count - 1]++;
	}
	*low = ends[0] / line->unit_factor;
	*high = ends[1] / line->unit_factor;
	return true;
}
