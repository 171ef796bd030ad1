#include "coach/mistakes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "coach/lexicon.h"
#include "coach/written.h"
#include "session/pacing.h"

static const struct { const char *name, *title, *advice; bool fault; } kinds[] = {
#define MISTAKE(symbol, name_, title_, fault_, advice_) \
	[MISTAKE_##symbol] = { .name = name_, .title = title_, .advice = advice_, .fault = fault_ },
#include "coach/mistakes.def"
#undef MISTAKE
};

const char *mistake_name(enum mistake_kind kind)   { return kinds[kind].name; }
const char *mistake_title(enum mistake_kind kind)  { return kinds[kind].title; }
const char *mistake_advice(enum mistake_kind kind) { return kinds[kind].advice; }
bool mistake_is_fault(enum mistake_kind kind)      { return kinds[kind].fault; }

void coach_add_duration(struct strbuf *out, int64_t ms)
{
	int64_t s = ms > 0 ? ms / 1000 : 0;
	if (s >= 3600)
		strbuf_addf(out, "%d h %d min", (int)(s / 3600), (int)(s % 3600 / 60));
	else if (s >= 60 && s % 60)
		strbuf_addf(out, "%d min %d s", (int)(s / 60), (int)(s % 60));
	else if (s >= 60)
		strbuf_addf(out, "%d min", (int)(s / 60));
	else
		strbuf_addf(out, "%d s", (int)s);
}

static struct mistake *add(struct mistakes *mistakes, enum mistake_kind kind, const struct strbuf *evidence)
{
	mistakes->items = array_grow(mistakes->items, mistakes->count, &mistakes->cap, sizeof *mistakes->items);
	struct mistake *mistake = &mistakes->items[mistakes->count++];
	*mistake = (struct mistake){ .kind = kind, .evidence = arena_strdup(&mistakes->arena, evidence->text) };
	return mistake;
}

/* The first phase that covers a section; the preset's count when none does. */
static size_t phase_of(const struct session *session, enum section section)
{
	size_t i = 0;
	while (i < session->preset.count && !phase_covers(&session->preset.phases[i], section))
		i++;
	return i;
}

static int64_t entered_ms(const struct session *session, size_t phase)
{
	return phase < session->preset.count ? session->phases[phase].first_entered_ms : 0;
}

static int facts_before(const struct session *session, int64_t at_ms)
{
	int facts = 0;
	for (size_t i = 0; i < session->turn_count; i++)
		facts += session->turns[i].kind == TURN_FACT && session->turns[i].at_ms <= at_ms;
	return facts;
}

static void find_jump(struct mistakes *mistakes, const struct session *session)
{
	size_t requirements = phase_of(session, SECTION_REQUIREMENTS), design = phase_of(session, SECTION_ARCHITECTURE);
	int64_t at = entered_ms(session, design);
	if (!at || requirements >= session->preset.count || requirements == design)
		return;
	int64_t spent = session->phases[design].entered_after_ms;
	int facts = facts_before(session, at), low = session->preset.phases[requirements].low_ms;
	if (spent >= low && facts >= FACTS_BEFORE_DESIGN)
		return;
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "%c%s began after ", session->preset.phases[design].name[0] & ~0x20,
	            session->preset.phases[design].name + 1);
	coach_add_duration(&text, spent);
	if (spent < low) {
		strbuf_adds(&text, "; its lower bound before it is ");
		coach_add_duration(&text, low);
	}
	strbuf_addf(&text, ", with %d fact%s known.", facts, facts == 1 ? "" : "s");
	struct mistake *mistake = add(mistakes, MISTAKE_JUMPED, &text);
	mistake->at_ms = at;
	mistake->phase = design;
	strbuf_release(&text);
}

static void find_overrun(struct mistakes *mistakes, const struct session *session)
{
	int64_t now = session->ended_ms ? session->ended_ms : session->last_event_ms;
	for (size_t i = 0; i < session->preset.count; i++) {
		const struct phase *phase = &session->preset.phases[i];
		int64_t spent = session_phase_spent_ms(session, i, now);
		if (phase->target_ms <= 0 || spent <= 2 * (int64_t)phase->target_ms)
			continue;
		struct strbuf text = STRBUF_INIT;
		strbuf_addf(&text, "%c%s took ", phase->name[0] & ~0x20, phase->name + 1);
		coach_add_duration(&text, spent);
		strbuf_adds(&text, ", more than twice its budget of ");
		coach_add_duration(&text, phase->target_ms);
		strbuf_adds(&text, ".");
		struct mistake *mistake = add(mistakes, MISTAKE_LOST_IN_DETAIL, &text);
		mistake->at_ms = session->phases[i].first_entered_ms;
		mistake->phase = i;
		strbuf_release(&text);
	}
}

