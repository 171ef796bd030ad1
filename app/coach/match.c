#include "coach/match.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/vocabulary.h"
#include "coach/wanted.h"

enum { UNITS_MAX = 96, CONCEPTS_PER_UNIT = 12, TYPO_MIN = 5 };

/* Tuned on tests/coach/questions and on each problem's own asks, one left out at a time. */
static const double term_times = 1.7, title_times = 0.5, topic_times = 0.6, answer_times = 0.65;   /* an ask counts 1 */
static const double saturation = 0.5;           /* occurrences at which a word has half its strength */
static const double concept_share = 0.7;        /* a concept against the word itself */
static const double weak_share = 0.4;
static const double type_share = 0.75;           /* "who", "where", "how long" */
static const double unknown_weight = 1.2;       /* of a word that nobody knows */
static const double absent_weight = 2.0;        /* of a word of the field that this problem never uses */
static const double coverage_share = 0.6;       /* the rest is likeness */
static const double phrase_share = 0.2;        /* on top: a term of several words that stands in the question */
static const double named_share = 0.15;         /* on top: ideas that are named by the very word */
static const double evidence_enough = 2.8;      /* explained weight below which a score is doubted */

static const char *const weak_words[] = {
#define WEAK(word) word,
#include "coach/weak.def"
#undef WEAK
};

/* One idea of a question or an ask: a word, a number, a phrase of small words, or the kind of question. */
struct unit {
	int stem;                       /* -1: unknown, or only a phrase */
	const char *text;
	unsigned short concepts[CONCEPTS_PER_UNIT];
	unsigned short concept_count;
	bool type, phrase, known;       /* known: to the lexicon, if not to the problem */
	bool design;                    /* a technique or a product */
	double share;                   /* 1, weak_share or type_share */
};

struct units {
	struct unit items[UNITS_MAX];
	size_t count;
};

struct ask {
	struct unit *units;
	size_t unit_count;
	double weight;                  /* sum over its units */
};

struct document {
	const struct fact *fact;        /* NULL: yours to decide */
	struct ask *asks, *terms;       /* of the terms only those of several words */
	size_t ask_count, term_count;
	uint64_t subjects;              /* that any of its texts names */
	unsigned held;                  /* by its answer (wanted.h) */
	bool *asked;                    /* by stem: it stands in an ask, a term or the title, and not only in the answer */
	float *stems, *concepts;        /* how strongly each belongs to it: 0 to 1 */
};

struct matcher {
	const struct problem *problem;
	struct lexicon *lexicon;
	struct vocabulary stems;
	struct document *documents;
	size_t document_count;
	double *stem_idf, *concept_idf;
	size_t concept_count;
	struct arena arena;
};

/* The table is in alphabetical order. */
static int compare_words(const void *word, const void *entry)
{
	return strcmp(word, *(const char *const *)entry);
}

static bool is_weak(const char *word)
{
	return word && bsearch(word, weak_words, ARRAY_SIZE(weak_words), sizeof *weak_words, compare_words);
}

/* "who", "where", "how long": what the answer would have to be. NULL: nothing of that sort at `at`. */
static const char *question_type(const struct tokens *tokens, size_t at, size_t to)
{
	static const struct { const char *first, *second, *type; } types[] = {
		{ "who", NULL, "?who" }, { "whom", NULL, "?who" }, { "where", NULL, "?where" }, { "when", NULL, "?when" },
		{ "why", NULL, "?why" }, { "how", "many", "?many" }, { "how", "much", "?many" }, { "how", "long", "?long" },
		{ "how", "fast", "?fast" }, { "how", "quickly", "?fast" }, { "how", "quick", "?fast" },
		{ "how", "soon", "?fast" }, { "how", "often", "?often" }, { "how", "big", "?big" },
		{ "how", "large", "?big" }, { "how", "frequently", "?often" }, { "how", "far", "?far" },
	};
	const char *word = tokens->items[at].word;
	const char *next = at + 1 < to ? tokens->items[at + 1].word : NULL;
	for (size_t i = 0; word && i < ARRAY_SIZE(types); i++)
		if (!strcmp(types[i].first, word) && (!types[i].second || (next && !strcmp(types[i].second, next))))
			return types[i].type;
	return NULL;
}

struct collector {
	struct units *units;
	const struct tokens *tokens;
	size_t unit_of[UNITS_MAX * 4];  /* by token, from `from`; SIZE_MAX: none */
	size_t from, to;
};

