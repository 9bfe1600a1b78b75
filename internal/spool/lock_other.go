//go:build !unix || solaris || aix

package spool

import "os"

// lock does nothing on this system: the operator must give each instance its own spool.
func lock(*os.File) error { return nil }
