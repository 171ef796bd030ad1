/*
 * Onlook: somebody else's notes and conversation, as they are or were typed: the notes of the phase that is on (or of another, or
 * the worksheet) with the place of the last change in sight, and the conversation with its end in sight. For whoever interviews,
 * and for a replay.
 */
#ifndef SYSDRILL_SCREENS_ONLOOK_H
#define SYSDRILL_SCREENS_ONLOOK_H

#include "screens/mdview.h"
#include "screens/world.h"
#include "tui/editor.h"
#include "tui/layout.h"

struct onlook {
	struct editor *notes;           /* read-only */
	size_t document;                /* which: a phase's by its index, then the worksheet */
	bool follows;                   /* it is that of the phase that is on */
	char stream[STREAM_SIZE];       /* what `notes` was loaded from */
	uint64_t loaded;                /* splices of it that were loaded */
	struct mdview talk;
	size_t talk_turns;
	bool talk_made, talk_at_end;
};

void onlook_open(struct onlook *onlook, struct clipboard *clipboard, bool ascii);
void onlook_close(struct onlook *onlook);
/* Brings both up to date with the session, as somebody in `seat` reads it. */
void onlook_follow(struct onlook *onlook, const struct session *session, enum seat seat);
/* To the next phase's notes, or the worksheet; once around it follows the phase that is on again. */
void onlook_other_notes(struct onlook *onlook, const struct session *session, enum seat seat);
void onlook_draw_notes(struct onlook *onlook, const struct session *session, const struct canvas_view *view, struct rect area,
                       bool focus);
/* Below it the question that the candidate is typing. */
void onlook_draw_talk(struct onlook *onlook, const struct session *session, const struct canvas_view *view, struct rect area,
                      bool focus);

#endif
