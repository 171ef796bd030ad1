/*
 * Logs from anywhere: what can be read can be written and read again, folds in any order to the same state, and can be
 * shown, summed up and exported.
 */
#include "fuzz.h"

#include <string.h>

#include "../unit/past.h"
#include "session/event.h"
#include "session/export.h"
#include "session/pacing.h"
#include "session/session.h"
#include "session/summary.h"

#define IDS "\"session\": \"0123456789ABCDEF\", \"origin\": \"AAAAAAAAAAAAAAAA\""
#define MAIN(number, kind, payload) \
	"{" IDS ", \"stream\": \"main\", \"oseq\": " #number ", \"lamport\": " #number ", \"at_ms\": " #number "000, \"kind\": \"" \
	kind "\", \"payload\": " payload "}\n"
#define NOTE(number, oseq, offset, deleted, text) \
	"{" IDS ", \"stream\": \"notes.one\", \"oseq\": " #oseq ", \"lamport\": " #number ", \"at_ms\": " #number "000, \"kind\": " \
	"\"note.edited\", \"payload\": {\"offset\": " #offset ", \"deleted\": " #deleted ", \"text\": \"" text "\"}}\n"
#define HEADER "{\"sysdrill\": 1, \"session\": \"0123456789ABCDEF\", \"problem_text\": null}\n"
#define STARTED "{\"problem\": \"chat\", \"title\": \"Chat\", \"problem_sha256\": \"\", \"preset\": \"mine\", \"phases\": " \
	"\"one R 1-2-3, two AD 2-3-4 probes, three IO 0.5-1-2 optional\", \"level\": \"staff\", \"curveball\": true}"

const char *const fuzz_seeds[] = {
	HEADER
	MAIN(1, "session.started", STARTED)
	NOTE(2, 1, 0, 0, "- who \\u00e9 asks?\\n")
	NOTE(3, 2, 6, 3, "one")
	MAIN(4, "question.asked", "{\"text\": \"How many?\"}")
	MAIN(5, "fact.revealed", "{\"fact\": \"users\", \"weight\": 3, \"text\": \"A million\"}")
	MAIN(6, "session.paused", "{\"reason\": \"asked\"}")
	MAIN(7, "session.resumed", "{}")
	MAIN(8, "phase.entered", "{\"phase\": 1}")
	MAIN(9, "hint.offered", "{\"phase\": 1}")
	MAIN(10, "hint.taken", "{\"section\": \"data\", \"step\": 1, \"text\": \"Keys\"}")
	MAIN(11, "phase.entered", "{\"phase\": 0}")
	MAIN(12, "session.ended", "{\"reason\": \"done\"}"),
	HEADER
	MAIN(1, "session.started", STARTED)
	MAIN(2, "probe.asked", "{\"probe\": \"cold\", \"text\": \"Empty?\"}")
	MAIN(3, "curveball.thrown", "{\"curveball\": \"ten\", \"text\": \"Ten times\"}")
	MAIN(4, "answer.given", "{\"decided_by\": \"candidate\", \"text\": \"Yours\"}")
	MAIN(5, "item.ticked", "{\"item\": \"requirements.scale\", \"ticked\": true}")
	MAIN(6, "point.ticked", "{\"point\": \"cache\", \"covered\": false}")
	MAIN(7, "score.given", "{\"criterion\": \"depth\", \"score\": 3, \"evidence\": \"line\"}")
	MAIN(8, "board.moved", "{\"x\": [1, 2.5, null]}")
	MAIN(9, "session.deleted", "{}"),
	"one R 1-2-3, two AD 2-3-4 probes, three IO 0.5-1-2 optional",
	NULL
};

enum { NOW_MS = 5000000, EVENTS_MAX = 64 };

static void state_of(const struct session *session, struct strbuf *out)
{
	struct session_summary summary;
	session_summarize(session, &summary);
	session_summary_json(&summary, out);
	session_export_markdown(session, NULL, out);
	session_export_jsonl(session, NULL, 0, out);
	strbuf_addf(out, "%d %d %d %lld", pacing_phase(session, NOW_MS), pacing_stuck(session, NOW_MS),
	            pacing_next_tick_ms(session, NOW_MS), (long long)session_remaining_ms(session, NOW_MS));
}

static size_t decode_lines(const char *text, size_t len, struct event *events, struct arena *arena)
{
	size_t count = 0;
	for (size_t at = 0; at < len && count < EVENTS_MAX; at++) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t line = end ? (size_t)(end - text) - at : len - at;
		if (event_line_decode(&events[count], text + at, line, arena, NULL) == STATUS_OK) {
			struct strbuf out = STRBUF_INIT;
			struct event again;
			FUZZ_REQUIRE(event_check(&events[count], NULL) == STATUS_OK);
			event_line_encode(&events[count], &out);
			FUZZ_REQUIRE(event_line_decode(&again, out.text, out.len, arena, NULL) == STATUS_OK);
			FUZZ_REQUIRE(event_equal(&events[count], &again));
			strbuf_release(&out);
			count++;
		}
		at += line;
	}
	return count;
}

/* Of two different events with one identity the first to come stays: such a log has no one state. */
static void fold_both_ways(const struct event *events, size_t count)
{
	struct session *forward = session_new(), *backward = session_new();
	bool conflict = false;
	for (size_t i = 0; i < count; i++) {
		enum status status = session_add(forward, &events[i]);
		conflict |= status != STATUS_OK && status != STATUS_EXISTS;
	}
	for (size_t i = count; i-- > 0;)
		session_add(backward, &events[i]);
	struct strbuf left = STRBUF_INIT, right = STRBUF_INIT;
	state_of(forward, &left);
	state_of(backward, &right);
	FUZZ_REQUIRE(conflict || !strcmp(left.text, right.text));
	FUZZ_REQUIRE(session_spent_ms(forward, 0) >= 0 && session_paused_ms(forward, 0) >= 0);
	strbuf_release(&left);
	strbuf_release(&right);
	session_free(session_at(forward, 5000));
	session_free(forward);
	session_free(backward);
}

static void parse_preset(const char *text, size_t len)
{
	char *phases = xstrndup(text, len);
	struct preset preset, again;
	if (preset_parse(&preset, "fuzz", phases, NULL) == STATUS_OK) {
		struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
		preset_format(&preset, &first);
		FUZZ_REQUIRE(preset_parse(&again, "fuzz", first.text, NULL) == STATUS_OK);
		preset_format(&again, &second);
		FUZZ_REQUIRE(!strcmp(first.text, second.text));
		strbuf_release(&first);
		strbuf_release(&second);
	}
	free(phases);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct event events[EVENTS_MAX];
	struct arena arena = ARENA_INIT;
	struct imported_log log;
	size_t count = decode_lines(text, size, events, &arena);
	fold_both_ways(events, count);
	if (session_import_jsonl(text, size, &log, NULL) == STATUS_OK)
		FUZZ_REQUIRE(log.count == 0 || id_valid(log.session));
	imported_log_release(&log);
	parse_preset(text, size);
	arena_release(&arena);
	return 0;
}
