# Everything below content/ is installed as it stands; the program reads the same tree.
contentdir = $(pkgdatadir)/content
