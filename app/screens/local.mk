LIBSCREENS = %D%/libscreens.a
noinst_LIBRARIES += %D%/libscreens.a
%C%_libscreens_a_SOURCES =
