/* app/store: files and disks that are not as they should be get a sentence, and stay as they are. */
#include "config.h"

#include "store_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "store/schema.h"

enum { FLIPS = 250, NOBODY = 65534, SKIPPED = 77 };

/* A home with interview 1; closed unless `open_too` is given. */
static char *home_with_notes(const char *notes, struct store **open_too)
{
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	assert_ok(writer_note(&writer, notes));
	writer_end(&writer);
	assert_ok(store_refresh(store, &fixture_error));
	if (open_too)
		*open_too = store;
	else
		store_close(store);
	return home;
}

/* Puts `content` in the place of the store, and expects that it is refused as `expected` and left as it is. */
static void assert_refused(const char *home, const void *content, size_t len, enum status expected)
{
	char *path = home_file(home, "sysdrill.db"), *log = home_file(home, "sysdrill.db-wal");
	struct store *store;
	file_write(path, content, len);
	assert_status(expected, home_open_as(home, NULL, false, &store));
	assert_null(store);
	assert_non_null(strstr(fixture_error.text, path));
	assert_non_null(strstr(fixture_error.text, "--home"));
	struct strbuf after = file_read(path);
	assert_int_equal(after.len, len);
	assert_memory_equal(after.text, content, len);
	assert_false(file_there(log));
	strbuf_release(&after);
	free(path);
	free(log);
}

static void put_be32(struct strbuf *file, size_t offset, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		file->text[offset + (size_t)i] = (char)(value >> (24 - 8 * i));
}

static void what_is_not_ours_is_refused_and_left_alone(void **state)
{
	(void)state;
	char *home = home_with_notes("mine", NULL), *path = home_file(home, "sysdrill.db");
	struct strbuf ours = file_read(path), other = STRBUF_INIT;
	strbuf_add(&other, ours.text, ours.len);

	put_be32(&other, 68, 0x12345678);               /* another application_id */
	assert_refused(home, other.text, other.len, STATUS_FOREIGN);
	put_be32(&other, 68, 0);                        /* an SQLite file of nobody in particular */
	assert_refused(home, other.text, other.len, STATUS_FOREIGN);
	put_be32(&other, 68, SCHEMA_APPLICATION_ID);
	put_be32(&other, 60, 9);                        /* user_version of a later program */
	assert_refused(home, other.text, other.len, STATUS_TOO_NEW);
	put_be32(&other, 60, 1);
	other.text[3] ^= 1;
	assert_refused(home, other.text, other.len, STATUS_FOREIGN);
	assert_refused(home, "a letter to my mother", 21, STATUS_FOREIGN);
	for (size_t i = 0; i < other.len; i++)
		other.text[i] = (char)(i * 31);
	assert_refused(home, other.text, other.len, STATUS_FOREIGN);

	file_write(path, ours.text, ours.len);
	assert_home_holds(home, 1, "mine");
	strbuf_release(&ours);
	strbuf_release(&other);
	free(path);
	home_remove(home);
}

static void a_newer_version_that_is_still_in_the_log_is_refused_too(void **state)
{
	(void)state;
	struct store *store, *second;
	char *home = home_with_notes("mine", &store), *path = home_file(home, "sysdrill.db");
	assert_int_equal(sqlite3_exec(store->db, "PRAGMA user_version = 9", NULL, NULL, NULL), SQLITE_OK);
	struct strbuf before = file_read(path);
	assert_status(STATUS_TOO_NEW, home_open_as(home, NULL, false, &second));
	struct strbuf after = file_read(path);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.text, after.text, before.len);
	strbuf_release(&before);
	strbuf_release(&after);
	store_close(store);
	free(path);
	home_remove(home);
}

static void an_empty_file_becomes_a_store(void **state)
{
	(void)state;
	char *home = home_new(), *path = home_file(home, "sysdrill.db");
	file_write(path, "", 0);
	assert_home_holds(home, 1, "");
	free(path);
	home_remove(home);
}

