#include "tui/key.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/utf8.h"

static const char *const names[K_COUNT] = {
#define KEY(kind, name) [K_##kind] = name,
#include "tui/key.def"
#undef KEY
};

static const struct modifier { const char *prefix; unsigned bit; } modifiers[] = {
	{ .prefix = "Ctrl-", .bit = MOD_CTRL },
	{ .prefix = "Alt-", .bit = MOD_ALT },
	{ .prefix = "Shift-", .bit = MOD_SHIFT },
};

static bool has_position(enum key_kind kind)
{
	return kind == K_CLICK || kind == K_DRAG || kind == K_RELEASE || kind == K_WHEEL_UP || kind == K_WHEEL_DOWN ||
	       kind == K_RESIZE;
}

/* What follows the colon of "Click:3,10" and "Paste:text". */
static bool parse_argument(const char *text, struct key *key)
{
	if (key->kind == K_PASTE) {
		key->paste = text;
		key->paste_len = strlen(text);
		return utf8_valid(key->paste, key->paste_len);
	}
	char end;
	if (!has_position(key->kind) || sscanf(text, "%5d,%5d%c", &key->y, &key->x, &end) != 2)
		return false;
	key->button = key->kind == K_CLICK || key->kind == K_DRAG || key->kind == K_RELEASE;
	return true;
}

/* Whether a terminal can tell this character with Ctrl from every other key. */
static bool has_ctrl_form(char c)
{
	return (isalpha((unsigned char)c) && !strchr("hijmHIJM", c)) || strchr(" \\]^_", c);
}

static bool parse_character(const char *name, struct key *key)
{
	if (!strcasecmp(name, "Space"))
		name = " ";
	size_t len = strlen(name);
	int32_t cp;
	if (!len || len > 4 || utf8_decode(name, len, &cp) != len || cp == 0xFFFD || utf8_is_unsafe(cp) ||
	    key->modifiers & MOD_SHIFT)
		return false;
	if (key->modifiers & MOD_CTRL && !has_ctrl_form(*name))
		return false;
	key->kind = K_TEXT;
	memcpy(key->text, name, len + 1);
	if (key->modifiers & MOD_CTRL)
		key->text[0] = (char)tolower((unsigned char)key->text[0]);
	return true;
}

static bool parse_rest(const char *name, struct key *key)
{
	for (int kind = K_NONE + 1; kind < K_COUNT; kind++) {
		size_t len = strlen(names[kind]);
		if (kind == K_TEXT || strncasecmp(name, names[kind], len))
			continue;
		if (name[len] && name[len] != ':')
			continue;
		key->kind = (enum key_kind)kind;
		bool takes_argument = kind == K_PASTE || has_position(key->kind);
		return name[len] == ':' ? parse_argument(name + len + 1, key) : !takes_argument;
	}
	return parse_character(name, key);
}

bool key_parse(const char *name, struct key *key)
{
	*key = (struct key){ .kind = K_NONE };
	for (size_t i = 0; i < ARRAY_SIZE(modifiers); i++) {
		size_t len = strlen(modifiers[i].prefix);
		if (!strncasecmp(name, modifiers[i].prefix, len) && name[len]) {
			key->modifiers |= modifiers[i].bit;
			name += len;
		}
	}
	if (parse_rest(name, key))
		return true;
	*key = (struct key){ .kind = K_NONE };
	return false;
}

void key_print(const struct key *key, char out[KEY_NAME_SIZE])
{
	char name[24];
	if (has_position(key->kind))
		snprintf(name, sizeof name, "%s:%d,%d", names[key->kind], key->y, key->x);
	else if (key->kind != K_TEXT)
		snprintf(name, sizeof name, "%s", names[key->kind]);
	else if (!strcmp(key->text, " "))
		snprintf(name, sizeof name, "Space");
	else
		snprintf(name, sizeof name, "%s", key->text);
	if (key->kind == K_TEXT && key->modifiers & MOD_CTRL)
		name[0] = (char)(key->text[0] == ' ' ? 'S' : toupper((unsigned char)name[0]));
	out[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(modifiers); i++)
		if (key->modifiers & modifiers[i].bit)
			strcat(out, modifiers[i].prefix);
	strcat(out, name);
}

bool key_equal(const struct key *a, const struct key *b)
{
	return a->kind == b->kind && a->modifiers == b->modifiers && (a->kind != K_TEXT || !strcmp(a->text, b->text));
}

bool key_is(const struct key *key, const char *name)
{
	struct key other;
	return key_parse(name, &other) && key_equal(key, &other);
}

bool key_is_text(const struct key *key)
{
	return key->kind == K_TEXT && !(key->modifiers & (MOD_CTRL | MOD_ALT));
}

bool key_is_mouse(const struct key *key)
{
	return has_position(key->kind) && key->kind != K_RESIZE;
}
