LIBCATALOG = %D%/libcatalog.a
noinst_LIBRARIES += %D%/libcatalog.a
%C%_libcatalog_a_SOURCES =
