/* app/session: the state of an interview is a fold of its log, whatever the order in which the log arrives. */
#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "session/session.h"
#include "session/change.h"

#define ID_SESSION "0123456789ABCDEF"
#define CANDIDATE "AAAAAAAAAAAAAAAA"
#define INTERVIEWER "BBBBBBBBBBBBBBBB"

enum { LOG_MAX = 400, ROUNDS = 60 };

/* xorshift64: the same numbers on every machine. */
static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static uint64_t below(uint64_t *seed, uint64_t limit)
{
	return next_random(seed) % limit;
}

/* Everything that can be seen of a session, as text. */
static void session_dump(const struct session *s, int64_t now_ms, struct strbuf *out)
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
		strbuf_addf(out, "phase %zu: %" PRId64 " first %" PRId64 " entries %d\n", i, session_phase_spent_ms(s, i, now_ms),
		            s->phases[i].first_entered_ms, s->phases[i].entries);
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

static void assert_same(const struct session *a, const struct session *b)
{
	struct strbuf left = STRBUF_INIT, right = STRBUF_INIT;
	session_dump(a, 9000000, &left);
	session_dump(b, 9000000, &right);
	assert_string_equal(left.text, right.text);
	strbuf_release(&left);
	strbuf_release(&right);
}

struct log {
	struct event events[LOG_MAX];
	size_t count;
	struct arena arena;
};

static void begin(struct session *session, int64_t at_ms)
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

static void add(struct session *session, enum event_kind kind, int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, kind, at_ms);
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static void enter(struct session *session, int64_t phase, int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_PHASE_ENTERED, at_ms);
	event.phase_entered.phase = phase;
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static void edit(struct session *session, const char *stream, int64_t offset, int64_t deleted, const char *text,
                 int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, stream, EVENT_NOTE_EDITED, at_ms);
	event.note_edited = (struct note_edited){ .offset = offset, .deleted = deleted, .text = text };
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static void score(struct session *session, const char *criterion, int64_t value)
{
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_SCORE_GIVEN, 9000);
	event.score_given = (struct score_given){ .criterion = criterion, .score = value, .evidence = "line 1" };
	assert_int_equal(session_add(session, &event), STATUS_OK);
}

static enum event_kind random_kind(uint64_t *seed)
{
	static const enum event_kind kinds[] = {
#define EVENT(symbol, name, payload) EVENT_##symbol,
#include "session/event.def"
#undef EVENT
	};
	return kinds[below(seed, ARRAY_SIZE(kinds))];
}

