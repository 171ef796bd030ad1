/* app/store/private: what stays with its writer is in a file of its own, whatever happens to the disk, and nowhere else. */
#include "config.h"

#include "store_fixture.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"

static char *home;
static struct store *store;
static struct writer writer;

static int set_up(void **state)
{
	(void)state;
	home = home_new();
	store = home_open(home);
	writer_begin(&writer, store, 1, "chat");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	writer_end(&writer);
	store_close(store);
	home_remove(home);
	return 0;
}

/* The next event of the writer's private stream; not written yet. */
static struct event mark(const char *text)
{
	struct event event;
	writer.now_ms += 1000;
	session_prepare(writer.session, &event, writer.origin, STREAM_PRIVATE, EVENT_MARK_MADE, writer.now_ms);
	event.mark_made = (struct mark_made){ .category = "good", .text = text };
	return event;
}

static enum status note_privately(const char *text)
{
	struct event event = mark(text);
	enum status status = store_append_private(store, &event, 1, &fixture_error);
	return status == STATUS_OK ? session_add(writer.session, &event) : status;
}

static char *private_file(void)
{
	struct strbuf name = STRBUF_INIT;
	strbuf_addf(&name, "private/%s-%s.jsonl", writer.session->id, writer.origin);
	char *path = home_file(home, name.text);
	strbuf_release(&name);
	return path;
}

/* What the file gives back, as "one|two|"; the status of reading it. */
static enum status read_marks(const char *origin, struct strbuf *out)
{
	struct session *into = session_stored(store, writer.session->id);
	enum status status = store_read_private(store, writer.session->id, origin, into, &fixture_error);
	strbuf_clear(out);
	for (size_t i = 0; i < into->mark_count; i++)
		strbuf_addf(out, "%s|", into->marks[i].text);
	session_free(into);
	return status;
}

static void assert_marks(const char *expected)
{
	struct strbuf marks = STRBUF_INIT;
	assert_ok(read_marks(writer.origin, &marks));
	assert_string_equal(marks.text ? marks.text : "", expected);
	strbuf_release(&marks);
}

static void what_is_private_is_read_back_by_its_writer(void **state)
{
	(void)state;
	struct strbuf marks = STRBUF_INIT;
	assert_marks("");
	assert_ok(note_privately("names a cost"));
	assert_ok(note_privately("line\nend, \"quoted\", \xC3\xA9"));
	assert_marks("names a cost|line\nend, \"quoted\", \xC3\xA9|");
	assert_ok(read_marks("ZZZZZZZZZZZZZZZZ", &marks));
	assert_string_equal(marks.text ? marks.text : "", "");
	strbuf_release(&marks);
}

