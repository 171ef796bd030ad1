/*
 * app/coach against what people typed. All sets of questions but the last, blind-4, went into the weights of its confidence
 * (confidence.c); what they came to when they were run for the first time stands below. tests/coach/questions were written along
 * with the problems.
 * The others were written blind: from the answers alone, by somebody who had not read the asks and terms; those in everyday are
 * as unlike the facts' words as they can be ("so I've clicked row 5 and now I'm hunting for my wallet"). Notes have the key points
 * that a reader marked as covered, from the points' titles, before they were run.
 */
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/problem_reader.h"
#include "coach/interviewer.h"
#include "coach/review.h"

struct tally { int right, asked, wrong, unanswerable; };

static char *path_of(const char *variable, const char *folder, const char *name, const char *suffix)
{
	struct strbuf path = STRBUF_INIT;
	const char *root = getenv(variable);
	strbuf_addf(&path, "%s/%s/%s%s", root ? root : ".", folder, name, suffix);
	return strbuf_detach(&path, NULL);
}

static char *read_file(const char *path, size_t *len)
{
	struct strbuf text = STRBUF_INIT;
	char part[4096];
	size_t n;
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	while ((n = fread(part, 1, sizeof part, file)) > 0)
		strbuf_add(&text, part, n);
	fclose(file);
	return strbuf_detach(&text, len);
}

static struct problem *read_problem(const char *id)
{
	struct problem *problem = NULL;
	size_t len;
	char *path = path_of("SYSDRILL_CONTENT", "problems", id, ".md"), *text = read_file(path, &len);
	assert_non_null(text);
	assert_int_equal(problem_read(path, text, len, &problem, NULL), STATUS_OK);
	free(text);
	free(path);
	return problem;
}

/* `expected` may name two facts, with a comma between, when either is a right answer. */
static bool is_one_of(const char *got, const char *expected)
{
	size_t len = strcspn(expected, ",");
	if (strlen(got) == len && !strncmp(got, expected, len))
		return true;
	return expected[len] && !strcmp(got, expected + len + 1);
}

/* Only the misses of an open half are printed. */
static void ask(const struct interviewer *interviewer, const char *expected, const char *question, bool open,
                struct tally *tally)
{
	struct reply reply = REPLY_INIT;
	interviewer_ask(interviewer, NULL, question, &reply);
	const char *got = reply.fact_count ? reply.facts[0].fact->id : decided_by_name(reply.decided_by);
	if (!strcmp(expected, "-")) {
		tally->unanswerable++;
		tally->wrong += reply.fact_count > 0;
		if (reply.fact_count && open)
			print_message("# no fact answers: %s (got %s)\n", question, got);
	} else {
		tally->asked++;
		bool right = is_one_of(got, expected);
		tally->right += right;
		if (!right && open)
			print_message("# %s, not %s: %s\n", expected, got, question);
	}
	reply_release(&reply);
}

/* Halves are by what is expected: of the questions with a fact the first half, and of those without. */
static void count_kinds(const char *text, size_t kinds[2])
{
	for (const char *at = text; at && *at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (*at && *at != '#' && *at != '\n')
			kinds[!strncmp(at, "- | ", 4)]++;
	}
}

static void check_facts(const struct problem *problem, const char *path, const char *ids)
{
	char *copy = strdup(ids), *comma = strchr(copy, ',');
	if (comma)
		*comma++ = '\0';
	if (!problem_fact(problem, copy) || (comma && !problem_fact(problem, comma)))
		fail_msg("%s: no such fact: %s", path, ids);
	free(copy);
}

