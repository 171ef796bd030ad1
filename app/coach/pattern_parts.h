/*
 * The inside of pattern.h, for the files that make it up: pattern.c compiles lines, indexed.c makes a text ready, pattern_find.c
 * lays the one on the other. Nobody else includes this.
 */
#ifndef SYSDRILL_COACH_PATTERN_PARTS_H
#define SYSDRILL_COACH_PATTERN_PARTS_H

#include "coach/pattern.h"
#include "coach/vocabulary.h"

enum {
	PATTERN_WORDS_MAX = 8,  /* words in one wording */
	PARTS_MAX = 6,
	JOINED_MAX = 64,        /* bytes of several words written as one */
};

struct wording {
	int words[PATTERN_WORDS_MAX];
	size_t count;
	int joined;             /* all words written as one; -1 for a single word */
	bool negative;          /* says "no" itself */
};

struct part {
	struct wording *wordings;
	size_t count, cap;
};

struct line {
	struct part parts[PARTS_MAX];
	size_t count;
};

struct patterns {
	struct vocabulary words;        /* stems */
	size_t *lines_with;             /* by word */
	size_t lines_with_cap;
	struct line *lines;
	size_t count, cap;
};

/* Where a word of the patterns stands: tokens [at, at + span). */
struct place { size_t at, span; };

struct places {
	struct place *items;
	size_t count, cap;
};

struct sentence {
	size_t from, to;        /* tokens */
	bool question;
};

struct indexed {
	const struct patterns *patterns;
	const char *text;
	size_t len;
	struct tokens tokens;
	struct places *places;          /* by word of the patterns */
	struct sentence *sentences;
	size_t sentence_count;
};

/* Says nothing by itself; but "no" and "not" do. */
static inline bool is_idle(const struct token *token)
{
	return token->stop && !text_is_negator(token);
}

#endif
