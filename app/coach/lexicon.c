#include "coach/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "coach/vocabulary.h"

enum { WORDING_TOKENS = 6 };

static const struct { const char *name, *wordings; } groups[] = {
#define CONCEPT(name, wordings) { name, wordings },
#include "coach/lexicon.def"
#undef CONCEPT
};

static const char *const design_groups[] = {
#define DESIGN(wordings) wordings,
#include "coach/design.def"
#undef DESIGN
};

static const char *const subjects[] = {
#define SUBJECT(wordings) wordings,
#include "coach/subject.def"
#undef SUBJECT
};
_Static_assert(ARRAY_SIZE(subjects) <= 64, "a set of subjects is 64 bits");

struct wording {
	size_t concept, count;
	int stems[WORDING_TOKENS];
	int next;               /* the next wording with the same first stem; -1: none */
};

struct lexicon {
	struct vocabulary stems;
	struct wording *wordings;
	size_t wording_count, wording_cap;
	int *first;             /* by stem: its first wording, -1 for none */
	size_t first_cap;
};

static void add_wording(struct lexicon *lexicon, struct tokens *tokens, size_t concept, const char *text, size_t len)
{
	struct wording wording = { .concept = concept };
	size_t from = tokens->count;
	tokens_read(tokens, text, len);
	for (size_t i = from; i < tokens->count && wording.count < WORDING_TOKENS; i++)
		wording.stems[wording.count++] = vocabulary_add(&lexicon->stems, tokens->items[i].stem);
	if (!wording.count)
		return;
	while (lexicon->first_cap < lexicon->stems.count) {
		size_t old = lexicon->first_cap;
		lexicon->first = array_grow(lexicon->first, old, &lexicon->first_cap, sizeof *lexicon->first);
		for (size_t i = old; i < lexicon->first_cap; i++)
			lexicon->first[i] = -1;
	}
	lexicon->wordings = array_grow(lexicon->wordings, lexicon->wording_count, &lexicon->wording_cap,
	                               sizeof *lexicon->wordings);
	wording.next = lexicon->first[wording.stems[0]];
	lexicon->first[wording.stems[0]] = (int)lexicon->wording_count;
	lexicon->wordings[lexicon->wording_count++] = wording;
}

static void add_group(struct lexicon *lexicon, struct tokens *tokens, size_t concept, const char *wordings)
{
	for (const char *at = wordings; *at;) {
		size_t len = strcspn(at, "|");
		add_wording(lexicon, tokens, concept, at, len);
		at += len + (at[len] == '|');
	}
}

struct lexicon *lexicon_new(void)
{
	struct lexicon *lexicon = xcalloc(1, sizeof *lexicon);
	struct tokens tokens = TOKENS_INIT;
	vocabulary_init(&lexicon->stems);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		add_group(lexicon, &tokens, i, groups[i].wordings);
	for (size_t i = 0; i < ARRAY_SIZE(design_groups); i++)
		add_group(lexicon, &tokens, lexicon_design(lexicon), design_groups[i]);
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		add_group(lexicon, &tokens, lexicon_count(lexicon) + i, subjects[i]);
	tokens_release(&tokens);
	return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	vocabulary_release(&lexicon->stems);
	free(lexicon->wordings);
	free(lexicon->first);
	free(lexicon);
}

size_t lexicon_count(const struct lexicon *lexicon)
{
	(void)lexicon;
	return ARRAY_SIZE(groups) + 1;
}

size_t lexicon_design(const struct lexicon *lexicon)
{
	(void)lexicon;
	return ARRAY_SIZE(groups);
}

const char *lexicon_name(const struct lexicon *lexicon, size_t concept)
{
	(void)lexicon;
	return concept < ARRAY_SIZE(groups) ? groups[concept].name : "design";
}

static bool begins_at(const struct lexicon *lexicon, const struct wording *wording, const struct tokens *tokens, size_t at)
{
	if (tokens->count - at < wording->count)
		return false;
	for (size_t i = 1; i < wording->count; i++)
		if (strcmp(lexicon->stems.words[wording->stems[i]], tokens->items[at + i].stem))
			return false;
	return true;
}

void lexicon_find(const struct lexicon *lexicon, const struct tokens *tokens, size_t at,
                  void (*found)(void *context, struct lexicon_hit hit), void *context)
{
	int stem = vocabulary_find(&lexicon->stems, tokens->items[at].stem);
	if (stem < 0)
		return;
	for (int i = lexicon->first[stem]; i >= 0; i = lexicon->wordings[i].next) {
		const struct wording *wording = &lexicon->wordings[i];
		if (wording->concept < lexicon_count(lexicon) && begins_at(lexicon, wording, tokens, at))
			found(context, (struct lexicon_hit){ wording->concept, at, wording->count });
	}
}

uint64_t lexicon_subjects(const struct lexicon *lexicon, const struct tokens *tokens, size_t from, size_t to)
{
	size_t concepts = lexicon_count(lexicon);
	uint64_t set = 0;
	for (size_t at = from; at < to; at++) {
		int stem = vocabulary_find(&lexicon->stems, tokens->items[at].stem);
		for (int i = stem < 0 ? -1 : lexicon->first[stem]; i >= 0; i = lexicon->wordings[i].next) {
			const struct wording *wording = &lexicon->wordings[i];
			if (wording->concept >= concepts && at + wording->count <= to && begins_at(lexicon, wording, tokens, at))
				set |= UINT64_C(1) << (wording->concept - concepts);
		}
	}
	return set;
}

bool lexicon_knows(const struct lexicon *lexicon, const char *stem)
{
	return vocabulary_find(&lexicon->stems, stem) >= 0;
}
