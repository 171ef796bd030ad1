# Everything below content/ is distributed and installed as it stands; the program reads the same tree. A new file needs no
# line here.
contentdir = $(pkgdatadir)/content
EXTRA_DIST += content

install-data-local: install-content
uninstall-local: uninstall-content

install-content:
	@find "$(srcdir)/content" -type f ! -name local.mk ! -name '.*' | while IFS= read -r file; do \
	  name=$${file#"$(srcdir)/content/"}; \
	  case $$name in */*) below=/$${name%/*} ;; *) below= ;; esac; \
	  $(MKDIR_P) "$(DESTDIR)$(contentdir)$$below" && \
	  $(INSTALL_DATA) "$$file" "$(DESTDIR)$(contentdir)/$$name" || exit 1; \
	done

uninstall-content:
	rm -rf "$(DESTDIR)$(contentdir)"

.PHONY: install-content uninstall-content
