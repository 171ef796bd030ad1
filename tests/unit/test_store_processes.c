/*
 * app/store: several programs at once, and programs that are killed. Counts are fixed; SYSDRILL_SOAK=N does N times as much
 * (`make soak`).
 */
#include "config.h"

#include "store_fixture.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

enum { KILL_ROUNDS = 200, WRITERS = 3, APPENDS = 120, CHECKPOINTS = 60 };

static unsigned soak(void)
{
	const char *times = getenv("SYSDRILL_SOAK");
	return times && atoi(times) > 0 ? (unsigned)atoi(times) : 1;
}

/* What the children have done so far, where the parent can see it. */
struct board {
	atomic_uint acknowledged;
	atomic_uint finished;
};

static struct board *board_new(void)
{
	struct board *board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(board, MAP_FAILED);
	return board;
}

static pid_t child_start(int (*body)(void *context), void *context)
{
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);       /* a failed test leaves no child behind */
		_exit(body(context));
	}
	return pid;
}

static void child_join(pid_t pid)
{
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

struct job {
	const char *home;
	unsigned number;        /* of its interview */
	struct board *board;
	bool interactive;
};

/* Opens the store and keeps it open until it is killed, so that nobody else folds the log when closing. */
static int hold_open(void *context)
{
	const struct job *job = context;
	struct store *store;
	CHILD_CHECK(home_open_as(job->home, NULL, false, &store) == STATUS_OK);
	atomic_fetch_add(&job->board->finished, 1);
	while (pause() == -1)
		;
	return 1;
}

static int write_until_killed(void *context)
{
	const struct job *job = context;
	struct store *store;
	struct writer writer;
	test_id(writer.origin, 5000);
	CHILD_CHECK(home_open_as(job->home, NULL, false, &store) == STATUS_OK);
	CHILD_CHECK(writer_start(&writer, store, job->number, "chat") == STATUS_OK);
	while (writer_note(&writer, "0123456789 ") == STATUS_OK)
		atomic_fetch_add(&job->board->acknowledged, 1);
	CHILD_CHECK(!"an append failed");
	return 1;
}

/* One round: kill a writer some way into a write, then look for all that it was promised. */
static void kill_once(const char *home, unsigned round, struct board *board)
{
	struct strbuf found = STRBUF_INIT;
	atomic_store(&board->acknowledged, 0);
	struct job job = { .home = home, .number = 1000 + round, .board = board };
	pid_t pid = child_start(write_until_killed, &job);
	while (atomic_load(&board->acknowledged) < 1 + round % 9)
		sched_yield();
	for (volatile unsigned spin = round * 7919 % 40000; spin; spin--)
		;
	kill(pid, SIGKILL);
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	unsigned acknowledged = atomic_load(&board->acknowledged);
	struct store *store = home_open(home);
	notes_stored(store, job.number, &found);
	store_close(store);
	/* The last one may have been committed and not yet been acknowledged. */
	assert_int_equal(found.len % 11, 0);
	assert_in_range(found.len / 11, acknowledged, acknowledged + 1);
	strbuf_release(&found);
}

static void two_hundred_kills_lose_nothing_acknowledged(void **state)
{
	(void)state;
	char *home = home_new();
	struct board *board = board_new();
	struct strbuf found = STRBUF_INIT;
	unsigned rounds = KILL_ROUNDS * soak(), round = 0;
	for (; round < rounds / 2; round++)             /* every look folds the log */
		kill_once(home, round, board);
	struct job job = { .home = home, .board = board };
	pid_t holder = child_start(hold_open, &job);
	while (!atomic_load(&board->finished))
		sched_yield();
	for (; round < rounds; round++)                 /* nobody folds it: it only grows */
		kill_once(home, round, board);
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);

	struct store *store = home_open(home);
	assert_ok(store_check(store, &fixture_error));
	for (round = 0; round < rounds; round++) {
		notes_stored(store, 1000 + round, &found);
		assert_true(found.len >= 11);
	}
	store_close(store);
	strbuf_release(&found);
	munmap(board, sizeof *board);
	home_remove(home);
}

static int write_many(void *context)
{
	const struct job *job = context;
	struct store *store;
	struct writer writer;
	unsigned appends = APPENDS * soak();
	test_id(writer.origin, 5000 + job->number);
	CHILD_CHECK(home_open_as(job->home, NULL, job->interactive, &store) == STATUS_OK);
	enum status status;
	while ((status = writer_start(&writer, store, job->number, "chat")) == STATUS_BUSY && job->interactive) {
		writer_end(&writer);
		sched_yield();
	}
	CHILD_CHECK(status == STATUS_OK);
	for (unsigned i = 0; i < appends; i++) {
		while ((status = writer_note(&writer, "x")) == STATUS_BUSY && job->interactive)
			sched_yield();
		CHILD_CHECK(status == STATUS_OK);
	}
	atomic_fetch_add(&job->board->finished, 1);
	store_close(store);
	return 0;
}

