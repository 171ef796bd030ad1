/* app/base/sha256: the sums are those of FIPS 180-4. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/strbuf.h"

/* The examples that NIST publishes beside the standard. */
static void the_published_examples_come_out(void **state)
{
	(void)state;
	static const struct { const char *text, *hex; } examples[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
		  "nopqrstu", "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
	};
	char hex[SHA256_HEX_SIZE];
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		sha256_hex(examples[i].text, strlen(examples[i].text), hex);
		assert_string_equal(hex, examples[i].hex);
	}
}

static void a_million_letters_come_out(void **state)
{
	(void)state;
	char hex[SHA256_HEX_SIZE];
	char *text = xmalloc(1000000);
	memset(text, 'a', 1000000);
	sha256_hex(text, 1000000, hex);
	free(text);
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void the_sum_does_not_depend_on_how_the_text_is_cut(void **state)
{
	(void)state;
	unsigned char text[200], whole[SHA256_SIZE], parts[SHA256_SIZE];
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (unsigned char)(i * 7);
	for (size_t len = 0; len <= sizeof text; len++) {
		struct sha256 sum;
		sha256_init(&sum);
		sha256_add(&sum, text, len);
		sha256_finish(&sum, whole);
		sha256_init(&sum);
		for (size_t at = 0; at < len; at++)
			sha256_add(&sum, text + at, 1);
		sha256_finish(&sum, parts);
		assert_memory_equal(whole, parts, SHA256_SIZE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_examples_come_out),
		cmocka_unit_test(a_million_letters_come_out),
		cmocka_unit_test(the_sum_does_not_depend_on_how_the_text_is_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
