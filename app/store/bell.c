/*
 * The bell: who commits touches sysdrill.lock, and who waits for others watches that file. SQLite's own files would ring too
 * early: a commit is written and synced before others can read it.
 */
#include "config.h"

#include "store/internal.h"

#include <sys/stat.h>
#include <unistd.h>
#ifdef HAVE_SYS_INOTIFY_H
#include <sys/inotify.h>
#endif

void bell_ring(const struct store *store)
{
	/* A bell that cannot be rung is no fault: others look now and then without it. */
	if (store->home_fd >= 0)
		(void)!futimens(store->home_fd, NULL);
}

int store_bell(struct store *store)
{
#ifdef HAVE_SYS_INOTIFY_H
	if (store->bell_asked)
		return store->bell_fd;
	store->bell_asked = true;
	struct strbuf path = STRBUF_INIT;
	strbuf_addf(&path, "%s/sysdrill.lock", store->home);
	store->bell_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (store->bell_fd >= 0 && inotify_add_watch(store->bell_fd, path.text, IN_ATTRIB) < 0) {
		close(store->bell_fd);
		store->bell_fd = -1;
	}
	strbuf_release(&path);
#endif
	return store->bell_fd;
}

void store_bell_heard(struct store *store)
{
	char unused[4096];
	while (store->bell_fd >= 0 && read(store->bell_fd, unused, sizeof unused) > 0)
		;
}
