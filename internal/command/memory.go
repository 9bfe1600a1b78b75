package command

import (
	"runtime/debug"
	"time"
)

// gcPercent is the GOGC of the program: how much the heap grows between two garbage
// collections, in percent of the live heap. The live heap is only about 8 MB, so at
// Go's default of 100 collections take a tenth of a loaded server's CPU time.
const gcPercent = 300

// gcDelay is how long after start garbage from start-up is returned to the OS.
const gcDelay = time.Second

// TuneMemory returns the garbage from start-up to the operating system and sets
// gcPercent for the whole process, unless the environment variable GOGC is set.
func TuneMemory() {
	const goDefault = 100
	if previous := debug.SetGCPercent(gcPercent); previous != goDefault {
		debug.SetGCPercent(previous)
	}
	debug.FreeOSMemory()
}
