/* The part of the parser that reads numbers with their units, ranges, and what stands behind `in`. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "error.h"
#include "parser.h"
#include "suggest.h"

struct literal {
	struct quantity quantity;       /* of the number with its unit */
	double number;                  /* with the suffix, without the unit */
	double factor;                  /* of the unit */
	unsigned flags;                 /* enum literal_flag */
	struct span span, number_span, unit_span;
	bool whole;                     /* typed without point, exponent or suffix */
};

bool parser_is_unit(const struct symbol *symbol)
{
	return symbol->unit && !symbol->definition;
}

static bool glued(const struct parser *parser)
{
	return parser->token.kind == TOKEN_WORD && parser->token.start == parser->end;
}

static bool is_word(const struct parser *parser, const char *word)
{
	const struct token *token = &parser->token;
	size_t len = strlen(word);
	return token->kind == TOKEN_WORD && token->end - token->start == len &&
	       !memcmp(parser->line->text + token->start, word, len);
}

/* A letter glued to a number that could be read in several ways. */
static bool fail_glued(struct parser *parser, struct literal *literal)
{
	struct line *line = parser->line;
	const char *number = parser_text(parser, literal->number_span);
	struct span span = { literal->number_span.start, parser->token.end };
	const char *word = parser_text(parser, (struct span){ parser->token.start, parser->token.end });
	const char *message = pool_printf(&line->parsed, "%s%s can be read in more than one way", number, word);
	if (*word == 'B')
		return line_fail(line, parser->token.start, span, (struct span){ 0 }, message,
		                 "A lone B glued to a number may be bytes or billions.",
		                 pool_printf(&line->parsed, "Write %s B for bytes or %sbn for billions.", number, number));
	if (*word == 'b')
		return line_fail(line, parser->token.start, span, (struct span){ 0 }, message,
		                 "A lone b glued to a number may be bits, bytes or billions.",
		                 pool_printf(&line->parsed, "Write %s bit for bits, %s B for bytes or %sbn for billions.",
		                             number, number, number));
	return line_fail(line, parser->token.start, span, (struct span){ 0 }, message,
	                 "A lone m may be minutes, months, metres or millions.",
	                 pool_printf(&line->parsed, "Write %s min, %s months or %sM.", number, number, number));
}

/* A word behind a number that is neither suffix nor unit. */
static bool fail_word(struct parser *parser, struct literal *literal, struct symbol *symbol)
{
	struct line *line = parser->line;
	struct span word = { parser->token.start, parser->token.end };
	const char *number = parser_text(parser, (struct span){ literal->span.start, parser->end });
	const char *name = parser_text(parser, word);
	if (symbol->definition || symbol->function || !strcasecmp(name, "x")) {
		bool times = !symbol->definition && !symbol->function;
		struct lexer lexer = parser->lexer;
		if (lexer_next(&lexer, false).kind == TOKEN_EQUALS)
			return line_fail(line, literal->span.start, (struct span){ literal->span.start, word.end }, (struct span){ 0 },
			                 "a name is one word that begins with a letter", "",
			                 pool_printf(&line->parsed, "Write %s%s = ...", name, number));
		return line_fail(line, word.start, word, literal->span,
		                 pool_printf(&line->parsed, "an operator is missing between %s and %s", number, name),
		                 "Nothing multiplies by itself.",
		                 times ? pool_printf(&line->parsed, "Write * %s to multiply by %s, or %s * %s.", number, number,
		                                     number, name)
		                       : symbol->definition
		                               ? pool_printf(&line->parsed, "Write %s * %s.", number, name)
		                               : pool_printf(&line->parsed, "Write %s * %s.", number, symbol->function->usage));
	}
	if (suggest_operator(name))
		return line_fail(line, word.start, word, literal->span, pool_printf(&line->parsed, "`%s` is not an operator", name), "",
		                 suggest_operator(name));
	if (!strcmp(name, "m"))
		return line_fail(line, word.start, word, literal->span, "m is not a unit",
		                 "It may be minutes, months, metres or millions.",
		                 pool_printf(&line->parsed, "Write %s min, %s month or %sM.", number, number, number));
	if (symbol->suffix != 0)
		return line_fail(line, word.start, word, literal->span, "a number has one suffix", "",
		                 pool_printf(&line->parsed, "Write %s * 1 %s.", number, name));
	/* 10Musers: the suffix was right, a blank is missing. */
	if (glued(parser) && symbol->len > 1 && strchr("kKMT", *name) && !(literal->flags & LITERAL_SUFFIX)) {
		const struct symbol *rest = symbol_intern(parser->symbols, name + 1, strlen(name) - 1);
		if (parser_is_unit(rest))
			return line_fail(line, word.start, word, literal->span,
			                 pool_printf(&line->parsed, "%s is not a unit", name), "",
			                 pool_printf(&line->parsed, "Write %s%c %s.", number, *name, rest->name));
	}
	return line_fail(line, word.start, word, literal->span,
	                 pool_printf(&line->parsed, "%s is neither a unit nor a suffix", name), "",
	                 suggest_unit(&line->parsed, parser->symbols, name, strlen(name)));
}

