/*
 * Worksheets from anywhere: every line ends in a result or an error that can be shown; what is shown can be typed again; and
 * editing a worksheet gives the same results as typing it anew.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "estimate.h"

const char *const fuzz_seeds[] = {
	"urls = 100M/day\nwrites = urls in /s # 1.16k/s\nrecord = 500 B\nurls * record * 10 years in TB\nassert writes > 1k/s\n",
	"1 GB / 2 GB/s\n6 GB/2 s\n1/2 s\n$0.023 / GB/month * 5 TB in USD/month\n-2^2 + (3 - 4) * 2^-3\n",
	"x = 80M to 120M\ny = 300 to 700 B\nx * y in GB\n-5 to 10\nassert x * 2 > 100M within 5%\n",
	"unit sprocket\n12 sprockets / 3 sprockets/s\nceil(20,000 / 24)\nmax(1, 5 servers)\nzipf_hit(1e12, 1e9, 0.99)\n",
	"series(99.9%, parallel(99%, 99.99%))\n99.9%^3\nlog(62^7, 62) * 1 character\nsqrt(9 s^2)\nexp(-1) * ln(2)\n",
	"500B\n2 x\n5 GB + 3 s\nx to TB\n700 to 300 B\n5 users in servers\n10:1\n1,5\n2^41 ms\n\xc3\x97 \xe2\x82\xac \xff\n",
	"((((((((((1))))))))))\n1e308 * 10\n1e-300 * 1e-300\n10^400\n0/0\nmin(1 s, 2 min, 3 h) in us\n",
	NULL,
};

static int has_text(const char *text)
{
	return text != NULL;
}

static void check_line(const struct estimate_result *result, size_t number)
{
	char text[64], whole[8192];
	FUZZ_REQUIRE(result->line == number);
	FUZZ_REQUIRE(has_text(result->shown) && has_text(result->unit) && has_text(result->detail));
	if (result->kind == ESTIMATE_ERROR) {
		FUZZ_REQUIRE(result->error && result->error->line == number && *result->error->message);
		FUZZ_REQUIRE(result->error->primary.start + result->error->primary.length <= result->text_len + 1);
		size_t len = estimate_error_text(result->error, whole, sizeof whole);
		FUZZ_REQUIRE(len < sizeof whole && len == strlen(whole));
		FUZZ_REQUIRE(estimate_error_text(result->error, text, sizeof text) == len);
		return;
	}
	FUZZ_REQUIRE(!result->error);
	if (result->kind != ESTIMATE_VALUE)
		return;
	FUZZ_REQUIRE(isfinite(result->base_value) && *result->shown);
	if (result->uncertain)
		FUZZ_REQUIRE(result->p5 <= result->p95);
}

static int same_result(const struct estimate_result *a, const struct estimate_result *b)
{
	if (a->kind != b->kind || strcmp(a->shown, b->shown) || strcmp(a->unit, b->unit) || a->note_count != b->note_count)
		return 0;
	if (a->kind == ESTIMATE_ERROR)
		return !strcmp(a->error->message, b->error->message) && !strcmp(a->error->suggestion, b->error->suggestion) &&
		       a->error->column == b->error->column;
	return a->value == b->value || a->kind != ESTIMATE_VALUE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct estimate_settings settings = ESTIMATE_SETTINGS_INIT;
	settings.samples = 64;
	struct worksheet *edited = worksheet_new(&settings), *fresh = worksheet_new(&settings);
	size_t half = size / 2;
	worksheet_set_text(edited, text + half, size - half);
	worksheet_set_text(edited, text, half);
	worksheet_set_text(edited, text, size);
	worksheet_set_text(fresh, text, size);
	FUZZ_REQUIRE(worksheet_line_count(edited) == worksheet_line_count(fresh));
	for (size_t i = 0; i < worksheet_line_count(fresh); i++) {
		struct estimate_share shares[4];
		size_t columns[8];
		double low, high;
		check_line(worksheet_line(fresh, i), i + 1);
		FUZZ_REQUIRE(same_result(worksheet_line(edited, i), worksheet_line(fresh, i)));
		worksheet_shares(fresh, i, shares, 4);
		worksheet_histogram(fresh, i, columns, 8, &low, &high);
	}
	worksheet_free(edited);
	worksheet_free(fresh);
	return 0;
}
