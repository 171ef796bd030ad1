/*
 * A broker: MQTT 5 through libmosquitto, clean start, nothing retained, no-local; QoS 1 for events and 0 for the rest.
 *
 * Looking up a name blocks. Connecting must not, because others may be in the room through the socket of this machine; but
 * libmosquitto, told not to block, neither says why a connection fails nor notices that it did when TLS is on. So we knock: only
 * when the port has taken a connection of ours libmosquitto makes its own.
 */
#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/array.h"
#include "peer/frame.h"
#include "peer/medium_class.h"

enum { KEEPALIVE_S = 15, AGAIN_FIRST_MS = 500, AGAIN_MOST_MS = 8000, PATIENCE_MS = 10 * 1000, READS_A_TURN = 256 };

struct broker {
	struct medium medium;
	struct mosquitto *mosq;
	struct broker_url url;
	char topic[TOPIC_SIZE];
	int64_t again_ms;
	int wait_ms;            /* before the next try */
	bool trying;            /* libmosquitto connects, or is connected */
	struct addrinfo *addresses, *at;        /* where it may be, and where we knock; NULL: nowhere */
	int knock;              /* -1: not knocking */
	int64_t give_up_ms;
};

static struct broker *of(struct medium *medium)
{
	return (struct broker *)medium;
}

enum status broker_url_parse(struct broker_url *out, const char *url, struct error *err)
{
	*out = (struct broker_url){ .port = 1883 };
	const char *at = url, *end;
	if (!strncmp(url, "mqtts://", 8)) {
		*out = (struct broker_url){ .tls = true, .port = 8883 };
		at += 8;
	} else if (!strncmp(url, "mqtt://", 7)) {
		at += 7;
	} else {
		return error_set(err, STATUS_INVALID, "\"%.60s\" is no broker: write mqtts://HOST, mqtt://HOST:PORT or mqtts://USER:PASSWORD@HOST", url);
	}
	if ((end = strrchr(at, '@'))) {
		const char *colon = memchr(at, ':', (size_t)(end - at));
		size_t user = (size_t)((colon ? colon : end) - at), password = colon ? (size_t)(end - colon - 1) : 0;
		if (user >= sizeof out->user || password >= sizeof out->password)
			return error_set(err, STATUS_INVALID, "the broker's user or password is longer than %zu characters", sizeof out->user - 1);
		memcpy(out->user, at, user);
		if (colon)
			memcpy(out->password, colon + 1, password);
		at = end + 1;
	}
	size_t host = strcspn(at, ":/");
	if (*at == '[' && (end = strchr(at, ']'))) {
		at++;
		host = (size_t)(end - at);
	}
	if (!host || host >= sizeof out->host)
		return error_set(err, STATUS_INVALID, "the broker's URL names no host: mqtts://HOST[:PORT]");
	memcpy(out->host, at, host);
	at += host + (at[host] == ']');
	if (*at == ':') {
		char *rest;
		long port = strtol(at + 1, &rest, 10);
		if (port < 1 || port > 65535 || (*rest && *rest != '/'))
			return error_set(err, STATUS_INVALID, "the broker's port must be a number from 1 to 65535");
		out->port = (int)port;
	}
	return STATUS_OK;
}

static void on_connect(struct mosquitto *mosq, void *context, int reason)
{
	struct broker *broker = context;
	if (reason) {
		snprintf(broker->medium.trouble, sizeof broker->medium.trouble, "the broker refuses: %s", mosquitto_reason_string(reason));
		return;
	}
	mosquitto_subscribe_v5(mosq, NULL, broker->topic, 1, MQTT_SUB_OPT_NO_LOCAL, NULL);
}

static void on_subscribe(struct mosquitto *mosq, void *context, int mid, int qos_count, const int *granted)
{
	struct broker *broker = context;
	(void)mosq, (void)mid;
	if (qos_count < 1 || granted[0] >= 128) {
		snprintf(broker->medium.trouble, sizeof broker->medium.trouble, "the broker does not let us listen (its access list forbids %.30s...)",
		         broker->topic);
		return;
	}
	broker->medium.up = true;
	broker->medium.generation++;
	broker->medium.trouble[0] = '\0';
	broker->wait_ms = AGAIN_FIRST_MS;
}