static void random_payload(struct event *event, uint64_t *seed)
{
	static const char *const words[] = { "alpha", "beta", "gamma", "", "requirements", "depth", "\xC3\xA9t\xC3\xA9", "a b" };
	static const char *const criteria[] = { "exploration", "architecture", "depth", "communication", "tradeoffs", "luck" };
	const char *word = words[below(seed, ARRAY_SIZE(words))];
	int64_t number = (int64_t)below(seed, 7) - 1;
	bool flag = below(seed, 2);
	switch (event->kind) {
	case EVENT_SESSION_STARTED:
		event->session_started = (struct session_started){
			.problem = word, .title = word, .problem_sha256 = "", .preset = flag ? "45" : "nothing",
			.phases = flag ? "one R 1-2-3, two A 1-2-3, three DIO 1-2-3 probes" : "broken", .level = "staff",
		};
		break;
	case EVENT_SESSION_PAUSED:   event->session_paused.reason = word; break;
	case EVENT_SESSION_ENDED:    event->session_ended.reason = word; break;
	case EVENT_PHASE_ENTERED:    event->phase_entered.phase = number; break;
	case EVENT_NOTE_EDITED:
		event->note_edited = (struct note_edited){ .offset = (int64_t)below(seed, 40) - 2, .deleted = number, .text = word };
		break;
	case EVENT_QUESTION_ASKED:   event->question_asked.text = word; break;
	case EVENT_ANSWER_GIVEN:     event->answer_given = (struct answer_given){ .decided_by = "fact", .text = word }; break;
	case EVENT_FACT_REVEALED:
		event->fact_revealed = (struct fact_revealed){ .fact = word, .weight = number, .text = word };
		break;
	case EVENT_HINT_OFFERED:     event->hint_offered.phase = number; break;
	case EVENT_HINT_TAKEN:
		event->hint_taken = (struct hint_taken){ .section = word, .step = number, .text = word };
		break;
	case EVENT_PROBE_ASKED:      event->probe_asked = (struct probe_asked){ .probe = word, .text = word }; break;
	case EVENT_CURVEBALL_THROWN:
		event->curveball_thrown = (struct curveball_thrown){ .curveball = word, .text = word };
		break;
	case EVENT_ITEM_TICKED:      event->item_ticked = (struct item_ticked){ .item = word, .ticked = flag }; break;
	case EVENT_POINT_TICKED:     event->point_ticked = (struct point_ticked){ .point = word, .covered = flag }; break;
	case EVENT_SCORE_GIVEN:
		event->score_given = (struct score_given){
			.criterion = criteria[below(seed, ARRAY_SIZE(criteria))], .score = number, .evidence = word,
		};
		break;
	case EVENT_UNKNOWN:
	case EVENT_SESSION_RESUMED:
	case EVENT_SESSION_DELETED:
		break;
	}
}

/*
 * A log as two people would write it, with clocks that jump: each event continues its writer's stream, and its lamport is
 * beyond what that writer has seen, which is not always all.
 */
static void random_log(struct log *log, uint64_t seed, size_t count)
{
	static const char *const origins[] = { CANDIDATE, INTERVIEWER };
	static const char *const documents[] = { "notes.requirements", "worksheet", "reflect.1" };
	uint64_t oseq[2][4] = { { 0 } }, lamport[2] = { 0 };
	int64_t now = 1000000;
	arena_init(&log->arena);
	for (log->count = 0; log->count < count; log->count++) {
		struct event *event = &log->events[log->count];
		size_t who = below(&seed, 8) == 0;
		bool document = log->count && below(&seed, 2);
		size_t which = document ? 1 + below(&seed, 3) : 0;
		now += (int64_t)below(&seed, 20000) - (below(&seed, 20) ? 0 : 15000);
		*event = (struct event){ .at_ms = now, .oseq = ++oseq[who][which] };
		memcpy(event->session, ID_SESSION, ID_SIZE);
		memcpy(event->origin, origins[who], ID_SIZE);
		strcpy(event->stream, document ? documents[which - 1] : STREAM_MAIN);
		if (lamport[!who] > lamport[who] && below(&seed, 3))
			lamport[who] = lamport[!who];
		event->lamport = ++lamport[who];
		event->kind = !log->count ? EVENT_SESSION_STARTED : document && below(&seed, 9) ? EVENT_NOTE_EDITED : random_kind(&seed);
		if (event->kind == EVENT_SESSION_DELETED || (event->kind == EVENT_SESSION_ENDED && below(&seed, 4)))
			event->kind = EVENT_PHASE_ENTERED;
		random_payload(event, &seed);
	}
}

static struct session *fold(const struct log *log, const size_t *order, size_t count)
{
	struct session *session = session_new();
	for (size_t i = 0; i < count; i++)
		assert_int_equal(session_add(session, &log->events[order ? order[i] : i]), STATUS_OK);
	return session;
}

static void shuffle(size_t *order, size_t count, uint64_t *seed)
{
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	for (size_t i = count; i > 1; i--) {
		size_t j = below(seed, i), kept = order[i - 1];
		order[i - 1] = order[j];
		order[j] = kept;
	}
}

static struct log log_buffer;

