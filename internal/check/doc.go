// Package check looks for what the law, the authority or the platform would hold
// against a charter and its settings, and says how to mend it.
//
// A [Rule] has an id, a level, a reason with its source, and a function over an
// [Input], which is everything that serve would read. [Run] tries every rule and
// gives a [Report], which writes itself as text or as JSON. [Rules] lists them;
// docs/check.md and docs/verification.md are made of that list. What no program can
// see is listed too ([Person]), so that nobody takes a clean report for a lawful
// site.
//
// [Again] compares the charter with the scope of a running service and says
// whether everyone will be asked again.
//
// Every message is in English and a [message.Text]; locales/operator.fr.toml has it
// in French.
//
// It knows no HTTP, opens no file and asks no network.
package check
