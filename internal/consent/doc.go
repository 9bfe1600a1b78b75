// Package consent is the domain of Charte: what is asked, what was chosen, how
// the choice is stored in a cookie, how long it holds, and how it is recorded.
//
// It decides and computes; it reads no file, opens no connection and knows no
// HTTP. It imports the standard library only, so that a rule of law can be read,
// tested and fuzzed without anything around it.
//
// The way through it, in the order of a visit:
//
//   - [Purpose] is asked about, [Scope] is the sum of what is asked.
//   - [Terms.Judge] reads the cookie that the visitor brought: grant, refusal, or "ask".
//   - [Decision] becomes a [Choice], the choice becomes [Preferences], and
//     [Encode] turns those into the cookie's value.
//   - [Entry] is what goes into the [Registry]; the [Record] that comes back is
//     durable, numbered and chained to the one before.
package consent
