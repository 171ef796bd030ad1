/*
 * Status: the one set of result codes. A function that can fail returns `enum status` and gives its
 * results through out-parameters; the sentence for the person goes into a `struct error` that the
 * caller owns, says what happened and where, and ends with what to do next.
 */
#ifndef SYSDRILL_BASE_STATUS_H
#define SYSDRILL_BASE_STATUS_H

enum status {
#define STATUS(name, text) STATUS_##name,
#include "base/status.def"
#undef STATUS
};

/* A sentence for a person. Fixed size, so that reporting "no memory" needs none. */
struct error {
	char text[512];
};

/* The general meaning of a code; never NULL. */
const char *status_text(enum status status);

/* Writes the sentence into `err` (which may be NULL) and returns `status`, so that a failure is one line. */
__attribute__((format(printf, 3, 4)))
enum status error_set(struct error *err, enum status status, const char *format, ...);

#endif
