/* The part of the parser that reads calculations: operators, brackets, calls, names. */
#include <string.h>

#include "error.h"
#include "parser.h"
#include "suggest.h"

static int read_unary(struct parser *parser);

static bool enter(struct parser *parser)
{
	if (parser->depth >= ESTIMATE_DEPTH_MAX)
		return parser_fail(parser, parser_token_span(parser), "this is nested too deeply",
		            "Up to 200 brackets, calls, signs and powers may stand within each other.",
		            "Give parts of it names on lines above.");
	parser->depth++;
	return true;
}

/* A function of any number of arguments becomes a chain of calls of two. */
static int emit_call(struct parser *parser, const struct function *function, struct span span, int a, int b, int c)
{
	return parser_emit(parser, (struct node){
		.kind = NODE_CALL, .span = span, .at = span.start, .operand = { a, b, c }, .function = function,
	});
}

/* From a number token with a comma and three digits behind it, the extent of what may be one number. */
static struct span grouped_extent(const struct parser *parser)
{
	struct span span = { parser->token.start, parser->token.end };
	const char *text = parser->line->text;
	while (span.end + 4 <= parser->line->len && text[span.end] == ',' && text[span.end + 1] >= '0' &&
	       text[span.end + 1] <= '9' && text[span.end + 2] >= '0' && text[span.end + 2] <= '9' &&
	       text[span.end + 3] >= '0' && text[span.end + 3] <= '9')
		span.end += 4;
	return span;
}

static int read_call(struct parser *parser, const struct symbol *symbol, struct span name)
{
	const struct function *function = symbol->function;
	if (!function) {
		const char *text = symbol->name;
		if (symbol->definition || symbol->unit)
			parser_fail(parser, name, pool_printf(&parser->line->parsed, "%s is not a function", text),
			     "A name before ( is always a function.", pool_printf(&parser->line->parsed,
			     symbol->definition ? "To multiply, write %s * (...)." : "Write the number before the unit: 5 %s.", text));
		else
			parser_fail(parser, name, pool_printf(&parser->line->parsed, "there is no function %s", text), "",
			     suggest_function(&parser->line->parsed, parser->symbols, text, symbol->len));
		return -1;
	}
	struct span open = parser_token_span(parser), grouped = { 0 };
	int argument[3] = { -1, -1, -1 };
	unsigned count = 0;
	if (!enter(parser))
		return -1;
	parser->calls++;
	parser_advance(parser);
	while (!parser_is_sign(parser, ')') || count > 0) {
		if (parser->token.kind == TOKEN_NUMBER && parser->token.grouped && grouped.end == 0)
			grouped = grouped_extent(parser);
		int value = parser_read_expression(parser);
		if (value < 0)
			return -1;
		count++;
		if (function->most == 0 && count > 1)
			argument[0] = emit_call(parser, function, (struct span){ name.start, parser->end }, argument[0], value, -1);
		else if (count <= 3)
			argument[count - 1] = value;
		if (parser_is_sign(parser, ')'))
			break;
		if (!parser_is_sign(parser, ','))
			return parser_fail_unclosed(parser, open) == -1 ? -1 : parser_fail_unexpected(parser, value);
		parser_advance(parser);
	}
	parser->calls--;
	parser->depth--;
	parser_advance(parser);
	struct span span = { name.start, parser->end };
	if (count < function->least || (function->most && count > function->most))
		return parser_fail_arguments(parser, function, span, count, grouped);
	if (grouped.end) {
		const char *text = parser_text(parser, grouped);
		line_note(parser->line, &parser->line->parsed, pool_printf(&parser->line->parsed,
		          "%s is read as separate arguments; as one number it is written with _", text));
	}
	if (function->most == 0 && count > 1) {
		parser->node[argument[0]].span = span;
		return argument[0];
	}
	return emit_call(parser, function, span, argument[0], argument[1], argument[2]);
}

static int read_name(struct parser *parser)
{
	struct symbol *symbol = parser_symbol(parser, parser->token);
	struct span span = parser_token_span(parser);
	if (symbol->keyword)
		return parser_fail_operand(parser);
	parser_advance(parser);
	if (parser_is_sign(parser, '('))
		return read_call(parser, symbol, span);
	if (parser->reference_count == parser->reference_cap) {
		parser->reference_cap = parser->reference_cap ? parser->reference_cap * 2 : 16;
		parser->reference = estimate_realloc(parser->reference, parser->reference_cap, sizeof *parser->reference);
	}
	parser->reference[parser->reference_count++] = (struct reference){ .symbol = symbol };
	if (parser_keyword(parser) == KEYWORD_TO) {
		struct span to = parser_token_span(parser);
		parser_advance(parser);
		const struct symbol *next = parser->token.kind == TOKEN_WORD ? parser_symbol(parser, parser->token) : NULL;
		if (next && next->unit)
			line_fail(parser->line, to.start, to, span, "`to` makes ranges, `in` converts", "",
			          pool_printf(&parser->line->parsed, "Write %s in %s.", symbol->name, next->name));
		else
			line_fail(parser->line, to.start, to, span, "a range needs a number at both ends",
			          "The ends are numbers with their units, such as 300 to 700 B.",
			          "To spread something calculated, multiply it by a range: x * 0.8 to 1.2.");
		return -1;
	}
	return parser_emit(parser, (struct node){
		.kind = NODE_NAME, .span = span, .at = span.start, .operand = { -1, -1, -1 }, .symbol = symbol,
	});
}

