LIBSHELL = %D%/libshell.a
noinst_LIBRARIES += %D%/libshell.a
%C%_libshell_a_SOURCES = \
	%D%/bridge.c %D%/bridge.h \
	%D%/clock.c %D%/clock.h \
	%D%/door.c \
	%D%/editor.c \
	%D%/execute.c \
	%D%/internal.h \
	%D%/library.c %D%/library.h \
	%D%/pages.c %D%/pages.h \
	%D%/loop.c \
	%D%/room.c \
	%D%/rescue.c %D%/rescue.h \
	%D%/shell.c %D%/shell.h \
	%D%/sitting.c %D%/sitting.h %D%/sitting_parts.h \
	%D%/sitting_queue.c \
	%D%/sitting_seat.c \
	%D%/sitting_settle.c \
	%D%/stack.c
