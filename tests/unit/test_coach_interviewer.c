/* app/coach/interviewer: answers from the facts, and from nothing else. A small problem made by hand. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "coach/interviewer.h"

static const struct {
	const char *id, *title, *answer, *asks[6], *terms[6];
	enum topic topic;
} facts[] = {
	{ .id = "new-parcels", .title = "Parcels a day", .answer = "Two million parcels enter the network on an ordinary day.",
	  .topic = TOPIC_TRAFFIC, .asks = { "How many parcels are there per day?", "What load should I plan for?", "write qps?" },
	  .terms = { "parcels per day", "volume", "writes" } },
	{ .id = "lookups", .title = "Look-ups", .answer = "Each parcel is looked up about twelve times.", .topic = TOPIC_TRAFFIC,
	  .asks = { "How often does somebody look up a parcel?", "What is the read to write ratio?", "read qps?" },
	  .terms = { "lookups", "reads", "read ratio", "tracking page views" } },
	{ .id = "latency", .title = "How fast", .answer = "The tracking page answers within 300 milliseconds.",
	  .topic = TOPIC_LATENCY, .asks = { "How fast must the tracking page be?", "What latency is acceptable?" },
	  .terms = { "latency", "response time", "fast" } },
	{ .id = "retention", .title = "How long it is kept", .answer = "Events are kept for ninety days.",
	  .topic = TOPIC_RETENTION, .asks = { "How long do we keep the events?", "When may old data be deleted?" },
	  .terms = { "retention", "keep", "history" } },
	{ .id = "features", .title = "What it does", .answer = "Customers follow their parcels; depots scan them.",
	  .topic = TOPIC_SCOPE, .asks = { "Which features are in scope?", "What are the functional requirements?", "core features?" },
	  .terms = { "features", "functional requirements" } },
	{ .id = "loss", .title = "Loss", .answer = "No scan may be lost once a depot was told that it arrived.",
	  .topic = TOPIC_DURABILITY, .asks = { "Can we lose a scan?", "Is data loss acceptable?" },
	  .terms = { "lose", "durability", "data loss" } },
};

static struct problem *parcels(void)
{
	struct problem *problem = problem_new();
	const size_t count = sizeof facts / sizeof *facts;
	problem->id = "parcels";
	problem->facts = arena_alloc(&problem->arena, sizeof *problem->facts * count);
	problem->fact_count = count;
	for (size_t i = 0; i < count; i++) {
		struct fact *fact = &problem->facts[i];
		fact->id = facts[i].id;
		fact->title = facts[i].title;
		fact->answer = facts[i].answer;
		fact->topic = facts[i].topic;
		fact->weight = 2;
		for (size_t k = 0; k < 6 && facts[i].asks[k]; k++)
			texts_add(&fact->asks, &problem->arena, facts[i].asks[k]);
		for (size_t k = 0; k < 6 && facts[i].terms[k]; k++)
			texts_add(&fact->terms, &problem->arena, facts[i].terms[k]);
	}
	texts_add(&problem->to_decide, &problem->arena, "Should I use SQL or NoSQL?");
	texts_add(&problem->to_decide, &problem->arena, "Which queue do you use?");
	return problem;
}

struct fixture {
	struct problem *problem;
	struct interviewer *interviewer;
	struct reply reply;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->problem = parcels();
	f->interviewer = interviewer_new(f->problem);
	f->reply = (struct reply)REPLY_INIT;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	reply_release(&f->reply);
	interviewer_free(f->interviewer);
	problem_free(f->problem);
	free(f);
	return 0;
}

static void assert_told(struct fixture *f, const char *question, const char *fact)
{
	interviewer_ask(f->interviewer, NULL, question, &f->reply);
	assert_int_equal(f->reply.decided_by, DECIDED_FACT);
	assert_string_equal(f->reply.facts[0].fact->id, fact);
}

static void a_fact_is_found_in_other_words(void **state)
{
	struct fixture *f = *state;
	assert_told(f, "how many packages... parcels i mean, each day?", "new-parcels");
	assert_told(f, "is this read heavy?", "lookups");
	assert_told(f, "response time requirements for the tracking page", "latency");
	assert_told(f, "how long are events stored", "retention");
	assert_told(f, "must scans survive a crash, or may some get lost?", "loss");
	assert_string_equal(f->reply.text.text, "No scan may be lost once a depot was told that it arrived.");
}

/* In words that say nothing by themselves. */
static void what_to_build_is_asked_first_by_everybody(void **state)
{
	struct fixture *f = *state;
	assert_told(f, "What should the system do?", "features");
	assert_told(f, "what am I building here", "features");
	assert_told(f, "so what can users do?", "features");
	static const char *const others[] = { "what do parcels do at night?", "what do we have?", "what platform do we support?" };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		interviewer_ask(f->interviewer, NULL, others[i], &f->reply);
		assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	}
}

static void two_questions_in_one_get_two_facts(void **state)
{
	struct fixture *f = *state;
	interviewer_ask(f->interviewer, NULL, "How many parcels per day, and what latency is acceptable?", &f->reply);
	assert_int_equal(f->reply.decided_by, DECIDED_FACT);
	assert_int_equal(f->reply.fact_count, 2);
	assert_non_null(strstr(f->reply.text.text, "Two million"));
	assert_non_null(strstr(f->reply.text.text, "300 milliseconds"));
}

static void a_design_question_is_handed_back(void **state)
{
	struct fixture *f = *state;
	static const char *const questions[] = { "should I use Kafka?", "Which database do you want, sql or nosql?", "can i use redis" };
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		interviewer_ask(f->interviewer, NULL, questions[i], &f->reply);
		assert_int_equal(f->reply.decided_by, DECIDED_CANDIDATE);
		assert_int_equal(f->reply.fact_count, 0);
		assert_true(f->reply.text.len > 0);
	}
}

