/*
 * Unit: the table of units and counts, and products of them as they are typed and printed. The names of a unit
 * stand in one string, separated by blanks; the first is printed, and for a word the second is its plural.
 */
#ifndef ESTIMATE_UNIT_H
#define ESTIMATE_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dimension.h"
#include "estimate.h"
#include "pool.h"

enum unit_flag {
	UNIT_COUNT = 1,         /* a base of its own; its name may be assigned */
	UNIT_QUIET = 2,         /* more often a variable's name than a count: assigned without a note */
	UNIT_WHOLE = 4,         /* printed rounded up: there is no 11.6th server */
	UNIT_WORD = 8,          /* has a plural */
	UNIT_BITS = 16,
	UNIT_YEAR = 32,         /* the length depends on the settings */
	UNIT_MONTH = 64,
	UNIT_PERCENT = 128,
};

struct unit {
	const char *names;
	double factor;          /* in bytes, seconds, USD or things; 0 for year and month */
	struct dimension dimension;
	unsigned flags;
};

/* One factor of a product of units, with the name as typed (not NUL-terminated). */
struct unit_factor {
	const struct unit *unit;
	const char *name;
	uint8_t name_len;
	int8_t power;
};

enum { UNIT_FACTORS = 8 };

struct unit_product {
	uint8_t count;
	struct unit_factor factor[UNIT_FACTORS];
};

size_t unit_count(void);
/* Copies the unit at `index` of the table. Counts get the bases from BASE_COUNTS on, in order. */
void unit_get(size_t index, struct unit *unit);
/* The first base that no count of the table uses. */
unsigned unit_base_end(void);

/* Length of the unit in base units under these settings. */
double unit_factor_in(const struct unit *unit, const struct estimate_settings *settings);
double unit_product_factor(const struct unit_product *product, const struct estimate_settings *settings);
/* False when there are too many factors or the dimension becomes too large. */
bool unit_product_add(struct unit_product *product, const struct unit *unit, const char *name, size_t len, int power);
bool unit_product_dimension(const struct unit_product *product, struct dimension *out);
/* The n-th name in `names` (from 0); its length in `*len`, NULL past the last. */
const char *unit_name(const struct unit *unit, unsigned n, size_t *len);
/* All units of a worksheet, and those that printing chooses from. */
enum { UNITS_DECLARED = 64 };

struct unit_set {
	struct unit *unit;              /* the table; owned */
	size_t count;
	struct unit declared[UNITS_DECLARED];
	size_t declared_count;
	const struct unit *of_base[256];        /* "B", "s", "USD", "user"; NULL for unused bases */
	const struct unit *bytes[7];            /* B, kB ... EB */
	const struct unit *bits[5];             /* bps, kbps ... Tbps */
	const struct unit *ns, *us, *ms, *s, *min, *h, *day, *month, *year, *percent, *usd;
};

void unit_set_init(struct unit_set *set);
void unit_set_release(struct unit_set *set);
/* `names` as in struct unit, and must outlive the set. NULL when no room is left. */
const struct unit *unit_set_declare(struct unit_set *set, const char *names);
void unit_set_forget_declared(struct unit_set *set);

#endif
