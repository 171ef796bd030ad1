/*
 * Match: how well a question is explained by each of a problem's facts. Pure.
 *
 * Every fact, and every entry of "yours to decide", is a document with fields: its asks (each by itself), terms, title and
 * answer. A question's words weigh by how few documents have them (inverse document frequency, as in BM25: Robertson and
 * Zaragoza, "The Probabilistic Relevance Framework", 2009); a word matches by its stem, or, at a discount, by a concept of
 * the lexicon that both belong to. The score of a fact joins two views:
 *
 *     coverage    the share of the question's weight that the fact explains, any field
 *     likeness    the Dice coefficient, by weight, with the ask that is most like the question
 *
 * with something on top for words that an ask, a term or the title names itself, and for a whole term of several words; too
 * little evidence lowers it. Words that no document knows count against every fact, so that a question about something else
 * scores low. The weights are tuned on questions kept apart from the problems (tests/coach); confidence.h tells how far a
 * match may be trusted. A question about a thing (subject.def) that a fact never speaks of is hardly ever answered by it, nor
 * is "how long" by an answer without a time (wanted.h).
 */
#ifndef SYSDRILL_COACH_MATCH_H
#define SYSDRILL_COACH_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "coach/lexicon.h"
#include "coach/text.h"
#include "problem/problem.h"

struct matcher;

struct matcher *matcher_new(const struct problem *problem);
void matcher_free(struct matcher *matcher);

struct match {
	const struct fact *fact;        /* NULL: an entry of "yours to decide" */
	double score;                   /* 0 to 1 */
	double coverage, likeness;      /* 0 to 1 */
	double named;                   /* 0 to 1: the share of the question's ideas that an ask, a term or the title names */
	double phrase;                  /* 0 to 1: the share of its weight that is a whole term of several words */
	double evidence;                /* the weight that is explained, from 0 */
	bool unmet;                     /* its answer holds nothing of the kind that is asked for (wanted.h) */
	size_t foreign_subjects;        /* things that the question is about and this never speaks of */
	size_t foreign_designs;         /* techniques that the question names and this does not */
};

/* What kind of question it is, besides its facts. */
struct question_view {
	size_t words;                   /* that say something */
	double absent_share;            /* of the weight: words of the field that are foreign here */
	size_t unknown;                 /* of these, neither in the problem nor in the lexicon */
	bool design;                    /* names a technique or product */
	bool asks_permission;           /* "should I", "can I use", "do we need", "which ..." */
	bool asks;                      /* has a question word, a question's word order or a question mark */
	bool typed;                     /* "how many", "who", "where": says what the answer would have to be */
	bool thin;                      /* one idea only: "scale?", "what about latency" */
};

enum { MATCHES_MAX = 64 };

/*
 * Ranks tokens [from, to) of a question against everything. Fills `matches` best first, at most `cap`; returns how many
 * have a score above 0. `view` may be NULL.
 */
size_t matcher_rank(const struct matcher *matcher, const struct tokens *question, size_t from, size_t to,
                    struct match *matches, size_t cap, struct question_view *view);

#endif
