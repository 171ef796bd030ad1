LIBCLI = %D%/libcli.a
noinst_LIBRARIES += %D%/libcli.a
%C%_libcli_a_SOURCES = \
	%D%/cli.c %D%/cli.h %D%/commands.def \
	%D%/config_file.c %D%/config_file.h \
	%D%/open_problem.c %D%/open_problem.h \
	%D%/import_file.h \
	%D%/line_input.c %D%/line_input.h \
	%D%/open_program.h \
	%D%/open_store.c %D%/open_store.h \
	%D%/plain.c %D%/plain.h \
	%D%/cmd_ask.c \
	%D%/cmd_backup.c \
	%D%/cmd_complete.c \
	%D%/cmd_config.c \
	%D%/cmd_export.c \
	%D%/calc.h %D%/calc_calculator.c %D%/calc_prompt.c \
	%D%/cmd_calc.c \
	%D%/cmd_estimate.c \
	%D%/cmd_help.c \
	%D%/cmd_host.c \
	%D%/cmd_home.c \
	%D%/cmd_import.c \
	%D%/cmd_lint.c \
	%D%/cmd_list.c \
	%D%/cmd_new.c \
	%D%/cmd_paper.c \
	%D%/cmd_practice.c \
	%D%/cmd_purge.c \
	%D%/cmd_render.c \
	%D%/cmd_replay.c \
	%D%/cmd_review.c \
	%D%/cmd_room.c \
	%D%/cmd_sessions.c \
	%D%/cmd_show.c \
	%D%/estimate_print.c %D%/estimate_print.h \
	%D%/prompt.c %D%/prompt.h
