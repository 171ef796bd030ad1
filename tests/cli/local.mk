CLI_TESTS = \
	%D%/test_calc.sh \
	%D%/test_content.sh

TESTS += $(CLI_TESTS)
EXTRA_DIST += $(CLI_TESTS)
