LIBESTIMATORS = %D%/libestimators.a
noinst_LIBRARIES += %D%/libestimators.a
%C%_libestimators_a_SOURCES = \
	%D%/claim.c \
	%D%/dimension.c %D%/dimension.h \
	%D%/error.c %D%/error.h \
	%D%/estimate.h \
	%D%/eval.c %D%/eval_error.c %D%/eval.h \
	%D%/expression.c \
	%D%/format.c %D%/format.h \
	%D%/function.c %D%/function.h \
	%D%/lexer.c %D%/lexer.h \
	%D%/line.h \
	%D%/literal.c \
	%D%/number.c %D%/number.h \
	%D%/outcome.c \
	%D%/parser.c %D%/parser_error.c %D%/parser.h \
	%D%/pool.c %D%/pool.h \
	%D%/quantile.c %D%/quantile.h \
	%D%/quantity.h \
	%D%/sample.c %D%/sample.h \
	%D%/share.c \
	%D%/step.c \
	%D%/suggest.c %D%/suggest.h \
	%D%/symbol.c %D%/symbol.h \
	%D%/text.c %D%/text.h \
	%D%/unit.c %D%/unit.h \
	%D%/worksheet.c %D%/worksheet.h \
	%D%/zipf.c %D%/zipf.h
