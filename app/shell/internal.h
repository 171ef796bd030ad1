/* What the files of the shell share; private to app/shell. */
#ifndef SYSDRILL_SHELL_INTERNAL_H
#define SYSDRILL_SHELL_INTERNAL_H

#include "base/strbuf.h"
#include "screens/screen.h"
#include "shell/bridge.h"
#include "shell/clock.h"
#include "shell/library.h"
#include "shell/pages.h"
#include "shell/shell.h"
#include "shell/sitting.h"
#include "store/store.h"
#include "tui/canvas.h"
#include "tui/term.h"

enum { STACK_MAX = 16, QUIET_MS = 150, GATHER_MS = 500, RETRY_MS = 500, BUSY_TRIES = 20, BUSY_STEP_MS = 10 };

enum {
	BRIDGE_AGAIN_MS = 1000, KNOCK_AGAIN_MS = 5000, LOBBY_MAX = 8,
	ROOM_LOOK_MS = 10,      /* without a bell (store.h) */
	ROOM_REST_MS = 200,     /* with one */
};

struct room {
	char code[ID_SIZE];             /* of the room that is hosted here, or that is joined; "" none */
	char shown[32];
	bool both_here;
	bool looked_for_script;
	struct arena arena;             /* of the lobby */
	struct lobby_entry lobby[LOBBY_MAX];
	const char *lobby_key[LOBBY_MAX];       /* the public key of each; "" at this machine */
	size_t lobby_count;
	bool look_at_lobby;             /* at the next turn again: somebody was let in, or could not be taken away from the door */
	char letting_in[ID_SIZE];       /* who was let in last: not twice while it cannot be written */
	struct seat_choice left[SEATS_HERE_MAX];        /* which of them is it, for who comes back */
	size_t left_count;
	char left_session[ID_SIZE];
	char name[SETTING_TEXT_SIZE];   /* under which one asked to be let in */
	char seat[16];                  /* and as what, at a door elsewhere; "" when nobody knocks any more */
	char waiting[320];
	char contact[320];              /* what the bridge says; "" while there is none */
	char said[400];                 /* for the title */
	struct bridge_process bridge;
	int64_t bridge_again_ms;        /* when one that died is started again */
	bool at_door;                   /* the bridge asks for us; there is no session yet */
	int64_t ahead_ms;               /* the interviewer's clock, ahead of ours */
	int64_t silent_since_ms;        /* nobody was heard since; 0: in touch, or nobody elsewhere */
};

struct frame {
	const struct screen_class *screen;
	void *state;
};

struct shell {
	const struct shell_options *options;
	struct settings settings;
	struct clock clock;
	struct store *store;
	struct term *term;              /* NULL: without one, for tests; what would be on it is in `canvas` */
	struct canvas canvas;
	struct library library;
	struct pages pages;
	struct sitting sitting;
	struct room room;
	char next_code[ID_SIZE];        /* of the room to be opened next, which the others know already; "" none */
	struct problem *preview;
	struct world world;
	struct frame stack[STACK_MAX];
	size_t depth;
	bool unsaved[PAPER_COUNT];      /* papers that the store has not taken yet; tried again with the queue */
	struct strbuf papers[PAPER_COUNT];
	struct strbuf farewell;         /* told when the terminal is restored: where what could not be saved is */

	char message[512];              /* shown at the bottom until the next key */
	char trouble[640];              /* why the queue could not be committed; "" when it could */
	int64_t typed_ms, first_typed_ms;       /* last and first key since the last flush; 0: nothing to flush */
	int64_t flushed_ms;             /* the last flush */
	int64_t retry_ms;               /* when the queue is tried again; 0: it is empty */
	int64_t woke_ms;                /* when poll() last came back, for "the machine slept" */
	int64_t ticked_ms;
	uint32_t data_version;
	int wake_fds[2];                /* the self-pipe of the signals */
	bool dirty, scanned, quit;
	bool typed;                     /* dirty, but by nothing except letters that went into the screen on top */
	bool leave_asked;               /* leaving with unsaved text was refused once; the next time it goes into a file */
};

/* shell.c: opening, without a terminal; the first screens and their picture; closing, which leaves the interview. */
enum status shell_init(struct shell *shell, const struct shell_options *options, struct error *err);
void shell_begin(struct shell *shell);
void shell_release(struct shell *shell);

/* loop.c: one turn is a wait of at most shell_wait_ms() (-1: for as long as nothing happens), shell_woke(), keys, shell_settle(). */
int shell_wait_ms(struct shell *shell);
void shell_woke(struct shell *shell);
void shell_settle(struct shell *shell);

