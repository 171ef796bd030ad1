/* What the parser says when something is wrong: the cause, and what to write instead. */
#include <string.h>
#include <strings.h>

#include "error.h"
#include "parser.h"
#include "suggest.h"

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
	return parser_fail(parser, span, pool_printf(pool, "%s means nothing here", *text ? text : "a NUL character"), "", suggestion);
}

bool parser_fail_token(struct parser *parser)
{
	struct pool *pool = &parser->line->parsed;
	struct span span = parser_token_span(parser);
	const char *text = parser_text(parser, span);
	char digits[64];
	size_t len = 0;
	for (const char *c = text; *c && len + 1 < sizeof digits; c++)
		if (*c != ',' && *c != '_')
			digits[len++] = *c;
	digits[len] = '\0';
	const char *comma = strchr(text, ',');
	bool groups = comma && strchr(comma + 1, ',');
	switch (parser->token.wrong) {
	case WRONG_CHARACTER:
		return fail_character(parser, span, text);
	case WRONG_GROUPS:
	case WRONG_DECIMAL_COMMA:
		if (parser->token.wrong == WRONG_DECIMAL_COMMA && !groups)
			return parser_fail(parser, span, pool_printf(pool, "%s is not a number", text),
			            "A comma stands before groups of three digits; the decimal sign is a point.",
			            pool_printf(pool, "Write %.*s.%s.", comma ? (int)(comma - text) : 0, text, comma ? comma + 1 : text));
		return parser_fail(parser, span, pool_printf(pool, "%s is not a number", text),
		            "A comma stands before groups of three digits.", pool_printf(pool, "Write %s.", digits));
	case WRONG_NUMBER:
		return parser_fail(parser, span, pool_printf(pool, "%s is not a number", text),
		            "A number has one decimal point at most, and _ only between digits.",
		            "Write for example 1_000.5 or 1,000.5.");
	case WRONG_SIZE:
		return parser_fail(parser, span, pool_printf(pool, "%s is beyond what can be calculated with", text),
		            "Numbers reach from about 1e-307 to 1e308.", "Is the exponent right?");
	case WRONG_POWER:
		return parser_fail(parser, span, "** is not an operator", "", "Write ^ for a power.");
	case WRONG_DOTS:
		return parser_fail(parser, span, pool_printf(pool, "%s is not a number", text), "",
		            "Write a range with `to`: 1 to 5.");
	}
	return false;
}

int parser_fail_operand(struct parser *parser)
{
	struct span span = parser_token_span(parser);
	struct pool *pool = &parser->line->parsed;
	const char *text = parser_text(parser, span);
	switch (parser->token.kind) {
	case TOKEN_WRONG:
		parser_fail_token(parser);
		return -1;
	case TOKEN_END:
		parser_fail(parser, span, "something is missing at the end of the line",
		     "A number, a name or a bracket is expected here.", "Finish the calculation, or remove the last sign.");
		return -1;
	case TOKEN_EQUALS:
		parser_fail(parser, span, "= has no name on its left", "", "Write name = calculation.");
		return -1;
	case TOKEN_COMPARISON:
		parser_fail(parser, span, pool_printf(pool, "%s has nothing on its left", text), "", "Write assert a < b.");
		return -1;
	case TOKEN_SIGN:
	case TOKEN_NUMBER:
	case TOKEN_WORD:
		break;
	}
	if (parser_is_sign(parser, '%'))
		parser_fail(parser, span, "% has no number on its left", "", "Write for example 20%.");
	else if (parser_is_sign(parser, ')'))
		parser_fail(parser, span, parser->depth ? "something is missing before )" : "this ) closes nothing", "",
		     parser->depth ? "Write a number, a name or a calculation between the brackets." : "Remove it, or add a (.");
	else if (parser->token.kind == TOKEN_WORD && parser_keyword(parser))
		parser_fail(parser, span, pool_printf(pool, "`%s` cannot stand here", text), "It is a word of the language.",
		     "A number, a name or a bracket is expected before it.");
	else
		parser_fail(parser, span, pool_printf(pool, "%s has nothing on its left", text), "",
		     "Write a number, a name or a bracket before it.");
	return -1;
}

