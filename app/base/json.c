#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/utf8.h"

void json_add_string(struct strbuf *sb, const char *s, size_t len)
{
	strbuf_addc(sb, '"');
	for (size_t i = 0; i < len;) {
		int32_t cp;
		size_t n = utf8_decode(s + i, len - i, &cp);
		char bytes[4];
		if (cp == '"' || cp == '\\')
			strbuf_addf(sb, "\\%c", (char)cp);
		else if (cp == '\n')
			strbuf_adds(sb, "\\n");
		else if (cp == '\t')
			strbuf_adds(sb, "\\t");
		else if (cp < 0x20 || cp == 0x7F)
			strbuf_addf(sb, "\\u%04x", (unsigned)cp);
		else
			strbuf_add(sb, bytes, utf8_put(cp, bytes));
		i += n;
	}
	strbuf_addc(sb, '"');
}

void json_add_number(struct strbuf *sb, double value)
{
	if (isfinite(value))
		strbuf_addf(sb, "%.17g", value);
	else
		strbuf_adds(sb, "null");
}

void json_add_key(struct strbuf *sb, const char *key)
{
	if (sb->len && sb->text[sb->len - 1] != '{')
		strbuf_adds(sb, ", ");
	json_add_string(sb, key, strlen(key));
	strbuf_adds(sb, ": ");
}

void json_add_text(struct strbuf *sb, const char *key, const char *text)
{
	if (text)
		json_add_part(sb, key, text, strlen(text));
	else
		json_add_null(sb, key);
}

void json_add_part(struct strbuf *sb, const char *key, const char *text, size_t len)
{
	json_add_key(sb, key);
	json_add_string(sb, text, len);
}

void json_add_int(struct strbuf *sb, const char *key, int64_t value)
{
	json_add_key(sb, key);
	strbuf_addf(sb, "%" PRId64, value);
}

void json_add_bool(struct strbuf *sb, const char *key, bool value)
{
	json_add_key(sb, key);
	strbuf_adds(sb, value ? "true" : "false");
}

void json_add_null(struct strbuf *sb, const char *key)
{
	json_add_key(sb, key);
	strbuf_adds(sb, "null");
}
