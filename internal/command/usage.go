package command

import (
	"errors"
	"regexp"

	"github.com/alecthomas/kong"

	"charte/internal/message"
)

// usageError is a kind of error of the command line that kong reports in English.
type usageError struct {
	pattern *regexp.Regexp // its groups are the data of text
	text    func(data ...any) error
}

// usageErrors lists what kong reports about the arguments of a person. Kong has no
// translations, and its errors have no types.
func usageErrors() []usageError {
	return []usageError{
		{regexp.MustCompile(`^unknown flag (\S+)$`), func(d ...any) error { return message.Errorf("unknown flag %s", d...) }},
		{regexp.MustCompile(`^unknown flag (\S+), did you mean (?:one of )?(.*)\?$`), func(d ...any) error { return message.Errorf("unknown flag %s, did you mean %s?", d...) }},
		{regexp.MustCompile(`^unexpected argument (\S+)$`), func(d ...any) error {
			return message.Errorf("unexpected argument %s; charte --help lists the commands", d...)
		}},
		{regexp.MustCompile(`^unexpected argument (\S+), did you mean (?:one of )?(.*)\?$`), func(d ...any) error { return message.Errorf("unexpected argument %s, did you mean %s?", d...) }},
		{regexp.MustCompile(`^unexpected flag argument (.*)$`), func(d ...any) error { return message.Errorf("unexpected flag argument %s", d...) }},
		{regexp.MustCompile(`^unexpected token (.*)$`), func(d ...any) error { return message.Errorf("unexpected argument %s", d...) }},
		{regexp.MustCompile(`^missing flags: (.*)$`), func(d ...any) error { return message.Errorf("missing flags: %s", d...) }},
		{regexp.MustCompile(`^expected one of (.*)$`), func(d ...any) error { return message.Errorf("missing argument: one of %s", d...) }},
		{regexp.MustCompile(`^(?:missing positional arguments|expected) (<.*|\[.*|".*)$`), func(d ...any) error { return message.Errorf("missing argument: %s", d...) }},
		{regexp.MustCompile(`^(\S+) must be one of (.*) but got (.*)$`), func(d ...any) error { return message.Errorf("%s must be one of %s but got %s", d...) }},
		{regexp.MustCompile(`^(\S+): bool value must be true, 1, yes, false, 0 or no but got (.*)$`), func(d ...any) error {
			return message.Errorf("%s: the value must be true, 1, yes, false, 0 or no but is %s", d...)
		}},
		{regexp.MustCompile(`^(\S+): (?:expected \S+ value but got "EOL" \(<EOL>\)|missing value, expecting .*)$`), func(d ...any) error { return message.Errorf("%s: the value is missing", d...) }},
		{regexp.MustCompile(`^(\S+): expected \S+ value but got ("(?:-.*)") \(.*\)(?:; perhaps try (.*)\?)$`), func(d ...any) error {
			return message.Errorf("%s: the value is missing; %s is read as another flag, unless it is written as %s", d...)
		}},
		{regexp.MustCompile(`^(\S+): expected (?:a valid \d+ bit u?int|an int|a float) but got ("[^"]*").*$`), func(d ...any) error { return message.Errorf("%s: %s is not a number", d...) }},
		{regexp.MustCompile(`^(\S+): expected duration but got ("[^"]*").*$`), func(d ...any) error { return message.Errorf("%s: %s is not a time; write it as 90s or 10m", d...) }},
		{regexp.MustCompile(`^flag (\S+) applies to the default command "serve", not (.*)$`), func(d ...any) error { return message.Errorf("%s is a flag of serve, not of %s", d...) }},
	}
}

// ofUsage returns the cause of an error of kong, as a message that can be translated if it
// is about the arguments.
func ofUsage(err error) error {
	failed := (*kong.ParseError)(nil)
	if !errors.As(err, &failed) {
		return err
	}
	cause := failed.Unwrap()
	for _, kind := range usageErrors() {
		if found := kind.pattern.FindStringSubmatch(cause.Error()); found != nil {
			var data []any
			for _, group := range found[1:] {
				data = append(data, group)
			}
			return kind.text(data...)
		}
	}
	return cause
}
