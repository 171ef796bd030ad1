#include "coach/probes.h"

#include <string.h>

#include "coach/written.h"

static const struct turn *last_probe(const struct session *session)
{
	for (size_t i = session->turn_count; i-- > 0;)
		if (session->turns[i].kind == TURN_PROBE)
			return &session->turns[i];
	return NULL;
}

/* Covered counts nothing, hinted half, missed one: how much this probe has to ask for. */
static double lacking(const struct review *review, const struct probe *probe)
{
	double lack = 0;
	for (size_t i = 0; i < probe->points.count; i++) {
		enum point_state state = review_state(review, probe->points.items[i]);
		lack += state == POINT_MISSED ? 1 : state == POINT_HINTED ? 0.5 : 0;
	}
	return probe->points.count ? lack / (double)probe->points.count : 0.5;
}

const struct probe *coach_next_probe(const struct reviewer *reviewer, const struct session *session)
{
	const struct problem *problem = reviewer_problem(reviewer);
	const struct probe *best = NULL;
	double best_lack = 0;
	int asked[CONCERN_COUNT] = { 0 };
	struct strbuf notes = STRBUF_INIT;
	struct review review;
	session_all_notes(session, &notes);
	review_notes(reviewer, notes.text, notes.len, &review);
	for (size_t i = 0; i < problem->probe_count; i++)
		asked[problem->probes[i].about] += session_probe_asked(session, problem->probes[i].id);
	for (size_t i = 0; i < problem->probe_count; i++) {
		const struct probe *probe = &problem->probes[i];
		double lack = lacking(&review, probe);
		if (session_probe_asked(session, probe->id))
			continue;
		/* A concern that was probed already counts less: interviewers look at all sides. */
		lack -= 0.4 * asked[probe->about];
		if (!best || lack > best_lack) {
			best = probe;
			best_lack = lack;
		}
	}
	review_release(&review);
	strbuf_release(&notes);
	return best;
}

static int64_t notes_changed_ms(const struct session *session)
{
	int64_t latest = 0;
	for (size_t i = 0; i < session->document_count; i++) {
		const struct document *document = session->documents[i];
		if (!strncmp(document->stream, "notes.", 6) && document->changed_ms > latest)
			latest = document->changed_ms;
	}
	return latest;
}

bool coach_probe_due(const struct session *session, int64_t now_ms)
{
	const struct phase *phase = session_phase(session);
	const struct turn *probe = last_probe(session);
	if (session->stage != STAGE_RUNNING || !phase || !phase->probes)
		return false;
	if (session_phase_spent_ms(session, session->phase, now_ms) < PROBE_SETTLE_MS)
		return false;
	if (!probe)
		return true;
	return now_ms - probe->at_ms >= PROBE_SPACING_MS && notes_changed_ms(session) > probe->at_ms;
}

enum probe_answer coach_probe_answer(const struct reviewer *reviewer, const struct session *session,
                                     const struct probe *probe)
{
	struct strbuf since = STRBUF_INIT;
	struct review review;
	int64_t asked_ms = 0;
	enum probe_answer answer = PROBE_UNANSWERED;
	for (size_t i = 0; i < session->turn_count; i++)
		if (session->turns[i].kind == TURN_PROBE && !strcmp(session->turns[i].ref, probe->id))
			asked_ms = session->turns[i].at_ms;
	if (!asked_ms)
		return PROBE_UNANSWERED;
	written_since(session, asked_ms, &since);
	review_notes(reviewer, since.text, since.len, &review);
	strbuf_trim(&since);
	if (since.len && probe->points.count) {
		double lack = lacking(&review, probe);
		answer = lack <= 0.25 ? PROBE_STRONG : lack <= 0.75 ? PROBE_FAIR : PROBE_WEAK;
	}
	review_release(&review);
	strbuf_release(&since);
	return answer;
}

const char *probe_follow_up(const struct probe *probe, enum probe_answer answer)
{
	switch (answer) {
	case PROBE_UNANSWERED: return "";
	case PROBE_WEAK: return probe->weak;
	case PROBE_FAIR: return probe->fair;
	case PROBE_STRONG: return probe->strong;
	}
	return "";
}