/* Everything that reads; the worst of what it said. */
static enum status read_everything(struct store *store)
{
	struct store_sessions sessions;
	struct store_progress_list progress;
	struct store_hits hits;
	struct store_entries entries;
	char id[ID_SIZE];
	int64_t rowid = 0;
	struct session *session = session_new();
	test_id(id, 1);
	enum status worst = store_read_session(store, id, session, &rowid, NULL, &fixture_error), status;
	session_free(session);
	status = store_list_sessions(store, &(struct store_session_query){ .with_deleted = true }, &sessions,
	                             &fixture_error);
	store_sessions_release(&sessions);
	worst = status == STATUS_CORRUPT ? status : worst;
	status = store_progress(store, &progress, &fixture_error);
	store_progress_release(&progress);
	worst = status == STATUS_CORRUPT ? status : worst;
	status = store_search(store, "note", NULL, 0, &hits, &fixture_error);
	store_hits_release(&hits);
	worst = status == STATUS_CORRUPT ? status : worst;
	status = store_list_entries(store, &entries, &fixture_error);
	store_entries_release(&entries);
	worst = status == STATUS_CORRUPT ? status : worst;
	status = store_check(store, &fixture_error);
	return status == STATUS_CORRUPT ? status : worst;
}

static void flipped_bits_never_crash_and_a_damaged_file_is_left_alone(void **state)
{
	(void)state;
	char *home = home_with_notes("a note to be damaged", NULL), *path = home_file(home, "sysdrill.db");
	struct strbuf whole = file_read(path);
	uint64_t seed = 88172645463325252;
	unsigned refused = 0, damaged = 0;
	for (unsigned i = 0; i < FLIPS; i++) {
		struct store *store;
		seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
		/* The first half of them where damage is noticed: in the first pages. */
		size_t at = (size_t)(seed >> 8) % (i % 2 ? whole.len : 8192);
		whole.text[at] ^= (char)(1 << (seed & 7));
		file_write(path, whole.text, whole.len);
		enum status status = home_open_as(home, NULL, false, &store);
		bool untouched = status != STATUS_OK;
		if (untouched)
			refused++;
		else
			status = read_everything(store);
		/* A damaged page stops all writing; an event that makes no sense stops only its interview. */
		if (store && store->damaged) {
			untouched = true;
			damaged++;
			assert_status(STATUS_CORRUPT, store_put_state(store, "key", "value", &fixture_error));
		}
		if (status != STATUS_OK)
			assert_true(strlen(fixture_error.text) > 40);
		store_close(store);
		if (untouched) {
			struct strbuf after = file_read(path);
			assert_int_equal(after.len, whole.len);
			assert_memory_equal(after.text, whole.text, whole.len);
			strbuf_release(&after);
		}
		whole.text[at] ^= (char)(1 << (seed & 7));
	}
	assert_true(refused > 0);
	assert_true(damaged > 0);
	strbuf_release(&whole);
	free(path);
	home_remove(home);
}

/* ---- what may not be written; as nobody when we are root, whom no permission stops ---- */

struct visit {
	const char *home;
	const char *copy;
	const char *notes;      /* what can be read; NULL: refused */
};

static int visit_as_nobody(void *context)
{
	const struct visit *visit = context;
	struct store *store;
	struct strbuf found = STRBUF_INIT;
	struct writer writer = { 0 };
	struct store_sessions list;
	char id[ID_SIZE], origin[ID_SIZE];
	test_id(id, 1);
	if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
		return SKIPPED;
	if (access(visit->home, R_OK | X_OK) != 0)      /* a temporary directory that is closed to others */
		return SKIPPED;
	enum status status = home_open_as(visit->home, NULL, true, &store);
	if (!visit->notes) {
		CHILD_CHECK(status == STATUS_READ_ONLY || status == STATUS_IO);
		CHILD_CHECK(strstr(fixture_error.text, "--home"));
		return 0;
	}
	CHILD_CHECK(status == STATUS_OK);
	CHILD_CHECK(store_read_only(store) && strstr(store_read_only(store), "export"));
	struct session *session = session_new();
	int64_t rowid = 0;
	CHILD_CHECK(store_read_session(store, id, session, &rowid, NULL, &fixture_error) == STATUS_OK);
	CHILD_CHECK(strcmp(session_text(session, "notes.requirements", NULL), visit->notes) == 0);
	session_free(session);
	CHILD_CHECK(store_list_sessions(store, &(struct store_session_query){ 0 }, &list, &fixture_error) == STATUS_OK);
	CHILD_CHECK(list.count == 1);
	store_sessions_release(&list);
	CHILD_CHECK(store_refresh(store, &fixture_error) == STATUS_OK);
	CHILD_CHECK(writer_start(&writer, store, 2, "chat") == STATUS_INVALID);         /* it has no origin, */
	CHILD_CHECK(store_claim_origin(store, id, "", origin, &fixture_error) == STATUS_READ_ONLY);  /* and gets none */
	CHILD_CHECK(store_put_state(store, "key", "value", &fixture_error) == STATUS_READ_ONLY);
	CHILD_CHECK(strcmp(fixture_error.text, store_read_only(store)) == 0);
	if (visit->copy)
		CHILD_CHECK(store_backup(store, visit->copy, NOW_MS, &fixture_error) == STATUS_OK);
	writer_end(&writer);
	store_close(store);
	strbuf_release(&found);
	return 0;
}

