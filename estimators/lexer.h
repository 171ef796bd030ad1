/* Lexer: the tokens of a line, one at a time. */
#ifndef ESTIMATE_LEXER_H
#define ESTIMATE_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_WORD,
	TOKEN_SIGN,             /* + - * / ^ ( ) , $ % in `sign` */
	TOKEN_EQUALS,           /* a single = */
	TOKEN_COMPARISON,       /* `sign` is an enum comparison */
	TOKEN_WRONG,            /* nothing of the language; `wrong` says what */
};

enum lexer_problem {
	WRONG_CHARACTER,
	WRONG_GROUPS,           /* 1,0000 or 12,34 */
	WRONG_DECIMAL_COMMA,    /* 1,5 */
	WRONG_NUMBER,           /* 1.2.3, 1__000 */
	WRONG_SIZE,             /* 1e999 */
	WRONG_POWER,            /* ** */
	WRONG_DOTS,             /* 1..5 */
};

struct token {
	enum token_kind kind;
	uint32_t start, end;
	char sign;
	enum lexer_problem wrong;
	bool grouped;           /* in a call: a number of 1 to 3 digits, a comma, three digits */
	double number;
};

struct lexer {
	const char *text;
	uint32_t len, at;
};

/* `in_call`: between the brackets of a function, where a comma separates arguments. */
struct token lexer_next(struct lexer *lexer, bool in_call);
/* True when the next thing, after blanks, is an opening bracket. */
bool lexer_at_bracket(const struct lexer *lexer);

#endif
