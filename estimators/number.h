/* Number: doubles as decimal digits. */
#ifndef ESTIMATE_NUMBER_H
#define ESTIMATE_NUMBER_H

#include <stddef.h>

enum number_style {
	NUMBER_SUFFIX,          /* 1.83k */
	NUMBER_GROUPS,          /* 1,830; from a million on as above */
};

/* See estimate_format_number(), which is this with NUMBER_SUFFIX. */
size_t number_write(double value, int digits, enum number_style style, char *out);
/* A fraction just below 1 as per cent, with as many nines as it has: `rest` is 1 - fraction, above 0. */
size_t number_write_nines(double rest, char *out);

#endif