/* The suffix and the unit right behind the number. */
static bool read_first_unit(struct parser *parser, struct literal *literal, struct unit_product *product)
{
	for (;;) {
		if (parser_is_sign(parser, '%')) {
			if (literal->flags & LITERAL_UNIT)
				return true;
			literal->quantity.flags |= QUANTITY_PERCENT;
			literal->flags |= LITERAL_PERCENT | LITERAL_UNIT;
			literal->factor *= 0.01;
			parser_advance(parser);
			literal->span.end = parser->end;
			return true;
		}
		if (parser->token.kind != TOKEN_WORD)
			return true;
		struct symbol *symbol = parser_symbol(parser, parser->token);
		if (symbol->keyword)
			return true;
		bool is_glued = glued(parser);
		if (symbol->function && lexer_at_bracket(&parser->lexer))
			return symbol->function && is_glued ? fail_word(parser, literal, symbol) : true;
		bool suffix = symbol->suffix != 0 && !(literal->flags & LITERAL_SUFFIX) && (is_glued || !symbol->definition);
		if (suffix) {
			literal->number *= symbol->suffix;
			literal->flags |= LITERAL_SUFFIX;
			parser_advance(parser);
			literal->span.end = literal->number_span.end = parser->end;
			continue;
		}
		if (is_glued && symbol->len == 1 && strchr("Bbm", symbol->name[0]))
			return fail_glued(parser, literal);
		if (!parser_is_unit(symbol) || lexer_at_bracket(&parser->lexer))
			return fail_word(parser, literal, symbol);
		unit_product_add(product, symbol->unit, parser->line->text + parser->token.start, symbol->len, 1);
		parser_advance(parser);
		literal->span.end = parser->end;
		return true;
	}
}

/* `^2` behind a unit. */
static bool read_unit_power(struct parser *parser, struct unit_product *product)
{
	if (!parser_is_sign(parser, '^') || product->count == 0)
		return true;
	struct span caret = { parser->token.start, parser->token.end };
	parser_advance(parser);
	int sign = 1;
	if (parser_is_sign(parser, '-')) {
		sign = -1;
		parser_advance(parser);
	}
	struct span power = { caret.start, parser->token.end };
	if (parser->token.kind == TOKEN_WRONG)
		return parser_fail_token(parser);
	if (parser->token.kind != TOKEN_NUMBER || parser->token.number != floor(parser->token.number) ||
	    parser->token.number > DIMENSION_POWER_MAX || parser->token.number < 1)
		return line_fail(parser->line, caret.start, power, (struct span){ 0 },
		                 "the power of a unit is a small whole number", "",
		                 "Put the quantity in brackets to raise all of it: (5 GB)^2.");
	struct unit_factor *last = &product->factor[product->count - 1];
	last->power = (int8_t)(last->power * sign * (int)parser->token.number);
	parser_advance(parser);
	return true;
}

static bool fail_too_many(struct parser *parser, struct span span)
{
	return line_fail(parser->line, span.start, span, (struct span){ 0 }, "this unit has too many parts",
	                 "A unit has up to eight factors.", "Split the calculation over several lines.");
}

/* `/ unit` and `per unit`, as long as units follow; anything else is left to the expression. */
static bool read_denominators(struct parser *parser, struct literal *literal, struct unit_product *product)
{
	while (parser_is_sign(parser, '/') || is_word(parser, "per")) {
		struct lexer lexer = parser->lexer;
		struct token token = parser->token;
		uint32_t end = parser->end;
		parser_advance(parser);
		struct symbol *symbol = parser->token.kind == TOKEN_WORD ? parser_symbol(parser, parser->token) : NULL;
		if (!symbol || !parser_is_unit(symbol) || symbol->keyword || lexer_at_bracket(&parser->lexer)) {
			parser->lexer = lexer;
			parser->token = token;
			parser->end = end;
			return true;
		}
		if (!unit_product_add(product, symbol->unit, parser->line->text + parser->token.start, symbol->len, -1))
			return fail_too_many(parser, literal->span);
		parser_advance(parser);
		if (!read_unit_power(parser, product))
			return false;
		literal->span.end = parser->end;
	}
	return true;
}

