/* app/store: whatever call of the file system fails, the log is whole, the store goes on, and it says what happened. */
#include "store_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "fault_vfs.h"
#include "store/schema.h"

#define BEFORE "one two three "

static struct fault_vfs vfs;
static char *template_home;

/* A home with interview 1 and three notes, and interview 2 that is deleted; closed, so that it is one file. */
static int make_template(void **state)
{
	(void)state;
	fault_vfs_add(&vfs, "fault");
	template_home = home_new();
	struct store *store = home_open(template_home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	assert_ok(writer_note(&writer, "one "));
	assert_ok(writer_note(&writer, "two "));
	assert_ok(writer_note(&writer, "three "));
	writer_end(&writer);
	writer_begin(&writer, store, 2, "chat");
	assert_ok(writer_note(&writer, "canarybird"));
	assert_ok(writer_simple(&writer, EVENT_SESSION_DELETED, NULL));
	writer_end(&writer);
	store_close(store);
	return 0;
}

static int drop_template(void **state)
{
	(void)state;
	home_remove(template_home);
	fault_vfs_remove(&vfs);
	return 0;
}

static char *copy_of_template(void)
{
	char *home = home_new(), *from = home_file(template_home, "sysdrill.db"), *to = home_file(home, "sysdrill.db");
	file_copy(from, to);
	free(from);
	free(to);
	return home;
}

static const struct { enum fault_kind kind; bool lasting; } ways_to_fail[] = {
	{ FAULT_IO, false }, { FAULT_FULL, true }, { FAULT_IO, true }, { FAULT_FULL, false },
};

/* Every call fails in the first way, every third in the others: slow machines run this too. */
static long step_of(size_t way)
{
	return way == 0 ? 1 : 3;
}

/* A failure must be said in a sentence, whatever it was. */
static void assert_said(enum status status)
{
	if (status != STATUS_OK)
		assert_true(strlen(fixture_error.text) > 40);
	assert_int_not_equal(status, STATUS_CORRUPT);
	assert_int_not_equal(status, STATUS_FOREIGN);
}

typedef enum status operation(struct store *store, struct writer *writer);

/*
 * Opens a copy of the template and lets the Nth call of the operation fail, for N = 1, 2, ..., in the first `ways`. After a
 * failure interview 1 must read as before, the same operation must succeed without opening again, and the closed file
 * must hold `after`.
 */
static void sweep_operation(operation *run, const char *after, size_t ways)
{
	struct strbuf found = STRBUF_INIT;
	for (size_t way = 0; way < ways; way++) {
		bool happened = true;
		for (long at = 1; happened; at += step_of(way)) {
			char *home = copy_of_template();
			struct store *store;
			struct writer writer;
			assert_ok(home_open_as(home, "fault", false, &store));
			writer_resume(&writer, store, 1, 900);
			fault_vfs_arm(&vfs, ways_to_fail[way].kind, at, ways_to_fail[way].lasting);
			enum status status = run(store, &writer);
			happened = vfs.happened;
			fault_vfs_disarm(&vfs);
			assert_said(status);
			if (status != STATUS_OK) {
				notes_stored(store, 1, &found);
				assert_string_equal(found.text, BEFORE);
				assert_ok(run(store, &writer));
			}
			writer_end(&writer);
			store_close(store);
			assert_home_holds(home, 1, after);
			home_remove(home);
		}
	}
	strbuf_release(&found);
}

static enum status append_copy(struct store *store, struct writer *writer)
{
	/* A document of our own begins with all of what it goes on with. */
	(void)store;
	return writer_note(writer, BEFORE "four");
}

static void a_failed_append_leaves_nothing_and_can_be_made_again(void **state)
{
	(void)state;
	sweep_operation(append_copy, BEFORE "four", ARRAY_SIZE(ways_to_fail));
}

static enum status refresh(struct store *store, struct writer *writer)
{
	struct store_sessions list;
	(void)writer;
	enum status status = store_refresh(store, &fixture_error);
	if (status != STATUS_OK)
		return status;
	status = store_list_sessions(store, &(struct store_session_query){ .with_deleted = true }, &list, &fixture_error);
	if (status == STATUS_OK)
		assert_int_equal(list.count, 2);
	store_sessions_release(&list);
	return status;
}

static void a_failed_refresh_can_be_made_again(void **state)
{
	(void)state;
	sweep_operation(refresh, BEFORE, ARRAY_SIZE(ways_to_fail));
}

static enum status purge(struct store *store, struct writer *writer)
{
	struct store_purge_report report;
	struct strbuf left = STRBUF_INIT;
	(void)writer;
	enum status status = store_purge(store, NULL, 0, NOW_MS, &report, &fixture_error);
	store_purge_report_release(&report);
	fault_vfs_disarm(&vfs);
	if (status == STATUS_OK) {
		notes_stored(store, 2, &left);
		assert_string_equal(left.text, "");
		assert_false(home_has_bytes(store_home(store), "canarybird"));
	}
	strbuf_release(&left);
	return status;
}

static void a_failed_purge_can_be_made_again_and_touches_nothing_else(void **state)
{
	(void)state;
	sweep_operation(purge, BEFORE, 2);
}

static enum status backup(struct store *store, struct writer *writer)
{
	char *path = home_file(store_home(store), "copy.db");
	(void)writer;
	enum status status = store_backup(store, path, NOW_MS, &fixture_error);
	assert_int_equal(file_there(path), status == STATUS_OK);
	free(path);
	return status;
}

static void a_failed_backup_leaves_no_file(void **state)
{
	(void)state;
	sweep_operation(backup, BEFORE, 2);
}

static void sweep_opening(const char *holds, bool fresh)
{
	for (size_t way = 0; way < ARRAY_SIZE(ways_to_fail); way++) {
		bool happened = true;
		for (long at = 1; happened; at += step_of(way)) {
			char *home = fresh ? home_new() : copy_of_template();
			struct store *store;
			fault_vfs_arm(&vfs, ways_to_fail[way].kind, at, ways_to_fail[way].lasting);
			enum status status = home_open_as(home, "fault", false, &store);
			happened = vfs.happened;
			fault_vfs_disarm(&vfs);
			assert_said(status);
			assert_int_equal(status == STATUS_OK, store != NULL);
			store_close(store);
			assert_home_holds(home, 1, holds);
			home_remove(home);
		}
	}
}

static void a_failed_opening_harms_nothing(void **state)
{
	(void)state;
	sweep_opening(BEFORE, false);
}

static void a_failed_making_of_the_store_can_be_made_again(void **state)
{
	(void)state;
	sweep_opening("", true);
}

static void a_failed_closing_loses_nothing(void **state)
{
	(void)state;
	for (size_t way = 0; way < ARRAY_SIZE(ways_to_fail); way++) {
		bool happened = true;
		for (long at = 1; happened; at += step_of(way)) {
			char *home = copy_of_template();
			struct store *store;
			struct writer writer;
			assert_ok(home_open_as(home, "fault", false, &store));
			writer_resume(&writer, store, 1, 900);
			assert_ok(append_copy(store, &writer));
			writer_end(&writer);
			fault_vfs_arm(&vfs, ways_to_fail[way].kind, at, ways_to_fail[way].lasting);
			store_close(store);
			happened = vfs.happened;
			fault_vfs_disarm(&vfs);
			assert_home_holds(home, 1, BEFORE "four");
			home_remove(home);
		}
	}
}

/* What was acknowledged, and checks that it is there after a power cut at this very moment. */
struct power {
	unsigned acknowledged;
	unsigned cuts;
	bool closing;
};

static void cut_power(void *context)
{
	struct power *power = context;
	char *home = home_new();
	struct strbuf found = STRBUF_INIT;
	fault_vfs_power_cut(&vfs, home);
	struct store *store = home_open(home);
	assert_ok(store_check(store, &fixture_error));
	notes_stored(store, 1, &found);
	assert_in_range(found.len, power->acknowledged, power->acknowledged + 1);
	strbuf_release(&found);
	store_close(store);
	home_remove(home);
	power->cuts++;
}

static void a_power_cut_loses_nothing_acknowledged(void **state)
{
	(void)state;
	char *home = home_new();
	struct power power = { 0 };
	struct store *store;
	struct writer writer;
	vfs.remember = true;
	vfs.synced = cut_power;
	vfs.context = &power;
	assert_ok(home_open_as(home, "fault", false, &store));
	assert_true(power.cuts > 0);
	writer_begin(&writer, store, 1, "chat");
	for (unsigned i = 0; i < 30; i++) {
		unsigned before = power.cuts;
		assert_ok(writer_note(&writer, "x"));
		power.acknowledged++;
		assert_true(power.cuts > before);       /* it was synced before it was acknowledged */
		if (i % 10 == 9)
			assert_ok(store_checkpoint_if_alone(store, &fixture_error));
		cut_power(&power);
	}
	writer_end(&writer);
	store_close(store);
	cut_power(&power);
	vfs.remember = false;
	vfs.synced = NULL;
	home_remove(home);
}

/* ---- killed in the middle ---- */

struct killed {
	const char *home;
	long at;
};

static int open_and_die(void *context)
{
	const struct killed *killed = context;
	struct store *store;
	fault_vfs_arm(&vfs, FAULT_KILL, killed->at, false);
	CHILD_CHECK(home_open_as(killed->home, "fault", false, &store) == STATUS_OK);
	store_close(store);
	return 0;
}

static void a_kill_while_the_store_is_made_is_made_good(void **state)
{
	(void)state;
	bool died = true;
	for (long at = 1; died; at++) {
		char *home = home_new();
		int status = child_run(open_and_die, &(struct killed){ home, at });
		died = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
		if (!died)
			assert_int_equal(status, 0);
		struct store *store = home_open(home);
		struct writer writer;
		writer_begin(&writer, store, 1, "chat");
		assert_ok(writer_note(&writer, "alive"));
		writer_end(&writer);
		store_close(store);
		assert_home_holds(home, 1, "alive");
		home_remove(home);
	}
}

static int append_and_die(void *context)
{
	const struct killed *killed = context;
	struct store *store;
	struct writer writer;
	CHILD_CHECK(home_open_as(killed->home, "fault", false, &store) == STATUS_OK);
	writer_resume(&writer, store, 1, 900);
	fault_vfs_arm(&vfs, FAULT_KILL, killed->at, false);
	CHILD_CHECK(append_copy(store, &writer) == STATUS_OK);
	store_close(store);
	return 0;
}

static void a_kill_anywhere_in_an_append_or_a_checkpoint_leaves_all_or_nothing(void **state)
{
	(void)state;
	bool died = true;
	unsigned old = 0, new = 0;
	for (long at = 1; died; at++) {
		char *home = copy_of_template();
		struct strbuf found = STRBUF_INIT;
		int status = child_run(append_and_die, &(struct killed){ home, at });
		died = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
		struct store *store = home_open(home);
		notes_stored(store, 1, &found);
		store_close(store);
		old += strcmp(found.text, BEFORE) == 0;
		new += strcmp(found.text, BEFORE "four") == 0;
		assert_int_equal(old + new, at);
		strbuf_release(&found);
		home_remove(home);
	}
	assert_true(old > 2 && new > 2);
}

/* Of the tables today, and two versions later. */
enum { NOW = 2, LATER = NOW + 2 };

/* Two later versions that change what is there, so that a mixture could be seen. */
static const char *const to_version_next[] = {
	"ALTER TABLE state ADD COLUMN changed_ms INTEGER NOT NULL DEFAULT 0",
	"CREATE TABLE tag(session TEXT NOT NULL, tag TEXT NOT NULL) STRICT",
	"INSERT INTO tag(session, tag) SELECT DISTINCT session, 'old' FROM event",
};
static const char *const to_version_after[] = {
	"UPDATE tag SET tag = 'older'",
	"ALTER TABLE tag RENAME TO label",
	"INSERT INTO state(key, value) VALUES('migrated', '3')",
};
static const struct migration later[] = {
	{ .version = NOW },
	{ .version = NOW + 1, .statements = to_version_next, .count = ARRAY_SIZE(to_version_next) },
	{ .version = LATER, .statements = to_version_after, .count = ARRAY_SIZE(to_version_after) },
};

static int migrate_and_die(void *context)
{
	const struct killed *killed = context;
	struct store *store;
	CHILD_CHECK(home_open_as(killed->home, "fault", false, &store) == STATUS_OK);
	fault_vfs_arm(&vfs, FAULT_KILL, killed->at, false);
	CHILD_CHECK(schema_migrate(store, NOW, later, ARRAY_SIZE(later), &fixture_error) == STATUS_OK);
	return 0;
}

static int number_from(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int number = -1;
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return number;
}

/* Looks at the file without the store, which would refuse a later version. Returns its version. */
static int look_at_version(const char *path)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	int version = number_from(db, "PRAGMA user_version");
	assert_int_equal(number_from(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
	assert_int_equal(number_from(db, "SELECT count(*) FROM event"), 7);
	int labels = number_from(db, "SELECT count(*) FROM label WHERE tag = 'older'");
	int tags = number_from(db, "SELECT count(*) FROM tag");
	int marks = number_from(db, "SELECT count(*) FROM state WHERE key = 'migrated'");
	int column = number_from(db, "SELECT count(*) FROM pragma_table_info('state') WHERE name = 'changed_ms'");
	assert_int_equal(tags, -1);
	assert_int_equal(labels, version == LATER ? 2 : -1);
	assert_int_equal(marks, version == LATER);
	assert_int_equal(column, version == LATER);
	sqlite3_close(db);
	return version;
}

static void a_kill_inside_a_migration_leaves_old_or_new_and_a_copy(void **state)
{
	(void)state;
	bool died = true;
	unsigned old = 0, new = 0;
	for (long at = 1; died; at += 2) {
		char *home = copy_of_template(), *path = home_file(home, "sysdrill.db");
		char *copy = home_file(home, "before-version-4.1.db");
		int status = child_run(migrate_and_die, &(struct killed){ home, at });
		died = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
		if (!died)
			assert_int_equal(status, 0);
		int version = look_at_version(path);
		assert_true(version == NOW || version == LATER);
		old += version == NOW;
		new += version == LATER;
		if (version == LATER)
			assert_true(file_there(copy));
		if (file_there(copy))
			assert_int_equal(look_at_version(copy), NOW);
		free(path);
		free(copy);
		home_remove(home);
	}
	assert_true(old > 10 && new > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failed_append_leaves_nothing_and_can_be_made_again),
		cmocka_unit_test(a_failed_refresh_can_be_made_again),
		cmocka_unit_test(a_failed_purge_can_be_made_again_and_touches_nothing_else),
		cmocka_unit_test(a_failed_backup_leaves_no_file),
		cmocka_unit_test(a_failed_opening_harms_nothing),
		cmocka_unit_test(a_failed_making_of_the_store_can_be_made_again),
		cmocka_unit_test(a_failed_closing_loses_nothing),
		cmocka_unit_test(a_power_cut_loses_nothing_acknowledged),
		cmocka_unit_test(a_kill_while_the_store_is_made_is_made_good),
		cmocka_unit_test(a_kill_anywhere_in_an_append_or_a_checkpoint_leaves_all_or_nothing),
		cmocka_unit_test(a_kill_inside_a_migration_leaves_old_or_new_and_a_copy),
	};
	return cmocka_run_group_tests(tests, make_template, drop_template);
}
