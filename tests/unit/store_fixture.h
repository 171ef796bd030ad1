/* What the tests of the store share: a home that is thrown away, and somebody who writes an interview into it. */
#ifndef SYSDRILL_TESTS_STORE_FIXTURE_H
#define SYSDRILL_TESTS_STORE_FIXTURE_H

#include "test.h"

#include "session/session.h"
#include "store/store.h"

#define NOW_MS 1700000000000
#define SHA_NONE "0000000000000000000000000000000000000000000000000000000000000000"

extern struct error fixture_error;     /* of the last call; assert_ok() prints it */

#define assert_ok(call) fixture_assert((call), STATUS_OK, #call, __FILE__, __LINE__)
#define assert_status(status, call) fixture_assert((call), (status), #call, __FILE__, __LINE__)
void fixture_assert(enum status got, enum status expected, const char *call, const char *file, int line);

/* A new empty directory, for everybody to read; the caller removes and frees it. */
char *home_new(void);
void home_remove(char *home);
char *home_file(const char *home, const char *name);            /* HOME/NAME; the caller frees it */
struct strbuf file_read(const char *path);
void file_write(const char *path, const void *data, size_t len);
void file_copy(const char *from, const char *to);
bool file_there(const char *path);
bool home_has_bytes(const char *home, const char *needle);      /* in any file of the directory */

struct store *home_open(const char *home);                      /* as a command; must succeed */
enum status home_open_as(const char *home, const char *vfs, bool interactive, struct store **store);

/* Somebody who writes one interview: what is committed is folded, as in the shell. */
struct writer {
	struct store *store;
	struct session *session;
	char origin[ID_SIZE];
	int64_t now_ms;
};

/* Ids from a number, so that tests can name them. */
void test_id(char id[ID_SIZE], unsigned number);
void writer_begin(struct writer *writer, struct store *store, unsigned number, const char *problem);
/* The same without the claim and without asserting anything: for the children of fault tests. */
enum status writer_start(struct writer *writer, struct store *store, unsigned number, const char *problem);
/* Goes on with the interview that is in the store already, as whoever `origin` says. */
void writer_resume(struct writer *writer, struct store *store, unsigned number, unsigned origin);
enum status writer_note(struct writer *writer, const char *text);      /* at the end of "notes.requirements" */
enum status writer_simple(struct writer *writer, enum event_kind kind, const char *reason);
enum status writer_score(struct writer *writer, int score);             /* all five criteria, in one append */
void writer_end(struct writer *writer);                                 /* frees the session */

/* The session as it is in the store, or NULL when it is not there. */
struct session *session_stored(struct store *store, const char *id);
/* That (origin, stream) runs from 1 to `last` without a gap; returns `last`. */
uint64_t last_without_gap(const struct session *session, const char *origin, const char *stream);

/* Runs `body` in a child and returns what waitpid() says. In there, CHILD_CHECK() is what assert_true() is here. */
int child_run(int (*body)(void *context), void *context);
#define CHILD_CHECK(condition) child_check((condition), #condition, __FILE__, __LINE__)
void child_check(bool holds, const char *condition, const char *file, int line);

/* Keeps the notes of session `number` as text; "" when it is not there. */
void notes_stored(struct store *store, unsigned number, struct strbuf *out);
/* The same through the ordinary file system, with the file checked page by page. */
void assert_home_holds(const char *home, unsigned number, const char *notes);

/* How many documents a search finds. */
size_t search_count(struct store *store, const char *query);

#endif
