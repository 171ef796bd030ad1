/* What stays with its writer: a file of JSON lines for each interview and origin, readable by the user alone. */
#include "store/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"

void private_path(const struct store *store, const char *session, const char *origin, struct strbuf *path)
{
	strbuf_addf(path, "%s/private", store->home);
	if (session)
		strbuf_addf(path, "/%s-%s.jsonl", session, origin);
}

static enum status failed(const char *path, struct error *err)
{
	return error_set(err, errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? STATUS_FULL : STATUS_IO,
	                 "%s cannot be written: %s. Make room or make the directory writable; it is tried again.", path,
	                 strerror(errno));
}

/* Where the last whole line ends: a crash may have left part of one. */
static off_t whole_lines(int fd)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char last;
	while (end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n')
		end--;
	return end;
}

/* On failure nothing of it stays: the same events are written again under numbers that may be others by then. */
static bool append(int fd, const struct strbuf *lines)
{
	off_t end = whole_lines(fd);
	if (end < 0 || ftruncate(fd, end) != 0)
		return false;
	bool written = true;
	for (size_t at = 0; at < lines->len && written;) {
		ssize_t n = pwrite(fd, lines->text + at, lines->len - at, end + (off_t)at);
		written = n > 0;
		at += written ? (size_t)n : 0;
		if (!n)
			errno = ENOSPC;
	}
	if (written && fdatasync(fd) == 0)
		return true;
	int why = errno;
	errno = ftruncate(fd, end) == 0 ? why : EIO;
	return false;
}

/* A new name is on the disk only when its directory is. */
static void sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* The file for appending, made if it is not there; -1: errno says why not. */
static int open_for_appending(const struct store *store, const struct event *event, struct strbuf *path)
{
	struct strbuf folder = STRBUF_INIT;
	int fd = -1;
	private_path(store, NULL, NULL, &folder);
	private_path(store, event->session, event->origin, path);
	if (mkdir(folder.text, 0700) == 0)
		sync_directory(store->home);
	else if (errno != EEXIST)
		goto out;
	fd = open(path->text, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 || errno != ENOENT)
		goto out;
	fd = open(path->text, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		sync_directory(folder.text);
out:;
	int why = errno;
	strbuf_release(&folder);
	errno = why;
	return fd;
}

bool private_put_file(const struct store *store, const char *path, const char *text, size_t len)
{
	struct strbuf folder = STRBUF_INIT, fresh = STRBUF_INIT;
	private_path(store, NULL, NULL, &folder);
	if (mkdir(folder.text, 0700) == 0)
		sync_directory(store->home);
	strbuf_addf(&fresh, "%s.XXXXXX", path);
	int fd = mkstemp(fresh.text);           /* for its user alone */
	bool done = fd >= 0 && append(fd, &(struct strbuf){ .text = (char *)text, .len = len });
	if (fd >= 0)
		done = close(fd) == 0 && done && rename(fresh.text, path) == 0;
	if (fd >= 0 && !done)
		unlink(fresh.text);
	if (done)
		sync_directory(folder.text);
	strbuf_release(&folder);
	strbuf_release(&fresh);
	return done;
}

enum status store_append_private(struct store *store, const struct event *events, size_t count, struct error *err)
{
	struct strbuf path = STRBUF_INIT, lines = STRBUF_INIT;
	enum status status = STATUS_OK;
	if (!count)
		return STATUS_OK;
	if (store->read_only)
		return error_set(err, STATUS_READ_ONLY, "%s", store->read_only);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		status = event_check(&events[i], err);
		event_line_encode(&events[i], &lines);
		strbuf_addc(&lines, '\n');
	}
	if (status == STATUS_OK) {
		int fd = open_for_appending(store, &events[0], &path);
		if (fd < 0 || !append(fd, &lines))
			status = failed(path.text, err);
		if (fd >= 0)
			close(fd);
	}
	strbuf_release(&lines);
	strbuf_release(&path);
	return status;
}

enum status store_read_private(struct store *store, const char *session, const char *origin, struct session *into,
                               struct error *err)
{
	struct strbuf path = STRBUF_INIT;
	struct arena arena = ARENA_INIT;
	enum status status = STATUS_OK;
	char *line = NULL;
	size_t cap = 0, number = 0;
	ssize_t len;
	private_path(store, session, origin, &path);
	FILE *file = fopen(path.text, "re");
	if (!file && errno != ENOENT)
		status = error_set(err, STATUS_IO, "%s cannot be read: %s.", path.text, strerror(errno));
	while (file && (len = getline(&line, &cap, file)) > 0 && line[len - 1] == '\n') {
		struct event event;
		struct error why = { "it says something else than the line before it" };
		number++;
		enum status added = event_line_decode(&event, line, (size_t)len - 1, &arena, &why);
		if (added == STATUS_OK)
			added = session_add(into, &event);
		if (added != STATUS_OK && added != STATUS_EXISTS && status == STATUS_OK)
			status = error_set(err, STATUS_CORRUPT, "Line %zu of %s is damaged: %.200s. The others were read; keep a copy of the file.",
			                   number, path.text, why.text);
	}
	free(line);
	if (file)
		fclose(file);
	arena_release(&arena);
	strbuf_release(&path);
	return status;
}

void store_read_all_private(struct store *store, const char *session, struct session *into)
{
	struct strbuf folder = STRBUF_INIT;
	char of[ID_SIZE], origin[ID_SIZE];
	private_path(store, NULL, NULL, &folder);
	DIR *directory = opendir(folder.text);
	for (struct dirent *entry; directory && (entry = readdir(directory));)
		if (sscanf(entry->d_name, "%16[0-9A-Z]-%16[0-9A-Z].jsonl", of, origin) == 2 && !strcmp(of, session))
			store_read_private(store, session, origin, into, NULL);
	if (directory)
		closedir(directory);
	strbuf_release(&folder);
}

/* As SQLite does with secure_delete: what is taken away is overwritten. */
static void wipe(const char *path)
{
	static const char zeros[4096];
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	off_t end = fd >= 0 ? lseek(fd, 0, SEEK_END) : 0;
	for (off_t at = 0; at < end;) {
		size_t left = (size_t)(end - at);
		ssize_t n = pwrite(fd, zeros, left < sizeof zeros ? left : sizeof zeros, at);
		if (n <= 0)
			break;
		at += n;
	}
	if (fd >= 0) {
		fdatasync(fd);
		close(fd);
	}
	unlink(path);
}

static void remove_beginning(const char *folder, const char *session)
{
	struct strbuf path = STRBUF_INIT;
	DIR *directory = opendir(folder);
	for (struct dirent *entry; directory && (entry = readdir(directory));) {
		if (strncmp(entry->d_name, session, strlen(session)) != 0)
			continue;
		strbuf_clear(&path);
		strbuf_addf(&path, "%s/%s", folder, entry->d_name);
		wipe(path.text);
	}
	if (directory)
		closedir(directory);
	strbuf_release(&path);
}

void private_purge(struct store *store, const char *session)
{
	static const char *const folders[] = { "private", "rooms" };
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		struct strbuf folder = STRBUF_INIT;
		strbuf_addf(&folder, "%s/%s", store->home, folders[i]);
		remove_beginning(folder.text, session);
		strbuf_release(&folder);
	}
}
