#include "parser.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

void parser_init(struct parser *parser, struct symbol_table *symbols, const struct estimate_settings *settings)
{
	*parser = (struct parser){ .symbols = symbols, .settings = settings };
}

void parser_release(struct parser *parser)
{
	free(parser->node);
	free(parser->input);
	free(parser->reference);
	*parser = (struct parser){ 0 };
}

void parser_advance(struct parser *parser)
{
	parser->end = parser->token.end;
	parser->token = lexer_next(&parser->lexer, parser->calls > 0);
}

struct symbol *parser_symbol(struct parser *parser, struct token token)
{
	return symbol_intern(parser->symbols, parser->line->text + token.start, token.end - token.start);
}

/* Long pieces are cut: a message is to be read. */
const char *parser_text(struct parser *parser, struct span span)
{
	uint32_t len = span.end > span.start ? span.end - span.start : 0;
	const char *text = parser->line->text + span.start;
	return len <= 60 ? pool_copy(&parser->line->parsed, text, len)
	                 : pool_printf(&parser->line->parsed, "%.50s...", text);
}

int parser_emit(struct parser *parser, struct node node)
{
	if (parser->node_count == parser->node_cap) {
		parser->node_cap = parser->node_cap ? parser->node_cap * 2 : 32;
		parser->node = estimate_realloc(parser->node, (size_t)parser->node_cap, sizeof *parser->node);
	}
	parser->node[parser->node_count] = node;
	return parser->node_count++;
}

bool parser_fail(struct parser *parser, struct span span, const char *message, const char *explanation,
                 const char *suggestion)
{
	return line_fail(parser->line, span.start, span, (struct span){ 0 }, message, explanation, suggestion);
}

struct span parser_token_span(const struct parser *parser)
{
	struct span span = { parser->token.start, parser->token.end };
	if (parser->token.kind == TOKEN_END)
		span.end = span.start + 1;
	return span;
}

bool parser_is_sign(const struct parser *parser, char sign)
{
	return parser->token.kind == TOKEN_SIGN && parser->token.sign == sign;
}

enum keyword parser_keyword(struct parser *parser)
{
	return parser->token.kind == TOKEN_WORD ? parser_symbol(parser, parser->token)->keyword : KEYWORD_NONE;
}

static bool expect_end(struct parser *parser)
{
	if (parser->token.kind == TOKEN_END)
		return true;
	if (parser->token.kind == TOKEN_WRONG)
		return parser_fail_token(parser);
	struct span span = parser_token_span(parser);
	if (parser_keyword(parser) == KEYWORD_IN)
		return parser_fail(parser, span, "`in` stands once, at the end of the line", "It converts the result of the whole line.",
		            "Convert on a line of its own.");
	return parser_fail(parser, span, "nothing can follow the unit behind `in`",
	            "`in` converts the result of the whole line and ends it.",
	            "Move the conversion to the end, or to a line of its own.");
}

