/*
 * Theme: what each role looks like. Screens name roles only; term.c asks here for colours and attributes.
 * Pure. Colours are the 16 of ANSI on the terminal's own background, with finer shades where there are 256.
 */
#ifndef SYSDRILL_TUI_THEME_H
#define SYSDRILL_TUI_THEME_H

#include <stdbool.h>

enum role {
#define ROLE(name, letter, dark, light, dark256, light256, attributes) ROLE_##name,
#include "tui/theme.def"
#undef ROLE
	ROLE_COUNT
};

enum theme_kind {
	THEME_DARK,             /* also the choice when nothing is known: its 16 colours read on white too */
	THEME_LIGHT,
	THEME_NONE,             /* NO_COLOR: attributes only */
};

enum {
	STYLE_BOLD = 1, STYLE_DIM = 2, STYLE_ITALIC = 4, STYLE_UNDERLINE = 8, STYLE_REVERSE = 16,
};

struct style {
	int foreground;         /* 0 to 255, -1 for the terminal's own */
	unsigned attributes;    /* STYLE_... */
};

/* How `role` looks where the terminal has `colours` colours (0, 8, 16 or 256). With 8, bright ones become bold. */
struct style theme_style(enum theme_kind kind, enum role role, int colours);
/* The letter of a role in dumps. */
char theme_letter(enum role role);
/* "dark", "light" or "none"; false, and `*kind` untouched, for anything else. */
bool theme_parse(const char *name, enum theme_kind *kind);
const char *theme_name(enum theme_kind kind);

#endif
