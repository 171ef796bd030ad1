/* What the store costs at start-up and afterwards, on a home that make_home filled: medians of ROUNDS, in microseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "store/store.h"

enum { ROUNDS = 51 };

static const char *home;

static double now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static struct store *open_store(void)
{
	struct store *store;
	struct error err;
	if (store_open(&store, &(struct store_options){ .home = home, .interactive = true }, &err) == STATUS_OK)
		return store;
	fprintf(stderr, "bench_store: %s\n", err.text);
	exit(1);
}

static size_t do_open(struct store *store)
{
	(void)store;
	store_close(open_store());
	return 1;
}

static size_t do_refresh(struct store *store)
{
	return store_refresh(store, NULL) == STATUS_OK;
}

static size_t do_entries(struct store *store)
{
	struct store_entries entries;
	store_list_entries(store, &entries, NULL);
	size_t count = entries.count;
	store_entries_release(&entries);
	return count;
}

static size_t do_progress(struct store *store)
{
	struct store_progress_list list;
	store_progress(store, &list, NULL);
	size_t count = list.count;
	store_progress_release(&list);
	return count;
}

static size_t do_list(struct store *store, const struct store_session_query *query)
{
	struct store_sessions list;
	store_list_sessions(store, query, &list, NULL);
	size_t count = list.count;
	store_sessions_release(&list);
	return count;
}

static size_t do_unfinished(struct store *store)
{
	return do_list(store, &(struct store_session_query){ .unfinished = true });
}

static size_t do_window(struct store *store)
{
	return do_list(store, &(struct store_session_query){ .limit = 50 });
}

static size_t do_far_window(struct store *store)
{
	return do_list(store, &(struct store_session_query){ .offset = 9900, .limit = 50 });
}

static size_t do_all(struct store *store)
{
	return do_list(store, &(struct store_session_query){ .limit = 0 });
}

static size_t do_version(struct store *store)
{
	return store_data_version(store) != 0;
}

static size_t do_search(struct store *store, const char *query)
{
	struct store_hits hits;
	store_search(store, query, NULL, 20, &hits, NULL);
	size_t count = hits.count;
	store_hits_release(&hits);
	return count;
}

static size_t do_search_common(struct store *store)
{
	return do_search(store, "cache");
}

static size_t do_search_rare(struct store *store)
{
	return do_search(store, "zebra");
}

static size_t do_state(struct store *store)
{
	return store_put_state(store, "bench", "1", NULL) == STATUS_OK;
}

static const struct { const char *name; size_t (*run)(struct store *store); } measures[] = {
	{ "open and close", do_open },
	{ "refresh, nothing to do", do_refresh },
	{ "entries of the catalogue", do_entries },
	{ "how problems go", do_progress },
	{ "unfinished interviews", do_unfinished },
	{ "50 newest interviews", do_window },
	{ "50 interviews from the 9,900th", do_far_window },
	{ "all interviews", do_all },
	{ "data version", do_version },
	{ "search, a word in every note", do_search_common },
	{ "search, a word in none", do_search_rare },
	{ "one durable commit", do_state },
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median_of_open(void)
{
	double times[ROUNDS];
	for (int i = 0; i < ROUNDS; i++) {
		double start = now_us();
		struct store *store = open_store();
		times[i] = now_us() - start;
		store_close(store);
	}
	qsort(times, ROUNDS, sizeof *times, compare);
	return times[ROUNDS / 2];
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: bench_store HOME\n");
		return 2;
	}
	home = argv[1];
	printf("%-34s %10.0f us\n", "open", median_of_open());
	struct store *store = open_store();
	for (size_t m = 0; m < ARRAY_SIZE(measures); m++) {
		double times[ROUNDS];
		size_t count = 0;
		for (int i = 0; i < ROUNDS; i++) {
			double start = now_us();
			count = measures[m].run(store);
			times[i] = now_us() - start;
		}
		qsort(times, ROUNDS, sizeof *times, compare);
		printf("%-34s %10.0f us   (%zu)\n", measures[m].name, times[ROUNDS / 2], count);
	}
	store_close(store);
	return 0;
}
