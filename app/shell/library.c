#include "shell/library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "screens/screen.h"

enum { FIRST_ROWS = 80 };

static const char KIND_PROBLEM[] = "problem";

void library_init(struct library *library, const char *data_dir)
{
	*library = (struct library){ .catalog = CATALOG_INIT };
	catalog_find_dirs(&library->dirs, data_dir);
}

static void release_progress(struct library *library)
{
	store_progress_release(&library->progress);
	store_sessions_release(&library->unfinished);
	free(library->rows);
	library->rows = NULL;
	library->count = 0;
}

void library_release(struct library *library)
{
	release_progress(library);
	store_sessions_release(&library->sessions);
	for (size_t i = 0; i < library->calculator_count; i++)
		calculator_release(&library->calculators[i]);
	free(library->calculators);
	catalog_release(&library->catalog);
	store_entries_release(&library->stored);
}

static int compare_progress(const void *problem, const void *progress)
{
	return strcmp(problem, ((const struct store_progress *)progress)->problem);
}

void library_load_progress(struct library *library, struct store *store)
{
	release_progress(library);
	store_refresh(store, NULL);
	if (library->partial)
		store_first_progress(store, FIRST_ROWS, &library->progress, NULL);
	else
		store_progress(store, &library->progress, NULL);
	store_list_sessions(store, &(struct store_session_query){ .unfinished = true, .limit = 1 }, &library->unfinished, NULL);
	/* One that was cut off was on for longer than its last event tells. */
	for (size_t i = 0; i < library->unfinished.count; i++) {
		struct session_summary *session = &library->unfinished.items[i];
		if (session->stage == STAGE_RUNNING && library->unfinished.seen_ms[i] > session->last_event_ms)
			session->spent_ms += library->unfinished.seen_ms[i] - session->last_event_ms;
	}
	library->rows = xcalloc(library->catalog.count, sizeof *library->rows);
	library->count = library->catalog.count;
	if (!library->partial)
		library->total = library->count;
	for (size_t i = 0; i < library->count; i++) {
		const struct catalog_entry *entry = &library->catalog.items[i];
		const struct store_progress *progress = library->progress.count
			? bsearch(entry->id, library->progress.items, library->progress.count, sizeof *progress, compare_progress)
			: NULL;
		library->rows[i] = (struct problem_row){
			.id = entry->id, .title = entry->title, .summary = entry->summary, .tracks = entry->tracks,
			.patterns = entry->patterns, .difficulty = entry->difficulty, .rank = entry->rank, .own = entry->own,
			.broken = entry->broken,
			.times = progress ? progress->times : 0,
			.last_score = progress ? progress->last_score : -1,
			.last_ms = progress ? progress->last_ms : 0,
			.unfinished = progress ? progress->unfinished : "",
		};
	}
}

static void add_entry(struct library *library, const struct store_entry *stored)
{
	struct catalog *catalog = &library->catalog;
	size_t own_len = strlen(library->dirs.own);
	if (catalog->count == catalog->cap) {
		catalog->cap = catalog->cap ? catalog->cap * 2 : 64;
		catalog->items = xrealloc(catalog->items, catalog->cap * sizeof *catalog->items);
	}
	struct catalog_entry *entry = &catalog->items[catalog->count++];
	*entry = (struct catalog_entry){
		.path = stored->path, .mtime_ns = stored->mtime_ns, .size = stored->size,
		.kind = CONTENT_PROBLEM, .own = own_len && !strncmp(stored->path, library->dirs.own, own_len),
		.id = stored->id, .title = stored->title, .summary = stored->summary, .tracks = stored->tracks,
		.patterns = stored->patterns, .group = "", .rank = stored->rank, .broken = stored->broken,
	};
	if (!difficulty_parse(stored->difficulty, &entry->difficulty))
		entry->difficulty = DIFFICULTY_MEDIUM;
}

/* Paths below the content folders of today: the index may have been made with others. */
static bool is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);
	return len && !strncmp(path, dir, len) && path[len] == '/';
}

static void load_catalog(struct library *library, struct store *store)
{
	struct store_entries *stored = &library->stored;
	catalog_release(&library->catalog);
	library->catalog = (struct catalog)CATALOG_INIT;
	store_entries_release(stored);
	enum status status = library->partial ? store_first_entries(store, FIRST_ROWS, stored, NULL)
	                                      : store_list_entries(store, stored, NULL);
	for (size_t i = 0; status == STATUS_OK && i < stored->count; i++)
		if (!strcmp(stored->items[i].kind, KIND_PROBLEM) &&
		    (is_below(stored->items[i].path, library->dirs.own) || is_below(stored->items[i].path, library->dirs.shipped)))
			add_entry(library, &stored->items[i]);
	catalog_settle(&library->catalog);
}

