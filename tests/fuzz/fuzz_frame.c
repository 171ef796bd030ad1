/*
 * What comes from a broker before anybody is known: frames, what is said at the door, and a broker's address. Frames open as
 * they were sealed or not at all; what is heard at the door is signed, and harmless to show.
 */
#include "fuzz.h"

#include <sodium.h>
#include <string.h>

#include "base/utf8.h"
#include "peer/frame.h"
#include "peer/lobby.h"
#include "peer/medium.h"

/* The key of a pair whose seed is 32 times the byte 1: what is signed with it, and says so, is heard. */
#define KEY "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
#define OTHER_KEY "8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394"
#define MESSAGE(kind, origin, name, seat, sealed) \
	"{\"kind\": \"" kind "\", \"origin\": \"" origin "\", \"key\": \"" KEY "\", \"name\": \"" name "\", \"seat\": \"" seat \
	"\", \"box\": \"" OTHER_KEY "\", \"sealed\": \"" sealed "\"}"

const char *const fuzz_seeds[] = {
	MESSAGE("here", "HHHHHHHHHHHHHHHH", "Ann", "interviewer", ""),
	MESSAGE("ask", "CCCCCCCCCCCCCCCC", "Bob \\u202e\\u001b[2J\\t", "candidate", ""),
	MESSAGE("in", "CCCCCCCCCCCCCCCC", "", "panel", "00112233445566778899aabbccddeeff"),
	MESSAGE("no", "0123456789ABCDEF", "\xc3\xa9\xff", "observer", ""),
	"mqtts://user:pass@word@broker.example:8883/",
	"mqtt://[::1]:1883",
	"mqtt://127.0.0.1",
	"SD1R",
	"",
	NULL
};

static const unsigned char key[FRAME_KEY_SIZE] = "a key of the fuzzer, thirty-two";
static const char topic[] = "sysdrill/1/00112233445566778899aabbccddeeff";

/* As frames come from the wire: anything. */
static void open_anything(const uint8_t *data, size_t size)
{
	struct strbuf out = STRBUF_INIT;
	enum frame_type type;
	uint8_t epoch;
	frame_head(data, size, &type, &epoch);
	FUZZ_REQUIRE(!frame_open(&out, data, size, key, topic));
	FUZZ_REQUIRE(!out.len);
	strbuf_release(&out);
}

/* A frame that was sealed well, and what somebody on the way made of it. */
static void seal_and_spoil(const uint8_t *data, size_t size)
{
	struct strbuf frame = STRBUF_INIT, out = STRBUF_INIT;
	size_t len = size < SYNC_MESSAGE_MAX ? size : SYNC_MESSAGE_MAX;
	frame_seal(&frame, FRAME_ROOM, (uint8_t)size, key, topic, data, len);
	FUZZ_REQUIRE(frame.len <= FRAME_MAX);
	FUZZ_REQUIRE(frame_open(&out, frame.text, frame.len, key, topic) && out.len == len && !memcmp(out.text, data, len));
	/* The input says where, and what. */
	for (size_t i = 0; i + 2 < size && i < 24; i += 3) {
		size_t at = ((size_t)data[i] << 8 | data[i + 1]) % frame.len;
		char with = (char)(data[i + 2] ? data[i + 2] : 1);
		frame.text[at] ^= with;
		FUZZ_REQUIRE(!frame_open(&out, frame.text, frame.len, key, topic));
		frame.text[at] ^= with;
		FUZZ_REQUIRE(!frame_open(&out, frame.text, at, key, topic));
	}
	strbuf_release(&frame);
	strbuf_release(&out);
}

static bool is_harmless(const char *name)
{
	size_t len = strlen(name);
	for (size_t at = 0; at < len;) {
		int32_t cp;
		at += utf8_decode(name + at, len - at, &cp);
		if (cp < ' ' || utf8_is_unsafe(cp) || cp == 0xFFFD)
			return false;
	}
	return len > 0 && len <= MEMBER_NAME_MAX;
}

static void hear(const char *text, size_t len, const unsigned char *box, const unsigned char *box_secret, const unsigned char *secret)
{
	struct lobby_message message, again;
	struct lobby_ticket ticket;
	struct strbuf written = STRBUF_INIT;
	if (!lobby_read(&message, text, len))
		return;
	FUZZ_REQUIRE(message.kind < LOBBY_KINDS && id_valid(message.origin) && is_harmless(message.name));
	FUZZ_REQUIRE(message.kind != LOBBY_ASK || (message.seat > SEAT_SOLO && message.seat < SEAT_COUNT));
	FUZZ_REQUIRE(!lobby_open_ticket(&message, &ticket, box, box_secret));
	lobby_write(&written, &message, secret);
	FUZZ_REQUIRE(lobby_read(&again, written.text, written.len) || message.seat == SEAT_SOLO);
	FUZZ_REQUIRE(!strcmp(again.name, message.name) || message.seat == SEAT_SOLO);
	strbuf_release(&written);
}

/* Said by somebody who has the code, signs, and may say anything. */
static void say_at_door(const uint8_t *data, size_t size)
{
	unsigned char seed[crypto_sign_SEEDBYTES], sign[SYNC_KEY_SIZE], secret[SYNC_SECRET_SIZE], signature[crypto_sign_BYTES];
	unsigned char box[BOX_KEY_SIZE], box_secret[BOX_SECRET_SIZE], box_seed[crypto_box_SEEDBYTES] = "box";
	struct strbuf digest = STRBUF_INIT, text = STRBUF_INIT;
	memset(seed, 1, sizeof seed);
	crypto_sign_seed_keypair(sign, secret, seed);
	crypto_box_seed_keypair(box, box_secret, box_seed);
	hear((const char *)data, size, box, box_secret, secret);
	strbuf_adds(&digest, "sysdrill lobby ");
	strbuf_add(&digest, data, size);
	crypto_sign_detached(signature, NULL, (const unsigned char *)digest.text, digest.len, secret);
	strbuf_add(&text, signature, sizeof signature);
	strbuf_add(&text, data, size);
	hear(text.text, text.len, box, box_secret, secret);
	strbuf_release(&digest);
	strbuf_release(&text);
}

static void read_address(const uint8_t *data, size_t size)
{
	char *url = xstrndup((const char *)data, size);
	struct broker_url broker;
	struct error err = { "" };
	if (broker_url_parse(&broker, url, &err) == STATUS_OK)
		FUZZ_REQUIRE(*broker.host && broker.port >= 1 && broker.port <= 65535);
	else
		FUZZ_REQUIRE(*err.text);
	free(url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[MEMBER_NAME_MAX + 1], *text = xstrndup((const char *)data, size);
	if (sodium_init() < 0)
		return 0;
	open_anything(data, size);
	seal_and_spoil(data, size);
	say_at_door(data, size);
	read_address(data, size);
	member_name_clean(name, text);
	FUZZ_REQUIRE(is_harmless(name));
	free(text);
	return 0;
}
