/*
 * Settings: the user's configuration, lines of `key = value`. The table settings.def is the only list of keys; from it
 * come parsing, defaults, `sysdrill config` and the error for a wrong line. Pure: whoever calls reads the file.
 *
 * What always holds: a wrong line changes nothing; every other line counts.
 */
#ifndef SYSDRILL_SETTINGS_SETTINGS_H
#define SYSDRILL_SETTINGS_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "problem/problem.h"
#include "session/preset.h"

enum { PRESETS_OWN_MAX = 16, SETTING_TEXT_SIZE = 256 };

struct settings {
	char preset[32];                /* the one that a start offers */
	enum level level;
	char theme[8];                  /* auto, dark, light, none */
	bool bell;
	bool mouse;
	bool ascii;
	char editor[SETTING_TEXT_SIZE]; /* "" means $VISUAL, then $EDITOR, then vi */
	char name[SETTING_TEXT_SIZE];   /* what others in a room see; "" means the login name */
	char broker[SETTING_TEXT_SIZE]; /* for rooms across machines; "" means none */
	int year_days_100;              /* estimates: hundredths of days, 36500, 36525 or 36524 (for 365.2425) */
	struct preset own[PRESETS_OWN_MAX];
	size_t own_count;
	int line_of[16];                /* for each key of the table the line that set it; 0: the default */
};

struct settings_error {
	int line;               /* from 1 */
	char text[512];         /* what is wrong and what would be right */
};

struct settings_errors {
	struct settings_error *items;
	size_t count, cap;
};

void settings_init(struct settings *settings);
/* Reads a whole file; wrong lines are added to `errors` (may be NULL), which the caller releases. */
void settings_parse(struct settings *settings, const char *text, size_t len, struct settings_errors *errors);
void settings_errors_release(struct settings_errors *errors);

/* mqtt:// or mqtts://, or empty. */
bool settings_is_broker(const char *url);

struct setting_info {
	const char *key, *values, *summary;     /* "theme", "auto, dark, light or none", ... */
};
size_t settings_key_count(void);
const struct setting_info *settings_key(size_t index);
/* The value as it would be written in the file. */
void settings_value(const struct settings *settings, size_t index, struct strbuf *out);
/* The line that set it; 0: the default. */
int settings_line(const struct settings *settings, size_t index);

/* Presets: the user's own first, then what ships. NULL: none such. */
const struct preset *settings_preset(const struct settings *settings, const char *name);
size_t settings_preset_count(const struct settings *settings);
const struct preset *settings_preset_at(const struct settings *settings, size_t index);

#endif
