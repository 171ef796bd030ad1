#include "broker.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "samples.h"

enum { START_LIMIT_MS = 10000 };

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int free_port(void)
{
	struct sockaddr_in address = loopback(0);
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) || getsockname(fd, (struct sockaddr *)&address, &len))
		die("a free port: %s", strerror(errno));
	close(fd);
	return ntohs(address.sin_port);
}

static int listens(int port)
{
	struct sockaddr_in address = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int there = fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof address);
	close(fd);
	return there;
}

static void write_config(const char *path, int port)
{
	FILE *file = fopen(path, "w");
	if (!file)
		die("%s: %s", path, strerror(errno));
	/* It tells its own load once a second, under $SYS. */
	fprintf(file, "listener %d 127.0.0.1\nallow_anonymous true\nsys_interval 1\n", port);
	fclose(file);
}

void broker_start(struct broker *broker, const char *config)
{
	char number[16];
	*broker = (struct broker){ .port = free_port() };
	snprintf(number, sizeof number, "%d", broker->port);
	if (config)
		write_config(config, broker->port);
	broker->pid = fork();
	if (!broker->pid) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(127);
		/* Without a configuration it listens on loopback only. */
		execlp("mosquitto", "mosquitto", config ? "-c" : "-p", config ? config : number, (char *)NULL);
		_exit(127);
	}
	double end = now_ms() + START_LIMIT_MS;
	while (!listens(broker->port)) {
		if (waitpid(broker->pid, NULL, WNOHANG) == broker->pid || now_ms() > end)
			die("mosquitto does not start: is it installed, and in $PATH?");
		usleep(20000);
	}
}

void broker_stop(struct broker *broker)
{
	kill(broker->pid, SIGTERM);
	waitpid(broker->pid, NULL, 0);
}