/* A line of the notes with arrows or three boxes: somebody has drawn or listed the parts. */
static bool lists_components(const char *line, size_t len)
{
	static const char *const parts[] = {
		"client", "lb", "balancer", "api", "server", "servers", "gateway", "cache", "database", "db", "queue", "worker",
		"workers", "service", "redis", "kafka", "cdn", "store", "postgres",
	};
	struct tokens tokens = TOKENS_INIT;
	size_t named = 0, arrows = 0;
	tokens_read(&tokens, line, len);
	for (size_t i = 0; i < tokens.count; i++) {
		arrows += tokens.items[i].kind == TOKEN_SIGN && !strcmp(tokens.items[i].stem, "->");
		for (size_t k = 0; tokens.items[i].word && k < ARRAY_SIZE(parts); k++)
			named += !strcmp(tokens.items[i].word, parts[k]);
	}
	tokens_release(&tokens);
	return arrows > 0 || named >= 3;
}

static bool is_detail(const char *line, size_t len)
{
	static const char *const details[] = {
		"create table", "primary key", "varchar", "bigint", "foreign key", "secondary index", "not null", "b-tree",
	};
	for (size_t i = 0; i < ARRAY_SIZE(details); i++)
		for (size_t n = strlen(details[i]), at = 0; at + n <= len; at++)
			if (!strncasecmp(line + at, details[i], n))
				return true;
	return false;
}

struct first_lines { int64_t detail_ms, components_ms; char detail[120]; size_t phase; };

static void look_at_lines(const struct written *written, size_t phase, struct first_lines *first)
{
	const char *text = written->text.text;
	for (size_t from = 0, to; from < written->text.len; from = to + 1) {
		for (to = from; to < written->text.len && text[to] != '\n';)
			to++;
		if (to == from)
			continue;
		int64_t at = written->at_ms[from];
		if (lists_components(text + from, to - from) && (!first->components_ms || at < first->components_ms))
			first->components_ms = at;
		if (!is_detail(text + from, to - from) || (first->detail_ms && first->detail_ms <= at))
			continue;
		size_t n = utf8_fit(text + from, to - from, 60);
		memcpy(first->detail, text + from, n < sizeof first->detail ? n : 0);
		first->detail[n < sizeof first->detail ? n : 0] = '\0';
		first->detail_ms = at;
		first->phase = phase;
	}
}

static void find_early_detail(struct mistakes *mistakes, const struct session *session)
{
	struct first_lines first = { .detail_ms = 0 };
	for (size_t i = 0; i < session->preset.count; i++) {
		char stream[STREAM_SIZE];
		struct written written;
		session_notes_stream(session, i, stream);
		written_read(&written, session, stream);
		look_at_lines(&written, i, &first);
		written_release(&written);
	}
	/* Without any component list in the notes the diagram may be on paper: then nothing is claimed. */
	if (!first.detail_ms || !first.components_ms || first.components_ms <= first.detail_ms)
		return;
	struct strbuf text = STRBUF_INIT;
	strbuf_addf(&text, "\"%s\" was written ", first.detail);
	coach_add_duration(&text, first.components_ms - first.detail_ms);
	strbuf_adds(&text, " before the first line that lists or connects the parts of the system.");
	struct mistake *mistake = add(mistakes, MISTAKE_LOST_IN_DETAIL, &text);
	mistake->at_ms = first.detail_ms;
	mistake->phase = first.phase;
	strbuf_release(&text);
}

static void find_no_trade_offs(struct mistakes *mistakes, const struct review *review, const struct strbuf *notes)
{
	size_t reasons = 0;
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < review->trade_off_count; i++) {
		if (review->trade_offs[i].alternative)
			return;
		reasons++;
	}
	if (!notes->len)
		return;
	strbuf_adds(&text, "No line of the notes names an alternative beside a technique that was chosen");
	if (reasons)
		strbuf_addf(&text, "; %zu give%s a reason", reasons, reasons == 1 ? "s" : "");
	strbuf_adds(&text, ".");
	add(mistakes, MISTAKE_NO_TRADE_OFFS, &text);
	strbuf_release(&text);
}

enum { QUALITY_COUNT = 4 };

struct qualities {
	const struct lexicon *lexicon;
	bool named[QUALITY_COUNT];
};

#define TOPIC_BIT(topic) (1u << TOPIC_##topic)
/* The words that speak of a quality, and the topics of facts that are about it. */
static const struct { const char *name, *concepts[3]; unsigned topics; } qualities[QUALITY_COUNT] = {
	{ "scale", { "rate", "load", "active-users" },
	  TOPIC_BIT(USERS) | TOPIC_BIT(TRAFFIC) | TOPIC_BIT(DATA) | TOPIC_BIT(GROWTH) },
	{ "latency", { "latency", NULL, NULL }, TOPIC_BIT(LATENCY) },
	{ "availability", { "availability", NULL, NULL }, TOPIC_BIT(AVAILABILITY) },
	{ "consistency", { "consistency", "durability", NULL }, TOPIC_BIT(CONSISTENCY) | TOPIC_BIT(DURABILITY) },
};

static void note_quality(void *context, struct lexicon_hit hit)
{
	struct qualities *q = context;
	for (size_t i = 0; i < QUALITY_COUNT; i++)
		for (size_t k = 0; k < 3 && qualities[i].concepts[k]; k++)
			q->named[i] |= !strcmp(lexicon_name(q->lexicon, hit.concept), qualities[i].concepts[k]);
}

