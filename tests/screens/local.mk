# Screen scripts: the real shell without a terminal. README.md tells how they are written and renewed.
SCREEN_RUNS = \
	%D%/ascii.script \
	%D%/crash.script \
	%D%/debrief.script \
	%D%/debrief-letters.script \
	%D%/debrief-narrow.script \
	%D%/drafts.script \
	%D%/estimate.script \
	%D%/estimate-notes.script \
	%D%/history.script \
	%D%/home.script \
	%D%/interview.script \
	%D%/interviewer.script \
	%D%/keys.script \
	%D%/letters.script \
	%D%/locked.script \
	%D%/mouse.script \
	%D%/papers.script \
	%D%/pause.script \
	%D%/replay.script \
	%D%/rescue.script \
	%D%/room.script \
	%D%/room-crash.script \
	%D%/room-door.script \
	%D%/room-here.script \
	%D%/room-private.script \
	%D%/room-rescue.script \
	%D%/room-seats.script \
	%D%/room-sizes.script \
	%D%/sizes.script \
	%D%/start.script \
	%D%/trouble.script \
	%D%/watching.script %D%/whether.script \
	%D%/welcome.script

check_PROGRAMS += %D%/run_script
TESTS += $(SCREEN_RUNS)
TEST_EXTENSIONS += .script
SCRIPT_LOG_DRIVER = $(LOG_DRIVER)
SCRIPT_LOG_COMPILER = %D%/run_script
EXTRA_DIST += $(SCREEN_RUNS) %D%/README.md %D%/content %D%/expected %D%/own

%C%_run_script_SOURCES = %D%/run_script.c
%C%_run_script_LDADD = $(LIBSHELL) $(LIBSCREENS) $(LIBTUI) $(LIBSTORE) $(LIBCATALOG) $(LIBCOACH) $(LIBSETTINGS) $(LIBSESSION) \
	$(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(NCURSES_LIBS) $(SQLITE_LIBS) $(CMARK_LIBS) $(UTF8PROC_LIBS) \
	$(JANSSON_LIBS) $(MATH_LIBS)
