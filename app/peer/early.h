/*
 * Early: messages that came before their turn, kept until what is missing before them has come. Each is an event whose
 * signature held when it came; nothing that is kept here is trusted for that, it is read again when its turn has come.
 */
#ifndef SYSDRILL_PEER_EARLY_H
#define SYSDRILL_PEER_EARLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "peer/track.h"
#include "session/event.h"

enum {
	EARLY_MAX = 128,
	EARLY_EACH = 64,        /* of one origin: a batch, and nobody can use up the places of the others */
};

struct early_message {
	char origin[ID_SIZE], stream[STREAM_SIZE];
	uint64_t oseq;
	char *bytes;
	size_t len;
};

struct early {
	struct early_message items[EARLY_MAX];
	size_t count;
};

void early_release(struct early *early);
/* Copies the message; one that is kept already, or for which there is no place, is passed over: its author sends it again. */
void early_keep(struct early *early, const struct event *event, const char *message, size_t len);
/* Takes out one whose turn it is, and drops those whose turn is over; false: none. The caller frees its bytes. */
bool early_take(struct early *early, const struct tracks *tracks, struct early_message *out);
/* Nothing more is taken from this origin. */
void early_forget(struct early *early, const char *origin);

#endif
