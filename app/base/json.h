/* JSON, writing only: the few functions that stable machine output needs. Reading is libjansson's. */
#ifndef SYSDRILL_BASE_JSON_H
#define SYSDRILL_BASE_JSON_H

#include <stddef.h>

#include "base/strbuf.h"

/* A quoted string; invalid UTF-8 becomes U+FFFD, control characters are escaped. */
void json_add_string(struct strbuf *sb, const char *s, size_t len);
/* 17 significant digits, so that reading gives the same double; not-a-number and infinity become null. */
void json_add_number(struct strbuf *sb, double value);
/* `, "key": ` or `"key": ` when the buffer ends with `{`. */
void json_add_key(struct strbuf *sb, const char *key);
/* A key and a string. */
void json_add_text(struct strbuf *sb, const char *key, const char *text);

#endif
