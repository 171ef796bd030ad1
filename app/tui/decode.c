#include "config.h"

#include "tui/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

#define ESC '\x1B'
#define MAX_SEQUENCE 64         /* what is longer and still has no end is no sequence */
#define MAX_PARAMETERS 4
#define LARGEST_NUMBER 100000

static const char paste_end[] = "\x1B[201~";
#define PASTE_END_LEN (sizeof paste_end - 1)

/* Bytes that were understood (0: more are needed) and what they mean; K_NONE means nothing and is dropped. */
struct reading {
	size_t used;
	struct key key;
	bool paste_begins;
};

void decode_init(struct decode *decode)
{
	*decode = (struct decode){ .button = 0 };
	strbuf_init(&decode->in);
	strbuf_init(&decode->paste);
}

void decode_release(struct decode *decode)
{
	strbuf_release(&decode->in);
	strbuf_release(&decode->paste);
	free(decode->sequences);
	decode_init(decode);
}

void decode_add(struct decode *decode, const char *sequence, enum key_kind kind, unsigned modifiers)
{
	size_t len = strlen(sequence);
	struct decode_sequence fresh = { .len = (uint8_t)len, .kind = kind, .modifiers = modifiers };
	if (len < 2 || len >= sizeof fresh.bytes || *sequence != ESC)
		return;
	memcpy(fresh.bytes, sequence, len);
	decode->sequences = array_grow(decode->sequences, decode->count, &decode->cap, sizeof *decode->sequences);
	decode->sequences[decode->count++] = fresh;
}

void decode_feed(struct decode *decode, const char *bytes, size_t len, int64_t now_ms)
{
	if (decode->at) {
		strbuf_splice(&decode->in, 0, decode->at, NULL, 0);
		decode->at = 0;
	}
	strbuf_add(&decode->in, bytes, len);
	decode->last_ms = now_ms;
}

static void set_key(struct reading *reading, size_t used, enum key_kind kind, unsigned modifiers)
{
	reading->used = used;
	reading->key.kind = kind;
	reading->key.modifiers = modifiers;
}

/* A character as text; `modifiers` come from sequences that spell them out. */
static void set_character(struct reading *reading, size_t used, int32_t cp, unsigned modifiers)
{
	static const struct { int32_t cp; enum key_kind kind; } named[] = {
		{ '\r', K_ENTER }, { '\n', K_ENTER }, { '\t', K_TAB }, { ESC, K_ESCAPE }, { '\b', K_BACKSPACE }, { 0x7F, K_BACKSPACE },
	};
	for (size_t i = 0; i < ARRAY_SIZE(named); i++)
		if (named[i].cp == cp) {
			set_key(reading, used, named[i].kind, modifiers);
			return;
		}
	if (cp >= 0 && cp < 0x20) {
		/* Ctrl takes the upper bits off: 1 is A, 0 the blank, 28 to 31 are \ ] ^ _. */
		modifiers |= MOD_CTRL;
		cp = cp == 0 ? ' ' : cp <= 26 ? cp + 0x60 : cp + 0x40;
	}
	if (modifiers & MOD_CTRL && cp >= 'A' && cp <= 'Z')
		cp += 0x20;
	if (cp < 0 || utf8_is_unsafe(cp)) {
		/* What steers a terminal or misleads a reader cannot be typed; pasted, it is made visible. */
		set_key(reading, used, K_NONE, 0);
		return;
	}
	set_key(reading, used, K_TEXT, modifiers & ~(unsigned)MOD_SHIFT);
	reading->key.text[utf8_put(cp, reading->key.text)] = '\0';
}

/* The numbers of a control sequence; missing ones are 0. */
struct parameters {
	char prefix;            /* '<', '=', '>', '?' or 0 */
	int numbers[MAX_PARAMETERS];
};