static void take_hints(struct quantity *quantity, const struct unit_product *product)
{
	for (unsigned i = 0; i < product->count; i++) {
		const struct unit *unit = product->factor[i].unit;
		bool time = unit->dimension.count == 1 && unit->dimension.factor[0].base == BASE_TIME &&
		            unit->dimension.factor[0].power == 1;
		if (unit->flags & UNIT_BITS)
			quantity->flags |= QUANTITY_BITS;
		if (unit->flags & UNIT_YEAR)
			quantity->flags |= QUANTITY_YEAR;
		if (unit->flags & UNIT_MONTH)
			quantity->flags |= QUANTITY_MONTH;
		if (time && product->factor[i].power == -1)
			quantity->per = unit;
	}
}

/* One end of a range, or a number by itself. */
static bool read_one(struct parser *parser, struct literal *literal)
{
	struct unit_product product = { 0 };
	*literal = (struct literal){ .factor = 1, .span = { parser->token.start, parser->token.end } };
	bool money = parser_is_sign(parser, '$');
	if (money) {
		parser_advance(parser);
		literal->flags |= LITERAL_MONEY | LITERAL_UNIT;
		const struct symbol *usd = symbol_intern(parser->symbols, "USD", 3);
		unit_product_add(&product, usd->unit, "USD", 3, 1);
	}
	if (parser->token.kind == TOKEN_WRONG)
		return parser_fail_token(parser);
	if (parser->token.kind != TOKEN_NUMBER)
		return line_fail(parser->line, parser->token.start, literal->span, (struct span){ 0 },
		                 "a number is missing behind $", "", "Write for example $5 or $0.023/GB/month.");
	literal->number = parser->token.number;
	literal->number_span = (struct span){ parser->token.start, parser->token.end };
	literal->whole = parser->token.number == floor(parser->token.number);
	parser_advance(parser);
	literal->span.end = parser->end;
	if (!read_first_unit(parser, literal, &product) || !read_unit_power(parser, &product))
		return false;
	if (product.count)
		literal->span.end = parser->end;
	if (!read_denominators(parser, literal, &product))
		return false;
	if (product.count)
		literal->flags |= LITERAL_UNIT;
	if (literal->flags & LITERAL_PERCENT && product.count) {
		literal->flags &= ~(unsigned)LITERAL_PERCENT;
		literal->quantity.flags &= ~(unsigned)QUANTITY_PERCENT;
	}
	literal->unit_span = (struct span){ literal->number_span.end, literal->span.end };
	if (!unit_product_dimension(&product, &literal->quantity.dimension))
		return fail_too_many(parser, literal->span);
	bool percent = literal->factor == 0.01;
	literal->factor *= unit_product_factor(&product, parser->settings);
	/* 99.9 / 100 is the double nearest to 0.999; 99.9 * 0.01 is not. */
	literal->quantity.value = percent ? literal->number / 100 * (literal->factor / 0.01)
	                                  : literal->number * literal->factor;
	literal->quantity.rest = percent ? (100 - literal->number) / 100 : 1 - literal->quantity.value;
	take_hints(&literal->quantity, &product);
	if (!isfinite(literal->quantity.value) || (literal->quantity.value == 0 && literal->number != 0))
		return line_fail(parser->line, literal->span.start, literal->span, (struct span){ 0 },
		                 "this number is beyond what can be calculated with",
		                 "Numbers reach from about 1e-300 to 1e300 in bytes, seconds and things.",
		                 "Is an exponent or a suffix too many?");
	return true;
}

static int emit_number(struct parser *parser, const struct literal *literal)
{
	return parser_emit(parser, (struct node){
		.kind = NODE_NUMBER, .literal = literal->flags, .span = literal->span, .at = literal->span.start,
		.operand = { -1, -1, -1 }, .quantity = literal->quantity,
	});
}

