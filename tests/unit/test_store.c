/* app/store: what is put in comes back, whole, to whoever asks. */
#include "store_fixture.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/internal.h"

static void an_interview_comes_back_as_it_was_written(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	assert_ok(writer_note(&writer, "users: 10 M "));
	assert_ok(writer_note(&writer, "\xE4\xB8\xAD\xE6\x96\x87 \"quoted\"\n"));
	assert_ok(writer_simple(&writer, EVENT_SESSION_PAUSED, "asked"));
	store_close(store);

	store = home_open(home);
	struct session *session = session_stored(store, writer.session->id);
	assert_non_null(session);
	assert_int_equal(session->stage, STAGE_PAUSED);
	assert_string_equal(session->problem_id, "chat");
	assert_string_equal(session_text(session, "notes.requirements", NULL),
	                    "users: 10 M \xE4\xB8\xAD\xE6\x96\x87 \"quoted\"\n");
	assert_int_equal(session->event_count, writer.session->event_count);
	session_free(session);
	writer_end(&writer);
	store_close(store);
	home_remove(home);
}

static void the_home_is_made_for_its_owner_only(void **state)
{
	(void)state;
	char *base = home_new(), *home = home_file(base, "a/b c%?#/sysdrill");
	struct stat info;
	struct store *store = home_open(home);
	assert_int_equal(stat(home, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	assert_string_equal(store_home(store), home);
	store_close(store);
	free(home);
	home_remove(base);
}

static void the_home_is_chosen_by_option_then_environment(void **state)
{
	(void)state;
	struct strbuf path = STRBUF_INIT;
	static const struct { const char *option, *home, *data, *user, *expected; } cases[] = {
		{ "/o/", "/h", "/x", "/u", "/o" }, { NULL, "/h", "/x", "/u", "/h" }, { NULL, NULL, "/x", "/u", "/x/sysdrill" },
		{ NULL, NULL, "relative", "/u", "/u/.local/share/sysdrill" }, { NULL, "", "", "/u", "/u/.local/share/sysdrill" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		setenv("SYSDRILL_HOME", cases[i].home ? cases[i].home : "", 1);
		setenv("XDG_DATA_HOME", cases[i].data ? cases[i].data : "", 1);
		setenv("HOME", cases[i].user, 1);
		strbuf_clear(&path);
		assert_ok(store_home_path(cases[i].option, &path, &fixture_error));
		assert_string_equal(path.text, cases[i].expected);
	}
	setenv("HOME", "", 1);
	setenv("SYSDRILL_HOME", "", 1);
	setenv("XDG_DATA_HOME", "", 1);
	assert_status(STATUS_INVALID, store_home_path(NULL, &path, &fixture_error));
	strbuf_release(&path);
}

static void an_append_is_all_or_nothing(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	struct event events[2];
	session_prepare(writer.session, &events[0], writer.origin, STREAM_MAIN, EVENT_SESSION_PAUSED, NOW_MS);
	events[0].session_paused.reason = "asked";
	events[1] = events[0];
	assert_status(STATUS_EXISTS, store_append(store, events, 2, &fixture_error));
	struct session *session = session_stored(store, writer.session->id);
	assert_int_equal(session->event_count, 1);
	session_free(session);
	assert_ok(store_append(store, events, 1, &fixture_error));
	writer_end(&writer);
	store_close(store);
	home_remove(home);
}

static void a_kind_of_a_newer_version_is_kept_word_for_word(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	struct event event;
	session_prepare(writer.session, &event, writer.origin, STREAM_MAIN, EVENT_UNKNOWN, NOW_MS);
	event.unknown_kind = "whiteboard.drawn";
	event.unknown_payload = "{\"boxes\":[1,2,3]}";
	assert_ok(store_append(store, &event, 1, &fixture_error));
	struct session *session = session_stored(store, writer.session->id);
	assert_int_equal(session->event_count, 2);
	assert_string_equal(event_kind_name(session->events[1]), "whiteboard.drawn");
	assert_ok(store_refresh(store, &fixture_error));
	session_free(session);
	writer_end(&writer);
	store_close(store);
	home_remove(home);
}

static void what_another_program_wrote_is_seen_once(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *one = home_open(home), *two = home_open(home);
	struct writer writer;
	writer_begin(&writer, one, 1, "chat");
	struct session *watched = session_new();
	int64_t rowid = 0;
	size_t added;
	assert_ok(store_read_session(two, writer.session->id, watched, &rowid, &added, &fixture_error));
	assert_int_equal(added, 1);
	uint32_t before = store_data_version(two), own = store_data_version(one);
	assert_ok(writer_note(&writer, "hello"));
	assert_int_equal(store_data_version(one), own);
	assert_int_not_equal(store_data_version(two), before);
	assert_ok(store_read_session(two, writer.session->id, watched, &rowid, &added, &fixture_error));
	assert_int_equal(added, 1);
	assert_string_equal(session_text(watched, "notes.requirements", NULL), "hello");
	assert_ok(store_read_session(two, writer.session->id, watched, &rowid, &added, &fixture_error));
	assert_int_equal(added, 0);
	session_free(watched);
	writer_end(&writer);
	store_close(one);
	store_close(two);
	home_remove(home);
}

static bool rings(struct store *store)
{
	return poll(&(struct pollfd){ .fd = store_bell(store), .events = POLLIN }, 1, 0) == 1;
}

static void who_waits_is_woken_when_there_is_something_to_read(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *one = home_open(home), *two = home_open(home);
	struct writer writer;
	writer_begin(&writer, one, 1, "chat");
	if (store_bell(two) < 0) {
		print_message("this system has no bell\n");
	} else {
		uint32_t before = store_data_version(two);
		store_bell_heard(two);
		assert_false(rings(two));
		assert_ok(writer_note(&writer, "hello"));
		assert_true(rings(two));
		assert_int_not_equal(store_data_version(two), before);
		store_bell_heard(two);
		assert_false(rings(two));
		/* What was taken back wakes nobody. */
		assert_ok(store_begin(one, &fixture_error));
		assert_status(STATUS_INVALID, store_end(one, STATUS_INVALID, &fixture_error));
		assert_false(rings(two));
	}
	writer_end(&writer);
	store_close(one);
	store_close(two);
	home_remove(home);
}

static void a_session_is_found_by_the_beginning_of_its_id(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	char found[ID_SIZE], id[ID_SIZE];
	struct writer writer;
	for (unsigned i = 1; i <= 2; i++) {
		writer_begin(&writer, store, i, "chat");
		writer_end(&writer);
	}
	test_id(id, 2);
	for (char *p = id; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	assert_ok(store_find_session(store, id, found, &fixture_error));
	assert_status(STATUS_INVALID, store_find_session(store, "0", found, &fixture_error));
	assert_status(STATUS_NOT_FOUND, store_find_session(store, "zz", found, &fixture_error));
	assert_status(STATUS_NOT_FOUND, store_find_session(store, "", found, &fixture_error));
	assert_status(STATUS_NOT_FOUND, store_find_session(store, "'; DROP TABLE event; --", found, &fixture_error));
	store_close(store);
	home_remove(home);
}

static void the_log_cannot_be_changed_from_outside_a_purge(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	assert_int_not_equal(sqlite3_exec(store->db, "DELETE FROM event", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(store->db, "UPDATE event SET payload = '{}'", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(store->db, "DELETE FROM tombstone; DELETE FROM event", NULL, NULL, NULL),
	                     SQLITE_OK);
	writer_end(&writer);
	store_close(store);
	home_remove(home);
}

static void the_settings_are_those_that_were_measured(void **state)
{
	(void)state;
	static const struct { const char *pragma, *value; } settings[] = {
		{ "PRAGMA journal_mode", "wal" }, { "PRAGMA synchronous", "2" }, { "PRAGMA wal_autocheckpoint", "0" },
		{ "PRAGMA trusted_schema", "0" }, { "PRAGMA application_id", "1398359154" }, { "PRAGMA user_version", "2" },
		{ "PRAGMA busy_timeout", "5000" },
	};
	char *home = home_new();
	struct store *store = home_open(home);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		sqlite3_stmt *stmt;
		assert_int_equal(sqlite3_prepare_v2(store->db, settings[i].pragma, -1, &stmt, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		assert_string_equal((const char *)sqlite3_column_text(stmt, 0), settings[i].value);
		sqlite3_finalize(stmt);
	}
	int defensive = 0;
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
	assert_int_equal(defensive, 1);
	store_close(store);
	home_remove(home);
}

static void a_closed_store_is_one_file(void **state)
{
	(void)state;
	char *home = home_new(), *log = home_file(home, "sysdrill.db-wal"), *shared = home_file(home, "sysdrill.db-shm");
	struct store *one = home_open(home), *two = home_open(home);
	struct writer writer;
	writer_begin(&writer, one, 1, "chat");
	writer_end(&writer);
	store_close(one);
	assert_true(file_there(log));           /* the other one is still there: no checkpoint beside it */
	struct stat info;
	assert_int_equal(stat(log, &info), 0);
	assert_true(info.st_size > 0);
	assert_ok(store_checkpoint_if_alone(two, &fixture_error));
	assert_int_equal(stat(log, &info), 0);
	assert_int_equal(info.st_size, 0);
	store_close(two);
	assert_false(file_there(log));
	assert_false(file_there(shared));
	free(log);
	free(shared);
	home_remove(home);
}

static void nobody_checkpoints_beside_another_program(void **state)
{
	(void)state;
	char *home = home_new(), *log = home_file(home, "sysdrill.db-wal");
	struct store *one = home_open(home), *two = home_open(home);
	struct writer writer;
	struct stat before, after;
	writer_begin(&writer, one, 1, "chat");
	assert_int_equal(stat(log, &before), 0);
	assert_ok(store_checkpoint_if_alone(one, &fixture_error));
	assert_int_equal(stat(log, &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	assert_ok(writer_note(&writer, "still writing"));
	writer_end(&writer);
	store_close(one);
	store_close(two);
	free(log);
	home_remove(home);
}

static void a_problem_s_text_is_stored_once_and_checked(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	char sum[SHA256_HEX_SIZE], again[SHA256_HEX_SIZE];
	struct strbuf text = STRBUF_INIT;
	assert_ok(store_put_problem(store, "# Chat\0!", 8, sum, &fixture_error));
	assert_ok(store_put_problem(store, "# Chat\0!", 8, again, &fixture_error));
	assert_string_equal(sum, again);
	assert_ok(store_get_problem(store, sum, &text, &fixture_error));
	assert_int_equal(text.len, 8);
	assert_memory_equal(text.text, "# Chat\0!", 8);
	assert_status(STATUS_NOT_FOUND, store_get_problem(store, SHA_NONE, &text, &fixture_error));
	strbuf_release(&text);
	store_close(store);
	home_remove(home);
}

static void one_program_at_a_time_writes_an_interview(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *one = home_open(home), *two = home_open(home);
	char id[ID_SIZE], origin[ID_SIZE], other[ID_SIZE];
	test_id(id, 1);
	assert_ok(store_claim_origin(one, id, "", origin, &fixture_error));
	assert_ok(store_claim_origin(one, id, "", other, &fixture_error));
	assert_string_equal(origin, other);
	assert_status(STATUS_TAKEN, store_claim_origin(two, id, "", other, &fixture_error));
	store_release_origin(one, origin);
	assert_ok(store_claim_origin(two, id, "", other, &fixture_error));
	assert_string_equal(origin, other);
	store_close(two);
	assert_ok(store_claim_origin(one, id, "", other, &fixture_error));
	store_close(one);
	home_remove(home);
}

static void a_copied_home_writes_under_an_origin_of_its_own(void **state)
{
	(void)state;
	char *home = home_new(), *copy = home_new();
	char id[ID_SIZE], origin[ID_SIZE], other[ID_SIZE];
	test_id(id, 1);
	struct store *store = home_open(home);
	assert_ok(store_claim_origin(store, id, "", origin, &fixture_error));
	store_close(store);
	char *from = home_file(home, "sysdrill.db"), *to = home_file(copy, "sysdrill.db");
	file_copy(from, to);
	store = home_open(copy);
	assert_ok(store_claim_origin(store, id, "", other, &fixture_error));
	assert_string_not_equal(origin, other);
	store_close(store);
	free(from);
	free(to);
	home_remove(home);
	home_remove(copy);
}

static void collect_events(struct session *session, struct event *events, size_t max, size_t *count)
{
	*count = session->event_count;
	assert_true(*count <= max);
	for (size_t i = 0; i < *count; i++)
		events[i] = *session->events[i];
}

static void an_import_is_a_union_and_refuses_contradictions(void **state)
{
	(void)state;
	char *mine = home_new(), *theirs = home_new();
	struct store *from = home_open(mine), *to = home_open(theirs);
	struct store_import_report report;
	struct event events[8];
	size_t count;
	struct writer writer;
	writer_begin(&writer, from, 1, "chat");
	assert_ok(writer_note(&writer, "one"));
	collect_events(writer.session, events, 8, &count);
	assert_ok(store_import(to, events, count, &report, &fixture_error));
	assert_int_equal(report.added, 2);
	assert_ok(writer_note(&writer, "two"));
	collect_events(writer.session, events, 8, &count);
	assert_ok(store_import(to, events, count, &report, &fixture_error));
	assert_int_equal(report.added, 1);
	assert_int_equal(report.known, 2);

	struct event forged[2] = { events[count - 1], events[0] };
	forged[0].oseq++;
	forged[1].at_ms++;
	assert_status(STATUS_INVALID, store_import(to, forged, 2, &report, &fixture_error));
	assert_int_equal(report.added, 0);
	struct session *session = session_stored(to, writer.session->id);
	assert_int_equal(session->event_count, 3);
	assert_string_equal(session_text(session, "notes.requirements", NULL), "onetwo");
	session_free(session);
	writer_end(&writer);
	store_close(from);
	store_close(to);
	home_remove(mine);
	home_remove(theirs);
}

/* A long text that goes through the index and is cut again: its old pages are free, and still full of it. */
static void leave_remnants(struct writer *writer)
{
	char text[SPLICE_MAX];
	struct event event;
	size_t len;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "canarybird "[i % 11];
	text[sizeof text - 1] = '\0';
	assert_ok(writer_note(writer, text));
	assert_ok(writer_note(writer, text));
	assert_ok(store_refresh(writer->store, &fixture_error));
	session_text(writer->session, "notes.requirements", &len);
	session_prepare(writer->session, &event, writer->origin, "notes.requirements", EVENT_NOTE_EDITED, writer->now_ms);
	event.note_edited = (struct note_edited){ .offset = 3, .deleted = (int64_t)len - 3, .text = "" };
	assert_ok(store_append(writer->store, &event, 1, &fixture_error));
	assert_ok(session_add(writer->session, &event));
	assert_ok(store_refresh(writer->store, &fixture_error));
}

static void a_purge_leaves_no_byte_of_the_text_behind(void **state)
{
	(void)state;
	char *home = home_new(), *elsewhere = home_new(), *copy = home_file(elsewhere, "copy.db");
	struct store *store = home_open(home);
	struct writer writer, other;
	struct store_purge_report report;
	struct store_import_report imported;
	struct event events[16];
	size_t count;
	/* Some builds of SQLite have it on from the start; the purge must not rely on that. */
	assert_int_equal(sqlite3_exec(store->db, "PRAGMA secure_delete = OFF", NULL, NULL, NULL), SQLITE_OK);
	writer_begin(&other, store, 1, "chat");
	assert_ok(writer_note(&other, "this one stays"));
	writer_begin(&writer, store, 2, "chat");
	assert_ok(writer_note(&writer, "the canarybird sings"));
	assert_ok(store_put_summary(store, writer.session, &fixture_error));
	assert_ok(writer_note(&writer, " and sings"));
	assert_ok(store_refresh(store, &fixture_error));
	assert_int_equal(search_count(store, "canarybird"), 1);
	leave_remnants(&writer);
	assert_ok(store_backup(store, copy, NOW_MS, &fixture_error));
	assert_ok(writer_simple(&writer, EVENT_SESSION_DELETED, NULL));
	assert_ok(store_refresh(store, &fixture_error));
	assert_int_equal(search_count(store, "canarybird"), 0);
	collect_events(writer.session, events, 16, &count);
	assert_true(home_has_bytes(home, "canarybird"));

	assert_ok(store_purge(store, NULL, 0, NOW_MS, &report, &fixture_error));
	assert_int_equal(report.sessions, 1);
	assert_int_equal(report.events, 7);
	assert_int_equal(report.backup_count, 1);
	assert_string_equal(report.backups[0], copy);
	assert_false(home_has_bytes(home, "canarybird"));
	store_purge_report_release(&report);

	assert_null(session_stored(store, writer.session->id));
	assert_status(STATUS_INVALID, store_import(store, events, count, &imported, &fixture_error));
	struct session *session = session_stored(store, other.session->id);
	assert_string_equal(session_text(session, "notes.requirements", NULL), "this one stays");
	session_free(session);
	assert_int_not_equal(sqlite3_exec(store->db, "DELETE FROM event", NULL, NULL, NULL), SQLITE_OK);
	assert_ok(store_check(store, &fixture_error));
	writer_end(&writer);
	writer_end(&other);
	store_close(store);
	assert_false(home_has_bytes(home, "canarybird"));
	free(copy);
	home_remove(home);
	home_remove(elsewhere);
}

static void a_purge_drops_texts_of_problems_that_nothing_needs(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	char sum[SHA256_HEX_SIZE], id[ID_SIZE], origin[ID_SIZE];
	struct strbuf text = STRBUF_INIT;
	struct store_purge_report report;
	assert_ok(store_put_problem(store, "mine", 4, sum, &fixture_error));
	struct session *session = session_new();
	struct event event;
	test_id(session->id, 1);
	test_id(id, 1);
	assert_ok(store_claim_origin(store, id, "", origin, &fixture_error));
	session_prepare(session, &event, origin, STREAM_MAIN, EVENT_SESSION_STARTED, NOW_MS);
	event.session_started = (struct session_started){ .problem = "mine", .title = "Mine", .problem_sha256 = sum, .preset = "45",
	                                                  .phases = "all RADIO 1-2-3", .level = "mid" };
	assert_ok(store_append(store, &event, 1, &fixture_error));
	assert_ok(store_purge(store, (const char *const[]){ "ZZZZZZZZZZZZZZZZ" }, 1, NOW_MS, &report, &fixture_error));
	store_purge_report_release(&report);
	assert_ok(store_get_problem(store, sum, &text, &fixture_error));
	assert_ok(store_purge(store, (const char *const[]){ id }, 1, NOW_MS, &report, &fixture_error));
	store_purge_report_release(&report);
	assert_status(STATUS_NOT_FOUND, store_get_problem(store, sum, &text, &fixture_error));
	strbuf_release(&text);
	session_free(session);
	store_close(store);
	home_remove(home);
}

static void a_purge_waits_for_nobody_to_be_there(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *one, *two = home_open(home);
	struct store_purge_report report;
	assert_ok(home_open_as(home, NULL, true, &one));
	assert_status(STATUS_BUSY, store_purge(one, NULL, 0, NOW_MS, &report, &fixture_error));
	store_purge_report_release(&report);
	store_close(two);
	assert_ok(store_purge(one, NULL, 0, NOW_MS, &report, &fixture_error));
	store_purge_report_release(&report);
	store_close(one);
	home_remove(home);
}

static void a_backup_is_a_store_and_never_overwrites(void **state)
{
	(void)state;
	char *home = home_new(), *copy = home_new(), *path = home_file(copy, "sysdrill.db");
	struct store *store = home_open(home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	assert_ok(store_backup(store, path, NOW_MS, &fixture_error));
	struct strbuf before = file_read(path);
	assert_ok(writer_note(&writer, "later"));
	assert_status(STATUS_EXISTS, store_backup(store, path, NOW_MS, &fixture_error));
	struct strbuf after = file_read(path);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.text, after.text, before.len);
	assert_status(STATUS_IO, store_backup(store, "/nonexistent/place/x.db", NOW_MS, &fixture_error));
	store_close(store);

	store = home_open(copy);
	struct session *session = session_stored(store, writer.session->id);
	assert_int_equal(session->event_count, 1);
	session_free(session);
	store_close(store);
	writer_end(&writer);
	strbuf_release(&before);
	strbuf_release(&after);
	free(path);
	home_remove(home);
	home_remove(copy);
}

static void network_file_systems_are_known_by_name(void **state)
{
	(void)state;
	assert_string_equal(home_network_name(0x6969), "NFS");
	assert_string_equal(home_network_name((unsigned long)(int)0xFF534D42), "CIFS");
	assert_null(home_network_name(0xEF53));         /* ext4 */
	assert_null(home_network_name(0x01021994));     /* tmpfs */
	assert_null(home_network_name(0x9123683E));     /* btrfs */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_interview_comes_back_as_it_was_written),
		cmocka_unit_test(the_home_is_made_for_its_owner_only),
		cmocka_unit_test(the_home_is_chosen_by_option_then_environment),
		cmocka_unit_test(an_append_is_all_or_nothing),
		cmocka_unit_test(a_kind_of_a_newer_version_is_kept_word_for_word),
		cmocka_unit_test(what_another_program_wrote_is_seen_once),
		cmocka_unit_test(who_waits_is_woken_when_there_is_something_to_read),
		cmocka_unit_test(a_session_is_found_by_the_beginning_of_its_id),
		cmocka_unit_test(the_log_cannot_be_changed_from_outside_a_purge),
		cmocka_unit_test(the_settings_are_those_that_were_measured),
		cmocka_unit_test(a_closed_store_is_one_file),
		cmocka_unit_test(nobody_checkpoints_beside_another_program),
		cmocka_unit_test(a_problem_s_text_is_stored_once_and_checked),
		cmocka_unit_test(one_program_at_a_time_writes_an_interview),
		cmocka_unit_test(a_copied_home_writes_under_an_origin_of_its_own),
		cmocka_unit_test(an_import_is_a_union_and_refuses_contradictions),
		cmocka_unit_test(a_purge_leaves_no_byte_of_the_text_behind),
		cmocka_unit_test(a_purge_drops_texts_of_problems_that_nothing_needs),
		cmocka_unit_test(a_purge_waits_for_nobody_to_be_there),
		cmocka_unit_test(a_backup_is_a_store_and_never_overwrites),
		cmocka_unit_test(network_file_systems_are_known_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
