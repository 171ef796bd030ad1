# Unit tests link only the libraries that they test, so a forbidden dependency fails here.
if HAVE_CMOCKA
UNIT_TESTS = \
	%D%/test_base \
	%D%/test_bridge_process \
	%D%/test_canvas \
	%D%/test_calculator \
	%D%/test_catalog \
	%D%/test_change \
	%D%/test_coach_interviewer \
	%D%/test_coach_debrief \
	%D%/test_coach_measured \
	%D%/test_coach_review \
	%D%/test_coach_stories \
	%D%/test_coach_text \
	%D%/test_content \
	%D%/test_editor \
	%D%/test_estimate \
	%D%/test_estimate_step \
	%D%/test_event \
	%D%/test_export \
	%D%/test_key \
	%D%/test_lint \
	%D%/test_markdown \
	%D%/test_member_name \
	%D%/test_pacing \
	%D%/test_preset \
	%D%/test_review_by_file \
	%D%/test_rubric \
	%D%/test_seat \
	%D%/test_session \
	%D%/test_session_log \
	%D%/test_session_room \
	%D%/test_settings \
	%D%/test_sha256 \
	%D%/test_sitting \
	%D%/test_sitting_room \
	%D%/test_store \
	%D%/test_store_faults \
	%D%/test_store_files \
	%D%/test_store_index \
	%D%/test_store_memory \
	%D%/test_store_private \
	%D%/test_store_processes

if WITH_ROOMS
UNIT_TESTS += %D%/test_frame %D%/test_lobby %D%/test_sync %D%/test_sync_hostile
endif

if HAVE_VTERM
UNIT_TESTS += %D%/test_term
endif

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif

%C%_test_base_SOURCES = %D%/test_base.c %D%/test.h
%C%_test_base_LDADD = $(LIBBASE) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)

%C%_test_sha256_SOURCES = %D%/test_sha256.c
%C%_test_sha256_LDADD = $(LIBBASE) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)

%C%_test_canvas_SOURCES = %D%/test_canvas.c
%C%_test_canvas_LDADD = $(LIBTUI) $(LIBBASE) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)

%C%_test_key_SOURCES = %D%/test_key.c
%C%_test_key_LDADD = $(LIBTUI) $(LIBBASE) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)

%C%_test_event_SOURCES = %D%/test_event.c
%C%_test_event_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_preset_SOURCES = %D%/test_preset.c
%C%_test_preset_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_change_SOURCES = %D%/test_change.c
%C%_test_change_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_session_log_SOURCES = %D%/test_session_log.c %D%/interview.h
%C%_test_session_log_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_seat_SOURCES = %D%/test_seat.c
%C%_test_seat_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_member_name_SOURCES = %D%/test_member_name.c
%C%_test_member_name_LDADD = $(LIBSESSION) $(LIBBASE) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)

%C%_test_session_room_SOURCES = %D%/test_session_room.c %D%/interview.h
%C%_test_session_room_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_session_SOURCES = %D%/test_session.c %D%/interview.h %D%/past.h
%C%_test_session_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_editor_SOURCES = %D%/test_editor.c
%C%_test_editor_LDADD = $(LIBTUI) $(LIBBASE) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)

%C%_test_term_SOURCES = %D%/test_term.c
%C%_test_term_CPPFLAGS = $(AM_CPPFLAGS) $(VTERM_CFLAGS)
%C%_test_term_LDADD = $(LIBTUI) $(LIBBASE) $(UTF8PROC_LIBS) $(NCURSES_LIBS) $(VTERM_LIBS) $(CMOCKA_LIBS)

%C%_test_export_SOURCES = %D%/test_export.c %D%/past.h
%C%_test_export_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_pacing_SOURCES = %D%/test_pacing.c
%C%_test_pacing_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_rubric_SOURCES = %D%/test_rubric.c
%C%_test_rubric_LDADD = $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)
%C%_test_coach_text_SOURCES = %D%/test_coach_text.c
%C%_test_coach_text_LDADD = $(LIBCOACH) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(CMOCKA_LIBS) $(MATH_LIBS)
%C%_test_coach_stories_SOURCES = %D%/test_coach_stories.c
%C%_test_coach_stories_LDADD = $(LIBCOACH) $(LIBPROBLEM) $(LIBBASE) $(CMOCKA_LIBS)

%C%_test_coach_interviewer_SOURCES = %D%/test_coach_interviewer.c
%C%_test_coach_interviewer_LDADD = $(LIBCOACH) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) \
	$(CMOCKA_LIBS) $(MATH_LIBS)

%C%_test_store_SOURCES = %D%/test_store.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_store_LDADD = $(LIBSTORE) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(SQLITE_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)

%C%_test_estimate_SOURCES = %D%/test_estimate.c
%C%_test_estimate_LDADD = $(LIBESTIMATORS) $(CMOCKA_LIBS) $(MATH_LIBS)
%C%_test_estimate_step_SOURCES = %D%/test_estimate_step.c
%C%_test_estimate_step_LDADD = $(LIBESTIMATORS) $(CMOCKA_LIBS) $(MATH_LIBS)
EXTRA_DIST += %D%/estimate_values.txt %D%/estimate_errors.txt