/* The end without a unit takes the other's. */
static bool share_unit(struct parser *parser, struct literal *low, struct literal *high)
{
	struct line *line = parser->line;
	if (dimension_equal(&low->quantity.dimension, &high->quantity.dimension) &&
	    !((low->flags ^ high->flags) & LITERAL_PERCENT))
		return true;
	struct literal *bare = !(low->flags & LITERAL_UNIT) ? low : NULL;
	const struct literal *full = high;
	if (!bare && low->flags & LITERAL_MONEY && !(high->flags & LITERAL_UNIT)) {
		bare = high;
		full = low;
	}
	if (bare) {
		bare->quantity.value = bare->number * full->factor;
		bare->quantity.dimension = full->quantity.dimension;
		bare->quantity.per = full->quantity.per;
		bare->quantity.flags = full->quantity.flags;
		return true;
	}
	if (!(high->flags & LITERAL_UNIT))
		return line_fail(line, high->span.start, high->span, low->span, "the second end of the range has no unit",
		                 "The second end's unit serves both.",
		                 pool_printf(&line->parsed, "Write %s to %s%s.", parser_text(parser, low->number_span),
		                             parser_text(parser, high->number_span), parser_text(parser, low->unit_span)));
	return line_fail(line, high->span.start, low->span, high->span, "the ends of the range do not measure the same",
	                 pool_printf(&line->parsed, "%s and %s have different units.", parser_text(parser, low->span),
	                             parser_text(parser, high->span)),
	                 "Give both ends in units of the same kind.");
}

static int fail_range_order(struct parser *parser, const struct literal *low, const struct literal *high)
{
	struct line *line = parser->line;
	struct span all = { low->span.start, high->span.end };
	if (low->quantity.value == high->quantity.value) {
		line_fail(line, all.start, all, (struct span){ 0 }, "both ends of the range are the same", "",
		          pool_printf(&line->parsed, "Write %s.", parser_text(parser, high->span)));
		return -1;
	}
	const char *unit = parser_text(parser, high->unit_span);
	const char *other = !(low->flags & LITERAL_UNIT) ? pool_printf(&line->parsed, "%s to %s%s",
		parser_text(parser, high->number_span), parser_text(parser, low->number_span), unit)
		: pool_printf(&line->parsed, "%s to %s", parser_text(parser, high->span), parser_text(parser, low->span));
	line_fail(line, low->span.start, low->span, high->span, "the small end of a range comes first", "",
	          pool_printf(&line->parsed, "Write %s.", other));
	return -1;
}

static int emit_range(struct parser *parser, struct literal *low, struct literal *high)
{
	struct line *line = parser->line;
	if (!share_unit(parser, low, high))
		return -1;
	double a = low->quantity.value, b = high->quantity.value;
	if (!(a < b))
		return fail_range_order(parser, low, high);
	if (high->flags & LITERAL_SUFFIX && !(low->flags & LITERAL_SUFFIX) && a > 0 && b / a >= 1000)
		line_note(line, &line->parsed, pool_printf(&line->parsed, "the range begins at %s itself: a suffix at the second "
		          "end does not serve the first", parser_text(parser, low->number_span)));
	if (parser->input_count == ESTIMATE_RANGES_MAX) {
		line_fail(line, low->span.start, (struct span){ low->span.start, high->span.end }, (struct span){ 0 },
		          "a line has too many ranges", "A line has up to 64.", "Give some of them lines and names of their own.");
		return -1;
	}
	struct input input = {
		.low = a, .high = b, .lognormal = a > 0, .span = { low->span.start, high->span.end },
	};
	if (parser->input_count == parser->input_cap) {
		parser->input_cap = parser->input_cap ? parser->input_cap * 2 : 4;
		parser->input = estimate_realloc(parser->input, parser->input_cap, sizeof *parser->input);
	}
	parser->input[parser->input_count] = input;
	struct quantity quantity = high->quantity;
	if (!dimension_power(&quantity.dimension, BASE_DATA))
		quantity.flags &= ~(unsigned)QUANTITY_BITS;
	quantity.flags |= low->quantity.flags;
	quantity.value = a > 0 ? sqrt(a) * sqrt(b) : a / 2 + b / 2;
	quantity.rest = 1 - quantity.value;
	return parser_emit(parser, (struct node){
		.kind = NODE_RANGE, .literal = high->flags, .span = input.span, .at = input.span.start,
		.operand = { -1, -1, -1 }, .input = parser->input_count++, .uncertain = true, .quantity = quantity,
	});
}

/* `to` with something else than two numbers around it. */
static int fail_range(struct parser *parser, const struct literal *low)
{
	struct line *line = parser->line;
	struct span word = { parser->token.start, parser->token.end };
	parser_advance(parser);
	struct span next = { parser->token.start, parser->token.end };
	struct symbol *symbol = parser->token.kind == TOKEN_WORD ? parser_symbol(parser, parser->token) : NULL;
	if (symbol && symbol->unit) {
		line_fail(line, word.start, word, low->span, "`to` makes ranges, `in` converts", "",
		          pool_printf(&line->parsed, "Write %s in %s.", parser_text(parser, low->span), symbol->name));
		return -1;
	}
	if (parser->token.kind == TOKEN_WRONG) {
		parser_fail_token(parser);
		return -1;
	}
	line_fail(line, word.start, word, next, "a range needs a number at both ends",
	          "The ends are numbers with their units, such as 300 to 700 B.",
	          "To spread something calculated, multiply it by a range: x * 0.8 to 1.2.");
	return -1;
}

