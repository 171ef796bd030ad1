/*
 * World: everything that a screen may look at. The shell fills it; screens get it as const and change nothing in it:
 * they return intents. Pointers stay valid until the next call into the screen.
 */
#ifndef SYSDRILL_SCREENS_WORLD_H
#define SYSDRILL_SCREENS_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalog/calculator.h"
#include "problem/problem.h"
#include "session/paper.h"
#include "session/session.h"
#include "session/summary.h"
#include "settings/settings.h"

/* A line of the library: what the card says, and what the log says of it. */
struct problem_row {
	const char *id, *title, *summary, *tracks, *patterns;
	enum difficulty difficulty;
	int rank;
	bool own;               /* the user's, not shipped */
	const char *broken;     /* the reason; "" when it can be used */
	int times;              /* interviews ended */
	int last_score;         /* per cent; -1: none */
	int64_t last_ms;        /* Unix time; 0: never */
	const char *unfinished; /* id of the newest unfinished session; "" when there is none */
};

/* A page to read: a concept or a plan. */
struct page_row {
	const char *id, *title, *group, *summary;
	const char *problems;   /* that lean on it: "chat, news-feed" */
	const char *broken;     /* the reason; "" when it can be read */
};

struct search_hit {
	const char *kind, *id, *title;  /* problem, concept, plan or session */
	const char *snippet;            /* what matched stands between \x01 and \x02 */
};

/* Somebody who asks to be let into the room. */
struct lobby_entry {
	char origin[ID_SIZE];
	const char *name, *print;       /* print: the fingerprint to read aloud; "" for somebody at this machine */
	enum seat seat;                 /* the one that is asked for */
};

/* A seat of a room that this machine has, for who comes back to it. */
struct seat_choice {
	const char *seat;       /* "candidate", "panel.2": for INTENT_OPEN */
	char name[64];
};

/* What is there of a room beside its log. Texts are never NULL. */
struct room_view {
	const char *code;               /* to be told to the others, in groups; "" while there is none, and for who joined */
	const char *contact;            /* for the title: who is there, or for how long nobody was heard; "" alone */
	bool out_of_touch;
	bool both_here;                 /* the hot seat: this program has the other seat, too */
	const char *waiting;            /* who wants to join: what becomes of it, in a sentence; "" else */
	const struct lobby_entry *lobby;
	size_t lobby_count;
	const struct seat_choice *left; /* of the session `left_session` that was to be opened: which of these was it? */
	size_t left_count;
	const char *left_session;
	bool hosts_next;                /* roles were swapped: the others know the code of the room that is opened next */
};

struct world {
	int64_t now_ms;                         /* Unix time */
	const struct settings *settings;
	bool first_run;                         /* nobody has been here before */
	bool covered;                           /* other screens than the welcome stand above the lowest */

	const struct problem_row *problems;     /* by rank, then title */
	size_t problem_count;
	size_t problem_total;                   /* that there are: for the first frame only the first ones are read */
	const struct problem *preview;          /* the one that INTENT_PREVIEW asked for; NULL: not there yet */

	const struct session_summary *unfinished;       /* the newest interview that can be gone on with; NULL: none */
	/* By how much one scores oneself above what the notes show, a point of the scale each; filled by INTENT_HISTORY, too. */
	double gap;
	int gap_pairs;                          /* scores that this was seen in; 0: nothing can be said */
	const struct session_summary *sessions;  /* newest first; filled by INTENT_HISTORY */
	size_t session_count;

	const struct calculator *calculators;   /* filled by INTENT_CALCULATORS */
	size_t calculator_count;

	const struct page_row *pages;           /* by group and title; filled by INTENT_PAGES */
	size_t page_count;
	const struct search_hit *hits;          /* best first; filled by INTENT_SEARCH */
	size_t hit_count;
	const char *const *ticks;               /* "PAGE.N" of every task that is ticked */
	size_t tick_count;

	const struct session *session;          /* the open interview; NULL */
	const struct problem *problem;          /* its problem, as the record keeps it; NULL when it cannot be had */
	bool watching;                          /* another program writes this interview: read-only here */
	enum seat seat;                         /* solo, or one's role in this room */
	const char *self;                       /* the origin under which this program writes; "" while it watches */
	struct room_view room;
	const char *trouble;                    /* why what was typed is not saved yet; "" when all is */

	const char *data_dir;                   /* where everything lives; for showing */
	const char *papers[PAPER_COUNT];        /* the user's own texts that belong to no interview */
};

#endif
