/*
 * Interview: the screen of a timed interview, in three files: interview.c has the state, the keys and what time brings,
 * interview_draw.c the picture, interview_talk.c the conversation. Private to these.
 */
#ifndef SYSDRILL_SCREENS_INTERVIEW_H
#define SYSDRILL_SCREENS_INTERVIEW_H

#include "coach/dialogue.h"
#include "screens/mdview.h"
#include "screens/screen.h"
#include "session/pacing.h"
#include "tui/editor.h"
#include "tui/input.h"
#include "tui/list.h"

enum focus { FOCUS_NOTES, FOCUS_TALK, FOCUS_CHECK, FOCUS_COUNT };

struct interview {
	enum focus focus;
	enum focus side;                /* which of talk and checklist stands beside the notes when there is room for one */
	struct rect panes[FOCUS_COUNT]; /* where each was last drawn, on the canvas; empty: not in sight */
	bool zoomed;                    /* only the pane with the focus */

	struct editor *notes[PHASES_MAX];
	struct clipboard clipboard;
	bool searching;                 /* in the notes */
	struct input search;

	struct input question;
	struct mdview talk;
	size_t talk_turns;              /* turns that the talk was made from */
	bool talk_made;
	bool talk_at_end;               /* the newest is to be brought into sight when it is next drawn */

	struct list checks;
	struct dialogue dialogue;

	enum pace pace;                 /* when last looked at, for the bell */
	size_t pace_phase;
};

/* interview_talk.c */
void talk_ask(struct interview *interview, const struct world *world, struct intents *out);
void talk_hint(struct interview *interview, const struct world *world, struct intents *out);
void talk_probe(struct interview *interview, const struct world *world, struct intents *out);
void talk_tick(struct interview *interview, const struct world *world, struct intents *out);
/* The conversation, made anew when there is more of it. */
void talk_refresh(struct interview *interview, const struct world *world);
/* What the interviewer began with. */
const char *talk_prompt(const struct world *world);
/* Makes interviewer and reviewer for the problem of the session. */
void talk_prepare(struct interview *interview, const struct world *world);

/* interview_draw.c */
void interview_draw(void *state, const struct world *world, const struct canvas_view *view);
bool interview_redraw(void *state, const struct world *world, const struct canvas_view *view);

/* interview.c */
struct editor *interview_notes(const struct interview *interview, const struct world *world);   /* of the phase that is on */
/* The index-th checklist item of the phase that is on; NULL past the end. */
const struct checklist_item *interview_check(const struct world *world, size_t index);

#endif