int parser_read_literal(struct parser *parser, bool negative, struct span start)
{
	struct literal low, high;
	if (!read_one(parser, &low))
		return -1;
	if (!is_word(parser, "to"))
		return emit_number(parser, &low);
	if (negative) {
		low.span.start = low.number_span.start = start.start;
		low.number = -low.number;
		low.quantity.value = -low.quantity.value;
	}
	struct lexer lexer = parser->lexer;
	struct token token = parser->token;
	parser_advance(parser);
	bool minus = parser_is_sign(parser, '-');
	uint32_t minus_at = parser->token.start;
	if (minus)
		parser_advance(parser);
	if (parser->token.kind != TOKEN_NUMBER && !parser_is_sign(parser, '$')) {
		parser->lexer = lexer;
		parser->token = token;
		return fail_range(parser, &low);
	}
	if (!read_one(parser, &high))
		return -1;
	if (minus) {
		high.span.start = high.number_span.start = minus_at;
		high.number = -high.number;
		high.quantity.value = -high.quantity.value;
	}
	return emit_range(parser, &low, &high);
}

static bool fail_target(struct parser *parser)
{
	struct line *line = parser->line;
	struct span span = { parser->token.start, parser->token.end };
	if (parser->token.kind == TOKEN_WRONG)
		return parser_fail_token(parser);
	if (parser->token.kind == TOKEN_END) {
		span.end = span.start + 1;
		return line_fail(line, span.start, span, (struct span){ 0 }, "the unit behind `in` is missing", "",
		                 "Write for example `in GB/day`.");
	}
	const char *text = parser_text(parser, span);
	if (parser->token.kind == TOKEN_WORD) {
		const struct symbol *symbol = parser_symbol(parser, parser->token);
		if (symbol->suffix != 0)
			return line_fail(line, span.start, span, (struct span){ 0 },
			                 pool_printf(&line->parsed, "%s is a suffix, not a unit", text), "",
			                 "Leave it out: answers choose k, M, bn and T by themselves.");
		return line_fail(line, span.start, span, (struct span){ 0 },
		                 pool_printf(&line->parsed, "%s is not a unit", text),
		                 symbol->definition ? "It is a variable, and `in` converts to units only." : "",
		                 symbol->definition ? pool_printf(&line->parsed, "To compare, divide: ... / %s.", text)
		                                    : suggest_unit(&line->parsed, parser->symbols, text, strlen(text)));
	}
	return line_fail(line, span.start, span, (struct span){ 0 }, "`in` takes a unit",
	                 pool_printf(&line->parsed, "%s is none.", text), "Write for example `in GB/day`.");
}

/* A unit named by the table is a unit here even when a variable has its name. */
static bool read_target_factor(struct parser *parser, int power)
{
	struct line *line = parser->line;
	const struct symbol *symbol = NULL;
	if (parser->token.kind == TOKEN_WORD)
		symbol = parser_symbol(parser, parser->token);
	else if (parser_is_sign(parser, '$'))
		symbol = symbol_intern(parser->symbols, "USD", 3);
	else if (parser_is_sign(parser, '%'))
		symbol = symbol_intern(parser->symbols, "%", 1);
	if (!symbol || !symbol->unit)
		return fail_target(parser);
	if (!unit_product_add(&line->target, symbol->unit, symbol->name, symbol->len, power))
		return fail_too_many(parser, (struct span){ parser->token.start, parser->token.end });
	parser_advance(parser);
	return read_unit_power(parser, &line->target);
}

bool parser_read_target(struct parser *parser)
{
	struct line *line = parser->line;
	line->converts = true;
	line->target_span.start = parser->token.start;
	if (!parser_is_sign(parser, '/') && !is_word(parser, "per") && !read_target_factor(parser, 1))
		return false;
	while (parser_is_sign(parser, '/') || parser_is_sign(parser, '*') || is_word(parser, "per")) {
		int power = parser_is_sign(parser, '*') ? 1 : -1;
		parser_advance(parser);
		if (!read_target_factor(parser, power))
			return false;
	}
	line->target_span.end = parser->end;
	struct dimension dimension;
	if (!unit_product_dimension(&line->target, &dimension))
		return fail_too_many(parser, line->target_span);
	return true;
}
