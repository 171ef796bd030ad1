#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/catalog.h"
#include "catalog/estimate_blocks.h"
#include "cli/cli.h"
#include "cli/estimate_print.h"

enum { DOCUMENT_MAX_BYTES = 16 << 20 };

struct run {
	const struct cli *cli;
	const char *path;
	char *text;
	size_t len;
	bool update;
	size_t wrong;           /* errors, and comments that say something else */
	struct strbuf out, err;
};

/* A comment of the document that states another number than comes out. */
static void check_claim(struct run *run, const struct estimate_result *result)
{
	struct estimate_claim claim;
	if (run->update || !estimate_claim_read(result, &claim) || claim.agrees)
		return;
	strbuf_addf(&run->err, "%s:%zu: the comment says %.*s, the result is %s\n", run->path, result->line, (int)claim.place.length,
	            result->text + claim.place.start, result->shown);
	run->wrong++;
}

static void report_lines(struct run *run, const struct worksheet *sheet)
{
	for (size_t i = 0; i < worksheet_line_count(sheet); i++) {
		const struct estimate_result *result = worksheet_line(sheet, i);
		if (result->kind == ESTIMATE_ERROR) {
			strbuf_addf(&run->err, "%s:", run->path);
			estimate_print_error(result->error, &run->err);
			run->wrong++;
			continue;
		}
		if (result->kind == ESTIMATE_VALUE || result->kind == ESTIMATE_ASSERTION)
			strbuf_addf(&run->out, "%s:%zu: ", run->path, result->line);
		estimate_print_line(sheet, i, &(struct estimate_print){ .names = true }, &run->out);
		check_claim(run, result);
	}
}

/* The line with its result as a comment: in place of the number that stands there, else before the words. */
static void add_updated_line(const struct estimate_result *result, const char *line, size_t len, struct strbuf *out)
{
	struct estimate_claim claim;
	size_t words = estimate_comment_start(result->text, result->text_len);
	/* The block's line may lack indentation that the document's has: both end alike. */
	size_t indent = len - result->text_len;
	if (words == result->text_len) {
		strbuf_add(out, line, len);
		strbuf_addf(out, "  # %s", result->shown);
		return;
	}
	bool claims = estimate_claim_read(result, &claim);
	size_t from = claims ? claim.place.start : words, to = claims ? from + claim.place.length : from;
	if (claims && result->text[to] == ' ' && result->text[to + 1] == '(' && memchr(result->text + to, ')', result->text_len - to) &&
	    result->uncertain)
		to = (size_t)((const char *)memchr(result->text + to, ')', result->text_len - to) - result->text) + 1;
	strbuf_add(out, line, indent + from);
	strbuf_addf(out, "%s%s", result->shown, claims ? "" : ", ");
	strbuf_add(out, line + indent + to, result->text_len - to);
}

/* What the line of the document becomes. Typed numbers need no result, and an error has none. */
static bool wants_update(const struct estimate_result *result, size_t len)
{
	return result->kind == ESTIMATE_VALUE && result->text_len <= len && !estimate_is_literal(result);
}

static void update_document(const struct worksheet *sheet, const char *text, size_t len, struct strbuf *out)
{
	for (size_t at = 0, line = 0; at < len; line++) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t whole = end ? (size_t)(end - text) - at : len - at;
		size_t bare = whole && text[at + whole - 1] == '\r' ? whole - 1 : whole;
		const struct estimate_result *result = line < worksheet_line_count(sheet) ? worksheet_line(sheet, line) : NULL;
		if (result && wants_update(result, bare) &&
		    !memcmp(text + at + bare - result->text_len, result->text, result->text_len)) {
			add_updated_line(result, text + at, bare, out);
			strbuf_add(out, text + at + bare, whole - bare);
		} else {
			strbuf_add(out, text + at, whole);
		}
		if (end)
			strbuf_addc(out, '\n');
		at += whole + 1;
	}
}

