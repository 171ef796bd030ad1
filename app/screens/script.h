/*
 * Script: the screen of a person who interviews: the candidate's notes and estimates as they are typed, the conversation, the
 * clock, and beside them all that a good interviewer needs: prompt, facts, hints, probes, curveballs, key points, reference,
 * warning signs, and marks of one's own that nobody else sees. script.c has state and keys, script_pages.c what stands on the
 * pages, script_draw.c the picture. Private to these.
 */
#ifndef SYSDRILL_SCREENS_SCRIPT_H
#define SYSDRILL_SCREENS_SCRIPT_H

#include "coach/dialogue.h"
#include "coach/probes.h"
#include "screens/mdview.h"
#include "screens/onlook.h"
#include "screens/screen.h"
#include "session/pacing.h"
#include "tui/input.h"
#include "tui/list.h"

enum script_page {
	PAGE_PROMPT, PAGE_FACTS, PAGE_HINTS, PAGE_PROBES, PAGE_CURVEBALLS, PAGE_POINTS, PAGE_REFERENCE, PAGE_WARNINGS, PAGE_MARKS,
	SCRIPT_PAGES
};

enum script_focus { SCRIPT_LIST, SCRIPT_NOTES, SCRIPT_TALK, SCRIPT_FOCUS_COUNT };
enum script_typing { TYPING_NOTHING, TYPING_NOTE, TYPING_ANSWER, TYPING_BROKER };

/* What was typed and not kept or said yet; nobody else's business, either. */
#define STREAM_NOTE_DRAFT STREAM_PRIVATE ".note"
#define STREAM_ANSWER_DRAFT STREAM_PRIVATE ".answer"

struct script {
	enum script_page page;
	struct list lists[SCRIPT_PAGES];
	struct mdview detail;           /* of the chosen entry, or the reference */
	const char *shown;              /* what `detail` was made of; points into the problem or the session */

	enum script_focus focus;
	struct rect panes[SCRIPT_FOCUS_COUNT];  /* where each was last drawn, on the canvas */
	bool zoomed;

	struct onlook onlook;           /* the candidate's notes, and the conversation */

	struct dialogue dialogue;
	struct reply suggestion;        /* to the question that waits for an answer */
	size_t suggested_turns;         /* turns that it was made for; 0: none was */

	bool starts_alone;              /* asked once to start the clock with nobody there */
	enum script_typing typing;
	enum mark_category category;    /* of the note that is typed */
	struct input note, answer, broker;      /* lines of their own: a note must never become an answer */
	struct clipboard clipboard;
};

/* One line of a page, and the whole of it. */
struct script_entry {
	const char *head, *detail;      /* plain; Markdown. The head stands in one row, and is cut off there */
	bool sentence;                  /* the head is one, to be read in full */
	char side[40];                  /* weight, step, about */
	bool done;                      /* revealed, taken, asked, thrown, heard, made */
};

/* script_pages.c */
const char *script_page_title(enum script_page page);
/* Whether its entries are there to be done, and show whether they were. */
bool script_page_does(enum script_page page);
/* The index-th entry; false past the end. */
bool script_entry(const struct script *script, const struct world *world, size_t index, struct script_entry *entry);
size_t script_entries(const struct script *script, const struct world *world);
/* Does what the chosen entry is for. */
void script_do(struct script *script, const struct world *world, struct intents *out);
/* What is to be said after such an answer of the candidate's to the last probe. */
void script_follow_up(const struct world *world, enum probe_answer answer, struct intents *out);
/* The question that waits for an answer; NULL: none does. */
const struct turn *script_open_question(const struct world *world);
/* Key points, while the interview is on, and marks: kept in private until the debrief. */
void script_mark(const struct session *session, int64_t now_ms, enum mark_category category, const char *text, struct intents *out);

/* script.c */
struct input *script_input(struct script *script);      /* the one that is typed into */
/* Brings notes, conversation and suggestion up to date with the session. */
void script_follow(struct script *script, const struct world *world);

/* script_draw.c */
void script_draw(void *state, const struct world *world, const struct canvas_view *view);

extern const struct screen_class screen_script;

#endif
