/*
 * app/coach against what people typed: questions (tests/coach/questions; all of them went into the weights by now), questions
 * written blind (tests/coach/blind; the first half of each file, of either kind, was looked at, of the second only the figure),
 * and notes (tests/coach/notes, notes-blind) with the key points that a person marked as covered.
 */
#include "test.h"

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
		tally->right += !strcmp(got, expected);
		if (strcmp(got, expected) && open)
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
		if (!none && !problem_fact(problem, at))
			fail_msg("%s: no such fact: %s", path, at);
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

static struct tally ask_set(const char *name, const char *folder, const char *const *problems, size_t count)
{
	struct tally halves[2] = { { 0, 0, 0, 0 } }, all;
	for (size_t i = 0; i < count; i++)
		ask_all(folder, problems[i], halves);
	all = (struct tally){ halves[0].right + halves[1].right, halves[0].asked + halves[1].asked,
	                      halves[0].wrong + halves[1].wrong, halves[0].unanswerable + halves[1].unanswerable };
	print_message("# %s\n", name);
	print_tally("first halves", halves[0]);
	print_tally("second halves", halves[1]);
	print_tally("all", all);
	return all;
}

static void most_questions_get_their_fact_and_others_none(void **state)
{
	(void)state;
	static const char *const problems[] = {
		"url-shortener", "rate-limiter", "notification-system", "news-feed", "chat", "video-streaming", "photo-sharing",
		"proximity-search", "unique-id-generator", "payment-system", "job-scheduler", "top-k", "collaborative-editing",
		"data-pipeline", "realtime-dashboard", "service-failover", "predictive-maintenance", "metrics-aggregation",
		"distributed-cache",
	};
	struct tally all = ask_set("questions", "tests/coach/questions", problems, ARRAY_SIZE(problems));
	assert_true(all.asked >= 300 && all.unanswerable >= 60);
	assert_true(all.right >= 0.90 * all.asked);
	assert_true(all.wrong <= 0.05 * all.unanswerable);
}

/* Written from the answers alone, by somebody who had not read the asks and terms. */
static void questions_written_blind_get_their_fact_and_others_none(void **state)
{
	(void)state;
	static const char *const problems[] = {
		"url-shortener", "rate-limiter", "notification-system", "news-feed", "chat", "key-value-store", "log-aggregation",
		"monitoring-alerting", "telemetry-collection", "time-series-database",
	};
	struct tally all = ask_set("blind, ten problems", "tests/coach/blind", problems, ARRAY_SIZE(problems));
	assert_true(all.asked >= 120 && all.unanswerable >= 60);
	assert_true(all.right >= 0.90 * all.asked);
	assert_true(all.wrong <= 0.05 * all.unanswerable);
}

/*
 * The same for the problems that came later; near neighbours of what the facts say are among the questions without an answer.
 * Run for the first time: 0.893 right (second halves 0.901), a fact where none answers in 0.321 (second halves 0.238).
 */
static void questions_written_blind_for_later_problems_get_their_fact_and_others_none(void **state)
{
	(void)state;
	static const char *const problems[] = {
		"message-queue", "file-sync", "web-crawler", "ticket-booking", "search-typeahead", "ride-hailing", "video-streaming",
		"photo-sharing", "proximity-search", "unique-id-generator", "payment-system", "job-scheduler", "top-k",
		"collaborative-editing",
	};
	struct tally all = ask_set("blind, fourteen problems", "tests/coach/blind", problems, ARRAY_SIZE(problems));
	assert_true(all.asked >= 360 && all.unanswerable >= 75);
	assert_true(all.right >= 0.92 * all.asked);
	assert_true(all.wrong <= 0.15 * all.unanswerable);
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
	print_message("# %s: %d found, %d not marked by the person, %d missed\n", name, own.found, own.wrong, own.missed);
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

static void coverage_agrees_with_a_persons_marking(void **state)
{
	(void)state;
	compare_all("tests/coach/notes", 20, 0.9, 0.8);
}

/*
 * Marked by the titles before any was run; those of the first four problems were then used to choose between a few settings.
 * The twelve of six later problems, run for the first time: precision 0.754, recall 0.810. Of those only ride hailing's, video
 * streaming's and the id generator's were looked at.
 */
static void coverage_agrees_with_notes_marked_before_they_were_run(void **state)
{
	(void)state;
	compare_all("tests/coach/notes-blind", 20, 0.83, 0.81);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_questions_get_their_fact_and_others_none),
		cmocka_unit_test(questions_written_blind_get_their_fact_and_others_none),
		cmocka_unit_test(questions_written_blind_for_later_problems_get_their_fact_and_others_none),
		cmocka_unit_test(coverage_agrees_with_a_persons_marking),
		cmocka_unit_test(coverage_agrees_with_notes_marked_before_they_were_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
