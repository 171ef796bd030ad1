/* Who writes: ids, the origin of this machine for a session, and that only one program uses it at a time. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"

enum status store_new_id(char out[ID_SIZE], struct error *err)
{
	unsigned char random[10];
	if (getentropy(random, sizeof random) != 0)
		return error_set(err, STATUS_IO, "The system gives no random numbers: %s.", strerror(errno));
	id_format(out, random);
	return STATUS_OK;
}

/*
 * This copy of the file on this machine: two copies that both went on with one origin could never be joined again. A
 * copied or restored file has another inode; the machine's id tells a moved disk.
 */
static void host_name(const struct store *store, const char *seat, char out[SHA256_HEX_SIZE])
{
	char machine[256] = "";
	struct stat info = { 0 };
	struct strbuf text = STRBUF_INIT;
	FILE *file = fopen("/etc/machine-id", "re");
	if (!file || !fgets(machine, sizeof machine, file))
		gethostname(machine, sizeof machine - 1);
	if (file)
		fclose(file);
	stat(store->path, &info);
	strbuf_addf(&text, "%s %llu", machine, (unsigned long long)info.st_ino);
	if (*seat)
		strbuf_addf(&text, " %s", seat);
	sha256_hex(text.text, text.len, out);
	strbuf_release(&text);
}

static enum status get_origin(struct store *store, const char *session, const char *host, char origin[ID_SIZE],
                              struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_ORIGIN_GET, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, session);
	store_bind_text(stmt, 2, host);
	int rc = sqlite3_step(stmt);
	const char *text = NULL;
	if (rc == SQLITE_ROW)
		status = store_text(store, stmt, 0, &text, err);
	if (text && id_valid(text))
		strcpy(origin, text);
	else if (text)
		status = error_set(err, STATUS_CORRUPT, "%s is damaged: an origin of interview %s is not one. Keep a "
		                   "copy, and go on with a backup.", store->path, session);
	else if (rc != SQLITE_ROW)
		status = rc == SQLITE_DONE ? STATUS_NOT_FOUND : store_failed(store, rc, "looking up who writes", err);
	sqlite3_reset(stmt);
	return status;
}

static enum status put_origin(struct store *store, const char *session, const char *host, const char *origin, struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_statement(store, STATEMENT_ORIGIN_PUT, &stmt, err);
	if (status != STATUS_OK)
		return status;
	store_bind_text(stmt, 1, session);
	store_bind_text(stmt, 2, host);
	store_bind_text(stmt, 3, origin);
	return store_step(store, stmt, "noting who writes", err);
}

/* The origin that there is, or a new one. In a transaction, so that two programs that begin at once agree. */
static enum status get_or_make_origin(struct store *store, const char *session, const char *seat, char origin[ID_SIZE],
                                      struct error *err)
{
	char host[SHA256_HEX_SIZE];
	host_name(store, seat, host);
	enum status status = get_origin(store, session, host, origin, err);
	if (status != STATUS_NOT_FOUND)
		return status;
	status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	status = get_origin(store, session, host, origin, err);
	if (status == STATUS_NOT_FOUND) {
		status = store_new_id(origin, err);
		if (status == STATUS_OK)
			status = put_origin(store, session, host, origin, err);
	}
	return store_end(store, status, err);
}

static void lock_path(const struct store *store, const char *origin, struct strbuf *path)
{
	strbuf_addf(path, "%s/origins/%s.lock", store->home, origin);
}

/* The holder takes its file away when done; so a lock counts only on the file that has the name now. */
static enum status hold_origin(struct store *store, const char *origin, int *out, struct error *err)
{
	struct strbuf path = STRBUF_INIT;
	enum status status = STATUS_OK;
	int fd = -1;
	strbuf_addf(&path, "%s/origins", store->home);
	if (mkdir(path.text, 0700) != 0 && errno != EEXIST)
		goto failed;
	strbuf_clear(&path);
	lock_path(store, origin, &path);
	for (;;) {
		struct stat held, named;
		fd = open(path.text, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0)
			goto failed;
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			if (errno != EWOULDBLOCK)
				goto failed;
			status = error_set(err, STATUS_TAKEN, "Another sysdrill has this interview open and writes to "
			                   "it. It can be watched here; close it there to go on here.");
			break;
		}
		if (fstat(fd, &held) == 0 && stat(path.text, &named) == 0 && held.st_ino == named.st_ino)
			break;
		close(fd);
	}
	goto out;
