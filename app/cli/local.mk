LIBCLI = %D%/libcli.a
noinst_LIBRARIES += %D%/libcli.a
%C%_libcli_a_SOURCES =
