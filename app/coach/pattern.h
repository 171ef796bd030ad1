/*
 * Pattern: the `shows` and `unless` lines of a problem, and where they match in a text. Pure.
 *
 * A line holds parts joined by `+`, a part holds wordings joined by `|`. A line matches where all parts occur within one
 * sentence or bullet, or two adjacent ones; a wording of several words occurs in that order, close together, within a
 * clause. Words meet by their stems (text.h), written together or apart, with one wrong letter in a long word. An
 * occurrence that is turned down ("no cache needed") does not count, unless the wording itself is negative.
 *
 * Ownership: a set of patterns owns its compiled lines; an indexed text belongs to one set and points into the text.
 */
#ifndef SYSDRILL_COACH_PATTERN_H
#define SYSDRILL_COACH_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "coach/text.h"

/* Bytes [from, to) of the notes, on word boundaries; to == from: none. */
struct span { size_t from, to; };

struct patterns;

struct patterns *patterns_new(void);
void patterns_free(struct patterns *patterns);
/* Compiles a line and returns its number, from 0. An empty line matches nothing. */
size_t patterns_add(struct patterns *patterns, const char *line);

/* A text made ready for matching. */
struct indexed;

struct indexed *indexed_new(const struct patterns *patterns, const char *text, size_t len);
void indexed_free(struct indexed *indexed);
const struct tokens *indexed_tokens(const struct indexed *indexed);
/* Does the sentence end with a question mark? */
bool indexed_is_question(const struct indexed *indexed, size_t sentence);

enum pattern_match {
	PATTERN_ABSENT,
	PATTERN_NEAR,           /* all parts, but further apart, or all but one of three and more, or said as a question */
	PATTERN_TURNED_DOWN,    /* it would match, but the text says no to it */
	PATTERN_MATCHES,
};

/*
 * The best match of a line. `evidence` (may be NULL) gets the words from the first part to the last; `weight` (may be NULL)
 * how telling they are: the sum over the words of the wordings of ln(140 / lines with this word). A product's name that
 * one line knows weighs about 5, "user" or "cache" 2; a line of a single part weighs half as much again.
 */
enum pattern_match pattern_find(const struct indexed *indexed, size_t line, struct span *evidence, double *weight);

#endif
