#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/open_problem.h"
#include "coach/numbers.h"
#include "coach/review.h"

extern const struct command cmd_review;

enum { NOTES_MAX = 1 << 20, EVIDENCE_CELLS = 72 };

/* All that is printed. */
struct findings {
	struct review review;
	struct numbers_review numbers;
	const char *notes;
};

static void add_evidence(struct strbuf *out, const struct findings *f, struct span span)
{
	json_add_part(out, "evidence", f->notes + span.from, span.to - span.from);
	json_add_int(out, "from", (int64_t)span.from);
	json_add_int(out, "to", (int64_t)span.to);
}

static void points_json(const struct findings *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->review.point_count; i++) {
		const struct point_review *p = &f->review.points[i];
		strbuf_adds(out, i ? ",\n  {" : "\n  {");
		json_add_text(out, "id", p->point->id);
		json_add_text(out, "text", p->point->text);
		json_add_text(out, "phase", section_name(p->point->section));
		json_add_text(out, "criterion", criterion_name(p->point->criterion));
		json_add_text(out, "level", level_name(p->point->level));
		json_add_bool(out, "must", p->point->must);
		json_add_text(out, "state", point_state_name(p->state));
		add_evidence(out, f, p->evidence);
		json_add_part(out, "under", f->notes + p->heading.from, p->heading.to - p->heading.from);
		strbuf_addc(out, '}');
	}
}

static void warnings_json(const struct findings *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->review.warning_count; i++) {
		const struct warning_review *w = &f->review.warnings[i];
		strbuf_adds(out, i ? ",\n  {" : "\n  {");
		json_add_text(out, "id", w->sign->id);
		json_add_text(out, "text", w->sign->text);
		json_add_text(out, "why", w->sign->why);
		add_evidence(out, f, w->evidence);
		strbuf_addc(out, '}');
	}
}

static void trade_offs_json(const struct findings *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->review.trade_off_count; i++) {
		const struct trade_off *t = &f->review.trade_offs[i];
		strbuf_adds(out, i ? ",\n  {" : "\n  {");
		json_add_text(out, "kind", t->alternative ? "alternative" : "reason");
		json_add_part(out, "marker", f->notes + t->marker.from, t->marker.to - t->marker.from);
		add_evidence(out, f, t->evidence);
		strbuf_addc(out, '}');
	}
}

static void numbers_json(const struct findings *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->numbers.count; i++) {
		const struct number_review *n = &f->numbers.items[i];
		strbuf_adds(out, i ? ",\n  {" : "\n  {");
		json_add_text(out, "verdict", number_verdict_name(n->verdict));
		json_add_text(out, "compared_with", n->compared_with);
		json_add_text(out, "text", n->sentence);
		add_evidence(out, f, n->evidence);
		strbuf_addc(out, '}');
	}
}

static void levels_json(const struct findings *f, struct strbuf *out)
{
	for (int c = 0; c < CRITERION_COUNT; c++) {
		const struct level_review *l = &f->review.levels[c];
		strbuf_adds(out, c ? ",\n  {" : "\n  {");
		json_add_text(out, "criterion", criterion_name((enum criterion)c));
		json_add_text(out, "level", l->any && l->reached ? level_name(l->level) : NULL);
		for (int v = 0; v < LEVEL_COUNT; v++) {
			json_add_key(out, level_name((enum level)v));
			strbuf_addf(out, "\"%d of %d\"", l->covered[v], l->total[v]);
		}
		json_add_text(out, "evidence", l->evidence ? l->evidence->id : "");
		strbuf_addc(out, '}');
	}
}

static void write_json(const struct findings *f, struct strbuf *out)
{
	static const struct { const char *key; void (*write)(const struct findings *, struct strbuf *); } lists[] = {
		{ "points", points_json }, { "warnings", warnings_json }, { "trade_offs", trade_offs_json },
		{ "numbers", numbers_json }, { "levels", levels_json },
	};
	strbuf_addc(out, '{');
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		json_add_key(out, lists[i].key);
		strbuf_addc(out, '[');
		lists[i].write(f, out);
		strbuf_adds(out, "\n ]");
	}
	strbuf_adds(out, "}\n");
}

/* The words of the notes, on one line, cut at a word's width; control characters never reach a terminal. */
static void quote(const struct findings *f, struct span span, struct strbuf *out)
{
	size_t len = utf8_fit(f->notes + span.from, span.to - span.from, EVIDENCE_CELLS);
	strbuf_adds(out, "\"");
	for (size_t i = 0; i < len; i++) {
		char c = f->notes[span.from + i];
		strbuf_addc(out, (unsigned char)c < 0x20 || c == 0x7F ? ' ' : c);
	}
	strbuf_adds(out, len < span.to - span.from ? "...\"" : "\"");
}

