/* app/store: the index says what the log says, and can be made again from it. */
#include "store_fixture.h"

#include <stdlib.h>
#include <string.h>

static void a_list_knows_what_became_of_every_interview(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	struct store_sessions list;
	size_t count;
	for (unsigned i = 1; i <= 6; i++) {
		writer_begin(&writer, store, i, i % 2 ? "chat" : "feed");
		assert_ok(writer_note(&writer, "note"));
		if (i <= 4)
			assert_ok(writer_simple(&writer, EVENT_SESSION_ENDED, "done"));
		if (i == 1 || i == 2)
			assert_ok(writer_score(&writer, (int)i + 1));
		if (i == 4)
			assert_ok(writer_simple(&writer, EVENT_SESSION_DELETED, NULL));
		if (i == 5)
			assert_ok(store_touch_session(store, writer.session->id, writer.origin, NOW_MS + 5,
			                              &fixture_error));
		writer_end(&writer);
	}
	assert_ok(store_refresh(store, &fixture_error));
	assert_ok(store_list_sessions(store, &(struct store_session_query){ .limit = 3 }, &list, &fixture_error));
	assert_int_equal(list.count, 3);
	char id[ID_SIZE];
	test_id(id, 6);
	assert_string_equal(list.items[0].id, id);
	assert_int_equal(list.items[0].stage, STAGE_RUNNING);
	assert_int_equal(list.items[0].score, -1);
	assert_int_equal(list.items[0].level, LEVEL_SENIOR);
	assert_string_equal(list.items[0].preset, "45");
	assert_int_equal(list.items[0].events, 2);
	assert_int_equal(list.seen_ms[0], 0);
	assert_int_equal(list.seen_ms[1], NOW_MS + 5);
	test_id(id, 3);
	assert_string_equal(list.items[2].id, id);
	assert_int_equal(list.items[2].stage, STAGE_DEBRIEF);
	assert_true(list.items[2].ended_ms > list.items[2].started_ms);
	store_sessions_release(&list);

	assert_ok(store_list_sessions(store, &(struct store_session_query){ .unfinished = true }, &list, &fixture_error));
	assert_int_equal(list.count, 2);
	store_sessions_release(&list);
	assert_ok(store_count_sessions(store, &(struct store_session_query){ .problem = "feed" }, &count,
	                               &fixture_error));
	assert_int_equal(count, 2);
	assert_ok(store_count_sessions(store, &(struct store_session_query){ .with_deleted = true }, &count,
	                               &fixture_error));
	assert_int_equal(count, 6);

	struct store_progress_list progress;
	assert_ok(store_progress(store, &progress, &fixture_error));
	assert_int_equal(progress.count, 2);
	assert_string_equal(progress.items[0].problem, "chat");
	assert_int_equal(progress.items[0].times, 2);
	assert_int_equal(progress.items[0].last_score, 33);
	test_id(id, 5);
	assert_string_equal(progress.items[0].unfinished, id);
	assert_int_equal(progress.items[1].times, 1);
	assert_int_equal(progress.items[1].last_score, 67);
	store_progress_release(&progress);
	store_close(store);
	home_remove(home);
}

static void dump_lists(struct store *store, struct strbuf *out)
{
	struct store_sessions list;
	struct store_progress_list progress;
	struct store_hits hits;
	assert_ok(store_list_sessions(store, &(struct store_session_query){ .with_deleted = true }, &list,
	                              &fixture_error));
	for (size_t i = 0; i < list.count; i++)
		strbuf_addf(out, "%s %s %d %lld %lld %d %llu\n", list.items[i].id, list.items[i].problem,
		            (int)list.items[i].stage,
		            (long long)list.items[i].ended_ms, (long long)list.items[i].spent_ms, list.items[i].score,
		            (unsigned long long)list.items[i].events);
	store_sessions_release(&list);
	assert_ok(store_progress(store, &progress, &fixture_error));
	for (size_t i = 0; i < progress.count; i++)
		strbuf_addf(out, "%s %d %d\n", progress.items[i].problem, progress.items[i].times,
		            progress.items[i].last_score);
	store_progress_release(&progress);
	assert_ok(store_search(store, "note", NULL, 0, &hits, &fixture_error));
	strbuf_addf(out, "%zu\n", hits.count);
	store_hits_release(&hits);
}

static void a_rebuilt_index_is_the_same_index(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	for (unsigned i = 1; i <= 20; i++) {
		writer_begin(&writer, store, i, i % 3 ? "chat" : "feed");
		assert_ok(writer_note(&writer, "note"));
		if (i % 4)
			assert_ok(writer_simple(&writer, EVENT_SESSION_ENDED, "done"));
		if (i % 5 == 0)
			assert_ok(store_put_summary(store, writer.session, &fixture_error));
		writer_end(&writer);
	}
	assert_ok(store_refresh(store, &fixture_error));
	dump_lists(store, &before);
	assert_ok(store_rebuild_index(store, &fixture_error));
	dump_lists(store, &after);
	assert_string_equal(before.text, after.text);
	strbuf_release(&before);
	strbuf_release(&after);
	store_close(store);
	home_remove(home);
}