static struct unit *add_unit(struct units *units)
{
	if (units->count == UNITS_MAX)
		return NULL;
	struct unit *unit = &units->items[units->count++];
	*unit = (struct unit){ .stem = -1, .share = 1 };
	return unit;
}

static void add_concept(struct unit *unit, size_t concept)
{
	for (size_t i = 0; i < unit->concept_count; i++)
		if (unit->concepts[i] == concept)
			return;
	if (unit->concept_count < CONCEPTS_PER_UNIT)
		unit->concepts[unit->concept_count++] = (unsigned short)concept;
}

static void collect_concept(void *context, struct lexicon_hit hit)
{
	struct collector *c = context;
	bool placed = false;
	if (hit.from + hit.count > c->to)
		return;
	for (size_t i = hit.from; i < hit.from + hit.count; i++) {
		if (c->unit_of[i - c->from] == SIZE_MAX)
			continue;
		add_concept(&c->units->items[c->unit_of[i - c->from]], hit.concept);
		placed = true;
	}
	if (placed)
		return;
	struct unit *unit = add_unit(c->units);
	if (!unit)
		return;
	unit->phrase = true;
	add_concept(unit, hit.concept);
	for (size_t i = hit.from; i < hit.from + hit.count; i++)
		c->unit_of[i - c->from] = (size_t)(unit - c->units->items);
}

static bool has_concept(const struct unit *unit, size_t concept)
{
	for (size_t i = 0; i < unit->concept_count; i++)
		if (unit->concepts[i] == concept)
			return true;
	return false;
}

/* The ideas in tokens [from, to). */
static void collect(const struct matcher *m, const struct tokens *tokens, size_t from, size_t to, struct units *units)
{
	struct collector c = { .units = units, .tokens = tokens, .from = from };
	units->count = 0;
	c.to = to - from > UNITS_MAX ? from + UNITS_MAX : to;
	for (size_t i = from; i < c.to; i++)
		c.unit_of[i - from] = SIZE_MAX;
	for (size_t i = from; i < c.to; i++) {
		const struct token *token = &tokens->items[i];
		const char *type = question_type(tokens, i, c.to);
		struct unit *unit;
		if (i > from && c.unit_of[i - from] != SIZE_MAX)
			continue;
		if (type && (unit = add_unit(units))) {
			unit->text = type;
			unit->type = true;
			unit->share = type_share;
			unit->stem = vocabulary_find(&m->stems, type);
			/* "fast" of "how fast" is no idea of its own. */
			if (i + 1 < c.to && !tokens->items[i + 1].stop && !strcmp(token->stem, "how"))
				c.unit_of[i + 1 - from] = (size_t)(unit - units->items);
		}
		if (token->stop || token->kind == TOKEN_SIGN || !(unit = add_unit(units)))
			continue;
		unit->text = token->stem;
		unit->stem = vocabulary_find(&m->stems, token->stem);
		unit->known = lexicon_knows(m->lexicon, token->stem);
		unit->share = is_weak(token->word) || is_weak(token->stem) || token->kind == TOKEN_NUMBER ? weak_share : 1;
		c.unit_of[i - from] = (size_t)(unit - units->items);
	}
	for (size_t i = from; i < c.to; i++)
		lexicon_find(m->lexicon, tokens, i, collect_concept, &c);
	for (size_t i = 0; i < units->count; i++)
		units->items[i].design = has_concept(&units->items[i], lexicon_design(m->lexicon));
}

/* One text of a document, while the index is built: tokens [from, to). */
struct field {
	size_t document, from, to;
	double times;                   /* how often an occurrence here counts */
	bool ask, term;
};

struct builder {
	struct matcher *matcher;
	struct tokens tokens;
	struct field *fields;
	size_t count, cap;
};

static struct field *add_field(struct builder *b, size_t document, const char *text, double times)
{
	b->fields = array_grow(b->fields, b->count, &b->cap, sizeof *b->fields);
	struct field *field = &b->fields[b->count++];
	*field = (struct field){ .document = document, .from = b->tokens.count, .times = times };
	tokens_read(&b->tokens, text, strlen(text));
	field->to = b->tokens.count;
	return field;
}

static void set_ask(struct matcher *m, struct ask *ask, const struct units *units)
{
	ask->units = arena_alloc(&m->arena, (units->count + 1) * sizeof *ask->units);
	memcpy(ask->units, units->items, units->count * sizeof *ask->units);
	ask->unit_count = units->count;
}

