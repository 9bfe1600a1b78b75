// Package postgres is the registry in a PostgreSQL database, for several
// instances of the service, and the command line beside them, on one chain.
//
// What the tables hold, and every operation on them, is in package store; here is how
// the database is opened.
package postgres
