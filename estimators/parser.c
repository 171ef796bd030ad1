#include "parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "suggest.h"

static int read_expression(struct parser *parser);
static int read_unary(struct parser *parser);

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

static bool fail(struct parser *parser, struct span span, const char *message, const char *explanation,
                 const char *suggestion)
{
	return line_fail(parser->line, span.start, span, (struct span){ 0 }, message, explanation, suggestion);
}

static struct span token_span(const struct parser *parser)
{
	struct span span = { parser->token.start, parser->token.end };
	if (parser->token.kind == TOKEN_END)
		span.end = span.start + 1;
	return span;
}

static bool is_sign(const struct parser *parser, char sign)
{
	return parser->token.kind == TOKEN_SIGN && parser->token.sign == sign;
}

static enum keyword keyword_of(struct parser *parser)
{
	return parser->token.kind == TOKEN_WORD ? parser_symbol(parser, parser->token)->keyword : KEYWORD_NONE;
}

static bool fail_character(struct parser *parser, struct span span, const char *text)
{
	struct pool *pool = &parser->line->parsed;
	static const struct {
		const char *text, *suggestion;
	} known[] = {
		{ ":", "Write a ratio such as 10:1 as / 10, a time such as 1:30 as 1 min + 30 s." },
		{ "~", "Leave ~ out, or say how uncertain it is: 90 to 110." },
		{ "\xe2\x89\x88", "Leave it out, or say how uncertain it is: 90 to 110." },
		{ "\xc2\xb1", "Write the interval: 90 to 110." },
		{ "\xe2\x82\xac", "USD is the only currency; `unit EUR` on a line of its own makes a count of it." },
		{ "\xc2\xa3", "USD is the only currency; `unit GBP` on a line of its own makes a count of it." },
		{ "!", "Write != to compare, in an assert line." },
		{ "{", "Brackets are ( and )." }, { "}", "Brackets are ( and )." },
		{ "[", "Brackets are ( and )." }, { "]", "Brackets are ( and )." },
		{ ";", "Write one calculation a line." },
		{ "'", "Leave quotes out; groups of digits are 1,000 or 1_000." },
		{ "\"", "Leave quotes out." },
		{ "`", "Leave quotes out." },
	};
	const char *suggestion = "Leave it out.";
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (!strcmp(known[i].text, text))
			suggestion = known[i].suggestion;
	return fail(parser, span, pool_printf(pool, "%s means nothing here", *text ? text : "a NUL character"), "", suggestion);
}

bool parser_fail_token(struct parser *parser)
{
	struct pool *pool = &parser->line->parsed;
	struct span span = token_span(parser);
	const char *text = parser_text(parser, span);
	char digits[64];
	size_t len = 0;
	for (const char *c = text; *c && len + 1 < sizeof digits; c++)
		if (*c != ',' && *c != '_')
			digits[len++] = *c;
	digits[len] = '\0';
	const char *comma = strchr(text, ',');
	switch (parser->token.wrong) {
	case WRONG_CHARACTER:
		return fail_character(parser, span, text);
	case WRONG_GROUPS:
		return fail(parser, span, pool_printf(pool, "%s is not a number", text),
		            "A comma stands before groups of three digits.", pool_printf(pool, "Write %s.", digits));
	case WRONG_DECIMAL_COMMA:
		return fail(parser, span, pool_printf(pool, "%s is not a number", text),
		            "A comma stands before groups of three digits; the decimal sign is a point.",
		            pool_printf(pool, "Write %.*s.%s.", comma ? (int)(comma - text) : 0, text, comma ? comma + 1 : text));
	case WRONG_NUMBER:
		return fail(parser, span, pool_printf(pool, "%s is not a number", text),
		            "A number has one decimal point at most, and _ only between digits.",
		            "Write for example 1_000.5 or 1,000.5.");
	case WRONG_SIZE:
		return fail(parser, span, pool_printf(pool, "%s is beyond what can be calculated with", text),
		            "Numbers reach from about 1e-307 to 1e308.", "Is the exponent right?");
	case WRONG_POWER:
		return fail(parser, span, "** is not an operator", "", "Write ^ for a power.");
	case WRONG_DOTS:
		return fail(parser, span, pool_printf(pool, "%s is not a number", text), "",
		            "Write a range with `to`: 1 to 5.");
	}
	return false;
}