static void what_no_fact_answers_gets_no_fact(void **state)
{
	struct fixture *f = *state;
	static const char *const questions[] = {
		"", "hello", "?", "what colour is the logo", "who won the match", "I will draw the boxes now",
		"does the depot sell coffee", "\xFF\xFE\x01", "what is the weather like in the mountains",
	};
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		interviewer_ask(f->interviewer, NULL, questions[i], &f->reply);
		assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
		assert_true(f->reply.text.len > 0);
	}
}

static void how_long_is_not_answered_by_a_text_without_a_time(void **state)
{
	struct fixture *f = *state;
	assert_told(f, "how long are the events kept", "retention");
	interviewer_ask(f->interviewer, NULL, "how long does a scan of a parcel at the depot take?", &f->reply);
	assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	interviewer_ask(f->interviewer, NULL, "how much memory does a parcel's scan need?", &f->reply);
	assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
}

static void what_is_asked_for_has_to_be_spoken_of(void **state)
{
	struct fixture *f = *state;
	static const char *const questions[] = {
		"what languages do we keep the events in?", "how many printers scan a parcel at the depot?",
		"is there a password for the tracking page?",
	};
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		interviewer_ask(f->interviewer, NULL, questions[i], &f->reply);
		assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	}
}

static void a_clause_that_completes_a_question_is_not_answered_by_itself(void **state)
{
	struct fixture *f = *state;
	static const char *const questions[] = {
		"do drivers get paid overtime at weekends, for example when data loss is acceptable?",
		"may competitors buy our depots and trucks next year, or only when the latency is acceptable?",
	};
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		interviewer_ask(f->interviewer, NULL, questions[i], &f->reply);
		assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	}
	assert_told(f, "do drivers get paid overtime? is data loss acceptable?", "loss");
}

/* "yes" tells what was meant, and only as long as nothing else was said since. */
static void yes_tells_the_fact_that_was_asked_back_about(void **state)
{
	struct fixture *f = *state;
	const char *asked = "is the latency of the page fixed";
	interviewer_ask(f->interviewer, NULL, asked, &f->reply);
	assert_int_equal(f->reply.decided_by, DECIDED_UNCLEAR);
	assert_non_null(f->reply.meant);
	assert_string_equal(f->reply.meant->id, "latency");
	assert_non_null(strstr(f->reply.text.text, "Do you mean: \"How fast must the tracking page be?\""));
	struct turn turns[] = {
		{ .kind = TURN_QUESTION, .text = asked }, { .kind = TURN_ANSWER, .text = "Do you mean" },
		{ .kind = TURN_QUESTION, .text = "Yes, please." }, { .kind = TURN_PROBE, .text = "What if a depot burns?" },
	};
	struct session session = { .turns = turns, .turn_count = 3 };
	interviewer_ask(f->interviewer, &session, "Yes, please.", &f->reply);
	assert_int_equal(f->reply.decided_by, DECIDED_FACT);
	assert_int_equal(f->reply.fact_count, 1);
	assert_string_equal(f->reply.text.text, "The tracking page answers within 300 milliseconds.");
	assert_null(f->reply.meant);
	session.turn_count = 2;
	interviewer_ask(f->interviewer, &session, "yes", &f->reply);
	assert_int_equal(f->reply.decided_by, DECIDED_FACT);
	interviewer_ask(f->interviewer, &session, "yes, we use kafka", &f->reply);
	assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	session.turn_count = 4;
	interviewer_ask(f->interviewer, &session, "yes", &f->reply);
	assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	interviewer_ask(f->interviewer, NULL, "yes", &f->reply);
	assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
}

static void a_thin_question_gets_a_question_back(void **state)
{
	struct fixture *f = *state;
	interviewer_ask(f->interviewer, NULL, "what about scale?", &f->reply);
	assert_int_equal(f->reply.decided_by, DECIDED_UNCLEAR);
	assert_string_equal(f->reply.text.text, topic_sense(TOPIC_TRAFFIC));
}

static void the_same_question_gets_the_same_words(void **state)
{
	struct fixture *f = *state;
	interviewer_ask(f->interviewer, NULL, "should I use kafka?", &f->reply);
	char *first = strdup(f->reply.text.text);
	interviewer_ask(f->interviewer, NULL, "what latency is acceptable?", &f->reply);
	interviewer_ask(f->interviewer, NULL, "should I use kafka?", &f->reply);
	assert_string_equal(f->reply.text.text, first);
	free(first);
}

static void a_megabyte_of_question_is_answered_like_any_other(void **state)
{
	struct fixture *f = *state;
	char *text = malloc((1 << 20) + 1);
	memset(text, 'x', 1 << 20);
	text[1 << 20] = '\0';
	interviewer_ask(f->interviewer, NULL, text, &f->reply);
	assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	for (size_t i = 0; i < 1 << 20; i += 2)
		text[i] = ' ';
	interviewer_ask(f->interviewer, NULL, text, &f->reply);
	assert_int_not_equal(f->reply.decided_by, DECIDED_FACT);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_fact_is_found_in_other_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_to_build_is_asked_first_by_everybody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_questions_in_one_get_two_facts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_design_question_is_handed_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_no_fact_answers_gets_no_fact, set_up, tear_down),
		cmocka_unit_test_setup_teardown(how_long_is_not_answered_by_a_text_without_a_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_asked_for_has_to_be_spoken_of, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_clause_that_completes_a_question_is_not_answered_by_itself, set_up, tear_down),
		cmocka_unit_test_setup_teardown(yes_tells_the_fact_that_was_asked_back_about, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_thin_question_gets_a_question_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_same_question_gets_the_same_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_megabyte_of_question_is_answered_like_any_other, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
