#include "sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "function.h"

/* The 95th percentile of the standard normal. */
static const double normal_95 = 1.6448536269514722;

double sample_normal(double p)
{
	double q = p - 0.5;
	if (fabs(q) <= 0.425) {
		double r = 0.180625 - q * q;
		return q * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
		         45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r +
		         133.14166789178437745) * r + 3.387132872796366608) /
		       (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
		         21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r +
		         42.313330701600911252) * r + 1);
	}
	double r = sqrt(-log(q < 0 ? p : 1 - p)), z;
	if (r <= 5) {
		r -= 1.6;
		z = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
		      1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r +
		      4.6303378461565452959) * r + 1.42343711074968357734) /
		    (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
		      0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r +
		      2.05319162663775882187) * r + 1);
	} else {
		r -= 5;
		z = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
		      0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r +
		      5.4637849111641143699) * r + 6.6579046435011037772) /
		    (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
		      7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r +
		      0.59983220655588793769) * r + 1);
	}
	return q < 0 ? -z : z;
}

void sampler_init(struct sampler *sampler, unsigned count)
{
	*sampler = (struct sampler){ .count = count ? count : ESTIMATE_SAMPLES };
	sampler->strata = sampler->count > SAMPLE_STRATA_MAX ? SAMPLE_STRATA_MAX : sampler->count;
}

void sampler_release(struct sampler *sampler)
{
	for (size_t i = 0; i < sampler->slot_count; i++)
		free(sampler->slot[i]);
	free(sampler->slot);
	free(sampler->normal);
	free(sampler->table);
	free(sampler->order);
	*sampler = (struct sampler){ 0 };
}

static void prepare(struct sampler *sampler)
{
	size_t n = sampler->strata;
	if (sampler->normal)
		return;
	sampler->normal = estimate_calloc(n, sizeof *sampler->normal);
	sampler->table = estimate_calloc(n, sizeof *sampler->table);
	sampler->order = estimate_calloc(n, sizeof *sampler->order);
	for (size_t i = 0; i < n / 2; i++) {
		double z = sample_normal(((double)i + 0.5) / (double)n);
		sampler->normal[i] = z;
		sampler->normal[n - 1 - i] = -z;
	}
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static uint64_t seed_of(const struct line *line, unsigned index)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	const char *text = line->name ? line->name->name : line->text;
	size_t len = line->name ? line->name->len : line->len;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return hash ^ (uint64_t)index << 32 ^ (uint64_t)(line->name ? line->generation : 0) << 48;
}

/* The values of the slices, ascending. */
static void tabulate(struct sampler *sampler, const struct input *input)
{
	if (input->lognormal) {
		double middle = (log(input->low) + log(input->high)) / 2;
		double sigma = (log(input->high) - log(input->low)) / (2 * normal_95);
		for (size_t i = 0; i < sampler->strata; i++)
			sampler->table[i] = exp(middle + sigma * sampler->normal[i]);
	} else {
		double middle = input->low / 2 + input->high / 2, sigma = (input->high - input->low) / (2 * normal_95);
		for (size_t i = 0; i < sampler->strata; i++)
			sampler->table[i] = middle + sigma * sampler->normal[i];
	}
}

double sample_score(const struct input *input, double value)
{
	return input->lognormal ? log(value) : value;
}

static void draw(struct sampler *sampler, struct input *input, uint64_t state)
{
	size_t n = sampler->strata;
	tabulate(sampler, input);
	if (!input->samples)
		input->samples = estimate_realloc(NULL, sampler->count, sizeof *input->samples);
	if (sampler->count > n) {
		/* So many that chance does not show: sixteen bits of randomness each. */
		for (size_t i = 0; i < sampler->count; i += 4) {
			uint64_t bits = next_random(&state);
			for (size_t j = i; j < i + 4 && j < sampler->count; j++, bits >>= 16)
				input->samples[j] = sampler->table[bits & (SAMPLE_STRATA_MAX - 1)];
		}
		return;
	}
	/* Fisher and Yates; the bias of scaling 32 bits is below 1e-5. */
	memcpy(input->samples, sampler->table, n * sizeof *input->samples);
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = (size_t)((next_random(&state) >> 32) * (i + 1) >> 32);
		double other = input->samples[i];
		input->samples[i] = input->samples[j];
		input->samples[j] = other;
	}
}

void sampler_draw(struct sampler *sampler, struct line *line)
{
	if (line->input_count)
		prepare(sampler);
	for (unsigned i = 0; i < line->input_count; i++)
		draw(sampler, &line->input[i], seed_of(line, i));
}

/* Operands on the stack: a whole block, or a constant that fills one only when it must. */
struct operand {
	const double *block;            /* NULL for a constant */
	double constant;
};

