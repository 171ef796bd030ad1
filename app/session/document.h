/*
 * Document: one writer's text, folded from its splices up to the first gap. Its place in the log is session_log.c's;
 * here is only the text.
 */
#ifndef SYSDRILL_SESSION_DOCUMENT_H
#define SYSDRILL_SESSION_DOCUMENT_H

#include "session/session.h"

/* Bytes beyond which a document does not grow: forty times what a person writes in an hour. */
enum { DOCUMENT_MAX = 4 * 1024 * 1024 };

struct document *document_new(const char *stream, const char *origin);
void document_free(struct document *document);           /* NULL is fine */
/*
 * The next event of its stream (oseq is `applied` + 1). Offsets and lengths out of range are clipped; an event that is no
 * splice, and one that would make the text too long, only counts.
 */
void document_apply(struct document *document, const struct event *event);

#endif
