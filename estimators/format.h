/* Format: which unit a quantity is printed in, and how the two are written together. */
#ifndef ESTIMATE_FORMAT_H
#define ESTIMATE_FORMAT_H

#include "number.h"
#include "pool.h"
#include "quantity.h"
#include "unit.h"

/* The unit that a person would choose for this value. */
void format_choose_unit(const struct unit_set *units, const struct estimate_settings *settings,
                        const struct quantity *quantity, struct unit_product *product);
/* "TB", "/s", "USD/month", "requests/s"; "" for none. `plural`: the number before it is not 1. */
const char *format_unit(struct pool *pool, const struct unit_product *product, bool plural);
/*
 * The number (in the unit) with the unit: "183 TB", "1.16k/s", "$115/month". `asked`: the unit was asked for, so
 * that 1825 TB is 1,830 TB.
 */
const char *format_value(struct pool *pool, double value, const struct unit_product *product, int digits, bool asked);
/* "99.99 %". */
const char *format_nines(struct pool *pool, double rest);
/* The value in its chosen unit, with three digits. */
const char *format_quantity(struct pool *pool, const struct unit_set *units, const struct estimate_settings *settings,
                            const struct quantity *quantity);
/* Whether it counts things that are printed rounded up. */
bool format_is_whole(const struct unit_product *product);

/* What a dimension is in words: "a duration", "data per user"; and after "is": "time", "data (bytes)". */
const char *format_noun(struct pool *pool, const struct unit_set *units, const struct dimension *dimension);
const char *format_kind(struct pool *pool, const struct unit_set *units, const struct dimension *dimension);
/* "byte/s", "url^2": of the bases, "1" for none. */
const char *format_dimension(struct pool *pool, const struct unit_set *units, const struct dimension *dimension);

#endif
