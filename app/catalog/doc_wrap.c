/* Wrapping: flows cut into strips that fit. Nearly all text is ASCII, where a byte is a cell and no table is asked. */
#include <string.h>

#include "base/utf8.h"
#include "catalog/doc_build.h"

void wrap_init(struct wrap *wrap, const struct markdown *md, const struct md_flow *flow)
{
	*wrap = (struct wrap){ .md = md, .flow = flow, .at = flow->text, .run = flow->run };
}

/* End of the strip that begins at `start` and may reach to `limit`; `limit` is the end of the flow or a hard break. */
static const char *cut_ascii(const char *start, const char *limit, size_t cells)
{
	if ((size_t)(limit - start) <= cells)
		return limit;
	const char *at = start + cells;
	while (at > start && *at != ' ')
		at--;
	return at > start ? at : start + cells;
}

static const char *cut_any(const char *start, const char *limit, size_t cells)
{
	const char *at = start, *best = NULL;
	size_t used = 0;
	int before = 0;
	while (at < limit) {
		if (*at == '\n')
			return at;
		if (*at == ' ') {
			if (at > start)
				best = at;
			if (used + 1 > cells)
				break;
			used++;
			at++;
			before = 1;
			continue;
		}
		size_t n = (unsigned char)at[0] < 0x80 && (at + 1 == limit || (unsigned char)at[1] < 0x80)
			   ? 1 : utf8_grapheme(at, (size_t)(limit - at));
		int width = n == 1 ? 1 : utf8_grapheme_width(at, n);
		/* Between two wide characters there is no blank to break at, and none is needed. */
		if (width == 2 && before == 2)
			best = at;
		if (used + (size_t)width > cells)
			break;
		used += (size_t)width;
		at += n;
		before = width;
	}
	if (at == limit)
		return limit;
	return best ? best : at > start ? at : start + utf8_grapheme(start, (size_t)(limit - start));
}

bool wrap_next(struct wrap *wrap, size_t cells, struct strip *strip)
{
	const char *text = wrap->md->text.text, *end = text + wrap->flow->text + wrap->flow->len, *at = text + wrap->at;
	while (at < end && *at == ' ')
		at++;
	if (at >= end)
		return false;
	const char *cut, *next;
	if (wrap->flow->ascii) {
		/* A hard break matters only if it comes before the strip is full. */
		size_t near = (size_t)(end - at) < cells + 1 ? (size_t)(end - at) : cells + 1;
		const char *hard = memchr(at, '\n', near);
		cut = cut_ascii(at, hard ? hard : end, cells);
	} else {
		cut = cut_any(at, end, cells);
	}
	next = cut;
	while (next < end && *next == ' ')
		next++;
	wrap->at = (uint32_t)(next - text) + (next < end && *next == '\n');
	strip->start = (uint32_t)(at - text);
	while (cut > at && cut[-1] == ' ')
		cut--;
	strip->end = (uint32_t)(cut - text);
	return true;
}

void wrap_add(struct layout *layout, struct wrap *wrap, struct strip strip)
{
	const struct markdown *md = wrap->md;
	uint32_t last = wrap->flow->run + wrap->flow->run_count;
	wrap->run = md_run_at(md, wrap->flow, wrap->run, strip.start);
	for (uint32_t at = strip.start, run = wrap->run; at < strip.end; run++) {
		uint32_t end = run + 1 < last && md->runs[run + 1].start < strip.end ? md->runs[run + 1].start : strip.end;
		const struct md_run *style = &md->runs[run];
		line_add(layout, md->text.text + at, end - at, style->style, style->attributes, style->link);
		at = end;
	}
}

size_t strip_width(const struct wrap *wrap, struct strip strip)
{
	size_t len = strip.end - strip.start;
	return wrap->flow->ascii ? len : utf8_width(wrap->md->text.text + strip.start, len);
}