static void write_points(const struct findings *f, enum point_state state, const char *title, struct strbuf *out)
{
	size_t count = 0;
	for (size_t i = 0; i < f->review.point_count; i++)
		count += f->review.points[i].state == state;
	strbuf_addf(out, "\n%s (%zu of %zu)\n", title, count, f->review.point_count);
	for (size_t i = 0; i < f->review.point_count; i++) {
		const struct point_review *p = &f->review.points[i];
		if (p->state != state)
			continue;
		strbuf_addf(out, "  %s%s  [%s, %s]\n", p->point->must ? "* " : "  ", p->point->text,
		            section_name(p->point->section), level_name(p->point->level));
		if (p->evidence.to > p->evidence.from) {
			strbuf_adds(out, "      ");
			quote(f, p->evidence, out);
			strbuf_addc(out, '\n');
		}
	}
}

static void write_text(const struct findings *f, struct strbuf *out)
{
	strbuf_adds(out, "Suggestions from the words of the notes; you are the judge. * marks what no answer should lack.\n");
	write_points(f, POINT_COVERED, "Covered", out);
	write_points(f, POINT_HINTED, "Hinted at", out);
	write_points(f, POINT_MISSED, "Missed", out);
	if (f->review.warning_count)
		strbuf_adds(out, "\nWarning signs\n");
	for (size_t i = 0; i < f->review.warning_count; i++) {
		strbuf_addf(out, "  %s\n      ", f->review.warnings[i].sign->text);
		quote(f, f->review.warnings[i].evidence, out);
		strbuf_addc(out, '\n');
	}
	if (f->numbers.count)
		strbuf_adds(out, "\nNumbers\n");
	for (size_t i = 0; i < f->numbers.count; i++) {
		strbuf_adds(out, "  ");
		quote(f, f->numbers.items[i].evidence, out);
		strbuf_addf(out, "  %s\n", f->numbers.items[i].sentence);
	}
	strbuf_adds(out, "\nLevels\n");
	for (int c = 0; c < CRITERION_COUNT; c++) {
		const struct level_review *l = &f->review.levels[c];
		strbuf_addf(out, "  %-22s %s\n", criterion_title((enum criterion)c),
		            !l->any ? "cannot be told from notes" : l->reached ? level_name(l->level) : "below mid");
	}
}

static int review(const struct cli *cli, const char *id, const char *path)
{
	struct problem *problem = NULL;
	struct error err = { "" };
	struct findings f;
	struct strbuf out = STRBUF_INIT;
	size_t len;
	int status = open_problem(cli, id, &problem);
	if (status != EXIT_OK)
		return status;
	char *notes = read_text(path, NOTES_MAX, &len, &err);
	if (!notes) {
		problem_free(problem);
		return cli_fail(EXIT_FAILED, "%s", err.text);
	}
	struct reviewer *reviewer = reviewer_new(problem);
	f.notes = notes;
	review_notes(reviewer, notes, len, &f.review);
	numbers_check(&f.numbers, problem, notes, len, "", 0);
	if (cli->json)
		write_json(&f, &out);
	else
		write_text(&f, &out);
	fwrite(out.text, 1, out.len, stdout);
	strbuf_release(&out);
	numbers_release(&f.numbers);
	review_release(&f.review);
	reviewer_free(reviewer);
	free(notes);
	problem_free(problem);
	return EXIT_OK;
}

static int run(const struct cli *cli, int argc, char **argv)
{
	const char *names[2] = { NULL, NULL };
	int count = 0;
	bool options = true;
	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--"))
			options = false;
		else if ((options && argv[i][0] == '-' && argv[i][1]) || count == 2)
			return cli_usage(&cmd_review);
		else
			names[count++] = argv[i];
	}
	return count == 2 ? review(cli, names[0], names[1]) : cli_usage(&cmd_review);
}

const struct command cmd_review = {
	.name = "review",
	.arguments = "PROBLEM NOTES.md",
	.summary = "What notes cover of a problem's key points, with the words that show it (spoils it)",
	.help = "Every finding quotes its evidence. PROBLEM is an id or a file; notes from standard input with '-'.\n"
	        "With --json: points (id, text, phase, criterion, level, must, state, evidence), warnings, trade_offs,\n"
	        "numbers and levels; from and to are bytes of the notes.\n\n"
	        "    sysdrill review url-shortener notes.md",
	.run = run,
};
