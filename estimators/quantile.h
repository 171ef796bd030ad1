/* Quantile: order statistics of many doubles without sorting them. */
#ifndef ESTIMATE_QUANTILE_H
#define ESTIMATE_QUANTILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes the quantiles `at[i]` (0 to 1, ascending, at most 8 of them) of `count` > 0 finite values, interpolated
 * between the middles of the steps of the empirical distribution (Hyndman and Fan's definition 5), to `out`.
 */
void quantiles(const double *value, size_t count, const double *at, size_t at_count, double *out);

#endif
