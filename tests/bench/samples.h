/* Samples: times of something, and their percentiles. All in ms. */
#ifndef SYSDRILL_TESTS_BENCH_SAMPLES_H
#define SYSDRILL_TESTS_BENCH_SAMPLES_H

#include <stddef.h>

struct samples {
	double *ms;
	size_t count, cap;
};

double now_ms(void);            /* monotonic */
void samples_add(struct samples *samples, double ms);
/* NAME P50 P95 P99 MAXIMUM on standard output; sorts them. Nothing when there are none. */
void samples_print(const char *name, struct samples *samples);
void samples_release(struct samples *samples);

/* Says what is wrong, and ends the program. */
__attribute__((format(printf, 1, 2), noreturn))
void die(const char *format, ...);

#endif
