/*
 * Written: when each byte of a document was typed, from the log. What was there before a moment and what came after it
 * is the base of "Architecture began after ..." and of the comparison after a curveball. Pure.
 */
#ifndef SYSDRILL_COACH_WRITTEN_H
#define SYSDRILL_COACH_WRITTEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "session/session.h"

struct written {
	struct strbuf text;     /* as session_text() has it */
	int64_t *at_ms;         /* for each byte of `text`: Unix time of the splice that brought it */
};

void written_read(struct written *written, const struct session *session, const char *stream);
void written_release(struct written *written);

/* Appends what was written to any phase's notes at or after `from_ms`, whole lines, in the order of the phases. */
void written_since(const struct session *session, int64_t from_ms, struct strbuf *out);

#endif
