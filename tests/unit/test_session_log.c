/* app/session: the state depends on the set of events, whatever the order in which they arrive. */
#include "test.h"

#include <string.h>

#include "base/array.h"
#include "interview.h"
#include "session/session.h"

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

struct log {
	struct event events[LOG_MAX];
	size_t count;
	struct arena arena;
};

static enum event_kind random_kind(uint64_t *seed)
{
	static const enum event_kind kinds[] = {
#define EVENT(symbol, name, payload, writers) EVENT_##symbol,
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
	case EVENT_ROOM_OPENED:      event->room_opened = (struct room_opened){ .name = word, .prompt = word }; break;
	case EVENT_MEMBER_ADMITTED:
		event->member_admitted = (struct member_admitted){
			.member = flag ? CANDIDATE : INTERVIEWER, .name = word, .seat = seat_name((enum seat)(1 + below(seed, 4))), .key = "",
		};
		break;
	case EVENT_MEMBER_REMOVED:   event->member_removed.member = flag ? CANDIDATE : INTERVIEWER; break;
	case EVENT_REVIEWER_JOINED:  event->reviewer_joined.name = word; break;
	case EVENT_MARK_MADE:
		event->mark_made = (struct mark_made){ .category = mark_name((enum mark_category)below(seed, MARK_COUNT)), .text = word };
		break;
	case EVENT_MARK_HELD:        
		event->mark_held = (struct mark_held){
			.category = mark_name((enum mark_category)below(seed, MARK_COUNT)), .text = word, .made_ms = event->at_ms, .held = flag,
		};
		break;
	case EVENT_MARK_RELEASED:
		event->mark_released = (struct mark_released){
			.category = mark_name((enum mark_category)below(seed, MARK_COUNT)), .text = word, .made_ms = event->at_ms, .phase = number,
		};
		break;
	case EVENT_SCORE_RELEASED:
		event->score_released = (struct score_released){
			.criterion = criteria[below(seed, ARRAY_SIZE(criteria))], .score = number, .evidence = word,
		};
		break;
	case EVENT_UNKNOWN:
	case EVENT_SESSION_RESUMED:
	case EVENT_SESSION_DELETED:
	case EVENT_SCORES_SUBMITTED:
		break;
	}
}

/*
 * A log as two people would write it, with clocks that jump: each event continues its writer's stream, and its lamport is
 * beyond what that writer has seen, which is not always all. What is private does not move it on.
 */
static void random_log(struct log *log, uint64_t seed, size_t count)
{
	static const char *const origins[] = { CANDIDATE, INTERVIEWER };
	static const char *const documents[] = { "notes.requirements", "worksheet", "reflect.1" };
	uint64_t oseq[2][5] = { { 0 } }, lamport[2] = { 0 };
	int64_t now = 1000000;
	arena_init(&log->arena);
	for (log->count = 0; log->count < count; log->count++) {
		struct event *event = &log->events[log->count];
		size_t who = below(&seed, 8) == 0;
		bool document = log->count && below(&seed, 2), private = log->count && !document && !below(&seed, 4);
		size_t which = document ? 1 + below(&seed, 3) : private ? 4 : 0;
		now += (int64_t)below(&seed, 20000) - (below(&seed, 20) ? 0 : 15000);
		*event = (struct event){ .at_ms = now, .oseq = ++oseq[who][which] };
		memcpy(event->session, ID_SESSION, ID_SIZE);
		memcpy(event->origin, origins[who], ID_SIZE);
		strcpy(event->stream, document ? documents[which - 1] : private ? STREAM_PRIVATE : STREAM_MAIN);
		if (lamport[!who] > lamport[who] && below(&seed, 3))
			lamport[who] = lamport[!who];
		if (private && lamport[who])
			event->lamport = lamport[who];
		else
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
		assert_same_session(straight, shuffled);
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
		assert_same_session(first, continued);
		session_free(first);
		for (size_t i = cut; i < count; i++)
			assert_int_equal(session_add(continued, &log_buffer.events[i]), STATUS_OK);
		assert_same_session(whole, continued);
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
	assert_same_session(whole, cut);
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
	assert_same_session(session, once);
	session_free(session);
	session_free(once);
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
	assert_same_session(writer, reader);
	session_free(writer);
	session_free(reader);
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
	assert_same_session(session, again);
	arena_release(&arena);
	session_free(session);
	session_free(again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_arrival_order_gives_the_same_state),
		cmocka_unit_test(a_prefix_folded_and_continued_equals_the_whole),
		cmocka_unit_test(a_log_cut_anywhere_is_a_valid_session),
		cmocka_unit_test(duplicates_are_harmless_and_conflicts_refused),
		cmocka_unit_test(a_document_folds_up_to_its_first_gap),
		cmocka_unit_test(what_is_not_utf8_shows_as_it_will_be_read_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
