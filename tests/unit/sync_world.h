/*
 * What the tests of sync share: three members, each with a log, and a wire between them that drops, doubles, reorders and cuts
 * as a seed says; or a pair of them, and one message at a time. Time is the test's.
 */
#ifndef SYSDRILL_TESTS_SYNC_WORLD_H
#define SYSDRILL_TESTS_SYNC_WORLD_H

#include "test.h"

#include <stdbool.h>

#include "peer/sync.h"
#include "session/session.h"

#define SESSION "0000000000000001"
#define HOST "HHHHHHHHHHHHHHHH"
#define CANDIDATE "CCCCCCCCCCCCCCCC"
#define OBSERVER "0BBBBBBBBBBBBBBB"

enum { NODES = 3, FLIGHT_MAX = 4096 };

struct node {
	const char *origin;
	unsigned char key[SYNC_KEY_SIZE], secret[SYNC_SECRET_SIZE];
	struct sync *sync;
	struct session *session;        /* its log and fold */
	size_t acknowledged;            /* own events that it was told are kept */
	bool up;
};

struct flight {
	size_t to;
	int64_t at_ms;
	char *bytes;
	size_t len;
};

struct world {
	uint64_t random;
	int64_t now_ms;
	struct node nodes[NODES];
	struct flight wire[FLIGHT_MAX];
	size_t in_flight;
	int drop, twice, late;          /* per cent */
	bool cut;                       /* the wire carries nothing */
	size_t sent;
};

uint32_t next(struct world *world);                     /* a random number */
bool chance(struct world *world, int per_cent);

/* The interviewer, the candidate and an observer, who are not in touch yet. */
void open_world(struct world *world, uint64_t seed);
void close_world(struct world *world);
void key_of(struct node *node, unsigned char seed_byte);
void begin(struct world *world, struct node *node);     /* with what is in its log */
void kill_one(struct world *world, size_t which);
void pass(struct world *world, int64_t ms);
/* That all that others may see is the same in all logs. */
bool all_equal(struct world *world);

struct event prepare(struct world *world, struct node *node, const char *stream, enum event_kind kind);
void commit(struct node *node, const struct event *event);
void admit(struct world *world, struct node *node, const char *seat);   /* by the interviewer */

/* One message at a time: who sends leaves it in `message`, from where it is handed to somebody. */
struct pair { struct world world; struct strbuf message; struct arena arena; struct event event; };

void open_pair(struct pair *pair);                      /* all members have met */
void close_pair(struct pair *pair);
void ask(struct pair *pair, size_t who);                /* writes a question, and sends it */
/* The message in which a node sends the event that it has just written. */
void take_event(struct pair *pair, size_t from);
/* One HAVE of a node, by whatever its clock says. */
void take_have(struct pair *pair, size_t from, int64_t its_ms);
enum sync_result hand(struct pair *pair, size_t to);

#endif
