/*
 * Seat: a participant's role in a room, and what each role may write. One interviewer opens the room, keeps the clock and
 * admits the others; a panel helps to interview; one candidate; observers only watch. Pure: used by the fold and by whoever
 * takes in what others wrote.
 */
#ifndef SYSDRILL_SESSION_SEAT_H
#define SYSDRILL_SESSION_SEAT_H

#include <stdbool.h>

#include "session/event.h"

enum seat {
#define SEAT(symbol, name, title) SEAT_##symbol,
#define MARK(symbol, name, title)
#include "session/seat.def"
#undef SEAT
#undef MARK
	SEAT_COUNT
};

enum mark_category {
#define SEAT(symbol, name, title)
#define MARK(symbol, name, title) MARK_##symbol,
#include "session/seat.def"
#undef SEAT
#undef MARK
	MARK_COUNT,
	MARK_WORDS = MARK_GOOD          /* those before this one have words */
};

/* The writers of event.def. */
enum { WRITE_NOBODY = 0, WRITE_HOST = 1 << SEAT_INTERVIEWER, WRITE_PANEL = 1 << SEAT_PANEL, WRITE_CANDIDATE = 1 << SEAT_CANDIDATE };

const char *seat_name(enum seat seat);
const char *seat_title(enum seat seat);
bool seat_parse(const char *name, enum seat *out);      /* every one but solo */
const char *mark_name(enum mark_category category);
const char *mark_title(enum mark_category category);
bool mark_parse(const char *name, enum mark_category *out);

/*
 * Whether somebody in this seat may add the event to a room: its kind, and its stream. What is private may not, whoever wrote
 * it. The notes, the worksheet and the draft of a question are the candidate's; answers in the debrief are everybody's own but
 * an observer's; the problem's text and an invitation come from the interviewer.
 */
bool seat_may_write(enum seat seat, const struct event *event);
bool seat_interviews(enum seat seat);                   /* interviewer or panel */

#endif
