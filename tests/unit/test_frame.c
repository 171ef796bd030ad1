/* Frames: what is sealed comes back whole or not at all, and what a broker sees of it tells nothing but when and about how much. */
#include "config.h"

#include "test.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "peer/frame.h"
#include "session/room_code.h"

#define TOPIC "sysdrill/1/00112233445566778899aabbccddeeff"
#define OTHER_TOPIC "sysdrill/1/00112233445566778899aabbccddeefe"

enum { HEAD_SIZE = 5, TYPE_AT = 3, EPOCH_AT = 4, NONCE_SIZE = 24, TAG_SIZE = 16 };

static const unsigned char key[FRAME_KEY_SIZE] = "a key of the tests, thirty-two ";

static struct strbuf seal(const void *message, size_t len)
{
	struct strbuf frame = STRBUF_INIT;
	frame_seal(&frame, FRAME_ROOM, 3, key, TOPIC, message, len);
	return frame;
}

static bool opens(const void *frame, size_t len, const unsigned char *with, const char *topic)
{
	struct strbuf message = STRBUF_INIT;
	/* A block of just this size, so that a sanitizer sees a read beyond its end. */
	unsigned char *exact = xmalloc(len ? len : 1);
	memcpy(exact, frame, len);
	bool open = frame_open(&message, exact, len, with, topic);
	assert_true(open || message.len == 0);
	strbuf_release(&message);
	free(exact);
	return open;
}

static void comes_back(size_t len)
{
	unsigned char *message = xmalloc(len + 1);
	struct strbuf out = STRBUF_INIT;
	enum frame_type type;
	uint8_t epoch;
	randombytes_buf(message, len);
	struct strbuf frame = seal(message, len);
	assert_true(frame_head(frame.text, frame.len, &type, &epoch));
	assert_int_equal(type, FRAME_ROOM);
	assert_int_equal(epoch, 3);
	assert_true(frame.len <= FRAME_MAX);
	assert_true(frame_open(&out, frame.text, frame.len, key, TOPIC));
	assert_int_equal(out.len, len);
	assert_memory_equal(out.text, message, len);
	strbuf_release(&frame);
	strbuf_release(&out);
	free(message);
}

static void every_length_comes_back(void **state)
{
	(void)state;
	for (size_t len = 0; len <= 3 * FRAME_BLOCK + 1; len++)
		comes_back(len);
	for (size_t len = SYNC_MESSAGE_MAX - FRAME_BLOCK - 1; len <= SYNC_MESSAGE_MAX; len += 16)
		comes_back(len);
	comes_back(SYNC_MESSAGE_MAX - 1);
	comes_back(SYNC_MESSAGE_MAX);
}

/* What looks like padding at the end of a message is a part of it. */
static void a_message_that_ends_like_padding_comes_back(void **state)
{
	(void)state;
	static const char *const tails[] = { "\x80", "\x80\0\0", "\0\0\0", "\x80\x80", "x\x80\0" };
	static const size_t sizes[] = { 1, 3, 3, 2, 3 };
	for (size_t i = 0; i < ARRAY_SIZE(tails); i++) {
		struct strbuf frame = seal(tails[i], sizes[i]), out = STRBUF_INIT;
		assert_true(frame_open(&out, frame.text, frame.len, key, TOPIC));
		assert_int_equal(out.len, sizes[i]);
		assert_memory_equal(out.text, tails[i], sizes[i]);
		strbuf_release(&frame);
		strbuf_release(&out);
	}
}

static void every_flipped_bit_is_refused(void **state)
{
	(void)state;
	struct strbuf frame = seal("what was said", 13);
	assert_true(opens(frame.text, frame.len, key, TOPIC));
	for (size_t i = 0; i < frame.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			frame.text[i] ^= (char)(1 << bit);
			if (opens(frame.text, frame.len, key, TOPIC))
				fail_msg("bit %d of byte %zu changed, and it opens", bit, i);
			frame.text[i] ^= (char)(1 << bit);
		}
	assert_true(opens(frame.text, frame.len, key, TOPIC));
	strbuf_release(&frame);
}

static void what_is_cut_or_longer_is_refused(void **state)
{
	(void)state;
	char message[2 * FRAME_BLOCK] = "two blocks and the padding";
	struct strbuf frame = seal(message, sizeof message);
	size_t whole = frame.len;
	for (size_t len = 0; len < whole; len++)
		assert_false(opens(frame.text, len, key, TOPIC));
	for (size_t more = 1; more <= 2 * FRAME_BLOCK; more++) {
		strbuf_addc(&frame, 0);
		assert_false(opens(frame.text, frame.len, key, TOPIC));
	}
	strbuf_release(&frame);
}

