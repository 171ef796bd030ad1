/* app/session: a change between two texts, cut into what events can carry, makes one of the other. */
#include "test.h"

#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "session/change.h"
#include "session/event.h"

static void a_change_between_texts_splits_no_character(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"", "a", "ab", "abc", "caf\xC3\xA9", "caf\xC3\xA8", "caf\xC3\xA9\xC3\xA9", "\xE4\xB8\xAD\xE4\xB8\xAE", "\xE4\xB8\xAE",
		"\xC3\xA9" "a", "\xE3\x83\xA9" "a", "aaaa", "aaa",
	};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(texts); j++) {
			struct change change;
			struct strbuf text = STRBUF_INIT;
			strbuf_adds(&text, texts[i]);
			bool differ = change_between(&change, texts[i], strlen(texts[i]), texts[j], strlen(texts[j]));
			assert_int_equal(differ, i != j);
			if (differ) {
				assert_true(!change.len || ((unsigned char)change.text[0] & 0xC0) != 0x80);
				strbuf_splice(&text, change.offset, change.deleted, change.text, change.len);
			}
			assert_string_equal(text.text, texts[j]);
			strbuf_release(&text);
		}
	}
}

static void a_long_change_is_cut_into_parts_that_add_up(void **state)
{
	(void)state;
	struct strbuf pasted = STRBUF_INIT, text = STRBUF_INIT;
	for (int i = 0; i < 10000; i++)
		strbuf_adds(&pasted, i % 3 ? "\xE4\xB8\xAD" : "x");
	strbuf_adds(&text, "[old]");
	struct change rest = { .offset = 1, .deleted = 3, .text = pasted.text, .len = pasted.len }, part;
	while (change_take(&rest, &part)) {
		assert_true(part.len <= SPLICE_MAX);
		assert_true(((unsigned char)part.text[0] & 0xC0) != 0x80);
		strbuf_splice(&text, part.offset, part.deleted, part.text, part.len);
	}
	assert_int_equal(text.len, pasted.len + 2);
	assert_memory_equal(text.text + 1, pasted.text, pasted.len);
	strbuf_release(&pasted);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_between_texts_splits_no_character),
		cmocka_unit_test(a_long_change_is_cut_into_parts_that_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
