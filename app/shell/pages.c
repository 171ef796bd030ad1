#include "shell/pages.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "screens/screen.h"

enum { HITS_MAX = 100 };

static const char PRACTICE[] = "practice";

void pages_init(struct pages *pages)
{
	*pages = (struct pages){ .catalog = CATALOG_INIT };
}

void pages_release(struct pages *pages)
{
	for (size_t i = 0; i < pages->tick_count; i++)
		free(pages->ticks[i]);
	free(pages->ticks);
	free(pages->rows);
	free(pages->hit_rows);
	store_hits_release(&pages->hits);
	catalog_release(&pages->catalog);
	arena_release(&pages->arena);
}

/* Plans come first; the rest by group, then by title. */
static int compare_rows(const void *a, const void *b)
{
	const struct page_row *x = a, *y = b;
	bool x_plan = !strcmp(x->group, PRACTICE), y_plan = !strcmp(y->group, PRACTICE);
	if (x_plan != y_plan)
		return x_plan ? -1 : 1;
	int order = strcmp(x->group, y->group);
	return order ? order : strcmp(x->title, y->title);
}

/* Which problems lean on a concept: "chat, news-feed". */
static const char *problems_of(struct pages *pages, const struct catalog_entry *entry)
{
	struct concept *concept = NULL;
	struct strbuf names = STRBUF_INIT;
	if (entry->kind == CONTENT_CONCEPT && catalog_load_concept(entry, &concept, NULL, NULL) == STATUS_OK)
		for (size_t i = 0; i < concept->problems.count; i++)
			strbuf_addf(&names, "%s%s", i ? ", " : "", concept->problems.items[i]);
	const char *text = arena_strndup(&pages->arena, names.text, names.len);
	concept_free(concept);
	strbuf_release(&names);
	return text;
}

static void add_tick(void *context, const char *key, const char *value)
{
	if (*value)
		pages_tick(context, key + strlen(STATE_TICK), true);
}

void pages_load(struct pages *pages, const struct catalog_dirs *dirs, struct store *store)
{
	if (pages->rows)
		return;
	struct catalog *catalog = &pages->catalog;
	catalog_scan(catalog, dirs, CONTENT_PLAN);
	catalog_scan(catalog, dirs, CONTENT_CONCEPT);
	for (size_t i = 0; i < catalog->count; i++)
		catalog_read_card(&catalog->items[i], &catalog->arena);
	catalog_settle(catalog);
	pages->rows = xcalloc(catalog->count, sizeof *pages->rows);
	pages->count = catalog->count;
	for (size_t i = 0; i < catalog->count; i++) {
		const struct catalog_entry *entry = &catalog->items[i];
		pages->rows[i] = (struct page_row){
			.id = entry->id, .title = entry->title, .summary = entry->summary, .broken = entry->broken,
			.problems = problems_of(pages, entry),
			.group = entry->kind == CONTENT_PLAN ? PRACTICE : *entry->group ? entry->group : "other",
		};
	}
	qsort(pages->rows, pages->count, sizeof *pages->rows, compare_rows);
	store_list_state(store, STATE_TICK, add_tick, pages, NULL);
}

enum status pages_read(const struct pages *pages, const char *id, struct strbuf *title, struct strbuf *text, struct error *err)
{
	struct concept *concept = NULL;
	const struct catalog_entry *entry = catalog_find(&pages->catalog, id);
	if (!entry)
		return error_set(err, STATUS_NOT_FOUND, "There is no page '%s'.", id);
	enum status status = catalog_load_concept(entry, &concept, NULL, err);
	if (status == STATUS_OK) {
		strbuf_adds(title, concept->title);
		strbuf_adds(text, concept->body);
	}
	concept_free(concept);
	return status;
}

void pages_tick(struct pages *pages, const char *name, bool on)
{
	for (size_t i = 0; i < pages->tick_count; i++) {
		if (strcmp(pages->ticks[i], name))
			continue;
		if (!on) {
			free(pages->ticks[i]);
			pages->ticks[i] = pages->ticks[--pages->tick_count];
		}
		return;
	}
	if (!on)
		return;
	pages->ticks = array_grow(pages->ticks, pages->tick_count, &pages->tick_cap, sizeof *pages->ticks);
	pages->ticks[pages->tick_count++] = xstrdup(name);
}

/* Pages are found by all their words; problems by their card only, so that a search spoils nothing. */
static enum status index_all(const struct pages *pages, const struct catalog *problems, struct store *store, struct error *err)
{
	struct arena arena = ARENA_INIT;
	size_t count = 0;
	struct store_document *documents = xcalloc(problems->count + pages->catalog.count, sizeof *documents);
	for (size_t i = 0; i < problems->count; i++) {
		const struct catalog_entry *entry = &problems->items[i];
		struct strbuf body = STRBUF_INIT;
		strbuf_addf(&body, "%s %s %s", entry->summary, entry->patterns, entry->tracks);
		documents[count++] = (struct store_document){
			.kind = "problem", .id = entry->id, .title = entry->title, .body = arena_strndup(&arena, body.text, body.len) };
		strbuf_release(&body);
	}
	for (size_t i = 0; i < pages->catalog.count; i++) {
		const struct catalog_entry *entry = &pages->catalog.items[i];
		struct strbuf title = STRBUF_INIT, body = STRBUF_INIT;
		if (pages_read(pages, entry->id, &title, &body, NULL) == STATUS_OK)
			documents[count++] = (struct store_document){
				.kind = entry->kind == CONTENT_PLAN ? "plan" : "concept", .id = entry->id, .title = entry->title,
				.body = arena_strndup(&arena, body.text, body.len) };
		strbuf_release(&title);
		strbuf_release(&body);
	}
	enum status status = store_put_documents(store, documents, count, err);
	free(documents);
	arena_release(&arena);
	return status;
}

enum status pages_search(struct pages *pages, const struct catalog *problems, struct store *store, const char *words,
                         struct error *err)
{
	store_hits_release(&pages->hits);
	free(pages->hit_rows);
	pages->hit_rows = NULL;
	pages->hit_count = 0;
	if (!pages->indexed && !store_read_only(store))
		index_all(pages, problems, store, NULL);
	pages->indexed = true;
	enum status status = store_search(store, words, NULL, HITS_MAX, &pages->hits, err);
	pages->hit_rows = xcalloc(pages->hits.count, sizeof *pages->hit_rows);
	pages->hit_count = pages->hits.count;
	for (size_t i = 0; i < pages->hits.count; i++) {
		const struct store_hit *hit = &pages->hits.items[i];
		pages->hit_rows[i] = (struct search_hit){ .kind = hit->kind, .id = hit->id, .title = hit->title, .snippet = hit->snippet };
	}
	return status;
}