static void another_key_topic_type_or_epoch_opens_nothing(void **state)
{
	(void)state;
	unsigned char other[FRAME_KEY_SIZE];
	struct strbuf frame = seal("what was said", 13);
	for (size_t i = 0; i < FRAME_KEY_SIZE; i++) {
		memcpy(other, key, sizeof other);
		other[i] ^= 1;
		assert_false(opens(frame.text, frame.len, other, TOPIC));
	}
	assert_false(opens(frame.text, frame.len, key, OTHER_TOPIC));
	assert_false(opens(frame.text, frame.len, key, ""));
	assert_false(opens(frame.text, frame.len, key, TOPIC "0"));
	frame.text[TYPE_AT] = FRAME_LOBBY;
	assert_false(opens(frame.text, frame.len, key, TOPIC));
	frame.text[TYPE_AT] = FRAME_ROOM;
	for (int epoch = 0; epoch < 256; epoch++) {
		frame.text[EPOCH_AT] = (char)epoch;
		assert_int_equal(opens(frame.text, frame.len, key, TOPIC), epoch == 3);
	}
	strbuf_release(&frame);
}

static void hostile_bytes_are_no_frame(void **state)
{
	(void)state;
	enum frame_type type;
	uint8_t epoch;
	size_t smallest = HEAD_SIZE + NONCE_SIZE + TAG_SIZE + FRAME_BLOCK;
	char *bytes = xcalloc(1, FRAME_MAX + FRAME_BLOCK + 1);
	memcpy(bytes, "SD1R", 4);
	for (size_t len = 0; len <= FRAME_MAX + FRAME_BLOCK; len++) {
		bool shaped = len >= smallest && len <= FRAME_MAX && (len - smallest) % FRAME_BLOCK == 0;
		assert_int_equal(frame_head(bytes, len, &type, &epoch), shaped);
		if (len % 97 == 0 || shaped)
			assert_false(opens(bytes, len, key, TOPIC));
	}
	static const char *const heads[] = { "SD2R", "sd1R", "SD1\0", "SD1X", "SD1r", "\0\0\0\0", "HTTP" };
	for (size_t i = 0; i < ARRAY_SIZE(heads); i++) {
		memcpy(bytes, heads[i], 4);
		assert_false(frame_head(bytes, smallest, &type, &epoch));
	}
	free(bytes);
}

/* Sealed by somebody who has the key, but padded by nobody's rule. */
static void padding_that_is_none_is_refused(void **state)
{
	(void)state;
	unsigned char head[HEAD_SIZE + NONCE_SIZE] = "SD1R\3", extra[HEAD_SIZE + sizeof TOPIC - 1], plain[FRAME_BLOCK];
	unsigned char frame[sizeof head + sizeof plain + TAG_SIZE];
	memcpy(extra, head, HEAD_SIZE);
	memcpy(extra + HEAD_SIZE, TOPIC, sizeof TOPIC - 1);
	for (int filled = 0; filled < 3; filled++) {
		memset(plain, filled ? filled == 1 ? 'x' : 0x81 : 0, sizeof plain);
		memcpy(frame, head, sizeof head);
		crypto_aead_xchacha20poly1305_ietf_encrypt(frame + sizeof head, NULL, plain, sizeof plain, extra, sizeof extra, NULL,
		                                           head + HEAD_SIZE, key);
		assert_false(opens(frame, sizeof frame, key, TOPIC));
	}
	/* The same with a rule's end is one, so that this test tests what it says. */
	plain[sizeof plain - 1] = 0x80;
	crypto_aead_xchacha20poly1305_ietf_encrypt(frame + sizeof head, NULL, plain, sizeof plain, extra, sizeof extra, NULL,
	                                           head + HEAD_SIZE, key);
	assert_true(opens(frame, sizeof frame, key, TOPIC));
}

static void all_messages_of_a_block_look_equally_long(void **state)
{
	(void)state;
	char message[2 * FRAME_BLOCK] = "";
	size_t first = 0, second = 0;
	for (size_t len = 0; len < 2 * FRAME_BLOCK; len++) {
		struct strbuf frame = seal(message, len);
		size_t *size = len < FRAME_BLOCK ? &first : &second;
		if (!*size)
			*size = frame.len;
		assert_int_equal(frame.len, *size);
		strbuf_release(&frame);
	}
	assert_int_equal(second, first + FRAME_BLOCK);
}

static bool has(const struct strbuf *frame, const void *needle, size_t len)
{
	return memmem(frame->text, frame->len, needle, len) != NULL;
}

