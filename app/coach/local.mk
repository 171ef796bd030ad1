LIBCOACH = %D%/libcoach.a
noinst_LIBRARIES += %D%/libcoach.a
%C%_libcoach_a_SOURCES =
