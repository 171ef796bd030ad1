#include "peer/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/json.h"

/* Every field that is kept, as hex or as text. */
#define FIELD_BYTES(member) { #member, offsetof(struct keys, member), sizeof ((struct keys *)0)->member, true }
#define FIELD_TEXT(member) { #member, offsetof(struct keys, member), sizeof ((struct keys *)0)->member, false }
static const struct { const char *name; size_t offset, size; bool bytes; } fields[] = {
	FIELD_TEXT(session), FIELD_TEXT(self), FIELD_TEXT(host), FIELD_TEXT(topic), FIELD_TEXT(broker),
	FIELD_BYTES(lobby), FIELD_BYTES(sign), FIELD_BYTES(sign_secret), FIELD_BYTES(box), FIELD_BYTES(box_secret),
	FIELD_BYTES(host_sign), FIELD_BYTES(room), FIELD_BYTES(epoch_count),
};
#undef FIELD_BYTES
#undef FIELD_TEXT

enum { HEX_MAX = 2 * EPOCHS_MAX * FRAME_KEY_SIZE + 1, FILE_MAX = 8192, SUM_SIZE = 16, SUM_HEX_SIZE = 2 * SUM_SIZE + 1 };

void keys_make(struct keys *keys)
{
	*keys = (struct keys){ .epoch_count = 0 };
	crypto_sign_keypair(keys->sign, keys->sign_secret);
	crypto_box_keypair(keys->box, keys->box_secret);
}

bool keys_next_epoch(struct keys *keys)
{
	if (keys->epoch_count == EPOCHS_MAX)
		return false;
	randombytes_buf(keys->room[keys->epoch_count++], FRAME_KEY_SIZE);
	return true;
}

/* A digit of a key that became another one is a key, too: only a sum tells. */
static void sum_of(const struct keys *keys, char hex[SUM_HEX_SIZE])
{
	crypto_generichash_state state;
	unsigned char sum[SUM_SIZE];
	crypto_generichash_init(&state, NULL, 0, sizeof sum);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const unsigned char *at = (const unsigned char *)keys + fields[i].offset;
		crypto_generichash_update(&state, at, fields[i].bytes ? fields[i].size : strlen((const char *)at) + 1);
	}
	crypto_generichash_final(&state, sum, sizeof sum);
	sodium_bin2hex(hex, SUM_HEX_SIZE, sum, sizeof sum);
}

static void path_of(struct strbuf *path, const char *home, const char *session, const char *origin)
{
	strbuf_addf(path, "%s/rooms", home);
	if (session)
		strbuf_addf(path, "/%s-%s.keys", session, origin);
}

/* So that a power cut does not bring back the file that was there before, and with it a key that was changed. */
static void sync_folder(const char *home)
{
	struct strbuf path = STRBUF_INIT;
	path_of(&path, home, NULL, NULL);
	int fd = open(path.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	strbuf_release(&path);
}

enum status keys_save(const struct keys *keys, const char *home, struct error *err)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT, fresh = STRBUF_INIT;
	char hex[HEX_MAX], sum[SUM_HEX_SIZE];
	enum status status = STATUS_OK;
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const char *at = (const char *)keys + fields[i].offset;
		strbuf_addc(&text, i ? ' ' : '{');
		if (fields[i].bytes)
			sodium_bin2hex(hex, sizeof hex, (const unsigned char *)at, fields[i].size);
		json_add_text(&text, fields[i].name, fields[i].bytes ? hex : at);
	}
	sum_of(keys, sum);
	json_add_text(&text, "sum", sum);
	strbuf_adds(&text, "}\n");
	path_of(&path, home, NULL, NULL);
	if (mkdir(path.text, 0700) && errno != EEXIST)
		goto failed;
	strbuf_clear(&path);
	path_of(&path, home, keys->session, keys->self);
	strbuf_addf(&fresh, "%s.new", path.text);
	int fd = open(fresh.text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		goto failed;
	bool written = !fchmod(fd, 0600) && write(fd, text.text, text.len) == (ssize_t)text.len && !fsync(fd);
	if (close(fd) || !written || rename(fresh.text, path.text))
		goto failed;
	sync_folder(home);
	goto out;
failed:
	status = error_set(err, STATUS_IO, "%s cannot be written: %s. Without it this room cannot be come back to.", path.text, strerror(errno));
out:
	sodium_memzero(text.text, text.len);
	sodium_memzero(hex, sizeof hex);
	strbuf_release(&text);
	strbuf_release(&path);
	strbuf_release(&fresh);
	return status;
}

