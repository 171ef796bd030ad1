/*
 * The socket of one machine: the interviewer's program listens, the others connect; what one of them sends goes to all others
 * once the listener could open it. Frames come with their length in four bytes before them, highest first. Anybody of the
 * machine may connect: frames are sealed, and nobody gets more than a turn's share of the time.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "peer/frame.h"
#include "peer/medium_class.h"

enum { CLIENTS_MAX = 32, BACKLOG_MAX = 4 << 20, AGAIN_MS = 500, READ_SIZE = 16 * 1024, READS_A_TURN = 16 };

struct client {
	int fd;
	bool gone;                      /* dropped at the end of the turn: somebody may be reading from it */
	struct strbuf in, out;
};

struct socket_medium {
	struct medium medium;
	char path[108];
	int listener;                   /* -1: we are the one who connects */
	struct client clients[CLIENTS_MAX];
	size_t count;
	size_t from;                    /* whose frame is being handed over */
	int64_t again_ms;
};

static struct socket_medium *of(struct medium *medium)
{
	return (struct socket_medium *)medium;
}

static void drop(struct socket_medium *socket_medium, size_t index)
{
	struct client *client = &socket_medium->clients[index];
	close(client->fd);
	strbuf_release(&client->in);
	strbuf_release(&client->out);
	*client = socket_medium->clients[--socket_medium->count];
	socket_medium->medium.up = socket_medium->count > 0;
}

static void add(struct socket_medium *socket_medium, int fd)
{
	if (socket_medium->count == CLIENTS_MAX) {
		close(fd);
		return;
	}
	socket_medium->clients[socket_medium->count++] = (struct client){ .fd = fd, .in = STRBUF_INIT, .out = STRBUF_INIT };
	socket_medium->medium.up = true;
	socket_medium->medium.generation++;
}

static int open_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

static struct sockaddr_un address_of(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	return address;
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = address_of(path);
	int fd = open_socket();
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address)) {
		close(fd);
		return -1;
	}
	return fd;
}

static void free_socket(struct medium *medium)
{
	struct socket_medium *socket_medium = of(medium);
	while (socket_medium->count)
		drop(socket_medium, 0);
	if (socket_medium->listener >= 0) {
		close(socket_medium->listener);
		unlink(socket_medium->path);
	}
	free(socket_medium);
}

static size_t fds_of_socket(struct medium *medium, struct pollfd fds[MEDIUM_FDS_MAX])
{
	struct socket_medium *socket_medium = of(medium);
	size_t count = 0;
	if (socket_medium->listener >= 0)
		fds[count++] = (struct pollfd){ .fd = socket_medium->listener, .events = POLLIN };
	for (size_t i = 0; i < socket_medium->count; i++)
		fds[count++] = (struct pollfd){ .fd = socket_medium->clients[i].fd,
		                                .events = (short)(POLLIN | (socket_medium->clients[i].out.len ? POLLOUT : 0)) };
	return count;
}

static void queue(struct client *client, const void *frame, size_t len)
{
	unsigned char head[4] = { (unsigned char)(len >> 24), (unsigned char)(len >> 16), (unsigned char)(len >> 8), (unsigned char)len };
	if (client->out.len + len > BACKLOG_MAX)
		return;         /* a medium may lose frames */
	strbuf_add(&client->out, head, sizeof head);
	strbuf_add(&client->out, frame, len);
}

/* False: the other end is gone. */
static bool flush(struct client *client)
{
	while (client->out.len) {
		ssize_t n = send(client->fd, client->out.text, client->out.len, MSG_NOSIGNAL);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		strbuf_splice(&client->out, 0, (size_t)n, "", 0);
	}
	return true;
}

