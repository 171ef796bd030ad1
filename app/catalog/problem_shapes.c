#include "catalog/problem_shapes.h"

#include "base/array.h"

#define KEYS(noun_, table) { .noun = (noun_), .rows = (table), .count = ARRAY_SIZE(table) }

static const struct card_key title_rows[] = {
	{ .key = "id", .kind = CARD_ID, .optional = true, .offset = offsetof(struct problem, id), .example = "- id: url-shortener" },
	{ .key = "difficulty", .kind = CARD_WORD, .offset = offsetof(struct problem, difficulty), .words = &difficulty_words,
	  .why = "the library shows and sorts by it", .example = "- difficulty: medium" },
	{ .key = "tracks", .kind = CARD_LIST, .offset = offsetof(struct problem, tracks),
	  .why = "the library filters by them", .example = "- tracks: general, observability" },
	{ .key = "patterns", .kind = CARD_LIST, .offset = offsetof(struct problem, patterns),
	  .why = "they say what the problem teaches", .example = "- patterns: id generation, read path caching" },
	{ .key = "rank", .kind = CARD_NUMBER, .offset = offsetof(struct problem, rank), .min = 1, .max = 100000,
	  .why = "the library is ordered by how often a problem is asked; 1 is most often", .example = "- rank: 12" },
	{ .key = "summary", .kind = CARD_TEXT, .offset = offsetof(struct problem, summary),
	  .why = "the library shows it beside the title", .example = "- summary: Short links that resolve in milliseconds." },
	{ .key = "minutes", .kind = CARD_MINUTES, .optional = true, .offset = offsetof(struct problem, minutes),
	  .words = &section_words, .why = "it changes the preset's budget for this problem",
	  .example = "- minutes: requirements 8, architecture 20" },
};
const struct card_keys title_keys = KEYS("problem", title_rows);

static const struct card_key fact_rows[] = {
	{ .key = "id", .kind = CARD_ID, .offset = offsetof(struct fact, id), .example = "- id: new-links" },
	{ .key = "weight", .kind = CARD_NUMBER, .offset = offsetof(struct fact, weight), .min = 1, .max = 3,
	  .why = "the score for exploration is weight unlocked over weight in all: 3 shapes the design, 1 is nice to know",
	  .example = "- weight: 2" },
	{ .key = "topic", .kind = CARD_WORD, .offset = offsetof(struct fact, topic), .words = &topic_words,
	  .why = "a thin question is answered with a question about its topic", .example = "- topic: traffic" },
	{ .key = "ask", .kind = CARD_TEXTS, .offset = offsetof(struct fact, asks),
	  .why = "a candidate's question is compared with these", .example = "- ask: How many links are created per day?" },
	{ .key = "terms", .kind = CARD_LIST, .offset = offsetof(struct fact, terms),
	  .why = "words that occur when somebody asks for just this fact", .example = "- terms: new urls, created, writes" },
};
const struct item_shape fact_shape = {
	sizeof(struct fact), offsetof(struct fact, title), offsetof(struct fact, answer), offsetof(struct fact, line),
	offsetof(struct fact, id), "the prose below the card is what the interviewer answers", KEYS("fact", fact_rows),
};

static const struct card_key decision_rows[] = {
	{ .key = "id", .kind = CARD_ID, .offset = offsetof(struct decision, id), .example = "- id: code-generation" },
	{ .key = "works", .kind = CARD_TEXT, .offset = offsetof(struct decision, works),
	  .why = "correct, and enough for a mid-level answer", .example = "- works: A random code, checked for a collision." },
	{ .key = "good", .kind = CARD_TEXT, .offset = offsetof(struct decision, good), .why = "what a senior answer has",
	  .example = "- good: ..." },
	{ .key = "great", .kind = CARD_TEXT, .offset = offsetof(struct decision, great), .why = "what a staff answer has",
	  .example = "- great: ..." },
	{ .key = "simple", .kind = CARD_TEXT, .offset = offsetof(struct decision, simple),
	  .why = "every tier costs something: say when the simple one is right", .example = "- simple: Below a thousand writes a second." },
};
const struct item_shape decision_shape = {
	sizeof(struct decision), offsetof(struct decision, title), offsetof(struct decision, prose),
	offsetof(struct decision, line), offsetof(struct decision, id), "the prose below the card compares the three",
	KEYS("decision", decision_rows),
};

