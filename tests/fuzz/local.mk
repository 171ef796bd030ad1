# Each fuzzer is one file with libFuzzer's entry and the texts that it starts from; standalone.c drives it. `make check` runs
# a few thousand rounds of each, `make fuzz` many more (FUZZ_ROUNDS), best in a tree with --enable-sanitizers.
FUZZERS = \
	%D%/fuzz_coach \
	%D%/fuzz_content \
	%D%/fuzz_editor \
	%D%/fuzz_estimate \
	%D%/fuzz_event

if WITH_ROOMS
FUZZERS += %D%/fuzz_frame %D%/fuzz_sync
endif

check_PROGRAMS += $(FUZZERS)
TESTS += $(FUZZERS)
FUZZ_ROUNDS = 200000
FUZZ_DRIVER = %D%/standalone.c %D%/fuzz.h

%C%_fuzz_coach_SOURCES = %D%/fuzz_coach.c $(FUZZ_DRIVER)
%C%_fuzz_coach_LDADD = $(LIBCATALOG) $(LIBCOACH) $(LIBSESSION) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(CMARK_LIBS) \
                       $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(MATH_LIBS)

%C%_fuzz_content_SOURCES = %D%/fuzz_content.c $(FUZZ_DRIVER)
%C%_fuzz_content_LDADD = $(LIBCATALOG) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(CMARK_LIBS) $(UTF8PROC_LIBS) $(MATH_LIBS)

%C%_fuzz_editor_SOURCES = %D%/fuzz_editor.c $(FUZZ_DRIVER)
%C%_fuzz_editor_LDADD = $(LIBTUI) $(LIBBASE) $(UTF8PROC_LIBS)

%C%_fuzz_estimate_SOURCES = %D%/fuzz_estimate.c $(FUZZ_DRIVER)
%C%_fuzz_estimate_LDADD = $(LIBESTIMATORS) $(MATH_LIBS)

%C%_fuzz_event_SOURCES = %D%/fuzz_event.c $(FUZZ_DRIVER)
%C%_fuzz_event_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS)

if WITH_ROOMS
%C%_fuzz_frame_SOURCES = %D%/fuzz_frame.c $(FUZZ_DRIVER)
%C%_fuzz_frame_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_fuzz_frame_LDADD = $(LIBPEER) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) \
                       $(MOSQUITTO_LIBS)

%C%_fuzz_sync_SOURCES = %D%/fuzz_sync.c $(FUZZ_DRIVER)
%C%_fuzz_sync_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_fuzz_sync_LDADD = $(LIBPEER) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS)
endif

.PHONY: fuzz
fuzz: $(FUZZERS)
	@for fuzzer in $(FUZZERS); do echo "$$fuzzer"; ./$$fuzzer -n $(FUZZ_ROUNDS) || exit 1; done
	./%D%/fuzz_content -n `expr $(FUZZ_ROUNDS) / 50` $(srcdir)/content/problems/*.md
