/* The few macros that tables need. */
#ifndef SYSDRILL_BASE_ARRAY_H
#define SYSDRILL_BASE_ARRAY_H

#include <stddef.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Room for one more element of `size` bytes in a growing array: doubles `*cap` when `count` has reached it.
 * Returns the (perhaps moved) array; ends the process only when the machine has no memory left at all.
 */
void *array_grow(void *items, size_t count, size_t *cap, size_t size);

#endif
