#include "fault_vfs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

struct fault_file {
	sqlite3_file base;
	struct fault_vfs *vfs;
	const char *path;       /* SQLite keeps it as long as the file */
	bool remembered;        /* a database, journal or log: not a temporary file */
	sqlite3_file *real;     /* behind this struct */
};

/* What a file held when it was last synced. */
struct fault_image {
	struct fault_image *next;
	char *path;
	struct strbuf content;
};

enum operation { OPERATION_OTHER, OPERATION_WRITE };

static sqlite3_file *real_file(sqlite3_file *file)
{
	return ((struct fault_file *)file)->real;
}

/* Whether this is the call that fails. A kill waits for the caller, who may want to do half of the work first. */
static bool fails(struct fault_vfs *vfs, enum operation operation)
{
	vfs->calls++;
	if (!vfs->at || vfs->calls < vfs->at || (vfs->calls > vfs->at && !vfs->lasting && vfs->kind != FAULT_FULL))
		return false;
	if (vfs->kind == FAULT_FULL && (operation != OPERATION_WRITE || (vfs->happened && !vfs->lasting)))
		return false;
	vfs->happened = true;
	if (vfs->kind == FAULT_KILL && operation == OPERATION_OTHER)
		raise(SIGKILL);
	return true;
}

static struct fault_image *image_of(const struct fault_vfs *vfs, const char *path)
{
	struct fault_image *image = vfs->images;
	while (image && strcmp(image->path, path) != 0)
		image = image->next;
	return image;
}

static void remember(struct fault_file *file)
{
	struct fault_image *image = image_of(file->vfs, file->path);
	sqlite3_int64 size = 0;
	if (!image) {
		image = xcalloc(1, sizeof *image);
		image->path = xstrdup(file->path);
		strbuf_init(&image->content);
		image->next = file->vfs->images;
		file->vfs->images = image;
	}
	strbuf_clear(&image->content);
	file->real->pMethods->xFileSize(file->real, &size);
	strbuf_fill(&image->content, '\0', (size_t)size);
	file->real->pMethods->xRead(file->real, image->content.text, (int)size, 0);
}

static void forget(struct fault_vfs *vfs, const char *path)
{
	for (struct fault_image **at = &vfs->images; *at; at = &(*at)->next) {
		struct fault_image *image = *at;
		if (strcmp(image->path, path) != 0)
			continue;
		*at = image->next;
		free(image->path);
		strbuf_release(&image->content);
		free(image);
		return;
	}
}

static int file_close(sqlite3_file *file)
{
	return real_file(file)->pMethods->xClose(real_file(file));
}

static int file_read(sqlite3_file *file, void *data, int len, sqlite3_int64 offset)
{
	if (fails(((struct fault_file *)file)->vfs, OPERATION_OTHER))
		return SQLITE_IOERR_READ;
	return real_file(file)->pMethods->xRead(real_file(file), data, len, offset);
}

