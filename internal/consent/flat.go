package consent

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

var errNotFlat = errors.New("not a flat JSON object")

// flatObject reads a JSON object of strings, whole numbers and booleans.
// encoding/json alone would let a repeated key win silently, and two readers
// could then disagree on what was granted: a key may occur once only.
func flatObject(text string) (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errNotFlat
	}
	fields := map[string]any{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, errNotFlat
		}
		name, ok := key.(string)
		if !ok {
			return nil, errNotFlat
		}
		if _, twice := fields[name]; twice {
			return nil, fmt.Errorf("key %q occurs twice", name)
		}
		if fields[name], err = flatValue(d); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, errNotFlat
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errNotFlat
	}
	return fields, nil
}

func flatValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, errNotFlat
	}
	switch v := token.(type) {
	case bool, string:
		return v, nil
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		if err != nil {
			return nil, errNotFlat
		}
		return n, nil
	default:
		return nil, errNotFlat
	}
}
