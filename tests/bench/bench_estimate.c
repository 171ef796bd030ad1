/*
 * What the estimate language costs: a worksheet line, a key in a live worksheet, a million samples. Targets: 2 us a line,
 * 2 ms a key with 40 lines and ten ranges, 40 ms for 1,000,000 samples with quantiles.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "estimate.h"

enum { LINES = 8000, EDITS = 50, RUNS = 20, TEXT_BYTES = 1 << 20 };

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static char text[TEXT_BYTES];

static size_t repeat_sheet(void)
{
	static const char sheet[] =
		"urls = 100M/day\nwrites = urls in /s\nreads = 100 * writes\nrecord = 500 B\nstorage = urls * record * 10 years in TB\n"
		"codes = 62^6\nlasts = codes / urls in days\nassert lasts > 1 year\n";
	size_t len = 0;
	for (int i = 0; i < LINES / 8; i++, len += sizeof sheet - 1)
		memcpy(text + len, sheet, sizeof sheet - 1);
	return len;
}

static void bench_lines(void)
{
	size_t len = repeat_sheet();
	double best = 1e30;
	struct worksheet *sheet = worksheet_new(NULL);
	for (int i = 0; i < RUNS; i++) {
		worksheet_set_text(sheet, "", 0);
		double start = now_us();
		worksheet_set_text(sheet, text, len);
		double took = (now_us() - start) / LINES;
		best = took < best ? took : best;
	}
	printf("%-52s %8.2f us\n", "a worksheet line, parsed, evaluated, formatted", best);
	worksheet_free(sheet);
}

/* Ten ranges, thirty lines; `chained`: each on the one above, so that all depend on the edit. */
static size_t uncertain_sheet(bool chained)
{
	size_t len = 0;
	for (int i = 0; i < 10; i++)
		len += (size_t)sprintf(text + len, "r%d = %d to %d\n", i, 10 + i, 30 + i);
	for (int i = 0; i < 30; i++)
		len += chained && i ? (size_t)sprintf(text + len, "v%d = v%d * r%d / r%d\n", i, i - 1, i % 10, (i + 3) % 10)
		                    : (size_t)sprintf(text + len, "v%d = r%d * r%d + %d * r%d / 7\n", i, i % 10, (i + 3) % 10, i, (i + 7) % 10);
	return len;
}

static void bench_key(bool chained)
{
	size_t len = uncertain_sheet(chained);
	struct worksheet *sheet = worksheet_new(NULL);
	double total = 0;
	worksheet_set_text(sheet, text, len);
	for (int i = 0; i < EDITS; i++) {
		text[5] = (char)('1' + i % 3);
		double start = now_us();
		worksheet_set_text(sheet, text, len);
		total += now_us() - start;
	}
	printf("%-52s %8.2f ms (%zu of 40 lines)\n", chained ? "a key, all thirty results depend on it" : "a key in a sheet of 40 lines, ten ranges",
	       total / EDITS / 1000, worksheet_evaluated(sheet));
	worksheet_free(sheet);
}

static void bench_million(void)
{
	struct estimate_settings settings = ESTIMATE_SETTINGS_INIT;
	settings.samples = 1000000;
	struct worksheet *sheet = worksheet_new(&settings);
	double best = 1e30;
	for (int i = 0; i < RUNS; i++) {
		int len = sprintf(text, "80M to %dM * 300 to 700 B * 365", 120 + i);
		double start = now_us();
		worksheet_set_text(sheet, text, (size_t)len);
		double took = (now_us() - start) / 1000;
		best = took < best ? took : best;
	}
	printf("%-52s %8.1f ms\n", "1,000,000 samples of two ranges, with quantiles", best);
	worksheet_free(sheet);
}

int main(void)
{
	bench_lines();
	bench_key(false);
	bench_key(true);
	bench_million();
	return 0;
}
