LIBCOACH = %D%/libcoach.a
noinst_LIBRARIES += %D%/libcoach.a
%C%_libcoach_a_SOURCES = \
	%D%/curveball.h \
	%D%/debrief.h \
	%D%/dialogue.c %D%/dialogue.h \
	%D%/hints.h \
	%D%/interviewer.c %D%/interviewer.h %D%/sayings.def \
	%D%/lexicon.c %D%/lexicon.h %D%/lexicon.def %D%/design.def \
	%D%/match.c %D%/match.h %D%/weak.def \
	%D%/mistakes.h %D%/mistakes.def \
	%D%/numbers.h \
	%D%/pending.c \
	%D%/probes.h \
	%D%/review.h \
	%D%/text.c %D%/text.h %D%/abbreviation.def %D%/stop.def \
	%D%/vocabulary.c %D%/vocabulary.h \
	%D%/written.h
