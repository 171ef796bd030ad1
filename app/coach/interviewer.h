/*
 * Interviewer: answers a typed question from a problem's facts, in whatever words it was asked, and from nothing else.
 * Pure, and the same question always gets the same answer.
 *
 * A fact is told only when the question explains itself well enough by it; otherwise the decision is handed back to
 * the candidate (design questions, and what the problem lists as theirs to decide), or the reply asks back. How the
 * match is scored is told in match.h.
 *
 * Ownership: the interviewer points into the problem, which must outlive it; a reply points into the problem and owns
 * its text. One interviewer serves any number of questions and sessions.
 */
#ifndef SYSDRILL_COACH_INTERVIEWER_H
#define SYSDRILL_COACH_INTERVIEWER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "problem/problem.h"
#include "session/session.h"

enum decided_by {
	DECIDED_FACT,           /* the problem's facts answer it */
	DECIDED_CANDIDATE,      /* it is the candidate's to decide */
	DECIDED_UNCLEAR,        /* not understood, or too thin: the reply asks back */
};

enum { REPLY_FACTS_MAX = 4 };

struct reply_fact {
	const struct fact *fact;
	double score;           /* 0 to 1; how well the question is explained by the fact */
	bool again;             /* it was revealed before: log it as an answer, not as another fact.revealed */
};

struct reply {
	enum decided_by decided_by;
	struct reply_fact facts[REPLY_FACTS_MAX];       /* best first */
	size_t fact_count;                              /* 0 unless decided by fact */
	const struct fact *meant;                       /* "Do you mean ...?" was asked back, and "yes" gets this; else NULL */
	struct strbuf text;                             /* what the interviewer says, all of it; Markdown */
};

#define REPLY_INIT { .text = STRBUF_INIT }

struct interviewer;

struct interviewer *interviewer_new(const struct problem *problem);
void interviewer_free(struct interviewer *interviewer);         /* NULL is fine */

/*
 * `question` is any text; only its first 2,000 bytes are looked at. `session` may be NULL: then nothing was revealed yet,
 * and "yes" answers nothing. The question may stand in it already.
 * `reply` is fresh from REPLY_INIT or was used before.
 */
void interviewer_ask(const struct interviewer *interviewer, const struct session *session, const char *question,
                     struct reply *reply);
void reply_release(struct reply *reply);

const char *decided_by_name(enum decided_by decided_by);        /* "fact", "candidate", "unclear": as in the log */

#endif
