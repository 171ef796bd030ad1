#!/bin/sh
# The spelling of what ships: British, by hunspell's dictionary and by tests/content-words.txt, which holds the terms and the
# names that no dictionary knows, one a line, in the order of `LC_ALL=C sort`. prose.c says what is taken for prose.
. "$abs_top_srcdir/tests/cli/tap.sh"
terms=$abs_top_srcdir/tests/content-words.txt

# Each word of the prose as `file:line:word`, in ./words; each once in ./said.
gather() {
	(cd "$abs_top_srcdir" && find content -name '*.md' | LC_ALL=C sort | xargs "$TOOLS/prose" && "$TOOLS/prose" README.md app/man/sysdrill.1) >words
	[ "$(wc -l <words)" -gt 10000 ] || wrong 'hardly any prose was found'
	sed 's/.*://' words | LC_ALL=C sort -u >said
}

# The terms, and how they begin a sentence.
capitals() { awk '{ print; print toupper(substr($0, 1, 1)) substr($0, 2) }' "$terms" | LC_ALL=C sort -u; }

spelled() {
	command -v hunspell >/dev/null || skip 'no hunspell here'
	echo colour | hunspell -d en_GB -l >/dev/null 2>&1 || skip 'hunspell has no British dictionary here (Debian: hunspell-en-gb)'
	gather
	capitals >known
	LC_ALL=C comm -23 said known | LC_ALL=C.UTF-8 hunspell -i UTF-8 -d en_GB -l | LC_ALL=C sort -u | LC_ALL=C comm -23 - known >unknown
	[ -s unknown ] || return 0
	# hunspell names the part of a compound that it does not know.
	awk -F: 'NR == FNR { unknown[$1] = 1; next }
	         { n = split($3, part, "-"); for (i = 1; i <= n; i++) if (part[i] in unknown) { print; next } if ($3 in unknown) print }' unknown words
	wrong "each line above ends with a word that is misspelt, or is a term: then it belongs into tests/content-words.txt"
}
promise 'every word of the content, of README.md and of the manual page is spelled as in British English, or is a term of the list' spelled

ordered() { LC_ALL=C sort -u "$terms" | cmp - "$terms" || wrong 'tests/content-words.txt: sort it with LC_ALL=C sort -u'; }
promise 'the list of terms is sorted and has each once' ordered

used() {
	gather
	awk -F: 'NR == FNR { said[$1] = 1; n = split($1, part, "-"); for (i = 1; i <= n; i++) said[part[i]] = 1; next }
	         { up = toupper(substr($1, 1, 1)) substr($1, 2) } !($1 in said) && !(up in said) { print $1; bad = 1 }
	         END { exit bad }' said "$terms" || wrong 'no prose uses these words of tests/content-words.txt any longer: take them out'
}
promise 'the list of terms holds none that nobody uses' used

done_testing
