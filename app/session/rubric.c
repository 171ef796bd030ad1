#include "session/rubric.h"

#include "base/array.h"

static const char *const wordings[CRITERION_COUNT][LEVEL_COUNT][SCORE_MAX] = {
#define WORDING(criterion, level, score, text) \
	[CRITERION_##criterion][LEVEL_##level][(score) - SCORE_MIN] = text,
#include "session/rubric.def"
#undef WORDING
};

static const char *const score_titles[SCORE_MAX] = { "no hire", "lean no", "hire", "strong hire" };

static const char *const reflections[REFLECTIONS] = {
	"What went well?",
	"What could be better?",
	"Were the questions good?",
	"Was the architecture reasonable?",
	"How was the communication?",
};

static const struct checklist_item items[] = {
#define ITEM(id_, section_, low, high, text_) \
	{ .id = id_, .section = SECTION_##section_, .text = text_, .low_min = low, .high_min = high },
#include "session/checklist.def"
#undef ITEM
};

const char *rubric_wording(enum criterion criterion, enum level level, int score)
{
	return score < SCORE_MIN || score > SCORE_MAX ? "" : wordings[criterion][level][score - SCORE_MIN];
}

const char *rubric_score_title(int score)
{
	return score < SCORE_MIN || score > SCORE_MAX ? "" : score_titles[score - SCORE_MIN];
}

const char *rubric_reflection(int number)
{
	return number < 1 || number > REFLECTIONS ? "" : reflections[number - 1];
}

size_t checklist_count(void)
{
	return ARRAY_SIZE(items);
}

const struct checklist_item *checklist_item(size_t index)
{
	return &items[index];
}
