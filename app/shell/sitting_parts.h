/*
 * What the files of a sitting share; private to app/shell/sitting*.c. sitting.c begins, opens and leaves; sitting_queue.c writes;
 * sitting_seat.c has the seats of this machine; sitting_settle.c what a room brings by itself.
 */
#ifndef SYSDRILL_SHELL_SITTING_PARTS_H
#define SYSDRILL_SHELL_SITTING_PARTS_H

#include "shell/sitting.h"

enum { HERE_KEY_SIZE = 32 };

/* sitting_queue.c */
void sitting_drop_queue(struct sitting *sitting);
/* Under another origin than the sitting's: of the two at one terminal. */
void sitting_queue_as(struct sitting *sitting, const char *origin, const struct event *event, const char *stream, int64_t at_ms);
/* Clock and phases; `reason` of a pause. */
void sitting_queue_simple(struct sitting *sitting, enum event_kind kind, const char *reason, int64_t at_ms);

/* sitting_seat.c */
/* In the store's state: both seats of that room are at one terminal. */
void sitting_here_key(const char *session, char out[HERE_KEY_SIZE]);
enum status sitting_claim_seat(struct sitting *sitting, enum seat seat, char origin[ID_SIZE], struct error *err);
/* The seat that the origin has by now. */
void sitting_name_seat(struct sitting *sitting);
/* Takes `seat`, or for NULL whichever is free, and reads what it noted in private. TAKEN, READ_ONLY: it can be watched. */
enum status sitting_claim(struct sitting *sitting, const char *id, const char *seat, struct error *err);
/* The log, with what one origin noted in private; the caller frees it. */
enum status sitting_read_side(struct sitting *sitting, const char *origin, struct session **out, int64_t *rowid, struct error *err);

/* sitting_settle.c */
bool sitting_may_see_problem(const struct sitting *sitting);
void sitting_load_problem(struct sitting *sitting);

#endif
