// Package trouble explains the errors of other programs (SQLite, PostgreSQL, the kernel)
// to the operator: what happened and what to do. Its table is printed in the guides
// docs/en/troubleshooting.md and docs/fr/depannage.md too. It imports the standard library
// and package message only: databases are recognised by their codes.
package trouble
