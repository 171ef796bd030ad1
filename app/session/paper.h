/* Papers: the candidate's own texts that belong to no interview; kept in the store under their names. */
#ifndef SYSDRILL_SESSION_PAPER_H
#define SYSDRILL_SESSION_PAPER_H

#include <stdbool.h>

enum paper {
#define PAPER(symbol, name, title) PAPER_##symbol,
#include "session/paper.def"
#undef PAPER
	PAPER_COUNT
};

const char *paper_name(enum paper paper);       /* "cheatsheet" */
const char *paper_title(enum paper paper);      /* "Cheat sheet" */
bool paper_parse(const char *name, enum paper *out);

#endif
