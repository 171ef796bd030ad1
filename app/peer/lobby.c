#include "peer/lobby.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"

static const char *const kinds[LOBBY_KINDS] = { [LOBBY_HERE] = "here", [LOBBY_ASK] = "ask", [LOBBY_IN] = "in", [LOBBY_NO] = "no" };

/* Session, host, epoch, key. */
enum { TICKET_SIZE = 16 + 16 + 1 + FRAME_KEY_SIZE, SEALED_SIZE = TICKET_SIZE + crypto_box_SEALBYTES };

_Static_assert(SEALED_SIZE * 2 + 1 <= sizeof ((struct lobby_message *)0)->sealed, "a ticket fits");

static void add_hex(struct strbuf *out, const char *key, const unsigned char *bytes, size_t len)
{
	char hex[2 * 64 + 1];
	sodium_bin2hex(hex, sizeof hex, bytes, len);
	json_add_text(out, key, hex);
}

static void signed_text(struct strbuf *out, const char *text, size_t len)
{
	strbuf_adds(out, "sysdrill lobby ");
	strbuf_add(out, text, len);
}

void lobby_write(struct strbuf *out, const struct lobby_message *message, const unsigned char secret[SYNC_SECRET_SIZE])
{
	struct strbuf text = STRBUF_INIT, digest = STRBUF_INIT;
	unsigned char signature[crypto_sign_BYTES];
	strbuf_addc(&text, '{');
	json_add_text(&text, "kind", kinds[message->kind]);
	json_add_text(&text, "origin", message->origin);
	add_hex(&text, "key", message->key, sizeof message->key);
	json_add_text(&text, "name", message->name);
	json_add_text(&text, "seat", seat_name(message->seat));
	add_hex(&text, "box", message->box, sizeof message->box);
	json_add_text(&text, "sealed", message->sealed);
	strbuf_addc(&text, '}');
	signed_text(&digest, text.text, text.len);
	crypto_sign_detached(signature, NULL, (const unsigned char *)digest.text, digest.len, secret);
	strbuf_add(out, signature, sizeof signature);
	strbuf_add(out, text.text, text.len);
	strbuf_release(&text);
	strbuf_release(&digest);
}

static bool read_hex(const json_t *root, const char *key, unsigned char *out, size_t size)
{
	const char *hex = json_string_value(json_object_get(root, key));
	size_t len;
	return hex && !sodium_hex2bin(out, size, hex, strlen(hex), NULL, &len, NULL) && len == size;
}

static bool read_fields(struct lobby_message *message, const json_t *root)
{
	const char *kind = json_string_value(json_object_get(root, "kind")), *origin = json_string_value(json_object_get(root, "origin"));
	const char *name = json_string_value(json_object_get(root, "name")), *seat = json_string_value(json_object_get(root, "seat"));
	const char *sealed = json_string_value(json_object_get(root, "sealed"));
	if (!kind || !origin || !name || !seat || !sealed || !id_valid(origin) || strlen(sealed) >= sizeof message->sealed ||
	    !read_hex(root, "key", message->key, sizeof message->key) || !read_hex(root, "box", message->box, sizeof message->box))
		return false;
	message->kind = LOBBY_KINDS;
	for (int i = 0; i < LOBBY_KINDS; i++)
		if (!strcmp(kind, kinds[i]))
			message->kind = (enum lobby_kind)i;
	if (message->kind == LOBBY_KINDS || (!seat_parse(seat, &message->seat) && message->kind == LOBBY_ASK))
		return false;
	strcpy(message->origin, origin);
	strcpy(message->sealed, sealed);
	member_name_clean(message->name, name);
	return true;
}

bool lobby_read(struct lobby_message *message, const char *text, size_t len)
{
	*message = (struct lobby_message){ .kind = LOBBY_KINDS };
	if (len <= crypto_sign_BYTES)
		return false;
	const char *json = text + crypto_sign_BYTES;
	size_t json_len = len - crypto_sign_BYTES;
	struct strbuf digest = STRBUF_INIT;
	json_t *root = json_loadb(json, json_len, JSON_REJECT_DUPLICATES, NULL);
	bool right = root && read_fields(message, root);
	signed_text(&digest, json, json_len);
	right = right && !crypto_sign_verify_detached((const unsigned char *)text, (const unsigned char *)digest.text, digest.len, message->key);
	strbuf_release(&digest);
	json_decref(root);
	return right;
}

void lobby_seal_ticket(struct lobby_message *message, const struct lobby_ticket *ticket, const unsigned char box[BOX_KEY_SIZE])
{
	unsigned char plain[TICKET_SIZE], sealed[SEALED_SIZE];
	memcpy(plain, ticket->session, 16);
	memcpy(plain + 16, ticket->host, 16);
	plain[32] = ticket->epoch;
	memcpy(plain + 33, ticket->room_key, FRAME_KEY_SIZE);
	crypto_box_seal(sealed, plain, sizeof plain, box);
	sodium_bin2hex(message->sealed, sizeof message->sealed, sealed, sizeof sealed);
	sodium_memzero(plain, sizeof plain);
}

bool lobby_open_ticket(const struct lobby_message *message, struct lobby_ticket *ticket, const unsigned char box[BOX_KEY_SIZE],
                       const unsigned char box_secret[BOX_SECRET_SIZE])
{
	unsigned char plain[TICKET_SIZE], sealed[SEALED_SIZE];
	size_t len;
	*ticket = (struct lobby_ticket){ .epoch = 0 };
	if (sodium_hex2bin(sealed, sizeof sealed, message->sealed, strlen(message->sealed), NULL, &len, NULL) || len != sizeof sealed ||
	    crypto_box_seal_open(plain, sealed, sizeof sealed, box, box_secret))
		return false;
	memcpy(ticket->session, plain, 16);
	memcpy(ticket->host, plain + 16, 16);
	ticket->epoch = plain[32];
	memcpy(ticket->room_key, plain + 33, FRAME_KEY_SIZE);
	sodium_memzero(plain, sizeof plain);
	return id_valid(ticket->session) && id_valid(ticket->host);
}