static void any_arrival_order_gives_the_same_state(void **state)
{
	(void)state;
	uint64_t seed = 42;
	size_t order[LOG_MAX];
	for (int round = 0; round < ROUNDS; round++) {
		size_t count = 1 + below(&seed, 150);
		random_log(&log_buffer, next_random(&seed), count);
		struct session *straight = fold(&log_buffer, NULL, count);
		shuffle(order, count, &seed);
		struct session *shuffled = fold(&log_buffer, order, count);
		assert_same(straight, shuffled);
		session_free(straight);
		session_free(shuffled);
	}
}

static void a_prefix_folded_and_continued_equals_the_whole(void **state)
{
	(void)state;
	uint64_t seed = 7;
	for (int round = 0; round < ROUNDS; round++) {
		size_t count = 2 + below(&seed, LOG_MAX - 2), cut = below(&seed, count);
		random_log(&log_buffer, next_random(&seed), count);
		struct session *whole = fold(&log_buffer, NULL, count);
		struct session *first = fold(&log_buffer, NULL, cut);
		struct session *continued = session_new();
		for (size_t i = 0; i < first->event_count; i++)
			assert_int_equal(session_add(continued, first->events[i]), STATUS_OK);
		assert_same(first, continued);
		session_free(first);
		for (size_t i = cut; i < count; i++)
			assert_int_equal(session_add(continued, &log_buffer.events[i]), STATUS_OK);
		assert_same(whole, continued);
		session_free(whole);
		session_free(continued);
	}
}

/* The fold's own order, cut at every place: what must hold of any session holds of each. */
static void a_log_cut_anywhere_is_a_valid_session(void **state)
{
	(void)state;
	random_log(&log_buffer, 99, LOG_MAX);
	struct session *whole = fold(&log_buffer, NULL, LOG_MAX);
	struct session *cut = session_new();
	for (size_t i = 0; i < whole->event_count; i++) {
		assert_int_equal(session_add(cut, whole->events[i]), STATUS_OK);
		assert_true(cut->preset.count == 0 ? cut->stage == STAGE_EMPTY : cut->phase < cut->preset.count);
		assert_non_null(session_phase(cut));
		assert_true(session_spent_ms(cut, 0) >= 0 && session_spent_ms(cut, 5000000) >= session_spent_ms(cut, 0));
		assert_true(session_paused_ms(cut, 0) >= 0);
		assert_true((cut->running_since_ms != 0) == (cut->stage == STAGE_RUNNING));
		for (size_t p = 0; p < PHASES_MAX; p++)
			assert_true(cut->phases[p].spent_ms >= 0);
		for (size_t p = 0; p < cut->pause_count; p++)
			assert_true(cut->pauses[p].to_ms ? cut->pauses[p].to_ms >= cut->pauses[p].from_ms
			                                 : cut->stage == STAGE_PAUSED && p + 1 == cut->pause_count);
	}
	assert_same(whole, cut);
	session_free(whole);
	session_free(cut);
}

static void duplicates_are_harmless_and_conflicts_refused(void **state)
{
	(void)state;
	random_log(&log_buffer, 5, 100);
	struct session *session = fold(&log_buffer, NULL, 100), *once = fold(&log_buffer, NULL, 100);
	for (size_t i = 0; i < 100; i++) {
		struct event event = log_buffer.events[i];
		assert_int_equal(session_add(session, &event), STATUS_EXISTS);
		event.at_ms++;
		assert_int_equal(session_add(session, &event), STATUS_CORRUPT);
		event.oseq = 1000;
		event.session[0] = 'Z';
		assert_int_equal(session_add(session, &event), STATUS_INVALID);
	}
	assert_same(session, once);
	session_free(session);
	session_free(once);
}

static void a_session_owns_its_text(void **state)
{
	(void)state;
	struct session *session = session_new();
	char title[] = "Chat";
	begin(session, 1000);
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_QUESTION_ASKED, 2000);
	event.question_asked.text = title;
	assert_int_equal(session_add(session, &event), STATUS_OK);
	memset(title, 'x', 4);
	assert_string_equal(session->turns[0].text, "Chat");
	session_free(session);
}

