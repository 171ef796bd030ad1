/* Conversation: what was asked and said in an interview, as Markdown. The interview and the debrief show it. */
#ifndef SYSDRILL_SCREENS_CONVERSATION_H
#define SYSDRILL_SCREENS_CONVERSATION_H

#include "base/strbuf.h"
#include "session/session.h"

/*
 * A paragraph for each turn, with who speaks, as somebody in `seat` reads it; appended to `text`. What people typed stands as it
 * was typed.
 */
void conversation_add(struct strbuf *text, const struct session *session, enum seat seat);

#endif