static bool enter(struct parser *parser)
{
	if (parser->depth >= ESTIMATE_DEPTH_MAX)
		return fail(parser, token_span(parser), "this is nested too deeply",
		            "Up to 200 brackets, calls, signs and powers may stand within each other.",
		            "Give parts of it names on lines above.");
	parser->depth++;
	return true;
}

static int fail_operand(struct parser *parser)
{
	struct span span = token_span(parser);
	struct pool *pool = &parser->line->parsed;
	const char *text = parser_text(parser, span);
	switch (parser->token.kind) {
	case TOKEN_WRONG:
		parser_fail_token(parser);
		return -1;
	case TOKEN_END:
		fail(parser, span, "something is missing at the end of the line",
		     "A number, a name or a bracket is expected here.", "Finish the calculation, or remove the last sign.");
		return -1;
	case TOKEN_EQUALS:
		fail(parser, span, "= has no name on its left", "", "Write name = calculation.");
		return -1;
	case TOKEN_COMPARISON:
		fail(parser, span, pool_printf(pool, "%s has nothing on its left", text), "", "Write assert a < b.");
		return -1;
	case TOKEN_SIGN:
	case TOKEN_NUMBER:
	case TOKEN_WORD:
		break;
	}
	if (is_sign(parser, '%'))
		fail(parser, span, "% has no number on its left", "", "Write for example 20%.");
	else if (is_sign(parser, ')'))
		fail(parser, span, parser->depth ? "something is missing before )" : "this ) closes nothing", "",
		     parser->depth ? "Write a number, a name or a calculation between the brackets." : "Remove it, or add a (.");
	else if (parser->token.kind == TOKEN_WORD && keyword_of(parser))
		fail(parser, span, pool_printf(pool, "`%s` cannot stand here", text), "It is a word of the language.",
		     "A number, a name or a bracket is expected before it.");
	else
		fail(parser, span, pool_printf(pool, "%s has nothing on its left", text), "",
		     "Write a number, a name or a bracket before it.");
	return -1;
}

/* A function of any number of arguments becomes a chain of calls of two. */
static int emit_call(struct parser *parser, const struct function *function, struct span span, int a, int b, int c)
{
	return parser_emit(parser, (struct node){
		.kind = NODE_CALL, .span = span, .at = span.start, .operand = { a, b, c }, .function = function,
	});
}

