package content

import "time"

// State describes for the operator which content is served.
type State struct {
	// Since is when that content was loaded.
	Since time.Time
	// Fault is why the folder's current content is not served, one cause a line; nil if
	// it is served.
	Fault error
	// Tried is when the folder was last read.
	Tried time.Time
}
