LIBCATALOG = %D%/libcatalog.a
noinst_LIBRARIES += %D%/libcatalog.a
%C%_libcatalog_a_SOURCES = \
	%D%/catalog.h \
	%D%/concept_reader.h \
	%D%/diagnostics.h \
	%D%/lint.h \
	%D%/markdown.h \
	%D%/problem_reader.h \
	%D%/skeleton.h
