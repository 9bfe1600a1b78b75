// Package consent is the domain of Charte: what is asked, what was chosen, how
// the choice is stored in a cookie, how long it holds, and how it is recorded.
//
// It reads no file, opens no connection and does not use HTTP. It imports the standard
// library only, so that a rule of law can be read, tested and fuzzed by itself.
//
// Its parts, in the order of a visit:
//
//   - [Purpose] is a use that consent is asked for, and [Scope] everything that the
//     purposes of a charter name.
//   - [Terms.Judge] judges the cookie of a request: either the choice in it holds, or the
//     visitor is asked.
//   - [Decision.Choice] returns the [Choice] that a visitor's act means, [NewPreferences]
//     the preferences for the cookie, and [Encode] the cookie's value.
//   - [Registry] stores an [Entry] as a [Record], which is durable, numbered and chained
//     to the one before.
package consent
