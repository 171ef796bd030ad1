/*
 * Top bars: the three lines above an interview, whoever looks at it: what it is, the clock of the phase and of the whole, the
 * phases and what the clock says of the one that is on.
 */
#ifndef SYSDRILL_SCREENS_TOP_BARS_H
#define SYSDRILL_SCREENS_TOP_BARS_H

#include "screens/world.h"
#include "tui/layout.h"

/* Cut from the top of `area`. `what` stands in the title while the clock runs: "INTERVIEW". */
void top_bars_draw(const struct world *world, const struct canvas_view *view, struct rect *area, const char *what);

#endif
