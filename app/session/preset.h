/*
 * Preset: how an interview's time is divided. A table of phases; no code names a phase by its position.
 *
 * One grammar serves the configuration and the log:
 *     requirements R 8-10-12, design ADI 25-30-37, deep dive O 8-10-12 probes
 * that is, for each phase: its name, the RADIO sections that it covers, low-target-high minutes (decimals are fine), and
 * any of the words `probes` (the interviewer's probes come here) and `optional` (skipping it costs nothing).
 */
#ifndef SYSDRILL_SESSION_PRESET_H
#define SYSDRILL_SESSION_PRESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/strbuf.h"
#include "problem/problem.h"

/* A name is short enough for "notes." and the name to be a stream; no two phases of a preset share one. */
enum { PHASES_MAX = 12, PHASE_NAME_SIZE = 26, PRESET_MINUTES_MAX = 600 };

struct phase {
	char name[PHASE_NAME_SIZE];
	unsigned sections;              /* bit (1u << SECTION_...) for each that it covers */
	int low_ms, target_ms, high_ms;
	bool probes;
	bool optional;
};

struct preset {
	char name[32];
	struct phase phases[PHASES_MAX];
	size_t count;
};

/* STATUS_INVALID names the phase and what was expected; `preset` is as it was. */
enum status preset_parse(struct preset *preset, const char *name, const char *phases, struct error *err);
void preset_format(const struct preset *preset, struct strbuf *out);            /* what preset_parse reads */

/*
 * A problem's own target minutes (0: as the preset says), for the phases that cover that section alone; the bounds keep their
 * proportion to the target. The sum changes with it.
 */
void preset_adapt(struct preset *preset, const int minutes[SECTION_COUNT]);

/* What ships: "60", "45", "condensed-60", "condensed-45". */
size_t preset_builtin_count(void);
const struct preset *preset_builtin(size_t index);
const struct preset *preset_builtin_named(const char *name);                    /* NULL: none such */
int preset_total_ms(const struct preset *preset);                               /* sum of the targets */
bool phase_covers(const struct phase *phase, enum section section);

#endif