static void look_for_qualities(struct qualities *q, const char *text)
{
	struct tokens tokens = TOKENS_INIT;
	tokens_read(&tokens, text, strlen(text));
	for (size_t i = 0; i < tokens.count; i++)
		lexicon_find(q->lexicon, &tokens, i, note_quality, q);
	tokens_release(&tokens);
}

/* A question that unlocked a fact was about what the fact is about, whatever its words. */
static void look_at_facts(struct qualities *q, const struct problem *problem, const struct session *session)
{
	for (size_t i = 0; i < problem->fact_count; i++)
		for (size_t k = 0; k < QUALITY_COUNT && session_fact_revealed(session, problem->facts[i].id); k++)
			q->named[k] |= (qualities[k].topics & (1u << problem->facts[i].topic)) != 0;
}

static void find_no_qualities(struct mistakes *mistakes, const struct problem *problem, const struct session *session,
                              const struct strbuf *notes)
{
	struct lexicon *lexicon = lexicon_new();
	struct qualities q = { .lexicon = lexicon };
	look_for_qualities(&q, notes->text);
	look_at_facts(&q, problem, session);
	for (size_t i = 0; i < session->turn_count; i++)
		if (session->turns[i].kind == TURN_QUESTION)
			look_for_qualities(&q, session->turns[i].text);
	lexicon_free(lexicon);
	size_t missing = 0;
	struct strbuf text = STRBUF_INIT;
	for (size_t i = 0; i < QUALITY_COUNT; i++)
		missing += !q.named[i];
	if (missing == QUALITY_COUNT) {
		strbuf_adds(&text, "Neither a question nor a note is about scale, latency, availability or consistency.");
		add(mistakes, MISTAKE_NO_QUALITIES, &text);
	}
	strbuf_release(&text);
}

static bool paused_between(const struct session *session, int64_t from_ms, int64_t to_ms)
{
	for (size_t i = 0; i < session->pause_count; i++) {
		int64_t end = session->pauses[i].to_ms ? session->pauses[i].to_ms : to_ms;
		if (session->pauses[i].from_ms < to_ms && end > from_ms)
			return true;
	}
	return false;
}

static void add_gap(struct mistakes *mistakes, const struct session *session, size_t phase, int64_t from_ms, int64_t to_ms)
{
	struct strbuf text = STRBUF_INIT;
	strbuf_adds(&text, "Nothing was recorded for ");
	coach_add_duration(&text, to_ms - from_ms);
	if (phase < session->preset.count)
		strbuf_addf(&text, " in %s", session->preset.phases[phase].name);
	strbuf_adds(&text, ".");
	struct mistake *mistake = add(mistakes, MISTAKE_GAP, &text);
	mistake->at_ms = from_ms;
	mistake->phase = phase;
	mistake->lasted_ms = to_ms - from_ms;
	strbuf_release(&text);
}

static int compare_times(const void *a, const void *b)
{
	int64_t x = (*(const struct event *const *)a)->at_ms, y = (*(const struct event *const *)b)->at_ms;
	return (x > y) - (x < y);
}

static void find_gaps(struct mistakes *mistakes, const struct session *session)
{
	size_t count = session->event_count, phase = 0;
	struct event **events = xcalloc(count, sizeof *events);
	if (count)
		memcpy(events, session->events, count * sizeof *events);
	qsort(events, count, sizeof *events, compare_times);
	for (size_t i = 0; i < count; i++) {
		int64_t before = i ? events[i - 1]->at_ms : events[i]->at_ms;
		if (session->ended_ms && events[i]->at_ms > session->ended_ms)
			break;
		/* What was waited for at the door of a room was no interview. */
		if (events[i]->at_ms > session->started_ms && events[i]->at_ms - before > GAP_MS && !paused_between(session, before, events[i]->at_ms))
			add_gap(mistakes, session, phase, before, events[i]->at_ms);
		if (events[i]->kind == EVENT_PHASE_ENTERED && events[i]->phase_entered.phase >= 0)
			phase = (size_t)events[i]->phase_entered.phase;
	}
	free(events);
}

void mistakes_find(struct mistakes *mistakes, const struct problem *problem, const struct session *session,
                   const struct review *review)
{
	struct strbuf notes = STRBUF_INIT;
	*mistakes = (struct mistakes){ .items = NULL };
	session_all_notes(session, &notes);
	find_jump(mistakes, session);
	find_overrun(mistakes, session);
	find_early_detail(mistakes, session);
	find_no_trade_offs(mistakes, review, &notes);
	find_no_qualities(mistakes, problem, session, &notes);
	find_gaps(mistakes, session);
	strbuf_release(&notes);
}

void mistakes_release(struct mistakes *mistakes)
{
	free(mistakes->items);
	arena_release(&mistakes->arena);
	*mistakes = (struct mistakes){ .items = NULL };
}
