/*
 * Fills a home for benchmarks: PROBLEMS copies of a problem under content/problems, and SESSIONS past interviews, all put
 * in through the store. The same arguments give the same interviews.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/store.h"

enum { EVENTS_PER_SESSION = 16 };

static const int64_t first_ms = 1600000000000, step_ms = 3 * 3600 * 1000;

static const char *const notes[] = {
	"- 100 M new links a day, ten reads for each write\n- a link never changes: cache without fear\n",
	"client -> lb -> api -> cache -> key-value store\n- ids from a range given out in blocks of 1,000\n",
	"- partition by the short code; no secondary index on the read path\n- five years: 180 G links, 90 TB\n",
	"- what fails first: the cache; a cold one sends 1.2 M reads a second to the store\n",
};

static int fail(const char *what, const char *why)
{
	fprintf(stderr, "make_home: %s: %s\n", what, why);
	return 1;
}

static int read_all(const char *path, struct strbuf *out)
{
	char block[65536];
	size_t n;
	FILE *file = fopen(path, "rb");
	if (!file)
		return fail(path, strerror(errno));
	while ((n = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(out, block, n);
	fclose(file);
	return 0;
}

/* The copy has another title and id; everything else is a real problem's. */
static void write_copy(FILE *file, const struct strbuf *source, int number)
{
	const char *id = strstr(source->text, "\n- id: "), *title_end = strchr(source->text, '\n');
	if (!id || !title_end)
		return;
	const char *id_end = strchr(id + 1, '\n');
	fprintf(file, "%.*s %04d", (int)(title_end - source->text), source->text, number);
	fwrite(title_end, 1, (size_t)(id - title_end), file);
	fprintf(file, "\n- id: problem-%04d", number);
	fwrite(id_end, 1, source->len - (size_t)(id_end - source->text), file);
}

static int make_problems(const char *home, const struct strbuf *source, int count)
{
	static const char *const folders[] = { "", "/content", "/content/problems" };
	struct strbuf path = STRBUF_INIT;
	int result = 0;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		strbuf_clear(&path);
		strbuf_addf(&path, "%s%s", home, folders[i]);
		if (mkdir(path.text, 0700) != 0 && errno != EEXIST)
			result = fail(path.text, strerror(errno));
	}
	for (int i = 1; i <= count && !result; i++) {
		strbuf_clear(&path);
		strbuf_addf(&path, "%s/content/problems/problem-%04d.md", home, i);
		FILE *file = fopen(path.text, "wb");
		if (file)
			write_copy(file, source, i);
		if (!file || fclose(file) != 0)
			result = fail(path.text, strerror(errno));
	}
	strbuf_release(&path);
	return result;
}

struct author {
	struct event *events;
	size_t count;
	char session[ID_SIZE], origin[ID_SIZE];
	uint64_t main_oseq, lamport;
	int64_t at_ms;
};

static struct event *next(struct author *author, const char *stream, uint64_t oseq, enum event_kind kind)
{
	struct event *event = &author->events[author->count++];
	*event = (struct event){ .oseq = oseq, .lamport = ++author->lamport, .at_ms = author->at_ms, .kind = kind };
	memcpy(event->session, author->session, sizeof event->session);
	memcpy(event->origin, author->origin, sizeof event->origin);
	snprintf(event->stream, sizeof event->stream, "%s", stream);
	return event;
}

static struct event *next_main(struct author *author, enum event_kind kind)
{
	return next(author, STREAM_MAIN, ++author->main_oseq, kind);
}

static void number_id(char id[ID_SIZE], unsigned char salt, unsigned number)
{
	unsigned char bytes[10] = { salt, 0, 0, 0, 0, 0, (unsigned char)(number >> 24), (unsigned char)(number >> 16),
	                            (unsigned char)(number >> 8), (unsigned char)number };
	id_format(id, bytes);
}

static void write_session(struct author *author, unsigned number, const char *problem, const char *sha256)
{
	static const char *const streams[] = { "notes.requirements", "notes.architecture", "notes.data-model",
	                                       "notes.optimization" };
	number_id(author->session, 1, number);
	number_id(author->origin, 2, number);
	author->main_oseq = author->lamport = 0;
	author->at_ms = first_ms + (int64_t)number * step_ms;
	next_main(author, EVENT_SESSION_STARTED)->session_started = (struct session_started){
		.problem = problem, .title = "URL shortener", .problem_sha256 = sha256, .preset = "45",
		.phases = "requirements R 8-8-12, architecture AI 20-21-25, data model D 5-5-7, optimization O 10-11-12 probes",
		.level = "senior" };
	for (int phase = 0; phase < 4; phase++) {
		if (phase)
			next_main(author, EVENT_PHASE_ENTERED)->phase_entered.phase = phase;
		author->at_ms += 8 * 60 * 1000;
		next(author, streams[phase], 1, EVENT_NOTE_EDITED)->note_edited.text = notes[phase];
	}
	author->at_ms += 60 * 1000;
	next_main(author, EVENT_SESSION_ENDED)->session_ended.reason = "done";
	for (int i = 0; i < CRITERION_COUNT; i++)
		next_main(author, EVENT_SCORE_GIVEN)->score_given = (struct score_given){
			.criterion = criterion_name((enum criterion)i), .score = 1 + (int)((number + (unsigned)i) % 4),
			.evidence = "" };
}

static int make_sessions(const char *home, const struct strbuf *source, int problems, int count)
{
	struct error err = { "" };
	struct store *store;
	struct arena names = ARENA_INIT;
	struct author author = { .events = xcalloc((size_t)count * EVENTS_PER_SESSION + 1, sizeof *author.events) };
	char sha256[SHA256_HEX_SIZE];
	enum status status = store_open(&store, &(struct store_options){ .home = home }, &err);
	if (status == STATUS_OK)
		status = store_put_problem(store, source->text, source->len, sha256, &err);
	for (int i = 0; i < count && status == STATUS_OK; i++) {
		char name[32];
		snprintf(name, sizeof name, "problem-%04d", problems ? 1 + i % problems : 1);
		write_session(&author, (unsigned)i, arena_strdup(&names, name), sha256);
	}
	if (status == STATUS_OK)
		status = store_append(store, author.events, author.count, &err);
	if (status == STATUS_OK)
		status = store_refresh(store, &err);
	store_close(store);
	free(author.events);
	arena_release(&names);
	return status == STATUS_OK ? 0 : fail(home, err.text);
}

int main(int argc, char **argv)
{
	struct strbuf source = STRBUF_INIT;
	if (argc != 5) {
		fprintf(stderr, "usage: make_home HOME PROBLEM.md PROBLEMS SESSIONS\n");
		return 2;
	}
	int problems = atoi(argv[3]), sessions = atoi(argv[4]);
	int result = read_all(argv[2], &source);
	if (!result)
		result = make_problems(argv[1], &source, problems);
	if (!result)
		result = make_sessions(argv[1], &source, problems, sessions);
	strbuf_release(&source);
	return result;
}
