LIBCATALOG = %D%/libcatalog.a
noinst_LIBRARIES += %D%/libcatalog.a
%C%_libcatalog_a_SOURCES = \
	%D%/calculator.c %D%/calculator.h \
	%D%/card.c %D%/card.h \
	%D%/catalog.c %D%/catalog.h \
	%D%/concept_reader.c %D%/concept_reader.h \
	%D%/diagnostics.c %D%/diagnostics.h \
	%D%/diagram_reader.c %D%/diagram_reader.h \
	%D%/doc.c %D%/doc_build.h %D%/doc_table.c %D%/doc_wrap.c %D%/doc_write.c \
	%D%/estimate_blocks.c %D%/estimate_blocks.h \
	%D%/lint.c %D%/lint.h %D%/lint_rules.h \
	%D%/lint_estimates.c %D%/lint_figures.c %D%/lint_points.c %D%/lint_problem.c %D%/lint_words.c \
	%D%/markdown.c %D%/markdown.h %D%/markdown_form.h \
	%D%/markdown_inline.c %D%/markdown_table.c \
	%D%/outline.c %D%/outline.h \
	%D%/problem_outline.h \
	%D%/problem_reader.c %D%/problem_reader.h \
	%D%/problem_shapes.c %D%/problem_shapes.h \
	%D%/skeleton.c %D%/skeleton.h \
	%D%/tame.c %D%/tame.h
