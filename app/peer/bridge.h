/*
 * Bridge: moves events between the log on this machine and the room's medium. A program of its own (sysdrill-bridge), so that
 * the main one loads neither TLS nor the broker's library, and never waits for a name to be looked up. The two meet in the
 * store: the bridge reads what was committed and commits what others wrote; who is at the door and who is in touch lies in the
 * store's state (app/shell/room.c tells the keys).
 *
 * What it is to do comes as one line of JSON on its standard input, never as arguments: those others can read. It ends when
 * that input ends.
 */
#ifndef SYSDRILL_PEER_BRIDGE_H
#define SYSDRILL_PEER_BRIDGE_H

/* mode: "host" (session, self, code, name), "join" (code, name, seat), "resume" (session, self), "doctor" (broker only). */
struct bridge_order {
	char mode[8];
	char home[4096];
	char session[32], self[32], code[32], name[256], seat[16], broker[512];
};

/* Runs until standard input ends; returns the exit status. */
int bridge_run(const struct bridge_order *order);
/* Tests a broker and says in plain words what is wrong; returns the exit status. */
int doctor_run(const struct bridge_order *order);

#endif
