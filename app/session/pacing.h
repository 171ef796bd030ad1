/*
 * Pacing: how the clock stands against the preset, and when the interviewer should speak up. Pure.
 */
#ifndef SYSDRILL_SESSION_PACING_H
#define SYSDRILL_SESSION_PACING_H

#include <stdbool.h>
#include <stdint.h>

#include "session/session.h"

enum pace {
	PACE_EARLY,             /* below the phase's lower bound */
	PACE_GOOD,              /* between lower bound and target: a good moment to go on */
	PACE_LATE,              /* between target and upper bound */
	PACE_OVER,              /* beyond the upper bound; nothing ever cuts the candidate off */
};

enum { STUCK_MS = 10 * 60 * 1000, GAP_MS = 2 * 60 * 1000 };

enum pace pacing_phase(const struct session *session, int64_t now_ms);
const char *pacing_sentence(enum pace pace);    /* "good moment to go on", ...; "" when early */
/*
 * Ten minutes without progress in this phase, and no hint offered since: offer one now. Progress is entering the phase,
 * going on after a pause, a question, a hint taken, an item ticked, anything written into a document.
 */
bool pacing_stuck(const struct session *session, int64_t now_ms);
/* The last third of the budget has begun: time for a curveball, when `curveball_wanted`. False once it has ended. */
bool pacing_last_third(const struct session *session, int64_t now_ms);
/* ms until the picture changes by itself (the next full second of the whole clock, 1 to 1000, while it runs); -1: never. */
int pacing_next_tick_ms(const struct session *session, int64_t now_ms);

#endif
