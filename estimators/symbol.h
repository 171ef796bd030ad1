/*
 * Symbol: every word of a worksheet, interned once: what it means as a keyword, suffix, unit and function for
 * good, and as a variable during one pass from the first line to the last.
 */
#ifndef ESTIMATE_SYMBOL_H
#define ESTIMATE_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "function.h"
#include "pool.h"
#include "unit.h"

enum keyword { KEYWORD_NONE, KEYWORD_IN, KEYWORD_TO, KEYWORD_PER, KEYWORD_ASSERT, KEYWORD_UNIT, KEYWORD_WITHIN };

struct line;

struct symbol {
	const char *name;               /* NUL-terminated */
	uint32_t len, hash;
	enum keyword keyword;
	double suffix;                  /* 1e6 for M; 0 for words that are none */
	const struct unit *unit;        /* NULL for none; a declared one only below its declaration */
	const struct function *function;
	struct line *definition;        /* the variable, above the line at hand; NULL for none */
	unsigned definitions;           /* how many lines above define it */
};

struct symbol_table {
	struct symbol **slot;           /* a power of two of them, open addressing */
	size_t cap, count;
	struct pool pool;
};

/* Fills the table with keywords, suffixes, functions, and the names of `units`. */
void symbol_table_init(struct symbol_table *table, const struct unit *units, size_t unit_count);
void symbol_table_release(struct symbol_table *table);
struct symbol *symbol_intern(struct symbol_table *table, const char *name, size_t len);

#endif
