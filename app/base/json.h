/* JSON, writing only: the few functions that stable machine output needs. Reading is libjansson's. */
#ifndef SYSDRILL_BASE_JSON_H
#define SYSDRILL_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* A quoted string; invalid UTF-8 becomes U+FFFD, control characters are escaped. */
void json_add_string(struct strbuf *sb, const char *s, size_t len);
/* 17 significant digits, so that reading gives the same double; not-a-number and infinity become null. */
void json_add_number(struct strbuf *sb, double value);
/* `, "key": ` or `"key": ` when the buffer ends with `{`. */
void json_add_key(struct strbuf *sb, const char *key);

/* A key and its value: a text (NULL: null), `len` bytes of one, a whole number, true or false, null. */
void json_add_text(struct strbuf *sb, const char *key, const char *text);
void json_add_part(struct strbuf *sb, const char *key, const char *text, size_t len);
void json_add_int(struct strbuf *sb, const char *key, int64_t value);
void json_add_bool(struct strbuf *sb, const char *key, bool value);
void json_add_null(struct strbuf *sb, const char *key);

#endif
