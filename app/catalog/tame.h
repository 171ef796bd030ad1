/*
 * Tame: takes out of a text what libcmark 0.30 needs minutes for. A deep nest of lists or quotations is gone through again for
 * every line below it, and each link of a paragraph goes through every `![` before it, so a megabyte of either never
 * ends. No text that is meant has so many; those beyond a bound get a backslash, and are read as they are written.
 */
#ifndef SYSDRILL_CATALOG_TAME_H
#define SYSDRILL_CATALOG_TAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Linear in `len`. False: the text is harmless, and nothing was added to `out`; else `out` is the text to parse. */
bool text_tame(const char *text, size_t len, struct strbuf *out);

#endif
