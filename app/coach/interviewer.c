#include "coach/interviewer.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "coach/confidence.h"
#include "coach/match.h"
#include "coach/text.h"

enum { QUESTION_MAX = 2000, PARTS_MAX = 8, CANDIDATES_MAX = 8 };

/* Scores of match.h and confidence of confidence.h; tuned on tests/coach. */
static const double fact_from = 0.68;           /* confidence from which on a fact answers the whole question */
static const double doubt_from = 0.30;          /* ... and from which on it may have been meant: asks whether it was */
static const double part_from = 0.80;           /* a part of a question has fewer words to go by */
static const double decide_from = 0.40;         /* score from which on an entry of "yours to decide" fits */
static const double design_until = 0.80;        /* score below which a question about a technique is the candidate's */
static const double tie_share = 0.85;           /* scores this near are alike: a thin question gets a question back */

enum saying { SAY_DECIDE, SAY_NOTHING, SAY_UNCLEAR, SAY_STATEMENT, SAY_GREETING, SAY_EMPTY };

static const struct { enum saying kind; const char *text; } sayings[] = {
#define SAYING(kind, text) { SAY_##kind, text },
#include "coach/sayings.def"
#undef SAYING
};

struct interviewer {
	const struct problem *problem;
	struct matcher *matcher;
};

/* Tokens [from, to) of the question, with what they match. */
struct part {
	size_t from, to;
	struct match matches[CANDIDATES_MAX];
	size_t count;
	struct question_view view;
};

struct interviewer *interviewer_new(const struct problem *problem)
{
	struct interviewer *interviewer = xcalloc(1, sizeof *interviewer);
	interviewer->problem = problem;
	interviewer->matcher = matcher_new(problem);
	return interviewer;
}

void interviewer_free(struct interviewer *interviewer)
{
	if (!interviewer)
		return;
	matcher_free(interviewer->matcher);
	free(interviewer);
}

const char *decided_by_name(enum decided_by decided_by)
{
	static const char *const names[] = {
		[DECIDED_FACT] = "fact", [DECIDED_CANDIDATE] = "candidate", [DECIDED_UNCLEAR] = "unclear",
	};
	return names[decided_by];
}

void reply_release(struct reply *reply)
{
	strbuf_release(&reply->text);
	reply->fact_count = 0;
}

