/*
 * Member name: a name as it may be shown and kept, wherever it comes from: typed here, out of the configuration, or said at the
 * door by a stranger. Pure.
 */
#ifndef SYSDRILL_SESSION_MEMBER_NAME_H
#define SYSDRILL_SESSION_MEMBER_NAME_H

#include <stdbool.h>

/* What there is room for in a message, in bytes, and in a title, in cells. */
enum { MEMBER_NAME_MAX = 64, MEMBER_NAME_CELLS = 32 };

/*
 * Cut to both, between characters; without control characters (so it is one line, and a tab can end it), direction characters and
 * blanks around it. False, and "somebody", for what has no letter and no digit.
 */
bool member_name_clean(char out[MEMBER_NAME_MAX + 1], const char *name);

#endif
