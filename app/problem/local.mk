LIBPROBLEM = %D%/libproblem.a
noinst_LIBRARIES += %D%/libproblem.a
%C%_libproblem_a_SOURCES = \
	%D%/problem.c %D%/problem.h \
	%D%/vocabulary.c %D%/vocabulary.def