%C%_test_store_faults_SOURCES = %D%/test_store_faults.c %D%/store_fixture.c %D%/store_fixture.h %D%/fault_vfs.c %D%/fault_vfs.h
%C%_test_store_faults_LDADD = $(%C%_test_store_LDADD)

%C%_test_catalog_SOURCES = %D%/test_catalog.c
%C%_test_catalog_LDADD = $(LIBCATALOG) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(CMARK_LIBS) $(UTF8PROC_LIBS) \
	$(MATH_LIBS) $(CMOCKA_LIBS)

%C%_test_content_SOURCES = %D%/test_content.c
%C%_test_content_LDADD = $(%C%_test_catalog_LDADD)

%C%_test_lint_SOURCES = %D%/test_lint.c
%C%_test_lint_LDADD = $(%C%_test_catalog_LDADD)

%C%_test_markdown_SOURCES = %D%/test_markdown.c
%C%_test_markdown_LDADD = $(LIBCATALOG) $(LIBBASE) $(CMARK_LIBS) $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
%C%_test_store_files_SOURCES = %D%/test_store_files.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_store_files_LDADD = $(%C%_test_store_LDADD)

%C%_test_store_processes_SOURCES = %D%/test_store_processes.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_store_processes_LDADD = $(%C%_test_store_LDADD)

# The tests with several processes, fifty times as long.
SOAK += soak-store
soak-store: %D%/test_store_processes
	SYSDRILL_SOAK=50 $(builddir)/%D%/test_store_processes

%C%_test_store_memory_SOURCES = %D%/test_store_memory.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_store_memory_LDADD = $(%C%_test_store_LDADD)

%C%_test_store_private_SOURCES = %D%/test_store_private.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_store_private_LDADD = $(%C%_test_store_LDADD)

%C%_test_store_index_SOURCES = %D%/test_store_index.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_store_index_LDADD = $(%C%_test_store_LDADD)

%C%_test_coach_review_SOURCES = %D%/test_coach_review.c
%C%_test_coach_review_LDADD = $(LIBCOACH) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) \
	$(CMOCKA_LIBS) $(MATH_LIBS)
%C%_test_calculator_SOURCES = %D%/test_calculator.c
%C%_test_calculator_LDADD = $(%C%_test_catalog_LDADD)

%C%_test_coach_debrief_SOURCES = %D%/test_coach_debrief.c
%C%_test_coach_debrief_LDADD = $(LIBCOACH) $(LIBSESSION) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) $(UTF8PROC_LIBS) \
	$(JANSSON_LIBS) $(CMOCKA_LIBS) $(MATH_LIBS)

%C%_test_coach_measured_SOURCES = %D%/test_coach_measured.c
%C%_test_coach_measured_LDADD = $(LIBCATALOG) $(LIBCOACH) $(LIBSESSION) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) \
	$(CMARK_LIBS) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS) $(MATH_LIBS)

%C%_test_settings_SOURCES = %D%/test_settings.c
%C%_test_settings_LDADD = $(LIBSETTINGS) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)

%C%_test_review_by_file_SOURCES = %D%/test_review_by_file.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_review_by_file_LDADD = $(%C%_test_sitting_LDADD)

%C%_test_sitting_SOURCES = %D%/test_sitting.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_sitting_LDADD = $(LIBSHELL) $(LIBSTORE) $(LIBCATALOG) $(LIBSESSION) $(LIBPROBLEM) $(LIBESTIMATORS) $(LIBBASE) \
	$(SQLITE_LIBS) $(CMARK_LIBS) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS) $(MATH_LIBS)

%C%_test_bridge_process_SOURCES = %D%/test_bridge_process.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_bridge_process_LDADD = $(%C%_test_sitting_LDADD)

%C%_test_sitting_room_SOURCES = %D%/test_sitting_room.c %D%/store_fixture.c %D%/store_fixture.h
%C%_test_sitting_room_LDADD = $(%C%_test_sitting_LDADD)

if WITH_ROOMS
%C%_test_frame_SOURCES = %D%/test_frame.c
%C%_test_frame_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_frame_LDADD = $(LIBPEER) $(LIBSESSION) $(LIBBASE) $(UTF8PROC_LIBS) $(SODIUM_LIBS) $(CMOCKA_LIBS)

%C%_test_lobby_SOURCES = %D%/test_lobby.c
%C%_test_lobby_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_lobby_LDADD = $(LIBPEER) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(CMOCKA_LIBS)

%C%_test_sync_SOURCES = %D%/test_sync.c %D%/sync_world.c %D%/sync_world.h
%C%_test_sync_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_sync_LDADD = $(LIBPEER) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(CMOCKA_LIBS)

%C%_test_sync_hostile_SOURCES = %D%/test_sync_hostile.c %D%/past.h %D%/sync_world.c %D%/sync_world.h
%C%_test_sync_hostile_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_sync_hostile_LDADD = $(LIBPEER) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(UTF8PROC_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(CMOCKA_LIBS)
endif
