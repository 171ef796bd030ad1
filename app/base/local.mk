LIBBASE = %D%/libbase.a
noinst_LIBRARIES += %D%/libbase.a
%C%_libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h \
	%D%/array.h \
	%D%/json.c %D%/json.h \
	%D%/sha256.c %D%/sha256.h \
	%D%/status.c %D%/status.h %D%/status.def \
	%D%/strbuf.c %D%/strbuf.h \
	%D%/utf8.c %D%/utf8.h