static void an_old_summary_is_known_to_be_old(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct writer writer;
	struct store_sessions list;
	writer_begin(&writer, store, 1, "chat");
	struct session *early = session_stored(store, writer.session->id);
	assert_ok(writer_simple(&writer, EVENT_SESSION_ENDED, "done"));
	assert_ok(store_put_summary(store, early, &fixture_error));     /* of before the end */
	assert_ok(store_refresh(store, &fixture_error));
	assert_ok(store_list_sessions(store, &(struct store_session_query){ 0 }, &list, &fixture_error));
	assert_int_equal(list.items[0].stage, STAGE_DEBRIEF);
	store_sessions_release(&list);
	session_free(early);
	writer_end(&writer);
	store_close(store);
	home_remove(home);
}

static void the_catalogue_is_remembered_and_forgotten_by_path(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	const struct store_entry entries[] = {
		{ .path = "/b.md", .mtime_ns = 1, .size = 2, .kind = "problem", .id = "b", .title = "B", .difficulty = "easy",
		  .tracks = "general", .patterns = "caching", .rank = 3, .summary = "About b", .broken = "" },
		{ .path = "/a.md", .kind = "problem", .id = "a", .title = "A", .difficulty = "", .tracks = "", .patterns = "",
		  .summary = "", .broken = "line 3: no title" },
	};
	struct store_entries list;
	assert_ok(store_put_entries(store, entries, 2, NULL, 0, &fixture_error));
	assert_ok(store_list_entries(store, &list, &fixture_error));
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].path, "/a.md");
	assert_string_equal(list.items[0].broken, "line 3: no title");
	assert_string_equal(list.items[1].patterns, "caching");
	assert_int_equal(list.items[1].rank, 3);
	store_entries_release(&list);
	assert_ok(store_put_entries(store, NULL, 0, (const char *const[]){ "/a.md" }, 1, &fixture_error));
	assert_ok(store_list_entries(store, &list, &fixture_error));
	assert_int_equal(list.count, 1);
	store_entries_release(&list);
	store_close(store);
	home_remove(home);
}

static void search_finds_words_and_nothing_typed_is_syntax(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct store_hits hits;
	const struct store_document documents[] = {
		{ "concept", "caching", "Caching", "A cache keeps what is read often close to the reader." },
		{ "concept", "queues", "Queues", "A queue decouples. The caf\xC3\xA9 uses one." },
		{ "problem", "chat", "Chat", "Messages; see caching." },
	};
	assert_ok(store_put_documents(store, documents, 3, &fixture_error));
	assert_ok(store_search(store, "caching", NULL, 0, &hits, &fixture_error));
	assert_int_equal(hits.count, 2);
	assert_string_equal(hits.items[0].id, "caching");       /* in the title */
	assert_non_null(strchr(hits.items[1].snippet, STORE_MATCH_BEGIN));
	store_hits_release(&hits);
	assert_ok(store_search(store, "caching", "problem", 0, &hits, &fixture_error));
	assert_int_equal(hits.count, 1);
	store_hits_release(&hits);
	assert_int_equal(search_count(store, "cafe"), 1);
	assert_int_equal(search_count(store, "QUEUE decoup"), 1);
	static const char *const hostile[] = { "", "\"", "\"\"", "*", "AND", "OR NOT", "a NEAR(b", "title:x", "{a b}: c", "^", "-x", "(((",
	                                       "'; DROP TABLE words; --", "\xFF\xFE", "col : \"", "+ + +", "\xE2\x80\xAE" };
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
		search_count(store, hostile[i]);
	assert_int_equal(search_count(store, "queue\" OR \"cache"), 0);     /* "or" is a word here */
	assert_ok(store_put_documents(store, &(struct store_document){ "concept", "queues", "", "" }, 1, &fixture_error));
	assert_int_equal(search_count(store, "queue"), 0);
	store_close(store);
	home_remove(home);
}

static void collect_state(void *context, const char *key, const char *value)
{
	strbuf_addf(context, "%s=%s;", key, value);
}

static void small_things_are_remembered(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	struct strbuf value = STRBUF_INIT;
	assert_status(STATUS_NOT_FOUND, store_get_state(store, "plan.monday", &value, &fixture_error));
	assert_ok(store_put_state(store, "plan.tuesday", "1", &fixture_error));
	assert_ok(store_put_state(store, "plan.monday", "0", &fixture_error));
	assert_ok(store_put_state(store, "plan.monday", "1", &fixture_error));
	assert_ok(store_put_state(store, "planet", "x", &fixture_error));
	assert_ok(store_list_state(store, "plan.", collect_state, &value, &fixture_error));
	assert_string_equal(value.text, "plan.monday=1;plan.tuesday=1;");
	assert_ok(store_put_state(store, "plan.monday", NULL, &fixture_error));
	assert_status(STATUS_NOT_FOUND, store_get_state(store, "plan.monday", &value, &fixture_error));
	strbuf_release(&value);
	store_close(store);
	home_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_knows_what_became_of_every_interview),
		cmocka_unit_test(a_rebuilt_index_is_the_same_index),
		cmocka_unit_test(an_old_summary_is_known_to_be_old),
		cmocka_unit_test(the_catalogue_is_remembered_and_forgotten_by_path),
		cmocka_unit_test(search_finds_words_and_nothing_typed_is_syntax),
		cmocka_unit_test(small_things_are_remembered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
