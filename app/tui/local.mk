LIBTUI = %D%/libtui.a
noinst_LIBRARIES += %D%/libtui.a
%C%_libtui_a_SOURCES = \
	%D%/bar.c %D%/bar.h \
	%D%/canvas.c %D%/canvas.h \
	%D%/glyph.c %D%/glyph.h %D%/glyph.def \
	%D%/key.c %D%/key.h %D%/key.def \
	%D%/layout.c %D%/layout.h \
	%D%/list.c %D%/list.h \
	%D%/scroll.c %D%/scroll.h \
	%D%/splice.c %D%/splice.h \
	%D%/theme.c %D%/theme.h %D%/theme.def
