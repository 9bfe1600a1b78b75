// Package charter reads charter.md and its translations. The purposes and
// trackers that the program applies and the text that visitors read come from the
// same lines.
//
// [Load] takes each file through four steps, each in the files named after it:
//
//   - parse reads a file into a document: front matter, sections with safe
//     Markdown, and tables. It also reports what is wrong with the form of the
//     file, such as a table that was parsed as prose.
//   - bind finds the section, tables and trackers of each purpose that the front
//     matter of charter.md declares. It reports nothing.
//   - check compares sections, tables and front matter, and the languages with
//     each other.
//   - render writes the HTML of a [Translation].
//
// The words by which the columns of tables are identified are in
// locales/columns.toml.
//
// Every error becomes a [Fault] with file, line and fix; Load collects all faults
// of all files. What can be served but should be changed becomes a warning.
package charter
