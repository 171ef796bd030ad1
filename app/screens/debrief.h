/*
 * Debrief: the screen after the interview, in four steps that can be taken in any order and gone on with at any time:
 * what happened (debrief_overview.c), notes beside the reference (debrief_compare.c), scores (debrief_scores.c),
 * reflection (debrief_reflect.c). debrief.c has the state, the steps and the bindings. Private to these.
 */
#ifndef SYSDRILL_SCREENS_DEBRIEF_H
#define SYSDRILL_SCREENS_DEBRIEF_H

#include "coach/debrief.h"
#include "coach/review.h"
#include "screens/mdview.h"
#include "screens/screen.h"
#include "session/rubric.h"
#include "tui/editor.h"
#include "tui/input.h"
#include "tui/list.h"

#define STREAM_EVIDENCE_DRAFT "draft.evidence"
#define STREAM_EVIDENCE_PRIVATE STREAM_PRIVATE ".evidence"      /* in a room */

enum debrief_step { STEP_OVERVIEW, STEP_COMPARE, STEP_SCORES, STEP_REFLECT, STEP_COUNT };
/* Where both texts stand side by side they have the focus together, as PANE_REFERENCE. */
enum compare_pane { PANE_REFERENCE, PANE_NOTES, PANE_POINTS };
enum { ANSWERS = REFLECTIONS + NEXT_TIME };

struct debrief_screen {
	enum debrief_step step;
	int gap_sum, gap_pairs;                 /* as they were last remembered */
	const struct problem *problem;          /* for which reviewer and facts were made */
	struct reviewer *reviewer;              /* NULL while the problem's text is not here */
	struct debrief facts;
	bool made;
	size_t facts_events;                    /* of which they were made at the last sync */

	struct mdview overview;
	struct mdview opened;                   /* the scores of a room, side by side */
	struct strbuf opened_text;              /* what `opened` was made of */

	enum section section;                   /* of the comparison */
	struct mdview notes, reference;
	struct list points;                     /* key points of the section */
	enum compare_pane pane;                 /* the one with the focus */
	bool one_text;                          /* when last drawn there was no room for both texts side by side */
	bool compared;                          /* the two texts are those of `section` */

	enum criterion criterion;
	struct input evidence;
	bool proving;                           /* the evidence of a score is being typed */
	int proving_score;
	size_t evidence_line;                   /* of the notes, for Up and Down */

	struct editor *answers[ANSWERS];
	size_t answer;                          /* the one with the focus */
	struct clipboard clipboard;
};

/* debrief_overview.c */
void overview_make(struct debrief_screen *debrief, const struct world *world);
void overview_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view);

/* debrief_compare.c */
/* To the next pane, or the one before. */
void compare_focus(struct debrief_screen *debrief, int by);
void compare_section(struct debrief_screen *debrief, const struct world *world, int by);
void compare_key(struct debrief_screen *debrief, const struct world *world, const struct key *key, struct intents *out);
void compare_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view);

/* debrief_scores.c */
void scores_key(struct debrief_screen *debrief, const struct world *world, const struct key *key, struct intents *out);
void scores_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view);

/* One's own: of the interview alone, of oneself or of the candidate in a room. Never NULL. */
const struct score *scores_own(const struct world *world, enum criterion criterion);

/* debrief_room.c: what both sides make of it */
/* Both sides have scored, and so has who looks: nobody sees the other's before. */
bool room_scores_are_open(const struct world *world);
/* Scores side by side, once both have submitted theirs. */
void room_scores_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view);
/* Marks on the timeline, appended as Markdown: one's own, and what others have released. */
void room_write_marks(const struct world *world, struct strbuf *text);
/* Where the submitting of scores stands, in a sentence; "" when alone. */
void room_write_standing(const struct world *world, struct strbuf *text);
bool room_may_submit(const void *state, const struct world *world);
void room_submit(void *state, const struct world *world, struct intents *out);
bool room_has_marks(const void *state, const struct world *world);

/* debrief_reflect.c */
void answer_stream(size_t index, char out[STREAM_SIZE]);
void reflect_key(struct debrief_screen *debrief, const struct key *key);
void reflect_draw(struct debrief_screen *debrief, const struct world *world, const struct canvas_view *view);

#endif
