// Package check compares a charter and the settings of the service with what the
// law, the data-protection authority and the platform require.
//
// A [Rule] has an id, a level, a reason with its source, a fix, and a function that
// returns findings for an [Input], which holds everything that serve would read.
// [Run] applies every rule and returns a [Report], which can be written as text or
// JSON. [Person] lists what no program can check, so that a report without findings
// is not taken as proof that the site is lawful. The lists of rules in docs/check.md
// and docs/verification.md are generated from [Rules].
//
// [Again] compares the charter with the scope of a running service and reports
// whether visitors who have chosen will be asked again.
//
// Every message is an English [message.Text]; the French translation is in
// locales/operator.fr.toml.
//
// The package opens no file and makes no network request.
package check
