/*
 * Mistakes: the common ones, as far as they can be seen in the log, each with its evidence. Pure. What a log cannot
 * show is not claimed: a gap is shown as a gap, not as a fault.
 */
#ifndef SYSDRILL_COACH_MISTAKES_H
#define SYSDRILL_COACH_MISTAKES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "coach/review.h"
#include "session/session.h"

enum mistake_kind {
#define MISTAKE(symbol, name, title, fault, advice) MISTAKE_##symbol,
#include "coach/mistakes.def"
#undef MISTAKE
	MISTAKE_COUNT
};

const char *mistake_name(enum mistake_kind kind);
const char *mistake_title(enum mistake_kind kind);
const char *mistake_advice(enum mistake_kind kind);
bool mistake_is_fault(enum mistake_kind kind);

struct mistake {
	enum mistake_kind kind;
	const char *evidence;   /* "Architecture began after 3 min 10 s, with 2 facts known." */
	int64_t at_ms;          /* Unix time it is about; 0: the whole interview */
	size_t phase;
	int64_t lasted_ms;      /* of a gap */
};

struct mistakes {
	struct mistake *items;  /* in the table's order; gaps by time */
	size_t count, cap;
	struct arena arena;
};

enum { FACTS_BEFORE_DESIGN = 3 };

/* `review` is of session_all_notes(). */
void mistakes_find(struct mistakes *mistakes, const struct problem *problem, const struct session *session,
                   const struct review *review);
void mistakes_release(struct mistakes *mistakes);

/* "3 min 10 s", "45 s", "1 h 2 min": appended. Negative counts as 0. */
void coach_add_duration(struct strbuf *out, int64_t ms);

#endif