static void ask_all(const char *folder, const char *id, struct tally halves[2])
{
	size_t len, kinds[2] = { 0, 0 }, seen[2] = { 0, 0 };
	struct problem *problem = read_problem(id);
	struct interviewer *interviewer = interviewer_new(problem);
	char *path = path_of("abs_top_srcdir", folder, id, ".txt"), *text = read_file(path, &len);
	assert_non_null(text);
	count_kinds(text, kinds);
	for (char *at = strtok(text, "\n"); at; at = strtok(NULL, "\n")) {
		char *bar = strstr(at, " | ");
		if (*at == '#' || !bar)
			continue;
		*bar = '\0';
		bool none = !strcmp(at, "-");
		if (!none)
			check_facts(problem, path, at);
		size_t half = seen[none]++ * 2 >= kinds[none];
		ask(interviewer, at, bar + 3, half == 0, &halves[half]);
	}
	free(text);
	free(path);
	interviewer_free(interviewer);
	problem_free(problem);
}

static void print_tally(const char *name, struct tally t)
{
	print_message("# %s: right fact first %d of %d (%.3f), a fact where none answers %d of %d (%.3f)\n", name, t.right,
	              t.asked, (double)t.right / t.asked, t.wrong, t.unanswerable, (double)t.wrong / t.unanswerable);
}

static int is_questions(const struct dirent *entry)
{
	const char *suffix = strrchr(entry->d_name, '.');
	return suffix && !strcmp(suffix, ".txt");
}

/* Every file of the folder; each is named after its problem. */
static struct tally ask_set(const char *folder)
{
	struct tally halves[2] = { { 0, 0, 0, 0 } }, all;
	struct dirent **files;
	char *path = path_of("abs_top_srcdir", folder, "", "");
	int count = scandir(path, &files, is_questions, alphasort);
	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		*strrchr(files[i]->d_name, '.') = '\0';
		ask_all(folder, files[i]->d_name, halves);
		free(files[i]);
	}
	free(files);
	free(path);
	all = (struct tally){ halves[0].right + halves[1].right, halves[0].asked + halves[1].asked,
	                      halves[0].wrong + halves[1].wrong, halves[0].unanswerable + halves[1].unanswerable };
	print_message("# %s\n", folder);
	print_tally("first halves", halves[0]);
	print_tally("second halves", halves[1]);
	print_tally("all", all);
	return all;
}

/* At least so large a share of the questions right; at most so large a share of those without an answer answered. */
static void check(struct tally tally, double right, double wrong)
{
	assert_true(tally.right >= right * tally.asked);
	assert_true(tally.wrong <= wrong * tally.unanswerable);
}

static void most_questions_get_their_fact_and_others_none(void **state)
{
	(void)state;
	struct tally all = ask_set("tests/coach/questions");
	assert_true(all.asked >= 300 && all.unanswerable >= 60);
	check(all, 0.90, 0.05);
}

/*
 * Four sets by four authors, each bounded by itself and all together by what the interviewer promises. Run for the first time, by
 * the weights of the day: 0.893 right and 0.321 wrong (the later problems of the first), 0.961 and 0.277, 0.880 and 0.167; the last,
 * to which nothing was fitted, 0.903 and 0.069.
 */
static void questions_written_blind_get_their_fact_and_others_none(void **state)
{
	(void)state;
	static const struct { const char *folder; double right, wrong; } sets[] = {
		{ "tests/coach/blind", 0.90, 0.055 }, { "tests/coach/blind-2", 0.95, 0.05 }, { "tests/coach/blind-3", 0.86, 0.05 },
		{ "tests/coach/blind-4", 0.88, 0.07 },
	};
	struct tally together = { 0, 0, 0, 0 };
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		struct tally all = ask_set(sets[i].folder);
		check(all, sets[i].right, sets[i].wrong);
		together = (struct tally){ together.right + all.right, together.asked + all.asked, together.wrong + all.wrong,
		                           together.unanswerable + all.unanswerable };
	}
	print_tally("the four together", together);
	assert_true(together.asked >= 1100 && together.unanswerable >= 370);
	check(together, 0.90, 0.05);
}

/* Far from what was aimed at (0.9 and 0.05); it shows where words alone end. */
static void everyday_words_get_some_facts_and_seldom_a_wrong_one(void **state)
{
	(void)state;
	struct tally all = ask_set("tests/coach/everyday");
	assert_true(all.asked >= 200 && all.unanswerable >= 115);
	check(all, 0.53, 0.08);
}

