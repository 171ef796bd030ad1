/*
 * Decode: bytes from a terminal to keys. Pure: it reads no terminal and no clock; term.c gives it bytes and the time.
 *
 * Known are the sequences that terminfo names (decode_add), those of xterm with modifiers (CSI 1;5C and so on, CSI 3;5~,
 * SS3), SGR mouse reports, bracketed paste, ESC before a key as Alt, and UTF-8. What cannot be understood is dropped whole,
 * so that no half of a sequence ever arrives as text.
 *
 * A lone ESC, and any unfinished sequence, is settled DECODE_ESCAPE_MS after its last byte; a paste whose end got lost is
 * handed over DECODE_PASTE_MS after its last byte. A stray end of a paste is ignored.
 */
#ifndef SYSDRILL_TUI_DECODE_H
#define SYSDRILL_TUI_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "tui/key.h"

#define DECODE_ESCAPE_MS 25
#define DECODE_PASTE_MS 1000
#define DECODE_PASTE_MAX (8u << 20)     /* bytes of one paste; the rest of a longer one is dropped */

/* One sequence of this terminal, from terminfo. */
struct decode_sequence {
	char bytes[16];
	uint8_t len;
	enum key_kind kind;
	unsigned modifiers;
};

struct decode {
	struct strbuf in;               /* bytes not yet understood, from `at` on */
	size_t at;
	int64_t last_ms;                /* when the last byte came */
	bool pasting;
	struct strbuf paste;            /* the paste being read, then the one handed over */
	int button;                     /* held down, 0 for none: for drags */
	struct decode_sequence *sequences;
	size_t count, cap;
};

void decode_init(struct decode *decode);
void decode_release(struct decode *decode);
/* `sequence` as terminfo has it; shorter than 2 bytes or longer than 15 it is ignored. */
void decode_add(struct decode *decode, const char *sequence, enum key_kind kind, unsigned modifiers);
void decode_feed(struct decode *decode, const char *bytes, size_t len, int64_t now_ms);
/* The next key; false when there is none yet. A paste stays valid until the next call. */
bool decode_next(struct decode *decode, int64_t now_ms, struct key *key);
/* How many ms from now decode_next() should be asked again though no byte came; -1: no need. */
int decode_wait_ms(const struct decode *decode, int64_t now_ms);

#endif
