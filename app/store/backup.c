/* A copy of the whole store in one file, with what is private, which is complete from the moment that it has its name. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status system_failed(const char *path, const char *doing, struct error *err)
{
	enum status status = errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? STATUS_FULL : STATUS_IO;
	if (errno == EEXIST)
		return error_set(err, STATUS_EXISTS, "%s is there already and was left as it is. Give another name.",
		                 path);
	return error_set(err, status, "The backup %s could not be %s: %s. Give a place where you can write.", path, doing,
	                 strerror(errno));
}

static bool sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return synced;
}

/* A link fails when the name is taken; where there are no links (FAT), a check and a rename must do. */
static bool take_name(const char *temporary, const char *path)
{
	if (link(temporary, path) == 0)
		return unlink(temporary) == 0;
	if (errno == EEXIST)
		return false;
	if (access(path, F_OK) == 0) {
		errno = EEXIST;
		return false;
	}
	return rename(temporary, path) == 0;
}

enum status backup_write(struct store *store, const char *path, bool private, struct error *err)
{
	struct strbuf temporary = STRBUF_INIT, directory = STRBUF_INIT;
	sqlite3_stmt *stmt = NULL;
	enum status status = STATUS_OK;
	int fd = -1;

	const char *slash = strrchr(path, '/');
	strbuf_add(&directory, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
	strbuf_addf(&temporary, "%s.XXXXXX", path);
	if (access(path, F_OK) == 0) {
		errno = EEXIST;
		status = system_failed(path, "made", err);
		goto out;
	}
	fd = mkstemp(temporary.text);
	if (fd < 0) {
		status = system_failed(path, "made", err);
		goto out;
	}
	int rc = sqlite3_prepare_v2(store->db, "VACUUM INTO ?", -1, &stmt, NULL);
	if (rc == SQLITE_OK) {
		store_bind_text(stmt, 1, temporary.text);
		rc = sqlite3_step(stmt);
	}
	if (rc != SQLITE_DONE)
		status = store_failed(store, rc, "copying it", err);
	else if (private)
		status = private_copy_into(store, temporary.text, err);
	if (status == STATUS_OK && (!sync_path(temporary.text, O_RDWR) || !take_name(temporary.text, path) ||
	         !sync_path(directory.text, O_RDONLY | O_DIRECTORY)))
		status = system_failed(path, "written", err);
	if (status != STATUS_OK)
		unlink(temporary.text);
out:
	sqlite3_finalize(stmt);
	if (fd >= 0)
		close(fd);
	strbuf_release(&temporary);
	strbuf_release(&directory);
	return status;
}

enum status store_backup(struct store *store, const char *path, int64_t now_ms, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = backup_write(store, path, true, err);
	if (status != STATUS_OK || store->read_only)
		return status;
	/* So that a purge can name it. The backup is good whether or not this can be noted. */
	char *absolute = realpath(path, NULL);
	if (absolute && store_begin(store, NULL) == STATUS_OK) {
		enum status noted = store_statement(store, STATEMENT_BACKUP_PUT, &stmt, NULL);
		if (noted == STATUS_OK) {
			store_bind_text(stmt, 1, absolute);
			sqlite3_bind_int64(stmt, 2, now_ms);
			noted = store_step(store, stmt, "noting the backup", NULL);
		}
		store_end(store, noted, NULL);
	}
	free(absolute);
	return STATUS_OK;
}
