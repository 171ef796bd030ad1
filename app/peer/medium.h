/*
 * Medium: what carries frames between the members of a room: a broker (MQTT), or a socket of this machine for another user of
 * it. A medium may lose, double and reorder frames, and comes back by itself; nothing is concluded from its having taken one.
 */
#ifndef SYSDRILL_PEER_MEDIUM_H
#define SYSDRILL_PEER_MEDIUM_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { MEDIUM_FDS_MAX = 40, BROKER_URL_MAX = 512 };

struct medium;

/* Called for each frame that came; it may send to other media. */
typedef void medium_frame(void *context, struct medium *from, const void *frame, size_t len);

/* What a broker's URL says: mqtt[s]://[USER[:PASSWORD]@]HOST[:PORT]. */
struct broker_url {
	bool tls;
	char host[256], user[128], password[128];
	int port;               /* 1883, or 8883 with TLS, unless the URL says */
};
enum status broker_url_parse(struct broker_url *out, const char *url, struct error *err);

/* Connects, and connects again whenever that is lost; subscribes to `topic`. The URL is copied. INVALID: no such URL. */
enum status medium_broker(struct medium **out, const char *url, const char *topic, struct error *err);
/* The interviewer's side of a socket: whoever of this machine connects; frames of one go to all others. IO: it cannot be made. */
enum status medium_listen(struct medium **out, const char *path, struct error *err);
/* The other side, which connects again whenever it must. With `now`: NOT_FOUND when nobody listens there. */
enum status medium_connect(struct medium **out, const char *path, bool now, struct error *err);
void medium_free(struct medium *medium);        /* NULL is fine */

/* What to wait for; at most MEDIUM_FDS_MAX. */
size_t medium_fds(struct medium *medium, struct pollfd fds[MEDIUM_FDS_MAX]);
/* After waiting, or without: it looks itself at what there is to do. `now_ms` by any clock that only goes forwards. */
void medium_work(struct medium *medium, int64_t now_ms, medium_frame *each, void *context);
void medium_send(struct medium *medium, const void *frame, size_t len, bool is_event);
/* While a frame is handed over: to all the others of this medium. A broker has done that already. */
void medium_pass_on(struct medium *medium, const void *frame, size_t len);
/* Frames can get through; false: see medium_trouble(). */
bool medium_is_up(const struct medium *medium);
/* Changes with every connection: those who came in the meantime have missed something. */
unsigned medium_generation(const struct medium *medium);
/* A sentence; "" when there is none. */
const char *medium_trouble(const struct medium *medium);
/* Where the socket of a room lies, by its topic: in $SYSDRILL_SOCKET_DIR, else in /tmp. */
void medium_socket_path(char out[108], const char *topic);

#endif