static void a_frame_shows_nothing_of_what_is_in_it(void **state)
{
	(void)state;
	static const char message[] = "How many requests a second? AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	struct strbuf frame = seal(message, strlen(message)), again = seal(message, strlen(message));
	assert_false(has(&frame, key, 8));
	assert_false(has(&frame, message, 8));
	assert_false(has(&frame, "AAAA", 4));
	assert_false(has(&frame, TOPIC, 16));
	/* The same again looks different: whoever listens cannot tell that it is the same. */
	assert_int_equal(frame.len, again.len);
	assert_memory_equal(frame.text, again.text, HEAD_SIZE);
	for (size_t at = HEAD_SIZE; at + 16 <= frame.len; at += 16)
		assert_memory_not_equal(frame.text + at, again.text + at, 16);
	strbuf_release(&frame);
	strbuf_release(&again);
}

static void a_code_gives_topic_and_key_and_neither_gives_the_code(void **state)
{
	(void)state;
	char code[ID_SIZE], topic[TOPIC_SIZE], again[TOPIC_SIZE], other[TOPIC_SIZE];
	unsigned char lobby[FRAME_KEY_SIZE], lobby_again[FRAME_KEY_SIZE], lobby_other[FRAME_KEY_SIZE];
	assert_true(room_code_parse("7k3m-q2xv-9tra-h4wp", code));
	assert_true(frame_derive(code, topic, lobby));
	assert_true(frame_derive(code, again, lobby_again));
	assert_string_equal(topic, again);
	assert_memory_equal(lobby, lobby_again, sizeof lobby);
	assert_int_equal(strlen(topic), 11 + 32);
	assert_memory_equal(topic, "sysdrill/1/", 11);
	assert_int_equal(strspn(topic + 11, "0123456789abcdef"), 32);
	for (size_t i = 0; i + 4 <= strlen(code); i++)
		assert_false(memmem(topic + 11, 32, code + i, 4) && strspn(code + i, "0123456789") < 4);
	/* The room's name is the salt, the rest the secret: either one changes everything. */
	for (int i = 0; i < 2; i++) {
		room_code_parse(i ? "7k3m-q2xv-9tra-h4wq" : "7k3n-q2xv-9tra-h4wp", code);
		assert_true(frame_derive(code, other, lobby_other));
		assert_string_not_equal(topic, other);
		assert_memory_not_equal(lobby, lobby_other, sizeof lobby);
	}
}

static void a_fingerprint_is_the_same_on_both_screens_and_no_others(void **state)
{
	(void)state;
	unsigned char host[SYNC_KEY_SIZE], guest[SYNC_KEY_SIZE], other[SYNC_KEY_SIZE];
	char print[PRINT_SIZE], again[PRINT_SIZE];
	randombytes_buf(host, sizeof host);
	randombytes_buf(guest, sizeof guest);
	frame_print(print, host, guest, TOPIC);
	frame_print(again, host, guest, TOPIC);
	assert_string_equal(print, again);
	assert_int_equal(strlen(print), 9);
	assert_int_equal(print[4], '-');
	assert_int_equal(strspn(print, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), 9);
	frame_print(again, guest, host, TOPIC);
	assert_string_not_equal(print, again);
	frame_print(again, host, guest, OTHER_TOPIC);
	assert_string_not_equal(print, again);
	for (size_t i = 0; i < SYNC_KEY_SIZE; i++) {
		memcpy(other, guest, sizeof other);
		other[i] ^= 1;
		frame_print(again, host, other, TOPIC);
		assert_string_not_equal(print, again);
		memcpy(other, host, sizeof other);
		other[i] ^= 0x80;
		frame_print(again, other, guest, TOPIC);
		assert_string_not_equal(print, again);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_length_comes_back),
		cmocka_unit_test(a_message_that_ends_like_padding_comes_back),
		cmocka_unit_test(every_flipped_bit_is_refused),
		cmocka_unit_test(what_is_cut_or_longer_is_refused),
		cmocka_unit_test(another_key_topic_type_or_epoch_opens_nothing),
		cmocka_unit_test(hostile_bytes_are_no_frame),
		cmocka_unit_test(padding_that_is_none_is_refused),
		cmocka_unit_test(all_messages_of_a_block_look_equally_long),
		cmocka_unit_test(a_frame_shows_nothing_of_what_is_in_it),
		cmocka_unit_test(a_code_gives_topic_and_key_and_neither_gives_the_code),
		cmocka_unit_test(a_fingerprint_is_the_same_on_both_screens_and_no_others),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