static int file_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 offset)
{
	struct fault_vfs *vfs = ((struct fault_file *)file)->vfs;
	if (!fails(vfs, OPERATION_WRITE))
		return real_file(file)->pMethods->xWrite(real_file(file), data, len, offset);
	if (vfs->kind != FAULT_IO && len > 1)
		real_file(file)->pMethods->xWrite(real_file(file), data, len / 2, offset);
	if (vfs->kind == FAULT_KILL)
		raise(SIGKILL);
	return vfs->kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (fails(((struct fault_file *)file)->vfs, OPERATION_OTHER))
		return SQLITE_IOERR_TRUNCATE;
	return real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
	struct fault_file *fault = (struct fault_file *)file;
	if (fails(fault->vfs, OPERATION_OTHER))
		return SQLITE_IOERR_FSYNC;
	int rc = fault->real->pMethods->xSync(fault->real, flags);
	if (rc == SQLITE_OK && fault->remembered && fault->vfs->remember) {
		remember(fault);
		if (fault->vfs->synced)
			fault->vfs->synced(fault->vfs->context);
	}
	return rc;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	if (fails(((struct fault_file *)file)->vfs, OPERATION_OTHER))
		return SQLITE_IOERR_FSTAT;
	return real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
	if (fails(((struct fault_file *)file)->vfs, OPERATION_OTHER))
		return SQLITE_IOERR_LOCK;
	return real_file(file)->pMethods->xLock(real_file(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
	return real_file(file)->pMethods->xUnlock(real_file(file), level);
}

static int file_reserved(sqlite3_file *file, int *out)
{
	return real_file(file)->pMethods->xCheckReservedLock(real_file(file), out);
}

static int file_control(sqlite3_file *file, int op, void *argument)
{
	return real_file(file)->pMethods->xFileControl(real_file(file), op, argument);
}

static int file_sector_size(sqlite3_file *file)
{
	return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static int file_characteristics(sqlite3_file *file)
{
	return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static int file_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out)
{
	if (fails(((struct fault_file *)file)->vfs, OPERATION_OTHER)) {
		*out = NULL;
		return SQLITE_IOERR_SHMMAP;
	}
	return real_file(file)->pMethods->xShmMap(real_file(file), region, size, extend, out);
}

static int file_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	/* Giving a lock up is not something that fails. */
	if (!(flags & SQLITE_SHM_UNLOCK) && fails(((struct fault_file *)file)->vfs, OPERATION_OTHER))
		return SQLITE_IOERR_SHMLOCK;
	return real_file(file)->pMethods->xShmLock(real_file(file), offset, n, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
	real_file(file)->pMethods->xShmBarrier(real_file(file));
}

static int file_shm_unmap(sqlite3_file *file, int delete)
{
	return real_file(file)->pMethods->xShmUnmap(real_file(file), delete);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector_size,
	.xDeviceCharacteristics = file_characteristics,
	.xShmMap = file_shm_map,
	.xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier,
	.xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *base, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct fault_vfs *vfs = base->pAppData;
	struct fault_file *fault = (struct fault_file *)file;
	fault->base.pMethods = NULL;
	if (fails(vfs, OPERATION_OTHER))
		return SQLITE_CANTOPEN;
	fault->vfs = vfs;
	fault->path = name;
	fault->remembered = name && flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL);
	fault->real = (sqlite3_file *)(fault + 1);
	int rc = vfs->real->xOpen(vfs->real, name, fault->real, flags, out_flags);
	if (fault->real->pMethods)
		fault->base.pMethods = &methods;
	return rc;
}

static int vfs_delete(sqlite3_vfs *base, const char *name, int sync)
{
	struct fault_vfs *vfs = base->pAppData;
	if (fails(vfs, OPERATION_OTHER))
		return SQLITE_IOERR_DELETE;
	int rc = vfs->real->xDelete(vfs->real, name, sync);
	if (rc == SQLITE_OK && sync)
		forget(vfs, name);
	return rc;
}

static int vfs_access(sqlite3_vfs *base, const char *name, int flags, int *out)
{
	struct fault_vfs *vfs = base->pAppData;
	return vfs->real->xAccess(vfs->real, name, flags, out);
}

static int vfs_full_pathname(sqlite3_vfs *base, const char *name, int size, char *out)
{
	struct fault_vfs *vfs = base->pAppData;
	return vfs->real->xFullPathname(vfs->real, name, size, out);
}

static int vfs_randomness(sqlite3_vfs *base, int size, char *out)
{
	struct fault_vfs *vfs = base->pAppData;
	return vfs->real->xRandomness(vfs->real, size, out);
}

static int vfs_sleep(sqlite3_vfs *base, int microseconds)
{
	struct fault_vfs *vfs = base->pAppData;
	return vfs->real->xSleep(vfs->real, microseconds);
}

static int vfs_current_time(sqlite3_vfs *base, double *out)
{
	struct fault_vfs *vfs = base->pAppData;
	return vfs->real->xCurrentTime(vfs->real, out);
}

static int vfs_last_error(sqlite3_vfs *base, int size, char *out)
{
	struct fault_vfs *vfs = base->pAppData;
	return vfs->real->xGetLastError(vfs->real, size, out);
}

void fault_vfs_add(struct fault_vfs *vfs, const char *name)
{
	*vfs = (struct fault_vfs){ .real = sqlite3_vfs_find(NULL) };
	vfs->base = (sqlite3_vfs){
		.iVersion = 1,
		.szOsFile = (int)sizeof(struct fault_file) + vfs->real->szOsFile,
		.mxPathname = vfs->real->mxPathname,
		.zName = name,
		.pAppData = vfs,
		.xOpen = vfs_open,
		.xDelete = vfs_delete,
		.xAccess = vfs_access,
		.xFullPathname = vfs_full_pathname,
		.xRandomness = vfs_randomness,
		.xSleep = vfs_sleep,
		.xCurrentTime = vfs_current_time,
		.xGetLastError = vfs_last_error,
	};
	sqlite3_vfs_register(&vfs->base, 0);
}

void fault_vfs_remove(struct fault_vfs *vfs)
{
	sqlite3_vfs_unregister(&vfs->base);
	while (vfs->images)
		forget(vfs, vfs->images->path);
}

void fault_vfs_arm(struct fault_vfs *vfs, enum fault_kind kind, long at, bool lasting)
{
	vfs->kind = kind;
	vfs->at = at;
	vfs->lasting = lasting;
	vfs->calls = 0;
	vfs->happened = false;
}

void fault_vfs_disarm(struct fault_vfs *vfs)
{
	vfs->at = 0;
}

void fault_vfs_power_cut(const struct fault_vfs *vfs, const char *directory)
{
	for (const struct fault_image *image = vfs->images; image; image = image->next) {
		struct strbuf path = STRBUF_INIT;
		strbuf_addf(&path, "%s%s", directory, strrchr(image->path, '/'));
		FILE *file = fopen(path.text, "wb");
		if (!file || fwrite(image->content.text, 1, image->content.len, file) != image->content.len ||
		    fclose(file) != 0)
			abort();
		strbuf_release(&path);
	}
}
