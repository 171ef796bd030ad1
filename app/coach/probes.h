/* Probes: what the interviewer asks next, chosen by what the notes lack. Pure; the same log gives the same probe. */
#ifndef SYSDRILL_COACH_PROBES_H
#define SYSDRILL_COACH_PROBES_H

#include <stdbool.h>
#include <stdint.h>

#include "coach/review.h"
#include "session/session.h"

enum { PROBE_SPACING_MS = 3 * 60 * 1000, PROBE_SETTLE_MS = 30 * 1000 };

/*
 * The probe not asked yet whose key points the notes lack most; between equals, the concern that was probed least, then the
 * problem's order. NULL: none is left. Takes a review of all notes (some milliseconds): call it when a probe is due.
 */
const struct probe *coach_next_probe(const struct reviewer *reviewer, const struct session *session);
/*
 * Should one be asked now? The clock runs in a phase with probes; half a minute into the phase, or, when one stands in the
 * conversation already, three minutes after it and only once the notes have moved on since: one at a time.
 */
bool coach_probe_due(const struct session *session, int64_t now_ms);

/* What the interviewer says next to the latest probe, by how much of it the notes cover since it was asked. */
enum probe_answer { PROBE_UNANSWERED, PROBE_WEAK, PROBE_FAIR, PROBE_STRONG };
enum probe_answer coach_probe_answer(const struct reviewer *reviewer, const struct session *session,
                                     const struct probe *probe);
const char *probe_follow_up(const struct probe *probe, enum probe_answer answer);       /* "" when unanswered */

#endif