static void nobody_else_can_read_it(void **state)
{
	(void)state;
	struct stat info;
	char *path = private_file(), *directory = home_file(home, "private");
	mode_t before = umask(0);
	enum status status = note_privately("secret");
	umask(before);
	assert_ok(status);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	assert_int_equal(stat(directory, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0700);
	free(path);
	free(directory);
}

static void it_is_not_in_the_database(void **state)
{
	(void)state;
	char *path = private_file();
	assert_ok(note_privately("canarybird"));
	assert_ok(writer_note(&writer, "the candidate's"));
	assert_ok(store_refresh(store, &fixture_error));
	assert_false(home_has_bytes(home, "canarybird"));
	assert_true(home_has_bytes(home, "the candidate's"));
	struct strbuf content = file_read(path);
	assert_non_null(strstr(content.text, "canarybird"));
	strbuf_release(&content);
	store_close(store);
	assert_false(home_has_bytes(home, "canarybird"));
	store = writer.store = home_open(home);
	free(path);
}

static void a_line_that_a_crash_cut_short_is_skipped_and_written_over(void **state)
{
	(void)state;
	char *path = private_file();
	assert_ok(note_privately("one"));
	struct strbuf whole = file_read(path);
	/* Every length that a second line could have been cut to. */
	struct event second = mark("two");
	struct strbuf line = STRBUF_INIT;
	event_line_encode(&second, &line);
	for (size_t len = 1; len <= line.len; len++) {
		struct strbuf torn = STRBUF_INIT;
		strbuf_add(&torn, whole.text, whole.len);
		strbuf_add(&torn, line.text, len);
		file_write(path, torn.text, torn.len);
		strbuf_release(&torn);
		assert_marks("one|");
	}
	assert_ok(note_privately("again"));
	assert_marks("one|again|");
	struct strbuf after = file_read(path);
	assert_null(strstr(after.text, "two"));
	assert_int_equal(after.text[after.len - 1], '\n');
	strbuf_release(&after);
	strbuf_release(&line);
	strbuf_release(&whole);
	free(path);
}

static void a_damaged_line_is_named_and_takes_no_other_with_it(void **state)
{
	(void)state;
	char *path = private_file();
	struct strbuf marks = STRBUF_INIT;
	assert_ok(note_privately("one"));
	assert_ok(note_privately("two"));
	assert_ok(note_privately("three"));
	struct strbuf content = file_read(path);
	char *second = strchr(content.text, '\n') + 1;
	second[3] = '#';
	file_write(path, content.text, content.len);
	assert_status(STATUS_CORRUPT, read_marks(writer.origin, &marks));
	assert_string_equal(marks.text, "one|three|");
	assert_non_null(strstr(fixture_error.text, "Line 2 of "));
	assert_non_null(strstr(fixture_error.text, path));
	assert_ok(note_privately("four"));
	assert_status(STATUS_CORRUPT, read_marks(writer.origin, &marks));
	assert_string_equal(marks.text, "one|three|four|");
	strbuf_release(&marks);
	strbuf_release(&content);
	free(path);
}

static void a_limit_on_the_file_is_said_and_leaves_it_whole(void **state)
{
	(void)state;
	struct rlimit before, limit;
	char *path = private_file();
	char text[2001];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	signal(SIGXFSZ, SIG_IGN);
	assert_ok(note_privately("before"));
	struct strbuf content = file_read(path);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = content.len + 1000;    /* the half of what is to be written would fit */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	enum status status = note_privately(text);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(status, STATUS_FULL);
	assert_non_null(strstr(fixture_error.text, path));
	struct strbuf after = file_read(path);
	assert_int_equal(after.len, content.len);
	assert_memory_equal(after.text, content.text, content.len);
	assert_marks("before|");
	assert_ok(note_privately("after"));
	assert_marks("before|after|");
	strbuf_release(&after);
	strbuf_release(&content);
	free(path);
}

static void several_events_are_written_together_or_not_at_all(void **state)
{
	(void)state;
	static char too_long[TEXT_MAX + 2];
	struct strbuf marks = STRBUF_INIT;
	struct event events[2] = { mark("one"), mark("two") };
	events[1].oseq++;
	memset(too_long, 'x', sizeof too_long - 1);
	events[1].mark_made.text = too_long;
	assert_status(STATUS_INVALID, store_append_private(store, events, ARRAY_SIZE(events), &fixture_error));
	assert_marks("");
	events[1].mark_made.text = "two";
	assert_ok(store_append_private(store, events, ARRAY_SIZE(events), &fixture_error));
	assert_marks("one|two|");
	assert_ok(store_append_private(store, NULL, 0, &fixture_error));
	strbuf_release(&marks);
}

static void no_link_leads_it_elsewhere(void **state)
{
	(void)state;
	char *path = private_file(), *directory = home_file(home, "private"), *other = home_file(home, "other");
	assert_int_equal(mkdir(directory, 0700), 0);
	file_write(other, "mine", 4);
	assert_int_equal(symlink(other, path), 0);
	assert_status(STATUS_IO, note_privately("secret"));
	assert_non_null(strstr(fixture_error.text, path));
	struct strbuf content = file_read(other);
	assert_int_equal(content.len, 4);
	strbuf_release(&content);
	free(path);
	free(directory);
	free(other);
}

static void a_place_that_is_taken_is_said(void **state)
{
	(void)state;
	char *directory = home_file(home, "private");
	file_write(directory, "", 0);
	assert_status(STATUS_IO, note_privately("secret"));
	assert_non_null(strstr(fixture_error.text, directory));
	unlink(directory);
	assert_ok(note_privately("secret"));
	assert_marks("secret|");
	free(directory);
}

static void purging_takes_it_away_and_leaves_that_of_others(void **state)
{
	(void)state;
	struct store_purge_report report;
	struct writer first = writer;
	char *path = private_file();
	assert_ok(note_privately("canarybird"));
	/* A second hold on the file shows what became of its bytes. */
	char *second_name = home_file(home, "second-name");
	assert_int_equal(link(path, second_name), 0);
	writer_begin(&writer, store, 2, "chat");
	assert_ok(note_privately("of another interview"));
	char *other_path = private_file();
	const char *ids[] = { first.session->id };
	assert_ok(store_purge(store, ids, 1, NOW_MS, &report, &fixture_error));
	assert_false(file_there(path));
	assert_true(file_there(other_path));
	assert_false(home_has_bytes(home, "canarybird"));
	assert_marks("of another interview|");
	store_purge_report_release(&report);
	writer_end(&first);
	free(path);
	free(second_name);
	free(other_path);
}

static void what_a_rescue_file_has_of_it_goes_to_where_it_belongs(void **state)
{
	(void)state;
	struct store_import_report report;
	char *elsewhere = home_new();
	struct store *other = home_open(elsewhere);
	assert_ok(writer_note(&writer, "the candidate's"));
	assert_ok(note_privately("canarybird"));
	size_t count = writer.session->event_count;
	struct event *events = xcalloc(count, sizeof *events);
	for (size_t i = 0; i < count; i++)
		events[i] = *writer.session->events[i];
	assert_ok(store_import(other, events, count, &report, &fixture_error));
	assert_int_equal(report.added, count);
	assert_false(home_has_bytes(elsewhere, "canarybird"));
	assert_true(home_has_bytes(elsewhere, "the candidate's"));
	struct session *stored = session_stored(other, writer.session->id);
	assert_int_equal(stored->mark_count, 0);
	assert_int_equal(stored->event_count, count - 1);
	assert_ok(store_read_private(other, writer.session->id, writer.origin, stored, &fixture_error));
	assert_int_equal(stored->mark_count, 1);
	assert_string_equal(stored->marks[0].text, "canarybird");
	/* A second time it is known. */
	assert_ok(store_import(other, events, count, &report, &fixture_error));
	assert_int_equal(report.added, 0);
	assert_int_equal(report.known, count);
	session_free(stored);
	free(events);
	store_close(other);
	home_remove(elsewhere);
}

/* A backup of the home, in the place of the file of another. */
static char *put_back(void)
{
	char *copy = home_file(home, "copy.db"), *elsewhere = home_new(), *path = home_file(elsewhere, "sysdrill.db");
	struct stat info;
	assert_ok(store_backup(store, copy, NOW_MS, &fixture_error));
	assert_int_equal(stat(copy, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	struct strbuf bytes = file_read(copy);
	file_write(path, bytes.text, bytes.len);
	strbuf_release(&bytes);
	free(path);
	free(copy);
	return elsewhere;
}

static void a_backup_holds_it_and_puts_it_back_into_its_file(void **state)
{
	(void)state;
	struct strbuf marks = STRBUF_INIT;
	struct stat info;
	assert_ok(note_privately("canarybird"));
	assert_ok(note_privately("numbat"));
	/* Cut short by a crash. */
	char *path = private_file();
	struct strbuf whole = file_read(path), cut = file_read(path);
	strbuf_adds(&cut, "{\"sess");
	file_write(path, cut.text, cut.len);
	char *elsewhere = put_back(), *before = home;
	free(path);
	struct store *first = store;
	home = elsewhere;
	store = home_open(elsewhere);
	path = private_file();
	struct strbuf there = file_read(path);
	assert_string_equal(there.text, whole.text);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_ok(read_marks(writer.origin, &marks));
	assert_string_equal(marks.text, "canarybird|numbat|");
	/* In its file and nowhere else. */
	store_close(store);
	assert_int_equal(unlink(path), 0);
	assert_false(home_has_bytes(elsewhere, "canarybird"));
	store = first;
	home = before;
	home_remove(elsewhere);
	free(path);
	strbuf_release(&whole);
	strbuf_release(&cut);
	strbuf_release(&there);
	strbuf_release(&marks);
}

/* Who goes back to a backup in the same home has the files: what was noted since stays. */
static void a_backup_puts_nothing_over_what_is_newer(void **state)
{
	(void)state;
	struct strbuf marks = STRBUF_INIT;
	assert_ok(note_privately("one"));
	char *path = private_file();
	struct strbuf less = file_read(path);
	assert_ok(note_privately("two"));
	char *copy = home_file(home, "copy.db"), *database = home_file(home, "sysdrill.db");
	assert_ok(store_backup(store, copy, NOW_MS, &fixture_error));
	assert_ok(note_privately("three"));
	struct strbuf more = file_read(path), bytes = file_read(copy);
	const struct { const struct strbuf *there; const char *marks; } cases[] = {
		{ &more, "one|two|three|" }, { &less, "one|two|" } };
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		store_close(store);
		file_write(path, cases[i].there->text, cases[i].there->len);
		file_write(database, bytes.text, bytes.len);
		store = home_open(home);
		assert_ok(read_marks(writer.origin, &marks));
		assert_string_equal(marks.text, cases[i].marks);
	}
	strbuf_release(&less);
	strbuf_release(&more);
	strbuf_release(&bytes);
	strbuf_release(&marks);
	free(path);
	free(copy);
	free(database);
}

static void what_cannot_be_put_back_waits_in_the_backup(void **state)
{
	(void)state;
	struct strbuf marks = STRBUF_INIT;
	assert_ok(note_privately("canarybird"));
	char *elsewhere = put_back(), *folder = home_file(elsewhere, "private"), *before = home;
	struct store *first = store;
	file_write(folder, "", 0);
	home = elsewhere;
	store = home_open(elsewhere);
	store_close(store);
	assert_int_equal(unlink(folder), 0);
	store = home_open(elsewhere);
	assert_ok(read_marks(writer.origin, &marks));
	assert_string_equal(marks.text, "canarybird|");
	store_close(store);
	store = first;
	home = before;
	home_remove(elsewhere);
	free(folder);
	strbuf_release(&marks);
}

static void a_backup_that_cannot_hold_it_is_none(void **state)
{
	(void)state;
	char *copy = home_file(home, "copy.db"), *path = private_file();
	assert_ok(note_privately("canarybird"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_status(STATUS_IO, store_backup(store, copy, NOW_MS, &fixture_error));
	assert_non_null(strstr(fixture_error.text, path));
	assert_int_not_equal(access(copy, F_OK), 0);
	free(copy);
	free(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_private_is_read_back_by_its_writer),
		TEST(nobody_else_can_read_it),
		TEST(it_is_not_in_the_database),
		TEST(a_line_that_a_crash_cut_short_is_skipped_and_written_over),
		TEST(a_damaged_line_is_named_and_takes_no_other_with_it),
		TEST(a_limit_on_the_file_is_said_and_leaves_it_whole),
		TEST(several_events_are_written_together_or_not_at_all),
		TEST(no_link_leads_it_elsewhere),
		TEST(a_place_that_is_taken_is_said),
		TEST(purging_takes_it_away_and_leaves_that_of_others),
		TEST(a_backup_holds_it_and_puts_it_back_into_its_file),
		TEST(a_backup_puts_nothing_over_what_is_newer),
		TEST(what_cannot_be_put_back_waits_in_the_backup),
		TEST(a_backup_that_cannot_hold_it_is_none),
		TEST(what_a_rescue_file_has_of_it_goes_to_where_it_belongs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
