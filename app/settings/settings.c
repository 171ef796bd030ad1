#include "settings/settings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum setting_key {
#define SETTING(key, values, summary) KEY_##key,
#include "settings/settings.def"
#undef SETTING
};

static const struct setting_info infos[] = {
#define SETTING(key, values, summary) [KEY_##key] = { #key, values, summary },
#include "settings/settings.def"
#undef SETTING
};

/* How a key's value is read (false: it is none of its values) and written. */
struct codec {
	bool (*read)(void *field, const char *value);
	void (*write)(const void *field, struct strbuf *out);
	size_t offset;
};

static bool read_yes_no(void *field, const char *value)
{
	bool yes = !strcmp(value, "yes") || !strcmp(value, "true") || !strcmp(value, "on");
	if (!yes && strcmp(value, "no") && strcmp(value, "false") && strcmp(value, "off"))
		return false;
	*(bool *)field = yes;
	return true;
}

static void write_yes_no(const void *field, struct strbuf *out)
{
	strbuf_adds(out, *(const bool *)field ? "yes" : "no");
}

static bool read_level(void *field, const char *value)
{
	return level_parse(value, field);
}

static void write_level(const void *field, struct strbuf *out)
{
	strbuf_adds(out, level_name(*(const enum level *)field));
}

static bool read_theme(void *field, const char *value)
{
	static const char *const themes[] = { "auto", "dark", "light", "none" };
	for (size_t i = 0; i < ARRAY_SIZE(themes); i++)
		if (!strcmp(value, themes[i])) {
			strcpy(field, value);
			return true;
		}
	return false;
}

static void write_text(const void *field, struct strbuf *out)
{
	strbuf_adds(out, field);
}

static bool read_text(void *field, const char *value)
{
	size_t len = strlen(value);
	if (len >= SETTING_TEXT_SIZE)
		return false;
	memcpy(field, value, len + 1);
	return true;
}

static bool read_name(void *field, const char *value)
{
	size_t len = strlen(value);
	if (!len || len >= sizeof ((struct settings *)0)->preset)
		return false;
	memcpy(field, value, len + 1);
	return true;
}

bool settings_is_broker(const char *url)
{
	return strlen(url) < SETTING_TEXT_SIZE && (!*url || !strncmp(url, "mqtt://", 7) || !strncmp(url, "mqtts://", 8));
}

static bool read_broker(void *field, const char *value)
{
	return settings_is_broker(value) && read_text(field, value);
}

static const struct { const char *name; int hundredths; } years[] = {
	{ "365", 36500 }, { "365.25", 36525 }, { "365.2425", 36524 },
};

static bool read_year(void *field, const char *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(years); i++)
		if (!strcmp(value, years[i].name)) {
			*(int *)field = years[i].hundredths;
			return true;
		}
	return false;
}

static void write_year(const void *field, struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(years); i++)
		if (*(const int *)field == years[i].hundredths)
			strbuf_adds(out, years[i].name);
}

#define FIELD(member) offsetof(struct settings, member)
static const struct codec codecs[] = {
	[KEY_preset] = { read_name, write_text, FIELD(preset) },
	[KEY_level] = { read_level, write_level, FIELD(level) },
	[KEY_theme] = { read_theme, write_text, FIELD(theme) },
	[KEY_bell] = { read_yes_no, write_yes_no, FIELD(bell) },
	[KEY_mouse] = { read_yes_no, write_yes_no, FIELD(mouse) },
	[KEY_ascii] = { read_yes_no, write_yes_no, FIELD(ascii) },
	[KEY_editor] = { read_text, write_text, FIELD(editor) },
	[KEY_name] = { read_text, write_text, FIELD(name) },
	[KEY_broker] = { read_broker, write_text, FIELD(broker) },
	[KEY_year] = { read_year, write_year, FIELD(year_days_100) },
};
#undef FIELD

_Static_assert(ARRAY_SIZE(infos) <= ARRAY_SIZE(((struct settings *)0)->line_of), "line_of has room for every key");

void settings_init(struct settings *settings)
{
	*settings = (struct settings){
		.preset = "45",
		.level = LEVEL_SENIOR,
		.theme = "auto",
		.mouse = true,
		.year_days_100 = 36500,
	};
}

__attribute__((format(printf, 3, 4)))
static void report(struct settings_errors *errors, int line, const char *format, ...)
{
	if (!errors)
		return;
	errors->items = array_grow(errors->items, errors->count, &errors->cap, sizeof *errors->items);
	struct settings_error *error = &errors->items[errors->count++];
	error->line = line;
	va_list ap;
	va_start(ap, format);
	vsnprintf(error->text, sizeof error->text, format, ap);
	va_end(ap);
}

