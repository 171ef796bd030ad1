/*
 * What the coach does not say yet: silent stand-ins, so that the program links. Each goes with the commit that brings the
 * real one; this file goes with the last of them.
 */
#include <stdlib.h>
#include <string.h>

#include "coach/curveball.h"
#include "coach/debrief.h"
#include "coach/hints.h"
#include "coach/probes.h"
#include "coach/review.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

const struct curveball *coach_curveball(const struct problem *problem, const struct session *session) { return NULL; }
bool coach_curveball_due(const struct session *session, int64_t now_ms) { return false; }
const char *probe_follow_up(const struct probe *probe, enum probe_answer answer) { return ""; }
bool coach_probe_due(const struct session *session, int64_t now_ms) { return false; }
const struct probe *coach_next_probe(const struct reviewer *reviewer, const struct session *session) { return NULL; }
bool mistake_is_fault(enum mistake_kind kind) { return false; }
const char *mistake_advice(enum mistake_kind kind) { return ""; }
const char *mistake_title(enum mistake_kind kind) { return ""; }
struct reviewer *reviewer_new(const struct problem *problem) { return malloc(1); }
void reviewer_free(struct reviewer *reviewer) { free(reviewer); }

bool coach_next_hint_in_phase(const struct problem *problem, const struct session *session, struct hint *hint)
{
	return false;
}

enum probe_answer coach_probe_answer(const struct reviewer *reviewer, const struct session *session,
                                     const struct probe *probe)
{
	return PROBE_UNANSWERED;
}

void debrief_make(struct debrief *debrief, const struct reviewer *reviewer, const struct session *session)
{
	memset(debrief, 0, sizeof *debrief);
	strbuf_init(&debrief->notes);
	session_all_notes(session, &debrief->notes);
	for (size_t i = 0; i < CRITERION_COUNT; i++)
		debrief->criteria[i].because = "";
}

void debrief_release(struct debrief *debrief)
{
	strbuf_release(&debrief->notes);
}