static void on_disconnect(struct mosquitto *mosq, void *context, int reason)
{
	struct broker *broker = context;
	(void)mosq;
	broker->medium.up = broker->trying = false;
	if (!*broker->medium.trouble)
		snprintf(broker->medium.trouble, sizeof broker->medium.trouble, "the connection to the broker is lost: %s", mosquitto_strerror(reason));
}

static void on_message(struct mosquitto *mosq, void *context, const struct mosquitto_message *message)
{
	struct broker *broker = context;
	(void)mosq;
	if (message->payloadlen > 0 && message->payloadlen <= FRAME_MAX && !message->retain && !strcmp(message->topic, broker->topic))
		medium_hand(&broker->medium, message->payload, (size_t)message->payloadlen);
}

static void say_unreachable(struct broker *broker, const char *why)
{
	snprintf(broker->medium.trouble, sizeof broker->medium.trouble, "%.100s port %d cannot be reached: %.119s", broker->url.host,
	         broker->url.port, why);
}

static void stop_knocking(struct broker *broker)
{
	if (broker->knock >= 0)
		close(broker->knock);
	broker->knock = -1;
}

/* The addresses from `at` on, until one has been knocked at; where none is left, why not. */
static void knock(struct broker *broker, int64_t now_ms, int why)
{
	stop_knocking(broker);
	while (broker->at) {
		const struct addrinfo *at = broker->at;
		broker->knock = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (broker->knock >= 0 && (!connect(broker->knock, at->ai_addr, at->ai_addrlen) || errno == EINPROGRESS))
			break;
		why = errno;
		stop_knocking(broker);
		broker->at = at->ai_next;
	}
	broker->give_up_ms = now_ms + PATIENCE_MS;
	if (broker->knock < 0)
		say_unreachable(broker, why == ETIMEDOUT ? "it does not answer" : strerror(why));
}

static void look_up(struct broker *broker, int64_t now_ms)
{
	struct addrinfo wanted = { .ai_socktype = SOCK_STREAM };
	char port[16], why[120];
	snprintf(port, sizeof port, "%d", broker->url.port);
	if (broker->addresses)
		freeaddrinfo(broker->addresses);
	broker->addresses = broker->at = NULL;
	int rc = getaddrinfo(broker->url.host, port, &wanted, &broker->addresses);
	if (rc) {
		broker->addresses = NULL;
		snprintf(why, sizeof why, "the lookup of its name fails (%.80s)", gai_strerror(rc));
		say_unreachable(broker, why);
		return;
	}
	broker->at = broker->addresses;
	knock(broker, now_ms, EADDRNOTAVAIL);
}

static void connect_now(struct broker *broker)
{
	stop_knocking(broker);
	int rc = mosquitto_connect_bind_v5(broker->mosq, broker->url.host, broker->url.port, KEEPALIVE_S, NULL, NULL);
	broker->trying = rc == MOSQ_ERR_SUCCESS;
	if (rc)
		say_unreachable(broker, rc == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(rc));
}

static void look_at_knock(struct broker *broker, int64_t now_ms)
{
	struct pollfd now = { .fd = broker->knock, .events = POLLOUT };
	int why = ETIMEDOUT;
	socklen_t len = sizeof why;
	bool opened = poll(&now, 1, 0) > 0;
	if (!opened && now_ms < broker->give_up_ms)
		return;
	if (opened && getsockopt(broker->knock, SOL_SOCKET, SO_ERROR, &why, &len))
		why = errno;
	if (!why) {
		connect_now(broker);
		return;
	}
	broker->at = broker->at->ai_next;
	knock(broker, now_ms, why);
}

static void try_again(struct broker *broker, int64_t now_ms)
{
	if (broker->knock >= 0)
		look_at_knock(broker, now_ms);
	if (broker->trying || broker->knock >= 0 || now_ms < broker->again_ms)
		return;
	broker->again_ms = now_ms + broker->wait_ms;
	broker->wait_ms = broker->wait_ms * 2 < AGAIN_MOST_MS ? broker->wait_ms * 2 : AGAIN_MOST_MS;
	look_up(broker, now_ms);
}

static void free_broker(struct medium *medium)
{
	struct broker *broker = of(medium);
	mosquitto_disconnect_v5(broker->mosq, 0, NULL);
	mosquitto_loop_write(broker->mosq, 1);
	mosquitto_destroy(broker->mosq);
	mosquitto_lib_cleanup();
	stop_knocking(broker);
	if (broker->addresses)
		freeaddrinfo(broker->addresses);
	explicit_bzero(&broker->url, sizeof broker->url);
	free(broker);
}

