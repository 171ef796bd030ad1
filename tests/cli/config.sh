#!/bin/sh
# The configuration: what is listed, what is refused.
. "$abs_top_srcdir/tests/cli/tap.sh"

lists_all() {
	run 0 config
	silent err
	says out "$PWD/config/sysdrill/config" "$PWD/home/sysdrill.db" "$PWD/home/content/problems/"
	sed -n 's/^SETTING(\([a-z]*\),.*/\1/p' "$abs_top_srcdir/app/settings/settings.def" >keys
	[ -s keys ]
	while read -r key; do grep -q "^$key *= .*default" out || wrong "$key is not listed"; done <keys
	run 0 config --json
	json "rows=$(wc -l <keys | tr -d ' ')" keys=key,value,from 0.key=preset 0.value=45 0.from=default from:string
}
promise 'config lists every setting with its value and where it came from' lists_all

from_line() {
	printf '# mine\n\nlevel = staff   # a comment\neditor = code --wait #1\n  bell=yes\n' >config/sysdrill/config
	run 0 config
	grep -q '^level *= staff .*line 3' out
	grep -q '^bell *= yes .*line 5' out
	run 0 config --json
	json 1.value=staff '1.from=line 3' '6.value=code --wait'
}
promise 'a value from the file names its line; comments and blanks do not matter' from_line

saved() {
	printf 'level = mid\npreset.short = talk R 1-2-3, draw ADI 4-5-6, dig O 1-2-3 probes\npreset = short\n' >config/sysdrill/config
	run 0 config --json; mv out before
	run 0 config; mv out printed
	cp printed config/sysdrill/config
	run 0 config --json; silent err
	sed 's/"from": "[^"]*"//' before >a; sed 's/"from": "[^"]*"//' out >b
	same a b
}
promise 'what config prints can be saved as the configuration' saved

wrong_lines() {
	cat >config/sysdrill/config <<-'END'
		level = senior
		levle = mid
		theme = pink
		no equals sign
		level = boss
		preset.bad = talk R 9-2-1
		bell = maybe
		preset = none-such
	END
	run 1 config
	for line in 2 3 4 5 6 7; do says err "config:$line: "; done
	says err "'levle'" 'auto, dark, light or none' 'key = value' 'mid, senior or staff' 'yes or no' "'none-such'"
	grep -q '^level *= senior .*line 1' out || wrong 'a wrong line changed something'
	grep -q '^theme *= auto .*default' out || wrong 'a wrong line changed something'
	grep -q '^preset *= 45' out || wrong 'a wrong line changed something'
	"$SYSDRILL" --plain practice chat </dev/null >out 2>err || wrong 'a wrong line stopped an interview'
	says err 'config:2: '
	says out 'level senior'
}
promise 'every wrong line is told with its number, changes nothing and stops nothing' wrong_lines

unreadable() {
	rm -rf config/sysdrill/config; mkdir config/sysdrill/config
	run 1 config; says err 'config/sysdrill/config'
	run 0 list
}
promise 'a configuration that cannot be read is told, and stops nothing' unreadable

no_home() {
	unset XDG_CONFIG_HOME HOME
	run 0 config; says out 'no configuration file'
	unset SYSDRILL_HOME
	run 1 list; says err -- --home
}
promise 'without HOME there is no configuration, and the data needs a name' no_home

done_testing
