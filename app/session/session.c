/* What can be asked of a session. */
#include "session/session.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "session/session_fold.h"

static const struct phase no_phase = { .name = "" };

static int64_t clip_ms(int64_t ms)
{
	if (ms < 0)
		return 0;
	return ms > EVENT_MS_MAX ? EVENT_MS_MAX : ms;
}

/* Of the stretch that is running now. */
static int64_t running_ms(const struct session *session, int64_t now_ms)
{
	if (!session->running_since_ms)
		return 0;
	return clip_ms(clip_ms(now_ms) - session->running_since_ms);
}

int64_t session_spent_ms(const struct session *session, int64_t now_ms)
{
	int64_t spent = running_ms(session, now_ms);
	for (size_t i = 0; i < PHASES_MAX; i++)
		spent += session->phases[i].spent_ms;
	return clip_ms(spent);
}

int64_t session_remaining_ms(const struct session *session, int64_t now_ms)
{
	return preset_total_ms(&session->preset) - session_spent_ms(session, now_ms);
}

int64_t session_phase_spent_ms(const struct session *session, size_t phase, int64_t now_ms)
{
	if (phase >= PHASES_MAX)
		return 0;
	int64_t spent = session->phases[phase].spent_ms;
	return clip_ms(phase == session->phase ? spent + running_ms(session, now_ms) : spent);
}

int64_t session_paused_ms(const struct session *session, int64_t now_ms)
{
	int64_t paused = 0;
	for (size_t i = 0; i < session->pause_count; i++) {
		const struct pause *pause = &session->pauses[i];
		paused = clip_ms(paused + clip_ms((pause->to_ms ? pause->to_ms : clip_ms(now_ms)) - pause->from_ms));
	}
	return paused;
}

int64_t session_clock_at_ms(const struct session *session, int64_t at_ms)
{
	int64_t into = clip_ms(clip_ms(at_ms) - session->started_ms);
	for (size_t i = 0; i < session->pause_count; i++) {
		const struct pause *pause = &session->pauses[i];
		int64_t to_ms = pause->to_ms && pause->to_ms < at_ms ? pause->to_ms : at_ms;
		into = clip_ms(into - clip_ms(to_ms - pause->from_ms));
	}
	return into;
}

const struct phase *session_phase(const struct session *session)
{
	return session->preset.count ? &session->preset.phases[session->phase] : &no_phase;
}

bool session_fact_revealed(const struct session *session, const char *fact)
{
	return ticked_find(session->facts, session->fact_count, fact) != NULL;
}

bool session_probe_asked(const struct session *session, const char *probe)
{
	return ticked_find(session->probes, session->probe_count, probe) != NULL;
}

bool session_item_ticked(const struct session *session, const char *item)
{
	const struct ticked *found = ticked_find(session->items, session->item_count, item);
	return found && found->on;
}

bool session_point_covered(const struct session *session, const char *point, bool *known)
{
	const struct ticked *found = ticked_find(session->points, session->point_count, point);
	if (known)
		*known = found != NULL;
	return found && found->on;
}

int session_hints(const struct session *session, enum section section)
{
	return session->hints_taken[section];
}

/* Sum of weight x (score - 1) / 3; -1 when one is missing. */
static int percent(const struct score scores[CRITERION_COUNT])
{
	int thirds = 0;
	for (int i = 0; i < CRITERION_COUNT; i++) {
		if (!scores[i].value)
			return -1;
		thirds += criterion_weight((enum criterion)i) * (scores[i].value - 1);
	}
	return (thirds * 2 + 3) / 6;
}

int session_score_percent(const struct session *session)
{
	return percent(session->scores);
}

const struct member *session_member(const struct session *session, const char *origin)
{
	for (size_t i = 0; i < session->member_count; i++)
		if (!strcmp(session->members[i].origin, origin))
			return &session->members[i];
	return NULL;
}

const struct mark *session_mark_of(const struct session *session, const char *origin, size_t index)
{
	for (size_t i = 0; i < session->mark_count; i++)
		if (!strcmp(session->marks[i].origin, origin) && !index--)
			return &session->marks[i];
	return NULL;
}

enum seat session_seat(const struct session *session, const char *origin)
{
	if (!session->room)
		return SEAT_SOLO;
	const struct member *member = session_member(session, origin);
	return member && !member->removed ? member->seat : SEAT_OBSERVER;
}

