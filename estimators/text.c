#include "text.h"

bool text_is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

int32_t text_decode(const char *text, size_t len, size_t *step)
{
	unsigned char first = (unsigned char)text[0];
	*step = 1;
	if (first < 0x80)
		return first;
	size_t need = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
	if (!need || need > len || first > 0xf4)
		return 0xfffd;
	int32_t code = first & (0x7f >> need);
	for (size_t i = 1; i < need; i++) {
		if (!text_is_continuation(text[i]))
			return 0xfffd;
		code = code << 6 | ((unsigned char)text[i] & 0x3f);
	}
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	if (code < least[need] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0xfffd;
	*step = need;
	return code;
}

size_t text_characters(const char *text, size_t len)
{
	size_t count = 0, step;
	for (size_t i = 0; i < len; i += step, count++)
		text_decode(text + i, len - i, &step);
	return count;
}

bool text_is_letter(int32_t code)
{
	if (code < 0x80)
		return code == '_' || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
		       (code >= 'A' && code <= 'Z');
	return code == 0xb5 || (code >= 0xc0 && code < 0x2b0 && code != 0xd7 && code != 0xf7) ||
	       (code >= 0x370 && code < 0x2000) || (code >= 0x3040 && code < 0xd7a4);
}

bool text_is_unsafe(int32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c || code == 0x180e ||
	       (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || (code >= 0xfff0 && code <= 0xffff) ||
	       (code >= 0xe000 && code < 0xf900) || code >= 0xe0000;
}

int text_width(int32_t code)
{
	if ((code >= 0x300 && code < 0x370) || (code >= 0xfe00 && code < 0xfe10))
		return 0;
	return (code >= 0x1100 && code < 0x1160) || (code >= 0x2e80 && code < 0xd7a4) ||
	       (code >= 0xf900 && code < 0xfb00) || (code >= 0xff00 && code < 0xff61) ||
	       (code >= 0x1f300 && code < 0x1fb00) || (code >= 0x20000 && code < 0x40000) ? 2 : 1;
}