/* Beside the file first, so that a full disk leaves the old one. */
static int write_document(const char *path, const struct strbuf *text)
{
	struct strbuf beside = STRBUF_INIT;
	struct stat info;
	int status = EXIT_OK;
	strbuf_addf(&beside, "%s.sysdrill-%ld", path, (long)getpid());
	FILE *file = fopen(beside.text, "wx");
	bool fine = file && fwrite(text->text, 1, text->len, file) == text->len;
	if (file && fclose(file) != 0)
		fine = false;
	if (fine && stat(path, &info) == 0)
		chmod(beside.text, info.st_mode & 07777);
	if (!fine || rename(beside.text, path) != 0) {
		status = cli_fail(EXIT_FAILED, "cannot write %s: %s", path, strerror(errno));
		unlink(beside.text);
	}
	strbuf_release(&beside);
	return status;
}

static int finish_update(const struct run *run, const struct worksheet *sheet)
{
	struct strbuf updated = STRBUF_INIT;
	int status = EXIT_OK;
	update_document(sheet, run->text, run->len, &updated);
	if (updated.len != run->len || memcmp(updated.text, run->text, run->len) != 0)
		status = write_document(run->path, &updated);
	strbuf_release(&updated);
	return status;
}

static int run_document(struct run *run)
{
	struct estimate_blocks blocks = ESTIMATE_BLOCKS_INIT;
	struct worksheet *sheet = worksheet_new(NULL);
	struct strbuf text = STRBUF_INIT;
	int status = EXIT_OK;
	estimate_blocks_read(&blocks, run->text, run->len);
	estimate_blocks_worksheet(&blocks, &text);
	worksheet_set_text(sheet, text.text, text.len);
	if (run->cli->json) {
		estimate_print_json(sheet, &run->out);
		run->wrong = worksheet_error_count(sheet);
	} else {
		report_lines(run, sheet);
	}
	if (!blocks.count)
		status = cli_fail(EXIT_FAILED, "%s has no code block marked `estimate`", run->path);
	else if (run->update)
		status = finish_update(run, sheet);
	worksheet_free(sheet);
	strbuf_release(&text);
	estimate_blocks_release(&blocks);
	return status;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	struct run run = { .cli = cli, .out = STRBUF_INIT, .err = STRBUF_INIT };
	struct error err;
	bool options = true;
	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--"))
			options = false;
		else if (options && !strcmp(argv[i], "--update"))
			run.update = true;
		else if ((options && argv[i][0] == '-') || run.path)
			return cli_usage(cli_command("estimate"));
		else
			run.path = argv[i];
	}
	if (!run.path)
		return cli_usage(cli_command("estimate"));
	if (catalog_read_file(run.path, DOCUMENT_MAX_BYTES, &run.text, &run.len, &err) != STATUS_OK)
		return cli_fail(EXIT_FAILED, "%s", err.text);
	int status = run_document(&run);
	fwrite(run.out.text, 1, run.out.len, stdout);
	fflush(stdout);
	fwrite(run.err.text, 1, run.err.len, stderr);
	strbuf_release(&run.out);
	strbuf_release(&run.err);
	free(run.text);
	return status != EXIT_OK ? status : run.wrong ? EXIT_FAILED : EXIT_OK;
}

const struct command cmd_estimate = {
	.name = "estimate",
	.arguments = "FILE.md [--update]",
	.summary = "Run the estimate blocks of a document again",
	.help =
		"The code blocks marked `estimate` are one worksheet; each line is reported with its place. A comment that begins with a\n"
		"number is held against the result: one that says something else is an error. --update writes the results as comments.\n\n"
		"    sysdrill estimate design.md\n"
		"    sysdrill estimate design.md --update\n\n"
		"Exit status: 0, 1 when a line fails, an assertion does not hold or a comment is wrong, 2 for wrong usage.",
	.run = run,
};
