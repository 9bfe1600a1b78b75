// Package spool stores refusals and withdrawals that were honoured while the registry
// could not record them, until it can.
//
// The file has its full size from the start, and entries are written over its
// blank lines: a disk that is full later has room for them all the same. It is
// small and readable by its owner only, and one program has it at a time.
//
// It imports the standard library, consent, durable and message.
package spool
