// Package command is what the program can be told to do: a type for each command,
// its flags as fields, and the wiring of everything else. Flags and environment
// become a configuration; a wrong value is told with its flag and what is allowed.
//
// No other package of the program imports it, except package main.
package command
