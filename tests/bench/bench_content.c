/*
 * What content costs: bench_content FILE.md... Markdown in memory (parse and layout together, layout alone), and reading and
 * checking a problem. The files are put together up to BYTES. Medians of ROUNDS.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "catalog/catalog.h"
#include "catalog/markdown.h"
#include "catalog/problem_reader.h"

enum { ROUNDS = 41, BYTES = 110 * 1024 };

struct bench {
	struct strbuf text;             /* BYTES of all files */
	char *problem;                  /* the first file */
	size_t problem_len;
	struct markdown *md;
	struct doc doc;
};

static void parse_and_lay_out(struct bench *bench)
{
	struct markdown *md = markdown_parse(bench->text.text, bench->text.len);
	struct doc doc = DOC_INIT;
	doc_layout(&doc, md, &(struct doc_options){ .width = 80 });
	doc_release(&doc);
	markdown_free(md);
}

static void lay_out_again(struct bench *bench)
{
	doc_layout(&bench->doc, bench->md, &(struct doc_options){ .width = bench->doc.width == 80 ? 72 : 80 });
}

static void read_problem(struct bench *bench)
{
	struct problem *problem;
	problem_read("bench.md", bench->problem, bench->problem_len, &problem, NULL);
	problem_free(problem);
}

static void check_problem(struct bench *bench)
{
	struct diagnostics diags = DIAGNOSTICS_INIT;
	lint_text("bench.md", bench->problem, bench->problem_len, CONTENT_PROBLEM, &diags);
	diagnostics_release(&diags);
}

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

static void report(const char *what, double ms, size_t bytes)
{
	printf("%-28s %8.3f ms %8.1f MB/s  (%zu bytes)\n", what, ms, (double)bytes / ms / 1e3, bytes);
}

int main(int argc, char **argv)
{
	struct bench bench = { .text = STRBUF_INIT, .doc = DOC_INIT };
	struct error err;
	if (argc < 2) {
		fputs("usage: bench_content FILE.md...\n", stderr);
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		char *text;
		size_t len;
		if (catalog_read_file(argv[i], PROBLEM_MAX_BYTES, &text, &len, &err) != STATUS_OK) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		strbuf_add(&bench.text, text, bench.text.len + len < BYTES ? len : BYTES - bench.text.len);
		if (i == 1) {
			bench.problem = text;
			bench.problem_len = len;
		} else {
			free(text);
		}
	}
	bench.md = markdown_parse(bench.text.text, bench.text.len);
	report("Markdown, parse and layout", median_ms(&bench, parse_and_lay_out), bench.text.len);
	report("Markdown, layout alone", median_ms(&bench, lay_out_again), bench.text.len);
	report("problem, read", median_ms(&bench, read_problem), bench.problem_len);
	report("problem, read and checked", median_ms(&bench, check_problem), bench.problem_len);
	doc_release(&bench.doc);
	markdown_free(bench.md);
	strbuf_release(&bench.text);
	free(bench.problem);
	return 0;
}
