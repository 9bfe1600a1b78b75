package content

import "time"

// State says what is served of a folder, for those who run the service.
type State struct {
	// Since is when the content that is served was taken up.
	Since time.Time
	// Fault says why the folder's own content is not what is served, a fault a
	// line; empty while it is.
	Fault string
	// Tried is when the folder was last read.
	Tried time.Time
}