/* Adds what one field says to its document's counts; a word counts once a field. */
static void count_field(struct matcher *m, const struct builder *b, const struct field *field)
{
	struct document *d = &m->documents[field->document];
	struct units units;
	size_t end = field->to - field->from > UNITS_MAX ? field->from + UNITS_MAX : field->to;
	collect(m, &b->tokens, field->from, end, &units);
	if (field->times == answer_times)
		d->held |= held_by(&b->tokens, field->from, field->to);
	else    /* what an answer mentions by the way is not what it is about */
		d->subjects |= lexicon_subjects(m->lexicon, &b->tokens, field->from, end);
	for (size_t i = 0; i < units.count; i++) {
		const struct unit *u = &units.items[i];
		if (u->stem >= 0 && field->times != answer_times)
			d->asked[u->stem] = true;
		if (u->stem >= 0 && (!u->type || field->ask))
			d->stems[u->stem] += (float)field->times;
		for (size_t k = 0; k < u->concept_count; k++)
			d->concepts[u->concepts[k]] += (float)field->times;
	}
	if (field->ask)
		set_ask(m, &d->asks[d->ask_count++], &units);
	if (field->term && units.count > 1)
		set_ask(m, &d->terms[d->term_count++], &units);
}

/* Counts become strengths: the first occurrences say most (the saturation of BM25). */
static void saturate(float *counts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		counts[i] = (float)(counts[i] / (counts[i] + saturation));
}

/* Robertson and Sparck Jones, with 1 added so that it never falls below zero. */
static double idf(size_t documents, size_t with)
{
	return log(1 + ((double)(documents - with) + 0.5) / ((double)with + 0.5));
}

/* What one idea weighs in a question, whichever document it is held against. */
static double unit_weight(const struct matcher *m, const struct unit *u)
{
	double weight = u->stem >= 0 ? m->stem_idf[u->stem] : 0;
	bool known = u->stem >= 0;
	for (size_t k = 0; k < u->concept_count; k++) {
		double w = concept_share * m->concept_idf[u->concepts[k]];
		bool used = m->concept_idf[u->concepts[k]] > 0;
		known |= used;
		if (used && weight < w)
			weight = w;
	}
	if (!known && !u->type)
		weight = u->phrase ? 0 : u->known ? absent_weight : unknown_weight;
	return weight * u->share;
}

static void weigh(struct matcher *m)
{
	const double counts = 1 / (1 + saturation);     /* the strength of one occurrence in an ask */
	m->stem_idf = arena_alloc(&m->arena, (m->stems.count + 1) * sizeof *m->stem_idf);
	m->concept_idf = arena_alloc(&m->arena, m->concept_count * sizeof *m->concept_idf);
	for (size_t s = 0; s < m->stems.count; s++) {
		size_t with = 0;
		for (size_t d = 0; d < m->document_count; d++)
			with += m->documents[d].stems[s] >= 0.9 * counts;
		m->stem_idf[s] = idf(m->document_count, with ? with : 1);
	}
	for (size_t c = 0; c < m->concept_count; c++) {
		size_t with = 0;
		for (size_t d = 0; d < m->document_count; d++)
			with += m->documents[d].concepts[c] >= 0.9 * counts;
		m->concept_idf[c] = with ? idf(m->document_count, with) : 0;
	}
	for (size_t d = 0; d < m->document_count; d++)
		for (size_t a = 0; a < m->documents[d].ask_count; a++) {
			struct ask *ask = &m->documents[d].asks[a];
			for (size_t i = 0; i < ask->unit_count; i++)
				ask->weight += unit_weight(m, &ask->units[i]);
		}
}

static void add_fact(struct builder *b, size_t document, const struct fact *fact)
{
	add_field(b, document, fact->title, title_times);
	add_field(b, document, topic_name(fact->topic), topic_times);
	add_field(b, document, fact->answer, answer_times);
	for (size_t i = 0; i < fact->terms.count; i++)
		add_field(b, document, fact->terms.items[i], term_times)->term = true;
	for (size_t i = 0; i < fact->asks.count; i++)
		add_field(b, document, fact->asks.items[i], 1)->ask = true;
}

static void learn_words(struct vocabulary *stems, const struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->count; i++) {
		const char *type = question_type(tokens, i, tokens->count);
		vocabulary_add(stems, tokens->items[i].stem);
		if (type)
			vocabulary_add(stems, type);
	}
}