static void a_phases_clock_runs_while_it_is_on_and_not_paused(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	assert_int_equal(session_spent_ms(session, 4000), 3000);
	enter(session, 1, 11000);
	add(session, EVENT_SESSION_PAUSED, 15000);
	assert_int_equal(session_spent_ms(session, 900000), 14000);
	assert_int_equal(session_paused_ms(session, 16000), 1000);
	enter(session, 2, 20000);
	assert_int_equal(session_phase_spent_ms(session, 2, 30000), 0);
	add(session, EVENT_SESSION_RESUMED, 25000);
	assert_int_equal(session_phase_spent_ms(session, 0, 26000), 10000);
	assert_int_equal(session_phase_spent_ms(session, 1, 26000), 4000);
	assert_int_equal(session_phase_spent_ms(session, 2, 26000), 1000);
	assert_int_equal(session_paused_ms(session, 26000), 10000);
	assert_int_equal(session_remaining_ms(session, 26000), 3600000 - 15000);
	session_free(session);
}

static void time_after_a_crash_or_asleep_is_not_counted(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "notes.requirements", 0, 0, "before", 31000);
	struct event event;
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_SESSION_PAUSED, 33000);     /* written at 7200000 */
	event.session_paused.reason = "lost";
	assert_int_equal(session_add(session, &event), STATUS_OK);
	add(session, EVENT_SESSION_RESUMED, 7200000);
	assert_int_equal(session_spent_ms(session, 7201000), 33000);
	assert_int_equal(session_paused_ms(session, 7201000), 7200000 - 33000);
	session_free(session);
}

static void a_clock_that_jumps_back_never_makes_negative_time(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 10000000);
	enter(session, 1, 10060000);
	enter(session, 2, 6460000);
	assert_int_equal(session_spent_ms(session, 6470000), 60000 + 10000);
	assert_int_equal(session_spent_ms(session, 0), 60000);
	add(session, EVENT_SESSION_PAUSED, 6400000);
	add(session, EVENT_SESSION_RESUMED, 6300000);
	assert_int_equal(session_paused_ms(session, 6300000), 0);
	assert_int_equal(session_phase_spent_ms(session, 1, 6300000), 0);
	assert_true(session_remaining_ms(session, INT64_MAX) < 0);
	assert_int_equal(session_spent_ms(session, INT64_MIN), 60000);
	session_free(session);
}

static void the_debrief_never_changes_the_interviews_times(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	enter(session, 1, 61000);
	add(session, EVENT_SESSION_ENDED, 121000);
	assert_int_equal(session->stage, STAGE_DEBRIEF);
	enter(session, 0, 200000);
	add(session, EVENT_SESSION_PAUSED, 210000);
	add(session, EVENT_SESSION_RESUMED, 220000);
	add(session, EVENT_SESSION_ENDED, 230000);
	edit(session, STREAM_REFLECT "1", 0, 0, "asked early", 240000);
	score(session, "depth", 3);
	assert_int_equal(session->stage, STAGE_DEBRIEF);
	assert_int_equal(session->ended_ms, 121000);
	assert_int_equal(session_spent_ms(session, 999999999), 120000);
	assert_int_equal(session->returns, 0);
	assert_int_equal(session->pause_count, 0);
	assert_int_equal(session->scores[CRITERION_DEPTH].value, 3);
	assert_string_equal(session_text(session, "reflect.1", NULL), "asked early");
	session_free(session);
}

static void ending_in_a_pause_ends_the_pause(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	add(session, EVENT_SESSION_PAUSED, 5000);
	add(session, EVENT_SESSION_ENDED, 9000);
	assert_int_equal(session_paused_ms(session, 100000), 4000);
	assert_int_equal(session_spent_ms(session, 100000), 4000);
	session_free(session);
}

