#!/bin/sh
# Runs a test program. cmocka says `not ok N # SKIP` of a test that was skipped; TAP, and the driver, want `ok N # SKIP`.
exec 4>&1
status=$({ { "$@" 3>&- 4>&-; echo $? >&3; } | sed 's/^not ok \([0-9]* # SKIP\)/ok \1/' >&4; } 3>&1)
exit "$status"