struct marking { int found, wrong, missed; };

static bool is_listed(const char *marks, const char *prefix, const char *id)
{
	size_t len = strlen(id), before = strlen(prefix);
	for (const char *at = marks; (at = strstr(at, id)); at++)
		if ((size_t)(at - marks) >= before && !memcmp(at - before, prefix, before) && (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static void compare(const char *folder, const char *name, const char *marks, struct marking *all)
{
	char id[64];
	size_t len;
	snprintf(id, sizeof id, "%.*s", (int)(strrchr(name, '-') - name), name);
	struct problem *problem = read_problem(id);
	struct reviewer *reviewer = reviewer_new(problem);
	char *path = path_of("abs_top_srcdir", folder, name, ".md"), *notes = read_file(path, &len);
	struct marking own = { 0, 0, 0 };
	struct review review;
	assert_non_null(notes);
	review_notes(reviewer, notes, len, &review);
	for (size_t i = 0; i < review.point_count; i++) {
		const char *point = review.points[i].point->id;
		bool marked = is_listed(marks, " ", point), covered = review.points[i].state == POINT_COVERED;
		if (is_listed(marks, " ?", point))
			continue;
		own.found += marked && covered;
		own.wrong += !marked && covered;
		own.missed += marked && !covered;
	}
	print_message("# %s: %d found, %d not marked by the reader, %d missed\n", name, own.found, own.wrong, own.missed);
	*all = (struct marking){ all->found + own.found, all->wrong + own.wrong, all->missed + own.missed };
	review_release(&review);
	free(notes);
	free(path);
	reviewer_free(reviewer);
	problem_free(problem);
}

static void compare_all(const char *folder, size_t notes_wanted, double precision_wanted, double recall_wanted)
{
	struct marking all = { 0, 0, 0 };
	size_t len, notes = 0;
	char *path = path_of("abs_top_srcdir", folder, "marks", ".txt"), *text = read_file(path, &len);
	assert_non_null(text);
	for (char *line = text, *next; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		char *colon = strchr(line, ':');
		if (*line == '#' || !colon)
			continue;
		*colon = '\0';
		compare(folder, line, colon + 1, &all);
		notes++;
	}
	double precision = (double)all.found / (all.found + all.wrong), recall = (double)all.found / (all.found + all.missed);
	print_message("# %s: %zu notes: precision %.3f, recall %.3f\n", folder, notes, precision, recall);
	assert_true(notes >= notes_wanted);
	assert_true(precision >= precision_wanted);
	assert_true(recall >= recall_wanted);
	free(text);
	free(path);
}

static void coverage_agrees_with_a_readers_marking(void **state)
{
	(void)state;
	compare_all("tests/coach/notes", 20, 0.9, 0.8);
}

/*
 * Notes of others, marked by the titles before any was run. Run for the first time: precision 0.754 and recall 0.810 (six problems of
 * the first set), 0.802 and 0.832, 0.909 and 0.826, of the last without what its reader was in two minds about. Since then every shows
 * line was reworked by somebody who had seen none of these notes; only the weights of review.c were fitted to them, but for the
 * last set, to which nothing was fitted: 0.935 and 0.828.
 */
static void coverage_agrees_with_notes_marked_before_they_were_run(void **state)
{
	(void)state;
	compare_all("tests/coach/notes-blind", 20, 0.88, 0.85);
	compare_all("tests/coach/notes-blind-2", 12, 0.85, 0.90);
	compare_all("tests/coach/notes-blind-3", 16, 0.93, 0.80);
	compare_all("tests/coach/notes-blind-4", 8, 0.90, 0.80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_questions_get_their_fact_and_others_none),
		cmocka_unit_test(questions_written_blind_get_their_fact_and_others_none),
		cmocka_unit_test(everyday_words_get_some_facts_and_seldom_a_wrong_one),
		cmocka_unit_test(coverage_agrees_with_a_readers_marking),
		cmocka_unit_test(coverage_agrees_with_notes_marked_before_they_were_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
