// Package command defines the command line. Each command is a type whose fields are
// its flags and whose method Run connects the other packages. Flags are also read from
// the environment; an error about a value names the flag and what it accepts.
package command
