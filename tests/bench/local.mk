
# A home with many problems and interviews, and what the store costs on it.
check_PROGRAMS += %D%/make_home %D%/bench_store
%C%_make_home_SOURCES = %D%/make_home.c
%C%_make_home_LDADD = $(LIBSTORE) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(SQLITE_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS)
%C%_bench_store_SOURCES = %D%/bench_store.c
%C%_bench_store_LDADD = $(%C%_make_home_LDADD)
