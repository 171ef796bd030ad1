/* Error: how parser and evaluation report what is wrong with a line, and how it is shown. */
#ifndef ESTIMATE_ERROR_H
#define ESTIMATE_ERROR_H

#include <stdbool.h>

#include "line.h"

/*
 * Makes the error of a line; the first one stays. `at` is where the trouble is; strings live in a pool of the
 * line or for ever. Returns false, so that a failure is one line.
 */
bool line_fail(struct line *line, uint32_t at, struct span primary, struct span secondary, const char *message,
               const char *explanation, const char *suggestion);

#endif