static bool read_assertion(struct parser *parser)
{
	struct line *line = parser->line;
	struct span keyword = { parser->end - 6, parser->end };
	line->form = LINE_ASSERTION;
	line->left = parser_read_expression(parser);
	if (line->left < 0)
		return false;
	if (parser->token.kind == TOKEN_EQUALS)
		return parser_fail(parser, parser_token_span(parser), "= gives a name, it does not compare", "", "Write ==.");
	if (parser_keyword(parser) == KEYWORD_IN)
		return parser_fail(parser, parser_token_span(parser), "an assertion has nothing to convert", "Units are compared by themselves.",
		            "Leave `in` out.");
	if (parser->token.kind == TOKEN_END)
		return parser_fail(parser, keyword, "this assertion compares nothing", "", "Write assert a < b.");
	if (parser->token.kind != TOKEN_COMPARISON)
		return parser_fail_unexpected(parser, line->left) == 0;
	line->comparison = (enum comparison)parser->token.sign;
	line->comparison_at = parser->token.start;
	parser_advance(parser);
	line->right = parser_read_expression(parser);
	if (line->right < 0)
		return false;
	if (parser_keyword(parser) == KEYWORD_WITHIN) {
		parser_advance(parser);
		int tolerance = parser_read_primary(parser);
		if (tolerance < 0)
			return false;
		const struct node *node = &parser->node[tolerance];
		if (node->kind != NODE_NUMBER || !(node->literal & LITERAL_PERCENT))
			return parser_fail(parser, node->span, "`within` takes a percentage", "", "Write for example within 5%.");
		line->within = node->quantity.value;
		parser->node_count--;
	}
	if (parser_keyword(parser) == KEYWORD_IN)
		return parser_fail(parser, parser_token_span(parser), "an assertion has nothing to convert", "Units are compared by themselves.",
		            "Leave `in` out.");
	if (parser->token.kind == TOKEN_COMPARISON)
		return parser_fail(parser, parser_token_span(parser), "an assertion compares two things", "", "Write two assert lines.");
	return parser->token.kind == TOKEN_END || parser_fail_unexpected(parser, line->right) == 0;
}

static bool read_declaration(struct parser *parser)
{
	struct line *line = parser->line;
	line->form = LINE_DECLARATION;
	struct span span = parser_token_span(parser);
	if (parser->token.kind == TOKEN_WRONG)
		return parser_fail_token(parser);
	if (parser->token.kind != TOKEN_WORD)
		return parser_fail(parser, span, "the name of the unit is missing", "", "Write for example: unit sprocket.");
	struct symbol *symbol = parser_symbol(parser, parser->token);
	line->name = symbol;
	line->name_span = span;
	if (symbol->keyword || (symbol->function && !symbol->unit) || (symbol->suffix != 0 && !symbol->unit))
		return parser_fail(parser, span, pool_printf(&line->parsed, "%s cannot be the name of a unit", symbol->name),
		            symbol->function ? "It is a function." : "It is a word of the language.", "Choose another name.");
	if (symbol->definition)
		return parser_fail(parser, span, pool_printf(&line->parsed, "%s is a variable already", symbol->name),
		            pool_printf(&line->parsed, "Line %zu defines it.", symbol->definition->number),
		            "Choose another name, or declare the unit first.");
	parser_advance(parser);
	if (parser->token.kind != TOKEN_END)
		return parser_fail(parser, parser_token_span(parser), "a declaration is one name", "The plural comes by itself.",
		            pool_printf(&line->parsed, "Write: unit %s.", symbol->name));
	return true;
}

static bool check_defined_name(struct parser *parser, const struct symbol *symbol, struct span span)
{
	struct pool *pool = &parser->line->parsed;
	if (symbol->keyword)
		return parser_fail(parser, span, pool_printf(pool, "%s cannot be a name", symbol->name), "It is a word of the language.",
		            "Choose another name.");
	if (symbol->function)
		return parser_fail(parser, span, pool_printf(pool, "%s cannot be a name", symbol->name),
		            pool_printf(pool, "It is the function %s.", symbol->function->usage),
		            pool_printf(pool, "Choose another name, such as %s_value.", symbol->name));
	if (symbol->unit && !(symbol->unit->flags & UNIT_COUNT)) {
		size_t len;
		const char *long_name = unit_name(symbol->unit, 1, &len);
		const char *what = long_name && strncmp(long_name, symbol->name, len) ? pool_printf(pool, "It is the unit %s (%.*s).",
			symbol->name, (int)len, long_name) : "It is a unit.";
		return parser_fail(parser, span, pool_printf(pool, "%s cannot be a name", symbol->name), what,
		            pool_printf(pool, "Choose another name, such as %s_value.", symbol->name));
	}
	return true;
}

