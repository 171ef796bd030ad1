/*
 * A fuzzer is one function with libFuzzer's name, so that it can be built with -fsanitize=fuzzer as it stands, and the texts
 * that it starts from. standalone.c drives it without libFuzzer: the same rounds on every machine.
 */
#ifndef SYSDRILL_TESTS_FUZZ_H
#define SYSDRILL_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const char *const fuzz_seeds[];  /* ends with NULL; at least one. Used when no seed files are given */

/* Ends the program with the sentence; the driver adds which round it was. */
#define FUZZ_REQUIRE(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))
static inline void fuzz_fail(const char *condition, const char *file, int line);

#include <stdio.h>
#include <stdlib.h>

static inline void fuzz_fail(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
	abort();
}

#endif