const struct member *session_host(const struct session *session)
{
	return session->member_count ? &session->members[0] : NULL;
}

const struct member *session_candidate(const struct session *session)
{
	const struct member *last = NULL;
	for (size_t i = 0; i < session->member_count; i++) {
		const struct member *member = &session->members[i];
		if (member->seat == SEAT_CANDIDATE && !member->removed && (!last || member->admitted_ms >= last->admitted_ms))
			last = member;
	}
	return last;
}

const struct member *session_counterpart(const struct session *session, enum seat seat)
{
	return seat_interviews(seat) ? session_candidate(session) : session_host(session);
}

bool session_scores_open(const struct session *session)
{
	if (!session->room)
		return session->member_count > 0;
	const struct member *candidate = session_candidate(session);
	return session_host(session)->submitted && candidate && candidate->submitted;
}

int session_peer_percent(const struct session *session)
{
	int sum = 0, count = 0;
	if (!session_scores_open(session))
		return -1;
	for (size_t i = 0; i < session->member_count; i++) {
		const struct member *member = &session->members[i];
		int own = seat_interviews(member->seat) && member->released ? percent(member->scores) : -1;
		if (own < 0)
			continue;
		sum += own;
		count++;
	}
	return count ? (sum + count / 2) / count : -1;
}

/* In a room the documents of the candidate are the interview's; they stay so when nobody has that seat any more. */
static const struct member *author(const struct session *session)
{
	const struct member *last = session_candidate(session);
	for (size_t i = 0; !last && i < session->member_count; i++)
		if (session->members[i].was_candidate)
			last = &session->members[i];
	return last;
}

const struct document *session_document(const struct session *session, const char *stream)
{
	const struct document *last = NULL;
	if (session->room) {
		const struct member *member = author(session);
		last = member ? session_document_by(session, stream, member->origin) : NULL;
		return last && last->applied ? last : NULL;
	}
	for (size_t i = 0; i < session->document_count; i++) {
		const struct document *document = session->documents[i];
		/* A reviewer's answers are their own. */
		if (!strcmp(document->stream, stream) && document->applied && !session_member(session, document->origin) &&
		    (!last || document->lamport >= last->lamport))
			last = document;
	}
	return last;
}

const struct document *session_document_by(const struct session *session, const char *stream, const char *origin)
{
	for (size_t i = 0; i < session->document_count; i++)
		if (!strcmp(session->documents[i]->stream, stream) && !strcmp(session->documents[i]->origin, origin))
			return session->documents[i];
	return NULL;
}

const char *session_text(const struct session *session, const char *stream, size_t *len)
{
	const struct document *document = session_document(session, stream);
	if (len)
		*len = document ? document->text.len : 0;
	return document ? document->text.text : "";
}

const char *session_text_for(const struct session *session, const char *stream, const char *origin, size_t *len)
{
	if (!session->room || session_seat(session, origin) != SEAT_CANDIDATE)
		return session_text(session, stream, len);
	const struct document *own = session_document_by(session, stream, origin);
	if (len)
		*len = own ? own->text.len : 0;
	return own ? own->text.text : "";
}

void session_notes_stream(const struct session *session, size_t phase, char out[STREAM_SIZE])
{
	const char *name = phase < session->preset.count ? session->preset.phases[phase].name : "";
	_Static_assert(sizeof STREAM_NOTES + PHASE_NAME_SIZE - 1 <= STREAM_SIZE, "a phase's name fits into a stream's");
	snprintf(out, STREAM_SIZE, STREAM_NOTES "%s", name);
	for (char *c = out; *c; c++)
		if (*c == ' ')
			*c = '-';
}

void session_all_notes(const struct session *session, struct strbuf *out)
{
	for (size_t i = 0; i < session->preset.count; i++) {
		char stream[STREAM_SIZE];
		size_t len;
		session_notes_stream(session, i, stream);
		const char *text = session_text(session, stream, &len);
		if (!len)
			continue;
		const char *name = session->preset.phases[i].name;
		strbuf_addf(out, "%s## %c%s\n\n", out->len ? "\n" : "", toupper((unsigned char)name[0]), name + 1);
		strbuf_add(out, text, len);
		if (text[len - 1] != '\n')
			strbuf_addc(out, '\n');
	}
}
