#include "session/pacing.h"

enum pace pacing_phase(const struct session *session, int64_t now_ms)
{
	const struct phase *phase = session_phase(session);
	int64_t spent = session_phase_spent_ms(session, session->phase, now_ms);
	if (spent < phase->low_ms)
		return PACE_EARLY;
	if (spent < phase->target_ms)
		return PACE_GOOD;
	return spent < phase->high_ms ? PACE_LATE : PACE_OVER;
}

const char *pacing_sentence(enum pace pace)
{
	static const char *const sentences[] = {
		[PACE_EARLY] = "",
		[PACE_GOOD] = "a good moment to go on",
		[PACE_LATE] = "beyond the target: finish your thought and go on",
		[PACE_OVER] = "over the budget: name what is missing, and go on",
	};
	return sentences[pace];
}

bool pacing_stuck(const struct session *session, int64_t now_ms)
{
	if (session->stage != STAGE_RUNNING || now_ms > EVENT_MS_MAX)
		return false;
	int64_t since = session->last_progress_ms;
	if (session->hint_offered_ms > since)
		since = session->hint_offered_ms;
	return now_ms >= since + STUCK_MS;
}

bool pacing_last_third(const struct session *session, int64_t now_ms)
{
	int64_t total = preset_total_ms(&session->preset);
	return (session->stage == STAGE_RUNNING || session->stage == STAGE_PAUSED) &&
	       session_spent_ms(session, now_ms) * 3 >= total * 2;
}

int pacing_next_tick_ms(const struct session *session, int64_t now_ms)
{
	if (session->stage != STAGE_RUNNING)
		return -1;
	return 1000 - (int)(session_spent_ms(session, now_ms) % 1000);
}
