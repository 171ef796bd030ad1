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

void session_summary_copy(struct session_summary *to, const struct session_summary *from, struct arena *arena)
{
	*to = *from;
	to->problem = arena_strdup(arena, from->problem);
	to->title = arena_strdup(arena, from->title);
	to->preset = arena_strdup(arena, from->preset);
	to->phase = arena_strdup(arena, from->phase);
	to->seat = arena_strdup(arena, from->seat);
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

static void add_number(struct strbuf *out, const char *key, int64_t number)
{
	json_add_key(out, key);
	strbuf_addf(out, "%" PRId64, number);
}

static void add_time(struct strbuf *out, const char *key, int64_t ms)
{
	json_add_key(out, key);
	if (!ms) {
		strbuf_adds(out, "null");
		return;
	}
	strbuf_addc(out, '"');
	time_format_utc(ms, 'T', out);
	strbuf_addc(out, '"');
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
	add_number(out, "spent_ms", summary->spent_ms);
	add_number(out, "paused_ms", summary->paused_ms);
	add_number(out, "budget_ms", summary->budget_ms);
	json_add_text(out, "phase", summary->phase);
	json_add_key(out, "ended");
	strbuf_adds(out, summary->ended_ms ? "true" : "false");
	json_add_key(out, "score");
	if (summary->score < 0)
		strbuf_adds(out, "null");
	else
		strbuf_addf(out, "%d", summary->score);
	json_add_key(out, "peer_score");
	if (summary->peer < 0)
		strbuf_adds(out, "null");
	else
		strbuf_addf(out, "%d", summary->peer);
	json_add_text(out, "seat", summary->seat);
	add_number(out, "fact_weight", summary->fact_weight);
	add_number(out, "questions", summary->questions);
	add_number(out, "hints", summary->hints);
	add_number(out, "returns", summary->returns);
	add_number(out, "pauses", summary->pauses);
	add_number(out, "events", (int64_t)summary->events);
	strbuf_addc(out, '}');
}
