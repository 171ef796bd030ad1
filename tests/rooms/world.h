/*
 * What the tests of rooms across machines share: a real broker on a free port of the loopback, real bridges between stores of
 * their own, and clients of the test's that see and send whatever they like.
 *
 * Nothing sleeps: until() works for the clients and reads the logs until something is true, and gives up only after a minute.
 * Processes are ended by their ids; should a test fail, they end with it.
 */
#ifndef SYSDRILL_TESTS_ROOMS_WORLD_H
#define SYSDRILL_TESTS_ROOMS_WORLD_H

#include "../unit/test.h"

#include <sys/types.h>

#include "peer/keys.h"
#include "peer/lobby.h"
#include "peer/medium.h"
#include "peer/sync.h"
#include "session/session.h"
#include "store/store.h"

#define SESSION "0000000000000001"
#define NOTES "notes.requirements"

enum { HOST, CANDIDATE, OBSERVER, SIDES };
enum { CLIENTS = 3 };

struct side {
	const char *origin;
	enum seat seat;
	char home[96], sockets[96];
	struct keys keys;
	struct store *store;
	struct session *session;        /* its log and fold, as far as until() has read it */
	int64_t rowid;
	pid_t bridge;                   /* 0: none runs */
	int order;                      /* the bridge's standard input */
	size_t written;                 /* events that it was told are kept */
};

/* Of nobody in the room: hears and says what goes through the broker. Connections of one program do not hear themselves. */
struct client {
	struct medium *medium;
	struct strbuf *frames;          /* what it heard */
	size_t count, cap;
};

struct world {
	char folder[64];
	pid_t broker;                   /* 0: it is down */
	int port;
	char url[64];
	char topic[TOPIC_SIZE];
	struct side sides[SIDES];
	struct client clients[CLIENTS];
	bool on_one_machine;
};

/*
 * Host, candidate and observer are members, as if they had been let in; only the bridges that the test starts run. Skips the
 * test when there is no broker on this machine.
 */
void world_open(struct world *world);
/* The same without a broker: the sides find each other by the socket of this machine. */
void world_open_on_one_machine(struct world *world);
void world_close(struct world *world);

void broker_start(struct world *world);         /* on the port that it had before */
void broker_kill(struct world *world);

/* mode: see bridge.h; the side has keys and needs no code. */
void bridge_run_as(struct world *world, struct side *side, const char *mode);
void bridge_order(struct world *world, struct side *side, const char *mode, const char *code, const char *seat);
void bridge_kill(struct side *side);            /* -9 */
int bridge_end(struct side *side);              /* in good order; its exit status */
bool bridge_is_there(struct side *side);

/* Events; the text is their own. What fails fails the test. */
void side_write(struct side *side, const char *stream, const struct event *payload);
void write_note(struct side *side, const char *text);           /* at the beginning of the notes */
void write_question(struct side *side, const char *text);
void write_fact(struct side *side, const char *text);
void write_private(struct side *side, const char *text);        /* a mark of the interviewer's own */
void admit(struct world *world, const char *member, enum seat seat, const unsigned char *key);
void remove_member(struct world *world, const char *member);
/* That an event with the text is in its log. */
bool has_text(const struct side *side, const char *text);
size_t events_of(const struct side *side, const char *origin);
/* All that others may see is the same on both. */
bool same_logs(const struct side *one, const struct side *other);

/* State of the store: see app/shell/room.c. "" when it was not put. */
struct strbuf state_of(struct side *side, const char *kind, const char *rest);
size_t states_of(struct side *side, const char *prefix);
void put_state(struct side *side, const char *key, const char *value);
/* Past the store: for what it would never write, and for a disk that fails. */
void run_sql(struct side *side, const char *sql);
bool has_contact(struct side *side, const char *beginning);     /* what its bridge says */
bool in_touch(struct side *side);
bool out_of_touch(struct side *side);
bool has_trouble(struct side *side, const char *text);

void client_open(struct world *world, struct client *client, const char *topic);
void client_close(struct client *client);
void client_work(struct client *client, int64_t now_ms);         /* until() does */
void client_forget(struct client *client);
void client_send(struct client *client, const void *frame, size_t len);
/* A message, sealed. */
void client_say(struct world *world, struct client *client, enum frame_type type, uint8_t epoch, const unsigned char *key,
                const struct strbuf *message);
/* How many of the frames that it heard open with the key, and of those how many have the bytes in them. */
size_t client_opened(const struct world *world, const struct client *client, const unsigned char *key, const char *bytes);

/* Works for the clients and reads the logs until the expression is true; fails the test after a minute. */
#define until(world, expression) \
	for (struct patience patience = { 0 }; world_look(world), !(expression); \
	     world_wait(world, &patience, #expression, __FILE__, __LINE__)) { \
	}
struct patience { int64_t since_ms; };
void world_look(struct world *world);
void world_wait(struct world *world, struct patience *patience, const char *what, const char *file, int line);

/* Bytes in any file below the folder, but for names that end with `except` (NULL: none). */
bool folder_has(const char *folder, const void *bytes, size_t len, const char *except);

/* SYSDRILL_SOAK=N: everything that has a count does N times as much. */
size_t soak(size_t count);

#endif
