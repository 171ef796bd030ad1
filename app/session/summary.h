/*
 * Summary: one interview in a line, for lists: what history shows, what `sysdrill sessions --json` prints, and what the store
 * keeps so that nobody folds ten thousand logs to draw a list. Pure.
 */
#ifndef SYSDRILL_SESSION_SUMMARY_H
#define SYSDRILL_SESSION_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "session/session.h"

struct session_summary {
	char id[ID_SIZE];
	const char *problem, *title, *preset;   /* never NULL */
	const char *phase;              /* the name of the phase that is or was on; "" before the start */
	enum level level;
	enum session_stage stage;
	bool deleted;
	int64_t started_ms, ended_ms;   /* Unix time; ended_ms 0: not yet */
	int64_t spent_ms;               /* of one that still runs: up to its last event */
	int64_t paused_ms;
	int64_t budget_ms;              /* the preset's total */
	int64_t last_event_ms;
	int score;                      /* per cent, of one's own; -1: not all criteria have one */
	int peer;                       /* per cent, of those who interviewed or reviewed; -1: none yet */
	const char *seat;               /* this machine's in it: "solo", "candidate", "interviewer", ...; never NULL */
	int fact_weight;                /* of the facts that were unlocked */
	int questions, hints, returns, pauses;
	uint64_t events;                /* how many went into this */
};

/* Texts point into `session`, and are valid as long as its own. */
void session_summarize(const struct session *session, struct session_summary *summary);
/* Ended and not deleted: it counts as practised. Running or paused: it can be gone on with. */
bool session_summary_unfinished(const struct session_summary *summary);

/*
 * A flat JSON object: id, problem, title, level, preset, started_at, ended_at, spent_ms, budget_ms, phase, ended, score, ...;
 * times as in 2026-11-23T18:30:00Z, null where there is none; score in per cent or null.
 */
void session_summary_json(const struct session_summary *summary, struct strbuf *out);

/* "2026-11-23T18:30:00Z" (UTC), or with `separator` ' ' "2026-11-23 18:30" for people; appended to `out`. */
void time_format_utc(int64_t ms, char separator, struct strbuf *out);
/* "7:05", "62:00", "-0:30": minutes and seconds, rounded down towards zero; appended to `out`. */
void clock_format(int64_t ms, struct strbuf *out);

#endif
