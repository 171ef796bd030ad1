/*
 * Bridge: the program that carries a room's events to other machines and users, as the main program starts and ends it. What it
 * does is told in peer/bridge.h; without it (a build --without-rooms) rooms on this machine work all the same.
 */
#ifndef SYSDRILL_SHELL_BRIDGE_H
#define SYSDRILL_SHELL_BRIDGE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/strbuf.h"

struct bridge_process {
	pid_t pid;              /* 0: none runs */
	int fd;                 /* its standard input; it ends when this is closed */
};

/* The order is one line of JSON; it is wiped here. False: there is no such program, and nothing runs. `quiet`: what it prints goes nowhere. */
bool bridge_start(struct bridge_process *bridge, struct strbuf *order, bool quiet);
/* Waits for its end, a few seconds at most. Nothing is lost when it must be killed: the log has it all. */
void bridge_stop(struct bridge_process *bridge);
/* False: it runs no more (and is forgotten). */
bool bridge_runs(struct bridge_process *bridge);
/* Its exit status, for a run that ends by itself; -1 when it was killed. */
int bridge_wait(struct bridge_process *bridge);
/* An order's field: ", "key": "value"". */
void bridge_order_add(struct strbuf *order, const char *key, const char *value);

#endif
