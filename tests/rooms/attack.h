/*
 * What the tests of those who do not belong into a room share: a room with interviewer and candidate, somebody who attacks it,
 * and what that one can say that no program would.
 */
#ifndef SYSDRILL_TESTS_ROOMS_ATTACK_H
#define SYSDRILL_TESTS_ROOMS_ATTACK_H

#include "world.h"

#define STRANGER "SSSSSSSSSSSSSSSS"

#ifdef __SANITIZE_ADDRESS__
enum { FLOOD = 1500, GROWTH_KIB = 512 * 1024 }; /* what was freed is kept for a while, to be watched */
#else
enum { FLOOD = 6000, GROWTH_KIB = 24 * 1024 };
#endif

struct attack {
	struct world world;
	struct side *host, *candidate;
	struct client *mallory, *tap;   /* who attacks; and who hears all that goes through the broker */
	struct keys keys;               /* the attacker's own */
};

/* Interviewer and candidate are in touch. Skips the test when there is no broker on this machine. */
void begin_at_broker(struct attack *attack);
/* The same without a broker, and without its clients. */
void begin_on_one_machine(struct attack *attack);
void attack_end(struct attack *attack);
/* All that was sent has gone through the broker, and what a member writes afterwards still gets there. */
void the_room_goes_on(struct attack *attack);

/* A client of its own, with whatever keys, that says what a program would never say. */
struct sync *forger(const struct attack *attack, const char *origin, const unsigned char *secret);
void forge(struct attack *attack, struct sync *sync, const char *origin, const char *stream, const struct event *payload);
/* Sends all that the forger has to say, sealed with a key. */
void send_forged(struct attack *attack, struct sync *sync, const unsigned char *key);
void knock_as(struct attack *attack, const struct keys *keys, const char *origin, const char *name, enum seat seat);

/* For floods: what a process holds; and as fast as the broker takes it, for what it drops floods nobody. */
long resident_kib(pid_t pid);
void pace(struct attack *attack, size_t sent);

#endif
