#!/bin/sh
# What the manual page, the README and the help say of commands and settings is what there is.
. "$abs_top_srcdir/tests/cli/tap.sh"

PAGE=$abs_top_srcdir/app/man/sysdrill.1
README=$abs_top_srcdir/README.md

commands() { sed -n 's/^COMMAND(\(.*\))$/\1/p' "$abs_top_srcdir/app/cli/commands.def"; }
settings() { sed -n 's/^SETTING(\([a-z]*\),.*/\1/p' "$abs_top_srcdir/app/settings/settings.def"; }
# The words of `.It Cm WORD` in a section of the manual page.
page_items() { sed -n "/^\.Sh $1\$/,/^\.Sh /s/^\.It Cm \([a-z]*\).*/\1/p" "$PAGE"; }

page_commands() {
	commands | sort >expected
	page_items COMMANDS | sort -u >found
	[ -s expected ]
	same expected found
}
promise 'the manual page has every command, and no other' page_commands

page_options() {
	for command in $(commands); do
		"$SYSDRILL" help "$command" | sed -n 1p | grep -o -e '--[a-z]\{2,\}' | sort -u >options || :
		while read -r option; do
			sed -n '/^\.Sh COMMANDS$/,/^\.Sh /p' "$PAGE" | grep -q -e "-${option#--}\>" ||
				wrong "the manual page does not have $command $option"
		done <options
	done
}
promise 'the manual page has every option of every command' page_options

page_settings() {
	settings | sort >expected
	page_items CONFIGURATION | sort -u >found
	grep -q '^\.It Cm preset\\&' "$PAGE"
	same expected found
}
promise 'the manual page has every setting, and no other' page_settings

page_verbs() {
	"$SYSDRILL" --plain practice chat >out <<-'END'
		/help
	END
	grep -o '^/[a-z]*' out | sort -u >expected
	sed -n '/^\.Sh THE INTERVIEW LINE BY LINE$/,/^\.Sh /s/^\.It Ic \(.*\)/\1/p' "$PAGE" | grep -o '/[a-z]*' | sort -u >found
	[ -s expected ]
	same expected found
}
promise 'the manual page has every command of the interview line by line' page_verbs

page_keys() {
	{
		sed -n '/^static const struct binding bindings/,/^};/p' "$abs_top_srcdir/app/screens/interview.c"
		sed -n '/^static const struct binding common/,/^};/p' "$abs_top_srcdir/app/screens/screen.c"
	} | sed -n 's/.*\.keys = "\([^"]*\)".*/\1/p' | tr ' ' '\n' | grep -e '..' | sort -u >keys
	[ -s keys ]
	sed -n '/^\.Sh THE INTERVIEW$/,/^\.Sh THE INTERVIEW LINE/p' "$PAGE" >section
	while read -r key; do
		case $key in Alt-[2-9] | Esc) continue ;; esac    # told as a range; Esc does what it does everywhere
		grep -q "$key\>" section || wrong "the manual page does not have the key $key"
	done <keys
}
promise 'the manual page has every key of the interview' page_keys

page_lint() {
	if command -v mandoc >/dev/null; then
		mandoc -Tlint -Wwarning "$PAGE" >out || wrong "$(cat out)"
	elif command -v groff >/dev/null; then
		groff -Tutf8 -mdoc -ww "$PAGE" 2>err >/dev/null
		silent err
	else
		skip 'neither mandoc nor groff here'
	fi
}
promise 'the manual page has no faults that its formatter knows' page_lint

readme_commands() {
	for command in $(commands); do
		[ "$command" = complete ] || grep -q "sysdrill $command" "$README" || wrong "the README does not have: sysdrill $command"
	done
	# In code only: after a backquote, a prompt, or at the beginning of a line.
	sed -n 's/.*[`$] sysdrill \([a-z]\{1,\}\).*/\1/p; s/.*`sysdrill \([a-z]\{1,\}\).*/\1/p' "$README" | sort -u | while read -r word; do
		commands | grep -qx "$word" || wrong "the README has a command that there is not: $word"
	done
}
promise 'the README has every command, and no other' readme_commands

readme_settings() {
	for setting in $(settings); do
		grep -q "^$setting *=" "$README" || wrong "the README does not have the setting $setting"
	done
}
promise 'the README has every setting' readme_settings

readme_files() {
	grep -o '`[a-z_/]*/[a-zA-Z_./-]*`' "$README" | tr -d '`' | sort -u | while read -r path; do
		case $path in build/* | /usr/* | */home/* | content/problems/) continue ;; esac
		[ -e "$abs_top_srcdir/${path%/}" ] || wrong "the README names $path, which is not there"
	done
}
promise 'every file that the README names is there' readme_files

# What is told there of the wire is what the headers say, and its figures follow from that.
peer_figures() {
	peer=$abs_top_srcdir/app/peer
	block=$(sed -n 's/.*FRAME_BLOCK = \([0-9]*\),.*/\1/p' "$peer/frame.h")
	have=$(sed -n 's/.*SYNC_HAVE_MS = \([0-9]*\),.*/\1/p' "$peer/sync.h")
	batch=$(sed -n 's/.*SYNC_BATCH = \([0-9]*\),.*/\1/p' "$peer/sync.h")
	silence=$(sed -n 's/.*SYNC_SILENCE_MS = \([0-9]*\),.*/\1/p' "$peer/sync.h")
	says "$peer/README.md" "frame       = $((2 * block)) B + " "people / $((have / 1000)) s in /s" "sent every $((have / 1000)) s" \
		"$batch at a time" "heard for $((silence / 1000)) s" "multiple of $block B"
	run 0 estimate "$peer/README.md"
	silent err
}
promise 'what app/peer/README.md says of the wire is what the headers say, and its figures are what comes out' peer_figures

peer_files() {
	grep -o '`[a-z_]*/[a-zA-Z_./-]*`' "$abs_top_srcdir/app/peer/README.md" | tr -d '`' | sort -u >paths
	[ -s paths ]
	while read -r path; do
		[ -e "$abs_top_srcdir/${path%/}" ] || [ -e "$abs_top_srcdir/app/$path" ] || wrong "app/peer/README.md names $path, which is not there"
	done <paths
}
promise 'every file that app/peer/README.md names is there' peer_files

readme_targets() {
	makefile=$(dirname "$SYSDRILL")/Makefile
	sed -n 's/^make \([a-z]\{1,\}\).*/\1/p' "$README" | sort -u >targets
	[ -s targets ]
	while read -r target; do grep -q "^$target:" "$makefile" || wrong "the README has a target that there is not: $target"; done <targets
}
promise 'every make target that the README names is there' readme_targets

done_testing
