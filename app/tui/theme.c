#include "tui/theme.h"

#include <string.h>

#include "base/array.h"

struct role_look {
	char letter;
	short dark, light, dark256, light256;
	unsigned attributes;
};

static const struct role_look looks[ROLE_COUNT] = {
#define ROLE(name, letter_, dark_, light_, dark256_, light256_, attributes_) \
	[ROLE_##name] = { .letter = letter_, .dark = dark_, .light = light_, .dark256 = dark256_, .light256 = light256_, \
	                  .attributes = attributes_ },
#include "tui/theme.def"
#undef ROLE
};

static const char *const names[] = {
	[THEME_DARK] = "dark", [THEME_LIGHT] = "light", [THEME_NONE] = "none",
};

struct style theme_style(enum theme_kind kind, enum role role, int colours)
{
	const struct role_look *look = &looks[role];
	struct style style = { .foreground = -1, .attributes = look->attributes };
	if (kind == THEME_NONE || colours < 8) {
		/* Grey is the one shade that has an attribute of its own. */
		if (look->dark == 8)
			style.attributes |= STYLE_DIM;
		return style;
	}
	bool light = kind == THEME_LIGHT;
	style.foreground = light ? look->light : look->dark;
	if (colours >= 256 && (light ? look->light256 : look->dark256) >= 0)
		style.foreground = light ? look->light256 : look->dark256;
	if (colours < 16 && style.foreground == 8) {
		/* Bold black is grey on the consoles that have 8 colours, and nothing at all on some others. */
		style.foreground = -1;
		style.attributes |= STYLE_DIM;
	} else if (colours < 16 && style.foreground > 8) {
		style.foreground -= 8;
		style.attributes |= STYLE_BOLD;
	}
	return style;
}

char theme_letter(enum role role)
{
	return looks[role].letter;
}

bool theme_parse(const char *name, enum theme_kind *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i])) {
			*kind = (enum theme_kind)i;
			return true;
		}
	return false;
}

const char *theme_name(enum theme_kind kind)
{
	return names[kind];
}
