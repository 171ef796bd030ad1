# fish completion for sysdrill: the program itself says what can stand here.
function __sysdrill_complete
	set -l words (commandline -opc)
	set -l typed (commandline -ct)
	for line in (command $words[1] complete -- $words[2..-1] $typed 2>/dev/null)
		switch $line
			case FILE
				__fish_complete_path $typed
			case DIR
				__fish_complete_directories $typed
			case '*'
				echo $line
		end
	end
end
complete -c sysdrill -f -a '(__sysdrill_complete)'
