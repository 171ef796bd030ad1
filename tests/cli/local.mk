# The command line, as people and scripts use it: shell scripts that speak TAP through tap.sh.
CLI_TESTS = \
	%D%/commands.sh \
	%D%/completion.sh \
	%D%/config.sh \
	%D%/content.sh \
	%D%/documentation.sh \
	%D%/exchange.sh \
	%D%/plain.sh \
	%D%/rooms.sh \
	%D%/spelling.sh \
	%D%/terminal.sh \
	%D%/test_calc.sh \
	%D%/test_content.sh

TESTS += $(CLI_TESTS)
EXTRA_DIST += $(CLI_TESTS) %D%/tap.sh

check_PROGRAMS += %D%/json_check %D%/in_pty %D%/prose
%C%_json_check_SOURCES = %D%/json_check.c
%C%_json_check_LDADD = $(JANSSON_LIBS)
%C%_in_pty_SOURCES = %D%/in_pty.c
%C%_prose_SOURCES = %D%/prose.c
%C%_prose_LDADD = $(LIBCATALOG) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(CMARK_LIBS) $(UTF8PROC_LIBS) $(MATH_LIBS)
