package handlers

import (
	"time"

	"charte/internal/consent"
)

// Observer counts events of the service. No method receives anything about the
// visitor.
type Observer interface {
	// Answered counts a request by its route's pattern.
	Answered(method, route string, status int, took time.Duration)
	// Limited counts a refusal or partial withdrawal that was honoured without a
	// record, because its client was over the rate limit.
	Limited()
	// Stranger counts a banner served to a visitor whose cookie cites a scope that
	// is not in the registry, such as one of another charter.
	Stranger()
	// Conflict counts a banner served to a visitor who sent several cookies of the
	// choice's name with different values.
	Conflict()
	// Objected counts an objection to exempt purposes, or one taken back.
	Objected(consent.Decision)
}

// noObserver is the default Observer; it does nothing.
type noObserver struct{}

func (noObserver) Answered(string, string, int, time.Duration) {}
func (noObserver) Limited()                                    {}
func (noObserver) Stranger()                                   {}
func (noObserver) Conflict()                                   {}
func (noObserver) Objected(consent.Decision)                   {}