static size_t fds_of_broker(struct medium *medium, struct pollfd fds[MEDIUM_FDS_MAX])
{
	struct broker *broker = of(medium);
	int fd = mosquitto_socket(broker->mosq);
	if (broker->knock >= 0) {
		fds[0] = (struct pollfd){ .fd = broker->knock, .events = POLLOUT };
		return 1;
	}
	if (fd < 0)
		return 0;
	fds[0] = (struct pollfd){ .fd = fd, .events = (short)(POLLIN | (mosquitto_want_write(broker->mosq) ? POLLOUT : 0)) };
	return 1;
}

/*
 * A broker with Nagle's algorithm (mosquitto, unless it is told otherwise) keeps the next small packet until the last one is
 * acknowledged, and the kernel puts that off for 40 ms when there is nothing to say: a HAVE is not answered, and an event behind
 * it waits. Acknowledging at once is no setting that stays, it is asked for after each reading.
 */
static void acknowledge(int fd)
{
#ifdef TCP_QUICKACK
	setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &(int){ 1 }, sizeof(int));
#else
	(void)fd;
#endif
}

static void work_broker(struct medium *medium, int64_t now_ms)
{
	struct broker *broker = of(medium);
	try_again(broker, now_ms);
	if (mosquitto_socket(broker->mosq) < 0)
		return;
	struct pollfd now = { .fd = mosquitto_socket(broker->mosq), .events = POLLIN };
	/* However much somebody sends: what else there is to do has its turn. */
	for (int reads = 0; reads < READS_A_TURN && mosquitto_socket(broker->mosq) >= 0 && poll(&now, 1, 0) > 0; reads++) {
		if (mosquitto_loop_read(broker->mosq, 1))
			break;
		acknowledge(now.fd);
	}
	if (mosquitto_socket(broker->mosq) >= 0 && mosquitto_want_write(broker->mosq))
		mosquitto_loop_write(broker->mosq, 1);
	if (mosquitto_socket(broker->mosq) >= 0)
		mosquitto_loop_misc(broker->mosq);
}

static void send_broker(struct medium *medium, const void *frame, size_t len, bool is_event)
{
	struct broker *broker = of(medium);
	if (broker->medium.up)
		mosquitto_publish_v5(broker->mosq, NULL, broker->topic, (int)len, frame, is_event ? 1 : 0, false, NULL);
}

static const struct medium_class broker_class = {
	.free = free_broker, .fds = fds_of_broker, .work = work_broker, .send = send_broker,
};

enum status medium_broker(struct medium **out, const char *url, const char *topic, struct error *err)
{
	struct broker *broker = xcalloc(1, sizeof *broker);
	enum status status = broker_url_parse(&broker->url, url, err);
	*out = NULL;
	if (status != STATUS_OK) {
		free(broker);
		return status;
	}
	mosquitto_lib_init();
	broker->medium.class = &broker_class;
	broker->knock = -1;
	broker->wait_ms = AGAIN_FIRST_MS;
	snprintf(broker->topic, sizeof broker->topic, "%s", topic);
	broker->mosq = mosquitto_new(NULL, true, broker);
	if (!broker->mosq) {
		free(broker);
		return error_set(err, STATUS_NO_MEMORY, "there is no memory for a connection to the broker");
	}
	mosquitto_int_option(broker->mosq, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
	mosquitto_int_option(broker->mosq, MOSQ_OPT_TCP_NODELAY, 1);
	if (*broker->url.user)
		mosquitto_username_pw_set(broker->mosq, broker->url.user, *broker->url.password ? broker->url.password : NULL);
	if (broker->url.tls)
		mosquitto_tls_set(broker->mosq, NULL, "/etc/ssl/certs", NULL, NULL, NULL);
	mosquitto_connect_callback_set(broker->mosq, on_connect);
	mosquitto_subscribe_callback_set(broker->mosq, on_subscribe);
	mosquitto_disconnect_callback_set(broker->mosq, on_disconnect);
	mosquitto_message_callback_set(broker->mosq, on_message);
	*out = &broker->medium;
	return STATUS_OK;
}