static void parse_parameters(const char *text, size_t len, struct parameters *out)
{
	*out = (struct parameters){ .prefix = 0 };
	size_t at = 0, n = 0;
	if (len && strchr("<=>?", text[0]))
		out->prefix = text[at++];
	for (; at < len && n < MAX_PARAMETERS; at++) {
		if (text[at] == ';')
			n++;
		else if (text[at] >= '0' && text[at] <= '9' && out->numbers[n] < LARGEST_NUMBER)
			out->numbers[n] = out->numbers[n] * 10 + text[at] - '0';
	}
}

/* xterm counts modifiers from 1; its Meta is an Alt too. The bits are those of MOD_... */
static unsigned modifiers_of(int number)
{
	unsigned bits = number > 1 && number <= 16 ? (unsigned)number - 1 : 0;
	return (bits & 7) | (bits & 8 ? (unsigned)MOD_ALT : 0);
}

static enum key_kind kind_of_letter(char letter)
{
	static const struct { char letter; enum key_kind kind; } letters[] = {
		{ 'A', K_UP }, { 'B', K_DOWN }, { 'C', K_RIGHT }, { 'D', K_LEFT }, { 'H', K_HOME }, { 'F', K_END },
		{ 'P', K_F1 }, { 'Q', K_F2 }, { 'R', K_F3 }, { 'S', K_F4 }, { 'M', K_ENTER }, { 'Z', K_TAB },
	};
	for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
		if (letters[i].letter == letter)
			return letters[i].kind;
	return K_NONE;
}

static enum key_kind kind_of_number(int number)
{
	static const struct { int number; enum key_kind kind; } numbers[] = {
		{ 1, K_HOME }, { 2, K_INSERT }, { 3, K_DELETE }, { 4, K_END }, { 5, K_PAGE_UP }, { 6, K_PAGE_DOWN }, { 7, K_HOME }, { 8, K_END },
		{ 11, K_F1 }, { 12, K_F2 }, { 13, K_F3 }, { 14, K_F4 }, { 15, K_F5 }, { 17, K_F6 }, { 18, K_F7 }, { 19, K_F8 },
		{ 20, K_F9 }, { 21, K_F10 }, { 23, K_F11 }, { 24, K_F12 },
	};
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i].number == number)
			return numbers[i].kind;
	return K_NONE;
}

/* Button, column and row as the SGR report has them: 4 Shift, 8 Alt, 16 Ctrl, 32 motion, 64 wheel; from 1. */
static void set_mouse(struct decode *decode, struct reading *reading, int code, int x, int y, bool release)
{
	struct key *key = &reading->key;
	int button = (code & 3) + 1;
	key->modifiers = (code & 4 ? MOD_SHIFT : 0u) | (code & 8 ? MOD_ALT : 0u) | (code & 16 ? MOD_CTRL : 0u);
	key->y = y > 0 ? y - 1 : 0;
	key->x = x > 0 ? x - 1 : 0;
	if (code >= 128)
		return;
	if (code & 64) {
		key->kind = button == 1 ? K_WHEEL_UP : button == 2 ? K_WHEEL_DOWN : K_NONE;
		return;
	}
	/* Releases get lost; a report without any button tells as much. */
	bool no_button = button == 4;
	if (release || no_button) {
		key->kind = decode->button ? K_RELEASE : K_NONE;
		key->button = decode->button;
		decode->button = 0;
		return;
	}
	key->kind = code & 32 ? K_DRAG : K_CLICK;
	key->button = decode->button = button;
}

static void read_tilde(struct reading *reading, size_t used, const struct parameters *p)
{
	if (p->numbers[0] == 200)
		reading->paste_begins = true;
	else if (p->numbers[0] == 27)
		set_character(reading, used, p->numbers[2], modifiers_of(p->numbers[1]));
	else
		set_key(reading, used, kind_of_number(p->numbers[0]), modifiers_of(p->numbers[1]));
}

