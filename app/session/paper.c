#include "session/paper.h"

#include <string.h>

static const char *const names[] = {
#define PAPER(symbol, name, title) [PAPER_##symbol] = name,
#include "session/paper.def"
#undef PAPER
};

static const char *const titles[] = {
#define PAPER(symbol, name, title) [PAPER_##symbol] = title,
#include "session/paper.def"
#undef PAPER
};

const char *paper_name(enum paper paper)
{
	return names[paper];
}

const char *paper_title(enum paper paper)
{
	return titles[paper];
}

bool paper_parse(const char *name, enum paper *out)
{
	for (int i = 0; i < PAPER_COUNT; i++)
		if (!strcmp(names[i], name)) {
			*out = (enum paper)i;
			return true;
		}
	return false;
}