int parser_read_primary(struct parser *parser)
{
	if (parser->token.kind == TOKEN_NUMBER || parser_is_sign(parser, '$'))
		return parser_read_literal(parser, false, (struct span){ 0 });
	if (parser->token.kind == TOKEN_WORD)
		return read_name(parser);
	if (!parser_is_sign(parser, '('))
		return parser_fail_operand(parser);
	struct span open = parser_token_span(parser);
	if (!enter(parser))
		return -1;
	parser_advance(parser);
	int inner = parser_read_expression(parser);
	if (inner < 0)
		return -1;
	if (!parser_is_sign(parser, ')'))
		return parser_fail_unclosed(parser, open) == -1 ? -1 : parser_fail_unexpected(parser, inner);
	parser->depth--;
	parser_advance(parser);
	parser->node[inner].span = (struct span){ open.start, parser->end };
	parser->node[inner].bracketed = true;
	return inner;
}

static int emit_binary(struct parser *parser, char operator, uint32_t at, int left, int right)
{
	struct span span = { parser->node[left].span.start, parser->node[right].span.end };
	return parser_emit(parser, (struct node){
		.kind = NODE_BINARY, .operator = operator, .operand = { left, right, -1 }, .at = at, .span = span,
	});
}

static int read_power(struct parser *parser)
{
	int base = parser_read_primary(parser);
	if (base < 0 || !parser_is_sign(parser, '^'))
		return base;
	if (parser->node[base].kind == NODE_RANGE && !parser->node[base].bracketed) {
		const struct node *range = &parser->node[base];
		parser_fail(parser, (struct span){ range->span.start, parser->token.end }, "the ends of a range are numbers, not calculations",
		     "", pool_printf(&parser->line->parsed, "Write the ends as numbers, or (%s)^... to raise the range.",
		                     parser_text(parser, range->span)));
		return -1;
	}
	uint32_t at = parser->token.start;
	if (!enter(parser))
		return -1;
	parser_advance(parser);
	int exponent = read_unary(parser);
	if (exponent < 0 || !parser_check_exponent(parser, base, exponent))
		return -1;
	parser->depth--;
	return emit_binary(parser, '^', at, base, exponent);
}

static int read_unary(struct parser *parser)
{
	if (!parser_is_sign(parser, '-'))
		return read_power(parser);
	struct span sign = parser_token_span(parser);
	if (!enter(parser))
		return -1;
	parser_advance(parser);
	int operand;
	if (parser->token.kind == TOKEN_NUMBER) {
		/* -5 to 10 is a range with a negative end, not the negative of one. */
		operand = parser_read_literal(parser, true, sign);
		if (operand >= 0 && parser->node[operand].kind == NODE_RANGE) {
			parser->depth--;
			return operand;
		}
		if (operand >= 0 && parser_is_sign(parser, '^')) {
			uint32_t at = parser->token.start;
			parser_advance(parser);
			int exponent = read_unary(parser);
			if (exponent < 0 || !parser_check_exponent(parser, operand, exponent))
				return -1;
			operand = emit_binary(parser, '^', at, operand, exponent);
		}
	} else {
		operand = read_unary(parser);
	}
	if (operand < 0)
		return -1;
	parser->depth--;
	return parser_emit(parser, (struct node){
		.kind = NODE_NEGATE, .operand = { operand, -1, -1 }, .at = sign.start,
		.span = { sign.start, parser->node[operand].span.end },
	});
}

/* 1/2 s is 0.5/s, and half a second may have been meant. */
static void note_fraction(struct parser *parser, const struct node *left, const struct node *right)
{
	if (left->kind != NODE_NUMBER || right->kind != NODE_NUMBER || left->bracketed || right->bracketed ||
	    left->literal & (LITERAL_UNIT | LITERAL_SUFFIX) || !(right->literal & LITERAL_UNIT) ||
	    right->literal & (LITERAL_PERCENT | LITERAL_MONEY | LITERAL_SUFFIX))
		return;
	struct lexer lexer = { .text = parser->line->text, .len = right->span.end, .at = right->span.start };
	double below = lexer_next(&lexer, false).number, above = left->quantity.value;
	bool close = right->span.start - left->span.end == 1;
	if (above != (double)(int)above || below != (double)(int)below || above >= below || below > (close ? 1000 : 10))
		return;
	char number[ESTIMATE_NUMBER_MAX];
	estimate_format_number(above / below, 3, number);
	uint32_t unit = lexer.at;
	while (unit < right->span.end && parser->line->text[unit] == ' ')
		unit++;
	const char *name = parser_text(parser, (struct span){ unit, right->span.end });
	line_note(parser->line, &parser->line->parsed, pool_printf(&parser->line->parsed,
	          "this divides by %s; for a fraction write %s %s", parser_text(parser, right->span), number, name));
}

static int read_term(struct parser *parser)
{
	int left = read_unary(parser);
	while (left >= 0 && (parser_is_sign(parser, '*') || parser_is_sign(parser, '/') || parser_keyword(parser) == KEYWORD_PER)) {
		char operator = parser_is_sign(parser, '*') ? '*' : '/';
		uint32_t at = parser->token.start;
		parser_advance(parser);
		int right = read_unary(parser);
		if (right < 0)
			return -1;
		if (operator == '/')
			note_fraction(parser, &parser->node[left], &parser->node[right]);
		left = emit_binary(parser, operator, at, left, right);
	}
	return left;
}

int parser_read_expression(struct parser *parser)
{
	int left = read_term(parser);
	while (left >= 0 && (parser_is_sign(parser, '+') || parser_is_sign(parser, '-'))) {
		char operator = parser->token.sign;
		uint32_t at = parser->token.start;
		parser_advance(parser);
		int right = read_term(parser);
		if (right < 0)
			return -1;
		left = emit_binary(parser, operator, at, left, right);
	}
	return left;
}
