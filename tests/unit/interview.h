/* What the tests of sessions share: an interview to begin, to go on with, and to compare. */
#ifndef SYSDRILL_TESTS_INTERVIEW_H
#define SYSDRILL_TESTS_INTERVIEW_H

#include "test.h"

#include <inttypes.h>
#include <string.h>

#include "session/session.h"

#define ID_SESSION "0123456789ABCDEF"
#define CANDIDATE "AAAAAAAAAAAAAAAA"
#define INTERVIEWER "BBBBBBBBBBBBBBBB"

static inline void begin(struct session *session, int64_t at_ms)
{
	struct event event;
	memcpy(session->id, ID_SESSION, sizeof session->id);
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_SESSION_STARTED, at_ms);
	event.session_started = (struct session_started){
		.problem = "chat", .title = "Chat", .problem_sha256 = "00", .preset = "60",
		.phases = "requirements R 8-12-12, architecture A 20-25-25, data model D 5-6-7, interface I 3-5-5 optional, "
		          "optimization O 10-12-12 probes",
		.level = "senior",
	};
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static inline void add(struct session *session, enum event_kind kind, int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, kind, at_ms);
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static inline void enter(struct session *session, int64_t phase, int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_PHASE_ENTERED, at_ms);
	event.phase_entered.phase = phase;
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static inline void edit(struct session *session, const char *stream, int64_t offset, int64_t deleted, const char *text,
                 int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, stream, EVENT_NOTE_EDITED, at_ms);
	event.note_edited = (struct note_edited){ .offset = offset, .deleted = deleted, .text = text };
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

/* Everything that can be seen of a session, as text. */
static inline void interview_dump(const struct session *s, int64_t now_ms, struct strbuf *out)
{
	strbuf_addf(out, "id %s stage %d deleted %d problem %s title %s sha %s preset %s level %d curveball %d\n", s->id,
	            (int)s->stage, s->deleted, s->problem_id, s->title, s->problem_sha256, s->preset.name, (int)s->level,
	            s->curveball_wanted);
	preset_format(&s->preset, out);
	strbuf_addf(out, "\nstarted %" PRId64 " ended %" PRId64 " %s phase %zu running %" PRId64 " last %" PRId64
	            " progress %" PRId64 " offered %" PRId64 " weight %d returns %d lamport %" PRIu64 "\n", s->started_ms,
	            s->ended_ms, s->end_reason, s->phase, s->running_since_ms, s->last_event_ms, s->last_progress_ms,
	            s->hint_offered_ms, s->fact_weight, s->returns, s->lamport);
	strbuf_addf(out, "spent %" PRId64 " remaining %" PRId64 " paused %" PRId64 " score %d\n", session_spent_ms(s, now_ms),
	            session_remaining_ms(s, now_ms), session_paused_ms(s, now_ms), session_score_percent(s));
	for (size_t i = 0; i < PHASES_MAX; i++)
		strbuf_addf(out, "phase %zu: %" PRId64 " first %" PRId64 " after %" PRId64 " entries %d\n", i, session_phase_spent_ms(s, i, now_ms),
		            s->phases[i].first_entered_ms, s->phases[i].entered_after_ms, s->phases[i].entries);
	for (size_t i = 0; i < s->turn_count; i++)
		strbuf_addf(out, "turn %d phase %zu at %" PRId64 " [%s] [%s] [%s] %d\n", (int)s->turns[i].kind, s->turns[i].phase,
		            s->turns[i].at_ms, s->turns[i].ref, s->turns[i].text, s->turns[i].decided_by, s->turns[i].weight);
	for (size_t i = 0; i < s->pause_count; i++)
		strbuf_addf(out, "pause %" PRId64 " %" PRId64 " %s %zu\n", s->pauses[i].from_ms, s->pauses[i].to_ms,
		            s->pauses[i].reason, s->pauses[i].phase);
	for (size_t i = 0; i < s->fact_count; i++)
		strbuf_addf(out, "fact %s\n", s->facts[i].id);
	for (size_t i = 0; i < s->probe_count; i++)
		strbuf_addf(out, "probe %s\n", s->probes[i].id);
	for (size_t i = 0; i < s->item_count; i++)
		strbuf_addf(out, "item %s %d\n", s->items[i].id, s->items[i].on);
	for (size_t i = 0; i < s->point_count; i++)
		strbuf_addf(out, "point %s %d\n", s->points[i].id, s->points[i].on);
	for (size_t i = 0; i < CRITERION_COUNT; i++)
		strbuf_addf(out, "score %d [%s] %" PRId64 "\n", s->scores[i].value, s->scores[i].evidence, s->scores[i].at_ms);
	for (size_t i = 0; i < SECTION_COUNT; i++)
		strbuf_addf(out, "hints %d\n", s->hints_taken[i]);
	strbuf_addf(out, "room %d open %d peer %d prompt %s\n", s->room, session_scores_open(s), session_peer_percent(s), s->prompt);
	for (size_t i = 0; i < s->member_count; i++) {
		const struct member *m = &s->members[i];
		strbuf_addf(out, "member %s %s %s key %s removed %d submitted %d released %d at %" PRId64 ":", m->origin, m->name,
		            seat_name(m->seat), m->key, m->removed, m->submitted, m->released, m->admitted_ms);
		for (size_t c = 0; c < CRITERION_COUNT; c++)
			strbuf_addf(out, " %d [%s]", m->scores[c].value, m->scores[c].evidence);
		strbuf_addc(out, '\n');
	}
	for (size_t i = 0; i < s->mark_count; i++)
		strbuf_addf(out, "mark %s %s [%s] at %" PRId64 " phase %zu held %d released %d\n", mark_name(s->marks[i].category),
		            s->marks[i].origin, s->marks[i].text, s->marks[i].made_ms, s->marks[i].phase, s->marks[i].held,
		            s->marks[i].released);
	for (size_t i = 0; i < s->document_count; i++) {
		const struct document *d = s->documents[i];
		strbuf_addf(out, "document %s %s applied %" PRIu64 " lamport %" PRIu64 " at %" PRId64 ": ", d->stream, d->origin,
		            d->applied, d->lamport, d->changed_ms);
		strbuf_add(out, d->text.text, d->text.len);
		strbuf_addc(out, '\n');
	}
	for (size_t i = 0; i < s->event_count; i++)
		event_line_encode(s->events[i], out);
}

static inline void assert_same_session(const struct session *a, const struct session *b)
{
	struct strbuf left = STRBUF_INIT, right = STRBUF_INIT;
	interview_dump(a, 9000000, &left);
	interview_dump(b, 9000000, &right);
	assert_string_equal(left.text, right.text);
	strbuf_release(&left);
	strbuf_release(&right);
}

#endif
