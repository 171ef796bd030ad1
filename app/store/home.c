/* The directory: where it is, that it is there, that it is on a disk of this machine. */
#include "store/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "base/array.h"

enum status store_home_path(const char *option, struct strbuf *path, struct error *err)
{
	const char *home = getenv("SYSDRILL_HOME"), *data = getenv("XDG_DATA_HOME"), *user = getenv("HOME");
	if (option && *option)
		strbuf_adds(path, option);
	else if (home && *home)
		strbuf_adds(path, home);
	else if (data && *data == '/')  /* the XDG rules: one that is not absolute does not count */
		strbuf_addf(path, "%s/sysdrill", data);
	else if (user && *user)
		strbuf_addf(path, "%s/.local/share/sysdrill", user);
	else
		return error_set(err, STATUS_INVALID, "HOME is not set, so there is no place for the data. Name a "
		                 "directory with --home DIR or SYSDRILL_HOME.");
	while (path->len > 1 && path->text[path->len - 1] == '/')
		path->text[--path->len] = '\0';
	return STATUS_OK;
}

static enum status make_failed(const char *directory, struct error *err)
{
	enum status status = errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO;
	return error_set(err, status,
	                 "The directory %s cannot be made: %s. Name another with --home DIR or SYSDRILL_HOME.",
	                 directory, strerror(errno));
}

enum status home_make(const char *home, struct error *err)
{
	struct stat info;
	if (stat(home, &info) == 0) {
		if (S_ISDIR(info.st_mode))
			return STATUS_OK;
		errno = ENOTDIR;
		return make_failed(home, err);
	}
	struct strbuf path = STRBUF_INIT;
	enum status status = STATUS_OK;
	strbuf_adds(&path, home);
	for (char *slash = strchr(path.text + 1, '/'); slash && status == STATUS_OK; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path.text, 0755) != 0 && errno != EEXIST)
			status = make_failed(path.text, err);
		*slash = '/';
	}
	if (status == STATUS_OK && mkdir(home, 0700) != 0 && errno != EEXIST)
		status = make_failed(home, err);
	strbuf_release(&path);
	return status;
}

/* Numbers from statfs(2) and linux/magic.h. FUSE is not among them: most of what it carries is local. */
static const struct { unsigned long type; const char *name; } network_file_systems[] = {
	{ 0x6969, "NFS" },
	{ 0x517B, "SMB" },
	{ 0xFF534D42, "CIFS" },
	{ 0xFE534D42, "SMB2" },
	{ 0x5346414F, "AFS" },
	{ 0x6B414653, "AFS" },
	{ 0x564C, "NCP" },
	{ 0x73757245, "Coda" },
	{ 0x01021997, "9P" },
	{ 0x00C36400, "Ceph" },
	{ 0x0BD00BD0, "Lustre" },
	{ 0x01161970, "GFS2" },
	{ 0x7461636F, "OCFS2" },
};

const char *home_network_name(unsigned long type)
{
	for (size_t i = 0; i < ARRAY_SIZE(network_file_systems); i++)
		if (network_file_systems[i].type == (type & 0xFFFFFFFF))
			return network_file_systems[i].name;
	return NULL;
}

enum status home_refuse_network(const char *home, struct error *err)
{
#ifdef __linux__
	struct statfs info;
	const char *name = statfs(home, &info) == 0 ? home_network_name((unsigned long)info.f_type) : NULL;
	if (name)
		return error_set(err, STATUS_IO, "%s is on a network file system (%s), where locks cannot be trusted "
		                 "and the log could be damaged. Name a directory on a disk of this machine with "
		                 "--home DIR or SYSDRILL_HOME.", home,
		                 name);
#else
	(void)home;
	(void)err;
#endif
	return STATUS_OK;
}

bool home_file_size(const char *path, int64_t *bytes)
{
	struct stat info;
	if (stat(path, &info) != 0)
		return false;
	*bytes = info.st_size;
	return true;
}
