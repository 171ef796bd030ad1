/*
 * UTF-8: code points, graphemes, cells. Pure. Invalid bytes never stop anything: each decodes to U+FFFD and
 * one byte is consumed. Widths are the terminal's, in cells (wcwidth() asks the locale and knows no emoji
 * sequences; here a grapheme is as wide as its widest code point, at most 2).
 */
#ifndef SYSDRILL_BASE_UTF8_H
#define SYSDRILL_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at `s` (of `len` > 0 bytes); returns the bytes consumed, at least 1. */
size_t utf8_decode(const char *s, size_t len, int32_t *code_point);
/* Writes 1 to 4 bytes, no NUL; returns how many. An impossible code point is written as U+FFFD. */
size_t utf8_put(int32_t code_point, char out[4]);
bool utf8_valid(const char *s, size_t len);

/* Bytes of the grapheme that begins at `s`; 0 when `len` is 0. */
size_t utf8_grapheme(const char *s, size_t len);
/* Start of the grapheme that ends at `offset` (0 < offset <= len); 0 at the start of the text. */
size_t utf8_grapheme_before(const char *s, size_t offset);
/* Cells of one grapheme: 0, 1 or 2. Control characters count 0. */
int utf8_grapheme_width(const char *s, size_t len);
/* Cells of a whole text. */
size_t utf8_width(const char *s, size_t len);
/* The longest prefix, in bytes and on a grapheme boundary, that fits in `cells`. */
size_t utf8_fit(const char *s, size_t len, size_t cells);

/* Letters and digits of any script, and '_'. */
bool utf8_is_word(int32_t code_point);
/* What must never reach a terminal as itself: C0, C1, bidi controls, zero-width and tag characters. */
bool utf8_is_unsafe(int32_t code_point);

#endif
