package systemd

import (
	"charte/internal/message"
)

func isNewline(c byte) bool { return c == '\n' || c == '\r' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func beforeName(r *environmentReader, c byte) readerState {
	switch {
	case isNewline(c) || isBlank(c):
		return beforeName
	case c == '#' || c == ';':
		return inComment
	}
	r.start, r.name = r.line, append(r.name, c)
	return inName
}

func inName(r *environmentReader, c byte) readerState {
	switch {
	case isNewline(c):
		return r.endName()
	case c == '=':
		r.named = true
		return beforeValue
	}
	r.name = append(r.name, c)
	return inName
}

// beforeValue also follows a closing quote: a second quote may open there.
func beforeValue(r *environmentReader, c byte) readerState {
	switch {
	case isNewline(c):
		return r.endValue()
	case isBlank(c):
		return beforeValue
	case c == '\'':
		return inSingleQuotes
	case c == '"':
		return inDoubleQuotes
	case c == '\\':
		return afterBackslash
	}
	r.add(c)
	return inValue
}

// inValue reads a value outside quotes. A quote in the middle of one is a character
// as any other.
func inValue(r *environmentReader, c byte) readerState {
	switch {
	case isNewline(c):
		return r.endValue()
	case c == '\\':
		r.blanks = 0
		return afterBackslash
	case isBlank(c):
		r.value, r.blanks = append(r.value, c), r.blanks+1
	default:
		r.add(c)
	}
	return inValue
}

// afterBackslash keeps the next character as it is; a line break is dropped, so the
// value continues on the next line.
func afterBackslash(r *environmentReader, c byte) readerState {
	if !isNewline(c) {
		r.add(c)
	}
	return inValue
}

func inSingleQuotes(r *environmentReader, c byte) readerState {
	if c == '\'' {
		return beforeValue
	}
	r.add(c)
	return inSingleQuotes
}

func inDoubleQuotes(r *environmentReader, c byte) readerState {
	switch c {
	case '"':
		return beforeValue
	case '\\':
		return afterQuotedBackslash
	}
	r.add(c)
	return inDoubleQuotes
}

// afterQuotedBackslash removes the backslash before what a shell escapes, and keeps it
// elsewhere.
func afterQuotedBackslash(r *environmentReader, c byte) readerState {
	switch c {
	case '"', '\\', '`', '$':
		r.add(c)
	case '\n':
	default:
		r.add('\\', c)
	}
	return inDoubleQuotes
}

func inComment(_ *environmentReader, c byte) readerState {
	switch {
	case c == '\\':
		return afterCommentBackslash
	case isNewline(c):
		return beforeName
	}
	return inComment
}

// afterCommentBackslash fails at a line break: before version 254 systemd took the
// next line for a comment too.
func afterCommentBackslash(r *environmentReader, c byte) readerState {
	if isNewline(c) && r.err == nil {
		r.err = message.Errorf("line %d: a comment ends with a backslash, and versions of systemd disagree about the next line; remove the backslash", r.line)
	}
	return inComment
}
