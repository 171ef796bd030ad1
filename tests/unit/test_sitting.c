/* app/shell/sitting: an open interview on a real store that is busy, full, closed by a crash, or shared. */
#include "store_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <sqlite3.h>

#include "shell/sitting.h"

static char *home;
static struct store *store;
static struct sitting sitting;
static struct catalog catalog;

static void begin(void)
{
	struct catalog_dirs dirs = { .own = "" };
	snprintf(dirs.shipped, sizeof dirs.shipped, "%s/tests/screens/content", getenv("abs_top_srcdir"));
	catalog_open(&catalog, &dirs, CONTENT_PROBLEM);
	const struct catalog_entry *entry = catalog_find(&catalog, "pastebin");
	assert_non_null(entry);
	assert_ok(sitting_start(&sitting, entry, preset_builtin_named("45"), LEVEL_SENIOR, false, NOW_MS, &fixture_error));
}

static int set_up(void **state)
{
	(void)state;
	home = home_new();
	assert_ok(home_open_as(home, NULL, true, &store));
	sitting_init(&sitting, store);
	begin();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sitting_leave(&sitting, "left", NOW_MS);
	store_close(store);
	catalog_release(&catalog);
	catalog = (struct catalog)CATALOG_INIT;
	home_remove(home);
	return 0;
}

static void queue_note(const char *text, int64_t at_ms)
{
	size_t len;
	session_text(sitting.session, "notes.requirements", &len);
	struct event event = { .kind = EVENT_NOTE_EDITED, .note_edited = { .offset = (int64_t)len, .text = text } };
	sitting_queue(&sitting, &event, "notes.requirements", at_ms);
}

static const char *notes(const struct session *session)
{
	return session_text(session, "notes.requirements", NULL);
}

static void nothing_is_applied_before_it_is_on_the_disk(void **state)
{
	(void)state;
	queue_note("half a million", NOW_MS + 1);
	assert_true(sitting_has_queue(&sitting));
	assert_string_equal(notes(sitting.session), "");
	assert_ok(sitting_commit(&sitting, &fixture_error));
	assert_false(sitting_has_queue(&sitting));
	assert_string_equal(notes(sitting.session), "half a million");
	struct session *stored = session_stored(store, sitting.session->id);
	assert_string_equal(notes(stored), "half a million");
	session_free(stored);
}

