#include "samples.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void samples_add(struct samples *samples, double ms)
{
	if (samples->count == samples->cap) {
		samples->cap = samples->cap ? 2 * samples->cap : 64;
		samples->ms = realloc(samples->ms, samples->cap * sizeof *samples->ms);
		if (!samples->ms)
			die("no memory");
	}
	samples->ms[samples->count++] = ms;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

void samples_print(const char *name, struct samples *samples)
{
	double *ms = samples->ms;
	size_t n = samples->count;
	if (!n)
		return;
	qsort(ms, n, sizeof *ms, compare);
	printf("%s %.3f %.3f %.3f %.3f\n", name, ms[n / 2], ms[n * 95 / 100], ms[n * 99 / 100], ms[n - 1]);
	fflush(stdout);
}

void samples_release(struct samples *samples)
{
	free(samples->ms);
	*samples = (struct samples){ .count = 0 };
}

void die(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}