static int fail_arguments(struct parser *parser, const struct function *function, struct span span, unsigned count,
                          struct span grouped)
{
	struct pool *pool = &parser->line->parsed;
	const char *message = pool_printf(pool, "%s takes %u argument%s, not %u", function->name, function->least,
	                                  function->least == 1 ? "" : "s", count);
	if (grouped.end > grouped.start) {
		const char *number = parser_text(parser, grouped);
		char plain[64];
		size_t len = 0;
		for (; *number && len + 1 < sizeof plain; number++)
			plain[len++] = *number == ',' ? '_' : *number;
		plain[len] = '\0';
		line_fail(parser->line, grouped.start, grouped, (struct span){ 0 }, message,
		          "Between the brackets of a function a comma separates arguments.",
		          pool_printf(pool, "Write %s.", plain));
		return -1;
	}
	if (function->kind == FUNCTION_LOG && count == 1)
		fail(parser, span, message, "The second is the base.", "Write ln(x), log2(x), log10(x) or log(x, base).");
	else
		fail(parser, span, message, "", pool_printf(pool, "Write %s.", function->usage));
	return -1;
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

static int fail_unclosed(struct parser *parser, struct span open)
{
	if (parser->token.kind == TOKEN_END) {
		line_fail(parser->line, open.start, open, token_span(parser), "this ( is never closed", "", "Add a ).");
		return -1;
	}
	return -2;
}

static int fail_unexpected(struct parser *parser, int before);

static int read_call(struct parser *parser, const struct symbol *symbol, struct span name)
{
	const struct function *function = symbol->function;
	if (!function) {
		const char *text = symbol->name;
		if (symbol->definition || symbol->unit)
			fail(parser, name, pool_printf(&parser->line->parsed, "%s is not a function", text),
			     "A name before ( is always a function.", pool_printf(&parser->line->parsed,
			     symbol->definition ? "To multiply, write %s * (...)." : "Write the number before the unit: 5 %s.", text));
		else
			fail(parser, name, pool_printf(&parser->line->parsed, "there is no function %s", text), "",
			     suggest_function(&parser->line->parsed, parser->symbols, text, symbol->len));
		return -1;
	}
	struct span open = token_span(parser), grouped = { 0 };
	int argument[3] = { -1, -1, -1 };
	unsigned count = 0;
	if (!enter(parser))
		return -1;
	parser->calls++;
	parser_advance(parser);
	while (!is_sign(parser, ')') || count > 0) {
		if (parser->token.kind == TOKEN_NUMBER && parser->token.grouped && grouped.end == 0)
			grouped = grouped_extent(parser);
		int value = read_expression(parser);
		if (value < 0)
			return -1;
		count++;
		if (function->most == 0 && count > 1)
			argument[0] = emit_call(parser, function, (struct span){ name.start, parser->end }, argument[0], value, -1);
		else if (count <= 3)
			argument[count - 1] = value;
		if (is_sign(parser, ')'))
			break;
		if (!is_sign(parser, ','))
			return fail_unclosed(parser, open) == -1 ? -1 : fail_unexpected(parser, value);
		parser_advance(parser);
	}
	parser->calls--;
	parser->depth--;
	parser_advance(parser);
	struct span span = { name.start, parser->end };
	if (count < function->least || (function->most && count > function->most))
		return fail_arguments(parser, function, span, count, grouped);
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
	struct span span = token_span(parser);
	if (symbol->keyword)
		return fail_operand(parser);
	parser_advance(parser);
	if (is_sign(parser, '('))
		return read_call(parser, symbol, span);
	if (parser->reference_count == parser->reference_cap) {
		parser->reference_cap = parser->reference_cap ? parser->reference_cap * 2 : 16;
		parser->reference = estimate_realloc(parser->reference, parser->reference_cap, sizeof *parser->reference);
	}
	parser->reference[parser->reference_count++] = (struct reference){ .symbol = symbol };
	if (keyword_of(parser) == KEYWORD_TO) {
		struct span to = token_span(parser);
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

static int read_primary(struct parser *parser)
{
	if (parser->token.kind == TOKEN_NUMBER || is_sign(parser, '$'))
		return parser_read_literal(parser, false, (struct span){ 0 });
	if (parser->token.kind == TOKEN_WORD)
		return read_name(parser);
	if (!is_sign(parser, '('))
		return fail_operand(parser);
	struct span open = token_span(parser);
	if (!enter(parser))
		return -1;
	parser_advance(parser);
	int inner = read_expression(parser);
	if (inner < 0)
		return -1;
	if (!is_sign(parser, ')'))
		return fail_unclosed(parser, open) == -1 ? -1 : fail_unexpected(parser, inner);
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

/* 2^41 ms and 62^6 to 62^7: the exponent has swallowed what was meant for the whole. */
static bool check_exponent(struct parser *parser, int base, int exponent)
{
	struct pool *pool = &parser->line->parsed;
	const struct node *node = &parser->node[exponent];
	const char *whole = parser_text(parser, parser->node[base].span);
	if (node->bracketed)
		return true;
	if (node->kind == NODE_RANGE)
		return fail(parser, node->span, "an exponent cannot be a range",
		            "The ends of a range are numbers, not calculations.",
		            pool_printf(pool, "Write %s^(%s) when the exponent is uncertain.", whole,
		                        parser_text(parser, node->span)));
	if (node->kind == NODE_NUMBER && node->literal & LITERAL_UNIT && !(node->literal & LITERAL_PERCENT)) {
		struct lexer lexer = { .text = parser->line->text, .len = node->span.end, .at = node->span.start };
		struct token number = lexer_next(&lexer, parser->calls > 0);
		uint32_t unit = number.end;
		while (unit < node->span.end && parser->line->text[unit] == ' ')
			unit++;
		return line_fail(parser->line, node->span.start, node->span, parser->node[base].span,
		                 "an exponent is a plain number", "The unit belongs to the exponent here.",
		                 pool_printf(pool, "Write %s^%s * 1 %s.", whole,
		                             parser_text(parser, (struct span){ number.start, number.end }),
		                             parser_text(parser, (struct span){ unit, node->span.end })));
	}
	return true;
}

static int read_power(struct parser *parser)
{
	int base = read_primary(parser);
	if (base < 0 || !is_sign(parser, '^'))
		return base;
	uint32_t at = parser->token.start;
	if (!enter(parser))
		return -1;
	parser_advance(parser);
	int exponent = read_unary(parser);
	if (exponent < 0 || !check_exponent(parser, base, exponent))
		return -1;
	parser->depth--;
	return emit_binary(parser, '^', at, base, exponent);
}

static int read_unary(struct parser *parser)
{
	if (!is_sign(parser, '-'))
		return read_power(parser);
	struct span sign = token_span(parser);
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
		if (operand >= 0 && is_sign(parser, '^')) {
			uint32_t at = parser->token.start;
			parser_advance(parser);
			int exponent = read_unary(parser);
			if (exponent < 0 || !check_exponent(parser, operand, exponent))
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
	while (left >= 0 && (is_sign(parser, '*') || is_sign(parser, '/') || keyword_of(parser) == KEYWORD_PER)) {
		char operator = is_sign(parser, '*') ? '*' : '/';
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

static int read_expression(struct parser *parser)
{
	int left = read_term(parser);
	while (left >= 0 && (is_sign(parser, '+') || is_sign(parser, '-'))) {
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

static bool is_simple(const struct node *node)
{
	return node->bracketed || node->kind == NODE_NUMBER || node->kind == NODE_NAME || node->kind == NODE_CALL;
}

/* Two things side by side. */
static bool fail_missing_operator(struct parser *parser, int before)
{
	struct line *line = parser->line;
	struct pool *pool = &line->parsed;
	const struct node *left = &parser->node[before];
	struct span span = token_span(parser);
	/* Of a + b x only the b stands beside the x. */
	while (!is_simple(left) && left->operand[0] >= 0)
		left = &parser->node[left->operand[1] >= 0 ? left->operand[1] : left->operand[0]];
	const char *first = parser_text(parser, left->span), *second = parser_text(parser, span);
	const char *message = pool_printf(pool, "an operator is missing between %s and %s", first, second);
	const char *suggestion = pool_printf(pool, "Write %s * %s to multiply.", first, second);
	if (parser->token.kind == TOKEN_NUMBER) {
		if (left->kind == NODE_NUMBER && !(left->literal & LITERAL_UNIT) && span.end - span.start == 3)
			suggestion = pool_printf(pool, "Write %s_%s if it is one number.", first, second);
		else if (left->kind == NODE_NUMBER && left->literal & LITERAL_PERCENT)
			suggestion = "% is per cent; there is no remainder. To multiply write *.";
		else if (left->kind == NODE_NUMBER) {
			uint32_t end = span.end;
			struct lexer lexer = parser->lexer;
			struct token unit = lexer_next(&lexer, false);
			if (unit.kind == TOKEN_WORD && parser_symbol(parser, unit)->unit)
				end = unit.end;
			second = parser_text(parser, (struct span){ span.start, end });
			suggestion = pool_printf(pool, "Write %s + %s for both together, %s * %s to multiply.", first, second, first,
			                         second);
		}
	} else if (parser->token.kind == TOKEN_WORD) {
		const struct symbol *symbol = parser_symbol(parser, parser->token);
		if (parser_is_unit(symbol))
			suggestion = pool_printf(pool, "Write %s * 1 %s.", first, symbol->name);
		else if (!strcmp(second, "of"))
			return fail(parser, span, "`of` is not an operator", "", "Write * to take a part of something.");
		else if (!strcmp(second, "as"))
			return fail(parser, span, "`as` is not an operator", "", "Write `in` to convert.");
		else if (!strcmp(second, "and"))
			return fail(parser, span, "`and` is not an operator", "", "Write + to add, or two assert lines.");
		else if (left->kind == NODE_NAME && left->symbol->function && !left->symbol->definition)
			suggestion = pool_printf(pool, "Write %s(%s).", first, second);
	} else {
		suggestion = pool_printf(pool, "Write %s * (...) to multiply.", first);
	}
	if (parser->token.kind == TOKEN_NUMBER && left->kind == NODE_NAME && left->symbol->function &&
	    !left->symbol->definition)
		suggestion = pool_printf(pool, "Write %s(%s).", first, second);
	return line_fail(line, span.start, span, left->span, message, "Nothing multiplies by itself.", suggestion);
}

/* What follows a whole expression and does not belong there. Returns -1. */
static int fail_unexpected(struct parser *parser, int before)
{
	struct span span = token_span(parser);
	switch (parser->token.kind) {
	case TOKEN_WRONG:
		parser_fail_token(parser);
		return -1;
	case TOKEN_EQUALS:
		fail(parser, span, "= can only follow a single name at the start of the line",
		     "A name is one word of letters, digits and _, and begins with a letter.",
		     "Write name = calculation, or assert a == b to compare.");
		return -1;
	case TOKEN_COMPARISON:
		fail(parser, span, "comparisons belong into a line of their own", "", "Write assert a < b.");
		return -1;
	case TOKEN_END:
		fail(parser, span, "the line ends too early", "", "Finish the calculation.");
		return -1;
	case TOKEN_SIGN:
	case TOKEN_NUMBER:
	case TOKEN_WORD:
		break;
	}
	if (is_sign(parser, ')'))
		fail(parser, span, "this ) closes nothing", "", "Remove it, or add a (.");
	else if (is_sign(parser, ','))
		fail(parser, span, "a comma cannot stand here",
		     parser->calls ? "" : "It separates arguments of a function, and groups of digits as in 1,000.",
		     parser->calls ? "Inside a function's brackets write 1_000 for a number." : "Write one calculation a line.");
	else if (is_sign(parser, '%') || is_sign(parser, '$'))
		fail(parser, span, is_sign(parser, '%') ? "% follows a number directly" : "$ stands before the number", "",
		     is_sign(parser, '%') ? "Write 20%, or multiply by 1%; there is no remainder." : "Write $5.");
	else
		switch (keyword_of(parser)) {
		case KEYWORD_IN:
			fail(parser, span, parser->depth ? "`in` cannot stand inside brackets" : "`in` stands once, at the end of the line",
			     "It converts the result of the whole line.", "Give the part a line and a name of its own.");
			break;
		case KEYWORD_TO: {
			struct span to = span;
			parser_advance(parser);
			const struct symbol *next = parser->token.kind == TOKEN_WORD ? parser_symbol(parser, parser->token) : NULL;
			if (next && next->unit)
				line_fail(parser->line, to.start, to, parser->node[before].span, "`to` makes ranges, `in` converts", "",
				          pool_printf(&parser->line->parsed, "Write in %s at the end of the line.", next->name));
			else
				line_fail(parser->line, to.start, to, parser->node[before].span, "a range needs a number at both ends",
				          "The ends are numbers with their units, such as 300 to 700 B.",
				          "To spread something calculated, multiply it by a range: x * 0.8 to 1.2.");
			break;
		}
		case KEYWORD_WITHIN:
			fail(parser, span, "`within` belongs to an assertion", "", "Write assert a == b within 5%.");
			break;
		case KEYWORD_ASSERT:
		case KEYWORD_UNIT:
			fail(parser, span, "this word begins a line", "", "Put it at the start of a line of its own.");
			break;
		case KEYWORD_PER:
		case KEYWORD_NONE:
			fail_missing_operator(parser, before);
			break;
		}
	return -1;
}

static bool expect_end(struct parser *parser)
{
	if (parser->token.kind == TOKEN_END)
		return true;
	if (parser->token.kind == TOKEN_WRONG)
		return parser_fail_token(parser);
	struct span span = token_span(parser);
	if (keyword_of(parser) == KEYWORD_IN)
		return fail(parser, span, "`in` stands once, at the end of the line", "It converts the result of the whole line.",
		            "Convert on a line of its own.");
	return fail(parser, span, "nothing can follow the unit behind `in`",
	            "`in` converts the result of the whole line and ends it.",
	            "Move the conversion to the end, or to a line of its own.");
}

static bool read_assertion(struct parser *parser)
{
	struct line *line = parser->line;
	struct span keyword = { parser->end - 6, parser->end };
	line->form = LINE_ASSERTION;
	line->left = read_expression(parser);
	if (line->left < 0)
		return false;
	if (parser->token.kind == TOKEN_EQUALS)
		return fail(parser, token_span(parser), "= gives a name, it does not compare", "", "Write ==.");
	if (keyword_of(parser) == KEYWORD_IN)
		return fail(parser, token_span(parser), "an assertion has nothing to convert", "Units are compared by themselves.",
		            "Leave `in` out.");
	if (parser->token.kind == TOKEN_END)
		return fail(parser, keyword, "this assertion compares nothing", "", "Write assert a < b.");
	if (parser->token.kind != TOKEN_COMPARISON)
		return fail_unexpected(parser, line->left) == 0;
	line->comparison = (enum comparison)parser->token.sign;
	line->comparison_at = parser->token.start;
	parser_advance(parser);
	line->right = read_expression(parser);
	if (line->right < 0)
		return false;
	if (keyword_of(parser) == KEYWORD_WITHIN) {
		parser_advance(parser);
		int tolerance = read_primary(parser);
		if (tolerance < 0)
			return false;
		const struct node *node = &parser->node[tolerance];
		if (node->kind != NODE_NUMBER || !(node->literal & LITERAL_PERCENT))
			return fail(parser, node->span, "`within` takes a percentage", "", "Write for example within 5%.");
		line->within = node->quantity.value;
		parser->node_count--;
	}
	if (keyword_of(parser) == KEYWORD_IN)
		return fail(parser, token_span(parser), "an assertion has nothing to convert", "Units are compared by themselves.",
		            "Leave `in` out.");
	if (parser->token.kind == TOKEN_COMPARISON)
		return fail(parser, token_span(parser), "an assertion compares two things", "", "Write two assert lines.");
	return parser->token.kind == TOKEN_END || fail_unexpected(parser, line->right) == 0;
}

static bool read_declaration(struct parser *parser)
{
	struct line *line = parser->line;
	line->form = LINE_DECLARATION;
	struct span span = token_span(parser);
	if (parser->token.kind != TOKEN_WORD)
		return fail(parser, span, "the name of the unit is missing", "", "Write for example: unit sprocket.");
	struct symbol *symbol = parser_symbol(parser, parser->token);
	line->name = symbol;
	line->name_span = span;
	if (symbol->keyword || (symbol->function && !symbol->unit) || (symbol->suffix != 0 && !symbol->unit))
		return fail(parser, span, pool_printf(&line->parsed, "%s cannot be the name of a unit", symbol->name),
		            symbol->function ? "It is a function." : "It is a word of the language.", "Choose another name.");
	if (symbol->definition)
		return fail(parser, span, pool_printf(&line->parsed, "%s is a variable already", symbol->name),
		            pool_printf(&line->parsed, "Line %zu defines it.", symbol->definition->number),
		            "Choose another name, or declare the unit first.");
	parser_advance(parser);
	if (parser->token.kind != TOKEN_END)
		return fail(parser, token_span(parser), "a declaration is one name", "The plural comes by itself.",
		            pool_printf(&line->parsed, "Write: unit %s.", symbol->name));
	return true;
}

static bool check_defined_name(struct parser *parser, const struct symbol *symbol, struct span span)
{
	struct pool *pool = &parser->line->parsed;
	if (symbol->keyword)
		return fail(parser, span, pool_printf(pool, "%s cannot be a name", symbol->name), "It is a word of the language.",
		            "Choose another name.");
	if (symbol->function)
		return fail(parser, span, pool_printf(pool, "%s cannot be a name", symbol->name),
		            pool_printf(pool, "It is the function %s.", symbol->function->usage),
		            pool_printf(pool, "Choose another name, such as %s_value.", symbol->name));
	if (symbol->unit && !(symbol->unit->flags & UNIT_COUNT)) {
		size_t len;
		const char *long_name = unit_name(symbol->unit, 1, &len);
		const char *what = long_name && strncmp(long_name, symbol->name, len) ? pool_printf(pool, "It is the unit %s (%.*s).",
			symbol->name, (int)len, long_name) : "It is a unit.";
		return fail(parser, span, pool_printf(pool, "%s cannot be a name", symbol->name), what,
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
		return fail(parser, token_span(parser), "nothing follows the =", "", "Write name = calculation.");
	line->right = read_expression(parser);
	if (line->right < 0)
		return false;
	if (keyword_of(parser) == KEYWORD_IN) {
		parser_advance(parser);
		return parser_read_target(parser) && expect_end(parser);
	}
	return parser->token.kind == TOKEN_END || fail_unexpected(parser, line->right) == 0;
}

static bool read_form(struct parser *parser)
{
	switch (keyword_of(parser)) {
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
	return fail(parser, (struct span){ parser->end - 4, parser->end }, "this word cannot be a name",
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
	if (read_form(parser))
		keep(parser, line);
	else
		line->form = LINE_BROKEN;
}
