/*
 * Key: one event from the person in front of the terminal: a key, the mouse, a paste, a new size. Pure.
 *
 * Names are written as people say them: "a", "?", "Space", "Ctrl-G", "Alt-1", "Shift-Tab", "Ctrl-Shift-Left", "F1".
 * Ctrl with a letter is written with a capital and holds the small letter in `text`. Terminals cannot tell Ctrl-I
 * from Tab, Ctrl-M and Ctrl-J from Enter, Ctrl-[ from Esc, Ctrl-H from Backspace: those are not key names here.
 */
#ifndef SYSDRILL_TUI_KEY_H
#define SYSDRILL_TUI_KEY_H

#include <stdbool.h>
#include <stddef.h>

enum key_kind {
#define KEY(kind, name) K_##kind,
#include "tui/key.def"
#undef KEY
	K_COUNT
};

enum {
	MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4,
};

struct key {
	enum key_kind kind;
	unsigned modifiers;     /* MOD_...; MOD_SHIFT never with K_TEXT: the character itself says it */
	char text[8];           /* K_TEXT: one code point in UTF-8, NUL-terminated */
	int y, x;               /* mouse: cell on the canvas; K_RESIZE: rows and columns */
	int button;             /* K_CLICK, K_DRAG, K_RELEASE: 1 left, 2 middle, 3 right */
	const char *paste;      /* K_PASTE: valid UTF-8, lines end in LF; borrowed until the next key is read */
	size_t paste_len;
};

#define KEY_NAME_SIZE 40

/*
 * Reads a name, in any case of letters (but "a" and "A" differ). Mouse events are written "Click:ROW,COL" (left
 * button), "Drag:...", "Release:...", "WheelUp:...", "WheelDown:..."; "Resize:ROWS,COLS"; "Paste:TEXT", where `paste`
 * then points into `name`. False for anything that is no name; `key` is then K_NONE.
 */
bool key_parse(const char *name, struct key *key);
/* The name, at most KEY_NAME_SIZE bytes with its NUL; a paste is written without its text. */
void key_print(const struct key *key, char out[KEY_NAME_SIZE]);
/* The same key with the same modifiers; positions, buttons and pasted text do not count. */
bool key_equal(const struct key *a, const struct key *b);
/* Whether this is the key of that name: what a binding asks. False for a name that does not parse. */
bool key_is(const struct key *key, const char *name);
/* A character that a person types as text: K_TEXT without Ctrl or Alt. */
bool key_is_text(const struct key *key);
bool key_is_mouse(const struct key *key);

#endif
