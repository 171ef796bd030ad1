/*
 * The fold: what each kind of event does to the state of a session. Events of `main` only, in the order of
 * event_compare(); documents fold in document.c. Events and their text must outlive the session's state.
 */
#ifndef SYSDRILL_SESSION_SESSION_FOLD_H
#define SYSDRILL_SESSION_SESSION_FOLD_H

#include "session/session.h"

/* Different facts, probes, items or points in one interview; more than any problem has. Others are not counted. */
enum { TICKED_MAX = 512 };

void session_fold_reset(struct session *session);        /* the state as before the first event; the log stays */
void session_apply(struct session *session, const struct event *event);

struct ticked *ticked_find(const struct ticked *list, size_t count, const char *id);     /* NULL: not there */

#endif
