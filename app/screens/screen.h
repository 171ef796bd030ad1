/*
 * Screen: a const table of functions over a piece of state, and a table of bindings from which its help, its footer
 * and the palette are made. Screens draw into a canvas and return intents; nothing else comes out of them, no loop runs in
 * them, and no clock is read: world->now_ms is the time.
 *
 * The shell owns the state: `state_size` zeroed bytes, given to open() and, at the end, to close().
 */
#ifndef SYSDRILL_SCREENS_SCREEN_H
#define SYSDRILL_SCREENS_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "screens/intent.h"
#include "screens/world.h"
#include "tui/canvas.h"
#include "tui/key.h"

/* The page that the first run offers. */
#define PAGE_TOUR "tour"

/* What INTENT_REMEMBER keeps, besides the papers by their names. */
#define STATE_WELCOME "welcome"         /* "seen" */
#define STATE_BROKER "broker"           /* where rooms meet, when the configuration does not say */
#define STATE_GAP "gap."                /* and a session: sum of self - suggested, and how many; see coach/debrief.h */
#define STATE_TICK "tick."              /* and PAGE.N: "x", or "" to take it back; world.ticks */

struct binding {
	const char *keys;       /* names as in tui/key.h, several with spaces: "Ctrl-N F5"; the first is shown */
	const char *name;       /* "Next phase": footer and palette */
	const char *help;       /* a sentence, for the help */
	int footer;             /* rank in the footer, 1 first; 0: not there */
	void (*run)(void *state, const struct world *world, struct intents *out);
	bool (*when)(const void *state, const struct world *world);     /* NULL: always */
};

struct screen_class {
	const char *name;       /* "interview": for tests and help */
	const char *title;      /* "Interview": above the help */
	const char *about;      /* two or three sentences, for the help */
	size_t state_size;
	int dialog_rows, dialog_cols;   /* 0: the whole screen; else it stands above the one below, at most this large */

	void (*open)(void *state, const struct world *world, const void *argument);     /* may be NULL */
	/* A key that no binding took. */
	void (*key)(void *state, const struct world *world, const struct key *key, struct intents *out);
	void (*draw)(void *state, const struct world *world, const struct canvas_view *view);
	/* After nothing but letters since the last draw: draws only what they changed, over what is there. False: it needs all
	 * of draw(). NULL: always. */
	bool (*redraw)(void *state, const struct world *world, const struct canvas_view *view);
	void (*close)(void *state);                                                     /* may be NULL */

	/* Where the focus takes text: then a binding whose key is a character does not count. NULL: never. */
	bool (*typing)(const void *state);
	/* Hands over what was typed and is not yet in the log, as INTENT_EVENTs. The shell calls it 150 ms after the last key, at the
	 * latest 500 ms after the first, and before anything that leaves or stops. NULL: has none. */
	void (*flush)(void *state, const struct world *world, struct intents *out);
	/* ms until the picture changes by itself; -1: never. NULL: never. */
	int (*wake_ms)(const void *state, const struct world *world);
	/* After such a wake-up, once a second at most: things that time brings (an offered hint, a probe). */
	void (*tick)(void *state, const struct world *world, struct intents *out);
	/* The open session got events that this screen did not write. */
	void (*synced)(void *state, const struct world *world);
	/* Text that a screen above wants to have in the notes of this one. */
	void (*insert)(void *state, const struct world *world, const char *text);
	/* What came back from $EDITOR. */
	void (*edited)(void *state, const struct world *world, const char *text, size_t len, struct intents *out);

	const struct binding *bindings;
	size_t binding_count;
};

/* The binding of this class that a key means, under `typing` and `when`; NULL: none. */
const struct binding *screen_binding(const struct screen_class *screen, const void *state, const struct world *world,
                                     const struct key *key);
/* What works on every screen: help, palette, redraw, quit. */
const struct binding *screen_common_bindings(size_t *count);
/* The one of these that shows all the others. */
const struct binding *screen_help_binding(void);
/* The common binding that a key means here; NULL: none. */
const struct binding *screen_common_binding(const struct screen_class *screen, const void *state,
                                            const struct world *world, const struct key *key);

/* For bindings of any screen. */
void screen_go_back(void *state, const struct world *world, struct intents *out);       /* to the screen below */
void screen_go_home(void *state, const struct world *world, struct intents *out);       /* leaves the interview, or the door */
void screen_hand_over(void *state, const struct world *world, struct intents *out);     /* draws the curtain of the hot seat */
bool screen_both_here(const void *state, const struct world *world);                    /* it is one */

/* The first key of a binding, as it is shown. */
void binding_key_name(const struct binding *binding, char out[KEY_NAME_SIZE]);

/* All screens, and what their open() expects as argument. */
struct confirm_argument {
	const char *title, *yes;        /* static */
	char text[512];                 /* Markdown: what happens, and what goes */
	const struct binding *binding;  /* of the screen below: what is run on yes */
};
struct reader_argument {
	char title[96];
	char page[64];                  /* its id, when it is one: tasks in it can be ticked; "" otherwise */
	const char *markdown;           /* copied in open() */
	const char *estimates;          /* the calculations of that text, to open a copy of; NULL: none. Copied, too */
};
struct estimate_argument {
	const char *text;               /* a worksheet to play with, kept nowhere; NULL: the interview's, else the scratch one */
};
struct keys_argument {                  /* help and palette: of which screen */
	const struct screen_class *screen;
	const void *state;
};

extern const struct screen_class screen_welcome;        /* no argument */
extern const struct screen_class screen_home;           /* no argument */
extern const struct screen_class screen_start;          /* struct problem_row: the problem */
extern const struct screen_class screen_interview;      /* no argument: world.session */
extern const struct screen_class screen_script;         /* no argument: world.session, of a room, for who interviews */
extern const struct screen_class screen_replay;         /* no argument: world.session */
extern const struct screen_class screen_join;           /* no argument */
extern const struct screen_class screen_waiting;        /* no argument: until the interviewer lets one in */
extern const struct screen_class screen_seats;          /* no argument: world.room.left */
extern const struct screen_class screen_members;        /* no argument */
extern const struct screen_class screen_marks;          /* no argument: one's own, before they are released */
extern const struct screen_class screen_curtain;        /* no argument: the hot seat changes hands */
extern const struct screen_class screen_debrief;        /* no argument: world.session */
extern const struct screen_class screen_history;        /* no argument */
extern const struct screen_class screen_reader;         /* struct reader_argument */
extern const struct screen_class screen_paper;          /* enum paper */
extern const struct screen_class screen_shelf;          /* no argument; after INTENT_PAGES */
extern const struct screen_class screen_search;         /* no argument */
extern const struct screen_class screen_estimate;       /* struct estimate_argument, or none */
extern const struct screen_class screen_calculators;    /* no argument; after INTENT_CALCULATORS */
extern const struct screen_class screen_form;           /* size_t: index into world.calculators */
extern const struct screen_class screen_confirm;        /* struct confirm_argument */
extern const struct screen_class screen_help;           /* struct keys_argument */
extern const struct screen_class screen_palette;        /* struct keys_argument */

#endif