static void set_own_preset(struct settings *settings, const char *name, const char *value, int line,
                           struct settings_errors *errors)
{
	struct preset preset;
	struct error err;
	if (settings->own_count == PRESETS_OWN_MAX) {
		report(errors, line, "at most %d presets of your own are kept; '%s' is left out", PRESETS_OWN_MAX, name);
		return;
	}
	if (!*name || strlen(name) >= sizeof preset.name) {
		report(errors, line, "a preset needs a name of 1 to %zu characters: preset.mine = ...", sizeof preset.name - 1);
		return;
	}
	if (preset_parse(&preset, name, value, &err) != STATUS_OK)
		report(errors, line, "%s", err.text);
	else
		settings->own[settings->own_count++] = preset;
}

static void set_key(struct settings *settings, const char *key, const char *value, int line,
                    struct settings_errors *errors)
{
	for (size_t i = 0; i < ARRAY_SIZE(infos); i++) {
		if (strcmp(infos[i].key, key))
			continue;
		if (i == KEY_preset && *value && !settings_preset(settings, value))
			report(errors, line, "there is no preset '%s'; %s is used", value, settings->preset);
		else if (codecs[i].read((char *)settings + codecs[i].offset, value))
			settings->line_of[i] = line;
		else
			report(errors, line, "%s = %s: expected %s", key, value, infos[i].values);
		return;
	}
	report(errors, line, "there is no setting '%s'; 'sysdrill config' lists them all", key);
}

/* Cuts white space off both ends, in place. */
static char *trim(char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	size_t len = strlen(s);
	while (len && strchr(" \t\r", s[len - 1]))
		s[--len] = '\0';
	return s;
}

/* A `#` begins a comment where a blank stands before it: an editor's command may hold others. */
static void cut_comment(char *text)
{
	for (char *at = strchr(text, '#'); at; at = strchr(at + 1, '#'))
		if (at == text || at[-1] == ' ' || at[-1] == '\t') {
			*at = '\0';
			return;
		}
}

static void set_line(struct settings *settings, char *text, int line, bool presets, struct settings_errors *errors)
{
	cut_comment(text);
	text = trim(text);
	if (!*text)
		return;
	char *equals = strchr(text, '=');
	if (!equals) {
		if (!presets)
			report(errors, line, "expected 'key = value', found '%s'", text);
		return;
	}
	*equals = '\0';
	const char *key = trim(text), *value = trim(equals + 1);
	if (presets != !strncmp(key, "preset.", 7))
		return;
	if (presets)
		set_own_preset(settings, key + 7, value, line, errors);
	else
		set_key(settings, key, value, line, errors);
}

/* One pass over all lines: only those that describe presets of the user's, or only the others. */
static void parse_lines(struct settings *settings, const char *text, size_t len, bool presets, struct settings_errors *errors)
{
	int line = 0;
	for (size_t at = 0; at < len;) {
		const char *newline = memchr(text + at, '\n', len - at);
		size_t end = newline ? (size_t)(newline - text) : len;
		char *copy = xstrndup(text + at, end - at);
		set_line(settings, copy, ++line, presets, errors);
		free(copy);
		at = end + 1;
	}
}

void settings_parse(struct settings *settings, const char *text, size_t len, struct settings_errors *errors)
{
	/* A preset may be named above the line that describes it. */
	parse_lines(settings, text, len, true, errors);
	parse_lines(settings, text, len, false, errors);
}

void settings_errors_release(struct settings_errors *errors)
{
	free(errors->items);
	*errors = (struct settings_errors){ .items = NULL };
}

size_t settings_key_count(void)
{
	return ARRAY_SIZE(infos);
}

const struct setting_info *settings_key(size_t index)
{
	return &infos[index];
}

void settings_value(const struct settings *settings, size_t index, struct strbuf *out)
{
	codecs[index].write((const char *)settings + codecs[index].offset, out);
}

int settings_line(const struct settings *settings, size_t index)
{
	return settings->line_of[index];
}

size_t settings_preset_count(const struct settings *settings)
{
	return settings->own_count + preset_builtin_count();
}

const struct preset *settings_preset_at(const struct settings *settings, size_t index)
{
	return index < settings->own_count ? &settings->own[index] : preset_builtin(index - settings->own_count);
}

const struct preset *settings_preset(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings_preset_count(settings); i++)
		if (!strcmp(settings_preset_at(settings, i)->name, name))
			return settings_preset_at(settings, i);
	return NULL;
}
