// Package sqlite is the registry in one SQLite file, the default: nothing to
// install, and the command line may read and write it beside the service.
//
// What the tables hold, and every operation on them, is in package store; here is how
// the file is opened.
package sqlite
