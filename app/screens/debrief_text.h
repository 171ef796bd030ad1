/* The debrief's first step as Markdown: drawn by the screen, printed by the interview line by line. */
#ifndef SYSDRILL_SCREENS_DEBRIEF_TEXT_H
#define SYSDRILL_SCREENS_DEBRIEF_TEXT_H

#include "base/strbuf.h"
#include "coach/debrief.h"

/* Appends what the log shows, facts, course, key points, curveball and numbers; the times of the phases are the caller's. */
void debrief_write_overview(const struct debrief *debrief, struct strbuf *text);

#endif
