package consent

import (
	"errors"
	"fmt"
	"net/url"
	"time"
)

// stored is the content of a cookie as it was written, before it is judged.
type stored struct {
	Preferences
	platform map[string]bool
}

// decode reads a value that anyone may have written. It accepts the objects that
// [Encode] writes, with their keys in any order.
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

// takeOwn reads the keys beside those of the platform and of purposes, and removes them
// from fields.
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

// dayOf returns the UTC day that a field holds, in milliseconds.
func dayOf(fields map[string]any, key string) (time.Time, error) {
	ms, ok := fields[key].(int64)
	day := time.UnixMilli(ms).UTC()
	if !ok || !day.Equal(utcDay(day)) {
		return time.Time{}, fmt.Errorf("%s %v is not a UTC day in milliseconds", key, fields[key])
	}
	return day, nil
}

// takeBooleans reads the remaining fields: the platform's keys and the choice.
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
		return errors.New("choices without a scope")
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