static void only_going_back_counts_as_a_return(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	enter(session, 0, 1500);
	enter(session, 1, 2000);
	enter(session, 2, 3000);
	assert_int_equal(session->returns, 0);
	enter(session, 1, 4000);
	assert_int_equal(session->returns, 1);
	assert_int_equal(session->phases[1].entries, 2);
	assert_int_equal(session->phases[1].first_entered_ms, 2000);
	assert_int_equal(session->phases[0].entries, 1);
	enter(session, 5, 5000);
	enter(session, -1, 5000);
	enter(session, INT64_MAX, 5000);
	assert_int_equal(session->phase, 1);
	session_free(session);
}

static void a_fact_counts_once(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	for (int i = 0; i < 2; i++) {
		struct event event;
		session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_FACT_REVEALED, 2000);
		event.fact_revealed = (struct fact_revealed){ .fact = "scale", .weight = 3, .text = "a lot" };
		assert_int_equal(session_add(session, &event), STATUS_OK);
	}
	assert_int_equal(session->fact_weight, 3);
	assert_int_equal(session->turn_count, 2);
	assert_true(session_fact_revealed(session, "scale"));
	assert_false(session_fact_revealed(session, "latency"));
	session_free(session);
}

static void a_score_needs_all_five_criteria(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	static const char *const names[] = { "exploration", "architecture", "depth", "communication", "tradeoffs" };
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(session_score_percent(session), -1);
		score(session, names[i], 4);
	}
	assert_int_equal(session_score_percent(session), 100);
	score(session, "exploration", 1);
	assert_int_equal(session_score_percent(session), 75);
	score(session, "tradeoffs", 3);
	assert_int_equal(session_score_percent(session), 72);   /* 30 + 20 + 15 + 10 x 2/3 */
	score(session, "tradeoffs", 5);
	score(session, "luck", 1);
	assert_int_equal(session_score_percent(session), 72);
	score(session, "tradeoffs", 0);
	assert_int_equal(session_score_percent(session), -1);
	session_free(session);
}

static void a_document_folds_up_to_its_first_gap(void **state)
{
	(void)state;
	struct session *writer = session_new(), *reader = session_new();
	begin(writer, 1000);
	edit(writer, "worksheet", 0, 0, "one", 2000);
	edit(writer, "worksheet", 3, 0, " two", 3000);
	edit(writer, "worksheet", 7, 0, " three", 4000);
	const struct event *events[4];
	for (size_t i = 0; i < 4; i++)
		events[i] = writer->events[i];
	session_add(reader, events[1]);
	session_add(reader, events[3]);
	assert_string_equal(session_text(reader, "worksheet", NULL), "one");
	session_add(reader, events[2]);
	assert_string_equal(session_text(reader, "worksheet", NULL), "one two three");
	session_add(reader, events[0]);
	assert_same(writer, reader);
	session_free(writer);
	session_free(reader);
}

static void the_document_is_the_one_written_last(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "worksheet", 0, 0, "from the desk", 2000);
	struct event event;
	session_prepare(session, &event, INTERVIEWER, "worksheet", EVENT_NOTE_EDITED, 3000);
	event.note_edited.text = "from the train";
	assert_int_equal(event.oseq, 1);
	assert_int_equal(session_add(session, &event), STATUS_OK);
	assert_string_equal(session_text(session, "worksheet", NULL), "from the train");
	assert_string_equal(session_document(session, "worksheet")->origin, INTERVIEWER);
	assert_null(session_document(session, "nothing"));
	assert_string_equal(session_text(session, "nothing", NULL), "");
	session_free(session);
}

