/* A friend gets the file of an interview, scores it and makes marks, and sends the file back: both have all of it, blind till then. */
#include "store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/export.h"
#include "shell/sitting.h"

static struct catalog catalog;
static char *homes[2];
static struct store *stores[2];
static char id[ID_SIZE];

static const char *const criteria[] = { "exploration", "architecture", "depth", "communication", "tradeoffs" };

static void score_all(struct sitting *sitting, const char *stream, int value)
{
	for (size_t i = 0; i < 5; i++)
		sitting_queue(sitting, &(struct event){ .kind = EVENT_SCORE_GIVEN, .score_given = {
			.criterion = criteria[i], .score = value, .evidence = "a line" } }, stream, NOW_MS + 9000);
	assert_ok(sitting_commit(sitting, &fixture_error));
}

/* One's own interview, ended and scored with 4s. */
static void hold_interview(void)
{
	struct sitting own;
	sitting_init(&own, stores[0]);
	assert_ok(sitting_start(&own, catalog_find(&catalog, "pastebin"), preset_builtin_named("45"), LEVEL_SENIOR, false, NOW_MS,
	                        &fixture_error));
	strcpy(id, own.session->id);
	sitting_queue(&own, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "my answer" } }, "reflect.1", NOW_MS + 1000);
	sitting_queue(&own, &(struct event){ .kind = EVENT_SESSION_ENDED, .session_ended = { .reason = "done" } }, STREAM_MAIN, NOW_MS + 5000);
	score_all(&own, STREAM_MAIN, 4);
	sitting_leave(&own, "left", NOW_MS + 10000);
}

/* As `export --format jsonl` and `import` do. */
static void send(int from, int to)
{
	struct session *session = session_new();
	struct strbuf text = STRBUF_INIT, file = STRBUF_INIT;
	struct imported_log log;
	struct store_import_report report;
	char sha256[SHA256_HEX_SIZE];
	int64_t rowid = 0;
	assert_ok(store_read_session(stores[from], id, session, &rowid, NULL, &fixture_error));
	assert_ok(store_get_problem(stores[from], session->problem_sha256, &text, &fixture_error));
	session_export_jsonl(session, text.text, text.len, &file);
	assert_ok(session_import_jsonl(file.text, file.len, &log, &fixture_error));
	assert_ok(store_put_problem(stores[to], log.problem_text, log.problem_len, sha256, &fixture_error));
	assert_ok(store_import(stores[to], log.events, log.count, &report, &fixture_error));
	imported_log_release(&log);
	strbuf_release(&text);
	strbuf_release(&file);
	session_free(session);
}

static int set_up(void **state)
{
	(void)state;
	struct catalog_dirs dirs = { .own = "" };
	snprintf(dirs.shipped, sizeof dirs.shipped, "%s/tests/screens/content", getenv("abs_top_srcdir"));
	catalog_open(&catalog, &dirs, CONTENT_PROBLEM);
	for (int i = 0; i < 2; i++) {
		homes[i] = home_new();
		assert_ok(home_open_as(homes[i], NULL, true, &stores[i]));
	}
	hold_interview();
	send(0, 1);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		store_close(stores[i]);
		home_remove(homes[i]);
	}
	catalog_release(&catalog);
	catalog = (struct catalog)CATALOG_INIT;
	return 0;
}

static void open_as_friend(struct sitting *friend)
{
	sitting_init(friend, stores[1]);
	assert_ok(sitting_review(friend, id, "Fred", NOW_MS + 20000, &fixture_error));
}

static void who_gets_a_file_becomes_its_reviewer_and_the_owner_does_not(void **state)
{
	(void)state;
	struct sitting friend, own;
	open_as_friend(&friend);
	assert_int_equal(friend.seat, SEAT_PANEL);
	assert_string_equal(session_member(friend.session, friend.origin)->name, "Fred");
	sitting_leave(&friend, "left", NOW_MS);
	/* And stays so, whatever opens it. */
	assert_ok(sitting_open(&friend, id, NULL, NOW_MS + 30000, &fixture_error));
	assert_int_equal(friend.seat, SEAT_PANEL);
	sitting_leave(&friend, "left", NOW_MS);
	sitting_init(&own, stores[0]);
	assert_ok(sitting_review(&own, id, "Me", NOW_MS + 20000, &fixture_error));
	assert_int_equal(own.seat, SEAT_SOLO);
	assert_int_equal(own.session->member_count, 0);
	sitting_leave(&own, "left", NOW_MS);
}

static void nothing_of_a_review_leaves_before_it_is_submitted(void **state)
{
	(void)state;
	struct sitting friend;
	open_as_friend(&friend);
	score_all(&friend, STREAM_PRIVATE, 2);
	sitting_queue(&friend, &(struct event){ .kind = EVENT_MARK_MADE, .mark_made = {
		.category = "good", .text = "canary", .made_ms = NOW_MS + 2000 } }, STREAM_PRIVATE, NOW_MS + 21000);
	assert_ok(sitting_commit(&friend, &fixture_error));
	sitting_settle(&friend, NOW_MS + 22000);
	assert_false(sitting_has_queue(&friend));
	sitting_leave(&friend, "left", NOW_MS + 23000);
	struct session *session = session_new();
	int64_t rowid = 0;
	assert_ok(store_read_session(stores[1], id, session, &rowid, NULL, &fixture_error));
	assert_int_equal(session->mark_count, 0);
	assert_int_equal(session->members[0].scores[0].value, 0);
	session_free(session);
}

static void a_review_comes_home_and_stands_beside_ones_own(void **state)
{
	(void)state;
	struct sitting friend, own;
	open_as_friend(&friend);
	score_all(&friend, STREAM_PRIVATE, 2);
	sitting_queue(&friend, &(struct event){ .kind = EVENT_NOTE_EDITED, .note_edited = { .text = "their answer" } }, "reflect.1",
	              NOW_MS + 21000);
	sitting_queue(&friend, &(struct event){ .kind = EVENT_SCORES_SUBMITTED }, STREAM_MAIN, NOW_MS + 22000);
	assert_ok(sitting_commit(&friend, &fixture_error));
	sitting_settle(&friend, NOW_MS + 23000);
	assert_true(sitting_has_queue(&friend));
	assert_ok(sitting_commit(&friend, &fixture_error));
	sitting_settle(&friend, NOW_MS + 24000);
	assert_false(sitting_has_queue(&friend));
	sitting_leave(&friend, "left", NOW_MS + 25000);
	send(1, 0);
	sitting_init(&own, stores[0]);
	assert_ok(sitting_open(&own, id, NULL, NOW_MS + 40000, &fixture_error));
	assert_int_equal(own.seat, SEAT_SOLO);
	assert_int_equal(session_score_percent(own.session), 100);
	assert_int_equal(session_peer_percent(own.session), 33);
	assert_string_equal(session_text(own.session, "reflect.1", NULL), "my answer");
	assert_string_equal(session_document_by(own.session, "reflect.1", own.session->members[0].origin)->text.text, "their answer");
	sitting_leave(&own, "left", NOW_MS + 41000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_gets_a_file_becomes_its_reviewer_and_the_owner_does_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_of_a_review_leaves_before_it_is_submitted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_review_comes_home_and_stands_beside_ones_own, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
