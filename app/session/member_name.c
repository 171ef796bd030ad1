#include "session/member_name.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* What may be seen of it, in at most MEMBER_NAME_MAX bytes; returns how many. */
static size_t take_visible(char *out, const char *name)
{
	size_t len = strlen(name), to = 0;
	for (size_t at = 0, n; at < len; at += n) {
		int32_t cp;
		n = utf8_decode(name + at, len - at, &cp);
		if (to + n > MEMBER_NAME_MAX)
			break;
		if (cp == 0xFFFD || utf8_is_unsafe(cp) || (!to && cp == ' '))
			continue;
		memcpy(out + to, name + at, n);
		to += n;
	}
	return to;
}

/* Blanks of any script, and marks on nothing, can be neither seen nor read aloud. */
static bool says_something(const char *name, size_t len)
{
	int32_t cp = 0;
	for (size_t at = 0; at < len && !utf8_is_word(cp);)
		at += utf8_decode(name + at, len - at, &cp);
	return utf8_is_word(cp);
}

bool member_name_clean(char out[MEMBER_NAME_MAX + 1], const char *name)
{
	size_t len = utf8_fit(out, take_visible(out, name), MEMBER_NAME_CELLS);
	while (len && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
	if (says_something(out, len))
		return true;
	strcpy(out, "somebody");
	return false;
}