static const struct card_key probe_rows[] = {
	{ .key = "id", .kind = CARD_ID, .offset = offsetof(struct probe, id), .example = "- id: cold-cache" },
	{ .key = "about", .kind = CARD_WORD, .offset = offsetof(struct probe, about), .words = &concern_words,
	  .why = "probes are chosen so that every concern has its turn", .example = "- about: failure" },
	{ .key = "points", .kind = CARD_IDS, .offset = offsetof(struct probe, points),
	  .why = "a probe is asked when the notes lack its key points", .example = "- points: stampede, cache-hit-rate" },
	{ .key = "weak", .kind = CARD_TEXT, .offset = offsetof(struct probe, weak),
	  .why = "what the interviewer says after a weak answer", .example = "- weak: How many reads a second is that?" },
	{ .key = "fair", .kind = CARD_TEXT, .offset = offsetof(struct probe, fair),
	  .why = "what the interviewer says after a fair answer", .example = "- fair: And for how long does that last?" },
	{ .key = "strong", .kind = CARD_TEXT, .offset = offsetof(struct probe, strong),
	  .why = "what the interviewer says after a strong answer", .example = "- strong: What would you watch to see it coming?" },
};
const struct item_shape probe_shape = {
	sizeof(struct probe), offsetof(struct probe, question), offsetof(struct probe, listen_for),
	offsetof(struct probe, line), offsetof(struct probe, id), NULL, KEYS("probe", probe_rows),
};

static const struct card_key curveball_rows[] = {
	{ .key = "id", .kind = CARD_ID, .offset = offsetof(struct curveball, id), .example = "- id: tenfold" },
	{ .key = "changes", .kind = CARD_LIST, .offset = offsetof(struct curveball, changes),
	  .why = "the debrief compares the boxes that were changed with these", .example = "- changes: cache, db" },
	{ .key = "keeps", .kind = CARD_LIST, .offset = offsetof(struct curveball, keeps),
	  .why = "the debrief names boxes that were changed without need", .example = "- keeps: lb, api" },
};
const struct item_shape curveball_shape = {
	sizeof(struct curveball), offsetof(struct curveball, title), offsetof(struct curveball, answer),
	offsetof(struct curveball, line), offsetof(struct curveball, id),
	"its first paragraph is what the interviewer says, the rest is what a good answer does",
	KEYS("curveball", curveball_rows),
};

static const struct card_key key_point_rows[] = {
	{ .key = "id", .kind = CARD_ID, .offset = offsetof(struct key_point, id), .example = "- id: code-length" },
	{ .key = "phase", .kind = CARD_WORD, .offset = offsetof(struct key_point, section), .words = &section_words,
	  .why = "the debrief lists it beside the notes of that phase", .example = "- phase: architecture" },
	{ .key = "criterion", .kind = CARD_WORD, .offset = offsetof(struct key_point, criterion), .words = &criterion_words,
	  .why = "it counts for that row of the rubric", .example = "- criterion: depth" },
	{ .key = "level", .kind = CARD_WORD, .offset = offsetof(struct key_point, level), .words = &level_words,
	  .why = "the level from which it is expected", .example = "- level: senior" },
	{ .key = "weight", .kind = CARD_FLAG, .offset = offsetof(struct key_point, must), .words = &weight_words,
	  .why = "a missed `must` weighs more in the review", .example = "- weight: must" },
	{ .key = "shows", .kind = CARD_TEXTS, .offset = offsetof(struct key_point, shows),
	  .why = "the review finds the point in a candidate's notes by these wordings",
	  .example = "- shows: seven | 7 + character | char | base62" },
};
const struct item_shape key_point_shape = {
	sizeof(struct key_point), offsetof(struct key_point, text), offsetof(struct key_point, why),
	offsetof(struct key_point, line), offsetof(struct key_point, id), "the prose below the card says why it matters",
	KEYS("key point", key_point_rows),
};

static const struct card_key warning_rows[] = {
	{ .key = "id", .kind = CARD_ID, .offset = offsetof(struct warning_sign, id), .example = "- id: idle-kafka" },
	{ .key = "shows", .kind = CARD_TEXTS, .offset = offsetof(struct warning_sign, shows),
	  .why = "the review finds the sign in a candidate's notes by these wordings", .example = "- shows: kafka" },
	{ .key = "unless", .kind = CARD_TEXTS, .optional = true, .offset = offsetof(struct warning_sign, unless),
	  .why = "wordings that take the sign away", .example = "- unless: analytics | click | stream" },
};
const struct item_shape warning_shape = {
	sizeof(struct warning_sign), offsetof(struct warning_sign, text), offsetof(struct warning_sign, why),
	offsetof(struct warning_sign, line), offsetof(struct warning_sign, id),
	"the prose below the card says why it weakens an answer", KEYS("warning sign", warning_rows),
};

static const struct card_key story_rows[] = {
	{ .key = "tags", .kind = CARD_LIST, .offset = offsetof(struct story, tags),
	  .why = "the candidate's own stories are found by them", .example = "- tags: scale, failure" },
};
const struct card_keys story_keys = KEYS("question for a story", story_rows);
