// Package charter reads charter.md and its translations: what visitors read and
// what the program obeys come from the same lines. The caller reads them at the
// start and again after each edit.
//
// The way through it:
//
//   - [Load] reads the files; source.go checks the bytes and knows the lines.
//   - document.go parses one file into front matter and sections, safe.go takes
//     out what may not be shown, rows.go finds tables that are none.
//   - front.go turns front matter into [Settings] and purposes; table.go,
//     columns.go and names.go read the trackers; bind.go puts them together.
//   - parity.go holds the languages together; html.go and tablehtml.go write.
//
// Whatever is wrong becomes a [Fault] with file, line and mend, all of them at
// once; what may stay but should be looked at becomes a warning. Nothing is
// dropped in silence.
package charter
