LIBSESSION = %D%/libsession.a
noinst_LIBRARIES += %D%/libsession.a
%C%_libsession_a_SOURCES = \
	%D%/change.c %D%/change.h \
	%D%/document.c %D%/document.h \
	%D%/event.c %D%/event.h %D%/event.def %D%/event_fields.def \
	%D%/event_codec.c \
	%D%/export.c %D%/export.h \
	%D%/export_markdown.c \
	%D%/member_name.c %D%/member_name.h \
	%D%/pacing.c %D%/pacing.h \
	%D%/paper.c %D%/paper.def %D%/paper.h \
	%D%/preset.c %D%/preset.h \
	%D%/room_code.c %D%/room_code.h \
	%D%/rubric.c %D%/rubric.h %D%/rubric.def %D%/checklist.def \
	%D%/seat.c %D%/seat.def %D%/seat.h \
	%D%/session.c %D%/session.h \
	%D%/session_fold.c %D%/session_fold.h \
	%D%/session_log.c \
	%D%/summary.c %D%/summary.h
