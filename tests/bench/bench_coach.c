/*
 * What the coach costs: bench_coach PROBLEM.md NOTES. Getting to know a problem once, then an answer and a review of the notes.
 * Medians of ROUNDS, in ms.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "catalog/catalog.h"
#include "catalog/problem_reader.h"
#include "coach/interviewer.h"
#include "coach/review.h"

enum { ROUNDS = 41 };

struct bench {
	struct problem *problem;
	struct interviewer *interviewer;
	struct reviewer *reviewer;
	char *notes;
	size_t len;
};

static void prepare(struct bench *bench)
{
	interviewer_free(interviewer_new(bench->problem));
}

static void ask(struct bench *bench)
{
	struct reply reply = REPLY_INIT;
	interviewer_ask(bench->interviewer, NULL, "How many new links are made in a day, and how many are read?", &reply);
	reply_release(&reply);
}

static void review(struct bench *bench)
{
	struct review found;
	review_notes(bench->reviewer, bench->notes, bench->len, &found);
	review_release(&found);
}

static const struct { const char *name; void (*run)(struct bench *bench); } measures[] = {
	{ "the interviewer reads a problem", prepare },
	{ "an answer", ask },
	{ "a review of the notes", review },
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median_ms(struct bench *bench, void (*run)(struct bench *bench))
{
	double ms[ROUNDS];
	for (int i = 0; i < ROUNDS; i++) {
		struct timespec start, end;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		run(bench);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
		ms[i] = (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) / 1e6;
	}
	qsort(ms, ROUNDS, sizeof *ms, compare);
	return ms[ROUNDS / 2];
}

int main(int argc, char **argv)
{
	struct bench bench = { .notes = NULL };
	struct error err = { "" };
	char *text = NULL;
	size_t len;
	if (argc != 3) {
		fputs("usage: bench_coach PROBLEM.md NOTES\n", stderr);
		return 2;
	}
	if (catalog_read_file(argv[1], PROBLEM_MAX_BYTES, &text, &len, &err) != STATUS_OK ||
	    catalog_read_file(argv[2], PROBLEM_MAX_BYTES, &bench.notes, &bench.len, &err) != STATUS_OK ||
	    problem_read(argv[1], text, len, &bench.problem, NULL) != STATUS_OK) {
		fprintf(stderr, "bench_coach: %s cannot be used. %s\n", argv[1], err.text);
		free(text);
		free(bench.notes);
		return 1;
	}
	bench.interviewer = interviewer_new(bench.problem);
	bench.reviewer = reviewer_new(bench.problem);
	for (size_t i = 0; i < ARRAY_SIZE(measures); i++)
		printf("%-40s %8.3f ms\n", measures[i].name, median_ms(&bench, measures[i].run));
	interviewer_free(bench.interviewer);
	reviewer_free(bench.reviewer);
	problem_free(bench.problem);
	free(bench.notes);
	free(text);
	return 0;
}
