/* Skeleton: the commented beginning of a problem file, which `sysdrill new problem ID` writes. */
#ifndef SYSDRILL_CATALOG_SKELETON_H
#define SYSDRILL_CATALOG_SKELETON_H

#include "base/strbuf.h"

/* Adds a problem file with every section in place and a comment at each that says what belongs there. */
void skeleton_write(const char *id, struct strbuf *out);

#endif
