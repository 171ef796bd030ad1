/* The quantity that a line's comment begins with, as documents state their results. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "lexer.h"
#include "worksheet.h"

enum { WORDS_MAX = 8, CLAIM_BYTES_MAX = 80 };

/* Where the comment's text begins; the length of the line when it has none. */
static size_t comment_start(const char *text, size_t len)
{
	struct lexer lexer = { .text = text, .len = (uint32_t)(len < ESTIMATE_LINE_MAX ? len : ESTIMATE_LINE_MAX) };
	while (lexer_next(&lexer, false).kind != TOKEN_END)
		continue;
	size_t at = lexer.at;
	if (at >= len || text[at] != '#')
		return len;
	for (at++; at < len && (text[at] == ' ' || text[at] == '\t'); at++)
		continue;
	return at;
}

static bool same_kind(const struct estimate_result *a, const struct estimate_result *b)
{
	return a->kind == ESTIMATE_VALUE && !strcmp(a->dimension, b->dimension);
}

/* Ends of the words that may belong to the quantity: up to a comma that no digit follows, a colon or a bracket. */
static size_t word_ends(const char *text, size_t len, size_t ends[WORDS_MAX])
{
	size_t count = 0;
	for (size_t i = 0; i < len && i < CLAIM_BYTES_MAX && count < WORDS_MAX; i++) {
		char c = text[i], next = i + 1 < len ? text[i + 1] : '\0';
		bool stop = c == ':' || c == ';' || c == '(' || (c == ',' && !isdigit((unsigned char)next));
		if (stop || next == ' ' || next == '\0')
			ends[count++] = stop ? i : i + 1;
		if (stop)
			break;
	}
	if (count < WORDS_MAX && len <= CLAIM_BYTES_MAX && (count == 0 || ends[count - 1] < len) && !memchr(text, ',', len) &&
	    !memchr(text, ':', len) && !memchr(text, ';', len) && !memchr(text, '(', len))
		ends[count++] = len;
	return count;
}

bool estimate_claim_read(const struct estimate_result *result, struct estimate_claim *claim)
{
	size_t start = comment_start(result->text, result->text_len), ends[WORDS_MAX];
	const char *text = result->text + start;
	size_t len = result->text_len - start;
	*claim = (struct estimate_claim){ .place = { start, 0 } };
	/* What is typed is no result: x = 350 B # 200 B for the key, and more. */
	if (result->kind != ESTIMATE_VALUE || estimate_is_literal(result) || len == 0 || !(isdigit((unsigned char)*text) || strchr("$-.", *text)))
		return false;
	struct worksheet *sheet = worksheet_new(NULL);
	bool found = false;
	for (size_t n = word_ends(text, len, ends); n-- > 0 && !found;) {
		worksheet_set_text(sheet, text, ends[n]);
		if (worksheet_line_count(sheet) != 1 || !same_kind(worksheet_line(sheet, 0), result))
			continue;
		double stated = worksheet_line(sheet, 0)->base_value;
		claim->place.length = ends[n];
		claim->base_value = stated;
		/* Three digits are stated, the last may be rounded either way; whole things are rounded up. */
		claim->agrees = fabs(stated - result->base_value) <= 0.00501 * fabs(result->base_value) ||
		                (strstr(result->shown, " ") && fabs(stated - ceil(result->base_value - 1e-9)) < 1e-9 &&
		                 !strcmp(result->dimension, "1"));
		found = true;
	}
	worksheet_free(sheet);
	return found;
}

size_t estimate_comment_start(const char *text, size_t len)
{
	return comment_start(text, len);
}

bool estimate_is_literal(const struct estimate_result *result)
{
	const struct line *line = (const struct line *)result;
	return line->node_count == 1 && (line->node[0].kind == NODE_NUMBER || line->node[0].kind == NODE_RANGE);
}
