/*
 * Clock: Unix time in ms that never jumps: the wall clock's reading when it was started, plus the time that has really
 * passed, sleep of the machine included. Setting the machine's clock in mid-interview changes nothing.
 */
#ifndef SYSDRILL_SHELL_CLOCK_H
#define SYSDRILL_SHELL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
	int64_t wall_ms, base_ms;
	bool stands;            /* for tests: it shows wall_ms, and whoever holds it moves that */
};

void clock_start(struct clock *clock);
int64_t clock_now_ms(const struct clock *clock);

#endif