/* `name =` at the start. False when it is not one, or after an error. */
static void read_definition(struct parser *parser)
{
	struct line *line = parser->line;
	struct lexer lexer = parser->lexer;
	struct token token = parser->token;
	uint32_t end = parser->end;
	if (token.kind != TOKEN_WORD)
		return;
	parser_advance(parser);
	if (parser->token.kind != TOKEN_EQUALS) {
		parser->lexer = lexer;
		parser->token = token;
		parser->end = end;
		return;
	}
	struct symbol *symbol = parser_symbol(parser, token);
	struct span span = { token.start, token.end };
	if (!check_defined_name(parser, symbol, span))
		return;
	line->name = symbol;
	line->name_span = span;
	parser_advance(parser);
}

static bool read_value(struct parser *parser)
{
	struct line *line = parser->line;
	line->form = LINE_EXPRESSION;
	read_definition(parser);
	if (line->result.kind == ESTIMATE_ERROR)
		return false;
	if (line->name && parser->token.kind == TOKEN_END)
		return parser_fail(parser, parser_token_span(parser), "nothing follows the =", "", "Write name = calculation.");
	line->right = parser_read_expression(parser);
	if (line->right < 0)
		return false;
	if (parser_keyword(parser) == KEYWORD_IN) {
		parser_advance(parser);
		return parser_read_target(parser) && expect_end(parser);
	}
	return parser->token.kind == TOKEN_END || parser_fail_unexpected(parser, line->right) == 0;
}

static bool read_form(struct parser *parser)
{
	switch (parser_keyword(parser)) {
	case KEYWORD_ASSERT:
		parser_advance(parser);
		if (parser->token.kind == TOKEN_EQUALS)
			break;
		return read_assertion(parser);
	case KEYWORD_UNIT:
		parser_advance(parser);
		if (parser->token.kind == TOKEN_EQUALS)
			break;
		return read_declaration(parser);
	case KEYWORD_IN:
	case KEYWORD_TO:
	case KEYWORD_PER:
	case KEYWORD_WITHIN:
	case KEYWORD_NONE:
		return read_value(parser);
	}
	return parser_fail(parser, (struct span){ parser->end - 4, parser->end }, "this word cannot be a name",
	            "assert and unit begin lines of their own.", "Choose another name.");
}

/* The scratch arrays become the line's own. */
static void keep(struct parser *parser, struct line *line)
{
	size_t nodes = (size_t)parser->node_count * sizeof *parser->node;
	line->node = pool_alloc(&line->parsed, nodes);
	if (nodes)
		memcpy(line->node, parser->node, nodes);
	line->node_count = parser->node_count;
	line->input_count = parser->input_count;
	if (line->input_count) {
		line->input = pool_alloc(&line->parsed, line->input_count * sizeof *line->input);
		memcpy(line->input, parser->input, line->input_count * sizeof *line->input);
	}
	line->reference_count = parser->reference_count;
	if (line->reference_count) {
		line->reference = pool_alloc(&line->parsed, line->reference_count * sizeof *line->reference);
		memcpy(line->reference, parser->reference, line->reference_count * sizeof *line->reference);
	}
}

void parser_read_line(struct parser *parser, struct line *line)
{
	parser->line = line;
	parser->depth = parser->calls = 0;
	parser->node_count = 0;
	parser->input_count = parser->reference_count = 0;
	parser->lexer = (struct lexer){ .text = line->text, .len = (uint32_t)line->len };
	parser->end = UINT32_MAX;
	line->form = LINE_BLANK;
	line->left = line->right = -1;
	line->within = -1;
	line->result.kind = ESTIMATE_BLANK;
	if (line->len > ESTIMATE_LINE_MAX) {
		line_fail(line, 0, (struct span){ 0 }, (struct span){ 0 }, "this line is too long",
		          "A line has up to 64 KiB.", "Split it into several lines.");
		line->form = LINE_BROKEN;
		return;
	}
	parser->token = lexer_next(&parser->lexer, false);
	if (parser->token.kind == TOKEN_END)
		return;
	if (read_form(parser)) {
		keep(parser, line);
		return;
	}
	if (line->form == LINE_DECLARATION)
		line->name = NULL;
	line->form = LINE_BROKEN;
}
