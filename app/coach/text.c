#include "coach/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

enum { WORD_MAX = 48, NUMBER_MAX = 40, WRAPPED_LINE = 56 };

static const char *const stop_words[] = {
#define STOP(word) word,
#include "coach/stop.def"
#undef STOP
};

static const struct abbreviation { const char *brief, *full; } abbreviations[] = {
#define ABBREVIATION(brief, full) { brief, full },
#include "coach/abbreviation.def"
#undef ABBREVIATION
};

static const struct { const char *word; double value; } number_words[] = {
	{ "zero", 0 }, { "one", 1 }, { "two", 2 }, { "three", 3 }, { "four", 4 }, { "five", 5 }, { "six", 6 },
	{ "seven", 7 }, { "eight", 8 }, { "nine", 9 }, { "ten", 10 }, { "eleven", 11 }, { "twelve", 12 },
	{ "fifteen", 15 }, { "twenty", 20 }, { "thirty", 30 }, { "forty", 40 }, { "fifty", 50 }, { "sixty", 60 },
	{ "ninety", 90 }, { "hundred", 100 }, { "thousand", 1e3 }, { "million", 1e6 }, { "billion", 1e9 },
};

/* After a number: "100 million", "100 mn". Short ones only when glued to it. */
static const struct { const char *word; double factor; bool glued; } multipliers[] = {
	{ "hundred", 100, false }, { "thousand", 1e3, false }, { "million", 1e6, false }, { "millions", 1e6, false },
	{ "billion", 1e9, false }, { "billions", 1e9, false }, { "trillion", 1e12, false }, { "mn", 1e6, false },
	{ "mln", 1e6, false }, { "mil", 1e6, false }, { "mio", 1e6, false }, { "bn", 1e9, false }, { "k", 1e3, false },
	{ "m", 1e6, true }, { "t", 1e12, true },
};

static const char *const clause_openers[] = {
	"but", "so", "because", "although", "though", "while", "whereas", "however", "since", "hence", "therefore",
};

static const char *const negators[] = {
	"no", "not", "never", "without", "dont", "doesnt", "isnt", "arent", "cant", "cannot", "wont", "shouldnt",
	"wouldnt", "neednt", "didnt", "avoid", "skip", "skipped", "skipping", "avoiding", "unnecessary", "overkill", "none",
};

/* In a table in alphabetical order. */
static int compare_words(const void *word, const void *entry)
{
	return strcmp(word, *(const char *const *)entry);
}

static bool is_stop_word(const char *word)
{
	return bsearch(word, stop_words, ARRAY_SIZE(stop_words), sizeof *stop_words, compare_words) != NULL;
}

static bool listed(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (words[i][0] == word[0] && !strcmp(words[i], word))
			return true;
	return false;
}

bool text_is_negator(const struct token *token)
{
	return token->kind == TOKEN_WORD && listed(negators, ARRAY_SIZE(negators), token->word);
}

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool has_vowel(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_vowel(s[i]))
			return true;
	return false;
}

static inline bool ends(const char *s, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);
	return len >= n && s[len - 1] == suffix[n - 1] && !memcmp(s + len - n, suffix, n);
}

static size_t stem_plural(char *s, size_t len)
{
	if (len < 4 || s[len - 1] != 's' || ends(s, len, "ss") || ends(s, len, "us") || ends(s, len, "is"))
		return len;
	if (ends(s, len, "ies") && len > 4) {
		s[len - 3] = 'y';
		return len - 2;
	}
	if (ends(s, len, "sses") || ends(s, len, "xes") || ends(s, len, "ches") || ends(s, len, "shes"))
		return len - 2;
	return len - 1;
}

/* A suffix, what replaces it, and how many letters must stay in front of it; the first that fits is taken. */
#define SUFFIX(suffix, by, keep) { suffix, sizeof suffix - 1, by, keep }
static const struct { const char *suffix; size_t len; const char *by; size_t keep; } suffixes[] = {
	SUFFIX("ification", "if", 3), SUFFIX("ify", "if", 3), SUFFIX("ability", "abl", 2), SUFFIX("ibility", "ibl", 2),
	SUFFIX("ization", "iz", 3), SUFFIX("isation", "iz", 3), SUFFIX("ise", "iz", 4), SUFFIX("ation", "", 4), SUFFIX("ator", "", 4),
	SUFFIX("ate", "", 4), SUFFIX("ency", "ent", 3), SUFFIX("ence", "ent", 3), SUFFIX("ancy", "ant", 3), SUFFIX("ance", "ant", 4),
	SUFFIX("ment", "", 4), SUFFIX("ness", "", 4), SUFFIX("ity", "", 4), SUFFIX("ion", "", 4), SUFFIX("ly", "", 4), SUFFIX("er", "", 5),
	SUFFIX("or", "", 5),
};
#undef SUFFIX

