#include "shell/clock.h"

#include <time.h>

/* Time since the machine started, including what it slept. */
#ifdef CLOCK_BOOTTIME
enum { STEADY_CLOCK = CLOCK_BOOTTIME };
#else
enum { STEADY_CLOCK = CLOCK_MONOTONIC };
#endif

static int64_t read_ms(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void clock_start(struct clock *clock)
{
	clock->stands = false;
	clock->wall_ms = read_ms(CLOCK_REALTIME);
	clock->base_ms = read_ms(STEADY_CLOCK);
}

int64_t clock_now_ms(const struct clock *clock)
{
	if (clock->stands)
		return clock->wall_ms;
	return clock->wall_ms + read_ms(STEADY_CLOCK) - clock->base_ms;
}
