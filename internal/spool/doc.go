// Package spool stores refusals and withdrawals that were honoured while the registry
// could not record them, until it can.
//
// The file has its full size from the start, and entries replace its blank lines, so
// that they can be written even if the disk is full by then. The file is small and
// readable by its owner only, and one program uses it at a time.
//
// It imports the standard library, consent, durable and message.
package spool
