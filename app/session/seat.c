#include "session/seat.h"

#include <string.h>

#include "base/array.h"

static const struct { const char *name, *title; } seats[] = {
#define SEAT(symbol, name, title) [SEAT_##symbol] = { name, title },
#define MARK(symbol, name, title)
#include "session/seat.def"
#undef SEAT
#undef MARK
};

static const struct { const char *name, *title; } marks[] = {
#define SEAT(symbol, name, title)
#define MARK(symbol, name, title) [MARK_##symbol] = { name, title },
#include "session/seat.def"
#undef SEAT
#undef MARK
};

static const unsigned kind_writers[] = {
#define EVENT(symbol, name, payload, writers) [EVENT_##symbol] = writers,
#include "session/event.def"
#undef EVENT
};

/* Documents by the beginning of their stream's name; what is not listed is the candidate's. */
static const struct { const char *prefix; unsigned writers; } documents[] = {
	{ STREAM_REFLECT, WRITE_HOST | WRITE_PANEL | WRITE_CANDIDATE },
	{ STREAM_NEXT, WRITE_HOST | WRITE_PANEL | WRITE_CANDIDATE },
	{ STREAM_PROBLEM, WRITE_HOST },
	{ STREAM_INVITE, WRITE_HOST | WRITE_CANDIDATE },
};

const char *seat_name(enum seat seat)
{
	return seats[seat].name;
}

const char *seat_title(enum seat seat)
{
	return seats[seat].title;
}

bool seat_parse(const char *name, enum seat *out)
{
	for (size_t i = SEAT_SOLO + 1; i < ARRAY_SIZE(seats); i++)
		if (!strcmp(seats[i].name, name)) {
			*out = (enum seat)i;
			return true;
		}
	return false;
}

const char *mark_name(enum mark_category category)
{
	return marks[category].name;
}

const char *mark_title(enum mark_category category)
{
	return marks[category].title;
}

bool mark_parse(const char *name, enum mark_category *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (!strcmp(marks[i].name, name)) {
			*out = (enum mark_category)i;
			return true;
		}
	return false;
}

static unsigned document_writers(const char *stream)
{
	for (size_t i = 0; i < ARRAY_SIZE(documents); i++)
		if (!strncmp(stream, documents[i].prefix, strlen(documents[i].prefix)))
			return documents[i].writers;
	return WRITE_CANDIDATE;
}

bool seat_may_write(enum seat seat, const struct event *event)
{
	unsigned bit = 1u << seat;
	if (event->kind == EVENT_UNKNOWN || stream_is_private(event->stream))
		return false;
	if (event->kind == EVENT_NOTE_EDITED)
		return stream_is_document(event->stream) && (document_writers(event->stream) & bit);
	return !stream_is_document(event->stream) && (kind_writers[event->kind] & bit);
}

bool seat_interviews(enum seat seat)
{
	return seat == SEAT_INTERVIEWER || seat == SEAT_PANEL;
}