static void splices_out_of_range_are_clipped(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "worksheet", INT64_MAX, INT64_MAX, "abc", 2000);
	edit(session, "worksheet", INT64_MIN, INT64_MIN, "<", 2000);
	edit(session, "worksheet", 2, 1000000000, ">", 2000);
	assert_string_equal(session_text(session, "worksheet", NULL), "<a>");
	edit(session, STREAM_MAIN, 0, 0, "not a document", 2000);
	struct event event;
	session_prepare(session, &event, CANDIDATE, "worksheet", EVENT_SESSION_ENDED, 3000);
	assert_int_equal(session_add(session, &event), STATUS_OK);
	edit(session, "worksheet", 3, 0, "!", 4000);
	assert_string_equal(session_text(session, "worksheet", NULL), "<a>!");
	assert_int_equal(session->stage, STAGE_RUNNING);
	session_free(session);
}

static void what_is_not_utf8_shows_as_it_will_be_read_again(void **state)
{
	(void)state;
	struct session *session = session_new(), *again = session_new();
	begin(session, 1000);
	edit(session, "worksheet", 0, 0, "a\xFFz", 2000);
	edit(session, "worksheet", 5, 0, "!", 3000);
	assert_string_equal(session_text(session, "worksheet", NULL), "a\xEF\xBF\xBDz!");
	struct arena arena = ARENA_INIT;
	for (size_t i = 0; i < session->event_count; i++) {
		struct strbuf line = STRBUF_INIT;
		struct event event;
		event_line_encode(session->events[i], &line);
		assert_int_equal(event_line_decode(&event, line.text, line.len, &arena, NULL), STATUS_OK);
		assert_int_equal(session_add(again, &event), STATUS_OK);
		strbuf_release(&line);
	}
	assert_same(session, again);
	arena_release(&arena);
	session_free(session);
	session_free(again);
}

static void kinds_from_a_newer_version_are_kept_and_skipped(void **state)
{
	(void)state;
	struct session *session = session_new();
	struct event event;
	begin(session, 1000);
	session_prepare(session, &event, CANDIDATE, STREAM_MAIN, EVENT_UNKNOWN, 2000);
	event.unknown_kind = "whiteboard.moved";
	event.unknown_payload = "{\"x\":1}";
	assert_int_equal(session_add(session, &event), STATUS_OK);
	assert_int_equal(session->event_count, 2);
	assert_string_equal(event_kind_name(session->events[1]), "whiteboard.moved");
	assert_string_equal(session->events[1]->unknown_payload, "{\"x\":1}");
	assert_int_equal(session->stage, STAGE_RUNNING);
	session_free(session);
}

static void replay_shows_an_earlier_moment(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	edit(session, "notes.requirements", 0, 0, "early", 2000);
	enter(session, 1, 3000);
	edit(session, "notes.requirements", 5, 0, " late", 4000);
	struct session *past = session_at(session, 3000);
	assert_int_equal(past->phase, 1);
	assert_string_equal(session_text(past, "notes.requirements", NULL), "early");
	session_free(past);
	past = session_at(session, 0);
	assert_int_equal(past->stage, STAGE_EMPTY);
	session_free(past);
	session_free(session);
}

static void a_deleted_session_stays_deleted(void **state)
{
	(void)state;
	struct session *session = session_new();
	begin(session, 1000);
	add(session, EVENT_SESSION_DELETED, 2000);
	add(session, EVENT_SESSION_RESUMED, 3000);
	assert_int_equal(session->stage, STAGE_DELETED);
	assert_true(session->deleted);
	assert_int_equal(session_spent_ms(session, 9000), 1000);
	session_free(session);
}

static void all_notes_stand_below_their_phases(void **state)
{
	(void)state;
	struct session *session = session_new();
	char stream[STREAM_SIZE];
	struct strbuf out = STRBUF_INIT;
	begin(session, 1000);
	session_notes_stream(session, 2, stream);
	assert_string_equal(stream, "notes.data-model");
	edit(session, stream, 0, 0, "one table\n", 2000);
	edit(session, "notes.requirements", 0, 0, "who?", 2000);
	session_all_notes(session, &out);
	assert_string_equal(out.text, "## Requirements\n\nwho?\n\n## Data model\n\none table\n");
	strbuf_release(&out);
	session_free(session);
}

