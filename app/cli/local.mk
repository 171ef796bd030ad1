LIBCLI = %D%/libcli.a
noinst_LIBRARIES += %D%/libcli.a
%C%_libcli_a_SOURCES = \
	%D%/cli.c %D%/cli.h %D%/commands.def \
	%D%/cmd_help.c \
	%D%/cmd_lint.c \
	%D%/cmd_new.c \
	%D%/cmd_render.c
