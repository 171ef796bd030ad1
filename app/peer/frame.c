#include "peer/frame.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "session/room_code.h"

enum { MAGIC = 3, HEAD = MAGIC + 2, NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

bool frame_derive(const char code[ID_SIZE], char topic[TOPIC_SIZE], unsigned char lobby_key[FRAME_KEY_SIZE])
{
	unsigned char salt[crypto_pwhash_SALTBYTES], both[16 + FRAME_KEY_SIZE];
	char hex[33];
	crypto_generichash(salt, sizeof salt, (const unsigned char *)code, ROOM_NAME_LEN, (const unsigned char *)"sysdrill room", 13);
	if (crypto_pwhash(both, sizeof both, code + ROOM_NAME_LEN, strlen(code) - ROOM_NAME_LEN, salt, crypto_pwhash_OPSLIMIT_MODERATE,
	                  crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13))
		return false;
	sodium_bin2hex(hex, sizeof hex, both, 16);
	snprintf(topic, TOPIC_SIZE, "sysdrill/1/%s", hex);
	memcpy(lobby_key, both + 16, FRAME_KEY_SIZE);
	sodium_memzero(both, sizeof both);
	return true;
}

/* The head and the topic: what is authenticated beside the message. */
static size_t associated(unsigned char out[HEAD + TOPIC_SIZE], const unsigned char *head, const char *topic)
{
	size_t len = strnlen(topic, TOPIC_SIZE);
	memcpy(out, head, HEAD);
	memcpy(out + HEAD, topic, len);
	return HEAD + len;
}

void frame_seal(struct strbuf *out, enum frame_type type, uint8_t epoch, const unsigned char key[FRAME_KEY_SIZE],
                const char *topic, const void *message, size_t len)
{
	unsigned char head[HEAD + NONCE] = "SD1", extra[HEAD + TOPIC_SIZE];
	size_t padded = (len / FRAME_BLOCK + 1) * FRAME_BLOCK, unused;
	struct strbuf plain = STRBUF_INIT, sealed = STRBUF_INIT;
	head[MAGIC] = (unsigned char)type;
	head[MAGIC + 1] = epoch;
	randombytes_buf(head + HEAD, NONCE);
	strbuf_add(&plain, message, len);
	while (plain.len < padded)
		strbuf_addc(&plain, 0);
	while (sealed.len < padded + TAG)
		strbuf_addc(&sealed, 0);
	sodium_pad(&unused, (unsigned char *)plain.text, len, FRAME_BLOCK, padded);
	size_t extra_len = associated(extra, head, topic);
	crypto_aead_xchacha20poly1305_ietf_encrypt((unsigned char *)sealed.text, NULL, (const unsigned char *)plain.text, padded, extra,
	                                           extra_len, NULL, head + HEAD, key);
	strbuf_add(out, head, sizeof head);
	strbuf_add(out, sealed.text, sealed.len);
	sodium_memzero(plain.text, plain.len);
	strbuf_release(&plain);
	strbuf_release(&sealed);
}

bool frame_head(const void *frame, size_t len, enum frame_type *type, uint8_t *epoch)
{
	const unsigned char *at = frame;
	if (len < HEAD + NONCE + TAG + FRAME_BLOCK || len > FRAME_MAX || memcmp(at, "SD1", MAGIC) ||
	    (len - HEAD - NONCE - TAG) % FRAME_BLOCK || (at[MAGIC] != FRAME_LOBBY && at[MAGIC] != FRAME_ROOM))
		return false;
	*type = (enum frame_type)at[MAGIC];
	*epoch = at[MAGIC + 1];
	return true;
}

bool frame_open(struct strbuf *out, const void *frame, size_t len, const unsigned char key[FRAME_KEY_SIZE], const char *topic)
{
	const unsigned char *at = frame;
	unsigned char extra[HEAD + TOPIC_SIZE];
	enum frame_type type;
	uint8_t epoch;
	size_t plain;
	strbuf_clear(out);
	if (!frame_head(frame, len, &type, &epoch))
		return false;
	size_t sealed = len - HEAD - NONCE, extra_len = associated(extra, at, topic);
	/* In place of the text to come. */
	strbuf_add(out, at + HEAD + NONCE, sealed - TAG);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)out->text, NULL, NULL, at + HEAD + NONCE, sealed, extra, extra_len,
	                                               at + HEAD, key) ||
	    sodium_unpad(&plain, (const unsigned char *)out->text, sealed - TAG, FRAME_BLOCK)) {
		strbuf_clear(out);
		return false;
	}
	strbuf_splice(out, plain, out->len - plain, "", 0);
	return true;
}

void frame_print(char out[PRINT_SIZE], const unsigned char host_key[SYNC_KEY_SIZE], const unsigned char guest_key[SYNC_KEY_SIZE],
                 const char *topic)
{
	crypto_generichash_state state;
	unsigned char hash[16];
	char id[ID_SIZE];
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)"sysdrill print", 14);
	crypto_generichash_update(&state, host_key, SYNC_KEY_SIZE);
	crypto_generichash_update(&state, guest_key, SYNC_KEY_SIZE);
	crypto_generichash_update(&state, (const unsigned char *)topic, strlen(topic));
	crypto_generichash_final(&state, hash, sizeof hash);
	id_format(id, hash);
	snprintf(out, PRINT_SIZE, "%.4s-%.4s", id, id + 4);
}
