# Every test speaks TAP; a test's name says the promise that it keeps.
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run.sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_EXTENSIONS = .sh
SH_LOG_DRIVER = $(LOG_DRIVER)
AM_TESTS_ENVIRONMENT = \
	CMOCKA_MESSAGE_OUTPUT=tap; export CMOCKA_MESSAGE_OUTPUT; \
	SYSDRILL='$(abs_top_builddir)/sysdrill$(EXEEXT)'; export SYSDRILL; \
	MOSQUITTO_BROKER='$(MOSQUITTO_BROKER)'; export MOSQUITTO_BROKER; \
	SYSDRILL_CONTENT='$(abs_top_srcdir)/content'; export SYSDRILL_CONTENT; \
	srcdir='$(srcdir)'; export srcdir; \
	abs_top_srcdir='$(abs_top_srcdir)'; export abs_top_srcdir; \
	ASAN_OPTIONS=detect_leaks=1:abort_on_error=0; export ASAN_OPTIONS;

EXTRA_DIST += %D%/coach %D%/content-words.txt %D%/run.sh

SOAK =
include %D%/unit/local.mk
include %D%/screens/local.mk
include %D%/cli/local.mk
include %D%/e2e/local.mk
include %D%/rooms/local.mk
include %D%/fuzz/local.mk
include %D%/bench/local.mk

soak: $(SOAK)
.PHONY: soak soak-store soak-rooms
