LIBCOACH = %D%/libcoach.a
noinst_LIBRARIES += %D%/libcoach.a
%C%_libcoach_a_SOURCES = \
	%D%/confidence.c %D%/confidence.h \
	%D%/curveball.c %D%/curveball.h \
	%D%/debrief.c %D%/debrief.h \
	%D%/dialogue.c %D%/dialogue.h \
	%D%/hints.c %D%/hints.h \
	%D%/interviewer.c %D%/interviewer.h %D%/sayings.def \
	%D%/levels.c %D%/levels.h \
	%D%/lexicon.c %D%/lexicon.h %D%/lexicon.def %D%/design.def %D%/subject.def \
	%D%/match.c %D%/match.h %D%/weak.def \
	%D%/mistakes.c %D%/mistakes.h %D%/mistakes.def \
	%D%/numbers.c %D%/numbers.h \
	%D%/indexed.c %D%/pattern.c %D%/pattern.h %D%/pattern_find.c %D%/pattern_parts.h \
	%D%/probes.c %D%/probes.h \
	%D%/quantity_text.c %D%/quantity_text.h \
	%D%/review.c %D%/review.h \
	%D%/stories.c %D%/stories.h \
	%D%/text.c %D%/text.h %D%/abbreviation.def %D%/stop.def \
	%D%/title.c %D%/title.h \
	%D%/trade_offs.c %D%/trade_offs.h \
	%D%/vocabulary.c %D%/vocabulary.h \
	%D%/wanted.c %D%/wanted.h \
	%D%/written.c %D%/written.h
