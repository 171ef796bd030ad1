#include "coach/stories.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static size_t line_end(const char *text, size_t len, size_t at)
{
	const char *newline = memchr(text + at, '\n', len - at);
	return newline ? (size_t)(newline - text) : len;
}

/* Past the marks of a heading; 0: this line is none. */
static size_t heading(const char *line, size_t len)
{
	size_t at = 0;
	while (at < len && line[at] == '#')
		at++;
	if (!at || at == len || line[at] != ' ')
		return 0;
	while (at < len && line[at] == ' ')
		at++;
	return at < len ? at : 0;
}

/* Past "tags:", perhaps as a bullet; 0: this line has none. */
static size_t tags(const char *line, size_t len)
{
	size_t at = 0;
	while (at < len && strchr("-* ", line[at]))
		at++;
	if (len - at < 5 || strncasecmp(line + at, "tags:", 5))
		return 0;
	at += 5;
	while (at < len && line[at] == ' ')
		at++;
	return at;
}

bool story_next(const char *text, size_t len, size_t *at, struct story *story)
{
	bool found = false;
	*story = (struct story){ .title = "", .tags = "" };
	while (*at < len) {
		size_t end = line_end(text, len, *at), skip = heading(text + *at, end - *at);
		if (skip && found)
			return true;
		if (skip) {
			found = true;
			story->title = text + *at + skip;
			story->title_len = end - *at - skip;
		} else if (found && !story->tags_len && (skip = tags(text + *at, end - *at))) {
			story->tags = text + *at + skip;
			story->tags_len = end - *at - skip;
		}
		*at = end < len ? end + 1 : len;
	}
	return found;
}

bool story_shows(const struct story *story, const struct texts *wanted)
{
	for (size_t at = 0; at < story->tags_len;) {
		const char *tag = story->tags + at, *comma = memchr(tag, ',', story->tags_len - at);
		size_t len = comma ? (size_t)(comma - tag) : story->tags_len - at;
		at += len + 1;
		while (len && isspace((unsigned char)*tag)) {
			tag++;
			len--;
		}
		while (len && isspace((unsigned char)tag[len - 1]))
			len--;
		for (size_t i = 0; i < wanted->count; i++)
			if (strlen(wanted->items[i]) == len && !strncasecmp(wanted->items[i], tag, len))
				return true;
	}
	return false;
}