static void prepare_document(struct matcher *m, size_t document, size_t asks)
{
	struct document *d = &m->documents[document];
	d->fact = document < m->problem->fact_count ? &m->problem->facts[document] : NULL;
	d->asks = arena_alloc(&m->arena, (asks + 1) * sizeof *d->asks);
	d->terms = arena_alloc(&m->arena, ((d->fact ? d->fact->terms.count : 0) + 1) * sizeof *d->terms);
	d->asked = arena_alloc(&m->arena, (m->stems.count + 1) * sizeof *d->asked);
	d->stems = arena_alloc(&m->arena, (m->stems.count + 1) * sizeof *d->stems);
	d->concepts = arena_alloc(&m->arena, m->concept_count * sizeof *d->concepts);
}

struct matcher *matcher_new(const struct problem *problem)
{
	struct matcher *m = xcalloc(1, sizeof *m);
	struct builder b = { .matcher = m };
	m->problem = problem;
	m->lexicon = lexicon_new();
	m->concept_count = lexicon_count(m->lexicon);
	m->document_count = problem->fact_count + problem->to_decide.count;
	m->documents = arena_alloc(&m->arena, (m->document_count + 1) * sizeof *m->documents);
	vocabulary_init(&m->stems);
	for (size_t i = 0; i < problem->fact_count; i++)
		add_fact(&b, i, &problem->facts[i]);
	for (size_t i = 0; i < problem->to_decide.count; i++)
		add_field(&b, problem->fact_count + i, problem->to_decide.items[i], 1)->ask = true;
	learn_words(&m->stems, &b.tokens);
	for (size_t i = 0; i < m->document_count; i++)
		prepare_document(m, i, i < problem->fact_count ? problem->facts[i].asks.count : 1);
	for (size_t i = 0; i < b.count; i++)
		count_field(m, &b, &b.fields[i]);
	for (size_t i = 0; i < m->document_count; i++) {
		saturate(m->documents[i].stems, m->stems.count);
		saturate(m->documents[i].concepts, m->concept_count);
	}
	weigh(m);
	tokens_release(&b.tokens);
	free(b.fields);
	return m;
}

void matcher_free(struct matcher *matcher)
{
	if (!matcher)
		return;
	lexicon_free(matcher->lexicon);
	vocabulary_release(&matcher->stems);
	arena_release(&matcher->arena);
	free(matcher);
}

/* How much of one idea a document explains. */
static double explained(const struct matcher *m, const struct document *d, const struct unit *u)
{
	double best = u->stem >= 0 ? m->stem_idf[u->stem] * d->stems[u->stem] : 0;
	for (size_t k = 0; k < u->concept_count; k++) {
		size_t c = u->concepts[k];
		best = fmax(best, concept_share * m->concept_idf[c] * d->concepts[c]);
	}
	return best * u->share;
}

static double in_ask(const struct matcher *m, const struct ask *ask, const struct unit *u)
{
	double best = 0;
	for (size_t i = 0; i < ask->unit_count; i++) {
		if (u->stem >= 0 && ask->units[i].stem == u->stem)
			return m->stem_idf[u->stem] * u->share;
		for (size_t k = 0; k < u->concept_count; k++)
			if (has_concept(&ask->units[i], u->concepts[k]))
				best = fmax(best, concept_share * m->concept_idf[u->concepts[k]]);
	}
	return best * u->share;
}

static double likeness(const struct matcher *m, const struct document *d, const struct units *units, double weight)
{
	double best = 0;
	for (size_t a = 0; a < d->ask_count; a++) {
		double common = 0;
		for (size_t i = 0; i < units->count; i++)
			common += in_ask(m, &d->asks[a], &units->items[i]);
		if (weight + d->asks[a].weight > 0)
			best = fmax(best, 2 * common / (weight + d->asks[a].weight));
	}
	return fmin(best, 1);
}

/* The share of the question's weight that is a whole term of the document, word by word. */
static double phrase(const struct matcher *m, const struct document *d, const struct units *units, double weight)
{
	double best = 0;
	for (size_t t = 0; t < d->term_count; t++) {
		double sum = 0;
		for (size_t i = 0; i < d->terms[t].unit_count; i++) {
			int stem = d->terms[t].units[i].stem;
			size_t k = 0;
			while (k < units->count && (stem < 0 || units->items[k].stem != stem))
				k++;
			if (k == units->count) {
				sum = 0;
				break;
			}
			sum += m->stem_idf[stem] * units->items[k].share;
		}
		best = fmax(best, sum);
	}
	return fmin(best / weight, 1);
}

/* A word that nobody knows, one letter away from one of the problem's, was meant to be that one. */
static void mend_typos(const struct matcher *m, struct units *units)
{
	for (size_t i = 0; i < units->count; i++) {
		struct unit *u = &units->items[i];
		if (u->stem >= 0 || u->known || u->type || u->phrase || strlen(u->text) < TYPO_MIN)
			continue;
		for (size_t s = 0; s < m->stems.count; s++) {
			const char *word = m->stems.words[s];
			if (word[0] == u->text[0] && strlen(word) >= TYPO_MIN && text_one_typo(word, u->text)) {
				u->stem = (int)s;
				break;
			}
		}
	}
}

