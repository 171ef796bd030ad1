/* What the kinds of medium share; private to medium*.c. */
#ifndef SYSDRILL_PEER_MEDIUM_CLASS_H
#define SYSDRILL_PEER_MEDIUM_CLASS_H

#include "peer/medium.h"

struct medium_class {
	void (*free)(struct medium *medium);
	size_t (*fds)(struct medium *medium, struct pollfd fds[MEDIUM_FDS_MAX]);
	void (*work)(struct medium *medium, int64_t now_ms);
	void (*send)(struct medium *medium, const void *frame, size_t len, bool is_event);
	void (*pass_on)(struct medium *medium, const void *frame, size_t len);  /* may be NULL */
};

struct medium {
	const struct medium_class *class;
	bool up;
	unsigned generation;
	char trouble[256];
	/* While medium_work() runs. */
	medium_frame *each;
	void *context;
};

/* Hands a frame over. */
void medium_hand(struct medium *medium, const void *frame, size_t len);

#endif
