#include "config.h"

#include "store_fixture.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct error fixture_error;

void fixture_assert(enum status got, enum status expected, const char *call, const char *file, int line)
{
	if (got == expected)
		return;
	print_error("%s: \"%s\" instead of \"%s\"; it says: %s\n", call, status_text(got), status_text(expected),
	            fixture_error.text);
	_fail(file, line);
}

char *home_new(void)
{
	/* In memory when there is such a place: what is tested is the order of calls, not how long a disk takes. */
	const char *base = getenv("TMPDIR"), *fallback = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp";
	struct strbuf path = STRBUF_INIT;
	strbuf_addf(&path, "%s/sysdrill-test-XXXXXX", base && *base ? base : fallback);
	assert_non_null(mkdtemp(path.text));
	assert_int_equal(chmod(path.text, 0755), 0);
	return strbuf_detach(&path, NULL);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)type;
	(void)place;
	return remove(path);
}

void home_remove(char *home)
{
	nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(home);
}

char *home_file(const char *home, const char *name)
{
	struct strbuf path = STRBUF_INIT;
	strbuf_addf(&path, "%s/%s", home, name);
	return strbuf_detach(&path, NULL);
}

struct strbuf file_read(const char *path)
{
	struct strbuf content = STRBUF_INIT;
	char block[65536];
	size_t n;
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	while ((n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(&content, block, n);
	fclose(file);
	return content;
}

void file_write(const char *path, const void *data, size_t len)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

void file_copy(const char *from, const char *to)
{
	struct strbuf content = file_read(from);
	file_write(to, content.text, content.len);
	strbuf_release(&content);
}

bool file_there(const char *path)
{
	return access(path, F_OK) == 0;
}

bool home_has_bytes(const char *home, const char *needle)
{
	bool found = false;
	DIR *directory = opendir(home);
	for (struct dirent *entry; (entry = readdir(directory));) {
		char *path = home_file(home, entry->d_name);
		struct stat info;
		if (stat(path, &info) == 0 && S_ISREG(info.st_mode)) {
			struct strbuf content = file_read(path);
			found |= memmem(content.text, content.len, needle, strlen(needle)) != NULL;
			strbuf_release(&content);
		}
		free(path);
	}
	closedir(directory);
	return found;
}

enum status home_open_as(const char *home, const char *vfs, bool interactive, struct store **store)
{
	fixture_error.text[0] = '\0';
	return store_open(store, &(struct store_options){ .home = home, .vfs = vfs, .interactive = interactive },
	                  &fixture_error);
}

struct store *home_open(const char *home)
{
	struct store *store;
	assert_ok(home_open_as(home, NULL, false, &store));
	return store;
}

void test_id(char id[ID_SIZE], unsigned number)
{
	unsigned char bytes[10] = { 0 };
	for (int i = 0; i < 4; i++)
		bytes[9 - i] = (unsigned char)(number >> (8 * i));
	id_format(id, bytes);
}

enum status writer_start(struct writer *writer, struct store *store, unsigned number, const char *problem)
{
	struct event event;
	writer->store = store;
	writer->session = session_new();
	writer->now_ms = NOW_MS + (int64_t)number * 3600000;
	test_id(writer->session->id, number);
	session_prepare(writer->session, &event, writer->origin, STREAM_MAIN, EVENT_SESSION_STARTED, writer->now_ms);
	event.session_started = (struct session_started){
		.problem = problem, .title = "A title", .problem_sha256 = SHA_NONE, .preset = "45",
		.phases = "requirements R 8-10-12, design ADI 20-25-30, deep dive O 8-10-12 probes", .level = "senior",
	};
	enum status status = store_append(store, &event, 1, &fixture_error);
	return status == STATUS_OK ? session_add(writer->session, &event) : status;
}

void writer_begin(struct writer *writer, struct store *store, unsigned number, const char *problem)
{
	char id[ID_SIZE];
	test_id(id, number);
	assert_ok(store_claim_origin(store, id, "", writer->origin, &fixture_error));
	assert_ok(writer_start(writer, store, number, problem));
}

static enum status commit(struct writer *writer, const struct event *event)
{
	enum status status = store_append(writer->store, event, 1, &fixture_error);
	return status == STATUS_OK ? session_add(writer->session, event) : status;
}

enum status writer_note(struct writer *writer, const char *text)
{
	struct event event;
	size_t len;
	writer->now_ms += 1000;
	session_text(writer->session, "notes.requirements", &len);
	session_prepare(writer->session, &event, writer->origin, "notes.requirements", EVENT_NOTE_EDITED, writer->now_ms);
	event.note_edited = (struct note_edited){ .offset = (int64_t)len, .text = text };
	return commit(writer, &event);
}

enum status writer_simple(struct writer *writer, enum event_kind kind, const char *reason)
{
	struct event event;
	writer->now_ms += 1000;
	session_prepare(writer->session, &event, writer->origin, STREAM_MAIN, kind, writer->now_ms);
	if (kind == EVENT_SESSION_ENDED)
		event.session_ended.reason = reason;
	else if (kind == EVENT_SESSION_PAUSED)
		event.session_paused.reason = reason;
	return commit(writer, &event);
}

enum status writer_score(struct writer *writer, int score)
{
	struct event events[CRITERION_COUNT];
	for (int i = 0; i < CRITERION_COUNT; i++) {
		session_prepare(writer->session, &events[i], writer->origin, STREAM_MAIN, EVENT_SCORE_GIVEN,
		                writer->now_ms);
		events[i].oseq += (uint64_t)i;
		events[i].lamport += (uint64_t)i;
		events[i].score_given = (struct score_given){ .criterion = criterion_name((enum criterion)i), .score = score,
		                                              .evidence = "" };
	}
	enum status status = store_append(writer->store, events, CRITERION_COUNT, &fixture_error);
	for (int i = 0; i < CRITERION_COUNT && status == STATUS_OK; i++)
		status = session_add(writer->session, &events[i]);
	return status;
}

void writer_end(struct writer *writer)
{
	session_free(writer->session);
	writer->session = NULL;
}

struct session *session_stored(struct store *store, const char *id)
{
	struct session *session = session_new();
	int64_t rowid = 0;
	enum status status = store_read_session(store, id, session, &rowid, NULL, &fixture_error);
	if (status == STATUS_OK)
		return session;
	session_free(session);
	assert_status(STATUS_NOT_FOUND, status);
	return NULL;
}

uint64_t last_without_gap(const struct session *session, const char *origin, const char *stream)
{
	uint64_t last = session_last_oseq(session, origin, stream), seen = 0;
	for (size_t i = 0; i < session->event_count; i++)
		if (!strcmp(session->events[i]->origin, origin) && !strcmp(session->events[i]->stream, stream))
			seen++;
	assert_int_equal(seen, last);
	return last;
}

void writer_resume(struct writer *writer, struct store *store, unsigned number, unsigned origin)
{
	char id[ID_SIZE];
	test_id(id, number);
	test_id(writer->origin, origin);
	writer->store = store;
	writer->now_ms = NOW_MS + (int64_t)number * 3600000;
	writer->session = session_stored(store, id);
	assert_non_null(writer->session);
}

int child_run(int (*body)(void *context), void *context)
{
	int status = 0;
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(body(context));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

void child_check(bool holds, const char *condition, const char *file, int line)
{
	if (holds)
		return;
	fprintf(stderr, "%s:%d: in a child: %s does not hold; the store says: %s\n", file, line, condition,
	        fixture_error.text);
	_exit(1);
}

void notes_stored(struct store *store, unsigned number, struct strbuf *out)
{
	char id[ID_SIZE];
	size_t len;
	test_id(id, number);
	strbuf_clear(out);
	struct session *session = session_stored(store, id);
	if (!session)
		return;
	const char *text = session_text(session, "notes.requirements", &len);
	strbuf_add(out, text, len);
	session_free(session);
}

void assert_home_holds(const char *home, unsigned number, const char *notes)
{
	struct strbuf found = STRBUF_INIT;
	struct store *store = home_open(home);
	assert_ok(store_check(store, &fixture_error));
	notes_stored(store, number, &found);
	assert_string_equal(found.text, notes);
	strbuf_release(&found);
	store_close(store);
}

size_t search_count(struct store *store, const char *query)
{
	struct store_hits hits;
	assert_ok(store_search(store, query, NULL, 10, &hits, &fixture_error));
	size_t count = hits.count;
	store_hits_release(&hits);
	return count;
}
