/* Broker: a mosquitto of one's own on a free port of loopback, ended by its process id, and at the latest with this program. */
#ifndef SYSDRILL_TESTS_BENCH_BROKER_H
#define SYSDRILL_TESTS_BENCH_BROKER_H

#include <sys/types.h>

struct broker {
	pid_t pid;
	int port;
};

/* `config`: a file to be written with more settings; NULL: none are needed. */
void broker_start(struct broker *broker, const char *config);
void broker_stop(struct broker *broker);

#endif
