/*
 * Runs a program in a terminal of its own, for shell tests: in_pty PROGRAM [ARGUMENT...]. What comes on stdin is typed once the
 * program has written something; what the program writes goes to stdout. Exit status: the program's; 98 when that cannot be.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_inside(const char *name, char **argv)
{
	setsid();
	int fd = open(name, O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0))
		_exit(98);
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	ioctl(fd, TIOCSWINSZ, &size);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
	execvp(argv[0], argv);
	_exit(98);
}

static void type_input(int master)
{
	char text[4096];
	ssize_t n;
	while ((n = read(STDIN_FILENO, text, sizeof text)) > 0)
		if (write(master, text, (size_t)n) != n)
			return;
}

int main(int argc, char **argv)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), status;
	if (argc < 2 || master < 0 || grantpt(master) || unlockpt(master)) {
		fputs("usage: in_pty PROGRAM [ARGUMENT...]\n", stderr);
		return 98;
	}
	fcntl(master, F_SETFD, FD_CLOEXEC);
	const char *name = ptsname(master);
	pid_t child = fork();
	if (child < 0)
		return 98;
	if (!child)
		run_inside(name, argv + 1);
	char text[4096];
	ssize_t n;
	bool typed = false;
	/* EIO: the other side is closed. Before the child has opened it, reading waits. */
	while ((n = read(master, text, sizeof text)) > 0 || (n < 0 && errno == EINTR)) {
		if (n > 0 && write(STDOUT_FILENO, text, (size_t)n) != n)
			break;
		if (!typed)
			type_input(master);
		typed = true;
	}
	if (waitpid(child, &status, 0) != child)
		return 98;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
