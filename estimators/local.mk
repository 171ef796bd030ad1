LIBESTIMATORS = %D%/libestimators.a
noinst_LIBRARIES += %D%/libestimators.a
%C%_libestimators_a_SOURCES =