static bool word_is(const struct token *token, const char *const *words, size_t count)
{
	for (size_t i = 0; token->word && i < count; i++)
		if (!strcmp(token->word, words[i]))
			return true;
	return false;
}

static void view_question(const struct matcher *m, double weight, const struct tokens *tokens, size_t from, size_t to,
                          const struct units *units, struct question_view *view)
{
	static const char *const asking[] = {
		"what", "which", "who", "whom", "when", "where", "why", "how", "is", "are", "do", "does", "did", "can", "could",
		"should", "would", "will", "may", "must", "any", "whats", "hows",
	};
	static const char *const first_person[] = { "i", "we" };
	static const char *const modal[] = { "should", "can", "could", "shall", "may", "would", "do" };
	*view = (struct question_view){ .words = 0 };
	for (size_t i = 0; i < units->count; i++) {
		const struct unit *u = &units->items[i];
		view->typed |= u->type;
		if (u->type)
			continue;
		view->words++;
		view->unknown += u->stem < 0 && !u->concept_count;
		if (u->stem < 0 && u->known && !u->phrase && unit_weight(m, u) == absent_weight * u->share)
			view->absent_share += unit_weight(m, u) / weight;
		view->design |= u->design;
	}
	for (size_t i = from; i < to; i++) {
		const struct token *token = &tokens->items[i];
		view->asks |= word_is(token, asking, ARRAY_SIZE(asking));
		if (i + 1 < to && word_is(token, modal, ARRAY_SIZE(modal)) &&
		    word_is(&tokens->items[i + 1], first_person, ARRAY_SIZE(first_person)))
			view->asks_permission = true;
		if (token->word && !strcmp(token->word, "which"))
			view->asks_permission = true;
	}
	view->thin = view->words == 1 && !view->typed;
}

static struct match score(const struct matcher *m, const struct document *d, const struct units *units, uint64_t subjects,
                          unsigned wanted, double weight)
{
	struct match match = { .fact = d->fact };
	size_t ideas = 0;
	for (uint64_t left = subjects & ~d->subjects; left; left &= left - 1)
		match.foreign_subjects++;
	for (size_t i = 0; i < units->count; i++) {
		const struct unit *u = &units->items[i];
		bool named = u->stem >= 0 && d->stems[u->stem] > 0;
		match.evidence += explained(m, d, u);
		match.foreign_designs += u->design && !named;
		match.named += !u->type && u->stem >= 0 && d->asked[u->stem];
		ideas += !u->type;
	}
	match.named = ideas ? match.named / (double)ideas : 0;
	match.coverage = fmin(match.evidence / weight, 1);
	match.likeness = likeness(m, d, units, weight);
	match.phrase = phrase(m, d, units, weight);
	match.unmet = d->fact && wanted && !(wanted & d->held);
	match.score = coverage_share * match.coverage + (1 - coverage_share) * match.likeness + phrase_share * match.phrase +
	              named_share * match.named;
	match.score *= fmin(match.evidence / evidence_enough, 1) / (1 + named_share + phrase_share);
	return match;
}

size_t matcher_rank(const struct matcher *matcher, const struct tokens *question, size_t from, size_t to,
                    struct match *matches, size_t cap, struct question_view *view)
{
	struct units units;
	double weight = 0;
	size_t count = 0;
	uint64_t subjects = lexicon_subjects(matcher->lexicon, question, from, to);
	unsigned wanted = wanted_by(question, from, to);
	collect(matcher, question, from, to, &units);
	mend_typos(matcher, &units);
	for (size_t i = 0; i < units.count; i++)
		weight += unit_weight(matcher, &units.items[i]);
	if (view)
		view_question(matcher, weight, question, from, to, &units, view);
	for (size_t d = 0; weight > 0 && d < matcher->document_count; d++) {
		const struct document *document = &matcher->documents[d];
		struct match match = score(matcher, document, &units, subjects, wanted, weight);
		if (match.score <= 0)
			continue;
		size_t at = count < cap ? count : cap - 1;
		if (count >= cap && matches[at].score >= match.score)
			continue;
		for (; at > 0 && matches[at - 1].score < match.score; at--)
			matches[at] = matches[at - 1];
		matches[at] = match;
		count += count < cap;
	}
	return count;
}
