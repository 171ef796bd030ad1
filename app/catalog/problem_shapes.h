/*
 * The cards of a problem as tables: which keys a fact, a probe, a key point has, where each goes, what it is for
 * and how it is written. A new key is a new row.
 */
#ifndef SYSDRILL_CATALOG_PROBLEM_SHAPES_H
#define SYSDRILL_CATALOG_PROBLEM_SHAPES_H

#include <stddef.h>

#include "catalog/card.h"
#include "problem/problem.h"

/* A list of `###` sections of one kind: where title, prose and line go, and the keys of the card between. */
struct item_shape {
	size_t size, title, prose, line;
	int id;                         /* offset, -1: has none */
	const char *no_prose;           /* why an empty prose is an error; NULL: it may be empty */
	struct card_keys keys;
};

struct story {
	struct texts tags;
};
extern const struct item_shape fact_shape, decision_shape, probe_shape, curveball_shape, key_point_shape, warning_shape;
/* Without an id a problem is broken, which the reader says; therefore `id` is optional in this card. */
extern const struct card_keys title_keys;
extern const struct card_keys story_keys;

#endif
