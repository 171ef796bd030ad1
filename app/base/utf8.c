#include "base/utf8.h"

#include <utf8proc.h>

#include "base/array.h"

size_t utf8_decode(const char *s, size_t len, int32_t *code_point)
{
	if (len && (unsigned char)*s < 0x80) {
		*code_point = *s;
		return 1;
	}
	utf8proc_int32_t cp;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &cp);
	if (n <= 0) {
		*code_point = 0xFFFD;
		return 1;
	}
	*code_point = cp;
	return (size_t)n;
}

size_t utf8_put(int32_t code_point, char out[4])
{
	if (!utf8proc_codepoint_valid(code_point))
		code_point = 0xFFFD;
	return (size_t)utf8proc_encode_char(code_point, (utf8proc_uint8_t *)out);
}

bool utf8_valid(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(len - i), &cp);
		if (n <= 0)
			return false;
		i += (size_t)n;
	}
	return true;
}

size_t utf8_grapheme(const char *s, size_t len)
{
	if (!len)
		return 0;
	/* Two ASCII bytes in a row never join, except CR LF; nearly all text leaves here. */
	if ((unsigned char)s[0] < 0x80 && (len == 1 || ((unsigned char)s[1] < 0x80 && s[0] != '\r')))
		return 1;
	int32_t prev, cp;
	utf8proc_int32_t state = 0;
	size_t at = utf8_decode(s, len, &prev);
	while (at < len) {
		size_t n = utf8_decode(s + at, len - at, &cp);
		if (utf8proc_grapheme_break_stateful(prev, cp, &state))
			break;
		at += n;
		prev = cp;
	}
	return at;
}

/* Steps back over one code point; invalid bytes count one each. */
static size_t code_point_before(const char *s, size_t offset)
{
	size_t start = offset - 1;
	while (start > 0 && offset - start < 4 && ((unsigned char)s[start] & 0xC0) == 0x80)
		start--;
	int32_t cp;
	return start + utf8_decode(s + start, offset - start, &cp) == offset ? start : offset - 1;
}

/* Whether a grapheme begins at `s`, which has a byte before it: between two ASCII bytes other than CR LF. */
static bool surely_starts(const char *s)
{
	return (unsigned char)s[0] < 0x80 && (unsigned char)s[-1] < 0x80 && !(s[-1] == '\r' && s[0] == '\n');
}

size_t utf8_grapheme_before(const char *s, size_t offset)
{
	if (!offset)
		return 0;
	/*
	 * Boundaries can only be found forwards. Back up to a place that is surely one (after an ASCII byte that
	 * no combining mark follows), but no further than 256 bytes: longer clusters are not text.
	 */
	size_t start = offset, floor = offset > 256 ? offset - 256 : 0;
	do
		start = code_point_before(s, start);
	while (start > floor && !surely_starts(s + start));
	for (;;) {
		size_t n = utf8_grapheme(s + start, offset - start);
		if (start + n >= offset)
			return start;
		start += n;
	}
}

static int code_point_width(int32_t cp)
{
	if (cp < 0x20 || cp == 0x7F)
		return 0;
	return cp < 0x7F ? 1 : utf8proc_charwidth(cp);
}

int utf8_grapheme_width(const char *s, size_t len)
{
	int width = 0;
	for (size_t i = 0; i < len;) {
		int32_t cp;
		i += utf8_decode(s + i, len - i, &cp);
		int w = cp == 0xFE0F && width == 1 ? 2 : code_point_width(cp);
		if (w > width)
			width = w;
	}
	return width > 2 ? 2 : width;
}

size_t utf8_width(const char *s, size_t len)
{
	size_t width = 0;
	for (size_t i = 0; i < len;) {
		size_t n = utf8_grapheme(s + i, len - i);
		width += (size_t)utf8_grapheme_width(s + i, n);
		i += n;
	}
	return width;
}

size_t utf8_fit(const char *s, size_t len, size_t cells)
{
	size_t at = 0, width = 0;
	while (at < len) {
		size_t n = utf8_grapheme(s + at, len - at);
		width += (size_t)utf8_grapheme_width(s + at, n);
		if (width > cells)
			break;
		at += n;
	}
	return at;
}

bool utf8_is_word(int32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || cp == '_';
	utf8proc_category_t c = utf8proc_category(cp);
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO);
}

bool utf8_is_unsafe(int32_t cp)
{
	static const struct { int32_t first, last; } ranges[] = {
		{ 0x0000, 0x001F }, { 0x007F, 0x009F },         /* C0, DEL, C1 */
		{ 0x061C, 0x061C }, { 0x200E, 0x200F },         /* bidi marks */
		{ 0x202A, 0x202E }, { 0x2066, 0x2069 },         /* bidi embeddings, overrides, isolates */
		{ 0x200B, 0x200B }, { 0x2028, 0x2029 },         /* zero width space, line and paragraph separators */
		{ 0x2060, 0x2064 }, { 0xFEFF, 0xFEFF },         /* word joiner, invisible operators, BOM */
		{ 0xFFF9, 0xFFFB }, { 0xE0000, 0xE007F },       /* interlinear annotation, tags */
	};
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}