static double *slot(struct sampler *sampler, size_t depth)
{
	if (depth >= sampler->slot_count) {
		sampler->slot = estimate_realloc(sampler->slot, depth + 1, sizeof *sampler->slot);
		for (; sampler->slot_count <= depth; sampler->slot_count++)
			sampler->slot[sampler->slot_count] = estimate_realloc(NULL, SAMPLE_BLOCK, sizeof(double));
	}
	return sampler->slot[depth];
}

static const double *fill(struct sampler *sampler, const struct operand *operand, size_t depth, size_t n)
{
	if (operand->block)
		return operand->block;
	double *block = slot(sampler, depth);
	for (size_t i = 0; i < n; i++)
		block[i] = operand->constant;
	return block;
}

static void raise_block(const double *a, const double *b, bool constant, size_t n, double *out)
{
	if (constant && b[0] == 2)
		for (size_t i = 0; i < n; i++)
			out[i] = a[i] * a[i];
	else if (constant && b[0] == -1)
		for (size_t i = 0; i < n; i++)
			out[i] = 1 / a[i];
	else
		for (size_t i = 0; i < n; i++)
			out[i] = pow(a[i], b[i]);
}

static void apply_block(enum function_kind kind, const double *a, const double *b, const double *c, size_t n, double *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = function_apply(kind, a[i], b ? b[i] : 0, c ? c[i] : 0);
}

static void binary_block(char operator, const double *a, const double *b, bool constant, size_t n, double *out)
{
	switch (operator) {
	case '+':
		for (size_t i = 0; i < n; i++)
			out[i] = a[i] + b[i];
		break;
	case '-':
		for (size_t i = 0; i < n; i++)
			out[i] = a[i] - b[i];
		break;
	case '*':
		for (size_t i = 0; i < n; i++)
			out[i] = a[i] * b[i];
		break;
	case '/':
		for (size_t i = 0; i < n; i++)
			out[i] = a[i] / b[i];
		break;
	default:
		raise_block(a, b, constant, n, out);
	}
}

static void run_node(struct sampler *sampler, const struct line *line, const struct node *node, struct operand *stack,
                     size_t *depth, size_t from, size_t n)
{
	if (node->operand[0] < 0) {
		struct operand *top = &stack[(*depth)++];
		*top = (struct operand){ .constant = node->quantity.value };
		if (node->kind == NODE_RANGE)
			top->block = line->input[node->input].samples + from;
		else if (node->uncertain)
			top->block = node->definition->samples + from;
		return;
	}
	size_t arity = node->operand[2] >= 0 ? 3 : node->operand[1] >= 0 ? 2 : 1;
	*depth -= arity;
	struct operand *operand = &stack[*depth];
	if (!node->uncertain) {
		operand[0] = (struct operand){ .constant = node->quantity.value };
		++*depth;
		return;
	}
	const double *a = fill(sampler, &operand[0], *depth, n);
	const double *b = arity > 1 ? fill(sampler, &operand[1], *depth + 1, n) : NULL;
	const double *c = arity > 2 ? fill(sampler, &operand[2], *depth + 2, n) : NULL;
	double *out = slot(sampler, *depth);
	if (node->kind == NODE_BINARY)
		binary_block(node->operator, a, b, !operand[1].block, n, out);
	else if (node->kind == NODE_CALL)
		apply_block(node->function->kind, a, b, c, n, out);
	else
		for (size_t i = 0; i < n; i++)
			out[i] = -a[i];
	operand[0] = (struct operand){ .block = out };
	++*depth;
}

/* Where the tree below a node begins: its operands stand before it without a gap. */
static int first_of(const struct line *line, int root)
{
	while (line->node[root].operand[0] >= 0)
		root = line->node[root].operand[0];
	return root;
}

bool sampler_run(struct sampler *sampler, const struct line *line, int root, double *out)
{
	int first = first_of(line, root);
	struct operand *stack = estimate_calloc((size_t)(root - first + 2), sizeof *stack);
	bool finite = true;
	for (size_t from = 0; from < sampler->count; from += SAMPLE_BLOCK) {
		size_t n = sampler->count - from < SAMPLE_BLOCK ? sampler->count - from : SAMPLE_BLOCK, depth = 0;
		for (int i = first; i <= root; i++)
			run_node(sampler, line, &line->node[i], stack, &depth, from, n);
		const double *result = fill(sampler, &stack[0], 0, n);
		double check = 0;
		for (size_t i = 0; i < n; i++) {
			out[from + i] = result[i];
			check += result[i] * 0;
		}
		finite &= check == 0;
	}
	free(stack);
	return finite;
}
