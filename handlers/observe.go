package handlers

import "time"

// Observer is told what was done, in numbers and never about whom.
type Observer interface {
	// Answered tells of a request, by its route's pattern.
	Answered(method, route string, status int, took time.Duration)
	// Limited tells that a refusal, or the withdrawal of a part, was honoured over
	// the rate limit, without a record.
	Limited()
	// Stranger tells that a banner was served to a visitor whose cookie holds a
	// choice of a scope that was never in force here.
	Stranger()
	// Conflict counts a banner served to a visitor who brought several cookies of
	// our name with different values.
	Conflict()
}

// nobody observes where the operator wants no figures.
type nobody struct{}

func (nobody) Answered(string, string, int, time.Duration) {}
func (nobody) Limited()                                    {}
func (nobody) Stranger()                                   {}
func (nobody) Conflict()                                   {}
