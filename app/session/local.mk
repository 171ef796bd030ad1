LIBSESSION = %D%/libsession.a
noinst_LIBRARIES += %D%/libsession.a
%C%_libsession_a_SOURCES = \
	%D%/document.c %D%/document.h \
	%D%/event.c %D%/event.h %D%/event.def %D%/event_fields.def \
	%D%/event_codec.c \
	%D%/preset.c %D%/preset.h \
	%D%/session.c %D%/session.h \
	%D%/session_fold.c %D%/session_fold.h \
	%D%/session_log.c \
	%D%/splice.c %D%/splice.h
