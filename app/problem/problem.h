/*
 * Problem: one practice problem as data. Pure: nothing here reads files or knows Markdown; app/catalog
 * fills it from a file, the tests fill it by hand.
 *
 * Everything that a problem points to lives in its arena and dies in problem_free(); text is UTF-8 and never
 * NULL (empty where the file says nothing). Prose is kept as its Markdown source, so that it can be rendered at
 * any width. `line` is the line of the heading or card entry in the file, from 1.
 */
#ifndef SYSDRILL_PROBLEM_PROBLEM_H
#define SYSDRILL_PROBLEM_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* ENUM(symbol, name in files and logs, title for people) */
enum section {
#define SECTION(symbol, name, title) SECTION_##symbol,
#include "problem/vocabulary.def"
#undef SECTION
	SECTION_COUNT
};

enum criterion {
#define CRITERION(symbol, name, title, weight) CRITERION_##symbol,
#include "problem/vocabulary.def"
#undef CRITERION
	CRITERION_COUNT
};

enum level {
#define LEVEL(symbol, name, title) LEVEL_##symbol,
#include "problem/vocabulary.def"
#undef LEVEL
	LEVEL_COUNT
};

enum difficulty {
#define DIFFICULTY(symbol, name) DIFFICULTY_##symbol,
#include "problem/vocabulary.def"
#undef DIFFICULTY
	DIFFICULTY_COUNT
};

enum topic {
#define TOPIC(symbol, name, sense) TOPIC_##symbol,
#include "problem/vocabulary.def"
#undef TOPIC
	TOPIC_COUNT
};

enum concern {
#define CONCERN(symbol, name) CONCERN_##symbol,
#include "problem/vocabulary.def"
#undef CONCERN
	CONCERN_COUNT
};

/* Names as in files; titles for people. Never NULL. */
const char *section_name(enum section section);
const char *section_title(enum section section);
const char *criterion_name(enum criterion criterion);
const char *criterion_title(enum criterion criterion);
int criterion_weight(enum criterion criterion);          /* per cent; all add up to 100 */
const char *level_name(enum level level);
const char *level_title(enum level level);
const char *difficulty_name(enum difficulty difficulty);
const char *topic_name(enum topic topic);
const char *topic_sense(enum topic topic);               /* "scale in what sense?": the question for a thin question */
const char *concern_name(enum concern concern);
/* From a name; false when there is no such name. */
bool section_parse(const char *name, enum section *out);
bool criterion_parse(const char *name, enum criterion *out);
bool level_parse(const char *name, enum level *out);
bool difficulty_parse(const char *name, enum difficulty *out);
bool topic_parse(const char *name, enum topic *out);
bool concern_parse(const char *name, enum concern *out);

/* A growing list of texts in the arena. */
struct texts {
	const char **items;
	size_t count;
};

struct fact {
	const char *id, *title, *answer;
	int weight;                     /* 1 to 3 */
	enum topic topic;
	struct texts asks, terms;
	int line;
};

struct hint_ladder {
	struct texts steps;             /* three: a nudge, a direction, nearly the answer */
};

struct probe {
	const char *id, *question, *weak, *fair, *strong, *listen_for;
	enum concern about;
	struct texts points;            /* ids of key points */
	int line;
};

struct curveball {
	const char *id, *title, *say, *answer;  /* `say`: what the interviewer says */
	struct texts changes, keeps;            /* names of boxes */
	int line;
};

struct key_point {
	const char *id, *text, *why;
	enum section section;
	enum criterion criterion;
	enum level level;
	bool must;
	struct texts shows;             /* the pattern language of content/AUTHORING.md */
	int line;
};

struct warning_sign {
	const char *id, *text, *why;
	struct texts shows, unless;
	int line;
};

struct decision {
	const char *id, *title, *works, *good, *great, *simple, *prose;
	int line;
};

struct edge {
	const char *from, *to, *label;
	char kind;                      /* '>' call, '=' stream or queue, '-' association */
};

struct named_text {
	const char *name, *text;        /* a box and what it is for; an estimate's name and what it decides; a card */
	int line;
};

struct named_texts {
	struct named_text *items;
	size_t count;
};

struct problem {
	struct arena arena;
	const char *path;               /* where it came from; for messages */
	const char *source;             /* the whole file, and its length: what the record of an interview keeps */
	size_t source_len;

	const char *id, *title, *summary;
	enum difficulty difficulty;
	int rank;
	struct texts tracks, patterns;
	int minutes[SECTION_COUNT];     /* 0: as the preset says */

	const char *prompt;
	struct fact *facts;
	size_t fact_count;
	struct texts to_decide;
	struct texts functional, non_functional, out_of_scope;
	struct texts estimate_blocks;
	struct named_texts estimate_decides;
	struct edge *edges;
	size_t edge_count;
	struct named_texts boxes;
	struct decision *decisions;
	size_t decision_count;
	struct hint_ladder hints[SECTION_COUNT];
	struct probe *probes;
	size_t probe_count;
	struct curveball *curveballs;
	size_t curveball_count;
	struct key_point *key_points;
	size_t key_point_count;
	struct warning_sign *warnings;
	size_t warning_count;
	const char *bars[LEVEL_COUNT];
	struct texts story_tags;
	const char *story_question;
	struct named_texts cards;
	struct texts reading;

	/*
	 * The reference, section by section, as Markdown: Requirements (with the estimates), Architecture, Data model,
	 * Interface, Optimization. What the debrief shows beside the candidate's notes.
	 */
	const char *reference[SECTION_COUNT];
};

struct problem *problem_new(void);
void problem_free(struct problem *problem);              /* NULL is fine */

const struct fact *problem_fact(const struct problem *problem, const char *id);              /* NULL: none such */
const struct key_point *problem_key_point(const struct problem *problem, const char *id);
const struct probe *problem_probe(const struct problem *problem, const char *id);
const struct curveball *problem_curveball(const struct problem *problem, const char *id);
/* Sum of the weights of all facts: 100 % of exploration. */
int problem_fact_weight(const struct problem *problem);

/* Growing a list inside an arena. */
void texts_add(struct texts *texts, struct arena *arena, const char *text);
bool texts_contain(const struct texts *texts, const char *text);

#endif
