#include "catalog/diagram_reader.h"

#include <string.h>

#include "base/array.h"
#include "base/strbuf.h"

static const char example[] = "api -> cache : GET code, 99 % hit";

struct range {
	const char *start, *end;
};

static struct range trimmed(const char *start, const char *end)
{
	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (struct range){ start, end };
}

/* The next arrow in [at, end); NULL: none. Two hyphens count only between blanks: names may hold hyphens. */
static const char *find_arrow(const char *at, const char *end)
{
	for (; at + 1 < end; at++) {
		if ((at[0] == '-' || at[0] == '=') && at[1] == '>')
			return at;
		if (at[0] == ' ' && at[1] == '-' && at + 3 < end && at[2] == '-' && at[3] == ' ')
			return at + 1;
	}
	return NULL;
}

static bool box_name_valid(struct range name)
{
	if (name.start == name.end)
		return false;
	for (const char *p = name.start; p < name.end; p++) {
		bool alnum = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
		if (!alnum && !strchr(" -_./", *p))
			return false;
	}
	return true;
}

/* Cuts ` : label` and `[condition]` off the end of the line; the label of its edges, or "". */
static const char *cut_label(struct range *line, struct arena *arena)
{
	struct range label = { line->end, line->end }, condition = label;
	for (const char *p = line->start; p < line->end; p++)
		if (*p == ':' && (p == line->start || p[-1] == ' ') && (p + 1 == line->end || p[1] == ' ')) {
			label = trimmed(p + 1, line->end);
			*line = trimmed(line->start, p);
			break;
		}
	if (line->end > line->start && line->end[-1] == ']') {
		const char *open = line->end - 1;
		while (open > line->start && *open != '[')
			open--;
		if (*open == '[') {
			condition = trimmed(open + 1, line->end - 1);
			*line = trimmed(line->start, open);
		}
	}
	struct strbuf sb = STRBUF_INIT;
	strbuf_add(&sb, condition.start, (size_t)(condition.end - condition.start));
	if (sb.len && label.end > label.start)
		strbuf_adds(&sb, ": ");
	strbuf_add(&sb, label.start, (size_t)(label.end - label.start));
	const char *text = arena_strndup(arena, sb.text, sb.len);
	strbuf_release(&sb);
	return text;
}

static void read_line(struct range line, int number, struct arena *arena, struct edges *edges,
		      struct diagnostics *diags)
{
	struct range whole = line;
	const char *label = cut_label(&line, arena), *from = NULL;
	const char *arrow = find_arrow(line.start, line.end);
	if (!arrow) {
		diagnostics_add(diags, SEVERITY_ERROR, number, "the program reads boxes and edges from it, and compares them with yours",
				example, "`%.*s` is not an edge: two boxes with `->`, `=>` or ` -- ` between them",
				(int)(whole.end - whole.start), whole.start);
		return;
	}
	char kind = 0;
	for (const char *at = line.start;;) {
		struct range name = trimmed(at, arrow ? arrow : line.end);
		if (!box_name_valid(name)) {
			diagnostics_add(diags, SEVERITY_ERROR, number, NULL, example,
					"`%.*s` is not a name for a box: letters, digits, blanks and - _ . / only%s",
					(int)(name.end - name.start), name.start, name.start == name.end ? " (it is empty)" : "");
			return;
		}
		const char *to = arena_strndup(arena, name.start, (size_t)(name.end - name.start));
		if (from) {
			edges->items = array_grow(edges->items, edges->count, &edges->cap, sizeof *edges->items);
			edges->items[edges->count++] = (struct edge){ .from = from, .to = to, .label = label, .kind = kind };
		}
		if (!arrow)
			return;
		kind = arrow[1] == '-' ? '-' : arrow[0] == '=' ? '=' : '>';
		from = to;
		at = arrow + 2;
		arrow = find_arrow(at, line.end);
	}
}

void diagram_read(const char *text, int line, struct arena *arena, struct edges *edges, struct diagnostics *diags)
{
	for (const char *at = text; *at; line++) {
		size_t n = strcspn(at, "\n");
		struct range range = trimmed(at, at + n);
		if (range.start < range.end && *range.start != '#')
			read_line(range, line, arena, edges, diags);
		at += n + (at[n] == '\n');
	}
}
