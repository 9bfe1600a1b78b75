package content

import "time"

// State describes for the operator which content is served.
type State struct {
	// Since is when that content was loaded.
	Since time.Time
	// Fault lists, one a line, why the folder's current content is not served; empty
	// if it is.
	Fault string
	// Tried is when the folder was last read.
	Tried time.Time
}
