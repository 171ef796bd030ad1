#include "config.h"

#include "shell/bridge.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"

enum { STOP_STEPS = 100, STOP_STEP_MS = 20 };

static const struct bridge_process none = { .pid = 0, .fd = -1 };

void bridge_order_add(struct strbuf *order, const char *key, const char *value)
{
	json_add_text(order, key, value);
}

/* Beside this program (in a build tree), else where it was installed. */
static void find_program(struct strbuf *path)
{
	const char *named = getenv("SYSDRILL_BRIDGE");
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	if (named && *named) {
		strbuf_adds(path, named);
		return;
	}
	if (len > 0) {
		self[len] = '\0';
		char *slash = strrchr(self, '/');
		strbuf_addf(path, "%.*s/sysdrill-bridge", (int)(slash - self), self);
		if (!access(path->text, X_OK))
			return;
		strbuf_clear(path);
	}
	strbuf_adds(path, LIBEXECDIR "/sysdrill-bridge");
}

static void run(const char *path, int input, bool quiet)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	dup2(input, STDIN_FILENO);
	if (quiet) {
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
	}
	execl(path, "sysdrill-bridge", (char *)NULL);
	_exit(127);
}

/*
 * The order is in the pipe before there is anybody to read it: a program that ends at once would take this one along by SIGPIPE.
 * Without waiting, for nobody would make room; it is far shorter than what a pipe takes.
 */
static bool fill(const int fds[2], const struct strbuf *order)
{
	return fcntl(fds[1], F_SETFL, O_NONBLOCK) == 0 && write(fds[1], order->text, order->len) == (ssize_t)order->len;
}

bool bridge_start(struct bridge_process *bridge, struct strbuf *order, bool quiet)
{
	struct strbuf path = STRBUF_INIT;
	int fds[2];
	*bridge = none;
	find_program(&path);
	strbuf_addc(order, '\n');
	if (!access(path.text, X_OK) && !pipe2(fds, O_CLOEXEC)) {
		pid_t pid = fill(fds, order) ? fork() : -1;
		if (!pid)
			run(path.text, fds[0], quiet);
		close(fds[0]);
		if (pid > 0)
			*bridge = (struct bridge_process){ .pid = pid, .fd = fds[1] };
		else
			close(fds[1]);
	}
	explicit_bzero(order->text, order->len);
	strbuf_release(&path);
	return bridge->pid > 0;
}

int bridge_wait(struct bridge_process *bridge)
{
	int status = 0;
	if (bridge->pid <= 0)
		return -1;
	while (waitpid(bridge->pid, &status, 0) < 0 && errno == EINTR) {
	}
	close(bridge->fd);
	*bridge = none;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool bridge_runs(struct bridge_process *bridge)
{
	if (bridge->pid > 0 && waitpid(bridge->pid, NULL, WNOHANG) == bridge->pid) {
		close(bridge->fd);
		*bridge = none;
	}
	return bridge->pid > 0;
}

void bridge_stop(struct bridge_process *bridge)
{
	if (bridge->pid <= 0)
		return;
	pid_t pid = bridge->pid;
	close(bridge->fd);
	*bridge = none;
	for (int i = 0; i < STOP_STEPS; i++) {
		if (waitpid(pid, NULL, WNOHANG) != 0)
			return;
		poll(NULL, 0, STOP_STEP_MS);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
