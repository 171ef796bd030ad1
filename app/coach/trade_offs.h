/* Trade-offs: sentences of the notes that give a decision its reason or its alternative. Pure. */
#ifndef SYSDRILL_COACH_TRADE_OFFS_H
#define SYSDRILL_COACH_TRADE_OFFS_H

#include <stddef.h>

#include "base/arena.h"
#include "coach/lexicon.h"
#include "coach/pattern.h"
#include "coach/text.h"

/* A decision told with its reason or its alternative. */
struct trade_off {
	struct span evidence;           /* the sentence */
	struct span marker;             /* "instead of", "because", ... */
	bool alternative;               /* names what was not chosen; else only a reason */
};

/* One for each sentence that has a marker and names a technique; `*out` is in the arena. Returns how many. */
size_t trade_offs_find(const struct tokens *tokens, const struct lexicon *lexicon, struct arena *arena,
                       struct trade_off **out);

#endif
