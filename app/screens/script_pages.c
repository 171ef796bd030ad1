#include <stdio.h>
#include <string.h>

#include "screens/script.h"

static const struct { const char *title; bool does; } pages[SCRIPT_PAGES] = {
	[PAGE_PROMPT] = { "Prompt", false },
	[PAGE_FACTS] = { "Facts", true },
	[PAGE_HINTS] = { "Hints", true },
	[PAGE_PROBES] = { "Probes", true },
	[PAGE_CURVEBALLS] = { "Curveballs", true },
	[PAGE_POINTS] = { "Key points", true },
	[PAGE_REFERENCE] = { "Reference", false },
	[PAGE_WARNINGS] = { "Warning signs", true },
	[PAGE_MARKS] = { "My marks", false },
};

const char *script_page_title(enum script_page page)
{
	return pages[page].title;
}

bool script_page_does(enum script_page page)
{
	return pages[page].does;
}

static bool prompt_entry(const struct problem *problem, size_t index, struct script_entry *entry)
{
	if (index)
		return false;
	*entry = (struct script_entry){ .head = "Read it out, then wait for questions", .detail = problem->prompt };
	return true;
}

static bool fact_entry(const struct world *world, size_t index, struct script_entry *entry)
{
	if (index >= world->problem->fact_count)
		return false;
	const struct fact *fact = &world->problem->facts[index];
	*entry = (struct script_entry){ .head = fact->title, .detail = fact->answer,
	                                .done = session_fact_revealed(world->session, fact->id) };
	snprintf(entry->side, sizeof entry->side, "weight %d", fact->weight);
	return true;
}

/* The hints of the sections of this phase, ladder by ladder. */
static bool hint_at(const struct world *world, size_t index, enum section *section, size_t *step)
{
	const struct phase *phase = session_phase(world->session);
	for (int s = 0; s < SECTION_COUNT; s++) {
		size_t count = world->problem->hints[s].steps.count;
		if (!phase_covers(phase, (enum section)s))
			continue;
		if (index < count) {
			*section = (enum section)s;
			*step = index;
			return true;
		}
		index -= count;
	}
	return false;
}

static bool hint_entry(const struct world *world, size_t index, struct script_entry *entry)
{
	enum section section;
	size_t step;
	if (!hint_at(world, index, &section, &step))
		return false;
	const char *text = world->problem->hints[section].steps.items[step];
	*entry = (struct script_entry){ .head = text, .detail = text, .done = session_hints(world->session, section) > (int)step };
	snprintf(entry->side, sizeof entry->side, "%.14s %d", section_name(section), (int)step + 1);
	return true;
}

/* Listen for, and what to say next, by the strength of the answer. Made once, in the problem's own words. */
static bool probe_entry(const struct world *world, size_t index, struct script_entry *entry)
{
	if (index >= world->problem->probe_count)
		return false;
	const struct probe *probe = &world->problem->probes[index];
	*entry = (struct script_entry){ .head = probe->question, .detail = probe->question,
	                                .done = session_probe_asked(world->session, probe->id) };
	snprintf(entry->side, sizeof entry->side, "%s", concern_name(probe->about));
	return true;
}

static bool was_thrown(const struct session *session, const char *id)
{
	for (size_t i = 0; i < session->turn_count; i++)
		if (session->turns[i].kind == TURN_CURVEBALL && !strcmp(session->turns[i].ref, id))
			return true;
	return false;
}

static bool curveball_entry(const struct world *world, size_t index, struct script_entry *entry)
{
	if (index >= world->problem->curveball_count)
		return false;
	const struct curveball *curveball = &world->problem->curveballs[index];
	*entry = (struct script_entry){ .head = curveball->title, .detail = curveball->say,
	                                .done = was_thrown(world->session, curveball->id) };
	return true;
}

static const struct key_point *point_at(const struct world *world, size_t index)
{
	const struct phase *phase = session_phase(world->session);
	for (size_t i = 0; i < world->problem->key_point_count; i++)
		if (phase_covers(phase, world->problem->key_points[i].section) && !index--)
			return &world->problem->key_points[i];
	return NULL;
}

static bool point_entry(const struct world *world, size_t index, struct script_entry *entry)
{
	const struct key_point *point = point_at(world, index);
	if (!point)
		return false;
	*entry = (struct script_entry){ .head = point->text, .detail = point->why, .sentence = true,
	                                .done = session_point_covered(world->session, point->id, NULL) };
	snprintf(entry->side, sizeof entry->side, "%s %s", level_name(point->level), point->must ? "must" : "nice");
	return true;
}

static bool warning_entry(const struct world *world, size_t index, struct script_entry *entry)
{
	if (index >= world->problem->warning_count)
		return false;
	const struct warning_sign *sign = &world->problem->warnings[index];
	*entry = (struct script_entry){ .head = sign->text, .detail = sign->why, .sentence = true };
	const struct mark *mark;
	for (size_t i = 0; (mark = session_mark_of(world->session, world->self, i)); i++)
		entry->done = entry->done || !strcmp(mark->text, sign->text);
	return true;
}

