/*
 * A file system for SQLite that does what real ones do at the worst moment. It stands in front of the ordinary one and
 * counts every operation (opening, reading, writing, syncing, truncating, locking, deleting, mapping shared memory).
 *
 * It also remembers what has been synced, which is what is left when the power goes: fault_vfs_power_cut() writes that
 * into another directory. It is as unkind as it may be: what was not synced is gone.
 */
#ifndef SYSDRILL_TESTS_FAULT_VFS_H
#define SYSDRILL_TESTS_FAULT_VFS_H

#include <stdbool.h>
#include <sqlite3.h>

enum fault_kind {
	FAULT_IO,               /* the operation fails */
	FAULT_FULL,             /* writing and growing fail for lack of room, after half of it was written; the rest works */
	FAULT_KILL,             /* the process is killed, in the middle of a write when it is one */
};

struct fault_image;

struct fault_vfs {
	sqlite3_vfs base;
	sqlite3_vfs *real;
	long calls;             /* so far */
	long at;                /* the call that fails, from 1; 0: none */
	bool lasting;           /* and all after it */
	enum fault_kind kind;
	bool happened;
	bool remember;          /* keep what was synced, */
	void (*synced)(void *context);  /* and call this after each sync; may be NULL */
	void *context;
	struct fault_image *images;
};

/* Under this name for store_options.vfs. The struct must live until fault_vfs_remove(). */
void fault_vfs_add(struct fault_vfs *vfs, const char *name);
void fault_vfs_remove(struct fault_vfs *vfs);

/* Counting begins again, and the `at`th call from now fails. */
void fault_vfs_arm(struct fault_vfs *vfs, enum fault_kind kind, long at, bool lasting);
void fault_vfs_disarm(struct fault_vfs *vfs);

void fault_vfs_power_cut(const struct fault_vfs *vfs, const char *directory);

#endif
