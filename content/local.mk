# Everything below content/ is distributed and installed as it stands; the program reads the same tree. A new file needs no
# line here. The guide for authors goes where documents go.
EXTRA_DIST += %D%
dist_doc_DATA = README.md %D%/AUTHORING.md
contentdir = $(pkgdatadir)/content
content_files = (cd "$(top_srcdir)/content" && find . -type f ! -name local.mk ! -name AUTHORING.md ! -name '.*')

install-data-local: install-content
uninstall-local: uninstall-content

install-content:
	@$(content_files) | while IFS= read -r file; do \
	  $(MKDIR_P) "$(DESTDIR)$(contentdir)/$${file%/*}" && \
	  $(INSTALL_DATA) "$(top_srcdir)/content/$$file" "$(DESTDIR)$(contentdir)/$$file" || exit 1; \
	done

# Folders go when nothing of anybody else's is in them.
uninstall-content:
	@$(content_files) | while IFS= read -r file; do rm -f "$(DESTDIR)$(contentdir)/$$file"; done
	@test ! -d "$(DESTDIR)$(pkgdatadir)" || find "$(DESTDIR)$(pkgdatadir)" -depth -type d -exec rmdir {} + 2>/dev/null || :

.PHONY: install-content uninstall-content
