#include "catalog/diagnostics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* A file that is wrong everywhere teaches nothing by its thousandth line. */
enum { DIAGNOSTICS_MAX = 2000 };

void diagnostics_release(struct diagnostics *diags)
{
	free(diags->items);
	arena_release(&diags->arena);
	*diags = (struct diagnostics)DIAGNOSTICS_INIT;
}

static const char *keep(struct diagnostics *diags, const char *text)
{
	return text && *text ? arena_strdup(&diags->arena, text) : "";
}

void diagnostics_add(struct diagnostics *diags, enum severity severity, int line, const char *why,
		     const char *example, const char *what, ...)
{
	if (!diags)
		return;
	diags->by_severity[severity]++;
	if (diags->count >= DIAGNOSTICS_MAX && severity != SEVERITY_BROKEN)
		return;
	struct strbuf raw = STRBUF_INIT;
	va_list ap;
	va_start(ap, what);
	strbuf_vaddf(&raw, what, ap);
	va_end(ap);
	diags->items = array_grow(diags->items, diags->count, &diags->cap, sizeof *diags->items);
	diags->items[diags->count++] = (struct diagnostic){
		.path = keep(diags, diags->path), .line = line, .severity = severity,
		.what = keep(diags, raw.text), .why = keep(diags, why), .example = keep(diags, example),
	};
	strbuf_release(&raw);
}

void diagnostics_sort(struct diagnostics *diags)
{
	/* Insertion keeps the order of finding; findings come nearly in the order of their lines already. */
	for (size_t i = 1; i < diags->count; i++) {
		struct diagnostic moving = diags->items[i];
		size_t at = i;
		for (; at > 0; at--) {
			const struct diagnostic *before = &diags->items[at - 1];
			int order = strcmp(before->path, moving.path);
			if (order < 0 || (order == 0 && before->line <= moving.line))
				break;
			diags->items[at] = *before;
		}
		diags->items[at] = moving;
	}
}

const struct diagnostic *diagnostics_broken(const struct diagnostics *diags)
{
	for (size_t i = 0; i < diags->count; i++)
		if (diags->items[i].severity == SEVERITY_BROKEN)
			return &diags->items[i];
	return NULL;
}

static void add_indented(struct strbuf *out, const char *label, const char *text)
{
	if (!*text)
		return;
	strbuf_addf(out, "    %s", label);
	for (const char *line = text; line;) {
		const char *end = strchr(line, '\n');
		if (line != text || strchr(text, '\n'))
			strbuf_adds(out, "\n        ");
		strbuf_add(out, line, end ? (size_t)(end - line) : strlen(line));
		line = end ? end + 1 : NULL;
	}
	strbuf_addc(out, '\n');
}

void diagnostic_write(const struct diagnostic *diagnostic, struct strbuf *out)
{
	static const char *const names[] = {
		[SEVERITY_BROKEN] = "error", [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning",
	};
	strbuf_adds(out, diagnostic->path);
	if (diagnostic->line > 0)
		strbuf_addf(out, ":%d", diagnostic->line);
	strbuf_addf(out, ": %s: %s\n", names[diagnostic->severity], diagnostic->what);
	add_indented(out, "why: ", diagnostic->why);
	add_indented(out, "write: ", diagnostic->example);
}
