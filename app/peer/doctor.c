/* Doctor: a broker tried out step by step, and what is wrong said in words that help. */
#include <inttypes.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "base/array.h"
#include "peer/bridge.h"
#include "peer/frame.h"
#include "peer/medium.h"

enum { TRIES = 20, WAIT_MS = 5000 };

static int64_t now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct probe { struct strbuf sent; int64_t came_us; };

static void came(void *context, struct medium *from, const void *frame, size_t len)
{
	struct probe *probe = context;
	(void)from;
	if (len == probe->sent.len && !memcmp(frame, probe->sent.text, len))
		probe->came_us = now_us();
}

static void work(struct medium *medium, struct probe *probe, int wait_ms)
{
	struct pollfd fds[MEDIUM_FDS_MAX];
	poll(fds, medium_fds(medium, fds), wait_ms);
	medium_work(medium, now_us() / 1000, came, probe);
}

static bool come_up(struct medium *medium, struct probe *probe)
{
	int64_t began = now_us();
	while (!medium_is_up(medium) && !*medium_trouble(medium) && now_us() - began < (int64_t)WAIT_MS * 1000)
		work(medium, probe, 20);
	return medium_is_up(medium);
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* There and back through the broker, from one connection to another; how many came back. */
static size_t measure(struct medium *to, struct medium *from, int64_t times[TRIES])
{
	size_t count = 0;
	for (int i = 0; i < TRIES; i++) {
		struct probe probe = { .sent = STRBUF_INIT }, other = { .sent = STRBUF_INIT };
		unsigned char bytes[512];
		randombytes_buf(bytes, sizeof bytes);
		strbuf_add(&probe.sent, bytes, sizeof bytes);
		int64_t began = now_us();
		medium_send(to, bytes, sizeof bytes, true);
		while (!probe.came_us && now_us() - began < 2000000) {
			work(to, &other, 0);
			work(from, &probe, 1);
		}
		if (probe.came_us)
			times[count++] = probe.came_us - began;
		strbuf_release(&probe.sent);
	}
	qsort(times, count, sizeof *times, by_size);
	return count;
}

static void say_clock(void)
{
	struct timex clock = { .modes = 0 };
	int state = adjtimex(&clock);
	if (state < 0 || (clock.status & STA_UNSYNC))
		printf("clock         not kept by a time service. That does no harm: in a room the interviewer's clock counts, and the\n"
		       "              difference is measured while you are in touch.\n");
	else
		printf("clock         kept by a time service, to within %ld ms\n", clock.maxerror / 1000);
}

static int advise(const struct broker_url *url, const char *trouble)
{
	printf("connection    no: %s\n\n", *trouble ? trouble : "the broker does not answer within five seconds");
	if (strstr(trouble, "refused"))
		printf("Nothing listens there. Is the broker running, and is %d its port (1883 plain, 8883 with TLS)? A mosquitto as it is\n"
		       "installed answers its own machine only: 'sysdrill help room' has the two lines that open it to a network.\n", url->port);
	else if (strstr(trouble, "lookup") || strstr(trouble, "Lookup") || strstr(trouble, "resolve"))
		printf("The name %s is not known. Is it spelt right, and is there a network?\n", url->host);
	else if (strstr(trouble, "TLS") || strstr(trouble, "SSL") || strstr(trouble, "certificate"))
		printf("The broker's certificate is not accepted, or it does not speak TLS on this port. mqtts:// needs a certificate that\n"
		       "this machine trusts; on a network of your own mqtt:// will do: what goes through is sealed in any case.\n");
	else if (strstr(trouble, "uthor") || strstr(trouble, "password"))
		printf("The broker wants a user and a password: broker = mqtts://USER:PASSWORD@%s\n", url->host);
	else
		printf("A firewall may keep it away, or the address may be wrong. Port %d must be open from here to %s.\n", url->port, url->host);
	return 1;
}

int doctor_run(const struct bridge_order *order)
{
	struct broker_url url;
	struct error err = { "" };
	struct medium *one = NULL, *other = NULL;
	struct probe unused = { .sent = STRBUF_INIT };
	unsigned char random[16];
	char topic[TOPIC_SIZE], hex[33];
	int64_t times[TRIES];
	int status = 1;
	if (broker_url_parse(&url, order->broker, &err) != STATUS_OK) {
		printf("broker        %s\n", err.text);
		return 1;
	}
	printf("broker        %s, port %d, %s%s\n", url.host, url.port, url.tls ? "with TLS" : "without TLS (what goes through is sealed in any case)",
	       *url.user ? ", with a user" : "");
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(hex, sizeof hex, random, sizeof random);
	snprintf(topic, sizeof topic, "sysdrill/1/%s", hex);
	if (medium_broker(&one, order->broker, topic, &err) == STATUS_OK && medium_broker(&other, order->broker, topic, &err) == STATUS_OK) {
		if (!come_up(one, &unused) || !come_up(other, &unused)) {
			status = advise(&url, *medium_trouble(one) ? medium_trouble(one) : medium_trouble(other));
		} else {
			printf("connection    yes: signed in, and allowed to listen on sysdrill/1/...\n");
			size_t count = measure(one, other, times);
			if (!count)
				printf("round trip    nothing comes through. The broker takes messages but does not hand them on: its access list may\n"
				       "              forbid writing to sysdrill/1/#.\n");
			else
				printf("round trip    %.1f ms (median of %zu of %d; slowest %.1f ms)%s\n", (double)times[count / 2] / 1000, count, (int)TRIES,
				       (double)times[count - 1] / 1000, times[count / 2] > 150000 ? ": usable, but typing will lag" : "");
			say_clock();
			status = count ? 0 : 1;
			if (!status)
				printf("\nRooms will work through this broker.\n");
		}
	}
	medium_free(one);
	medium_free(other);
	explicit_bzero(&url, sizeof url);
	return status;
}
