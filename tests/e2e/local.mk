# The real program in a real terminal (tmux); skipped, with a reason, where there is no tmux.
E2E_RUNS = %D%/broker.sh %D%/editor.sh %D%/interview.sh %D%/killed.sh %D%/no_room.sh %D%/room.sh %D%/terminals.sh
TESTS += $(E2E_RUNS)
EXTRA_DIST += $(E2E_RUNS) %D%/lib.sh