void library_load_first(struct library *library, struct store *store)
{
	library->partial = store_count_entries(store, KIND_PROBLEM, &library->total, NULL) == STATUS_OK &&
	                   library->total > FIRST_ROWS;
	library_load(library, store);
}

bool library_complete(struct library *library, struct store *store)
{
	if (!library->partial)
		return false;
	library->partial = false;
	library_load(library, store);
	return true;
}

void library_load(struct library *library, struct store *store)
{
	load_catalog(library, store);
	/* None of the first ones is below today's folders, or two have one id. */
	if (library->partial && library->catalog.count != FIRST_ROWS) {
		library->partial = false;
		load_catalog(library, store);
	}
	if (!library->catalog.count && !library_rescan(library, store))
		/* The index cannot be written (a read-only directory): the folders themselves then. */
		catalog_open(&library->catalog, &library->dirs, CONTENT_PROBLEM);
	library_load_progress(library, store);
}

static const struct store_entry *find_stored(const struct store_entries *stored, const char *path)
{
	size_t low = 0, high = stored->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(stored->items[middle].path, path);
		if (!order)
			return &stored->items[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static struct store_entry to_stored(const struct catalog_entry *entry)
{
	return (struct store_entry){
		.path = entry->path, .mtime_ns = entry->mtime_ns, .size = entry->size, .kind = KIND_PROBLEM, .id = entry->id,
		.title = entry->title, .difficulty = difficulty_name(entry->difficulty), .tracks = entry->tracks,
		.patterns = entry->patterns, .rank = entry->rank, .summary = entry->summary, .broken = entry->broken,
	};
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct catalog_entry *)a)->path, ((const struct catalog_entry *)b)->path);
}

bool library_rescan(struct library *library, struct store *store)
{
	struct store_entries stored;
	struct catalog found = CATALOG_INIT;
	bool changed = false;
	if (store_list_entries(store, &stored, NULL) != STATUS_OK)
		goto out;
	catalog_scan(&found, &library->dirs, CONTENT_PROBLEM);
	struct store_entry *fresh = xcalloc(found.count, sizeof *fresh);
	const char **gone = xcalloc(stored.count, sizeof *gone);
	size_t fresh_count = 0, gone_count = 0;
	for (size_t i = 0; i < found.count; i++) {
		struct catalog_entry *entry = &found.items[i];
		const struct store_entry *known = find_stored(&stored, entry->path);
		if (known && known->mtime_ns == entry->mtime_ns && known->size == entry->size)
			continue;
		catalog_read_card(entry, &found.arena);
		fresh[fresh_count++] = to_stored(entry);
	}
	if (found.count)
		qsort(found.items, found.count, sizeof *found.items, compare_paths);
	for (size_t i = 0; i < stored.count; i++) {
		struct catalog_entry wanted = { .path = stored.items[i].path };
		if (!found.count || !bsearch(&wanted, found.items, found.count, sizeof wanted, compare_paths))
			gone[gone_count++] = stored.items[i].path;
	}
	if (fresh_count || gone_count)
		changed = store_put_entries(store, fresh, fresh_count, gone, gone_count, NULL) == STATUS_OK;
	free(fresh);
	free(gone);
out:
	catalog_release(&found);
	store_entries_release(&stored);
	if (changed) {
		load_catalog(library, store);
		library_load_progress(library, store);
	}
	return changed;
}

static void add_gap(void *context, const char *key, const char *value)
{
	struct library *library = context;
	int sum, pairs;
	(void)key;
	if (sscanf(value, "%d %d", &sum, &pairs) != 2 || pairs < 0 || pairs > CRITERION_COUNT)
		return;
	library->gap_sum += sum;
	library->gap_pairs += pairs;
}

void library_load_history(struct library *library, struct store *store)
{
	library->gap_sum = library->gap_pairs = 0;
	store_list_state(store, STATE_GAP, add_gap, library, NULL);
	store_sessions_release(&library->sessions);
	store_refresh(store, NULL);
	store_list_sessions(store, &(struct store_session_query){ .problem = NULL }, &library->sessions, NULL);
}

void library_load_calculators(struct library *library)
{
	struct arena arena = ARENA_INIT;
	const char **ids;
	if (library->calculators)
		return;
	size_t count = calculator_ids(&library->dirs, &arena, &ids);
	library->calculators = xcalloc(count, sizeof *library->calculators);
	for (size_t i = 0; i < count; i++)
		if (calculator_load(&library->calculators[library->calculator_count], &library->dirs, ids[i], NULL) == STATUS_OK)
			library->calculator_count++;
	arena_release(&arena);
}
