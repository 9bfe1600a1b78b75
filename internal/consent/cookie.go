package consent

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// version is the format version that the cookie carries.
const version = 1

// The cookie's keys beside the platform's and the purposes'.
const (
	keyTimestamp  = "timestamp"
	keyScope      = "scope"
	keyObjected   = "objected"
	keyObjectedAt = "objected_at"
	keyVersion    = "v"
)

// maxCookieValue bounds what is read, in bytes: browsers store name and value
// up to 4,096 together (RFC 6265bis, Set-Cookie).
const maxCookieValue = 4096

// Encode returns the cookie's value: a percent-encoded, flat JSON object whose
// keys are in a fixed order, so that equal choices of one day give equal
// bytes. Each purpose asked about is written, granted or not, unless the visitor has
// not answered. An act of objection is written where the charter allows one.
func Encode(all []Purpose, p Preferences) string {
	p.Objection.Purposes = p.Objection.among(all).Purposes
	b := make([]byte, 0, 512)
	b = append(b, '{')
	for _, key := range platformKeys {
		b = appendBool(b, key, key == functionalKey || isOpen(all, p, key))
	}
	if p.Scope != "" {
		for _, purpose := range all {
			if !purpose.Exempt {
				b = appendBool(b, purpose.ID, p.Choice[purpose.ID])
			}
		}
	}
	b = fmt.Appendf(b, "%q:%d,%q:%q,", keyTimestamp, p.Day.UnixMilli(), keyScope, p.Scope)
	if p.Objection.Made() && len(Objectable(all)) > 0 {
		b = fmt.Appendf(b, "%q:%q,%q:%d,", keyObjected, p.Objection.ids(), keyObjectedAt, p.Objection.Day.UnixMilli())
	}
	b = fmt.Appendf(b, "%q:%d}", keyVersion, version)
	return url.QueryEscape(string(b)) // no space occurs, so this is what encodeURIComponent gives
}

func appendBool(b []byte, key string, value bool) []byte {
	b = strconv.AppendQuote(b, key)
	b = append(b, ':')
	b = strconv.AppendBool(b, value)
	return append(b, ',')
}

// isOpen reports whether the platform may run the tool with a key. An objection closes
// it, even where the tool is also part of a granted purpose; a grant outweighs a signal.
func isOpen(all []Purpose, p Preferences, key string) bool {
	if p.Objection.closes(all, key) {
		return false
	}
	return opened(all, p.Choice, key) || runs(all, key) && (p.Objection.Made() || !p.Objection.Signal)
}

// opened reports whether a granted purpose opens the platform's key.
func opened(all []Purpose, choice Choice, key string) bool {
	return slices.ContainsFunc(all, func(p Purpose) bool { return !p.Exempt && choice[p.ID] && p.opens(key) })
}

// runs reports whether a purpose keeps the platform's key open until an objection.
func runs(all []Purpose, key string) bool {
	return slices.ContainsFunc(all, func(p Purpose) bool { return p.runs(key) })
}

// stored is a cookie's content as it was written, before any judgement of what
// it is worth today.
type stored struct {
	Preferences
	platform map[string]bool
}

// decode reads a value that anyone may have written. It accepts exactly what
// [Encode] writes, in any order of keys.
func decode(value string) (stored, error) {
	if len(value) > maxCookieValue {
		return stored{}, fmt.Errorf("longer than %d bytes", maxCookieValue)
	}
	text, err := url.PathUnescape(value)
	if err != nil {
		return stored{}, fmt.Errorf("not percent-encoded: %w", err)
	}
	fields, err := flatObject(text)
	if err != nil {
		return stored{}, err
	}
	s := stored{platform: map[string]bool{}}
	if err := s.takeOwn(fields); err != nil {
		return stored{}, err
	}
	return s, s.takeBooleans(fields)
}

// takeOwn moves version, day and scope out of the fields.
func (s *stored) takeOwn(fields map[string]any) error {
	if v, ok := fields[keyVersion].(int64); !ok || v != version {
		return fmt.Errorf("unknown format version %v", fields[keyVersion])
	}
	var err error
	if s.Day, err = dayOf(fields, keyTimestamp); err != nil {
		return err
	}
	if err := s.takeObjection(fields); err != nil {
		return err
	}
	scope, ok := fields[keyScope].(string)
	unanswered := ok && scope == "" && s.Objection.Made() && s.Objection.Day.Equal(s.Day)
	if !ok || len(scope) != scopeIDLength && !unanswered {
		return fmt.Errorf("scope %v is not %d hex digits", fields[keyScope], scopeIDLength)
	}
	s.Scope = scope
	for _, key := range ownKeys {
		delete(fields, key)
	}
	return nil
}

// takeObjection reads the two keys of an objection, which occur together or not at all.
func (s *stored) takeObjection(fields map[string]any) error {
	value, present := fields[keyObjected]
	if _, dated := fields[keyObjectedAt]; !present && !dated {
		return nil
	}
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("%s is not a text", keyObjected)
	}
	var err error
	if s.Objection.Purposes, err = parseIDs(text); err != nil {
		return fmt.Errorf("%s: %w", keyObjected, err)
	}
	s.Objection.Day, err = dayOf(fields, keyObjectedAt)
	return err
}

func dayOf(fields map[string]any, key string) (time.Time, error) {
	ms, ok := fields[key].(int64)
	day := time.UnixMilli(ms).UTC()
	if !ok || !day.Equal(utcDay(day)) {
		return time.Time{}, fmt.Errorf("%s %v is not a UTC day in milliseconds", key, fields[key])
	}
	return day, nil
}

// takeBooleans sorts what is left into the platform's keys and the choice.
func (s *stored) takeBooleans(fields map[string]any) error {
	for _, key := range platformKeys {
		v, ok := fields[key].(bool)
		if !ok {
			return fmt.Errorf("the platform's key %s is missing or not a boolean", key)
		}
		s.platform[key] = v
		delete(fields, key)
	}
	if s.Scope == "" && len(fields) > 0 {
		return errors.New("it has answers, and no scope")
	}
	s.Choice = make(Choice, len(fields))
	for id, value := range fields {
		granted, ok := value.(bool)
		if !ok || CheckPurposeID(id) != nil {
			return fmt.Errorf("%q is not a purpose with true or false", id)
		}
		s.Choice[id] = granted
	}
	return nil
}
