LIBSCREENS = %D%/libscreens.a
noinst_LIBRARIES += %D%/libscreens.a
%C%_libscreens_a_SOURCES = \
	%D%/calculators.c \
	%D%/confirm.c \
	%D%/conversation.c %D%/conversation.h \
	%D%/curtain.c \
	%D%/debrief.c %D%/debrief.h \
	%D%/debrief_compare.c \
	%D%/debrief_overview.c %D%/debrief_text.h \
	%D%/debrief_reflect.c \
	%D%/debrief_room.c \
	%D%/debrief_scores.c \
	%D%/estimate.c \
	%D%/form.c \
	%D%/history.c \
	%D%/home.c \
	%D%/intent.c %D%/intent.h \
	%D%/interview.c %D%/interview.h \
	%D%/interview_draw.c \
	%D%/interview_talk.c \
	%D%/join.c \
	%D%/keys.c \
	%D%/marks.c \
	%D%/mdview.c %D%/mdview.h \
	%D%/members.c \
	%D%/onlook.c %D%/onlook.h \
	%D%/paper.c \
	%D%/prose.c %D%/prose.h \
	%D%/reader.c \
	%D%/replay.c \
	%D%/script.c %D%/script.h \
	%D%/script_draw.c \
	%D%/script_pages.c \
	%D%/search.c \
	%D%/seats.c \
	%D%/shelf.c \
	%D%/screen.c %D%/screen.h \
	%D%/start.c \
	%D%/top_bars.c %D%/top_bars.h \
	%D%/welcome.c \
	%D%/world.h