/* False when it cannot be tried here. */
static bool visit_read_only(char *home, const char *copy, const char *notes)
{
	char *path = home_file(home, "sysdrill.db");
	struct strbuf before = file_read(path);
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(home, 0555), 0);
	int status = child_run(visit_as_nobody, &(struct visit){ home, copy, notes });
	assert_int_equal(chmod(home, 0755), 0);
	struct strbuf after = file_read(path);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.text, after.text, before.len);
	strbuf_release(&before);
	strbuf_release(&after);
	free(path);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) != SKIPPED)
		assert_int_equal(WEXITSTATUS(status), 0);
	return WEXITSTATUS(status) != SKIPPED;
}

static void skip_unvisited(void)
{
	print_message("skipped: nobody else can look at the temporary directory\n");
	skip();
}

static void a_directory_that_cannot_be_written_is_read(void **state)
{
	(void)state;
	char *home = home_with_notes("read me", NULL), *elsewhere = home_new(), *copy = home_file(elsewhere,
		"sysdrill.db");
	assert_int_equal(chmod(elsewhere, 0777), 0);
	bool visited = visit_read_only(home, copy, "read me");
	if (visited)
		assert_home_holds(elsewhere, 1, "read me");     /* what was saved from there is a store */
	free(copy);
	home_remove(elsewhere);
	home_remove(home);
	if (!visited)
		skip_unvisited();
}

static void what_was_not_closed_properly_is_not_read_in_part(void **state)
{
	(void)state;
	struct store *store;
	char *home = home_with_notes("in the log", &store), *copy = home_new();
	static const char *const names[] = { "sysdrill.db", "sysdrill.db-wal" };
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *from = home_file(home, names[i]), *to = home_file(copy, names[i]);
		file_copy(from, to);
		free(from);
		free(to);
	}
	bool visited = visit_read_only(copy, NULL, NULL);
	assert_home_holds(copy, 1, "in the log");       /* nothing was lost by the visit */
	store_close(store);
	home_remove(copy);
	home_remove(home);
	if (!visited)
		skip_unvisited();
}

/* ---- no room ---- */

/* Appends until it fails; the bytes that are in the log. */
static size_t fill(struct store *store, struct writer *writer)
{
	static char text[4096];
	size_t bytes = 0;
	memset(text, 'x', sizeof text - 1);
	while (bytes < 64 * sizeof text) {
		enum status status = writer_note(writer, text);
		if (status == STATUS_FULL)
			return bytes;
		CHILD_CHECK(status == STATUS_OK);
		bytes += sizeof text - 1;
	}
	(void)store;
	CHILD_CHECK(!"the limit was never met");
	return 0;
}

static void child_expect(struct store *store, size_t bytes)
{
	char id[ID_SIZE];
	size_t len;
	int64_t rowid = 0;
	struct session *session = session_new();
	test_id(id, 5);
	CHILD_CHECK(store_read_session(store, id, session, &rowid, NULL, &fixture_error) == STATUS_OK);
	session_text(session, "notes.requirements", &len);
	CHILD_CHECK(len == bytes);
	session_free(session);
}

