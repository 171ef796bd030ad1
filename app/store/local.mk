LIBSTORE = %D%/libstore.a
noinst_LIBRARIES += %D%/libstore.a
%C%_libstore_a_SOURCES = \
	%D%/backup.c \
	%D%/bell.c \
	%D%/entries.c \
	%D%/home.c \
	%D%/internal.h \
	%D%/lock.c \
	%D%/log.c \
	%D%/origin.c \
	%D%/private.c \
	%D%/private_copy.c \
	%D%/problems.c \
	%D%/purge.c \
	%D%/schema.c %D%/schema.h \
	%D%/search.c \
	%D%/state.c \
	%D%/statements.def \
	%D%/store.c %D%/store.h \
	%D%/summary.c
