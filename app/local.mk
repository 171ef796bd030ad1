# The libraries, lowest first: an arrow in the house is an order in a link line.
include %D%/base/local.mk
include %D%/problem/local.mk
include %D%/session/local.mk
include %D%/settings/local.mk
include %D%/coach/local.mk
include %D%/catalog/local.mk
include %D%/store/local.mk
include %D%/peer/local.mk
include %D%/tui/local.mk
include %D%/screens/local.mk
include %D%/shell/local.mk
include %D%/cli/local.mk
include %D%/completion/local.mk

dist_man_MANS += %D%/man/sysdrill.1

bin_PROGRAMS += sysdrill
sysdrill_SOURCES = %D%/main.c
sysdrill_LDADD = $(LIBCLI) $(LIBSHELL) $(LIBSCREENS) $(LIBTUI) $(LIBSTORE) $(LIBCATALOG) $(LIBCOACH) \
                 $(LIBSETTINGS) $(LIBSESSION) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) \
                 $(PROGRAM_LIBS) $(MATH_LIBS)
