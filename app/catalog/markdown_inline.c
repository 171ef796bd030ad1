/* Inlines: libcmark's nodes to text and runs, cleaned on the way; strike-through, which CommonMark does not know. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/array.h"
#include "base/utf8.h"
#include "catalog/markdown_form.h"

enum { TAB_STOP = 4 };

void md_add_run(struct markdown *md, struct md_flow *flow, uint8_t style, uint8_t attributes, uint16_t link)
{
	uint32_t start = (uint32_t)md->text.len;
	if (flow->run_count && md->runs[md->run_count - 1].start == start) {
		md->run_count--;
		flow->run_count--;
	}
	if (flow->run_count) {
		const struct md_run *last = &md->runs[md->run_count - 1];
		if (last->style == style && last->attributes == attributes && last->link == link)
			return;
	}
	md->runs = array_grow(md->runs, md->run_count, &md->run_cap, sizeof *md->runs);
	md->runs[md->run_count++] = (struct md_run){ .start = start, .link = link, .style = style, .attributes = attributes };
	flow->run_count++;
}

/* Bytes from the start that are printable ASCII; eight at a time. */
static size_t plain_prefix(const char *text, size_t len)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	size_t i = 0;
	for (; i + 8 <= len; i += 8) {
		uint64_t x;
		memcpy(&x, text + i, 8);
		uint64_t del = x ^ (ones * 0x7F);
		if ((x | (x - ones * 0x20) | (del - ones)) & highs)
			break;
	}
	while (i < len && (unsigned char)text[i] >= 0x20 && (unsigned char)text[i] < 0x7F)
		i++;
	return i;
}

