EXTRA_DIST += %D%/README.md

# Rooms across machines and users. The main program needs none of it: it starts sysdrill-bridge, and they meet in the store.
if WITH_ROOMS
LIBPEER = %D%/libpeer.a
noinst_LIBRARIES += %D%/libpeer.a
%C%_libpeer_a_SOURCES = \
	%D%/bridge.c %D%/bridge.h %D%/bridge_parts.h \
	%D%/bridge_door.c \
	%D%/doctor.c \
	%D%/early.c %D%/early.h \
	%D%/frame.c %D%/frame.h \
	%D%/keys.c %D%/keys.h \
	%D%/lobby.c %D%/lobby.h \
	%D%/medium.c %D%/medium.h %D%/medium_class.h \
	%D%/medium_broker.c \
	%D%/medium_socket.c \
	%D%/sync.c %D%/sync.h \
	%D%/track.c %D%/track.h
%C%_libpeer_a_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(MOSQUITTO_CFLAGS)

libexec_PROGRAMS += sysdrill-bridge
sysdrill_bridge_SOURCES = %D%/bridge_main.c
sysdrill_bridge_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
sysdrill_bridge_LDADD = $(LIBPEER) $(LIBSTORE) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(SQLITE_LIBS) $(JANSSON_LIBS) \
                        $(UTF8PROC_LIBS) $(SODIUM_LIBS) $(MOSQUITTO_LIBS) $(MATH_LIBS)
endif
