/* app/store: whichever allocation of SQLite fails, the store says so, loses nothing and goes on. */
#include "store_fixture.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#define BEFORE "one two "

/* SQLite's own allocator, and which call to it fails. */
static struct {
	sqlite3_mem_methods real;
	long calls, at;         /* at 0: none */
	bool happened;
} memory;

static bool fails(void)
{
	bool now = memory.at && ++memory.calls == memory.at;
	memory.happened |= now;
	return now;
}

static void *failing_malloc(int size)
{
	return fails() ? NULL : memory.real.xMalloc(size);
}

static void *failing_realloc(void *p, int size)
{
	return fails() ? NULL : memory.real.xRealloc(p, size);
}

static void arm(long at)
{
	memory.at = at;
	memory.calls = 0;
	memory.happened = false;
}

static int use_failing_allocator(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.real), SQLITE_OK);
	sqlite3_mem_methods methods = memory.real;
	methods.xMalloc = failing_malloc;
	methods.xRealloc = failing_realloc;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
	return 0;
}

static char *home_with_notes(void)
{
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	writer_begin(&writer, store, 1, "chat");
	assert_ok(writer_note(&writer, "one "));
	assert_ok(writer_note(&writer, "two "));
	writer_end(&writer);
	assert_ok(store_refresh(store, &fixture_error));
	assert_ok(store_put_state(store, "plan.monday", "1", &fixture_error));
	store_close(store);
	return home;
}

static void assert_said(enum status status)
{
	if (status == STATUS_OK)
		return;
	assert_true(status == STATUS_NO_MEMORY || status == STATUS_IO);
	assert_true(strlen(fixture_error.text) > 40);
}

static void an_opening_without_memory_can_be_made_again(void **state)
{
	(void)state;
	char *home = home_with_notes();
	bool happened = true;
	for (long at = 1; happened; at++) {
		struct store *store;
		arm(at);
		enum status status = home_open_as(home, NULL, false, &store);
		happened = memory.happened;
		arm(0);
		assert_said(status);
		store_close(store);
		if (at % 16 == 0 || !happened)
			assert_home_holds(home, 1, BEFORE);
	}
	home_remove(home);
}

/* With a store that was just opened, so that the statements are prepared too. */
static void an_append_without_memory_leaves_nothing_and_can_be_made_again(void **state)
{
	(void)state;
	char *home = home_with_notes();
	struct strbuf found = STRBUF_INIT, expected = STRBUF_INIT;
	bool happened = true;
	strbuf_adds(&expected, BEFORE);
	for (long at = 1; happened; at++) {
		struct store *store = home_open(home);
		struct writer writer;
		if (at == 1)
			writer_begin(&writer, store, 2, "feed");
		else
			writer_resume(&writer, store, 2, 900);
		test_id(writer.origin, 900);
		if (at == 1)
			assert_ok(writer_note(&writer, BEFORE));
		arm(at);
		enum status status = writer_note(&writer, "x");
		happened = memory.happened;
		arm(0);
		assert_said(status);
		if (status != STATUS_OK) {
			notes_stored(store, 2, &found);
			assert_string_equal(found.text, expected.text);
			assert_ok(writer_note(&writer, "x"));
		}
		strbuf_addc(&expected, 'x');
		writer_end(&writer);
		store_close(store);
		store = home_open(home);
		notes_stored(store, 2, &found);
		assert_string_equal(found.text, expected.text);
		store_close(store);
	}
	assert_home_holds(home, 2, expected.text);
	strbuf_release(&found);
	strbuf_release(&expected);
	home_remove(home);
}

static void count_state(void *context, const char *key, const char *value)
{
	assert_string_equal(key, "plan.monday");
	assert_string_equal(value, "1");
	++*(int *)context;
}

/* Each returns OK only when it gave the whole truth. */
static enum status read_log(struct store *store)
{
	struct session *session = session_new();
	char id[ID_SIZE];
	int64_t rowid = 0;
	test_id(id, 1);
	enum status status = store_read_session(store, id, session, &rowid, NULL, &fixture_error);
	if (status == STATUS_OK)
		assert_string_equal(session_text(session, "notes.requirements", NULL), BEFORE);
	session_free(session);
	return status;
}

static enum status list_sessions(struct store *store)
{
	struct store_sessions list;
	enum status status = store_list_sessions(store, &(struct store_session_query){ .problem = "chat" }, &list,
	                                         &fixture_error);
	if (status == STATUS_OK) {
		assert_int_equal(list.count, 1);
		assert_string_equal(list.items[0].title, "A title");
		assert_int_equal(list.items[0].stage, STAGE_RUNNING);
	}
	store_sessions_release(&list);
	return status;
}

static enum status list_progress(struct store *store)
{
	struct store_progress_list list;
	enum status status = store_progress(store, &list, &fixture_error);
	if (status == STATUS_OK) {
		assert_int_equal(list.count, 1);
		assert_string_equal(list.items[0].problem, "chat");
	}
	store_progress_release(&list);
	return status;
}

static enum status search(struct store *store)
{
	struct store_hits hits;
	enum status status = store_search(store, "two", NULL, 5, &hits, &fixture_error);
	if (status == STATUS_OK) {
		assert_int_equal(hits.count, 1);
		assert_string_equal(hits.items[0].kind, "session");
		assert_non_null(strstr(hits.items[0].snippet, "two"));
	}
	store_hits_release(&hits);
	return status;
}

static enum status list_state(struct store *store)
{
	int count = 0;
	enum status status = store_list_state(store, "plan.", count_state, &count, &fixture_error);
	if (status == STATUS_OK)
		assert_int_equal(count, 1);
	return status;
}

static enum status find_session(struct store *store)
{
	char id[ID_SIZE], found[ID_SIZE];
	test_id(id, 1);
	enum status status = store_find_session(store, "0", found, &fixture_error);
	if (status == STATUS_OK)
		assert_string_equal(found, id);
	return status;
}

static void reading_without_memory_never_gives_half_of_it(void **state)
{
	(void)state;
	static enum status (*const reads[])(struct store *) = { read_log, list_sessions, list_progress, search, list_state,
	                                                        find_session };
	char *home = home_with_notes();
	for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
		bool happened = true;
		for (long at = 1; happened; at++) {
			struct store *store = home_open(home);
			arm(at);
			enum status status = reads[i](store);
			happened = memory.happened;
			arm(0);
			assert_said(status);
			assert_ok(reads[i](store));
			store_close(store);
		}
	}
	home_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_opening_without_memory_can_be_made_again),
		cmocka_unit_test(an_append_without_memory_leaves_nothing_and_can_be_made_again),
		cmocka_unit_test(reading_without_memory_never_gives_half_of_it),
	};
	return cmocka_run_group_tests(tests, use_failing_allocator, NULL);
}
