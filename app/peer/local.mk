# Rooms across machines and users. The main program needs none of it: it starts sysdrill-bridge, and they meet in the store.
if WITH_ROOMS
LIBPEER = %D%/libpeer.a
noinst_LIBRARIES += %D%/libpeer.a
%C%_libpeer_a_SOURCES = \
	%D%/sync.c %D%/sync.h
%C%_libpeer_a_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
endif
