LIBPROBLEM = %D%/libproblem.a
noinst_LIBRARIES += %D%/libproblem.a
%C%_libproblem_a_SOURCES =