static int write_against_a_limit(void *context)
{
	const char *home = context;
	struct store *store;
	struct writer writer;
	struct rlimit limit = { .rlim_cur = 100 * 1024, .rlim_max = RLIM_INFINITY };
	test_id(writer.origin, 900);
	CHILD_CHECK(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	CHILD_CHECK(home_open_as(home, NULL, false, &store) == STATUS_OK);
	CHILD_CHECK(writer_start(&writer, store, 5, "chat") == STATUS_OK);
	CHILD_CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
	limit.rlim_cur = 100 * 1024;
	CHILD_CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	size_t bytes = fill(store, &writer);
	CHILD_CHECK(bytes > 0);
	CHILD_CHECK(strstr(fixture_error.text, "limit on file sizes"));
	child_expect(store, bytes);
	limit.rlim_cur = limit.rlim_max;
	CHILD_CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	CHILD_CHECK(writer_note(&writer, "!") == STATUS_OK);
	child_expect(store, bytes + 1);
	store_close(store);
	CHILD_CHECK(home_open_as(home, NULL, false, &store) == STATUS_OK);
	child_expect(store, bytes + 1);
	CHILD_CHECK(store_check(store, &fixture_error) == STATUS_OK);
	store_close(store);
	return 0;
}

static void a_limit_on_file_sizes_is_met_and_survived(void **state)
{
	(void)state;
	char *home = home_with_notes("before", NULL);
	int status = child_run(write_against_a_limit, home);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_home_holds(home, 1, "before");
	home_remove(home);
}

static int write_on_a_small_disk(void *context)
{
	char *home = context, *ballast = home_file(home, "ballast");
	static char block[128 * 1024];
	struct store *store;
	struct writer writer;
	test_id(writer.origin, 900);
	if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("sysdrill-test", home, "tmpfs", 0, "size=640k") != 0)
		return SKIPPED;
	FILE *file = fopen(ballast, "wb");
	CHILD_CHECK(file && fwrite(block, 1, sizeof block, file) == sizeof block && fclose(file) == 0);
	CHILD_CHECK(home_open_as(home, NULL, false, &store) == STATUS_OK);
	CHILD_CHECK(writer_start(&writer, store, 5, "chat") == STATUS_OK);
	size_t bytes = fill(store, &writer);
	CHILD_CHECK(bytes > 0);
	CHILD_CHECK(strstr(fixture_error.text, "the disk is full"));
	child_expect(store, bytes);
	CHILD_CHECK(unlink(ballast) == 0);
	CHILD_CHECK(writer_note(&writer, "!") == STATUS_OK);
	store_close(store);
	CHILD_CHECK(home_open_as(home, NULL, false, &store) == STATUS_OK);
	child_expect(store, bytes + 1);
	CHILD_CHECK(store_check(store, &fixture_error) == STATUS_OK);
	store_close(store);
	free(ballast);
	return 0;
}

static void a_full_disk_is_met_and_survived(void **state)
{
	(void)state;
	char *home = home_new();
	int status = child_run(write_on_a_small_disk, home);
	home_remove(home);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == SKIPPED) {
		print_message("skipped: this user may not mount a small disk\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_home_that_is_a_file_is_refused_with_its_name(void **state)
{
	(void)state;
	char *base = home_new(), *home = home_file(base, "file"), *below = home_file(base, "file/below");
	struct store *store;
	file_write(home, "x", 1);
	assert_status(STATUS_IO, home_open_as(home, NULL, false, &store));
	assert_non_null(strstr(fixture_error.text, home));
	assert_status(STATUS_IO, home_open_as(below, NULL, false, &store));
	assert_null(store);
	free(home);
	free(below);
	home_remove(base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_ours_is_refused_and_left_alone),
		cmocka_unit_test(a_newer_version_that_is_still_in_the_log_is_refused_too),
		cmocka_unit_test(an_empty_file_becomes_a_store),
		cmocka_unit_test(flipped_bits_never_crash_and_a_damaged_file_is_left_alone),
		cmocka_unit_test(a_directory_that_cannot_be_written_is_read),
		cmocka_unit_test(what_was_not_closed_properly_is_not_read_in_part),
		cmocka_unit_test(a_limit_on_file_sizes_is_met_and_survived),
		cmocka_unit_test(a_full_disk_is_met_and_survived),
		cmocka_unit_test(a_home_that_is_a_file_is_refused_with_its_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
