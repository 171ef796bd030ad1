#include "tui/glyph.h"

static const struct glyph_forms table[GLYPH_COUNT] = {
#define GLYPH(name, utf8_, ascii_, acs_) [GLYPH_##name] = { .utf8 = utf8_, .ascii = ascii_, .acs = acs_ },
#include "tui/glyph.def"
#undef GLYPH
};

const struct glyph_forms *glyph_forms(enum glyph glyph)
{
	return &table[glyph];
}