/* Opens, folds the log when it can, closes: what every start and end of a program does. */
static int come_and_go(void *context)
{
	const struct job *job = context;
	for (unsigned i = 0; i < CHECKPOINTS * soak(); i++) {
		struct store *store;
		CHILD_CHECK(home_open_as(job->home, NULL, false, &store) == STATUS_OK);
		CHILD_CHECK(store_checkpoint_if_alone(store, &fixture_error) == STATUS_OK);
		CHILD_CHECK(store_refresh(store, &fixture_error) == STATUS_OK);
		store_close(store);
	}
	return 0;
}

static void writers_and_checkpointers_at_once_do_no_harm(void **state)
{
	(void)state;
	char *home = home_new();
	struct board *board = board_new();
	struct strbuf found = STRBUF_INIT;
	struct job jobs[WRITERS + 2];
	pid_t pids[WRITERS + 2];
	/* All of them begin on a home that is not there yet. */
	for (unsigned i = 0; i < WRITERS + 2; i++) {
		jobs[i] = (struct job){ .home = home, .number = i + 1, .board = board, .interactive = i == 0 };
		pids[i] = child_start(i < WRITERS ? write_many : come_and_go, &jobs[i]);
	}
	for (unsigned i = 0; i < WRITERS + 2; i++)
		child_join(pids[i]);
	assert_int_equal(atomic_load(&board->finished), WRITERS);

	struct store *store = home_open(home);
	assert_ok(store_check(store, &fixture_error));
	for (unsigned i = 0; i < WRITERS; i++) {
		notes_stored(store, i + 1, &found);
		assert_int_equal(found.len, APPENDS * soak());
	}
	assert_ok(store_refresh(store, &fixture_error));
	size_t count;
	assert_ok(store_count_sessions(store, &(struct store_session_query){ 0 }, &count, &fixture_error));
	assert_int_equal(count, WRITERS);
	store_close(store);
	strbuf_release(&found);
	munmap(board, sizeof *board);
	home_remove(home);
}

static void a_lock_that_is_held_too_long_is_said_at_once_and_harms_nothing(void **state)
{
	(void)state;
	char *home = home_new(), *path = home_file(home, "sysdrill.db");
	struct store *store;
	struct writer writer;
	sqlite3 *holder;
	assert_ok(home_open_as(home, NULL, true, &store));
	writer_begin(&writer, store, 1, "chat");
	assert_ok(writer_note(&writer, "before "));
	assert_int_equal(sqlite3_open(path, &holder), SQLITE_OK);
	assert_int_equal(sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	for (int i = 0; i < 3; i++) {
		assert_status(STATUS_BUSY, writer_note(&writer, "kept"));
		assert_non_null(strstr(fixture_error.text, "try again"));
	}
	struct session *session = session_stored(store, writer.session->id);
	assert_string_equal(session_text(session, "notes.requirements", NULL), "before ");
	session_free(session);
	assert_int_equal(sqlite3_exec(holder, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(holder);
	assert_ok(writer_note(&writer, "kept"));
	writer_end(&writer);
	store_close(store);
	assert_home_holds(home, 1, "before kept");
	free(path);
	home_remove(home);
}

/* Dies while it holds an origin. */
static int claim_and_die(void *context)
{
	const struct job *job = context;
	struct store *store;
	char id[ID_SIZE], origin[ID_SIZE];
	test_id(id, job->number);
	CHILD_CHECK(home_open_as(job->home, NULL, false, &store) == STATUS_OK);
	CHILD_CHECK(store_claim_origin(store, id, "", origin, &fixture_error) == STATUS_OK);
	kill(getpid(), SIGKILL);
	return 1;
}

static void the_origin_of_a_killed_program_can_be_gone_on_with(void **state)
{
	(void)state;
	char *home = home_new();
	struct store *store = home_open(home);
	char id[ID_SIZE], first[ID_SIZE], second[ID_SIZE];
	test_id(id, 1);
	assert_ok(store_claim_origin(store, id, "", first, &fixture_error));
	store_close(store);
	int status;
	pid_t pid = child_start(claim_and_die, &(struct job){ .home = home, .number = 1 });
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	store = home_open(home);
	assert_ok(store_claim_origin(store, id, "", second, &fixture_error));
	assert_string_equal(first, second);
	store_close(store);
	home_remove(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_hundred_kills_lose_nothing_acknowledged),
		cmocka_unit_test(writers_and_checkpointers_at_once_do_no_harm),
		cmocka_unit_test(a_lock_that_is_held_too_long_is_said_at_once_and_harms_nothing),
		cmocka_unit_test(the_origin_of_a_killed_program_can_be_gone_on_with),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
