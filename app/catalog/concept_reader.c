#include "catalog/concept_reader.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "catalog/card.h"
#include "catalog/outline.h"
#include "catalog/problem_reader.h"

static const struct card_key rows[] = {
	{ .key = "id", .kind = CARD_ID, .optional = true, .offset = offsetof(struct concept, id),
	  .example = "- id: consistent-hashing" },
	{ .key = "group", .kind = CARD_TEXT, .optional = true, .offset = offsetof(struct concept, group),
	  .why = "the list of concepts is ordered by groups", .example = "- group: data" },
	{ .key = "summary", .kind = CARD_TEXT, .offset = offsetof(struct concept, summary),
	  .why = "the list shows it beside the title", .example = "- summary: Keys move little when machines come and go." },
	{ .key = "problems", .kind = CARD_IDS, .optional = true, .offset = offsetof(struct concept, problems),
	  .why = "the page links to the problems that use it", .example = "- problems: key-value-store, distributed-cache" },
};
static const struct card_keys keys = { .noun = "page", .rows = rows, .count = ARRAY_SIZE(rows) };

void concept_free(struct concept *concept)
{
	if (!concept)
		return;
	arena_release(&concept->arena);
	free(concept);
}

static void read_page(struct concept *concept, const struct outline *outline, struct diagnostics *diags)
{
	const struct outline_section *title = outline_title(outline);
	if (!title || !*title->title) {
		diagnostics_add(diags, SEVERITY_BROKEN, title ? title->line : 1, "pages are listed by their titles",
				"# Consistent hashing", "the page has no title: a first line that begins with `# `");
		return;
	}
	concept->title = title->title;
	card_read(outline, title, &keys, concept, diags);
	if (!*concept->id)
		diagnostics_add(diags, SEVERITY_BROKEN, title->line, "links name a page by its id", "- id: consistent-hashing",
				"the page has no `id` in the card below its title");
	cmark_node *card = section_card(title);
	concept->body = section_prose(outline, title, card ? section_next_block(card) : title->body);
	for (const struct outline_section *s = outline_next(outline, NULL); s; s = outline_next(outline, s))
		texts_add(&concept->sections, outline->arena, s->title);
}

enum status concept_read(const char *path, const char *text, size_t len, struct concept **out,
			 struct diagnostics *diags)
{
	*out = NULL;
	if (diags)
		diags->path = path;
	if (len > PROBLEM_MAX_BYTES) {
		diagnostics_add(diags, SEVERITY_BROKEN, 0, NULL, NULL, "the file has %zu bytes; a page may have %d", len,
				(int)PROBLEM_MAX_BYTES);
		return STATUS_LIMIT;
	}
	struct concept *concept = xcalloc(1, sizeof *concept);
	struct outline outline;
	concept->id = concept->title = concept->group = concept->summary = concept->body = "";
	outline_init(&outline, &concept->arena, text, len, diags);
	concept->path = arena_strdup(&concept->arena, path);
	concept->source = outline.text;
	concept->source_len = outline.len;
	read_page(concept, &outline, diags);
	outline_release(&outline);
	if (!*concept->id || !*concept->title) {
		concept_free(concept);
		return STATUS_INVALID;
	}
	*out = concept;
	return STATUS_OK;
}