static bool read_field(struct keys *keys, size_t i, const json_t *root)
{
	const char *text = json_string_value(json_object_get(root, fields[i].name));
	char *at = (char *)keys + fields[i].offset;
	size_t len;
	if (!text)
		return false;
	if (fields[i].bytes)
		return !sodium_hex2bin((unsigned char *)at, fields[i].size, text, strlen(text), NULL, &len, NULL) && len == fields[i].size;
	if (strlen(text) >= fields[i].size)
		return false;
	strcpy(at, text);
	return true;
}

static bool read_keys(struct keys *keys, const json_t *root)
{
	const char *sum = json_string_value(json_object_get(root, "sum"));
	char expected[SUM_HEX_SIZE];
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (!read_field(keys, i, root))
			return false;
	sum_of(keys, expected);
	return sum && !strcmp(sum, expected) && keys->epoch_count <= EPOCHS_MAX;
}

enum status keys_load(struct keys *keys, const char *home, const char *session, const char *origin, struct error *err)
{
	struct strbuf path = STRBUF_INIT;
	char text[FILE_MAX];
	enum status status = STATUS_NOT_FOUND;
	*keys = (struct keys){ .epoch_count = 0 };
	path_of(&path, home, session, origin);
	FILE *file = fopen(path.text, "re");
	size_t len = file ? fread(text, 1, sizeof text, file) : 0;
	if (file) {
		json_t *root = json_loadb(text, len, 0, NULL);
		bool right = read_keys(keys, root) && !strcmp(keys->session, session) && !strcmp(keys->self, origin);
		status = right ? STATUS_OK : STATUS_CORRUPT;
		json_decref(root);
		fclose(file);
	}
	if (status != STATUS_OK) {
		keys_release(keys);
		error_set(err, status, "%s %s.", path.text, file ? "is damaged" : "is not there");
	}
	sodium_memzero(text, sizeof text);
	strbuf_release(&path);
	return status;
}

enum status keys_find(struct keys *keys, const char *home, const char *topic)
{
	struct strbuf path = STRBUF_INIT;
	char session[ID_SIZE], origin[ID_SIZE];
	enum status status = STATUS_NOT_FOUND;
	path_of(&path, home, NULL, NULL);
	DIR *folder = opendir(path.text);
	for (struct dirent *entry; status != STATUS_OK && folder && (entry = readdir(folder));) {
		if (sscanf(entry->d_name, "%16[0-9A-Z]-%16[0-9A-Z].keys", session, origin) != 2 ||
		    keys_load(keys, home, session, origin, NULL) != STATUS_OK)
			continue;
		status = strcmp(keys->topic, topic) ? STATUS_NOT_FOUND : STATUS_OK;
	}
	if (status != STATUS_OK)
		keys_release(keys);
	if (folder)
		closedir(folder);
	strbuf_release(&path);
	return status;
}

void keys_forget(const struct keys *keys, const char *home)
{
	struct strbuf path = STRBUF_INIT;
	path_of(&path, home, keys->session, keys->self);
	if (*keys->session && !keys->epoch_count)
		unlink(path.text);
	strbuf_release(&path);
}

void keys_release(struct keys *keys)
{
	sodium_memzero(keys, sizeof *keys);
}