/* stack.c: the screens. */
struct frame *shell_top(struct shell *shell);
void shell_push(struct shell *shell, const struct screen_class *screen, const void *argument);
void shell_pop(struct shell *shell);
void shell_home(struct shell *shell);           /* all but the lowest are closed: it shows what is there now */
void shell_key(struct shell *shell, const struct key *key);
void shell_flush(struct shell *shell);          /* drafts of the top screen into the log */
void shell_tick(struct shell *shell);
void shell_synced(struct shell *shell);
int shell_wake_ms(struct shell *shell);
void shell_draw(struct shell *shell);

/* room.c: rooms, as far as they are no events: the code, the bridge, who is in touch, which screen a seat sees. */
void shell_host(struct shell *shell, const char *problem, const char *preset, const char *level, bool curveball, bool here);
void shell_change_seat(struct shell *shell);
/* What may have changed since: who is at the door, what the bridge says, whether one was let in, whether the interview ended. */
void shell_look_around(struct shell *shell);
/* What a room brings without anybody asking for it; after one's own writes, too. */
void shell_settle_room(struct shell *shell);
void shell_swap(struct shell *shell);
/* Where rooms meet from now on; the open one, too. */
void shell_set_broker(struct shell *shell, const char *url);
/* The one screen that belongs to the seat and the stage, above the library. */
void shell_show_sitting(struct shell *shell);
const struct screen_class *shell_sitting_screen(const struct shell *shell);
/* Several seats of that room were left here: true, and a dialog asks which it is. */
bool shell_ask_for_seat(struct shell *shell, const char *session);
bool shell_is_open_elsewhere(struct shell *shell, const char *session);
void shell_room_opened(struct shell *shell);    /* after an interview was opened: finds what belongs to its room */
void shell_room_closed(struct shell *shell);
void shell_room_view(struct shell *shell, struct room_view *view);
/* Several people are in it: what they write is looked for, and what is typed is written every ROOM_LOOK_MS. */
bool shell_in_room(const struct shell *shell);
/* Their own seat in the room has been given to them, or needs not to be. */
bool shell_is_admitted(const struct shell *shell);
/* The bridge asks at the door of a room that is not on this machine. False: there is none. */
bool shell_knock(struct shell *shell);
/* Others see it from now on, if there is anything to be seen in it. */
void shell_take_name(struct shell *shell, const char *name);
/* What the store's state has as KIND.SESSION.ORIGIN, or for "" as KIND.SESSION (room.c tells the kinds). */
void shell_put_of_room(struct shell *shell, const char *value, const char *kind, const char *session, const char *origin);
bool shell_get_of_room(struct shell *shell, const char *kind, const char *session, const char *origin, struct strbuf *value);

/* door.c: who stands at the door of the open room; and how one gets in oneself. */
void shell_admit(struct shell *shell, const char *origin, bool in);
void shell_look_at_lobby(struct shell *shell);  /* of whoever is the interviewer; opens to who needs not to be asked about */
void shell_join(struct shell *shell, const char *code, const char *name, const char *seat);
void shell_look_at_door(struct shell *shell);   /* whether the bridge was let in */
void shell_say_waiting(struct shell *shell);    /* to whoever is on this machine and was not let in */

/* execute.c: intents. */
void shell_execute(struct shell *shell, const struct intents *intents);
void shell_commit(struct shell *shell);         /* the queue; says what is wrong when it fails, and tries again later */
void shell_refresh_world(struct shell *shell);
__attribute__((format(printf, 2, 3)))
void shell_say(struct shell *shell, const char *format, ...);
bool shell_may_write(const struct shell *shell);         /* an interview is open, and one's seat is not only for watching */
bool shell_again_when_busy(enum status status, int *tries);     /* waits a little, a few times; false: give up */
/* As store_put_state(), for what a person has asked for: it waits so. */
enum status shell_put_state(struct shell *shell, const char *key, const char *value, struct error *err);
const struct catalog_entry *shell_find(struct shell *shell, const char *problem, const char *preset_name,
                                       const struct preset **preset);
void shell_start(struct shell *shell, const char *problem, const char *preset, const char *level, bool curveball);
void shell_open(struct shell *shell, const char *session, const char *seat);
void shell_replay(struct shell *shell, const char *session);
void shell_go_on(struct shell *shell, const char *session);
/*
 * Closes the interview. False: it is still open, because what was typed can neither be saved nor, being the second time that
 * this was asked for, be put into a file of its own; a message says so.
 */
bool shell_leave(struct shell *shell, const char *reason);
/* When the program must end now: what cannot be saved goes into a file at once. */
void shell_rescue(struct shell *shell);

/* editor.c: $EDITOR. */
void shell_edit(struct shell *shell, const char *text);

#endif
