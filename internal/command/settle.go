package command

import (
	"runtime/debug"
	"time"
)

// growth is how much the heap grows, in percent of what is in use, before unused
// memory is looked for (GOGC). Little is in use, some 8 MB, so the looking would
// come often: at 100, Go's default, it takes a tenth of a loaded server's time.
const growth = 300

// settled is how long after the start nobody waits for it any more.
const settled = time.Second

// Settle gives back to the system what the start left behind, and from then on
// looks for unused memory less often, unless GOGC says how often. It concerns
// the whole program.
func Settle() {
	const byDefault = 100
	if was := debug.SetGCPercent(growth); was != byDefault {
		debug.SetGCPercent(was)
	}
	debug.FreeOSMemory()
}
