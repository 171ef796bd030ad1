/*
 * Stories: the candidate's own experience, as they wrote it down: systems operated, incidents, scale. A story is a heading
 * with, somewhere below it, a line of tags ("Tags: scale, failure"). Pure; nothing is made up, only found again.
 */
#ifndef SYSDRILL_COACH_STORIES_H
#define SYSDRILL_COACH_STORIES_H

#include <stdbool.h>
#include <stddef.h>

#include "problem/problem.h"

struct story {
	const char *title, *tags;       /* into the text; not NUL-terminated */
	size_t title_len, tags_len;
};

/* The next story at or after byte *at of `text`; moves *at on. False: there is none. A story without tags has tags_len 0. */
bool story_next(const char *text, size_t len, size_t *at, struct story *story);
/* Whether the story has one of these tags, in either case of letters. */
bool story_shows(const struct story *story, const struct texts *tags);

#endif
