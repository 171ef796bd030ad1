
# A home with many problems and interviews, and what the store costs on it.
check_PROGRAMS += %D%/make_home %D%/bench_store
%C%_make_home_SOURCES = %D%/make_home.c
%C%_make_home_LDADD = $(LIBSTORE) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(SQLITE_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS)
%C%_bench_store_SOURCES = %D%/bench_store.c
%C%_bench_store_LDADD = $(%C%_make_home_LDADD)

# What the fold of an interview's log costs.
check_PROGRAMS += %D%/bench_session
%C%_bench_session_SOURCES = %D%/bench_session.c
%C%_bench_session_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS)

# Markdown in memory, and reading and checking a problem.
check_PROGRAMS += %D%/bench_content
%C%_bench_content_SOURCES = %D%/bench_content.c
%C%_bench_content_LDADD = $(LIBCATALOG) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(CMARK_LIBS) $(UTF8PROC_LIBS) $(MATH_LIBS)

# A worksheet line, a key in a live worksheet, a million samples.
check_PROGRAMS += %D%/bench_coach
%C%_bench_coach_SOURCES = %D%/bench_coach.c
%C%_bench_coach_LDADD = $(LIBCOACH) $(LIBCATALOG) $(LIBSESSION) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(CMARK_LIBS) \
                        $(JANSSON_LIBS) $(UTF8PROC_LIBS) $(MATH_LIBS)
check_PROGRAMS += %D%/bench_estimate
%C%_bench_estimate_SOURCES = %D%/bench_estimate.c
%C%_bench_estimate_LDADD = $(LIBESTIMATORS) $(MATH_LIBS)

# An idle program: wake-ups and processor time. Needs tmux; run by hand: SYSDRILL=build/sysdrill abs_top_srcdir=. tests/bench/idle.sh
EXTRA_DIST += %D%/idle.sh

# All of it beside other programs, as a table: make bench. The machine's other work is in the figures; the ratios bear it better.
EXTRA_DIST += %D%/bench.sh
if HAVE_VTERM
check_PROGRAMS += %D%/ptybench
%C%_ptybench_SOURCES = %D%/ptybench.c
%C%_ptybench_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
%C%_ptybench_LDADD = $(VTERM_LIBS) -lutil

if WITH_ROOMS
check_PROGRAMS += %D%/roombench
%C%_roombench_SOURCES = %D%/roombench.c %D%/broker.c %D%/broker.h %D%/samples.c %D%/samples.h
%C%_roombench_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS) $(MOSQUITTO_CFLAGS)
%C%_roombench_LDADD = $(VTERM_LIBS) $(MOSQUITTO_LIBS) -lutil
ROOMBENCH = %D%/roombench
endif

bench: all $(ROOMBENCH) %D%/ptybench %D%/make_home %D%/bench_store %D%/bench_content %D%/bench_estimate %D%/bench_coach
	$(AM_V_GEN)$(SHELL) $(srcdir)/%D%/bench.sh '$(abs_top_builddir)/sysdrill$(EXEEXT)' '$(abs_builddir)/%D%' '$(abs_top_srcdir)'
else
bench:
	@echo 'bench: libvterm is needed to measure in a terminal; install it and configure again' >&2; exit 1
endif
.PHONY: bench

# Many rooms on one broker. The machine is busy with it for a minute.
EXTRA_DIST += %D%/load.sh
if WITH_ROOMS
check_PROGRAMS += %D%/roomload
%C%_roomload_SOURCES = %D%/roomload.c %D%/broker.c %D%/broker.h %D%/samples.c %D%/samples.h
%C%_roomload_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(MOSQUITTO_CFLAGS)
%C%_roomload_LDADD = $(LIBPEER) $(LIBSTORE) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(SQLITE_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) \
	$(SODIUM_LIBS) $(MOSQUITTO_LIBS) $(MATH_LIBS)

load: all %D%/roomload
	$(AM_V_GEN)$(SHELL) $(srcdir)/%D%/load.sh '$(abs_top_builddir)/sysdrill-bridge$(EXEEXT)' '$(abs_builddir)/%D%'
else
load:
	@echo 'load: rooms across machines are not in this build (--without-rooms)' >&2; exit 1
endif
.PHONY: load
