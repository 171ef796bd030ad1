LIBSCREENS = %D%/libscreens.a
noinst_LIBRARIES += %D%/libscreens.a
%C%_libscreens_a_SOURCES = \
	%D%/calculators.c \
	%D%/confirm.c \
	%D%/conversation.c %D%/conversation.h \
	%D%/debrief.c %D%/debrief.h \
	%D%/debrief_compare.c \
	%D%/debrief_overview.c %D%/debrief_text.h \
	%D%/debrief_reflect.c \
	%D%/debrief_scores.c \
	%D%/estimate.c \
	%D%/form.c \
	%D%/history.c \
	%D%/home.c \
	%D%/intent.c %D%/intent.h \
	%D%/interview.c %D%/interview.h \
	%D%/interview_draw.c \
	%D%/interview_talk.c \
	%D%/keys.c \
	%D%/mdview.c %D%/mdview.h \
	%D%/paper.c \
	%D%/prose.c %D%/prose.h \
	%D%/reader.c \
	%D%/search.c \
	%D%/shelf.c \
	%D%/screen.c %D%/screen.h \
	%D%/start.c \
	%D%/welcome.c \
	%D%/world.h
