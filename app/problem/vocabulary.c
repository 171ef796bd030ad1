#include "problem/problem.h"

#include <string.h>

#include "base/array.h"

static const char *const section_names[] = {
#define SECTION(symbol, name, title) [SECTION_##symbol] = name,
#include "problem/vocabulary.def"
#undef SECTION
};

static const char *const section_titles[] = {
#define SECTION(symbol, name, title) [SECTION_##symbol] = title,
#include "problem/vocabulary.def"
#undef SECTION
};

static const char *const criterion_names[] = {
#define CRITERION(symbol, name, title, weight) [CRITERION_##symbol] = name,
#include "problem/vocabulary.def"
#undef CRITERION
};

static const char *const criterion_titles[] = {
#define CRITERION(symbol, name, title, weight) [CRITERION_##symbol] = title,
#include "problem/vocabulary.def"
#undef CRITERION
};

static const int criterion_weights[] = {
#define CRITERION(symbol, name, title, weight) [CRITERION_##symbol] = weight,
#include "problem/vocabulary.def"
#undef CRITERION
};

static const char *const level_names[] = {
#define LEVEL(symbol, name, title) [LEVEL_##symbol] = name,
#include "problem/vocabulary.def"
#undef LEVEL
};

static const char *const level_titles[] = {
#define LEVEL(symbol, name, title) [LEVEL_##symbol] = title,
#include "problem/vocabulary.def"
#undef LEVEL
};

static const char *const difficulty_names[] = {
#define DIFFICULTY(symbol, name) [DIFFICULTY_##symbol] = name,
#include "problem/vocabulary.def"
#undef DIFFICULTY
};

static const char *const topic_names[] = {
#define TOPIC(symbol, name, sense) [TOPIC_##symbol] = name,
#include "problem/vocabulary.def"
#undef TOPIC
};

static const char *const topic_senses[] = {
#define TOPIC(symbol, name, sense) [TOPIC_##symbol] = sense,
#include "problem/vocabulary.def"
#undef TOPIC
};

static const char *const concern_names[] = {
#define CONCERN(symbol, name) [CONCERN_##symbol] = name,
#include "problem/vocabulary.def"
#undef CONCERN
};

static bool find(const char *const *names, size_t count, const char *name, size_t *index)
{
	for (*index = 0; *index < count; ++*index)
		if (!strcmp(names[*index], name))
			return true;
	return false;
}

const char *section_name(enum section section)          { return section_names[section]; }
const char *section_title(enum section section)         { return section_titles[section]; }
const char *criterion_name(enum criterion criterion)    { return criterion_names[criterion]; }
const char *criterion_title(enum criterion criterion)   { return criterion_titles[criterion]; }
int criterion_weight(enum criterion criterion)          { return criterion_weights[criterion]; }
const char *level_name(enum level level)                { return level_names[level]; }
const char *level_title(enum level level)               { return level_titles[level]; }
const char *difficulty_name(enum difficulty difficulty) { return difficulty_names[difficulty]; }
const char *topic_name(enum topic topic)                { return topic_names[topic]; }
const char *topic_sense(enum topic topic)               { return topic_senses[topic]; }
const char *concern_name(enum concern concern)          { return concern_names[concern]; }

bool section_parse(const char *name, enum section *out)
{
	size_t i;
	if (!find(section_names, ARRAY_SIZE(section_names), name, &i))
		return false;
	*out = (enum section)i;
	return true;
}

bool criterion_parse(const char *name, enum criterion *out)
{
	size_t i;
	if (!find(criterion_names, ARRAY_SIZE(criterion_names), name, &i))
		return false;
	*out = (enum criterion)i;
	return true;
}

bool level_parse(const char *name, enum level *out)
{
	size_t i;
	if (!find(level_names, ARRAY_SIZE(level_names), name, &i))
		return false;
	*out = (enum level)i;
	return true;
}

bool difficulty_parse(const char *name, enum difficulty *out)
{
	size_t i;
	if (!find(difficulty_names, ARRAY_SIZE(difficulty_names), name, &i))
		return false;
	*out = (enum difficulty)i;
	return true;
}

bool topic_parse(const char *name, enum topic *out)
{
	size_t i;
	if (!find(topic_names, ARRAY_SIZE(topic_names), name, &i))
		return false;
	*out = (enum topic)i;
	return true;
}

bool concern_parse(const char *name, enum concern *out)
{
	size_t i;
	if (!find(concern_names, ARRAY_SIZE(concern_names), name, &i))
		return false;
	*out = (enum concern)i;
	return true;
}
