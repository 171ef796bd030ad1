/* An interview as it was at some moment. */
#ifndef SYSDRILL_TESTS_PAST_H
#define SYSDRILL_TESTS_PAST_H

#include <string.h>

#include "session/session.h"

/* A new session folded from the events up to and including `at_ms`; the caller frees it. */
static inline struct session *session_at(const struct session *session, int64_t at_ms)
{
	struct session *past = session_new();
	memcpy(past->id, session->id, sizeof past->id);
	for (size_t i = 0; i < session->event_count; i++)
		if (session->events[i]->at_ms <= at_ms)
			session_add(past, session->events[i]);
	return past;
}

#endif
