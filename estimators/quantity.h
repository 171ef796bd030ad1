/* Quantity: a number in base units with its dimension, and hints how a person would print it. */
#ifndef ESTIMATE_QUANTITY_H
#define ESTIMATE_QUANTITY_H

#include "dimension.h"
#include "unit.h"

enum quantity_flag {
	QUANTITY_PERCENT = 1,   /* a fraction that was written as a percentage; `rest` is valid */
	QUANTITY_BITS = 2,      /* the data in it was written in bits */
	QUANTITY_YEAR = 4,      /* a year went into it */
	QUANTITY_MONTH = 8,
	QUANTITY_SERVICE = 16,  /* an availability: made by series() or parallel() */
};

struct quantity {
	double value;
	double rest;                    /* 1 - value, exact where value itself would round to 1 */
	struct dimension dimension;
	const struct unit *per;         /* the unit of time that its rates were written with; NULL for none */
	unsigned flags;
};

#endif
