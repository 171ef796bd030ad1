#!/bin/sh
# Completion: what the program offers, and that the shells get it.
. "$abs_top_srcdir/tests/cli/tap.sh"

offers() { # expected words, then the words of the line
	wanted=$1; shift
	run 0 complete -- "$@"
	found=$(cut -f1 out | tr '\n' ' ')
	[ "$found" = "$wanted" ] || wrong "$*: offers '$found' instead of '$wanted'"
}

every_command() {
	run 0 complete -- ''
	sed -n 's/^COMMAND(\(.*\))$/\1/p' "$abs_top_srcdir/app/cli/commands.def" >expected
	cut -f1 out >found
	same expected found
	offers 'practice paper purge ' p
	offers '' nonsense ''
	offers '--json ' --js
}
promise 'every command is offered, by its beginning' every_command

values() {
	offers 'mid senior staff ' practice chat --level ''
	offers '--level=senior --level=staff ' practice chat --level=s
	offers 'mid ' practice chat --level = m
	offers 'md json jsonl ' export ABC --format ''
	offers 'requirements ' show chat --section r
	echo 'preset.short = talk R 1-2-3, draw ADI 4-5-6, dig O 1-2-3 probes' >config/sysdrill/config
	offers 'short 60 45 condensed-60 condensed-45 ' practice chat --preset ''
	offers 'FILE ' import ''
	offers 'DIR ' --home ''
	offers 'FILE ' review chat ''
	offers 'bandwidth ' calc band
	offers 'problem ' new ''
}
promise 'options offer their values: levels, presets with those of the configuration, formats, sections, files' values

options() {
	offers '--preset --level --resume ' practice url-shortener ''
	offers '--yes ' purge --y
	offers '--plain ' practice --pl
	offers '--no-mouse ' --no
}
promise 'a command offers its own options, and those that go with every command' options

rooms() {
	offers 'host ' hos
	offers 'chat ' host ch
	offers '--preset --level --curveball --here ' host chat ''
	offers 'staff ' host chat --level st
	offers '' join ''
	offers 'doctor ' room ''
}
promise 'rooms are completed: the problem and its options for who hosts, no code for who joins, the doctor' rooms

problem_ids() {
	offers 'chat ' show ch
	offers '--format ' export ''
	[ ! -e home ] || wrong 'looking made a home'
}
promise 'problems are offered, and looking makes no home' problem_ids

session_ids() {
	interview chat </dev/null
	offers "$id " export "$(printf %.3s "$id")"
	offers "$id " practice --resume "$(printf %.5s "$id")"
	offers "--yes $id " purge ''
	offers '' --home ./other export 'A'
	run 0 complete -- --home ./home export "$(printf %.3s "$id")"; says out "$id"
	run 0 complete -- "--home=./home" export "$(printf %.3s "$id")"; says out "$id"
}
promise 'ids of interviews are offered, those of the home that the line names' session_ids

in_bash() {
	command -v bash >/dev/null || skip 'no bash here'
	mkdir bin; ln -s "$SYSDRILL" bin/sysdrill
	cat >try <<-'END'
		source "$abs_top_srcdir/app/completion/bash/sysdrill"
		try() {
			COMP_WORDS=(sysdrill "$@") COMP_CWORD=$#
			_sysdrill
			echo "${COMPREPLY[*]}"
		}
		PATH=$PWD/bin:$PATH
		: >a-file
		try prac
		try practice chat --level s
		try practice chat --level =
		try show ch
		try import a-f
	END
	bash try >out
	printf '%s\n' practice 'senior staff' 'mid senior staff' chat a-file >expected
	same expected out
}
promise 'bash completes with it' in_bash

in_fish() {
	command -v fish >/dev/null || skip 'no fish here'
	mkdir bin; ln -s "$SYSDRILL" bin/sysdrill
	PATH=$PWD/bin:$PATH fish -N -c "source $abs_top_srcdir/app/completion/fish/sysdrill.fish; complete -C 'sysdrill practice chat --level s'; complete -C 'sysdrill prac'" >out
	says out senior staff practice
	says_not out mid
}
promise 'fish completes with it' in_fish

in_zsh() {
	command -v zsh >/dev/null || skip 'no zsh here'
	mkdir bin; ln -s "$SYSDRILL" bin/sysdrill
	# The widgets need a line editor; what they are given is what is tried here.
	cat >try <<-'END'
		_describe() { print -l ${(P)4} }
		words=(sysdrill practice chat --level s) CURRENT=5 PREFIX=s
		path=($PWD/bin $path)
		source "$abs_top_srcdir/app/completion/zsh/_sysdrill"
	END
	zsh -f try >out
	printf '%s\n' senior staff >expected
	same expected out
}
promise 'zsh completes with it' in_zsh

done_testing