static const char *const never_stemmed[] = { "customer", "currency", "developer", "instance", "always", "timeseries", "series", "news", "redis" };

static size_t stem_suffix(char *s, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		size_t n = suffixes[i].len;
		if (len < n + suffixes[i].keep || s[len - 1] != suffixes[i].suffix[n - 1] ||
		    memcmp(s + len - n, suffixes[i].suffix, n))
			continue;
		strcpy(s + len - n, suffixes[i].by);
		return strlen(s);
	}
	return len;
}

/* "-ing" and "-ed"; "replicat(ed)" then meets "replic(ate)", "shipp(ed)" meets "ship". */
static size_t stem_participle(char *s, size_t len)
{
	size_t bare = len;
	if (len > 4 && ends(s, len, "ied")) {
		strcpy(s + len - 3, "y");
		return len - 2;
	}
	if (len > 5 && ends(s, len, "ing") && has_vowel(s, len - 3))
		bare = len - 3;
	else if (len > 4 && ends(s, len, "ed") && !ends(s, len, "eed") && has_vowel(s, len - 2))
		bare = len - 2;
	if (bare == len)
		return len;
	if (bare > 3 && s[bare - 1] == s[bare - 2] && !is_vowel(s[bare - 1]) && !strchr("lsz", s[bare - 1]))
		bare--;
	else if (bare > 5 && ends(s, bare, "at"))
		bare -= 2;
	s[bare] = '\0';
	return bare;
}

size_t text_stem(const char *word, size_t len, char *out)
{
	memcpy(out, word, len);
	out[len] = '\0';
	if (len <= 3 || listed(never_stemmed, ARRAY_SIZE(never_stemmed), out))
		return len;
	len = stem_plural(out, len);
	out[len] = '\0';
	if (listed(never_stemmed, ARRAY_SIZE(never_stemmed), out))
		return len;
	len = stem_participle(out, len);
	/* "immediately" is "immediate" first. */
	len = stem_suffix(out, stem_suffix(out, len));
	if (len > 3 && out[len - 1] == 'e')
		out[--len] = '\0';
	return len;
}

bool text_one_typo(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	if (n > m) {
		const char *t = a;
		a = b, b = t;
		size_t u = n;
		n = m, m = u;
	}
	if (m - n > 1)
		return false;
	size_t i = 0;
	while (i < n && a[i] == b[i])
		i++;
	if (n == m)
		return i == n || !strcmp(a + i + 1, b + i + 1) ||
		       (i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] && !strcmp(a + i + 2, b + i + 2));
	return !strcmp(a + i, b + i + 1);
}

struct reader {
	struct tokens *tokens;
	const char *text;
	size_t len, at;
	size_t first;                           /* of our tokens in the list */
	uint32_t sentence, clause;
	bool sentence_used, clause_used;        /* has a token of its own yet */
	size_t line_from;
};

static void end_clause(struct reader *r)
{
	if (r->clause_used)
		r->clause++;
	r->clause_used = false;
}

static void end_sentence(struct reader *r)
{
	end_clause(r);
	if (r->sentence_used)
		r->sentence++;
	r->sentence_used = false;
}

static struct token *add_token(struct reader *r, enum token_kind kind, size_t from, size_t to)
{
	struct tokens *t = r->tokens;
	t->items = array_grow(t->items, t->count, &t->cap, sizeof *t->items);
	struct token *token = &t->items[t->count++];
	*token = (struct token){ .from = from, .to = to, .kind = kind, .sentence = r->sentence, .clause = r->clause };
	r->sentence_used = r->clause_used = true;
	return token;
}

static void set_number(struct reader *r, struct token *token, double value)
{
	char text[NUMBER_MAX];
	snprintf(text, sizeof text, "%.10g", value);
	token->kind = TOKEN_NUMBER;
	token->value = value;
	token->stem = arena_strdup(&r->tokens->arena, text);
}

static void set_word(struct reader *r, struct token *token, const char *word)
{
	char stem[WORD_MAX + 8];
	token->word = arena_strdup(&r->tokens->arena, word);
	text_stem(word, strlen(word), stem);
	token->stem = arena_strdup(&r->tokens->arena, stem);
	token->stop = is_stop_word(word);
}

/* "100 million": the word belongs to the number before it. */
static bool join_multiplier(struct reader *r, const char *word, size_t from, size_t to)
{
	struct tokens *t = r->tokens;
	struct token *last = t->count > r->first ? &t->items[t->count - 1] : NULL;
	if (!last || last->kind != TOKEN_NUMBER || last->sentence != r->sentence || from - last->to > 1)
		return false;
	bool glued = from == last->to;
	for (size_t i = 0; i < ARRAY_SIZE(multipliers); i++) {
		if (strcmp(multipliers[i].word, word) || (multipliers[i].glued && !glued))
			continue;
		last->to = to;
		set_number(r, last, last->value * multipliers[i].factor);
		return true;
	}
	return false;
}

