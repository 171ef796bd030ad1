LIBSETTINGS = %D%/libsettings.a
noinst_LIBRARIES += %D%/libsettings.a
%C%_libsettings_a_SOURCES = \
	%D%/settings.c %D%/settings.def %D%/settings.h
