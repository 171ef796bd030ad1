/*
 * The words of prose, for the spelling test: prose FILE... prints `file:line:word` for each. Markdown is read through libcmark;
 * a manual page (its name does not end in .md) is read by lines. Not prose, and so left out: code, lines of a card that hold what
 * other people type (`ask`, `terms`, `shows`, `unless`) or ids, the name that a line of a card begins with, the names of people and
 * books below "Further reading" and "Sources", and whatever looks like a path, an address, an abbreviation or a formula.
 */
#include <cmark.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "catalog/outline.h"

static bool is_letter(int32_t cp)
{
	return utf8_is_word(cp) && cp != '_' && !(cp >= '0' && cp <= '9');
}

/* URL, QoS, IDs: whoever knows them spells them by heart. */
static bool is_abbreviation(const char *word, size_t len)
{
	size_t capitals = 0;
	for (size_t i = 0; i < len; i++)
		capitals += word[i] >= 'A' && word[i] <= 'Z';
	return len == 1 || capitals == len || (capitals == len - 1 && word[len - 1] == 's');
}

/* Letters, with apostrophes and hyphens inside; without the 's of a possessive. */
static size_t word_length(const char *text, size_t len)
{
	size_t at = 0, end = 0;
	while (at < len) {
		int32_t cp;
		size_t n = utf8_decode(text + at, len - at, &cp);
		if (is_letter(cp))
			end = at + n;
		else if (cp != '\'' && cp != '-')
			break;
		at += n;
	}
	return end > 2 && !strncmp(text + end - 2, "'s", 2) ? end - 2 : end;
}

static void print_words(const char *path, int line, const char *chunk, size_t len)
{
	for (size_t at = 0; at < len;) {
		int32_t cp;
		size_t n = utf8_decode(chunk + at, len - at, &cp);
		if (!is_letter(cp)) {
			at += n;
			continue;
		}
		n = word_length(chunk + at, len - at);
		if (!is_abbreviation(chunk + at, n))
			printf("%s:%d:%.*s\n", path, line, (int)n, chunk + at);
		at += n + (at + n + 1 < len && !strncmp(chunk + at + n, "'s", 2) ? 2 : 0);
	}
}

/* "app/coach", "example.com", "p99", "x = y": no words of a sentence. */
static bool is_prose(const char *chunk, size_t len)
{
	while (len && strchr(".,;:!?)\"", chunk[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++)
		if (strchr("0123456789_.@=<>\\#$^", chunk[i]))
			return false;
	return true;
}

static void print_text(const char *path, int line, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, " \n");
		if (is_prose(text, len))
			print_words(path, line, text, len);
		text += len;
		line += *text == '\n';
		text += *text != '\0';
	}
}

/* ---- Markdown ---- */

/*
 * Behind the name that a line of a card begins with, or behind `name = value :` as calculators have them; the end of the text
 * when the rest is no prose.
 */
static const char *card_value(const char *text)
{
	static const char *const no_prose[] = {
		"id", "ask", "terms", "shows", "unless", "points", "problems", "changes", "keeps", "tags", "minutes", "criterion",
	};
	size_t name = strcspn(text, ": \n");
	const char *behind = strstr(text, " : ");
	if (behind && !strncmp(text + name, " = ", 3))
		return behind;
	if (text[name] != ':' || text[name + 1] != ' ')
		return text;
	for (size_t i = 0; i < ARRAY_SIZE(no_prose); i++)
		if (strlen(no_prose[i]) == name && !strncmp(text, no_prose[i], name))
			return text + strlen(text);
	return text + name + 1;
}

static bool is_in_list(cmark_node *block)
{
	return cmark_node_get_type(cmark_node_parent(block)) == CMARK_NODE_ITEM && !cmark_node_previous(block);
}

static void print_markdown(const char *path, const char *text, size_t len)
{
	struct strbuf words = STRBUF_INIT;
	bool names = false;
	cmark_node *root = cmark_parse_document(text, len, CMARK_OPT_DEFAULT);
	cmark_iter *iter = cmark_iter_new(root);
	cmark_node *node;
	while ((node = block_next(iter))) {
		strbuf_clear(&words);
		block_words(node, '0', &words);
		if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
			names = !strcmp(words.text, "Further reading") || !strcmp(words.text, "Sources");
		const char *prose = is_in_list(node) ? card_value(words.text) : words.text;
		if (!names)
			print_text(path, cmark_node_get_start_line(node), prose);
	}
	cmark_iter_free(iter);
	cmark_node_free(root);
	strbuf_release(&words);
}

/* ---- a manual page: lines that are neither request nor example, and the headings ---- */

static void print_manual(const char *path, const char *text)
{
	bool literal = false;
	for (int line = 1; *text; line++) {
		size_t len = strcspn(text, "\n");
		char *words = xstrndup(text, len);
		if (!strncmp(words, ".Bd", 3) || !strncmp(words, ".Ed", 3))
			literal = words[1] == 'B';
		else if (*words != '.' && !literal)
			print_text(path, line, words);
		else if (!strncmp(words, ".Nd ", 4) || !strncmp(words, ".Sh ", 4) || !strncmp(words, ".Ss ", 4))
			print_text(path, line, words + 4);
		free(words);
		text += len + (text[len] == '\n');
	}
}

static bool read_file(const char *path, struct strbuf *text)
{
	FILE *file = fopen(path, "r");
	char buffer[8192];
	size_t n;
	if (!file)
		return false;
	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
		strbuf_add(text, buffer, n);
	fclose(file);
	return true;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct strbuf text = STRBUF_INIT;
		size_t len = strlen(argv[i]);
		if (!read_file(argv[i], &text)) {
			fprintf(stderr, "prose: cannot read %s\n", argv[i]);
			return 1;
		}
		if (len > 3 && !strcmp(argv[i] + len - 3, ".md"))
			print_markdown(argv[i], text.text, text.len);
		else
			print_manual(argv[i], text.text);
		strbuf_release(&text);
	}
	return 0;
}