static void say(struct reply *reply, enum decided_by decided_by, enum saying kind, const char *question)
{
	size_t count = 0, pick;
	uint32_t h = 2166136261u;
	for (const char *c = question; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	for (size_t i = 0; i < ARRAY_SIZE(sayings); i++)
		count += sayings[i].kind == kind;
	pick = h % count;
	for (size_t i = 0; i < ARRAY_SIZE(sayings); i++)
		if (sayings[i].kind == kind && pick-- == 0)
			strbuf_adds(&reply->text, sayings[i].text);
	reply->decided_by = decided_by;
}

static const struct match *best_fact(const struct part *part)
{
	for (size_t i = 0; i < part->count; i++)
		if (part->matches[i].fact)
			return &part->matches[i];
	return NULL;
}

static const struct match *best_decision(const struct part *part)
{
	for (size_t i = 0; i < part->count; i++)
		if (!part->matches[i].fact)
			return &part->matches[i];
	return NULL;
}

static double confidence(const struct part *part, const struct match *match)
{
	return match_confidence(part->matches, part->count, (size_t)(match - part->matches), &part->view);
}

static void rank(const struct interviewer *interviewer, const struct tokens *tokens, size_t from, size_t to, struct part *part)
{
	part->from = from;
	part->to = to;
	part->count = matcher_rank(interviewer->matcher, tokens, from, to, part->matches, CANDIDATES_MAX, &part->view);
}

static bool word_among(const struct tokens *tokens, size_t at, const char *const *words, size_t count)
{
	for (size_t i = 0; at < tokens->count && tokens->items[at].word && i < count; i++)
		if (!strcmp(tokens->items[at].word, words[i]))
			return true;
	return false;
}

/* A new question begins: behind "and", in a new sentence, or behind a comma, unless what follows only completes the last. */
static bool splits_here(const struct tokens *tokens, size_t at)
{
	static const char *const joints[] = { "and", "plus" };
	static const char *const completing[] = {
		"or", "for", "like", "when", "if", "because", "since", "so", "such", "than", "that", "in", "on", "at", "by", "with", "to",
		"from", "without", "as", "even", "especially", "i", "eg", "say", "also", "but", "not", "only", "while", "after", "before",
	};
	const struct token *token = &tokens->items[at];
	if (word_among(tokens, at, joints, ARRAY_SIZE(joints)))
		return true;
	if (token->sentence != token[-1].sentence)
		return true;
	return token->clause != token[-1].clause && !word_among(tokens, at, completing, ARRAY_SIZE(completing));
}

/* "how many users and what latency?" asks for two things. Returns how many parts there are; 1 for a plain question. */
static size_t split(const struct interviewer *interviewer, const struct tokens *tokens, struct part *parts)
{
	size_t count = 0, from = 0;
	for (size_t at = 1; at <= tokens->count && count < PARTS_MAX; at++) {
		if (at < tokens->count && !splits_here(tokens, at))
			continue;
		rank(interviewer, tokens, from, at, &parts[count]);
		if (parts[count].view.words)
			count++;
		from = at;
	}
	return count;
}

static void add_fact(struct reply *reply, const struct match *match, double score, const struct session *session)
{
	size_t at = reply->fact_count;
	for (size_t i = 0; i < reply->fact_count; i++)
		if (reply->facts[i].fact == match->fact)
			return;
	if (at == REPLY_FACTS_MAX)
		return;
	reply->facts[at] = (struct reply_fact){ .fact = match->fact, .score = score };
	reply->facts[at].again = session && session_fact_revealed(session, match->fact->id);
	reply->fact_count++;
}

/* Is this for the candidate to decide, rather than for the interviewer to tell? */
static bool is_decision(const struct part *part)
{
	const struct match *fact = best_fact(part), *decision = best_decision(part);
	double told = fact ? fact->score : 0;
	if (decision && decision->score >= decide_from && decision->score > told)
		return true;
	if (!part->view.design || (fact && !fact->foreign_designs))
		return false;
	return (part->view.asks_permission || !fact || fact->foreign_designs > 1) && told < design_until;
}

/* Words so wide that no fact can be meant by them alone. */
static const struct { const char *stem; enum topic topic; } wide_words[] = {
	{ "scal", TOPIC_TRAFFIC }, { "scalabl", TOPIC_TRAFFIC }, { "data", TOPIC_DATA }, { "limit", TOPIC_LIMITS },
	{ "performant", TOPIC_LATENCY }, { "speed", TOPIC_LATENCY },
};

/* "what about scale?": asks back, whatever the facts are. */
static bool ask_back_wide(const struct tokens *tokens, const struct part *whole, struct reply *reply)
{
	for (size_t t = 0; whole->view.thin && t < tokens->count; t++)
		for (size_t i = 0; i < ARRAY_SIZE(wide_words); i++)
			if (!strcmp(tokens->items[t].stem, wide_words[i].stem)) {
				strbuf_adds(&reply->text, topic_sense(wide_words[i].topic));
				reply->decided_by = DECIDED_UNCLEAR;
				return true;
			}
	return false;
}

/*
 * "what should the system do?", "what am I building?": asks for all of it, in words that say nothing by themselves. A "do" that
 * only helps another verb ("what do we have?") is none of them: it stands at the end.
 */
static bool asks_for_scope(const struct tokens *tokens)
{
	static const char *const asking[] = { "what", "whats" }, *const making[] = { "build", "building" }, *const acting[] = { "do" };
	static const char *const others[] = {
		"user", "users", "people", "customer", "customers", "product", "app", "exactly", "supposed",
	};
	bool what = false, verb = false;
	for (size_t i = 0; i < tokens->count; i++) {
		what |= word_among(tokens, i, asking, ARRAY_SIZE(asking));
		verb |= word_among(tokens, i, making, ARRAY_SIZE(making)) ||
		        (i + 2 >= tokens->count && word_among(tokens, i, acting, ARRAY_SIZE(acting)));
		if (!tokens->items[i].stop && !word_among(tokens, i, others, ARRAY_SIZE(others)))
			return false;
	}
	return what && verb;
}

/* The fact that tells what is to be built: of those about scope the one with the most asks for features. NULL: none. */
static const struct fact *scope_fact(const struct problem *problem)
{
	static const char *const words[] = { "feature", "functional", "use case", "in scope", "Feature" };
	const struct fact *best = NULL;
	size_t most = 2;        /* one or two ask whether something is in scope */
	for (size_t i = 0; i < problem->fact_count; i++) {
		const struct fact *fact = &problem->facts[i];
		size_t count = 0;
		for (size_t a = 0; fact->topic == TOPIC_SCOPE && a < fact->asks.count; a++)
			for (size_t w = 0; w < ARRAY_SIZE(words); w++)
				if (strstr(fact->asks.items[a], words[w])) {
					count++;
					break;
				}
		if (count > most) {
			most = count;
			best = fact;
		}
	}
	return best;
}

/* One idea, and several facts that are about it: which one is meant cannot be known. */
static const struct fact *thin_about(const struct part *part)
{
	const struct match *best = best_fact(part);
	size_t alike = 0;
	if (!best || !part->view.thin)
		return NULL;
	for (size_t i = 0; i < part->count; i++)
		alike += part->matches[i].fact && part->matches[i].score >= tie_share * best->score;
	return alike > 1 ? best->fact : NULL;
}

static void ask_back(struct reply *reply, const struct fact *about)
{
	strbuf_adds(&reply->text, topic_sense(about->topic));
	reply->decided_by = DECIDED_UNCLEAR;
}

/* Asked in the author's words, of which one is the nearest to the question: better than a fact that may be the wrong one. */
static void ask_whether(struct reply *reply, const struct fact *meant)
{
	const char *ask = meant->asks.count ? meant->asks.items[0] : meant->title;
	strbuf_addf(&reply->text, "Do you mean: \"%s\" Say yes, or ask in other words.", ask);
	reply->decided_by = DECIDED_UNCLEAR;
	reply->meant = meant;
}

static void tell(struct reply *reply)
{
	for (size_t i = 0; i < reply->fact_count; i++) {
		if (i)
			strbuf_adds(&reply->text, "\n\n");
		if (reply->facts[i].again)
			strbuf_adds(&reply->text, "As I said: ");
		strbuf_adds(&reply->text, reply->facts[i].fact->answer);
	}
	reply->decided_by = DECIDED_FACT;
}

static int compare_facts(const void *a, const void *b)
{
	double x = ((const struct reply_fact *)a)->score, y = ((const struct reply_fact *)b)->score;
	return (x < y) - (x > y);
}

static void gather(const struct interviewer *interviewer, const struct session *session, const struct tokens *tokens,
                   const struct part *whole, struct reply *reply)
{
	struct part parts[PARTS_MAX];
	const struct match *best = best_fact(whole);
	size_t count = split(interviewer, tokens, parts), own;
	if (best && confidence(whole, best) >= fact_from)
		add_fact(reply, best, confidence(whole, best), session);
	own = reply->fact_count;
	for (size_t i = 0; count > 1 && i < count; i++) {
		const struct match *match = best_fact(&parts[i]);
		if (match && confidence(&parts[i], match) >= part_from && !is_decision(&parts[i]) && !thin_about(&parts[i]))
			add_fact(reply, match, confidence(&parts[i], match), session);
	}
	qsort(reply->facts + own, reply->fact_count - own, sizeof *reply->facts, compare_facts);
}

static bool is_greeting(const struct tokens *tokens)
{
	static const char *const words[] = { "hi", "hello", "hey", "thanks", "thank", "ok", "okay", "good", "nice", "great" };
	static const char *const times[] = { "morning", "evening", "afternoon", "day" };
	static const char *const meet[] = { "meet", "see" };
	if (!word_among(tokens, 0, words, ARRAY_SIZE(words)))
		return false;
	return tokens->count == 1 || word_among(tokens, 1, times, ARRAY_SIZE(times)) ||
	       word_among(tokens, 2, meet, ARRAY_SIZE(meet));
}

/* "I would start with a cache": tells and does not ask; "I'd like to know how many users there are" asks. */
static bool is_statement(const struct tokens *tokens, bool marked)
{
	static const char *const speaker[] = { "i", "ill", "id", "im", "ive", "lets", "let" };
	static const char *const asking[] = {
		"what", "which", "who", "when", "where", "why", "how", "know", "ask", "wonder", "wondering", "curious",
		"clarify", "understand", "whether", "question", "confirm", "check", "if",
	};
	if (marked || !word_among(tokens, 0, speaker, ARRAY_SIZE(speaker)))
		return false;
	for (size_t i = 1; i < tokens->count; i++)
		if (word_among(tokens, i, asking, ARRAY_SIZE(asking)))
			return false;
	return true;
}

/* Nothing was asked: say so. */
static bool say_to_no_question(const struct tokens *tokens, const char *question, bool marked, struct reply *reply)
{
	if (!tokens->count)
		say(reply, DECIDED_UNCLEAR, SAY_EMPTY, question);
	else if (is_greeting(tokens))
		say(reply, DECIDED_UNCLEAR, SAY_GREETING, question);
	else if (is_statement(tokens, marked))
		say(reply, DECIDED_UNCLEAR, SAY_STATEMENT, question);
	else
		return false;
	return true;
}

static void say_without_fact(const struct part *whole, const char *question, bool marked, struct reply *reply)
{
	bool asks = marked || whole->view.asks;
	const struct match *best = best_fact(whole);
	if (!whole->view.words)
		say(reply, DECIDED_UNCLEAR, SAY_UNCLEAR, question);
	else if (best && confidence(whole, best) >= doubt_from)
		ask_whether(reply, best->fact);
	else if (!asks && whole->view.words > 2)
		say(reply, DECIDED_UNCLEAR, SAY_STATEMENT, question);
	else if (whole->view.unknown * 2 > whole->view.words)
		say(reply, DECIDED_UNCLEAR, SAY_UNCLEAR, question);
	else
		say(reply, DECIDED_CANDIDATE, SAY_NOTHING, question);
}

static void tell_scope(const struct problem *problem, const struct session *session, struct reply *reply)
{
	const struct match scope = { .fact = scope_fact(problem) };
	if (scope.fact) {
		add_fact(reply, &scope, 1, session);
		tell(reply);
	} else {
		strbuf_adds(&reply->text, topic_sense(TOPIC_SCOPE));
		reply->decided_by = DECIDED_UNCLEAR;
	}
}

static void answer(const struct interviewer *interviewer, const struct session *session, const struct tokens *tokens,
                   const char *question, bool marked, struct reply *reply)
{
	struct part whole;
	if (asks_for_scope(tokens)) {
		tell_scope(interviewer->problem, session, reply);
		return;
	}
	rank(interviewer, tokens, 0, tokens->count, &whole);
	const struct fact *thin = thin_about(&whole);
	if (ask_back_wide(tokens, &whole, reply))
		return;
	if (is_decision(&whole)) {
		say(reply, DECIDED_CANDIDATE, SAY_DECIDE, question);
		return;
	}
	if (thin) {
		ask_back(reply, thin);
		return;
	}
	gather(interviewer, session, tokens, &whole, reply);
	if (reply->fact_count)
		tell(reply);
	else if (whole.view.thin && best_fact(&whole))
		ask_back(reply, best_fact(&whole)->fact);
	else
		say_without_fact(&whole, question, marked, reply);
}

static bool is_yes(const struct tokens *tokens)
{
	static const char *const words[] = { "yes", "y", "yeah", "yep", "yup", "exactly", "right", "correct", "sure", "indeed" };
	static const char *const behind[] = { "please", "exactly", "that", "thats", "it", "i", "do", "mean", "right", "thanks" };
	if (!word_among(tokens, 0, words, ARRAY_SIZE(words)))
		return false;
	for (size_t i = 1; i < tokens->count; i++)
		if (!word_among(tokens, i, behind, ARRAY_SIZE(behind)))
			return false;
	return true;
}

/* The question before this one, when it was answered with words only and nothing else was said since. */
static const char *asked_before(const struct session *session, const char *question)
{
	size_t end = session ? session->turn_count : 0;
	if (end && session->turns[end - 1].kind == TURN_QUESTION && !strcmp(session->turns[end - 1].text, question))
		end--;
	if (end < 2 || session->turns[end - 1].kind != TURN_ANSWER || session->turns[end - 2].kind != TURN_QUESTION)
		return NULL;
	return session->turns[end - 2].text;
}

/* "yes" to "Do you mean ...?": what was meant is told. */
static bool tell_meant(const struct interviewer *interviewer, const struct session *session, const struct tokens *tokens,
                       const char *question, struct reply *reply)
{
	const char *before = is_yes(tokens) ? asked_before(session, question) : NULL;
	if (!before)
		return false;
	interviewer_ask(interviewer, NULL, before, reply);
	const struct match meant = { .fact = reply->meant };
	strbuf_clear(&reply->text);
	reply->fact_count = 0;
	reply->meant = NULL;
	if (!meant.fact)
		return false;
	add_fact(reply, &meant, 1, session);
	tell(reply);
	return true;
}

void interviewer_ask(const struct interviewer *interviewer, const struct session *session, const char *question,
                     struct reply *reply)
{
	struct tokens tokens = TOKENS_INIT;
	size_t len = strnlen(question, QUESTION_MAX);
	bool marked = memchr(question, '?', len) != NULL;
	strbuf_clear(&reply->text);
	reply->fact_count = 0;
	reply->meant = NULL;
	tokens_read(&tokens, question, len);
	if (!tell_meant(interviewer, session, &tokens, question, reply) && !say_to_no_question(&tokens, question, marked, reply))
		answer(interviewer, session, &tokens, question, marked, reply);
	tokens_release(&tokens);
}
