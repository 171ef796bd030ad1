#include "coach/hints.h"

static bool next_of(const struct problem *problem, int taken, enum section section, struct hint *hint)
{
	const struct texts *steps = &problem->hints[section].steps;
	if (taken < 0 || (size_t)taken >= steps->count)
		return false;
	*hint = (struct hint){
		.section = section, .step = taken + 1, .of = (int)steps->count, .text = steps->items[taken],
	};
	return true;
}

bool coach_next_hint(const struct problem *problem, const struct session *session, enum section section,
                     struct hint *hint)
{
	return next_of(problem, session_hints(session, section), section, hint);
}

bool coach_next_hint_in_phase(const struct problem *problem, const struct session *session, struct hint *hint)
{
	const struct phase *phase = session_phase(session);
	/* A ladder that was begun goes on before another one is opened. */
	for (int begun = 1; begun >= 0; begun--)
		for (int s = 0; phase && s < SECTION_COUNT; s++) {
			enum section section = (enum section)s;
			if (!phase_covers(phase, section) || (session_hints(session, section) > 0) != (begun == 1))
				continue;
			if (coach_next_hint(problem, session, section, hint))
				return true;
		}
	return false;
}
