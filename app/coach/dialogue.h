/*
 * Dialogue: what the interviewer says, as events. The drawn interview and the line-by-line one both speak through this. Pure:
 * every function hands its events to `say`, in order; their texts are good until that call returns.
 *
 * A dialogue points into the problem, which must outlive it. Without a problem (its text cannot be had) the interviewer
 * says nothing but that.
 */
#ifndef SYSDRILL_COACH_DIALOGUE_H
#define SYSDRILL_COACH_DIALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "coach/interviewer.h"
#include "coach/review.h"
#include "problem/problem.h"
#include "session/event.h"
#include "session/session.h"

struct dialogue {
	const struct problem *problem;          /* NULL: none */
	struct interviewer *interviewer;
	struct reviewer *reviewer;
};

/* Only `kind` and payload of the event are set. */
typedef void dialogue_say(void *context, const struct event *event);

void dialogue_init(struct dialogue *dialogue, const struct problem *problem);
void dialogue_release(struct dialogue *dialogue);

/* The question itself, then the facts that it unlocks, or the answer. */
void dialogue_ask(const struct dialogue *dialogue, const struct session *session, const char *question, dialogue_say *say,
                  void *context);
/* Only the facts or the answer: to a question that was asked already. */
void dialogue_answer(const struct dialogue *dialogue, const struct session *session, const char *question, dialogue_say *say,
                     void *context);
/* The next hint of the phase; false: all are taken. */
/* What a candidate of a room asks when they want one. */
#define DIALOGUE_HINT_REQUEST "Could I have a hint?"
bool dialogue_hint(const struct dialogue *dialogue, const struct session *session, dialogue_say *say, void *context);
/* The next probe, or first what there is to be said to the answer of the last one; false: nothing is left. */
bool dialogue_probe(const struct dialogue *dialogue, const struct session *session, dialogue_say *say, void *context);
/* What time brings: an offered hint, a probe that is due, the curveball. To be asked about once a second. */
void dialogue_tick(const struct dialogue *dialogue, const struct session *session, int64_t now_ms, dialogue_say *say,
                   void *context);

/* Who speaks in a turn: "You", "Interviewer", "Hint", ... */
const char *dialogue_speaker(const struct turn *turn);
/* What was said; for a turn that has no text of its own (an offered hint) the sentence for it. */
const char *dialogue_text(const struct turn *turn);

#endif