static void a_change_between_texts_splits_no_character(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"", "a", "ab", "abc", "caf\xC3\xA9", "caf\xC3\xA8", "caf\xC3\xA9\xC3\xA9", "\xE4\xB8\xAD\xE4\xB8\xAE", "\xE4\xB8\xAE",
		"\xC3\xA9" "a", "\xE3\x83\xA9" "a", "aaaa", "aaa",
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(texts); j++) {
			struct change change;
			struct strbuf text = STRBUF_INIT;
			strbuf_adds(&text, texts[i]);
			bool differ = change_between(&change, texts[i], strlen(texts[i]), texts[j], strlen(texts[j]));
			assert_int_equal(differ, i != j);
			if (differ) {
				assert_true(!change.len || ((unsigned char)change.text[0] & 0xC0) != 0x80);
				strbuf_splice(&text, change.offset, change.deleted, change.text, change.len);
			}
			assert_string_equal(text.text, texts[j]);
			strbuf_release(&text);
		}
	}
}

static void a_long_change_is_cut_into_parts_that_add_up(void **state)
{
	(void)state;
	struct strbuf pasted = STRBUF_INIT, text = STRBUF_INIT;
	for (int i = 0; i < 10000; i++)
		strbuf_adds(&pasted, i % 3 ? "\xE4\xB8\xAD" : "x");
	strbuf_adds(&text, "[old]");
	struct change rest = { .offset = 1, .deleted = 3, .text = pasted.text, .len = pasted.len }, part;
	while (change_take(&rest, &part)) {
		assert_true(part.len <= SPLICE_MAX);
		assert_true(((unsigned char)part.text[0] & 0xC0) != 0x80);
		strbuf_splice(&text, part.offset, part.deleted, part.text, part.len);
	}
	assert_int_equal(text.len, pasted.len + 2);
	assert_memory_equal(text.text + 1, pasted.text, pasted.len);
	strbuf_release(&pasted);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_arrival_order_gives_the_same_state),
		cmocka_unit_test(a_prefix_folded_and_continued_equals_the_whole),
		cmocka_unit_test(a_log_cut_anywhere_is_a_valid_session),
		cmocka_unit_test(duplicates_are_harmless_and_conflicts_refused),
		cmocka_unit_test(a_session_owns_its_text),
		cmocka_unit_test(a_phases_clock_runs_while_it_is_on_and_not_paused),
		cmocka_unit_test(time_after_a_crash_or_asleep_is_not_counted),
		cmocka_unit_test(a_clock_that_jumps_back_never_makes_negative_time),
		cmocka_unit_test(the_debrief_never_changes_the_interviews_times),
		cmocka_unit_test(ending_in_a_pause_ends_the_pause),
		cmocka_unit_test(only_going_back_counts_as_a_return),
		cmocka_unit_test(a_fact_counts_once),
		cmocka_unit_test(a_score_needs_all_five_criteria),
		cmocka_unit_test(a_document_folds_up_to_its_first_gap),
		cmocka_unit_test(the_document_is_the_one_written_last),
		cmocka_unit_test(splices_out_of_range_are_clipped),
		cmocka_unit_test(what_is_not_utf8_shows_as_it_will_be_read_again),
		cmocka_unit_test(kinds_from_a_newer_version_are_kept_and_skipped),
		cmocka_unit_test(replay_shows_an_earlier_moment),
		cmocka_unit_test(a_deleted_session_stays_deleted),
		cmocka_unit_test(all_notes_stand_below_their_phases),
		cmocka_unit_test(a_change_between_texts_splits_no_character),
		cmocka_unit_test(a_long_change_is_cut_into_parts_that_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