static void while_the_database_is_held_the_queue_stays_in_its_order(void **state)
{
	(void)state;
	sqlite3 *holder;
	assert_int_equal(sqlite3_open(store_path(store), &holder), SQLITE_OK);
	assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	queue_note("one ", NOW_MS + 1);
	assert_int_equal(sitting_commit(&sitting, &fixture_error), STATUS_BUSY);
	struct event second = { .kind = EVENT_NOTE_EDITED, .note_edited = { .offset = 4, .text = "two" } };
	sitting_queue(&sitting, &second, "notes.requirements", NOW_MS + 2);
	struct event hint = { .kind = EVENT_HINT_OFFERED, .hint_offered = { .phase = 0 } };
	sitting_queue(&sitting, &hint, STREAM_MAIN, NOW_MS + 3);
	assert_int_equal(sitting_commit(&sitting, &fixture_error), STATUS_BUSY);
	assert_true(*fixture_error.text);
	assert_string_equal(notes(sitting.session), "");
	sqlite3_exec(holder, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(holder);
	assert_ok(sitting_commit(&sitting, &fixture_error));
	assert_string_equal(notes(sitting.session), "one two");
	assert_int_equal(sitting.session->hint_offered_ms, NOW_MS + 3);
}

static void when_the_disk_is_full_the_queue_stays_and_is_written_later(void **state)
{
	(void)state;
	struct rlimit before, none;
	char *text = malloc(8001);
	memset(text, 'x', 8000);
	text[8000] = '\0';
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	none = before;
	none.rlim_cur = 1024;
	setrlimit(RLIMIT_FSIZE, &none);
	queue_note(text, NOW_MS + 1);
	enum status status = sitting_commit(&sitting, &fixture_error);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_true(status == STATUS_FULL || status == STATUS_IO);
	assert_true(sitting_has_queue(&sitting));
	assert_string_equal(notes(sitting.session), "");
	assert_ok(sitting_commit(&sitting, &fixture_error));
	assert_string_equal(notes(sitting.session), text);
	free(text);
}

static void what_the_machine_slept_does_not_count(void **state)
{
	(void)state;
	sitting_slept(&sitting, NOW_MS + 60000, NOW_MS + 3660000);
	assert_ok(sitting_commit(&sitting, &fixture_error));
	assert_int_equal(session_spent_ms(sitting.session, NOW_MS + 3670000), 70000);
	assert_int_equal(session_paused_ms(sitting.session, NOW_MS + 3670000), 3600000);
	assert_int_equal(sitting.session->stage, STAGE_RUNNING);
	assert_string_equal(sitting.session->pauses[0].reason, "slept");
}

static void leaving_commits_the_queue_and_pauses(void **state)
{
	(void)state;
	char id[ID_SIZE];
	strcpy(id, sitting.session->id);
	queue_note("the last word", NOW_MS + 30000);
	sitting_leave(&sitting, "left", NOW_MS + 60000);
	assert_null(sitting.session);
	struct session *stored = session_stored(store, id);
	assert_string_equal(notes(stored), "the last word");
	assert_int_equal(stored->stage, STAGE_PAUSED);
	assert_int_equal(session_spent_ms(stored, NOW_MS + 9000000), 60000);
	session_free(stored);
	assert_ok(sitting_open(&sitting, id, NULL, NOW_MS + 9000000, &fixture_error));
	assert_false(sitting.watching);
	assert_non_null(sitting.problem);
	assert_int_equal(sitting.session->stage, STAGE_PAUSED);
}

static void what_a_crash_left_running_ends_where_it_was_last_seen(void **state)
{
	(void)state;
	char id[ID_SIZE];
	strcpy(id, sitting.session->id);
	for (int64_t at = NOW_MS; at <= NOW_MS + 100000; at += 1000)
		sitting_touch(&sitting, at);
	/* A crash: nothing is said, the locks fall. */
	store_close(store);
	session_free(sitting.session);
	problem_free(sitting.problem);
	free(sitting.queue);
	assert_ok(home_open_as(home, NULL, true, &store));
	sitting_init(&sitting, store);
	assert_ok(sitting_open(&sitting, id, NULL, NOW_MS + 9000000, &fixture_error));
	assert_int_equal(sitting.session->stage, STAGE_PAUSED);
	assert_string_equal(sitting.session->pauses[0].reason, "lost");
	int64_t spent = session_spent_ms(sitting.session, NOW_MS + 9000000);
	assert_in_range(spent, 100000 - TOUCH_MS, 100000);
}

static void a_second_one_watches_until_the_first_has_left(void **state)
{
	(void)state;
	struct store *other;
	struct sitting second;
	char id[ID_SIZE];
	size_t added;
	strcpy(id, sitting.session->id);
	assert_ok(home_open_as(home, NULL, true, &other));
	sitting_init(&second, other);
	assert_ok(sitting_open(&second, id, NULL, NOW_MS + 1000, &fixture_error));
	assert_true(second.watching);
	assert_int_equal(second.session->stage, STAGE_RUNNING);
	queue_note("seen", NOW_MS + 2000);
	assert_ok(sitting_commit(&sitting, &fixture_error));
	assert_ok(sitting_sync(&second, &added, &fixture_error));
	assert_int_equal(added, 1);
	assert_string_equal(notes(second.session), "seen");
	/* A watcher's leaving pauses nothing. */
	sitting_leave(&second, "left", NOW_MS + 3000);
	assert_ok(sitting_sync(&sitting, &added, &fixture_error));
	assert_int_equal(added, 0);
	sitting_leave(&sitting, "left", NOW_MS + 4000);
	assert_ok(sitting_open(&second, id, NULL, NOW_MS + 5000, &fixture_error));
	assert_false(second.watching);
	sitting_leave(&second, "left", NOW_MS + 6000);
	store_close(other);
}

/* Else all that is written after it would never get to the others. */
static void what_is_too_long_for_a_room_is_dropped_and_the_rest_is_kept(void **state)
{
	(void)state;
	char *text = malloc(TEXT_MAX + 1);
	memset(text, '"', TEXT_MAX);
	text[TEXT_MAX] = '\0';
	struct event fact = { .kind = EVENT_FACT_REVEALED, .fact_revealed = { .fact = "size", .weight = 1, .text = text } };
	/* Alone one may. */
	sitting_queue(&sitting, &fact, STREAM_MAIN, NOW_MS + 1);
	assert_ok(sitting_commit(&sitting, &fixture_error));
	sitting_leave(&sitting, "left", NOW_MS + 2);
	assert_ok(sitting_host(&sitting, catalog_find(&catalog, "pastebin"), preset_builtin_named("45"), LEVEL_SENIOR, false, "Ann", false,
	                       NOW_MS + 3, &fixture_error));
	sitting_queue(&sitting, &fact, STREAM_MAIN, NOW_MS + 4);
	fact.fact_revealed.text = "ten kilobytes";
	sitting_queue(&sitting, &fact, STREAM_MAIN, NOW_MS + 5);
	assert_status(STATUS_INVALID, sitting_commit(&sitting, &fixture_error));
	assert_non_null(strstr(fixture_error.text, "more than a room carries"));
	assert_false(sitting_has_queue(&sitting));
	assert_string_equal(sitting.session->turns[sitting.session->turn_count - 1].text, "ten kilobytes");
	assert_int_equal(sitting.session->turn_count, 1);
	free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_applied_before_it_is_on_the_disk),
		TEST(while_the_database_is_held_the_queue_stays_in_its_order),
		TEST(when_the_disk_is_full_the_queue_stays_and_is_written_later),
		TEST(what_the_machine_slept_does_not_count),
		TEST(leaving_commits_the_queue_and_pauses),
		TEST(what_a_crash_left_running_ends_where_it_was_last_seen),
		TEST(a_second_one_watches_until_the_first_has_left),
		TEST(what_is_too_long_for_a_room_is_dropped_and_the_rest_is_kept),
	};
	return cmocka_run_group_tests_name("sitting", tests, NULL, NULL);
}
