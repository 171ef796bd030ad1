# Each shell looks for a file of a certain name in a certain folder; --with-*-completion-dir moves it, `no` leaves it out.
EXTRA_DIST += %D%/bash/sysdrill %D%/zsh/_sysdrill %D%/fish/sysdrill.fish
bashcompletiondir = @bashcompletiondir@
zshcompletiondir = @zshcompletiondir@
fishcompletiondir = @fishcompletiondir@
if INSTALL_BASH_COMPLETION
bashcompletion_DATA = %D%/bash/sysdrill
endif
if INSTALL_ZSH_COMPLETION
zshcompletion_DATA = %D%/zsh/_sysdrill
endif
if INSTALL_FISH_COMPLETION
fishcompletion_DATA = %D%/fish/sysdrill.fish
endif