int parser_fail_arguments(struct parser *parser, const struct function *function, struct span span, unsigned count,
                          struct span grouped)
{
	struct pool *pool = &parser->line->parsed;
	const char *message = pool_printf(pool, "%s takes %s%u argument%s, not %u", function->name,
	                                  function->most ? "" : "at least ", function->least,
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
		parser_fail(parser, span, message, "The second is the base.", "Write ln(x), log2(x), log10(x) or log(x, base).");
	else
		parser_fail(parser, span, message, "", pool_printf(pool, "Write %s.", function->usage));
	return -1;
}

int parser_fail_unclosed(struct parser *parser, struct span open)
{
	if (parser->token.kind == TOKEN_END) {
		line_fail(parser->line, open.start, open, parser_token_span(parser), "this ( is never closed", "", "Add a ).");
		return -1;
	}
	return -2;
}

int parser_fail_unexpected(struct parser *parser, int before);

/* 2^41 ms and 62^6 to 62^7: the exponent has swallowed what was meant for the whole. */
bool parser_check_exponent(struct parser *parser, int base, int exponent)
{
	struct pool *pool = &parser->line->parsed;
	const struct node *node = &parser->node[exponent];
	const char *whole = parser_text(parser, parser->node[base].span);
	if (node->bracketed)
		return true;
	if (node->kind == NODE_RANGE)
		return parser_fail(parser, node->span, "an exponent cannot be a range",
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

static bool is_simple(const struct node *node)
{
	return node->bracketed || node->kind == NODE_NUMBER || node->kind == NODE_NAME || node->kind == NODE_CALL;
}

/* 1 000 000 as 1_000_000. */
static const char *join_groups(struct parser *parser, uint32_t start)
{
	const char *text = parser->line->text + start;
	char joined[48];
	size_t len = 0;
	for (size_t i = 0; len + 1 < sizeof joined && ((text[i] >= '0' && text[i] <= '9') ||
	     (text[i] == ' ' && text[i + 1] >= '0' && text[i + 1] <= '9')); i++)
		joined[len++] = text[i] == ' ' ? '_' : text[i];
	return pool_copy(&parser->line->parsed, joined, len);
}

/* my name = 5: the name was meant to be one word. */
static bool fail_name_of_words(struct parser *parser)
{
	struct lexer lexer = parser->lexer;
	if (parser->token.kind != TOKEN_WORD || lexer_next(&lexer, false).kind != TOKEN_EQUALS)
		return true;
	size_t first = strspn(parser->line->text, " \t");
	struct span name = { (uint32_t)first, parser->token.end };
	char *joined = pool_copy(&parser->line->parsed, parser->line->text + name.start, name.end - name.start);
	for (char *c = joined; *c; c++)
		if (*c == ' ' || *c == '\t')
			*c = '_';
	bool digit = *joined >= '0' && *joined <= '9';
	return parser_fail(parser, name, "a name is one word that begins with a letter", "",
	            pool_printf(&parser->line->parsed, "Write %s%s = ...", digit ? "n" : "", joined));
}

/* Two things side by side. */
static bool fail_missing_operator(struct parser *parser, int before)
{
	struct line *line = parser->line;
	struct pool *pool = &line->parsed;
	const struct node *left = &parser->node[before];
	struct span span = parser_token_span(parser);
	if (!fail_name_of_words(parser))
		return false;
	/* Of a + b x only the b stands beside the x. */
	while (!is_simple(left) && left->operand[0] >= 0)
		left = &parser->node[left->operand[1] >= 0 ? left->operand[1] : left->operand[0]];
	const char *first = parser_text(parser, left->span), *second = parser_text(parser, span);
	const char *message = pool_printf(pool, "an operator is missing between %s and %s", first, second);
	const char *suggestion = pool_printf(pool, "Write %s * %s to multiply.", first, second);
	if (parser->token.kind == TOKEN_NUMBER) {
		if (left->kind == NODE_NUMBER && !(left->literal & LITERAL_UNIT) && span.end - span.start == 3)
			suggestion = pool_printf(pool, "Write %s if it is one number.", join_groups(parser, left->span.start));
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
		else if (!strcasecmp(second, "x") && !symbol->definition)
			suggestion = pool_printf(pool, "Write %s * ... to multiply.", first);
		else if (suggest_operator(second))
			return parser_fail(parser, span, pool_printf(pool, "`%s` is not an operator", second), "", suggest_operator(second));
		else if (!symbol->definition && !symbol->function && left->kind == NODE_NUMBER)
			suggestion = "Leave the word out, or put it behind # as a comment.";
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
int parser_fail_unexpected(struct parser *parser, int before)
{
	struct span span = parser_token_span(parser);
	switch (parser->token.kind) {
	case TOKEN_WRONG:
		parser_fail_token(parser);
		return -1;
	case TOKEN_EQUALS:
		parser_fail(parser, span, "= can only follow a single name at the start of the line",
		     "A name is one word of letters, digits and _, and begins with a letter.",
		     "Write name = calculation, or assert a == b to compare.");
		return -1;
	case TOKEN_COMPARISON:
		parser_fail(parser, span, "comparisons belong into a line of their own", "",
		     pool_printf(&parser->line->parsed, "Write assert %s %s ...", parser_text(parser, parser->node[before].span),
		                 parser_text(parser, span)));
		return -1;
	case TOKEN_END:
		parser_fail(parser, span, "the line ends too early", "", "Finish the calculation.");
		return -1;
	case TOKEN_SIGN:
	case TOKEN_NUMBER:
	case TOKEN_WORD:
		break;
	}
	if (parser_is_sign(parser, ')'))
		parser_fail(parser, span, "this ) closes nothing", "", "Remove it, or add a (.");
	else if (parser_is_sign(parser, ','))
		parser_fail(parser, span, "a comma cannot stand here",
		     parser->calls ? "" : "It separates arguments of a function, and groups of digits as in 1,000.",
		     parser->calls ? "Inside a function's brackets write 1_000 for a number." : "Write one calculation a line.");
	else if (parser_is_sign(parser, '%') || parser_is_sign(parser, '$'))
		parser_fail(parser, span, parser_is_sign(parser, '%') ? "% follows a number directly" : "$ stands before the number", "",
		     parser_is_sign(parser, '%') ? "Write 20%, or multiply by 1%; there is no remainder." : "Write $5.");
	else
		switch (parser_keyword(parser)) {
		case KEYWORD_IN:
			parser_fail(parser, span, parser->depth ? "`in` cannot stand inside brackets" : "`in` stands once, at the end of the line",
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
			parser_fail(parser, span, "`within` belongs to an assertion", "", "Write assert a == b within 5%.");
			break;
		case KEYWORD_ASSERT:
		case KEYWORD_UNIT:
			parser_fail(parser, span, "this word begins a line", "", "Put it at the start of a line of its own.");
			break;
		case KEYWORD_PER:
		case KEYWORD_NONE:
			fail_missing_operator(parser, before);
			break;
		}
	return -1;
}
