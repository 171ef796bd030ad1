/* app/session: an interview leaves the store as a file, and comes back as the same interview. */
#include "test.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/sha256.h"
#include "past.h"
#include "session/export.h"
#include "session/summary.h"

#define WRITER "AAAAAAAAAAAAAAAA"

static const char problem_text[] = "# Chat\n\nDesign a \"chat\" \xC3\xA9\n";

static void add(struct session *session, const char *stream, struct event payload, int64_t at_ms)
{
	struct event event;
	session_prepare(session, &event, WRITER, stream, payload.kind, at_ms);
	payload.oseq = event.oseq;
	payload.lamport = event.lamport;
	payload.at_ms = event.at_ms;
	memcpy(payload.session, event.session, ID_SIZE);
	memcpy(payload.origin, event.origin, ID_SIZE);
	memcpy(payload.stream, event.stream, STREAM_SIZE);
	assert_int_equal(session_add(session, &payload), STATUS_OK);
}

#define ADD(stream_, at, kind_, ...) \
	add(session, stream_, (struct event){ .kind = EVENT_##kind_, __VA_ARGS__ }, START + (at) * 1000)

enum { START = 1000000000 };    /* 1970-01-12T13:46:40Z */

static struct session *interview(void)
{
	static const char *const criteria[] = { "exploration", "architecture", "depth", "communication", "tradeoffs" };
	struct session *session = session_new();
	char sha256[SHA256_HEX_SIZE];
	sha256_hex(problem_text, strlen(problem_text), sha256);
	memcpy(session->id, "0123456789ABCDEF", ID_SIZE);
	ADD(STREAM_MAIN, 0, SESSION_STARTED, .session_started = {
		.problem = "chat", .title = "Chat | *rooms*", .problem_sha256 = sha256, .preset = "mine",
		.phases = "requirements R 1-2-3, the design ADIO 2-4-6", .level = "staff" });
	ADD(STREAM_MAIN, 30, QUESTION_ASKED, .question_asked = { .text = "How many\nusers?" });
	ADD(STREAM_MAIN, 30, FACT_REVEALED, .fact_revealed = { .fact = "users", .weight = 3, .text = "A million." });
	ADD("notes.requirements", 40, NOTE_EDITED, .note_edited = { .text = "```\n[a] -> [b]\n```\n" });
	ADD(STREAM_MAIN, 60, SESSION_PAUSED, .session_paused = { .reason = "asked" });
	ADD(STREAM_MAIN, 90, SESSION_RESUMED, .session_resumed = { 0 });
	ADD(STREAM_MAIN, 150, PHASE_ENTERED, .phase_entered = { .phase = 1 });
	ADD(STREAM_MAIN, 160, HINT_TAKEN, .hint_taken = { .section = "data", .step = 1, .text = "Think of keys." });
	ADD(STREAM_MAIN, 170, UNKNOWN, .unknown_kind = "board.moved", .unknown_payload = "{\"at\":[1]}");
	ADD(STREAM_MAIN, 210, SESSION_ENDED, .session_ended = { .reason = "done" });
	for (size_t i = 0; i < ARRAY_SIZE(criteria); i++)
		ADD(STREAM_MAIN, 300, SCORE_GIVEN, .score_given = { .criterion = criteria[i], .score = 3, .evidence = "a | b" });
	ADD(STREAM_REFLECT "1", 310, NOTE_EDITED, .note_edited = { .text = "Asked early." });
	ADD(STREAM_NEXT "2", 320, NOTE_EDITED, .note_edited = { .text = "Draw sooner" });
	return session;
}

static void the_log_comes_back_as_the_same_session(void **state)
{
	(void)state;
	struct session *session = interview(), *again = session_new();
	struct strbuf out = STRBUF_INIT, twice = STRBUF_INIT;
	struct imported_log log;
	struct error err = { "" };
	session_export_jsonl(session, problem_text, strlen(problem_text), &out);
	if (session_import_jsonl(out.text, out.len, &log, &err) != STATUS_OK)
		fail_msg("%s", err.text);
	assert_string_equal(log.session, session->id);
	assert_int_equal(log.problem_len, strlen(problem_text));
	assert_string_equal(log.problem_text, problem_text);
	assert_int_equal(log.count, session->event_count);
	for (size_t i = log.count; i-- > 0;)
		assert_int_equal(session_add(again, &log.events[i]), STATUS_OK);
	session_export_jsonl(again, log.problem_text, log.problem_len, &twice);
	assert_string_equal(out.text, twice.text);
	imported_log_release(&log);
	strbuf_release(&out);
	strbuf_release(&twice);
	session_free(session);
	session_free(again);
}

static void a_log_without_its_problem_can_be_read(void **state)
{
	(void)state;
	struct session *session = interview();
	struct strbuf out = STRBUF_INIT;
	struct imported_log log;
	session_export_jsonl(session, NULL, 0, &out);
	strbuf_adds(&out, "\n\r\n");
	assert_int_equal(session_import_jsonl(out.text, out.len, &log, NULL), STATUS_OK);
	assert_null(log.problem_text);
	assert_int_equal(log.count, session->event_count);
	imported_log_release(&log);
	strbuf_release(&out);
	session_free(session);
}

/* Every line but the first may be lost: what is left is the log of a valid session. A half line is refused by number. */
static void a_file_cut_anywhere_is_read_or_refused(void **state)
{
	(void)state;
	struct session *session = interview();
	struct strbuf out = STRBUF_INIT;
	session_export_jsonl(session, problem_text, strlen(problem_text), &out);
	for (size_t cut = 0; cut < out.len; cut++) {
		struct imported_log log;
		struct error err = { "" };
		bool whole = out.text[cut] == '\n' || (cut && out.text[cut - 1] == '\n');
		enum status status = session_import_jsonl(out.text, cut, &log, &err);
		assert_int_equal(status, whole ? STATUS_OK : STATUS_INVALID);
		assert_true(status == STATUS_OK || log.count == 0);
		assert_true(status == STATUS_OK || !cut || !strncmp(err.text, "line ", 5));
		imported_log_release(&log);
	}
	strbuf_release(&out);
	session_free(session);
}

static void a_foreign_file_is_refused_with_the_line(void **state)
{
	(void)state;
	static const struct { const char *text; enum status status; const char *begins; } cases[] = {
		{ "", STATUS_INVALID, "the file is empty" },
		{ "hello\n", STATUS_INVALID, "line 1: not an interview's log" },
		{ "[1]\n", STATUS_INVALID, "line 1: not an interview's log" },
		{ "{\"sysdrill\": 0}", STATUS_INVALID, "line 1: not an interview's log" },
		{ "{\"sysdrill\": 2}", STATUS_TOO_NEW, "line 1: format 2 is from a newer sysdrill" },
		{ "{\"sysdrill\": 1, \"session\": \"x\"}", STATUS_INVALID, "line 1: \"session\" must be an id" },
		{ "{\"sysdrill\": 1, \"session\": \"0123456789ABCDEF\"}\n\n{}", STATUS_INVALID, "line 3: \"session\" and \"origin\"" },
		{ "{\"sysdrill\": 1, \"session\": \"0123456789ABCDEF\"}\n"
		  "{\"session\": \"ZZZZZZZZZZZZZZZZ\", \"origin\": \"0123456789ABCDEF\", \"stream\": \"main\", \"oseq\": 1, "
		  "\"lamport\": 1, \"at_ms\": 1, \"kind\": \"session.resumed\", \"payload\": {}}", STATUS_INVALID,
		  "line 2: an event of session ZZZZZZZZZZZZZZZZ" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct imported_log log;
		struct error err = { "" };
		assert_int_equal(session_import_jsonl(cases[i].text, strlen(cases[i].text), &log, &err), cases[i].status);
		if (strncmp(err.text, cases[i].begins, strlen(cases[i].begins)))
			fail_msg("%s", err.text);
		imported_log_release(&log);
	}
}

static void another_problems_text_is_refused(void **state)
{
	(void)state;
	struct session *session = interview();
	struct strbuf out = STRBUF_INIT;
	struct imported_log log;
	session_export_jsonl(session, "another text", 12, &out);
	assert_int_equal(session_import_jsonl(out.text, out.len, &log, NULL), STATUS_INVALID);
	assert_int_equal(log.count, 0);
	imported_log_release(&log);
	strbuf_release(&out);
	session_free(session);
}

static void the_json_export_is_an_array_of_flat_objects(void **state)
{
	(void)state;
	struct session *session = interview();
	struct strbuf out = STRBUF_INIT;
	session_export_json(session, &out);
	json_t *root = json_loadb(out.text, out.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_int_equal(json_array_size(root), session->event_count);
	for (size_t i = 0; i < json_array_size(root); i++) {
		const json_t *object = json_array_get(root, i);
		assert_string_equal(json_string_value(json_object_get(object, "kind")), event_kind_name(session->events[i]));
		assert_non_null(json_object_get(object, "at"));
	}
	assert_string_equal(json_string_value(json_object_get(json_array_get(root, 0), "problem")), "chat");
	assert_string_equal(json_string_value(json_object_get(json_array_get(root, 0), "at")), "1970-01-12T13:46:40Z");
	json_decref(root);
	strbuf_release(&out);
	session_free(session);
}

static void a_summary_says_what_a_list_needs(void **state)
{
	(void)state;
	struct session *session = interview();
	struct session_summary summary;
	session_summarize(session, &summary);
	assert_string_equal(summary.problem, "chat");
	assert_string_equal(summary.phase, "the design");
	assert_int_equal(summary.spent_ms, 180000);
	assert_int_equal(summary.paused_ms, 30000);
	assert_int_equal(summary.budget_ms, 360000);
	assert_int_equal(summary.score, 67);
	assert_int_equal(summary.questions, 1);
	assert_int_equal(summary.hints, 1);
	assert_false(session_summary_unfinished(&summary));
	struct strbuf out = STRBUF_INIT;
	session_summary_json(&summary, &out);
	json_t *root = json_loadb(out.text, out.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_string_equal(json_string_value(json_object_get(root, "started_at")), "1970-01-12T13:46:40Z");
	assert_int_equal(json_integer_value(json_object_get(root, "score")), 67);
	assert_true(json_is_true(json_object_get(root, "ended")));
	json_decref(root);
	strbuf_release(&out);
	session_free(session);

	struct session *empty = session_new();
	session_summarize(empty, &summary);
	session_summary_json(&summary, &out);
	assert_non_null(strstr(out.text, "\"score\": null"));
	assert_non_null(strstr(out.text, "\"started_at\": null"));
	strbuf_release(&out);
	session_free(empty);
}

static void clocks_read_as_minutes_and_seconds(void **state)
{
	(void)state;
	static const struct { int64_t ms; const char *text; } cases[] = {
		{ 0, "0:00" }, { 999, "0:00" }, { 1000, "0:01" }, { 425000, "7:05" }, { 3720000, "62:00" }, { -30000, "-0:30" },
		{ -999, "0:00" }, { INT64_MIN, "-153722867280912:55" },
	};
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;
		clock_format(cases[i].ms, &out);
		assert_string_equal(out.text, cases[i].text);
		strbuf_release(&out);
	}
}

static struct problem *a_problem(void)
{
	struct problem *problem = problem_new();
	problem->prompt = "Design a chat.";
	problem->facts = arena_alloc(&problem->arena, 2 * sizeof *problem->facts);
	problem->fact_count = 2;
	problem->facts[0] = (struct fact){ .id = "users", .title = "Users", .answer = "A million.", .weight = 3 };
	problem->facts[1] = (struct fact){ .id = "latency", .title = "Latency", .answer = "Fast.", .weight = 2 };
	return problem;
}

static void the_markdown_tells_the_whole_interview(void **state)
{
	(void)state;
	struct session *session = interview();
	struct problem *problem = a_problem();
	struct strbuf out = STRBUF_INIT;
	session_export_markdown(session, problem, &out);
	static const char *const parts[] = {
		"# Chat \\| \\*rooms\\*\n\n- Date: 1970-01-12 13:46 UTC\n- Level: Staff\n- Preset: mine\n"
		"- Time: 3:00 of 6:00, and 1 pause of 0:30\n- Score: 67 %\n- Hints taken: 1\n- Session: 0123456789ABCDEF\n\n",
		"## Prompt\n\nDesign a chat.\n\n",
		"| Requirements | 2:00 | 2:00 | 1 |\n| The design | 1:00 | 4:00 | 1 |\n\n",
		"### Requirements\n\n- 0:30 **You asked:** How many users?\n- 0:30 **Interviewer:** A million.\n\n"
		"### The design\n\n- 2:40 **Hint:** Think of keys.\n\n",
		"## Notes\n\n### Requirements\n\n````text\n```\n[a] -> [b]\n```\n````\n\n",
		"Unlocked: 3 of 5 by weight. Never asked for:\n\n- Latency (weight 2)\n\n",
		"| Trade-off analysis | 10 % | 3 (hire) | a \\| b |\n\n",
		"## Reflection\n\n### What went well?\n\n```text\nAsked early.\n```\n\n## Next time\n\n- Draw sooner\n",
	};
	const char *at = out.text;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		const char *found = strstr(at, parts[i]);
		if (!found)
			fail_msg("not there, or not here: %s\nin: %s", parts[i], out.text);
		at = found + strlen(parts[i]);
	}
	assert_string_equal(at, "");
	strbuf_release(&out);
	problem_free(problem);
	session_free(session);
}

static void an_interview_that_is_on_exports_no_spoiler(void **state)
{
	(void)state;
	struct session *whole = interview(), *session = session_at(whole, START + 200 * 1000);
	struct problem *problem = a_problem();
	struct strbuf out = STRBUF_INIT;
	session_export_markdown(session, problem, &out);
	assert_null(strstr(out.text, "Latency"));
	assert_null(strstr(out.text, "## Scores"));
	assert_non_null(strstr(out.text, "- Not ended yet\n"));
	strbuf_clear(&out);
	struct session *empty = session_new();
	session_export_markdown(empty, NULL, &out);
	assert_non_null(strstr(out.text, "# An interview"));
	strbuf_release(&out);
	problem_free(problem);
	session_free(whole);
	session_free(session);
	session_free(empty);
}

static void a_room_is_told_with_what_was_released_and_nothing_else(void **state)
{
	(void)state;
	static const char *const criteria[] = { "exploration", "architecture", "depth", "communication", "tradeoffs" };
	struct session *session = session_new();
	struct strbuf out = STRBUF_INIT;
	memcpy(session->id, "0123456789ABCDEF", ID_SIZE);
	ADD(STREAM_MAIN, 0, SESSION_STARTED, .session_started = {
		.problem = "chat", .title = "Chat", .problem_sha256 = "", .preset = "mine", .phases = "requirements R 1-2-3", .level = "staff" });
	ADD(STREAM_MAIN, 0, ROOM_OPENED, .room_opened = { .name = "Ada *the first*", .prompt = "" });
	ADD(STREAM_MAIN, 0, SESSION_PAUSED, .session_paused = { .reason = PAUSE_LOBBY });
	ADD(STREAM_MAIN, 1, MEMBER_ADMITTED, .member_admitted = {
		.member = "BBBBBBBBBBBBBBBB", .name = "Bob", .seat = "candidate", .key = "" });
	ADD(STREAM_MAIN, 60, SESSION_RESUMED, .session_resumed = { 0 });
	ADD(STREAM_PRIVATE, 90, MARK_MADE, .mark_made = { .category = "good", .text = "asked for the peak" });
	ADD(STREAM_PRIVATE, 91, MARK_MADE, .mark_made = { .category = "back", .text = "held back" });
	ADD(STREAM_MAIN, 100, SESSION_ENDED, .session_ended = { .reason = "done" });
	for (size_t i = 0; i < ARRAY_SIZE(criteria); i++)
		ADD(STREAM_PRIVATE, 200, SCORE_GIVEN, .score_given = { .criterion = criteria[i], .score = 4, .evidence = "a proof" });
	session_export_markdown(session, NULL, &out);
	assert_non_null(strstr(out.text, "- With: Ada \\*the first\\* (interviewer), Bob (candidate)\n"));
	assert_null(strstr(out.text, "a proof"));
	assert_null(strstr(out.text, "asked for the peak"));
	assert_null(strstr(out.text, "held back"));
	ADD(STREAM_MAIN, 210, SCORES_SUBMITTED, .scores_submitted = { 0 });
	struct event event;
	session_prepare(session, &event, "BBBBBBBBBBBBBBBB", STREAM_MAIN, EVENT_SCORES_SUBMITTED, START);
	assert_int_equal(session_add(session, &event), STATUS_OK);
	ADD(STREAM_MAIN, 210, MARK_RELEASED, .mark_released = {
		.category = "good", .text = "asked for the peak", .made_ms = START + 90000, .phase = 0 });
	for (size_t i = 0; i < ARRAY_SIZE(criteria); i++)
		ADD(STREAM_MAIN, 210, SCORE_RELEASED, .score_released = { .criterion = criteria[i], .score = 4, .evidence = "a proof" });
	strbuf_clear(&out);
	session_export_markdown(session, NULL, &out);
	assert_non_null(strstr(out.text, "- Score by those who interviewed: 100 %\n"));
	assert_non_null(strstr(out.text, "### By Ada \\*the first\\*\n"));
	assert_non_null(strstr(out.text, "| a proof |"));
	assert_non_null(strstr(out.text, "- 0:30 requirements, Good moment: asked for the peak (Ada"));
	assert_null(strstr(out.text, "held back"));
	strbuf_release(&out);
	session_free(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_comes_back_as_the_same_session),
		cmocka_unit_test(a_log_without_its_problem_can_be_read),
		cmocka_unit_test(a_file_cut_anywhere_is_read_or_refused),
		cmocka_unit_test(a_foreign_file_is_refused_with_the_line),
		cmocka_unit_test(another_problems_text_is_refused),
		cmocka_unit_test(the_json_export_is_an_array_of_flat_objects),
		cmocka_unit_test(a_summary_says_what_a_list_needs),
		cmocka_unit_test(clocks_read_as_minutes_and_seconds),
		cmocka_unit_test(the_markdown_tells_the_whole_interview),
		cmocka_unit_test(an_interview_that_is_on_exports_no_spoiler),
		cmocka_unit_test(a_room_is_told_with_what_was_released_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
