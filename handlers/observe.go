package handlers

import "time"

// Observer counts what the service does. No method learns who did it.
type Observer interface {
	// Answered counts a request by its route's pattern.
	Answered(method, route string, status int, took time.Duration)
	// Limited counts a refusal, or the withdrawal of a part, that was honoured over
	// the rate limit, without a record.
	Limited()
	// Stranger counts a banner that was served to a visitor whose cookie holds a
	// choice of a scope that was never in force here.
	Stranger()
	// Conflict counts a banner that was served to a visitor who brought several
	// cookies of the choice's name with different values.
	Conflict()
}

// noObserver counts nothing.
type noObserver struct{}

func (noObserver) Answered(string, string, int, time.Duration) {}
func (noObserver) Limited()                                    {}
func (noObserver) Stranger()                                   {}
func (noObserver) Conflict()                                   {}