static void add_word(struct reader *r, const char *word, size_t from, size_t to)
{
	if (join_multiplier(r, word, from, to))
		return;
	if (listed(clause_openers, ARRAY_SIZE(clause_openers), word))
		end_clause(r);
	for (size_t i = 0; i < ARRAY_SIZE(number_words); i++)
		if (number_words[i].word[0] == word[0] && !strcmp(number_words[i].word, word)) {
			struct token *token = add_token(r, TOKEN_NUMBER, from, to);
			token->word = number_words[i].word;
			set_number(r, token, number_words[i].value);
			return;
		}
	const struct abbreviation *known =
		bsearch(word, abbreviations, ARRAY_SIZE(abbreviations), sizeof *abbreviations, compare_words);
	if (known) {
		char full[WORD_MAX];
		strcpy(full, known->full);
		for (char *next, *part = full; part; part = next) {
			next = strchr(part, ' ');
			if (next)
				*next++ = '\0';
			set_word(r, add_token(r, TOKEN_WORD, from, to), part);
		}
		return;
	}
	set_word(r, add_token(r, TOKEN_WORD, from, to), word);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void read_number(struct reader *r)
{
	char digits[NUMBER_MAX];
	size_t n = 0, from = r->at;
	const char *s = r->text;
	bool point = false;
	while (r->at < r->len) {
		char c = s[r->at];
		size_t left = r->len - r->at;
		bool group = (c == ',' || c == '_') && !point && left > 3 && is_digit(s[r->at + 1]) && is_digit(s[r->at + 2]) &&
		             is_digit(s[r->at + 3]) && (left == 4 || !is_digit(s[r->at + 4]));
		bool fraction = c == '.' && !point && left > 1 && is_digit(s[r->at + 1]);
		if (!is_digit(c) && !group && !fraction)
			break;
		point |= fraction;
		if (!group && n < sizeof digits - 1)
			digits[n++] = c;
		r->at++;
	}
	digits[n] = '\0';
	struct token *token = add_token(r, TOKEN_NUMBER, from, r->at);
	token->word = arena_strndup(&r->tokens->arena, s + from, r->at - from);
	set_number(r, token, strtod(digits, NULL));
}

/* Letters up to a digit or anything else; apostrophes vanish (don't, user's). */
static void read_word(struct reader *r)
{
	char word[WORD_MAX];
	size_t n = 0, from = r->at;
	while (r->at < r->len) {
		const unsigned char *s = (const unsigned char *)r->text + r->at;
		size_t left = r->len - r->at;
		if ((*s | 32) >= 'a' && (*s | 32) <= 'z') {
			if (n < sizeof word - 1)
				word[n++] = (char)(*s | 32);
			r->at++;
		} else if (*s == '\'' && n && left > 1 && ((s[1] | 32) >= 'a' && (s[1] | 32) <= 'z')) {
			r->at++;
		} else if (left > 3 && !memcmp(s, "\xE2\x80\x99", 3) && n && (s[3] | 32) >= 'a' && (s[3] | 32) <= 'z') {
			r->at += 3;
		} else if (*s >= 0x80) {
			int32_t cp;
			size_t bytes = utf8_decode(r->text + r->at, left, &cp);
			if (!utf8_is_word(cp) || cp == 0xFFFD)
				break;
			if (n + bytes < sizeof word)
				memcpy(word + n, s, bytes), n += bytes;
			r->at += bytes;
		} else {
			break;
		}
	}
	word[n] = '\0';
	if (n)
		add_word(r, word, from, r->at);
}

/* "w/" and "w/o", "b/c": short forms that hold a sign. */
static bool read_slashed(struct reader *r)
{
	static const struct { const char *brief, *word; } forms[] = {
		{ "w/o", "without" }, { "b/c", "because" }, { "w/", "with" },
	};
	if (r->at && ((r->text[r->at - 1] | 32) >= 'a' && (r->text[r->at - 1] | 32) <= 'z'))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		size_t n = strlen(forms[i].brief);
		char next = r->len - r->at > n ? r->text[r->at + n] : ' ';
		if (r->len - r->at < n || strncmp(r->text + r->at, forms[i].brief, n))
			continue;
		if (forms[i].brief[n - 1] != '/' && (next | 32) >= 'a' && (next | 32) <= 'z')
			continue;
		r->at += n;
		add_word(r, forms[i].word, r->at - n, r->at);
		return true;
	}
	return false;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The rest of a line begins a bullet, a heading, a quote, a table row, or nothing. */
static bool begins_block(const char *s, size_t len)
{
	size_t i = 0;
	while (i < len && (s[i] == ' ' || s[i] == '\t'))
		i++;
	if (i == len || strchr("\r\n#>|`~", s[i]))
		return true;
	if (strchr("-*+", s[i]) && i + 1 < len && is_space(s[i + 1]))
		return true;
	if (len - i > 3 && !memcmp(s + i, "\xE2\x80\xA2", 3))
		return true;
	size_t digits = i;
	while (digits < len && is_digit(s[digits]))
		digits++;
	return digits > i && digits < len && (s[digits] == '.' || s[digits] == ')');
}

/* Sentences on both sides of a blank line or a heading are not neighbours: one number between them stays free. */
static void leave_paragraph(struct reader *r)
{
	const struct tokens *t = r->tokens;
	end_sentence(r);
	if (t->count > r->first && r->sentence == t->items[t->count - 1].sentence + 1)
		r->sentence++;
}

/* A line break ends a bullet, but inside a paragraph that was wrapped at a margin it does not. */
static void read_line_break(struct reader *r)
{
	size_t width = r->at - r->line_from;
	bool heading = r->text[r->line_from] == '#';
	r->at++;
	if (heading || width < WRAPPED_LINE || begins_block(r->text + r->at, r->len - r->at))
		end_sentence(r);
	if (width == 0 || (r->at < r->len && r->text[r->at] == '#'))
		leave_paragraph(r);
	r->line_from = r->at;
}

static bool ends_sentence(const struct reader *r)
{
	const char *s = r->text;
	if (r->at + 1 < r->len && !is_space(s[r->at + 1]) && !strchr("\")'*_", s[r->at + 1]))
		return false;
	if (s[r->at] != '.')
		return true;
	/* "e.g.", "i.e.", "vs.", "approx." do not end one. */
	if (r->at >= 2 && s[r->at - 2] == '.')
		return false;
	return !(r->at >= 2 && !strncmp(s + r->at - 2, "vs", 2));
}

/* "1:1", "08:00", "hash(id": what stands on both sides is one thing. */
static bool joins(const struct reader *r)
{
	const char *s = r->text + r->at;
	char last = r->at ? s[-1] : ' ', next = r->at + 1 < r->len ? s[1] : ' ';
	if (*s == ':')
		return is_digit(last) && is_digit(next);
	return *s == '(' && ((last | 32) >= 'a' && (last | 32) <= 'z') && !is_space(next);
}

static void read_sign(struct reader *r)
{
	const char *s = r->text + r->at;
	size_t left = r->len - r->at;
	size_t arrow = left > 1 && (!memcmp(s, "->", 2) || !memcmp(s, "=>", 2)) ? 2 :
	               left > 2 && !memcmp(s, "\xE2\x86\x92", 3) ? 3 : 0;
	if (arrow) {
		struct token *token = add_token(r, TOKEN_SIGN, r->at, r->at + arrow);
		token->word = token->stem = "->";
		token->stop = true;
		r->at += arrow;
		return;
	}
	switch (*s) {
	case '%': case '^': case '$': {
		struct token *token = add_token(r, TOKEN_SIGN, r->at, r->at + 1);
		token->word = token->stem = *s == '%' ? "%" : *s == '^' ? "^" : "$";
		break;
	}
	case '.': case '!': case '?':
		if (ends_sentence(r))
			end_sentence(r);
		break;
	case ',': case ';': case ':': case '(': case ')':
		if (!joins(r))
			end_clause(r);
		break;
	case '-':
		if (r->at && is_space(s[-1]) && left > 1 && is_space(s[1]))
			end_clause(r);
		break;
	default:
		break;
	}
	int32_t cp;
	r->at += (unsigned char)*s >= 0x80 ? utf8_decode(s, left, &cp) : 1;
	if ((unsigned char)*s >= 0x80 && (cp == 0x2013 || cp == 0x2014))
		end_clause(r);
}

void tokens_read(struct tokens *tokens, const char *text, size_t len)
{
	struct reader r = { .tokens = tokens, .text = text, .len = len < TOKENS_TEXT_MAX ? len : TOKENS_TEXT_MAX, .first = tokens->count };
	while (r.at < r.len) {
		char c = text[r.at];
		if (c == '\n')
			read_line_break(&r);
		else if (is_digit(c))
			read_number(&r);
		else if (((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 0x80) {
			size_t before = r.at;
			if (!read_slashed(&r))
				read_word(&r);
			if (r.at == before)
				read_sign(&r);
		} else
			read_sign(&r);
	}
}

void tokens_release(struct tokens *tokens)
{
	free(tokens->items);
	arena_release(&tokens->arena);
	*tokens = (struct tokens)TOKENS_INIT;
}
