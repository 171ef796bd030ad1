/*
 * sysdrill.lock: every program that has the store open holds it shared; who checkpoints, migrates or purges holds it
 * exclusively, and so knows that it is alone.
 */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { LOCK_STEP_MS = 5 };

enum status lock_open(struct store *store, struct error *err)
{
	struct strbuf path = STRBUF_INIT;
	enum status status = STATUS_OK;
	strbuf_addf(&path, "%s/sysdrill.lock", store->home);
	store->home_fd = open(path.text, store->read_only ? O_RDONLY | O_CLOEXEC : O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (store->home_fd >= 0)
		status = lock_shared(store, LOCK_WAIT_MS, err);
	else if (!store->read_only)
		status = error_set(err, errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO, "%s cannot be "
		                   "made: %s. Make room or make the directory yours, or name another with --home.",
		                   path.text, strerror(errno));
	strbuf_release(&path);
	return status;
}

static int flock_within(int fd, int operation, int wait_ms)
{
	for (int waited = 0;; waited += LOCK_STEP_MS) {
		if (flock(fd, operation | LOCK_NB) == 0)
			return 0;
		if (errno != EINTR && errno != EWOULDBLOCK)
			return -1;
		if (waited >= wait_ms)
			return -1;
		poll(NULL, 0, LOCK_STEP_MS);
	}
}

enum status lock_shared(struct store *store, int wait_ms, struct error *err)
{
	if (store->home_fd < 0)
		return STATUS_OK;
	store->shared = flock_within(store->home_fd, LOCK_SH, wait_ms) == 0;
	if (store->shared)
		return STATUS_OK;
	if (errno != EWOULDBLOCK && errno != EINTR)
		return error_set(err, STATUS_IO, "%s/sysdrill.lock cannot be locked: %s. Name a directory on an "
		                 "ordinary disk with --home.", store->home, strerror(errno));
	return error_set(err, STATUS_BUSY, "Another sysdrill is changing the whole of %s (tidying or purging it). "
	                 "Nothing is lost; try again in a moment.", store->path);
}

void lock_shared_again(struct store *store)
{
	lock_shared(store, store->interactive ? 0 : LOCK_WAIT_MS, NULL);
}

enum status lock_exclusive(struct store *store, int wait_ms, struct error *err)
{
	if (store->home_fd < 0)
		return error_set(err, STATUS_READ_ONLY, "%s can only be read.", store->path);
	/* Changing the kind of a flock gives up the old one first; a failure leaves us with none. */
	if (flock_within(store->home_fd, LOCK_EX, wait_ms) == 0)
		return STATUS_OK;
	enum status status = error_set(err, STATUS_BUSY, "Another sysdrill has %s open. Close it, then try again.",
	                               store->path);
	lock_shared_again(store);
	return status;
}
