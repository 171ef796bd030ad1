# Rooms across machines: real bridges, a real broker on the loopback; skipped, test by test, where there is none.
if WITH_ROOMS
if HAVE_CMOCKA
ROOM_TESTS = %D%/test_bridge %D%/test_door %D%/test_knock %D%/test_stranger
check_PROGRAMS += $(ROOM_TESTS)
TESTS += $(ROOM_TESTS)

# Two hundred kills of bridges and brokers.
SOAK += soak-rooms
soak-rooms: %D%/test_bridge sysdrill-bridge
	SYSDRILL='$(abs_top_builddir)/sysdrill' MOSQUITTO_BROKER='$(MOSQUITTO_BROKER)' SYSDRILL_SOAK=50 $(builddir)/%D%/test_bridge

ROOM_FIXTURE = %D%/client.c %D%/world.c %D%/world.h
ROOM_LIBS = $(LIBPEER) $(LIBSTORE) $(LIBSESSION) $(LIBPROBLEM) $(LIBBASE) $(SQLITE_LIBS) $(JANSSON_LIBS) $(UTF8PROC_LIBS) \
            $(SODIUM_LIBS) $(MOSQUITTO_LIBS) $(CMOCKA_LIBS) $(MATH_LIBS)

%C%_test_bridge_SOURCES = %D%/test_bridge.c $(ROOM_FIXTURE)
%C%_test_bridge_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_bridge_LDADD = $(ROOM_LIBS)

%C%_test_door_SOURCES = %D%/test_door.c $(ROOM_FIXTURE)
%C%_test_door_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_door_LDADD = $(ROOM_LIBS)

%C%_test_knock_SOURCES = %D%/test_knock.c %D%/attack.c %D%/attack.h $(ROOM_FIXTURE)
%C%_test_knock_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_knock_LDADD = $(ROOM_LIBS)

%C%_test_stranger_SOURCES = %D%/test_stranger.c %D%/attack.c %D%/attack.h $(ROOM_FIXTURE)
%C%_test_stranger_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
%C%_test_stranger_LDADD = $(ROOM_LIBS)
endif
endif
