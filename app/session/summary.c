#include "session/summary.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/json.h"

void session_summarize(const struct session *session, struct session_summary *summary)
{
	*summary = (struct session_summary){
		.problem = session->problem_id, .title = session->title, .preset = session->preset.name,
		.phase = session_phase(session)->name, .level = session->level, .stage = session->stage,
		.deleted = session->deleted, .started_ms = session->started_ms, .ended_ms = session->ended_ms,
		.spent_ms = session_spent_ms(session, session->last_event_ms),
		.paused_ms = session_paused_ms(session, session->last_event_ms),
		.budget_ms = preset_total_ms(&session->preset), .last_event_ms = session->last_event_ms,
		.score = session_score_percent(session), .peer = session_peer_percent(session), .seat = seat_name(SEAT_SOLO), .fact_weight = session->fact_weight, .returns = session->returns,
		.pauses = (int)session->pause_count, .events = session->event_count,
	};
	memcpy(summary->id, session->id, sizeof summary->id);
	for (size_t i = 0; i < session->turn_count; i++)
		summary->questions += session->turns[i].kind == TURN_QUESTION;
	for (size_t i = 0; i < SECTION_COUNT; i++)
		summary->hints += session->hints_taken[i];
}

bool session_summary_unfinished(const struct session_summary *summary)
{
	return summary->stage == STAGE_RUNNING || summary->stage == STAGE_PAUSED;
}

void time_format_utc(int64_t ms, char separator, struct strbuf *out)
{
	struct tm tm;
	time_t seconds = (time_t)(ms / 1000);
	if (ms < 0 || ms > EVENT_MS_MAX || !gmtime_r(&seconds, &tm))
		return;
	strbuf_addf(out, "%04d-%02d-%02d%c%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, separator, tm.tm_hour,
	            tm.tm_min);
	if (separator == 'T')
		strbuf_addf(out, ":%02dZ", tm.tm_sec);
}

void clock_format(int64_t ms, struct strbuf *out)
{
	uint64_t seconds = (ms < 0 ? -(uint64_t)ms : (uint64_t)ms) / 1000;
	strbuf_addf(out, "%s%" PRIu64 ":%02" PRIu64, ms < 0 && seconds ? "-" : "", seconds / 60, seconds % 60);
}

static void add_time(struct strbuf *out, const char *key, int64_t ms)
{
	if (!ms) {
		json_add_null(out, key);
		return;
	}
	json_add_key(out, key);
	strbuf_addc(out, '"');
	time_format_utc(ms, 'T', out);
	strbuf_addc(out, '"');
}

static void add_score(struct strbuf *out, const char *key, int per_cent)
{
	if (per_cent < 0)
		json_add_null(out, key);
	else
		json_add_int(out, key, per_cent);
}

void session_summary_json(const struct session_summary *summary, struct strbuf *out)
{
	strbuf_addc(out, '{');
	json_add_text(out, "id", summary->id);
	json_add_text(out, "problem", summary->problem);
	json_add_text(out, "title", summary->title);
	json_add_text(out, "level", level_name(summary->level));
	json_add_text(out, "preset", summary->preset);
	add_time(out, "started_at", summary->started_ms);
	add_time(out, "ended_at", summary->ended_ms);
	json_add_int(out, "spent_ms", summary->spent_ms);
	json_add_int(out, "paused_ms", summary->paused_ms);
	json_add_int(out, "budget_ms", summary->budget_ms);
	json_add_text(out, "phase", summary->phase);
	json_add_bool(out, "ended", summary->ended_ms != 0);
	add_score(out, "score", summary->score);
	add_score(out, "peer_score", summary->peer);
	json_add_text(out, "seat", summary->seat);
	json_add_int(out, "fact_weight", summary->fact_weight);
	json_add_int(out, "questions", summary->questions);
	json_add_int(out, "hints", summary->hints);
	json_add_int(out, "returns", summary->returns);
	json_add_int(out, "pauses", summary->pauses);
	json_add_int(out, "events", (int64_t)summary->events);
	strbuf_addc(out, '}');
}
