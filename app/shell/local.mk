LIBSHELL = %D%/libshell.a
noinst_LIBRARIES += %D%/libshell.a
%C%_libshell_a_SOURCES =
