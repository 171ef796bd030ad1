/* Text: the little UTF-8 that lines need. Invalid bytes decode to U+FFFD, one at a time. */
#ifndef ESTIMATE_TEXT_H
#define ESTIMATE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at `text` (of `len` > 0 bytes); the bytes consumed, at least 1, in `*step`. */
int32_t text_decode(const char *text, size_t len, size_t *step);
bool text_is_continuation(char byte);
/* Code points in the first `len` bytes. */
size_t text_characters(const char *text, size_t len);
/* Letters of any script, digits and '_'. */
bool text_is_letter(int32_t code);
/* Control and format characters, and what is no character. */
bool text_is_unsafe(int32_t code);
/* Cells in a terminal: 0, 1 or 2; a good guess is enough for carets. */
int text_width(int32_t code);

#endif
