LIBTUI = %D%/libtui.a
noinst_LIBRARIES += %D%/libtui.a
%C%_libtui_a_SOURCES = \
	%D%/bar.c %D%/bar.h \
	%D%/canvas.c %D%/canvas.h \
	%D%/decode.c %D%/decode.h \
	%D%/editor.c %D%/editor.h %D%/editor_private.h \
	%D%/editor_bullet.c %D%/editor_draw.c %D%/editor_keys.c \
	%D%/editor_search.c %D%/editor_undo.c %D%/editor_wrap.c \
	%D%/glyph.c %D%/glyph.h %D%/glyph.def \
	%D%/input.c %D%/input.h \
	%D%/key.c %D%/key.h %D%/key.def \
	%D%/layout.c %D%/layout.h \
	%D%/list.c %D%/list.h \
	%D%/paint.c %D%/paint.h \
	%D%/scroll.c %D%/scroll.h \
	%D%/splice.c %D%/splice.h \
	%D%/term.c %D%/term.h \
	%D%/theme.c %D%/theme.h %D%/theme.def
