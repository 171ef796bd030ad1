/* Glyphs: boxes, bars, marks; symbolic in the canvas, translated when they reach a terminal or a dump. Pure. */
#ifndef SYSDRILL_TUI_GLYPH_H
#define SYSDRILL_TUI_GLYPH_H

enum glyph {
#define GLYPH(name, utf8, ascii, acs) GLYPH_##name,
#include "tui/glyph.def"
#undef GLYPH
	GLYPH_COUNT
};

struct glyph_forms {
	const char *utf8;
	char ascii;
	char acs;               /* key in terminfo's acsc, 0 for none */
};

const struct glyph_forms *glyph_forms(enum glyph glyph);

#endif
