#include "symbol.h"

#include <stdlib.h>
#include <string.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *name;
	enum keyword keyword;
} keywords[] = {
	{ "in", KEYWORD_IN },         { "to", KEYWORD_TO },     { "per", KEYWORD_PER },
	{ "assert", KEYWORD_ASSERT }, { "unit", KEYWORD_UNIT }, { "within", KEYWORD_WITHIN },
};

static const struct {
	const char *name;
	double value;
} suffixes[] = {
	{ "k", 1e3 }, { "K", 1e3 }, { "M", 1e6 }, { "bn", 1e9 }, { "T", 1e12 },
	{ "thousand", 1e3 }, { "million", 1e6 }, { "billion", 1e9 }, { "trillion", 1e12 },
};

/* FNV-1a. */
static uint32_t hash_of(const char *name, size_t len)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	return hash;
}

static void grow(struct symbol_table *table)
{
	size_t cap = table->cap ? table->cap * 2 : 1024;
	struct symbol **slot = estimate_calloc(cap, sizeof *slot);
	for (size_t i = 0; i < table->cap; i++) {
		if (!table->slot[i])
			continue;
		size_t at = table->slot[i]->hash & (cap - 1);
		while (slot[at])
			at = (at + 1) & (cap - 1);
		slot[at] = table->slot[i];
	}
	free(table->slot);
	table->slot = slot;
	table->cap = cap;
}

struct symbol *symbol_intern(struct symbol_table *table, const char *name, size_t len)
{
	uint32_t hash = hash_of(name, len);
	if (table->count * 2 >= table->cap)
		grow(table);
	size_t at = hash & (table->cap - 1);
	for (; table->slot[at]; at = (at + 1) & (table->cap - 1)) {
		struct symbol *symbol = table->slot[at];
		if (symbol->hash == hash && symbol->len == len && !memcmp(symbol->name, name, len))
			return symbol;
	}
	struct symbol *symbol = pool_alloc(&table->pool, sizeof *symbol);
	symbol->name = pool_copy(&table->pool, name, len);
	symbol->len = (uint32_t)len;
	symbol->hash = hash;
	table->slot[at] = symbol;
	table->count++;
	return symbol;
}

void symbol_table_init(struct symbol_table *table, const struct unit *units, size_t unit_count)
{
	*table = (struct symbol_table){ 0 };
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		symbol_intern(table, keywords[i].name, strlen(keywords[i].name))->keyword = keywords[i].keyword;
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		symbol_intern(table, suffixes[i].name, strlen(suffixes[i].name))->suffix = suffixes[i].value;
	for (size_t i = 0; i < function_count(); i++)
		symbol_intern(table, functions[i].name, strlen(functions[i].name))->function = &functions[i];
	for (size_t i = 0; i < unit_count; i++) {
		size_t len;
		const char *name;
		for (unsigned n = 0; (name = unit_name(&units[i], n, &len)); n++)
			symbol_intern(table, name, len)->unit = &units[i];
	}
}

void symbol_table_release(struct symbol_table *table)
{
	pool_release(&table->pool);
	free(table->slot);
	*table = (struct symbol_table){ 0 };
}
