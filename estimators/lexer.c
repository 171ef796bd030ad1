#include "lexer.h"

#include <math.h>

#include "line.h"
#include "text.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char peek(const struct lexer *lexer, uint32_t ahead)
{
	return lexer->at + ahead < lexer->len ? lexer->text[lexer->at + ahead] : '\0';
}

static double power_of_ten(int exponent)
{
	static const double exact[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	};
	return exponent <= 22 ? exact[exponent] : pow(10, exponent);
}

/* mantissa * 10^exponent; correctly rounded for the numbers that people type. */
static double scale(uint64_t mantissa, int exponent)
{
	if (mantissa == 0)
		return 0;
	if (exponent > 400)
		return INFINITY;
	if (exponent < -400)
		return 0;
	if (mantissa <= UINT64_C(9007199254740992) && exponent >= -22 && exponent <= 22)
		return exponent < 0 ? (double)mantissa / power_of_ten(-exponent)
		                    : (double)mantissa * power_of_ten(exponent);
	return (double)((long double)mantissa * powl(10, exponent));
}

/* After a comma: how many digits follow directly. */
static uint32_t digits_at(const struct lexer *lexer, uint32_t ahead)
{
	uint32_t count = 0;
	while (is_digit(peek(lexer, ahead + count)))
		count++;
	return count;
}

struct digits {
	uint64_t mantissa;
	int exponent;           /* of the digits that did not fit, and of the fraction */
	int significant;
};

static void add_digit(struct digits *digits, char c, bool fraction)
{
	if (digits->significant < 19) {
		digits->mantissa = digits->mantissa * 10 + (uint64_t)(c - '0');
		digits->significant += digits->mantissa > 0;
		digits->exponent -= fraction;
	} else if (!fraction && digits->exponent < 100000) {
		digits->exponent++;
	}
}

static struct token wrong(struct token token, struct lexer *lexer, enum lexer_problem problem)
{
	/* The rest of the malformed number belongs to what the caret shows. */
	while (is_digit(peek(lexer, 0)) || peek(lexer, 0) == '.' || peek(lexer, 0) == ',' || peek(lexer, 0) == '_')
		lexer->at++;
	token.kind = TOKEN_WRONG;
	token.wrong = problem;
	token.end = lexer->at;
	return token;
}

/* Digits before the point, with their groups. False when they are malformed; then `*problem` says how. */
static bool read_whole(struct lexer *lexer, bool in_call, struct digits *digits, struct token *token,
                       enum lexer_problem *problem)
{
	uint32_t first = digits_at(lexer, 0);
	bool groups = false;
	for (;;) {
		char c = peek(lexer, 0);
		if (is_digit(c)) {
			add_digit(digits, c, false);
			lexer->at++;
		} else if (c == '_' && is_digit(peek(lexer, 1))) {
			lexer->at++;
		} else if (c == '_') {
			*problem = WRONG_NUMBER;
			return false;
		} else if (c == ',' && is_digit(peek(lexer, 1))) {
			uint32_t follow = digits_at(lexer, 1);
			if (in_call) {
				token->grouped = follow == 3 && first >= 1 && first <= 3;
				return true;
			}
			if (follow != 3 || first > 3 || first == 0) {
				*problem = groups || follow > 3 || first > 3 ? WRONG_GROUPS : WRONG_DECIMAL_COMMA;
				return false;
			}
			groups = true;
			lexer->at++;
		} else {
			return true;
		}
	}
}

static struct token read_number(struct lexer *lexer, bool in_call)
{
	struct token token = { .kind = TOKEN_NUMBER, .start = lexer->at };
	struct digits digits = { 0 };
	enum lexer_problem problem;
	if (!read_whole(lexer, in_call, &digits, &token, &problem))
		return wrong(token, lexer, problem);
	if (peek(lexer, 0) == '.' && peek(lexer, 1) == '.')
		return wrong(token, lexer, WRONG_DOTS);
	if (peek(lexer, 0) == '.') {
		lexer->at++;
		for (; is_digit(peek(lexer, 0)) || (peek(lexer, 0) == '_' && is_digit(peek(lexer, 1))); lexer->at++)
			if (peek(lexer, 0) != '_')
				add_digit(&digits, peek(lexer, 0), true);
		if (peek(lexer, 0) == '.' || (peek(lexer, 0) == ',' && is_digit(peek(lexer, 1)) && !in_call))
			return wrong(token, lexer, WRONG_NUMBER);
	}
	uint32_t sign = peek(lexer, 1) == '-' || peek(lexer, 1) == '+';
	if ((peek(lexer, 0) == 'e' || peek(lexer, 0) == 'E') && is_digit(peek(lexer, 1 + sign))) {
		bool negative = peek(lexer, 1) == '-';
		int exponent = 0;
		for (lexer->at += 1 + sign; is_digit(peek(lexer, 0)); lexer->at++)
			if (exponent < 100000)
				exponent = exponent * 10 + (peek(lexer, 0) - '0');
		digits.exponent += negative ? -exponent : exponent;
	}
	token.end = lexer->at;
	token.number = scale(digits.mantissa, digits.exponent);
	if (isinf(token.number) || (token.number == 0 && digits.mantissa != 0))
		return wrong(token, lexer, WRONG_SIZE);
	return token;
}

