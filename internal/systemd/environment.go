package systemd

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"charte/internal/message"
)

// Variable is one assignment of an environment file. Line is the line, from 1, on
// which it begins.
type Variable struct {
	Name, Value string
	Line        int
}

// Environment is the content of an environment file.
type Environment struct {
	// Variables holds the assignments in the order of the file. Where a name comes
	// twice, the later one wins.
	Variables []Variable
	// Ignored lists the lines that systemd skips, because they hold no assignment or
	// the name is not one.
	Ignored []int
}

// variableName matches the names that systemd accepts.
var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ParseEnvironment reads data as systemd reads a file named by EnvironmentFile=. It
// fails where systemd would not start the service, and where versions of systemd
// read the file differently.
func ParseEnvironment(data []byte) (Environment, error) {
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return Environment{}, message.Errorf("not UTF-8 text, or a NUL byte in it; write the file again as UTF-8")
	}
	r := environmentReader{line: 1, state: beforeName}
	for _, c := range data {
		r.state = r.state(&r, c)
		if c == '\n' {
			r.line++
		}
	}
	if !r.named {
		r.endName()
	} else {
		r.endValue()
	}
	return r.read, r.err
}

// environmentReader reads byte by byte; state handles the next one and returns the
// state after it.
type environmentReader struct {
	read  Environment
	err   error
	state readerState

	line, start int
	name, value []byte
	named       bool // an equals sign ended the name
	blanks      int  // unquoted blanks at the end of value, which are dropped
}

type readerState func(*environmentReader, byte) readerState

// endName ends a line without an equals sign.
func (r *environmentReader) endName() readerState {
	if len(r.name) > 0 {
		r.read.Ignored = append(r.read.Ignored, r.start)
	}
	return r.reset()
}

// endValue ends an assignment.
func (r *environmentReader) endValue() readerState {
	name := string(bytes.TrimRight(r.name, " \t"))
	if variableName.MatchString(name) {
		value := string(r.value[:len(r.value)-r.blanks])
		r.read.Variables = append(r.read.Variables, Variable{name, value, r.start})
	} else {
		r.read.Ignored = append(r.read.Ignored, r.start)
	}
	return r.reset()
}

func (r *environmentReader) reset() readerState {
	r.name, r.value, r.named, r.blanks = nil, nil, false, 0
	return beforeName
}

func (r *environmentReader) add(c ...byte) {
	r.value, r.blanks = append(r.value, c...), 0
}
