#include "shell/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"

enum { NAMES_MAX = 100 };

static bool write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

/* A name that nobody has: an earlier rescue is as precious as this one. */
static int create(const char *dir, const char *session, struct strbuf *path)
{
	int fd = -1;
	for (int i = 1; i <= NAMES_MAX && fd < 0; i++) {
		strbuf_clear(path);
		strbuf_addf(path, "%s/sysdrill-rescue-%s-%d.jsonl", dir, session, i);
		fd = open(path->text, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

static bool write_below(const char *dir, const char *session, const char *text, size_t len, struct strbuf *path)
{
	int fd = create(dir, session, path);
	if (fd < 0)
		return false;
	bool written = write_all(fd, text, len);
	int why = errno;
	if (close(fd) != 0 && written) {
		written = false;
		why = errno;
	}
	if (!written)
		unlink(path->text);
	errno = why;
	return written;
}

enum status rescue_write(const char *session, const char *text, size_t len, struct strbuf *path, struct error *err)
{
	const char *dirs[] = { getenv("HOME"), getenv("TMPDIR"), "/var/tmp", "/tmp", "." };
	struct strbuf file = STRBUF_INIT;
	enum status status = STATUS_IO;
	for (size_t i = 0; i < ARRAY_SIZE(dirs) && status != STATUS_OK; i++)
		if (dirs[i] && *dirs[i] && write_below(dirs[i], session, text, len, &file))
			status = STATUS_OK;
	if (status == STATUS_OK)
		strbuf_add(path, file.text, file.len);
	else
		error_set(err, status, "no directory takes a copy of the interview (tried your home directory, /var/tmp, /tmp and "
		          "this one: %s). Make room somewhere, then try again", strerror(errno));
	strbuf_release(&file);
	return status;
}