static bool is_blank(int32_t code)
{
	return code == ' ' || code == '\t' || code == '\r' || code == 0xa0 || code == 0x2009 || code == 0x202f;
}

static void skip_blanks(struct lexer *lexer)
{
	size_t step;
	while (lexer->at < lexer->len && is_blank(text_decode(lexer->text + lexer->at, lexer->len - lexer->at, &step)))
		lexer->at += (uint32_t)step;
}

bool lexer_at_bracket(const struct lexer *lexer)
{
	struct lexer ahead = *lexer;
	skip_blanks(&ahead);
	return peek(&ahead, 0) == '(';
}

/* Signs as word processors and web pages write them. */
static char sign_of(int32_t code)
{
	switch (code) {
	case 0xd7: case 0xb7: case 0x22c5: case 0x2217:
		return '*';
	case 0xf7: case 0x2215: case 0x2044:
		return '/';
	case 0x2212: case 0x2013:
		return '-';
	case '+': case '-': case '*': case '/': case '^': case '(': case ')': case ',': case '$': case '%':
		return (char)code;
	default:
		return '\0';
	}
}

static struct token read_comparison(struct lexer *lexer, int32_t code, struct token token)
{
	bool equal = peek(lexer, 0) == '=';
	token.kind = TOKEN_COMPARISON;
	if (code == 0x2264 || code == 0x2265 || code == 0x2260) {
		token.sign = code == 0x2264 ? COMPARE_LESS_EQUAL : code == 0x2265 ? COMPARE_MORE_EQUAL : COMPARE_UNEQUAL;
		equal = false;
	} else if (code == '<') {
		token.sign = equal ? COMPARE_LESS_EQUAL : COMPARE_LESS;
	} else if (code == '>') {
		token.sign = equal ? COMPARE_MORE_EQUAL : COMPARE_MORE;
	} else if (code == '=' && equal) {
		token.sign = COMPARE_EQUAL;
	} else if (code == '!' && equal) {
		token.sign = COMPARE_UNEQUAL;
	} else {
		token.kind = code == '=' ? TOKEN_EQUALS : TOKEN_WRONG;
		token.wrong = WRONG_CHARACTER;
	}
	lexer->at += equal;
	token.end = lexer->at;
	return token;
}

struct token lexer_next(struct lexer *lexer, bool in_call)
{
	skip_blanks(lexer);
	struct token token = { .kind = TOKEN_END, .start = lexer->at, .end = lexer->at };
	if (lexer->at >= lexer->len || lexer->text[lexer->at] == '#')
		return token;
	if (is_digit(peek(lexer, 0)) || (peek(lexer, 0) == '.' && is_digit(peek(lexer, 1))))
		return read_number(lexer, in_call);
	size_t step;
	int32_t code = text_decode(lexer->text + lexer->at, lexer->len - lexer->at, &step);
	if (text_is_letter(code)) {
		token.kind = TOKEN_WORD;
		do {
			lexer->at += (uint32_t)step;
			if (lexer->at >= lexer->len)
				break;
			code = text_decode(lexer->text + lexer->at, lexer->len - lexer->at, &step);
		} while (text_is_letter(code));
		token.end = lexer->at;
		return token;
	}
	lexer->at += (uint32_t)step;
	token.end = lexer->at;
	if (code == '<' || code == '>' || code == '=' || code == '!' || code == 0x2264 || code == 0x2265 || code == 0x2260)
		return read_comparison(lexer, code, token);
	token.sign = sign_of(code);
	token.kind = token.sign ? TOKEN_SIGN : TOKEN_WRONG;
	token.wrong = WRONG_CHARACTER;
	if (token.sign == '*' && code == '*' && peek(lexer, 0) == '*') {
		lexer->at++;
		token.end++;
		token.kind = TOKEN_WRONG;
		token.wrong = WRONG_POWER;
	}
	return token;
}