failed:
	status = error_set(err, errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO, "%s cannot be locked: "
	                   "%s. Make room or make the directory writable, then try again.", path.text, strerror(errno));
out:
	strbuf_release(&path);
	if (status != STATUS_OK && fd >= 0)
		close(fd);
	*out = fd;
	return status;
}

enum status store_find_origin(struct store *store, const char *session, const char *seat, char origin[ID_SIZE],
                              struct error *err)
{
	char host[SHA256_HEX_SIZE];
	host_name(store, seat, host);
	origin[0] = '\0';
	return get_origin(store, session, host, origin, err);
}

/* Who had the seat here is still one of this machine's, under a name that is nobody else's. */
static enum status make_way(struct store *store, const char *session, const char *seat, const char *origin, struct error *err)
{
	char host[SHA256_HEX_SIZE];
	struct strbuf name = STRBUF_INIT;
	strbuf_addf(&name, "%s of %s", seat, origin);
	host_name(store, name.text, host);
	strbuf_release(&name);
	return put_origin(store, session, host, origin, err);
}

enum status store_adopt_origin(struct store *store, const char *session, const char *seat, const char *origin,
                               struct error *err)
{
	char host[SHA256_HEX_SIZE], there[ID_SIZE] = "";
	host_name(store, seat, host);
	enum status status = get_origin(store, session, host, there, err);
	if (status == STATUS_OK && !strcmp(there, origin))
		return STATUS_OK;
	status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	status = get_origin(store, session, host, there, err);
	if (status == STATUS_OK && strcmp(there, origin) != 0)
		status = make_way(store, session, seat, there, err);
	if (status == STATUS_OK || status == STATUS_NOT_FOUND)
		status = put_origin(store, session, host, origin, err);
	return store_end(store, status, err);
}

enum status store_claim_origin(struct store *store, const char *session, const char *seat, char origin[ID_SIZE],
                               struct error *err)
{
	int fd;
	origin[0] = '\0';
	if (store->read_only)
		return error_set(err, STATUS_READ_ONLY, "%s", store->read_only);
	enum status status = get_or_make_origin(store, session, seat, origin, err);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < store->claim_count; i++)
		if (strcmp(store->claims[i].origin, origin) == 0)
			return STATUS_OK;
	status = hold_origin(store, origin, &fd, err);
	if (status != STATUS_OK)
		return status;
	store->claims = array_grow(store->claims, store->claim_count, &store->claim_cap, sizeof *store->claims);
	struct claim *claim = &store->claims[store->claim_count++];
	strcpy(claim->origin, origin);
	claim->fd = fd;
	return STATUS_OK;
}

void store_release_origin(struct store *store, const char *origin)
{
	for (size_t i = 0; i < store->claim_count; i++) {
		struct claim *claim = &store->claims[i];
		if (strcmp(claim->origin, origin) != 0)
			continue;
		struct strbuf path = STRBUF_INIT;
		lock_path(store, claim->origin, &path);
		unlink(path.text);
		strbuf_release(&path);
		close(claim->fd);
		*claim = store->claims[--store->claim_count];
		return;
	}
}

enum status store_touch_session(struct store *store, const char *session, const char *origin, int64_t at_ms,
                                struct error *err)
{
	sqlite3_stmt *stmt;
	enum status status = store_begin(store, err);
	if (status != STATUS_OK)
		return status;
	status = store_statement(store, STATEMENT_SEEN_PUT, &stmt, err);
	if (status == STATUS_OK) {
		store_bind_text(stmt, 1, session);
		store_bind_text(stmt, 2, origin);
		sqlite3_bind_int64(stmt, 3, at_ms);
		status = store_step(store, stmt, "noting that the interview is on", err);
	}
	return store_end(store, status, err);
}
