package consent

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// version is the format version that the cookie carries.
const version = 1

// The cookie's keys beside the platform's and the purposes'.
const (
	keyTimestamp = "timestamp"
	keyScope     = "scope"
	keyVersion   = "v"
)

// maxCookieValue bounds what is read, in bytes: browsers store name and value
// up to 4,096 together (RFC 6265bis, Set-Cookie).
const maxCookieValue = 4096

// Encode returns the cookie's value: a percent-encoded, flat JSON object whose
// keys are in a fixed order, so that equal choices of one day give equal
// bytes. Each purpose asked about is written, granted or not.
func Encode(asked []Purpose, p Preferences) string {
	b := make([]byte, 0, 512)
	b = append(b, '{')
	for _, key := range platformKeys {
		b = strconv.AppendQuote(b, key)
		b = append(b, ':')
		b = strconv.AppendBool(b, key == functionalKey || opened(asked, p.Choice, key))
		b = append(b, ',')
	}
	for _, purpose := range asked {
		b = strconv.AppendQuote(b, purpose.ID)
		b = append(b, ':')
		b = strconv.AppendBool(b, p.Choice[purpose.ID])
		b = append(b, ',')
	}
	b = fmt.Appendf(b, "%q:%d,%q:%q,%q:%d}", keyTimestamp, p.Day.UnixMilli(), keyScope, p.Scope, keyVersion, version)
	return url.QueryEscape(string(b)) // no space occurs, so this is what encodeURIComponent gives
}

func opened(asked []Purpose, choice Choice, key string) bool {
	for _, p := range asked {
		if choice[p.ID] && p.opens(key) {
			return true
		}
	}
	return false
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
	ms, ok := fields[keyTimestamp].(int64)
	if day := time.UnixMilli(ms).UTC(); !ok || !day.Equal(utcDay(day)) {
		return fmt.Errorf("timestamp %v is not a UTC day in milliseconds", fields[keyTimestamp])
	}
	scope, ok := fields[keyScope].(string)
	if !ok || len(scope) != scopeIDLength {
		return fmt.Errorf("scope %v is not %d hex digits", fields[keyScope], scopeIDLength)
	}
	s.Day, s.Scope = time.UnixMilli(ms).UTC(), scope
	for _, key := range ownKeys {
		delete(fields, key)
	}
	return nil
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
