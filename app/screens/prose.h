/* Prose: a sentence or two of plain text, wrapped by words. For whole documents there is mdview. */
#ifndef SYSDRILL_SCREENS_PROSE_H
#define SYSDRILL_SCREENS_PROSE_H

#include "tui/canvas.h"

/* From (y, x) down, each row from column x to the view's right edge. Returns the rows that it takes. */
int prose_draw(const struct canvas_view *view, int y, int x, enum role role, const char *text);

#endif
