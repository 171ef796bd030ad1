LIBCOACH = %D%/libcoach.a
noinst_LIBRARIES += %D%/libcoach.a
%C%_libcoach_a_SOURCES = \
	%D%/curveball.h \
	%D%/debrief.h \
	%D%/hints.h \
	%D%/interviewer.h \
	%D%/mistakes.h %D%/mistakes.def \
	%D%/numbers.h \
	%D%/probes.h \
	%D%/review.h \
	%D%/text.h \
	%D%/written.h
