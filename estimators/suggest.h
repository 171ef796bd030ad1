/* Suggest: what somebody may have meant by a word that the language does not have. */
#ifndef ESTIMATE_SUGGEST_H
#define ESTIMATE_SUGGEST_H

#include "pool.h"
#include "symbol.h"

/*
 * A sentence about a wrong unit ("write MB for megabytes or Mb for megabits"). Always gives one: at the least
 * how to declare a count.
 */
const char *suggest_unit(struct pool *pool, const struct symbol_table *table, const char *word, size_t len);
/* What to write for an English word where an operator belongs: of, and, times, every. NULL for other words. */
const char *suggest_operator(const char *word);
/* "Did you mean X?" for names, functions and units; NULL when nothing is near. */
const char *suggest_name(struct pool *pool, const struct symbol_table *table, const char *word, size_t len);
const char *suggest_function(struct pool *pool, const struct symbol_table *table, const char *word, size_t len);

#endif