static bool is_shown_by_name(int32_t cp)
{
	return cp < 0xA0 || cp == 0x061C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_combining(int32_t cp)
{
	if (cp < 0x300)
		return false;
	utf8proc_category_t category = utf8proc_category(cp);
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

/* One code point that is not printable ASCII. Returns the bytes consumed. */
static size_t add_special(struct strbuf *out, const char *text, size_t len, int *marks)
{
	int32_t cp;
	size_t n = utf8_decode(text, len, &cp);
	if (cp == 0xFFFD) {
		strbuf_adds(out, "\xEF\xBF\xBD");
	} else if (utf8_is_unsafe(cp)) {
		if (is_shown_by_name(cp))
			strbuf_addf(out, "<U+%04X>", (unsigned)cp);
	} else if (is_combining(cp)) {
		if ((*marks)++ < MARKDOWN_MAX_MARKS)
			strbuf_add(out, text, n);
		return n;
	} else {
		strbuf_add(out, text, n);
	}
	*marks = 0;
	return n;
}

/* Returns whether everything was printable ASCII. */
static bool add_clean(struct strbuf *out, const char *text, size_t len, bool keep_lines)
{
	bool ascii = true;
	int marks = 0;
	size_t line = out->len;
	for (size_t i = 0; i < len;) {
		size_t n = plain_prefix(text + i, len - i);
		if (n) {
			strbuf_add(out, text + i, n);
			marks = 0;
			i += n;
			continue;
		}
		char c = text[i];
		if (c == '\n' || c == '\r') {
			if (keep_lines && (c == '\n' || i + 1 == len || text[i + 1] != '\n'))
				strbuf_addc(out, '\n');
			else if (!keep_lines)
				strbuf_addc(out, ' ');
			line = out->len;
			i++;
		} else if (c == '\t') {
			strbuf_fill(out, ' ', keep_lines ? TAB_STOP - (out->len - line) % TAB_STOP : 1);
			i++;
		} else {
			ascii = false;
			i += add_special(out, text + i, len - i, &marks);
		}
	}
	return ascii;
}

void md_add_text(struct markdown *md, struct md_flow *flow, const char *text, size_t len, bool keep_lines)
{
	if (!add_clean(&md->text, text, len, keep_lines))
		flow->ascii = false;
}

void text_add_sanitised(struct strbuf *out, const char *text, size_t len)
{
	add_clean(out, text, len, false);
}

uint32_t md_add_name(struct markdown *md, const char *text, size_t len)
{
	uint32_t at = (uint32_t)md->names.len;
	add_clean(&md->names, text, len, false);
	strbuf_addc(&md->names, '\0');
	return at;
}

/* ---- strike-through ---- */

struct tilde {
	uint32_t at;                    /* of the first of the two, in the text */
	bool opens, closes;
};

struct tildes {
	struct tilde *items;
	size_t count, cap;
};

struct inlines {
	struct markdown *md;
	const struct md_source *source;
	struct md_block *block;
	struct tildes tildes;
	int strong, emph;
	uint8_t style;                  /* of the block */
	uint8_t over;                   /* of the link or image that is open, else 0 */
	int inside;                     /* links and images inside that one: only their text counts */
	uint16_t link;
	uint32_t link_text;             /* where the link's text begins */
};

/* A text node's literal beside the source it was written as, walked in step, once. */
struct written {
	const char *literal, *raw;
	size_t len, raw_len;
	size_t at, raw_at;              /* literal[at] was written at raw[raw_at] */
	bool exact;                     /* nothing was escaped, or it cannot be told */
};

/* Where the literal is as long as its source nothing was escaped. */
static void written_init(struct written *written, const struct inlines *in, cmark_node *node, const char *literal,
			 size_t len)
{
	int column = cmark_node_get_start_column(node), end = cmark_node_get_end_column(node);
	*written = (struct written){ .literal = literal, .len = len, .exact = (size_t)(end - column + 1) == len };
	if (!written->exact)
		written->raw = md_source_line(in->source, cmark_node_get_start_line(node), column, &written->raw_len);
}

/* Whether the byte `at` has a backslash before it. Asked for ascending positions. */
static bool written_escaped(struct written *written, size_t at)
{
	while (!written->exact && written->raw_at < written->raw_len && written->at <= at) {
		const char *raw = written->raw + written->raw_at, *literal = written->literal + written->at;
		bool escape = *raw == '\\' && written->raw_at + 1 < written->raw_len && raw[1] == *literal;
		int32_t cp;
		if (written->at == at)
			return escape;
		if (escape || *raw == *literal) {
			written->raw_at += escape ? 2 : 1;
			written->at++;
		} else if (*raw == '&') {
			while (written->raw_at < written->raw_len && written->raw[written->raw_at++] != ';')
				continue;
			written->at += utf8_decode(literal, written->len - written->at, &cp);
		} else {
			written->exact = true;
		}
	}
	return false;
}

static bool is_blank_at(const char *text, size_t len, size_t at)
{
	return at >= len || text[at] == ' ' || text[at] == '\n';
}

/* Adds a literal and remembers its pairs of tildes. */
static void add_literal(struct inlines *in, cmark_node *node, const char *literal)
{
	struct markdown *md = in->md;
	size_t len = strlen(literal), done = 0;
	struct written written = { .exact = true };
	if (memchr(literal, '~', len))
		written_init(&written, in, node, literal, len);
	for (const char *p = memchr(literal, '~', len); p; p = memchr(literal + done, '~', len - done)) {
		size_t at = (size_t)(p - literal), n = strspn(p, "~");
		md_add_text(md, &in->block->flow, literal + done, at - done, false);
		if (n == 2 && !written_escaped(&written, at) && !written_escaped(&written, at + 1)) {
			bool first = at == 0 && !cmark_node_previous(node), last = at + 2 == len && !cmark_node_next(node);
			struct tildes *tildes = &in->tildes;
			tildes->items = array_grow(tildes->items, tildes->count, &tildes->cap, sizeof *tildes->items);
			tildes->items[tildes->count++] = (struct tilde){
				.at = (uint32_t)md->text.len,
				.opens = !last && (at + 2 == len || !is_blank_at(literal, len, at + 2)),
				.closes = !first && (at == 0 || !is_blank_at(literal, len, at - 1)),
			};
		}
		md_add_text(md, &in->block->flow, p, n, false);
		done = at + n;
	}
	md_add_text(md, &in->block->flow, literal + done, len - done, false);
}

/* Pairs the tildes up, nearest first; what has no partner stays text. Returns how many are left in pairs. */
static size_t pair_tildes(struct tildes *tildes)
{
	size_t kept = 0;
	bool open = false;
	for (size_t i = 0; i < tildes->count; i++) {
		struct tilde tilde = tildes->items[i];
		if (open && tilde.closes) {
			tildes->items[kept++] = tilde;
			open = false;
		} else if (!open && tilde.opens) {
			tildes->items[kept++] = tilde;
			open = true;
		}
	}
	return kept - open;
}

/*
 * Lets the runs between paired tildes carry the stroke. The tildes stay, as marks: many terminals have no stroke, and
 * without it the text would say the opposite.
 */
static void strike(struct inlines *in, size_t pairs)
{
	struct markdown *md = in->md;
	struct md_flow *flow = &in->block->flow;
	size_t run_count = flow->run_count, run = 0, end = md->text.len;
	struct md_run *runs = xmalloc(run_count * sizeof *runs);
	memcpy(runs, md->runs + flow->run, run_count * sizeof *runs);
	md->run_count = flow->run;
	flow->run_count = 0;
	uint8_t struck = 0;
	size_t mark = 0;
	/* The text is laid down once more, in place, so that md_add_run() finds its positions. */
	for (md->text.len = flow->text; md->text.len < end;) {
		size_t at = md->text.len, stop = end;
		while (run + 1 < run_count && runs[run + 1].start <= at)
			run++;
		if (mark < pairs && in->tildes.items[mark].at == at) {
			md_add_run(md, flow, MD_MARK, 0, runs[run].link);
			struck ^= MD_STRIKE;
			mark++;
			md->text.len += 2;
			continue;
		}
		if (mark < pairs)
			stop = in->tildes.items[mark].at;
		if (run + 1 < run_count && runs[run + 1].start < stop)
			stop = runs[run + 1].start;
		md_add_run(md, flow, runs[run].style, runs[run].attributes | struck, runs[run].link);
		md->text.len = stop;
	}
	free(runs);
}

/* ---- nodes ---- */

static void set_run(struct inlines *in, uint8_t style)
{
	uint8_t attributes = (uint8_t)((in->strong > 0 ? MD_STRONG : 0) | (in->emph > 0 ? MD_EMPH : 0));
	md_add_run(in->md, &in->block->flow, style, attributes, in->link);
}

static uint8_t current_style(const struct inlines *in)
{
	return in->over ? in->over : in->style;
}

static void add_break(struct inlines *in, char c)
{
	struct markdown *md = in->md;
	md->breaks = array_grow(md->breaks, md->break_count, &md->break_cap, sizeof *md->breaks);
	md->breaks[md->break_count++] = (uint32_t)md->text.len;
	in->block->break_count++;
	strbuf_addc(&md->text, c);
}

static void open_link(struct inlines *in, cmark_node *node, uint8_t style)
{
	struct markdown *md = in->md;
	const char *url = cmark_node_get_url(node);
	if (in->over) {
		in->inside++;
		return;
	}
	in->over = style;
	in->link_text = (uint32_t)md->text.len;
	if (md->link_count < UINT16_MAX) {
		md->links = array_grow(md->links, md->link_count, &md->link_cap, sizeof *md->links);
		md->links[md->link_count++] = (struct md_link){ .url = md_add_name(md, url, strlen(url)) };
		in->link = (uint16_t)md->link_count;
	}
	set_run(in, style);
	if (style == MD_IMAGE)
		strbuf_adds(&md->text, "[image: ");
}

/* The target is shown when it leads outside and is not what the text says already. */
static void close_link(struct inlines *in, cmark_node *node)
{
	struct markdown *md = in->md;
	struct md_flow *flow = &in->block->flow;
	const char *url = cmark_node_get_url(node);
	bool image = in->over == MD_IMAGE;
	size_t len = md->text.len - in->link_text;
	const char *text = md->text.text + in->link_text;
	bool mail = !strncasecmp(url, "mailto:", 7);
	bool outside = mail || strstr(url, "://") != NULL;
	bool same = (strlen(url) == len && !memcmp(url, text, len)) ||
		    (mail && strlen(url + 7) == len && !memcmp(url + 7, text, len));
	if (image)
		strbuf_adds(&md->text, "]");
	in->over = 0;
	if (outside && !same) {
		md_add_run(md, flow, MD_URL, 0, in->link);
		strbuf_adds(&md->text, " (");
		md_add_text(md, flow, url, strlen(url), false);
		strbuf_adds(&md->text, ")");
	}
	in->link = 0;
	set_run(in, in->style);
}

static void add_html(struct inlines *in, const char *html)
{
	size_t len = strlen(html);
	if (!strncmp(html, "<!--", 4))
		return;
	if (!strcasecmp(html, "<br>") || !strcasecmp(html, "<br/>") || !strcasecmp(html, "<br />")) {
		strbuf_addc(&in->md->text, '\n');
		return;
	}
	set_run(in, MD_HTML);
	md_add_text(in->md, &in->block->flow, html, len, false);
	set_run(in, current_style(in));
}

static void enter(struct inlines *in, cmark_node *node)
{
	const char *literal;
	switch ((int)cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		add_literal(in, node, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
		add_break(in, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		add_break(in, '\n');
		break;
	case CMARK_NODE_CODE:
		literal = cmark_node_get_literal(node);
		set_run(in, MD_CODE);
		md_add_text(in->md, &in->block->flow, literal, strlen(literal), false);
		set_run(in, current_style(in));
		break;
	case CMARK_NODE_HTML_INLINE:
		add_html(in, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_EMPH:
		in->emph++;
		set_run(in, current_style(in));
		break;
	case CMARK_NODE_STRONG:
		in->strong++;
		set_run(in, current_style(in));
		break;
	case CMARK_NODE_LINK:
		open_link(in, node, MD_LINK);
		break;
	case CMARK_NODE_IMAGE:
		open_link(in, node, MD_IMAGE);
		break;
	}
}

static void leave(struct inlines *in, cmark_node *node)
{
	switch ((int)cmark_node_get_type(node)) {
	case CMARK_NODE_EMPH:
		in->emph--;
		set_run(in, current_style(in));
		break;
	case CMARK_NODE_STRONG:
		in->strong--;
		set_run(in, current_style(in));
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		if (in->inside)
			in->inside--;
		else
			close_link(in, node);
		break;
	}
}

void md_add_inlines(struct markdown *md, const struct md_source *source, struct md_block *block, cmark_node *node,
		    uint8_t style)
{
	struct inlines in = { .md = md, .source = source, .block = block, .style = style };
	block->flow = (struct md_flow){ .text = (uint32_t)md->text.len, .run = (uint32_t)md->run_count, .ascii = true };
	block->line_break = (uint32_t)md->break_count;
	set_run(&in, style);
	/* Nesting is as deep as the source likes, so it is walked, not recursed. */
	for (cmark_node *at = cmark_node_first_child(node); at;) {
		enter(&in, at);
		cmark_node *next = cmark_node_first_child(at);
		while (!next) {
			leave(&in, at);
			next = cmark_node_next(at);
			if (next)
				break;
			at = cmark_node_parent(at);
			if (at == node)
				break;
		}
		at = next;
	}
	size_t pairs = in.tildes.count ? pair_tildes(&in.tildes) : 0;
	if (pairs)
		strike(&in, pairs);
	free(in.tildes.items);
	block->flow.len = (uint32_t)md->text.len - block->flow.text;
}
