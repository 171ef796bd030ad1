/* Parser: from the text of a line to its nodes. Looks nothing up but what decides how a word reads. */
#ifndef ESTIMATE_PARSER_H
#define ESTIMATE_PARSER_H

#include <stdbool.h>

#include "lexer.h"
#include "line.h"

struct parser {
	struct symbol_table *symbols;
	const struct estimate_settings *settings;

	/* Of the line at hand. */
	struct line *line;
	struct lexer lexer;
	struct token token;             /* the next one, not yet taken */
	uint32_t end;                   /* where the last taken one ended */
	unsigned depth, calls;

	/* Scratch, reused from line to line. */
	struct node *node;
	int node_count, node_cap;
	struct input *input;
	unsigned input_count, input_cap;
	struct reference *reference;
	unsigned reference_count, reference_cap;
};

void parser_init(struct parser *parser, struct symbol_table *symbols, const struct estimate_settings *settings);
void parser_release(struct parser *parser);
/* Fills the parsed part of the line, or its error and form LINE_BROKEN. */
void parser_read_line(struct parser *parser, struct line *line);

/* For the files of the parser only. */
void parser_advance(struct parser *parser);
struct symbol *parser_symbol(struct parser *parser, struct token token);
bool parser_fail_token(struct parser *parser);          /* reports a TOKEN_WRONG */
int parser_emit(struct parser *parser, struct node node);
const char *parser_text(struct parser *parser, struct span span);      /* a copy, for messages */
/* A number or range with its unit; the node, or -1. `negative` for a range's low end that had a sign. */
int parser_read_literal(struct parser *parser, bool negative, struct span start);
/* What stands behind `in`. */
bool parser_read_target(struct parser *parser);
bool parser_is_unit(const struct symbol *symbol);
bool parser_is_sign(const struct parser *parser, char sign);
enum keyword parser_keyword(struct parser *parser);     /* of the next token */
struct span parser_token_span(const struct parser *parser);
/* Calculations, in expression.c: the node, or -1 after an error. */
int parser_read_expression(struct parser *parser);
int parser_read_primary(struct parser *parser);

/* The messages, in parser_error.c. Those with an int return -1. */
bool parser_fail(struct parser *parser, struct span span, const char *message, const char *explanation,
                 const char *suggestion);
int parser_fail_operand(struct parser *parser);
int parser_fail_arguments(struct parser *parser, const struct function *function, struct span span, unsigned count,
                          struct span grouped);
int parser_fail_unclosed(struct parser *parser, struct span open);      /* -2 when that is not what is wrong */
int parser_fail_unexpected(struct parser *parser, int before);
bool parser_check_exponent(struct parser *parser, int base, int exponent);

#endif
