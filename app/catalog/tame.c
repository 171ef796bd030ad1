#include "catalog/tame.h"

#include <string.h>

enum {
	MOST_MARKERS = 32,              /* of lists and quotations in one line; twice what is shown */
	MOST_INDENT = 120,              /* columns before a marker */
	MOST_IMAGES = 300,              /* in a paragraph */
};

/* Bytes of a list's or quotation's marker at `at`; 0: none. */
static size_t marker_len(const char *at, const char *end)
{
	const char *p = at;
	if (at < end && *at == '>')
		return 1;
	if (at < end && memchr("-+*", *at, 3))
		p++;
	else
		for (; p < end && *p >= '0' && *p <= '9'; p++)
			continue;
	if (p < end && p > at && *at >= '0' && *at <= '9') {
		if (*p != '.' && *p != ')')
			return 0;
		p++;
	}
	return p > at && (p == end || *p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') ? (size_t)(p - at) : 0;
}

/* The rest of the line is one sign and blanks: a rule, not a nest of lists. */
static bool is_rule(const char *at, const char *end)
{
	for (const char *p = at; p < end && *p != '\n' && *p != '\r'; p++)
		if (*p != *at && *p != ' ' && *p != '\t')
			return false;
	return true;
}

/* The marker in the line at `at` that nests too deep; NULL: none does. */
static const char *too_deep_marker(const char *at, const char *end)
{
	const char *line = at;
	for (int markers = 0; at < end;) {
		size_t n = marker_len(at, end);
		if (n && (markers >= MOST_MARKERS || at - line > MOST_INDENT))
			return is_rule(at, end) ? NULL : at;
		if (!n && *at != ' ' && *at != '\t')
			return NULL;
		markers += n > 0;
		at += n ? n : 1;
	}
	return NULL;
}

/* Lines end as libcmark ends them: at '\n', or at a '\r' alone. `returns`: the text has any, which is rare and slower. */
static const char *next_line(const char *at, const char *end, bool returns)
{
	if (!returns) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		return newline ? newline + 1 : end;
	}
	while (at < end && *at != '\n' && *at != '\r')
		at++;
	return at + 1 < end && at[0] == '\r' && at[1] == '\n' ? at + 2 : at < end ? at + 1 : end;
}

bool text_tame(const char *text, size_t len, struct strbuf *out)
{
	const char *end = text + len, *copied = text;
	bool returns = memchr(text, '\r', len) != NULL;
	int images = 0;
	for (const char *line = text, *next; line < end; line = next) {
		const char *marker = too_deep_marker(line, end);
		next = next_line(line, end, returns);
		if (*line == '\n' || *line == '\r')
			images = 0;
		if (marker && marker < next) {
			strbuf_add(out, copied, (size_t)(marker - copied));
			strbuf_addc(out, '\\');
			copied = marker;
		}
		for (const char *p = line; (p = memchr(p, '!', (size_t)(next - p))); p++) {
			if (p + 1 >= next || p[1] != '[' || ++images <= MOST_IMAGES || p < copied)
				continue;
			strbuf_add(out, copied, (size_t)(p + 1 - copied));
			strbuf_addc(out, '\\');
			copied = p + 1;
		}
	}
	if (copied == text)
		return false;
	strbuf_add(out, copied, (size_t)(end - copied));
	return true;
}