/* A whole control sequence: "ESC [", parameters, one final letter. */
static void read_control(struct decode *decode, struct reading *reading, const char *text, size_t used)
{
	struct parameters p;
	char last = text[used - 1];
	parse_parameters(text + 2, used - 3, &p);
	reading->used = used;
	if (p.prefix == '<' && (last == 'M' || last == 'm')) {
		set_mouse(decode, reading, p.numbers[0], p.numbers[1], p.numbers[2], last == 'm');
		return;
	}
	if (p.prefix)
		return;
	if (last == '~')
		read_tilde(reading, used, &p);
	else if (last == 'u')
		set_character(reading, used, p.numbers[0], modifiers_of(p.numbers[1]));
	else if (last == 'Z')
		set_key(reading, used, K_TAB, MOD_SHIFT | modifiers_of(p.numbers[1]));
	else if (last >= 'a' && last <= 'd')    /* rxvt: Shift with an arrow */
		set_key(reading, used, kind_of_letter((char)(last - 0x20)), MOD_SHIFT);
	else if (last == '^')                   /* rxvt: Ctrl */
		set_key(reading, used, kind_of_number(p.numbers[0]), MOD_CTRL);
	else if (last != 'M')
		set_key(reading, used, kind_of_letter(last), modifiers_of(p.numbers[1]));
}

static void read_csi(struct decode *decode, struct reading *reading, const char *text, size_t len)
{
	size_t at = 2;
	while (at < len && at < MAX_SEQUENCE && text[at] >= 0x20 && text[at] < 0x40)
		at++;
	if (at == len)
		return;
	if (at == MAX_SEQUENCE || text[at] < 0x40 || text[at] == 0x7F) {
		/* Broken off: what follows is something else. */
		reading->used = at;
		return;
	}
	if (at == 2 && text[at] == 'M') {
		/* The old mouse report, from a terminal that does not know the new one: three bytes follow. */
		if (len >= 6) {
			reading->used = 6;
			bool release = ((text[3] - 32) & 3) == 3;
			set_mouse(decode, reading, (unsigned char)text[3] - 32, (unsigned char)text[4] - 32,
			          (unsigned char)text[5] - 32, release);
		}
		return;
	}
	read_control(decode, reading, text, at + 1);
}

static void read_ss3(struct reading *reading, const char *text, size_t len)
{
	size_t at = 2;
	int modifier = 0;
	if (at < len && text[at] >= '2' && text[at] <= '9')
		modifier = text[at++] - '0';
	if (at == len)
		return;
	bool small = text[at] >= 'a' && text[at] <= 'd';        /* rxvt: Ctrl with an arrow */
	enum key_kind kind = kind_of_letter(small ? (char)(text[at] - 0x20) : text[at]);
	if (text[at] < 0x20)
		set_key(reading, at, K_NONE, 0);
	else
		set_key(reading, at + 1, kind, small ? (unsigned)MOD_CTRL : modifiers_of(modifier));
}

/* One of this terminal's own sequences. True also when more bytes may make one: `used` is then 0. */
static bool read_known(const struct decode *decode, struct reading *reading, const char *text, size_t len)
{
	bool partial = false;
	for (size_t i = 0; i < decode->count; i++) {
		const struct decode_sequence *known = &decode->sequences[i];
		if (len >= known->len && known->len > reading->used && !memcmp(text, known->bytes, known->len))
			set_key(reading, known->len, known->kind, known->modifiers);
		else if (len < known->len && !memcmp(text, known->bytes, len))
			partial = true;
	}
	return reading->used || partial;
}

static void read_utf8(struct reading *reading, const char *text, size_t len)
{
	unsigned char first = (unsigned char)*text;
	size_t wanted = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
	size_t have = 1;
	while (have < wanted && have < len && ((unsigned char)text[have] & 0xC0) == 0x80)
		have++;
	if (have < wanted && have == len)
		return;
	int32_t cp;
	if (have < wanted || !wanted || utf8_decode(text, len, &cp) != wanted) {
		set_key(reading, have, K_NONE, 0);
		return;
	}
	set_character(reading, wanted, cp, 0);
}

