/*
 * Pages: what there is to read (concepts and plans), which of a plan's tasks are ticked, and the search over everything.
 * Read when it is asked for, not at the start. Owns everything that its rows point to.
 */
#ifndef SYSDRILL_SHELL_PAGES_H
#define SYSDRILL_SHELL_PAGES_H

#include <stddef.h>

#include "base/status.h"
#include "base/strbuf.h"
#include "catalog/catalog.h"
#include "screens/world.h"
#include "store/store.h"

struct pages {
	struct catalog catalog;         /* concepts and plans */
	struct arena arena;             /* of what the rows need beyond the catalogue */
	struct page_row *rows;          /* plans first, then by group and title */
	size_t count;
	char **ticks;                   /* "PAGE.N", sorted */
	size_t tick_count, tick_cap;
	struct store_hits hits;
	struct search_hit *hit_rows;
	size_t hit_count;
	bool indexed;                   /* the full text was brought up to date in this run */
};

void pages_init(struct pages *pages);
void pages_release(struct pages *pages);

/* Once; pages that cannot be read are rows with their reason. */
void pages_load(struct pages *pages, const struct catalog_dirs *dirs, struct store *store);
/* The page's text, without its card. STATUS_NOT_FOUND: there is none of that id. */
enum status pages_read(const struct pages *pages, const char *id, struct strbuf *title, struct strbuf *text, struct error *err);
/* `name` is "PAGE.N"; in memory only, the caller keeps it in the store. */
void pages_tick(struct pages *pages, const char *name, bool on);
/* All that has these words; the first call brings the full text up to date with `problems` and the pages. */
enum status pages_search(struct pages *pages, const struct catalog *problems, struct store *store, const char *words,
                         struct error *err);

#endif
