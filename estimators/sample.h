/*
 * Sample: uncertain lines, by Latin hypercube sampling. A range is a 90 % interval: lognormal when both ends are
 * positive, else normal, its 5th and 95th percentile at the ends. Each range gets the middles of `count` slices of
 * equal probability in an order of its own; the order depends on the name that the line defines (without one, on
 * its text) and on which range of the line it is, not on the place of the line.
 */
#ifndef ESTIMATE_SAMPLE_H
#define ESTIMATE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "line.h"

enum { SAMPLE_BLOCK = 1024, SAMPLE_STRATA_MAX = 65536 };

struct sampler {
	size_t count;                   /* samples of every uncertain line */
	size_t strata;                  /* slices; fewer than `count` only for very many samples */
	double *normal;                 /* the middles of the slices of a standard normal, ascending; NULL until needed */
	double *table;                  /* scratch: the same of the range at hand */
	uint32_t *order;                /* scratch */
	double **slot;                  /* scratch: stack of blocks */
	size_t slot_count;
};

void sampler_init(struct sampler *sampler, unsigned count);
void sampler_release(struct sampler *sampler);
/* Draws the samples of all ranges of a line. */
void sampler_draw(struct sampler *sampler, struct line *line);
/* Evaluates the tree below node `root` for every sample. False when one of them is no finite number. */
bool sampler_run(struct sampler *sampler, const struct line *line, int root, double *out);
/* The standard normal value below which a share `p` of the outcomes lies, 0 < p < 1. Wichura, AS 241 (1988). */
double sample_normal(double p);
/* Place of a sample value of `input` on the scale on which its distribution is normal. */
double sample_score(const struct input *input, double value);

#endif
