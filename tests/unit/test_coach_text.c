/* app/coach/text: what people type becomes tokens that meet each other, whatever the spelling. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "coach/text.h"

/* The stems of `text`, joined by blanks, stop words left out. */
static char *stems(const char *text)
{
	struct tokens tokens = TOKENS_INIT;
	struct strbuf out = STRBUF_INIT;
	tokens_read(&tokens, text, strlen(text));
	for (size_t i = 0; i < tokens.count; i++)
		if (!tokens.items[i].stop)
			strbuf_addf(&out, "%s%s", out.len ? " " : "", tokens.items[i].stem);
	tokens_release(&tokens);
	return strbuf_detach(&out, NULL);
}

static void assert_alike(const char *a, const char *b)
{
	char *x = stems(a), *y = stems(b);
	assert_string_equal(x, y);
	free(x);
	free(y);
}

static void endings_do_not_matter(void **state)
{
	(void)state;
	static const char *const words[][2] = {
		{ "create", "creation" }, { "created", "creating" }, { "replicate", "replication" }, { "replicated", "replicating" },
		{ "query", "queries" }, { "retry", "retried" }, { "cache", "caching" }, { "caches", "cached" },
		{ "shorten", "shortener" }, { "available", "availability" }, { "consistent", "consistency" },
		{ "secure", "security" }, { "notify", "notification" }, { "immediate", "immediately" },
		{ "partition", "partitioned" }, { "follow", "followers" }, { "ship", "shipped" }, { "expire", "expiration" },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_alike(words[i][0], words[i][1]);
}

static void different_words_stay_different(void **state)
{
	(void)state;
	static const char *const words[][2] = {
		{ "customer", "custom" }, { "user", "use" }, { "server", "serve" }, { "news", "new" }, { "rate", "ratio" },
		{ "write", "read" }, { "status", "state" },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		char *x = stems(words[i][0]), *y = stems(words[i][1]);
		assert_string_not_equal(x, y);
		free(x);
		free(y);
	}
}

static void one_number_in_many_spellings_is_one_number(void **state)
{
	(void)state;
	assert_alike("100M users", "100 million users");
	assert_alike("100,000,000 users", "100m users");
	assert_alike("1.5k", "1,500");
	assert_alike("seven chars", "7 characters");
	assert_alike("base62", "base 62");
	assert_alike("50ms", "50 ms");
	assert_alike("99.99%", "99.99 %");
}

static void short_forms_are_spelt_out(void **state)
{
	(void)state;
	assert_alike("db behind an lb", "database behind a load balancer");
	assert_alike("msgs / sec", "messages per second");
	assert_alike("w/o auth", "without authentication");
}

static void bullets_and_sentences_are_told_apart(void **state)
{
	(void)state;
	static const char text[] = "# Design\n- one cache\n- two queues, e.g. for mail\n\n"
		"A paragraph that was wrapped at a margin by an editor, as some\npeople do. And its second sentence: 1.5 ms.";
	static const uint32_t sentence_of[] = { 0, 1, 2, 4, 5 };
	static const char *const word[] = { "design", "cache", "queues", "people", "ms" };
	struct tokens tokens = TOKENS_INIT;
	size_t found = 0;
	tokens_read(&tokens, text, strlen(text));
	for (size_t i = 0; i < tokens.count; i++)
		for (size_t k = 0; k < 5; k++)
			if (tokens.items[i].word && !strcmp(tokens.items[i].word, word[k])) {
				assert_int_equal(tokens.items[i].sentence, sentence_of[k]);
				found++;
			}
	assert_int_equal(found, 5);
	tokens_release(&tokens);
}

static void a_colon_between_digits_and_a_call_end_no_clause(void **state)
{
	(void)state;
	static const struct { const char *text; uint32_t last; } texts[] = {
		{ "1:1 chats at 08:00", 0 }, { "hash(id", 0 }, { "hash(user_id) of it", 1 }, { "later: cache", 1 }, { "cache (later", 1 },
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct tokens tokens = TOKENS_INIT;
		tokens_read(&tokens, texts[i].text, strlen(texts[i].text));
		assert_int_equal(tokens.items[tokens.count - 1].clause, texts[i].last);
		tokens_release(&tokens);
	}
}

static void tokens_point_at_the_bytes_they_were_read_from(void **state)
{
	(void)state;
	static const char text[] = "na\xC3\xAFve caches \xE2\x86\x92 100 million users, don\xE2\x80\x99t";
	struct tokens tokens = TOKENS_INIT;
	tokens_read(&tokens, text, sizeof text - 1);
	assert_int_equal(tokens.count, 6);
	assert_memory_equal(text + tokens.items[0].from, "na\xC3\xAFve", 6);
	assert_int_equal(tokens.items[3].to - tokens.items[3].from, strlen("100 million"));
	assert_string_equal(tokens.items[5].word, "dont");
	assert_true(text_is_negator(&tokens.items[5]));
	tokens_release(&tokens);
}

static void one_wrong_letter_is_told_from_two(void **state)
{
	(void)state;
	assert_true(text_one_typo("latency", "latancy"));
	assert_true(text_one_typo("latency", "latncy"));
	assert_true(text_one_typo("latency", "latenncy"));
	assert_true(text_one_typo("latency", "latecny"));
	assert_false(text_one_typo("latency", "latanzy"));
	assert_false(text_one_typo("reader", "writer"));
}

static void the_tables_are_in_order_so_that_searching_finds(void **state)
{
	(void)state;
	static const char *const stops[] = {
#define STOP(word) word,
#include "coach/stop.def"
#undef STOP
	};
	static const char *const weak[] = {
#define WEAK(word) word,
#include "coach/weak.def"
#undef WEAK
	};
	static const char *const brief[] = {
#define ABBREVIATION(brief, full) brief,
#include "coach/abbreviation.def"
#undef ABBREVIATION
	};
	for (size_t i = 1; i < sizeof stops / sizeof *stops; i++)
		assert_true(strcmp(stops[i - 1], stops[i]) < 0);
	for (size_t i = 1; i < sizeof weak / sizeof *weak; i++)
		assert_true(strcmp(weak[i - 1], weak[i]) < 0);
	for (size_t i = 1; i < sizeof brief / sizeof *brief; i++)
		assert_true(strcmp(brief[i - 1], brief[i]) < 0);
}

static void any_bytes_are_accepted(void **state)
{
	(void)state;
	char bytes[4096];
	uint32_t seed = 1;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
	struct tokens tokens = TOKENS_INIT;
	tokens_read(&tokens, bytes, sizeof bytes);
	for (size_t i = 0; i < tokens.count; i++) {
		assert_true(tokens.items[i].from < tokens.items[i].to);
		assert_true(tokens.items[i].to <= sizeof bytes);
	}
	tokens_release(&tokens);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(endings_do_not_matter),
		cmocka_unit_test(different_words_stay_different),
		cmocka_unit_test(one_number_in_many_spellings_is_one_number),
		cmocka_unit_test(short_forms_are_spelt_out),
		cmocka_unit_test(bullets_and_sentences_are_told_apart),
		cmocka_unit_test(a_colon_between_digits_and_a_call_end_no_clause),
		cmocka_unit_test(tokens_point_at_the_bytes_they_were_read_from),
		cmocka_unit_test(one_wrong_letter_is_told_from_two),
		cmocka_unit_test(the_tables_are_in_order_so_that_searching_finds),
		cmocka_unit_test(any_bytes_are_accepted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