static bool mark_entry(const struct world *world, size_t index, struct script_entry *entry)
{
	const struct mark *mark = session_mark_of(world->session, world->self, index);
	if (!mark)
		return false;
	int64_t into = session_clock_at_ms(world->session, mark->made_ms);
	*entry = (struct script_entry){ .head = *mark->text ? mark->text : mark_title(mark->category), .detail = mark->text };
	snprintf(entry->side, sizeof entry->side, "%d:%02d %.13s", (int)(into / 60000), (int)(into / 1000 % 60),
	         mark_name(mark->category));
	return true;
}

bool script_entry(const struct script *script, const struct world *world, size_t index, struct script_entry *entry)
{
	if (!world->problem)
		return false;
	switch (script->page) {
	case PAGE_PROMPT:
		return prompt_entry(world->problem, index, entry);
	case PAGE_FACTS:
		return fact_entry(world, index, entry);
	case PAGE_HINTS:
		return hint_entry(world, index, entry);
	case PAGE_PROBES:
		return probe_entry(world, index, entry);
	case PAGE_CURVEBALLS:
		return curveball_entry(world, index, entry);
	case PAGE_POINTS:
		return point_entry(world, index, entry);
	case PAGE_WARNINGS:
		return warning_entry(world, index, entry);
	case PAGE_MARKS:
		return mark_entry(world, index, entry);
	case PAGE_REFERENCE:
	case SCRIPT_PAGES:
		break;
	}
	return false;
}

size_t script_entries(const struct script *script, const struct world *world)
{
	struct script_entry entry;
	size_t count = 0;
	while (script_entry(script, world, count, &entry))
		count++;
	return count;
}

void script_mark(const struct session *session, int64_t now_ms, enum mark_category category, const char *text, struct intents *out)
{
	intent_private(out, EVENT_MARK_MADE)->mark_made = (struct mark_made){
		.category = mark_name(category), .text = intent_text(out, text), .made_ms = now_ms, .phase = (int64_t)session->phase };
}

static void tick_point(const struct world *world, const struct key_point *point, struct intents *out)
{
	bool covered = session_point_covered(world->session, point->id, NULL);
	intent_private(out, EVENT_POINT_TICKED)->point_ticked = (struct point_ticked){ .point = point->id, .covered = !covered };
}

void script_do(struct script *script, const struct world *world, struct intents *out)
{
	const struct problem *problem = world->problem;
	size_t chosen = script->lists[script->page].selected;
	struct script_entry entry;
	enum section section;
	size_t step;
	if (!script_entry(script, world, chosen, &entry))
		return;
	if (entry.done && script->page != PAGE_POINTS) {
		intent_message(out, "That was done already.%s", script->page == PAGE_PROBES ? " w, f and s go on with it." : "");
		return;
	}
	switch (script->page) {
	case PAGE_FACTS:
		intent_event(out, EVENT_FACT_REVEALED)->fact_revealed = (struct fact_revealed){
			.fact = problem->facts[chosen].id, .weight = problem->facts[chosen].weight, .text = problem->facts[chosen].answer };
		break;
	case PAGE_HINTS:
		if (hint_at(world, chosen, &section, &step))
			intent_event(out, EVENT_HINT_TAKEN)->hint_taken = (struct hint_taken){
				.section = section_name(section), .step = (int64_t)step + 1, .text = entry.detail };
		break;
	case PAGE_PROBES:
		intent_event(out, EVENT_PROBE_ASKED)->probe_asked = (struct probe_asked){
			.probe = problem->probes[chosen].id, .text = problem->probes[chosen].question };
		break;
	case PAGE_CURVEBALLS:
		intent_event(out, EVENT_CURVEBALL_THROWN)->curveball_thrown = (struct curveball_thrown){
			.curveball = problem->curveballs[chosen].id, .text = problem->curveballs[chosen].say };
		break;
	case PAGE_POINTS:
		tick_point(world, point_at(world, chosen), out);
		break;
	case PAGE_WARNINGS:
		script_mark(world->session, world->now_ms, MARK_ARCHITECTURE, entry.head, out);
		break;
	case PAGE_PROMPT:
	case PAGE_REFERENCE:
	case PAGE_MARKS:
	case SCRIPT_PAGES:
		break;
	}
}

void script_follow_up(const struct world *world, enum probe_answer answer, struct intents *out)
{
	for (size_t i = world->problem ? world->session->turn_count : 0; i-- > 0;) {
		const struct turn *turn = &world->session->turns[i];
		const struct probe *probe = turn->kind == TURN_PROBE ? problem_probe(world->problem, turn->ref) : NULL;
		if (!probe)
			continue;
		intent_event(out, EVENT_PROBE_ASKED)->probe_asked = (struct probe_asked){
			.probe = probe->id, .text = probe_follow_up(probe, answer) };
		return;
	}
	intent_message(out, "Ask a probe first (page 4); then w, f and s say what comes after a weak, fair or strong answer.");
}

const struct turn *script_open_question(const struct world *world)
{
	size_t count = world->session->turn_count;
	const struct turn *last = count ? &world->session->turns[count - 1] : NULL;
	return last && last->kind == TURN_QUESTION ? last : NULL;
}