static void read_key(struct decode *decode, struct reading *reading, const char *text, size_t len)
{
	*reading = (struct reading){ .used = 0 };
	if (*text != ESC) {
		read_utf8(reading, text, len);
		return;
	}
	if (len < 2 || read_known(decode, reading, text, len))
		return;
	if (text[1] == '[') {
		read_csi(decode, reading, text, len);
	} else if (text[1] == 'O') {
		read_ss3(reading, text, len);
	} else if (text[1] == ESC && (len < 3 || (text[2] != '[' && text[2] != 'O'))) {
		/* Esc twice, unless the second one begins a sequence. */
		if (len >= 3)
			set_key(reading, 1, K_ESCAPE, 0);
	} else {
		read_key(decode, reading, text + 1, len - 1);
		if (reading->used)
			reading->used++;
		if (reading->key.kind != K_NONE)
			reading->key.modifiers |= MOD_ALT;
	}
}

/* Nothing more came: what is there is all there is. */
static void settle(struct reading *reading, const char *text, size_t len)
{
	if (*text == ESC && len == 2 && text[1] != ESC) {
		set_character(reading, 2, text[1], MOD_ALT);
		return;
	}
	if (*text == ESC && (len == 1 || text[1] == ESC))
		set_key(reading, 1, K_ESCAPE, 0);
	else
		set_key(reading, len, K_NONE, 0);
}

static void add_paste(struct decode *decode, size_t len)
{
	size_t room = decode->paste.len < DECODE_PASTE_MAX ? DECODE_PASTE_MAX - decode->paste.len : 0;
	strbuf_add(&decode->paste, decode->in.text + decode->at, len < room ? len : room);
	decode->at += len;
}

/* Valid UTF-8 with LF at the ends of lines: terminals send CR. */
static void clean_paste(struct strbuf *paste)
{
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < paste->len;) {
		char bytes[4];
		int32_t cp;
		size_t n = utf8_decode(paste->text + i, paste->len - i, &cp);
		if (cp == '\r' && i + 1 < paste->len && paste->text[i + 1] == '\n')
			n = 2;
		if (cp == '\r')
			cp = '\n';
		strbuf_add(&out, bytes, utf8_put(cp, bytes));
		i += n;
	}
	strbuf_release(paste);
	*paste = out;
}

/* Goes on with a paste; true when it is complete. */
static bool read_paste(struct decode *decode, int64_t now_ms)
{
	const char *text = decode->in.text + decode->at;
	size_t len = decode->in.len - decode->at;
	const char *end = len ? memmem(text, len, paste_end, PASTE_END_LEN) : NULL;
	bool lost = !end && now_ms - decode->last_ms >= DECODE_PASTE_MS;
	if (end)
		add_paste(decode, (size_t)(end - text));
	else
		add_paste(decode, lost ? len : len >= PASTE_END_LEN ? len - PASTE_END_LEN + 1 : 0);
	if (end)
		decode->at += PASTE_END_LEN;
	if (!end && !lost)
		return false;
	decode->pasting = false;
	clean_paste(&decode->paste);
	return true;
}

bool decode_next(struct decode *decode, int64_t now_ms, struct key *key)
{
	*key = (struct key){ .kind = K_NONE };
	if (!decode->pasting)
		strbuf_clear(&decode->paste);
	while (decode->pasting || decode->at < decode->in.len) {
		if (decode->pasting) {
			if (!read_paste(decode, now_ms))
				return false;
			*key = (struct key){ .kind = K_PASTE, .paste = decode->paste.text, .paste_len = decode->paste.len };
			return true;
		}
		struct reading reading;
		const char *text = decode->in.text + decode->at;
		size_t len = decode->in.len - decode->at;
		read_key(decode, &reading, text, len);
		if (!reading.used && now_ms - decode->last_ms < DECODE_ESCAPE_MS)
			return false;
		if (!reading.used)
			settle(&reading, text, len);
		decode->at += reading.used;
		decode->pasting = reading.paste_begins;
		if (reading.key.kind != K_NONE) {
			*key = reading.key;
			return true;
		}
	}
	return false;
}

int decode_wait_ms(const struct decode *decode, int64_t now_ms)
{
	if (!decode->pasting && decode->at == decode->in.len)
		return -1;
	int64_t due = decode->last_ms + (decode->pasting ? DECODE_PASTE_MS : DECODE_ESCAPE_MS);
	return due > now_ms ? (int)(due - now_ms) : 0;
}