/* False: gone, or it sends what is no frame. */
static bool receive(struct socket_medium *socket_medium, size_t index)
{
	char part[READ_SIZE];
	struct client *client = &socket_medium->clients[index];
	bool there = true;
	for (int reads = 0; there && reads < READS_A_TURN; reads++) {
		ssize_t n = recv(client->fd, part, sizeof part, 0);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			break;
		there = n > 0;
		if (there)
			strbuf_add(&client->in, part, (size_t)n);
	}
	size_t at = 0;
	socket_medium->from = index;
	while (client->in.len - at >= 4) {
		const unsigned char *head = (const unsigned char *)client->in.text + at;
		size_t len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
		if (len > FRAME_MAX)
			return false;
		if (client->in.len - at - 4 < len)
			break;
		medium_hand(&socket_medium->medium, head + 4, len);
		at += 4 + len;
	}
	strbuf_splice(&client->in, 0, at, "", 0);
	return there;
}

static void work_socket(struct medium *medium, int64_t now_ms)
{
	struct socket_medium *socket_medium = of(medium);
	if (socket_medium->listener >= 0)
		for (int fd; (fd = accept4(socket_medium->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0;)
			add(socket_medium, fd);
	else if (!socket_medium->count && now_ms >= socket_medium->again_ms) {
		int fd = connect_to(socket_medium->path);
		socket_medium->again_ms = now_ms + AGAIN_MS;
		if (fd >= 0)
			add(socket_medium, fd);
	}
	for (size_t i = 0; i < socket_medium->count; i++)
		if (!receive(socket_medium, i) || !flush(&socket_medium->clients[i]))
			socket_medium->clients[i].gone = true;
	for (size_t i = socket_medium->count; i-- > 0;)
		if (socket_medium->clients[i].gone)
			drop(socket_medium, i);
}

static void send_socket(struct medium *medium, const void *frame, size_t len, bool is_event)
{
	struct socket_medium *socket_medium = of(medium);
	(void)is_event;
	for (size_t i = 0; i < socket_medium->count; i++) {
		queue(&socket_medium->clients[i], frame, len);
		if (!flush(&socket_medium->clients[i]))
			socket_medium->clients[i].gone = true;
	}
}

static void pass_on_socket(struct medium *medium, const void *frame, size_t len)
{
	struct socket_medium *socket_medium = of(medium);
	for (size_t i = 0; socket_medium->listener >= 0 && i < socket_medium->count; i++)
		if (i != socket_medium->from)
			queue(&socket_medium->clients[i], frame, len);
}

static const struct medium_class socket_class = {
	.free = free_socket, .fds = fds_of_socket, .work = work_socket, .send = send_socket,
	.pass_on = pass_on_socket,
};

static struct socket_medium *make(const char *path)
{
	struct socket_medium *socket_medium = xcalloc(1, sizeof *socket_medium);
	socket_medium->medium.class = &socket_class;
	socket_medium->listener = -1;
	snprintf(socket_medium->path, sizeof socket_medium->path, "%s", path);
	return socket_medium;
}

enum status medium_listen(struct medium **out, const char *path, struct error *err)
{
	struct socket_medium *socket_medium = make(path);
	struct sockaddr_un address = address_of(path);
	int fd = connect_to(path);
	*out = NULL;
	if (fd >= 0) {
		close(fd);
		free(socket_medium);
		return error_set(err, STATUS_EXISTS, "%s: another program has this room open already", path);
	}
	/* What a program that died left behind. In a sticky directory only its owner can take it away. */
	unlink(path);
	socket_medium->listener = open_socket();
	if (socket_medium->listener < 0 || bind(socket_medium->listener, (struct sockaddr *)&address, sizeof address) ||
	    chmod(path, 0666) || listen(socket_medium->listener, CLIENTS_MAX)) {
		enum status status = error_set(err, STATUS_IO, "%s cannot be made: %s", path, strerror(errno));
		if (socket_medium->listener >= 0)
			close(socket_medium->listener);
		free(socket_medium);
		return status;
	}
	*out = &socket_medium->medium;
	return STATUS_OK;
}

enum status medium_connect(struct medium **out, const char *path, bool now, struct error *err)
{
	int fd = connect_to(path);
	*out = NULL;
	if (fd < 0 && now)
		return error_set(err, STATUS_NOT_FOUND, "nobody on this machine has that room open");
	struct socket_medium *socket_medium = make(path);
	if (fd >= 0)
		add(socket_medium, fd);
	*out = &socket_medium->medium;
	return STATUS_OK;
}
