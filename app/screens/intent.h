/*
 * Intents: what a screen wants to happen. Only the shell carries them out, in order, and it commits an event to the
 * log before it is applied. A list owns copies of everything that it was given.
 */
#ifndef SYSDRILL_SCREENS_INTENT_H
#define SYSDRILL_SCREENS_INTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "session/event.h"
#include "tui/editor.h"
#include "tui/splice.h"

struct screen_class;
struct binding;

enum intent_kind {
	INTENT_EVENT,           /* append `event` (kind and payload are set) to the open session's main stream, or to `stream` */
	INTENT_PUSH,            /* open a screen above this one */
	INTENT_REPLACE,         /* close this one and open another in its place */
	INTENT_POP,             /* close this screen */
	INTENT_HOME,            /* close all but the lowest */
	INTENT_RUN,             /* a binding of the screen that is on top by then; what help and palette return */
	INTENT_MESSAGE,         /* one line at the bottom until the next key */
	INTENT_BELL,            /* rings only if the settings say so */
	INTENT_PREVIEW,         /* make world.preview the problem `id` */
	INTENT_HISTORY,         /* fill world.sessions */
	INTENT_PAGES,           /* fill world.pages */
	INTENT_PAGE,            /* read the page `id`; of a problem: start on it */
	INTENT_SEARCH,          /* fill world.hits with what has the words `id` */
	INTENT_CALCULATORS,     /* fill world.calculators */
	INTENT_START,           /* a new interview: problem `id`, `preset`, `level`, `curveball`; opens its screen */
	INTENT_OPEN,            /* the session `id`: goes on with it, or opens its debrief; of a room in the seat `level`, if that is not NULL */
	INTENT_GO_ON,           /* the same, and lets the clock run: who asks to go on alone wants that */
	INTENT_HOST,            /* a room for problem `id`, `preset`, `level`, `curveball`; `here`: both sit at this terminal */
	INTENT_JOIN,            /* the room of the code `id`, under the name `text`, in the seat `level` */
	INTENT_ADMIT,           /* let in the origin `id` from the lobby */
	INTENT_REFUSE,          /* turn it away */
	INTENT_SEAT,            /* the hot seat: take the other one */
	INTENT_SWAP,            /* the next problem with roles swapped: become the interviewer, or take the invitation */
	INTENT_LEAVE,           /* close the open session: an interview that runs is paused */
	INTENT_DELETE,          /* the session `id` */
	INTENT_EDITOR,          /* $EDITOR on `text`; the screen's `edited` gets what comes back */
	INTENT_INSERT,          /* `text` into the notes of the nearest screen below that has any */
	INTENT_REMEMBER,        /* a small piece of the user's state: `id` = `text` (first run seen, a plan's ticks) */
	INTENT_HELP,            /* the help, or the palette, of this screen */
	INTENT_PALETTE,
	INTENT_REDRAW,          /* the whole terminal anew */
	INTENT_QUIT,
};

struct intent {
	enum intent_kind kind;
	struct event event;
	const char *stream;
	const struct screen_class *screen;
	const void *argument;           /* a copy, made by intent_push() */
	const struct binding *binding;
	const char *id, *text, *preset, *level;
	bool curveball, here;
};

struct intents {
	struct intent *items;
	size_t count, cap;
	struct arena arena;
};

#define INTENTS_INIT { .items = NULL }

void intents_release(struct intents *intents);
void intents_clear(struct intents *intents);

/* The same, into one's private stream. */
struct event *intent_private(struct intents *intents, enum event_kind kind);
/* An event that somebody else made, with copies of its texts. */
void intent_say(struct intents *intents, const struct event *said);
/* The payload's texts are copied. The pointer is good until the next intent is added. */
struct event *intent_event(struct intents *intents, enum event_kind kind);
void intent_edit(struct intents *intents, const char *stream, const struct splice_list *splices);
/* What was typed into an editor since the last time, if anything. */
void intent_flush(struct intents *intents, const char *stream, struct editor *editor);
/* `argument` (may be NULL) is copied, `size` bytes of it; what it points to must outlive the screen. */
void intent_push(struct intents *intents, const struct screen_class *screen, const void *argument, size_t size);
void intent_replace(struct intents *intents, const struct screen_class *screen, const void *argument, size_t size);
void intent_run(struct intents *intents, const struct binding *binding);
void intent_start(struct intents *intents, const char *problem, const char *preset, const char *level, bool curveball);
void intent_host(struct intents *intents, const char *problem, const char *preset, const char *level, bool curveball, bool here);
void intent_open(struct intents *intents, const char *session, const char *seat);
void intent_join(struct intents *intents, const char *code, const char *name, const char *seat);
void intent_editor(struct intents *intents, const char *text, size_t len);
void intent_insert(struct intents *intents, const char *text);
void intent_remember(struct intents *intents, const char *key, const char *value);
__attribute__((format(printf, 2, 3)))
void intent_message(struct intents *intents, const char *format, ...);
/* The kinds that need nothing more, or only an id (else NULL). */
void intent_simple(struct intents *intents, enum intent_kind kind, const char *id);
/* A text that lives as long as the list: for payloads. */
const char *intent_text(struct intents *intents, const char *text);

#endif
